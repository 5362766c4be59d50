//! Finds the place of a JSON pointer in a text: only when a diagnostic is printed, and once for all of a file's diagnostics.

use std::borrow::Cow;
use std::ops::Range;

use super::parse::Format;
use super::pointer::Pointer;

mod json;
mod toml;
mod yaml;

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The bytes.
    pub bytes: Range<usize>,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The bytes of the first line, without its end.
    pub line_bytes: Range<usize>,
}

/// Where the lines of a text start, and how many characters there are before every block of it: a minified spec is one line.
#[derive(Debug)]
pub(super) struct Lines {
    starts: Vec<u32>,
    chars: Vec<u32>,
}

const BLOCK: usize = 4096;

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| clamp(at + 1));
        let mut chars = vec![0];
        let mut count = 0;
        for block in text.as_bytes().chunks(BLOCK) {
            count += block.iter().filter(|byte| is_char_start(**byte)).count();
            chars.push(clamp(count));
        }
        Self { starts: std::iter::once(0).chain(starts).collect(), chars }
    }

    /// Returns the span of some bytes of the text.
    pub(super) fn span(&self, text: &str, bytes: Range<usize>) -> Span {
        let line = self.starts.partition_point(|start| *start as usize <= bytes.start);
        let start = self.starts.get(line - 1).map_or(0, |start| *start as usize);
        let end = self.starts.get(line).map_or(text.len(), |next| *next as usize - 1);
        let column = self.chars_before(text, bytes.start) - self.chars_before(text, start) + 1;
        Span { bytes, line, column, line_bytes: start..end.max(start) }
    }

    fn chars_before(&self, text: &str, at: usize) -> usize {
        let block = at / BLOCK;
        let rest = &text.as_bytes()[block * BLOCK..at];
        self.chars[block] as usize + rest.iter().filter(|byte| is_char_start(**byte)).count()
    }
}

/// Returns whether a byte of UTF-8 begins a character.
fn is_char_start(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// Where every node of a file stands.
#[derive(Debug, Default)]
pub(super) struct SpanTree {
    nodes: Vec<Node>,
}

#[derive(Debug)]
struct Node {
    key: Option<Key>,
    value: Range<u32>,
    is_scalar: bool,
    first_child: u32,
    last_child: u32,
    next: u32,
}

#[derive(Debug)]
struct Key {
    at: Range<u32>,
    /// The key, where it differs from its text.
    decoded: Option<Box<str>>,
}

/// No node. The root is no node's child or sibling.
const NONE: u32 = 0;

impl SpanTree {
    /// Scans a text as far as it can be understood.
    pub(super) fn scan(text: &str, format: Format) -> Self {
        let mut tree = Self::default();
        match format {
            Format::Json => json::scan(text, &mut Scan { tree: &mut tree, open: Vec::new() }),
            Format::Yaml => yaml::scan(text, &mut Scan { tree: &mut tree, open: Vec::new() }),
            Format::Toml => toml::scan(text, &mut Scan { tree: &mut tree, open: Vec::new() }),
        }
        tree
    }

    /// Returns the bytes of the node at a pointer, or of its nearest ancestor in the text.
    ///
    /// A scalar is its value; an object or a list is its key, because its value may be the rest of the file.
    pub(super) fn find(&self, text: &str, pointer: &Pointer) -> Range<usize> {
        let Some(mut node) = self.nodes.first() else {
            return 0..0;
        };
        for segment in pointer.segments() {
            match self.child(node, text, &segment) {
                Some(child) => node = child,
                None => break,
            }
        }
        let bytes = match &node.key {
            Some(key) if !node.is_scalar || node.value.is_empty() => &key.at,
            Some(_) | None => &node.value,
        };
        bytes.start as usize..bytes.end as usize
    }

    /// Returns the bytes of the value at exactly this pointer.
    pub(super) fn value(&self, text: &str, pointer: &Pointer) -> Option<Range<usize>> {
        let root = self.nodes.first()?;
        let node = pointer.segments().try_fold(root, |node, segment| self.child(node, text, &segment))?;
        Some(node.value.start as usize..node.value.end as usize)
    }

    fn child(&self, node: &Node, text: &str, segment: &str) -> Option<&Node> {
        let mut children = self.children(node);
        if children.clone().next()?.key.is_none() {
            return children.nth(segment.parse().ok()?);
        }
        // The last of two equal keys wins, as in the tree.
        children.filter(|child| child.key.as_ref().is_some_and(|key| key.text(text) == segment)).last()
    }

    fn children<'t>(&'t self, node: &Node) -> impl Iterator<Item = &'t Node> + Clone {
        let mut at = node.first_child;
        std::iter::from_fn(move || {
            let node = (at != NONE).then(|| &self.nodes[at as usize])?;
            at = node.next;
            Some(node)
        })
    }
}

impl Key {
    fn text<'t>(&'t self, text: &'t str) -> Cow<'t, str> {
        match &self.decoded {
            Some(decoded) => Cow::Borrowed(decoded),
            None => Cow::Borrowed(&text[self.at.start as usize..self.at.end as usize]),
        }
    }
}

/// A tree being built.
struct Scan<'t> {
    tree: &'t mut SpanTree,
    open: Vec<u32>,
}

impl Scan<'_> {
    /// Adds a scalar, as the next child of what is open.
    fn scalar(&mut self, key: Option<Key>, value: Range<usize>) {
        self.add(key, value, true);
    }

    /// Adds and opens an object or a list.
    fn open(&mut self, key: Option<Key>, value: Range<usize>) {
        let id = self.add(key, value, false);
        self.open.push(id);
    }

    fn close(&mut self) {
        self.open.pop();
    }

    fn add(&mut self, key: Option<Key>, value: Range<usize>, is_scalar: bool) -> u32 {
        let id = clamp(self.tree.nodes.len());
        let value = clamp(value.start)..clamp(value.end);
        self.tree.nodes.push(Node { key, value, is_scalar, first_child: NONE, last_child: NONE, next: NONE });
        if let Some(&parent) = self.open.last() {
            let parent = &mut self.tree.nodes[parent as usize];
            let last = std::mem::replace(&mut parent.last_child, id);
            if last == NONE {
                parent.first_child = id;
            } else {
                self.tree.nodes[last as usize].next = id;
            }
        }
        id
    }
}

/// Narrows an offset; the loader takes no file of 4 GiB or more.
fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

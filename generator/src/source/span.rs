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

/// The root, which is first.
const ROOT: u32 = 0;
/// No node. The root is no node's child or sibling.
const NONE: u32 = ROOT;

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
        let mut at = ROOT;
        for segment in pointer.segments() {
            match self.child(at, text, &segment) {
                Some(child) => at = child,
                None => break,
            }
        }
        let Some(node) = self.nodes.get(at as usize) else {
            return 0..0;
        };
        let bytes = match &node.key {
            Some(key) if !node.is_scalar || node.value.is_empty() => &key.at,
            Some(_) | None => &node.value,
        };
        bytes.start as usize..bytes.end as usize
    }

    /// Returns the bytes of the value at exactly this pointer.
    pub(super) fn value(&self, text: &str, pointer: &Pointer) -> Option<Range<usize>> {
        let at = pointer.segments().try_fold(ROOT, |at, segment| self.child(at, text, &segment))?;
        let value = &self.nodes.get(at as usize)?.value;
        Some(value.start as usize..value.end as usize)
    }

    fn child(&self, at: u32, text: &str, segment: &str) -> Option<u32> {
        let first = self.children(at).next()?;
        if self.nodes[first as usize].key.is_none() {
            return self.children(at).nth(segment.parse().ok()?);
        }
        if let Some(own) = self.member(at, text, segment) {
            return Some(own);
        }
        // YAML's merge key: the members of a mapping, or of the first mapping of a list that has it.
        let merged = self.member(at, text, "<<")?;
        let in_list = || self.children(merged).find_map(|mapping| self.member(mapping, text, segment));
        self.member(merged, text, segment).or_else(in_list)
    }

    /// Returns the member of an object. The last of two equal keys wins, as in the tree.
    fn member(&self, at: u32, text: &str, name: &str) -> Option<u32> {
        let has_name = |child: &u32| self.nodes[*child as usize].key.as_ref().is_some_and(|key| key.text(text) == name);
        self.children(at).filter(has_name).last()
    }

    fn children(&self, at: u32) -> impl Iterator<Item = u32> + '_ {
        let mut next = self.nodes.get(at as usize).map_or(NONE, |node| node.first_child);
        std::iter::from_fn(move || {
            let at = (next != NONE).then_some(next)?;
            next = self.nodes[at as usize].next;
            Some(at)
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
    fn scalar(&mut self, key: Option<Key>, value: Range<usize>) -> u32 {
        self.add(key, value, true)
    }

    /// Adds and opens an object or a list.
    fn open(&mut self, key: Option<Key>, value: Range<usize>) -> u32 {
        let id = self.add(key, value, false);
        self.open.push(id);
        id
    }

    /// Adds what repeats another node: what is in that is in this one too.
    fn alias(&mut self, key: Option<Key>, value: Range<usize>, target: Option<u32>) {
        let id = self.add(key, value, true);
        let Some(target) = target.and_then(|target| self.tree.nodes.get(target as usize)) else { return };
        let (is_scalar, first, last, text) = (target.is_scalar, target.first_child, target.last_child, target.value.clone());
        let own = &mut self.tree.nodes[id as usize];
        (own.is_scalar, own.first_child, own.last_child) = (is_scalar, first, last);
        if is_scalar {
            own.value = text;
        }
    }

    /// Adds a scalar that no pointer leads to.
    fn detached(&mut self, value: Range<usize>) -> u32 {
        let open = std::mem::take(&mut self.open);
        let id = self.add(None, value, true);
        self.open = open;
        id
    }

    /// Returns the text of a scalar, as it is written.
    fn text(&self, id: u32, text: &str) -> String {
        let value = self.tree.nodes.get(id as usize).map(|node| &text[node.value.start as usize..node.value.end as usize]);
        value.unwrap_or_default().trim_matches(['"', '\'']).to_owned()
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

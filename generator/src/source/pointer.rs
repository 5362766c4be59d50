//! JSON pointers (RFC 6901).

use std::borrow::Borrow;
use std::fmt;

use serde_json::Value;

/// A JSON pointer (RFC 6901) in its escaped text form: empty for the root, else `/a/b~1c/0`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// Returns the pointer to the root.
    pub fn root() -> Self {
        Self::default()
    }

    /// Takes an already escaped pointer.
    pub fn from_escaped(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns this pointer with one more segment, escaping it (RFC 6901, section 3).
    #[must_use]
    pub fn join(&self, segment: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + segment.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        push_escaped(&mut text, segment);
        Self(text)
    }

    /// Returns this pointer with an array index added.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// Returns the segments, unescaped.
    pub fn segments(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(unescape)
    }

    /// Returns the pointer to the parent, or `None` at the root.
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|at| Self(self.0[..at].to_owned()))
    }

    /// Returns what this pointer points at in a tree.
    pub fn get<'v>(&self, tree: &'v Value) -> Option<&'v Value> {
        tree.pointer(&self.0)
    }

    /// Returns the escaped text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A map by pointer can be asked by text.
impl Borrow<str> for Pointer {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A place in a tree that is being walked: a chain of steps kept on the stack.
///
/// A walk makes millions of these and needs a [`Pointer`] only where something is wrong, so a step costs no allocation.
#[derive(Clone, Copy, Debug)]
pub struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Base(&'a str),
    Key(&'a str),
    Index(usize),
}

impl<'a> Path<'a> {
    /// Starts a walk at a pointer.
    pub fn base(pointer: &'a Pointer) -> Self {
        Self { parent: None, step: Step::Base(pointer.as_str()) }
    }

    /// Starts a walk at the root.
    pub fn root() -> Path<'static> {
        Path { parent: None, step: Step::Base("") }
    }

    /// Steps into a member of an object.
    pub fn key<'b>(&'b self, key: &'b str) -> Path<'b> {
        Path { parent: Some(self), step: Step::Key(key) }
    }

    /// Steps into an element of a list.
    pub fn index(&self, index: usize) -> Path<'_> {
        Path { parent: Some(self), step: Step::Index(index) }
    }

    /// Returns the pointer to this place.
    pub fn to_pointer(&self) -> Pointer {
        let mut text = String::new();
        self.write(&mut text);
        Pointer(text)
    }

    /// Returns the last step's key, if it was a key.
    pub fn last_key(&self) -> Option<&str> {
        match self.step {
            Step::Key(key) => Some(key),
            Step::Base(base) => base.rfind('/').map(|at| &base[at + 1..]),
            Step::Index(_) => None,
        }
    }

    fn write(&self, text: &mut String) {
        if let Some(parent) = self.parent {
            parent.write(text);
        }
        match self.step {
            Step::Base(base) => text.push_str(base),
            Step::Key(key) => {
                text.push('/');
                push_escaped(text, key);
            }
            Step::Index(index) => {
                text.push('/');
                text.push_str(&index.to_string());
            }
        }
    }
}

/// Adds a segment to the text of a pointer, escaped (RFC 6901, section 3).
pub(crate) fn push_escaped(text: &mut String, segment: &str) {
    for c in segment.chars() {
        match c {
            '~' => text.push_str("~0"),
            '/' => text.push_str("~1"),
            c => text.push(c),
        }
    }
}

/// Returns a segment as it is meant: `~1` stands for `/`, `~0` for `~` (RFC 6901, section 4).
pub(crate) fn unescape(segment: &str) -> String {
    if segment.contains('~') { segment.replace("~1", "/").replace("~0", "~") } else { segment.to_owned() }
}

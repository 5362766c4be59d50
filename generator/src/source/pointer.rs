//! JSON pointers (RFC 6901).

use std::fmt;

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
        self.0.split('/').skip(1).map(|segment| segment.replace("~1", "/").replace("~0", "~"))
    }

    /// Returns the pointer to the parent, or `None` at the root.
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|at| Self(self.0[..at].to_owned()))
    }

    /// Returns the escaped text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn push_escaped(text: &mut String, segment: &str) {
    for c in segment.chars() {
        match c {
            '~' => text.push_str("~0"),
            '/' => text.push_str("~1"),
            c => text.push(c),
        }
    }
}

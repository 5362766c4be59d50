//! Reads the root document and every file its references reach; knows which line a JSON pointer is on.
//!
//! **Invariants:** I/O happens in [`load`] and nowhere else in the middle of the generator. No file outside the folder of the root
//! document and no address on the network is touched unless [`LoadOptions`] allow it. A tree is at most 512 levels deep.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::diagnostic::Severity;

mod address;
mod bases;
mod decode;
#[cfg(feature = "fetch")]
mod fetch;
mod load;
mod locate;
mod parse;
mod pointer;
pub mod shape;
mod span;
#[cfg(test)]
mod tests;

pub(crate) use address::scheme as url_scheme;
pub use load::{Input, LoadOptions, Loaded, load};
pub(crate) use locate::decode as percent_decode;
pub use parse::Format;
pub use pointer::{Path, Pointer};
pub(crate) use pointer::{push_escaped, unescape};
pub use span::Span;

/// A file of a spec, as an index into its `Sources`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

impl FileId {
    /// The configuration.
    pub(crate) const CONFIG: Self = Self(u32::MAX);
}

/// A place in a spec: a file and a JSON pointer in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The place in the file.
    pub pointer: Pointer,
}

/// The files of a spec. The root document is always the first, even where it could not be read.
#[derive(Debug)]
pub struct Sources {
    files: Vec<SourceFile>,
    /// The configuration, which is not part of the spec.
    config: Option<Box<SourceFile>>,
    /// Where the references of a file lead that name another file.
    links: HashMap<(FileId, String), Result<FileId, Unreachable>>,
}

/// One file of a spec.
#[derive(Debug)]
pub struct SourceFile {
    name: String,
    url: Option<String>,
    text: String,
    format: Format,
    tree: Value,
    /// How many levels the tree has.
    levels: usize,
    /// Whether there is nothing in the file that could be understood.
    blank: bool,
    hash: [u8; 32],
    /// The byte at which the file could not be understood.
    fault: Option<usize>,
    spans: OnceLock<span::SpanTree>,
    lines: OnceLock<span::Lines>,
}

/// Why a file that a reference names was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreachable {
    /// How bad it is: an error where the reference is refused, a warning where a file of the spec is missing.
    pub severity: Severity,
    /// The diagnostic's code.
    pub code: &'static str,
    /// The reason: a clause without a full stop.
    pub reason: String,
    /// What the user can do.
    pub help: Option<&'static str>,
}

impl Sources {
    /// Returns the root document.
    pub fn root(&self) -> FileId {
        FileId(0)
    }

    /// Returns a file.
    ///
    /// # Panics
    ///
    /// Panics if the id belongs to other sources.
    pub fn file(&self, id: FileId) -> &SourceFile {
        self.get(id).expect("the id is one of these sources")
    }

    fn get(&self, id: FileId) -> Option<&SourceFile> {
        if id == FileId::CONFIG { self.config.as_deref() } else { self.files.get(id.0 as usize) }
    }

    /// Adds the configuration, so that diagnostics can point into it. It is in neither [`Sources::ids`] nor [`Sources::digest`].
    pub(crate) fn set_config(&mut self, name: String, text: String) {
        self.config = Some(Box::new(SourceFile {
            name,
            url: None,
            text,
            format: Format::Toml,
            tree: Value::Null,
            levels: 0,
            blank: false,
            hash: [0; 32],
            fault: None,
            spans: OnceLock::new(),
            lines: OnceLock::new(),
        }));
    }

    /// Returns the ids of all files, the root first and the others in the order in which references reach them.
    pub fn ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..u32::try_from(self.files.len()).unwrap_or(u32::MAX)).map(FileId)
    }

    /// Returns how many levels the deepest file has.
    pub fn levels(&self) -> usize {
        self.files.iter().map(|file| file.levels).max().unwrap_or_default()
    }

    /// Returns what a file holds; `null` for one that could not be understood, and for all after [`Sources::release_trees`].
    pub fn tree(&self, id: FileId) -> &Value {
        &self.file(id).tree
    }

    /// Gives back the memory of the trees, which is most of it, once all that is in them has been taken over. The texts stay.
    pub fn release_trees(&mut self) {
        for file in &mut self.files {
            file.tree = Value::Null;
        }
    }

    /// Returns the file that `address`, the part of a `$ref` before its `#`, means in `file`.
    pub fn target(&self, file: FileId, address: &str) -> Option<Result<FileId, &Unreachable>> {
        let link = self.links.get(&(file, address.to_owned()))?;
        Some(link.as_ref().map(|id| *id))
    }

    /// Returns the line, the column and the bytes of a place, or of the nearest place above it that stands in the text.
    pub fn span(&self, location: &Location) -> Option<Span> {
        let file = self.get(location.file)?;
        if let Some(fault) = file.fault {
            return Some(file.lines().span(&file.text, fault..fault));
        }
        if file.blank {
            return None;
        }
        Some(file.lines().span(&file.text, file.spans().find(&file.text, &location.pointer)))
    }

    /// Returns a scalar as it is written: `1.10`, where the tree has the number 1.1.
    pub fn literal(&self, location: &Location) -> Option<&str> {
        let file = self.get(location.file)?;
        let bytes = file.spans().value(&file.text, &location.pointer)?;
        Some(file.text[bytes].trim())
    }

    /// Returns the SHA-256 digest of all files, in hexadecimal digits.
    pub fn digest(&self) -> String {
        let mut all = Sha256::new();
        for file in &self.files {
            all.update(file.hash);
        }
        all.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl SourceFile {
    /// Returns the name for messages: a path as given, or a URL without user information and query.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the URL that the file was read from, if any, without user information and query.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Resolves a relative URL against the one that the file was read from (OpenAPI 3.0.4, section 4.8.5); `None` where the file has none, or
    /// the URL is absolute.
    pub fn resolve_url(&self, url: &str) -> Option<String> {
        let is_relative = !url.contains("://") && !url.starts_with('{');
        self.url.as_deref().filter(|_| is_relative).map(|base| locate::join_url(base, url))
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns how the file is written.
    pub fn format(&self) -> Format {
        self.format
    }

    fn lines(&self) -> &span::Lines {
        self.lines.get_or_init(|| span::Lines::of(&self.text))
    }

    fn spans(&self) -> &span::SpanTree {
        self.spans.get_or_init(|| span::SpanTree::scan(&self.text, self.format))
    }
}

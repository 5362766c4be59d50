//! Reads the root document and every file its references reach.

mod pointer;

pub use pointer::Pointer;

/// A file of a spec, as an index into its `Sources`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A place in a spec: a file and a JSON pointer in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The place in the file.
    pub pointer: Pointer,
}

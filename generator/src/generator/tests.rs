//! What the whole way from a document to a package holds.

mod fields;

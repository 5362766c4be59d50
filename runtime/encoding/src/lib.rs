//! How values are encoded in HTTP messages, as tables: which kind of body a media type names, and what a body, a part or a parameter can hold.
//!
//! The runtime writes and reads messages by these tables. The generator asks the same tables about each operation of a document and reports
//! what a client could not send or read. **Invariants:** there is no second copy of a table; this crate has no dependencies and does no I/O.

mod file_names;
mod media;
mod shape;
mod style;

pub use file_names::by_file_name;
pub use media::{MediaKind, charset, essence, is_range, is_utf8, is_utf16, parameter};
pub use shape::{Shape, body_refusal, layout_refusal, node_refusal};
pub use style::{ParamLocation, ParamStyle, XmlNode};

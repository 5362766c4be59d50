//! Reads the content of a body as its media type says: text in any charset, the fields of a form, the parts of a multipart body.

pub(crate) mod charset;
pub(crate) mod form;
pub(crate) mod parts;

//! XML (1.0, fifth edition; names by Namespaces in XML 1.0) to and from models, as OpenAPI's XML Object lays them out (3.0.4, section
//! 4.8.26; 3.2.0, section 4.8.26 with `nodeType`).
//!
//! A record is an element whose fields are child elements of their wire names, a list is its elements one after the other, a map
//! is an element with a child for each key. What a document says beyond that stands in tables beside the models ([`XmlRecord`]), one for a
//! crate and only for the types that need it. As for JSON, reading and writing are interpreters over [`Slot`](crate::model::Slot) and
//! [`View`](crate::model::View), compiled once.
//!
//! What the specification leaves open: a null is an element with `xsi:nil="true"`; elements are recognised by their local name, and by
//! their prefix only where two fields share one; elements and attributes that no field takes are passed over; entities
//! that the document type declares are not expanded.

#[cfg(feature = "xml")]
mod parse;
#[cfg(all(test, feature = "xml"))]
mod tests;
#[cfg(feature = "xml")]
mod whole;
#[cfg(feature = "xml")]
mod write;

pub use crate::tree::{XmlBody, XmlField, XmlForm, XmlName, XmlNode, XmlRecord};
#[cfg(feature = "xml")]
pub(crate) use whole::MAX_DEPTH;
#[cfg(feature = "xml")]
pub use whole::{fill, from_slice, to_request_vec};

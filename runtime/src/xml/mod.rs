//! XML (1.0, fifth edition; names by Namespaces in XML 1.0) to and from models, as OpenAPI's XML Object lays them out (3.0.4, section
//! 4.8.26; 3.2.0, section 4.8.26 with `nodeType`).
//!
//! A record is an element whose fields are child elements of their wire names, a list is its elements one after the other, a map
//! is an element with a child for each key. What a document says beyond that stands in tables beside the models ([`XmlRecord`]), one for a
//! crate and only for the types that need it. As for JSON, reading and writing are interpreters over [`Slot`] and
//! [`View`], compiled once.
//!
//! What the specification leaves open: a null is an element with `xsi:nil="true"`; elements are recognised by their local name, and by
//! their prefix only where two fields share one; elements and attributes that no field takes are passed over; entities
//! that the document type declares are not expanded.

mod read;
#[cfg(test)]
mod tests;
mod tree;
mod write;

use crate::decode::DecodeError;
use crate::encode::EncodeError;
use crate::model::{Model, Slot, View};
use crate::operation::{Operation, Status};

/// How deep elements may stand in each other.
pub(crate) const MAX_DEPTH: usize = 128;

/// How the content of an operation is laid out.
#[derive(Debug)]
pub struct XmlForm {
    /// The outermost element; the items of a list stand in it.
    pub root: XmlField,
    /// What the models say, ordered by [`XmlRecord::record`].
    pub records: &'static [XmlRecord],
}

/// What an [`XmlForm`] is the form of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlBody {
    /// The body of the request.
    Request,
    /// The body of the answers of a status.
    Response(Status),
}

/// The form of what is declared nowhere: its names are those of the models' tables.
pub(crate) static UNDECLARED: XmlForm = XmlForm { root: XmlField::element("", "root"), records: &[] };

impl Operation {
    /// Returns the form of the request's body.
    pub(crate) fn xml_request(&self) -> &'static XmlForm {
        self.xml.iter().find(|(body, _)| *body == XmlBody::Request).map_or(&UNDECLARED, |(_, form)| form)
    }

    /// Returns the form of the body of an answer.
    pub(crate) fn xml_response(&self, status: u16) -> &'static XmlForm {
        let declared = self.xml.iter().filter_map(|(body, form)| match body {
            XmlBody::Response(declared) => Some((declared, form)),
            XmlBody::Request => None,
        });
        let (statuses, forms): (Vec<&Status>, Vec<&'static XmlForm>) = declared.unzip();
        // An undeclared success is read like a declared one.
        let chosen = crate::output::fitting(statuses, status).or((status < 400).then_some(0));
        chosen.and_then(|index| forms.get(index).copied()).unwrap_or(&UNDECLARED)
    }
}

/// What a model says of its form in XML.
#[derive(Debug)]
pub struct XmlRecord {
    /// The name of the model's table.
    pub record: &'static str,
    /// The name of its element, where it is the outermost or an arm of a union.
    pub name: XmlName,
    /// The fields that are not an element of their wire name.
    pub fields: &'static [XmlField],
}

/// What a field says of its form in XML.
#[derive(Clone, Copy, Debug)]
pub struct XmlField {
    /// The wire name of the field.
    pub wire: &'static str,
    /// The name of the element or attribute; of the one around the items, where they are wrapped.
    pub name: XmlName,
    /// What the field is.
    pub node: XmlNode,
    /// The name of an item's element, where the items of a list are wrapped in an element of their own.
    pub item: Option<XmlName>,
}

impl XmlField {
    /// An element of a name without a namespace.
    pub const fn element(wire: &'static str, name: &'static str) -> Self {
        Self { wire, name: XmlName::local(name), node: XmlNode::Element, item: None }
    }

    /// The same as an attribute, as text, or as a CDATA section.
    pub const fn node(self, node: XmlNode) -> Self {
        Self { node, ..self }
    }

    /// The same with its items in an element of their own.
    pub const fn wrapped(self, item: XmlName) -> Self {
        Self { item: Some(item), ..self }
    }

    /// The same in a namespace; an empty prefix makes it the default namespace of the element.
    pub const fn namespace(self, prefix: &'static str, namespace: &'static str) -> Self {
        Self { name: XmlName { prefix, local: self.name.local, namespace }, ..self }
    }
}

/// The name of an element or attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct XmlName {
    /// The prefix; empty for none.
    pub prefix: &'static str,
    /// The name without its prefix.
    pub local: &'static str,
    /// The URI of the namespace; empty for none.
    pub namespace: &'static str,
}

impl XmlName {
    /// A name without a namespace.
    pub const fn local(local: &'static str) -> Self {
        Self { prefix: "", local, namespace: "" }
    }

    /// A name in a namespace.
    pub const fn new(prefix: &'static str, local: &'static str, namespace: &'static str) -> Self {
        Self { prefix, local, namespace }
    }
}

/// What a field is in XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XmlNode {
    /// An element.
    Element,
    /// An attribute.
    Attribute,
    /// The text of the record's element.
    Text,
    /// The text of the record's element, as a CDATA section.
    Cdata,
}

/// Writes a value as the body of a request, with an XML declaration, in UTF-8.
///
/// # Errors
///
/// Returns an error for a key of a map that is no XML name, a character that XML does not have, a list or record where an attribute
/// stands, and a file.
pub fn to_request_vec(view: View<'_>, form: &XmlForm) -> Result<Vec<u8>, EncodeError> {
    write::document(view, form)
}

/// Reads a value.
///
/// # Errors
///
/// Returns an error that names what is wrong where the text is not XML, and the JSON pointer of what does not fit the type.
pub fn from_slice<T: Model>(xml: &[u8], form: &XmlForm) -> Result<T, DecodeError> {
    let mut value = T::blank();
    fill(xml, value.slot(), form)?;
    Ok(value)
}

/// Reads a value into a slot.
///
/// # Errors
///
/// Returns an error as [`from_slice`] does.
pub fn fill(xml: &[u8], slot: Slot<'_>, form: &XmlForm) -> Result<(), DecodeError> {
    let root = tree::parse(xml)?;
    read::document(&root, slot, form)
}

impl XmlForm {
    fn record(&self, name: &str) -> Option<&'static XmlRecord> {
        self.records.binary_search_by(|it| it.record.cmp(name)).ok().map(|index| &self.records[index])
    }
}

impl XmlRecord {
    fn field(&self, wire: &str) -> Option<&'static XmlField> {
        self.fields.iter().find(|it| it.wire == wire)
    }
}

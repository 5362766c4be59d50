//! The form of values in XML: what a document says of names, attributes and lists.

pub use turnbuckle_encoding::XmlNode;

use crate::operation::Status;

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
    /// A part of the request's multipart body, by the property that it holds.
    RequestPart(&'static str),
    /// A part of the multipart body of the answers of a status.
    ResponsePart(Status, &'static str),
}

/// The form of what is declared nowhere: its names are those of the models' tables.
pub(crate) static UNDECLARED: XmlForm = XmlForm { root: XmlField::element("", "root"), records: &[] };

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

impl XmlForm {
    pub(crate) fn record(&self, name: &str) -> Option<&'static XmlRecord> {
        self.records.binary_search_by(|it| it.record.cmp(name)).ok().map(|index| &self.records[index])
    }
}

impl XmlRecord {
    pub(crate) fn field(&self, wire: &str) -> Option<&'static XmlField> {
        self.fields.iter().find(|it| it.wire == wire)
    }
}

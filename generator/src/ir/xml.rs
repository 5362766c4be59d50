//! The form of types in XML.

pub use turnbuckle_encoding::XmlNode;

/// The name of an element or attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlName {
    /// The prefix; empty for none.
    pub prefix: String,
    /// The name without its prefix.
    pub local: String,
    /// The URI of the namespace; empty for none.
    pub namespace: String,
}

/// The form of a field, or of what stands outermost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlForm {
    /// The name of the element or attribute; of the one around the items, where they are wrapped.
    pub name: XmlName,
    /// What it is.
    pub node: XmlNode,
    /// The name of an item's element, where the items of a list are wrapped in an element of their own.
    pub item: Option<XmlName>,
}

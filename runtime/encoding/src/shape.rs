//! Which values a body or a parameter can hold.

use crate::{MediaKind, ParamLocation, ParamStyle, XmlNode};

/// What a value is, as far as its encoding is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A string, a number, a boolean or null.
    Scalar,
    /// Bytes, such as those of a file.
    Bytes,
    /// A list.
    List,
    /// A value with properties.
    Object,
    /// Not known before the value is there.
    Any,
}

/// Returns why a value cannot be a body of a kind; `None` if it can.
pub fn body_refusal(kind: MediaKind, shape: Shape) -> Option<&'static str> {
    match (kind, shape) {
        (_, Shape::Any) | (MediaKind::Json | MediaKind::Xml, _) => None,
        (MediaKind::Form, Shape::Object | Shape::List) | (MediaKind::Multipart, Shape::Object | Shape::List) => None,
        (MediaKind::Form, Shape::Scalar | Shape::Bytes) => Some("only an object or a list has fields that a form can hold"),
        (MediaKind::Multipart, Shape::Scalar | Shape::Bytes) => Some("only an object or a list has the parts of a multipart body"),
        (MediaKind::Text, Shape::Scalar | Shape::Bytes) => None,
        (MediaKind::Text, Shape::List | Shape::Object) => Some("a list or object has no text of its own"),
        (MediaKind::Binary | MediaKind::EventStream | MediaKind::JsonLines, Shape::Bytes) => None,
        (MediaKind::Binary, Shape::Scalar | Shape::List | Shape::Object) => Some("values cannot be written in this media type"),
        (MediaKind::EventStream | MediaKind::JsonLines, Shape::Scalar | Shape::List | Shape::Object) => Some("a stream is sent as bytes"),
    }
}

/// Returns why a layout cannot hold a list or object whose elements have a shape, or why a parameter cannot be bytes; `None` if it can.
pub fn layout_refusal(location: ParamLocation, style: ParamStyle, explode: bool, element: Shape) -> Option<&'static str> {
    match element {
        Shape::List if !style.nests(location, explode) => Some("its elements cannot be lists"),
        Shape::Object if !style.nests(location, explode) => Some("its elements cannot be objects"),
        // A field that is a file has no layout.
        Shape::Bytes if location != ParamLocation::Field => Some("a file is not text"),
        Shape::Bytes | Shape::Scalar | Shape::List | Shape::Object | Shape::Any => None,
    }
}

/// Returns why a value cannot be a node of an XML document; `None` if it can. Each element of a list that is an attribute is asked for, too.
pub fn node_refusal(node: XmlNode, shape: Shape) -> Option<&'static str> {
    match (node, shape) {
        (XmlNode::Element, _) | (_, Shape::Scalar | Shape::Bytes | Shape::Any) => None,
        (XmlNode::Attribute, Shape::List) => None,
        (XmlNode::Attribute, Shape::Object) => Some("an object cannot be an attribute"),
        (XmlNode::Text | XmlNode::Cdata, Shape::List | Shape::Object) => Some("a list or object cannot be the text of an element"),
    }
}

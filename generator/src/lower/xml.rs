//! The form of types in XML: the XML Object (OpenAPI 3.0.4, section 4.8.26), and `nodeType` (3.2.0, section 4.26).
//!
//! The object says the name of an element where its schema is that of a property or of the items of a list. A reference
//! brings the object of its target with it, unless there is one beside it.

use openapiv3::{ReferenceOr, Schema};
use serde_json::Value;

use crate::ir::{Type, TypeId, XmlForm, XmlName, XmlNode};
use crate::normalize::{Document, ext};

use super::Cx;
use super::keywords::Keywords;
use super::node::Node;

/// How many references are followed for an XML Object.
const MAX_REFERENCES: usize = 32;

impl<'d> Cx<'d> {
    /// Returns the form of a property; `None` for an element of its own name.
    pub(super) fn xml_of_field(&self, wire: &str, node: Node<'_>) -> Option<XmlForm> {
        if !self.xml {
            return None;
        }
        let chain = match node {
            Node::Item(schema) => self.xml_chain(schema),
            Node::Reference(reference) => self.xml_chain_of(reference),
        };
        let form = self.xml_form(wire, &chain);
        let plain = XmlForm { name: local(wire), node: XmlNode::Element, item: None };
        (form != plain).then_some(form)
    }

    /// Returns the form of the outermost element of a body.
    pub(super) fn xml_of_body(&self, schema: Option<&ReferenceOr<Schema>>, ty: &Type) -> XmlForm {
        let chain = match schema {
            Some(ReferenceOr::Item(schema)) => self.xml_chain(schema),
            Some(ReferenceOr::Reference { reference }) => self.xml_chain_of(reference),
            None => Vec::new(),
        };
        let name = match ty {
            Type::Named(id) => self.xml_name(*id).map(|name| name.local),
            _ => None,
        };
        let form = self.xml_form(name.as_deref().unwrap_or("root"), &chain);
        match (&form.item, items(&chain)) {
            // The outermost list has an element of its own in any case: a document has one root.
            (None, Some(list)) => {
                let object = list.schema_data.extensions.get(ext::XML);
                XmlForm { name: named(object, name.as_deref().unwrap_or("items")), node: XmlNode::Element, item: Some(form.name) }
            }
            _ => form,
        }
    }

    /// Returns the form of the outermost element of a part of a multipart body.
    pub(super) fn xml_of_part(&self, wire: &str, schema: Option<&ReferenceOr<Schema>>, ty: &Type) -> XmlForm {
        let form = self.xml_of_body(schema, ty);
        let is_named = form.name != local("root");
        if is_named || !is_name(wire) { form } else { XmlForm { name: local(wire), ..form } }
    }

    /// Returns the name of a type's element, where it is outermost or an item.
    pub(super) fn xml_name(&self, id: TypeId) -> Option<XmlName> {
        let component = self.components.get(id.0 as usize)?;
        let chain = match component.schema {
            ReferenceOr::Item(schema) => self.xml_chain(schema),
            ReferenceOr::Reference { reference } => self.xml_chain_of(reference),
        };
        Some(named(object(&chain), component.name))
    }

    fn xml_form(&self, wire: &str, chain: &[&Schema]) -> XmlForm {
        let own = object(chain);
        let Some(list) = items(chain) else { return XmlForm { name: named(own, wire), node: node(own), item: None } };
        let item_chain = match Keywords::of(list).items {
            Some(ReferenceOr::Item(item)) => self.xml_chain(item),
            Some(ReferenceOr::Reference { reference }) => self.xml_chain_of(reference),
            None => Vec::new(),
        };
        let item = object(&item_chain);
        if node(own) == XmlNode::Attribute {
            return XmlForm { name: named(own, wire), node: XmlNode::Attribute, item: None };
        }
        if is_wrapped(own) {
            let name = named(own, wire);
            let item = named(item, &name.local);
            XmlForm { name, node: XmlNode::Element, item: Some(item) }
        } else {
            // The name of a list that is not wrapped has no effect (OpenAPI 3.0.4, section 4.8.26.3).
            XmlForm { name: named(item, wire), node: XmlNode::Element, item: None }
        }
    }

    /// Returns a schema and those that it refers to without saying more, from the outside in.
    fn xml_chain<'s>(&'s self, schema: &'s Schema) -> Vec<&'s Schema> {
        let mut chain = vec![schema];
        while let Some(reference) = chain.last().and_then(|last| single_reference(last))
            && chain.len() < MAX_REFERENCES
        {
            match self.xml_target(reference) {
                Some(target) => chain.push(target),
                None => break,
            }
        }
        chain
    }

    fn xml_chain_of(&self, reference: &str) -> Vec<&Schema> {
        self.xml_target(reference).map_or_else(Vec::new, |schema| self.xml_chain(schema))
    }

    fn xml_target(&self, reference: &str) -> Option<&'d Schema> {
        let mut at = self.components[self.component(reference)?].schema;
        for _ in 0..MAX_REFERENCES {
            match at {
                ReferenceOr::Item(schema) => return Some(schema),
                ReferenceOr::Reference { reference } => at = self.components[self.component(reference)?].schema,
            }
        }
        None
    }
}

/// Returns whether a body of the document is in XML.
pub(super) fn is_used(document: &Document) -> bool {
    let api = &document.api;
    let operations = || api.paths.paths.values().filter_map(ReferenceOr::as_item).flat_map(|item| item.iter().map(|(_, op)| op));
    let components = api.components.iter();
    let bodies = operations().filter_map(|op| op.request_body.as_ref()).chain(components.clone().flat_map(|it| it.request_bodies.values()));
    let responses = operations().flat_map(|op| op.responses.responses.values().chain(&op.responses.default));
    let responses = responses.chain(components.flat_map(|it| it.responses.values()));
    let sent = bodies.filter_map(ReferenceOr::as_item).flat_map(|body| &body.content);
    let received = responses.filter_map(ReferenceOr::as_item).flat_map(|response| &response.content);
    let all = sent.chain(received);
    all.into_iter().any(|(media_type, media)| {
        let mut parts = media.encoding.values().filter_map(|encoding| encoding.content_type.as_deref());
        super::bodies::is_xml(media_type) || parts.any(|listed| listed.split(',').any(super::bodies::is_xml))
    })
}

/// Returns the one reference that a schema wraps with annotations.
fn single_reference(schema: &Schema) -> Option<&str> {
    let keywords = Keywords::of(schema);
    match (keywords.all_of, keywords.one_of, keywords.any_of) {
        ([ReferenceOr::Reference { reference }], [], []) if keywords.is_bare() => Some(reference),
        _ => None,
    }
}

/// Returns the XML Object that holds: the outermost.
fn object<'s>(chain: &[&'s Schema]) -> Option<&'s Value> {
    chain.iter().find_map(|schema| schema.schema_data.extensions.get(ext::XML))
}

/// Returns the schema in a chain that is a list.
fn items<'s>(chain: &[&'s Schema]) -> Option<&'s Schema> {
    chain.iter().copied().find(|schema| {
        let keywords = Keywords::of(schema);
        keywords.ty == Some("array") || keywords.items.is_some()
    })
}

fn text(object: Option<&Value>, key: &str) -> String {
    object.and_then(|object| object.get(key)).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Returns the name that an XML Object gives; a name that no element can have is taken as not given.
fn named(object: Option<&Value>, otherwise: &str) -> XmlName {
    let (name, prefix) = (text(object, "name"), text(object, "prefix"));
    let local = if is_name(&name) { name } else { otherwise.to_owned() };
    XmlName { prefix: if is_name(&prefix) { prefix } else { String::new() }, local, namespace: text(object, "namespace") }
}

fn local(name: &str) -> XmlName {
    XmlName { prefix: String::new(), local: name.to_owned(), namespace: String::new() }
}

fn node(object: Option<&Value>) -> XmlNode {
    match text(object, "nodeType").as_str() {
        "attribute" => XmlNode::Attribute,
        "text" => XmlNode::Text,
        "cdata" => XmlNode::Cdata,
        _ if flag(object, "attribute") => XmlNode::Attribute,
        _ => XmlNode::Element,
    }
}

fn is_wrapped(object: Option<&Value>) -> bool {
    flag(object, "wrapped") || text(object, "nodeType") == "element"
}

fn flag(object: Option<&Value>, key: &str) -> bool {
    object.and_then(|object| object.get(key)).and_then(Value::as_bool).unwrap_or(false)
}

/// Returns whether a text can be a name without a prefix (Namespaces in XML 1.0, section 3, `NCName`).
fn is_name(text: &str) -> bool {
    let start = |c: char| c == '_' || c.is_alphabetic();
    let mut chars = text.chars();
    chars.next().is_some_and(start) && chars.all(|c| start(c) || c == '-' || c == '.' || c.is_numeric())
}

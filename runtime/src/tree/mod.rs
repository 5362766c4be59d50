//! Values as trees of text: XML documents and forms, which say nothing of types. A tree borrows from nothing.

mod form;
mod read;
mod unions;

pub(crate) use form::UNDECLARED;
pub use form::{XmlBody, XmlField, XmlForm, XmlName, XmlNode, XmlRecord};
#[cfg(test)]
#[cfg(feature = "xml")]
pub(crate) use read::Reader;
#[cfg(feature = "xml")]
pub(crate) use read::fill;
pub(crate) use read::{fill_form, fill_text};

use crate::model::Value;

/// An element. Comments and processing instructions are gone.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) prefix: String,
    pub(crate) local: String,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) children: Vec<Element>,
    /// The text, of all its pieces.
    pub(crate) text: String,
}

/// An attribute of an element.
#[derive(Debug)]
pub(crate) struct Attribute {
    pub(crate) prefix: String,
    pub(crate) local: String,
    pub(crate) value: String,
}

impl Element {
    /// Returns the attribute of a local name.
    pub(crate) fn attribute(&self, local: &str) -> Option<&str> {
        self.attributes.iter().find(|it| it.local == local && it.prefix != "xmlns").map(|it| it.value.as_str())
    }

    /// Returns the count of elements, with itself.
    pub(crate) fn count(&self) -> usize {
        1 + self.children.iter().map(Self::count).sum::<usize>()
    }

    /// Returns the count of elements and attributes, with itself.
    pub(crate) fn size(&self) -> usize {
        1 + self.declared().count() + self.children.iter().map(Self::size).sum::<usize>()
    }

    /// Returns the attributes that are no declarations of namespaces.
    pub(crate) fn declared(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes.iter().filter(|it| it.prefix != "xmlns" && !(it.prefix.is_empty() && it.local == "xmlns"))
    }

    /// Returns whether it says that it is null (XML Schema, part 1, section 2.6.2).
    pub(crate) fn is_nil(&self) -> bool {
        self.attributes.iter().any(|it| it.local == "nil" && !it.prefix.is_empty() && matches!(it.value.as_str(), "true" | "1"))
    }

    /// Returns the element as JSON that says the same, as far as can be told without a type: repeated children are lists, attributes
    /// stand beside children, everything else is text.
    pub(crate) fn to_value(&self) -> Value {
        let attributes: Vec<_> = self.declared().filter(|it| it.local != "nil").collect();
        if self.is_nil() {
            return Value::Null;
        }
        if self.children.is_empty() && attributes.is_empty() {
            return Value::String(self.text.clone());
        }
        let mut object = serde_json::Map::new();
        for attribute in attributes {
            object.insert(attribute.local.clone(), Value::String(attribute.value.clone()));
        }
        for child in &self.children {
            match object.get_mut(&child.local) {
                None => {
                    object.insert(child.local.clone(), child.to_value());
                }
                Some(Value::Array(list)) => list.push(child.to_value()),
                Some(first) => *first = Value::Array(vec![first.take(), child.to_value()]),
            }
        }
        if !self.text.trim().is_empty() {
            object.entry("$text").or_insert_with(|| Value::String(self.text.clone()));
        }
        Value::Object(object)
    }
}

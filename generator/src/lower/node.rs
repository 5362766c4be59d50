//! A schema or a reference to one, wherever the model holds it.

use openapiv3::{ReferenceOr, Schema};

/// A schema or a reference to one.
#[derive(Clone, Copy, Debug)]
pub(super) enum Node<'s> {
    /// A reference to a component.
    Reference(&'s str),
    /// A schema in place.
    Item(&'s Schema),
}

impl<'s> From<&'s ReferenceOr<Schema>> for Node<'s> {
    fn from(schema: &'s ReferenceOr<Schema>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Node::Reference(reference),
            ReferenceOr::Item(schema) => Node::Item(schema),
        }
    }
}

impl<'s> From<&'s ReferenceOr<Box<Schema>>> for Node<'s> {
    fn from(schema: &'s ReferenceOr<Box<Schema>>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Node::Reference(reference),
            ReferenceOr::Item(schema) => Node::Item(schema),
        }
    }
}

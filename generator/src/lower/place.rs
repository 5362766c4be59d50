//! Where in the document a schema stands, and what a type found there is named after.

use crate::ir::{NameHint, Owner, TypeId};
use crate::source::Pointer;

/// A place of a schema.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The place in the normalized document.
    pub(super) pointer: Pointer,
    /// What a type found here is named after.
    pub(super) start: Start,
    /// The way from the start, as the words of a name.
    pub(super) path: Vec<String>,
    /// The type that this place defines, where it is a component.
    pub(super) defines: Option<TypeId>,
}

/// What a name starts from.
#[derive(Clone, Debug)]
pub(super) enum Start {
    /// An item of the API.
    Owner(Owner),
    /// A component that is no schema: a parameter, a response, a body. Its types bear its name.
    Component(String),
}

impl Place {
    /// Returns the place of a component's schema.
    pub(super) fn component(id: TypeId, pointer: Pointer) -> Self {
        Self { pointer, start: Start::Owner(Owner::Type(id)), path: Vec::new(), defines: Some(id) }
    }

    /// Returns the place of something in an owner, with a name of its own.
    pub(super) fn member(owner: Owner, pointer: Pointer, name: &str) -> Self {
        Self { pointer, start: Start::Owner(owner), path: vec![name.to_owned()], defines: None }
    }

    /// Returns the place of something in an owner whose own name is that of the owner.
    pub(super) fn within(owner: Owner, pointer: Pointer) -> Self {
        Self { pointer, start: Start::Owner(owner), path: Vec::new(), defines: None }
    }

    /// Returns the place of the schema of a component that is no schema.
    pub(super) fn shared(name: String, pointer: Pointer) -> Self {
        Self { pointer, start: Start::Component(name), path: Vec::new(), defines: None }
    }

    /// Returns the place of a part that has no name of its own, such as the items of a list: a word is added to the name here.
    pub(super) fn part(&self, pointer: Pointer, word: &str) -> Self {
        let mut path = self.path.clone();
        match path.last_mut() {
            Some(last) => {
                last.push(' ');
                last.push_str(word);
            }
            None => path.push(word.to_owned()),
        }
        Self { pointer, start: self.start.clone(), path, defines: None }
    }

    /// Returns this place under another pointer.
    pub(super) fn moved(&self, pointer: Pointer) -> Self {
        Self { pointer, ..self.clone() }
    }

    /// Returns what a type found here is named after.
    pub(super) fn hint(&self) -> NameHint {
        match &self.start {
            Start::Owner(owner) => NameHint::Derived { owner: *owner, path: self.path.clone() },
            Start::Component(name) if self.path.is_empty() => NameHint::Declared(name.clone()),
            Start::Component(name) => NameHint::Declared(format!("{name} {}", self.path.join(" "))),
        }
    }
}

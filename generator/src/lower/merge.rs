//! Properties that several schemas declare of one object: one field, whose type says what all of them say.

use std::rc::Rc;

use crate::diagnostic::Diagnostic;
use crate::ir::{Access, AnyReason, Constraints, Docs, Field, NameHint, Owner, Presence, Type, TypeId};
use crate::source::Pointer;

use super::compose::{Composed, Declared, Walk};
use super::facts::{Fact, Voice};
use super::node::Node;
use super::place::{Place, Start};
use super::settle::Subject;
use super::{Cx, constraints, schemas};

/// How deep types of properties that several schemas declare are made within each other.
const MAX_DEPTH: usize = 64;

/// What several schemas of one value are known by: what their types are named after in the end, and their places.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    root: Root,
    places: Vec<String>,
}

/// What names start from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Root {
    Owner(Owner),
    Component(String),
}

/// One of several schemas of one value, with its place where it stands alone.
struct Declaration<'s> {
    node: Node<'s>,
    place: Place,
    is_shared: bool,
}

impl<'d> Cx<'d> {
    /// Returns the field of a property.
    pub(super) fn field_of<'s>(&mut self, wire: &str, declared: &[Declared<'s>], id: TypeId) -> Field
    where
        'd: 's,
    {
        if let [only] = declared {
            return self.declared_field(wire, only, id);
        }
        let mut field: Option<Field> = None;
        let mut parts = Vec::with_capacity(declared.len());
        for declared in declared {
            let place = Place::member(Owner::Type(declared.owner.unwrap_or(id)), declared.pointer(wire), wire);
            let later = self.annotated(wire, declared.node, declared.required, &place);
            match &mut field {
                Some(field) => field.join(later),
                None => field = Some(later),
            }
            parts.push(Declaration { node: declared.node, place, is_shared: declared.owner.is_some() });
        }
        let mut field = field.expect("a property is listed where it is declared");
        let pointer = declared[declared.len() - 1].pointer(wire);
        field.ty = self.all_of(parts, &field.docs, &field.constraints, &Place::member(Owner::Type(id), pointer, wire));
        self.drop_length_of_tuple(&mut field);
        field
    }

    /// Returns the field of a property that one schema declares. One in a component is made once, for all that build on it.
    pub(super) fn declared_field(&mut self, wire: &str, declared: &Declared<'_>, id: TypeId) -> Field {
        let pointer = declared.pointer(wire);
        let place = Place::member(Owner::Type(declared.owner.unwrap_or(id)), pointer, wire);
        let mut field = self.annotated(wire, declared.node, declared.required, &place);
        field.ty = match self.put_off(wire, declared, &place) {
            Some(ty) if self.fact(declared.node).is_nullable() => schemas::with_null(ty),
            Some(ty) => ty,
            None => self.type_at(declared.node, &place, declared.owner.is_some()),
        };
        self.drop_length_of_tuple(&mut field);
        field
    }

    /// Returns the type of a schema in a place, which is made once where it is shared.
    fn type_at(&mut self, node: Node<'_>, place: &Place, is_shared: bool) -> Type {
        if !is_shared || matches!(node, Node::Reference(_)) {
            return self.node_type(node, place);
        }
        let ty = self.once(&place.pointer, place, |cx| cx.node_type(node, place));
        if self.fact(node).is_nullable() { schemas::with_null(ty) } else { ty }
    }

    /// Returns the type of the elements of a list.
    pub(super) fn items_type(&mut self, items: &[(Node<'_>, Rc<Pointer>)], place: &Place) -> Type {
        let at = |pointer: &Rc<Pointer>| place.part((**pointer).clone(), "item");
        match items {
            [] => Type::Any(AnyReason::Items),
            [(node, pointer)] => {
                let at = at(pointer);
                let item = self.node_type(*node, &at);
                let item = if item == Type::Any(AnyReason::Unconstrained) { Type::Any(AnyReason::Items) } else { item };
                self.shallow(item, &at)
            }
            [.., (_, last)] => {
                let parts = items.iter().map(|(node, pointer)| (*node, at(pointer))).collect();
                self.all_of_nodes(parts, &Docs::default(), &Constraints::default(), &at(last))
            }
        }
    }

    /// Returns the field of an element of a list.
    pub(super) fn element(&mut self, index: usize, nodes: &[(Node<'_>, Pointer)], required: bool, id: TypeId, name: &str) -> Field {
        let wire = index.to_string();
        let mut field: Option<Field> = None;
        let mut parts = Vec::with_capacity(nodes.len());
        for (node, pointer) in nodes {
            let place = Place::member(Owner::Type(id), pointer.clone(), name);
            let later = self.annotated(&wire, *node, required, &place);
            match &mut field {
                Some(field) => field.join(later),
                None => field = Some(later),
            }
            parts.push((*node, place));
        }
        let mut field = field.expect("an element is listed where it is declared");
        let place = parts[0].1.clone();
        field.ty = self.all_of_nodes(parts, &field.docs, &field.constraints, &place);
        self.drop_length_of_tuple(&mut field);
        field
    }

    /// Returns the type of a value that schemas apply to which nothing else has.
    pub(super) fn all_of_nodes(&mut self, nodes: Vec<(Node<'_>, Place)>, docs: &Docs, constraints: &Constraints, place: &Place) -> Type {
        let parts = nodes.into_iter().map(|(node, place)| Declaration { node, place, is_shared: false }).collect();
        self.all_of(parts, docs, constraints, place)
    }

    /// Returns the type of a value that several schemas apply to.
    fn all_of(&mut self, mut parts: Vec<Declaration<'_>>, docs: &Docs, constraints: &Constraints, place: &Place) -> Type {
        let mut fact = Fact::default();
        for part in &parts {
            fact.add(self.fact(part.node));
        }
        if fact.voice > Voice::Silent {
            parts.retain(|part| self.fact(part.node).voice > Voice::Silent);
        }
        let mut seen: Vec<String> = Vec::new();
        parts.retain(|part| {
            let key = key_of(part);
            let is_new = !seen.contains(&key);
            if is_new {
                seen.push(key);
            }
            is_new
        });
        let ty = match parts.as_slice() {
            [only] => self.type_at(only.node, &only.place, only.is_shared),
            parts => {
                seen.sort_unstable();
                let key = Key { root: self.root(place), places: seen };
                self.all_of_several(parts, key, docs, constraints, place)
            }
        };
        let ty = schemas::without_null(ty);
        if fact.is_nullable() { schemas::with_null(ty) } else { ty }
    }

    fn all_of_several(&mut self, parts: &[Declaration<'_>], key: Key, docs: &Docs, constraints: &Constraints, place: &Place) -> Type {
        if let Some(known) = self.merged.get(&key) {
            return Type::Named(*known);
        }
        let mut whole = Composed::default();
        for part in parts {
            self.compose_node(part.node, part.place.pointer.clone(), &mut Walk::in_place(), &mut whole);
        }
        // A component before a schema in place: it has a name of its own.
        let (references, items): (Vec<_>, Vec<_>) = parts.iter().partition(|part| matches!(part.node, Node::Reference(_)));
        for part in references.into_iter().chain(items) {
            let says_all = match part.node {
                Node::Reference(reference) => self.component(reference).is_some_and(|index| whole.is_same(&self.known[index].composed)),
                Node::Item(_) => whole.is_same(&self.compose(part.node, &part.place.pointer)),
            };
            if says_all {
                return self.type_at(part.node, &part.place, part.is_shared);
            }
        }
        let last = &parts[parts.len() - 1];
        if self.merging.len() >= MAX_DEPTH || self.merging.contains(&key) {
            let message =
                format!("what several schemas say of one value is not merged deeper than {MAX_DEPTH} schemas, taking the last one");
            self.report(Diagnostic::note("deep-all-of", message), &place.pointer);
            return self.type_at(last.node, &last.place, last.is_shared);
        }
        self.merging.push(key.clone());
        let subject = Subject::Merged { docs: Box::new(docs.clone()), constraints: Box::new(constraints.clone()), key };
        let ty = self.settle(whole, &subject, place);
        self.merging.pop();
        ty
    }

    /// Returns what names of a place start from in the end.
    fn root(&self, place: &Place) -> Root {
        let mut owner = match &place.start {
            Start::Component(name) => return Root::Component(name.clone()),
            Start::Owner(owner) => *owner,
        };
        // The bound ends a ring, of which there is none.
        for _ in 0..=self.api.types.len() {
            let Owner::Type(id) = owner else { break };
            match self.api.ty(id).hint {
                NameHint::Derived { owner: next, .. } => owner = next,
                NameHint::Declared(_) => break,
            }
        }
        Root::Owner(owner)
    }
}

fn key_of(part: &Declaration<'_>) -> String {
    match part.node {
        Node::Reference(reference) => reference.to_owned(),
        Node::Item(_) => part.place.pointer.to_string(),
    }
}

impl Field {
    /// Takes over what a later declaration of the same field says besides its type.
    pub(super) fn join(&mut self, later: Field) {
        if later.presence == Presence::Required {
            self.presence = Presence::Required;
        }
        if later.access != Access::ReadWrite {
            self.access = later.access;
        }
        let deprecated = self.docs.deprecated || later.docs.deprecated;
        if later.docs != Docs::default() {
            self.docs = later.docs;
        }
        self.docs.deprecated = deprecated;
        constraints::tighten(&mut self.constraints, later.constraints);
        self.constant = later.constant.or(self.constant.take());
        // Another default than the constant is one of a declaration that the constant narrows.
        let fits = |default: &serde_json::Value| self.constant.as_ref().is_none_or(|constant| constant == default);
        let default = [later.default, self.default.take()].into_iter().flatten().find(fits);
        self.default = default;
        self.secret |= later.secret;
        self.url |= later.url;
        self.xml = later.xml.or(self.xml.take());
    }
}

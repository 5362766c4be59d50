//! Types that are made once, for all that build on the component which declares them.
//!
//! A component may lead back to itself while one of its types is made, and through so many others that the stack would not do: then the
//! type has a name before it is known what it is.

use crate::ir::{AnyReason, Constraints, Docs, Owner, Shape, Type, TypeDef, TypeId};
use crate::source::Pointer;

use super::Cx;
use super::compose::Declared;
use super::place::Place;
use super::schemas;

/// How many such types are made within each other before the next one is put off.
const MAX_DEPTH: usize = 24;

/// How far a type has come.
#[derive(Clone, Debug)]
pub(super) enum Made {
    /// It is being made, under a name if one is known.
    Open(Option<TypeId>),
    /// It is to be made, and has a name.
    PutOff(TypeId),
    Done(Type),
}

/// A property whose type is to be made.
pub(super) struct PutOff {
    owner: TypeId,
    wire: String,
    parent: Pointer,
}

impl Cx<'_> {
    /// Returns the type of a key, which is made at the first request.
    pub(super) fn once(&mut self, key: &Pointer, place: &Place, make: impl FnOnce(&mut Self) -> Type) -> Type {
        match self.made.get(key) {
            Some(Made::Done(known)) => return known.clone(),
            Some(Made::Open(Some(id)) | Made::PutOff(id)) => return Type::Named(*id),
            Some(Made::Open(None)) => {
                let id = self.name_ahead(place);
                self.made.insert(key.clone(), Made::Open(Some(id)));
                return Type::Named(id);
            }
            None => {}
        }
        self.make(key, None, make)
    }

    fn make(&mut self, key: &Pointer, name: Option<TypeId>, make: impl FnOnce(&mut Self) -> Type) -> Type {
        self.made.insert(key.clone(), Made::Open(name));
        self.opened.push(key.clone());
        let ty = make(self);
        self.opened.pop();
        if let Some(Made::Open(Some(id))) = self.made.get(key)
            && schemas::without_null(ty.clone()) != Type::Named(*id)
        {
            self.api.types[id.0 as usize].shape = Shape::Alias(schemas::without_null(ty.clone()));
        }
        self.made.insert(key.clone(), Made::Done(ty.clone()));
        ty
    }

    /// Makes the type of a schema in place. A component that the schema is composed of may hold the same schema, in a list or a map without a
    /// name: within itself it is referred to by a name.
    pub(super) fn once_within_itself(&mut self, place: &Place, make: impl FnOnce(&mut Self) -> Type) -> Type {
        match self.open.get(&place.pointer) {
            Some(Some(id)) => return Type::Named(*id),
            Some(None) => {
                let id = self.name_ahead(place);
                self.open.insert(place.pointer.clone(), Some(id));
                return Type::Named(id);
            }
            None => {}
        }
        self.open.insert(place.pointer.clone(), None);
        let ty = make(self);
        if let Some(Some(id)) = self.open.remove(&place.pointer)
            && schemas::without_null(ty.clone()) != Type::Named(id)
        {
            self.api.types[id.0 as usize].shape = Shape::Alias(schemas::without_null(ty.clone()));
        }
        ty
    }

    /// Gives the type that is being made under a key its name.
    pub(super) fn name_open(&mut self, key: &Pointer, id: TypeId) {
        if let Some(Made::Open(name @ None)) = self.made.get_mut(key) {
            *name = Some(id);
        }
    }

    /// Takes back the name of the types that are being made, which turned out to have none.
    pub(super) fn unname_open(&mut self, id: TypeId) {
        for key in &self.opened {
            if let Some(Made::Open(name)) = self.made.get_mut(key)
                && *name == Some(id)
            {
                *name = None;
            }
        }
    }

    /// Puts a type off where too many are being made; `None` where it can be made.
    pub(super) fn put_off(&mut self, wire: &str, declared: &Declared<'_>, place: &Place) -> Option<Type> {
        let owner = declared.owner.filter(|_| self.opened.len() >= MAX_DEPTH && !self.made.contains_key(&place.pointer))?;
        let id = self.name_ahead(place);
        self.made.insert(place.pointer.clone(), Made::PutOff(id));
        self.later.push(PutOff { owner, wire: wire.to_owned(), parent: (*declared.parent).clone() });
        Some(Type::Named(id))
    }

    /// Makes the types that were put off.
    pub(super) fn make_later(&mut self) {
        while let Some(PutOff { owner, wire, parent }) = self.later.pop() {
            let composed = self.known[owner.0 as usize].composed.clone();
            let declared = [&composed.fields, &composed.conditional].into_iter().filter_map(|fields| fields.get(wire.as_str())).flatten();
            let Some(declared) = declared.into_iter().find(|declared| *declared.parent == parent) else { continue };
            let place = Place::member(Owner::Type(owner), declared.pointer(&wire), &wire);
            if let Some(Made::PutOff(id)) = self.made.get(&place.pointer) {
                let id = *id;
                self.make(&place.pointer.clone(), Some(id), |cx| cx.node_type(declared.node, &place));
            }
        }
    }

    fn name_ahead(&mut self, place: &Place) -> TypeId {
        self.push(TypeDef {
            hint: place.hint(),
            docs: Docs::default(),
            shape: Shape::Alias(Type::Any(AnyReason::Faulty)),
            constraints: Constraints::default(),
            origin: self.document.locate(&place.pointer),
        })
    }
}

//! Properties that several members of an `allOf` declare: one field, whose type says what all of them say.

use indexmap::IndexMap;
use openapiv3::ReferenceOr;

use crate::diagnostic::Diagnostic;
use crate::ir::{Field, NameHint, Owner, Shape, Struct, StructForm, Type, TypeDef, TypeId};

use super::compose::contradicts;
use super::place::Place;
use super::{Cx, constraints, schemas};

/// How deep a pair of types is merged: a component that a schema in place narrows may hold others.
const MAX_DEPTH: usize = 64;

impl Cx<'_> {
    /// Adds fields to those of earlier members. Where both declare one and the types are structs, it has the fields of both; else the
    /// later type holds, unless it says less.
    pub(super) fn merge_fields(
        &mut self,
        into: &mut IndexMap<String, Field>,
        fields: IndexMap<String, Field>,
        owner: TypeId,
        place: &Place,
    ) {
        for (wire, mut field) in fields {
            let Some(known) = into.get_mut(&wire) else {
                into.insert(wire, field);
                continue;
            };
            if known.ty != field.ty {
                if let Some(ty) = self.both(&known.ty, &field.ty, owner, &wire, place) {
                    field.ty = ty;
                } else if self.is_wider(&field.ty, &known.ty) {
                    field.ty.clone_from(&known.ty);
                } else if contradicts(&known.ty, &field.ty) && !self.is_wider(&known.ty, &field.ty) {
                    let message = format!("property `{wire}` has another type in an earlier member of `allOf`, taking the later one");
                    self.report(Diagnostic::note("all-of-conflict", message), &place.pointer);
                }
            }
            known.join(field);
        }
    }

    /// Returns the type of what is of two types at once, where these are two structs or made of them in the same way.
    ///
    /// Null stays where one of the two allows it: an object schema without `type`, as the narrowing one often is, takes null too.
    fn both(&mut self, known: &Type, later: &Type, owner: TypeId, wire: &str, place: &Place) -> Option<Type> {
        match (known, later) {
            (Type::Nullable(known), Type::Nullable(later)) => self.both(known, later, owner, wire, place).map(schemas::with_null),
            (Type::Nullable(known), later) => self.both(known, later, owner, wire, place).map(schemas::with_null),
            (known, Type::Nullable(later)) => self.both(known, later, owner, wire, place).map(schemas::with_null),
            (Type::List(known), Type::List(later)) => {
                Some(Type::List(Box::new(self.both(known, later, owner, &format!("{wire} item"), place)?)))
            }
            (Type::Map(known), Type::Map(later)) => {
                Some(Type::Map(Box::new(self.both(known, later, owner, &format!("{wire} value"), place)?)))
            }
            (Type::Named(known), Type::Named(later)) if known != later => self.both_structs(*known, *later, owner, wire, place),
            _ => None,
        }
    }

    fn both_structs(&mut self, known: TypeId, later: TypeId, owner: TypeId, wire: &str, place: &Place) -> Option<Type> {
        if self.merging >= MAX_DEPTH {
            let message =
                format!("property `{wire}` of two members of `allOf` is not merged deeper than {MAX_DEPTH} schemas, taking the later one");
            self.report(Diagnostic::note("deep-all-of", message), &place.pointer);
            return None;
        }
        self.merging += 1;
        let merged = self.merge_structs(known, later, owner, wire, place);
        self.merging -= 1;
        merged
    }

    fn merge_structs(&mut self, known: TypeId, later: TypeId, owner: TypeId, wire: &str, place: &Place) -> Option<Type> {
        let (first, second) = (self.struct_shape(known)?, self.struct_shape(later)?);
        let components = self.is_component(known) && self.is_component(later);
        if components && second.additional.is_some() == first.additional.is_some() && covers(&second, &first) {
            // A component that extends another narrows it: its name says more than that of a type of both.
            return Some(Type::Named(later));
        }
        let id = self.target(known, later, owner, wire);
        let mut fields: IndexMap<String, Field> = first.fields.into_iter().map(|field| (field.wire.clone(), field)).collect();
        let (flattened, declared): (Vec<Field>, Vec<Field>) = second.fields.into_iter().partition(|field| field.flatten);
        let declared: IndexMap<String, Field> = declared.into_iter().map(|field| (field.wire.clone(), field)).collect();
        if components {
            // Components may lead to themselves and to each other: what their fields lead to is left as it is.
            for (wire, field) in declared {
                match fields.get_mut(&wire) {
                    Some(known) => known.join(field),
                    None => {
                        fields.insert(wire, field);
                    }
                }
            }
        } else {
            self.merge_fields(&mut fields, declared, id, place);
        }
        for mut field in flattened {
            let count = fields.values().filter(|field| field.flatten).count();
            if count > 0 {
                field.wire = format!("variant {}", count + 1);
            }
            fields.insert(field.wire.clone(), field);
        }
        let mut additional_constraints = first.additional_constraints;
        constraints::tighten(&mut additional_constraints, *second.additional_constraints);
        let fields = fields.into_values().collect();
        let additional = second.additional.or(first.additional);
        self.finish(id, Shape::Struct(Struct { fields, additional, additional_constraints, form: StructForm::Object }));
        Some(Type::Named(id))
    }

    /// Returns the type that becomes the one of both: one that this composition made, which nothing else refers to, or else another.
    fn target(&mut self, known: TypeId, later: TypeId, owner: TypeId, wire: &str) -> TypeId {
        let (first, second) = (self.api.ty(known).clone(), self.api.ty(later).clone());
        let mut rules = first.constraints;
        constraints::tighten(&mut rules, second.constraints);
        let docs = if second.docs == Default::default() { first.docs } else { second.docs };
        let is_own = |hint: &NameHint| matches!(hint, NameHint::Derived { owner: Owner::Type(id), .. } if *id == owner);
        let id = match (is_own(&first.hint), is_own(&second.hint)) {
            (true, own) => {
                if own {
                    // The later one's name stays, for the type that has the fields of both.
                    self.api.types[later.0 as usize].shape = Shape::Alias(Type::Named(known));
                }
                known
            }
            (false, true) => later,
            (false, false) => {
                let hint = NameHint::Derived { owner: Owner::Type(owner), path: vec![wire.to_owned()] };
                self.push(TypeDef { hint, docs: docs.clone(), shape: second.shape, constraints: rules.clone(), origin: second.origin })
            }
        };
        let def = &mut self.api.types[id.0 as usize];
        (def.docs, def.constraints) = (docs, rules);
        id
    }

    fn is_component(&self, id: TypeId) -> bool {
        (id.0 as usize) < self.components.len()
    }

    /// Returns a type's fields; `None` for one that is no object of fields, or whose fields are not known yet.
    fn struct_shape(&mut self, id: TypeId) -> Option<Struct> {
        if !self.is_component(id) {
            return match &self.api.ty(id).shape {
                Shape::Struct(shape) if shape.form == StructForm::Object => Some(shape.clone()),
                Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_) => None,
            };
        }
        let index = id.0 as usize;
        if let ReferenceOr::Item(schema) = self.components[index].schema
            && schema.schema_data.discriminator.is_some()
        {
            return None;
        }
        let composed = self.compose_component(index)?;
        let is_struct = composed.object && composed.scalar.is_none() && composed.alternatives.is_empty() && !composed.fields.is_empty();
        is_struct.then(|| (*composed).clone().into_struct())
    }
}

/// Returns whether a struct has every field of another.
fn covers(wide: &Struct, narrow: &Struct) -> bool {
    narrow.fields.iter().all(|field| wide.fields.iter().any(|other| other.wire == field.wire))
}

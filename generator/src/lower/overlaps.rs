//! Finds the unions whose value may be of several variants at once.
//!
//! `anyOf` allows it, and most documents that use `anyOf` mean one of several nevertheless. A union is left as it is unless two of its
//! variants can hold one object and each has properties that the other lacks: reading only one of them would lose some.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::Value;

use crate::ir::{Field, Presence, Shape, StructForm, Type, TypeId};

use super::Cx;

/// An object that a variant may be.
struct Part<'a> {
    variant: usize,
    fields: IndexMap<&'a str, &'a Field>,
}

impl Cx<'_> {
    /// Takes the mark from the unions that `anyOf` gave it to and no value of which is of several variants.
    pub(super) fn find_overlaps(&mut self) {
        for id in self.api.type_ids() {
            let Shape::Union(union) = &self.api.ty(id).shape else { continue };
            let several = union.several && union.tag.is_none() && self.overlaps(id);
            if let Shape::Union(union) = &mut self.api.types[id.0 as usize].shape {
                union.several = several;
            }
        }
    }

    fn overlaps(&self, id: TypeId) -> bool {
        let Shape::Union(union) = &self.api.ty(id).shape else { return false };
        let mut parts = Vec::new();
        for (variant, it) in union.variants.iter().enumerate() {
            self.parts(variant, &it.ty, &mut HashSet::from([id]), &mut parts);
        }
        parts.iter().enumerate().any(|(index, part)| {
            let others = parts[index + 1..].iter().filter(|other| other.variant != part.variant);
            others.into_iter().any(|other| self.hold_at_once(part, other))
        })
    }

    /// Adds the objects that a variant may be and that lose what they do not declare. A struct that allows nothing else loses nothing, and
    /// neither does one that keeps the rest in a map.
    fn parts<'a>(&'a self, variant: usize, ty: &'a Type, seen: &mut HashSet<TypeId>, parts: &mut Vec<Part<'a>>) {
        let Some(Type::Named(id)) = self.behind_aliases(ty) else { return };
        if !seen.insert(*id) {
            return;
        }
        match &self.api.ty(*id).shape {
            Shape::Union(union) => union.variants.iter().for_each(|it| self.parts(variant, &it.ty, seen, parts)),
            Shape::Struct(shape) if shape.form == StructForm::Object && shape.additional.is_none() && !self.closed.contains(id) => {
                let is_plain = shape.fields.iter().all(|field| !field.flatten);
                if is_plain {
                    parts.push(Part { variant, fields: shape.fields.iter().map(|field| (field.wire.as_str(), field)).collect() });
                }
            }
            Shape::Struct(_) | Shape::Enum(_) | Shape::Alias(_) => {}
        }
    }

    fn hold_at_once(&self, a: &Part<'_>, b: &Part<'_>) -> bool {
        let has_more = |one: &Part<'_>, other: &Part<'_>| one.fields.keys().any(|wire| !other.fields.contains_key(wire));
        has_more(a, b)
            && has_more(b, a)
            && !a.fields.iter().any(|(wire, field)| b.fields.get(wire).is_some_and(|other| self.excludes(field, other)))
    }

    /// Returns whether no value has a property as two structs declare it. Values that differ tell two kinds of objects apart, even where the
    /// property may be left out.
    fn excludes(&self, a: &Field, b: &Field) -> bool {
        let are_required = a.presence == Presence::Required && b.presence == Presence::Required;
        match (self.values_listed(a), self.values_listed(b)) {
            (Some(a), Some(b)) => !a.iter().any(|value| b.contains(value)),
            _ => are_required && self.forms(&a.ty, 0) & self.forms(&b.ty, 0) == 0,
        }
    }

    fn values_listed(&self, field: &Field) -> Option<Vec<Value>> {
        if let Some(value) = &field.constant {
            return Some(vec![value.clone()]);
        }
        let Type::Named(id) = self.behind_aliases(&field.ty)? else { return None };
        match &self.api.ty(*id).shape {
            Shape::Enum(shape) => Some(shape.values.iter().map(|value| value.wire.clone()).collect()),
            Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => None,
        }
    }

    /// Returns what the values of a type are in JSON, a bit for each kind.
    fn forms(&self, ty: &Type, depth: usize) -> u8 {
        let [null_form, boolean, number, text, list, object] = [1, 2, 4, 8, 16, 32];
        let all = 63;
        let null = if matches!(ty, Type::Nullable(_)) { null_form } else { 0 };
        let Some(ty) = self.behind_aliases(ty).filter(|_| depth < 8) else { return all };
        null | match ty {
            Type::Bool => boolean,
            Type::Int(_) | Type::Float(_) | Type::Decimal(_) => number,
            Type::String | Type::DateTime | Type::Date | Type::Time | Type::Base64 | Type::Binary => text,
            Type::List(_) => list,
            Type::Map(_) => object,
            Type::Any(_) | Type::Nullable(_) => all,
            Type::Named(id) => match &self.api.ty(*id).shape {
                Shape::Struct(shape) if shape.form == StructForm::List => list,
                Shape::Struct(_) => object,
                Shape::Union(union) => union.variants.iter().fold(0, |forms, it| forms | self.forms(&it.ty, depth + 1)),
                Shape::Enum(shape) => shape.values.iter().fold(0, |forms, value| {
                    forms
                        | match &value.wire {
                            Value::Null => null_form,
                            Value::Bool(_) => boolean,
                            Value::Number(_) => number,
                            Value::String(_) => text,
                            Value::Array(_) => list,
                            Value::Object(_) => object,
                        }
                }),
                Shape::Alias(_) => all,
            },
        }
    }
}

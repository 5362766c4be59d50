//! What tells the variants of a union apart, once all types are there.

use std::collections::{HashMap, HashSet};

use openapiv3::ReferenceOr;
use serde_json::{Number, Value};

use crate::diagnostic::Diagnostic;
use crate::ir::{AnyReason, DecimalWire, Docs, EVENT_TAG, Enum, Field, Presence, Shape, Struct, StructForm, Type, TypeId, Union};

use super::{Cx, unique};

/// What the value of a tag is in JSON.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TagKind {
    Bool,
    Number,
    Text,
}

impl Cx<'_> {
    /// Finds what tells the variants of each union apart, where the document does not say it: this needs the variants' own types, so it
    /// comes after all of them.
    pub(super) fn tell_variants_apart(&mut self) {
        let unions: Vec<TypeId> = self.api.type_ids().filter(|id| self.as_union(*id).is_some()).collect();
        // What a mapping says of one union tells the variants of the unions around it.
        for id in &unions {
            self.type_tags(*id);
        }
        for id in unions {
            let Some(mut union) = self.as_union(id).cloned() else { continue };
            match union.tag.clone() {
                Some(tag) if tag == EVENT_TAG => {}
                Some(tag) => self.imply_tags(&mut union, &tag),
                None => self.infer_tag(&mut union),
            }
            self.api.types[id.0 as usize].shape = Shape::Union(union);
        }
    }

    fn as_union(&self, id: TypeId) -> Option<&Union> {
        match &self.api.ty(id).shape {
            Shape::Union(union) => Some(union),
            Shape::Struct(_) | Shape::Enum(_) | Shape::Alias(_) => None,
        }
    }

    /// Gives the values of a mapping, which are strings in a document, the type that the property has: what is read has to match it, and what
    /// is sent has to have it.
    fn type_tags(&mut self, id: TypeId) {
        let Some(mut union) = self.as_union(id).cloned() else { return };
        let Some(tag) = union.tag.clone().filter(|tag| tag != EVENT_TAG) else { return };
        let kinds: Vec<Option<TagKind>> = union.variants.iter().map(|variant| self.tag_kind(&tag, &variant.ty)).collect();
        let shared = kinds.iter().flatten().next().copied().unwrap_or(TagKind::Text);
        let mut odd = Vec::new();
        for (variant, kind) in union.variants.iter_mut().zip(kinds) {
            let kind = kind.unwrap_or(shared);
            for value in &mut variant.tags {
                let Value::String(text) = &*value else { continue };
                match typed(text, kind) {
                    Some(typed) => *value = typed,
                    None => odd.push((text.clone(), kind, variant.origin.clone())),
                }
            }
        }
        for (text, kind, origin) in odd {
            let what = if kind == TagKind::Bool { "a boolean" } else { "a number" };
            let message = format!("`{text}` in `mapping` is not {what}, as property `{tag}` is, taking it as a string");
            self.diagnostics.push(Diagnostic::warning("invalid-mapping", message).at(origin));
        }
        self.api.types[id.0 as usize].shape = Shape::Union(union);
    }

    /// Returns what the values of a property are in a variant; `None` where the variant does not say.
    fn tag_kind(&self, tag: &str, ty: &Type) -> Option<TagKind> {
        let mut kinds = Vec::new();
        self.each_field(tag, ty, &mut HashSet::new(), &mut |field| kinds.extend(self.kind_of(&field.ty)));
        let first = *kinds.first()?;
        kinds.iter().all(|kind| *kind == first).then_some(first)
    }

    fn kind_of(&self, ty: &Type) -> Option<TagKind> {
        match self.behind_aliases(ty)? {
            Type::Bool => Some(TagKind::Bool),
            Type::Int(_) | Type::Float(_) | Type::Decimal(DecimalWire::Number) => Some(TagKind::Number),
            Type::String | Type::DateTime | Type::Date | Type::Time | Type::Base64 | Type::Binary | Type::Decimal(DecimalWire::String) => {
                Some(TagKind::Text)
            }
            Type::Named(id) => match &self.api.ty(*id).shape {
                Shape::Enum(shape) => {
                    let kind = |value: &Value| match value {
                        Value::Bool(_) => Some(TagKind::Bool),
                        Value::Number(_) => Some(TagKind::Number),
                        Value::String(_) => Some(TagKind::Text),
                        Value::Null | Value::Array(_) | Value::Object(_) => None,
                    };
                    let first = kind(&shape.values.first()?.wire)?;
                    shape.values.iter().all(|value| kind(&value.wire) == Some(first)).then_some(first)
                }
                Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => None,
            },
            Type::Nullable(_) | Type::List(_) | Type::Map(_) | Type::Any(_) => None,
        }
    }

    /// Visits the field of a name in a struct, in the structs of a union, and in what is flattened into them.
    fn each_field<'a>(&'a self, wire: &str, ty: &'a Type, seen: &mut HashSet<TypeId>, visit: &mut dyn FnMut(&'a Field)) {
        let Some(Type::Named(id)) = self.behind_aliases(ty) else { return };
        if !seen.insert(*id) {
            return;
        }
        match &self.api.ty(*id).shape {
            Shape::Struct(shape) if shape.form == StructForm::Object => {
                match shape.fields.iter().find(|field| field.wire == wire && !field.flatten) {
                    Some(field) => visit(field),
                    None => {
                        shape.fields.iter().filter(|field| field.flatten).for_each(|field| self.each_field(wire, &field.ty, seen, visit))
                    }
                }
            }
            Shape::Union(union) => union.variants.iter().for_each(|variant| self.each_field(wire, &variant.ty, seen, visit)),
            Shape::Struct(_) | Shape::Enum(_) | Shape::Alias(_) => {}
        }
    }

    /// Looks through aliases and null; `None` in a ring of aliases.
    pub(super) fn behind_aliases<'a>(&'a self, ty: &'a Type) -> Option<&'a Type> {
        let mut at = ty;
        for _ in 0..=self.api.types.len() {
            at = match at {
                Type::Nullable(inner) => inner,
                Type::Named(id) => match &self.api.ty(*id).shape {
                    Shape::Alias(next) => next,
                    Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => return Some(at),
                },
                _ => return Some(at),
            };
        }
        None
    }

    /// Gives the variants that a mapping does not name their values. What the mapping says of one variant is not implied for another.
    fn imply_tags(&self, union: &mut Union, tag: &str) {
        let mapped: Vec<Value> = union.variants.iter().flat_map(|variant| variant.tags.clone()).collect();
        for variant in union.variants.iter_mut().filter(|variant| variant.tags.is_empty()) {
            let mut implied = self.implied_tags(tag, &variant.ty, &mut HashSet::new()).unwrap_or_default();
            implied.retain(|value| !mapped.contains(value));
            variant.tags = implied;
        }
    }

    /// Returns the values that stand for a variant which no mapping names: those that the vendor's extension says, those that the property can
    /// have in it, or the name of its component (OpenAPI 3.0.4, section 4.8.25). `None` where any value may.
    fn implied_tags(&self, tag: &str, ty: &Type, seen: &mut HashSet<TypeId>) -> Option<Vec<Value>> {
        if let Type::Named(id) = ty
            && let Some(value) = self.extension_tag(*id)
        {
            return Some(vec![value]);
        }
        let named = |id: TypeId| self.components.get(id.0 as usize).map(|component| vec![Value::String(component.name.to_owned())]);
        let is_object = match self.behind_aliases(ty)? {
            Type::Map(_) | Type::Any(_) => true,
            Type::Named(id) => match &self.api.ty(*id).shape {
                Shape::Struct(shape) => shape.form == StructForm::Object,
                Shape::Union(union) => match self.tags_of_union(tag, union, *id, seen) {
                    Some(values) => return Some(values),
                    None => true,
                },
                Shape::Enum(_) | Shape::Alias(_) => false,
            },
            _ => false,
        };
        let listed = self.listed_values(tag, ty);
        match (listed.is_empty(), ty) {
            (false, _) => Some(listed),
            (true, Type::Named(id)) if is_object => named(*id),
            (true, _) => None,
        }
    }

    /// Returns the values of a tag that the variants of a nested union have together.
    fn tags_of_union(&self, tag: &str, union: &Union, id: TypeId, seen: &mut HashSet<TypeId>) -> Option<Vec<Value>> {
        if !seen.insert(id) {
            return Some(Vec::new());
        }
        let is_same = union.tag.as_deref() == Some(tag);
        let mut values = Vec::new();
        for variant in &union.variants {
            let own = match (is_same, variant.tags.is_empty()) {
                (true, false) => variant.tags.clone(),
                (true, true) => self.implied_tags(tag, &variant.ty, seen)?,
                // In a union with another tag, only what the property lists counts.
                (false, _) => match self.behind_aliases(&variant.ty)? {
                    Type::Named(inner) if self.as_union(*inner).is_some() => self.implied_tags(tag, &variant.ty, seen)?,
                    _ => Some(self.listed_values(tag, &variant.ty)).filter(|values| !values.is_empty())?,
                },
            };
            values.extend(own);
        }
        let values = unique(values);
        (!values.is_empty()).then_some(values)
    }

    /// Returns the values that the property of a struct can have, where the document lists them.
    fn listed_values(&self, tag: &str, ty: &Type) -> Vec<Value> {
        let mut values = Vec::new();
        if let Some(Type::Named(id)) = self.behind_aliases(ty)
            && matches!(self.api.ty(*id).shape, Shape::Struct(_))
        {
            self.each_field(tag, ty, &mut HashSet::new(), &mut |field| {
                values.extend(match &field.constant {
                    Some(value) => vec![value.clone()],
                    None => self.values_of(&field.ty),
                });
            });
        }
        values.retain(is_tag);
        values
    }

    fn values_of(&self, ty: &Type) -> Vec<Value> {
        let Some(Type::Named(id)) = self.behind_aliases(ty) else { return Vec::new() };
        match &self.api.ty(*id).shape {
            Shape::Enum(shape) => shape.values.iter().map(|value| value.wire.clone()).collect(),
            Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => Vec::new(),
        }
    }

    /// Returns the value of Microsoft's extension, by which all documents of 2.0 say it that cannot have a mapping.
    pub(super) fn extension_tag(&self, id: TypeId) -> Option<Value> {
        let ReferenceOr::Item(schema) = self.components.get(id.0 as usize)?.schema else { return None };
        schema.schema_data.extensions.get("x-ms-discriminator-value").filter(|value| is_tag(value)).cloned()
    }

    /// Finds a required property that has one value in every variant, a different one in each.
    fn infer_tag(&self, union: &mut Union) {
        let structs = union.variants.iter().map(|variant| self.as_struct(&variant.ty)).collect::<Option<Vec<&Struct>>>();
        let Some(structs) = structs.filter(|structs| structs.len() > 1) else { return };
        let found = structs[0].fields.iter().find_map(|field| {
            let mut values = Vec::with_capacity(structs.len());
            for shape in &structs {
                let own = shape.fields.iter().find(|own| own.wire == field.wire)?;
                let value = self.single_value(own).filter(|_| own.presence == Presence::Required)?;
                if values.contains(&value) {
                    return None;
                }
                values.push(value);
            }
            Some((field.wire.clone(), values))
        });
        if let Some((tag, values)) = found {
            union.tag = Some(tag);
            for (variant, value) in union.variants.iter_mut().zip(values) {
                variant.tags.push(value);
            }
        }
    }

    /// Declares the property in the structs that do not, where several values or any other ones stand for a struct: it has to keep which.
    pub(super) fn declare_tags(&mut self) {
        let mut missing: Vec<(TypeId, String, TagKind)> = Vec::new();
        for id in self.api.type_ids() {
            let Some(union) = self.as_union(id) else { continue };
            let Some(tag) = union.tag.as_ref().filter(|tag| *tag != EVENT_TAG) else { continue };
            for (index, variant) in union.variants.iter().enumerate() {
                let is_open = variant.tags.len() > 1 || union.fallback == Some(index);
                let Some(Type::Named(owner)) = self.behind_aliases(&variant.ty).filter(|_| is_open) else { continue };
                let is_struct = matches!(&self.api.ty(*owner).shape, Shape::Struct(shape) if shape.form == StructForm::Object);
                let mut is_declared = false;
                self.each_field(tag, &variant.ty, &mut HashSet::new(), &mut |_| is_declared = true);
                if is_struct && !is_declared && !missing.iter().any(|(known, wire, _)| known == owner && wire == tag) {
                    let kind = if variant.tags.iter().all(Value::is_string) { TagKind::Text } else { TagKind::Number };
                    missing.push((*owner, tag.clone(), kind));
                }
            }
        }
        for (id, wire, kind) in missing {
            let ty = if kind == TagKind::Text { Type::String } else { Type::Any(AnyReason::Undeclared) };
            let field = self.undeclared_tag(id, wire, ty);
            if let Shape::Struct(shape) = &mut self.api.types[id.0 as usize].shape {
                shape.fields.insert(0, field);
            }
        }
    }

    fn undeclared_tag(&self, id: TypeId, wire: String, ty: Type) -> Field {
        let docs = Docs { description: Some("The kind of object.".to_owned()), ..Docs::default() };
        Field { docs, ..Field::new(wire, ty, Presence::Optional, self.api.ty(id).origin.clone()) }
    }

    /// Where a union tells by one value that a property stands for a struct, making the struct need not ask for that value. A struct
    /// that several values stand for, or that takes all that are not listed, is asked for it, unless the document names its own.
    pub(super) fn know_tags(&mut self) {
        let mut known: HashMap<(TypeId, usize), Option<Value>> = HashMap::new();
        for id in self.api.type_ids() {
            let Shape::Union(union) = &self.api.ty(id).shape else { continue };
            let Some(tag) = &union.tag else { continue };
            for (index, variant) in union.variants.iter().enumerate() {
                let Some((owner, field)) = self.tag_field(&variant.ty, tag) else { continue };
                let value = match variant.tags.as_slice() {
                    [only] if union.fallback != Some(index) || self.own_kinds.contains(&owner) => Some(only.clone()),
                    _ => None,
                };
                let same = known.entry((owner, field)).or_insert_with(|| value.clone());
                if *same != value {
                    *same = None;
                }
            }
        }
        for ((id, index), value) in known {
            if let (Shape::Struct(shape), Some(value)) = (&mut self.api.types[id.0 as usize].shape, value) {
                shape.fields[index].constant.get_or_insert(value);
            }
        }
    }

    /// Returns the required field of a struct that holds a tag.
    fn tag_field(&self, ty: &Type, tag: &str) -> Option<(TypeId, usize)> {
        let Type::Named(id) = self.behind_aliases(ty)? else { return None };
        let Shape::Struct(shape) = &self.api.ty(*id).shape else { return None };
        let is_tag = |field: &Field| field.wire == tag && field.presence == Presence::Required && self.is_plain(&field.ty);
        let index = shape.fields.iter().position(is_tag)?;
        Some((*id, index))
    }

    /// Returns whether a constructor can fill in a value of the type.
    fn is_plain(&self, ty: &Type) -> bool {
        match self.resolved(ty) {
            Type::String | Type::Bool | Type::Int(_) | Type::Float(_) => true,
            Type::Named(id) => matches!(&self.api.ty(*id).shape, Shape::Enum(_)),
            _ => false,
        }
    }

    fn as_struct(&self, ty: &Type) -> Option<&Struct> {
        let Type::Named(id) = self.behind_aliases(ty)? else { return None };
        match &self.api.ty(*id).shape {
            Shape::Struct(shape) => (shape.form == StructForm::Object).then_some(shape),
            Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_) => None,
        }
    }

    fn single_value(&self, field: &Field) -> Option<Value> {
        if let Some(value) = &field.constant {
            return Some(value.clone()).filter(is_tag);
        }
        let Type::Named(id) = self.resolved(&field.ty) else { return None };
        match &self.api.ty(*id).shape {
            Shape::Enum(Enum { values, .. }) if values.len() == 1 => Some(values[0].wire.clone()).filter(is_tag),
            Shape::Enum(_) | Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => None,
        }
    }
}

/// Returns whether a value can tell the variants of a union apart: a string, a boolean, or a number that Rust has a literal for.
fn is_tag(value: &Value) -> bool {
    match value {
        Value::String(_) | Value::Bool(_) => true,
        Value::Number(number) => number.is_i64() || number.is_u64() || number.as_f64().is_some_and(f64::is_finite),
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

/// Returns a value of a mapping as the property has it. Documents that are made by Python write its booleans as `True` and `False`.
fn typed(text: &str, kind: TagKind) -> Option<Value> {
    match kind {
        TagKind::Text => Some(Value::String(text.to_owned())),
        TagKind::Bool if text.eq_ignore_ascii_case("true") => Some(Value::Bool(true)),
        TagKind::Bool => text.eq_ignore_ascii_case("false").then_some(Value::Bool(false)),
        TagKind::Number => text.trim().parse::<Number>().ok().map(Value::Number).filter(is_tag),
    }
}

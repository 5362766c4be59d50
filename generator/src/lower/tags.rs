//! What tells the variants of a union apart, once all types are there.

use std::collections::HashMap;

use serde_json::Value;

use crate::ir::{Enum, EnumKind, Field, Presence, Shape, Struct, StructForm, Type, TypeId, Variant};

use super::Cx;

impl Cx<'_> {
    /// Finds what tells the variants of each union apart, where the document does not say it: this needs the variants' own types, so it
    /// comes after all of them.
    pub(super) fn tell_variants_apart(&mut self) {
        for id in self.api.type_ids() {
            let Shape::Union(union) = &self.api.ty(id).shape else { continue };
            let mut union = union.clone();
            match union.tag.clone() {
                Some(tag) => {
                    for variant in union.variants.iter_mut().filter(|variant| variant.tags.is_empty()) {
                        variant.tags.extend(self.implied_tag(&tag, &variant.ty));
                    }
                }
                None => {
                    if let Some((tag, values)) = self.inferred_tag(&union.variants) {
                        union.tag = Some(tag);
                        for (variant, value) in union.variants.iter_mut().zip(values) {
                            variant.tags.push(value);
                        }
                    }
                }
            }
            self.api.types[id.0 as usize].shape = Shape::Union(union);
        }
    }

    /// Finds a required property that has one string value in every variant, a different one in each.
    fn inferred_tag(&self, variants: &[Variant]) -> Option<(String, Vec<String>)> {
        let structs: Vec<&Struct> = variants.iter().map(|variant| self.as_struct(&variant.ty)).collect::<Option<_>>()?;
        let first = structs.first()?;
        first.fields.iter().find_map(|field| {
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
        })
    }

    /// Where a union tells by one value that a property stands for a struct, making the struct need not ask for that value. A struct
    /// that several values stand for, or that takes all that are not listed, is asked for it.
    pub(super) fn know_tags(&mut self) {
        let mut known: HashMap<(TypeId, usize), Option<String>> = HashMap::new();
        for id in self.api.type_ids() {
            let Shape::Union(union) = &self.api.ty(id).shape else { continue };
            let Some(tag) = &union.tag else { continue };
            for (index, variant) in union.variants.iter().enumerate() {
                let Some((owner, field)) = self.tag_field(&variant.ty, tag) else { continue };
                let value = match variant.tags.as_slice() {
                    [only] if union.fallback != Some(index) => Some(only.clone()),
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
                shape.fields[index].constant.get_or_insert(Value::String(value));
            }
        }
    }

    /// Returns the field of a struct that holds a tag as a string.
    fn tag_field(&self, ty: &Type, tag: &str) -> Option<(TypeId, usize)> {
        let mut at = ty;
        // The bound ends a ring of aliases.
        for _ in 0..=self.api.types.len() {
            let Type::Named(id) = at else { return None };
            match &self.api.ty(*id).shape {
                Shape::Alias(next) => at = next,
                Shape::Struct(shape) => {
                    let is_tag = |field: &Field| field.wire == tag && field.presence == Presence::Required && self.is_string(&field.ty);
                    let index = shape.fields.iter().position(is_tag)?;
                    return Some((*id, index));
                }
                Shape::Enum(_) | Shape::Union(_) => return None,
            }
        }
        None
    }

    fn is_string(&self, ty: &Type) -> bool {
        match self.resolved(ty) {
            Type::String => true,
            Type::Named(id) => matches!(&self.api.ty(*id).shape, Shape::Enum(shape) if shape.kind == EnumKind::String),
            _ => false,
        }
    }

    fn as_struct(&self, ty: &Type) -> Option<&Struct> {
        let Type::Named(id) = ty else { return None };
        match &self.api.ty(*id).shape {
            Shape::Struct(shape) => (shape.form == StructForm::Object).then_some(shape),
            Shape::Alias(inner) => self.as_struct(inner),
            Shape::Enum(_) | Shape::Union(_) => None,
        }
    }

    fn single_value(&self, field: &Field) -> Option<String> {
        if let Some(Value::String(value)) = &field.constant {
            return Some(value.clone());
        }
        let Type::Named(id) = self.resolved(&field.ty) else { return None };
        match &self.api.ty(*id).shape {
            Shape::Enum(Enum { values, .. }) if values.len() == 1 => values[0].wire.as_str().map(str::to_owned),
            Shape::Enum(_) | Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => None,
        }
    }

    /// A variant that the mapping does not name stands under the one value that the property has in it, or under its component's name
    /// (OpenAPI 3.0.4, section 4.8.25).
    fn implied_tag(&self, tag: &str, ty: &Type) -> Option<String> {
        let field = self.as_struct(ty).and_then(|shape| shape.fields.iter().find(|field| field.wire == tag));
        let constant = field.and_then(|field| self.single_value(field));
        constant.or_else(|| {
            let Type::Named(id) = ty else { return None };
            Some(self.components.get(id.0 as usize)?.name.to_owned())
        })
    }
}

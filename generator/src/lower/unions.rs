//! `oneOf` and `anyOf`, and parents that name a discriminator.

use std::rc::Rc;

use indexmap::IndexMap;
use openapiv3::{Discriminator, ReferenceOr, Schema};
use serde_json::Value;

use crate::ir::{AnyReason, Docs, Enum, EnumKind, EnumValue, NameHint, Owner, Shape, Struct, Type, TypeDef, TypeId, Union, Variant};
use crate::normalize::ext;

use super::compose::Composed;
use super::keywords::Keywords;
use super::place::Place;
use super::{Cx, schemas};

/// A member of `oneOf` or `anyOf` with its type.
struct Member {
    /// The component that it refers to.
    component: Option<usize>,
    title: Option<String>,
    docs: Docs,
    ty: Type,
}

impl Cx<'_> {
    /// Returns the type of a schema with `oneOf` or `anyOf`.
    pub(super) fn alternatives(&mut self, schema: &Schema, keywords: &Keywords<'_>, place: &Place) -> Type {
        if keywords.properties.is_some() || keywords.additional.is_some() {
            return self.struct_of(schema, place);
        }
        let (key, members) = if keywords.one_of.is_empty() { ("anyOf", keywords.any_of) } else { ("oneOf", keywords.one_of) };
        if !keywords.one_of.is_empty() && !keywords.any_of.is_empty() {
            return self.struct_of(schema, place);
        }
        if members.iter().all(says_nothing) {
            return self.plain(schema, keywords, place);
        }
        let before = self.api.types.len();
        let id = self.start(schema, place);
        let ty = self.union(schema, key, members, place, id);
        if ty != Type::Named(id) && place.defines.is_none() && self.api.types.len() == before + 1 {
            self.api.types.pop();
        }
        ty
    }

    /// Returns the type of the alternatives beside other keywords; `None` where there are none that say anything.
    pub(super) fn alternatives_of(
        &mut self,
        schema: &Schema,
        key: &str,
        members: &[ReferenceOr<Schema>],
        place: &Place,
        owner: TypeId,
    ) -> Option<Type> {
        if members.iter().all(says_nothing) {
            return None;
        }
        let place = Place::member(Owner::Type(owner), place.pointer.clone(), "variant");
        let before = self.api.types.len();
        let id = self.start(schema, &place);
        self.api.types[id.0 as usize].docs = Docs::default();
        let ty = self.union(schema, key, members, &place, id);
        if ty != Type::Named(id) && self.api.types.len() == before + 1 {
            self.api.types.pop();
        }
        Some(ty)
    }

    fn union(&mut self, schema: &Schema, key: &str, members: &[ReferenceOr<Schema>], place: &Place, id: TypeId) -> Type {
        let mut found = Vec::with_capacity(members.len());
        for (index, member) in members.iter().enumerate() {
            if !says_nothing(member) {
                found.push(self.member(member, place, key, index, id));
            }
        }
        let nullable = found.iter().any(|member| matches!(member.ty, Type::Nullable(_) | Type::Any(AnyReason::Null)));
        found.retain(|member| member.ty != Type::Any(AnyReason::Null));
        for member in &mut found {
            let ty = std::mem::replace(&mut member.ty, Type::Bool);
            member.ty = schemas::without_null(ty);
        }
        let ty = self.union_of(schema, found, id);
        if nullable { schemas::with_null(ty) } else { ty }
    }

    fn member(&mut self, member: &ReferenceOr<Schema>, place: &Place, key: &str, index: usize, id: TypeId) -> Member {
        let pointer = place.pointer.join(key).index(index);
        match member {
            ReferenceOr::Reference { reference } => {
                Member { component: self.component(reference), title: None, docs: Docs::default(), ty: self.ty(member, place) }
            }
            ReferenceOr::Item(schema) => {
                let title = schema.schema_data.title.clone();
                let name = title.clone().unwrap_or_else(|| format!("variant {}", index + 1));
                let ty = self.inline(schema, &Place::member(Owner::Type(id), pointer, &name));
                Member { component: None, title, docs: schemas::docs(schema), ty }
            }
        }
    }

    fn union_of(&mut self, schema: &Schema, members: Vec<Member>, id: TypeId) -> Type {
        if let Some(shape) = self.open_enum(&members) {
            return self.finish(id, Shape::Enum(shape));
        }
        let mut unique: Vec<Member> = Vec::new();
        for member in members {
            if !unique.iter().any(|known| known.ty == member.ty) {
                unique.push(member);
            }
        }
        let discriminator = schema.schema_data.discriminator.as_ref();
        match unique.as_slice() {
            [] => return Type::Any(AnyReason::Null),
            [only] if discriminator.is_none() => return only.ty.clone(),
            members => {
                if let Some(reason) = any_of(members) {
                    return Type::Any(reason);
                }
            }
        }
        let union = match discriminator {
            Some(discriminator) => self.tagged(discriminator, unique),
            None => self.untagged(unique),
        };
        self.finish(id, Shape::Union(union))
    }

    /// Strings beside enums of strings are one open enum: every enum keeps values that it does not list.
    fn open_enum(&self, members: &[Member]) -> Option<Enum> {
        let mut values: IndexMap<String, EnumValue> = IndexMap::new();
        let mut listed = false;
        for member in members {
            match &member.ty {
                Type::String => {}
                Type::Named(id) => match &self.api.ty(*id).shape {
                    Shape::Enum(shape) if shape.kind == EnumKind::String && member.component.is_none() => {
                        listed = true;
                        values.extend(shape.values.iter().map(|value| (value.wire.to_string(), value.clone())));
                    }
                    Shape::Enum(_) | Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => return None,
                },
                _ => return None,
            }
        }
        listed.then(|| Enum { kind: EnumKind::String, values: values.into_values().collect() })
    }

    fn untagged(&self, members: Vec<Member>) -> Union {
        let variants = members.iter().enumerate().map(|(index, member)| Variant {
            name: self.variant_name(member, index),
            ty: member.ty.clone(),
            tags: Vec::new(),
            docs: member.docs.clone(),
        });
        Union { tag: None, variants: variants.collect(), fallback: None }
    }

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
                let value = self.single_value(own).filter(|_| own.presence == crate::ir::Presence::Required)?;
                if values.contains(&value) {
                    return None;
                }
                values.push(value);
            }
            Some((field.wire.clone(), values))
        })
    }

    fn as_struct(&self, ty: &Type) -> Option<&Struct> {
        let Type::Named(id) = ty else { return None };
        match &self.api.ty(*id).shape {
            Shape::Struct(shape) => Some(shape),
            Shape::Alias(inner) => self.as_struct(inner),
            Shape::Enum(_) | Shape::Union(_) => None,
        }
    }

    fn single_value(&self, field: &crate::ir::Field) -> Option<String> {
        if let Some(Value::String(value)) = &field.constant {
            return Some(value.clone());
        }
        let Type::Named(id) = field.ty else { return None };
        match &self.api.ty(id).shape {
            Shape::Enum(Enum { values, .. }) if values.len() == 1 => values[0].wire.as_str().map(str::to_owned),
            Shape::Enum(_) | Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => None,
        }
    }

    fn tagged(&self, discriminator: &Discriminator, members: Vec<Member>) -> Union {
        let mut variants: Vec<Variant> = Vec::new();
        for (index, member) in members.iter().enumerate() {
            let tags = self.mapped_tags(discriminator, member);
            variants.push(Variant { name: self.variant_name(member, index), ty: member.ty.clone(), tags, docs: member.docs.clone() });
        }
        for (value, reference) in &discriminator.mapping {
            let target = self.mapping_target(reference);
            if let Some(index) = target
                && !members.iter().any(|member| member.component == Some(index))
            {
                let ty = Type::Named(self.components[index].id);
                variants.push(Variant {
                    name: self.components[index].name.to_owned(),
                    ty,
                    tags: vec![value.clone()],
                    docs: Docs::default(),
                });
            }
        }
        let fallback = ext::default_mapping(discriminator).and_then(|reference| {
            let index = self.mapping_target(reference)?;
            variants.iter().position(|variant| variant.ty == Type::Named(self.components[index].id))
        });
        Union { tag: Some(discriminator.property_name.clone()), variants, fallback }
    }

    fn mapped_tags(&self, discriminator: &Discriminator, member: &Member) -> Vec<String> {
        let mapped = discriminator
            .mapping
            .iter()
            .filter(|(_, reference)| member.component.is_some() && self.mapping_target(reference) == member.component);
        mapped.map(|(value, _)| value.clone()).collect()
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

    /// A mapping leads to a component by reference or by its bare name.
    fn mapping_target(&self, reference: &str) -> Option<usize> {
        self.component(reference).or_else(|| self.by_name.get(reference).copied())
    }

    fn variant_name(&self, member: &Member, index: usize) -> String {
        if let Some(component) = member.component {
            return self.components[component].name.to_owned();
        }
        member.title.clone().unwrap_or_else(|| match self.type_word(&member.ty) {
            Some(word) => word.to_owned(),
            None => format!("variant {}", index + 1),
        })
    }

    fn type_word(&self, ty: &Type) -> Option<&'static str> {
        Some(match ty {
            Type::Bool => "boolean",
            Type::Int(_) => "integer",
            Type::Float(_) | Type::Decimal(_) => "number",
            Type::String => "string",
            Type::DateTime => "date time",
            Type::Date => "date",
            Type::Time => "time",
            Type::Base64 | Type::Binary => "bytes",
            Type::List(_) => "list",
            Type::Map(_) => "map",
            Type::Any(_) => "any",
            Type::Nullable(inner) => return self.type_word(inner),
            Type::Named(id) => match &self.api.ty(*id).shape {
                Shape::Enum(_) => "value",
                Shape::Struct(_) => return None,
                Shape::Union(_) => return None,
                Shape::Alias(inner) => return self.type_word(inner),
            },
        })
    }

    /// A parent with a discriminator and no alternatives of its own stands for its children (OpenAPI 2.0, and `allOf` in 3.x): a union of
    /// them, and of the parent itself. `None` where there are no children.
    pub(super) fn hierarchy(&mut self, schema: &Schema, place: &Place) -> Option<Type> {
        let id = place.defines?;
        let discriminator = schema.schema_data.discriminator.as_ref()?;
        let parent = id.0 as usize;
        let children = self.components[parent].children.clone();
        if children.is_empty() || schema_has_alternatives(schema) {
            return None;
        }
        let members: Vec<Member> = children
            .iter()
            .map(|child| Member {
                component: Some(*child),
                title: None,
                docs: Docs::default(),
                ty: Type::Named(self.components[*child].id),
            })
            .collect();
        let composed = self.compose_component(parent).map(Rc::unwrap_or_clone).unwrap_or_default();
        let base = self.base_struct(composed, id, place);
        let mut union = self.tagged_children(discriminator, members);
        union.variants.push(Variant {
            name: "base".to_owned(),
            ty: Type::Named(base),
            tags: vec![self.components[parent].name.to_owned()],
            docs: Docs { description: Some("The parent's own properties, for a kind that is not listed.".to_owned()), ..Docs::default() },
        });
        union.fallback = Some(union.variants.len() - 1);
        Some(self.finish(id, Shape::Union(union)))
    }

    fn tagged_children(&self, discriminator: &Discriminator, members: Vec<Member>) -> Union {
        let variants = members.iter().map(|member| {
            let name = self.components[member.component.unwrap_or_default()].name.to_owned();
            let tags = self.mapped_tags(discriminator, member);
            Variant { name, ty: member.ty.clone(), tags, docs: Docs::default() }
        });
        Union { tag: Some(discriminator.property_name.clone()), variants: variants.collect(), fallback: None }
    }

    fn base_struct(&mut self, composed: Composed, id: TypeId, place: &Place) -> TypeId {
        let shape = composed.into_struct();
        let docs = self.api.ty(id).docs.clone();
        self.push(TypeDef {
            hint: NameHint::Derived { owner: Owner::Type(id), path: vec!["base".to_owned()] },
            docs,
            shape: Shape::Struct(shape),
            origin: self.document.locate(&place.pointer),
        })
    }
}

fn schema_has_alternatives(schema: &Schema) -> bool {
    let keywords = Keywords::of(schema);
    !keywords.one_of.is_empty() || !keywords.any_of.is_empty()
}

/// A member that only requires properties, or only annotates, adds no type.
fn says_nothing(member: &ReferenceOr<Schema>) -> bool {
    let ReferenceOr::Item(schema) = member else { return false };
    let keywords = Keywords::of(schema);
    let required_only = keywords.ty.is_none_or(|ty| ty == "object") && !keywords.required.is_empty();
    let empty = keywords.ty.is_none() && keywords.format.is_none() && ext::boolean_schema(&schema.schema_data).is_none() && keywords.not;
    let structural = keywords.properties.is_some()
        || keywords.additional.is_some()
        || keywords.items.is_some()
        || !keywords.values.is_empty()
        || !keywords.all_of.is_empty()
        || !keywords.one_of.is_empty()
        || !keywords.any_of.is_empty();
    !structural && (required_only || empty)
}

/// Returns why alternatives allow any value; `None` where they do not.
fn any_of(members: &[Member]) -> Option<AnyReason> {
    members.iter().find_map(|member| match &member.ty {
        Type::Any(AnyReason::Unconstrained) => Some(AnyReason::OpenAlternative),
        Type::Any(reason) => Some(reason.clone()),
        _ => None,
    })
}

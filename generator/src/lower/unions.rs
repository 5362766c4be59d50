//! `oneOf` and `anyOf`.

use indexmap::IndexMap;
use openapiv3::{Discriminator, ReferenceOr, Schema};
use serde_json::Value;

use crate::ir::{AnyReason, Constraints, Docs, Enum, EnumKind, EnumValue, Owner, Shape, Type, TypeId, Union, Variant};
use crate::normalize::ext;

use super::keywords::Keywords;
use super::place::Place;
use super::{Cx, schemas};

/// A member of `oneOf` or `anyOf` with its type.
pub(super) struct Member {
    /// The component that it refers to.
    pub(super) component: Option<usize>,
    pub(super) title: Option<String>,
    pub(super) docs: Docs,
    pub(super) ty: Type,
    pub(super) constraints: Constraints,
    /// Whether it stands there only where a call asks for it.
    pub(super) expandable: bool,
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
        if let Some((key, only)) = only_member(schema, keywords) {
            return self.inline(only, &place.moved(place.pointer.join(key).index(0)));
        }
        let before = self.api.types.len();
        let id = self.start(schema, place);
        let ty = self.union(schema, key, members, place, id);
        self.discard(id, before, place, ty)
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
        self.api.types[id.0 as usize].constraints = Constraints::default();
        let ty = self.union(schema, key, members, &place, id);
        Some(self.discard(id, before, &place, ty))
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
        self.mark_expandable(schema, &mut found);
        let ty = self.union_of(schema, found, id);
        if nullable { schemas::with_null(ty) } else { ty }
    }

    /// Marks the members that stand there only where a call asks for them: those that Stripe's extension `x-expansionResources` names, each of
    /// which takes the place of its identifier. Something stands there unasked, so where all are named none is marked; nor is one where a
    /// discriminator tells them apart, which may choose any of them for a value that names none.
    fn mark_expandable(&self, schema: &Schema, members: &mut [Member]) {
        let named = |member: &Member| match (&member.ty, member.component) {
            (Type::Named(_), Some(component)) => expansions(schema).any(|reference| self.component(reference) == Some(component)),
            _ => false,
        };
        let marks: Vec<bool> = members.iter().map(named).collect();
        if marks.contains(&false) && schema.schema_data.discriminator.is_none() {
            members.iter_mut().zip(marks).for_each(|(member, mark)| member.expandable = mark);
        }
    }

    fn member(&mut self, member: &ReferenceOr<Schema>, place: &Place, key: &str, index: usize, id: TypeId) -> Member {
        let pointer = place.pointer.join(key).index(index);
        match member {
            ReferenceOr::Reference { reference } => Member {
                component: self.component(reference),
                title: None,
                docs: Docs::default(),
                ty: self.ty(member, place),
                constraints: Constraints::default(),
                expandable: false,
            },
            ReferenceOr::Item(schema) => {
                let title = schema.schema_data.title.clone();
                let name = title.clone().unwrap_or_else(|| format!("variant {}", index + 1));
                let constraints = self.constraints_of(schema, &pointer);
                let ty = self.inline(schema, &Place::member(Owner::Type(id), pointer, &name));
                Member { component: None, title, docs: schemas::docs(schema), ty, constraints, expandable: false }
            }
        }
    }

    fn union_of(&mut self, schema: &Schema, members: Vec<Member>, id: TypeId) -> Type {
        if let Some(shape) = self.open_enum(&members) {
            return self.finish(id, Shape::Enum(shape));
        }
        let mut unique: Vec<Member> = Vec::new();
        for member in members {
            match unique.iter_mut().find(|known| known.ty == member.ty) {
                // A value need keep the rules of one of them only.
                Some(known) if known.constraints != member.constraints => known.constraints = Constraints::default(),
                Some(_) => {}
                None => unique.push(member),
            }
        }
        let discriminator = schema.schema_data.discriminator.as_ref();
        match unique.as_slice() {
            [] => return Type::Any(AnyReason::Null),
            [only] if discriminator.is_none() => return only.ty.clone(),
            // One alternative without a type takes every value, whatever the others are.
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

    /// Returns a type that is one of several without names.
    pub(super) fn union_of_types(&mut self, types: Vec<Type>, place: &Place) -> Type {
        let nullable = types.iter().any(|ty| matches!(ty, Type::Nullable(_)));
        let schema = Schema { schema_data: Default::default(), schema_kind: openapiv3::SchemaKind::Any(Default::default()) };
        let id = self.start(&schema, place);
        let members = types
            .into_iter()
            .map(|ty| Member {
                component: None,
                title: None,
                docs: Docs::default(),
                ty: schemas::without_null(ty),
                constraints: Constraints::default(),
                expandable: false,
            })
            .collect();
        let ty = self.union_of(&schema, members, id);
        if nullable { schemas::with_null(ty) } else { ty }
    }

    /// Enums of one kind are one open enum, and so are strings beside enums of strings: every enum keeps values that it does not list.
    fn open_enum(&self, members: &[Member]) -> Option<Enum> {
        let mut values: IndexMap<String, EnumValue> = IndexMap::new();
        let mut kind = None;
        for member in members.iter().filter(|member| !matches!(member.ty, Type::String | Type::Int(_))) {
            let Type::Named(id) = &member.ty else { return None };
            let Shape::Enum(shape) = &self.api.ty(*id).shape else { return None };
            if member.component.is_some() || kind.is_some_and(|kind| kind != shape.kind) {
                return None;
            }
            kind = Some(shape.kind);
            for value in &shape.values {
                let mut value = value.clone();
                if shape.values.len() == 1 {
                    // A constant with a title is how 3.1 names a value and says what it means.
                    value.name = value.name.or_else(|| member.title.clone());
                    value.docs = value.docs.or_else(|| member.docs.description.clone());
                    value.deprecated |= member.docs.deprecated;
                }
                values.entry(value.wire.to_string()).or_insert(value);
            }
        }
        let kind = kind?;
        let fits = |ty: &Type| match ty {
            Type::String => kind == EnumKind::String,
            Type::Int(_) => kind == EnumKind::Integer,
            _ => true,
        };
        members.iter().all(|member| fits(&member.ty)).then(|| Enum { kind, values: values.into_values().collect() })
    }

    fn untagged(&self, members: Vec<Member>) -> Union {
        let names = self.variant_names(&members);
        let variants = members.iter().zip(names).map(|(member, name)| Variant {
            name,
            ty: member.ty.clone(),
            tags: Vec::new(),
            docs: member.docs.clone(),
            constraints: member.constraints.clone(),
            expandable: member.expandable,
        });
        Union { tag: None, variants: variants.collect(), fallback: None }
    }

    fn tagged(&self, discriminator: &Discriminator, members: Vec<Member>) -> Union {
        let mut variants: Vec<Variant> = Vec::new();
        for (member, name) in members.iter().zip(self.variant_names(&members)) {
            let tags = self.mapped_tags(discriminator, member);
            let (constraints, expandable) = (member.constraints.clone(), member.expandable);
            variants.push(Variant { name, ty: member.ty.clone(), tags, docs: member.docs.clone(), constraints, expandable });
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
                    constraints: Constraints::default(),
                    expandable: false,
                });
            }
        }
        let fallback = ext::default_mapping(discriminator).and_then(|reference| {
            let index = self.mapping_target(reference)?;
            variants.iter().position(|variant| variant.ty == Type::Named(self.components[index].id))
        });
        Union { tag: Some(discriminator.property_name.clone()), variants, fallback }
    }

    pub(super) fn mapped_tags(&self, discriminator: &Discriminator, member: &Member) -> Vec<String> {
        let mapped = discriminator
            .mapping
            .iter()
            .filter(|(_, reference)| member.component.is_some() && self.mapping_target(reference) == member.component);
        mapped.map(|(value, _)| value.clone()).collect()
    }

    /// A mapping leads to a component by reference or by its bare name.
    fn mapping_target(&self, reference: &str) -> Option<usize> {
        self.component(reference).or_else(|| self.by_name.get(reference).copied())
    }

    /// Returns the names of variants; those that would have one word for their types in common say what their values are.
    fn variant_names(&self, members: &[Member]) -> Vec<String> {
        let short: Vec<String> = members.iter().enumerate().map(|(index, member)| self.variant_name(member, index)).collect();
        let name = |(index, member): (usize, &Member)| {
            let is_shared = short.iter().filter(|name| **name == short[index]).count() > 1;
            match &member.ty {
                Type::List(inner) | Type::Map(inner) if is_shared && member.component.is_none() && member.title.is_none() => {
                    self.type_word(inner).map_or_else(|| short[index].clone(), |word| format!("{} of {word}", short[index]))
                }
                _ => short[index].clone(),
            }
        };
        members.iter().enumerate().map(name).collect()
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
}

/// Returns the references of Stripe's extension `x-expansionResources`.
fn expansions(schema: &Schema) -> impl Iterator<Item = &str> {
    let named = schema.schema_data.extensions.get("x-expansionResources").and_then(|value| value.get("oneOf"));
    named.and_then(Value::as_array).into_iter().flatten().filter_map(|member| member.get("$ref")?.as_str())
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

/// Returns the one alternative of a schema that says nothing else, where it stands in place, with its keyword.
pub(super) fn only_member<'s>(schema: &Schema, keywords: &Keywords<'s>) -> Option<(&'static str, &'s Schema)> {
    let (key, only) = match (keywords.one_of, keywords.any_of) {
        ([ReferenceOr::Item(only)], []) => ("oneOf", only),
        ([], [ReferenceOr::Item(only)]) => ("anyOf", only),
        _ => return None,
    };
    let is_alone = keywords.is_bare() && keywords.all_of.is_empty() && schema.schema_data.discriminator.is_none();
    is_alone.then_some((key, only))
}

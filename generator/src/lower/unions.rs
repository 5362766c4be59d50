//! `oneOf` and `anyOf`.

use indexmap::IndexMap;
use openapiv3::{Discriminator, ReferenceOr, Schema};
use serde_json::Value;

use crate::ir::{AnyReason, Constraints, Docs, Enum, EnumKind, EnumValue, Owner, Shape, Type, TypeId, Union, Variant};
use crate::normalize::ext;
use crate::source::Pointer;

use super::compose::Choice;
use super::facts::Voice;
use super::leaves::{Leaf, Resolved};
use super::node::Node;
use super::place::Place;
use super::{Cx, schemas, unique};

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
    /// Its place in the list of members.
    pub(super) index: Option<usize>,
    /// Its place in the document.
    pub(super) pointer: Pointer,
}

impl Cx<'_> {
    /// Returns the type of the alternatives beside other keywords.
    pub(super) fn alternatives_of(&mut self, choice: &Choice<'_>, owner: TypeId) -> Type {
        let place = Place::member(Owner::Type(owner), (*choice.part.pointer).clone(), "variant");
        let before = self.api.types.len();
        let id = self.start(choice.part.schema, &place);
        self.api.types[id.0 as usize].docs = Docs::default();
        self.api.types[id.0 as usize].constraints = Constraints::default();
        let key = choice.part.pointer.join(choice.key);
        self.name_open(&key, id);
        let ty = self.union(choice.part.schema, choice.key, choice.members, &place, id);
        self.discard(id, before, &place, ty)
    }

    pub(super) fn union(&mut self, schema: &Schema, key: &str, members: &[ReferenceOr<Schema>], place: &Place, id: TypeId) -> Type {
        let mut found = Vec::with_capacity(members.len());
        let mut nullable = false;
        for (index, member) in members.iter().enumerate() {
            let fact = self.fact(member.into());
            nullable |= fact.is_nullable();
            // A member that only restricts, or only annotates, adds no type.
            if !fact.is_null && (fact.voice != Voice::Silent || self.is_blank(member.into())) {
                let pointer = place.pointer.join(key).index(index);
                let (own, name) = self.member_without_type(member.into(), &pointer, index);
                let ty = self.node_type(member.into(), &Place::member(Owner::Type(id), pointer, &name));
                found.push(self.with_type(own, ty));
            }
        }
        self.mark_expandable(schema, &mut found);
        let ty = self.union_of(schema, found, id);
        self.mark_several(key, id);
        if nullable { schemas::with_null(ty) } else { ty }
    }

    /// Marks a union of `anyOf`: a value may be of several of its variants at once.
    pub(super) fn mark_several(&mut self, key: &str, id: TypeId) {
        if key == "anyOf"
            && let Shape::Union(union) = &mut self.api.types[id.0 as usize].shape
        {
            union.several = true;
        }
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

    /// Returns a member before its type is known, and the name of its place.
    pub(super) fn member_without_type(&mut self, node: Node<'_>, pointer: &Pointer, index: usize) -> (Member, String) {
        let mut member = Member {
            component: None,
            title: None,
            docs: Docs::default(),
            ty: Type::Any(AnyReason::Unconstrained),
            constraints: Constraints::default(),
            expandable: false,
            index: Some(index),
            pointer: pointer.clone(),
        };
        match node {
            Node::Reference(reference) => member.component = self.component(reference),
            Node::Item(schema) => {
                member.title.clone_from(&schema.schema_data.title);
                member.docs = schemas::docs(schema);
                member.constraints = self.constraints_of(schema, pointer);
            }
        }
        let name = member.title.clone().unwrap_or_else(|| format!("variant {}", index + 1));
        (member, name)
    }

    /// Gives a member its type. A schema that only describes a component stands for it, as a reference does.
    pub(super) fn with_type(&self, member: Member, ty: Type) -> Member {
        let ty = schemas::without_null(ty);
        let component = match &ty {
            Type::Named(id) => Some(id.0 as usize).filter(|index| *index < self.components.len()),
            _ => None,
        };
        Member { component: member.component.or(component), ty, ..member }
    }

    pub(super) fn union_of(&mut self, schema: &Schema, members: Vec<Member>, id: TypeId) -> Type {
        if let Some(shape) = self.open_enum(&members) {
            return self.finish(id, Shape::Enum(shape));
        }
        let mut unique: Vec<Member> = Vec::new();
        for member in members {
            let same = |known: &&mut Member| {
                known.ty == member.ty || self.scalar_of(&known.ty).is_some_and(|ty| self.scalar_of(&member.ty) == Some(ty))
            };
            match unique.iter_mut().find(same) {
                // Two names of one scalar.
                Some(known) if known.ty != member.ty => {
                    if let Some(ty) = self.scalar_of(&member.ty) {
                        known.ty = ty;
                    }
                    (known.component, known.constraints) = (None, Constraints::default());
                }
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
        self.of_types(types, place, |cx, schema, members, id| cx.union_of(schema, members, id))
    }

    /// Returns a type that is one of some without names, or anything else.
    pub(super) fn open_union_of_types(&mut self, types: Vec<Type>, place: &Place) -> Type {
        self.of_types(types, place, |cx, _, mut members, id| {
            if let [only] = members.as_mut_slice()
                && matches!(only.ty, Type::Named(_))
            {
                only.title = Some("match".to_owned());
            }
            let union = cx.untagged(members);
            cx.finish(id, Shape::Union(union))
        })
    }

    /// Makes a type of each of these once, whether it may be null or not.
    fn of_types(&mut self, types: Vec<Type>, place: &Place, make: impl FnOnce(&mut Self, &Schema, Vec<Member>, TypeId) -> Type) -> Type {
        let nullable = types.iter().any(|ty| matches!(ty, Type::Nullable(_)));
        let schema = Schema { schema_data: Default::default(), schema_kind: openapiv3::SchemaKind::Any(Default::default()) };
        let id = self.start(&schema, place);
        let members = unique(types.into_iter().map(schemas::without_null))
            .into_iter()
            .map(|ty| Member {
                component: None,
                title: None,
                docs: Docs::default(),
                ty,
                constraints: Constraints::default(),
                expandable: false,
                index: None,
                pointer: place.pointer.clone(),
            })
            .collect();
        let ty = make(self, &schema, members, id);
        if nullable { schemas::with_null(ty) } else { ty }
    }

    /// Returns the scalar that a type is, or is another name for.
    fn scalar_of(&self, ty: &Type) -> Option<Type> {
        match ty {
            Type::Named(id) => match self.resolved_component(*id)? {
                Resolved::Scalar(ty) => Some(ty),
                Resolved::Enum(_) | Resolved::List | Resolved::Tuple => None,
            },
            Type::Nullable(_) | Type::List(_) | Type::Map(_) | Type::Any(_) => None,
            scalar => Some(scalar.clone()),
        }
    }

    /// Returns what a component comes to that is no object and no choice.
    fn resolved_component(&self, id: TypeId) -> Option<Resolved> {
        let known = self.known.get(id.0 as usize).filter(|known| known.composed.is_leaf())?;
        known.leaf.as_ref().and_then(Leaf::resolve)
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
            origin: self.document.locate(&member.pointer),
        });
        Union { tag: None, variants: variants.collect(), fallback: None, several: false }
    }

    pub(super) fn tagged(&self, discriminator: &Discriminator, members: Vec<Member>) -> Union {
        let mut variants: Vec<Variant> = Vec::new();
        for (member, name) in members.iter().zip(self.variant_names(&members)) {
            let tags = self.mapped_tags(discriminator, member);
            let (constraints, expandable) = (member.constraints.clone(), member.expandable);
            let origin = self.document.locate(&member.pointer);
            variants.push(Variant { name, ty: member.ty.clone(), tags, docs: member.docs.clone(), constraints, expandable, origin });
        }
        for (value, reference) in &discriminator.mapping {
            let Some(index) = self.mapping_target(reference) else { continue };
            let own = members.len();
            if members.iter().any(|member| self.is_member(member, index)) {
                continue;
            }
            let ty = Type::Named(self.components[index].id);
            match variants[own..].iter_mut().find(|variant| variant.ty == ty) {
                Some(known) => known.tags.push(Value::String(value.clone())),
                None => variants.push(Variant {
                    name: self.components[index].name.to_owned(),
                    ty,
                    tags: vec![Value::String(value.clone())],
                    docs: Docs::default(),
                    constraints: Constraints::default(),
                    expandable: false,
                    origin: self.document.locate(&super::component_pointer(self.components[index].name)),
                }),
            }
        }
        let fallback = ext::default_mapping(discriminator).and_then(|reference| {
            let index = self.mapping_target(reference)?;
            let listed = members.iter().position(|member| self.is_member(member, index));
            listed.or_else(|| variants.iter().position(|variant| variant.ty == Type::Named(self.components[index].id)))
        });
        Union { tag: Some(discriminator.property_name.clone()), variants, fallback, several: false }
    }

    /// Returns the values that a mapping has for a member, as the document writes them.
    fn mapped_tags(&self, discriminator: &Discriminator, member: &Member) -> Vec<Value> {
        let leads_here = |reference: &str| self.mapping_target(reference).is_some_and(|index| self.is_member(member, index));
        let mapped = discriminator.mapping.iter().filter(|(_, reference)| leads_here(reference)).map(|(value, _)| value);
        let in_place = ext::mapped_members(discriminator).into_iter().filter(|(_, index)| member.index == Some(*index));
        mapped.cloned().chain(in_place.map(|(value, _)| value)).map(Value::String).collect()
    }

    /// A mapping leads to a component by reference or by its bare name. One that is only a reference is what it leads to.
    fn mapping_target(&self, reference: &str) -> Option<usize> {
        let index = self.component(reference).or_else(|| self.by_name.get(reference).copied())?;
        Some(self.behind(index))
    }

    fn is_member(&self, member: &Member, component: usize) -> bool {
        member.component.is_some_and(|own| self.behind(own) == component)
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
            Type::Named(id) if (id.0 as usize) < self.known.len() => match self.resolved_component(*id)? {
                Resolved::Scalar(ty) => return self.type_word(&ty),
                Resolved::Enum(_) => "value",
                Resolved::List => "list",
                Resolved::Tuple => return None,
            },
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

/// Returns why alternatives allow any value; `None` where they do not.
fn any_of(members: &[Member]) -> Option<AnyReason> {
    members.iter().find_map(|member| match &member.ty {
        Type::Any(AnyReason::Unconstrained) => Some(AnyReason::OpenAlternative),
        Type::Any(reason) => Some(reason.clone()),
        _ => None,
    })
}

//! Schemas: which type a value has.
//!
#![doc = include_str!("../../docs/schemas.md")]

use std::rc::Rc;

use openapiv3::{AdditionalProperties, ReferenceOr, Schema, SchemaKind};
use serde_json::Value;

use crate::ir::{Access, AnyReason, Constraints, Docs, Field, Presence, Shape, StructForm, Type, TypeDef, TypeId};
use crate::normalize::ext;

use super::compose::{Composed, Part};
use super::keywords::Keywords;
use super::leaves::{Leaf, Resolved};
use super::node::Node;
use super::place::Place;
use super::scalars::{number, string, untyped};
use super::settle::Subject;
use super::{Cx, conditions};

/// Inline lists and maps that are nested deeper than this are given a name.
const MOST_CONTAINERS: u32 = 8;

/// What a schema says of its value besides the type.
#[derive(Default)]
pub(super) struct Annotations {
    pub(super) deprecated: bool,
    /// `readOnly` and `writeOnly`.
    access: (bool, bool),
    pub(super) default: Option<Value>,
    pub(super) constant: Option<Value>,
    pub(super) secret: bool,
    pub(super) url: bool,
}

/// The most components that annotations are taken from, for one value.
const MOST_ANNOTATED: usize = 64;

impl Cx<'_> {
    /// Returns the type of a value, with whether it may be null.
    pub(super) fn ty(&mut self, schema: &ReferenceOr<Schema>, place: &Place) -> Type {
        self.node_type(schema.into(), place)
    }

    /// Returns the type of a value, with whether it may be null.
    pub(super) fn node_type(&mut self, node: Node<'_>, place: &Place) -> Type {
        match node {
            Node::Reference(reference) => self.nullable_reference(reference),
            Node::Item(schema) => self.inline(schema, place),
        }
    }

    /// Returns the type that a reference leads to, and whether it may be null.
    pub(super) fn reference(&self, reference: &str) -> (Type, bool) {
        match self.component(reference) {
            Some(index) => (Type::Named(self.components[index].id), self.known[index].fact.is_nullable()),
            None => (Type::Any(AnyReason::Faulty), false),
        }
    }

    fn nullable_reference(&self, reference: &str) -> Type {
        let (ty, nullable) = self.reference(reference);
        if nullable { with_null(ty) } else { ty }
    }

    /// Returns the type of a schema that stands in a place of its own.
    pub(super) fn inline(&mut self, schema: &Schema, place: &Place) -> Type {
        let keywords = Keywords::of(schema);
        let fact = self.fact_of(schema);
        if fact.is_null {
            return Type::Any(AnyReason::Null);
        }
        let ty = self.value(schema, &keywords, place);
        if fact.is_nullable() { with_null(ty) } else { ty }
    }

    fn value(&mut self, schema: &Schema, keywords: &Keywords<'_>, place: &Place) -> Type {
        let data = &schema.schema_data;
        match ext::boolean_schema(data) {
            Some(true) => return Type::Any(AnyReason::Unconstrained),
            Some(false) => return Type::Any(AnyReason::Never),
            None => {}
        }
        if data.discriminator.is_some()
            && let Some(ty) = self.hierarchy(schema, place)
        {
            return ty;
        }
        let is_composed = !keywords.all_of.is_empty() || !keywords.one_of.is_empty() || !keywords.any_of.is_empty();
        if is_composed || keywords.properties.is_some() || conditions::has_any(schema) {
            // Types come first in the arena as components, so that a component has the index of its type.
            if let Some(id) = place.defines {
                let composed = Composed::clone(&self.known[id.0 as usize].composed);
                return self.settle(composed, &Subject::Schema(schema), place);
            }
            let settle = |cx: &mut Self| {
                let composed = cx.compose(Node::Item(schema), &place.pointer);
                cx.settle(composed, &Subject::Schema(schema), place)
            };
            // Only what a schema is composed of leads from it back to itself in place.
            return if is_composed { self.once_within_itself(place, settle) } else { settle(self) };
        }
        if let Some(values) = ext::raw_enum(data) {
            return self.enumeration(&values, schema, keywords, place);
        }
        if !keywords.values.is_empty() {
            return self.enumeration(&keywords.values.to_json(), schema, keywords, place);
        }
        self.plain(schema, keywords, place)
    }

    /// Returns the type of a schema without composition, properties and values.
    fn plain(&mut self, schema: &Schema, keywords: &Keywords<'_>, place: &Place) -> Type {
        let part = || Part { schema, pointer: Rc::new(place.pointer.clone()), owner: None };
        match keywords.ty {
            Some("string") => string(keywords.format),
            Some("number") => number(keywords.format),
            Some("boolean") => Type::Bool,
            Some("integer" | "array") => self.leaf_type(&Leaf::of(&part(), keywords), &Subject::Schema(schema), place),
            _ if keywords.is_object() || ext::pattern_properties(&schema.schema_data).is_some() => self.map(schema, keywords, place),
            None if keywords.items.is_some() || ext::prefix_items(&schema.schema_data).is_some() => {
                self.leaf_type(&Leaf::of(&part(), keywords), &Subject::Schema(schema), place)
            }
            None if keywords.format.is_some() => untyped(keywords.format),
            Some(_) | None if ext::is_faulty(&schema.schema_data) => Type::Any(AnyReason::Faulty),
            Some(_) | None if keywords.not => Type::Any(AnyReason::Unsupported("not")),
            Some(_) | None => Type::Any(AnyReason::Unconstrained),
        }
    }

    fn enumeration(&mut self, values: &[Value], schema: &Schema, keywords: &Keywords<'_>, place: &Place) -> Type {
        if !values.is_empty() && values.iter().all(Value::is_boolean) {
            return Type::Bool;
        }
        let part = Part { schema, pointer: Rc::new(place.pointer.clone()), owner: None };
        self.leaf_type(&Leaf::of(&part, keywords), &Subject::Schema(schema), place)
    }

    /// Gives deeply nested inline lists and maps a name, so that no type is deeper than the compiler follows.
    pub(super) fn shallow(&mut self, ty: Type, place: &Place) -> Type {
        if ty.containers() < MOST_CONTAINERS {
            return ty;
        }
        let origin = self.document.locate(&place.pointer);
        let (docs, constraints) = (Docs::default(), Constraints::default());
        let id = self.push(TypeDef { hint: place.hint(), docs, shape: Shape::Alias(ty), constraints, origin });
        Type::Named(id)
    }

    fn map(&mut self, schema: &Schema, keywords: &Keywords<'_>, place: &Place) -> Type {
        let reason = match keywords.additional {
            Some(AdditionalProperties::Any(false)) => AnyReason::Never,
            Some(_) | None => AnyReason::FreeObject,
        };
        let value = self.others(schema, keywords, place).unwrap_or(Type::Any(reason));
        Type::Map(Box::new(value))
    }

    /// Returns the type of the properties that are not declared, where the schema allows them in words.
    fn additional(&mut self, keywords: &Keywords<'_>, place: &Place) -> Option<Type> {
        match keywords.additional? {
            AdditionalProperties::Any(true) => Some(Type::Any(AnyReason::OpenProperties)),
            AdditionalProperties::Any(false) => None,
            AdditionalProperties::Schema(schema) => {
                let place = place.part(place.pointer.join("additionalProperties"), "value");
                let ty = self.ty(schema, &place);
                let ty = self.shallow(ty, &place);
                Some(if ty == Type::Any(AnyReason::Unconstrained) { Type::Any(AnyReason::OpenProperties) } else { ty })
            }
        }
    }

    /// Returns the type of the properties that `properties` does not declare: by a pattern of their names, or by none. Several types are
    /// a union, for no type can follow the name. Where names that match no pattern are allowed, their values may be anything, and the union
    /// keeps them.
    pub(super) fn others(&mut self, schema: &Schema, keywords: &Keywords<'_>, place: &Place) -> Option<Type> {
        let patterns = ext::pattern_properties(&schema.schema_data).unwrap_or_default();
        if patterns.is_empty() {
            return self.additional(keywords, place);
        }
        let before = self.api.types.len();
        let is_open = matches!(keywords.additional, None | Some(AdditionalProperties::Any(true)));
        let several = patterns.len() > 1 || matches!(keywords.additional, Some(AdditionalProperties::Schema(_)));
        let mut types = Vec::with_capacity(patterns.len() + 1);
        for (index, (pattern, schema)) in patterns.iter().enumerate() {
            let pointer = place.pointer.join(ext::PATTERN_PROPERTIES).join(pattern);
            let word = match (several, is_open) {
                (true, _) => format!("value {}", index + 1),
                // The union of it and all other values has the plain name.
                (false, true) => "pattern value".to_owned(),
                (false, false) => "value".to_owned(),
            };
            types.push(self.ty(schema, &place.part(pointer, &word)));
        }
        if !is_open {
            types.extend(self.additional(keywords, place));
        }
        let first = types[0].clone();
        if !is_open && types.iter().all(|ty| *ty == first) {
            return Some(first);
        }
        if let Some(any) = types.iter().find(|ty| matches!(ty, Type::Any(_))) {
            let any = any.clone();
            self.api.types.truncate(before);
            return Some(any);
        }
        let place = place.part(place.pointer.join(ext::PATTERN_PROPERTIES), "value");
        Some(if is_open { self.open_union_of_types(types, &place) } else { self.union_of_types(types, &place) })
    }

    /// Returns a field without its type.
    pub(super) fn annotated(&mut self, wire: &str, node: Node<'_>, required: bool, place: &Place) -> Field {
        let presence = if required { Presence::Required } else { Presence::Optional };
        let mut field = Field::new(wire, Type::Any(AnyReason::Unconstrained), presence, self.document.locate(&place.pointer));
        field.xml = self.xml_of_field(wire, node).map(Box::new);
        if let Node::Item(schema) = node {
            field.docs = docs(schema);
            field.constraints = self.constraints_of(schema, &place.pointer);
        }
        let said = self.annotations(node);
        field.docs.deprecated |= said.deprecated;
        field.default = said.default;
        field.constant = said.constant;
        field.secret = said.secret;
        field.url = said.url;
        field.access = match said.access {
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            (true, true) | (false, false) => Access::ReadWrite,
        };
        field
    }

    /// Returns what a schema says of its value besides the type, together with what it refers to.
    pub(super) fn annotations(&self, node: Node<'_>) -> Annotations {
        self.annotations_of(node, &mut Vec::new())
    }

    fn annotations_of(&self, node: Node<'_>, seen: &mut Vec<usize>) -> Annotations {
        let schema = match node {
            Node::Item(schema) => schema,
            Node::Reference(reference) => {
                let index = self.component(reference).and_then(|index| self.end_of_chain(index));
                let Some(index) = index.filter(|index| !seen.contains(index) && seen.len() < MOST_ANNOTATED) else {
                    return Annotations::default();
                };
                seen.push(index);
                let ReferenceOr::Item(schema) = self.components[index].schema else { return Annotations::default() };
                schema
            }
        };
        let (data, keywords) = (&schema.schema_data, Keywords::of(schema));
        let mut said = Annotations {
            deprecated: data.deprecated,
            access: (data.read_only, data.write_only),
            default: data.default.clone(),
            constant: ext::constant(data).cloned(),
            secret: keywords.format == Some("password"),
            url: keywords.format.is_some_and(|format| matches!(format, "uri" | "uri-reference" | "url" | "iri" | "iri-reference")),
        };
        if let [Value::Bool(only)] = *keywords.values.to_json() {
            said.constant.get_or_insert(Value::Bool(only));
        }
        // What stands at the schema itself holds over what it refers to.
        let has_access = said.access != (false, false);
        let mut add = |inner: Annotations| {
            said.deprecated |= inner.deprecated;
            said.secret |= inner.secret;
            said.url |= inner.url;
            if !has_access {
                said.access = (said.access.0 | inner.access.0, said.access.1 | inner.access.1);
            }
            said.default = said.default.take().or(inner.default);
            said.constant = said.constant.take().or(inner.constant);
        };
        keywords.all_of.iter().for_each(|member| add(self.annotations_of(member.into(), seen)));
        for members in [keywords.one_of, keywords.any_of] {
            let mut arms = members.iter().filter(|member| !self.fact((*member).into()).is_null);
            let Some(first) = arms.next() else { continue };
            let inner = self.annotations_of(first.into(), seen);
            // Of several, what is told here is only that all are URLs.
            let mut others = arms.map(|arm| self.annotations_of(arm.into(), seen).url).peekable();
            if others.peek().is_none() {
                add(inner);
            } else if inner.url && others.all(|url| url) {
                add(Annotations { url: true, ..Annotations::default() });
            }
        }
        said
    }

    /// The type of a tuple keeps the number of elements itself.
    pub(super) fn drop_length_of_tuple(&self, field: &mut Field) {
        if self.is_tuple(&field.ty) {
            (field.constraints.min_items, field.constraints.max_items) = (None, None);
        }
    }

    fn is_tuple(&self, ty: &Type) -> bool {
        match ty {
            Type::Named(id) => match self.components.get(id.0 as usize) {
                Some(_) => {
                    let known = &self.known[id.0 as usize];
                    known.composed.is_leaf() && known.leaf.as_ref().and_then(Leaf::resolve) == Some(Resolved::Tuple)
                }
                None => matches!(&self.api.ty(*id).shape, Shape::Struct(shape) if shape.form == StructForm::List),
            },
            Type::Nullable(inner) => self.is_tuple(inner),
            _ => false,
        }
    }

    /// Gives a type that needs a name its place in the arena, before its members have theirs.
    pub(super) fn start(&mut self, schema: &Schema, place: &Place) -> TypeId {
        place.defines.unwrap_or_else(|| {
            let constraints = self.constraints_of(schema, &place.pointer);
            let id = self.push(TypeDef {
                hint: place.hint(),
                docs: docs(schema),
                shape: Shape::Alias(Type::Any(AnyReason::Faulty)),
                constraints,
                origin: self.document.locate(&place.pointer),
            });
            self.name_open(&place.pointer, id);
            id
        })
    }

    /// Says what a type is made of.
    pub(super) fn finish(&mut self, id: TypeId, shape: Shape) -> Type {
        self.api.types[id.0 as usize].shape = shape;
        Type::Named(id)
    }
}

/// Returns a type that may also be null.
pub(super) fn with_null(ty: Type) -> Type {
    match ty {
        Type::Nullable(_) | Type::Any(_) => ty,
        ty => Type::Nullable(Box::new(ty)),
    }
}

/// Returns a type that is never null.
pub(super) fn without_null(ty: Type) -> Type {
    match ty {
        Type::Nullable(inner) => *inner,
        ty => ty,
    }
}

/// Returns whether a schema says nothing at all.
pub(super) fn is_blank(schema: &Schema) -> bool {
    schema.schema_data == Default::default() && matches!(&schema.schema_kind, SchemaKind::Any(any) if *any == Default::default())
}

/// Returns what a schema tells people.
pub(super) fn docs(schema: &Schema) -> Docs {
    let data = &schema.schema_data;
    let mut examples: Vec<Value> = data.example.iter().cloned().collect();
    examples.extend(ext::examples(data).into_iter().skip(examples.len()));
    Docs {
        title: data.title.clone(),
        description: data.description.clone(),
        examples,
        url: data.external_docs.as_ref().map(|docs| docs.url.clone()),
        deprecated: data.deprecated,
    }
}

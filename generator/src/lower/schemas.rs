//! Schemas: which type a value has.
//!
#![doc = include_str!("../../docs/schemas.md")]

use std::borrow::Borrow;
use std::collections::HashSet;

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};
use serde_json::Value;

use crate::ir::{Access, AnyReason, Constraints, DecimalWire, Docs, Field, Owner, Presence, Shape, StructForm, Type, TypeDef, TypeId};
use crate::normalize::ext;

use super::keywords::Keywords;
use super::place::Place;
use super::scalars::{number, string, untyped};
use super::{Cx, conditions, enums};

/// Inline lists and maps that are nested deeper than this are given a name.
const MOST_CONTAINERS: u32 = 8;

impl Cx<'_> {
    /// Returns the type of a value, with whether it may be null.
    pub(super) fn ty(&mut self, schema: &ReferenceOr<Schema>, place: &Place) -> Type {
        match schema {
            ReferenceOr::Reference { reference } => self.nullable_reference(reference),
            ReferenceOr::Item(schema) => self.inline(schema, place),
        }
    }

    /// Returns the type of a value whose schema is boxed in the model.
    pub(super) fn boxed_ty(&mut self, schema: &ReferenceOr<Box<Schema>>, place: &Place) -> Type {
        match schema {
            ReferenceOr::Reference { reference } => self.nullable_reference(reference),
            ReferenceOr::Item(schema) => self.inline(schema, place),
        }
    }

    /// Returns the type that a reference leads to, and whether it may be null.
    pub(super) fn reference(&self, reference: &str) -> (Type, bool) {
        match self.component(reference) {
            Some(index) => (Type::Named(self.components[index].id), self.components[index].nullable),
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
        let ty = self.value(schema, &keywords, place);
        if schema.schema_data.nullable { with_null(ty) } else { ty }
    }

    fn value(&mut self, schema: &Schema, keywords: &Keywords<'_>, place: &Place) -> Type {
        let data = &schema.schema_data;
        match ext::boolean_schema(data) {
            Some(true) => return Type::Any(AnyReason::Unconstrained),
            Some(false) => return Type::Any(AnyReason::Never),
            None => {}
        }
        if ext::is_null(data) {
            return Type::Any(AnyReason::Null);
        }
        if let Some(ty) = self.annotated_reference(schema, keywords) {
            return ty;
        }
        if let Some(values) = ext::raw_enum(data) {
            return self.enumeration(&values, schema, keywords, place);
        }
        if !keywords.values.is_empty() {
            return self.enumeration(&keywords.values.to_json(), schema, keywords, place);
        }
        if !keywords.all_of.is_empty() {
            return self.composition(schema, place);
        }
        if !keywords.one_of.is_empty() || !keywords.any_of.is_empty() {
            return self.alternatives(schema, keywords, place);
        }
        if data.discriminator.is_some()
            && let Some(ty) = self.hierarchy(schema, place)
        {
            return ty;
        }
        self.plain(schema, keywords, place)
    }

    /// Returns the type of a schema without composition.
    pub(super) fn plain(&mut self, schema: &Schema, keywords: &Keywords<'_>, place: &Place) -> Type {
        match keywords.ty {
            Some("string") => string(keywords.format),
            Some("integer") => self.integer(schema, keywords, place),
            Some("number") => number(keywords.format),
            Some("boolean") => Type::Bool,
            Some("array") => self.list(schema, keywords, place),
            _ if keywords.is_object() => self.object(schema, keywords, place),
            None if keywords.items.is_some() || ext::prefix_items(&schema.schema_data).is_some() => self.list(schema, keywords, place),
            None if conditions::has_any(schema) => self.struct_of(schema, place),
            None if keywords.format.is_some() => untyped(keywords.format),
            Some(_) | None if ext::is_faulty(&schema.schema_data) => Type::Any(AnyReason::Faulty),
            Some(_) | None if keywords.not => Type::Any(AnyReason::Unsupported("not")),
            Some(_) | None => Type::Any(AnyReason::Unconstrained),
        }
    }

    /// `allOf` (or `oneOf`, `anyOf`) with one reference and nothing else but annotations is the way of 3.0 to describe a reference. In
    /// `allOf` the annotations may have a member of their own.
    fn annotated_reference(&self, schema: &Schema, keywords: &Keywords<'_>) -> Option<Type> {
        let single = match (keywords.all_of, keywords.one_of, keywords.any_of) {
            ([one], [], []) | ([], [one], []) | ([], [], [one]) => one,
            ([one, note], [], []) | ([note, one], [], []) if only_annotates(note) => one,
            _ => return None,
        };
        let ReferenceOr::Reference { reference } = single else { return None };
        let says_more = !keywords.is_bare() || keywords.ty.is_some_and(|ty| ty != "object") || schema.schema_data.discriminator.is_some();
        (!says_more).then(|| self.nullable_reference(reference))
    }

    fn enumeration(&mut self, values: &[Value], schema: &Schema, keywords: &Keywords<'_>, place: &Place) -> Type {
        if !values.is_empty() && values.iter().all(Value::is_boolean) {
            return Type::Bool;
        }
        let Some(shape) = enums::of(values, &schema.schema_data) else { return Type::Any(AnyReason::Null) };
        // The values of integers beyond 64 bits have been rounded by now, so that they cannot be told apart.
        if keywords.ty == Some("integer") && shape.values.iter().any(|value| value.wire.is_f64()) {
            return Type::Decimal(DecimalWire::Number);
        }
        let id = self.start(schema, place);
        self.finish(id, Shape::Enum(shape))
    }

    fn list(&mut self, schema: &Schema, keywords: &Keywords<'_>, place: &Place) -> Type {
        if let Some(elements) = ext::prefix_items(&schema.schema_data).filter(|elements| !elements.is_empty()) {
            return self.tuple(schema, keywords, elements, place);
        }
        let at = place.part(place.pointer.join("items"), "item");
        let item = keywords.items.map(|items| {
            let item = self.boxed_ty(items, &at);
            self.shallow(item, &at)
        });
        // `normalize` gives a list without `items` a schema that says nothing.
        let item = item.filter(|item| *item != Type::Any(AnyReason::Unconstrained)).unwrap_or(Type::Any(AnyReason::Items));
        Type::List(Box::new(item))
    }

    /// Gives deeply nested inline lists and maps a name, so that no type is deeper than the compiler follows.
    fn shallow(&mut self, ty: Type, place: &Place) -> Type {
        if ty.containers() < MOST_CONTAINERS {
            return ty;
        }
        let origin = self.document.locate(&place.pointer);
        let (docs, constraints) = (Docs::default(), Constraints::default());
        let id = self.push(TypeDef { hint: place.hint(), docs, shape: Shape::Alias(ty), constraints, origin });
        Type::Named(id)
    }

    fn object(&mut self, schema: &Schema, keywords: &Keywords<'_>, place: &Place) -> Type {
        if keywords.properties.is_none() && !conditions::has_any(schema) {
            let reason = match keywords.additional {
                Some(AdditionalProperties::Any(false)) => AnyReason::Never,
                Some(_) | None => AnyReason::FreeObject,
            };
            let value = self.others(schema, keywords, place).unwrap_or(Type::Any(reason));
            return Type::Map(Box::new(value));
        }
        self.struct_of(schema, place)
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
    /// a union, for no type can follow the name.
    pub(super) fn others(&mut self, schema: &Schema, keywords: &Keywords<'_>, place: &Place) -> Option<Type> {
        let patterns = ext::pattern_properties(&schema.schema_data).unwrap_or_default();
        if patterns.is_empty() {
            return self.additional(keywords, place);
        }
        let before = self.api.types.len();
        let several = patterns.len() > 1 || matches!(keywords.additional, Some(AdditionalProperties::Schema(_)));
        let mut types = Vec::with_capacity(patterns.len() + 1);
        for (index, (pattern, schema)) in patterns.iter().enumerate() {
            let pointer = place.pointer.join(ext::PATTERN_PROPERTIES).join(pattern);
            let word = if several { format!("value {}", index + 1) } else { "value".to_owned() };
            types.push(self.ty(schema, &place.part(pointer, &word)));
        }
        types.extend(self.additional(keywords, place));
        let first = types[0].clone();
        if types.iter().all(|ty| *ty == first) {
            return Some(first);
        }
        if let Some(any) = types.iter().find(|ty| matches!(ty, Type::Any(_))) {
            let any = any.clone();
            self.api.types.truncate(before);
            return Some(any);
        }
        Some(self.union_of_types(types, &place.part(place.pointer.join(ext::PATTERN_PROPERTIES), "value")))
    }

    /// Returns the fields that `properties` declares.
    pub(super) fn fields(&mut self, keywords: &Keywords<'_>, pointer: &crate::source::Pointer, owner: TypeId) -> Vec<Field> {
        let Some(properties) = keywords.properties else { return Vec::new() };
        let pointer = pointer.join("properties");
        let mut fields = Vec::with_capacity(properties.len());
        let required: HashSet<&str> = keywords.required.iter().map(String::as_str).collect();
        for (wire, schema) in properties {
            let place = Place::member(Owner::Type(owner), pointer.join(wire), wire);
            let required = required.contains(wire.as_str());
            fields.push(self.field(wire, schema, required, &place));
        }
        fields
    }

    pub(super) fn field(&mut self, wire: &str, schema: &ReferenceOr<Box<Schema>>, required: bool, place: &Place) -> Field {
        let ty = self.boxed_ty(schema, place);
        let mut field = Field {
            wire: wire.to_owned(),
            ty,
            presence: if required { Presence::Required } else { Presence::Optional },
            access: Access::ReadWrite,
            docs: Docs::default(),
            default: None,
            constant: None,
            constraints: Default::default(),
            secret: false,
            url: self.is_url(schema, 0),
            flatten: false,
            xml: self.xml_of_field(wire, schema).map(Box::new),
            origin: self.document.locate(&place.pointer),
        };
        self.read_annotations(&mut field, schema, place);
        if self.is_tuple(&field.ty) {
            // The type itself keeps the number of elements.
            (field.constraints.min_items, field.constraints.max_items) = (None, None);
        }
        field
    }

    fn read_annotations(&mut self, field: &mut Field, schema: &ReferenceOr<Box<Schema>>, place: &Place) {
        if let ReferenceOr::Item(schema) = schema {
            let data = &schema.schema_data;
            field.docs = docs(schema);
            field.default.clone_from(&data.default);
            field.constant = ext::constant(data).cloned();
            field.constraints = self.constraints_of(schema, &place.pointer);
            field.secret = Keywords::of(schema).format == Some("password");
            if let [Value::Bool(only)] = *Keywords::of(schema).values.to_json() {
                field.constant.get_or_insert(Value::Bool(only));
            }
            field.access = access(schema);
        }
        if let Some(target) = self.referenced(schema) {
            if field.access == Access::ReadWrite {
                field.access = access(target);
            }
            field.secret |= Keywords::of(target).format == Some("password");
        }
    }

    /// Returns whether the format of a schema, or of those that it is composed of, is that of a URL.
    fn is_url<S: Borrow<Schema>>(&self, schema: &ReferenceOr<S>, depth: usize) -> bool {
        // The bound ends a ring of references.
        if depth > 8 {
            return false;
        }
        let schema = match schema {
            ReferenceOr::Item(schema) => schema.borrow(),
            ReferenceOr::Reference { reference } => {
                return self.component(reference).is_some_and(|id| self.is_url(self.components[id].schema, depth + 1));
            }
        };
        let keywords = Keywords::of(schema);
        let format = keywords.format.is_some_and(|format| matches!(format, "uri" | "uri-reference" | "url" | "iri" | "iri-reference"));
        let arms = if keywords.one_of.is_empty() { keywords.any_of } else { keywords.one_of };
        let all = || !arms.is_empty() && arms.iter().all(|arm| super::constraints::is_null(arm) || self.is_url(arm, depth + 1));
        format || keywords.all_of.iter().any(|member| self.is_url(member, depth + 1)) || all()
    }

    /// Returns the schema that stands behind a reference, or behind one in an `allOf` of its own, which is how 3.0 describes a reference.
    fn referenced(&self, schema: &ReferenceOr<Box<Schema>>) -> Option<&Schema> {
        let first = match schema {
            ReferenceOr::Reference { reference } => reference,
            ReferenceOr::Item(schema) => match Keywords::of(schema).all_of {
                [ReferenceOr::Reference { reference }] => reference,
                _ => return None,
            },
        };
        let mut reference = first;
        // The bound ends a ring of references.
        for _ in 0..=self.components.len() {
            match self.components[self.component(reference)?].schema {
                ReferenceOr::Reference { reference: next } => reference = next,
                ReferenceOr::Item(schema) => return Some(schema),
            }
        }
        None
    }

    fn is_tuple(&self, ty: &Type) -> bool {
        match ty {
            Type::Named(id) => matches!(&self.api.ty(*id).shape, Shape::Struct(shape) if shape.form == StructForm::List),
            Type::Nullable(inner) => self.is_tuple(inner),
            _ => false,
        }
    }

    /// Gives a type that needs a name its place in the arena, before its members have theirs.
    pub(super) fn start(&mut self, schema: &Schema, place: &Place) -> TypeId {
        place.defines.unwrap_or_else(|| {
            let constraints = self.constraints_of(schema, &place.pointer);
            self.push(TypeDef {
                hint: place.hint(),
                docs: docs(schema),
                shape: Shape::Alias(Type::Any(AnyReason::Faulty)),
                constraints,
                origin: self.document.locate(&place.pointer),
            })
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

fn access(schema: &Schema) -> Access {
    match (schema.schema_data.read_only, schema.schema_data.write_only) {
        (true, false) => Access::ReadOnly,
        (false, true) => Access::WriteOnly,
        (true, true) | (false, false) => Access::ReadWrite,
    }
}

/// Returns whether a schema says nothing about its value, or no more than that it is an object.
fn only_annotates(schema: &ReferenceOr<Schema>) -> bool {
    let ReferenceOr::Item(schema) = schema else { return false };
    let (keywords, data) = (Keywords::of(schema), &schema.schema_data);
    keywords.is_bare()
        && keywords.ty.is_none_or(|ty| ty == "object")
        && keywords.format.is_none()
        && !keywords.not
        && [keywords.all_of, keywords.one_of, keywords.any_of].iter().all(|list| list.is_empty())
        && data.discriminator.is_none()
        && ext::boolean_schema(data).is_none()
        && ext::constant(data).is_none()
        && ext::raw_enum(data).is_none()
        && ext::pattern_properties(data).is_none()
        && !ext::is_null(data)
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

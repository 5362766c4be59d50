//! Schemas: which type a value has.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::ir::{
    Access, AnyReason, DecimalWire, Docs, EnumKind, Field, FloatWidth, IntWidth, Owner, Presence, Shape, Type, TypeDef, TypeId,
};
use crate::normalize::ext;

use super::keywords::Keywords;
use super::place::Place;
use super::{Cx, constraints, enums};

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
            return self.enumeration(&keywords.values, schema, keywords, place);
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
            Some("string") => string(keywords.format.as_deref()),
            Some("integer") => self.integer(schema, keywords, place),
            Some("number") => number(keywords.format.as_deref()),
            Some("boolean") => Type::Bool,
            Some("array") => self.list(schema, keywords, place),
            _ if keywords.is_object() => self.object(schema, keywords, place),
            None if keywords.items.is_some() => self.list(schema, keywords, place),
            None if keywords.format.is_some() => string(keywords.format.as_deref()),
            Some(_) | None if ext::is_faulty(&schema.schema_data) => Type::Any(AnyReason::Faulty),
            Some(_) | None if keywords.not => Type::Any(AnyReason::Unsupported("not")),
            Some(_) | None => Type::Any(AnyReason::Unconstrained),
        }
    }

    /// `allOf` (or `oneOf`, `anyOf`) with one reference and nothing else but annotations is the way of 3.0 to describe a reference.
    fn annotated_reference(&self, schema: &Schema, keywords: &Keywords<'_>) -> Option<Type> {
        let single = match (keywords.all_of, keywords.one_of, keywords.any_of) {
            ([one], [], []) | ([], [one], []) | ([], [], [one]) => one,
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
        if shape.kind == EnumKind::Mixed && shape.values.iter().any(|value| value.wire.is_object() || value.wire.is_array()) {
            let message = "an enum of objects or lists has no rendering, treating it as any value";
            self.report(Diagnostic::warning("unsupported-enum", message), &place.pointer);
            return Type::Any(AnyReason::Unsupported("enum"));
        }
        if shape.kind == EnumKind::Mixed && shape.values.iter().all(|value| value.wire.is_number()) {
            return if keywords.ty == Some("integer") { Type::Decimal(DecimalWire::Number) } else { number(keywords.format.as_deref()) };
        }
        let id = self.start(schema, place);
        self.finish(id, Shape::Enum(shape))
    }

    fn integer(&mut self, schema: &Schema, keywords: &Keywords<'_>, place: &Place) -> Type {
        let width = match keywords.format.as_deref() {
            Some("int8") => IntWidth::I8,
            Some("int16") => IntWidth::I16,
            Some("int32") => IntWidth::I32,
            Some("uint8" | "uint16") => IntWidth::U16,
            Some("uint32") => IntWidth::U32,
            Some("uint64") => IntWidth::U64,
            Some("int64" | "integer" | "int" | "long") | None => IntWidth::I64,
            Some("unix-time" | "timestamp" | "unixtime" | "epoch" | "unix-timestamp" | "unix-epoch") => IntWidth::I64,
            Some(format) => {
                let message = format!("format `{format}` is not known, treating it as a 64-bit `integer`");
                let help = "known integer formats are `int8`, `int16`, `int32`, `int64`, `uint16`, `uint32` and `uint64`";
                self.report(Diagnostic::note("unknown-format", message).help(help), &place.pointer);
                IntWidth::I64
            }
        };
        // A declared bound that does not fit the declared width is believed over the width.
        let rules = constraints::of(schema);
        let beyond = |limit: f64| rules.maximum.is_some_and(|bound| bound.value > limit);
        match width {
            IntWidth::I32 if beyond(f64::from(i32::MAX)) => Type::Int(IntWidth::I64),
            IntWidth::I64 if ext::raw_bound(&schema.schema_data, ext::MAXIMUM).is_some() => Type::Int(IntWidth::U64),
            width => Type::Int(width),
        }
    }

    fn list(&mut self, schema: &Schema, keywords: &Keywords<'_>, place: &Place) -> Type {
        if ext::prefix_items(&schema.schema_data).is_some() {
            let message = "`prefixItems` has no rendering yet, treating the items as any value";
            self.report(Diagnostic::warning("unsupported-keyword", message), &place.pointer);
            return Type::List(Box::new(Type::Any(AnyReason::Unsupported("prefixItems"))));
        }
        let item = keywords.items.map(|items| self.boxed_ty(items, &place.part(place.pointer.join("items"), "item")));
        // `normalize` gives a list without `items` a schema that says nothing.
        let item = item.filter(|item| *item != Type::Any(AnyReason::Unconstrained)).unwrap_or(Type::Any(AnyReason::Items));
        Type::List(Box::new(item))
    }

    fn object(&mut self, schema: &Schema, keywords: &Keywords<'_>, place: &Place) -> Type {
        if keywords.properties.is_none() {
            let value = self.additional(keywords, place).or_else(|| self.pattern_values(schema, place));
            return Type::Map(Box::new(value.unwrap_or(Type::Any(AnyReason::FreeObject))));
        }
        self.struct_of(schema, place)
    }

    /// Returns the type of the properties that are not declared, where the schema allows them in words.
    pub(super) fn additional(&mut self, keywords: &Keywords<'_>, place: &Place) -> Option<Type> {
        match keywords.additional? {
            AdditionalProperties::Any(true) => Some(Type::Any(AnyReason::OpenProperties)),
            AdditionalProperties::Any(false) => None,
            AdditionalProperties::Schema(schema) => {
                let place = place.part(place.pointer.join("additionalProperties"), "value");
                let ty = self.ty(schema, &place);
                Some(if ty == Type::Any(AnyReason::Unconstrained) { Type::Any(AnyReason::OpenProperties) } else { ty })
            }
        }
    }

    /// Returns the type of the properties whose names match a pattern: that of the one pattern, or any value where there are several.
    pub(super) fn pattern_values(&mut self, schema: &Schema, place: &Place) -> Option<Type> {
        let patterns = ext::pattern_properties(&schema.schema_data)?;
        match patterns.iter().collect::<Vec<_>>().as_slice() {
            [] => None,
            [(pattern, schema)] => {
                let pointer = place.pointer.join(ext::PATTERN_PROPERTIES).join(pattern);
                Some(self.ty(schema, &place.part(pointer, "value")))
            }
            _ => Some(Type::Any(AnyReason::Unsupported("patternProperties"))),
        }
    }

    /// Returns the fields that `properties` declares.
    pub(super) fn fields(&mut self, keywords: &Keywords<'_>, pointer: &crate::source::Pointer, owner: TypeId) -> Vec<Field> {
        let Some(properties) = keywords.properties else { return Vec::new() };
        let pointer = pointer.join("properties");
        let mut fields = Vec::with_capacity(properties.len());
        for (wire, schema) in properties {
            let place = Place::member(Owner::Type(owner), pointer.join(wire), wire);
            let required = keywords.required.iter().any(|name| name == wire);
            fields.push(self.field(wire, schema, required, &place));
        }
        fields
    }

    fn field(&mut self, wire: &str, schema: &ReferenceOr<Box<Schema>>, required: bool, place: &Place) -> Field {
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
            flatten: false,
            origin: self.document.locate(&place.pointer),
        };
        if let ReferenceOr::Item(schema) = schema {
            let data = &schema.schema_data;
            field.docs = docs(schema);
            field.default.clone_from(&data.default);
            field.constant = ext::constant(data).cloned();
            field.constraints = constraints::of(schema);
            field.secret = Keywords::of(schema).format.as_deref() == Some("password");
            field.access = match (data.read_only, data.write_only) {
                (true, false) => Access::ReadOnly,
                (false, true) => Access::WriteOnly,
                (true, true) | (false, false) => Access::ReadWrite,
            };
        }
        field
    }

    /// Gives a type that needs a name its place in the arena, before its members have theirs.
    pub(super) fn start(&mut self, schema: &Schema, place: &Place) -> TypeId {
        place.defines.unwrap_or_else(|| {
            self.push(TypeDef {
                hint: place.hint(),
                docs: docs(schema),
                shape: Shape::Alias(Type::Any(AnyReason::Faulty)),
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

fn string(format: Option<&str>) -> Type {
    match format {
        Some("date-time" | "datetime") => Type::DateTime,
        Some("date") => Type::Date,
        Some("byte" | "base64") => Type::Base64,
        Some("binary") => Type::Binary,
        Some("decimal" | "decimal128" | "money") => Type::Decimal(DecimalWire::String),
        Some(_) | None => Type::String,
    }
}

fn number(format: Option<&str>) -> Type {
    match format {
        Some("decimal" | "decimal128" | "money" | "currency") => Type::Decimal(DecimalWire::Number),
        Some("int32") => Type::Int(IntWidth::I32),
        Some("int64") => Type::Int(IntWidth::I64),
        Some(_) | None => Type::Float(FloatWidth::F64),
    }
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

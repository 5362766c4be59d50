//! The keywords of a schema, whatever kind `openapiv3` reads it as.

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, ReferenceOr, Schema, SchemaKind, Type, VariantOrUnknownOrEmpty};
use serde::Serialize;
use serde_json::Value;

/// The keywords of a schema that say what its value is.
#[derive(Default)]
pub(super) struct Keywords<'s> {
    /// `type`.
    pub(super) ty: Option<&'s str>,
    /// `format`.
    pub(super) format: Option<String>,
    /// `enum`.
    pub(super) values: Vec<Value>,
    /// `properties`.
    pub(super) properties: Option<&'s IndexMap<String, ReferenceOr<Box<Schema>>>>,
    /// `required`.
    pub(super) required: &'s [String],
    /// `additionalProperties`.
    pub(super) additional: Option<&'s AdditionalProperties>,
    /// `items`.
    pub(super) items: Option<&'s ReferenceOr<Box<Schema>>>,
    /// `allOf`.
    pub(super) all_of: &'s [ReferenceOr<Schema>],
    /// `oneOf`.
    pub(super) one_of: &'s [ReferenceOr<Schema>],
    /// `anyOf`.
    pub(super) any_of: &'s [ReferenceOr<Schema>],
    /// Whether there is a `not`.
    pub(super) not: bool,
}

impl<'s> Keywords<'s> {
    /// Reads the keywords.
    pub(super) fn of(schema: &'s Schema) -> Self {
        match &schema.schema_kind {
            SchemaKind::Type(ty) => Self::of_type(ty),
            SchemaKind::OneOf { one_of } => Self { one_of, ..Self::default() },
            SchemaKind::AllOf { all_of } => Self { all_of, ..Self::default() },
            SchemaKind::AnyOf { any_of } => Self { any_of, ..Self::default() },
            SchemaKind::Not { .. } => Self { not: true, ..Self::default() },
            SchemaKind::Any(any) => Self {
                ty: any.typ.as_deref(),
                format: any.format.clone(),
                values: any.enumeration.clone(),
                properties: (!any.properties.is_empty()).then_some(&any.properties),
                required: &any.required,
                additional: any.additional_properties.as_ref(),
                items: any.items.as_ref(),
                all_of: &any.all_of,
                one_of: &any.one_of,
                any_of: &any.any_of,
                not: any.not.is_some(),
            },
        }
    }

    fn of_type(ty: &'s Type) -> Self {
        match ty {
            Type::String(string) => Self {
                ty: Some("string"),
                format: format(&string.format),
                values: string.enumeration.iter().map(|value| value.clone().map_or(Value::Null, Value::from)).collect(),
                ..Self::default()
            },
            Type::Number(number) => Self {
                ty: Some("number"),
                format: format(&number.format),
                values: number.enumeration.iter().map(|value| value.map_or(Value::Null, Value::from)).collect(),
                ..Self::default()
            },
            Type::Integer(integer) => Self {
                ty: Some("integer"),
                format: format(&integer.format),
                values: integer.enumeration.iter().map(|value| value.map_or(Value::Null, Value::from)).collect(),
                ..Self::default()
            },
            Type::Boolean(boolean) => Self {
                ty: Some("boolean"),
                values: boolean.enumeration.iter().map(|value| value.map_or(Value::Null, Value::from)).collect(),
                ..Self::default()
            },
            Type::Object(object) => Self {
                ty: Some("object"),
                properties: (!object.properties.is_empty()).then_some(&object.properties),
                required: &object.required,
                additional: object.additional_properties.as_ref(),
                ..Self::default()
            },
            Type::Array(array) => Self { ty: Some("array"), items: array.items.as_ref(), ..Self::default() },
        }
    }

    /// Returns whether the schema says nothing about its value but what its `allOf`, `oneOf` or `anyOf` say.
    pub(super) fn is_bare(&self) -> bool {
        self.values.is_empty() && self.properties.is_none() && self.additional.is_none() && self.items.is_none() && self.required.is_empty()
    }

    /// Returns whether the schema describes an object by itself.
    pub(super) fn is_object(&self) -> bool {
        self.ty == Some("object") || (self.ty.is_none() && (self.properties.is_some() || self.additional.is_some()))
    }
}

fn format<F: Serialize>(format: &VariantOrUnknownOrEmpty<F>) -> Option<String> {
    match format {
        VariantOrUnknownOrEmpty::Empty => None,
        VariantOrUnknownOrEmpty::Unknown(name) => (!name.is_empty()).then(|| name.clone()),
        VariantOrUnknownOrEmpty::Item(known) => match serde_json::to_value(known) {
            Ok(Value::String(name)) => Some(name),
            _ => None,
        },
    }
}

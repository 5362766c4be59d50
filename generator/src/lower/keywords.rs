//! The keywords of a schema, whatever kind `openapiv3` reads it as.

use std::borrow::Cow;

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, IntegerFormat, NumberFormat, ReferenceOr, Schema, SchemaKind, StringFormat, Type, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use super::constraints::float;

/// The keywords of a schema that say what its value is.
#[derive(Default)]
pub(super) struct Keywords<'s> {
    /// `type`.
    pub(super) ty: Option<&'s str>,
    /// `format`.
    pub(super) format: Option<&'s str>,
    /// `enum`.
    pub(super) values: Values<'s>,
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
                format: any.format.as_deref(),
                values: Values::Any(&any.enumeration),
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
            Type::String(string) => {
                Self { ty: Some("string"), format: format(&string.format), values: Values::Strings(&string.enumeration), ..Self::default() }
            }
            Type::Number(number) => {
                Self { ty: Some("number"), format: format(&number.format), values: Values::Numbers(&number.enumeration), ..Self::default() }
            }
            Type::Integer(integer) => Self {
                ty: Some("integer"),
                format: format(&integer.format),
                values: Values::Integers(&integer.enumeration),
                ..Self::default()
            },
            Type::Boolean(boolean) => Self { ty: Some("boolean"), values: Values::Booleans(&boolean.enumeration), ..Self::default() },
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

/// The values of `enum`.
///
/// Keywords are read in several passes, and lists of values are long: they are turned into JSON only where that is asked for.
#[derive(Clone, Copy)]
pub(super) enum Values<'s> {
    /// Of any type.
    Any(&'s [Value]),
    /// Strings and null.
    Strings(&'s [Option<String>]),
    /// Numbers and null.
    Numbers(&'s [Option<f64>]),
    /// Integers and null.
    Integers(&'s [Option<i64>]),
    /// Truth values and null.
    Booleans(&'s [Option<bool>]),
}

impl Default for Values<'_> {
    fn default() -> Self {
        Self::Any(&[])
    }
}

impl<'s> Values<'s> {
    /// Returns whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Any(values) => values.is_empty(),
            Self::Strings(values) => values.is_empty(),
            Self::Numbers(values) => values.is_empty(),
            Self::Integers(values) => values.is_empty(),
            Self::Booleans(values) => values.is_empty(),
        }
    }

    /// Returns the values as JSON.
    pub(super) fn to_json(self) -> Cow<'s, [Value]> {
        fn list<T: Clone + Into<Value>>(values: &[Option<T>]) -> Vec<Value> {
            values.iter().map(|value| value.clone().map_or(Value::Null, Into::into)).collect()
        }
        match self {
            Self::Any(values) => Cow::Borrowed(values),
            Self::Strings(values) => list(values).into(),
            // The model has every number as a float; one that is whole is written as it was.
            Self::Numbers(values) => values.iter().map(|value| value.and_then(float).map_or(Value::Null, Value::Number)).collect(),
            Self::Integers(values) => list(values).into(),
            Self::Booleans(values) => list(values).into(),
        }
    }
}

/// The name of a format that `openapiv3` knows.
trait Format {
    fn name(&self) -> &'static str;
}

impl Format for StringFormat {
    fn name(&self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::DateTime => "date-time",
            Self::Password => "password",
            Self::Byte => "byte",
            Self::Binary => "binary",
        }
    }
}

impl Format for NumberFormat {
    fn name(&self) -> &'static str {
        match self {
            Self::Float => "float",
            Self::Double => "double",
        }
    }
}

impl Format for IntegerFormat {
    fn name(&self) -> &'static str {
        match self {
            Self::Int32 => "int32",
            Self::Int64 => "int64",
        }
    }
}

fn format<F: Format>(format: &VariantOrUnknownOrEmpty<F>) -> Option<&str> {
    match format {
        VariantOrUnknownOrEmpty::Empty => None,
        VariantOrUnknownOrEmpty::Unknown(name) => (!name.is_empty()).then_some(name),
        VariantOrUnknownOrEmpty::Item(known) => Some(known.name()),
    }
}

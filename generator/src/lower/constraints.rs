//! The rules that a valid value keeps.

use openapiv3::{Schema, SchemaKind, Type};

use crate::ir::{Bound, Constraints};

/// Reads the rules of a schema.
pub(super) fn of(schema: &Schema) -> Constraints {
    let mut rules = Constraints::default();
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(string)) => {
            rules.pattern.clone_from(&string.pattern);
            rules.min_length = string.min_length.map(|length| length as u64);
            rules.max_length = string.max_length.map(|length| length as u64);
        }
        SchemaKind::Type(Type::Number(number)) => {
            rules.minimum = bound(number.minimum, number.exclusive_minimum);
            rules.maximum = bound(number.maximum, number.exclusive_maximum);
            rules.multiple_of = number.multiple_of;
        }
        SchemaKind::Type(Type::Integer(integer)) => {
            rules.minimum = bound(integer.minimum.map(|bound| bound as f64), integer.exclusive_minimum);
            rules.maximum = bound(integer.maximum.map(|bound| bound as f64), integer.exclusive_maximum);
            rules.multiple_of = integer.multiple_of.map(|factor| factor as f64);
        }
        SchemaKind::Type(Type::Array(array)) => {
            rules.min_items = array.min_items.map(|count| count as u64);
            rules.max_items = array.max_items.map(|count| count as u64);
            rules.unique_items = array.unique_items;
        }
        SchemaKind::Type(Type::Object(object)) => {
            rules.min_properties = object.min_properties.map(|count| count as u64);
            rules.max_properties = object.max_properties.map(|count| count as u64);
        }
        SchemaKind::Any(any) => {
            rules.pattern.clone_from(&any.pattern);
            rules.min_length = any.min_length.map(|length| length as u64);
            rules.max_length = any.max_length.map(|length| length as u64);
            rules.minimum = bound(any.minimum, any.exclusive_minimum.unwrap_or(false));
            rules.maximum = bound(any.maximum, any.exclusive_maximum.unwrap_or(false));
            rules.multiple_of = any.multiple_of;
            rules.min_items = any.min_items.map(|count| count as u64);
            rules.max_items = any.max_items.map(|count| count as u64);
            rules.unique_items = any.unique_items.unwrap_or(false);
            rules.min_properties = any.min_properties.map(|count| count as u64);
            rules.max_properties = any.max_properties.map(|count| count as u64);
        }
        SchemaKind::Type(Type::Boolean(_))
        | SchemaKind::OneOf { .. }
        | SchemaKind::AllOf { .. }
        | SchemaKind::AnyOf { .. }
        | SchemaKind::Not { .. } => {}
    }
    rules
}

fn bound(value: Option<f64>, exclusive: bool) -> Option<Bound> {
    value.map(|value| Bound { value, exclusive })
}

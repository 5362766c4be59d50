//! Lists of values.

use std::collections::HashSet;

use openapiv3::SchemaData;
use serde_json::Value;

use crate::ir::{EnumKind, EnumValue};
use crate::normalize::ext::{VALUE_DESCRIPTIONS, VALUE_NAMES};

/// Lists of objects, each with the name and the description of a value.
const OBJECTS: [&str; 2] = ["x-enum-elements", "x-enum-values"];

/// Returns a schema's values, each once, with their names.
pub(super) fn values(values: &[Value], schema: &SchemaData) -> Vec<EnumValue> {
    let mut seen = HashSet::new();
    let mut unique: Vec<EnumValue> = Vec::new();
    for (index, value) in values.iter().enumerate() {
        if value.is_null() || !seen.insert(value.to_string()) {
            continue;
        }
        let at = At { index, count: values.len(), key: key(value) };
        let described = VALUE_DESCRIPTIONS.iter().find_map(|key| at.text(schema.extensions.get(*key)?));
        let deprecated = schema.extensions.get("x-deprecated-enum").and_then(Value::as_array);
        unique.push(EnumValue {
            wire: value.clone(),
            name: VALUE_NAMES.iter().find_map(|key| at.text(schema.extensions.get(*key)?)).or_else(|| at.member(schema, "name")),
            docs: described.or_else(|| at.member(schema, "description")),
            deprecated: deprecated.is_some_and(|list| list.contains(value)),
        });
    }
    unique
}

/// Which of the values of an enum something is said of.
struct At {
    index: usize,
    count: usize,
    key: String,
}

impl At {
    /// Returns what a list or a map says of the value.
    fn text(&self, said: &Value) -> Option<String> {
        let text = match said {
            // A list of another length than the values' belongs to something else.
            Value::Array(list) if list.len() == self.count => list[self.index].as_str()?,
            Value::Object(map) => map.get(&self.key)?.as_str()?,
            _ => return None,
        };
        Some(text.to_owned())
    }

    /// Returns a member of the object that tells of the value.
    fn member(&self, schema: &SchemaData, member: &str) -> Option<String> {
        let extensions = &schema.extensions;
        let is_own = |told: &&Value| ["value", "name"].iter().find_map(|by| told.get(by)).is_some_and(|by| key(by) == self.key);
        let told = match (extensions.get("x-ms-enum").and_then(|told| told.get("values")), extensions.get("x-fern-enum")) {
            (Some(list), _) => list.as_array()?.iter().find(is_own),
            (None, Some(map)) => map.get(&self.key),
            (None, None) => OBJECTS.iter().find_map(|key| extensions.get(*key)?.as_array()?.iter().find(is_own)),
        };
        let text = told?.get(member)?.as_str()?;
        // An object that identifies a value by its name does not rename it.
        (!text.is_empty() && (member != "name" || text != self.key)).then(|| text.to_owned())
    }
}

/// Returns what a value is called in a map.
fn key(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Returns what values are.
pub(super) fn kind(values: &[EnumValue]) -> EnumKind {
    if values.iter().all(|value| value.wire.is_string()) {
        EnumKind::String
    } else if values.iter().all(|value| value.wire.is_i64()) {
        EnumKind::Integer
    } else {
        EnumKind::Mixed
    }
}

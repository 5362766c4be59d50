//! Mappings of a discriminator that hold schemas and not references.
//!
//! The specification has strings there. FastAPI writes the schema of a nested union, which is the one among the alternatives without its
//! discriminator.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::names::pure_reference;

/// Returns the values of a schema's mapping that hold a schema, each with the index of the alternative that says the same.
pub(super) fn repeated_members(schema: &Map<String, Value>) -> Map<String, Value> {
    let mapping = schema.get("discriminator").and_then(|it| it.get("mapping")).and_then(Value::as_object);
    let members = ["oneOf", "anyOf"].iter().find_map(|key| schema.get(*key)?.as_array().filter(|list| !list.is_empty()));
    let (Some(mapping), Some(members)) = (mapping, members) else { return Map::new() };
    let held = mapping.iter().filter(|(_, value)| value.is_object() && pure_reference(value).is_none());
    held.filter_map(|(name, value)| Some((name.clone(), Value::from(same(value, members)?)))).collect()
}

fn same(schema: &Value, members: &[Value]) -> Option<usize> {
    let plain = without_discriminators(schema);
    let own = references(schema);
    let exact = members.iter().position(|member| without_discriminators(member) == plain);
    exact.or_else(|| members.iter().position(|member| !own.is_empty() && references(member) == own))
}

fn without_discriminators(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let left = map.iter().filter(|(key, _)| *key != "discriminator");
            Value::Object(left.map(|(key, value)| (key.clone(), without_discriminators(value))).collect())
        }
        Value::Array(list) => Value::Array(list.iter().map(without_discriminators).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// Returns the references of a schema, but for those of its discriminators.
fn references(value: &Value) -> BTreeSet<&str> {
    match value {
        Value::Object(map) => {
            let own = map.get("$ref").and_then(Value::as_str);
            let inner = map.iter().filter(|(key, _)| *key != "discriminator").flat_map(|(_, value)| references(value));
            own.into_iter().chain(inner).collect()
        }
        Value::Array(list) => list.iter().flat_map(references).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => BTreeSet::new(),
    }
}

//! Lists of values.

use std::collections::HashSet;

use openapiv3::SchemaData;
use serde_json::Value;

use crate::ir::{Enum, EnumKind, EnumValue};

/// Makes an enum of a schema's values; `None` where no value is left besides null.
pub(super) fn of(values: &[Value], schema: &SchemaData) -> Option<Enum> {
    let names = strings(schema, &["x-enum-varnames", "x-enumNames", "x-enum-names"]);
    let docs = strings(schema, &["x-enum-descriptions", "x-enumDescriptions"]);
    let mut seen = HashSet::new();
    let mut unique: Vec<EnumValue> = Vec::new();
    for (index, value) in values.iter().enumerate() {
        if value.is_null() || !seen.insert(value.to_string()) {
            continue;
        }
        // A list of another length than the values' belongs to something else.
        let beside = |list: &Vec<String>| (list.len() == values.len()).then(|| list[index].clone());
        unique.push(EnumValue { wire: value.clone(), name: beside(&names), docs: beside(&docs), deprecated: false });
    }
    (!unique.is_empty()).then(|| Enum { kind: kind(&unique), values: unique })
}

fn kind(values: &[EnumValue]) -> EnumKind {
    if values.iter().all(|value| value.wire.is_string()) {
        EnumKind::String
    } else if values.iter().all(|value| value.wire.is_i64()) {
        EnumKind::Integer
    } else {
        EnumKind::Mixed
    }
}

fn strings(schema: &SchemaData, keys: &[&str]) -> Vec<String> {
    let list = keys.iter().find_map(|key| schema.extensions.get(*key)?.as_array());
    list.into_iter().flatten().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

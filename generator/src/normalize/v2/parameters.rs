//! Moves what a 2.0 parameter, header or item says about its values into a schema.

use serde_json::{Map, Value, json};

use super::super::cx::Cx;
use super::super::ext;
use crate::source::Path;

/// Members of a parameter that a schema has in 3.0.
const SCHEMA: &[&str] = &[
    "type",
    "format",
    "items",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
    "x-nullable",
];

/// Rewrites a path, query or header parameter.
pub(super) fn convert(parameter: &mut Value, path: &Path<'_>, cx: &mut Cx<'_>) {
    let Value::Object(map) = parameter else {
        return;
    };
    if map.contains_key("$ref") {
        return;
    }
    let format = map.shift_remove("collectionFormat");
    let is_query = map.get("in").and_then(Value::as_str) == Some("query");
    cx.moved(&path.key("schema"), path);
    let mut schema = take_schema(map);
    if schema.get("type").and_then(Value::as_str) == Some("array") {
        let format = format.as_ref().and_then(Value::as_str).unwrap_or("csv");
        match format {
            "multi" => set_style(map, "form", true),
            "csv" if is_query => set_style(map, "form", false),
            "ssv" if is_query => set_style(map, "spaceDelimited", false),
            "pipes" if is_query => set_style(map, "pipeDelimited", false),
            "csv" => {}
            other => {
                if is_query {
                    set_style(map, "form", false);
                }
                schema.insert(ext::COLLECTION_FORMAT.to_owned(), json!(other));
            }
        }
    }
    map.entry("schema").or_insert(Value::Object(schema));
}

fn set_style(map: &mut Map<String, Value>, style: &str, explode: bool) {
    map.insert("style".to_owned(), json!(style));
    map.insert("explode".to_owned(), json!(explode));
}

/// Rewrites a header of a response.
pub(super) fn header(header: &mut Value, path: &Path<'_>, cx: &mut Cx<'_>) {
    let Value::Object(map) = header else { return };
    if map.contains_key("schema") || map.contains_key("$ref") {
        return;
    }
    let format = map.shift_remove("collectionFormat");
    cx.moved(&path.key("schema"), path);
    let mut schema = take_schema(map);
    if let Some(format) = format.filter(|format| format != "csv") {
        schema.insert(ext::COLLECTION_FORMAT.to_owned(), format);
    }
    map.insert("schema".to_owned(), Value::Object(schema));
}

/// Takes the schema out of a parameter.
pub(super) fn take_schema(map: &mut Map<String, Value>) -> Map<String, Value> {
    let mut schema = Map::new();
    let members = std::mem::take(map);
    for (key, value) in members {
        if SCHEMA.contains(&key.as_str()) || (key.starts_with("x-") && key.contains("enum")) {
            schema.insert(key, value);
        } else {
            map.insert(key, value);
        }
    }
    if let Some(items) = schema.get_mut("items") {
        inner(items);
    }
    file(&mut schema);
    schema
}

/// Says as 3.0 does that a value is a file.
fn file(schema: &mut Map<String, Value>) {
    if schema.get("type").and_then(Value::as_str) == Some("file") {
        schema.insert("type".to_owned(), json!("string"));
        schema.insert("format".to_owned(), json!("binary"));
    }
}

/// Keeps how a list in a list is written, and says as 3.0 does what a file is.
fn inner(items: &mut Value) {
    let Value::Object(map) = items else { return };
    file(map);
    if let Some(format) = map.shift_remove("collectionFormat").filter(|format| format != "csv") {
        map.insert(ext::COLLECTION_FORMAT.to_owned(), format);
    }
    if let Some(items) = map.get_mut("items") {
        inner(items);
    }
}

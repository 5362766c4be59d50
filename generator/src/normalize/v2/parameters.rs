//! Moves what a 2.0 parameter, header or item says about its values into a schema.

use serde_json::{Map, Value, json};

use super::super::cx::{Cx, shown};
use super::super::ext;
use crate::diagnostic::Diagnostic;
use crate::source::{Location, Path};

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
        let at = cx.locate(&path.key("collectionFormat"));
        match separator(format.as_ref(), is_query, &at, cx) {
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

/// Reads how a list is separated: as `csv`, the default, also where the value is not known, or is `multi` and a name cannot be repeated.
pub(super) fn separator(format: Option<&Value>, repeats: bool, at: &Location, cx: &mut Cx<'_>) -> &'static str {
    let known = ["csv", "ssv", "tsv", "pipes", "multi"].into_iter().find(|known| format.is_some_and(|format| format == known));
    let message = match (format, known) {
        (None, _) => return "csv",
        (Some(_), Some("multi")) if !repeats => "`collectionFormat: multi` is for query and form parameters only, taking `csv`".to_owned(),
        (Some(_), Some(known)) => return known,
        (Some(other), None) => {
            let written = other.as_str().map_or_else(|| other.to_string(), str::to_owned);
            format!("`collectionFormat: {}` is not known, taking `csv`", shown(&written))
        }
    };
    let diagnostic = Diagnostic::warning("unknown-separator", message).at(at.clone());
    cx.diagnostics.push(diagnostic.help("the values are `csv`, `ssv`, `tsv`, `pipes` and `multi`"));
    "csv"
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
    let at = cx.locate(&path.key("collectionFormat"));
    cx.moved(&path.key("schema"), path);
    let mut schema = take_schema(map);
    match separator(format.as_ref(), false, &at, cx) {
        "csv" => {}
        format => {
            schema.insert(ext::COLLECTION_FORMAT.to_owned(), json!(format));
        }
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

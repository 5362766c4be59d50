//! Rewrites the schemas of 3.1 (JSON Schema 2020-12) to what 3.0 says, or stores what it cannot say under the project's own prefix.
//!
//! Documents of 3.0 and 2.0 go through the same rewrites, because many of them use the newer keywords. Only what stands beside a
//! `$ref` is treated by dialect: 3.1 applies it, the older ones ignore it.

use serde_json::{Map, Value, json};

use super::cx::{Cx, shown};
use super::dialect::Dialect;
use super::ext;
use super::rewrite::rename;
use crate::source::Path;
use crate::source::shape::Kind;

mod types;

/// Keywords that 3.0 does not have, and the keys that they are stored under.
const STORED: &[(&str, &str)] = &[
    ("prefixItems", ext::PREFIX_ITEMS),
    ("patternProperties", ext::PATTERN_PROPERTIES),
    ("propertyNames", ext::PROPERTY_NAMES),
    ("contains", ext::CONTAINS),
    ("if", ext::IF),
    ("then", ext::THEN),
    ("else", ext::ELSE),
    ("dependentSchemas", ext::DEPENDENT_SCHEMAS),
    ("dependentRequired", ext::DEPENDENT_REQUIRED),
    ("unevaluatedItems", ext::UNEVALUATED_ITEMS),
    ("contentSchema", ext::CONTENT_SCHEMA),
];

/// Keywords that name, place or comment on a schema; what references reach through them has become a component.
const FRAMING: &[&str] = &[
    "$schema",
    "$id",
    "$anchor",
    "$dynamicAnchor",
    "$recursiveAnchor",
    "$comment",
    "$vocabulary",
    "$defs",
    "definitions",
    "minContains",
    "maxContains",
];

/// Keywords that may stand beside a `$ref` in any dialect.
const ANNOTATIONS: &[&str] = &["description", "summary", "title", "deprecated", "nullable", "readOnly", "writeOnly", "default", "example"];

/// Returns whether a keyword says something about a value and nothing about its form.
pub(super) fn is_annotation(key: &str) -> bool {
    key.starts_with("x-") || ANNOTATIONS.contains(&key)
}

/// Returns the 3.0 form of a boolean schema.
pub(super) fn boolean_schema(truth: bool) -> Value {
    if truth { json!({ ext::SCHEMA: true }) } else { json!({ "not": {}, ext::SCHEMA: false }) }
}

/// Rewrites one object.
pub(super) fn object(map: &mut Map<String, Value>, kind: Kind, path: &Path<'_>, dialect: Dialect, cx: &mut Cx<'_>) {
    if kind == Kind::Schema {
        if map.is_empty() {
            return;
        }
        if map.contains_key("$ref") {
            beside_reference(map, path, dialect, cx);
            if map.contains_key("$ref") {
                return;
            }
        }
        schema(map, path, cx);
    }
}

/// Makes what stands beside a reference apply to it.
fn beside_reference(map: &mut Map<String, Value>, path: &Path<'_>, dialect: Dialect, cx: &mut Cx<'_>) {
    if map.len() == 1 {
        return;
    }
    map.retain(|key, _| !FRAMING.contains(&key.as_str()));
    if dialect < Dialect::V3_1 {
        let ignored: Vec<String> = map.keys().filter(|key| *key != "$ref" && !is_annotation(key)).map(|key| format!("`{key}`")).collect();
        if !ignored.is_empty() {
            let message = format!("{} beside `$ref` means nothing before OpenAPI 3.1, ignoring it", ignored.join(", "));
            cx.note(path, "ref-siblings", message);
            map.retain(|key, _| key == "$ref" || is_annotation(key));
        }
    }
    if map.len() == 1 {
        return;
    }
    let Some(reference) = map.shift_remove("$ref") else {
        return;
    };
    let branch = json!({ "$ref": reference });
    cx.moved(&path.key("allOf").index(0), path);
    match map.get_mut("allOf") {
        Some(Value::Array(branches)) => branches.insert(0, branch),
        Some(_) | None => {
            map.insert("allOf".to_owned(), Value::Array(vec![branch]));
        }
    }
}

/// The dialects whose keywords are read as they mean them. Others are read as JSON Schema 2020-12, which a note says.
fn is_known_dialect(uri: &str) -> bool {
    let uri = uri.trim_end_matches('#');
    uri == "https://json-schema.org/draft/2020-12/schema" || uri.starts_with("https://spec.openapis.org/oas/3.")
}

/// Reports a dialect of schemas that is read as another one.
pub(super) fn dialect(uri: Option<&Value>, path: &Path<'_>, cx: &mut Cx<'_>) {
    if let Some(Value::String(uri)) = uri
        && !is_known_dialect(uri)
    {
        cx.note(path, "schema-dialect", format!("schemas of the dialect `{}` are read as JSON Schema 2020-12", shown(uri)));
    }
}

fn schema(map: &mut Map<String, Value>, path: &Path<'_>, cx: &mut Cx<'_>) {
    dialect(map.get("$schema"), &path.key("$schema"), cx);
    unevaluated_items(map, path, cx);
    map.retain(|key, _| !FRAMING.contains(&key.as_str()));
    for (from, to) in STORED {
        rename(map, from, to, path, cx);
    }
    if let Some(nullable) = map.shift_remove("x-nullable") {
        map.entry("nullable").or_insert(nullable);
    }
    items(map, path, cx);
    constant(map, path, cx);
    content(map, path, cx);
    exclusive(map, "exclusiveMinimum", "minimum", f64::max);
    exclusive(map, "exclusiveMaximum", "maximum", f64::min);
    examples(map);
    if let Some(rest) = map.shift_remove("unevaluatedProperties") {
        cx.moved(&path.key("additionalProperties"), &path.key("unevaluatedProperties"));
        map.entry("additionalProperties").or_insert(rest);
    }
    null_branches(map, "oneOf", path, cx);
    null_branches(map, "anyOf", path, cx);
    types::rewrite(map, path, cx);
}

/// Rewrites the lists of `items` that drafts before 2020-12 had for tuples.
fn items(map: &mut Map<String, Value>, path: &Path<'_>, cx: &mut Cx<'_>) {
    match map.get("items") {
        Some(Value::Array(list)) if list.is_empty() => {
            cx.warn(&path.key("items"), "invalid-field", "`items` is an empty list, taking any items");
            map.insert("items".to_owned(), json!({}));
        }
        Some(Value::Array(_)) => {
            rename(map, "items", ext::PREFIX_ITEMS, path, cx);
            rename(map, "additionalItems", "items", path, cx);
        }
        Some(_) | None => {
            map.shift_remove("additionalItems");
        }
    }
}

/// Takes `unevaluatedItems` as `items` where no other keyword of the schema can have evaluated an item: it then says the same.
fn unevaluated_items(map: &mut Map<String, Value>, path: &Path<'_>, cx: &mut Cx<'_>) {
    const EVALUATING: [&str; 8] = ["items", "contains", "allOf", "anyOf", "oneOf", "if", "not", "$ref"];
    if !EVALUATING.iter().any(|keyword| map.contains_key(*keyword)) {
        rename(map, "unevaluatedItems", "items", path, cx);
    }
}

fn constant(map: &mut Map<String, Value>, path: &Path<'_>, cx: &mut Cx<'_>) {
    let Some(value) = map.shift_remove("const") else {
        return;
    };
    cx.moved(&path.key("enum"), &path.key("const"));
    map.insert("enum".to_owned(), Value::Array(vec![value.clone()]));
    map.insert(ext::CONST.to_owned(), value);
}

/// Rewrites the keywords on encoded contents to the formats that 3.0 has for them.
fn content(map: &mut Map<String, Value>, path: &Path<'_>, cx: &mut Cx<'_>) {
    let is_base64 = map.get("contentEncoding").and_then(Value::as_str).is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64"));
    if is_base64 && !map.contains_key("format") {
        map.shift_remove("contentEncoding");
        map.insert("format".to_owned(), json!("byte"));
        map.entry("type").or_insert_with(|| json!("string"));
    } else if map.get("contentMediaType").is_some_and(Value::is_string) && !map.contains_key("contentEncoding") && !map.contains_key("type")
    {
        map.insert("type".to_owned(), json!("string"));
        map.entry("format").or_insert_with(|| json!("binary"));
    }
    rename(map, "contentEncoding", ext::CONTENT_ENCODING, path, cx);
    rename(map, "contentMediaType", ext::CONTENT_MEDIA_TYPE, path, cx);
}

/// Rewrites a numeric exclusive bound to 3.0's pair of a bound and a flag; of two bounds the stricter one stays.
fn exclusive(map: &mut Map<String, Value>, exclusive: &str, inclusive: &str, stricter: fn(f64, f64) -> f64) {
    let Some(Value::Number(bound)) = map.get(exclusive) else {
        return;
    };
    let bound = bound.clone();
    let open = bound.as_f64().unwrap_or_default();
    let closed = map.get(inclusive).and_then(Value::as_f64);
    let is_open_stricter = closed.is_none_or(|closed| stricter(open, closed) == open);
    if is_open_stricter {
        map.insert(inclusive.to_owned(), Value::Number(bound));
        map.insert(exclusive.to_owned(), json!(true));
    } else {
        map.shift_remove(exclusive);
    }
}

fn examples(map: &mut Map<String, Value>) {
    let list = match map.shift_remove("examples") {
        None => return,
        Some(Value::Array(list)) => list,
        // An author's slip: the named examples of media types.
        Some(Value::Object(named)) => named
            .into_iter()
            .map(|(_, example)| match example {
                Value::Object(mut example) if example.contains_key("value") => example.shift_remove("value").unwrap_or_default(),
                example => example,
            })
            .collect(),
        Some(single) => vec![single],
    };
    let Some(first) = list.first() else { return };
    map.entry("example").or_insert_with(|| first.clone());
    if list.len() > 1 {
        map.insert(ext::EXAMPLES.to_owned(), Value::Array(list));
    }
}

/// Takes the branches out that allow null and nothing else.
fn null_branches(map: &mut Map<String, Value>, key: &str, path: &Path<'_>, cx: &mut Cx<'_>) {
    let Some(Value::Array(branches)) = map.get_mut(key) else {
        return;
    };
    let before = branches.len();
    cx.retain(branches, &path.key(key), |branch| !is_null_schema(branch));
    if branches.len() == before {
        return;
    }
    if branches.is_empty() {
        map.shift_remove(key);
        map.insert(ext::TYPE.to_owned(), json!("null"));
    }
    map.insert("nullable".to_owned(), json!(true));
}

fn is_null_schema(schema: &Value) -> bool {
    let Value::Object(map) = schema else {
        return false;
    };
    let is_null = |key: &str, value: &Value| match key {
        "type" => value == "null" || value == &json!(["null"]),
        "enum" => value == &json!([null]),
        "const" => value.is_null(),
        _ => false,
    };
    let says_null = map.iter().any(|(key, value)| is_null(key, value));
    says_null && map.iter().all(|(key, value)| is_null(key, value) || key == "nullable" || is_annotation(key))
}

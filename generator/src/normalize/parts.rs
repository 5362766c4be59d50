//! Makes the parts of multipart bodies binary that a document of 3.1 says nothing about.
//!
//! OpenAPI 3.1, Encoding Object, `contentType`: the default for a property without a `type` is `application/octet-stream`. A schema that
//! stands elsewhere too is left alone, for there a value without a type is any JSON.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::{component, v3_1};
use crate::source::shape::{Child, Kind, member};

/// What is known of the components after all bodies have been seen.
#[derive(Default)]
struct Uses {
    /// How many references there are to each schema.
    all: BTreeMap<String, usize>,
    /// The schemas of multipart bodies.
    bodies: BTreeMap<String, Body>,
}

/// A schema of multipart bodies.
#[derive(Default)]
struct Body {
    /// How many bodies have it.
    count: usize,
    /// The parts that a body says another content type of.
    other: BTreeSet<String>,
}

/// Rewrites all multipart bodies of a document of 3.1 or later.
pub(super) fn make_binary(tree: &mut Value) {
    let mut uses = Uses::default();
    walk(tree, Child::One(Kind::Document), &mut uses);
    for (name, body) in &uses.bodies {
        if uses.all.get(name) == Some(&body.count)
            && let Some(Value::Object(schema)) = tree.pointer_mut("/components/schemas").and_then(|schemas| schemas.get_mut(name))
        {
            parts(schema, &body.other);
        }
    }
}

fn walk(value: &mut Value, child: Child, uses: &mut Uses) {
    match (child, value) {
        (Child::Leaf, _) | (_, Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {}
        (Child::One(kind) | Child::List(kind) | Child::Map(kind), Value::Array(list)) => {
            list.iter_mut().for_each(|value| walk(value, Child::One(kind), uses));
        }
        (child, Value::Object(map)) => {
            match child {
                Child::One(Kind::Schema) => {
                    if let Some(name) = schema_name(map) {
                        *uses.all.entry(name).or_default() += 1;
                    }
                }
                Child::One(Kind::RequestBody) => {
                    let content = map.get_mut("content").and_then(Value::as_object_mut).into_iter().flatten();
                    let multipart = content.filter(|(media_type, _)| media_type.to_ascii_lowercase().starts_with("multipart/"));
                    multipart.for_each(|(_, media)| body(media, uses));
                }
                _ => {}
            }
            for (key, value) in map.iter_mut() {
                walk(value, member(child, key), uses);
            }
        }
    }
}

/// Rewrites a body's own schema; of one that it refers to, notes that it does.
fn body(media: &mut Value, uses: &mut Uses) {
    let encodings = media.get("encoding").and_then(Value::as_object).into_iter().flatten();
    let other = encodings.filter(|(_, encoding)| encoding.get("contentType").and_then(Value::as_str).is_some_and(is_other));
    let other: BTreeSet<String> = other.map(|(part, _)| part.clone()).collect();
    let Some(Value::Object(schema)) = media.get_mut("schema") else { return };
    match schema_name(schema) {
        None => parts(schema, &other),
        Some(name) => {
            let body = uses.bodies.entry(name).or_default();
            body.count += 1;
            body.other.extend(other);
        }
    }
}

/// Whether a content type is one of values that are written by their type.
fn is_other(content_type: &str) -> bool {
    let content_type = content_type.to_ascii_lowercase();
    content_type.starts_with("text/") || content_type.contains("json") || content_type.contains("xml")
}

fn parts(schema: &mut Map<String, Value>, other: &BTreeSet<String>) {
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten();
    for (_, part) in properties.filter(|(name, _)| !other.contains(*name)) {
        match part.as_object().and_then(|part| part.get("type")).and_then(Value::as_str) {
            Some("array") => part.get_mut("items").into_iter().for_each(one),
            Some(_) | None => one(part),
        }
    }
}

fn one(part: &mut Value) {
    match part {
        Value::Bool(true) => *part = json!({ "type": "string", "format": "binary" }),
        Value::Object(map) if map.keys().all(|key| v3_1::is_annotation(key) || key == "contentMediaType" || key == "examples") => {
            map.insert("type".to_owned(), json!("string"));
            map.insert("format".to_owned(), json!("binary"));
        }
        _ => {}
    }
}

fn schema_name(schema: &Map<String, Value>) -> Option<String> {
    let (section, name) = component(schema.get("$ref")?.as_str()?)?;
    (section == "schemas").then_some(name)
}

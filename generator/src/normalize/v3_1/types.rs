//! Rewrites lists of types, and null as a type or a value, to 3.0's one type and `nullable`.

use serde_json::{Map, Value, json};

use super::super::cx::Cx;
use super::super::ext;
use super::is_annotation;
use crate::source::Path;

const STRING: &[&str] = &["minLength", "maxLength", "pattern", ext::CONTENT_ENCODING, ext::CONTENT_MEDIA_TYPE, ext::CONTENT_SCHEMA];
const NUMBER: &[&str] = &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
const OBJECT: &[&str] = &[
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    ext::PATTERN_PROPERTIES,
    ext::PROPERTY_NAMES,
    ext::DEPENDENT_SCHEMAS,
    ext::DEPENDENT_REQUIRED,
];
const ARRAY: &[&str] = &["items", "minItems", "maxItems", "uniqueItems", ext::PREFIX_ITEMS, ext::CONTAINS, ext::UNEVALUATED_ITEMS];

/// Rewrites `type` and `enum` of one schema.
pub(super) fn rewrite(map: &mut Map<String, Value>, path: &Path<'_>, cx: &mut Cx<'_>) {
    match map.get("type") {
        Some(Value::Array(_)) => type_list(map, path, cx),
        Some(Value::String(name)) if name == "null" => only_null(map),
        Some(_) | None => {}
    }
    null_value(map, path, cx);
    implied_type(map);
}

fn type_list(map: &mut Map<String, Value>, path: &Path<'_>, cx: &mut Cx<'_>) {
    let Some(Value::Array(list)) = map.get("type") else {
        return;
    };
    let mut types: Vec<String> = Vec::new();
    let mut has_null = false;
    for name in list {
        match name {
            Value::Null => has_null = true,
            Value::String(name) if name == "null" => has_null = true,
            Value::String(name) if !types.contains(name) => types.push(name.clone()),
            Value::String(_) => {}
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                cx.warn(&path.key("type"), "invalid-type", "`type` lists something that is not a text, ignoring it");
            }
        }
    }
    if types.iter().any(|name| name == "number") {
        types.retain(|name| name != "integer");
    }
    let has_all = ["string", "number", "boolean", "object", "array"].iter().all(|name| types.iter().any(|own| own == name));
    if has_null && types.is_empty() {
        return only_null(map);
    }
    if has_null {
        map.insert("nullable".to_owned(), json!(true));
    }
    match &types[..] {
        [] => {
            cx.warn(&path.key("type"), "invalid-type", "`type` is an empty list, taking any type");
            map.shift_remove("type");
        }
        [single] => {
            map.insert("type".to_owned(), json!(single));
        }
        _ if has_all => {
            map.shift_remove("type");
        }
        types => split(map, types, path, cx),
    }
}

fn only_null(map: &mut Map<String, Value>) {
    map.retain(|key, _| is_annotation(key) || key == "externalDocs");
    map.insert(ext::TYPE.to_owned(), json!("null"));
    map.insert("nullable".to_owned(), json!(true));
}

/// Makes a branch for each type, with the keywords that concern it.
fn split(map: &mut Map<String, Value>, types: &[String], path: &Path<'_>, cx: &mut Cx<'_>) {
    map.shift_remove("type");
    let mut parts = Map::new();
    let keys: Vec<String> = map.keys().filter(|key| concerns_form(key)).cloned().collect();
    for key in keys {
        if let Some(value) = map.shift_remove(&key) {
            parts.insert(key, value);
        }
    }
    let values = parts.shift_remove("enum");
    let mut branches = Vec::new();
    // The places of the values of each branch.
    let mut chosen: Vec<Vec<usize>> = Vec::new();
    for name in types {
        let mut branch = Map::new();
        branch.insert("type".to_owned(), json!(name));
        if let Some(Value::Array(values)) = &values {
            let own: Vec<usize> = (0..values.len()).filter(|index| is_of(&values[*index], name)).collect();
            if own.is_empty() {
                continue;
            }
            branch.insert("enum".to_owned(), own.iter().map(|index| values[*index].clone()).collect());
            branch.extend(told_of_values(map, values.len(), |index| own.contains(&index)));
            chosen.push(own);
        }
        for (key, value) in &parts {
            if keywords(name).contains(&key.as_str()) || (key == "format" && takes_format(name, value, types)) {
                branch.insert(key.clone(), value.clone());
            }
        }
        branches.push(Value::Object(branch));
    }
    if let Some(Value::Array(values)) = &values
        && values.iter().any(Value::is_null)
    {
        map.insert("nullable".to_owned(), json!(true));
    }
    let at = path.key("enum");
    if let [Value::Object(only)] = &mut branches[..] {
        for (to, from) in chosen.iter().flatten().enumerate().filter(|(to, from)| to != *from) {
            cx.moved(&at.index(to), &at.index(*from));
        }
        map.append(only);
        return;
    }
    if branches.is_empty() {
        return only_null(map);
    }
    for index in 0..branches.len() {
        let (any_of, own) = (path.key("anyOf"), chosen.get(index));
        let branch = any_of.index(index);
        cx.moved(&branch, path);
        for (to, from) in own.into_iter().flatten().enumerate() {
            cx.moved(&branch.key("enum").index(to), &at.index(*from));
        }
    }
    add_alternatives(map, branches);
}

fn add_alternatives(map: &mut Map<String, Value>, branches: Vec<Value>) {
    if !map.contains_key("anyOf") {
        map.insert("anyOf".to_owned(), Value::Array(branches));
        return;
    }
    // Both choices apply at once.
    let both = json!({ "anyOf": branches });
    match map.get_mut("allOf") {
        Some(Value::Array(all)) => all.push(both),
        Some(_) | None => {
            map.insert("allOf".to_owned(), Value::Array(vec![both]));
        }
    }
}

fn keywords(name: &str) -> &'static [&'static str] {
    match name {
        "string" => STRING,
        "number" | "integer" => NUMBER,
        "object" => OBJECT,
        "array" => ARRAY,
        _ => &[],
    }
}

fn concerns_form(key: &str) -> bool {
    key == "enum" || key == "format" || [STRING, NUMBER, OBJECT, ARRAY].iter().any(|keywords| keywords.contains(&key))
}

/// Returns whether a format belongs to this one of several types.
fn takes_format(name: &str, format: &Value, types: &[String]) -> bool {
    let is_numeric = |name: &str| name == "integer" || name == "number";
    let is_number_format = matches!(format.as_str(), Some("int32" | "int64" | "float" | "double"));
    let has_number = types.iter().any(|name| is_numeric(name));
    let has_string = types.iter().any(|name| name == "string");
    if is_numeric(name) { is_number_format || !has_string } else { name == "string" && !(is_number_format && has_number) }
}

fn is_of(value: &Value, name: &str) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) => name == "boolean",
        Value::Number(number) => name == "number" || (name == "integer" && !number.is_f64()),
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
    }
}

/// Takes null out of the values and says `nullable` instead.
fn null_value(map: &mut Map<String, Value>, path: &Path<'_>, cx: &mut Cx<'_>) {
    let Some(Value::Array(values)) = map.get("enum") else {
        return;
    };
    let stays: Vec<bool> = values.iter().map(|value| !value.is_null()).collect();
    if !stays.contains(&false) {
        return;
    }
    if !stays.contains(&true) {
        return only_null(map);
    }
    let told = told_of_values(map, stays.len(), |index| stays[index]);
    map.extend(told);
    if let Some(Value::Array(values)) = map.get_mut("enum") {
        cx.retain(values, &path.key("enum"), |value| !value.is_null());
    }
    map.insert("nullable".to_owned(), json!(true));
}

/// Returns the lists of names and descriptions that stand beside an `enum` of so many values, for the values that stay.
fn told_of_values(map: &Map<String, Value>, count: usize, stays: impl Fn(usize) -> bool) -> Vec<(String, Value)> {
    let lists = ext::VALUE_NAMES.iter().chain(&ext::VALUE_DESCRIPTIONS).filter_map(|key| Some((*key, map.get(*key)?.as_array()?)));
    let lists = lists.filter(|(_, list)| list.len() == count);
    let kept = |list: &Vec<Value>| list.iter().enumerate().filter(|(index, _)| stays(*index)).map(|(_, told)| told.clone()).collect();
    lists.map(|(key, list)| (key.to_owned(), Value::Array(kept(list)))).collect()
}

/// Gives a list of values without a type the type that all of them are of.
fn implied_type(map: &mut Map<String, Value>) {
    if map.contains_key("type") || ["allOf", "anyOf", "oneOf", "not", "$ref"].iter().any(|key| map.contains_key(*key)) {
        return;
    }
    let Some(Value::Array(values)) = map.get("enum") else {
        return;
    };
    let fits = |name: &str| !values.is_empty() && values.iter().all(|value| is_of(value, name));
    let implied = ["string", "integer", "number", "boolean"].into_iter().find(|name| fits(name));
    if let Some(name) = implied {
        map.insert("type".to_owned(), json!(name));
    }
}

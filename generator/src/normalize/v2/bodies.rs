//! Makes request bodies of body and form parameters, and contents of responses.

use serde_json::{Map, Value, json};
use turnbuckle_encoding::{MediaKind, is_range};

use super::super::cx::Cx;
use super::{Shared, is_body, media_types, parameters, resolve};
use crate::diagnostic::Diagnostic;
use crate::source::{Location, Path};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// Rewrites an operation; `inherited` are the body parameters of its path item.
pub(super) fn operation(map: &mut Map<String, Value>, inherited: &[(Value, Location)], shared: &Shared, path: &Path<'_>, cx: &mut Cx<'_>) {
    let own = |value: Option<Value>, all: &[String]| {
        let own = media_types(value);
        if own.is_empty() { all.to_vec() } else { own }
    };
    let consumes = own(map.shift_remove("consumes"), &shared.consumes);
    let produces = own(map.shift_remove("produces"), &shared.produces);
    if let Some(servers) = shared.address.own_servers(map.shift_remove("schemes")) {
        cx.moved(&path.key("servers"), &path.key("schemes"));
        map.insert("servers".to_owned(), servers);
    }
    let mut bodies: Vec<(Value, Location)> = Vec::new();
    let at = path.key("parameters");
    if let Some(Value::Array(list)) = map.get_mut("parameters") {
        let mut kept = Vec::new();
        for (index, mut parameter) in std::mem::take(list).into_iter().enumerate() {
            if is_body(resolve(&parameter, shared)) {
                let location = cx.locate(&at.index(index));
                bodies.push((parameter, location));
            } else {
                cx.shifted(&at, index, kept.len(), &parameter);
                parameters::convert(&mut parameter, &at.index(kept.len()), cx);
                kept.push(parameter);
            }
        }
        *list = kept;
    }
    let is_overridden = |inherited: &Value| {
        let key = |value: &Value| (value.get("in").cloned(), value.get("name").cloned());
        let inherited = resolve(inherited, shared);
        bodies.iter().any(|(own, _)| key(resolve(own, shared)) == key(inherited) || is_in(resolve(own, shared), "body"))
    };
    let rest: Vec<(Value, Location)> = inherited.iter().filter(|(parameter, _)| !is_overridden(parameter)).cloned().collect();
    bodies.extend(rest);
    request_body(map, &bodies, &consumes, shared, path, cx);
    if let Some(Value::Object(responses)) = map.get_mut("responses") {
        let path = path.key("responses");
        for (status, value) in responses.iter_mut().filter(|(status, _)| !status.starts_with("x-")) {
            let media_types = if status.starts_with('2') { &produces[..] } else { of_error(value, &produces) };
            response(value, media_types, &path.key(status), cx);
        }
    }
}

/// Returns the media types of an error. `produces` is written with the success in mind: where no value can be in any of its media types, an
/// error that has a schema of an object is JSON, the default.
fn of_error<'p>(response: &Value, produces: &'p [String]) -> &'p [String] {
    let holds_values = |media_type: &String| match MediaKind::of(media_type) {
        MediaKind::Json | MediaKind::Xml | MediaKind::Form | MediaKind::Multipart | MediaKind::Text => true,
        MediaKind::Binary => is_range(media_type),
        // These hold a value for each event or line. An error is one value.
        MediaKind::EventStream | MediaKind::JsonLines => false,
    };
    let schema = response.get("schema");
    let is_structured = schema.is_some_and(|schema| ["$ref", "properties", "allOf"].iter().any(|key| schema.get(key).is_some()));
    if is_structured && !produces.iter().any(holds_values) { &[] } else { produces }
}

fn is_in(parameter: &Value, place: &str) -> bool {
    parameter.get("in").and_then(Value::as_str) == Some(place)
}

fn request_body(
    map: &mut Map<String, Value>,
    bodies: &[(Value, Location)],
    consumes: &[String],
    shared: &Shared,
    path: &Path<'_>,
    cx: &mut Cx<'_>,
) {
    let resolved: Vec<(&Value, &Location)> = bodies.iter().map(|(parameter, at)| (resolve(parameter, shared), at)).collect();
    let mut all = resolved.iter().filter(|(parameter, _)| is_in(parameter, "body"));
    let body = all.next();
    for (_, further) in all {
        let message = "an operation has one body parameter, leaving out a further one";
        let help = "a body of several parts is one parameter whose schema has a property for each";
        cx.diagnostics.push(Diagnostic::warning("several-bodies", message).help(help).at((*further).clone()));
    }
    let form: Vec<(&Value, &Location)> = resolved.iter().copied().filter(|(parameter, _)| is_in(parameter, "formData")).collect();
    let at = path.key("requestBody");
    let made = match (body, &form[..]) {
        (Some((body, from)), form) => {
            cx.origins.add(at.to_pointer(), (*from).clone());
            if let Some((_, second)) = form.first() {
                cx.diagnostics.push(
                    Diagnostic::warning("body-and-form", "an operation has either a body or a form, leaving the form out")
                        .at((*second).clone()),
                );
            }
            from_body(body, consumes, &at, cx)
        }
        (None, []) => return,
        (None, form) => {
            let first = form[0].1;
            let list = first.pointer.parent().unwrap_or_default();
            cx.origins.add(at.to_pointer(), Location { file: first.file, pointer: list });
            from_form(form, consumes, &at, cx)
        }
    };
    map.insert("requestBody".to_owned(), made);
}

fn from_body(parameter: &Value, consumes: &[String], at: &Path<'_>, cx: &mut Cx<'_>) -> Value {
    let mut body = Map::new();
    let mut schema = json!({});
    for (key, value) in parameter.as_object().into_iter().flatten() {
        match key.as_str() {
            "in" | "name" => {}
            "schema" => schema = value.clone(),
            _ => {
                body.insert(key.clone(), value.clone());
            }
        }
    }
    self::schema(&mut schema);
    let types: Vec<&str> = if consumes.is_empty() { vec![JSON] } else { consumes.iter().map(String::as_str).collect() };
    let content = at.key("content");
    let mut contents = Map::new();
    for name in types {
        cx.moved(&content.key(name), at);
        contents.insert(name.to_owned(), json!({ "schema": schema }));
    }
    body.insert("content".to_owned(), Value::Object(contents));
    Value::Object(body)
}

fn from_form(form: &[(&Value, &Location)], consumes: &[String], at: &Path<'_>, cx: &mut Cx<'_>) -> Value {
    let has_file = form.iter().any(|(parameter, _)| is_file(parameter));
    let forms: Vec<&str> = consumes.iter().map(String::as_str).filter(|name| *name == FORM || *name == MULTIPART).collect();
    let names: Vec<&str> = match &forms[..] {
        // 2.0, "Parameter Object": a file needs multipart.
        _ if has_file => vec![MULTIPART],
        [] => vec![FORM],
        forms => forms.to_vec(),
    };
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut encoding = Map::new();
    for (parameter, from) in form {
        let Some(name) = parameter.get("name").and_then(Value::as_str) else {
            cx.diagnostics.push(Diagnostic::warning("missing-field", "a form parameter has no `name`, leaving it out").at((*from).clone()));
            continue;
        };
        let mut members = parameter.as_object().cloned().unwrap_or_default();
        let format = members.shift_remove("collectionFormat");
        let mut schema = parameters::take_schema(&mut members);
        // A list of files is a part for each, whatever `collectionFormat` says: its default `csv` cannot hold them.
        if schema.get("type").and_then(Value::as_str) == Some("array") && !is_file(parameter) {
            add_encoding(&mut encoding, &mut schema, name, parameters::separator(format.as_ref(), true, from, cx));
        }
        if members.shift_remove("required") == Some(Value::Bool(true)) {
            required.push(json!(name));
        }
        members.retain(|key, _| key == "description" || key == "example" || key.starts_with("x-"));
        schema.extend(members);
        for media in &names {
            let property = at.key("content");
            let property = property.key(media);
            let property = property.key("schema");
            let property = property.key("properties");
            cx.origins.add(property.key(name).to_pointer(), (*from).clone());
        }
        properties.insert(name.to_owned(), Value::Object(schema));
    }
    let has_required = !required.is_empty();
    let mut schema = json!({ "type": "object", "properties": properties });
    if has_required {
        schema["required"] = Value::Array(required);
    }
    let mut contents = Map::new();
    for name in names {
        let mut media = json!({ "schema": schema });
        if !encoding.is_empty() {
            media["encoding"] = Value::Object(encoding.clone());
        }
        contents.insert(name.to_owned(), media);
    }
    json!({ "content": contents, "required": has_required })
}

/// Returns whether a form field, or what is in its list, is a file: by 2.0's type, or as 3.0 says it.
fn is_file(field: &Value) -> bool {
    let text = |key: &str| field.get(key).and_then(Value::as_str);
    match text("type") {
        Some("file") => true,
        Some("array") => field.get("items").is_some_and(is_file),
        _ => text("format") == Some("binary"),
    }
}

/// Says how the list of a form field is written.
fn add_encoding(encoding: &mut Map<String, Value>, schema: &mut Map<String, Value>, name: &str, format: &str) {
    let (style, explode) = match format {
        "multi" => ("form", true),
        "ssv" => ("spaceDelimited", false),
        "pipes" => ("pipeDelimited", false),
        "csv" => ("form", false),
        other => {
            schema.insert(super::super::ext::COLLECTION_FORMAT.to_owned(), json!(other));
            ("form", false)
        }
    };
    encoding.insert(name.to_owned(), json!({ "style": style, "explode": explode }));
}

/// Rewrites a response.
pub(super) fn response(value: &mut Value, produces: &[String], path: &Path<'_>, cx: &mut Cx<'_>) {
    let Value::Object(map) = value else { return };
    if map.contains_key("$ref") {
        return;
    }
    if let Some(Value::Object(headers)) = map.get_mut("headers") {
        let path = path.key("headers");
        for (name, header) in headers.iter_mut() {
            parameters::header(header, &path.key(name), cx);
        }
    }
    let examples = match map.shift_remove("examples") {
        Some(Value::Object(examples)) => examples,
        Some(_) | None => Map::new(),
    };
    let Some(mut schema) = map.shift_remove("schema").filter(|schema| !schema.is_null()) else {
        if !examples.is_empty() {
            let contents = examples.into_iter().map(|(name, example)| (name, json!({ "example": example })));
            map.insert("content".to_owned(), Value::Object(contents.collect()));
        }
        return;
    };
    let is_file = schema.get("type").and_then(Value::as_str) == Some("file");
    self::schema(&mut schema);
    let fallback = if is_file { "application/octet-stream" } else { JSON };
    let types: Vec<&str> = if produces.is_empty() { vec![fallback] } else { produces.iter().map(String::as_str).collect() };
    let content = path.key("content");
    let mut contents = Map::new();
    for name in types {
        let mut media = json!({ "schema": schema });
        if let Some(example) = examples.get(name) {
            media["example"] = example.clone();
        }
        cx.moved(&content.key(name), path);
        contents.insert(name.to_owned(), media);
    }
    map.insert("content".to_owned(), Value::Object(contents));
}

/// Rewrites what 2.0 says otherwise in schemas: a discriminator is a name, and a file has a type.
pub(super) fn schema(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(name)) = map.get("discriminator") {
                let discriminator = json!({ "propertyName": name });
                map.insert("discriminator".to_owned(), discriminator);
            }
            if map.get("type").and_then(Value::as_str) == Some("file") {
                map.insert("type".to_owned(), json!("string"));
                map.insert("format".to_owned(), json!("binary"));
            }
            for (key, value) in map.iter_mut() {
                match key.as_str() {
                    "properties" => {
                        if let Value::Object(properties) = value {
                            properties.values_mut().for_each(schema);
                        }
                    }
                    "allOf" | "anyOf" | "oneOf" | "items" | "additionalProperties" | "not" => schema(value),
                    _ => {}
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(schema),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

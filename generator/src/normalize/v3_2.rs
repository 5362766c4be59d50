//! Rewrites what 3.2 added outside schemas to what 3.1 says, or stores it under the project's own prefix.

use serde_json::{Map, Value, json};

use super::cx::Cx;
use super::ext;
use super::rewrite::rename;
use crate::source::Path;
use crate::source::shape::Kind;

/// Members that 3.0 does not have, and the keys that they are stored under.
///
/// Those of 3.1 outside schemas (`webhooks`, `summary` of `info`, `identifier`) are here as well: it is the same rewrite.
const STORED: &[(Kind, &str, &str)] = &[
    (Kind::Document, "webhooks", ext::WEBHOOKS),
    (Kind::Document, "$self", ext::SELF),
    (Kind::Document, "jsonSchemaDialect", ext::JSON_SCHEMA_DIALECT),
    (Kind::MediaType, "itemSchema", ext::ITEM_SCHEMA),
    (Kind::MediaType, "prefixEncoding", ext::PREFIX_ENCODING),
    (Kind::MediaType, "itemEncoding", ext::ITEM_ENCODING),
    (Kind::Response, "summary", ext::SUMMARY),
    (Kind::SecurityScheme, "oauth2MetadataUrl", ext::METADATA_URL),
    (Kind::SecurityScheme, "deprecated", ext::DEPRECATED),
    // `info`, tags, servers and licences have no member of the same name with another meaning.
    (Kind::Plain, "summary", ext::SUMMARY),
    (Kind::Plain, "parent", ext::PARENT),
    (Kind::Plain, "kind", ext::KIND),
    (Kind::Plain, "identifier", ext::IDENTIFIER),
];

/// Rewrites one object.
pub(super) fn object(map: &mut Map<String, Value>, kind: Kind, path: &Path<'_>, cx: &mut Cx<'_>) {
    for (of, from, to) in STORED {
        if *of == kind {
            rename(map, from, to, path, cx);
        }
    }
    match kind {
        Kind::Document => document(map, path, cx),
        Kind::PathItem => path_item(map, path, cx),
        Kind::Parameter => parameter(map),
        Kind::Example => example(map),
        Kind::SecurityScheme => security_scheme(map),
        Kind::Schema => discriminator(map),
        Kind::Components
        | Kind::Plain
        | Kind::Operation
        | Kind::Header
        | Kind::RequestBody
        | Kind::Response
        | Kind::MediaType
        | Kind::Encoding
        | Kind::Link
        | Kind::Callback
        | Kind::Text => {}
    }
}

fn document(map: &mut Map<String, Value>, path: &Path<'_>, cx: &mut Cx<'_>) {
    super::v3_1::dialect(map.get(ext::JSON_SCHEMA_DIALECT), &path.key(ext::JSON_SCHEMA_DIALECT), cx);
    if let Some(Value::Object(info)) = map.get_mut("info")
        && let Some(Value::Object(licence)) = info.get_mut("license")
    {
        rename(licence, "identifier", ext::IDENTIFIER, &path.key("info").key("license"), cx);
    }
    if let Some(Value::Object(components)) = map.get_mut("components") {
        // What these hold stands by now wherever a reference named it.
        components.shift_remove("pathItems");
        components.shift_remove("mediaTypes");
    }
}

/// Stores the methods that 3.0 does not have, each under its name as sent.
fn path_item(map: &mut Map<String, Value>, path: &Path<'_>, cx: &mut Cx<'_>) {
    let mut operations = Map::new();
    let stored = path.key(ext::OPERATIONS);
    if let Some(query) = map.shift_remove("query") {
        cx.moved(&stored.key("QUERY"), &path.key("query"));
        operations.insert("QUERY".to_owned(), query);
    }
    match map.shift_remove("additionalOperations") {
        None => {}
        Some(Value::Object(more)) => {
            let from = path.key("additionalOperations");
            for (method, operation) in more {
                cx.moved(&stored.key(&method), &from.key(&method));
                add_operation(map, &mut operations, method, operation, &from, cx);
            }
        }
        Some(_) => cx.warn(&path.key("additionalOperations"), "invalid-field", "`additionalOperations` is not an object, leaving it out"),
    }
    if !operations.is_empty() {
        map.insert(ext::OPERATIONS.to_owned(), Value::Object(operations));
    }
}

fn add_operation(
    map: &mut Map<String, Value>,
    operations: &mut Map<String, Value>,
    method: String,
    operation: Value,
    from: &Path<'_>,
    cx: &mut Cx<'_>,
) {
    // RFC 9110, section 9.1: a method is a token.
    let is_token = !method.is_empty() && method.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b));
    let fixed = method.to_ascii_lowercase();
    let is_fixed = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"].contains(&fixed.as_str());
    if !is_token {
        cx.warn(
            &from.key(&method),
            "invalid-method",
            format!("`{}` is not an HTTP method, leaving this operation out", method.escape_debug()),
        );
    } else if is_fixed && method == method.to_ascii_uppercase() {
        cx.warn(&from.key(&method), "misplaced-method", format!("`{method}` has a member of its own, taking it as `{fixed}`"));
        if fixed == "query" {
            operations.entry(method).or_insert(operation);
        } else {
            map.entry(fixed).or_insert(operation);
        }
    } else {
        operations.insert(method, operation);
    }
}

fn parameter(map: &mut Map<String, Value>) {
    if map.get("in").and_then(Value::as_str) == Some("querystring") {
        map.insert("in".to_owned(), json!("query"));
        map.insert(ext::QUERYSTRING.to_owned(), json!(true));
        map.entry("name").or_insert_with(|| json!("querystring"));
    }
}

/// Takes the value of an example from the members that tell its forms apart.
fn example(map: &mut Map<String, Value>) {
    let data = map.shift_remove("dataValue");
    let serialized = map.shift_remove("serializedValue");
    if let Some(value) = data.or(serialized) {
        map.entry("value").or_insert(value);
    }
}

fn security_scheme(map: &mut Map<String, Value>) {
    if map.get("type").and_then(Value::as_str) == Some("mutualTLS") {
        map.insert("type".to_owned(), json!("http"));
        map.insert("scheme".to_owned(), json!("mutualTLS"));
        map.insert(ext::SECURITY_TYPE.to_owned(), json!("mutualTLS"));
    }
    if let Some(Value::Object(flows)) = map.get_mut("flows")
        && let Some(flow) = flows.shift_remove("deviceAuthorization")
    {
        flows.insert(ext::DEVICE_AUTHORIZATION.to_owned(), flow);
    }
}

fn discriminator(map: &mut Map<String, Value>) {
    if let Some(Value::Object(discriminator)) = map.get_mut("discriminator")
        && let Some(target) = discriminator.shift_remove("defaultMapping")
    {
        discriminator.insert(ext::DEFAULT_MAPPING.to_owned(), target);
    }
}

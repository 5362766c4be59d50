//! Tells which version of which specification a document follows.

use serde_json::Value;

use super::cx::{Cx, form};
use crate::diagnostic::Diagnostic;
use crate::source::Path;

/// The version of the specification that a spec is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// Swagger 2.0.
    V2,
    /// OpenAPI 3.0.
    V3_0,
    /// OpenAPI 3.1.
    V3_1,
    /// OpenAPI 3.2.
    V3_2,
}

/// Members that only other kinds of documents have.
const OTHERS: &[(&str, &str)] = &[
    ("asyncapi", "an AsyncAPI document"),
    ("arazzo", "an Arazzo document"),
    ("overlay", "an overlay, which changes an OpenAPI document but is none"),
    ("swaggerVersion", "a Swagger 1 document"),
    ("__schema", "a GraphQL schema"),
    ("raml", "a RAML document"),
    ("jsonrpc", "a JSON-RPC message"),
    ("openrpc", "an OpenRPC document"),
    ("$schema", "a JSON schema"),
];

/// Tells the dialect of a document, or returns an error that says what the document is.
pub(super) fn detect(tree: &Value, cx: &mut Cx<'_>) -> Result<Dialect, Diagnostic> {
    let root = Path::root();
    let Value::Object(map) = tree else {
        return Err(alien(cx, &root, &format!("the document is {}", form(tree))));
    };
    if let Some(version) = map.get("openapi") {
        if map.contains_key("swagger") {
            cx.warn(&root.key("swagger"), "two-versions", "the document has both `swagger` and `openapi`, going by `openapi`");
        }
        return openapi(version, &root.key("openapi"), cx);
    }
    if let Some(version) = map.get("swagger") {
        let path = root.key("swagger");
        let text = cx.scalar_text(&path, version).unwrap_or_default();
        return match text.trim().trim_start_matches('v') {
            "2" | "2.0" | "2.0.0" => Ok(Dialect::V2),
            other => Err(alien(cx, &path, &format!("Swagger version `{other}` is not known"))),
        };
    }
    let is_postman = map.get("info").is_some_and(|info| info.get("_postman_id").is_some() || schema_of(info).contains("getpostman"));
    if is_postman {
        return Err(alien(cx, &root, "the document is a Postman collection"));
    }
    if map.get("data").is_some_and(|data| data.get("__schema").is_some()) {
        return Err(alien(cx, &root, "the document is a GraphQL schema"));
    }
    match OTHERS.iter().find(|(key, _)| map.contains_key(*key)) {
        Some((key, what)) => Err(alien(cx, &root.key(key), &format!("the document is {what}"))),
        None => Err(alien(cx, &root, "the document has neither `openapi` nor `swagger`")),
    }
}

fn schema_of(info: &Value) -> &str {
    info.get("schema").and_then(Value::as_str).unwrap_or_default()
}

fn openapi(version: &Value, path: &Path<'_>, cx: &mut Cx<'_>) -> Result<Dialect, Diagnostic> {
    let text = cx.scalar_text(path, version).unwrap_or_default();
    let text = text.trim().trim_start_matches('v');
    let mut numbers = text.split('.').map(|part| part.chars().take_while(char::is_ascii_digit).collect::<String>());
    let major = numbers.next().unwrap_or_default();
    let minor: Option<u32> = numbers.next().and_then(|minor| minor.parse().ok());
    match (major.as_str(), minor) {
        ("3", Some(0) | None) => Ok(Dialect::V3_0),
        ("3", Some(1)) => Ok(Dialect::V3_1),
        ("3", Some(2)) => Ok(Dialect::V3_2),
        ("3", Some(_)) => {
            cx.warn(path, "unknown-version", format!("OpenAPI version `{text}` is not known, reading it as 3.2"));
            Ok(Dialect::V3_2)
        }
        ("2", _) => Ok(Dialect::V2),
        _ => Err(alien(cx, path, &format!("OpenAPI version `{text}` is not known"))),
    }
}

fn alien(cx: &Cx<'_>, path: &Path<'_>, what: &str) -> Diagnostic {
    let help = "a document says what it is in its first lines: `openapi: 3.0.3` or another version up to 3.2, or `swagger: \"2.0\"`";
    Diagnostic::error("not-openapi", format!("{what}, so there is nothing to generate")).at(cx.locate(path)).help(help)
}

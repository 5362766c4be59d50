//! Rewrites 2.0's security schemes.

use serde_json::{Map, Value, json};

use super::super::cx::Cx;
use crate::source::Path;

/// Rewrites one scheme.
pub(super) fn convert(scheme: &mut Value, path: &Path<'_>, cx: &mut Cx<'_>) {
    let Value::Object(map) = scheme else { return };
    match map.get("type").and_then(Value::as_str) {
        Some("basic") => {
            map.insert("type".to_owned(), json!("http"));
            map.insert("scheme".to_owned(), json!("basic"));
        }
        Some("oauth2") => flow(map, path, cx),
        Some(_) | None => {}
    }
}

fn flow(map: &mut Map<String, Value>, path: &Path<'_>, cx: &mut Cx<'_>) {
    if map.contains_key("flows") {
        return;
    }
    let name = map.shift_remove("flow");
    let name = match name.as_ref().and_then(Value::as_str) {
        Some("implicit") => "implicit",
        Some("password") => "password",
        Some("application") => "clientCredentials",
        Some("accessCode") => "authorizationCode",
        other => {
            let guess = if map.contains_key("authorizationUrl") { "authorizationCode" } else { "clientCredentials" };
            let shown = other.map_or_else(|| "no flow".to_owned(), |name| format!("the unknown flow `{name}`"));
            cx.warn(path, "unknown-flow", format!("the scheme has {shown}, taking `{guess}`"));
            guess
        }
    };
    let mut flow = Map::new();
    for key in ["authorizationUrl", "tokenUrl", "refreshUrl", "scopes"] {
        if let Some(value) = map.shift_remove(key) {
            flow.insert(key.to_owned(), value);
        }
    }
    flow.entry("scopes").or_insert_with(|| json!({}));
    cx.moved(&path.key("flows").key(name), path);
    map.insert("flows".to_owned(), json!({ name: flow }));
}

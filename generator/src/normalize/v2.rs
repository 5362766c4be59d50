//! Rewrites 2.0 to 3.0: servers, parameters, bodies, responses and security schemes. The sections have their 3.0 names already.

use serde_json::{Map, Value, json};

use super::cx::Cx;
use crate::source::Path;

mod bodies;
mod parameters;
mod security;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// What operations inherit from the document, and what their references name.
struct Shared {
    consumes: Vec<String>,
    produces: Vec<String>,
    /// The shared parameters as they were in 2.0.
    parameters: Map<String, Value>,
    address: Address,
}

/// Where the service is: `schemes`, `host` and `basePath`.
struct Address {
    schemes: Vec<String>,
    host: String,
    base: String,
    /// The scheme where none is declared.
    fallback: String,
}

impl Address {
    /// Returns the URLs by schemes, the default one first.
    fn urls(&self, schemes: &[String]) -> Vec<String> {
        if self.host.is_empty() {
            return vec![if self.base.is_empty() { "/".to_owned() } else { self.base.clone() }];
        }
        let mut schemes: Vec<&str> = if schemes.is_empty() { vec![&self.fallback] } else { schemes.iter().map(String::as_str).collect() };
        // The encrypted one is the better default.
        schemes.sort_by_key(|scheme| *scheme != "https");
        schemes.iter().map(|scheme| format!("{scheme}://{}{}", self.host, self.base)).collect()
    }

    /// Returns the servers of an operation with schemes of its own, if its default is not the document's.
    fn own_servers(&self, schemes: Option<Value>) -> Option<Value> {
        let mut schemes = media_types(schemes);
        schemes.retain(|scheme| matches!(scheme.as_str(), "http" | "https"));
        let own = self.urls(&schemes);
        (!schemes.is_empty() && own.first() != self.urls(&self.schemes).first()).then(|| servers_of(&own))
    }
}

fn servers_of(urls: &[String]) -> Value {
    urls.iter().map(|url| json!({ "url": url })).collect()
}

/// Rewrites a whole document.
pub(super) fn convert(tree: &mut Value, cx: &mut Cx<'_>) {
    let Value::Object(map) = tree else { return };
    let root = Path::root();
    let address = address(map, cx);
    map.shift_remove("swagger");
    let components = root.key("components");
    let parameters = match map.get("components").and_then(|all| all.get("parameters")) {
        Some(Value::Object(parameters)) => parameters.clone(),
        Some(_) | None => Map::new(),
    };
    let shared = Shared {
        consumes: media_types(map.shift_remove("consumes")),
        produces: media_types(map.shift_remove("produces")),
        parameters,
        address,
    };
    if let Some(Value::Object(all)) = map.get_mut("components") {
        if let Some(Value::Object(parameters)) = all.get_mut("parameters") {
            // Bodies are put where they are used, since their media types are the operation's.
            parameters.retain(|_, parameter| !is_body(parameter));
            for (name, parameter) in parameters.iter_mut() {
                parameters::convert(parameter, &components.key("parameters").key(name), cx);
            }
        }
        if let Some(Value::Object(responses)) = all.get_mut("responses") {
            for (name, response) in responses.iter_mut() {
                bodies::response(response, &shared.produces, &components.key("responses").key(name), cx);
            }
        }
        if let Some(Value::Object(schemes)) = all.get_mut("securitySchemes") {
            for (name, scheme) in schemes.iter_mut() {
                security::convert(scheme, &components.key("securitySchemes").key(name), cx);
            }
        }
        if let Some(Value::Object(schemas)) = all.get_mut("schemas") {
            schemas.values_mut().for_each(bodies::schema);
        }
    }
    if let Some(Value::Object(paths)) = map.get_mut("paths") {
        let path = root.key("paths");
        for (template, item) in paths.iter_mut() {
            path_item(item, &shared, &path.key(template), cx);
        }
    }
}

fn path_item(item: &mut Value, shared: &Shared, path: &Path<'_>, cx: &mut Cx<'_>) {
    let Value::Object(item) = item else { return };
    let mut inherited = Vec::new();
    if let Some(Value::Array(list)) = item.get_mut("parameters") {
        let at = path.key("parameters");
        let mut kept = Vec::new();
        for (index, mut parameter) in std::mem::take(list).into_iter().enumerate() {
            if is_body(resolve(&parameter, shared)) {
                let location = cx.locate(&at.index(index));
                inherited.push((parameter, location));
            } else {
                cx.shifted(&at, index, kept.len(), &parameter);
                parameters::convert(&mut parameter, &at.index(kept.len()), cx);
                kept.push(parameter);
            }
        }
        *list = kept;
    }
    for method in METHODS {
        if let Some(Value::Object(operation)) = item.get_mut(method) {
            bodies::operation(operation, &inherited, shared, &path.key(method), cx);
        }
    }
}

fn is_body(parameter: &Value) -> bool {
    matches!(parameter.get("in").and_then(Value::as_str), Some("body" | "formData"))
}

/// Returns the parameter that a reference names, or the parameter itself.
fn resolve<'p>(parameter: &'p Value, shared: &'p Shared) -> &'p Value {
    let mut current = parameter;
    for _ in 0..16 {
        let Some(reference) = current.get("$ref").and_then(Value::as_str) else {
            break;
        };
        let target =
            super::component(reference).filter(|(section, _)| *section == "parameters").and_then(|(_, name)| shared.parameters.get(&name));
        match target {
            Some(target) => current = target,
            None => break,
        }
    }
    current
}

fn media_types(value: Option<Value>) -> Vec<String> {
    match value {
        Some(Value::Array(list)) => {
            list.into_iter().filter_map(|value| value.as_str().map(str::to_owned)).filter(|name| !name.is_empty()).collect()
        }
        Some(Value::String(single)) => vec![single],
        Some(_) | None => Vec::new(),
    }
}

/// Makes servers of `schemes`, `host` and `basePath`, and returns these.
fn address(map: &mut Map<String, Value>, cx: &mut Cx<'_>) -> Address {
    let schemes = media_types(map.shift_remove("schemes"));
    let text = |value: Option<Value>| value.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    let host = text(map.shift_remove("host"));
    let base = text(map.shift_remove("basePath"));
    let base = if base.is_empty() || base.starts_with('/') { base } else { format!("/{base}") };
    let base = base.trim_end_matches('/');
    let root = Path::root();
    cx.moved(&root.key("servers"), &root.key("host"));
    let document_url = cx.sources.file(cx.sources.root()).url().map(str::to_owned);
    let (own_scheme, own_host) = document_url
        .as_deref()
        .and_then(|url| url.split_once("://"))
        .map_or(("", ""), |(scheme, rest)| (scheme, rest.split(['/', '?', '#']).next().unwrap_or_default()));
    // 2.0, "Swagger Object": without a host it is the host that serves the document, and so for the schemes.
    let host = if host.is_empty() { own_host.to_owned() } else { host };
    let fallback = if own_scheme.is_empty() { "https" } else { own_scheme }.to_owned();
    let address = Address { schemes, host, base: base.to_owned(), fallback };
    map.insert("servers".to_owned(), servers_of(&address.urls(&address.schemes)));
    address
}

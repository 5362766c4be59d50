//! Reads the tree into the model, member by member: what is wrong is converted, or left out and reported at its exact place.
//!
//! The model's own `Deserialize` is not used on what a spec says: it stops at the first oddity, drops what it does not know without a
//! word, and takes time exponential in the depth of a schema that is wrong inside.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, ReferenceOr};
use serde_json::{Map, Value};

use super::cx::{Cx, form};
use super::ext;
use crate::source::Path;
use crate::source::shape::Kind;

mod content;
mod keywords;
mod meta;
mod parameters;
mod paths;
mod schema;
mod security;
mod templates;
mod values;

/// Reads a whole document.
pub(super) fn document(tree: Value, cx: &mut Cx<'_>) -> OpenAPI {
    let mut reader = Reader { cx, sections: HashMap::new(), parameters: HashMap::new() };
    reader.document(tree)
}

/// What reading needs to know of the rest of the document.
struct Reader<'c, 's> {
    cx: &'c mut Cx<'s>,
    /// The names that a reference may still lead to.
    sections: HashMap<&'static str, HashSet<String>>,
    /// The places and names of the shared parameters.
    parameters: HashMap<String, templates::Key>,
}

/// The order of reading: what is left out is known before it is referred to.
const ORDER: [&str; 9] =
    ["schemas", "examples", "links", "headers", "parameters", "requestBodies", "responses", "securitySchemes", "callbacks"];

impl Reader<'_, '_> {
    fn document(&mut self, tree: Value) -> OpenAPI {
        let path = Path::root();
        let mut map = self.object_or_empty(tree, &path, "the document");
        let mut api = OpenAPI { openapi: "3.0.3".to_owned(), ..OpenAPI::default() };
        if let Some(components) = map.shift_remove("components") {
            api.components = Some(self.components(components, &path.key("components")));
        }
        let mut has_paths = false;
        for (key, value) in map {
            let at = path.key(&key);
            match key.as_str() {
                "openapi" | "swagger" => {}
                "info" => api.info = self.info(value, &at),
                "servers" => api.servers = self.servers(value, &at),
                "paths" => {
                    has_paths = true;
                    api.paths = self.paths(value, &at);
                }
                "security" => api.security = self.security(value, &at),
                "tags" => api.tags = self.tags(value, &at),
                "externalDocs" => api.external_docs = self.external_docs(value, &at),
                ext::WEBHOOKS => {
                    let webhooks = self.webhooks(value, &at);
                    api.extensions.insert(key, webhooks);
                }
                _ if key.starts_with("x-") => {
                    api.extensions.insert(key, value);
                }
                _ => self.unknown_field("the document", &key, &path),
            }
        }
        if !has_paths && !api.extensions.contains_key(ext::WEBHOOKS) {
            self.cx.warn(&path, "no-paths", "the document has no `paths`, so it has no operations");
        }
        // The default is one server with the URL `/` (OpenAPI 3.0.4, section 4.8.1), which says something where the document has a URL.
        if api.servers.is_empty()
            && let Some(url) = self.cx.sources.file(self.cx.sources.root()).resolve_url("/")
        {
            api.servers.push(openapiv3::Server { url, ..openapiv3::Server::default() });
        }
        api
    }

    fn components(&mut self, value: Value, path: &Path<'_>) -> Components {
        let mut map = self.object_or_empty(value, path, "`components`");
        for section in ORDER {
            if let Some(Value::Object(entries)) = map.get(section) {
                self.sections.insert(section, entries.keys().cloned().collect());
            }
        }
        let mut components = Components::default();
        for section in ORDER {
            let Some(value) = map.shift_remove(section) else {
                continue;
            };
            let at = path.key(section);
            match section {
                "schemas" => {
                    components.schemas = self.section(value, section, &at, |cx, value, at| Some(cx.schema_or_reference(value, at)))
                }
                "examples" => components.examples = self.section(value, section, &at, Self::example_or_reference),
                "links" => components.links = self.section(value, section, &at, Self::link_or_reference),
                "headers" => components.headers = self.section(value, section, &at, Self::header_or_reference),
                "parameters" => {
                    components.parameters = self.section(value, section, &at, Self::parameter_or_reference);
                    self.parameters = templates::keys(&components.parameters);
                }
                "requestBodies" => components.request_bodies = self.section(value, section, &at, Self::body_or_reference),
                "responses" => components.responses = self.section(value, section, &at, Self::response_or_reference),
                "securitySchemes" => components.security_schemes = self.section(value, section, &at, Self::scheme_or_reference),
                "callbacks" => {
                    components.callbacks = self.section(value, section, &at, |cx, value, at| cx.callback(value, at).map(ReferenceOr::Item));
                }
                _ => {}
            }
        }
        for (key, value) in map {
            if key.starts_with("x-") {
                components.extensions.insert(key, value);
            } else {
                self.unknown_field("`components`", &key, path);
            }
        }
        components
    }

    /// Reads the members of a section. What is left out, and each reference within the section to it, is no longer there to refer to.
    fn section<T>(
        &mut self,
        value: Value,
        section: &'static str,
        path: &Path<'_>,
        read: impl Fn(&mut Self, Value, &Path<'_>) -> Option<ReferenceOr<T>>,
    ) -> IndexMap<String, ReferenceOr<T>> {
        let mut entries = IndexMap::new();
        for (name, value) in self.object_or_empty(value, path, "a section of `components`") {
            match read(self, value, &path.key(&name)) {
                Some(entry) => {
                    entries.insert(name, entry);
                }
                None => {
                    if let Some(names) = self.sections.get_mut(section) {
                        names.remove(&name);
                    }
                }
            }
        }
        self.drop_dangling(&mut entries, section, path);
        entries
    }

    fn drop_dangling<T>(&mut self, entries: &mut IndexMap<String, ReferenceOr<T>>, section: &'static str, path: &Path<'_>) {
        loop {
            let before = entries.len();
            let names: HashSet<String> = entries.keys().cloned().collect();
            entries.retain(|name, entry| {
                let ReferenceOr::Reference { reference } = &*entry else {
                    return true;
                };
                let stays = super::component(reference).is_some_and(|(_, target)| names.contains(&target));
                if !stays {
                    let message = format!("`{reference}` was left out, leaving this out as well");
                    self.cx.warn(&path.key(name), "dangling-ref", message);
                }
                stays
            });
            if entries.len() == before {
                self.sections.insert(section, names);
                return;
            }
        }
    }

    /// Reads an object or the reference in its place.
    fn or_reference<T>(
        &mut self,
        value: Value,
        kind: Kind,
        path: &Path<'_>,
        read: impl FnOnce(&mut Self, Map<String, Value>, &Path<'_>) -> Option<T>,
    ) -> Option<ReferenceOr<T>> {
        match value {
            Value::Object(map) => match map.get("$ref") {
                Some(Value::String(reference)) => self.reference(&map, reference.clone(), path),
                Some(_) | None => read(self, map, path).map(ReferenceOr::Item),
            },
            other => {
                let message = format!("{} is due here and not {}, leaving it out", kind.words(), form(&other));
                self.cx.warn(path, "invalid-object", message);
                None
            }
        }
    }

    fn reference<T>(&mut self, map: &Map<String, Value>, reference: String, path: &Path<'_>) -> Option<ReferenceOr<T>> {
        let beside: Vec<String> = map
            .keys()
            .filter(|key| *key != "$ref" && !key.starts_with("x-") && !super::v3_1::is_annotation(key))
            .map(|key| format!("`{key}`"))
            .collect();
        if !beside.is_empty() {
            let message = format!("{} beside `$ref` means nothing here, ignoring it", beside.join(", "));
            self.cx.note(path, "ref-siblings", message);
        }
        let exists = super::component(&reference)
            .is_some_and(|(section, name)| self.sections.get(section).is_some_and(|names| names.contains(&name)));
        if !exists {
            self.cx.warn(path, "dangling-ref", format!("`{reference}` was left out, leaving this out as well"));
            return None;
        }
        Some(ReferenceOr::Reference { reference })
    }

    /// Reads a map of names to objects; names with `x-` are extensions where `extensions` is given.
    fn named<T>(
        &mut self,
        value: Value,
        what: &'static str,
        path: &Path<'_>,
        read: impl Fn(&mut Self, Value, &Path<'_>) -> Option<T>,
    ) -> IndexMap<String, T> {
        let map = self.object_or_empty(value, path, what);
        let mut entries = IndexMap::with_capacity(map.len());
        for (name, value) in map {
            if let Some(entry) = read(self, value, &path.key(&name)) {
                entries.insert(name, entry);
            }
        }
        entries
    }

    fn unknown_field(&mut self, what: &'static str, key: &str, path: &Path<'_>) {
        let message = format!("`{}` is no field of {what}, ignoring it", key.escape_debug());
        self.cx.note(&path.key(key), "unknown-field", message);
    }
}

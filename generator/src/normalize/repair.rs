//! Reads the tree into the model, member by member: what is wrong is converted, or left out and reported at its exact place.
//!
//! The model's own `Deserialize` is not used on what a spec says: it stops at the first oddity, drops what it does not know without a
//! word, and takes time exponential in the depth of a schema that is wrong inside.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, Parameter, ReferenceOr};
use serde_json::{Map, Value};

use super::cx::{Cx, form};
use super::dialect::Dialect;
use super::ext;
use super::fields::{self, Object, Unknown};
use crate::source::Path;
use crate::source::shape::Kind;

mod content;
mod expressions;
mod keywords;
mod meta;
mod parameters;
mod paths;
mod schema;
mod security;
mod templates;
mod values;

/// Reads a whole document.
pub(super) fn document(tree: Value, dialect: Dialect, cx: &mut Cx<'_>) -> OpenAPI {
    let mut reader = Reader { cx, dialect, sections: HashMap::new(), shared_parameters: IndexMap::new(), operation_ids: HashMap::new() };
    reader.document(tree)
}

/// What reading needs to know of the rest of the document.
struct Reader<'c, 's> {
    cx: &'c mut Cx<'s>,
    dialect: Dialect,
    /// The names that a reference may still lead to.
    sections: HashMap<&'static str, HashSet<String>>,
    /// The shared parameters.
    shared_parameters: IndexMap<String, ReferenceOr<Parameter>>,
    /// The operationIds, each with the place of the operation that has it first.
    operation_ids: HashMap<String, String>,
}

/// The order of reading: what is left out is known before it is referred to.
const ORDER: [&str; 9] =
    ["schemas", "examples", "links", "headers", "parameters", "requestBodies", "responses", "securitySchemes", "callbacks"];

impl Reader<'_, '_> {
    fn document(&mut self, tree: Value) -> OpenAPI {
        let path = Path::root();
        let mut map = self.members_of(tree, &path, Object::Document);
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
                _ => self.unknown_field(Object::Document, &key, &path),
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
        let mut map = self.members_of(value, path, Object::Components);
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
                    self.shared_parameters.clone_from(&components.parameters);
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
                self.unknown_field(Object::Components, &key, path);
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
                    let message = format!("`{}` was left out, leaving this out as well", self.cx.shown(reference));
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
            let shown = self.cx.shown(&reference);
            self.cx.warn(path, "dangling-ref", format!("`{shown}` was left out, leaving this out as well"));
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

    /// Reads a map of names that HTTP compares without case: of two that are one, the first stays.
    fn named_without_case<T>(
        &mut self,
        value: Value,
        what: &'static str,
        code: &'static str,
        path: &Path<'_>,
        read: impl Fn(&mut Self, Value, &Path<'_>) -> Option<T>,
    ) -> IndexMap<String, T> {
        let mut entries = self.named(value, what, path, read);
        let mut seen: HashSet<String> = HashSet::new();
        entries.retain(|name, _| {
            let is_first = seen.insert(name.to_ascii_lowercase());
            if !is_first {
                let message = format!("`{}` is there twice, written with other capitals, leaving this one out", name.escape_debug());
                self.cx.warn(&path.key(name), code, message);
            }
            is_first
        });
        entries
    }

    fn unknown_field(&mut self, object: Object, key: &str, path: &Path<'_>) {
        let at = path.key(key);
        let name = self.cx.key(&at);
        let message = format!("`{}` is not a field of {}, ignoring it", name.escape_debug(), object.words());
        match fields::unknown(object, &name, self.dialect) {
            Unknown::Slip(meant) => {
                self.cx.warn(&at, "unknown-field", message);
                self.cx.help(format!("did you mean `{meant}`?"));
            }
            Unknown::Elsewhere(other) => {
                let (own, other) = (fields::version(self.dialect), fields::version(other));
                self.cx.warn(&at, "unknown-field", format!("{message}: OpenAPI {other} has it, and this document is of {own}"));
            }
            Unknown::OfSchema => {
                self.cx.warn(&at, "unknown-field", message);
                self.cx.help(format!("put `{}` into the `schema`", name.escape_debug()));
            }
            Unknown::Alien => self.cx.note(&at, "unknown-field", message),
        }
    }
}

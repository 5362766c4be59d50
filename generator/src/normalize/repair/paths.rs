//! Reads paths, operations, callbacks and webhooks.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use indexmap::IndexMap;
use openapiv3::{Callback, Operation, Parameter, PathItem, Paths, ReferenceOr, Responses, StatusCode};
use serde_json::Value;

use super::Reader;
use super::templates::{Item, Key};
use crate::normalize::ext;
use crate::normalize::fields::Object;
use crate::source::{Path, Pointer};

impl Reader<'_, '_> {
    pub(super) fn paths(&mut self, value: Value, path: &Path<'_>) -> Paths {
        let mut paths = Paths::default();
        let mut renamed: Vec<(String, String)> = Vec::new();
        for (key, value) in self.object_or_empty(value, path, "`paths`") {
            let at = path.key(&key);
            if key.starts_with("x-") {
                paths.extensions.insert(key, value);
                continue;
            }
            let mut item = self.whole_path_item(value, &at);
            let written = if key.starts_with('/') {
                key.clone()
            } else {
                self.cx.warn(&at, "invalid-path", format!("path `{}` has no leading `/`, adding it", key.escape_debug()));
                format!("/{key}")
            };
            let sent = self.template(&written, &mut item, &at);
            // Paths that differ in the fragment only are several, which are sent alike.
            let fragment = written.find('#').map_or("", |start| &written[start..]);
            let template = if sent.contains('#') { sent } else { format!("{sent}{fragment}") };
            if paths.paths.contains_key(&template) {
                self.cx.warn(&at, "duplicate-path", format!("path `{}` is there twice, leaving this one out", template.escape_debug()));
                continue;
            }
            if template != key {
                renamed.push((template.clone(), key.clone()));
            }
            paths.paths.insert(template, ReferenceOr::Item(stored(item)));
        }
        // Only now is every path read under the key that it has in the spec.
        let moved: Vec<_> = renamed.into_iter().map(|(new, old)| (path.key(&new).to_pointer(), self.cx.locate(&path.key(&old)))).collect();
        for (pointer, location) in moved {
            self.cx.origins.add(pointer, location);
        }
        paths
    }

    /// Reads webhooks, back into the form that they are stored in.
    pub(super) fn webhooks(&mut self, value: Value, path: &Path<'_>) -> Value {
        let webhooks: IndexMap<String, PathItem> = self.named(value, "`webhooks`", path, Self::path_item);
        serde_json::to_value(webhooks).unwrap_or_default()
    }

    fn path_item(&mut self, value: Value, path: &Path<'_>) -> Option<PathItem> {
        Some(stored(self.whole_path_item(value, path)))
    }

    fn whole_path_item(&mut self, value: Value, path: &Path<'_>) -> Item {
        let mut item = PathItem::default();
        let mut more = IndexMap::new();
        let map = self.members_of(value, path, Object::PathItem);
        for (key, value) in map {
            let at = path.key(&key);
            let lower = key.to_ascii_lowercase();
            let is_slip = lower != key && super::templates::METHODS.contains(&lower.as_str());
            if is_slip {
                self.cx.warn(&at, "misspelled-method", format!("`{key}` is not written in lower case, taking it as `{lower}`"));
            }
            let slot = match if is_slip { lower.as_str() } else { key.as_str() } {
                "get" => &mut item.get,
                "put" => &mut item.put,
                "post" => &mut item.post,
                "delete" => &mut item.delete,
                "options" => &mut item.options,
                "head" => &mut item.head,
                "patch" => &mut item.patch,
                "trace" => &mut item.trace,
                ext::OPERATIONS => {
                    more = self.named(value, "operations", &at, Self::operation);
                    continue;
                }
                _ => {
                    self.path_item_member(&mut item, key, value, path);
                    continue;
                }
            };
            *slot = self.operation(value, &at);
        }
        Item { item, more }
    }

    fn path_item_member(&mut self, item: &mut PathItem, key: String, value: Value, path: &Path<'_>) {
        let at = path.key(&key);
        match key.as_str() {
            "summary" => item.summary = self.text(value, &at),
            "description" => item.description = self.text(value, &at),
            "servers" => item.servers = self.servers(value, &at),
            "parameters" => item.parameters = self.parameter_list(value, &at),
            _ if key.starts_with("x-") => {
                item.extensions.insert(key, value);
            }
            _ => self.unknown_field(Object::PathItem, &key, path),
        }
    }

    pub(super) fn callback(&mut self, value: Value, path: &Path<'_>) -> Option<Callback> {
        let mut map = self.object_or_empty(value, path, "a callback");
        // The model has no place for a callback's extensions.
        map.retain(|key, _| !key.starts_with("x-"));
        Some(self.named(Value::Object(map), "a callback", path, Self::path_item))
    }

    fn operation(&mut self, value: Value, path: &Path<'_>) -> Option<Operation> {
        if !value.is_object() {
            let message = "an operation is due here, leaving this out";
            self.cx.warn(path, "invalid-object", message);
            return None;
        }
        let mut operation = Operation::default();
        for (key, value) in self.members_of(value, path, Object::Operation) {
            let at = path.key(&key);
            match key.as_str() {
                "tags" => operation.tags = self.texts(value, &at),
                "summary" => operation.summary = self.text(value, &at),
                "description" => operation.description = self.text(value, &at),
                "externalDocs" => operation.external_docs = self.external_docs(value, &at),
                "operationId" => operation.operation_id = self.operation_id(value, &at),
                "parameters" => operation.parameters = self.parameter_list(value, &at),
                "requestBody" => operation.request_body = self.body_or_reference(value, &at),
                "responses" => operation.responses = self.responses(value, &at),
                "callbacks" => operation.callbacks = self.named(value, "`callbacks`", &at, Self::callback),
                "deprecated" => operation.deprecated = self.flag(&value, &at).unwrap_or_default(),
                "security" => operation.security = self.security(value, &at),
                "servers" => operation.servers = self.servers(value, &at),
                _ if key.starts_with("x-") => {
                    operation.extensions.insert(key, value);
                }
                _ => self.unknown_field(Object::Operation, &key, path),
            }
        }
        Some(operation)
    }

    /// Reads the identifier of an operation, which is to be another than that of every other operation of the document.
    fn operation_id(&mut self, value: Value, path: &Path<'_>) -> Option<String> {
        let id = self.text(value, path)?;
        let place = path.to_pointer().to_string();
        match self.operation_ids.entry(id.clone()) {
            Entry::Vacant(free) => {
                free.insert(place);
            }
            Entry::Occupied(first) => {
                let segments: Vec<String> = Pointer::from_escaped(first.get().as_str()).segments().collect();
                let shown = match segments.as_slice() {
                    [paths, path, method, _] if paths == "paths" => format!("`{} {path}`", method.to_uppercase()),
                    _ => "an earlier operation".to_owned(),
                };
                let message = format!("operationId `{}` is that of {shown} too, so it does not tell them apart", id.escape_debug());
                self.cx.warn(path, "duplicate-operation-id", message);
                self.cx.help("give each operation an operationId of its own (OpenAPI 3.0.4, section 4.8.10.1)");
            }
        }
        Some(id)
    }

    /// Reads a list of parameters; of two with one name and place the last one stays.
    fn parameter_list(&mut self, value: Value, path: &Path<'_>) -> Vec<ReferenceOr<Parameter>> {
        let mut list: Vec<ReferenceOr<Parameter>> = Vec::new();
        let mut places: HashMap<Key, usize> = HashMap::new();
        for (index, value) in self.list(value, path).into_iter().enumerate() {
            let at = path.index(index);
            let Some(parameter) = self.parameter_or_reference(value, &at) else {
                continue;
            };
            let Some(key) = self.parameter_key(&parameter) else {
                list.push(parameter);
                continue;
            };
            if let Some(earlier) = places.get(&key) {
                let (place, name) = key;
                let message = format!("{place} parameter `{name}` is there twice, taking the last one");
                self.cx.warn(&at, "duplicate-parameter", message);
                list[*earlier] = parameter;
            } else {
                places.insert(key, list.len());
                list.push(parameter);
            }
        }
        list
    }

    fn responses(&mut self, value: Value, path: &Path<'_>) -> Responses {
        let mut responses = Responses::default();
        for (key, value) in self.object_or_empty(value, path, "`responses`") {
            let at = path.key(&key);
            let status = status(&key);
            if key.starts_with("x-") && status.is_none() {
                responses.extensions.insert(key, value);
                continue;
            }
            if !key.eq_ignore_ascii_case("default") && status.is_none() {
                self.cx.warn(&at, "invalid-status", format!("`{}` is no HTTP status, leaving this response out", key.escape_debug()));
                self.cx.help("a response is for a status from `100` to `599`, for a range such as `4XX`, or `default`");
                continue;
            }
            let Some(response) = self.response_or_reference(value, &at) else {
                continue;
            };
            match status {
                Some(status) => {
                    if responses.responses.insert(status, response).is_some() {
                        self.cx.warn(
                            &at,
                            "duplicate-status",
                            format!("the status `{}` is there twice, taking the last one", key.escape_debug()),
                        );
                    }
                }
                None => {
                    if responses.default.replace(response).is_some() {
                        self.cx.warn(&at, "duplicate-status", "`default` is there twice, taking the last one");
                    }
                }
            }
        }
        responses
    }
}

/// Returns a path item of the model, with the operations that it has no members for.
fn stored(item: Item) -> PathItem {
    let Item { mut item, more } = item;
    if !more.is_empty() {
        item.extensions.insert(ext::OPERATIONS.to_owned(), serde_json::to_value(more).unwrap_or_default());
    }
    item
}

fn status(key: &str) -> Option<StatusCode> {
    let key = key.trim();
    if let [class @ b'1'..=b'5', b'x' | b'X', b'x' | b'X'] = key.as_bytes() {
        return Some(StatusCode::Range(u16::from(class - b'0')));
    }
    let is_code = key.len() == 3 && key.bytes().all(|byte| byte.is_ascii_digit());
    key.parse().ok().filter(|code| is_code && (100..600).contains(code)).map(StatusCode::Code)
}

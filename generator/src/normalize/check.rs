//! Checks what one part of a document says of another: names that lead nowhere, and things that are one to HTTP and two in the document.
//!
//! Input: the model, whose references all lead somewhere. Nothing is changed; what is found is reported.

use std::collections::{HashMap, HashSet};

use openapiv3::{
    AdditionalProperties, LinkOperation, MediaType, OpenAPI, Operation, PathItem, ReferenceOr, RequestBody, Response, Schema, SchemaKind,
    SecurityScheme, Type,
};

use super::cx::Cx;
use super::{component, ext};
use crate::source::{Path, Pointer};

/// How many schemas are followed for the properties of one.
const MAX_SCHEMAS: usize = 1_000;

/// Checks a document.
pub(super) fn document(api: &OpenAPI, cx: &mut Cx<'_>) {
    let mut check = Check { api, cx, operation_ids: HashSet::new() };
    operations(api, &mut |_, op| check.operation_ids.extend(op.operation_id.clone()));
    check.paths();
    check.tags();
    check.components();
    operations(api, &mut |pointer, op| check.operation(pointer, op));
    if let Some(security) = &api.security {
        check.scopes(security, &Pointer::root().join("security"));
    }
}

struct Check<'a, 'c, 's> {
    api: &'a OpenAPI,
    cx: &'c mut Cx<'s>,
    operation_ids: HashSet<String>,
}

/// Calls with each operation and its place: those under the paths, those of webhooks, and those of callbacks.
fn operations(api: &OpenAPI, see: &mut dyn FnMut(&Pointer, &Operation)) {
    let paths = Pointer::root().join("paths");
    for (path, item) in api.paths.paths.iter().filter_map(|(path, item)| Some((path, item.as_item()?))) {
        in_item(item, &paths.join(path), see);
    }
    let webhooks = Pointer::root().join(ext::WEBHOOKS);
    for (name, item) in ext::webhooks(api) {
        in_item(&item, &webhooks.join(&name), see);
    }
}

fn in_item(item: &PathItem, at: &Pointer, see: &mut dyn FnMut(&Pointer, &Operation)) {
    for (method, op) in item.iter() {
        in_operation(op, &at.join(method), see);
    }
    for (method, op) in ext::extra_operations(item) {
        in_operation(&op, &at.join(ext::OPERATIONS).join(&method), see);
    }
}

fn in_operation(op: &Operation, at: &Pointer, see: &mut dyn FnMut(&Pointer, &Operation)) {
    see(at, op);
    for (name, callback) in &op.callbacks {
        for (url, item) in callback {
            in_item(item, &at.join("callbacks").join(name).join(url), see);
        }
    }
}

impl Check<'_, '_, '_> {
    fn note(&mut self, pointer: &Pointer, code: &'static str, message: String) {
        self.cx.note(&Path::base(pointer), code, message);
    }

    fn warn(&mut self, pointer: &Pointer, code: &'static str, message: String) {
        self.cx.warn(&Path::base(pointer), code, message);
    }

    /// Templates that differ in the names of parameters only are one (OpenAPI 3.0.4, section 4.8.8.2).
    fn paths(&mut self) {
        let mut seen: HashMap<String, &String> = HashMap::new();
        let mut same = Vec::new();
        for path in self.api.paths.paths.keys() {
            let mut shape = String::with_capacity(path.len());
            let mut rest = path.as_str();
            while let Some((before, after)) = rest.split_once('{') {
                shape.push_str(before);
                shape.push('{');
                rest = after.split_once('}').map_or("", |(_, after)| after);
            }
            shape.push_str(rest);
            if let Some(first) = seen.get(&shape) {
                same.push((path.clone(), (*first).clone()));
            } else {
                seen.insert(shape, path);
            }
        }
        for (path, first) in same {
            let message = format!("path `{path}` is the same as `{first}` but for the names of its parameters");
            self.note(&Pointer::root().join("paths").join(&path), "ambiguous-path", message);
        }
    }

    fn tags(&mut self) {
        let api = self.api;
        for (index, tag) in api.tags.iter().enumerate() {
            let Some(parent) = ext::parent(tag) else { continue };
            if !api.tags.iter().any(|other| other.name == parent) {
                let message = format!("tag `{}` has the parent `{}`, which is not declared", tag.name, parent.escape_debug());
                self.warn(&Pointer::root().join("tags").index(index).join(ext::PARENT), "unknown-tag", message);
            }
        }
    }

    fn components(&mut self) {
        let Some(components) = &self.api.components else { return };
        let at = Pointer::root().join("components");
        for (name, body) in &components.request_bodies {
            self.body(body, &at.join("requestBodies").join(name));
        }
        for (name, response) in &components.responses {
            self.response(response, &at.join("responses").join(name));
        }
    }

    fn operation(&mut self, pointer: &Pointer, op: &Operation) {
        if let Some(body) = &op.request_body {
            self.body(body, &pointer.join("requestBody"));
        }
        let responses = pointer.join("responses");
        for (status, response) in &op.responses.responses {
            self.response(response, &responses.join(&status.to_string()));
        }
        if let Some(response) = &op.responses.default {
            self.response(response, &responses.join("default"));
        }
        if let Some(security) = &op.security {
            self.scopes(security, &pointer.join("security"));
        }
    }

    fn body(&mut self, body: &ReferenceOr<RequestBody>, pointer: &Pointer) {
        if let ReferenceOr::Item(body) = body {
            self.content(&body.content, &pointer.join("content"));
        }
    }

    fn response(&mut self, response: &ReferenceOr<Response>, pointer: &Pointer) {
        let ReferenceOr::Item(response) = response else { return };
        self.content(&response.content, &pointer.join("content"));
        for (name, link) in &response.links {
            let ReferenceOr::Item(link) = link else { continue };
            if let LinkOperation::OperationId(id) = &link.operation
                && !self.operation_ids.contains(id)
            {
                let message = format!("the link leads to the operation `{}`, which the document does not have", id.escape_debug());
                self.warn(&pointer.join("links").join(name).join("operationId"), "unknown-operation", message);
            }
        }
    }

    fn content(&mut self, content: &indexmap::IndexMap<String, MediaType>, pointer: &Pointer) {
        for (media_type, media) in content.iter().filter(|(_, media)| !media.encoding.is_empty()) {
            let at = pointer.join(media_type).join("encoding");
            let kind = media_type.to_ascii_lowercase();
            if !kind.starts_with("multipart/") && !kind.starts_with("application/x-www-form-urlencoded") {
                let message = format!("`encoding` says nothing about a body of `{}`, ignoring it", media_type.escape_debug());
                self.note(&at, "unused-field", message);
                continue;
            }
            let Some(names) = media.schema.as_ref().and_then(|schema| self.properties(schema)) else { continue };
            for name in media.encoding.keys().filter(|name| !names.contains(name.as_str())) {
                let message =
                    format!("`encoding` is for the property `{}`, which the schema does not have, ignoring it", name.escape_debug());
                self.warn(&at.join(name), "unknown-encoding", message);
                self.cx.help(crate::config::nearest::help(name, names.iter().copied()));
            }
        }
    }

    /// Returns the names of the properties of an object; `None` where it may have others that are described too.
    fn properties<'m>(&self, schema: &'m ReferenceOr<Schema>) -> Option<HashSet<&'m str>>
    where
        Self: 'm,
    {
        let mut names = HashSet::new();
        let mut open: Vec<&ReferenceOr<Schema>> = vec![schema];
        let mut seen: HashSet<&str> = HashSet::new();
        let mut count = 0;
        while let Some(schema) = open.pop() {
            count += 1;
            if count > MAX_SCHEMAS {
                return None;
            }
            let schema = match schema {
                ReferenceOr::Item(schema) => schema,
                ReferenceOr::Reference { reference } => {
                    if seen.insert(reference) {
                        let name = component(reference)?.1;
                        open.push(self.api.components.as_ref()?.schemas.get(&name)?);
                    }
                    continue;
                }
            };
            if ext::pattern_properties(&schema.schema_data).is_some() || ext::boolean_schema(&schema.schema_data).is_some() {
                return None;
            }
            let (properties, additional) = match &schema.schema_kind {
                SchemaKind::Type(Type::Object(object)) => (&object.properties, &object.additional_properties),
                SchemaKind::Any(any) => {
                    open.extend(any.all_of.iter().chain(&any.any_of).chain(&any.one_of));
                    (&any.properties, &any.additional_properties)
                }
                SchemaKind::AllOf { all_of: members } | SchemaKind::AnyOf { any_of: members } | SchemaKind::OneOf { one_of: members } => {
                    open.extend(members);
                    continue;
                }
                SchemaKind::Type(_) | SchemaKind::Not { .. } => return None,
            };
            if !matches!(additional, None | Some(AdditionalProperties::Any(false))) {
                return None;
            }
            names.extend(properties.keys().map(String::as_str));
        }
        Some(names)
    }

    /// The scopes that are asked for are among those that the flows declare (OpenAPI 3.0.4, section 4.8.30).
    fn scopes(&mut self, security: &[openapiv3::SecurityRequirement], pointer: &Pointer) {
        let Some(components) = &self.api.components else { return };
        for (index, requirement) in security.iter().enumerate() {
            for (name, scopes) in requirement {
                let Some(ReferenceOr::Item(SecurityScheme::OAuth2 { flows, .. })) = components.security_schemes.get(name) else { continue };
                let lists = [
                    flows.implicit.as_ref().map(|flow| &flow.scopes),
                    flows.password.as_ref().map(|flow| &flow.scopes),
                    flows.client_credentials.as_ref().map(|flow| &flow.scopes),
                    flows.authorization_code.as_ref().map(|flow| &flow.scopes),
                ];
                let device = crate::normalize::ext::device_authorization(flows).map(|flow| flow.scopes);
                let lists = lists.into_iter().flatten().chain(&device);
                let declared: HashSet<&str> = lists.flat_map(|scopes| scopes.keys().map(String::as_str)).collect();
                for scope in scopes.iter().filter(|scope| !declared.is_empty() && !declared.contains(scope.as_str())) {
                    let message = format!("scope `{}` is not one of those that `{name}` declares", scope.escape_debug());
                    self.note(&pointer.index(index).join(name), "unknown-scope", message);
                }
            }
        }
    }
}

//! Operations, groups and servers.

use std::collections::HashMap;

use openapiv3::{AdditionalProperties, PathItem, ReferenceOr, RequestBody, Schema};

use crate::diagnostic::Diagnostic;
use crate::ir::{
    Body, Docs, Group, GroupId, MediaKind, Operation, Param, ParamLocation, Response, ResponseHeader, Server, ServerVariable, controller_of,
};
use crate::normalize::ext;
use crate::source::Pointer;

use super::Cx;
use super::pagination::Declaration;
use super::webhooks::Callbacks;

/// What operations share: the components that are no schemas, lowered once.
#[derive(Default)]
pub(super) struct Shared {
    /// The types of the data of events whose schemas are components, by reference.
    pub(super) events: HashMap<String, crate::ir::Type>,
    pub(super) params: HashMap<String, Option<Param>>,
    pub(super) bodies: HashMap<String, Option<Body>>,
    pub(super) responses: HashMap<String, Response>,
    pub(super) headers: HashMap<String, ResponseHeader>,
    pub(super) groups: HashMap<String, GroupId>,
    /// The callbacks of the operations.
    pub(super) callbacks: Vec<Callbacks>,
    /// The names of all operations of the document, including those that the configuration leaves out.
    pub(super) known: super::configured::Known,
    /// What each operation declares of its pages.
    pub(super) pagination: Vec<Option<Declaration>>,
}

impl Cx<'_> {
    /// Lowers every operation that is asked for.
    pub(super) fn operations(&mut self) {
        self.declare_groups();
        let document = self.document;
        for (path, item) in &document.api.paths.paths {
            let ReferenceOr::Item(item) = item else { continue };
            let pointer = Pointer::from_escaped("/paths").join(path);
            // A fragment is never sent (RFC 9110, section 7.1).
            let path = path.split_once('#').map_or(path.as_str(), |(path, _)| path);
            for (method, op) in item.iter() {
                self.operation(path, &method.to_uppercase(), op, item, &pointer, pointer.join(method));
            }
            for (method, op) in ext::extra_operations(item) {
                let own = pointer.join(ext::OPERATIONS).join(&method);
                self.operation(path, &method, &op, item, &pointer, own);
            }
        }
        self.api.partial = !self.config.include.is_empty();
    }

    fn operation(
        &mut self,
        path: &str,
        method: &str,
        op: &openapiv3::Operation,
        item: &PathItem,
        item_pointer: &Pointer,
        pointer: Pointer,
    ) {
        let tag = op.tags.first().cloned().unwrap_or_else(|| {
            let controller = op.operation_id.as_deref().and_then(controller_of);
            controller.map_or_else(|| group_by_path(path), |(controller, _)| controller.to_owned())
        });
        self.know(method, path, &tag, op, item);
        if !self.is_included(op, &tag) {
            return;
        }
        if !op.callbacks.is_empty() {
            let operation = op.operation_id.clone().unwrap_or_else(|| format!("{method} {path}"));
            self.shared.callbacks.push(Callbacks { operation, callbacks: op.callbacks.clone(), pointer: pointer.clone() });
        }
        let index = self.api.operations.len() as u32;
        let group = self.group(&tag);
        let mut params = self.params(item, item_pointer, op, &pointer, index);
        in_order_of_path(&mut params, path);
        self.allow_empty(&mut params, op);
        let body = op.request_body.as_ref().filter(|body| !self.says_nothing(body, method, &pointer.join("requestBody")));
        let body = body.and_then(|body| self.body(body, &pointer.join("requestBody"), index));
        let responses = self.responses(&op.responses, &pointer.join("responses"), index, method);
        let security = op.security.as_ref().map(|security| self.requirements(security, &pointer.join("security")));
        let own_servers = if op.servers.is_empty() { &item.servers } else { &op.servers };
        let idempotency = self.config.idempotency.header.as_deref();
        let idempotency_header = params.iter().find(|param| idempotency.is_some_and(|header| header.eq_ignore_ascii_case(&param.wire)));
        let answers = responses.success.iter().flat_map(Response::contents);
        let streams = answers.into_iter().any(|content| content.kind == MediaKind::EventStream);
        let stream_end = self.config.stream.end.clone().or_else(|| self.event_end(op));
        let declaration = Declaration::read(self.document, op, &item.parameters);
        let op = Operation {
            id: op.operation_id.clone().filter(|id| !id.trim().is_empty()),
            method: method.to_owned(),
            path: path.to_owned(),
            group,
            summary: op.summary.clone().or_else(|| item.summary.clone()),
            docs: Docs {
                description: op.description.clone().or_else(|| item.description.clone()),
                url: op.external_docs.as_ref().map(|docs| docs.url.clone()),
                deprecated: op.deprecated,
                ..Docs::default()
            },
            idempotency_header: idempotency_header.map(|param| param.wire.clone()),
            params,
            body,
            responses,
            security,
            servers: servers(own_servers),
            pages: None,
            page_hint: None,
            idempotent: None,
            cost: op.operation_id.as_ref().and_then(|id| self.config.costs.get(id)).copied().unwrap_or(1),
            stream_end: stream_end.filter(|_| streams),
            origin: self.document.locate(&pointer),
        };
        self.api.operations.push(op);
        self.shared.pagination.push(declaration);
    }

    /// Returns whether a body can hold nothing: it is optional, the method gives it no meaning (RFC 9110, section 9.3.1), and its schema is of
    /// an object without properties. Some generators of documents write one for each such operation.
    fn says_nothing(&mut self, body: &ReferenceOr<RequestBody>, method: &str, pointer: &Pointer) -> bool {
        let components = self.document.api.components.as_ref();
        let body = match body {
            ReferenceOr::Item(body) => Some(body),
            ReferenceOr::Reference { reference } => {
                super::name_in("requestBodies", reference).and_then(|name| components?.request_bodies.get(&name)?.as_item())
            }
        };
        let Some(body) = body else { return false };
        let says_nothing = !body.required
            && matches!(method, "GET" | "HEAD" | "DELETE" | "OPTIONS" | "TRACE")
            && body.content.iter().all(|(media_type, media)| {
                let kind = super::bodies::kind(media_type, media);
                media.schema.as_ref().is_some_and(|schema| self.has_no_properties(schema, kind))
            });
        if says_nothing {
            let message = format!("the body of a `{method}` request has no properties, leaving it out");
            self.report(Diagnostic::note("empty-body", message), pointer);
        }
        says_nothing
    }

    /// In JSON, an object that declares nothing may hold anything, unless it says that it does not.
    fn has_no_properties(&self, schema: &ReferenceOr<Schema>, kind: MediaKind) -> bool {
        let Some(schema) = self.schema_behind(schema) else { return false };
        let keywords = super::keywords::Keywords::of(schema);
        let is_closed = match keywords.additional {
            Some(AdditionalProperties::Any(more)) => !more,
            Some(AdditionalProperties::Schema(_)) => false,
            None => matches!(kind, MediaKind::Form | MediaKind::Multipart),
        };
        keywords.ty == Some("object")
            && is_closed
            && keywords.properties.is_none()
            && keywords.required.is_empty()
            && keywords.all_of.is_empty()
            && keywords.one_of.is_empty()
            && keywords.any_of.is_empty()
            && ext::pattern_properties(&schema.schema_data).is_none()
            && !super::conditions::has_any(schema)
    }

    /// Lets the path parameters be empty that the configuration says may be.
    fn allow_empty(&self, params: &mut [Param], op: &openapiv3::Operation) {
        let allowed = op.operation_id.as_ref().and_then(|id| self.config.allow_empty.get(id));
        for name in allowed.into_iter().flatten() {
            let own = params.iter_mut().find(|param| param.location == ParamLocation::Path && param.wire == *name);
            own.into_iter().for_each(|param| param.allow_empty = true);
        }
    }

    fn is_included(&self, op: &openapiv3::Operation, tag: &str) -> bool {
        let include = &self.config.include;
        include.is_empty() || include.iter().any(|entry| entry == tag || op.operation_id.as_ref() == Some(entry))
    }

    fn declare_groups(&mut self) {
        let document = self.document;
        for tag in &document.api.tags {
            let id = self.group(&tag.name);
            let description = tag.description.clone().or_else(|| ext::tag_summary(tag).map(str::to_owned));
            let group = &mut self.api.groups[id.0 as usize];
            group.description = description;
            group.documentation_url = tag.external_docs.as_ref().map(|docs| docs.url.clone());
        }
        for tag in &document.api.tags {
            let parent = ext::parent(tag).and_then(|parent| self.shared.groups.get(parent).copied());
            let id = self.group(&tag.name);
            // A tag that stands under itself, by whatever way, stands under none.
            let mut above = parent;
            while let Some(at) = above.filter(|at| *at != id) {
                above = self.api.groups[at.0 as usize].parent;
            }
            self.api.groups[id.0 as usize].parent = parent.filter(|_| above.is_none());
        }
    }

    fn group(&mut self, tag: &str) -> GroupId {
        if let Some(id) = self.shared.groups.get(tag) {
            return *id;
        }
        let id = GroupId(self.api.groups.len() as u32);
        self.api.groups.push(Group { tag: tag.to_owned(), description: None, documentation_url: None, parent: None });
        self.shared.groups.insert(tag.to_owned(), id);
        id
    }
}

/// Puts path parameters in the order of the URL, before the others: that is the order in which people read and say them, whatever the order
/// of their declarations.
fn in_order_of_path(params: &mut [Param], path: &str) {
    params.sort_by_cached_key(|param| match param.location {
        ParamLocation::Path => path.find(&format!("{{{}}}", param.wire)).unwrap_or(usize::MAX - 1),
        ParamLocation::Query | ParamLocation::QueryString | ParamLocation::Header | ParamLocation::Cookie => usize::MAX,
    });
}

/// Returns a tag for an operation without one: the first segment of its path that says what it is about.
fn group_by_path(path: &str) -> String {
    let says_little = |segment: &&str| {
        let version = segment.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        segment.is_empty() || segment.contains('{') || version || matches!(*segment, "api" | "rest")
    };
    let segment = path.split('/').find(|segment| !says_little(segment)).unwrap_or("default");
    let stem = segment.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or(segment);
    stem.to_owned()
}

/// Lowers servers.
pub(super) fn servers(servers: &[openapiv3::Server]) -> Vec<Server> {
    let variable = |(name, variable): (&String, &openapiv3::ServerVariable)| ServerVariable {
        name: name.clone(),
        // An empty value that is not among the possible ones stands for none: it would make another URL.
        default: Some(variable.default.clone()).filter(|value| !value.is_empty() || variable.enumeration.contains(value)),
        values: variable.enumeration.clone(),
        description: variable.description.clone(),
    };
    let lowered = servers.iter().map(|server| Server {
        url: server.url.clone(),
        description: server.description.clone().or_else(|| ext::server_name(server).map(str::to_owned)),
        variables: server.variables.iter().flatten().map(variable).collect(),
    });
    lowered.collect()
}

//! Operations, groups and servers.

use std::collections::HashMap;

use openapiv3::{PathItem, ReferenceOr};

use crate::ir::{Body, Docs, Group, GroupId, MediaKind, Operation, Param, Response, Server, ServerVariable};
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
        let tag = op.tags.first().cloned().unwrap_or_else(|| group_by_path(path));
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
        let params = self.params(item, item_pointer, op, &pointer, index);
        let body = op.request_body.as_ref().and_then(|body| self.body(body, &pointer.join("requestBody"), index));
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

    fn is_included(&self, op: &openapiv3::Operation, tag: &str) -> bool {
        let include = &self.config.include;
        include.is_empty() || include.iter().any(|entry| entry == tag || op.operation_id.as_ref() == Some(entry))
    }

    fn declare_groups(&mut self) {
        let document = self.document;
        for tag in &document.api.tags {
            let id = self.group(&tag.name);
            let description = tag.description.clone().or_else(|| ext::tag_summary(tag).map(str::to_owned));
            self.api.groups[id.0 as usize].description = description;
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
        self.api.groups.push(Group { tag: tag.to_owned(), description: None, parent: None });
        self.shared.groups.insert(tag.to_owned(), id);
        id
    }
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
        default: variable.default.clone(),
        values: variable.enumeration.clone(),
        description: variable.description.clone(),
    };
    let lowered = servers.iter().map(|server| Server {
        url: server.url.clone(),
        description: server.description.clone(),
        variables: server.variables.iter().flatten().map(variable).collect(),
    });
    lowered.collect()
}

//! Reports configuration keys that name nothing in the document, each with the nearest names.
//!
//! Names are looked up in the whole document, including the parts that `include` leaves out.

use std::collections::HashMap;

use indexmap::IndexSet;
use openapiv3::{Operation, Parameter, PathItem, ReferenceOr};

use crate::config::nearest;
use crate::diagnostic::Diagnostic;
use crate::ir::ParamLocation;

use super::Cx;

/// The names of all operations of the document, and the headers that they declare.
#[derive(Default)]
pub(super) struct Known {
    /// The tags that group the operations: the first tag of each operation.
    tags: IndexSet<String>,
    /// The further tags of operations, each mapped to the first tag of one of them.
    further_tags: HashMap<String, String>,
    /// The operationIds.
    ids: IndexSet<String>,
    /// The method and path of each operation, as keys of `[pagination]`.
    keys: IndexSet<String>,
    headers: IndexSet<String>,
}

impl Cx<'_> {
    /// Records the names of an operation.
    pub(super) fn know(&mut self, method: &str, path: &str, tag: &str, op: &Operation, item: &PathItem) {
        let document = self.document;
        let known = &mut self.shared.known;
        known.tags.insert(tag.to_owned());
        known.further_tags.extend(op.tags.iter().skip(1).map(|further| (further.clone(), tag.to_owned())));
        known.ids.extend(op.operation_id.clone());
        known.keys.insert(format!("{method} {path}"));
        let components = document.api.components.as_ref();
        for parameter in op.parameters.iter().chain(&item.parameters) {
            let parameter = match parameter {
                ReferenceOr::Item(parameter) => Some(parameter),
                ReferenceOr::Reference { reference } => {
                    super::name_in("parameters", reference).and_then(|name| components?.parameters.get(&name)?.as_item())
                }
            };
            if let Some(Parameter::Header { parameter_data, .. }) = parameter {
                known.headers.insert(parameter_data.name.clone());
            }
        }
    }

    /// Reports the keys that name operations, tags and headers.
    pub(super) fn check_configuration(&mut self) {
        let config = self.config;
        let known = &self.shared.known;
        let mut found = Vec::new();
        for (index, entry) in config.include.iter().enumerate().filter(|(_, entry)| !known.includes(entry)) {
            let (message, help) = match known.further_tags.get(entry) {
                Some(first) => (
                    format!("`include` names `{entry}`, which is not the first tag of any operation; nothing is written"),
                    format!("operations are grouped by their first tag, which is `{first}` for one with the tag `{entry}`"),
                ),
                None => (
                    format!("`include` names `{entry}`, which is neither a tag nor an operationId of the document; nothing is written"),
                    nearest::help(entry, known.tags.iter().chain(&known.ids).map(String::as_str)),
                ),
            };
            let diagnostic = Diagnostic::error("unknown-include", message).help(help);
            found.push(config.point(diagnostic, &["include", &index.to_string()]));
        }
        for id in config.costs.keys().filter(|id| !known.ids.contains(*id)) {
            let message = format!("`costs` names `{id}`, which is not an operationId of the document, and is ignored");
            let diagnostic = Diagnostic::warning("unknown-cost", message).help(nearest::help(id, known.ids.iter().map(String::as_str)));
            found.push(config.point(diagnostic, &["costs", id]));
        }
        for id in config.pagination.keys().filter(|id| !known.ids.contains(*id) && !known.keys.contains(*id)) {
            let message = format!("`pagination` names `{id}`, which is not an operationId of the document, and is ignored");
            let help = nearest::help(id, known.ids.iter().chain(&known.keys).map(String::as_str));
            found.push(config.point(Diagnostic::warning("unknown-pagination", message).help(help), &["pagination", id]));
        }
        for (id, names) in &config.allow_empty {
            if !known.ids.contains(id) {
                let message = format!("`allow-empty` names `{id}`, which is not an operationId of the document, and is ignored");
                let help = nearest::help(id, known.ids.iter().map(String::as_str));
                found.push(config.point(Diagnostic::warning("unknown-allow-empty", message).help(help), &["allow-empty", id]));
            }
            let Some(op) = self.api.operations.iter().find(|op| op.id.as_ref() == Some(id)) else { continue };
            let in_path = || op.params.iter().filter(|param| param.location == ParamLocation::Path).map(|param| param.wire.as_str());
            for (index, name) in names.iter().enumerate().filter(|(_, name)| !in_path().any(|own| own == name.as_str())) {
                let message = format!("`allow-empty` names `{name}`, which is not a path parameter of `{id}`, and is ignored");
                let help = nearest::help(name, in_path());
                let place = ["allow-empty", id, &index.to_string()];
                found.push(config.point(Diagnostic::warning("unknown-allow-empty", message).help(help), &place));
            }
        }
        if let Some(header) = config.idempotency.header.as_ref().filter(|header| !known.declares(header)) {
            let message = format!("`idempotency` names the header `{header}`, which no operation declares, so no request has a key");
            let help = nearest::help(header, known.headers.iter().map(String::as_str));
            found.push(config.point(Diagnostic::warning("unknown-idempotency-header", message).help(help), &["idempotency", "header"]));
        }
        self.diagnostics.extend(found);
        self.api.operation_ids = std::mem::take(&mut self.shared.known.ids).into_iter().collect();
    }
}

impl Known {
    fn includes(&self, entry: &str) -> bool {
        self.tags.contains(entry) || self.ids.contains(entry)
    }

    /// Header names are case-insensitive (RFC 9110, section 5.1).
    fn declares(&self, header: &str) -> bool {
        self.headers.iter().any(|own| own.eq_ignore_ascii_case(header))
    }
}

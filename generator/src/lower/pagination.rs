//! How the pages of an operation hang together: as configured, as declared by an extension, or as names tell with high confidence.
//!
//! **Invariant:** what is found fits on both sides: the parameter is one that the request takes, and the pointers lead somewhere in the type
//! of the answer. What fits on one side only is kept as a [`PageHint`](crate::ir::PageHint) for `inspect`, and nothing is generated from it.

mod answer;
mod back;
mod configured;
mod declared;
mod hint;
mod infer;
mod request;
mod shape;
mod words;

use std::collections::HashMap;

use crate::config::Pagination;
use crate::diagnostic::Diagnostic;
use crate::ir::{Api, Evidence, Operation, Pages, TypeBox};

use super::Cx;
pub(super) use declared::Declaration;

/// Finds the pages of every operation.
pub(super) fn find(cx: &mut Cx<'_>) {
    let links = infer::link_habits(&cx.api);
    let declarations = std::mem::take(&mut cx.shared.pagination);
    for (index, declaration) in declarations.into_iter().enumerate() {
        let op = &cx.api.operations[index];
        let configured = configuration(cx, op);
        let (pages, hint) = match configured {
            Some(Pagination::None) => (None, None),
            Some(pagination) => {
                let pages = configured::configure(&cx.api, op, pagination, Evidence::Configured);
                (misfit(cx, index, By::Configuration, pages), None)
            }
            None => {
                let declared = declaration.and_then(|declaration| declared::resolve(&cx.api, op, &declaration));
                let found = declared.and_then(|declared| misfit(cx, index, By::Document, declared));
                let op = &cx.api.operations[index];
                let pages = found.or_else(|| infer::infer(&cx.api, op, &links));
                let hint = if pages.is_none() { hint::hint(&cx.api, op) } else { None };
                (pages, hint)
            }
        };
        cx.api.operations[index].pages = pages;
        cx.api.operations[index].page_hint = hint;
    }
}

/// Returns what the configuration says of an operation, by its operationId, or by method and path.
fn configuration<'c>(cx: &'c Cx<'_>, op: &Operation) -> Option<&'c Pagination> {
    let by_id = op.id.as_ref().and_then(|id| cx.config.pagination.get(id));
    by_id.or_else(|| cx.config.pagination.get(&hint::key(op)))
}

/// The source of an operation's pagination.
#[derive(Clone, Copy)]
enum By {
    Configuration,
    Document,
}

/// Reports what does not fit.
fn misfit(cx: &mut Cx<'_>, index: usize, by: By, pages: Result<Pages, String>) -> Option<Pages> {
    let problem = match pages {
        Ok(pages) => return Some(pages),
        Err(problem) => problem,
    };
    let op = &cx.api.operations[index];
    let key = hint::key(op);
    let (word, place) = match by {
        By::Document => ("declared", None),
        By::Configuration => {
            let own = op.id.as_deref().filter(|id| cx.config.pagination.contains_key(*id)).unwrap_or(&key);
            ("configured", cx.config.place(&["pagination", own]))
        }
    };
    let message = format!("the {word} pagination of `{key}` does not fit: {problem}");
    cx.diagnostics.push(Diagnostic::warning("pagination-misfit", message).at(place.unwrap_or_else(|| op.origin.clone())));
    None
}

/// Puts together what is known of an operation's pages, with the way back and the total where the answer has them.
fn pages(api: &Api, op: &Operation, items: String, item: crate::ir::Type, next: crate::ir::NextPage, evidence: Evidence) -> Pages {
    let known = back::Known { api, op, items: &items, item: &item, next: &next };
    let (prev, total) = (known.prev(), known.total());
    Pages { items, item: TypeBox(item), next, fallback: None, prev, total, evidence }
}

/// How many operations of a document that answer a `Link` header take a parameter of a name.
type LinkHabits = HashMap<String, usize>;

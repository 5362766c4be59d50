//! Holds pagination that is said, by the configuration or an extension, against the operation.

use crate::config::{self, Pagination};
use crate::ir::{Api, Evidence, NextPage, Operation, PageParam, Pages, Type};

use super::shape::{at, element, page_type, resolve};

/// Makes pages of what is said; the error says what does not fit.
pub(super) fn configure(api: &Api, op: &Operation, pagination: &Pagination, evidence: Evidence) -> Result<Pages, String> {
    let (items, next) = match pagination.clone() {
        Pagination::None => return Err("it is `none`".to_owned()),
        Pagination::Cursor { param, r#in, next, more, items } => {
            (items, NextPage::Cursor { param, location: location(r#in), cursor: next, more })
        }
        Pagination::LastId { param, r#in, id, more, items } => (items, NextPage::LastId { param, location: location(r#in), id, more }),
        Pagination::Offset { param, r#in, limit, total, more, items } => {
            (items, NextPage::Offset { param, location: location(r#in), limit, total, more })
        }
        Pagination::Page { param, r#in, first, size, pages, total, more, items } => {
            (items, NextPage::Page { param, location: location(r#in), first, size, pages, total, more })
        }
        Pagination::NextUrl { next, items } => (items, NextPage::Url { url: next }),
        Pagination::Link { items } => (items, NextPage::Link),
        Pagination::Header { name, items } => (items, NextPage::Header { name }),
    };
    let page = page_type(op).ok_or(NO_PAGE)?;
    is_pointer(&items)?;
    let list = at(api, page, &items).ok_or_else(|| format!("there is nothing at `{items}` in the answer"))?;
    let item = element(api, list).ok_or_else(|| format!("what is at `{items}` is no list"))?;
    for pointer in read(&next) {
        is_pointer(pointer)?;
        // What the document does not declare is not kept, so it would never be found.
        at(api, page, pointer).ok_or_else(|| format!("there is nothing at `{pointer}` in the answer"))?;
    }
    if let NextPage::Cursor { cursor, .. } = &next
        && !cursor.starts_with('/')
        && !has_header(op, cursor)
    {
        return Err(format!("`{cursor}` is not a JSON pointer, which begins with `/`, and the response declares no header of that name"));
    }
    if let NextPage::LastId { id, .. } = &next
        && !matches!(resolve(api, item), Type::Any(_) | Type::Map(_))
        && !super::back::has_field(api, item, id)
        && id.matches('/').count() == 1
    {
        return Err(format!("there is nothing at `{id}` in an item"));
    }
    Ok(super::pages(api, op, items, item.clone(), next, evidence))
}

/// The reason why an operation has no body that could hold a page.
pub(super) const NO_PAGE: &str = "the operation has no response in JSON or XML, or responses of several types";

/// Checks that a text is a JSON pointer. One without a `/` would stand for the whole body.
fn is_pointer(text: &str) -> Result<(), String> {
    let is_pointer = text.is_empty() || text.starts_with('/');
    is_pointer.then_some(()).ok_or_else(|| format!("`{text}` is not a JSON pointer, which begins with `/`"))
}

fn has_header(op: &Operation, name: &str) -> bool {
    op.responses.success.iter().flat_map(|response| &response.headers).any(|header| header.wire.eq_ignore_ascii_case(name))
}

/// Returns the pointers into the answer.
fn read(next: &NextPage) -> Vec<&str> {
    let pointers: [Option<&String>; 3] = match next {
        NextPage::Cursor { cursor, more, .. } => [Some(cursor).filter(|cursor| cursor.starts_with('/')), more.as_ref(), None],
        NextPage::LastId { more, .. } => [more.as_ref(), None, None],
        NextPage::Offset { total, more, .. } => [total.as_ref(), more.as_ref(), None],
        NextPage::Page { pages, total, more, .. } => [pages.as_ref(), total.as_ref(), more.as_ref()],
        NextPage::Url { url } => [Some(url), None, None],
        NextPage::Link | NextPage::Header { .. } => [None, None, None],
    };
    pointers.into_iter().flatten().map(String::as_str).collect()
}

fn location(param: config::PageParam) -> PageParam {
    match param {
        config::PageParam::Query => PageParam::Query,
        config::PageParam::Body => PageParam::Body,
        config::PageParam::Header => PageParam::Header,
    }
}

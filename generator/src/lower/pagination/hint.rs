//! What looks like pages on one side only: reported by `inspect`, with a line for the configuration where one would work.

use crate::config::{Config, Pagination};
use crate::ir::{Api, Evidence, Operation, PageHint, PageParam, Type};

use super::answer;
use super::configured;
use super::infer::{Candidate, first_page};
use super::request::{self, Taken};
use super::shape::{is_cursor, is_integer, is_object, page_type};
use super::words::{CURSOR_FIELDS, CURSOR_PARAMS, LIMIT_PARAMS, OFFSET_PARAMS, PAGE_PARAMS};

/// Returns the key of an operation in the configuration: its operationId, else its method and path.
pub(super) fn key(op: &Operation) -> String {
    op.id.clone().unwrap_or_else(|| format!("{} {}", op.method, op.path))
}

/// Tells what looks like pages.
pub(super) fn hint(api: &Api, op: &Operation) -> Option<PageHint> {
    if !matches!(op.method.as_str(), "GET" | "POST" | "QUERY") {
        return None;
    }
    let taken = request::taken(api, op);
    let sure = ["cursor", "startingafter", "pagetoken", "nexttoken", "continuationtoken", "marker", "after", "scrollid", "nextpagetoken"];
    let cursor = request::find(&taken, &sure, |ty| is_cursor(api, ty) && *ty != Type::DateTime);
    let counted = request::find(&taken, PAGE_PARAMS, |ty| is_integer(ty) || matches!(ty, Type::String));
    let offset = request::find(&taken, OFFSET_PARAMS, |ty| is_integer(ty) || matches!(ty, Type::String));
    let asked = cursor.or(offset).or(counted)?;
    let page = page_type(op)?;
    let chosen = answer::items(api, op, page);
    let ambiguous = chosen.is_none();
    let list = chosen.or_else(|| {
        let mut lists = answer::lists(api, page);
        lists.retain(|list| is_object(api, list.item));
        lists.sort_by_key(|list| list.pointer.matches('/').count());
        lists.into_iter().next()
    })?;
    let candidate = Candidate::new(api, op, page, list);
    // A method that creates takes fields of such names for what it creates, or what it answers.
    if op.method == "POST" && (candidate.is_echo(page) || request::find(&taken, LIMIT_PARAMS, |_| true).is_none()) {
        return None;
    }
    let line = suggest(&candidate, asked).and_then(|fields| works(api, op, &fields));
    let reason = match (ambiguous, &line) {
        (true, _) => format!("it takes `{}`, and several lists of the answer may hold the items", asked.name),
        (false, Some(_)) => format!("it takes `{}`, and nothing in the answer is sure to tell of the next page", asked.name),
        (false, None) => format!("it takes `{}`, and nothing in the declared answer tells of the next page", asked.name),
    };
    Some(PageHint { reason, line })
}

/// Returns the fields of a table for the configuration.
fn suggest(candidate: &Candidate<'_>, asked: &Taken<'_>) -> Option<String> {
    let is = |names: &[&str]| names.contains(&asked.folded.as_str());
    let at = if asked.location == PageParam::Body { ", in = \"body\"" } else { "" };
    let (param, items) = (quoted(&asked.name), quoted(&candidate.list.pointer));
    let optional = |key: &str, value: Option<String>| value.map(|value| format!(", {key} = {}", quoted(&value))).unwrap_or_default();
    let more = optional("more", candidate.more());
    let size = request::find(&candidate.taken, LIMIT_PARAMS, |_| true).map(|size| size.name.clone());
    let numbered = is_integer(asked.ty);
    if is(OFFSET_PARAMS) && numbered {
        let (limit, total) = (optional("limit", size), optional("total", candidate.total()));
        return Some(format!("kind = \"offset\", param = {param}{at}{limit}{total}{more}, items = {items}"));
    }
    if is(PAGE_PARAMS) && numbered {
        let (first, size, total) = (first_page(asked), optional("size", size), optional("total", candidate.total()));
        return Some(format!("kind = \"page\", param = {param}{at}, first = {first}{size}{total}{more}, items = {items}"));
    }
    let mark = answer::find(&candidate.marks, CURSOR_FIELDS, |mark| is_cursor(candidate.api, mark.ty) && *mark.ty != Type::Bool);
    if let Some(mark) = mark.filter(|_| is(CURSOR_PARAMS)) {
        let next = quoted(&mark.pointer);
        return Some(format!("kind = \"cursor\", param = {param}{at}, next = {next}{more}, items = {items}"));
    }
    let id = candidate.id(asked).filter(|_| is(&["after", "startingafter", "afterid"]));
    id.map(|(id, _)| format!("kind = \"last-id\", param = {param}{at}, id = {}{more}, items = {items}", quoted(&id)))
}

/// Returns the whole line, where the configuration takes it and it fits the operation.
fn works(api: &Api, op: &Operation, fields: &str) -> Option<String> {
    let line = format!("{} = {{ {fields} }}", bare_or_quoted(&key(op)));
    let config = Config::parse(&format!("[pagination]\n{line}\n"), "inspect").ok()?;
    let pagination: &Pagination = config.pagination.get(&key(op))?;
    configured::configure(api, op, pagination, Evidence::Configured).ok()?;
    Some(line)
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A key of TOML stands bare where it has only letters, digits, `-` and `_`.
fn bare_or_quoted(key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if bare { key.to_owned() } else { quoted(key) }
}

//! What looks like pages on one side only, the request's or the response's: reported by `inspect`, with a line for the configuration where one would work.

use crate::config::{Config, Pagination};
use crate::ir::{Api, Evidence, Operation, PageHint, PageParam, Type};

use super::answer::{self, Mark};
use super::configured;
use super::infer::{Candidate, first_page};
use super::request::{self, Taken};
use super::shape::{is_cursor, is_integer, is_object, page_type};
use super::words::{CURSOR_FIELDS, CURSOR_PARAMS, LIMIT_PARAMS, OFFSET_PARAMS, PAGE_PARAMS, PAGES_FIELDS, names_next_page, says_next};

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
    let page = page_type(op)?;
    let Some(asked) = cursor.or(offset).or(counted) else { return of_response(api, op, page) };
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

/// Tells of a response that looks like a page, where the request takes nothing that asks for one. The line names the parameter as the response
/// names its field, for a vendor's documentation to confirm.
fn of_response(api: &Api, op: &Operation, page: &Type) -> Option<PageHint> {
    let list = answer::items(api, op, page).filter(|list| is_object(api, list.item))?;
    let candidate = Candidate::new(api, op, page, list);
    let limited = request::find(&candidate.taken, LIMIT_PARAMS, |_| true).is_some();
    let created = op.method == "POST" && (candidate.is_echo(page) || !limited);
    if created || !candidate.own || candidate.is_thing() || (op.path.ends_with('}') && !limited) {
        return None;
    }
    let (told, fields) = response_line(&candidate)?;
    let line = fields.and_then(|fields| works(api, op, &fields));
    let reason = match &line {
        Some(_) => format!("{told}, and it declares no parameter that is sure to ask for the next page"),
        None => format!("{told}, and nothing declared asks for the next page"),
    };
    Some(PageHint { reason, line })
}

/// Returns the sign of pages in a response, and the fields of a table for the configuration.
fn response_line(candidate: &Candidate<'_>) -> Option<(String, Option<String>)> {
    let items = quoted(&candidate.list.pointer);
    let optional = |key: &str, value: Option<&str>| value.map(|value| format!(", {key} = {}", quoted(value))).unwrap_or_default();
    let more = candidate.more();
    let holds = |mark: &Mark<'_>| format!("the response holds `{}`", mark.pointer);
    let is_text = |mark: &&Mark<'_>| *mark.ty == Type::String;
    // `next_page` is more often a token, unless it is told to be a URL.
    let leads_on = |mark: &Mark<'_>| mark.leads_on(&candidate.list.name) && (mark.leaf != "nextpage" || mark.is_url());
    if let Some(mark) = candidate.marks.iter().filter(is_text).find(|mark| leads_on(mark)) {
        return Some((holds(mark), Some(format!("kind = \"next-url\", next = {}, items = {items}", quoted(&mark.pointer)))));
    }
    let called = |mark: &&Mark<'_>| {
        let known = matches!(mark.leaf.as_str(), "endcursor" | "nextoffset" | "nextpage");
        is_cursor(candidate.api, mark.ty) && (known || is_next_cursor(&mark.leaf))
    };
    if let Some(mark) = candidate.marks.iter().chain(&candidate.headers).find(called) {
        let (param, next) = (param_of(mark.pointer.rsplit('/').next().unwrap_or_default()), quoted(&mark.pointer));
        let more = optional("more", more.as_deref());
        return Some((holds(mark), Some(format!("kind = \"cursor\", param = {}, next = {next}{more}, items = {items}", quoted(&param)))));
    }
    if let Some(mark) = candidate.headers.iter().find(|mark| mark.leaf == "link") {
        return Some((holds(mark), Some(format!("kind = \"link\", items = {items}"))));
    }
    if let Some(mark) = candidate.headers.iter().find(|mark| names_next_page(&mark.leaf, &candidate.list.name)) {
        return Some((holds(mark), Some(format!("kind = \"header\", name = {}, items = {items}", quoted(&mark.pointer)))));
    }
    let number = |names: &[&str]| answer::find(&candidate.marks, names, |mark| is_integer(mark.ty));
    let last = |mark: &Mark<'_>| quoted(mark.pointer.rsplit('/').next().unwrap_or_default());
    // The page at hand is asked for as `page`.
    let numbered = |mark: &Mark<'_>| if mark.leaf == "currentpage" { quoted("page") } else { last(mark) };
    let (total, pages) = (candidate.total(), number(PAGES_FIELDS).map(|mark| mark.pointer.clone()));
    let size = number(LIMIT_PARAMS).map(last);
    if let Some(mark) = number(PAGE_PARAMS).filter(|_| total.is_some() || pages.is_some() || more.is_some()) {
        let size = size.map(|size| format!(", size = {size}")).unwrap_or_default();
        let rest = [("pages", pages.as_deref()), ("total", total.as_deref()), ("more", more.as_deref())];
        let rest: String = rest.into_iter().map(|(key, value)| optional(key, value)).collect();
        return Some((holds(mark), Some(format!("kind = \"page\", param = {}{size}{rest}, items = {items}", numbered(mark)))));
    }
    if let Some(mark) = number(OFFSET_PARAMS).filter(|_| total.is_some() || more.is_some()) {
        let size = size.map(|size| format!(", limit = {size}")).unwrap_or_default();
        let rest: String =
            [("total", total.as_deref()), ("more", more.as_deref())].into_iter().map(|(key, value)| optional(key, value)).collect();
        return Some((holds(mark), Some(format!("kind = \"offset\", param = {}{size}{rest}, items = {items}", last(mark)))));
    }
    more.map(|more| (format!("the response says at `{more}` whether there are more"), None))
}

/// Returns the name that a parameter most likely has for a field: `marker` for `next_marker`. A `nextToken` is sent as it is called.
fn param_of(field: &str) -> String {
    let own = field.strip_prefix("next").map(|rest| rest.trim_start_matches(['_', '-'])).filter(|rest| !rest.is_empty());
    match own {
        Some(rest) if !rest.eq_ignore_ascii_case("token") => {
            let mut letters = rest.chars();
            letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
        }
        Some(_) | None => field.to_owned(),
    }
}

/// Returns whether a folded name is that of a next cursor, whatever the cursor is called.
fn is_next_cursor(folded: &str) -> bool {
    let words = ["cursor", "token", "marker", "bookmark", "key", "continuation", "scroll"];
    says_next(folded) && words.iter().any(|word| folded.contains(word))
}

/// Returns the fields of a table for the configuration.
fn suggest(candidate: &Candidate<'_>, asked: &Taken<'_>) -> Option<String> {
    let is = |names: &[&str]| names.contains(&asked.folded.as_str());
    let at = match asked.location {
        PageParam::Query => "",
        PageParam::Body => ", in = \"body\"",
        PageParam::Header => ", in = \"header\"",
    };
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

//! The methods of operations: each gives the values to the operation's [static](super::statics).

use crate::analyze::{ErrorForm, ResponseCase, ResponseForm};
use crate::ir::{Content, Docs, Evidence, MediaKind, NextPage, Operation, Pages, Param, Presence, Response, Status, Type};
use crate::name::Name;

use super::code::{Code, Head};
use super::context::{Cx, Scope};
use super::{docs, layout, markdown, params};

/// The forms that a method sends and asks for.
#[derive(Clone, Copy)]
struct Form<'a> {
    /// The form of the body, and its place among them.
    body: Option<(usize, &'a Content)>,
    /// The form of the answer, where it is not the preferred one.
    answer: Option<&'a Content>,
}

/// Renders the methods of an operation: one for each form that its body can have, and one for each further form of its answer.
pub(super) fn methods(cx: &Cx<'_>, index: usize, scope: &Scope, code: &mut Code<'_>) {
    let (op, names) = (&cx.api.operations[index], &cx.names.operations[index]);
    let contents = op.body.iter().flat_map(|body| body.contents.iter().enumerate());
    let mut bodies: Vec<Option<(usize, &Content)>> = contents.map(Some).collect();
    if bodies.is_empty() {
        bodies.push(None);
    }
    for (name, body) in std::iter::once(&names.method).chain(&names.body_methods).zip(&bodies) {
        method(cx, index, name, Form { body: *body, answer: None }, scope, code);
    }
    if let ResponseForm::One(response) = cx.facts.operations[index].response {
        for (name, answer) in names.answer_methods.iter().zip(&op.responses.success[response].alternatives) {
            method(cx, index, name, Form { body: bodies[0], answer: Some(answer) }, scope, code);
        }
    }
}

fn method(cx: &Cx<'_>, index: usize, name: &Name, form: Form<'_>, scope: &Scope, code: &mut Code<'_>) {
    let (op, names, facts) = (&cx.api.operations[index], &cx.names.operations[index], &cx.facts.operations[index]);
    let mut args = vec!["&self".to_owned()];
    let mut calls = vec!["self.0".to_owned(), ".inner".to_owned(), format!(".call(&{})", names.constant.0)];
    let set = |param: &Param, value: &str| format!(".{}({}, {value})", params::setter(param.location), layout::literal(&param.wire));
    for param in &facts.args {
        let (param, name) = (&op.params[*param], &names.params[*param].0);
        let (arg, value) = params::argument(cx, name, &param.ty, scope);
        args.push(arg);
        calls.push(set(param, &value));
    }
    if let Some((place, content)) = form.body {
        let optional = op.body.as_ref().is_some_and(|body| body.presence == Presence::Optional);
        let (arg, call) = body(cx, &names.body.0, content, place > 0, optional, scope);
        args.push(arg);
        calls.push(call);
    }
    if !facts.options.is_empty() {
        let arg = &names.options_arg.0;
        args.push(format!("{arg}: &{}", names.options.0));
        calls.extend(facts.options.iter().map(|param| set(&op.params[*param], &format!("&{arg}.{}", names.params[*param].0))));
    }
    if let Some(answer) = form.answer {
        let accepted = accepted(op, std::slice::from_ref(answer).iter());
        calls.push(format!(".accept({})", layout::literal(&accepted)));
    }
    let output = call_type(cx, index, form.answer, scope);
    let head = Head { name: &format!("pub fn {}", name.0), args: &args, output: &output };
    code.method(method_docs(cx, index, form), op.docs.deprecated, head, &calls);
}

fn body(cx: &Cx<'_>, name: &str, content: &Content, further: bool, optional: bool, scope: &Scope) -> (String, String) {
    let call = |method: &str, value: &str| {
        if further { format!(".{method}_as({}, {value})", layout::literal(&content.media_type)) } else { format!(".{method}({value})") }
    };
    if matches!(content.kind, MediaKind::Binary | MediaKind::JsonLines | MediaKind::EventStream) {
        return (format!("{name}: impl Into<{}>", scope.runtime_name("Body")), call("stream_body", name));
    }
    if optional {
        let ty = cx.plain_ty_text(&content.ty, scope);
        let arg = match &content.ty {
            Type::String => format!("{name}: Option<&str>"),
            _ => format!("{name}: Option<&{ty}>"),
        };
        return (arg, call("optional_body", name));
    }
    let (arg, value) = params::argument(cx, name, &content.ty, scope);
    (arg, call("body", &value))
}

/// Returns the type of a call.
fn call_type(cx: &Cx<'_>, index: usize, answer: Option<&Content>, scope: &Scope) -> String {
    let (op, facts) = (&cx.api.operations[index], &cx.facts.operations[index]);
    let call = scope.runtime_name("Call");
    let output = match &facts.response {
        _ if answer.is_some() => output(cx, answer, scope),
        ResponseForm::Empty => "()".to_owned(),
        ResponseForm::One(response) => output(cx, op.responses.success[*response].content.as_ref(), scope),
        ResponseForm::Several(_) => cx.names.operations[index].response.0.clone(),
    };
    let error = match &facts.error {
        // Any JSON is the type that a call's error has by default.
        ErrorForm::Untyped | ErrorForm::One(Type::Any(_), _) => None,
        ErrorForm::One(ty, _) => Some(cx.ty_text(ty, scope)),
        ErrorForm::Several(union, _) => Some(scope.model_name(&cx.names.error_unions[*union].ident.0).to_owned()),
    };
    let paged = op.pages.as_ref().filter(|_| answer.is_none() && matches!(facts.response, ResponseForm::One(_)));
    let paged = paged.map(|pages| format!("{}<{}>", scope.runtime_name("Paged"), cx.ty_text(&pages.item.0, scope)));
    match (error, paged) {
        (None, None) => format!("{call}<'c, {output}>"),
        (Some(error), None) => format!("{call}<'c, {output}, {error}>"),
        (Some(error), Some(paged)) => format!("{call}<'c, {output}, {error}, {paged}>"),
        (None, Some(paged)) => format!("{call}<'c, {output}, {}, {paged}>", scope.runtime_name("model::Value")),
    }
}

fn output(cx: &Cx<'_>, content: Option<&Content>, scope: &Scope) -> String {
    let Some(content) = content else { return "()".to_owned() };
    let wrapper = match (content.kind, &content.ty) {
        (MediaKind::Binary, _) => return scope.runtime_name("Download").to_owned(),
        (MediaKind::EventStream, _) => "EventStream",
        (MediaKind::JsonLines, _) => "JsonLines",
        (MediaKind::Json | MediaKind::Text | MediaKind::Xml | MediaKind::Form | MediaKind::Multipart, Type::Binary) => {
            return scope.runtime_name("Download").to_owned();
        }
        (MediaKind::Json | MediaKind::Text | MediaKind::Xml | MediaKind::Form | MediaKind::Multipart, ty) => return cx.ty_text(ty, scope),
    };
    format!("{}<{}>", scope.runtime_name(wrapper), cx.ty_text(&content.ty, scope))
}

fn method_docs(cx: &Cx<'_>, index: usize, form: Form<'_>) -> Vec<String> {
    let (op, facts) = (&cx.api.operations[index], &cx.facts.operations[index]);
    let docs_of = Docs { title: op.summary.clone(), ..op.docs.clone() };
    let mut lines = docs::lines(&docs_of, &format!("Calls {}.", docs::code(&format!("{} {}", op.method, op.path))));
    docs::paragraph(&mut lines, &docs::code(&format!("{} {}", op.method, op.path)));
    if let Some((_, content)) = form.body.filter(|(place, _)| *place > 0) {
        docs::paragraph(&mut lines, &format!("Sends the body as {}.", docs::code(&content.media_type)));
    }
    if let Some((_, content)) = form.body {
        body_docs(content, &mut lines);
    }
    if let Some(answer) = form.answer {
        docs::paragraph(&mut lines, &format!("Asks for the answer as {}.", docs::code(&answer.media_type)));
    }
    let args: Vec<String> = facts.args.iter().flat_map(|param| argument_docs(cx, index, *param)).collect();
    if !args.is_empty() {
        lines.push(String::new());
        lines.extend(args);
    }
    let header = |index: &usize| {
        let name = &cx.names.headers[*index].0;
        format!("[`{name}`](super::headers::{name})")
    };
    if let Some(pages) = op.pages.as_ref().filter(|_| form.answer.is_none() && matches!(facts.response, ResponseForm::One(_))) {
        docs::paragraph(&mut lines, &pages_docs(pages));
    }
    let redirects = op.responses.redirects.iter().filter(|response| response.status != Status::Code(304));
    let redirects: Vec<String> = redirects.map(|response| redirect_docs(cx, response)).collect();
    if !redirects.is_empty() {
        let declared = redirects.join(", ");
        docs::paragraph(
            &mut lines,
            &format!("Redirects ({declared}) are followed; with `.redirects(Redirects::Return)` the redirect itself is the response."),
        );
    }
    let headers: Vec<String> = facts.headers.iter().map(header).collect();
    if !headers.is_empty() {
        docs::paragraph(&mut lines, &format!("Headers of the answer: {}.", headers.join(", ")));
    }
    lines
}

/// Tells the status of a redirect, and the type of its own body.
fn redirect_docs(cx: &Cx<'_>, response: &Response) -> String {
    let status = match response.status {
        Status::Code(code) => code.to_string(),
        Status::Range(hundred) => format!("{hundred}xx"),
        Status::Default => "any".to_owned(),
    };
    match response.content.as_ref().map(|content| &content.ty) {
        Some(Type::Named(id)) => {
            let name = cx.type_name(*id);
            format!("{status}, whose body `.read_as::<{name}>()` reads")
        }
        Some(_) | None => status,
    }
}

/// Tells what the caller adds to a multipart body.
fn body_docs(content: &Content, lines: &mut Vec<String>) {
    if content.kind == MediaKind::Binary && MediaKind::of(&content.media_type) == MediaKind::Multipart {
        let media_type = docs::code(&format!("{}; boundary=..", content.media_type));
        docs::paragraph(
            lines,
            &format!("The body is sent as it is: set its media type, {media_type}, by `.content_type(..)` on the call."),
        );
    }
    let headers = content.encodings.iter().flat_map(|field| field.headers.iter().map(move |header| (field, header)));
    let open = headers.filter(|(_, header)| header.fixed.is_none());
    let open: Vec<String> =
        open.map(|(field, header)| format!("{} of the part {}", docs::code(&header.wire), docs::code(&field.wire))).collect();
    if !open.is_empty() {
        docs::paragraph(lines, &format!("Headers of parts, which `.part_header(..)` on the call sets: {}.", open.join(", ")));
    }
}

/// Tells how the pages hang together, and what says so.
fn pages_docs(pages: &Pages) -> String {
    let kind = match &pages.next {
        NextPage::Cursor { param, .. } => format!("a cursor in {}", docs::code(param)),
        NextPage::LastId { param, .. } => format!("the last identifier in {}", docs::code(param)),
        NextPage::Offset { param, .. } => format!("the offset {}", docs::code(param)),
        NextPage::Page { param, .. } => format!("the number {}", docs::code(param)),
        NextPage::Url { url } => format!("the URL at {}", docs::code(url)),
        NextPage::Link => "the `Link` header".to_owned(),
        NextPage::Header { name } => format!("the header {}", docs::code(name)),
    };
    let by = match &pages.evidence {
        Evidence::Configured => "as configured".to_owned(),
        Evidence::Declared(by) => format!("as {} declares", docs::code(by)),
        Evidence::Inferred(_) => "as the names tell".to_owned(),
    };
    let back = pages.prev.is_some() || matches!(pages.next, NextPage::Page { .. });
    let ways = if back { "`.items()` and `.rev_items()` go over the pages" } else { "`.items()` goes over the pages" };
    let counted = match &pages.fallback {
        Some(NextPage::Offset { param, .. } | NextPage::Page { param, .. }) => {
            format!(" If they end before the total that the server reports, {} asks for the rest.", docs::code(param))
        }
        Some(_) | None => String::new(),
    };
    format!("In pages by {kind}, {by}: {ways}.{counted}")
}

/// Returns an item of the list of arguments: the first paragraph of the parameter's description.
fn argument_docs(cx: &Cx<'_>, index: usize, param: usize) -> Vec<String> {
    let name = cx.names.operations[index].params[param].0.trim_start_matches("r#");
    let description = cx.api.operations[index].params[param].docs.description.as_deref();
    let lines = markdown::first_paragraph(description.unwrap_or_default());
    let item = |(at, line): (usize, String)| if at == 0 { format!("* `{name}`: {line}") } else { format!("  {line}") };
    lines.into_iter().enumerate().map(item).collect()
}

/// Renders the enum of an operation's different successes.
pub(super) fn response_enum<'s>(cx: &Cx<'_>, index: usize, cases: &[ResponseCase], scope: &'s Scope) -> Code<'s> {
    let (op, names) = (&cx.api.operations[index], &cx.names.operations[index]);
    let group = &cx.names.groups[op.group.0 as usize].ident.0;
    let name = &names.response.0;
    let mut code = Code::new(scope);
    code.docs(0, vec![format!("What [`{group}::{}`] answers.", names.method.0.trim_start_matches("r#"))]);
    code.line(0, "#[derive(Debug)]");
    code.line(0, &format!("pub enum {name} {{"));
    let mut rows = Vec::with_capacity(cases.len());
    for (case, variant) in cases.iter().zip(&names.response_variants) {
        let response = &op.responses.success[case.response];
        let mut lines = Vec::new();
        docs::push_text(&mut lines, response.description.as_deref().unwrap_or_default());
        if lines.is_empty() {
            lines.push(format!("{}.", case.statuses.iter().map(|status| status_text(*status)).collect::<Vec<_>>().join(", ")));
        }
        code.docs(4, lines);
        let (content, hole) = match &response.content {
            Some(content) => (format!("({})", output(cx, Some(content), scope)), "(_)"),
            None => (String::new(), ""),
        };
        code.line(4, &format!("{}{content},", variant.0));
        rows.extend(case.statuses.iter().map(|status| format!("{} => {}{hole},", status_row(*status), variant.0)));
    }
    code.line(0, "}");
    code.table(format!("{}!({name} {{", scope.runtime_name("responses")), rows, "});".to_owned());
    code
}

fn status_text(status: Status) -> String {
    match status {
        Status::Code(code) => format!("Status {code}"),
        Status::Range(hundred) => format!("Status {hundred}xx"),
        Status::Default => "Any other status".to_owned(),
    }
}

fn status_row(status: Status) -> String {
    match status {
        Status::Code(code) => format!("Code({code})"),
        Status::Range(hundred) => format!("Range({hundred})"),
        Status::Default => "Default".to_owned(),
    }
}

/// The media types of the answers: those of the successes that are asked for, then those of the errors, each once.
pub(super) fn accepted<'a>(op: &'a Operation, success: impl Iterator<Item = &'a Content>) -> String {
    let mut accepted: Vec<&str> = Vec::new();
    for content in success.chain(op.responses.errors.iter().filter_map(|response| response.content.as_ref())) {
        if !accepted.contains(&content.media_type.as_str()) {
            accepted.push(&content.media_type);
        }
    }
    accepted.join(", ")
}

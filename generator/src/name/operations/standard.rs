//! Names operations without an operationId by method and path: list, create, get, update and delete a resource (google's AIP-130 to 135).
//!
//! **Invariant:** a name depends on the operation's own method, path and response, so no other operation changes it.

use crate::ir::{Operation, Type};

use super::super::words::{Words, singular, words};

/// Verbs that paths end in.
const VERBS: [&str; 90] = [
    "accept",
    "activate",
    "add",
    "approve",
    "archive",
    "assign",
    "attach",
    "authenticate",
    "authorize",
    "calculate",
    "cancel",
    "capture",
    "check",
    "clear",
    "clone",
    "close",
    "complete",
    "confirm",
    "convert",
    "copy",
    "count",
    "create",
    "deactivate",
    "decline",
    "delete",
    "detach",
    "disable",
    "download",
    "duplicate",
    "enable",
    "enqueue",
    "estimate",
    "execute",
    "export",
    "find",
    "finalize",
    "generate",
    "get",
    "import",
    "install",
    "invoke",
    "list",
    "lock",
    "login",
    "logout",
    "merge",
    "move",
    "pause",
    "pay",
    "ping",
    "preview",
    "process",
    "publish",
    "query",
    "refresh",
    "register",
    "reject",
    "release",
    "remove",
    "rename",
    "reopen",
    "replace",
    "resend",
    "reset",
    "restore",
    "resume",
    "retry",
    "revoke",
    "rotate",
    "run",
    "search",
    "send",
    "set",
    "simulate",
    "start",
    "stop",
    "submit",
    "subscribe",
    "sync",
    "transfer",
    "trigger",
    "unassign",
    "unlock",
    "unsubscribe",
    "update",
    "upload",
    "upsert",
    "validate",
    "verify",
    "void",
];

/// Returns the names in the order of preference; none where the path names nothing.
pub(super) fn words_of(op: &Operation) -> Vec<Words> {
    let path = op.path.split('?').next().unwrap_or_default();
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let Some(last) = segments.last() else { return Vec::new() };
    let is_item = is_parameter(last);
    let Some((own, before)) = resources(&segments) else { return Vec::new() };
    let is_plural = own.0.last().is_some_and(|word| singular(word) != word.as_str());
    let with = |verb: &str, own: &Words| Words::of([verb]).then(&before).then(own);
    let one = one_of(&own);
    // A custom method (AIP-136), whatever the HTTP method is.
    if !is_item && own.0.first().is_some_and(|first| VERBS.contains(&first.as_str())) {
        return vec![own.then(&before)];
    }
    match op.method.as_str() {
        "GET" if is_item => vec![with("get", &one)],
        "GET" if is_plural || answers_list(op) => vec![with("list", &own)],
        "GET" => vec![with("get", &own)],
        "POST" if is_item => vec![with("update", &one)],
        "POST" => vec![with("create", &one)],
        "PUT" if is_item => vec![with("update", &one), with("replace", &one)],
        "PUT" => vec![with("update", &own), with("replace", &own)],
        "PATCH" if is_item => vec![with("update", &one), with("patch", &one)],
        "PATCH" => vec![with("update", &own), with("patch", &own)],
        "DELETE" if is_item => vec![with("delete", &one)],
        "DELETE" => vec![with("delete", &own)],
        _ => Vec::new(),
    }
}

/// Returns the words of the last segment that is not a parameter, and those of the resources that it belongs to, each in the singular.
fn resources(segments: &[&str]) -> Option<(Words, Words)> {
    let says_little = |segment: &&&str| {
        let version = segment.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        version || matches!(**segment, "api" | "rest")
    };
    let start = segments.iter().take_while(says_little).count();
    let mut names = segments[start..].iter().filter(|segment| !is_parameter(segment) && segment.chars().any(char::is_alphanumeric));
    let last = words(&without_parameters(names.next_back()?));
    let before = names.fold(Words::default(), |before, segment| before.then(&one_of(&words(&without_parameters(segment)))));
    Some((last, before))
}

fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}')
}

/// `{id}.json` and `{id}:cancel` have words of their own.
fn without_parameters(segment: &str) -> String {
    let mut text = String::new();
    let mut rest = segment;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        text.push(' ');
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    text + rest
}

fn one_of(words: &Words) -> Words {
    let mut one = words.clone();
    if let Some(last) = one.0.last_mut() {
        *last = singular(last).into_owned();
    }
    one
}

fn answers_list(op: &Operation) -> bool {
    op.responses.success.iter().filter_map(|response| response.content.as_ref()).any(|content| matches!(content.ty, Type::List(_)))
}

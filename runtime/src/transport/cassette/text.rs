//! Secrets in text, by the names before them: in URLs and forms, in attributes and elements of XML, and in JSON that is no whole.

use std::ops::Range;

use crate::url::decode_component;

/// Where a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In the query of a URL, or in a form.
    Query,
    Elsewhere,
}

/// Returns where the values stand that are wanted by their name, in their order.
pub(super) fn named_values(text: &str, is_wanted: &dyn Fn(&str, Place) -> bool) -> Vec<Range<usize>> {
    let mut found = json_fields(text, &|name| is_wanted(name, Place::Elsewhere));
    found.extend(pairs(text, is_wanted));
    found.extend(elements(text, &|name| is_wanted(name, Place::Elsewhere)));
    found.retain(|range| !range.is_empty());
    found.sort_by_key(|range| (range.start, range.end));
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for range in found {
        match apart.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

/// Writes text with a mark in place of values.
pub(super) fn without(text: &str, values: &[Range<usize>], mark: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for value in values {
        out.push_str(&text[from..value.start]);
        out.push_str(mark);
        from = value.end;
    }
    out.push_str(&text[from..]);
    out
}

/// Finds `name=value`, with or without quotes around the value.
fn pairs(text: &str, is_wanted: &dyn Fn(&str, Place) -> bool) -> Vec<Range<usize>> {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || "_-.%[]".contains(c);
    let mut found = Vec::new();
    for (equals, _) in text.match_indices('=') {
        let before = &text[..equals];
        let name = &before[before.rfind(|c| !is_of_name(c)).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))..];
        let place = if before[..before.len() - name.len()].ends_with(['?', '&']) { Place::Query } else { Place::Elsewhere };
        if name.is_empty() || !is_wanted(&decode_component(name), place) {
            continue;
        }
        let value = &text[equals + 1..];
        let (start, end) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => (1, value[1..].find(quote).map_or(value.len(), |at| at + 1)),
            _ => (0, value.find(|c: char| c.is_whitespace() || "&;,\"'<>\\`".contains(c)).unwrap_or(value.len())),
        };
        found.push(equals + 1 + start..equals + 1 + end);
    }
    found
}

/// Finds the text of XML elements: `<name>text</name>`.
fn elements(text: &str, is_wanted: &dyn Fn(&str) -> bool) -> Vec<Range<usize>> {
    const CDATA: &str = "<![CDATA[";
    let mut found = Vec::new();
    for (open, _) in text.match_indices('<') {
        let tag = &text[open + 1..];
        // Names and attributes are short, and what is no tag is not looked through to its end.
        let Some(close) = tag.bytes().take(256).position(|byte| byte == b'>') else { continue };
        let name = tag[..close].split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        let name = name.rsplit(':').next().unwrap_or_default();
        if name.is_empty() || tag[..close].ends_with('/') || !is_wanted(name) {
            continue;
        }
        let start = open + 1 + close + 1;
        let rest = &text[start..];
        match rest.strip_prefix(CDATA) {
            Some(data) => found.push(start + CDATA.len()..start + CDATA.len() + data.find("]]>").unwrap_or(data.len())),
            None => found.push(start..start + rest.find('<').unwrap_or(rest.len())),
        }
    }
    found
}

/// Finds the values of fields in text that is not JSON but may hold some: a body that broke off, events, lines.
fn json_fields(text: &str, is_wanted: &dyn Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('"').map(|quote| at + quote + 1) {
        let close = string_end(text, open);
        let rest = text.get(close + 1..).unwrap_or_default().trim_start();
        let value = rest.strip_prefix(':').map(str::trim_start);
        at = (close + 1).min(text.len());
        let Some(value) = value.filter(|_| is_wanted(&text[open..close])) else { continue };
        let start = text.len() - value.len();
        if value.starts_with('"') {
            let end = string_end(text, start + 1);
            found.push(start + 1..end);
            at = (end + 1).min(text.len());
        }
    }
    found
}

/// Returns where a JSON string that begins at a place ends: at its quote, or at the end of the text.
fn string_end(text: &str, start: usize) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(start) {
        if byte == b'"' && !escaped {
            return at;
        }
        escaped = byte == b'\\' && !escaped;
    }
    text.len()
}

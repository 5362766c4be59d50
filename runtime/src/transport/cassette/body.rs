//! Bodies without their secrets, in the form in which they stand in the file.

use std::borrow::Cow;

use http::HeaderMap;
use serde_json::Value;

use super::parts::{Part, boundary, segments};
use super::redaction::{Secrets, pairs};
use super::{REDACTED, coding};
use crate::encode::{is_form, is_json};
use crate::response::media_type;
use crate::scalar::base64;
use crate::url::push_component;

/// A body as it stands in a cassette.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Recorded {
    Empty,
    Json(Value),
    Text(String),
    Base64(String),
    /// It is not recorded, because nobody could tell whether it holds a secret: why.
    Omitted(String),
}

/// What stands in the place of a multipart body's boundary, which is another one each time.
const BOUNDARY: &str = "BOUNDARY";
/// How many texts within texts are looked into: JSON in a string of JSON, in base64, or in a part of a body.
const DEPTH: usize = 4;

/// Takes note of the secrets in a body.
pub(super) fn learn(secrets: &mut Secrets, headers: &HeaderMap, body: &[u8]) {
    if let Ok(plain) = coding::decoded(headers, body) {
        learn_plain(secrets, headers, &plain, DEPTH);
    }
}

fn learn_plain(secrets: &mut Secrets, headers: &HeaderMap, body: &[u8], depth: usize) {
    let Some(depth) = depth.checked_sub(1) else { return };
    if let Some(Ok(unpacked)) = coding::unpacked(body) {
        return learn_plain(secrets, &HeaderMap::new(), &unpacked, depth);
    }
    match Form::of(headers, body) {
        Form::Json(value) => learn_json(secrets, &value, is_of_token(&value), depth),
        Form::Urlencoded(form) => {
            let of_token = pairs(form).any(|(name, _)| name == "grant_type");
            for (name, value) in pairs(form) {
                if secrets.redaction.is_secret_field(&name, of_token) {
                    secrets.learn(&value);
                } else {
                    learn_text(secrets, &value, depth);
                }
            }
        }
        Form::Multipart(boundary) => {
            for part in segments(body, &boundary).iter().filter_map(|segment| Part::of(segment)) {
                match part.name() {
                    Some(name) if secrets.redaction.is_secret_field(&name, false) => secrets.learn(&String::from_utf8_lossy(part.value)),
                    _ => learn_plain(secrets, &part.headers, &part.decoded().unwrap_or_default(), depth),
                }
            }
        }
        Form::Lines(lines) => {
            for line in lines {
                match line {
                    Line::Json(_, value) => learn_json(secrets, &value, is_of_token(&value), depth),
                    Line::Text(text) => learn_text(secrets, text, depth),
                }
            }
        }
        Form::Other => learn_text(secrets, &String::from_utf8_lossy(body), depth),
    }
}

fn learn_json(secrets: &mut Secrets, value: &Value, of_token: bool, depth: usize) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if secrets.redaction.is_secret_field(name, of_token) {
                    texts(value, &mut |text| secrets.learn(text));
                }
                learn_json(secrets, value, of_token, depth);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| learn_json(secrets, item, of_token, depth)),
        Value::String(text) => learn_text(secrets, text, depth),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Shows the strings that a secret field has, itself or in a list.
fn texts(value: &Value, show: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => show(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, show)),
        _ => {}
    }
}

fn learn_text(secrets: &mut Secrets, text: &str, depth: usize) {
    secrets.learn_named(text);
    let Some(depth) = depth.checked_sub(1) else { return };
    if is_web_token(text) {
        secrets.learn(text.trim());
    } else if let Some((value, _)) = nested(text) {
        learn_json(secrets, &value, is_of_token(&value), depth);
    }
}

/// Returns a body for the file.
pub(super) fn record(secrets: &Secrets, headers: &HeaderMap, body: &[u8]) -> Recorded {
    let body = match coding::decoded(headers, body) {
        Ok(plain) => plain,
        Err(reason) => return Recorded::Omitted(format!("the body is not recorded: {reason}")),
    };
    if let Form::Json(value) = Form::of(headers, &body) {
        let redacted = redact_json(secrets, &value, is_of_token(&value), DEPTH);
        if redacted != value || is_as_written(&value, &body) {
            return Recorded::Json(redacted);
        }
    }
    let shown = match scrubbed(secrets, headers, &body, DEPTH) {
        Ok(shown) => shown,
        Err(reason) => return Recorded::Omitted(format!("the body is not recorded: {reason}")),
    };
    match std::str::from_utf8(&shown) {
        Ok("") => Recorded::Empty,
        Ok(text) => Recorded::Text(secrets.body_text(text)),
        Err(_) => Recorded::Base64(base64::encode(&shown)),
    }
}

/// Returns the bytes of a body without secrets, or why it cannot be told whether it holds some.
fn scrubbed(secrets: &Secrets, headers: &HeaderMap, body: &[u8], depth: usize) -> Result<Vec<u8>, String> {
    let Some(depth) = depth.checked_sub(1) else { return Ok(REDACTED.as_bytes().to_vec()) };
    if let Some(unpacked) = coding::unpacked(body) {
        let unpacked = unpacked?;
        // What was packed is kept as it was, or not at all.
        return match scrubbed(secrets, &HeaderMap::new(), &unpacked, depth)? == unpacked {
            true => Ok(body.to_vec()),
            false => Err("it is compressed and holds a secret".to_owned()),
        };
    }
    Ok(match Form::of(headers, body) {
        Form::Json(value) => {
            let redacted = redact_json(secrets, &value, is_of_token(&value), depth);
            if redacted == value { secrets.bytes(body) } else { redacted.to_string().into_bytes() }
        }
        Form::Urlencoded(form) => urlencoded(secrets, form, depth).into_bytes(),
        Form::Multipart(boundary) => {
            let shown: Result<Vec<Vec<u8>>, String> =
                segments(body, &boundary).into_iter().map(|segment| scrubbed_part(secrets, segment, depth)).collect();
            shown?.join(format!("--{BOUNDARY}").as_bytes())
        }
        Form::Lines(lines) => {
            let shown: Vec<String> = lines.into_iter().map(|line| scrubbed_line(secrets, line, depth)).collect();
            shown.join("\n").into_bytes()
        }
        Form::Other => match std::str::from_utf8(body) {
            Ok(text) => redact_text(secrets, text, depth).into_bytes(),
            Err(_) => secrets.bytes(body),
        },
    })
}

fn urlencoded(secrets: &Secrets, form: &str, depth: usize) -> String {
    let of_token = pairs(form).any(|(name, _)| name == "grant_type");
    let shown = pairs(form).map(|(name, value)| {
        let is_secret = secrets.redaction.is_secret_field(&name, of_token);
        let value = if is_secret { REDACTED.to_owned() } else { redact_text(secrets, &value, depth) };
        let mut pair = String::new();
        push_component(&mut pair, &secrets.text(&name));
        pair.push('=');
        push_component(&mut pair, &value);
        pair
    });
    shown.collect::<Vec<_>>().join("&")
}

fn scrubbed_part(secrets: &Secrets, segment: &[u8], depth: usize) -> Result<Vec<u8>, String> {
    let Some(part) = Part::of(segment) else { return Ok(secrets.bytes(segment)) };
    let shown = match part.name() {
        Some(name) if secrets.redaction.is_secret_field(&name, false) => match part.value {
            [] => Vec::new(),
            _ => REDACTED.as_bytes().to_vec(),
        },
        _ => {
            let decoded = part.decoded()?;
            let shown = scrubbed(secrets, &part.headers, &decoded, depth)?;
            match (shown == *decoded, &decoded) {
                (true, _) => part.value.to_vec(),
                (false, Cow::Borrowed(_)) => shown,
                // What is left would have to be coded as it was.
                (false, Cow::Owned(_)) => REDACTED.as_bytes().to_vec(),
            }
        }
    };
    Ok([&secrets.bytes(part.head), &shown, part.tail].concat())
}

fn scrubbed_line(secrets: &Secrets, line: Line<'_>, depth: usize) -> String {
    match line {
        Line::Json(written, value) => {
            let redacted = redact_json(secrets, &value, is_of_token(&value), depth);
            let start = if written.trim_start().starts_with("data:") { "data: " } else { "" };
            if redacted == value { secrets.text(&written) } else { format!("{start}{redacted}") }
        }
        Line::Text(text) => redact_text(secrets, text, depth),
    }
}

/// Returns a value of `Content-Type` without the boundary, which is another one each time.
pub(super) fn without_boundary(content_type: &str) -> String {
    match boundary(content_type) {
        Some(boundary) => content_type.replace(&boundary, BOUNDARY),
        None => content_type.to_owned(),
    }
}

/// How a body is made up.
enum Form<'a> {
    Json(Value),
    Urlencoded(&'a str),
    Multipart(String),
    /// Events, or JSON in lines.
    Lines(Vec<Line<'a>>),
    Other,
}

enum Line<'a> {
    /// JSON, as it is written in one line or in several lines of one event.
    Json(String, Value),
    Text(&'a str),
}

impl<'a> Form<'a> {
    fn of(headers: &HeaderMap, body: &'a [u8]) -> Self {
        let content_type = headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kind = media_type(headers).to_ascii_lowercase();
        if is_form(&kind) {
            return std::str::from_utf8(body).map_or(Self::Other, Self::Urlencoded);
        }
        if let Some(boundary) = boundary(content_type) {
            return Self::Multipart(boundary);
        }
        // Some servers send JSON as another type.
        let looks_like = matches!(body.trim_ascii_start().first(), Some(b'{' | b'['));
        if let Ok(value) = serde_json::from_slice(body)
            && (looks_like || is_json(&kind))
        {
            return Self::Json(value);
        }
        match std::str::from_utf8(body) {
            Ok(text) if text.contains(['{', '[']) => {
                let lines = lines(text);
                // Without any, a name and its value may be in two lines.
                let has_json = lines.iter().any(|line| matches!(line, Line::Json(..)));
                if has_json { Self::Lines(lines) } else { Self::Other }
            }
            _ => Self::Other,
        }
    }
}

/// Splits text into its lines, and takes the `data` of an event together (HTML standard, section 9.2.6).
fn lines(text: &str) -> Vec<Line<'_>> {
    let data = |line: &'_ str| line.strip_prefix("data:").map(str::to_owned);
    let json = |text: &str| serde_json::from_str::<Value>(text.trim()).ok().filter(|value| value.is_object() || value.is_array());
    let all: Vec<&str> = text.split('\n').collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(line) = all.get(at) {
        let content = data(line).unwrap_or_else(|| (*line).to_owned());
        let row = all[at..].iter().take_while(|line| line.starts_with("data:")).count();
        let together = || json(&all[at..at + row].iter().filter_map(|line| data(line)).collect::<Vec<_>>().join("\n"));
        if let Some(value) = json(&content) {
            out.push(Line::Json((*line).to_owned(), value));
            at += 1;
        } else if row > 1
            && let Some(value) = together()
        {
            out.push(Line::Json(all[at..at + row].join("\n"), value));
            at += row;
        } else {
            out.push(Line::Text(line));
            at += 1;
        }
    }
    out
}

/// Returns whether a body is a token endpoint's, or goes to one (RFC 6749).
fn is_of_token(value: &Value) -> bool {
    ["grant_type", "access_token", "code_verifier"].iter().any(|name| value.get(name).is_some())
}

fn redact_json(secrets: &Secrets, value: &Value, of_token: bool, depth: usize) -> Value {
    match value {
        Value::Object(fields) => {
            let shown = fields.iter().map(|(name, value)| {
                let is_secret = secrets.redaction.is_secret_field(name, of_token);
                let value =
                    if is_secret { redact_field(secrets, value, of_token, depth) } else { redact_json(secrets, value, of_token, depth) };
                (secrets.text(name), value)
            });
            Value::Object(shown.collect())
        }
        Value::Array(items) => items.iter().map(|item| redact_json(secrets, item, of_token, depth)).collect(),
        Value::String(text) => Value::String(redact_text(secrets, text, depth)),
        Value::Number(number) if secrets.text(&number.to_string()) != number.to_string() => Value::String(REDACTED.to_owned()),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

/// Returns the value of a field that is a secret by its name. A number may be one as well, such as a code; an object has names of its own.
fn redact_field(secrets: &Secrets, value: &Value, of_token: bool, depth: usize) -> Value {
    match value {
        Value::String(_) | Value::Number(_) => Value::String(REDACTED.to_owned()),
        Value::Array(items) => items.iter().map(|item| redact_field(secrets, item, of_token, depth)).collect(),
        Value::Object(_) | Value::Null | Value::Bool(_) => redact_json(secrets, value, of_token, depth),
    }
}

/// Returns a text without secrets, also those in JSON that is the text, or that the text is the base64 of.
fn redact_text(secrets: &Secrets, text: &str, depth: usize) -> String {
    let Some(depth) = depth.checked_sub(1) else { return secrets.text(text) };
    if is_web_token(text) {
        return REDACTED.to_owned();
    }
    if let Some((value, wrapping)) = nested(text) {
        let redacted = redact_json(secrets, &value, is_of_token(&value), depth);
        if redacted != value {
            return wrapping.wrap(&redacted);
        }
    }
    secrets.text(text)
}

/// How JSON stands in a text.
enum Wrapping {
    Plain,
    Base64,
    Base64ForUrls,
}

impl Wrapping {
    fn wrap(&self, value: &Value) -> String {
        let text = value.to_string();
        match self {
            Self::Plain => text,
            Self::Base64 => base64::encode(text.as_bytes()),
            Self::Base64ForUrls => base64::encode_url_safe(text.as_bytes()),
        }
    }
}

/// Reads the JSON that a text is, or is the base64 of.
fn nested(text: &str) -> Option<(Value, Wrapping)> {
    let json = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).ok().filter(|value| value.is_object() || value.is_array());
    let trimmed = text.trim();
    if trimmed.starts_with(['{', '[']) {
        return json(trimmed.as_bytes()).map(|value| (value, Wrapping::Plain));
    }
    // `{"` begins with `ey` in base64, and `[` with `W`; white space may come before both.
    let is_base64 = trimmed.len() >= 8 && trimmed.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/-_=\r\n".contains(&byte));
    let value = json(&base64::decode(trimmed).filter(|_| is_base64)?)?;
    let for_urls = trimmed.contains(['-', '_']) || !trimmed.len().is_multiple_of(4);
    Some((value, if for_urls { Wrapping::Base64ForUrls } else { Wrapping::Base64 }))
}

/// Returns whether a text is a JSON Web Token (RFC 7519): whoever has it can use it, whatever it is called.
fn is_web_token(text: &str) -> bool {
    let mut parts = text.trim().split('.');
    let header = parts.next().filter(|header| header.starts_with("ey")).and_then(base64::decode);
    let is_header =
        header.and_then(|header| serde_json::from_slice::<Value>(&header).ok()).is_some_and(|header| header.get("alg").is_some());
    is_header && matches!(parts.count(), 2 | 4)
}

/// Returns whether nothing is lost when JSON is written anew but for blanks and the order of fields: no digits of a number, no field that
/// stands twice.
fn is_as_written(value: &Value, body: &[u8]) -> bool {
    let mut compact = Vec::with_capacity(body.len());
    let mut in_string = false;
    let mut escaped = false;
    for &byte in body {
        if in_string || !byte.is_ascii_whitespace() {
            compact.push(byte);
        }
        in_string ^= byte == b'"' && !escaped;
        escaped = in_string && byte == b'\\' && !escaped;
    }
    let mut written = value.to_string().into_bytes();
    compact.sort_unstable();
    written.sort_unstable();
    compact == written
}

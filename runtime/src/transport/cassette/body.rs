//! Bodies without their secrets, in the form in which they stand in the file.

use http::HeaderMap;
use serde_json::Value;

use super::REDACTED;
use super::redaction::{Secrets, pairs};
use crate::encode::{is_form, is_json};
use crate::redact::named_secrets;
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
}

/// What stands in the place of a multipart body's boundary, which is another one each time.
const BOUNDARY: &str = "BOUNDARY";

/// Takes note of the secrets in a body.
pub(super) fn learn(secrets: &mut Secrets, headers: &HeaderMap, body: &[u8]) {
    match Form::of(headers, body) {
        Form::Json(value) => {
            let of_token = is_of_token(&value);
            let mut found = Vec::new();
            let is_secret = |name: &str| secrets.redaction.is_secret_field(name, of_token);
            named_secrets(&value, &is_secret, &mut |text| found.push(text.to_owned()));
            found.iter().for_each(|text| secrets.learn(text));
        }
        Form::Urlencoded(form) => {
            let of_token = pairs(form).any(|(name, _)| name == "grant_type");
            let found: Vec<_> = pairs(form).filter(|(name, _)| secrets.redaction.is_secret_field(name, of_token)).collect();
            found.iter().for_each(|(_, value)| secrets.learn(value));
        }
        Form::Multipart(boundary) => {
            let found: Vec<_> = parts(body, &boundary).into_iter().filter_map(|part| secret_part(secrets, part)).collect();
            found.iter().for_each(|(_, value)| secrets.learn(&String::from_utf8_lossy(value)));
        }
        Form::Other => {
            let text = String::from_utf8_lossy(body);
            let of_token = text.contains("\"access_token\"") || text.contains("\"grant_type\"");
            for value in json_fields(&text, |name| secrets.redaction.is_secret_field(name, of_token)) {
                let value = text[value].to_owned();
                secrets.learn(&value);
            }
        }
    }
}

/// Returns a body for the file.
pub(super) fn record(secrets: &Secrets, headers: &HeaderMap, body: &[u8]) -> Recorded {
    match Form::of(headers, body) {
        Form::Json(value) => {
            let mut redacted = value.clone();
            let of_token = is_of_token(&value);
            redact_json(secrets, &mut redacted, of_token);
            if redacted != value || is_as_written(&value, body) {
                return Recorded::Json(redacted);
            }
            plain(secrets, body)
        }
        Form::Urlencoded(form) => {
            let of_token = pairs(form).any(|(name, _)| name == "grant_type");
            let shown = pairs(form).map(|(name, value)| {
                let is_secret = secrets.redaction.is_secret_field(&name, of_token);
                let value = if is_secret { REDACTED.to_owned() } else { secrets.text(&value) };
                let mut pair = String::new();
                push_component(&mut pair, &name);
                pair.push('=');
                push_component(&mut pair, &value);
                pair
            });
            Recorded::Text(shown.collect::<Vec<_>>().join("&"))
        }
        Form::Multipart(boundary) => {
            let mut shown = body.to_vec();
            for (part, value) in parts(body, &boundary).into_iter().filter_map(|part| secret_part(secrets, part)) {
                let replaced = [&part[..part.len() - value.len()], REDACTED.as_bytes()].concat();
                shown = replace(&shown, part, &replaced);
            }
            plain(secrets, &replace(&shown, boundary.as_bytes(), BOUNDARY.as_bytes()))
        }
        Form::Other => match std::str::from_utf8(body) {
            Ok(text) => {
                let of_token = text.contains("\"access_token\"") || text.contains("\"grant_type\"");
                let mut shown = text.to_owned();
                let mut values = json_fields(text, |name| secrets.redaction.is_secret_field(name, of_token));
                values.reverse();
                values.into_iter().for_each(|value| shown.replace_range(value, REDACTED));
                plain(secrets, shown.as_bytes())
            }
            Err(_) => plain(secrets, body),
        },
    }
}

/// Returns where the values of fields stand in text that is no JSON but may hold some: a body that broke off, events, lines.
fn json_fields(text: &str, is_wanted: impl Fn(&str) -> bool) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('"').map(|quote| at + quote + 1) {
        let close = string_end(text, open);
        let rest = text.get(close + 1..).unwrap_or_default().trim_start();
        let value = rest.strip_prefix(':').map(str::trim_start).and_then(|value| value.strip_prefix('"'));
        at = (close + 1).min(text.len());
        if let Some(value) = value.filter(|_| is_wanted(&text[open..close])) {
            let start = text.len() - value.len();
            let end = string_end(text, start);
            found.push(start..end);
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
    Other,
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
        match serde_json::from_slice(body) {
            Ok(value) if looks_like || is_json(&kind) => Self::Json(value),
            _ => Self::Other,
        }
    }
}

fn boundary(content_type: &str) -> Option<String> {
    if !content_type.trim_start().to_ascii_lowercase().starts_with("multipart/") {
        return None;
    }
    let (_, after) = content_type.split_once("boundary=")?;
    let boundary = after.split(';').next()?.trim().trim_matches('"');
    (!boundary.is_empty()).then(|| boundary.to_owned())
}

/// Returns whether a body is a token endpoint's, or goes to one (RFC 6749).
fn is_of_token(value: &Value) -> bool {
    ["grant_type", "access_token", "code_verifier"].iter().any(|name| value.get(name).is_some())
}

fn redact_json(secrets: &Secrets, value: &mut Value, of_token: bool) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                match value {
                    // A number may be a secret as well, such as a code.
                    Value::String(_) | Value::Number(_) if secrets.redaction.is_secret_field(name, of_token) => {
                        *value = Value::String(REDACTED.to_owned());
                    }
                    value => redact_json(secrets, value, of_token),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| redact_json(secrets, item, of_token)),
        Value::String(text) => {
            let shown = secrets.text(text);
            if shown != *text {
                *text = shown;
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
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

fn plain(secrets: &Secrets, body: &[u8]) -> Recorded {
    match std::str::from_utf8(body) {
        Ok("") => Recorded::Empty,
        Ok(text) => Recorded::Text(secrets.body_text(text)),
        Err(_) => Recorded::Base64(base64::encode(&secrets.bytes(body))),
    }
}

/// Returns the parts of a multipart body, each with its headers.
fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mark = format!("--{boundary}");
    let mut parts = Vec::new();
    let mut rest = body;
    while let Some(at) = find(rest, mark.as_bytes()) {
        parts.push(rest[..at].strip_suffix(b"\r\n").unwrap_or(&rest[..at]));
        rest = &rest[at + mark.len()..];
    }
    parts
}

/// Returns a part and its value where the part's name says that it is a secret.
fn secret_part<'a>(secrets: &Secrets, part: &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = find(part, b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&part[..at]);
    let (_, after) = head.split_once("name=\"")?;
    let name = after.split('"').next()?;
    let value = &part[at + 4..];
    (secrets.redaction.is_secret_field(name, false) && !value.is_empty()).then_some((part, value))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = find(rest, from) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    out.extend_from_slice(rest);
    out
}

//! The parts of multipart bodies (RFC 2046, section 5.1; RFC 7578).

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, HeaderValue};

use super::coding;
use crate::scalar::base64;

/// Returns the boundary of a multipart body by its `Content-Type`.
pub(super) fn boundary(content_type: &str) -> Option<String> {
    if !content_type.trim_start().to_ascii_lowercase().starts_with("multipart/") {
        return None;
    }
    let at = content_type.to_ascii_lowercase().find("boundary=")?;
    let boundary = content_type[at + "boundary=".len()..].split(';').next()?.trim().trim_matches('"');
    (!boundary.is_empty()).then(|| boundary.to_owned())
}

/// Splits a multipart body at its boundary.
pub(super) fn segments<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mark = format!("--{boundary}");
    let mut segments = Vec::new();
    let mut rest = body;
    while let Some(at) = find(rest, mark.as_bytes()) {
        segments.push(&rest[..at]);
        rest = &rest[at + mark.len()..];
    }
    segments.push(rest);
    segments
}

/// A part of a multipart body: its headers as they are written, its value, and the line break behind that.
pub(super) struct Part<'a> {
    pub(super) head: &'a [u8],
    pub(super) headers: HeaderMap,
    pub(super) value: &'a [u8],
    pub(super) tail: &'a [u8],
}

impl<'a> Part<'a> {
    /// Reads a part; `None` for what is before the first one and behind the last.
    pub(super) fn of(segment: &'a [u8]) -> Option<Self> {
        let ends = [&b"\r\n\r\n"[..], b"\n\n"];
        let end = ends.iter().filter_map(|end| Some(find(segment, end)? + end.len())).min()?;
        let (head, rest) = segment.split_at(end);
        let value = rest.strip_suffix(b"\r\n").or_else(|| rest.strip_suffix(b"\n")).unwrap_or(rest);
        let mut headers = HeaderMap::new();
        for line in head.split(|byte| *byte == b'\n') {
            let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
            let (name, value) = (line[..colon].trim_ascii(), line[colon + 1..].trim_ascii());
            if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
                headers.append(name, value);
            }
        }
        Some(Self { head, headers, value, tail: &rest[value.len()..] })
    }

    /// Returns the name of the form's field (RFC 7578, section 4.2).
    pub(super) fn name(&self) -> Option<String> {
        let disposition = String::from_utf8_lossy(self.headers.get(http::header::CONTENT_DISPOSITION)?.as_bytes()).into_owned();
        let mut params = disposition.split(';').skip(1).filter_map(|param| param.split_once('='));
        let (_, name) = params.find(|(name, _)| name.trim().eq_ignore_ascii_case("name"))?;
        Some(name.trim().trim_matches('"').to_owned())
    }

    /// Returns the value as it was before it was coded.
    pub(super) fn decoded(&self) -> Result<Cow<'a, [u8]>, String> {
        let encoding = self.headers.get("content-transfer-encoding").and_then(|value| value.to_str().ok()).unwrap_or_default();
        if encoding.eq_ignore_ascii_case("base64") {
            let text = std::str::from_utf8(self.value).ok().and_then(base64::decode);
            let bytes = text.ok_or_else(|| "a part of it is not the base64 that it should be".to_owned())?;
            return coding::decoded(&self.headers, &bytes).map(|bytes| Cow::Owned(bytes.into_owned()));
        }
        coding::decoded(&self.headers, self.value)
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

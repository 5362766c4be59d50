//! Forms and URLs, as they are signed.

use std::borrow::Cow;

use http::Uri;
use sha2::{Digest, Sha256};

use super::error::VerifyError;
use super::read::{header, hex, to_hex};
use super::received::Received;

/// Returns the name and value of each parameter of a form, sorted, each once.
pub(super) fn sorted(body: &[u8]) -> Vec<u8> {
    let pairs = body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
    let mut pairs: Vec<(Vec<u8>, Vec<u8>)> = pairs
        .map(|pair| {
            let (name, value) = match pair.iter().position(|byte| *byte == b'=') {
                Some(at) => (&pair[..at], &pair[at + 1..]),
                None => (pair, &[][..]),
            };
            (decode(name), decode(value))
        })
        .collect();
    pairs.sort();
    pairs.dedup();
    pairs.into_iter().flat_map(|(name, value)| [name, value]).flatten().collect()
}

/// Decodes `+` and percent-encodings (URL standard, `application/x-www-form-urlencoded` parsing). What is no encoding stays.
fn decode(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let encoded = if *byte == b'%' { text.get(at + 1..at + 3).and_then(byte_of) } else { None };
        out.push(encoded.unwrap_or(if *byte == b'+' { b' ' } else { *byte }));
        at += if encoded.is_some() { 3 } else { 1 };
    }
    out
}

fn byte_of(digits: &[u8]) -> Option<u8> {
    hex(std::str::from_utf8(digits).ok()?)?.first().copied()
}

/// Decodes the percent-encodings of certain characters and of no other.
pub(super) fn decode_only(url: &str, characters: &str) -> String {
    let mut out = String::with_capacity(url.len());
    let mut rest = url;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let decoded = rest.as_bytes().get(at + 1..at + 3).and_then(byte_of).map(char::from).filter(|c| characters.contains(*c));
        out.push(decoded.unwrap_or('%'));
        rest = &rest[at + if decoded.is_some() { 3 } else { 1 }..];
    }
    out + rest
}

/// Returns the signed parameters of a form. The body of another media type must have the digest that the query says.
pub(super) fn parameters(received: &Received<'_>, digest: &str) -> Result<Vec<u8>, VerifyError> {
    if is_form(received) {
        return Ok(sorted(received.body));
    }
    if received.body.is_empty() {
        return Ok(Vec::new());
    }
    let said = crate::url::query_value(received.uri.query().unwrap_or_default(), digest);
    let said = said.ok_or_else(|| VerifyError::missing(format!("the query parameter `{digest}`")))?;
    // The digest is no secret, so that comparing it needs no constant time.
    if said.eq_ignore_ascii_case(&body_digest(received.body)) { Ok(Vec::new()) } else { Err(VerifyError::no_match()) }
}

pub(super) fn is_form(received: &Received<'_>) -> bool {
    let media_type = received.headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    crate::encode::is_form(media_type)
}

/// Returns the SHA-256 of a body in hexadecimal.
pub(super) fn body_digest(body: &[u8]) -> String {
    to_hex(&Sha256::digest(body))
}

/// Returns the URL by which the service knows the receiver: `public` says what a proxy has changed, and a path before that of the request.
pub(super) fn url(received: &Received<'_>, public: Option<&Uri>) -> Result<String, VerifyError> {
    let uri = received.uri;
    let scheme = public.and_then(Uri::scheme_str).or(uri.scheme_str()).unwrap_or("https");
    let authority = match public.and_then(Uri::authority).or(uri.authority()) {
        Some(authority) => Cow::Borrowed(authority.as_str()),
        None => Cow::Borrowed(header(received.headers, "host")?),
    };
    let before = public.map(Uri::path).unwrap_or_default().trim_end_matches('/');
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    Ok(format!("{scheme}://{authority}{before}{path}"))
}

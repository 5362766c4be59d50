//! What is said of a body.

use crate::operation::Api;
use crate::redact::{self, Known, Shown};
use crate::request::{Payload, Request};

/// What is known of a request's body without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyOutline {
    /// There is none.
    None,
    /// Text that is in memory, with secrets as `[redacted]`.
    Text(String),
    /// Bytes in memory that are no text: how many.
    Bytes(u64),
    /// A stream: its length in bytes where it is known, and whether it can be sent more than once.
    Stream {
        /// The length in bytes.
        length: Option<u64>,
        /// Whether it can be read from its start again.
        is_replayable: bool,
    },
}

pub(super) fn outline(payload: &Payload, text: Option<String>) -> BodyOutline {
    match (bytes(payload), payload) {
        (_, Payload::None) => BodyOutline::None,
        (Some(bytes), _) => text.map_or(BodyOutline::Bytes(bytes.len() as u64), BodyOutline::Text),
        (None, Payload::Parts(parts)) => BodyOutline::Stream { length: parts.length(), is_replayable: parts.is_replayable() },
        (None, Payload::Stream(Some(body))) => BodyOutline::Stream { length: body.length(), is_replayable: body.is_replayable() },
        (None, _) => BodyOutline::Stream { length: None, is_replayable: false },
    }
}

/// Returns whether the body can be sent once only.
pub(super) fn is_once(payload: &Payload) -> bool {
    match payload {
        Payload::None | Payload::Bytes(_) => false,
        Payload::Stream(body) => !body.as_ref().is_some_and(crate::Body::is_replayable),
        Payload::Parts(parts) => !parts.is_replayable(),
    }
}

fn bytes(payload: &Payload) -> Option<&[u8]> {
    match payload {
        Payload::None => None,
        Payload::Bytes(bytes) => Some(bytes),
        Payload::Stream(body) => body.as_ref()?.as_bytes().map(AsRef::as_ref),
        Payload::Parts(_) => None,
    }
}

/// Writes a body that is text without its secrets; `None` for another.
pub(super) fn shown(api: &Api, request: &Request, payload: &Payload, known: &Known) -> Option<Shown> {
    let text = std::str::from_utf8(bytes(payload)?).ok()?;
    let mut known = known.clone();
    let mut out = Shown::default();
    match serde_json::from_str(text) {
        Ok(json) => {
            redact::named_secrets(&json, &redact::may_be_secret_name, &mut |text| known.insert(text));
            out.text(text);
        }
        Err(_) if crate::encode::is_form(request.media_type()) => redact::pairs(api, text, &mut out),
        Err(_) => out.text(text),
    }
    Some(out.hide(&known))
}

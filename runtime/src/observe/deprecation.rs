//! Deprecation by the document, and by the headers `Deprecation` (RFC 9745) and `Sunset` (RFC 8594).

use std::sync::PoisonError;
use std::time::{Duration, SystemTime};

use http::{HeaderMap, Uri};

use crate::client::Inner;
use crate::clock::parse_http_date;
use crate::operation::Operation;
use crate::page::link;
use crate::panics::named;
use crate::redact;
use crate::request::Prepared;
use crate::url::resolve;

/// An operation that is to be used no more. A client tells of each operation once: when it is first answered and, where only the document
/// said so until then, again when the server says it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Deprecation<'a> {
    /// The operation.
    pub operation: &'static Operation,
    /// Whether the document deprecates it.
    pub by_document: bool,
    /// Whether the server says so, with the header `Deprecation`.
    pub by_server: bool,
    /// Since when, or from when on, it is deprecated, where the server says it.
    pub since: Option<SystemTime>,
    /// From when on it may not answer any more, where the server says it with the header `Sunset`.
    pub sunset: Option<SystemTime>,
    /// Where to read about the deprecation: a link with the relation `deprecation`.
    pub link: Option<&'a str>,
    /// Where to read about the end: a link with the relation `sunset`.
    pub sunset_link: Option<&'a str>,
}

/// What a client has told of.
#[derive(Debug)]
pub(crate) struct Notice {
    operation: &'static str,
    by_server: bool,
}

/// Looks for the news in an answer, and tells it.
pub(crate) fn watch(client: &Inner, prepared: &Prepared, url: &Uri, headers: &HeaderMap) {
    let operation = prepared.op;
    if client.settings.observers.on_deprecation.is_empty() && !cfg!(feature = "tracing") {
        return;
    }
    let since = headers.get("deprecation").and_then(|value| since(value.to_str().ok()?.trim()));
    let sunset = headers.get("sunset").and_then(|value| parse_http_date(value.to_str().ok()?.trim()));
    let by_server = since.is_some() || sunset.is_some();
    if (!by_server && !operation.deprecated) || !is_news(client, operation, by_server) {
        return;
    }
    // A server may repeat a key in what it links to.
    let known = prepared.cloak(client).known();
    let linked = |relation: &str| {
        let target = resolve(&url.to_string(), &link::target(headers, relation)?);
        Some(redact::url(client.settings.api, &target).hide(&known).marked("[redacted]"))
    };
    let (link, sunset_link) = (linked("deprecation"), linked("sunset"));
    let deprecation = Deprecation {
        operation,
        by_document: operation.deprecated,
        by_server: since.is_some(),
        since: since.flatten(),
        sunset,
        link: link.as_deref(),
        sunset_link: sunset_link.as_deref(),
    };
    trace(&deprecation);
    for tell in &client.settings.observers.on_deprecation {
        named("hook `on_deprecation`", || tell(&deprecation));
    }
}

fn is_news(client: &Inner, operation: &'static Operation, by_server: bool) -> bool {
    let mut told = client.told.0.lock().unwrap_or_else(PoisonError::into_inner);
    match told.iter_mut().find(|notice| notice.operation == operation.id) {
        Some(notice) => by_server && !std::mem::replace(&mut notice.by_server, true),
        None => {
            told.push(Notice { operation: operation.id, by_server });
            true
        }
    }
}

/// Reads `Deprecation`: a date in the form of RFC 9651, or what the drafts before RFC 9745 had, a date of HTTP or `true`. `None` where it
/// says nothing, `Some(None)` where it has no date.
fn since(text: &str) -> Option<Option<SystemTime>> {
    let item = text.split(';').next().unwrap_or_default().trim();
    if let Some(seconds) = item.strip_prefix('@') {
        let seconds: i64 = seconds.parse().ok()?;
        let since = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds.max(0).unsigned_abs()));
        return Some(since);
    }
    if item.eq_ignore_ascii_case("true") || item == "?1" {
        return Some(None);
    }
    parse_http_date(text).map(Some)
}

#[cfg(feature = "tracing")]
fn trace(deprecation: &Deprecation<'_>) {
    let seconds = |date: Option<SystemTime>| date?.duration_since(SystemTime::UNIX_EPOCH).ok().map(|since| since.as_secs());
    tracing::warn!(
        operation = deprecation.operation.id,
        by_document = deprecation.by_document,
        since = seconds(deprecation.since),
        sunset = seconds(deprecation.sunset),
        link = deprecation.link,
        sunset_link = deprecation.sunset_link,
        "the operation is deprecated"
    );
}

#[cfg(not(feature = "tracing"))]
fn trace(_: &Deprecation<'_>) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deprecation_is_read_as_rfc_9745_and_its_drafts_write_it() {
        let at = |seconds| Some(Some(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)));
        assert_eq!(since("@1688169599"), at(1_688_169_599));
        assert_eq!(since("@1688169599;note=\"x\""), at(1_688_169_599));
        assert_eq!(since("Sun, 11 Nov 2018 23:59:59 GMT"), at(1_541_980_799));
        assert_eq!((since("true"), since("?1")), (Some(None), Some(None)));
        for nothing in ["", "false", "?0", "@", "@x", "soon"] {
            assert_eq!(since(nothing), None, "{nothing}");
        }
    }
}

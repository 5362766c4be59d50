//! A span for each attempt, by the semantic conventions of OpenTelemetry for HTTP clients (stable since 1.23).

use std::fmt;

use http::Version;
use tracing::Span;
use tracing::field::Empty;

use super::attempt::{known_method, server};
use crate::client::Inner;
use crate::operation::Operation;
use crate::redact;
use crate::request::Prepared;

/// Opens a span. Its name for OpenTelemetry is `{method} {url.template}`; the names of `tracing` do not change.
pub(crate) fn open(client: &Inner, prepared: &Prepared, resent: usize) -> Span {
    let op = prepared.op;
    let method = known_method(op.method);
    let (host, port) = server(&prepared.uri);
    let url = Url { client, prepared };
    let span = tracing::info_span!(
        "HTTP",
        otel.name = %Name(method, op),
        otel.kind = "client",
        otel.status_code = Empty,
        http.request.method = method,
        http.request.method_original = Empty,
        http.request.resend_count = Empty,
        http.response.status_code = Empty,
        url.full = %url,
        url.template = op.path,
        server.address = host,
        server.port = port,
        network.protocol.version = Empty,
        "error.type" = Empty,
        operation = op.id,
    );
    if resent > 0 {
        span.record("http.request.resend_count", resent);
    }
    if method != op.method {
        span.record("http.request.method_original", op.method);
    }
    span
}

/// Notes what is known once the headers are there.
pub(crate) fn received(span: &Span, version: Version) {
    let version = match version {
        Version::HTTP_09 => "0.9",
        Version::HTTP_10 => "1.0",
        Version::HTTP_11 => "1.1",
        Version::HTTP_2 => "2",
        Version::HTTP_3 => "3",
        _ => return,
    };
    span.record("network.protocol.version", version);
}

/// Notes how an attempt has ended.
pub(crate) fn close(span: &Span, status: Option<u16>, error: Option<&str>) {
    if let Some(status) = status {
        span.record("http.response.status_code", status);
    }
    if let Some(error) = error {
        span.record("error.type", error);
        span.record("otel.status_code", "ERROR");
    }
}

struct Name<'a>(&'a str, &'static Operation);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = if self.0 == "_OTHER" { "HTTP" } else { self.0 };
        write!(f, "{method} {}", self.1.path)
    }
}

/// A URL without its secrets, written only for a span that somebody takes.
struct Url<'a> {
    client: &'a Inner,
    prepared: &'a Prepared,
}

impl fmt::Display for Url<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The conventions ask for this mark.
        let known = self.prepared.cloak(self.client).known();
        f.write_str(&redact::url(self.client.settings.api, &self.prepared.uri.to_string()).hide(&known).marked("REDACTED"))
    }
}

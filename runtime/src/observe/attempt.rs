//! What is told of an attempt when it is over.

use std::time::Duration;

use http::Uri;

use crate::error::Kind;
use crate::operation::Operation;
use crate::retry::Outcome;

/// An attempt that is over: everything that the metrics of OpenTelemetry for HTTP clients ask for (`http.client.request.duration`).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AttemptView<'a> {
    /// The operation.
    pub operation: &'static Operation,
    /// The client's [connection](crate::ClientBuilder::connection).
    pub connection: Option<&'a str>,
    /// The number of the attempt in its call, from 1.
    pub attempt: u32,
    /// The host that was asked.
    pub server_address: &'a str,
    /// The port that was asked.
    pub server_port: u16,
    /// The status; `None` where there was no answer.
    pub status: Option<u16>,
    /// What failed, in a word: the status, or `connect`, `timeout`, ...; `None` for a success. It is OpenTelemetry's `error.type`.
    pub error: Option<&'a str>,
    /// What is known of the effect of an attempt that failed.
    pub outcome: Option<Outcome>,
    /// How long the attempt took, until the body was read or, of a stream, until the headers came. Credentials that were fetched for it
    /// are in it.
    pub duration: Duration,
}

impl AttemptView<'_> {
    /// Returns names and values of the attributes by the semantic conventions of OpenTelemetry for HTTP clients, for a metric.
    pub fn attributes(&self) -> Vec<(&'static str, String)> {
        let mut attributes = vec![
            ("http.request.method", known_method(self.operation.method).to_owned()),
            ("server.address", self.server_address.to_owned()),
            ("server.port", self.server_port.to_string()),
            ("url.template", self.operation.path.to_owned()),
        ];
        attributes.extend(self.status.map(|status| ("http.response.status_code", status.to_string())));
        attributes.extend(self.error.map(|error| ("error.type", error.to_owned())));
        attributes
    }
}

/// Returns a method that the conventions know, else `_OTHER`.
pub(crate) fn known_method(method: &str) -> &str {
    match method {
        "CONNECT" | "DELETE" | "GET" | "HEAD" | "OPTIONS" | "PATCH" | "POST" | "PUT" | "QUERY" | "TRACE" => method,
        _ => "_OTHER",
    }
}

/// Returns host and port of a URL.
pub(crate) fn server(uri: &Uri) -> (&str, u16) {
    let default = if uri.scheme_str() == Some("http") { 80 } else { 443 };
    (uri.host().unwrap_or_default(), uri.port_u16().unwrap_or(default))
}

/// Says what failed in a word.
pub(crate) fn error_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Config => "config",
        Kind::Encode => "encode",
        #[cfg(feature = "validate")]
        Kind::Invalid => "invalid",
        Kind::Credentials | Kind::Token => "credentials",
        Kind::Connect => "connect",
        Kind::Limited => "rate_limited",
        Kind::CircuitOpen => "circuit_open",
        Kind::Timeout | Kind::Deadline => "timeout",
        Kind::Broken => "broken",
        Kind::Status => "status",
        Kind::Decode => "decode",
        Kind::TooLarge => "too_large",
        Kind::Redirect => "redirect",
        Kind::Page(_) => "page",
        Kind::Panicked => "panic",
    }
}

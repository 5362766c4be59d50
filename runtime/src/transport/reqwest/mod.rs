//! The transport over reqwest. The only place that names it.

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod builder;
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
mod fetch;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod native;
#[cfg(all(feature = "rustls", not(all(target_family = "wasm", target_os = "unknown"))))]
mod rustls;
#[cfg(all(test, feature = "http2"))]
mod tests;
mod urls;

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::sync::Arc;

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub use self::builder::{ReqwestBuilder, TlsVersion};
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub use self::fetch::ReqwestBuilder;
use self::urls::Urls;
use super::{BoxError, ConnectFault, TransportError, TransportErrorKind};
use crate::body::Body;
use crate::panics::Panicked;

/// Sends requests with reqwest, over pooled connections; in a browser with `fetch`.
///
/// In a browser redirects are followed by `fetch`, a request's body is read into memory before it is sent, and proxies, certificates
/// and TLS are the browser's.
#[derive(Clone)]
pub struct Reqwest {
    client: reqwest::Client,
    urls: Arc<Urls>,
}

impl Reqwest {
    /// Starts a transport.
    pub fn builder() -> ReqwestBuilder {
        ReqwestBuilder::default()
    }

    /// Wraps a client that was set up elsewhere. It must not follow redirects: they would carry credentials to other origins.
    pub fn from_client(client: reqwest::Client) -> Self {
        Self { client, urls: Arc::default() }
    }
}

impl fmt::Debug for Reqwest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reqwest")
    }
}

/// Makes a request of reqwest's. Its own conversion writes the URL piece by piece into a text that grows.
fn converted(urls: &Urls, request: http::Request<Body>) -> Result<(reqwest::Request, Body), TransportError> {
    let (parts, body) = request.into_parts();
    let mut request = reqwest::Request::new(parts.method, urls.url(&parts.uri)?);
    *request.headers_mut() = parts.headers;
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    {
        *request.version_mut() = parts.version;
    }
    Ok((request, body))
}

fn invalid(error: impl Into<BoxError>) -> TransportError {
    TransportError::new(TransportErrorKind::Invalid, error)
}

fn transport_error(error: reqwest::Error) -> TransportError {
    let kind = if is_connect(&error) || is_unwritten(&error) {
        TransportErrorKind::Connect
    } else if error.is_builder() {
        TransportErrorKind::Invalid
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if is_unread(&error) {
        TransportErrorKind::Refused
    } else {
        TransportErrorKind::Broken
    };
    if let Some(panicked) = Panicked::find(&error) {
        return TransportError::new(kind, panicked.clone());
    }
    // The URL may hold a key in its query.
    let error = error.without_url();
    let fault = connect_fault(&error).filter(|_| kind == TransportErrorKind::Connect);
    match error.source() {
        // reqwest's own text says no more than the kind does.
        Some(cause) if kind != TransportErrorKind::Invalid => match fault {
            Some(fault) => TransportError::connect(fault, chain(cause)),
            None => TransportError::new(kind, chain(cause)),
        },
        _ => TransportError::new(kind, error),
    }
}

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
fn is_connect(error: &reqwest::Error) -> bool {
    error.is_connect()
}

/// `fetch` does not say whether the server has seen a request that failed.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
fn is_connect(_: &reqwest::Error) -> bool {
    false
}

/// Returns whether the connection closed before the first byte of the request was written. hyper says so with an error of its own: the
/// request was still in the queue of the connection. What fails once a request has left that queue may have been read.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
fn is_unwritten(error: &reqwest::Error) -> bool {
    let mut next = error.source();
    while let Some(cause) = next {
        if let Some(error) = cause.downcast_ref::<hyper::Error>() {
            return error.is_canceled();
        }
        next = cause.source();
    }
    false
}

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
fn is_unwritten(_: &reqwest::Error) -> bool {
    false
}

/// Returns whether the server said that it has not processed the request: REFUSED_STREAM, or a GOAWAY before it (RFC 9113, sections 8.7
/// and 6.8).
#[cfg(all(feature = "http2", not(all(target_family = "wasm", target_os = "unknown"))))]
fn is_unread(error: &reqwest::Error) -> bool {
    let mut next = error.source();
    while let Some(cause) = next {
        if let Some(error) = cause.downcast_ref::<h2::Error>() {
            let is_refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
            let is_graceful = error.is_go_away() && error.reason() == Some(h2::Reason::NO_ERROR);
            return error.is_remote() && (is_refused || is_graceful);
        }
        next = cause.source();
    }
    false
}

#[cfg(not(all(feature = "http2", not(all(target_family = "wasm", target_os = "unknown")))))]
fn is_unread(_: &reqwest::Error) -> bool {
    false
}

/// Returns why there is no connection. hyper's errors have no kinds for it, so that some are recognised by their texts.
fn connect_fault(error: &reqwest::Error) -> Option<ConnectFault> {
    let mut next = error.source();
    while let Some(cause) = next {
        let fault = match cause.downcast_ref::<io::Error>().map(io::Error::kind) {
            Some(io::ErrorKind::ConnectionRefused) => Some(ConnectFault::Refused),
            Some(io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable) => Some(ConnectFault::Unreachable),
            Some(io::ErrorKind::TimedOut) => Some(ConnectFault::Timeout),
            _ => fault_of_text(&cause.to_string()),
        };
        if fault.is_some() {
            return fault;
        }
        next = cause.source();
    }
    error.is_timeout().then_some(ConnectFault::Timeout)
}

/// Recognises a fault by the text of hyper, rustls, OpenSSL, Secure Transport or SChannel.
fn fault_of_text(text: &str) -> Option<ConnectFault> {
    let text = text.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    // The first bytes of a plain response are not the header of a TLS record (RFC 8446, section 5.1).
    if has(&[
        "invalidcontenttype",
        "wrong version number",
        "packet length too long",
        "http request",
        "invalid token",
        "sec_e_invalid_token",
    ]) {
        return Some(ConnectFault::NotTls);
    }
    if has(&["dns error", "failed to lookup address", "name or service not known", "nodename nor servname"]) {
        return Some(ConnectFault::Dns);
    }
    has(&["certificate", "handshake", "ssl", "tls"]).then_some(ConnectFault::Tls)
}

/// Writes an error and its causes in one line.
fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        next = cause.source();
    }
    text
}

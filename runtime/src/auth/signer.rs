//! Requests that are signed: a hook that sees the request as it goes out.
//!
//! **Invariant:** a signer is asked once an attempt, after everything else is in the request, and only where credentials may go.

use std::fmt;
use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

use crate::transport::{BoxError, BoxFuture};
use crate::url::push_component;

/// Signs requests. Set one for all requests on a client's builder, or for a security scheme with
/// [`Credential::signer`](crate::Credential::signer).
pub trait Signer: Send + Sync + 'static {
    /// Returns what to add to a request.
    fn sign<'a>(&'a self, request: Unsigned<'a>) -> BoxFuture<'a, Result<Signature, BoxError>>;
}

/// A request as it goes out, but for its signature.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Unsigned<'a> {
    /// The method.
    pub method: &'a Method,
    /// The whole URL.
    pub uri: &'a Uri,
    /// The headers, credentials included.
    pub headers: &'a HeaderMap,
    /// The body; `None` where it is a stream. No bytes where there is none.
    pub body: Option<&'a Bytes>,
    /// The time of day.
    pub time: SystemTime,
}

/// What a signer adds to a request: headers in place of those of their names, and query parameters behind the others. `Debug` does not
/// show the values.
#[derive(Clone, Default)]
pub struct Signature {
    headers: Vec<(HeaderName, HeaderValue)>,
    query: String,
}

impl Signature {
    /// Makes a signature that adds nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: HeaderName, mut value: HeaderValue) -> Self {
        value.set_sensitive(true);
        self.headers.push((name, value));
        self
    }

    /// Adds a query parameter, which is percent-encoded.
    #[must_use]
    pub fn query(mut self, name: &str, value: &str) -> Self {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        push_component(&mut self.query, name);
        self.query.push('=');
        push_component(&mut self.query, value);
        self
    }

    /// Adds the headers to a request's, and returns the query.
    pub(crate) fn add_to(self, headers: &mut HeaderMap) -> String {
        headers.extend(self.headers);
        self.query
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Signature").field("headers", &names).finish_non_exhaustive()
    }
}

impl fmt::Debug for Unsigned<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The URL and the headers may hold credentials.
        f.debug_struct("Unsigned").field("method", self.method).field("path", &self.uri.path()).finish_non_exhaustive()
    }
}

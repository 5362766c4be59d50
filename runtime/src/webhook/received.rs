//! A request that came, whatever server took it.

use http::request::Parts;
use http::{HeaderMap, Method, Request, Uri};

use super::verify::Verified;

/// A request that came, with its body. It is made from an `http::Request` whose body is bytes, or from the parts and the body.
#[derive(Clone, Copy, Debug)]
pub struct Received<'r> {
    pub(super) method: &'r Method,
    pub(super) uri: &'r Uri,
    pub(super) headers: &'r HeaderMap,
    pub(super) body: &'r [u8],
}

impl<'r> Received<'r> {
    /// Returns the body.
    pub fn body(&self) -> &'r [u8] {
        self.body
    }
}

impl<'r, B: AsRef<[u8]>> From<&'r Request<B>> for Received<'r> {
    fn from(request: &'r Request<B>) -> Self {
        Self { method: request.method(), uri: request.uri(), headers: request.headers(), body: request.body().as_ref() }
    }
}

impl<'r, B: AsRef<[u8]> + ?Sized> From<(&'r Parts, &'r B)> for Received<'r> {
    fn from((parts, body): (&'r Parts, &'r B)) -> Self {
        Self { method: &parts.method, uri: &parts.uri, headers: &parts.headers, body: body.as_ref() }
    }
}

/// An authentic event.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Delivery<T> {
    /// The event.
    pub event: T,
    /// When it was sent, and as what.
    pub verified: Verified,
}

impl<T> Delivery<T> {
    /// Makes an event that was verified.
    pub fn new(event: T, verified: Verified) -> Self {
        Self { event, verified }
    }
}

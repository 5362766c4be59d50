//! What a client tells of its requests: hooks before and after, what is deprecated, and spans.
//!
//! In the order of one attempt: [`on_request`](crate::ClientBuilder::on_request) for each request to the API's own origin, then the
//! credentials and the signature, the transport, [`on_response`](crate::ClientBuilder::on_response) for each answer,
//! [`on_deprecation`](crate::ClientBuilder::on_deprecation), and at the end of the attempt
//! [`on_attempt`](crate::ClientBuilder::on_attempt). Hooks of one kind run in the order in which they were set. They run in the call, so
//! they are to be quick; they wait for nothing.
//!
//! **Invariants:** no hook sees a credential that the client holds; a client without hooks pays for one look at an empty list.

mod attempt;
mod deprecation;
#[cfg(feature = "tracing")]
pub(crate) mod span;

use std::fmt;
use std::sync::{Arc, Mutex};

use http::{HeaderMap, Method, Uri};

pub use self::attempt::AttemptView;
pub(crate) use self::attempt::{error_type, server};
pub use self::deprecation::Deprecation;
pub(crate) use self::deprecation::watch;
use crate::operation::Operation;

/// A request before its credentials are added. `Debug` shows no URL and no value of a header.
#[non_exhaustive]
pub struct RequestView<'a> {
    /// The operation.
    pub operation: &'static Operation,
    /// The number of the attempt in its call, from 1.
    pub attempt: u32,
    /// The method.
    pub method: &'a Method,
    /// The URL. It holds a credential only where the caller or the server has put one there.
    pub url: &'a Uri,
    /// The headers, which may be changed. A credential takes the place of a header of its name.
    pub headers: &'a mut HeaderMap,
}

/// A response whose headers are there. Redirects are responses, too. `Debug` shows no URL and no value of a header.
#[non_exhaustive]
pub struct ResponseView<'a> {
    /// The operation.
    pub operation: &'static Operation,
    /// The number of the attempt in its call, from 1.
    pub attempt: u32,
    /// The URL, as in [`RequestView`].
    pub url: &'a Uri,
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: &'a HeaderMap,
}

impl fmt::Debug for RequestView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (operation, headers) = (self.operation.id, names(self.headers));
        let mut view = f.debug_struct("RequestView");
        view.field("operation", &operation).field("attempt", &self.attempt).field("method", self.method).field("headers", &headers);
        view.finish_non_exhaustive()
    }
}

impl fmt::Debug for ResponseView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (operation, headers) = (self.operation.id, names(self.headers));
        let mut view = f.debug_struct("ResponseView");
        view.field("operation", &operation).field("attempt", &self.attempt).field("status", &self.status).field("headers", &headers);
        view.finish_non_exhaustive()
    }
}

fn names(headers: &HeaderMap) -> Vec<&str> {
    headers.keys().map(http::HeaderName::as_str).collect()
}

pub(crate) type OnRequest = Arc<dyn Fn(&mut RequestView<'_>) + Send + Sync>;
pub(crate) type OnResponse = Arc<dyn Fn(&ResponseView<'_>) + Send + Sync>;
pub(crate) type OnAttempt = Arc<dyn Fn(&AttemptView<'_>) + Send + Sync>;
pub(crate) type OnDeprecation = Arc<dyn Fn(&Deprecation<'_>) + Send + Sync>;

/// Who is told of what.
#[derive(Clone, Default)]
pub(crate) struct Observers {
    pub(crate) on_request: Vec<OnRequest>,
    pub(crate) on_response: Vec<OnResponse>,
    pub(crate) on_attempt: Vec<OnAttempt>,
    pub(crate) on_deprecation: Vec<OnDeprecation>,
}

/// The operations whose deprecation a client has told of.
#[derive(Debug, Default)]
pub(crate) struct Told(Mutex<Vec<deprecation::Notice>>);

impl fmt::Debug for Observers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observers")
    }
}

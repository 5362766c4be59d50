//! Redirects (RFC 9110, section 15.4).
//!
//! **Invariant:** a hop to another origin carries no credential, no cookie, no header but those that describe the client, and no
//! body, and is one that reads only; what comes after it is not trusted either, wherever it leads. None goes from https to http.

use std::borrow::Cow;

use http::header::{ACCEPT, ACCEPT_LANGUAGE, LOCATION, USER_AGENT};
use http::{HeaderMap, Method, StatusCode, Uri};

use super::exchange::Failed;
use crate::auth::without_secrets;
use crate::client::Inner;
use crate::error::Kind;
use crate::request::Prepared;
use crate::url::{has_user, lenient_text, resolve, same_origin};

/// What becomes of a redirect: a response with the status 301, 302, 303, 307 or 308 and a `Location`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Redirects {
    /// It is followed, ten in a row at most. To another origin no credential goes, and no request that may change something.
    #[default]
    Follow,
    /// It is the response. Its `Location` is a header like any other, and [`Response::location`](crate::Response::location) is the URL that
    /// it leads to. A call whose type the redirect's own body does not fit is an error for which
    /// [`Error::is_redirect`](crate::Error::is_redirect) is true.
    Return,
}

/// A request on its way from redirect to redirect.
pub(super) struct Hop {
    pub(super) uri: Uri,
    pub(super) method: Method,
    pub(super) with_body: bool,
    /// Whether credentials may go there.
    pub(super) trusted: bool,
}

impl Hop {
    pub(super) fn first(client: &Inner, prepared: &Prepared) -> Self {
        let uri = prepared.uri.clone();
        Self {
            uri: if prepared.trusted { uri } else { without_secrets(client, uri) },
            method: prepared.method.clone(),
            // A next page elsewhere is asked for by its URL alone.
            with_body: prepared.trusted && !prepared.payload.is_none(),
            trusted: prepared.trusted,
        }
    }

    pub(super) fn next(self, status: StatusCode, location: &str, client: &Inner, prepared: &Prepared) -> Result<Self, Box<Failed>> {
        let target = resolve(&self.uri.to_string(), location);
        let uri = Uri::try_from(target)
            .ok()
            .filter(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some())
            .ok_or_else(|| Failed::last(Kind::Redirect, "a redirect to what is no http or https URL"))?;
        if has_user(&uri) {
            return Err(Failed::last(Kind::Redirect, "a redirect to a URL that holds a user"));
        }
        if self.uri.scheme_str() == Some("https") && uri.scheme_str() == Some("http") {
            return Err(Failed::last(Kind::Redirect, "a redirect from https to http"));
        }
        let (method, with_body) = self.onward(status);
        let trusted = self.trusted && same_origin(&prepared.uri, &uri);
        if trusted {
            return Ok(Self { uri, method, with_body, trusted });
        }
        if with_body {
            return Err(Failed::last(Kind::Redirect, "a redirect of a body to another origin"));
        }
        // The idempotency key stays here, so nothing would tell a repetition there from a second wish.
        if !is_safe(&method) {
            return Err(Failed::last(Kind::Redirect, "a redirect to another origin of a request that is to change something"));
        }
        Ok(Self { uri: without_secrets(client, uri), method, with_body, trusted })
    }

    /// Returns whether a redirect says that the request had its effect, or may have had it: one after which the next only reads.
    pub(super) fn is_dealt_with(&self, status: StatusCode) -> bool {
        self.onward(status).0 != self.method
    }

    /// Returns the method of the next request, and whether the body goes with it.
    fn onward(&self, status: StatusCode) -> (Method, bool) {
        let reads = matches!(self.method, Method::GET | Method::HEAD);
        match status {
            // Section 15.4.4: the answer is to be read elsewhere.
            StatusCode::SEE_OTHER if !reads => (Method::GET, false),
            // Sections 15.4.2 and 15.4.3: for historical reasons, POST may become GET, and everybody does it.
            StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND if self.method == Method::POST => (Method::GET, false),
            _ => (self.method.clone(), self.with_body),
        }
    }
}

/// RFC 9110, section 9.2.1.
fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
}

/// Returns where a response redirects to; `None` where it does not. A URL is ASCII (RFC 3986, section 2), but servers send others: their
/// bytes are percent-encoded.
pub(crate) fn location(status: StatusCode, headers: &HeaderMap) -> Option<Cow<'_, str>> {
    match status.as_u16() {
        301 | 302 | 303 | 307 | 308 => Some(lenient_text(headers.get(LOCATION)?)),
        _ => None,
    }
}

/// Returns the headers that may go to another origin.
pub(super) fn harmless(headers: &HeaderMap) -> HeaderMap {
    [ACCEPT, ACCEPT_LANGUAGE, USER_AGENT].into_iter().filter_map(|name| headers.get(&name).cloned().map(|value| (name, value))).collect()
}

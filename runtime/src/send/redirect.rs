//! Redirects (RFC 9110, section 15.4).
//!
//! **Invariant:** a hop to another origin carries no credential, no cookie, no header but those that describe the client, and no
//! body; and none goes from https to http.

use http::header::{ACCEPT, ACCEPT_LANGUAGE, LOCATION, USER_AGENT};
use http::{HeaderMap, Method, StatusCode, Uri};

use super::exchange::Failed;
use crate::error::Kind;
use crate::request::Prepared;
use crate::url::{resolve, same_origin};

/// A request on its way from redirect to redirect.
pub(super) struct Hop {
    pub(super) uri: Uri,
    pub(super) method: Method,
    pub(super) with_body: bool,
    /// Whether credentials may go there.
    pub(super) trusted: bool,
}

impl Hop {
    pub(super) fn first(prepared: &Prepared) -> Self {
        Self {
            uri: prepared.uri.clone(),
            method: prepared.method.clone(),
            // A next page elsewhere is asked for by its URL alone.
            with_body: prepared.trusted && !prepared.payload.is_none(),
            trusted: prepared.trusted,
        }
    }

    pub(super) fn next(self, status: StatusCode, location: &str, prepared: &Prepared) -> Result<Self, Box<Failed>> {
        let target = resolve(&self.uri.to_string(), location);
        let uri = Uri::try_from(target)
            .ok()
            .filter(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some())
            .ok_or_else(|| Failed::last(Kind::Redirect, "a redirect to what is no http or https URL"))?;
        if self.uri.scheme_str() == Some("https") && uri.scheme_str() == Some("http") {
            return Err(Failed::last(Kind::Redirect, "a redirect from https to http"));
        }
        let (method, with_body) = self.onward(status);
        let trusted = prepared.trusted && same_origin(&prepared.uri, &uri);
        if !trusted && with_body {
            return Err(Failed::last(Kind::Redirect, "a redirect of a body to another origin"));
        }
        Ok(Self { uri, method, with_body, trusted })
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

/// Returns where a response redirects to; `None` where it does not.
pub(super) fn location(status: StatusCode, headers: &HeaderMap) -> Option<&str> {
    match status.as_u16() {
        301 | 302 | 303 | 307 | 308 => headers.get(LOCATION)?.to_str().ok(),
        _ => None,
    }
}

/// Returns the headers that may go to another origin.
pub(super) fn harmless(headers: &HeaderMap) -> HeaderMap {
    [ACCEPT, ACCEPT_LANGUAGE, USER_AGENT].into_iter().filter_map(|name| headers.get(&name).cloned().map(|value| (name, value))).collect()
}

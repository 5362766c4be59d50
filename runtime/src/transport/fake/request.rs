//! What a fake was asked to send.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri};

use crate::url::{decode_component, query_value};

/// A request that a [`Fake`](super::Fake) was asked to send. `Debug` shows neither the query nor the body, nor the value of a header.
#[derive(Clone, PartialEq, Eq)]
pub struct FakeRequest {
    /// The method.
    pub method: Method,
    /// The whole URL.
    pub uri: Uri,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl FakeRequest {
    /// Returns a header as text; `None` where it is not there.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Returns the first value of a parameter of the query, decoded; `None` where it is not there.
    pub fn query(&self, name: &str) -> Option<String> {
        query_value(self.uri.query()?, name)
    }

    /// Returns what stands for `{name}` in a path template, decoded; `None` where the request's path is of another form.
    pub fn path_value(&self, path: &str, name: &str) -> Option<String> {
        let wanted = format!("{{{name}}}");
        let pairs = segments(path, self.uri.path())?;
        pairs.into_iter().find(|(template, _)| *template == wanted).map(|(_, value)| decode_component(&value.replace('+', "%2B")))
    }

    /// Returns the body as JSON; `null` where it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Returns the body as text. Bytes that are not UTF-8 are replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Returns `METHOD /path?query`.
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.uri.path_and_query().map_or("/", |path| path.as_str()))
    }

    /// Returns whether the request has a method and a path, which is written as for [`Fake::on`](super::Fake::on).
    pub fn is(&self, method: &str, path: &str) -> bool {
        self.method.as_str() == method && segments(path, self.uri.path()).is_some()
    }
}

impl fmt::Debug for FakeRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.keys().map(http::HeaderName::as_str).collect();
        let mut request = f.debug_struct("FakeRequest");
        request.field("method", &self.method).field("path", &self.uri.path()).field("headers", &headers);
        request.field("body_bytes", &self.body.len()).finish_non_exhaustive()
    }
}

/// Pairs the segments of a template with those at the end of a path; `None` where they do not fit.
fn segments<'a>(template: &'a str, path: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let template: Vec<&str> = template.trim_matches('/').split('/').collect();
    let path: Vec<&str> = path.trim_matches('/').split('/').collect();
    let before = path.len().checked_sub(template.len())?;
    let pairs: Vec<(&str, &str)> = template.into_iter().zip(path[before..].iter().copied()).collect();
    let fits = |(template, segment): &(&str, &str)| (template.starts_with('{') && template.ends_with('}')) || template == segment;
    pairs.iter().all(fits).then_some(pairs)
}

//! Base URLs: a server's template filled in, and what a base must be.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::Uri;
use http::uri::{Authority, InvalidUri, PathAndQuery, Scheme};

use crate::operation::Server;
use crate::url::is_exposed;

/// The origin of a client's base URL, which is parsed once and not with every call.
pub(crate) struct OwnOrigin {
    scheme: Scheme,
    authority: Authority,
    exposed: bool,
}

impl OwnOrigin {
    /// Takes the origin of a base URL; `None` where it is not absolute.
    pub(super) fn of(base: &str) -> Option<Self> {
        let uri: Uri = base.parse().ok()?;
        let exposed = is_exposed(&uri);
        let parts = uri.into_parts();
        Some(Self { scheme: parts.scheme?, authority: parts.authority?, exposed })
    }

    /// Parses a URL that begins with the base URL.
    pub(crate) fn uri(&self, url: String) -> Result<Uri, InvalidUri> {
        let start = self.scheme.as_str().len() + "://".len() + self.authority.as_str().len();
        let path = PathAndQuery::from_maybe_shared(Bytes::from(url).slice(start..))?;
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(path);
        Ok(Uri::from_parts(parts).expect("a URL with a scheme, an authority and a path is whole"))
    }

    /// Returns whether a URL is of this origin, and others cannot read on the way what is sent there.
    pub(super) fn keeps(&self, uri: &Uri) -> bool {
        !self.exposed
            && uri.scheme() == Some(&self.scheme)
            && uri.authority().is_some_and(|authority| authority.as_str() == self.authority.as_str())
    }
}

/// Fills a server's variables in.
pub(super) fn fill(server: &Server, values: &BTreeMap<String, String>) -> Result<String, String> {
    let mut url = String::new();
    let mut rest = server.url;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or_else(|| format!("the server's URL `{}` has an open brace", server.url))?;
        let default = server.variables.iter().find(|(variable, _)| *variable == name).map(|(_, default)| *default);
        let value = values.get(name).map(String::as_str).or(default);
        url.push_str(before);
        url.push_str(value.ok_or_else(|| format!("the server's variable `{name}` has no value"))?);
        rest = after;
    }
    url.push_str(rest);
    Ok(url)
}

/// Checks that a base URL can be used: absolute, HTTP, without user, query or fragment.
pub(super) fn check(url: &str) -> Result<(), String> {
    let uri: Uri = url.parse().map_err(|_| "the base URL cannot be read".to_owned())?;
    if !matches!(uri.scheme_str(), Some("http" | "https")) || uri.host().is_none_or(str::is_empty) {
        return Err(format!("the base URL `{}` is not an absolute http or https URL", shown(url)));
    }
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err("the base URL holds a user: give it as a credential".to_owned());
    }
    if uri.query().is_some() || url.contains('#') {
        return Err(format!("the base URL `{}` has a query or a fragment", shown(url)));
    }
    Ok(())
}

/// Leaves out what may hold a secret.
fn shown(url: &str) -> &str {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    if url.contains('@') { "..." } else { url }
}

//! Base URLs: a server's template filled in, and what a base must be.

use std::collections::BTreeMap;

use http::Uri;

use crate::operation::Server;

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

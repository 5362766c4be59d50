//! Credentials that a server repeats: in the URLs that it sends the client to, and in errors.

use http::{HeaderValue, Uri};

use super::Held;
use crate::client::Inner;
use crate::url::decode_component;

/// Takes those parameters out of a URL of another origin whose value is a credential of the client: servers repeat the whole query in the
/// `Location` of a redirect and in the URL of a next page.
pub(crate) fn without_secrets(client: &Inner, uri: Uri) -> Uri {
    let Some(query) = uri.query().filter(|query| !query.is_empty()) else { return uri };
    let secrets: Vec<String> = secrets(client).collect();
    let holds = |pair: &str| secrets.contains(&decode_component(pair.split_once('=').map_or(pair, |(_, value)| value)));
    if !query.split('&').any(holds) {
        return uri;
    }
    let kept: Vec<&str> = query.split('&').filter(|pair| !holds(pair)).collect();
    let path_and_query = if kept.is_empty() { uri.path().to_owned() } else { format!("{}?{}", uri.path(), kept.join("&")) };
    let mut parts = uri.into_parts();
    // What is left of a query that could be read can be read.
    parts.path_and_query = path_and_query.parse().ok();
    Uri::from_parts(parts).unwrap_or_default()
}

/// Returns whether a text holds a credential of the client, or the one that was sent in `Authorization`.
pub(crate) fn repeats_secret(client: &Inner, authorization: Option<&HeaderValue>, text: &str) -> bool {
    let sent = authorization.and_then(bare);
    secrets(client).chain(sent).any(|secret| !secret.is_empty() && text.contains(&secret))
}

fn secrets(client: &Inner) -> impl Iterator<Item = String> + '_ {
    client.api.schemes.iter().filter_map(|scheme| secret(client.held(scheme.name)?))
}

/// Returns a header's credential without the scheme before it.
fn bare(value: &HeaderValue) -> Option<String> {
    value.to_str().ok()?.rsplit(' ').next().map(str::to_owned)
}

/// Returns the secret as it would stand in a query; `None` for a token that is obtained.
fn secret(held: &Held) -> Option<String> {
    match held {
        Held::Query(pair) => Some(decode_component(pair.split_once('=')?.1)),
        Held::Cookie(pair) => Some(pair.split_once('=')?.1.to_owned()),
        Held::Header(_, value) => bare(value),
        Held::Token(..) | Held::Signer(_) => None,
    }
}

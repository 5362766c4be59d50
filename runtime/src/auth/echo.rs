//! Credentials that a server repeats: in the URLs that it sends the client to, and in errors.

use http::{HeaderValue, Uri};

use super::Held;
use crate::client::Inner;
use crate::redact::{Known, credential};
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

/// Returns the credentials of the client, and the one that was sent in `Authorization`, to find them in what a server says.
pub(crate) fn known(client: &Inner, authorization: Option<&HeaderValue>) -> Known {
    let mut known = Known::default();
    secrets(client).for_each(|secret| known.insert(&secret));
    let headers = client.settings.api.schemes.iter().filter_map(|scheme| match client.held(scheme.name)? {
        Held::Header(_, value) => Some(value),
        Held::Query(_) | Held::Cookie(_) | Held::Token(..) | Held::Signer(_) => None,
    });
    for header in headers.chain(authorization).filter_map(|value| value.to_str().ok()) {
        let (token, password) = credential(header);
        known.insert(&token);
        known.learn(password.as_deref().unwrap_or_default());
    }
    known
}

fn secrets(client: &Inner) -> impl Iterator<Item = String> + '_ {
    client.settings.api.schemes.iter().filter_map(|scheme| secret(client.held(scheme.name)?))
}

/// Returns the secret as it would stand in a query; `None` for a token that is obtained.
fn secret(held: &Held) -> Option<String> {
    match held {
        Held::Query(pair) => Some(decode_component(pair.split_once('=')?.1)),
        Held::Cookie(pair) => Some(pair.split_once('=')?.1.to_owned()),
        Held::Header(_, value) => value.to_str().ok().map(|value| credential(value).0),
        Held::Token(..) | Held::Signer(_) => None,
    }
}

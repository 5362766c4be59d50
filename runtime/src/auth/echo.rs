//! Credentials that a server repeats: in the URLs that it sends the client to, and in errors.

use std::collections::BTreeMap;

use http::{HeaderMap, Uri};

use super::Held;
use crate::client::Inner;
use crate::operation::Api;
use crate::redact::{Known, credential, has_scheme, learn_headers, may_be_secret_name};
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

/// Returns the secrets of a client, to find them in text: its credentials, the headers that it adds, and the server variables whose names
/// denote secrets.
pub(crate) fn known_of<'a>(
    api: &'static Api,
    held: impl IntoIterator<Item = &'a Held>,
    headers: &HeaderMap,
    variables: &BTreeMap<String, String>,
) -> Known {
    let mut known = Known::default();
    for held in held {
        match held {
            Held::Header(name, value) => known.learn_header(name, value.to_str().unwrap_or_default()),
            Held::Query(_) | Held::Cookie(_) => known.learn(&secret(held).unwrap_or_default()),
            Held::Token(_, cell) => cell.app().into_iter().for_each(|app| app.learn_secrets(&mut known)),
            Held::Signer(_) => {}
        }
    }
    learn_headers(&mut known, api, headers);
    variables.iter().filter(|(name, _)| may_be_secret_name(name)).for_each(|(_, value)| known.learn(value));
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
        Held::Header(name, value) if has_scheme(name) => value.to_str().ok().map(|value| credential(value).0),
        Held::Header(_, value) => value.to_str().ok().map(str::to_owned),
        Held::Token(..) | Held::Signer(_) => None,
    }
}

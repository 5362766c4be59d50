//! What must not be shown of a request, or recorded of an exchange: by its name, its place or its value.
//!
//! **Invariants:** only this module knows how secrets are named and in which forms they can be written. Every text about a call that a
//! person may read, and that the server or the caller had a part in, goes through [`Known::shown`] or [`Shown::hide`]. A recording goes
//! through [`Known::marked`], which searches in the same way. A name that only resembles the name of a secret counts as one: hiding too
//! much is a nuisance, hiding too little is a leak.

mod cloak;
mod known;
mod names;
mod reading;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, HeaderValue};

pub(crate) use self::cloak::{Cloak, learn_headers};
#[cfg(feature = "cassette")]
pub(crate) use self::known::RECORDED_MARK;
pub(crate) use self::known::{CUT, Known, credential, has_scheme};
pub(crate) use self::names::{is_secret_header_name, may_be_secret_name};
#[cfg(feature = "cassette")]
pub(crate) use self::names::{is_secret_name, normal};
use crate::decode::DecodeError;
use crate::operation::{Api, SchemeKind};
use crate::transport::BoxError;
use crate::url::decode_component;

/// A text in which secrets stand as names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shown(pub(crate) Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    /// A secret, by the name of a variable that could hold it.
    Secret(String),
}

impl Shown {
    pub(crate) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.0.last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.0.push(Piece::Text(text.to_owned())),
        }
    }

    pub(crate) fn secret(&mut self, name: &str) {
        self.0.push(Piece::Secret(variable(name)));
    }

    /// Returns the text with a mark in place of each secret.
    pub(crate) fn marked(&self, mark: &str) -> String {
        self.0.iter().map(|piece| if let Piece::Text(text) = piece { text } else { mark }).collect()
    }

    /// Hides secrets by their value, in every form in which they may stand here.
    pub(crate) fn hide(self, known: &Known) -> Self {
        let mut out = Self::default();
        for piece in self.0 {
            match piece {
                Piece::Text(text) => out.hidden(&text, known),
                secret => out.0.push(secret),
            }
        }
        out
    }

    fn hidden(&mut self, text: &str, known: &Known) {
        let mut from = 0;
        for place in known.places(text.as_bytes()) {
            self.text(text.get(from..place.start).unwrap_or_default());
            self.secret("SECRET");
            from = place.end;
        }
        self.text(text.get(from..).unwrap_or_default());
    }
}

/// Makes the name of a shell's variable.
fn variable(name: &str) -> String {
    let mut out: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
    if out.starts_with(|c: char| c.is_ascii_digit()) || out.is_empty() {
        out.insert(0, '_');
    }
    out
}

/// Returns whether a header holds a secret, by its name, the API's schemes or its own mark.
pub(crate) fn is_secret_header(api: &Api, name: &HeaderName, value: &HeaderValue) -> bool {
    let is_own = |own: &str| own.eq_ignore_ascii_case(name.as_str());
    let of_a_scheme = || api.schemes.iter().any(|it| matches!(it.kind, SchemeKind::ApiKeyHeader(own) if is_own(own)));
    value.is_sensitive() || is_secret_header_name(name) || of_a_scheme()
}

/// Writes a URL without what it holds of secrets: a user, a password, the values of parameters.
pub(crate) fn url(api: &Api, url: &str) -> Shown {
    let mut out = Shown::default();
    let (rest, query) = url.split_once('?').map_or((url, None), |(rest, query)| (rest, Some(query)));
    match rest.split_once("://") {
        Some((scheme, rest)) => {
            let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
            out.text(&format!("{scheme}://"));
            match authority.rsplit_once('@') {
                Some((_, host)) => {
                    out.secret("USER");
                    out.text(&format!("@{host}"));
                }
                None => out.text(authority),
            }
            out.text(path);
        }
        None => out.text(rest),
    }
    if let Some(query) = query {
        out.text("?");
        pairs(api, query, &mut out);
    }
    out
}

/// Writes a query or form without the values that are secret.
pub(crate) fn pairs(api: &Api, query: &str, out: &mut Shown) {
    for (index, pair) in query.split('&').enumerate() {
        if index > 0 {
            out.text("&");
        }
        match pair.split_once('=') {
            Some((name, value)) if !value.is_empty() && is_secret_parameter(api, &decode_component(name)) => {
                out.text(&format!("{name}="));
                out.secret(&decode_component(name));
            }
            _ => out.text(pair),
        }
    }
}

fn is_secret_parameter(api: &Api, name: &str) -> bool {
    may_be_secret_name(name) || api.schemes.iter().any(|it| matches!(it.kind, SchemeKind::ApiKeyQuery(own) if own == name))
}

/// Writes a header's value without what it holds of secrets. Of cookies and of `Authorization` the names are kept.
pub(crate) fn header(api: &Api, name: &HeaderName, value: &HeaderValue) -> Shown {
    let mut out = Shown::default();
    let Ok(text) = value.to_str() else {
        out.text(&format!("[{} bytes]", value.len()));
        return out;
    };
    if *name == http::header::COOKIE {
        for (index, pair) in text.split("; ").enumerate() {
            let name = pair.split_once('=').map_or("", |(name, _)| name);
            out.text(if index > 0 { "; " } else { "" });
            out.text(&format!("{name}="));
            out.secret(name);
        }
    } else if is_secret_header(api, name, value) {
        out.secret(name.as_str());
    } else {
        out.text(text);
    }
    out
}

/// Shows the texts in JSON that are secrets by the name of their property.
pub(crate) fn named_secrets(body: &serde_json::Value, is_secret: &impl Fn(&str) -> bool, found: &mut impl FnMut(&str)) {
    match body {
        serde_json::Value::Object(object) => {
            for (name, value) in object {
                match value {
                    serde_json::Value::String(text) if is_secret(name) => found(text),
                    value => named_secrets(value, is_secret, found),
                }
            }
        }
        serde_json::Value::Array(list) => list.iter().for_each(|value| named_secrets(value, is_secret, found)),
        _ => {}
    }
}

/// Writes all headers in their order.
pub(crate) fn headers(api: &Api, headers: &HeaderMap) -> Vec<(HeaderName, Shown)> {
    headers.iter().map(|(name, value)| (name.clone(), header(api, name, value))).collect()
}

/// Returns the cause of an error without secrets: the cause itself, where neither it nor its own causes show one.
pub(crate) fn source(source: BoxError, known: &Known) -> BoxError {
    let source = match source.downcast::<DecodeError>() {
        Ok(mut error) => {
            error.hide(known);
            return error;
        }
        Err(source) => source,
    };
    let is_clean = |text: &str| matches!(known.shown(text), Cow::Borrowed(_));
    let mut texts = vec![source.to_string()];
    let mut next = source.source();
    while let Some(cause) = next {
        texts.push(cause.to_string());
        next = cause.source();
    }
    if texts.iter().all(|text| is_clean(text)) && is_clean(&format!("{source:?}")) {
        return source;
    }
    texts.dedup();
    known.shown(&texts.join(": ")).into_owned().into()
}

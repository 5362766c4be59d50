//! What may not be shown of a request, by its name, its place or its value.
//!
//! **Invariant:** a text is shown only after all three were looked at. A name that merely sounds like a secret's counts as one: too much
//! hidden is a nuisance, too little a leak.

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::Secret;
use crate::operation::{Api, SchemeKind};
use crate::url::{decode_component, push_component};

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
    pub(crate) fn hide(self, secrets: &[Secret]) -> Self {
        let mut forms: Vec<String> = secrets.iter().filter(|secret| !secret.is_empty()).flat_map(forms).collect();
        // A secret may begin another one.
        forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
        let mut out = Self::default();
        for piece in self.0 {
            match piece {
                Piece::Text(text) => out.hidden(&text, &forms),
                secret => out.0.push(secret),
            }
        }
        out
    }

    fn hidden(&mut self, mut text: &str, forms: &[String]) {
        while let Some((at, form)) = forms.iter().filter_map(|form| Some((text.find(form.as_str())?, form))).min_by_key(|(at, _)| *at) {
            self.text(text.get(..at).unwrap_or_default());
            self.secret("SECRET");
            text = text.get(at + form.len()..).unwrap_or_default();
        }
        self.text(text);
    }
}

/// Returns how a secret may be written: as it is, in JSON, in a URL and in a form.
fn forms(secret: &Secret) -> Vec<String> {
    let raw = secret.expose();
    let json = serde_json::Value::from(raw).to_string();
    let json = json.get(1..json.len() - 1).unwrap_or_default().to_owned();
    let mut component = String::new();
    push_component(&mut component, raw);
    let form = component.replace("%20", "+");
    let mut forms = vec![raw.to_owned(), json, component, form];
    forms.dedup();
    forms
}

/// Makes the name of a shell's variable.
fn variable(name: &str) -> String {
    let mut out: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
    if out.starts_with(|c: char| c.is_ascii_digit()) || out.is_empty() {
        out.insert(0, '_');
    }
    out
}

/// Returns whether a parameter or field holds a secret, by its name.
pub(crate) fn is_secret_name(name: &str) -> bool {
    const WHOLE: [&str; 11] = ["key", "sig", "token", "auth", "pwd", "pass", "jwt", "sid", "session", "sessionid", "awsaccesskeyid"];
    const PART: [&str; 12] = [
        "secret",
        "password",
        "passwd",
        "passphrase",
        "apikey",
        "signature",
        "credential",
        "accesstoken",
        "refreshtoken",
        "authtoken",
        "securitytoken",
        "privatekey",
    ];
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    WHOLE.contains(&plain.as_str()) || PART.iter().any(|part| plain.contains(part))
}

/// Returns whether a header holds a secret, by its name, the API's schemes or its own mark.
pub(crate) fn is_secret_header(api: &Api, name: &HeaderName, value: &HeaderValue) -> bool {
    let name = name.as_str();
    let of_a_scheme = || api.schemes.iter().any(|it| matches!(it.kind, SchemeKind::ApiKeyHeader(own) if own.eq_ignore_ascii_case(name)));
    value.is_sensitive() || name.contains("authorization") || name.contains("token") || is_secret_name(name) || of_a_scheme()
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
    is_secret_name(name) || api.schemes.iter().any(|it| matches!(it.kind, SchemeKind::ApiKeyQuery(own) if own == name))
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

/// Returns the texts in JSON that are secrets by the name of their property.
pub(crate) fn named_secrets(body: &serde_json::Value, out: &mut Vec<Secret>) {
    match body {
        serde_json::Value::Object(object) => {
            for (name, value) in object {
                match value {
                    serde_json::Value::String(text) if is_secret_name(name) => out.push(Secret::from(text.as_str())),
                    value => named_secrets(value, out),
                }
            }
        }
        serde_json::Value::Array(list) => list.iter().for_each(|value| named_secrets(value, out)),
        _ => {}
    }
}

/// Writes all headers in their order.
pub(crate) fn headers(api: &Api, headers: &HeaderMap) -> Vec<(HeaderName, Shown)> {
    headers.iter().map(|(name, value)| (name.clone(), header(api, name, value))).collect()
}

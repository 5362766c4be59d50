//! What is a secret, and how it is taken out.

use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use super::{REDACTED, SecretQuery};
use crate::scalar::base64;
use crate::url::{decode_component, push_component};

/// A shorter value is not looked for elsewhere: it would be found in what has nothing to do with it.
const MIN_LEARNT: usize = 6;

/// Parameters and fields with secrets, in lower case without `-` and `_`.
const SECRET_NAMES: [&str; 31] = [
    "accesstoken",
    "actortoken",
    "apikey",
    "apitoken",
    "assertion",
    "authtoken",
    "authorization",
    "bearertoken",
    "clientassertion",
    "clientsecret",
    "codeverifier",
    "devicecode",
    "idtoken",
    "oauthtoken",
    "oauthtokensecret",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "pwd",
    "refreshtoken",
    "secret",
    "secretkey",
    "securitytoken",
    "sessionid",
    "sessiontoken",
    "subjecttoken",
    "token",
    "xamzcredential",
    "xamzsecuritytoken",
    "xapikey",
];
/// Parameters that are secrets in a query, though fields of these names seldom are.
const SECRET_PARAMS: [&str; 4] = ["key", "sig", "signature", "xamzsignature"];
/// Words of a header's name that say that it holds a secret.
const SECRET_WORDS: [&str; 11] =
    ["apikey", "auth", "authorization", "cookie", "cookie2", "credential", "password", "secret", "session", "signature", "token"];

/// What a [`Recorder`](super::Recorder) takes out of what it writes, and a [`Player`](super::Player) out of what it compares. Both must
/// be given the same.
///
/// By default that are:
///
/// - the credentials of the client, wherever they travel;
/// - headers whose name says that they hold a secret, such as `Authorization`, `Cookie`, `Set-Cookie` and `X-Auth-Token`;
/// - parameters of the query and fields of JSON, form and multipart bodies that are called `access_token`, `refresh_token`, `id_token`,
///   `client_secret`, `password`, `api_key` and the like, in any spelling, and in the bodies of token endpoints `code` and `username`;
/// - each of these values wherever else it stands, if it has 6 bytes or more.
#[derive(Clone, Debug, Default)]
pub struct Redaction {
    headers: Vec<String>,
    params: Vec<String>,
    fields: Vec<String>,
    kept: Vec<String>,
    /// Values that are secrets wherever they stand.
    values: Vec<String>,
}

impl Redaction {
    /// Also takes out a header.
    #[must_use]
    pub fn header(mut self, name: &str) -> Self {
        self.headers.push(name.to_ascii_lowercase());
        self
    }

    /// Also takes out a parameter of the query.
    #[must_use]
    pub fn query(mut self, name: &str) -> Self {
        self.params.push(normal(name));
        self
    }

    /// Also takes out a field of JSON, form and multipart bodies, at any depth.
    #[must_use]
    pub fn field(mut self, name: &str) -> Self {
        self.fields.push(normal(name));
        self
    }

    /// Also takes out a value wherever it stands, however short it is.
    #[must_use]
    pub fn value(mut self, value: &str) -> Self {
        if !value.is_empty() {
            self.values.push(value.to_owned());
        }
        self
    }

    /// Keeps the parameters and fields of a name that are taken out by default. Credentials of the client are never kept.
    #[must_use]
    pub fn keep(mut self, name: &str) -> Self {
        self.kept.push(normal(name));
        self
    }

    pub(super) fn is_secret_header(&self, name: &HeaderName, value: &HeaderValue) -> bool {
        let name = name.as_str();
        let mut words = name.split(['-', '_']).peekable();
        let mut says_so = false;
        while let Some(word) = words.next() {
            let is_key = matches!(word, "api" | "access" | "account" | "private") && words.peek() == Some(&"key");
            says_so |= is_key || SECRET_WORDS.contains(&word);
        }
        value.is_sensitive() || self.headers.iter().any(|known| known == name) || says_so
    }

    pub(super) fn is_secret_param(&self, name: &str) -> bool {
        let name = normal(name);
        let by_default = SECRET_NAMES.contains(&name.as_str()) || SECRET_PARAMS.contains(&name.as_str());
        self.params.contains(&name) || (by_default && !self.kept.contains(&name))
    }

    /// Returns whether a field of a body is a secret; `of_token` says that the body is one of a token endpoint (RFC 6749).
    pub(super) fn is_secret_field(&self, name: &str, of_token: bool) -> bool {
        let name = normal(name);
        let by_default = SECRET_NAMES.contains(&name.as_str()) || (of_token && matches!(name.as_str(), "code" | "username" | "usercode"));
        self.fields.contains(&name) || (by_default && !self.kept.contains(&name))
    }
}

/// Returns a name without what differs between spellings of it.
fn normal(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}

/// The secrets that were met.
#[derive(Clone, Debug)]
pub(super) struct Secrets {
    pub(super) redaction: Redaction,
    /// The longest first, so that no part of one is left.
    met: Vec<String>,
}

impl Secrets {
    pub(super) fn new(redaction: &Redaction) -> Self {
        let mut secrets = Self { redaction: redaction.clone(), met: Vec::new() };
        for value in &redaction.values {
            secrets.insert(value);
        }
        secrets
    }

    /// Takes note of a secret, to take it out of every other place.
    pub(super) fn learn(&mut self, value: &str) {
        if value.len() >= MIN_LEARNT && value != REDACTED {
            self.insert(value);
        }
    }

    fn insert(&mut self, value: &str) {
        if !self.met.iter().any(|known| known == value) {
            self.met.push(value.to_owned());
            self.met.sort_by_key(|known| std::cmp::Reverse(known.len()));
        }
    }

    /// Takes note of the secrets in a request's line and headers.
    pub(super) fn learn_request(&mut self, uri: &Uri, headers: &HeaderMap, keys: Option<&SecretQuery>) {
        self.learn_headers(headers);
        for (_, value) in pairs(keys.map_or("", |keys| &keys.0)) {
            self.learn(&value);
        }
        for (name, value) in pairs(uri.query().unwrap_or_default()) {
            if self.redaction.is_secret_param(&name) {
                self.learn(&value);
            }
        }
        if let Some((user, _)) = uri.authority().and_then(|authority| authority.as_str().rsplit_once('@')) {
            self.learn(&decode_component(user.split_once(':').map_or(user, |(_, password)| password)));
        }
    }

    /// Takes note of the secrets in headers.
    pub(super) fn learn_headers(&mut self, headers: &HeaderMap) {
        for (name, value) in headers {
            let Ok(text) = value.to_str() else { continue };
            if !self.redaction.is_secret_header(name, value) {
                continue;
            }
            match name.as_str() {
                "cookie" => text.split(';').filter_map(|pair| pair.split_once('=')).for_each(|(_, value)| self.learn(value.trim())),
                "set-cookie" => {
                    let value = text.split(';').next().and_then(|pair| pair.split_once('='));
                    self.learn(value.map_or("", |(_, value)| value.trim()));
                }
                _ => self.learn_credentials(text),
            }
        }
    }

    /// Takes note of `Authorization` and the like: a token with or without a scheme before it.
    fn learn_credentials(&mut self, text: &str) {
        let (scheme, token) = text.split_once(' ').unwrap_or(("", text));
        self.learn(token.trim());
        if !scheme.eq_ignore_ascii_case("basic") {
            return;
        }
        let Some(pair) = base64::decode(token.trim()).and_then(|pair| String::from_utf8(pair).ok()) else { return };
        let (user, password) = pair.split_once(':').unwrap_or((&pair, ""));
        // Some services take a key as the user, without a password.
        self.learn(if password.is_empty() { user } else { password });
    }

    /// Returns headers without secrets, for the file: `name` and value, sorted.
    pub(super) fn headers(&self, headers: &HeaderMap) -> Vec<(String, String)> {
        // They say how the bytes travelled, which is another way each time.
        const OF_THE_CONNECTION: [&str; 5] = ["connection", "content-length", "keep-alive", "transfer-encoding", "upgrade"];
        let mut shown: Vec<(String, String)> = Vec::new();
        for (name, value) in headers.iter().filter(|(name, _)| !OF_THE_CONNECTION.contains(&name.as_str())) {
            let value = if self.redaction.is_secret_header(name, value) {
                REDACTED.to_owned()
            } else {
                self.text(&String::from_utf8_lossy(value.as_bytes()))
            };
            shown.push((name.as_str().to_owned(), value));
        }
        shown.sort_by(|(a, _), (b, _)| a.cmp(b));
        shown
    }

    /// Returns a URL without secrets.
    pub(super) fn url(&self, uri: &Uri, keys: Option<&SecretQuery>) -> String {
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let mut url = format!("{}://{host}{}", uri.scheme_str().unwrap_or("http"), self.text(uri.path()));
        let keys: Vec<String> = pairs(keys.map_or("", |keys| &keys.0)).map(|(name, _)| name).collect();
        for (at, pair) in uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty()).enumerate() {
            url.push(if at == 0 { '?' } else { '&' });
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let plain = decode_component(name);
            let is_secret = self.redaction.is_secret_param(&plain) || keys.contains(&plain) || self.is_met(&decode_component(value));
            let value = if is_secret { REDACTED.to_owned() } else { self.text(value) };
            url.push_str(name);
            if pair.contains('=') {
                url.push('=');
                url.push_str(&value);
            }
        }
        url
    }

    fn is_met(&self, value: &str) -> bool {
        self.met.iter().any(|secret| value == secret)
    }

    /// Returns a text without the secrets that were met, plain or percent-encoded.
    pub(super) fn text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.met {
            if text.contains(secret) {
                text = text.replace(secret, REDACTED);
            }
            let mut encoded = String::new();
            push_component(&mut encoded, secret);
            if text.contains(&encoded) {
                text = text.replace(&encoded, REDACTED);
            }
        }
        text
    }

    /// Returns a body's text without the secrets that were met, nor the beginning of one that the text breaks off in.
    pub(super) fn body_text(&self, text: &str) -> String {
        /// Fewer characters than these tell nothing, and stand at the end of many a text.
        const TELLING: usize = 4;
        let mut text = self.text(text);
        let beginnings = |secret: &String| -> Option<usize> {
            let ends = secret.char_indices().map(|(at, _)| at).filter(|at| *at >= TELLING).rev();
            ends.into_iter().find(|end| text.ends_with(&secret[..*end]))
        };
        if let Some(cut) = self.met.iter().filter_map(beginnings).max() {
            text.truncate(text.len() - cut);
            text.push_str(REDACTED);
        }
        text
    }

    /// Returns bytes without the secrets that were met.
    pub(super) fn bytes(&self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for secret in self.met.iter().map(String::as_bytes) {
            let mut from = 0;
            while let Some(found) = bytes.get(from..).and_then(|rest| rest.windows(secret.len()).position(|window| window == secret)) {
                let at = from + found;
                bytes.splice(at..at + secret.len(), REDACTED.bytes());
                from = at + REDACTED.len();
            }
        }
        bytes
    }
}

/// Returns the pairs of a query or form, decoded.
pub(super) fn pairs(query: &str) -> impl Iterator<Item = (String, String)> + '_ {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode_component(name), decode_component(value))
    })
}

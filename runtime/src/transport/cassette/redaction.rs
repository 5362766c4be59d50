//! What is a secret, and how it is taken out.

use std::ops::Range;

use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use super::text::{Place, named_values, without};
use super::{REDACTED, SecretQuery};
use crate::redact::{Known, is_secret_header_name, is_secret_name, may_be_secret_name, normal};
use crate::url::decode_component;

/// What a [`Recorder`](super::Recorder) takes out of what it writes, and a [`Player`](super::Player) out of what it compares. Both must
/// be given the same.
///
/// By default that are:
///
/// - the credentials of the client, wherever they travel;
/// - headers whose name says that they hold a secret, such as `Authorization`, `Cookie`, `Set-Cookie` and `X-Auth-Token`;
/// - parameters of the query and fields of JSON, form and multipart bodies that are called `access_token`, `refresh_token`, `id_token`,
///   `client_secret`, `password`, `api_key` and the like, in any spelling and at the end of a name, and in the bodies of token endpoints
///   `code` and `username`; parameters of the query also where the name may mean something else, such as `key`, `sid` and `signature`;
/// - the same names in text: `name=value` in a URL or an attribute, `<name>value</name>` in XML, fields in events, lines and broken JSON;
/// - JSON Web Tokens, and the fields of JSON that is in a string or in base64;
/// - each of these values wherever else it stands, also percent-encoded, escaped as in JSON or HTML or in base64, if it has 6 bytes or more.
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
        value.is_sensitive() || is_secret_header_name(name) || self.headers.iter().any(|known| known == name.as_str())
    }

    pub(super) fn is_secret_param(&self, name: &str) -> bool {
        let by_default = may_be_secret_name(name);
        let name = normal(name);
        self.params.contains(&name) || (by_default && !self.kept.contains(&name))
    }

    /// Returns whether a field of a body is a secret; `of_token` says that the body is one of a token endpoint (RFC 6749).
    pub(super) fn is_secret_field(&self, name: &str, of_token: bool) -> bool {
        let by_its_name = is_secret_name(name);
        let name = normal(name);
        let by_default = by_its_name || (of_token && matches!(name.as_str(), "code" | "username" | "usercode"));
        self.fields.contains(&name) || (by_default && !self.kept.contains(&name))
    }
}

/// The secrets that were met.
#[derive(Clone, Debug)]
pub(super) struct Secrets {
    pub(super) redaction: Redaction,
    met: Known,
}

impl Secrets {
    pub(super) fn new(redaction: &Redaction) -> Self {
        let mut secrets = Self { redaction: redaction.clone(), met: Known::default() };
        for value in &redaction.values {
            secrets.met.insert(value);
        }
        secrets
    }

    /// Takes note of a secret, to take it out of every other place.
    pub(super) fn learn(&mut self, value: &str) {
        if value != REDACTED {
            self.met.learn(value);
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
            if *name == SET_COOKIE {
                // The attributes after it are no secrets.
                self.met.learn_cookies(text.split(';').next().unwrap_or_default());
            } else {
                self.met.learn_header(name, text);
            }
        }
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
            let is_secret = self.redaction.is_secret_param(&plain) || keys.contains(&plain) || self.met.is(&decode_component(value));
            let value = if is_secret { REDACTED.to_owned() } else { self.text(value) };
            url.push_str(name);
            if pair.contains('=') {
                url.push('=');
                url.push_str(&value);
            }
        }
        url
    }

    /// Takes note of the values in a text that are secrets by the name before them.
    pub(super) fn learn_named(&mut self, text: &str) {
        for range in self.named(text) {
            let value = &text[range];
            self.learn(value);
            self.learn(&decode_component(value));
            self.learn(&serde_json::from_str::<String>(&format!("\"{value}\"")).unwrap_or_default());
        }
    }

    fn named(&self, text: &str) -> Vec<Range<usize>> {
        let of_token = text.contains("\"access_token\"") || text.contains("\"grant_type\"");
        named_values(text, &|name, place| match place {
            Place::Query => self.redaction.is_secret_param(name),
            Place::Elsewhere => self.redaction.is_secret_field(name, of_token),
        })
    }

    /// Returns a text without the secrets that were met, nor the values that are secrets by the name before them.
    pub(super) fn text(&self, text: &str) -> String {
        let text = without(text, &self.named(text), REDACTED);
        String::from_utf8_lossy(&self.bytes(text.as_bytes())).into_owned()
    }

    /// Returns a body's text without the secrets that were met, nor the beginning of one that the text breaks off in.
    pub(super) fn body_text(&self, text: &str) -> String {
        String::from_utf8_lossy(&self.met.marked_to_the_end(self.text(text).as_bytes(), REDACTED)).into_owned()
    }

    /// Returns bytes without the secrets that were met.
    pub(super) fn bytes(&self, bytes: &[u8]) -> Vec<u8> {
        self.met.marked(bytes, REDACTED)
    }
}

/// Returns the pairs of a query or form, decoded.
pub(super) fn pairs(query: &str) -> impl Iterator<Item = (String, String)> + '_ {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decode_component(name), decode_component(value))
    })
}

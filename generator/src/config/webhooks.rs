//! What a document does not say of the events that a service sends: how they are signed, and which is which.
//!
//! ```toml
//! [webhooks]
//! # An entry of the table of schemes (`specs/webhook-signatures.toml`), or `standard-webhooks`.
//! signature = "standard-webhooks"
//! # Where an event's name is: a JSON pointer into the body, or a header; several make one name. Default: that of the entry.
//! event = ["X-Event", "/action"]
//! # The schema of the events that the document does not list.
//! payload = "Event"
//!
//! # Events that are sent as something else than their name in the document.
//! [webhooks.names]
//! "deal.moved" = "dealStageChanged"
//!
//! # Instead of `signature`, a scheme that the table does not have.
//! [webhooks.scheme]
//! place = "X-Signature"
//! separator = ","
//! prefix = "v1="
//! algorithm = "hmac-sha256"
//! encoding = "hex"
//! key = "text"
//! timestamp = { item = "t=", unit = "seconds" }
//! signed = "{timestamp}.{body}"
//! id = "/id"
//! ```

use indexmap::IndexMap;
use serde::Deserialize;

/// What a document does not say of the events that a service sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Webhooks {
    /// The name of a known scheme.
    pub signature: Option<String>,
    /// A scheme of its own.
    pub scheme: Option<Scheme>,
    /// Where an event's name is; empty for where the scheme says.
    pub event: OneOrMore,
    /// The schema of the events that the document does not list.
    pub payload: Option<String>,
    /// Names in the document, by what is sent.
    pub names: IndexMap<String, String>,
}

/// How a service signs what it sends. Places are JSON pointers (RFC 6901) into the body where they begin with `/`, and else headers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Scheme {
    /// Where the signatures are.
    pub place: String,
    /// What is between several signatures.
    pub separator: Option<char>,
    /// What is before a signature.
    #[serde(default)]
    pub prefix: String,
    /// How it is made.
    pub algorithm: Algorithm,
    /// How it is written.
    pub encoding: Encoding,
    /// How the secret is written: `text`, `hex`, `base64`, or `base64:` and a prefix. Default: `text`.
    #[serde(default = "text")]
    pub key: String,
    /// Further kinds of signatures in the same place.
    #[serde(default)]
    pub more: Vec<Kind>,
    /// What is signed: text, in which `{timestamp}`, `{body}`, `{method}`, `{url}`, `{url-decoded:CHARACTERS}`, `{header:NAME}`,
    /// `{json:POINTER}` and `{form:DIGEST}` stand for what they say.
    pub signed: String,
    /// Where the time of sending is.
    pub timestamp: Option<Timestamp>,
    /// Where the event's identifier is.
    #[serde(default)]
    pub id: OneOrMore,
    /// The list in the body whose items are each signed.
    pub each: Option<String>,
    /// How far the time of sending may be off, in seconds. Default: 300.
    pub tolerance: Option<u64>,
    /// Where an event's name is.
    #[serde(default)]
    pub event: OneOrMore,
}

/// A further kind of signature.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Kind {
    /// What is before it.
    pub prefix: String,
    /// How it is made.
    pub algorithm: Algorithm,
    /// How it is written.
    pub encoding: Encoding,
    /// How the secret is written.
    #[serde(default = "text")]
    pub key: String,
}

/// A way to make a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Algorithm {
    /// HMAC with SHA-1.
    HmacSha1,
    /// HMAC with SHA-256.
    HmacSha256,
    /// HMAC with SHA-512.
    HmacSha512,
    /// Ed25519.
    Ed25519,
}

/// How a signature is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// Hexadecimal.
    Hex,
    /// Base64.
    Base64,
}

/// Where the time of sending is: one of `item`, `header` and `json`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Timestamp {
    /// Beside the signatures, after this prefix.
    pub item: Option<String>,
    /// In a header.
    pub header: Option<String>,
    /// In the body.
    pub json: Option<String>,
    /// Its unit.
    #[serde(default)]
    pub unit: Unit,
}

/// The unit of a time, counted from 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Seconds.
    #[default]
    Seconds,
    /// Milliseconds.
    Milliseconds,
}

/// A text, or several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Texts")]
pub struct OneOrMore(pub Vec<String>);

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a string or a list of strings")]
enum Texts {
    One(String),
    More(Vec<String>),
}

impl From<Texts> for OneOrMore {
    fn from(texts: Texts) -> Self {
        match texts {
            Texts::One(text) => Self(vec![text]),
            Texts::More(texts) => Self(texts),
        }
    }
}

fn text() -> String {
    "text".to_owned()
}

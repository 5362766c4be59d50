//! What a service sends by itself, and how it signs it.

use super::{Docs, Type};
use crate::config::webhooks::{Algorithm, Encoding, Unit};
use crate::source::Location;

/// An event that a service sends.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// The name in the document. **Invariant:** no two have the same.
    pub wire: String,
    /// What it is.
    pub docs: Docs,
    /// The payload, where the document describes one.
    pub payload: Option<Type>,
    /// What in the document describes it.
    pub source: WebhookSource,
    /// Where it is in the spec.
    pub origin: Location,
}

/// What in a document describes an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WebhookSource {
    /// An entry of `webhooks`.
    Listed,
    /// A callback of an operation.
    Callback {
        /// The operation's identifier, or its method and path.
        operation: String,
        /// The expression of the URL that it is sent to.
        url: String,
    },
    /// The configuration, which names the schema of all events that are not listed.
    Payload,
}

/// How a service signs what it sends.
#[derive(Clone, Debug)]
pub enum Signing {
    /// As Standard Webhooks says.
    Standard,
    /// In a way of its own.
    Own(Box<SigningScheme>),
}

/// A way to sign.
#[derive(Clone, Debug)]
pub struct SigningScheme {
    /// Where the signatures are.
    pub place: EventPlace,
    /// What is between several.
    pub separator: Option<char>,
    /// The kinds of signatures.
    pub kinds: Vec<SignatureKind>,
    /// What is signed.
    pub signed: Vec<SignedPart>,
    /// Where the time of sending is, and its unit.
    pub timestamp: Option<(TimePlace, Unit)>,
    /// Where the event's identifier is.
    pub id: Vec<EventPlace>,
    /// The list in the body whose items are each signed.
    pub each: Option<String>,
    /// How far the time of sending may be off, in seconds.
    pub tolerance: Option<u64>,
}

/// A kind of signature.
#[derive(Clone, Debug)]
pub struct SignatureKind {
    /// What is before it.
    pub prefix: String,
    /// How it is made.
    pub algorithm: Algorithm,
    /// How it is written.
    pub encoding: Encoding,
    /// How the secret is written.
    pub key: SecretForm,
}

/// How a secret is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretForm {
    /// Its bytes are the key.
    Text,
    /// In hexadecimal.
    Hex,
    /// In base64, after a prefix.
    Base64(String),
}

/// A place in the request of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventPlace {
    /// A header.
    Header(String),
    /// A JSON pointer into the body.
    Json(String),
}

/// Where the time of sending is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimePlace {
    /// Beside the signatures, after a prefix.
    Item(String),
    /// Elsewhere.
    Elsewhere(EventPlace),
}

/// A part of what is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignedPart {
    /// A text.
    Text(String),
    /// The time of sending.
    Timestamp,
    /// A header.
    Header(String),
    /// The method.
    Method,
    /// The URL.
    Url,
    /// The URL with certain characters decoded.
    DecodedUrl(String),
    /// The body.
    Body,
    /// The sorted parameters of a form; of another body its digest, in a query parameter.
    Form(String),
    /// A value of the body.
    Json(String),
}

/// How an event is told from the others.
#[derive(Clone, Debug, Default)]
pub struct EventNames {
    /// What makes up its name.
    pub places: Vec<EventPlace>,
    /// What is sent, and the name in the document.
    pub sent_as: Vec<(String, String)>,
}

//! How a service signs what it sends, as data.

use std::time::Duration;

/// How a service signs what it sends. It is made in a `static` or `const`.
///
/// ```
/// use turnbuckle_runtime::webhook::{Algorithm, Encoding, KeyForm, Part, Place, Scheme, Signature, Timestamp, Unit};
///
/// // `Signature: t=1767225600,v1=<hex>`, over the time, a dot and the body.
/// static SIGNATURE: Scheme = Scheme::new(
///     Place::Header("signature"),
///     &[Signature::new("v1=", Algorithm::HmacSha256, Encoding::Hex, KeyForm::Text)],
///     &[Part::Timestamp, Part::Text("."), Part::Body],
/// )
/// .separator(',')
/// .timestamp(Timestamp::item("t=", Unit::Seconds))
/// .id(&[Place::Json("/id")]);
/// # let _ = &SIGNATURE;
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Scheme {
    pub(super) place: Place,
    pub(super) signatures: &'static [Signature],
    pub(super) signed: &'static [Part],
    pub(super) separator: Option<char>,
    pub(super) timestamp: Option<Timestamp>,
    pub(super) id: &'static [Place],
    pub(super) each: Option<&'static str>,
    pub(super) tolerance: Duration,
}

impl Scheme {
    /// Makes a scheme from where the signatures are, which kinds of them there are, and what is signed, in its order.
    pub const fn new(place: Place, signatures: &'static [Signature], signed: &'static [Part]) -> Self {
        let tolerance = Duration::from_secs(300);
        Self { place, signatures, signed, separator: None, timestamp: None, id: &[], each: None, tolerance }
    }

    /// Sets what is between several signatures in one place. By default there is one.
    #[must_use]
    pub const fn separator(mut self, separator: char) -> Self {
        self.separator = Some(separator);
        self
    }

    /// Sets where the time of sending is. By default there is none, and no event is too old.
    #[must_use]
    pub const fn timestamp(mut self, timestamp: Timestamp) -> Self {
        self.timestamp = Some(timestamp);
        self
    }

    /// Sets where the event's identifier is; several places make one identifier, joined by `:`.
    #[must_use]
    pub const fn id(mut self, places: &'static [Place]) -> Self {
        self.id = places;
        self
    }

    /// Sets the JSON pointer of a list in the body whose items are each signed; pointers in this scheme begin at the item.
    #[must_use]
    pub const fn each(mut self, pointer: &'static str) -> Self {
        self.each = Some(pointer);
        self
    }

    /// Sets how far the time of sending may be from that of receiving, both ways. Default: 300 seconds.
    #[must_use]
    pub const fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }
}

/// A place of a request that has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A header, by its name.
    Header(&'static str),
    /// A scalar in a JSON body, by its pointer (RFC 6901).
    Json(&'static str),
}

/// A kind of signature.
#[derive(Clone, Copy, Debug)]
pub struct Signature {
    pub(super) prefix: &'static str,
    pub(super) algorithm: Algorithm,
    pub(super) encoding: Encoding,
    pub(super) key: KeyForm,
}

impl Signature {
    /// Makes a kind of signature. `prefix` is what stands before each of them, such as `v1=`; those with another prefix are passed over.
    pub const fn new(prefix: &'static str, algorithm: Algorithm, encoding: Encoding, key: KeyForm) -> Self {
        Self { prefix, algorithm, encoding, key }
    }
}

/// A way to make a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// HMAC (RFC 2104) with SHA-1. It is not broken in an HMAC, but new schemes should not use it.
    HmacSha1,
    /// HMAC with SHA-256.
    HmacSha256,
    /// HMAC with SHA-512.
    HmacSha512,
    /// Ed25519 (RFC 8032). It needs the feature `webhooks-ed25519`.
    Ed25519,
}

/// How a signature is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Hexadecimal; either case is read.
    Hex,
    /// Base64 (RFC 4648); either alphabet is read, with or without padding.
    Base64,
}

/// How a secret is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyForm {
    /// The bytes of the text are the key.
    Text,
    /// The key is in hexadecimal.
    Hex,
    /// The key is in base64, after a prefix, which may be left out.
    Base64 {
        /// What stands before it, such as `whsec_`; empty for nothing.
        prefix: &'static str,
    },
}

/// Where the time of sending is, and how it is written.
#[derive(Clone, Copy, Debug)]
pub struct Timestamp {
    pub(super) place: TimestampPlace,
    pub(super) unit: Unit,
}

impl Timestamp {
    /// Is beside the signatures, after a prefix of its own, such as `t=`.
    pub const fn item(prefix: &'static str, unit: Unit) -> Self {
        Self { place: TimestampPlace::Item(prefix), unit }
    }

    /// Is in a header.
    pub const fn header(name: &'static str, unit: Unit) -> Self {
        Self { place: TimestampPlace::Elsewhere(Place::Header(name)), unit }
    }

    /// Is in a JSON body.
    pub const fn json(pointer: &'static str, unit: Unit) -> Self {
        Self { place: TimestampPlace::Elsewhere(Place::Json(pointer)), unit }
    }
}

/// Where the time of sending is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampPlace {
    /// Beside the signatures, after this prefix.
    Item(&'static str),
    /// In a place of its own.
    Elsewhere(Place),
}

/// The unit of a time, counted from 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Milliseconds.
    Milliseconds,
}

/// A part of what is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A text that is always the same.
    Text(&'static str),
    /// The time of sending, as it is written.
    Timestamp,
    /// The value of a header, which must be there.
    Header(&'static str),
    /// The method, in upper case.
    Method,
    /// The whole URL by which the service knows the receiver, with its query.
    Url,
    /// The URL with the percent-encodings of these characters decoded.
    DecodedUrl(&'static str),
    /// The body, as it came.
    Body,
    /// The parameters of a form, sorted, each name followed by its value. The body of another media type is not signed itself: its
    /// SHA-256 in hexadecimal, which is checked, is in a query parameter, so that the URL signs it.
    Form {
        /// The query parameter with the digest.
        digest: &'static str,
    },
    /// A scalar of a JSON body, by its pointer (RFC 6901); nothing where it is missing or null.
    Json(&'static str),
}

/// The scheme of Standard Webhooks 1.0: HMAC-SHA256 as `v1`, and Ed25519 as `v1a`, over `id.timestamp.body`. Secrets begin with `whsec_`,
/// public keys with `whpk_`; without either prefix a secret is one for HMAC.
pub static STANDARD_WEBHOOKS: Scheme = Scheme::new(
    Place::Header("webhook-signature"),
    &[
        Signature::new("v1,", Algorithm::HmacSha256, Encoding::Base64, KeyForm::Base64 { prefix: "whsec_" }),
        Signature::new("v1a,", Algorithm::Ed25519, Encoding::Base64, KeyForm::Base64 { prefix: "whpk_" }),
    ],
    &[Part::Header("webhook-id"), Part::Text("."), Part::Timestamp, Part::Text("."), Part::Body],
)
.separator(' ')
.timestamp(Timestamp::header("webhook-timestamp", Unit::Seconds))
.id(&[Place::Header("webhook-id")]);

//! Why an event was not taken. **Invariant:** no error holds a secret, a signature or a body.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::StatusCode;

use crate::decode::DecodeError;

/// The reason that a request was not taken as authentic. It holds no secret, no signature and no part of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyError {
    reason: Reason,
    place: String,
    off: Option<Duration>,
}

/// What is wrong with a request that was not taken as authentic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// Something that is signed, or the signature, is not there.
    Missing,
    /// Something cannot be read, is there twice, or is more than is looked at.
    Malformed,
    /// It was sent too long ago.
    TooOld,
    /// It was sent too far in the future.
    TooEarly,
    /// No signature fits.
    NoMatch,
}

impl VerifyError {
    pub(super) fn missing(place: impl Into<String>) -> Self {
        Self { reason: Reason::Missing, place: place.into(), off: None }
    }

    pub(super) fn malformed(place: impl Into<String>) -> Self {
        Self { reason: Reason::Malformed, place: place.into(), off: None }
    }

    pub(super) fn outside(reason: Reason, off: Duration) -> Self {
        Self { reason, place: "the time of sending".to_owned(), off: Some(off) }
    }

    pub(super) fn no_match() -> Self {
        Self { reason: Reason::NoMatch, place: "the signature".to_owned(), off: None }
    }

    /// Returns what is wrong.
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// Returns what it is wrong with, such as ``the header `webhook-id` ``.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Returns how far the time of sending is from that of receiving, where that is what is wrong.
    pub fn off_by(&self) -> Option<Duration> {
        self.off
    }

    /// Returns the status to answer with: 400 for a request that nobody could have signed, 401 for one that somebody else may have.
    pub fn status(&self) -> StatusCode {
        match self.reason {
            Reason::Missing | Reason::Malformed => StatusCode::BAD_REQUEST,
            Reason::TooOld | Reason::TooEarly | Reason::NoMatch => StatusCode::UNAUTHORIZED,
        }
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.off.unwrap_or_default().as_secs();
        match self.reason {
            Reason::Missing => write!(f, "{} is missing", self.place),
            Reason::Malformed => write!(f, "{} cannot be read", self.place),
            Reason::TooOld => write!(f, "the event was sent {seconds} s ago, which is too long"),
            Reason::TooEarly => write!(f, "the event was sent {seconds} s in the future, which is too far"),
            Reason::NoMatch => f.write_str("no signature fits"),
        }
    }
}

impl StdError for VerifyError {}

/// The reason that a secret cannot be used. It does not show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretError(&'static str);

impl SecretError {
    pub(super) const EMPTY: Self = Self("the secret is empty, so that anybody could sign");
    pub(super) const NO_HEX: Self = Self("the secret is not hexadecimal");
    pub(super) const NO_BASE64: Self = Self("the secret is not base64");
    #[cfg(feature = "webhooks-ed25519")]
    pub(super) const NO_KEY: Self = Self("the secret is no Ed25519 key");
    pub(super) const NO_KINDS: Self = Self("the scheme has no kind of signature");
    #[cfg(not(feature = "webhooks-ed25519"))]
    pub(super) const NO_FEATURE: Self = Self("Ed25519 needs the feature `webhooks-ed25519`");
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl StdError for SecretError {}

/// The reason that an event was not taken: it is not authentic, or it is not what the document says.
#[derive(Clone, Debug)]
pub struct ReceiveError(Inner);

#[derive(Clone, Debug)]
enum Inner {
    Verify(VerifyError),
    Decode(DecodeError),
}

impl ReceiveError {
    /// Returns why it is not authentic; `None` where it is.
    pub fn verify(&self) -> Option<&VerifyError> {
        match &self.0 {
            Inner::Verify(error) => Some(error),
            Inner::Decode(_) => None,
        }
    }

    /// Returns what is not as the document says; `None` where that was not looked at.
    pub fn decode(&self) -> Option<&DecodeError> {
        match &self.0 {
            Inner::Verify(_) => None,
            Inner::Decode(error) => Some(error),
        }
    }

    /// Returns the status to answer with: 400 or 401 as [`VerifyError::status`] says, 422 for an authentic event that cannot be read.
    pub fn status(&self) -> StatusCode {
        match &self.0 {
            Inner::Verify(error) => error.status(),
            Inner::Decode(_) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

impl From<VerifyError> for ReceiveError {
    fn from(error: VerifyError) -> Self {
        Self(Inner::Verify(error))
    }
}

impl From<DecodeError> for ReceiveError {
    fn from(error: DecodeError) -> Self {
        Self(Inner::Decode(error))
    }
}

impl fmt::Display for ReceiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Inner::Verify(error) => write!(f, "the event is not authentic: {error}"),
            Inner::Decode(error) => {
                write!(f, "the event is not as described: expected {}, found {}", error.expected(), error.found_kind())?;
                if error.pointer().is_empty() { Ok(()) } else { write!(f, " at `{}`", error.pointer()) }
            }
        }
    }
}

/// The text has the reason already, so that there is no source; [`verify`](ReceiveError::verify) and [`decode`](ReceiveError::decode) return it.
impl StdError for ReceiveError {}

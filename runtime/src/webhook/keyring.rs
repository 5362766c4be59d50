//! What signers and verifiers have in common: a scheme, its secrets, the receiver's URL and a clock.

use std::fmt;
use std::sync::Arc;

use http::Uri;

use super::error::SecretError;
use super::key::Key;
use super::scheme::Scheme;
use crate::clock::{Clock, SystemClock};
use crate::scalar::Secret;

#[derive(Clone)]
pub(super) struct Keyring {
    pub(super) scheme: Scheme,
    pub(super) keys: Vec<Key>,
    pub(super) public: Option<Uri>,
    pub(super) clock: Arc<dyn Clock>,
    /// Reads a secret for what the keys are for.
    read: fn(&Scheme, &str) -> Result<Key, SecretError>,
}

impl Keyring {
    pub(super) fn to_sign(scheme: &Scheme, secret: impl Into<Secret>) -> Result<Self, SecretError> {
        Self::empty(scheme, Key::to_sign).and(secret)
    }

    pub(super) fn to_verify(scheme: &Scheme, secret: impl Into<Secret>) -> Result<Self, SecretError> {
        Self::empty(scheme, Key::to_verify).and(secret)
    }

    fn empty(scheme: &Scheme, read: fn(&Scheme, &str) -> Result<Key, SecretError>) -> Self {
        Self { scheme: *scheme, keys: Vec::new(), public: None, clock: Arc::new(SystemClock::new()), read }
    }

    /// Adds a key.
    pub(super) fn and(mut self, secret: impl Into<Secret>) -> Result<Self, SecretError> {
        self.keys.push((self.read)(&self.scheme, secret.into().expose())?);
        Ok(self)
    }

    pub(super) fn debug(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(name).field("scheme", &self.scheme).field("keys", &self.keys).field("public", &self.public).finish_non_exhaustive()
    }
}

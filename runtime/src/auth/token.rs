//! Tokens of the user's own making.

use std::time::Duration;

use crate::Secret;
use crate::transport::{BoxError, BoxFuture};

/// A source of access tokens, such as a vault or another service. The runtime keeps each token until shortly before it expires,
/// asks for the next one once however many calls wait for it, and asks again when the server refuses a token.
pub trait TokenSource: Send + Sync + 'static {
    /// Obtains a token.
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>>;
}

/// An access token.
#[derive(Clone, Debug)]
pub struct Token {
    pub(super) value: Secret,
    pub(super) life: Option<Duration>,
}

impl Token {
    /// Makes a token that is good until the server refuses it.
    pub fn new(value: impl Into<Secret>) -> Self {
        Self { value: value.into(), life: None }
    }

    /// Sets how long the token is good from this moment on.
    #[must_use]
    pub fn expires_in(mut self, life: Duration) -> Self {
        self.life = Some(life);
        self
    }
}

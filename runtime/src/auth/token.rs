//! Tokens that expire: one is kept, refreshed early, and by one task at a time.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderValue;

use super::client_credentials;
use super::credential::ClientCredentials;
use crate::Secret;
use crate::client::Inner;
use crate::clock::{Clock, random_fraction};
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
    value: Secret,
    expires_in: Option<Duration>,
}

impl Token {
    /// Makes a token that is good until the server refuses it.
    pub fn new(value: impl Into<Secret>) -> Self {
        Self { value: value.into(), expires_in: None }
    }

    /// Sets how long the token is good from this moment on.
    #[must_use]
    pub fn expires_in(mut self, life: Duration) -> Self {
        self.expires_in = Some(life);
        self
    }
}

/// A token could not be obtained.
#[derive(Debug)]
pub(crate) struct TokenError {
    pub(crate) message: String,
    pub(crate) source: Option<BoxError>,
    /// Whether trying again may help.
    pub(crate) transient: bool,
}

impl TokenError {
    pub(crate) fn last(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None, transient: false }
    }

    pub(crate) fn transient(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None, transient: true }
    }
}

pub(crate) enum Source {
    ClientCredentials(ClientCredentials),
    Custom(Arc<dyn TokenSource>),
}

/// A token and its source.
pub(crate) struct TokenCell {
    source: Source,
    kept: Mutex<Option<Kept>>,
    /// Held by the task that refreshes.
    flight: tokio::sync::Mutex<()>,
}

#[derive(Clone)]
struct Kept {
    value: HeaderValue,
    /// When to ask for the next one.
    refresh_at: Duration,
    /// When it is good no more.
    expires_at: Duration,
}

impl TokenCell {
    pub(crate) fn new(source: Source) -> Self {
        Self { source, kept: Mutex::new(None), flight: tokio::sync::Mutex::new(()) }
    }

    /// Returns the header's value, from the token that is kept or a new one.
    pub(crate) async fn authorization(&self, scheme: &str, client: &Inner) -> Result<HeaderValue, TokenError> {
        let now = client.clock.now();
        let stale = match self.kept().clone() {
            Some(kept) if now < kept.refresh_at => return Ok(kept.value),
            kept => kept.filter(|kept| now < kept.expires_at),
        };
        let guard = match &stale {
            // One task refreshes; the others go on with the token that is still good.
            Some(kept) => match self.flight.try_lock() {
                Ok(guard) => guard,
                Err(_) => return Ok(kept.value.clone()),
            },
            None => self.flight.lock().await,
        };
        // Another task may have come first while this one waited.
        if let Some(kept) = self.kept().clone().filter(|kept| client.clock.now() < kept.refresh_at) {
            return Ok(kept.value);
        }
        let result = self.fetch(scheme, client).await;
        drop(guard);
        match (result, stale) {
            (Err(error), Some(kept)) if error.transient => Ok(kept.value),
            (result, _) => result,
        }
    }

    /// Forgets a token that the server has refused, unless another task has put a new one in its place.
    pub(crate) fn refuse(&self, refused: &HeaderValue) {
        let mut kept = self.kept();
        if kept.as_ref().is_some_and(|kept| kept.value == *refused) {
            *kept = None;
        }
    }

    async fn fetch(&self, scheme: &str, client: &Inner) -> Result<HeaderValue, TokenError> {
        let token = match &self.source {
            Source::ClientCredentials(credentials) => client_credentials::fetch(credentials, client).await?,
            Source::Custom(source) => source.token().await.map_err(|error| TokenError {
                message: "the token source failed".to_owned(),
                source: Some(error),
                transient: false,
            })?,
        };
        let mut value = HeaderValue::from_str(&format!("{scheme} {}", token.value.expose()))
            .map_err(|_| TokenError::last("the token has characters that no header may hold"))?;
        value.set_sensitive(true);
        let (refresh_at, expires_at) = schedule(token.expires_in, &*client.clock);
        *self.kept() = Some(Kept { value: value.clone(), refresh_at, expires_at });
        Ok(value)
    }

    fn kept(&self) -> MutexGuard<'_, Option<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says when to ask for the next token and when this one is good no more. The margin is a tenth of the life, 30 s to 300 s, and up
/// to a tenth of it more at random, so that clients started together do not refresh together. It is at most half of the life.
fn schedule(life: Option<Duration>, clock: &dyn Clock) -> (Duration, Duration) {
    let Some(life) = life else { return (Duration::MAX, Duration::MAX) };
    let now = clock.now();
    let margin = (life / 10).clamp(Duration::from_secs(30), Duration::from_secs(300));
    let margin = margin.mul_f64(1.0 + 0.1 * random_fraction(clock)).min(life / 2);
    (now.saturating_add(life - margin), now.saturating_add(life))
}

impl fmt::Debug for TokenCell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenCell")
    }
}

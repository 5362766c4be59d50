//! Tokens that expire: one is kept, refreshed early, and by one task at a time.
//!
//! **Invariant:** what has been asked of a token's source is carried through. A call whose time is up leaves the question behind, and the
//! next call that needs a token waits for its answer: a refresh token that the server has replaced is not lost.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderValue;

use super::oauth::{App, Wire, adopt, obtain};
use super::{AuthError, Grant, TokenSource};
use crate::Secret;
use crate::client::Inner;
use crate::clock::{Clock, random_fraction};
use crate::panics::awaited;
use crate::transport::BoxFuture;

/// How long a token that could not be refreshed early is used before the next try.
const PAUSE: Duration = Duration::from_secs(30);

/// Where a cell's tokens come from.
pub(crate) enum Source {
    OAuth(Arc<App>),
    Custom(Arc<dyn TokenSource>),
}

/// A token and its source.
pub(crate) struct TokenCell {
    source: Source,
    state: Mutex<State>,
    /// The question under way; held by the task that waits for its answer.
    flight: tokio::sync::Mutex<Option<Flight>>,
}

type Flight = BoxFuture<'static, Result<Obtained, AuthError>>;

/// A token as it was obtained.
struct Obtained {
    token: Secret,
    life: Option<Duration>,
}

#[derive(Default)]
struct State {
    kept: Option<Kept>,
    /// The token that the server has refused.
    refused: Option<Secret>,
    /// How many answers there were.
    answers: u64,
    /// What the last answer was, where it was no token.
    error: Option<AuthError>,
}

struct Kept {
    value: HeaderValue,
    /// When to ask for the next one.
    refresh_at: Duration,
    /// When it is good no more.
    expires_at: Duration,
}

impl TokenCell {
    pub(crate) fn new(source: Source) -> Self {
        Self { source, state: Mutex::default(), flight: tokio::sync::Mutex::new(None) }
    }

    /// Returns the OAuth client; `None` for a source of the user's own.
    pub(crate) fn app(&self) -> Option<&Arc<App>> {
        match &self.source {
            Source::OAuth(app) => Some(app),
            Source::Custom(_) => None,
        }
    }

    /// Returns the header's value, from the token that is kept or a new one.
    pub(crate) async fn authorization(&self, scheme: &str, client: &Inner) -> Result<HeaderValue, AuthError> {
        let now = client.clock.now();
        let (stale, answers) = {
            let state = self.state();
            match &state.kept {
                Some(kept) if now < kept.refresh_at => return Ok(kept.value.clone()),
                kept => (kept.as_ref().filter(|kept| now < kept.expires_at).map(|kept| kept.value.clone()), state.answers),
            }
        };
        self.next(scheme, client, stale, answers).await
    }

    /// Waits for the next token, as the one task that asks or behind it.
    async fn next(&self, scheme: &str, client: &Inner, stale: Option<HeaderValue>, answers: u64) -> Result<HeaderValue, AuthError> {
        let mut flight = match &stale {
            // One task refreshes; the others go on with the token that is still good.
            Some(value) => match self.flight.try_lock() {
                Ok(flight) => flight,
                Err(_) => return Ok(value.clone()),
            },
            None => self.flight.lock().await,
        };
        if let Some(answer) = self.answer_since(answers, client.clock.now()) {
            return answer;
        }
        let question = flight.get_or_insert_with(|| self.ask(client, scheme, stale.as_ref()));
        let result = question.await;
        *flight = None;
        self.take(scheme, result, stale, &*client.clock)
    }

    /// Returns the response that another task received while this one waited: a token, or the error that this task would also get.
    ///
    /// The token counts even if it has already expired, as with `expires_in: 0`. A second request would not get a better token, and every
    /// waiting task would send its own request, one after another.
    fn answer_since(&self, answers: u64, now: Duration) -> Option<Result<HeaderValue, AuthError>> {
        let state = self.state();
        let kept = state.kept.as_ref();
        if let Some(kept) = kept.filter(|kept| now < kept.refresh_at) {
            return Some(Ok(kept.value.clone()));
        }
        if state.answers == answers {
            return None;
        }
        state.error.clone().map(Err).or_else(|| kept.map(|kept| Ok(kept.value.clone())))
    }

    fn ask(&self, client: &Inner, scheme: &str, stale: Option<&HeaderValue>) -> Flight {
        match &self.source {
            Source::OAuth(app) => {
                let old = stale.map(|value| token_of(value, scheme)).or_else(|| self.state().refused.clone());
                let (app, wire) = (Arc::clone(app), Wire::of(client));
                Box::pin(async move {
                    let clock = wire.clock.clone();
                    // The OAuth transport has its own panic guard; the store is the only other user code here.
                    let grant =
                        awaited("token store", obtain(app, wire, old)).await.unwrap_or_else(|panicked| Err(AuthError::panic(panicked)))?;
                    let life = grant.life_from(clock.wall());
                    Ok(Obtained { token: grant.access_token, life })
                })
            }
            Source::Custom(source) => {
                let source = Arc::clone(source);
                Box::pin(async move {
                    let asked = awaited("token source", async { source.token().await }).await.map_err(AuthError::panic)?;
                    let token = asked.map_err(|error| AuthError::last("the token source failed").with_source(error))?;
                    Ok(Obtained { token: token.value, life: token.life })
                })
            }
        }
    }

    /// Keeps what was obtained. Where nothing was, a token that is still good serves on, and is refreshed later.
    fn take(
        &self,
        scheme: &str,
        result: Result<Obtained, AuthError>,
        stale: Option<HeaderValue>,
        clock: &dyn Clock,
    ) -> Result<HeaderValue, AuthError> {
        let result = result.and_then(|obtained| Ok((header(scheme, &obtained.token)?, obtained.life)));
        let mut state = self.state();
        state.answers += 1;
        let error = match result {
            Ok((value, life)) => {
                let (refresh_at, expires_at) = schedule(life, clock);
                state.kept = Some(Kept { value: value.clone(), refresh_at, expires_at });
                (state.refused, state.error) = (None, None);
                return Ok(value);
            }
            Err(error) => error,
        };
        let now = clock.now();
        if let Some(kept) = state.kept.as_mut().filter(|kept| stale.is_some() && now < kept.expires_at) {
            let pause = if error.is_transient() { PAUSE.min((kept.expires_at - now) / 2) } else { Duration::MAX };
            kept.refresh_at = now.saturating_add(pause).min(kept.expires_at);
            return Ok(kept.value.clone());
        }
        state.error = Some(error.clone());
        Err(error)
    }

    /// Forgets a token that the server has refused, unless another task has put a new one in its place.
    pub(crate) fn refuse(&self, refused: &HeaderValue, scheme: &str) {
        let mut state = self.state();
        if state.kept.as_ref().is_some_and(|kept| kept.value == *refused) {
            state.kept = None;
            state.refused = Some(token_of(refused, scheme));
        }
    }

    /// Takes a grant that a user has given, in place of what there was.
    pub(crate) async fn adopt(&self, scheme: &str, grant: &Grant, clock: &dyn Clock) -> Result<(), AuthError> {
        let Source::OAuth(app) = &self.source else { return Err(AuthError::last("the credential is no OAuth client")) };
        let value = header(scheme, &grant.access_token)?;
        let mut flight = self.flight.lock().await;
        // What was asked before the user gave anew is of no use.
        *flight = None;
        awaited("token store", adopt(app, grant.clone())).await.map_err(AuthError::panic)??;
        let (refresh_at, expires_at) = schedule(grant.life_from(clock.wall()), clock);
        let kept = (!grant.access_token.is_empty()).then_some(Kept { value, refresh_at, expires_at });
        let mut state = self.state();
        // Not counted as an answer: a task that waits uses the token if it is good, and else refreshes it.
        (state.kept, state.refused, state.error) = (kept, None, None);
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn header(scheme: &str, token: &Secret) -> Result<HeaderValue, AuthError> {
    let mut value = HeaderValue::from_str(&format!("{scheme} {}", token.expose()))
        .map_err(|_| AuthError::last("the token has characters that no header may hold"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn token_of(value: &HeaderValue, scheme: &str) -> Secret {
    let text = value.to_str().unwrap_or_default();
    Secret::from(text.strip_prefix(scheme).and_then(|rest| rest.strip_prefix(' ')).unwrap_or(text))
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

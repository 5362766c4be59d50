//! The circuit breaker: a server that is in trouble gets no calls for a while, and then one, to see.
//!
//! It counts only what says that the origin is in trouble: no connection, time-outs, broken connections, statuses from 500 on. A
//! status below 500 says that it works.

mod state;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use http::Uri;

use crate::clock::Clock;
use crate::url::Origin;
use state::State;

/// The most origins that a breaker keeps. Beyond it those that are well are forgotten, then the one that is tried again first.
const MANY_ORIGINS: usize = 1024;

/// Keeps calls from a server that is in trouble: they fail at once, with [`is_circuit_open`](crate::Error::is_circuit_open). Off
/// unless a client is given one. Clones share everything; origins are told apart.
///
/// ```
/// use std::time::Duration;
/// use turnbuckle_runtime::Breaker;
///
/// let breaker = Breaker::builder().consecutive_failures(5).open_for(Duration::from_secs(30)).build();
/// ```
#[derive(Clone)]
pub struct Breaker {
    shared: Arc<Shared>,
}

struct Shared {
    settings: BreakerBuilder,
    clock: OnceLock<Arc<dyn Clock>>,
    origins: Mutex<HashMap<Origin, State>>,
}

/// What can be set on a [`Breaker`].
#[derive(Clone, Debug)]
pub struct BreakerBuilder {
    consecutive: u32,
    ratio: f64,
    calls: u32,
    window: Duration,
    open_for: Duration,
}

/// What a breaker makes of an origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BreakerState {
    /// Calls go.
    Closed,
    /// No calls go.
    Open,
    /// One call goes, to see.
    HalfOpen,
}

/// What an attempt says of its origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Health {
    Well,
    InTrouble,
}

impl Breaker {
    /// Starts a breaker.
    pub fn builder() -> BreakerBuilder {
        BreakerBuilder { consecutive: 5, ratio: 0.5, calls: 20, window: Duration::from_secs(30), open_for: Duration::from_secs(30) }
    }

    /// Returns what it makes of the origin of a URL; closed for what is no absolute URL.
    pub fn state(&self, url: &str) -> BreakerState {
        let origin = url.parse().ok().and_then(|uri: Uri| Origin::of(&uri));
        let now = self.shared.clock.get().map_or(Duration::ZERO, |clock| clock.now());
        origin.and_then(|origin| self.origins().get(&origin).map(|state| state.seen(now))).unwrap_or(BreakerState::Closed)
    }

    pub(crate) fn adopt_clock(&self, clock: &Arc<dyn Clock>) {
        self.shared.clock.get_or_init(|| clock.clone());
    }

    /// Asks whether a request may be sent.
    ///
    /// # Errors
    ///
    /// Returns how long it may not.
    pub(crate) fn admit(&self, uri: &Uri) -> Result<Trial, Duration> {
        let (Some(origin), Some(clock)) = (Origin::of(uri), self.shared.clock.get()) else { return Ok(Trial(None)) };
        let now = clock.now();
        let mut origins = self.origins();
        if origins.len() >= MANY_ORIGINS && !origins.contains_key(&origin) {
            origins.retain(|_, state| state.seen(now) != BreakerState::Closed);
            let first = origins.iter().min_by_key(|(_, state)| state.open_until()).map(|(origin, _)| origin.clone());
            if let Some(first) = first.filter(|_| origins.len() >= MANY_ORIGINS) {
                origins.remove(&first);
            }
        }
        let is_probe = origins.entry(origin.clone()).or_insert_with(State::new).admit(&self.shared.settings, now)?;
        Ok(Trial(Some((self.clone(), origin, is_probe))))
    }

    fn origins(&self) -> MutexGuard<'_, HashMap<Origin, State>> {
        self.shared.origins.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Breaker {
    /// Makes a breaker with the defaults of [`BreakerBuilder`].
    fn default() -> Self {
        Self::builder().build()
    }
}

impl fmt::Debug for Breaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Breaker").field("settings", &self.shared.settings).finish_non_exhaustive()
    }
}

impl BreakerBuilder {
    /// Sets after how many failures in a row it opens. Default: 5. At least 1.
    #[must_use]
    pub fn consecutive_failures(mut self, failures: u32) -> Self {
        self.consecutive = failures.max(1);
        self
    }

    /// Sets at which part of failures it opens, from 0 to 1, among at least so many calls of a window of time. Default: 0.5 of at
    /// least 20 calls in 30 s.
    #[must_use]
    pub fn failure_ratio(mut self, ratio: f64, calls: u32, window: Duration) -> Self {
        (self.ratio, self.calls, self.window) = (ratio, calls.max(1), window);
        self
    }

    /// Sets how long nothing is sent before one call is, to see. Default: 30 s.
    #[must_use]
    pub fn open_for(mut self, time: Duration) -> Self {
        self.open_for = time;
        self
    }

    /// Makes the breaker.
    pub fn build(self) -> Breaker {
        Breaker { shared: Arc::new(Shared { settings: self, clock: OnceLock::new(), origins: Mutex::default() }) }
    }
}

/// An attempt that the breaker has let through. One that ends without word, because it was dropped, says nothing of its origin.
#[derive(Debug)]
pub(crate) struct Trial(Option<(Breaker, Origin, bool)>);

impl Trial {
    /// An attempt of which nobody takes notice.
    pub(crate) fn free() -> Self {
        Self(None)
    }

    pub(crate) fn settle(mut self, health: Health) {
        self.report(Some(health));
    }

    fn report(&mut self, health: Option<Health>) {
        let Some((breaker, origin, is_probe)) = self.0.take() else { return };
        let Some(now) = breaker.shared.clock.get().map(|clock| clock.now()) else { return };
        if let Some(state) = breaker.origins().get_mut(&origin) {
            state.record(&breaker.shared.settings, is_probe, health, now);
        }
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        self.report(None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::FakeClock;

    #[test]
    fn ever_new_origins_in_trouble_are_kept_up_to_a_number_and_the_last_to_be_tried_stay() {
        let clock = FakeClock::new();
        let breaker = Breaker::builder().consecutive_failures(1).open_for(Duration::from_secs(3_600)).build();
        let shared: Arc<dyn Clock> = Arc::new(clock.clone());
        breaker.adopt_clock(&shared);
        let origin = |number: usize| format!("https://s{number}.example");
        for number in 0..MANY_ORIGINS + 10 {
            let uri = origin(number).parse().expect("it is a URL");
            breaker.admit(&uri).expect("it was never called").settle(Health::InTrouble);
            clock.advance(Duration::from_secs(1));
        }
        assert_eq!(breaker.origins().len(), MANY_ORIGINS);
        assert_eq!((breaker.state(&origin(9)), breaker.state(&origin(10))), (BreakerState::Closed, BreakerState::Open));
    }
}

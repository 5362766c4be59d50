//! Which events came before.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::{Clock, SystemClock};
use crate::transport::{BoxError, BoxFuture};

/// Knows which events came before, so that each is handled once. Services send an event again when they did not get the answer, and
/// whoever has seen a request can send it again while it is in time.
///
/// A claim is made before an event is handled, by [`Verified::key`](super::Verified::key), and given up where handling fails, so that the
/// service may send it again:
///
/// ```
/// # use turnbuckle_runtime::webhook::{Claim, DuplicateGuard, MemoryGuard};
/// # async fn handle(key: &str) -> Result<(), String> { Ok(()) }
/// # async fn take(guard: &MemoryGuard, key: &str) -> Result<u16, Box<dyn std::error::Error + Send + Sync>> {
/// if guard.claim(key).await? == Claim::Duplicate {
///     return Ok(200);
/// }
/// if handle(key).await.is_err() {
///     guard.release(key).await?;
///     return Ok(500);
/// }
/// # Ok(200)
/// # }
/// ```
///
/// One on a database that several machines share claims with an insert that a unique key refuses.
pub trait DuplicateGuard: Send + Sync + 'static {
    /// Claims an event. Of two claims at once, one is the first.
    fn claim<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Claim, BoxError>>;

    /// Gives up a claim: the event was not handled.
    fn release<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<(), BoxError>>;
}

/// What a claim says of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It did not come before.
    First,
    /// It came before.
    Duplicate,
}

/// A guard in the memory of one process. Clones share it.
///
/// It forgets an event after some time, and the oldest where there are too many, so that it cannot grow: what it forgot is a first one
/// again.
#[derive(Clone)]
pub struct MemoryGuard {
    state: Arc<Mutex<State>>,
    clock: Arc<dyn Clock>,
    keep: Duration,
    capacity: usize,
}

#[derive(Default)]
struct State {
    /// When each was claimed; the number tells those of one moment apart.
    claimed: HashMap<String, (Duration, u64)>,
    by_age: BTreeMap<(Duration, u64), String>,
    next: u64,
}

impl MemoryGuard {
    /// Makes a guard that keeps up to 100,000 events for 3 days, which is how long services try.
    pub fn new() -> Self {
        let keep = Duration::from_secs(3 * 24 * 60 * 60);
        Self { state: Arc::default(), clock: Arc::new(SystemClock::new()), keep, capacity: 100_000 }
    }

    /// Sets how long an event is kept. Less than the tolerance of the verifier lets requests be sent again.
    #[must_use]
    pub fn keep(mut self, keep: Duration) -> Self {
        self.keep = keep;
        self
    }

    /// Sets how many events are kept; one at least.
    #[must_use]
    pub fn capacity(mut self, capacity: usize) -> Self {
        self.capacity = capacity.max(1);
        self
    }

    /// Sets the clock. Default: the system's.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn claim_now(&self, key: &str) -> Claim {
        let now = self.clock.now();
        let mut state = self.state();
        while let Some(oldest) = state.by_age.first_entry()
            && now.saturating_sub(oldest.key().0) >= self.keep
        {
            let key = oldest.remove();
            state.claimed.remove(&key);
        }
        if state.claimed.contains_key(key) {
            return Claim::Duplicate;
        }
        while state.claimed.len() >= self.capacity
            && let Some((_, key)) = state.by_age.pop_first()
        {
            state.claimed.remove(&key);
        }
        let age = (now, state.next);
        state.next += 1;
        state.claimed.insert(key.to_owned(), age);
        state.by_age.insert(age, key.to_owned());
        Claim::First
    }
}

impl DuplicateGuard for MemoryGuard {
    fn claim<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Claim, BoxError>> {
        Box::pin(async move { Ok(self.claim_now(key)) })
    }

    fn release<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            let mut state = self.state();
            if let Some(age) = state.claimed.remove(key) {
                state.by_age.remove(&age);
            }
            Ok(())
        })
    }
}

impl Default for MemoryGuard {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryGuard").field("keep", &self.keep).field("capacity", &self.capacity).finish_non_exhaustive()
    }
}

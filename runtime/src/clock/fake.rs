//! A clock for tests: it stands still until everybody waits, then jumps to the earliest moment waited for.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use super::Clock;
use crate::transport::BoxFuture;

/// How often a sleeper lets others run before the clock jumps.
const TURNS: u32 = 32;

/// A clock that takes no time. A sleeper first lets every other task run; when none moves it on, the clock jumps to the earliest
/// moment that somebody waits for. A sleeper that nobody asks any more, but keeps, is not waited for.
#[derive(Clone, Debug)]
pub struct FakeClock {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    now: Duration,
    start: SystemTime,
    random: u64,
    slept: Vec<Duration>,
    /// When each sleeper wakes, and which question of all was the last that it was asked.
    waiting: BTreeMap<(Duration, u64), u64>,
    /// How many questions sleepers were asked.
    asked: u64,
    next_id: u64,
}

impl FakeClock {
    /// Makes a clock at the start of the year 2026 (UTC). Numbers drawn from it are the highest there is, so that waiting times
    /// with jitter are the longest possible.
    pub fn new() -> Self {
        Self {
            state: Arc::new(Mutex::new(State {
                now: Duration::ZERO,
                start: SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600),
                random: u64::MAX,
                slept: Vec::new(),
                waiting: BTreeMap::new(),
                asked: 0,
                next_id: 0,
            })),
        }
    }

    /// Sets the number that is drawn from here on.
    pub fn set_random(&self, random: u64) {
        self.state().random = random;
    }

    /// Moves the clock on.
    pub fn advance(&self, duration: Duration) {
        self.state().now += duration;
    }

    /// Returns how long was slept, one entry for each sleep that came to its end.
    pub fn slept(&self) -> Vec<Duration> {
        self.state().slept.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for FakeClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Duration {
        self.state().now
    }

    fn wall(&self) -> SystemTime {
        let state = self.state();
        state.start + state.now
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let mut state = self.state();
        let id = state.next_id;
        state.next_id += 1;
        let until = state.now.saturating_add(duration);
        let (since, now) = (state.asked, state.now);
        state.waiting.insert((until, id), since);
        Box::pin(Sleep { clock: self.clone(), until, duration, id, turns: 0, since, seen: now })
    }

    fn random(&self) -> u64 {
        self.state().random
    }
}

struct Sleep {
    clock: FakeClock,
    until: Duration,
    duration: Duration,
    id: u64,
    turns: u32,
    /// The question of all from which on this sleeper has let others run.
    since: u64,
    /// The time of the last question.
    seen: Duration,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let key = (self.until, self.id);
        let clock = self.clock.clone();
        let mut state = clock.state();
        // Whoever was woken by a jump has turns of its own before the next.
        self.turns = if self.seen == state.now { self.turns + 1 } else { 1 };
        self.seen = state.now;
        state.asked += 1;
        let asked = state.asked;
        state.waiting.insert(key, asked);
        let is_turn = self.turns > TURNS;
        let is_first = || state.waiting.range(..key).all(|(_, last)| *last < self.since);
        if state.now >= self.until || (is_turn && is_first()) {
            state.now = state.now.max(self.until);
            state.slept.push(self.duration);
            state.waiting.remove(&key);
            return Poll::Ready(());
        }
        if is_turn {
            (self.turns, self.since) = (0, asked);
        }
        drop(state);
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.clock.state().waiting.remove(&(self.until, self.id));
    }
}

//! What can be set on a governor, with every default.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::rate::Rate;
use super::{Governor, GovernorBackend};
use crate::clock::Clock;
use crate::operation::Operation;

/// Says what an operation costs.
pub(crate) type Cost = Arc<dyn Fn(&Operation) -> u32 + Send + Sync>;

/// What can be set on a [`Governor`].
#[derive(Clone, Debug, Default)]
pub struct GovernorBuilder {
    rate: Option<(u32, Duration)>,
    burst: Option<u32>,
    settings: Settings,
    clock: Option<DebugClock>,
}

/// What is set for every gate.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) rate: Option<Rate>,
    /// The most calls at a time.
    pub(crate) concurrency: Option<u32>,
    pub(crate) reads_headers: bool,
    pub(crate) longest_pause: Duration,
    pub(crate) cost: Option<Cost>,
    pub(crate) backend: Option<Arc<dyn GovernorBackend>>,
    pub(crate) backend_timeout: Duration,
    /// The part of the rate that this process may use while the backend is gone.
    pub(crate) local_share: f64,
}

#[derive(Clone)]
struct DebugClock(Arc<dyn Clock>);

impl fmt::Debug for DebugClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

impl Settings {
    /// Returns what is set for the gates of windows: the server's limits alone.
    pub(crate) fn of_windows(&self) -> Self {
        Self { longest_pause: self.longest_pause, ..Self::default() }
    }

    /// Returns whether a gate is there to be asked from the first call on.
    pub(crate) fn is_limiting(&self) -> bool {
        self.rate.is_some() || self.concurrency.is_some()
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rate: None,
            concurrency: None,
            reads_headers: true,
            longest_pause: Duration::from_secs(60),
            cost: None,
            backend: None,
            backend_timeout: Duration::from_millis(100),
            local_share: 1.0,
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("rate", &self.rate)
            .field("concurrency", &self.concurrency)
            .field("reads_headers", &self.reads_headers)
            .field("longest_pause", &self.longest_pause)
            .field("has_backend", &self.backend.is_some())
            .finish_non_exhaustive()
    }
}

impl GovernorBuilder {
    /// Sets how many calls are sent in a time, evenly spread: `rate(100, Duration::from_secs(1))`. A call of an operation that
    /// costs more counts for more. Each attempt counts. Default: no limit. Nothing of zero is a limit.
    #[must_use]
    pub fn rate(mut self, calls: u32, period: Duration) -> Self {
        self.rate = (calls > 0 && !period.is_zero()).then_some((calls, period));
        self
    }

    /// Sets how many calls may go at once after a rest. So many more than the rate fall into the worst period, so a vendor whose
    /// limit is strict wants the rate to be that much lower. Default: 1.
    #[must_use]
    pub fn burst(mut self, calls: u32) -> Self {
        self.burst = Some(calls.max(1));
        self
    }

    /// Sets how many calls are under way at a time. A call is until its answer is read; a stream until it has begun. Default: no
    /// limit. At least 1.
    #[must_use]
    pub fn concurrency(mut self, calls: u32) -> Self {
        self.settings.concurrency = Some(calls.max(1));
        self
    }

    /// Does not go by what is left of a limit by the server's headers. Default: goes by them.
    #[must_use]
    pub fn ignore_headers(mut self) -> Self {
        self.settings.reads_headers = false;
        self
    }

    /// Sets the longest pause that a server, or a backend, can ask for: by `Retry-After`, or by a limit of which nothing is left. After
    /// that it is asked again, by one call. Default: 60 s.
    #[must_use]
    pub fn longest_pause(mut self, pause: Duration) -> Self {
        self.settings.longest_pause = pause;
        self
    }

    /// Sets what calls of an operation cost, in units of the rate. Default: [`Operation::cost`], which the configuration of the
    /// generated crate sets.
    #[must_use]
    pub fn cost(mut self, cost: impl Fn(&Operation) -> u32 + Send + Sync + 'static) -> Self {
        self.settings.cost = Some(Arc::new(cost));
        self
    }

    /// Shares the rate, and pauses that the server asks for, with other processes. The number of calls at a time is still this
    /// process's own. Without a rate there is nothing to share. Default: none.
    #[must_use]
    pub fn backend(self, backend: impl GovernorBackend) -> Self {
        self.shared_backend(Arc::new(backend))
    }

    /// Shares like [`backend`](Self::backend), over a backend that others use, too.
    #[must_use]
    pub fn shared_backend(mut self, backend: Arc<dyn GovernorBackend>) -> Self {
        self.settings.backend = Some(backend);
        self
    }

    /// Sets how long the backend has to answer; it counts as gone where it takes longer, and is asked again a second later.
    /// Default: 100 ms.
    #[must_use]
    pub fn backend_timeout(mut self, timeout: Duration) -> Self {
        self.settings.backend_timeout = timeout;
        self
    }

    /// Sets the part of the rate that this process uses while the backend is gone: `1.0 / n` for n processes. Default: 1, the
    /// whole. Kept between 0.001 and 1.
    #[must_use]
    pub fn local_share(mut self, share: f64) -> Self {
        self.settings.local_share = if share.is_finite() { share.clamp(0.001, 1.0) } else { 1.0 };
        self
    }

    /// Sets the source of time. Default: that of the first client that is given the governor.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(DebugClock(Arc::new(clock)));
        self
    }

    /// Makes the governor.
    pub fn build(self) -> Governor {
        let rate = self.rate.map(|(calls, period)| Rate::new(calls, period, self.burst.unwrap_or(1)));
        Governor::new(Settings { rate, ..self.settings }, self.clock.map(|clock| clock.0))
    }
}

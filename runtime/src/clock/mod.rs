//! Time and chance as the runtime sees them: everything that waits, measures or draws goes through [`Clock`], so that tests need
//! none of it.

mod fake;
mod http_date;
mod pace;
mod system;

use std::pin::pin;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

pub use fake::FakeClock;
pub(crate) use http_date::parse_http_date;
pub(crate) use pace::Pace;
pub use system::SystemClock;
pub(crate) use system::random;

use crate::transport::BoxFuture;

/// A source of time and chance.
pub trait Clock: Send + Sync + 'static {
    /// Returns the time since a fixed moment; it never goes back.
    fn now(&self) -> Duration;
    /// Returns the time of day.
    fn wall(&self) -> SystemTime;
    /// Waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
    /// Draws a number, evenly distributed.
    fn random(&self) -> u64;
}

/// Draws a number from 0 (included) to 1 (excluded).
pub(crate) fn random_fraction(clock: &dyn Clock) -> f64 {
    // The 53 bits that an `f64` holds exactly.
    (clock.random() >> 11) as f64 / (1_u64 << 53) as f64
}

/// A wait for a moment. It ends as soon as the clock reaches that moment, because a runtime whose threads are busy checks its timers late.
pub(crate) struct Timer {
    at: Duration,
    sleep: BoxFuture<'static, ()>,
}

impl Timer {
    pub(crate) fn new(clock: &dyn Clock, limit: Duration) -> Self {
        Self { at: clock.now().saturating_add(limit), sleep: clock.sleep(limit) }
    }

    pub(crate) fn poll(&mut self, clock: &dyn Clock, cx: &mut Context<'_>) -> Poll<()> {
        if self.sleep.as_mut().poll(cx).is_ready() || clock.now() >= self.at { Poll::Ready(()) } else { Poll::Pending }
    }
}

/// Waits for a future for at most `limit`; `None` when the time is up.
pub(crate) async fn within<F: Future>(clock: &dyn Clock, limit: Duration, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    // The timer is created when the future first has to wait: a response that is ready needs no timer.
    let mut timer = None;
    std::future::poll_fn(|cx| {
        if let Poll::Ready(output) = future.as_mut().poll(cx) {
            return Poll::Ready(Some(output));
        }
        let timer = timer.get_or_insert_with(|| Timer::new(clock, limit));
        timer.poll(clock, cx).map(|()| None)
    })
    .await
}

//! Time and chance as the runtime sees them: everything that waits, measures or draws goes through [`Clock`], so that tests need
//! none of it.

mod fake;
mod http_date;
mod system;

use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, SystemTime};

pub use fake::FakeClock;
pub(crate) use http_date::parse_http_date;
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

/// Waits for a future for at most `limit`; `None` when the time is up.
pub(crate) async fn within<F: Future>(clock: &dyn Clock, limit: Duration, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    // The timer is made when the future first has to wait: an answer that is there costs none.
    let mut timer = None;
    std::future::poll_fn(|cx| {
        if let Poll::Ready(output) = future.as_mut().poll(cx) {
            return Poll::Ready(Some(output));
        }
        let timer = timer.get_or_insert_with(|| clock.sleep(limit));
        timer.as_mut().poll(cx).map(|()| None)
    })
    .await
}

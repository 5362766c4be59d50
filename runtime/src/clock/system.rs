//! The clock of the system: tokio's timer, or in a browser JavaScript's.

use std::time::{Duration, SystemTime};

use super::Clock;
use crate::transport::BoxFuture;

/// The system's clock. It waits with tokio's timer, so that `tokio::time::pause` works; in a browser with JavaScript's.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    start: Instant,
}

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
type Instant = web_time::Instant;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
type Instant = tokio::time::Instant;

impl SystemClock {
    /// Makes a clock that counts from this moment.
    pub fn new() -> Self {
        Self { start: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn wall(&self) -> SystemTime {
        host::wall()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        host::sleep(duration)
    }

    fn random(&self) -> u64 {
        host::random()
    }
}

/// Draws a number without a clock at hand. Nothing secret is drawn here.
pub(crate) fn random() -> u64 {
    host::random()
}

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod host {
    use std::hash::{BuildHasher, Hasher, RandomState};
    use std::time::{Duration, SystemTime};

    use crate::transport::BoxFuture;

    pub(super) fn wall() -> SystemTime {
        SystemTime::now()
    }

    pub(super) fn sleep(duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    pub(super) fn random() -> u64 {
        // The keys of a `RandomState` come from the operating system, which spares a dependency.
        RandomState::new().build_hasher().finish()
    }
}

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
mod host {
    use std::time::{Duration, SystemTime};

    use gloo_timers::future::TimeoutFuture;
    use send_wrapper::SendWrapper;
    use web_time::web::SystemTimeExt as _;

    use crate::transport::BoxFuture;

    pub(super) fn wall() -> SystemTime {
        web_time::SystemTime::now().to_std()
    }

    pub(super) fn sleep(duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(SendWrapper::new(async move {
            let mut left = duration.as_nanos().div_ceil(1_000_000);
            while left > 0 {
                // `setTimeout` takes 31 bits, and fires at once for more (HTML standard, section 8.6).
                let part = left.min(i32::MAX.unsigned_abs().into());
                TimeoutFuture::new(u32::try_from(part).unwrap_or(i32::MAX.unsigned_abs())).await;
                left -= part;
            }
        }))
    }

    pub(super) fn random() -> u64 {
        // A `RandomState` has the same keys on every page here.
        let half = || (js_sys::Math::random() * f64::from(u32::MAX)) as u64;
        (half() << 32) ^ half()
    }
}

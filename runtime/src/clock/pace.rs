//! Makes work that never runs out of input yield to the rest of the program.

use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use super::Clock;

/// How long bytes are read and decoded without a yield. A piece of work between two checks of the clock takes well under 3 ms, so nothing
/// runs for longer than 5 ms.
const STRETCH: Duration = Duration::from_millis(2);

/// Measures how long a task has run since it last yielded. Without it, a server that sends faster than a task reads would keep the task
/// from ever being pending, and so from checking its time-out.
pub(crate) struct Pace {
    clock: Arc<dyn Clock>,
    /// When this stretch began; `None` before the first check of the clock.
    since: Option<Duration>,
}

impl Pace {
    pub(crate) fn new(clock: &Arc<dyn Clock>) -> Self {
        Self { clock: Arc::clone(clock), since: None }
    }

    /// Returns whether it is time to yield.
    pub(crate) fn is_over(&mut self) -> bool {
        let now = self.clock.now();
        now.saturating_sub(*self.since.get_or_insert(now)) >= STRETCH
    }

    /// Records that the task waits.
    pub(crate) fn rest(&mut self) {
        self.since = None;
    }

    /// Yields to the other tasks before this one continues.
    pub(crate) fn give_way<T>(&mut self, cx: &Context<'_>) -> Poll<T> {
        self.rest();
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl fmt::Debug for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pace").field("since", &self.since).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::FakeClock;

    #[test]
    fn a_stretch_ends_after_two_milliseconds_and_begins_anew_after_a_rest() {
        let clock = FakeClock::new();
        let mut pace = Pace::new(&(Arc::new(clock.clone()) as Arc<dyn Clock>));
        assert!(!pace.is_over());
        clock.advance(Duration::from_micros(1999));
        assert!(!pace.is_over());
        clock.advance(Duration::from_micros(1));
        assert!(pace.is_over() && pace.is_over());
        pace.rest();
        assert!(!pace.is_over());
        clock.advance(STRETCH);
        let cx = Context::from_waker(std::task::Waker::noop());
        assert!(pace.is_over() && pace.give_way::<()>(&cx).is_pending());
        assert!(!pace.is_over());
    }
}

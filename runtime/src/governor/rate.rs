//! A rate, kept by the generic cell rate algorithm (ITU-T I.371): one moment says all that there is to know of the past.

use std::time::Duration;

/// A timer is up to this late, which must not make the rate lower: so much of the time that was missed is made up for.
pub(super) const SLACK: Duration = Duration::from_millis(10);

/// So many units in a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rate {
    pub(crate) units: u32,
    pub(crate) period: Duration,
    pub(crate) burst: u32,
}

impl Rate {
    pub(crate) fn new(units: u32, period: Duration, burst: u32) -> Self {
        Self { units, period, burst }
    }

    /// Returns the time that so many units take.
    pub(crate) fn time_of(&self, units: u64) -> Duration {
        let nanos = self.period.as_nanos().saturating_mul(u128::from(units)) / u128::from(self.units.max(1));
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }

    /// Returns the part of this rate.
    pub(crate) fn share(&self, share: f64) -> Self {
        let period = Duration::try_from_secs_f64(self.period.as_secs_f64() / share).unwrap_or(Duration::MAX);
        Self { period, ..*self }
    }
}

/// What was taken of a rate.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bucket {
    /// When all that was taken would have been due at an even pace.
    due: Duration,
}

impl Bucket {
    /// Returns when so many units can be taken, after so many others.
    pub(super) fn ready_at(&self, rate: &Rate, ahead: u64, cost: u32, now: Duration) -> Duration {
        let start = self.due.max(now.saturating_sub(SLACK));
        // A call that costs more than the burst would never go else.
        let burst = u64::from(rate.burst.max(cost));
        start.saturating_add(rate.time_of(ahead.saturating_add(u64::from(cost)))).saturating_sub(rate.time_of(burst))
    }

    pub(super) fn take(&mut self, rate: &Rate, cost: u32, now: Duration) {
        self.due = self.due.max(now.saturating_sub(SLACK)).saturating_add(rate.time_of(u64::from(cost)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn units_take_their_part_of_the_period() {
        let rate = Rate::new(4, ms(1000), 1);
        assert_eq!([0, 1, 3, 4, 9].map(|units| rate.time_of(units)), [0, 250, 750, 1000, 2250].map(ms));
        assert_eq!(rate.time_of(u64::MAX), Duration::from_nanos(u64::MAX));
        assert_eq!(Rate::new(0, ms(1000), 1).time_of(2), ms(2000));
        assert_eq!((rate.share(0.25), rate.share(0.0).period), (Rate::new(4, ms(4000), 1), Duration::MAX));
    }

    #[test]
    fn a_bucket_spreads_what_is_taken_after_a_burst() {
        let rate = Rate::new(1, ms(1000), 3);
        let mut bucket = Bucket::default();
        let now = ms(60_000);
        // A timer may have been late by the slack.
        assert_eq!((bucket.ready_at(&rate, 0, 3, now), bucket.ready_at(&rate, 1, 3, now)), (now - SLACK, now - SLACK + ms(1000)));
        bucket.take(&rate, 2, now);
        assert_eq!([0, 1, 2].map(|ahead| bucket.ready_at(&rate, ahead, 1, now)), [59_990, 60_990, 61_990].map(ms));
        bucket.take(&rate, 2, now);
        assert_eq!([1, 2, 4].map(|cost| bucket.ready_at(&rate, 0, cost, now)), [61_990, 62_990, 63_990].map(ms));
        // Time that nobody used is made up for no further.
        let later = ms(90_000);
        assert_eq!(bucket.ready_at(&rate, 0, 3, later), later - SLACK);
    }
}

//! Limits over several processes: what a governor asks of the place where they are kept, and what it does while that is gone.
//!
//! Asking for each call would cost a round trip each, so units are taken ahead: what the queue needs, and twice what was taken before where that
//! was used up in time, but never more than go in [`LEASE`] at the whole rate. The price: a process that falls idle gives back
//! nothing of the few units that it holds, and units are used up to [`KEPT`] after they were counted.

use std::ops::RangeInclusive;
use std::time::Duration;

use super::rate::Rate;
use crate::transport::{BoxError, BoxFuture};

/// The time whose worth of units is taken at once.
const LEASE: Duration = Duration::from_millis(20);

/// How long units that were taken can be used.
const KEPT: Duration = Duration::from_millis(30);

/// How long a backend that failed is left alone.
const LEFT_ALONE: Duration = Duration::from_secs(1);

/// Keeps the state of governors for several processes.
///
/// A key is an origin and a connection's name. An error, or no answer in time, means that the backend is gone: calls then go on with the
/// [local share](crate::governor::GovernorBuilder::local_share) of the rate.
pub trait GovernorBackend: Send + Sync + 'static {
    /// Takes units of a rate, at once for all processes.
    fn take<'a>(&'a self, claim: Claim<'a>) -> BoxFuture<'a, Result<Grant, BoxError>>;

    /// Grants nothing of a key for a time. A longer pause stays.
    fn pause<'a>(&'a self, key: &'a str, pause: Duration) -> BoxFuture<'a, Result<(), BoxError>>;
}

/// What a governor asks for.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Claim<'a> {
    /// Whose limit it is.
    pub key: &'a str,
    /// How many units there are in a period.
    pub units: u32,
    /// The period.
    pub period: Duration,
    /// How many units can be taken at once after a rest.
    pub burst: u32,
    /// The fewest units that are of use.
    pub least: u32,
    /// The most units that are of use.
    pub most: u32,
    /// How long ago the last unit may have been due for it to be still there: makes up for timers that are late.
    pub slack: Duration,
}

/// What a governor got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    /// So many units, from the least to the most that were asked for. More than that are left alone; with fewer the backend counts as
    /// gone.
    Units(u32),
    /// Nothing until then. A wait longer than the governor's
    /// [longest pause](crate::governor::GovernorBuilder::longest_pause) is cut to it; the backend is asked again after that.
    Wait(Duration),
}

/// What a gate holds of a backend's units.
#[derive(Debug, Default)]
pub(super) struct Lease {
    units: u32,
    /// How many units were taken last.
    taken: u32,
    good_until: Duration,
    /// When it makes sense to ask again.
    wait_until: Duration,
    /// Whether somebody is asking.
    pub(super) is_asking: bool,
    /// Until when the backend counts as gone.
    gone_until: Duration,
}

/// What the first of the queue does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// It goes.
    Go,
    /// It waits until then.
    At(Duration),
    /// It waits for another who asks.
    Wait,
    /// It asks for so many units at most.
    Ask(u32),
    /// It goes by the local share.
    Local,
}

impl Lease {
    pub(super) fn next(&self, rate: &Rate, queued: u64, cost: u32, now: Duration) -> Next {
        if now < self.gone_until {
            return Next::Local;
        }
        if self.units >= cost && now < self.good_until {
            return Next::Go;
        }
        if self.is_asking {
            return Next::Wait;
        }
        if now < self.wait_until {
            return Next::At(self.wait_until);
        }
        let lease = (f64::from(rate.units) * LEASE.as_secs_f64() / rate.period.as_secs_f64()).ceil();
        // A process that calls now and then must not take from the others what it does not use.
        let ahead = if now < self.good_until { self.taken.saturating_mul(2) } else { 1 };
        let wanted = u32::try_from(queued).unwrap_or(u32::MAX).max(ahead);
        Next::Ask(wanted.min(lease as u32).max(cost))
    }

    pub(super) fn take(&mut self, cost: u32) {
        self.units = self.units.saturating_sub(cost);
    }

    /// Takes in what the backend granted, from the least to the most that was asked for. What it keeps may be damaged, or written by
    /// others: a wait is at most as long as a pause, and fewer units than the least are no grant.
    pub(super) fn settle(&mut self, result: Option<Result<Grant, BoxError>>, asked: RangeInclusive<u32>, longest: Duration, now: Duration) {
        match result {
            Some(Ok(Grant::Units(units))) if units >= *asked.start() => {
                let units = units.min(*asked.end());
                (self.units, self.taken) = (units, units);
                self.good_until = now + KEPT;
            }
            Some(Ok(Grant::Wait(wait))) => self.wait_until = now.saturating_add(wait.min(longest)),
            Some(Ok(Grant::Units(_)) | Err(_)) | None => self.gone_until = now + LEFT_ALONE,
        }
    }
}

pub(super) fn claim<'a>(key: &'a str, rate: &Rate, least: u32, most: u32) -> Claim<'a> {
    Claim { key, units: rate.units, period: rate.period, burst: rate.burst, least, most, slack: LEASE }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// Of a thousand a second, twenty are the worth of a lease.
    fn rate() -> Rate {
        Rate::new(1000, ms(1000), 1)
    }

    fn next(lease: &Lease, queued: u64, cost: u32, now: u64) -> Next {
        lease.next(&rate(), queued, cost, ms(now))
    }

    /// A lease of three units that are good until 130 ms.
    fn three() -> Lease {
        let mut lease = Lease::default();
        lease.settle(Some(Ok(Grant::Units(3))), 1..=9, ms(60_000), ms(100));
        lease
    }

    #[test]
    fn units_that_were_taken_can_be_used_until_their_time_is_up() {
        let mut lease = three();
        assert_eq!((next(&lease, 1, 3, 129), next(&lease, 1, 3, 130)), (Next::Go, Next::Ask(3)));
        assert_eq!(next(&lease, 1, 4, 129), Next::Ask(6));
        lease.take(2);
        assert_eq!((next(&lease, 1, 1, 129), next(&lease, 1, 2, 129)), (Next::Go, Next::Ask(6)));
        lease.take(2);
        assert_eq!(next(&lease, 1, 1, 129), Next::Ask(6));
    }

    #[test]
    fn twice_as_many_are_asked_for_only_while_those_before_are_still_good() {
        let mut lease = three();
        lease.take(3);
        assert_eq!((next(&lease, 1, 1, 129), next(&lease, 1, 1, 130), next(&lease, 1, 1, 131)), (Next::Ask(6), Next::Ask(1), Next::Ask(1)));
        // What the queue needs, at most the worth of a lease, and what the call costs in any case.
        assert_eq!((next(&lease, 9, 1, 129), next(&lease, 9, 1, 130)), (Next::Ask(9), Next::Ask(9)));
        assert_eq!((next(&lease, u64::MAX, 1, 129), next(&lease, 1, 30, 129)), (Next::Ask(20), Next::Ask(30)));
        let ask = |units: u32| Lease::default().next(&Rate::new(units, ms(1000), 1), 99, 1, ms(0));
        assert_eq!([1, 50, 51, 75, 100].map(ask), [1, 1, 2, 2, 2].map(Next::Ask), "a part of a unit counts as one");
    }

    #[test]
    fn one_asks_and_the_others_wait() {
        let lease = Lease { is_asking: true, ..three() };
        assert_eq!((next(&lease, 1, 3, 129), next(&lease, 1, 4, 129), next(&lease, 1, 1, 130)), (Next::Go, Next::Wait, Next::Wait));
    }

    #[test]
    fn a_backend_that_has_nothing_is_asked_again_when_it_said() {
        let mut lease = Lease::default();
        lease.settle(Some(Ok(Grant::Wait(ms(40)))), 1..=1, ms(60_000), ms(100));
        assert_eq!((next(&lease, 1, 1, 139), next(&lease, 1, 1, 140)), (Next::At(ms(140)), Next::Ask(1)));
        lease.settle(Some(Ok(Grant::Wait(Duration::MAX))), 1..=1, ms(60_000), ms(140));
        assert_eq!((next(&lease, 1, 1, 60_139), next(&lease, 1, 1, 60_140)), (Next::At(ms(60_140)), Next::Ask(1)));
    }

    #[test]
    fn a_backend_that_fails_is_left_alone_for_a_second() {
        let gone: [Option<Result<Grant, BoxError>>; 3] = [None, Some(Err("gone".into())), Some(Ok(Grant::Units(1)))];
        for result in gone {
            let mut lease = three();
            lease.settle(result, 2..=5, ms(60_000), ms(100));
            assert_eq!((next(&lease, 1, 1, 1099), next(&lease, 1, 1, 1100)), (Next::Local, Next::Ask(1)));
        }
    }

    #[test]
    fn what_is_granted_is_used_up_to_what_was_asked_for() {
        for (granted, used) in [(2, 2), (4, 4), (5, 5), (6, 5), (u32::MAX, 5)] {
            let mut lease = Lease::default();
            lease.settle(Some(Ok(Grant::Units(granted))), 2..=5, ms(60_000), ms(100));
            assert_eq!((next(&lease, 1, used, 101), next(&lease, 1, used + 1, 101)), (Next::Go, Next::Ask(2 * used)), "{granted}");
        }
    }
}

//! Who waits at a gate, and what shuts it.

use std::collections::{BTreeMap, BTreeSet};
use std::task::Waker;
use std::time::Duration;

use super::Lane;
use super::backend::{Lease, Next};
use super::builder::Settings;
use super::rate::Bucket;
use super::window::Window;

/// A place in the queue: the lane, then who came first.
pub(super) type Ticket = (Lane, u64);

/// What a call asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Want {
    pub(super) lane: Lane,
    pub(super) cost: u32,
    /// The end of the call's time.
    pub(super) deadline: Duration,
}

#[derive(Debug)]
struct Waiter {
    want: Want,
    waker: Option<Waker>,
}

/// What a waiter does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It goes; it has left the queue.
    Go,
    /// It cannot go in its time; it has left the queue. So long it would have had to wait.
    TooLong(Duration),
    /// It waits until somebody wakes it.
    Wait,
    /// It waits until then, or until somebody wakes it.
    Until(Duration),
    /// It asks the backend for so many units at most.
    Ask(u32),
}

/// The state of a gate.
#[derive(Debug, Default)]
pub(super) struct Queue {
    next: u64,
    waiters: BTreeMap<Ticket, Waiter>,
    /// The same waiters by the end of their time.
    ends: BTreeSet<(Duration, Ticket)>,
    /// What the waiters of each lane cost.
    costs: [u64; 2],
    bucket: Bucket,
    running: u32,
    paused_until: Duration,
    pub(super) window: Option<Window>,
    pub(super) lease: Lease,
}

impl Queue {
    pub(super) fn len(&self) -> usize {
        self.waiters.len()
    }

    /// Returns whether the server shuts the gate, or may once a window is used up.
    pub(super) fn is_shut(&self, now: Duration) -> bool {
        self.window.is_some() || self.is_paused(now)
    }

    pub(super) fn is_paused(&self, now: Duration) -> bool {
        now < self.paused_until
    }

    /// Returns how long a call would have to wait that has no time for it.
    pub(super) fn too_long(&mut self, settings: &Settings, want: Want, now: Duration) -> Option<Duration> {
        let ready_at = self.ready_at(settings, self.ahead(want.lane), want.cost, now);
        (ready_at >= want.deadline && ready_at > now).then(|| ready_at - now)
    }

    /// Returns what those cost who go before a call that comes.
    fn ahead(&self, lane: Lane) -> u64 {
        match lane {
            Lane::Interactive => self.costs[0],
            Lane::Bulk => self.costs[0] + self.costs[1],
        }
    }

    /// Lets a call through where nobody is before it and nothing is in its way. It stays out of the queue, which costs memory.
    pub(super) fn pass(&mut self, settings: &Settings, want: Want, now: Duration) -> bool {
        self.waiters.is_empty() && self.next(settings, want, now) == Turn::Go
    }

    /// Puts a call into the queue, unless it would have to wait for longer than it has.
    pub(super) fn enter(&mut self, settings: &Settings, want: Want, now: Duration) -> Result<Ticket, Duration> {
        if let Some(wait) = self.too_long(settings, want, now) {
            return Err(wait);
        }
        let ticket = (want.lane, self.next);
        self.next += 1;
        self.waiters.insert(ticket, Waiter { want, waker: None });
        self.ends.insert((want.deadline, ticket));
        self.costs[want.lane as usize] += u64::from(want.cost);
        Ok(ticket)
    }

    /// Takes a call out of the queue, and wakes who is first after that.
    pub(super) fn leave(&mut self, ticket: Ticket) {
        if let Some(waiter) = self.waiters.remove(&ticket) {
            self.ends.remove(&(waiter.want.deadline, ticket));
            self.costs[ticket.0 as usize] -= u64::from(waiter.want.cost);
            self.wake_first();
        }
    }

    /// Says what a waiter does next, and keeps its waker where it waits.
    pub(super) fn turn(&mut self, settings: &Settings, ticket: Ticket, waker: &Waker, now: Duration) -> Turn {
        self.expel(now);
        let first = self.waiters.first_key_value().map(|(first, _)| *first);
        let Some(want) = self.waiters.get(&ticket).map(|waiter| waiter.want) else {
            return Turn::TooLong(self.paused_until.saturating_sub(now));
        };
        let turn = if first == Some(ticket) { self.next(settings, want, now) } else { Turn::Wait };
        match turn {
            Turn::Go | Turn::TooLong(_) => self.leave(ticket),
            Turn::Ask(_) => {}
            Turn::Wait | Turn::Until(_) => {
                if let Some(waiter) = self.waiters.get_mut(&ticket) {
                    waiter.waker.replace(waker.clone());
                }
            }
        }
        match (turn, self.ends.first()) {
            // The first sees to it that nobody waits past the end.
            (Turn::Wait, Some((end, _))) if first == Some(ticket) => Turn::Until(*end),
            (Turn::Until(at), Some((end, _))) => Turn::Until(at.min(*end)),
            _ => turn,
        }
    }

    /// Says what the first of the queue does, and takes what it needs to go.
    fn next(&mut self, settings: &Settings, want: Want, now: Duration) -> Turn {
        let ready_at = self.ready_at(settings, 0, want.cost, now);
        if ready_at > now {
            return if ready_at >= want.deadline { Turn::TooLong(ready_at - now) } else { Turn::Until(ready_at) };
        }
        if settings.concurrency.is_some_and(|most| self.running >= most) {
            return Turn::Wait;
        }
        let Some(rate) = settings.rate else { return self.go(want, now) };
        if settings.backend.is_none() {
            self.bucket.take(&rate, want.cost, now);
            return self.go(want, now);
        }
        match self.lease.next(&rate, self.costs.iter().sum(), want.cost, now) {
            Next::Go => {
                self.lease.take(want.cost);
                self.go(want, now)
            }
            Next::At(at) if at >= want.deadline => Turn::TooLong(at - now),
            Next::At(at) => Turn::Until(at),
            Next::Wait => Turn::Wait,
            Next::Ask(most) => Turn::Ask(most),
            Next::Local => {
                let rate = rate.share(settings.local_share);
                let ready_at = self.bucket.ready_at(&rate, 0, want.cost, now);
                if ready_at > now {
                    return if ready_at >= want.deadline { Turn::TooLong(ready_at - now) } else { Turn::Until(ready_at) };
                }
                self.bucket.take(&rate, want.cost, now);
                self.go(want, now)
            }
        }
    }

    fn go(&mut self, want: Want, now: Duration) -> Turn {
        if let Some(window) = &mut self.window {
            window.take(want.cost, now);
        }
        self.running += 1;
        Turn::Go
    }

    /// Returns when a call can go as far as time tells, after others that cost so much.
    fn ready_at(&mut self, settings: &Settings, ahead: u64, cost: u32, now: Duration) -> Duration {
        let mut ready_at = now.max(self.paused_until);
        if let Some(window) = &mut self.window {
            window.turn(now);
            ready_at = ready_at.max(window.ready_at(ahead, cost, now, settings.longest_pause));
        }
        match &settings.rate {
            Some(rate) if settings.backend.is_none() => ready_at.max(self.bucket.ready_at(rate, ahead, cost, now)),
            _ => ready_at,
        }
    }

    /// Takes back what a call took of the window that was not sent.
    pub(super) fn give_back(&mut self, cost: u32) {
        if let Some(window) = &mut self.window {
            window.give_back(cost);
            self.wake_first();
        }
    }

    /// A call is at its end.
    pub(super) fn finish(&mut self) {
        self.running = self.running.saturating_sub(1);
        self.wake_first();
    }

    /// Shuts the gate for a time. Who has less is told at once.
    pub(super) fn pause(&mut self, until: Duration) {
        self.paused_until = self.paused_until.max(until);
        self.expel(self.paused_until);
        self.wake_first();
    }

    /// Takes out whose time is up by then.
    fn expel(&mut self, by: Duration) {
        while let Some((end, ticket)) = self.ends.first().copied().filter(|(end, _)| *end <= by) {
            self.ends.remove(&(end, ticket));
            if let Some(waiter) = self.waiters.remove(&ticket) {
                self.costs[ticket.0 as usize] -= u64::from(waiter.want.cost);
                if let Some(waker) = waiter.waker {
                    waker.wake();
                }
            }
        }
    }

    /// Has the first of the queue look again.
    pub(super) fn wake_first(&mut self) {
        if let Some(waker) = self.waiters.first_entry().and_then(|mut first| first.get_mut().waker.take()) {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::task::Wake;

    use super::super::backend::{Claim, GovernorBackend, Grant};
    use super::super::headers::Seen;
    use super::super::rate::Rate;
    use super::super::window::Moment;
    use super::*;
    use crate::transport::{BoxError, BoxFuture};

    const NOW: Duration = secs(100);

    const fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    fn want(lane: Lane, cost: u32, deadline: u64) -> Want {
        Want { lane, cost, deadline: secs(deadline) }
    }

    fn one(deadline: u64) -> Want {
        want(Lane::Interactive, 1, deadline)
    }

    /// One call a second.
    fn paced() -> Settings {
        Settings { rate: Some(Rate::new(1, secs(1), 1)), ..Settings::default() }
    }

    /// One call at a time.
    fn single() -> Settings {
        Settings { concurrency: Some(1), ..Settings::default() }
    }

    /// A window of ten of which so much is left, until 110 s.
    fn window(left: u64) -> Option<Window> {
        let seen = Seen { name: None, limit: Some(10), left, resets_in: secs(10), length: None };
        Window::observe(None, &seen, Moment { now: NOW, number: 1, sent_after: 0 })
    }

    /// Counts how often it is woken.
    #[derive(Default)]
    struct Woken(AtomicU32);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A waiter of a queue.
    struct Place {
        ticket: Ticket,
        woken: Arc<Woken>,
    }

    impl Place {
        fn new(queue: &mut Queue, settings: &Settings, want: Want) -> Self {
            Self { ticket: queue.enter(settings, want, NOW).expect("it has time"), woken: Arc::default() }
        }

        fn turn(&self, queue: &mut Queue, settings: &Settings, now: Duration) -> Turn {
            queue.turn(settings, self.ticket, &Waker::from(self.woken.clone()), now)
        }

        fn woken(&self) -> u32 {
            self.woken.0.swap(0, Ordering::Relaxed)
        }
    }

    #[test]
    fn a_call_that_has_to_wait_until_its_end_or_longer_is_told_how_long() {
        let settings = Settings::default();
        let mut queue = Queue::default();
        assert_eq!([99, 100, 101].map(|end| queue.too_long(&settings, one(end), NOW)), [None; 3], "there is nothing to wait for");
        queue.pause(secs(110));
        assert_eq!(
            [100, 109, 110, 111].map(|end| queue.too_long(&settings, one(end), NOW)),
            [Some(secs(10)), Some(secs(10)), Some(secs(10)), None]
        );
        assert_eq!((queue.enter(&settings, one(110), NOW), queue.len()), (Err(secs(10)), 0));
        assert!(queue.enter(&settings, one(111), NOW).is_ok() && queue.len() == 1);
        // A shorter pause does not cut a longer one.
        queue.pause(secs(105));
        assert_eq!((queue.is_paused(ms(109_999)), queue.is_paused(secs(110))), (true, false));
    }

    #[test]
    fn a_wait_counts_what_goes_before() {
        let settings = paced();
        let mut queue = Queue::default();
        assert!(queue.pass(&settings, one(200), NOW) && !queue.pass(&settings, one(200), NOW));
        let waits = |queue: &mut Queue| {
            [Lane::Interactive, Lane::Bulk].map(|lane| queue.too_long(&settings, want(lane, 1, 100), NOW).map(|wait| wait.as_millis()))
        };
        // The first took the time that a timer may be late as well.
        assert_eq!(waits(&mut queue), [Some(990), Some(990)]);
        let interactive = Place::new(&mut queue, &settings, want(Lane::Interactive, 2, 200));
        let bulk = Place::new(&mut queue, &settings, want(Lane::Bulk, 3, 105));
        assert_eq!(waits(&mut queue), [Some(2990), Some(5990)]);
        queue.leave(interactive.ticket);
        assert_eq!(waits(&mut queue), [Some(990), Some(3990)]);
        // One whose time is up.
        assert_eq!(bulk.turn(&mut queue, &settings, secs(105)), Turn::TooLong(Duration::ZERO));
        assert_eq!((waits(&mut queue), queue.len()), ([Some(990), Some(990)], 0));
    }

    #[test]
    fn the_first_waits_no_longer_than_the_others_have_time() {
        let settings = single();
        let mut queue = Queue::default();
        assert!(queue.pass(&settings, one(200), NOW));
        let first = Place::new(&mut queue, &settings, one(150));
        let second = Place::new(&mut queue, &settings, one(120));
        assert_eq!(first.turn(&mut queue, &settings, NOW), Turn::Until(secs(120)));
        assert_eq!(second.turn(&mut queue, &settings, NOW), Turn::Wait);
        assert_eq!(first.turn(&mut queue, &settings, ms(119_999)), Turn::Until(secs(120)));
        assert_eq!((second.woken(), queue.len()), (0, 2));
        assert_eq!(first.turn(&mut queue, &settings, secs(120)), Turn::Until(secs(150)));
        assert_eq!((second.woken(), queue.len()), (1, 1));
        assert_eq!(second.turn(&mut queue, &settings, secs(120)), Turn::TooLong(Duration::ZERO));
        // Whoever ends wakes the first.
        assert_eq!(first.woken(), 0);
        queue.finish();
        assert_eq!((first.woken(), first.turn(&mut queue, &settings, secs(120)), queue.len()), (1, Turn::Go, 0));
        let third = Place::new(&mut queue, &settings, one(150));
        assert_eq!(third.turn(&mut queue, &settings, secs(120)), Turn::Until(secs(150)), "one is under way");
    }

    #[test]
    fn a_pause_tells_those_whose_time_is_up_by_its_end_and_lets_the_first_look_again() {
        let settings = single();
        let mut queue = Queue::default();
        assert!(queue.pass(&settings, one(200), NOW));
        let [first, within, at_the_end] = [150, 129, 130].map(|end| Place::new(&mut queue, &settings, one(end)));
        let all = [&first, &within, &at_the_end];
        for place in all {
            place.turn(&mut queue, &settings, NOW);
        }
        queue.pause(secs(130));
        assert_eq!((all.map(Place::woken), queue.len()), ([1, 1, 1], 1));
        let turns = all.map(|place| place.turn(&mut queue, &settings, secs(120)));
        assert_eq!(turns, [Turn::Until(secs(130)), Turn::TooLong(secs(10)), Turn::TooLong(secs(10))]);
        queue.finish();
        assert_eq!(first.turn(&mut queue, &settings, ms(129_999)), Turn::Until(secs(130)));
        assert_eq!(first.turn(&mut queue, &settings, secs(130)), Turn::Go);
    }

    #[test]
    fn a_window_that_is_used_up_meanwhile_sends_those_away_who_have_less_time() {
        let settings = single();
        for (end, turn, left) in [(109, Turn::TooLong(secs(10)), 0), (110, Turn::TooLong(secs(10)), 0), (111, Turn::Until(secs(110)), 1)] {
            let mut queue = Queue::default();
            assert!(queue.pass(&settings, one(200), NOW));
            let place = Place::new(&mut queue, &settings, one(end));
            queue.window = window(0);
            assert_eq!((place.turn(&mut queue, &settings, NOW), queue.len()), (turn, left), "{end}");
        }
    }

    #[test]
    fn what_is_given_back_to_a_window_lets_the_first_go() {
        let settings = Settings::default();
        let mut queue = Queue { window: window(1), ..Queue::default() };
        assert!(queue.pass(&settings, one(200), NOW));
        let place = Place::new(&mut queue, &settings, one(200));
        assert_eq!(place.turn(&mut queue, &settings, NOW), Turn::Until(secs(110)));
        queue.give_back(1);
        assert_eq!((place.woken(), place.turn(&mut queue, &settings, NOW)), (1, Turn::Go));
    }

    /// A backend that these tests answer for.
    struct Unasked;

    impl GovernorBackend for Unasked {
        fn take<'a>(&'a self, _: Claim<'a>) -> BoxFuture<'a, Result<Grant, BoxError>> {
            Box::pin(std::future::pending())
        }

        fn pause<'a>(&'a self, _: &'a str, _: Duration) -> BoxFuture<'a, Result<(), BoxError>> {
            Box::pin(std::future::pending())
        }
    }

    #[test]
    fn a_backend_says_when_calls_go_and_the_local_share_where_it_is_gone() {
        let settings = Settings { backend: Some(Arc::new(Unasked)), local_share: 0.25, ..paced() };
        let settle = |queue: &mut Queue, grant: Option<Grant>| queue.lease.settle(grant.map(Ok), 1..=1, secs(60), NOW);
        for (end, turn) in [(109, Turn::TooLong(secs(10))), (110, Turn::TooLong(secs(10))), (111, Turn::Until(secs(110)))] {
            let mut queue = Queue::default();
            let place = Place::new(&mut queue, &settings, one(end));
            assert_eq!(place.turn(&mut queue, &settings, NOW), Turn::Ask(1));
            settle(&mut queue, Some(Grant::Wait(secs(10))));
            assert_eq!(place.turn(&mut queue, &settings, NOW), turn, "{end}");
        }
        // A unit lets one call go.
        let mut queue = Queue::default();
        settle(&mut queue, Some(Grant::Units(1)));
        assert!(queue.pass(&settings, one(200), NOW) && !queue.pass(&settings, one(200), NOW));
        // One in four seconds, less what a timer may be late.
        for (end, turn) in [(103, Turn::TooLong(ms(3990))), (104, Turn::Until(ms(103_990)))] {
            let mut queue = Queue::default();
            settle(&mut queue, None);
            assert!(queue.pass(&settings, one(200), NOW));
            let place = Place::new(&mut queue, &settings, one(end));
            assert_eq!(place.turn(&mut queue, &settings, NOW), turn, "{end}");
        }
    }
}

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

    /// Returns whether something of the server's shuts the gate, or somebody waits.
    pub(super) fn is_shut(&self, now: Duration) -> bool {
        self.window.is_some() || self.is_paused(now) || !self.waiters.is_empty()
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

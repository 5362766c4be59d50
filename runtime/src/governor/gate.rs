//! A gate: what calls of one origin and connection go through. Each window of the server's limits is a gate of its own before it, so that
//! calls that wait for one limit do not hold up those that another holds for.

use std::fmt;
use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::HeaderMap;

use super::backend::claim;
use super::builder::Settings;
use super::headers::{self, Seen};
use super::queue::{Queue, Ticket, Turn, Want};
use super::window::{Moment, Window};
use super::windows::Windows;
use super::{Key, Lane, Shared, spoken};
use crate::clock::{Clock, within};
use crate::operation::Operation;
use crate::panics::awaited;
use crate::transport::BoxFuture;

/// Calls of one origin and connection, or those that one window holds for.
pub(crate) struct Gate {
    shared: Weak<Shared>,
    key: Key,
    /// The key as backends know it.
    name: String,
    settings: Settings,
    clock: Arc<dyn Clock>,
    is_limited: AtomicBool,
    queue: Mutex<Queue>,
    windows: Mutex<Windows>,
    /// How many responses have told of limits.
    told: AtomicU64,
}

/// A call would have had to wait for longer than it has time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    /// How long it would have had to wait; nothing where that is not known.
    pub(crate) wait: Duration,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.wait.is_zero() {
            return f.write_str("held back by the governor until the call's time was up");
        }
        write!(f, "held back by the governor: it would have to wait {}, which is longer than the call may take", spoken(self.wait))
    }
}

/// Leave to send. The call counts as under way until this is dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    gate: Option<Arc<Gate>>,
    /// How long the call waited.
    pub(crate) waited: Duration,
    /// How many responses had told of limits by then.
    sent_after: u64,
}

impl Permit {
    /// Leave where nobody counts.
    pub(crate) fn free() -> Self {
        Self { gate: None, waited: Duration::ZERO, sent_after: 0 }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(gate) = &self.gate {
            gate.queue().finish();
        }
    }
}

impl Gate {
    pub(super) fn new(shared: Weak<Shared>, key: Key, settings: &Settings, clock: Arc<dyn Clock>) -> Self {
        let name = match &key.connection {
            Some(connection) => format!("{}/{connection}", key.origin),
            None => key.origin.to_string(),
        };
        Self {
            shared,
            key,
            name,
            settings: settings.clone(),
            clock,
            is_limited: AtomicBool::new(false),
            queue: Mutex::default(),
            windows: Mutex::default(),
            told: AtomicU64::new(0),
        }
    }

    /// Makes the gate of a window of this one.
    fn window_gate(&self) -> Self {
        Self::new(self.shared.clone(), self.key.clone(), &self.settings.of_windows(), self.clock.clone())
    }

    /// Returns whether this is the gate for an address; the connection is the client's own.
    pub(crate) fn is_for(&self, uri: &http::Uri) -> bool {
        self.key.origin.is_of(uri)
    }

    pub(super) fn waiting(&self) -> usize {
        self.queue().len() + self.windows().gates().map(|gate| gate.queue().len()).sum::<usize>()
    }

    /// Returns whether the gate holds somebody back, or would, so that it must not be forgotten.
    pub(super) fn holds(&self, now: Duration) -> bool {
        let queue = self.queue();
        let own = queue.len() > 0 || queue.is_paused(now) || queue.window.is_some_and(|window| window.holds(now));
        drop(queue);
        own || self.windows().gates().any(|gate| gate.holds(now))
    }

    #[cfg(test)]
    pub(super) fn windows_kept(&self) -> usize {
        self.windows().gates().count()
    }

    pub(super) fn window(&self) -> Option<Window> {
        self.queue().window
    }

    /// Waits until the call may be sent. `left` is what there is of the call's time.
    pub(crate) async fn admit(self: &Arc<Self>, op: &'static Operation, lane: Lane, cost: u32, left: Duration) -> Result<Permit, Refused> {
        let from = self.clock.now();
        let want = Want { lane, cost, deadline: from.saturating_add(left) };
        let windows = self.windows().of(op);
        let mut taken = Taken { gates: Vec::new(), cost };
        if !windows.is_empty() {
            // A call that one of them would refuse does not wait for the others first.
            if let Some(wait) = windows.iter().filter_map(|gate| gate.queue().too_long(&gate.settings, want, from)).max() {
                return Err(Refused { wait });
            }
            for gate in windows {
                gate.pass(want).await?;
                taken.gates.push(gate);
            }
        }
        self.pass(want).await?;
        taken.gates.clear();
        let (waited, sent_after) = (self.clock.now().saturating_sub(from), self.told.load(Ordering::Acquire));
        Ok(Permit { gate: Some(self.clone()), waited, sent_after })
    }

    /// Waits until a call may pass this gate alone.
    async fn pass(self: &Arc<Self>, want: Want) -> Result<(), Refused> {
        let from = self.clock.now();
        let ticket = {
            let mut queue = self.queue();
            if queue.pass(&self.settings, want, from) {
                self.tell_limited(queue.is_shut(from));
                return Ok(());
            }
            queue.enter(&self.settings, want, from).map_err(|wait| Refused { wait })?
        };
        // Leaves the queue when the call is dropped.
        let _place = Place { gate: self, ticket };
        let mut timer = None;
        loop {
            match poll_fn(|cx| self.poll_turn(cx, ticket, &mut timer)).await {
                Turn::Go => return Ok(()),
                Turn::TooLong(wait) => return Err(Refused { wait }),
                Turn::Ask(most) => self.ask(want.cost, most).await,
                Turn::Wait | Turn::Until(_) => {}
            }
        }
    }

    fn poll_turn(&self, cx: &mut Context<'_>, ticket: Ticket, timer: &mut Option<(Duration, BoxFuture<'static, ()>)>) -> Poll<Turn> {
        loop {
            let now = self.clock.now();
            let mut queue = self.queue();
            let turn = queue.turn(&self.settings, ticket, cx.waker(), now);
            if let Turn::Ask(_) = turn {
                queue.lease.is_asking = true;
            }
            drop(queue);
            let until = match turn {
                Turn::Until(until) => until,
                Turn::Wait => {
                    *timer = None;
                    return Poll::Pending;
                }
                Turn::Go | Turn::TooLong(_) | Turn::Ask(_) => return Poll::Ready(turn),
            };
            if timer.as_ref().is_none_or(|(at, _)| *at != until) {
                *timer = Some((until, self.clock.sleep(until.saturating_sub(now))));
            }
            if let Some((_, timer)) = timer {
                ready!(timer.as_mut().poll(cx));
            }
            *timer = None;
        }
    }

    /// Takes units from the backend, for whoever is first after that.
    async fn ask(&self, least: u32, most: u32) {
        let asking = Asking(self);
        let (Some(backend), Some(rate)) = (&self.settings.backend, &self.settings.rate) else { return };
        // A backend that panics is gone, like one that fails.
        let taking = awaited("backend of the governor", async { backend.take(claim(&self.name, rate, least, most)).await });
        let result = within(&*self.clock, self.settings.backend_timeout, taking).await;
        let result = result.map(|asked| asked.unwrap_or_else(|panicked| Err(panicked.into())));
        self.queue().lease.settle(result, least..=most, self.settings.longest_pause, self.clock.now());
        drop(asking);
    }

    /// Takes in what a response to an operation tells of the server's limits. Returns the gates of those that the operation has to keep:
    /// where one of them is used up, of those alone that are.
    pub(crate) fn observe(&self, op: &'static Operation, headers: &HeaderMap, permit: &Permit) -> Vec<Arc<Gate>> {
        let mut seen = headers::read(headers, &*self.clock);
        seen.retain(Seen::is_limit);
        if seen.is_empty() {
            return Vec::new();
        }
        let number = self.told.fetch_add(1, Ordering::AcqRel) + 1;
        let at = Moment { now: self.clock.now(), number, sent_after: permit.sent_after };
        let gates = self.windows().place(op, &seen, at, || self.window_gate());
        for (gate, seen) in gates.iter().zip(&seen) {
            gate.take_in(seen, at);
        }
        let is_used_up = seen.iter().any(|seen| seen.left == 0);
        gates.into_iter().zip(&seen).filter(|(_, seen)| !is_used_up || seen.left == 0).map(|(gate, _)| gate).collect()
    }

    fn take_in(&self, seen: &Seen, at: Moment) {
        let mut queue = self.queue();
        queue.window = Window::observe(queue.window, seen, at);
        self.tell_limited(queue.is_shut(at.now));
        queue.wake_first();
    }

    /// Holds every call back for as long as the server asks.
    pub(crate) async fn pause(&self, asked: Duration) {
        let pause = asked.min(self.settings.longest_pause);
        if pause.is_zero() {
            return;
        }
        let until = self.clock.now().saturating_add(pause);
        {
            let mut queue = self.queue();
            queue.pause(until);
            self.tell_limited(true);
        }
        if let Some(backend) = self.settings.backend.as_ref().filter(|_| self.settings.rate.is_some()) {
            // Where the backend is gone, the others will see for themselves.
            let pausing = awaited("backend of the governor", async { backend.pause(&self.name, pause).await });
            let _ = within(&*self.clock, self.settings.backend_timeout, pausing).await;
        }
    }

    /// Keeps the count of gates that are shut at times. Called under the lock of the queue.
    fn tell_limited(&self, is_limited: bool) {
        if self.is_limited.swap(is_limited, Ordering::AcqRel) == is_limited {
            return;
        }
        let Some(shared) = self.shared.upgrade() else { return };
        if is_limited {
            shared.limited.fetch_add(1, Ordering::AcqRel);
        } else {
            shared.limited.fetch_sub(1, Ordering::AcqRel);
        }
    }

    fn windows(&self) -> MutexGuard<'_, Windows> {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.tell_limited(false);
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A place in the queue, given back when it is dropped.
struct Place<'a> {
    gate: &'a Gate,
    ticket: Ticket,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.gate.queue().leave(self.ticket);
    }
}

/// What a call took of windows, given back when it is dropped before the call was sent.
struct Taken {
    gates: Vec<Arc<Gate>>,
    cost: u32,
}

impl Drop for Taken {
    fn drop(&mut self) {
        for gate in &self.gates {
            gate.queue().give_back(self.cost);
        }
    }
}

/// Asking the backend, which others wait for. Whoever asks may be dropped.
struct Asking<'a>(&'a Gate);

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        let mut queue = self.0.queue();
        queue.lease.is_asking = false;
        queue.wake_first();
    }
}

//! The governor: it holds calls back before a server has to refuse them.
//!
//! A [`Governor`] keeps one gate for each origin and connection, so that the limit of one account does not slow down another. A
//! gate is closed by
//!
//! - a configured rate or number of concurrent calls;
//! - headers in which a server reports what is left of its limits (`headers`). Each named limit has a window. Unnamed limits have one for
//!   each operation, until two operations turn out to share one (`windows`);
//! - a pause that the server asked for with a 429 or 503. A 429 that reports limits pauses only the calls that they apply to. Any other
//!   429, and a 503, pauses all calls.
//!
//! After a redirect to another origin, nothing that the other origin reports counts.
//!
//! A call that has to wait joins the gate's queue (`queue`): interactive calls before bulk calls, first come, first served. Only the first
//! call in the queue has a timer. A call that leaves the front wakes the next one. A waiting call that is dropped leaves the queue.
//!
//! **Invariants:** an open gate costs one atomic load and does not read the clock; no call waits longer than its time; nothing here
//! spawns a task.

mod backend;
mod builder;
mod gate;
mod headers;
mod queue;
mod rate;
mod window;
mod windows;

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use http::{HeaderMap, Uri};

pub use backend::{Claim, GovernorBackend, Grant};
pub use builder::GovernorBuilder;
pub(crate) use gate::{Gate, Permit};

use crate::clock::Clock;
use crate::operation::Operation;
use crate::retry::Budgets;
use crate::url::Origin;
use builder::Settings;

/// How many gates a governor keeps before it forgets those that nobody uses.
const MANY_GATES: usize = 1024;

/// Which calls go first where calls have to wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// Somebody waits for the answer: before every call of the other lane.
    #[default]
    Interactive,
    /// Work in the background, done with what is left.
    Bulk,
}

/// Holds calls back before a server has to refuse them. Clones share everything; clients that are given the same governor share
/// its limits, those of other crates, too.
///
/// Limits hold for each origin and [connection](crate::ClientBuilder::connection) apart. Every client has a governor: the one that
/// is made by default sets no limit of its own, but keeps those that the server tells.
///
/// ```
/// use std::time::Duration;
/// use turnbuckle_runtime::Governor;
///
/// let governor = Governor::builder().rate(100, Duration::from_secs(60)).burst(10).concurrency(8).build();
/// ```
#[derive(Clone)]
pub struct Governor {
    shared: Arc<Shared>,
}

pub(crate) struct Shared {
    settings: Settings,
    clock: OnceLock<Arc<dyn Clock>>,
    /// How many gates are shut by something, at times.
    limited: AtomicUsize,
    gates: Mutex<HashMap<Key, Arc<Gate>>>,
    budgets: Budgets,
}

/// What limits are told apart by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) origin: Origin,
    pub(crate) connection: Option<Arc<str>>,
}

impl Governor {
    /// Starts a governor.
    pub fn builder() -> GovernorBuilder {
        GovernorBuilder::default()
    }

    fn new(settings: Settings, clock: Option<Arc<dyn Clock>>) -> Self {
        let cell = OnceLock::new();
        if let Some(clock) = clock {
            // The cell is empty.
            let _ = cell.set(clock);
        }
        let shared = Shared { settings, clock: cell, limited: AtomicUsize::new(0), gates: Mutex::default(), budgets: Budgets::default() };
        Self { shared: Arc::new(shared) }
    }

    /// Takes the clock of a client, unless there is one: all who share the governor count time alike.
    pub(crate) fn adopt_clock(&self, clock: &Arc<dyn Clock>) {
        self.shared.clock.get_or_init(|| clock.clone());
    }

    pub(crate) fn budgets(&self) -> &Budgets {
        &self.shared.budgets
    }

    /// Returns what an operation costs.
    pub(crate) fn cost(&self, op: &Operation) -> u32 {
        self.shared.settings.cost.as_ref().map_or(op.cost, |cost| cost(op))
    }

    /// Returns whether a call may have to wait somewhere. Where not, nothing else needs to be asked.
    pub(crate) fn is_limiting(&self) -> bool {
        self.shared.settings.is_limiting() || self.shared.limited.load(Ordering::Acquire) > 0
    }

    /// Returns whether an answer has something to observe.
    pub(crate) fn minds(&self, headers: &HeaderMap) -> bool {
        self.shared.settings.reads_headers && headers::announces(headers)
    }

    /// Returns the gate of an origin and connection.
    pub(crate) fn gate(&self, uri: &Uri, connection: Option<&Arc<str>>) -> Option<Arc<Gate>> {
        let key = Key { origin: Origin::of(uri)?, connection: connection.cloned() };
        let mut gates = self.gates();
        if let Some(gate) = gates.get(&key) {
            return Some(gate.clone());
        }
        let clock = self.shared.clock.get_or_init(|| Arc::new(crate::clock::SystemClock::new())).clone();
        if gates.len() >= MANY_GATES {
            make_room(&mut gates, clock.now());
        }
        let gate = Arc::new(Gate::new(Arc::downgrade(&self.shared), key.clone(), &self.shared.settings, clock));
        gates.insert(key, gate.clone());
        Some(gate)
    }

    fn gates(&self) -> MutexGuard<'_, HashMap<Key, Arc<Gate>>> {
        self.shared.gates.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns how many gates there are, and the most windows of one.
    #[cfg(test)]
    pub(crate) fn sizes(&self) -> (usize, usize) {
        let gates: Vec<Arc<Gate>> = self.gates().values().cloned().collect();
        (gates.len(), gates.iter().map(|gate| gate.windows_kept()).max().unwrap_or_default())
    }

    /// Returns how many calls wait, over all origins and connections.
    pub fn waiting(&self) -> usize {
        let gates: Vec<Arc<Gate>> = self.gates().values().cloned().collect();
        gates.iter().map(|gate| gate.waiting()).sum()
    }
}

/// Forgets the gates that hold nobody back, and where that is not enough one that nobody uses: links to ever other origins must not fill
/// the memory, not even where each of them announces a limit.
fn make_room(gates: &mut HashMap<Key, Arc<Gate>>, now: Duration) {
    gates.retain(|_, gate| Arc::strong_count(gate) > 1 || gate.holds(now));
    if gates.len() >= MANY_GATES
        && let Some(unused) = gates.iter().find(|(_, gate)| Arc::strong_count(gate) == 1).map(|(key, _)| key.clone())
    {
        gates.remove(&unused);
    }
}

impl Default for Governor {
    /// Makes a governor without limits of its own.
    fn default() -> Self {
        Self::builder().build()
    }
}

impl fmt::Debug for Governor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Governor").field("settings", &self.shared.settings).finish_non_exhaustive()
    }
}

/// Says how long something takes, in the largest unit that is exact enough to act upon.
pub(crate) fn spoken(wait: Duration) -> String {
    match wait.as_secs() {
        0 => format!("{} ms", wait.as_millis()),
        seconds if wait.subsec_nanos() == 0 => format!("{seconds} s"),
        _ => format!("{:.1} s", wait.as_secs_f64()),
    }
}

//! The retry budget: a server in trouble is not asked more and more often. There is one for each origin and connection, kept with the
//! governor, so that clients which share one share the budget.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::Uri;

use crate::governor::Key;
use crate::url::Origin;

const FULL: u32 = 500;
const RETRY_COST: u32 = 5;
const TIMEOUT_COST: u32 = 10;

/// The budgets of a governor.
#[derive(Debug, Default)]
pub(crate) struct Budgets {
    /// Whether some budget is not full. Without trouble, nobody looks further.
    touched: AtomicBool,
    /// What is left of the budgets that are not full.
    left: Mutex<HashMap<Key, u32>>,
}

/// What a retry took from its budget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spent(u32);

impl Budgets {
    /// Takes the cost of a retry; `None` where the budget does not hold it.
    pub(crate) fn spend(&self, uri: &Uri, connection: Option<&Arc<str>>, after_timeout: bool) -> Option<Spent> {
        let cost = if after_timeout { TIMEOUT_COST } else { RETRY_COST };
        let key = Key { origin: Origin::of(uri)?, connection: connection.cloned() };
        let mut left = self.left();
        let budget = left.entry(key).or_insert(FULL);
        *budget = budget.checked_sub(cost)?;
        self.touched.store(true, Ordering::Relaxed);
        Some(Spent(cost))
    }

    /// Gives back what the last retry took, or a little where there was none.
    pub(crate) fn refund(&self, uri: &Uri, connection: Option<&Arc<str>>, spent: Spent) {
        if !self.touched.load(Ordering::Relaxed) {
            return;
        }
        let Some(origin) = Origin::of(uri) else { return };
        let key = Key { origin, connection: connection.cloned() };
        let mut left = self.left();
        let Some(budget) = left.get_mut(&key) else { return };
        *budget += spent.0.max(1);
        if *budget >= FULL {
            left.remove(&key);
        }
        if left.is_empty() {
            self.touched.store(false, Ordering::Relaxed);
        }
    }

    fn left(&self) -> MutexGuard<'_, HashMap<Key, u32>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

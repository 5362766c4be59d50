//! The retry budget: a server in trouble is not asked more and more often. Each client keeps one for each origin.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::url::Origin;

const FULL: u32 = 500;
const RETRY_COST: u32 = 5;
const TIMEOUT_COST: u32 = 10;

/// The budgets of a client.
#[derive(Debug, Default)]
pub(crate) struct Budgets {
    /// Whether some budget is not full. A client without trouble looks no further.
    touched: AtomicBool,
    left: Mutex<Vec<(Origin, u32)>>,
}

/// What a retry took from its budget.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spent(u32);

impl Budgets {
    /// Takes the cost of a retry; `None` where the budget does not hold it.
    pub(crate) fn spend(&self, origin: &Origin, after_timeout: bool) -> Option<Spent> {
        let cost = if after_timeout { TIMEOUT_COST } else { RETRY_COST };
        let mut left = self.left();
        let index = left.iter().position(|(known, _)| known == origin).unwrap_or_else(|| {
            left.push((origin.clone(), FULL));
            left.len() - 1
        });
        let budget = &mut left[index].1;
        *budget = budget.checked_sub(cost)?;
        self.touched.store(true, Ordering::Relaxed);
        Some(Spent(cost))
    }

    /// Gives back what the last retry took, or a little where there was none.
    pub(crate) fn refund(&self, origin: &http::Uri, spent: Spent) {
        if !self.touched.load(Ordering::Relaxed) {
            return;
        }
        let Some(origin) = Origin::of(origin) else { return };
        let mut left = self.left();
        if let Some((_, budget)) = left.iter_mut().find(|(known, _)| *known == origin) {
            *budget = (*budget + spent.0.max(1)).min(FULL);
        }
        if left.iter().all(|(_, budget)| *budget == FULL) {
            self.touched.store(false, Ordering::Relaxed);
        }
    }

    fn left(&self) -> MutexGuard<'_, Vec<(Origin, u32)>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

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
/// The most budgets that are kept: a server that redirects to ever new origins must not fill the memory. The fullest is forgotten first,
/// since a budget that is forgotten is full again.
const MANY: usize = 1024;

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
        if left.len() >= MANY && !left.contains_key(&key) {
            let fullest = left.iter().max_by_key(|(_, left)| **left).map(|(key, _)| key.clone());
            fullest.and_then(|fullest| left.remove(&fullest));
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(number: usize) -> Uri {
        format!("https://s{number}.example/").parse().expect("it is a URL")
    }

    #[test]
    fn retries_take_from_a_budget_until_it_is_empty_and_successes_refund_it() {
        let (budgets, uri) = (Budgets::default(), origin(1));
        for _ in 0..49 {
            assert_eq!(budgets.spend(&uri, None, true), Some(Spent(10)));
        }
        assert_eq!(budgets.spend(&uri, None, false), Some(Spent(5)));
        assert_eq!(budgets.spend(&uri, None, true), None);
        assert_eq!(budgets.spend(&uri, None, false), Some(Spent(5)));
        assert_eq!(budgets.spend(&uri, None, false), None);
        budgets.refund(&uri, None, Spent(4));
        assert_eq!(budgets.spend(&uri, None, false), None);
        budgets.refund(&uri, None, Spent(0));
        assert_eq!(budgets.spend(&uri, None, false), Some(Spent(5)));
        // Another origin and another connection have budgets of their own.
        assert_eq!(budgets.spend(&origin(2), None, true), Some(Spent(10)));
        assert_eq!(budgets.spend(&uri, Some(&Arc::from("acme")), true), Some(Spent(10)));
    }

    #[test]
    fn a_budget_that_is_full_again_is_forgotten() {
        let (budgets, uri) = (Budgets::default(), origin(1));
        let spent = budgets.spend(&uri, None, true).expect("it is full");
        budgets.refund(&uri, None, Spent(9));
        assert!(budgets.touched.load(Ordering::Relaxed) && budgets.left().len() == 1);
        budgets.refund(&uri, None, Spent(0));
        assert!(!budgets.touched.load(Ordering::Relaxed) && budgets.left().is_empty());
        assert_eq!(spent, Spent(10));
    }

    #[test]
    fn ever_new_origins_keep_a_bounded_number_of_budgets_and_the_emptiest_stays() {
        let budgets = Budgets::default();
        for _ in 0..50 {
            budgets.spend(&origin(0), None, true);
        }
        for number in 1..2 * MANY {
            assert_eq!(budgets.spend(&origin(number), None, false), Some(Spent(5)));
        }
        assert_eq!(budgets.left().len(), MANY);
        assert_eq!(budgets.spend(&origin(0), None, false), None);
    }
}

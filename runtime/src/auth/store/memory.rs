//! A store in memory.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::future::ready;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Lease, Stored, TokenStore, Version};
use crate::auth::Grant;
use crate::transport::{BoxError, BoxFuture};

/// A store in memory, for several clients of one process. Clones share what is kept.
#[derive(Clone, Default)]
pub struct MemoryTokenStore {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    grants: HashMap<String, Stored>,
    leased: HashSet<String>,
}

/// Frees the key when it is dropped.
struct Held {
    state: Arc<Mutex<State>>,
    key: String,
}

impl MemoryTokenStore {
    /// Makes an empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl TokenStore for MemoryTokenStore {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Stored>, BoxError>> {
        let found = self.state().grants.get(key).cloned();
        Box::pin(ready(Ok(found)))
    }

    fn compare_and_swap<'a>(
        &'a self,
        key: &'a str,
        expected: Version,
        grant: &'a Grant,
    ) -> BoxFuture<'a, Result<Option<Version>, BoxError>> {
        let mut state = self.state();
        let current = state.grants.get(key).map_or(Version::ABSENT, |stored| stored.version);
        let written = (current == expected).then(|| {
            let version = current.next();
            state.grants.insert(key.to_owned(), Stored { grant: grant.clone(), version });
            version
        });
        Box::pin(ready(Ok(written)))
    }

    fn try_lock<'a>(&'a self, key: &'a str, _: Duration) -> BoxFuture<'a, Result<Option<Lease>, BoxError>> {
        // The lease ends with its holder, who is in this process; so its life needs no clock.
        let taken = self.state().leased.insert(key.to_owned());
        let lease = taken.then(|| Lease::new(Held { state: Arc::clone(&self.state), key: key.to_owned() }));
        Box::pin(ready(Ok(lease)))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        lock(&self.state).leased.remove(&self.key);
    }
}

impl fmt::Debug for MemoryTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryTokenStore").field("grants", &self.state().grants.len()).finish_non_exhaustive()
    }
}

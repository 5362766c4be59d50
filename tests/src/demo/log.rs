//! What the server saw and did.

use bytes::Bytes;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A request as it came in.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The service it was for, such as `crm`.
    pub api: String,
    /// The method.
    pub method: String,
    /// Path and query as they were sent, counted from the base URL of the service.
    pub target: String,
    /// The headers in the order in which they came, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body; empty where the connection was dropped before it was read.
    pub body: Bytes,
}

impl Recorded {
    /// Returns the first header of this name (in lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// Tells what the server saw and did.
#[derive(Clone, Debug, Default)]
pub struct Log(Arc<Mutex<Entries>>);

#[derive(Debug, Default)]
struct Entries {
    requests: Vec<Recorded>,
    effects: BTreeMap<String, usize>,
}

impl Log {
    /// Returns every request so far, in the order in which they came.
    pub fn requests(&self) -> Vec<Recorded> {
        self.lock().requests.clone()
    }

    /// Returns every request to one service so far.
    pub fn requests_to(&self, api: &str) -> Vec<Recorded> {
        self.lock().requests.iter().filter(|r| r.api == api).cloned().collect()
    }

    /// Returns how often an operation changed something, by its `operationId`. A request that is
    /// refused, or answered from memory by its idempotency key, changes nothing.
    pub fn effects(&self, operation: &str) -> usize {
        self.lock().effects.get(operation).copied().unwrap_or(0)
    }

    /// Returns how often each operation changed something.
    pub fn all_effects(&self) -> BTreeMap<String, usize> {
        self.lock().effects.clone()
    }

    /// Forgets everything so far.
    pub fn clear(&self) {
        *self.lock() = Entries::default();
    }

    pub(crate) fn record(&self, request: Recorded) {
        self.lock().requests.push(request);
    }

    pub(crate) fn count(&self, operations: &[&'static str]) {
        let mut entries = self.lock();
        for operation in operations {
            *entries.effects.entry((*operation).to_owned()).or_default() += 1;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! Faults that a test asks the server for.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What goes wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Answers with this status in place of doing the work, and with this `Retry-After` in seconds. Where
    /// the service has a form for the status, the body has it.
    Status(u16, Option<u32>),
    /// Resets the connection before the body is read; nothing is done.
    DropBeforeRead,
    /// Does the work, then resets the connection in place of answering.
    ResetAfterWork,
    /// Never answers; nothing is done.
    Stall,
    /// Does the work, and never answers.
    StallAfterWork,
    /// Does the work, announces the whole answer, sends half of it and resets the connection.
    TruncatedBody,
}

/// Has faults happen.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<Vec<Planned>>>);

#[derive(Debug)]
struct Planned {
    api: String,
    method: String,
    path_prefix: String,
    fault: Fault,
    left: usize,
}

impl Faults {
    /// Has `fault` happen to the next `times` requests of `api` with this method whose path, counted
    /// from the base URL of `api`, begins with `path_prefix`. Plans are kept in the order in which they
    /// are made: the first one that fits a request happens to it.
    pub fn fail_next(&self, api: &str, method: &str, path_prefix: &str, fault: Fault, times: usize) {
        self.lock().push(Planned {
            api: api.to_owned(),
            method: method.to_owned(),
            path_prefix: path_prefix.to_owned(),
            fault,
            left: times,
        });
    }

    /// Drops every plan.
    pub fn clear(&self) {
        self.lock().clear();
    }

    /// Takes the fault that is planned for a request.
    pub(crate) fn take(&self, api: &str, method: &str, path: &str) -> Option<Fault> {
        let mut plans = self.lock();
        let at = plans.iter().position(|p| p.left > 0 && p.api == api && p.method == method && path.starts_with(&p.path_prefix))?;
        let fault = plans[at].fault;
        plans[at].left -= 1;
        if plans[at].left == 0 {
            plans.remove(at);
        }
        Some(fault)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Planned>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

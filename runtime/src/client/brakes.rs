//! What holds a client's calls back, and what counts them.

use std::sync::{Arc, OnceLock};

use http::Uri;

use crate::breaker::Breaker;
use crate::clock::Clock;
use crate::governor::{Gate, Governor, Lane};
use crate::meter::Meter;

pub(crate) struct Brakes {
    pub(crate) governor: Governor,
    pub(crate) breaker: Option<Breaker>,
    pub(crate) meter: Option<Meter>,
    pub(crate) lane: Lane,
    connection: Option<Arc<str>>,
    /// The gate of the origin that was called first, which is the only one of most clients: found without looking it up.
    home: OnceLock<Arc<Gate>>,
}

/// What the user has set of it.
#[derive(Clone, Default)]
pub(super) struct BrakeOptions {
    pub(super) governor: Option<Governor>,
    pub(super) breaker: Option<Breaker>,
    pub(super) meter: Option<Meter>,
    pub(super) lane: Lane,
}

impl BrakeOptions {
    /// Makes the brakes. Clients that are made of the same settings later share them.
    pub(super) fn build(&mut self, connection: Option<Arc<str>>, clock: &Arc<dyn Clock>) -> Brakes {
        let governor = self.governor.get_or_insert_with(Governor::default).clone();
        governor.adopt_clock(clock);
        if let Some(breaker) = &self.breaker {
            breaker.adopt_clock(clock);
        }
        let (breaker, meter) = (self.breaker.clone(), self.meter.clone());
        Brakes { governor, breaker, meter, lane: self.lane, connection, home: OnceLock::new() }
    }
}

impl Brakes {
    /// Returns the gate for a URL; `None` for what is no absolute one.
    pub(crate) fn gate(&self, uri: &Uri) -> Option<Arc<Gate>> {
        if let Some(home) = self.home.get().filter(|home| home.is_for(uri)) {
            return Some(home.clone());
        }
        let gate = self.governor.gate(uri, self.connection.as_ref())?;
        // Where another task came first with another origin, that one is home.
        let _ = self.home.set(gate.clone());
        Some(gate)
    }

    pub(crate) fn connection(&self) -> Option<&Arc<str>> {
        self.connection.as_ref()
    }
}

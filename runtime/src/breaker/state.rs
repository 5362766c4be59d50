//! One origin's circuit.

use std::time::Duration;

use super::{BreakerBuilder, BreakerState, Health};

#[derive(Debug)]
pub(super) struct State {
    circuit: Circuit,
    /// Failures in a row.
    consecutive: u32,
    window_from: Duration,
    calls: u32,
    failures: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Circuit {
    Closed,
    Open {
        until: Duration,
    },
    /// One call is under way, to see.
    Probed,
}

impl State {
    pub(super) fn new() -> Self {
        Self { circuit: Circuit::Closed, consecutive: 0, window_from: Duration::ZERO, calls: 0, failures: 0 }
    }

    pub(super) fn seen(&self, now: Duration) -> BreakerState {
        match self.circuit {
            Circuit::Closed => BreakerState::Closed,
            Circuit::Open { until } if now < until => BreakerState::Open,
            Circuit::Open { .. } | Circuit::Probed => BreakerState::HalfOpen,
        }
    }

    /// Lets a call through; returns whether it is the one that goes to see.
    pub(super) fn admit(&mut self, settings: &BreakerBuilder, now: Duration) -> Result<bool, Duration> {
        match self.circuit {
            Circuit::Closed => Ok(false),
            Circuit::Open { until } if now < until => Err(until - now),
            Circuit::Open { .. } => {
                self.circuit = Circuit::Probed;
                Ok(true)
            }
            // How long the probe takes is not known; when it fails, the circuit is open for that time.
            Circuit::Probed => Err(settings.open_for),
        }
    }

    /// Takes in how an attempt ended; `None` for one that says nothing.
    pub(super) fn record(&mut self, settings: &BreakerBuilder, is_probe: bool, health: Option<Health>, now: Duration) {
        match (self.circuit, health) {
            (Circuit::Closed, Some(health)) => self.count(settings, health, now),
            (Circuit::Closed, None) => {}
            // What was under way when it opened says nothing that is not known.
            (Circuit::Open { .. }, _) => {}
            (Circuit::Probed, _) if !is_probe => {}
            (Circuit::Probed, Some(Health::Well)) => *self = Self::new(),
            (Circuit::Probed, Some(Health::InTrouble)) => self.open(settings, now),
            // The next call is the probe.
            (Circuit::Probed, None) => self.circuit = Circuit::Open { until: now },
        }
    }

    fn count(&mut self, settings: &BreakerBuilder, health: Health, now: Duration) {
        if now.saturating_sub(self.window_from) >= settings.window {
            (self.window_from, self.calls, self.failures) = (now, 0, 0);
        }
        self.calls = self.calls.saturating_add(1);
        match health {
            Health::Well => self.consecutive = 0,
            Health::InTrouble => {
                self.consecutive = self.consecutive.saturating_add(1);
                self.failures = self.failures.saturating_add(1);
            }
        }
        let in_a_row = self.consecutive >= settings.consecutive;
        let too_many = self.calls >= settings.calls && f64::from(self.failures) >= settings.ratio * f64::from(self.calls);
        if health == Health::InTrouble && (in_a_row || too_many) {
            self.open(settings, now);
        }
    }

    fn open(&mut self, settings: &BreakerBuilder, now: Duration) {
        *self = Self { circuit: Circuit::Open { until: now.saturating_add(settings.open_for) }, ..Self::new() };
    }
}

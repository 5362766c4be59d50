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

    /// Returns until when no call goes; the longest time for a circuit that is not open.
    pub(super) fn open_until(&self) -> Duration {
        match self.circuit {
            Circuit::Open { until } => until,
            Circuit::Closed | Circuit::Probed => Duration::MAX,
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

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN_FOR: Duration = Duration::from_secs(30);

    fn settings() -> BreakerBuilder {
        let window = Duration::from_secs(10);
        super::super::Breaker::builder().consecutive_failures(3).failure_ratio(0.5, 4, window).open_for(OPEN_FOR)
    }

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// Records attempts, `true` for a success, and returns the state.
    fn after(attempts: &[(u64, bool)]) -> State {
        let mut state = State::new();
        for &(at, is_well) in attempts {
            let health = if is_well { Health::Well } else { Health::InTrouble };
            state.record(&settings(), false, Some(health), seconds(at));
        }
        state
    }

    fn opened_at(at: u64) -> State {
        after(&[(at, false), (at, false), (at, false)])
    }

    #[test]
    fn an_open_circuit_refuses_calls_for_exactly_the_time_that_is_left() {
        let mut state = opened_at(5);
        assert_eq!(state.admit(&settings(), seconds(5)), Err(seconds(30)));
        assert_eq!(state.admit(&settings(), seconds(34)), Err(seconds(1)));
        assert_eq!((state.seen(seconds(34)), state.seen(seconds(35))), (BreakerState::Open, BreakerState::HalfOpen));
        assert_eq!(state.admit(&settings(), seconds(35)), Ok(true));
    }

    #[test]
    fn while_the_probe_is_under_way_other_calls_wait_and_their_outcomes_do_not_count() {
        let mut state = opened_at(0);
        assert_eq!(state.admit(&settings(), seconds(30)), Ok(true));
        assert_eq!(state.admit(&settings(), seconds(31)), Err(OPEN_FOR));
        for health in [Some(Health::Well), Some(Health::InTrouble), None] {
            state.record(&settings(), false, health, seconds(31));
            assert_eq!(state.circuit, Circuit::Probed);
        }
        state.record(&settings(), true, Some(Health::Well), seconds(32));
        assert_eq!(state.seen(seconds(32)), BreakerState::Closed);
    }

    #[test]
    fn a_probe_that_fails_opens_the_circuit_for_the_whole_time_and_one_that_says_nothing_lets_the_next_call_probe() {
        let mut state = opened_at(0);
        assert_eq!(state.admit(&settings(), seconds(30)), Ok(true));
        state.record(&settings(), true, Some(Health::InTrouble), seconds(33));
        assert_eq!(state.admit(&settings(), seconds(33)), Err(OPEN_FOR));
        assert_eq!(state.admit(&settings(), seconds(63)), Ok(true));
        state.record(&settings(), true, None, seconds(64));
        assert_eq!(state.admit(&settings(), seconds(64)), Ok(true));
    }

    #[test]
    fn outcomes_of_calls_that_were_under_way_when_it_opened_change_nothing() {
        let mut state = opened_at(0);
        state.record(&settings(), false, Some(Health::Well), seconds(1));
        state.record(&settings(), false, Some(Health::InTrouble), seconds(2));
        assert_eq!(state.admit(&settings(), seconds(2)), Err(seconds(28)));
    }

    #[test]
    fn failures_in_a_row_open_it_at_the_limit_and_a_success_begins_the_row_again() {
        assert_eq!(after(&[(0, false), (0, false)]).circuit, Circuit::Closed);
        assert_eq!(after(&[(0, false), (0, false), (1, false)]).circuit, Circuit::Open { until: seconds(31) });
        // A success, far below the ratio: only consecutive failures count.
        let well = [(0, true); 9];
        let row = [(0, false), (0, false), (0, true), (0, false), (0, false)];
        assert_eq!(after(&[&well[..], &row].concat()).circuit, Circuit::Closed);
    }

    #[test]
    fn the_ratio_counts_from_the_least_number_of_calls_on_and_a_success_never_opens_it() {
        assert_eq!(after(&[(0, true), (0, false), (0, false)]).circuit, Circuit::Closed);
        assert_eq!(after(&[(0, true), (0, false), (0, true), (0, false)]).circuit, Circuit::Open { until: seconds(30) });
        assert_eq!(after(&[(0, true), (0, true), (0, true), (0, false)]).circuit, Circuit::Closed);
        assert_eq!(after(&[(0, false), (0, false), (0, true), (0, true)]).circuit, Circuit::Closed);
    }

    #[test]
    fn a_window_ends_at_its_length_and_the_next_has_its_own_count() {
        let first = [(0, true), (0, false), (0, true)];
        assert_eq!(after(&[&first[..], &[(9, false)]].concat()).circuit, Circuit::Open { until: seconds(39) });
        assert_eq!(after(&[&first[..], &[(10, false)]].concat()).circuit, Circuit::Closed);
        // The second window begins at its first call, not at a multiple of the length.
        let second = [(12, true), (12, false), (12, true), (21, false)];
        assert_eq!(after(&[&first[..], &second].concat()).circuit, Circuit::Open { until: seconds(51) });
    }
}

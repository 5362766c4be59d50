//! When a request is sent again: the class of each outcome, the waiting time and the limits.
//!
//! 1. A failure is of a class ([`Outcome`]): not sent (no connection, HTTP/2 REFUSED_STREAM), rejected (425, 429, and 503 with
//!    `Retry-After`: the server says that it did nothing), ambiguous (time-outs, broken connections, other statuses from 500 on, 408). The first
//!    two are repeated whatever the method; the third only where the method is idempotent, an idempotency key travels, or the user says so.
//! 2. There are 3 attempts, with full jitter over 500 ms that double up to 20 s, in 60 s.
//! 3. A server's hint (`Retry-After` in each form, `retry-after-ms`, a configured header) is waited for where it is longer than the backoff; one over
//!    the longest wait, or past the deadline, ends the call at once, and is on the error.
//! 4. A budget for each origin and connection pays for retries: 500, of which one takes 5, one after a time-out 10; success refunds it.
//! 5. Of the statuses, 408, 425, 429, 502, 503 and 504 are repeated, 500 only where that is harmless, 409 never unless the server asks for it
//!    (`x-should-retry`) and it is harmless.
//! 6. One idempotency key travels with all attempts, and is on the error.
//! 7. A body that can be read once makes one attempt.
//! 8. The error has the status, wait, reason and outcome of each attempt.
//! 9. Calls are held back before the server refuses them: [`governor`](crate::governor).
//!
//! `tests::retry_rules` has a test of each.
//!
//! **Invariant:** a request that may have had its effect is repeated only where a second effect is excluded or the user said so.

mod budget;
mod hint;

use std::time::Duration;

use http::{HeaderMap, HeaderName, StatusCode};

pub(crate) use budget::{Budgets, Spent};
pub(crate) use hint::server_hint;

use crate::clock::{Clock, random_fraction};
use crate::transport::TransportErrorKind;

/// How often and after which waiting time a request is sent again.
///
/// By default there are 3 attempts. Before the second and each later one the call waits for a random time up to 500 ms, 1 s, 2 s,
/// ..., at most 20 s, or for as long as the server asks. A request that the server cannot have acted on is always repeated;
/// one that it may have acted on only where its method is idempotent (RFC 9110, section 9.2.2) or an idempotency key travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retry {
    pub(crate) attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
    pub(crate) repeat_ambiguous: bool,
    reset_headers: Vec<(HeaderName, Reset)>,
}

/// What a header that names the end of a rate limit holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reset {
    /// Seconds since 1970.
    EpochSeconds,
    /// Seconds from the response on.
    DeltaSeconds,
}

/// Returns a wait that has doubled a number of times.
pub(crate) fn doubled(wait: Duration, times: u32) -> Duration {
    wait.saturating_mul(1_u32.checked_shl(times).unwrap_or(u32::MAX))
}

impl Retry {
    /// Sends every request once.
    pub fn never() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// Sets how often a request is sent at most, the first time included. Default: 3.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets the longest wait before the second attempt; it doubles with each further one. Default: 500 ms.
    #[must_use]
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets the longest wait between two attempts. A server that asks for more ends the call at once. Default: 20 s.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Also repeats requests whose outcome is unknown and that may have an effect each time. Default: no.
    #[must_use]
    pub fn repeat_ambiguous(mut self) -> Self {
        self.repeat_ambiguous = true;
        self
    }

    /// Adds a header that says when a rate limit ends, for servers that send no `Retry-After`. A name that cannot be one of a
    /// header is never met.
    #[must_use]
    pub fn reset_header(mut self, name: &str, reset: Reset) -> Self {
        if let Ok(name) = HeaderName::from_bytes(name.as_bytes()) {
            self.reset_headers.push((name, reset));
        }
        self
    }

    /// Returns how long to wait before the next attempt: the longer of the backoff and the server's hint. `None` where the server
    /// asks for more than the longest wait.
    pub(crate) fn delay(&self, made: u32, hint: Option<Duration>, clock: &dyn Clock) -> Option<Duration> {
        let longest = doubled(self.base_delay, made.saturating_sub(1)).min(self.max_delay);
        let millis = (longest.as_millis() as f64 * random_fraction(clock)).round();
        let backoff = Duration::from_millis(millis as u64);
        match hint {
            Some(hint) if hint > self.max_delay => None,
            Some(hint) => Some(hint.max(backoff)),
            None => Some(backoff),
        }
    }

    pub(crate) fn hint(&self, headers: &HeaderMap, clock: &dyn Clock) -> Option<Duration> {
        server_hint(headers, &self.reset_headers, clock)
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            attempts: 3,
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(20),
            repeat_ambiguous: false,
            reset_headers: Vec::new(),
        }
    }
}

/// What is known about the effect of an attempt that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The server has not seen the request.
    NotSent,
    /// The server says that it did nothing.
    Rejected,
    /// The server may have acted.
    Ambiguous,
    /// The server has answered for good.
    Answered,
}

/// The outcome of a response that is an error, and whether trying again may help.
pub(crate) fn status_outcome(status: StatusCode, headers: &HeaderMap) -> (Outcome, bool) {
    // What a server itself says of a repetition; it does not say whether the request had an effect.
    let said = headers.get("x-should-retry").and_then(|value| value.to_str().ok());
    let (outcome, retriable) = by_status(status, headers);
    match said {
        Some("false") => (outcome, false),
        Some("true") => (outcome, true),
        _ => (outcome, retriable),
    }
}

fn by_status(status: StatusCode, headers: &HeaderMap) -> (Outcome, bool) {
    match status.as_u16() {
        425 | 429 => (Outcome::Rejected, true),
        503 if headers.contains_key(http::header::RETRY_AFTER) => (Outcome::Rejected, true),
        408 | 500 | 502 | 503 | 504 => (Outcome::Ambiguous, true),
        // The server does not know the method or the protocol.
        501 | 505 => (Outcome::Answered, false),
        500..=599 => (Outcome::Ambiguous, false),
        _ => (Outcome::Answered, false),
    }
}

/// The outcome of a request without a response, and whether trying again may help.
pub(crate) fn transport_outcome(kind: TransportErrorKind) -> (Outcome, bool) {
    match kind {
        TransportErrorKind::Connect | TransportErrorKind::Refused => (Outcome::NotSent, true),
        TransportErrorKind::Timeout | TransportErrorKind::Broken => (Outcome::Ambiguous, true),
        TransportErrorKind::Invalid => (Outcome::NotSent, false),
        // Another attempt would be encoded in the same way.
        TransportErrorKind::Coding => (Outcome::Answered, false),
    }
}

//! Counts what must never happen.

use std::error::Error as StdError;
use std::fmt;
use std::ops::AddAssign;
use std::time::Duration;

use turnbuckle_runtime::Error;

use crate::world::{SECRETS, World};

/// What must never happen, and what happened instead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Effects that happened more than once.
    pub duplicates: usize,
    /// Successes without their effect, and lists with items too many or too few.
    pub lost: usize,
    /// Credentials that another origin saw, or that stand in something that is printed.
    pub leaked: usize,
    /// Calls that took longer, or sent something later, than their time.
    pub past_deadline: usize,
    /// Calls that were held up by a limit that is not theirs.
    pub held: usize,
    /// Errors that do not say that there may be an effect where there is one.
    pub unsaid: usize,
    /// Errors of no known kind.
    pub untyped: usize,
    /// Calls that succeeded.
    pub succeeded: usize,
    /// Calls that failed.
    pub failed: usize,
    /// Failed calls whose outcome is unknown.
    pub unknown: usize,
    /// Lists that were taken up again after an error.
    pub resumed: usize,
    /// Calls in which the user's own code panicked.
    pub panicked: usize,
    /// Requests that were sent.
    pub requests: usize,
    /// Faults that happened.
    pub faults: usize,
    /// Bytes of traces, cassettes and errors that of traces, were searched for credentials.
    pub searched: usize,
    /// Bytes of traces among them.
    pub traced: usize,
}

impl Counts {
    /// Returns how often something happened that must not.
    pub fn wrong(&self) -> usize {
        self.duplicates + self.lost + self.leaked + self.past_deadline + self.held + self.unsaid + self.untyped
    }
}

impl AddAssign<&Counts> for Counts {
    fn add_assign(&mut self, other: &Counts) {
        self.duplicates += other.duplicates;
        self.lost += other.lost;
        self.leaked += other.leaked;
        self.past_deadline += other.past_deadline;
        self.held += other.held;
        self.unsaid += other.unsaid;
        self.untyped += other.untyped;
        self.succeeded += other.succeeded;
        self.failed += other.failed;
        self.unknown += other.unknown;
        self.resumed += other.resumed;
        self.panicked += other.panicked;
        self.requests += other.requests;
        self.faults += other.faults;
        self.searched += other.searched;
        self.traced += other.traced;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "duplicates {}, lost {}, leaked {}, past deadline {}, held {}, unsaid {}, untyped {}; of {} calls {} succeeded, {} failed ({} of them with an \
             unknown outcome); {} lists were resumed; the user's code panicked in {} calls; {} requests, {} faults; {} bytes were \
             searched for credentials, {} of them of traces",
            self.duplicates,
            self.lost,
            self.leaked,
            self.past_deadline,
            self.held,
            self.unsaid,
            self.untyped,
            self.succeeded + self.failed,
            self.succeeded,
            self.failed,
            self.unknown,
            self.resumed,
            self.panicked,
            self.requests,
            self.faults,
            self.searched,
            self.traced
        )
    }
}

/// What traces are called.
pub const TRACE: &str = "a trace";

/// Judges the calls of a run.
#[derive(Debug, Default)]
pub struct Judge {
    /// The counts so far.
    pub counts: Counts,
    /// What was wrong, a line each.
    pub findings: Vec<String>,
}

/// Whether an effect that happens twice is as one that happens once (RFC 9110, section 9.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeatable {
    /// As for PUT and DELETE.
    Yes,
    /// As for POST and PATCH.
    No,
}

/// How a call went.
pub struct Verdict<'a> {
    /// The operation.
    pub operation: &'static str,
    /// How often it changed something in the course of the call.
    pub effects: usize,
    /// Whether it may do so more than once.
    pub repeatable: Repeatable,
    /// The error, where there was one.
    pub error: Option<&'a Error>,
}

impl Judge {
    /// Judges a call that changes something.
    pub fn change(&mut self, call: &Verdict<'_>) {
        let Verdict { operation, effects, repeatable, error } = call;
        if *effects > 1 && *repeatable == Repeatable::No {
            self.counts.duplicates += effects - 1;
            self.findings.push(format!("{operation} happened {effects} times: {error:?}"));
        }
        match error {
            None => {
                self.counts.succeeded += 1;
                if *effects == 0 {
                    self.counts.lost += 1;
                    self.findings.push(format!("{operation} succeeded without an effect"));
                }
            }
            Some(error) => {
                self.error(error);
                // A status of success says that it happened, whatever is wrong with the rest of the answer.
                let says_so = error.is_outcome_unknown() || error.status().is_some_and(|status| (200..300).contains(&status));
                if *effects > 0 && !says_so {
                    self.counts.unsaid += 1;
                    self.findings.push(format!("{operation} failed and happened, and the error does not say so: {error:?}"));
                }
            }
        }
    }

    /// Judges a list: its items against those that there are. `whole` says that the list was read to its end.
    pub fn list(&mut self, operation: &str, items: &[String], expected: &[String], whole: bool) {
        let fits = if whole { items == expected } else { expected.starts_with(items) };
        if !fits {
            self.counts.lost += 1;
            self.findings.push(format!("{operation} gave {items:?} of {expected:?}"));
        }
    }

    /// Takes note of an error and judges what it says.
    pub fn error(&mut self, error: &Error) {
        self.counts.failed += 1;
        self.counts.unknown += usize::from(error.is_outcome_unknown());
        let known = [
            error.is_timeout(),
            error.is_connect(),
            error.is_rate_limited(),
            error.is_circuit_open(),
            error.is_broken(),
            error.is_status(),
            error.is_decode(),
            error.is_auth(),
            error.is_too_large(),
            error.is_redirect(),
            error.is_pagination(),
            error.is_panic(),
        ];
        if !known.contains(&true) {
            self.counts.untyped += 1;
            self.findings.push(format!("an error of no known kind: {error:?}"));
        }
        let mut shown = format!("{error} {error:?} {error:#?}");
        let mut source = error.source();
        while let Some(cause) = source {
            shown.push_str(&format!(" {cause} {cause:?}"));
            source = cause.source();
        }
        for attempt in error.attempts() {
            shown.push_str(&format!(" {attempt:?}"));
        }
        self.shown("an error", &shown);
    }

    /// Judges a text that is printed or seen by others.
    pub fn shown(&mut self, what: &str, text: &str) {
        self.counts.searched += text.len();
        self.counts.traced += if what == TRACE { text.len() } else { 0 };
        for secret in SECRETS.iter().filter(|secret| text.contains(**secret)) {
            self.counts.leaked += 1;
            self.findings.push(format!("{what} holds `{secret}`: {text}"));
        }
    }

    /// Judges how long a call took, of the time that it had.
    pub fn time(&mut self, operation: &str, took: Duration, limit: Duration) {
        if took > limit {
            self.counts.past_deadline += 1;
            self.findings.push(format!("{operation} took {took:?} of {limit:?}"));
        }
    }

    /// Judges a call in which nothing went wrong, and that no limit of its own holds up: it waits for nothing beyond `grace`.
    pub fn unheld(&mut self, operation: &str, took: Duration, grace: Duration) {
        if took > grace {
            self.counts.held += 1;
            self.findings.push(format!("{operation} waited for {took:?}, and nothing had asked it to"));
        }
    }

    /// Judges whether something was sent when a call's time was up.
    pub fn sent(&mut self, operation: &str, arrivals: &[Duration], end: Duration) {
        for late in arrivals.iter().filter(|at| **at >= end) {
            self.counts.past_deadline += 1;
            self.findings.push(format!("{operation} sent a request at {late:?}, when its time was up since {end:?}"));
        }
    }

    /// Judges whether tokens that are good once were sent once.
    pub fn rotation(&mut self, world: &World) {
        let reused = world.rotation.reused();
        if reused > 0 {
            self.counts.duplicates += reused;
            self.findings.push(format!("refresh tokens came again {reused} times after they were renewed"));
        }
    }

    /// Judges what another origin saw.
    pub fn elsewhere(&mut self, world: &World) {
        const HARMLESS: [&str; 5] = ["accept", "accept-language", "user-agent", "host", "content-length"];
        for request in world.seen_with_foreign_cookie() {
            self.counts.leaked += 1;
            self.findings.push(format!("a cookie of another origin was sent to the client's own: {request}"));
        }
        for request in world.seen_elsewhere() {
            self.shown("a request to another origin", &request);
            let (head, body) = request.split_once("\n\n").unwrap_or((&request, ""));
            let names = head.lines().skip(1).filter_map(|line| line.split(':').next());
            for name in names.filter(|name| !HARMLESS.contains(name)) {
                self.counts.leaked += 1;
                self.findings.push(format!("a request to another origin has the header `{name}`"));
            }
            if !body.is_empty() {
                self.counts.leaked += 1;
                self.findings.push("a request to another origin has a body".to_owned());
            }
        }
    }
}

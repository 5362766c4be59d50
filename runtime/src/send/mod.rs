//! Sends every call, whatever its types: attempts, waits, timeouts, credentials and redirects.
//!
//! **Invariant:** no attempt begins after the call's time, and none follows one that may have had an effect, unless a repetition
//! is harmless or was asked for.

mod admit;
mod exchange;
mod observe;
mod redirect;

use std::borrow::Cow;
use std::time::Duration;

pub(crate) use exchange::announces_no_body;
use exchange::{Failed, Progress, exchange};
pub(crate) use observe::Watch;
pub use redirect::Redirects;
pub(crate) use redirect::location;

use crate::client::{Client, Inner};
use crate::clock::within;
use crate::error::{Attempt, Failure, Kind, Stop, Told};
use crate::output::Mode;
use crate::panics::awaited;
use crate::request::{Prepared, Request};
use crate::response::Answer;
use crate::retry::{Outcome, Retry, Spent};
use crate::stream::Reopen;

/// Sends a request, as often as it takes and is allowed.
pub(crate) async fn execute(client: &Inner, mut request: Box<Request>, mode: Mode) -> Result<Answer, Box<Failure>> {
    let mut prepared = request.prepare(client)?;
    prepared.tally = admit::tally(client, &prepared).map_err(|panicked| {
        let cloak = prepared.cloak(client);
        panicked.failure(prepared.op).hide(cloak.known())
    })?;
    let timeout = prepared.options.timeout.unwrap_or(client.settings.timeout);
    let mut call = Sender {
        client,
        deadline: client.clock.now().saturating_add(timeout),
        prepared,
        attempts: Vec::new(),
        delay: Duration::ZERO,
        spent: Spent::default(),
        refreshed: false,
    };
    let result = call.run(mode).await;
    match call.count(&result) {
        Err(panicked) if result.is_ok() => Err(panicked.failure(call.prepared.op).hide(call.prepared.cloak(client).known())),
        _ => result,
    }
}

/// Sends a request that asks for events, and keeps it for when the stream breaks off.
pub(crate) async fn execute_again(client: &Client, request: Box<Request>) -> Result<Answer, Box<Failure>> {
    let reopen = Reopen::new(client, &request).map(Box::new);
    let mut answer = execute(client.inner(), request, Mode::Events).await?;
    answer.reopen = reopen;
    Ok(answer)
}

struct Sender<'a> {
    client: &'a Inner,
    prepared: Prepared,
    deadline: Duration,
    attempts: Vec<Attempt>,
    /// The wait before the attempt under way.
    delay: Duration,
    spent: Spent,
    /// Whether a token was refreshed because the server refused it.
    refreshed: bool,
}

impl Sender<'_> {
    async fn run(&mut self, mode: Mode) -> Result<Answer, Box<Failure>> {
        // The failure before the attempt under way.
        let mut before = None;
        loop {
            let mut failed = match self.attempt(mode).await {
                Ok(mut answer) => {
                    let brakes = &self.client.brakes;
                    brakes.governor.budgets().refund(&self.prepared.uri, brakes.connection(), self.spent);
                    answer.attempts = std::mem::take(&mut self.attempts);
                    return Ok(self.cloaked(answer));
                }
                Err(failed) => failed,
            };
            if matches!(failed.kind, Kind::Limited | Kind::CircuitOpen) {
                // Nothing was attempted; the server's own word says more.
                return Err(match before {
                    Some(before) => self.give_up(before, Stop::Held),
                    None => self.give_up(failed, Stop::Final),
                });
            }
            self.attempts.push(Attempt {
                status: failed.status(),
                delay: self.delay,
                reason: std::mem::take(&mut failed.reason),
                outcome: failed.outcome,
            });
            if self.refresh(&failed) {
                self.delay = Duration::ZERO;
                before = Some(failed);
                continue;
            }
            match self.next_delay(&failed) {
                Ok(delay) => {
                    self.delay = delay;
                    if let Some(tally) = &mut self.prepared.tally {
                        tally.wait(delay);
                    }
                    if !delay.is_zero() {
                        self.client.clock.sleep(delay).await;
                        // A sleep may take longer than it was asked to.
                        if self.client.clock.now() >= self.deadline {
                            return Err(self.give_up(failed, Stop::Deadline));
                        }
                    }
                    before = Some(failed);
                }
                Err(stop) => return Err(self.give_up(failed, stop)),
            }
        }
    }

    /// Tells a response what must not be shown of it, for errors while it is read.
    fn cloaked(&mut self, mut answer: Answer) -> Answer {
        answer.cloak = self.prepared.take_cloak(self.client);
        answer.tolerance = answer.tolerance.map(|report| report.hiding(&answer.cloak));
        if !answer.attempts.is_empty() {
            let known = answer.cloak.known();
            for attempt in &mut answer.attempts {
                attempt.reason = known.shown(&attempt.reason).into_owned();
            }
        }
        answer
    }

    async fn attempt(&mut self, mode: Mode) -> Result<Answer, Box<Failed>> {
        let pass = self.admit().await?;
        let limit = self.prepared.options.attempt_timeout.unwrap_or(self.client.settings.attempt_timeout);
        let left = self.left();
        self.prepared.is_sent = false;
        let mut progress = Progress::default();
        let span = self.observe_begin();
        let answered = {
            let exchange = span.within(exchange(self.client, &mut self.prepared, mode, &mut progress));
            within(&*self.client.clock, limit.min(left), awaited("code of the client", exchange)).await
        };
        let mut result = match answered {
            Some(Ok(result)) => result.map_err(|failed| progress.settle(failed)),
            Some(Err(panicked)) => {
                let outcome = if self.prepared.is_sent { Outcome::Ambiguous } else { Outcome::NotSent };
                Err(progress.settle(Failed::panicked(panicked, outcome)))
            }
            None if !self.prepared.is_sent => Err(Failed::waited_for_credentials(left > limit)),
            None if left <= limit => Err(progress.timed_out(Kind::Deadline, "the call's time was up")),
            None => Err(progress.timed_out(Kind::Timeout, "the attempt's time was up")),
        };
        if let Err(panicked) = self.observe_end(&result) {
            result = Err(match result {
                Ok(_) => Failed::panicked(panicked, Outcome::Ambiguous),
                Err(failed) => failed.panicking(panicked),
            });
        }
        if let Some(pause) = self.settle(pass, &result, progress.astray) {
            pause.begin().await;
        }
        result
    }

    /// Returns whether a refused token was forgotten and the request can be sent with another. Once in a call.
    fn refresh(&mut self, failed: &Failed) -> bool {
        if self.refreshed || failed.status() != Some(401) || !self.prepared.payload.is_there() {
            return false;
        }
        // The 401 may be of where a redirect led to after the work was done.
        if failed.outcome == Outcome::Ambiguous && !self.prepared.is_repeatable() {
            return false;
        }
        if self.client.clock.now() >= self.deadline {
            return false;
        }
        self.refreshed = self.prepared.uses.refuse(self.client, failed.authorization.as_ref());
        self.refreshed
    }

    /// Decides whether there is another attempt, and after which wait.
    fn next_delay(&mut self, failed: &Failed) -> Result<Duration, Stop> {
        let retry = self.policy();
        let harmless = match failed.outcome {
            Outcome::NotSent | Outcome::Rejected => true,
            Outcome::Ambiguous => self.prepared.is_repeatable() || retry.repeat_ambiguous,
            // Only where the server says that another attempt may do better.
            Outcome::Answered => self.prepared.is_repeatable(),
        };
        if !failed.retriable || !harmless {
            return Err(Stop::Final);
        }
        if !self.prepared.payload.is_there() {
            return Err(Stop::Body);
        }
        let made = u32::try_from(self.attempts.len()).unwrap_or(u32::MAX) - u32::from(self.refreshed);
        if made >= retry.attempts {
            return Err(if retry.attempts == 1 { Stop::Final } else { Stop::Exhausted });
        }
        let clock = &*self.client.clock;
        let delay = retry.delay(made, failed.hint, clock).ok_or(Stop::Hint)?;
        if clock.now().saturating_add(delay) >= self.deadline {
            return Err(Stop::Deadline);
        }
        let timed_out = matches!(failed.kind, Kind::Timeout | Kind::Deadline);
        let brakes = &self.client.brakes;
        self.spent = brakes.governor.budgets().spend(&self.prepared.uri, brakes.connection(), timed_out).ok_or(Stop::Budget)?;
        Ok(delay)
    }

    fn policy(&self) -> &Retry {
        self.prepared.options.retry.as_ref().unwrap_or(&self.client.settings.retry)
    }

    fn give_up(&mut self, failed: Box<Failed>, stop: Stop) -> Box<Failure> {
        let cloak = self.prepared.cloak(self.client);
        let mut failure = Failure::new(self.prepared.op, failed.kind, failed.message);
        failure.source = failed.source;
        failure.fault = failed.fault;
        failure.answer = failed.answer;
        failure.attempts = std::mem::take(&mut self.attempts);
        failure.idempotency_key = self.prepared.idempotency_key.take();
        failure.hint = failed.hint;
        failure.stop = stop;
        failure.tolerance = self.client.settings.tolerance.as_ref().map(|report| Told(report.hiding(&cloak)));
        let known = cloak.known();
        for attempt in &mut failure.attempts {
            if let Cow::Owned(shown) = known.shown(&attempt.reason) {
                attempt.reason = shown;
            }
        }
        failure.hide(known)
    }
}

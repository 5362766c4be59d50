//! Opening a stream of events again after it broke off.

use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::{HeaderName, HeaderValue};

use crate::client::Client;
use crate::error::{Failure, Kind, Stop};
use crate::output::Mode;
use crate::request::Request;
use crate::response::Answer;
use crate::retry::doubled;
use crate::send::execute;
use crate::transport::BoxFuture;

/// When and how often a stream of events is opened again, with the same request and the header `Last-Event-ID` (HTML standard,
/// section 9.2.3).
///
/// By default that is done after the connection broke, where the operation's method is safe to repeat and the server gave its events
/// identifiers: without one, what was read before would come again. Everything else is for the caller to ask for with
/// [`Call::reconnect`](crate::Call::reconnect).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconnect {
    attempts: u32,
    delay: Duration,
    max_delay: Duration,
    after_end: bool,
}

impl Default for Reconnect {
    fn default() -> Self {
        Self { attempts: 5, delay: Duration::from_secs(1), max_delay: Duration::from_secs(30), after_end: false }
    }
}

impl Reconnect {
    /// Never opens a stream again.
    pub fn never() -> Self {
        Self::default().attempts(0)
    }

    /// Sets how often in a row the stream is opened again without an event in between. Default: 5.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the wait before the first time, which doubles with each one in a row. Where the server says how long to wait, that
    /// counts. Default: 1 s.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Sets the longest wait. A server that asks for more ends the stream. Default: 30 s.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Also opens the stream again when the server has ended it, until it answers with the status 204. Default: no, for the end of
    /// the answer is the end of what most services have to say.
    #[must_use]
    pub fn after_end(mut self) -> Self {
        self.after_end = true;
        self
    }
}

/// What it takes to open a stream again.
pub(crate) struct Reopen {
    client: Client,
    request: Request,
    policy: Reconnect,
    /// Whether the caller asked for it.
    asked_for: bool,
    made: u32,
    /// What is waited for.
    opening: Option<BoxFuture<'static, Result<Answer, Box<Failure>>>>,
}

impl Reopen {
    /// Keeps a request that is about to be sent; `None` where it is never sent again.
    pub(crate) fn new(client: &Client, request: &Request) -> Option<Self> {
        let chosen = request.options.reconnect.clone();
        let asked_for = chosen.is_some();
        let policy = chosen.unwrap_or_default();
        if policy.attempts == 0 || !(asked_for || request.op.is_repeatable()) {
            return None;
        }
        Some(Self { client: client.clone(), request: request.again()?, policy, asked_for, made: 0, opening: None })
    }

    pub(super) fn is_opening(&self) -> bool {
        self.opening.is_some()
    }

    /// Takes note of an event, which shows that the stream goes on.
    pub(super) fn progress(&mut self) {
        self.made = 0;
    }

    /// Begins to open the stream again after it ended or, with a failure, broke. Gives the failure back where that is not to be done.
    pub(super) fn begin(
        &mut self,
        failure: Option<Box<Failure>>,
        last_id: &str,
        asked: Option<Duration>,
    ) -> Result<(), Option<Box<Failure>>> {
        let breaks = |failure: &Failure| matches!(failure.kind, Kind::Broken | Kind::Timeout | Kind::Connect | Kind::Deadline);
        let wanted = failure.as_deref().map_or(self.policy.after_end, breaks);
        if !wanted || (last_id.is_empty() && !self.asked_for) {
            return Err(failure);
        }
        let Ok(last_id) = HeaderValue::from_bytes(last_id.as_bytes()) else { return Err(failure) };
        let longest = self.policy.max_delay;
        let stop = match asked {
            _ if self.made >= self.policy.attempts => Some(Stop::Exhausted),
            Some(asked) if asked > longest => Some(Stop::Hint),
            _ => None,
        };
        if let Some(stop) = stop {
            let ended = || Failure::new(self.request.op, Kind::Broken, "the stream ended and could not be opened again");
            let mut failure = failure.unwrap_or_else(ended);
            failure.stop = stop;
            failure.hint = asked;
            return Err(Some(failure));
        }
        let backoff = doubled(self.policy.delay, self.made).min(longest);
        self.made += 1;
        let Some(mut request) = self.request.again() else { return Err(failure) };
        if !last_id.is_empty() {
            request.set_header(HeaderName::from_static("last-event-id"), last_id);
        }
        let client = self.client.clone();
        self.opening = Some(Box::pin(async move {
            client.inner().clock.sleep(asked.unwrap_or(backoff)).await;
            execute(client.inner(), Box::new(request), Mode::Events).await
        }));
        Ok(())
    }

    /// Returns the answer once it is there.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Answer, Box<Failure>>>> {
        let Some(opening) = &mut self.opening else { return Poll::Ready(None) };
        let result = ready!(opening.as_mut().poll(cx));
        self.opening = None;
        Poll::Ready(Some(result))
    }
}

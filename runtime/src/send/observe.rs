//! Where the send path tells of itself: the hooks, the span and the clock of an attempt. See [`crate::observe`].

use std::time::Duration;

use http::{HeaderMap, Response};

use super::Sender;
use super::exchange::Failed;
use super::redirect::Hop;
use crate::client::Inner;
use crate::error::Kind;
use crate::observe::{self, AttemptView, RequestView, ResponseView};
use crate::panics::{Panicked, guarded, named};
use crate::request::Prepared;
use crate::response::Answer;
use crate::transport::ByteStream;

/// What is kept of the attempt under way.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    /// How many attempts came before.
    before: usize,
    /// When it began, where somebody wants to know.
    started: Option<Duration>,
    #[cfg(feature = "tracing")]
    span: Option<tracing::Span>,
}

impl Watch {
    fn number(&self) -> u32 {
        u32::try_from(self.before).unwrap_or(u32::MAX).saturating_add(1)
    }
}

/// The span of an attempt; nothing without the feature `tracing`.
#[cfg(feature = "tracing")]
pub(super) struct AttemptSpan(tracing::Span);
#[cfg(not(feature = "tracing"))]
pub(super) struct AttemptSpan;

impl AttemptSpan {
    /// Runs an attempt in its span.
    #[cfg(feature = "tracing")]
    pub(super) fn within<F: Future>(self, attempt: F) -> tracing::instrument::Instrumented<F> {
        tracing::Instrument::instrument(attempt, self.0)
    }

    /// Runs an attempt.
    #[cfg(not(feature = "tracing"))]
    pub(super) fn within<F: Future>(self, attempt: F) -> F {
        attempt
    }
}

impl Sender<'_> {
    /// Takes note that an attempt begins.
    pub(super) fn observe_begin(&mut self) -> AttemptSpan {
        let watch = &mut self.prepared.watch;
        watch.before = self.attempts.len();
        if !self.client.settings.observers.on_attempt.is_empty() {
            watch.started = Some(self.client.clock.now());
        }
        #[cfg(feature = "tracing")]
        {
            let span = observe::span::open(self.client, &self.prepared, self.attempts.len());
            self.prepared.watch.span = Some(span.clone());
            AttemptSpan(span)
        }
        #[cfg(not(feature = "tracing"))]
        AttemptSpan
    }

    /// Tells how an attempt has ended.
    pub(super) fn observe_end(&self, result: &Result<Answer, Box<Failed>>) -> Result<(), Panicked> {
        if self.client.settings.observers.on_attempt.is_empty() && !cfg!(feature = "tracing") {
            return Ok(());
        }
        let (status, failed) = match result {
            Ok(answer) => (Some(answer.status.as_u16()), None),
            Err(failed) => (failed.status(), Some(failed)),
        };
        let error = failed.map(|failed| match (failed.kind, status) {
            // The conventions name an answer that is an error by its status.
            (Kind::Status, Some(status)) => status.to_string(),
            (kind, _) => observe::error_type(kind).to_owned(),
        });
        let watch = &self.prepared.watch;
        #[cfg(feature = "tracing")]
        if let Some(span) = &watch.span {
            observe::span::close(span, status, error.as_deref());
        }
        let Some(started) = watch.started else { return Ok(()) };
        let (server_address, server_port) = observe::server(&self.prepared.uri);
        let view = AttemptView {
            operation: self.prepared.op,
            connection: self.client.connection_name(),
            attempt: watch.number(),
            server_address,
            server_port,
            status,
            error: error.as_deref(),
            outcome: failed.map(|failed| failed.outcome),
            duration: self.client.clock.now().saturating_sub(started),
        };
        self.client.settings.observers.on_attempt.iter().try_for_each(|tell| guarded("hook `on_attempt`", || tell(&view)))
    }
}

/// Shows a request before its credentials are added.
pub(super) fn before(client: &Inner, prepared: &Prepared, hop: &Hop, headers: &mut HeaderMap) {
    // What a hook adds may be for the API alone.
    if !hop.trusted {
        return;
    }
    for hook in &client.settings.observers.on_request {
        let (operation, attempt) = (prepared.op, prepared.watch.number());
        named("hook `on_request`", || hook(&mut RequestView { operation, attempt, method: &hop.method, url: &hop.uri, headers }));
    }
}

/// Shows a response as its headers are there.
pub(super) fn received(client: &Inner, prepared: &Prepared, hop: &Hop, response: &Response<ByteStream>) {
    #[cfg(feature = "tracing")]
    if let Some(span) = &prepared.watch.span {
        observe::span::received(span, response.version());
    }
    for hook in &client.settings.observers.on_response {
        let (operation, attempt) = (prepared.op, prepared.watch.number());
        let view = ResponseView { operation, attempt, url: &hop.uri, status: response.status().as_u16(), headers: response.headers() };
        named("hook `on_response`", || hook(&view));
    }
    if hop.trusted {
        observe::watch(client, prepared, &hop.uri, response.headers());
    }
}

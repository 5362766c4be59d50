//! A transport for tests: it answers from a script or by rules, and keeps what was asked.

mod answer;
mod request;
mod rule;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

pub use self::answer::FakeAnswer;
pub use self::request::FakeRequest;
pub use self::rule::Answering;
use self::rule::Rule;
use super::{BoxFuture, ByteStream, Transport, TransportError, TransportErrorKind};
use crate::body::Body;

/// A transport that answers without a network. Clones share script, rules and requests.
///
/// The first rule that fits a request answers it ([`on`](Self::on), [`once`](Self::once), [`when`](Self::when)). What no rule fits takes the
/// next answer of the script ([`new`](Self::new), [`push`](Self::push)); when there is none, the call fails with an error that says so.
///
/// ```
/// use turnbuckle_runtime::transport::{Fake, FakeAnswer, FakeRequest};
///
/// // In order.
/// let fake = Fake::new([FakeAnswer::status(429).header("retry-after", "1"), FakeAnswer::json(200, r#"{"id":"1"}"#)]);
///
/// // By method and path, from the request.
/// fake.on("GET", "/contacts/{id}", |request: &FakeRequest| {
///     let id = request.path_value("/contacts/{id}", "id").unwrap_or_default();
///     FakeAnswer::json(200, format!(r#"{{"id":"{id}"}}"#))
/// });
/// fake.once("DELETE", "/contacts/{id}", FakeAnswer::status(204));
///
/// fake.assert_lines(&[]);
/// assert_eq!(fake.left(), 3);
/// ```
#[derive(Clone, Default)]
pub struct Fake {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    script: VecDeque<FakeAnswer>,
    rules: Vec<Rule>,
    requests: Vec<FakeRequest>,
}

impl Fake {
    /// Makes a transport with a script.
    pub fn new(answers: impl IntoIterator<Item = FakeAnswer>) -> Self {
        let fake = Self::default();
        for answer in answers {
            fake.push(answer);
        }
        fake
    }

    /// Adds an answer to the end of the script.
    pub fn push(&self, answer: FakeAnswer) {
        self.state().script.push_back(answer);
    }

    /// Answers every request with a method and a path: a [`FakeAnswer`], or a closure that makes one of the request. In the path, `{name}`
    /// stands for one segment; what stands before it in the URL, such as the path of the base URL, does not count.
    pub fn on(&self, method: &str, path: &str, answer: impl Answering) {
        self.state().rules.push(Rule::route(method, path, answer));
    }

    /// Answers one request like [`on`](Self::on). Several of them for a path answer in their order.
    pub fn once(&self, method: &str, path: &str, answer: impl Answering) {
        self.state().rules.push(Rule::route(method, path, answer).once());
    }

    /// Answers every request that a condition holds for.
    pub fn when(&self, fits: impl Fn(&FakeRequest) -> bool + Send + Sync + 'static, answer: impl Answering) {
        self.state().rules.push(Rule::condition(fits, answer));
    }

    /// Returns the requests so far.
    pub fn requests(&self) -> Vec<FakeRequest> {
        self.state().requests.clone()
    }

    /// Returns the requests so far with a method and a path, which is written as for [`on`](Self::on).
    pub fn requests_to(&self, method: &str, path: &str) -> Vec<FakeRequest> {
        self.state().requests.iter().filter(|request| request.is(method, path)).cloned().collect()
    }

    /// Returns `METHOD /path?query` of each request so far.
    pub fn lines(&self) -> Vec<String> {
        self.state().requests.iter().map(FakeRequest::line).collect()
    }

    /// Returns how many answers of the script and of [`once`](Self::once) have not been asked for.
    pub fn left(&self) -> usize {
        let state = self.state();
        state.script.len() + state.rules.iter().filter(|rule| rule.is_waiting()).count()
    }

    /// Checks that these are the requests so far, each as `METHOD /path?query`.
    ///
    /// # Panics
    ///
    /// If they are others.
    #[track_caller]
    pub fn assert_lines(&self, expected: &[&str]) {
        let lines = self.lines();
        assert!(lines == expected, "other requests were sent than expected\nexpected: {expected:#?}\nsent: {lines:#?}");
    }

    /// Checks how often a method and a path were asked for, the path written as for [`on`](Self::on).
    ///
    /// # Panics
    ///
    /// If they were asked for more or less often.
    #[track_caller]
    pub fn assert_count(&self, method: &str, path: &str, times: usize) {
        let sent = self.requests_to(method, path).len();
        assert!(sent == times, "`{method} {path}` was sent {sent} times and not {times} times; all requests: {:#?}", self.lines());
    }

    /// Checks that every answer of the script and of [`once`](Self::once) was asked for.
    ///
    /// # Panics
    ///
    /// If one was not.
    #[track_caller]
    pub fn assert_done(&self) {
        let state = self.state();
        let waiting: Vec<String> = state.rules.iter().filter(|rule| rule.is_waiting()).map(ToString::to_string).collect();
        let (script, requests) = (state.script.len(), state.requests.iter().map(FakeRequest::line).collect::<Vec<_>>());
        drop(state);
        assert!(
            script == 0 && waiting.is_empty(),
            "{script} answers of the script and those for {waiting:?} were not asked for; all requests: {requests:#?}"
        );
    }

    fn answer(&self, request: FakeRequest) -> Result<FakeAnswer, TransportError> {
        let mut state = self.state();
        state.requests.push(request.clone());
        let rule = state.rules.iter_mut().find_map(|rule| rule.take(&request));
        let scripted = if rule.is_none() { state.script.pop_front() } else { None };
        // A closure may look at the transport.
        drop(state);
        if let Some(rule) = rule {
            return Ok(rule.answer(&request));
        }
        scripted.ok_or_else(|| {
            let message = format!("no rule fits `{} {}`, and the script has no more answers", request.method, request.uri.path());
            TransportError::new(TransportErrorKind::Invalid, message)
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Fake {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = read(body).await?;
            self.answer(FakeRequest { method: parts.method, uri: parts.uri, headers: parts.headers, body })?.respond().await
        })
    }
}

/// Reads a request's body whole.
pub(super) async fn read(body: Body) -> Result<Bytes, TransportError> {
    if let Some(bytes) = body.as_bytes() {
        return Ok(bytes.clone());
    }
    let mut stream = body.into_stream();
    let mut bytes = Vec::new();
    while let Some(chunk) = poll_fn(|cx| stream.as_mut().poll_next(cx)).await {
        let chunk = chunk.map_err(|error| TransportError::new(TransportErrorKind::Broken, error))?;
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.into())
}

impl fmt::Debug for Fake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("Fake").field("rules", &state.rules).field("script", &state.script).field("requests", &state.requests.len()).finish()
    }
}

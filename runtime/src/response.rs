//! What came back: typed ([`Response`]), unparsed ([`RawResponse`]), and as the runtime passes it on ([`Answer`]).

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, Uri};

use crate::clock::Clock;
use crate::decode::DecodeError;
use crate::drift::Report;
use crate::error::{Attempt, Failure, Kind};
use crate::header::Header;
use crate::limits::Limits;
use crate::model::Model;
use crate::operation::Operation;
use crate::output::ReadError;
use crate::panics::Panicked;
use crate::redact::Cloak;
use crate::send::location;
use crate::stream::Reopen;
use crate::transport::ByteStream;

/// A response whose body is not typed yet.
pub struct Answer {
    pub(crate) op: &'static Operation,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) url: Uri,
    pub(crate) body: AnswerBody,
    pub(crate) attempts: Vec<Attempt>,
    /// How long a stream may be silent, and the clock that says so.
    pub(crate) idle: Option<(Arc<dyn Clock>, Duration)>,
    /// How much of the body is taken in.
    pub(crate) limits: Limits,
    /// What it takes to open a stream of events again.
    pub(crate) reopen: Option<Box<Reopen>>,
    /// Who is told where the body differs from its type, in place of an error.
    pub(crate) tolerance: Option<Report>,
    /// What is not shown where the body cannot be read.
    pub(crate) cloak: Cloak,
}

/// The body of an [`Answer`].
#[derive(Debug)]
pub(crate) enum AnswerBody {
    Bytes(Bytes),
    Stream(ByteStream),
}

impl Answer {
    /// Returns the bytes of a body that was read whole; empty for a stream.
    pub(crate) fn bytes(&self) -> &[u8] {
        match &self.body {
            AnswerBody::Bytes(bytes) => bytes,
            AnswerBody::Stream(_) => &[],
        }
    }

    /// Takes the body as a stream.
    pub(crate) fn take_stream(&mut self) -> ByteStream {
        match std::mem::replace(&mut self.body, AnswerBody::Bytes(Bytes::new())) {
            AnswerBody::Bytes(bytes) => ByteStream::from_bytes(bytes),
            AnswerBody::Stream(stream) => stream,
        }
    }

    /// Returns the media type without its parameters, in the server's spelling; empty where there is none.
    pub(crate) fn media_type(&self) -> &str {
        media_type(&self.headers)
    }

    pub(crate) fn panicked(self, panicked: Panicked) -> Box<Failure> {
        let error = ReadError { message: panicked.to_string(), source: Some(panicked.into()) };
        let mut failure = self.unreadable(error);
        failure.kind = Kind::Panicked;
        failure
    }

    /// Makes the error of a redirect that was not followed and whose own body is not of the call's type.
    pub(crate) fn redirected(self) -> Box<Failure> {
        let mut failure = self.unreadable(ReadError::new("a redirect that was not followed, as the call or the client asks"));
        failure.kind = Kind::Redirect;
        failure
    }

    /// Returns where a redirect leads, as an absolute URL.
    fn location(&self) -> Option<String> {
        let location = location(self.status, &self.headers)?;
        Some(crate::url::resolve(&self.url.to_string(), &location))
    }

    /// Makes the error for a response that cannot be read as its type.
    pub(crate) fn unreadable(self, error: ReadError) -> Box<Failure> {
        let body = match self.body {
            AnswerBody::Bytes(bytes) => bytes,
            AnswerBody::Stream(_) => Bytes::new(),
        };
        let message = format!("{}: {}", status_line(self.status), error.message);
        let mut failure = Failure::new(self.op, Kind::Decode, message);
        failure.source = error.source;
        failure.attempts = self.attempts;
        failure.with_answer(self.status, self.headers, body).hide(self.cloak.known())
    }
}

/// Returns the media type of a `Content-Type` without its parameters; empty where there is none.
pub(crate) fn media_type(headers: &HeaderMap) -> &str {
    turnbuckle_encoding::essence(content_type(headers))
}

/// Returns the `Content-Type`; empty where there is none.
pub(crate) fn content_type(headers: &HeaderMap) -> &str {
    headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Writes a status and its usual words.
pub(crate) fn status_line(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}

/// A response with its typed body.
pub struct Response<T> {
    pub(crate) value: T,
    pub(crate) answer: Answer,
}

impl<T> Response<T> {
    /// Returns the status.
    pub fn status(&self) -> u16 {
        self.answer.status.as_u16()
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.answer.headers
    }

    /// Returns a declared header's value; `None` where the answer does not have it.
    ///
    /// # Errors
    ///
    /// Returns an error where the value is not of the header's type.
    pub fn header<H: Model>(&self, header: Header<H>) -> Result<Option<H>, DecodeError> {
        header.read(&self.answer.headers)
    }

    /// Returns the URL that a redirect leads to, absolute; `None` where the response is not a redirect. There are redirects among responses
    /// only with [`Redirects::Return`](crate::Redirects::Return).
    pub fn location(&self) -> Option<String> {
        self.answer.location()
    }

    /// Returns the bytes of the body as they came; empty where the body is a stream or is ignored.
    pub fn bytes(&self) -> &[u8] {
        self.answer.bytes()
    }

    /// Returns the attempts that failed before this response came.
    pub fn attempts(&self) -> &[Attempt] {
        &self.answer.attempts
    }

    /// Returns the typed body.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Takes the typed body out.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").field("status", &self.status()).field("value", &self.value).finish_non_exhaustive()
    }
}

/// A response as it came, whatever its status.
pub struct RawResponse {
    answer: Answer,
}

impl RawResponse {
    pub(crate) fn new(answer: Answer) -> Self {
        Self { answer }
    }

    /// Returns the status.
    pub fn status(&self) -> u16 {
        self.answer.status.as_u16()
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.answer.headers
    }

    /// Returns a declared header's value; `None` where the answer does not have it.
    ///
    /// # Errors
    ///
    /// Returns an error where the value is not of the header's type.
    pub fn header<H: Model>(&self, header: Header<H>) -> Result<Option<H>, DecodeError> {
        header.read(&self.answer.headers)
    }

    /// Returns the attempts that failed before this response came.
    pub fn attempts(&self) -> &[Attempt] {
        &self.answer.attempts
    }

    /// Returns the URL that a redirect leads to, absolute; `None` where the response is not a redirect. There are redirects among responses
    /// only with [`Redirects::Return`](crate::Redirects::Return).
    pub fn location(&self) -> Option<String> {
        self.answer.location()
    }

    /// Returns the body as a stream of bytes.
    pub fn into_body(mut self) -> crate::stream::Download {
        crate::stream::Download::of(&mut self.answer)
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse").field("status", &self.status()).finish_non_exhaustive()
    }
}

//! An error without its type parameter: what everything below the typed shell works with.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::said::said;
use crate::content::charset;
use crate::decode::DecodeError;
use crate::drift::Report;
use crate::operation::Operation;
use crate::page::PageFault;
use crate::redact::{self, Known};
use crate::response::content_type;
use crate::retry::Outcome;
use crate::transport::{BoxError, ConnectFault};

/// What failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The client lacks an address, or one cannot be used.
    Config,
    /// A parameter or the body cannot be written.
    Encode,
    /// A parameter or the body breaks rules of the document.
    #[cfg(feature = "validate")]
    Invalid,
    /// There are no credentials for the operation.
    Credentials,
    /// A token could not be obtained.
    Token,
    /// There is no connection.
    Connect,
    /// The governor held the call back for longer than it could wait.
    Limited,
    /// The breaker lets nothing through.
    CircuitOpen,
    /// An attempt took too long.
    Timeout,
    /// The call took too long.
    Deadline,
    /// The connection broke.
    Broken,
    /// The server answered with an error.
    Status,
    /// The answer cannot be read.
    Decode,
    /// The answer is too large.
    TooLarge,
    /// A redirect is not followed.
    Redirect,
    /// Pages do not hang together.
    Page(PageFault),
    /// The user's code panicked.
    Panicked,
}

/// Why a call was not tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// Trying again would not help, or might have a second effect.
    Final,
    /// All attempts are used up.
    Exhausted,
    /// The next attempt would begin after the call's time.
    Deadline,
    /// The server asks for a longer wait than allowed.
    Hint,
    /// The retry budget is empty.
    Budget,
    /// The body can be sent once only.
    Body,
    /// The governor or the breaker held the next attempt back.
    Held,
}

/// An answer that is kept with the error.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// One attempt that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub(crate) status: Option<u16>,
    pub(crate) delay: Duration,
    pub(crate) reason: String,
    pub(crate) outcome: Outcome,
}

impl Attempt {
    /// Returns the status; `None` where there was no answer.
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Returns how long the call waited before this attempt.
    pub fn delay(&self) -> Duration {
        self.delay
    }

    /// Returns why the attempt failed.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Returns what is known about the attempt's effect.
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }
}

/// Who is told of deviations of the body from its type.
pub(crate) struct Told(pub(crate) Report);

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Told")
    }
}

#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) op: &'static Operation,
    pub(crate) kind: Kind,
    pub(crate) message: String,
    pub(crate) source: Option<BoxError>,
    pub(crate) fault: Option<ConnectFault>,
    pub(crate) answer: Option<Answered>,
    pub(crate) attempts: Vec<Attempt>,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) hint: Option<Duration>,
    pub(crate) stop: Stop,
    /// The secrets to redact from the text of the server and the caller.
    pub(crate) known: Known,
    pub(crate) tolerance: Option<Told>,
}

impl Failure {
    pub(crate) fn new(op: &'static Operation, kind: Kind, message: impl Into<String>) -> Box<Self> {
        Box::new(Self {
            op,
            kind,
            message: message.into(),
            source: None,
            fault: None,
            answer: None,
            attempts: Vec::new(),
            idempotency_key: None,
            hint: None,
            stop: Stop::Final,
            known: Known::default(),
            tolerance: None,
        })
    }

    pub(crate) fn with_source(mut self: Box<Self>, source: impl Into<BoxError>) -> Box<Self> {
        self.source = Some(source.into());
        self
    }

    pub(crate) fn with_answer(mut self: Box<Self>, status: StatusCode, headers: HeaderMap, body: Bytes) -> Box<Self> {
        self.answer = Some(Answered { status, headers, body });
        self
    }
}

impl Failure {
    /// Redacts the secrets of the call, here and in the causes. Everything that the error shows afterwards is redacted.
    pub(crate) fn hide(mut self: Box<Self>, known: Known) -> Box<Self> {
        if let Cow::Owned(shown) = known.shown(&self.message) {
            self.message = shown;
        }
        self.source = self.source.map(|source| redact::source(source, &known));
        self.known = known;
        self
    }

    /// Returns the server's error message in one short line; `None` if it repeats the status.
    pub(crate) fn said(&self) -> Option<String> {
        let answer = self.answer.as_ref().filter(|_| self.kind == Kind::Status)?;
        // The beginning of a body may end within a character, so the body is shown as it is if it cannot be decoded.
        let body = charset::decoded(&answer.body, content_type(&answer.headers)).unwrap_or(Cow::Borrowed(&answer.body));
        let said = said(&body, &self.known)?;
        let is_repeated = self.message.to_ascii_lowercase().contains(&said.trim_end_matches('.').to_ascii_lowercase());
        (!is_repeated).then_some(said)
    }

    /// Returns the difference between the response and its type.
    pub(crate) fn decode_error(&self) -> Option<&DecodeError> {
        self.source.as_ref()?.downcast_ref()
    }

    /// Returns the first cause whose text is not already part of the error's own text.
    pub(crate) fn cause(&self) -> Option<&(dyn StdError + 'static)> {
        if self.decode_error().is_some() {
            return None;
        }
        let mut cause: Option<&(dyn StdError + 'static)> = self.source.as_deref().map(|source| source as _);
        while let Some(said) = cause.filter(|cause| self.message.contains(&cause.to_string())) {
            cause = said.source();
        }
        cause
    }

    /// Adds details: the server's message, or the place in the body that does not match its type. Only the kind of the value there is
    /// shown.
    fn write_particulars(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(said) = self.said() {
            // A sentence of the server's goes on with ours.
            let said = said.strip_suffix('.').filter(|rest| !rest.ends_with('.')).unwrap_or(&said);
            write!(f, ": {said}")?;
        }
        let Some(error) = self.decode_error() else { return Ok(()) };
        // The message already says that there is no body, or a body of another type.
        let is_said = error.pointer().is_empty() && (self.message.ends_with("is empty") || self.message.contains(": expected "));
        if is_said {
            return Ok(());
        }
        write!(f, ": expected {}, found {}", error.expected(), error.found_kind())?;
        if !error.pointer().is_empty() {
            write!(f, " at `{}`", error.pointer())?;
        }
        error.schema().map_or(Ok(()), |schema| write!(f, ", declared at `{schema}`"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Operation { id, method, path, .. } = self.op;
        if *id == format!("{method} {path}") {
            write!(f, "{id}: {}", self.message)?;
        } else {
            write!(f, "{id} ({method} {path}): {}", self.message)?;
        }
        self.write_particulars(f)?;
        let reason = match self.stop {
            Stop::Final => "",
            Stop::Exhausted => ", given up",
            Stop::Deadline => ", no time left for another attempt",
            Stop::Hint => ", and the server asks for a longer wait than allowed",
            Stop::Budget => ", and the retry budget is empty",
            Stop::Body => ", and the body can be sent once only",
            Stop::Held => ", and the next attempt was held back",
        };
        f.write_str(reason)?;
        if self.attempts.len() > 1 {
            write!(f, " after {} attempts", self.attempts.len())?;
        }
        Ok(())
    }
}

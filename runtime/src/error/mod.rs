//! The error of a call: what failed, what the server said and which attempts were made.
//!
//! **Invariant:** `Display` and `Debug` show no credential, no header except the server's request identifier, no body except its error
//! message, and no query value; those are available through named methods only. Everything they show goes through
//! `redact::Known::shown`.

mod failure;
mod problem;
mod said;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::HeaderMap;

pub use failure::Attempt;
pub(crate) use failure::{Answered, Failure, Kind, Stop, Told};
pub use problem::Problem;

use crate::decode::DecodeError;
use crate::header::Header;
use crate::model::{Model, Value};
use crate::operation::Operation;
use crate::output::{ErrorBody, WholeAnswer};
use crate::panics::guarded;
use crate::retry::Outcome;
use crate::transport::ConnectFault;

/// The reason a call failed. `E` is the type of the error bodies that the document declares.
pub struct Error<E = Value> {
    failure: Box<Failure>,
    api: Option<Box<E>>,
}

impl<E: ErrorBody> Error<E> {
    pub(crate) fn new(failure: Box<Failure>) -> Self {
        let api = declared_answer(&failure).and_then(|(variant, answer)| {
            let (op, status) = (failure.op, answer.status.as_u16());
            let tolerance = failure.tolerance.as_ref().map(|Told(report)| report);
            let answer = WholeAnswer { op, status, headers: &answer.headers, body: &answer.body, tolerance, part: None };
            // A callback that panics does not hide the status.
            guarded("callback for deviations", || E::read(variant, &answer)).ok().flatten()
        });
        let api = api.map(Box::new);
        Self { failure, api }
    }
}

/// Returns the answer of an error status that the document declares a body for, with the variant of the body and a body to read.
fn declared_answer(failure: &Failure) -> Option<(usize, &Answered)> {
    let answer = failure.answer.as_ref().filter(|_| failure.kind == Kind::Status)?;
    let code = answer.status.as_u16();
    let statuses = failure.op.errors.iter().map(|(status, _)| status);
    let (_, variant) = failure.op.errors[crate::output::fitting(statuses, code)?];
    (!answer.body.is_empty()).then_some((variant, answer))
}

impl<E> Error<E> {
    /// Returns the error body, where the document declares one for the status and it could be read.
    pub fn api(&self) -> Option<&E> {
        self.api.as_deref()
    }

    /// Takes the error body out; the error itself where there is none.
    pub fn into_api(self) -> Result<E, Self> {
        match self.api {
            Some(api) => Ok(*api),
            None => Err(self),
        }
    }

    /// Forgets the type of the error bodies, so that errors of several operations can go one way. The bytes of the body stay.
    pub fn erase(self) -> Error {
        Error { failure: self.failure, api: None }
    }

    /// Returns the problem details (RFC 9457), where the answer is one.
    pub fn problem(&self) -> Option<Problem> {
        let answer = self.failure.answer.as_ref()?;
        Problem::read(&answer.headers, &answer.body)
    }

    /// Returns the status of the answer; `None` where there was none.
    pub fn status(&self) -> Option<u16> {
        self.failure.answer.as_ref().map(|answer| answer.status.as_u16())
    }

    /// Returns the headers of the answer; `None` where there was none.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.failure.answer.as_ref().map(|answer| &answer.headers)
    }

    /// Returns a declared header's value; `None` where the answer does not have it, or there is no answer.
    ///
    /// # Errors
    ///
    /// Returns an error where the value is not of the header's type.
    pub fn header<H: Model>(&self, header: Header<H>) -> Result<Option<H>, DecodeError> {
        self.headers().map_or(Ok(None), |headers| header.read(headers))
    }

    /// Returns the body of the answer, at most the first 1 MiB of it; empty where there was none.
    pub fn body(&self) -> &[u8] {
        self.failure.answer.as_ref().map_or(&[], |answer| &answer.body)
    }

    /// Returns the server's identifier of the request, from the header `request-id` or one of its usual spellings.
    pub fn request_id(&self) -> Option<&str> {
        let headers = self.headers()?;
        ["request-id", "x-request-id", "x-correlation-id", "x-trace-id"].into_iter().find_map(|name| headers.get(name)?.to_str().ok())
    }

    /// Returns how long to wait before the next request: as the server asks, or as the governor or the breaker would have the call
    /// wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.failure.hint
    }

    /// Returns the attempts that failed, in their order.
    pub fn attempts(&self) -> &[Attempt] {
        &self.failure.attempts
    }

    /// Returns the idempotency key that travelled with every attempt.
    pub fn idempotency_key(&self) -> Option<&str> {
        self.failure.idempotency_key.as_deref()
    }

    /// Returns the operation that was called.
    pub fn operation(&self) -> &'static Operation {
        self.failure.op
    }

    /// Returns whether a time-out ended the call.
    pub fn is_timeout(&self) -> bool {
        matches!(self.failure.kind, Kind::Timeout | Kind::Deadline)
    }

    /// Returns whether there was no connection to the server.
    pub fn is_connect(&self) -> bool {
        self.failure.kind == Kind::Connect
    }

    /// Returns why there was no connection to the server; `None` if there was one, or the transport does not say.
    pub fn connect_fault(&self) -> Option<ConnectFault> {
        self.failure.fault
    }

    /// Returns the server's error message, from the place where the body has it: `message`, `detail`, `error_description`,
    /// `errors[0].message`, a SOAP fault, the title of an HTML page and so on, or a short plain text. It is one line of at most 200
    /// characters, without the call's secrets; `None` if the body has no message, or one that repeats the status.
    pub fn server_message(&self) -> Option<String> {
        self.failure.said()
    }

    /// Returns whether a rate limit ended the call: the server answered with the status 429, or the governor held the call back for
    /// longer than it may take. In the second case there is no [status](Self::status), and nothing was sent.
    pub fn is_rate_limited(&self) -> bool {
        self.failure.kind == Kind::Limited || self.status() == Some(429)
    }

    /// Returns whether the breaker kept the call from a server that is in trouble. Nothing was sent.
    pub fn is_circuit_open(&self) -> bool {
        self.failure.kind == Kind::CircuitOpen
    }

    /// Returns whether the connection broke before the whole answer was there.
    pub fn is_broken(&self) -> bool {
        self.failure.kind == Kind::Broken
    }

    /// Returns whether the server answered with an error status.
    pub fn is_status(&self) -> bool {
        self.failure.kind == Kind::Status
    }

    /// Returns whether the answer could not be read as its type.
    pub fn is_decode(&self) -> bool {
        self.failure.kind == Kind::Decode
    }

    /// Returns whether a parameter or the body could not be written. Nothing was sent.
    pub fn is_encode(&self) -> bool {
        self.failure.kind == Kind::Encode
    }

    /// Returns every rule of the document that the request breaks, where the client checks requests. Nothing was sent.
    #[cfg(feature = "validate")]
    pub fn violations(&self) -> Option<&crate::validate::Violations> {
        self.failure.source.as_ref().filter(|_| self.failure.kind == Kind::Invalid)?.downcast_ref()
    }

    /// Returns whether the client lacks something: an address, or a credential. Nothing was sent.
    pub fn is_config(&self) -> bool {
        self.failure.kind == Kind::Config
    }

    /// Returns whether credentials are missing, could not be obtained, or were refused with the status 401.
    pub fn is_auth(&self) -> bool {
        matches!(self.failure.kind, Kind::Credentials | Kind::Token) || self.status() == Some(401)
    }

    /// Returns whether the answer is larger than the call takes.
    pub fn is_too_large(&self) -> bool {
        self.failure.kind == Kind::TooLarge
    }

    /// Returns whether a redirect was not followed.
    pub fn is_redirect(&self) -> bool {
        self.failure.kind == Kind::Redirect
    }

    /// Returns whether the user's code panicked during the call: a token source, signer, store, transport, hook, callback or body. The
    /// error message names the code and repeats the panic message, with possible secrets redacted. The client remains usable.
    pub fn is_panic(&self) -> bool {
        self.failure.kind == Kind::Panicked
    }

    /// Returns whether the pages of a list do not hang together as they should, or go on for longer than asked for.
    pub fn is_pagination(&self) -> bool {
        self.page_fault().is_some()
    }

    /// Returns what is wrong with the pages of a list.
    pub fn page_fault(&self) -> Option<crate::page::PageFault> {
        match self.failure.kind {
            Kind::Page(fault) => Some(fault),
            _ => None,
        }
    }

    /// Returns whether the call was given up because it had been tried as often as allowed.
    pub fn is_retries_exhausted(&self) -> bool {
        self.failure.stop == Stop::Exhausted
    }

    /// Returns whether the server may have acted on the request although the call failed. Never true for methods that are safe
    /// (RFC 9110, section 9.2.1).
    pub fn is_outcome_unknown(&self) -> bool {
        let safe = matches!(self.failure.op.method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "QUERY");
        !safe && self.failure.attempts.iter().any(|attempt| attempt.outcome() == Outcome::Ambiguous)
    }

    /// Returns an overlay (OpenAPI Overlay 1.0, as YAML) that makes the document allow the answer; `None` where no value of the answer
    /// differs from its type, or the place of its schema is not known. See [`DecodeError::overlay`].
    pub fn overlay(&self) -> Option<String> {
        self.decode_error()?.overlay()
    }

    /// Returns the difference between the answer and its type, for an error of reading it.
    pub fn decode_error(&self) -> Option<&DecodeError> {
        self.failure.decode_error()
    }
}

/// What `Debug` shows of a decode error: the place and the kind of the value, but not the value.
struct Mismatch<'a>(&'a DecodeError);

impl fmt::Debug for Mismatch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(error) = self;
        let mut out = f.debug_struct("Mismatch");
        out.field("pointer", &error.pointer()).field("expected", &error.expected()).field("found", &error.found_kind());
        out.field("line", &error.line()).field("column", &error.column()).finish()
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.failure, f)
    }
}

impl<E> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("operation", &self.failure.op.id)
            .field("kind", &self.failure.kind)
            .field("status", &self.status())
            .field("message", &self.failure.message)
            .field("said", &self.failure.said())
            .field("mismatch", &self.decode_error().map(Mismatch))
            .field("cause", &self.failure.cause().map(ToString::to_string))
            .field("request_id", &self.request_id().map(|id| self.failure.known.shown(id)))
            .field("attempts", &self.failure.attempts)
            .finish_non_exhaustive()
    }
}

impl<E> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.failure.cause()
    }
}

//! What all streams share: a source that fails after too long a silence, and a driver that feeds a parser with it.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use crate::clock::{Clock, Timer};
use crate::decode::DecodeError;
use crate::drift::{Report, Tolerant};
use crate::error::{Failure, Kind};
use crate::model::Slot;
use crate::operation::Operation;
use crate::panics::{Panicked, guarded};
use crate::redact::Cloak;
use crate::response::Answer;
use crate::transport::{ByteStream, TransportErrorKind};

/// A body's bytes.
pub(super) struct Source {
    pub(super) op: &'static Operation,
    /// Status and headers of the answer, which its errors keep.
    status: StatusCode,
    headers: HeaderMap,
    stream: ByteStream,
    idle: Option<(Arc<dyn Clock>, Duration)>,
    tolerance: Option<Report>,
    cloak: Cloak,
    timer: Option<Timer>,
    ended: bool,
}

impl Source {
    pub(super) fn of(answer: &mut Answer) -> Self {
        let stream = answer.take_stream();
        let (status, headers) = (answer.status, answer.headers.clone());
        Self {
            op: answer.op,
            status,
            headers,
            stream,
            idle: answer.idle.take(),
            tolerance: answer.tolerance.clone(),
            // The request's body, which may be large, is not kept for as long as the stream.
            cloak: Cloak { body: None, ..std::mem::take(&mut answer.cloak) },
            timer: None,
            ended: false,
        }
    }

    /// Reads an item strictly. The outer error is a panic of the callback for deviations.
    pub(super) fn read(&self, json: &[u8], slot: Slot<'_>) -> Result<Result<(), DecodeError>, Box<Failure>> {
        let Some(report) = &self.tolerance else { return Ok(crate::json::fill(json, slot)) };
        let tolerant = Tolerant { report, operation: self.op, status: self.status.as_u16() };
        guarded("callback for deviations", || tolerant.read_strictly(json, slot)).map_err(|panicked| self.panic(panicked))
    }

    /// Reads an item that could not be read strictly into what is blank, where the client is tolerant; else makes an error of it.
    pub(super) fn read_again(&self, json: &[u8], slot: Slot<'_>, message: &str, error: DecodeError) -> Result<(), Box<Failure>> {
        let status = self.status.as_u16();
        let fault = || self.fault(Kind::Decode, message).with_source(error).hide(self.cloak.known());
        let Some(report) = &self.tolerance else { return Err(fault()) };
        match guarded("callback for deviations", || Tolerant { report, operation: self.op, status }.read(json, slot)) {
            Ok(read) => read.ok_or_else(fault),
            Err(panicked) => Err(self.panic(panicked)),
        }
    }

    /// Lets the server be silent for as long as it likes.
    pub(super) fn patient(mut self) -> Self {
        self.idle = None;
        self
    }

    /// Makes an error of this answer.
    pub(super) fn fault(&self, kind: Kind, message: impl Into<String>) -> Box<Failure> {
        Failure::new(self.op, kind, message).with_answer(self.status, self.headers.clone(), Bytes::new())
    }

    /// Makes an error of a panic, after which nothing is read.
    pub(super) fn panic(&self, panicked: Panicked) -> Box<Failure> {
        self.fault(Kind::Panicked, panicked.to_string()).with_source(panicked).hide(self.cloak.known())
    }

    /// Reads no further.
    pub(super) fn end(&mut self) {
        self.ended = true;
    }

    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Box<Failure>>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let failure = match Pin::new(&mut self.stream).poll_next(cx) {
            Poll::Ready(Some(Ok(chunk))) => {
                self.timer = None;
                return Poll::Ready(Some(Ok(chunk)));
            }
            Poll::Ready(None) => {
                self.ended = true;
                return Poll::Ready(None);
            }
            Poll::Ready(Some(Err(error))) => {
                let (kind, message) = match error.kind() {
                    _ if Panicked::find(&error).is_some() => {
                        (Kind::Panicked, Panicked::find(&error).map(ToString::to_string).unwrap_or_default())
                    }
                    TransportErrorKind::Coding => (Kind::Decode, error.to_string()),
                    TransportErrorKind::Timeout => (Kind::Timeout, "the answer broke off".to_owned()),
                    _ => (Kind::Broken, "the answer broke off".to_owned()),
                };
                self.fault(kind, message).with_source(error)
            }
            Poll::Pending => {
                let Some((clock, limit)) = &self.idle else { return Poll::Pending };
                let timer = self.timer.get_or_insert_with(|| Timer::new(&**clock, *limit));
                ready!(timer.poll(&**clock, cx));
                self.fault(Kind::Timeout, "the server fell silent in the middle of the answer")
            }
        };
        self.ended = true;
        Poll::Ready(Some(Err(failure)))
    }
}

/// A frame that is larger than the call takes, told in words.
pub(super) type TooLong = String;

/// Takes bytes and gives frames.
pub(super) trait Parser {
    type Frame;

    fn push(&mut self, bytes: &[u8], out: &mut VecDeque<Self::Frame>) -> Result<(), TooLong>;

    /// Takes note that there are no more bytes.
    fn finish(&mut self, out: &mut VecDeque<Self::Frame>) -> Result<(), TooLong>;
}

/// A parser with its source.
pub(super) struct Frames<P: Parser> {
    pub(super) source: Source,
    pub(super) parser: P,
    ready: VecDeque<P::Frame>,
    /// What is wrong with the stream after the frames that are ready.
    fault: Option<TooLong>,
    finished: bool,
}

impl<P: Parser> Frames<P> {
    pub(super) fn new(source: Source, parser: P) -> Self {
        Self { source, parser, ready: VecDeque::new(), fault: None, finished: false }
    }

    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<P::Frame, Box<Failure>>>> {
        loop {
            if let Some(frame) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(frame)));
            }
            if let Some(message) = self.fault.take() {
                return Poll::Ready(Some(Err(self.source.fault(Kind::TooLarge, message))));
            }
            if self.finished {
                return Poll::Ready(None);
            }
            let parsed = match ready!(self.source.poll(cx)) {
                Some(Ok(bytes)) => self.parser.push(&bytes, &mut self.ready),
                None => {
                    self.finished = true;
                    self.parser.finish(&mut self.ready)
                }
                Some(Err(failure)) => {
                    self.finished = true;
                    return Poll::Ready(Some(Err(failure)));
                }
            };
            if let Err(message) = parsed {
                self.finished = true;
                self.fault = Some(message);
            }
        }
    }

    /// Returns whether there are frames that were parsed and not returned.
    pub(super) fn is_ahead(&self) -> bool {
        !self.ready.is_empty()
    }

    /// Reads no further.
    pub(super) fn stop(&mut self) {
        self.finished = true;
        self.ready.clear();
    }

    /// Goes on with another answer.
    pub(super) fn resume(&mut self, source: Source) {
        self.source = source;
        self.finished = false;
        self.fault = None;
        self.ready.clear();
    }
}

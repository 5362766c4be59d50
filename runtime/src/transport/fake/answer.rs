//! What a fake answers.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::clock::Clock;
use crate::transport::{BoxFuture, ByteStream, TransportError, TransportErrorKind};

/// An answer of a [`Fake`](super::Fake).
#[derive(Clone, Debug)]
pub struct FakeAnswer {
    kind: Kind,
    delay: Option<Delay>,
}

#[derive(Clone, Debug)]
enum Kind {
    Response { status: StatusCode, headers: HeaderMap, pieces: Vec<Piece> },
    Error(TransportErrorKind),
    Silence,
}

/// A piece of a body.
#[derive(Clone, Debug)]
enum Piece {
    Bytes(Bytes),
    Delay(Delay),
    Broken,
    Silence,
}

/// A wait by a clock.
#[derive(Clone)]
struct Delay {
    clock: Arc<dyn Clock>,
    duration: Duration,
}

impl FakeAnswer {
    /// Makes a response with an empty body.
    ///
    /// # Panics
    ///
    /// If the status is not one of HTTP (100 to 999).
    pub fn status(status: u16) -> Self {
        let status = StatusCode::from_u16(status).expect("a status from 100 to 999");
        Self { kind: Kind::Response { status, headers: HeaderMap::new(), pieces: Vec::new() }, delay: None }
    }

    /// Makes a response with a JSON body.
    ///
    /// # Panics
    ///
    /// If the status is not one of HTTP (100 to 999).
    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self::status(status).header("content-type", "application/json").body(body)
    }

    /// Makes a failure to get a response.
    pub fn error(kind: TransportErrorKind) -> Self {
        Self { kind: Kind::Error(kind), delay: None }
    }

    /// Makes an answer that never comes.
    pub fn silence() -> Self {
        Self { kind: Kind::Silence, delay: None }
    }

    /// Has the answer, or the failure, come after a time by a clock: that of the client, which a
    /// [`FakeClock`](crate::clock::FakeClock) lets pass at once.
    #[must_use]
    pub fn after(mut self, duration: Duration, clock: &(impl Clock + Clone)) -> Self {
        self.delay = Some(Delay { clock: Arc::new(clock.clone()), duration });
        self
    }

    /// Adds a header.
    ///
    /// # Panics
    ///
    /// If the name or the value cannot stand in a header.
    #[must_use]
    pub fn header(self, name: &str, value: &str) -> Self {
        self.header_bytes(name, value.as_bytes())
    }

    /// Adds a header whose value may hold bytes that are not ASCII.
    ///
    /// # Panics
    ///
    /// If the name or the value cannot stand in a header.
    #[must_use]
    pub fn header_bytes(mut self, name: &str, value: &[u8]) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a header name");
        let value = HeaderValue::from_bytes(value).expect("a header value");
        if let Kind::Response { headers, .. } = &mut self.kind {
            headers.append(name, value);
        }
        self
    }

    /// Adds bytes to the body; each call is a chunk of its own.
    #[must_use]
    pub fn body(self, body: impl Into<Bytes>) -> Self {
        self.piece(Piece::Bytes(body.into()))
    }

    /// Has what is added to the body from here on come after a time by a clock.
    #[must_use]
    pub fn pause(self, duration: Duration, clock: &(impl Clock + Clone)) -> Self {
        self.piece(Piece::Delay(Delay { clock: Arc::new(clock.clone()), duration }))
    }

    /// Breaks the body off.
    #[must_use]
    pub fn broken(self) -> Self {
        self.piece(Piece::Broken)
    }

    /// Has nothing come after the body so far, not even its end.
    #[must_use]
    pub fn stalled(self) -> Self {
        self.piece(Piece::Silence)
    }

    fn piece(mut self, piece: Piece) -> Self {
        if let Kind::Response { pieces, .. } = &mut self.kind {
            pieces.push(piece);
        }
        self
    }

    pub(super) async fn respond(self) -> Result<http::Response<ByteStream>, TransportError> {
        if let Some(delay) = self.delay {
            delay.sleep().await;
        }
        match self.kind {
            Kind::Response { status, headers, pieces } => {
                let mut response = http::Response::new(ByteStream::new(Pieces { pieces: pieces.into_iter(), delay: None, silent: false }));
                *response.status_mut() = status;
                *response.headers_mut() = headers;
                Ok(response)
            }
            Kind::Error(kind) => Err(TransportError::new(kind, "scripted")),
            Kind::Silence => std::future::pending().await,
        }
    }
}

impl Delay {
    fn sleep(&self) -> BoxFuture<'static, ()> {
        self.clock.sleep(self.duration)
    }
}

impl fmt::Debug for Delay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.duration, f)
    }
}

/// The body of a response as it comes.
struct Pieces {
    pieces: std::vec::IntoIter<Piece>,
    delay: Option<BoxFuture<'static, ()>>,
    silent: bool,
}

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(delay) = &mut self.delay {
                ready!(delay.as_mut().poll(cx));
                self.delay = None;
            }
            if self.silent {
                return Poll::Pending;
            }
            match self.pieces.next() {
                None => return Poll::Ready(None),
                Some(Piece::Bytes(bytes)) => return Poll::Ready(Some(Ok(bytes))),
                Some(Piece::Broken) => return Poll::Ready(Some(Err(TransportError::new(TransportErrorKind::Broken, "scripted")))),
                Some(Piece::Delay(delay)) => self.delay = Some(delay.sleep()),
                Some(Piece::Silence) => self.silent = true,
            }
        }
    }
}

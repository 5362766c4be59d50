//! How requests reach a server: a trait, so that tests and other HTTP stacks fit.
//!
//! **Invariant:** a transport sends one request and reads one response. It follows no redirect, repeats nothing and adds no
//! credential; those are the caller's.

#[cfg(feature = "cassette")]
pub mod cassette;
mod fake;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "tower")]
mod tower;

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

pub use self::fake::{Answering, Fake, FakeAnswer, FakeRequest};
#[cfg(all(feature = "reqwest", not(all(target_family = "wasm", target_os = "unknown"))))]
pub use self::reqwest::TlsVersion;
#[cfg(feature = "reqwest")]
pub use self::reqwest::{Reqwest, ReqwestBuilder};
#[cfg(feature = "tower")]
pub use self::tower::{ServiceTransport, TransportService, from_service, into_service};
use crate::body::Body;
use crate::clock::Pace;
use crate::panics::{awaited, guarded};

/// A boxed future.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A boxed error.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Sends requests.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and returns the response as soon as its headers are there.
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>>;
}

/// Sends a request over a transport, which may be the user's own.
pub(crate) async fn send(transport: &dyn Transport, request: http::Request<Body>) -> Result<http::Response<ByteStream>, TransportError> {
    // The call is inside the future, because making the transport's future may panic as well.
    let sending = async { transport.send(request).await };
    let sent = awaited("transport", sending).await;
    sent.unwrap_or_else(|panicked| Err(TransportError::new(TransportErrorKind::Broken, panicked)))
}

/// The bytes of a response as they come in.
pub struct ByteStream {
    stream: Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>,
    /// Set where a client reads the stream, so that bytes that are always there do not keep time-outs from firing.
    pace: Option<Pace>,
}

impl ByteStream {
    /// Wraps a stream.
    pub fn new(stream: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self { stream: Box::pin(stream), pace: None }
    }

    /// Gives way every few milliseconds, whatever the source does.
    pub(crate) fn paced(self, pace: Pace) -> Self {
        Self { pace: Some(pace), ..self }
    }

    /// Makes a stream of bytes that are there already.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Self {
        Self::new(Chunks(vec![Ok(bytes.into())].into_iter()))
    }

    /// Makes a stream of chunks, each of which may be an error.
    pub fn from_chunks(chunks: Vec<Result<Bytes, TransportError>>) -> Self {
        Self::new(Chunks(chunks.into_iter()))
    }

    /// Returns the next chunk; `None` at the end.
    pub async fn chunk(&mut self) -> Option<Result<Bytes, TransportError>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Some(pace) = &mut this.pace else { return this.stream.as_mut().poll_next(cx) };
        if pace.is_over() {
            return pace.give_way(cx);
        }
        match guarded("transport", || this.stream.as_mut().poll_next(cx)) {
            Ok(next) => {
                if next.is_pending() {
                    pace.rest();
                }
                next
            }
            Err(panicked) => {
                this.stream = Box::pin(Chunks(Vec::new().into_iter()));
                Poll::Ready(Some(Err(TransportError::new(TransportErrorKind::Broken, panicked))))
            }
        }
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByteStream")
    }
}

struct Chunks(std::vec::IntoIter<Result<Bytes, TransportError>>);

impl Stream for Chunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next())
    }
}

/// A request that got no response, or a response that broke off.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    fault: Option<ConnectFault>,
    source: BoxError,
}

/// What is known about a request that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection, or one that closed before the first byte of the request was written: the server has not seen the request.
    Connect,
    /// The server said that it has not processed the request (HTTP/2 REFUSED_STREAM).
    Refused,
    /// The time was up; the server may have acted.
    Timeout,
    /// The connection broke; the server may have acted.
    Broken,
    /// The request cannot be sent at all.
    Invalid,
    /// The response's body is not in the coding that its `Content-Encoding` names.
    Coding,
}

/// Why there is no connection to a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectFault {
    /// The name of the host has no address, or could not be looked up.
    Dns,
    /// Nothing listens at the port.
    Refused,
    /// There is no way to the host or its network.
    Unreachable,
    /// Connecting took too long.
    Timeout,
    /// TLS failed: a certificate that is not trusted, no version in common.
    Tls,
    /// The port does not speak TLS, as for an `https` URL with the port of a plain HTTP server.
    NotTls,
}

impl fmt::Display for ConnectFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dns => "the host's name cannot be resolved",
            Self::Refused => "nothing listens at the port",
            Self::Unreachable => "the host cannot be reached",
            Self::Timeout => "connecting took too long",
            Self::Tls => "TLS failed",
            Self::NotTls => "the port does not speak TLS, use an `http` URL if that is intended",
        })
    }
}

impl TransportError {
    /// Makes an error.
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self { kind, fault: None, source: source.into() }
    }

    /// Makes an error of the kind [`Connect`](TransportErrorKind::Connect) that says why there is no connection.
    pub fn connect(fault: ConnectFault, source: impl Into<BoxError>) -> Self {
        Self { kind: TransportErrorKind::Connect, fault: Some(fault), source: source.into() }
    }

    /// Returns why there is no connection; `None` if there was one, or the reason is not known.
    pub fn connect_fault(&self) -> Option<ConnectFault> {
        self.fault
    }

    /// Returns the cause.
    pub(crate) fn into_source(self) -> BoxError {
        self.source
    }

    /// Returns what is known about the request.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => match self.fault {
                Some(fault) => return write!(f, "no connection to the server: {fault}"),
                None => "no connection to the server",
            },
            TransportErrorKind::Refused => "the server refused the request unread",
            TransportErrorKind::Timeout => "the transport's time was up",
            TransportErrorKind::Broken => "the connection broke",
            // The reason is of this side, and holds nothing of the server's.
            TransportErrorKind::Invalid => return write!(f, "the request cannot be sent: {}", self.source),
            // The source names the coding.
            TransportErrorKind::Coding => return self.source.fmt(f),
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self.kind {
            TransportErrorKind::Coding => self.source.source(),
            // The text has its cause already.
            TransportErrorKind::Invalid => None,
            _ => Some(&*self.source),
        }
    }
}

//! Request bodies: bytes, a source that can be opened again, or one that can be read once. Which of them it is decides whether a call can be
//! tried again.

mod file;
mod multipart;
mod progress;
#[cfg(test)]
mod tests;
#[cfg(feature = "tokio")]
mod tokio;
#[cfg(all(feature = "tokio", not(target_family = "wasm")))]
mod tokio_file;

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

pub use file::FilePart;
pub(crate) use multipart::Parts;

use crate::panics::{Panicked, guarded};

/// A stream of a body's bytes.
pub type ByteStream = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// The body of a request.
pub struct Body {
    source: Source,
    length: Option<u64>,
}

enum Source {
    Bytes(Bytes),
    Open(Arc<dyn Fn() -> ByteStream + Send + Sync>),
    /// The mutex is never locked: it lets a body be shared between threads.
    Once(Mutex<ByteStream>),
}

impl Body {
    /// Makes a body of no bytes.
    pub fn empty() -> Self {
        Self::from(Bytes::new())
    }

    /// Makes a body that is read once: a call with it is not tried again.
    pub fn once(stream: impl Stream<Item = io::Result<Bytes>> + Send + 'static, length: Option<u64>) -> Self {
        Self { source: Source::Once(Mutex::new(Box::pin(stream))), length }
    }

    /// Makes a body that can be read from its start any number of times.
    pub fn reopenable(open: impl Fn() -> ByteStream + Send + Sync + 'static, length: Option<u64>) -> Self {
        Self { source: Source::Open(Arc::new(open)), length }
    }

    /// Makes a body of what is at a path when it is sent, read piece by piece.
    ///
    /// # Errors
    ///
    /// Returns an error where there is no file at the path.
    pub fn from_path(path: impl AsRef<std::path::Path>) -> io::Result<Self> {
        file::open(&Arc::new(path.as_ref().to_owned()))
    }

    /// Returns the length in bytes, where it is known before the body is read.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Returns whether the body can be read more than once.
    pub fn is_replayable(&self) -> bool {
        !matches!(self.source, Source::Once(_))
    }

    /// Returns the bytes, where they are in memory.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.source {
            Source::Bytes(bytes) => Some(bytes),
            Source::Open(_) | Source::Once(_) => None,
        }
    }

    /// Returns another body that is read from the start; `None` for one that is read once.
    pub fn try_clone(&self) -> Option<Self> {
        let source = match &self.source {
            Source::Bytes(bytes) => Source::Bytes(bytes.clone()),
            Source::Open(open) => Source::Open(Arc::clone(open)),
            Source::Once(_) => return None,
        };
        Some(Self { source, length: self.length })
    }

    /// Returns the body as a stream.
    pub fn into_stream(self) -> ByteStream {
        match self.source {
            Source::Bytes(bytes) => Box::pin(Chunks(Some(bytes).filter(|it| !it.is_empty()).into_iter())),
            Source::Open(open) => match guarded("request's body", || open()) {
                Ok(stream) => Box::pin(Guarded(Some(stream))),
                Err(panicked) => Box::pin(Failing(Some(panicked))),
            },
            Source::Once(stream) => Box::pin(Guarded(Some(stream.into_inner().unwrap_or_else(PoisonError::into_inner)))),
        }
    }

    /// Reads the next bytes in place.
    #[cfg(feature = "tower")]
    pub(crate) fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        if !matches!(self.source, Source::Once(_)) {
            let stream = std::mem::take(self).into_stream();
            self.source = Source::Once(Mutex::new(stream));
        }
        let Source::Once(stream) = &mut self.source else { return Poll::Ready(None) };
        let chunk = stream.get_mut().unwrap_or_else(PoisonError::into_inner).as_mut().poll_next(cx);
        // What is left is not known any more.
        self.length = None;
        chunk
    }

    /// Puts bodies one after the other.
    pub fn concat(parts: Vec<Self>) -> Self {
        let length = parts.iter().map(Self::length).sum();
        if parts.iter().all(Self::is_replayable) {
            let open = move || -> ByteStream { Box::pin(Concat::new(parts.iter().filter_map(Self::try_clone).collect())) };
            Self::reopenable(open, length)
        } else {
            Self::once(Concat::new(parts.into()), length)
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.source {
            Source::Bytes(_) => "bytes",
            Source::Open(_) => "reopenable",
            Source::Once(_) => "once",
        };
        f.debug_struct("Body").field("source", &kind).field("length", &self.length).finish()
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self { length: Some(bytes.len() as u64), source: Source::Bytes(bytes) }
    }
}

macro_rules! from_bytes {
    ($($ty:ty)*) => {$(
        impl From<$ty> for Body {
            fn from(value: $ty) -> Self {
                Self::from(Bytes::from(value))
            }
        }
    )*};
}

from_bytes!(Vec<u8> String &'static [u8] &'static str);

/// A stream of chunks that are there.
struct Chunks<I>(I);

impl<I: Iterator<Item = Bytes> + Unpin> Stream for Chunks<I> {
    type Item = io::Result<Bytes>;
    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next().map(Ok))
    }
}

/// The user's stream. If it panics, it ends with an error.
struct Guarded(Option<ByteStream>);

impl Stream for Guarded {
    type Item = io::Result<Bytes>;
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(stream) = &mut self.0 else { return Poll::Ready(None) };
        guarded("request's body", || stream.as_mut().poll_next(cx)).unwrap_or_else(|panicked| {
            self.0 = None;
            Poll::Ready(Some(Err(io::Error::other(panicked))))
        })
    }
}

/// A stream that could not be opened.
struct Failing(Option<Panicked>);

impl Stream for Failing {
    type Item = io::Result<Bytes>;
    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(|panicked| Err(io::Error::other(panicked))))
    }
}

/// A stream of bodies one after the other.
struct Concat {
    current: Option<ByteStream>,
    rest: VecDeque<Body>,
}

impl Concat {
    fn new(rest: VecDeque<Body>) -> Self {
        Self { current: None, rest }
    }
}

impl Stream for Concat {
    type Item = io::Result<Bytes>;
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if self.current.is_none() {
                self.current = self.rest.pop_front().map(Body::into_stream);
            }
            let Some(current) = &mut self.current else { return Poll::Ready(None) };
            match current.as_mut().poll_next(cx) {
                Poll::Ready(None) => self.current = None,
                other => return other,
            }
        }
    }
}

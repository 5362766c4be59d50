//! Bodies that tell how much of them is sent.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::{Body, ByteStream, Source};
use crate::panics::named;
use crate::stream::Progress;

/// How much of a body in memory is sent at a time.
const CHUNK: usize = 64 * 1024;

/// Is told how far a body is.
pub(super) type Tell = Arc<dyn Fn(Progress) + Send + Sync>;

impl Body {
    /// Tells how much was handed to the transport, after each piece. A body that is sent again begins again at its start.
    #[must_use]
    pub fn on_progress(self, tell: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.telling(Arc::new(tell))
    }

    pub(super) fn telling(self, tell: Tell) -> Self {
        let total = self.length;
        let told =
            move |stream: ByteStream, tell: &Tell| -> ByteStream { Box::pin(Told { stream, tell: Arc::clone(tell), sent: 0, total }) };
        match self.source {
            Source::Bytes(bytes) => Self::reopenable(move || told(Box::pin(Pieces(bytes.clone())), &tell), total),
            Source::Open(open) => Self::reopenable(move || told(open(), &tell), total),
            source @ Source::Once(_) => Self::once(told(Self { source, length: total }.into_stream(), &tell), total),
        }
    }
}

struct Told {
    stream: ByteStream,
    tell: Tell,
    sent: u64,
    total: Option<u64>,
}

impl Stream for Told {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(self.stream.as_mut().poll_next(cx));
        if let Some(Ok(bytes)) = &chunk {
            self.sent += bytes.len() as u64;
            named("callback of the progress", || (self.tell)(Progress::new(self.sent, self.total)));
        }
        Poll::Ready(chunk)
    }
}

struct Pieces(Bytes);

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.0.is_empty() {
            return Poll::Ready(None);
        }
        let length = self.0.len().min(CHUNK);
        Poll::Ready(Some(Ok(self.0.split_to(length))))
    }
}

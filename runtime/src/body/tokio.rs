//! Bodies from tokio's readers.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};

use super::Body;

/// How much is read at a time.
const CHUNK: usize = 64 * 1024;

impl Body {
    /// Makes a body of what a reader gives, which is sent once.
    pub fn from_reader(reader: impl AsyncRead + Send + 'static, length: Option<u64>) -> Self {
        Self::once(ReaderStream { reader: Some(Box::pin(reader)) }, length)
    }
}

pub(super) type Reader = Pin<Box<dyn AsyncRead + Send>>;

/// A stream of what a reader gives.
pub(super) struct ReaderStream {
    pub(super) reader: Option<Reader>,
}

impl Stream for ReaderStream {
    type Item = io::Result<Bytes>;
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(reader) = &mut self.reader else { return Poll::Ready(None) };
        let mut chunk = vec![0; CHUNK];
        let mut buffer = ReadBuf::new(&mut chunk);
        let read = ready!(reader.as_mut().poll_read(cx, &mut buffer));
        let length = buffer.filled().len();
        if read.is_err() || length == 0 {
            self.reader = None;
        }
        match read {
            Err(error) => Poll::Ready(Some(Err(error))),
            Ok(()) if length == 0 => Poll::Ready(None),
            Ok(()) => {
                chunk.truncate(length);
                Poll::Ready(Some(Ok(Bytes::from(chunk))))
            }
        }
    }
}

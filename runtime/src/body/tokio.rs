//! Bodies from tokio's readers and files.

use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::fs::File;
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

type Reader = Pin<Box<dyn AsyncRead + Send>>;

/// A stream of what a reader gives.
struct ReaderStream {
    reader: Option<Reader>,
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

type Opening = Pin<Box<dyn Future<Output = io::Result<File>> + Send>>;

/// A stream of a file, which is opened when it is first polled.
pub(super) struct FileStream {
    opening: Option<Opening>,
    reader: ReaderStream,
}

impl FileStream {
    pub(super) fn new(path: Arc<PathBuf>) -> Self {
        Self { opening: Some(Box::pin(async move { File::open(path.as_ref()).await })), reader: ReaderStream { reader: None } }
    }
}

impl Stream for FileStream {
    type Item = io::Result<Bytes>;
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(opening) = &mut self.opening {
            let opened = ready!(opening.as_mut().poll(cx));
            self.opening = None;
            match opened {
                Ok(file) => self.reader.reader = Some(Box::pin(file)),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
        Pin::new(&mut self.reader).poll_next(cx)
    }
}

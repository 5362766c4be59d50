//! Bodies from files, read without blocking.

use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::fs::File;

use super::tokio::ReaderStream;

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

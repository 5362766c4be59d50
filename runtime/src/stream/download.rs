//! A body as bytes.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::frames::Source;
use super::progress::Progress;
use crate::error::{Error, Kind};
use crate::output::{Mode, Output, ReadError};
use crate::panics::guarded;
use crate::response::Answer;

/// A body that is read as it comes. A silence longer than the call's time-out for an attempt is an error.
pub struct Download {
    source: Source,
    content_length: Option<u64>,
    media_type: String,
    received: u64,
    tell: Option<Box<dyn FnMut(Progress) + Send + Sync>>,
}

impl Download {
    pub(crate) fn of(answer: &mut Answer) -> Self {
        let content_length = answer.headers.get(http::header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
        let media_type = answer.media_type().to_owned();
        Self { source: Source::of(answer), content_length, media_type, received: 0, tell: None }
    }

    /// Returns the length in bytes, where the server says it.
    pub fn content_length(&self) -> Option<u64> {
        self.content_length
    }

    /// Returns the media type; empty where the server sends none.
    pub fn media_type(&self) -> &str {
        &self.media_type
    }

    /// Returns the next bytes; `None` at the end.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }

    /// Tells how much has come, after each piece.
    #[must_use]
    pub fn on_progress(mut self, tell: impl FnMut(Progress) + Send + Sync + 'static) -> Self {
        self.tell = Some(Box::new(tell));
        self
    }

    /// Reads everything into memory. More bytes than `limit` are an error.
    pub async fn bytes(mut self, limit: u64) -> Result<Bytes, Error> {
        let mut all = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            if (all.len() + chunk.len()) as u64 > limit {
                let message = format!("the answer is larger than {limit} bytes");
                return Err(Error::new(self.source.fault(Kind::TooLarge, message)));
            }
            all.extend_from_slice(&chunk);
        }
        Ok(all.into())
    }

    /// Writes everything to a file (feature `tokio`; not in a browser), and returns the number of bytes. The file is there whole or not at all: what
    /// comes goes to a file beside it, which takes its place at the end, and is deleted when the transfer fails or is dropped.
    ///
    /// # Errors
    ///
    /// Returns an error of the file system, or one whose source is the error of the call.
    #[cfg(all(feature = "tokio", not(target_family = "wasm")))]
    pub async fn save_to(mut self, path: impl AsRef<std::path::Path>) -> std::io::Result<u64> {
        use tokio::io::AsyncWriteExt as _;

        let path = path.as_ref();
        let mut partial = super::partial::Partial::create(path).await?;
        while let Some(chunk) = self.chunk().await.map_err(std::io::Error::other)? {
            partial.file.write_all(&chunk).await?;
        }
        partial.put_in_place(path).await?;
        Ok(self.received)
    }
}

impl Output for Download {
    const MODE: Mode = Mode::Stream;

    fn read(answer: &mut Answer) -> Result<Self, ReadError> {
        Ok(Self::of(answer))
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(self.source.poll(cx));
        if let Some(Ok(bytes)) = &chunk {
            self.received += bytes.len() as u64;
            let progress = Progress::new(self.received, self.content_length);
            let this = &mut *self;
            let told = this.tell.as_mut().map_or(Ok(()), |tell| guarded("callback of the progress", || tell(progress)));
            if let Err(panicked) = told {
                this.tell = None;
                this.source.end();
                return Poll::Ready(Some(Err(Error::new(this.source.panic(panicked)))));
            }
        }
        Poll::Ready(chunk.map(|chunk| chunk.map_err(Error::new)))
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("media_type", &self.media_type)
            .field("content_length", &self.content_length)
            .finish_non_exhaustive()
    }
}

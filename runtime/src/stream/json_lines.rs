//! JSON values one after the other: JSON Lines, and JSON text sequences (RFC 7464).

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::frames::{Frames, Parser, Source, TooLong};
use crate::error::Error;
use crate::model::Model;
use crate::output::{Mode, Output, ReadError};
use crate::response::Answer;

/// RFC 7464, section 2.1: every text begins with this character.
const RECORD_SEPARATOR: u8 = 0x1e;

/// A stream of JSON values: JSON Lines, or a JSON text sequence (RFC 7464). A value is no longer than
/// [`Limits::line_bytes`](crate::Limits::line_bytes); a silence longer than the call's time-out for an attempt is an error.
pub struct JsonLines<T> {
    frames: Frames<LineParser>,
    values: PhantomData<fn() -> T>,
}

impl<T: Model> JsonLines<T> {
    /// Returns the next value; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Returns the next value; `None` at the end.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        self.next().await.transpose()
    }
}

impl<T: Model> Output for JsonLines<T> {
    const MODE: Mode = Mode::Stream;

    fn read(answer: &mut Answer) -> Result<Self, ReadError> {
        let is_sequence = answer.media_type().eq_ignore_ascii_case("application/json-seq");
        let separator = if is_sequence { RECORD_SEPARATOR } else { b'\n' };
        let parser = LineParser { separator, text: Vec::new(), limit: answer.limits.line_bytes, started: false };
        Ok(Self { frames: Frames::new(Source::of(answer), parser), values: PhantomData })
    }
}

impl<T: Model> Stream for JsonLines<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(text) = ready!(self.frames.poll(cx)) else { return Poll::Ready(None) };
        let value = text.and_then(|text| {
            let mut value = T::blank();
            match self.frames.source.read(&text, value.slot())? {
                Ok(()) => Ok(value),
                Err(error) => {
                    value = T::blank();
                    self.frames.source.read_again(&text, value.slot(), "a line does not fit its type", error)?;
                    Ok(value)
                }
            }
        });
        Poll::Ready(Some(value.map_err(Error::new)))
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JsonLines")
    }
}

/// Splits at a separator; texts of white space alone are passed over.
struct LineParser {
    separator: u8,
    text: Vec<u8>,
    limit: usize,
    /// Whether a text was seen; the first may begin with a byte order mark.
    started: bool,
}

impl Parser for LineParser {
    type Frame = Vec<u8>;

    fn push(&mut self, bytes: &[u8], out: &mut VecDeque<Vec<u8>>) -> Result<(), TooLong> {
        let separator = self.separator;
        let mut parts = bytes.split(|byte| *byte == separator);
        if let Some(first) = parts.next() {
            self.extend(first)?;
        }
        for part in parts {
            self.take(out);
            self.extend(part)?;
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut VecDeque<Vec<u8>>) -> Result<(), TooLong> {
        // The last line need not be ended.
        self.take(out);
        Ok(())
    }
}

impl LineParser {
    fn extend(&mut self, bytes: &[u8]) -> Result<(), TooLong> {
        if self.text.len() + bytes.len() > self.limit {
            return Err(format!("a line is larger than {} bytes", self.limit));
        }
        self.text.extend_from_slice(bytes);
        Ok(())
    }

    fn take(&mut self, out: &mut VecDeque<Vec<u8>>) {
        let mut text = std::mem::take(&mut self.text);
        if !std::mem::replace(&mut self.started, true) && text.starts_with(b"\xEF\xBB\xBF") {
            // RFC 8259, section 8.1: a byte order mark may be passed over.
            text.drain(..3);
        }
        if !text.trim_ascii().is_empty() {
            out.push_back(text);
        }
    }
}

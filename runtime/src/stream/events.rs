//! Server-sent events, typed.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

use super::frames::{Frames, Source};
use super::sse::{RawEvent, SseParser};
use crate::decode::DecodeError;
use crate::error::{Error, Failure, Kind};
use crate::model::{Model, Slot, Value};
use crate::output::{Mode, Output, ReadError};
use crate::response::Answer;

/// An event of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The event's name; `message` where the server gives none.
    pub name: String,
    /// The identifier given last; empty where there was none yet.
    pub id: String,
    /// The content.
    pub data: T,
}

/// Server-sent events (HTML standard, section 9.2) with JSON, or text, as their data. The stream ends with the answer, or with the mark
/// that the API's configuration names. An event is at most 16 MiB.
pub struct EventStream<T> {
    frames: Frames<SseParser>,
    data: PhantomData<fn() -> T>,
}

impl<T: Model> EventStream<T> {
    /// Returns the next event; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Returns the next event; `None` at the end.
    pub async fn try_next(&mut self) -> Result<Option<Event<T>>, Error> {
        self.next().await.transpose()
    }

    /// Returns how long the server asks to wait before the stream is opened again.
    pub fn retry(&self) -> Option<Duration> {
        self.frames.parser.retry
    }
}

impl<T: Model> Output for EventStream<T> {
    const MODE: Mode = Mode::Stream;

    fn read(answer: &mut Answer) -> Result<Self, ReadError> {
        // Events come when there is something to say, so silence is no fault.
        let frames = Frames::new(Source::of(answer).patient(), SseParser::default());
        Ok(Self { frames, data: PhantomData })
    }
}

impl<T: Model> Stream for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(raw) = ready!(poll_event(&mut self.frames, cx)) else { return Poll::Ready(None) };
        let event = raw.and_then(|RawEvent { name, id, data }| {
            let mut value = T::blank();
            match read_data(&data, value.slot()) {
                Ok(()) => Ok(Event { name, id, data: value }),
                Err(error) => Err(unreadable(&self.frames, error)),
            }
        });
        Poll::Ready(Some(event.map_err(Error::new)))
    }
}

fn poll_event(frames: &mut Frames<SseParser>, cx: &mut Context<'_>) -> Poll<Option<Result<RawEvent, Box<Failure>>>> {
    let event = ready!(frames.poll(cx));
    let end = frames.source.op.stream_end;
    if !end.is_empty() && event.as_ref().is_some_and(|event| event.as_ref().is_ok_and(|event| event.data == end)) {
        frames.stop();
        return Poll::Ready(None);
    }
    Poll::Ready(event)
}

fn read_data(data: &str, slot: Slot<'_>) -> Result<(), DecodeError> {
    match slot {
        Slot::Str(text) => {
            data.clone_into(text);
            Ok(())
        }
        Slot::Any(value) => {
            *value = serde_json::from_str(data).unwrap_or_else(|_| Value::String(data.to_owned()));
            Ok(())
        }
        slot => crate::json::fill(data.as_bytes(), slot),
    }
}

fn unreadable(frames: &Frames<SseParser>, error: DecodeError) -> Box<Failure> {
    Failure::new(frames.source.op, Kind::Decode, "an event does not fit its type").with_source(error)
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventStream")
    }
}

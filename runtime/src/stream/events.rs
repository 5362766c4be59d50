//! Server-sent events, typed.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::StatusCode;

use super::frames::{Frames, Source};
use super::reconnect::Reopen;
use super::sse::{RawEvent, SseParser};
use crate::decode::DecodeError;
use crate::encode::is_json;
use crate::error::{Error, Failure, Kind};
use crate::model::{EVENT_TAG, Model, Slot, Union, Value};
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
/// that the API's configuration names. A connection that breaks is opened again as [`Reconnect`](super::Reconnect) says.
///
/// An event is no larger than [`Limits::event_bytes`](crate::Limits::event_bytes). One that does not fit its type is an error after which
/// the stream goes on; after any other error it ends.
pub struct EventStream<T> {
    frames: Frames<SseParser>,
    reopen: Option<Reopen>,
    /// The identifier of the event returned last. The parser may be ahead of it.
    last_id: String,
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

    /// Returns the identifier of the event that was returned last; empty where the server gave none. Sent as the header `Last-Event-ID`, it
    /// lets another call continue from there.
    pub fn last_event_id(&self) -> &str {
        // Events that came with it and were not returned yet would be lost by their identifiers; one without data has nothing to lose.
        if self.frames.is_ahead() { &self.last_id } else { &self.frames.parser.last_id }
    }
}

impl<T: Model> Output for EventStream<T> {
    const MODE: Mode = Mode::Events;

    fn read(answer: &mut Answer) -> Result<Self, ReadError> {
        check_media_type(answer.media_type()).map_err(ReadError::new)?;
        let reopen = answer.reopen.take().map(|reopen| *reopen);
        let parser = SseParser::new(answer.limits);
        // Events come when there is something to say, so silence is no fault.
        let frames = Frames::new(Source::of(answer).patient(), parser);
        Ok(Self { frames, reopen, last_id: String::new(), data: PhantomData })
    }
}

/// Finds answers that are certainly no events, such as an error with the status 200. Servers do send events as `text/plain`.
fn check_media_type(media_type: &str) -> Result<(), String> {
    if is_json(media_type) || media_type.eq_ignore_ascii_case("text/html") {
        return Err(format!("expected `text/event-stream`, found `{media_type}`"));
    }
    Ok(())
}

impl<T: Model> Stream for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Some(raw) = ready!(poll_event(&mut this.frames, &mut this.reopen, cx)) else { return Poll::Ready(None) };
        if let Ok(raw) = &raw {
            raw.id.clone_into(&mut this.last_id);
        }
        let event = raw.and_then(|RawEvent { name, id, data }| {
            let mut value = T::blank();
            let source = &this.frames.source;
            if let Err(error) = read_event(source, &name, &data, value.slot())? {
                value = T::blank();
                source.read_again(data.as_bytes(), content(&name, value.slot()), "an event does not fit its type", error)?;
            }
            Ok(Event { name, id, data: value })
        });
        Poll::Ready(Some(event.map_err(Error::new)))
    }
}

type Polled<T> = Poll<Option<Result<T, Box<Failure>>>>;

/// Returns the next event of this answer or of those that follow it.
fn poll_event(frames: &mut Frames<SseParser>, reopen: &mut Option<Reopen>, cx: &mut Context<'_>) -> Polled<RawEvent> {
    loop {
        if let Some(again) = reopen.as_mut().filter(|again| again.is_opening()) {
            match ready!(again.poll(cx)) {
                Some(Ok(mut answer)) => {
                    if answer.status == StatusCode::NO_CONTENT {
                        // The way in which a server says that it has nothing more to say.
                        *reopen = None;
                        return Poll::Ready(None);
                    }
                    if let Err(message) = check_media_type(answer.media_type()) {
                        *reopen = None;
                        return Poll::Ready(Some(Err(Failure::new(answer.op, Kind::Decode, message))));
                    }
                    frames.parser.restart();
                    frames.resume(Source::of(&mut answer).patient());
                }
                Some(Err(failure)) => match again.begin(Some(failure), &frames.parser.last_id, frames.parser.retry) {
                    Ok(()) => continue,
                    Err(failure) => {
                        *reopen = None;
                        return Poll::Ready(failure.map(Err));
                    }
                },
                None => {}
            }
        }
        let failure = match ready!(frames.poll(cx)) {
            Some(Ok(event)) => {
                let end = frames.source.op.stream_end;
                if !end.is_empty() && event.data == end {
                    frames.stop();
                    *reopen = None;
                    return Poll::Ready(None);
                }
                if let Some(again) = reopen {
                    again.progress();
                }
                return Poll::Ready(Some(Ok(event)));
            }
            Some(Err(failure)) => Some(failure),
            None => None,
        };
        let Some(again) = reopen else { return Poll::Ready(failure.map(Err)) };
        if let Err(failure) = again.begin(failure, &frames.parser.last_id, frames.parser.retry) {
            *reopen = None;
            return Poll::Ready(failure.map(Err));
        }
    }
}

type Read = Result<Result<(), DecodeError>, Box<Failure>>;

/// Reads an event. The outer error is a panic of the user's code.
fn read_event(source: &Source, name: &str, data: &str, mut slot: Slot<'_>) -> Read {
    if let Slot::Union(union) = &mut slot
        && let Some(tag) = union.meta().tag
        && tag == EVENT_TAG
    {
        return read_named(source, name, data, &mut **union);
    }
    read_data(source, data, slot)
}

/// Reads the data of an event whose name says of which type it is.
fn read_named(source: &Source, name: &str, data: &str, union: &mut dyn Union) -> Read {
    match union.meta().arms.iter().position(|arm| arm.tags.contains(&name)) {
        Some(arm) => read_data(source, data, union.select(arm)),
        None => {
            union.put_unknown(lenient(data));
            Ok(Ok(()))
        }
    }
}

/// Returns what the data of an event is read into.
fn content<'s>(name: &str, slot: Slot<'s>) -> Slot<'s> {
    match slot {
        Slot::Union(union) if union.meta().tag == Some(EVENT_TAG) => {
            match union.meta().arms.iter().position(|arm| arm.tags.contains(&name)) {
                Some(arm) => union.select(arm),
                None => Slot::Union(union),
            }
        }
        slot => slot,
    }
}

fn read_data(source: &Source, data: &str, slot: Slot<'_>) -> Read {
    match slot {
        Slot::Str(text) => data.clone_into(text),
        Slot::Any(value) => *value = lenient(data),
        slot => return source.read(data.as_bytes(), slot),
    }
    Ok(Ok(()))
}

fn lenient(data: &str) -> Value {
    serde_json::from_str(data).unwrap_or_else(|_| Value::String(data.to_owned()))
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventStream")
    }
}

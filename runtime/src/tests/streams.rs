//! Answers that are read as they come.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Bench, GET, Pet, ms, pet};
use crate::body::Body;
use crate::clock::FakeClock;
use crate::drift::Drift;
use crate::model::Value;
use crate::operation::Operation;
use crate::stream::{Download, EventStream, JsonLines};
use crate::transport::{BoxFuture, ByteStream, FakeAnswer, Transport, TransportError};
use crate::{Bytes, Client, Stream};

async fn events(op: &'static Operation, text: &'static str) -> Vec<Result<(String, String, Pet), String>> {
    let bench = Bench::new([FakeAnswer::status(200).header("content-type", "text/event-stream").body(text)]);
    let mut stream = bench.client().call::<EventStream<Pet>, Value, ()>(op).await.expect("it is answered");
    let mut out = Vec::new();
    while let Some(event) = stream.next().await {
        out.push(event.map(|it| (it.name, it.id, it.data)).map_err(|error| error.to_string()));
    }
    out
}

#[tokio::test]
async fn events_are_typed_and_go_on_after_one_that_does_not_fit() {
    static OP: Operation = Operation::new("watch", "GET", "/watch");
    let text = "event: born\nid: 7\ndata: {\"id\":1,\ndata: \"name\":\"Rex\"}\n\ndata: oops\n\ndata: {\"id\":2,\"name\":\"Ada\"}\n\n";
    assert_eq!(
        events(&OP, text).await,
        [
            Ok(("born".to_owned(), "7".to_owned(), pet(1, "Rex"))),
            Err("watch (GET /watch): an event does not fit its type: expected a value, found `o`".to_owned()),
            Ok(("message".to_owned(), "7".to_owned(), pet(2, "Ada"))),
        ]
    );
}

#[tokio::test]
async fn the_last_event_id_is_that_of_the_event_returned_last() {
    static OP: Operation = Operation::new("watch", "GET", "/watch");
    let text = "id: 1\ndata: {\"id\":1,\"name\":\"Rex\"}\n\nid: 2\ndata: {\"id\":2,\"name\":\"Ada\"}\n\nid: 3\n\n";
    let bench = Bench::new([FakeAnswer::status(200).header("content-type", "text/event-stream").body(text)]);
    let mut stream = bench.client().call::<EventStream<Pet>, Value, ()>(&OP).await.expect("it is answered");
    let mut seen = Vec::new();
    while let Some(event) = stream.next().await {
        seen.push((event.expect("it fits").id, stream.last_event_id().to_owned()));
    }
    // All came in one piece. What has no data is not returned, so whoever continues after it misses nothing.
    assert_eq!(seen, [("1".to_owned(), "1".to_owned()), ("2".to_owned(), "3".to_owned())]);
}

#[tokio::test]
async fn a_tolerant_client_reads_events_with_holes() {
    static OP: Operation = Operation::new("watch", "GET", "/watch");
    let text = "data: {\"id\":null,\"name\":\"Rex\"}\n\ndata: oops\n\ndata: {\"id\":2}\n\n";
    let bench = Bench::new([FakeAnswer::status(200).header("content-type", "text/event-stream").body(text)]);
    let told = Arc::new(Mutex::new(Vec::new()));
    let hear = told.clone();
    let report = move |drift: &Drift<'_>| hear.lock().unwrap_or_else(PoisonError::into_inner).push(drift.deviation.to_string());
    let client = bench.builder().tolerant(report).build().expect("the values can be used");
    let mut stream = client.call::<EventStream<Pet>, Value, ()>(&OP).await.expect("it is answered");
    let mut read = Vec::new();
    while let Some(event) = stream.next().await {
        read.push(event.map(|event| event.data).map_err(|error| error.is_decode()));
    }
    assert_eq!(read, [Ok(pet(0, "Rex")), Err(true), Ok(Pet { id: 2, name: None })]);
    assert_eq!(*told.lock().unwrap_or_else(PoisonError::into_inner), ["expected a 64-bit integer, found null at `/id`"]);
}

#[tokio::test]
async fn a_mark_ends_the_events() {
    static OP: Operation = Operation::new("watch", "GET", "/watch").stream_end("[DONE]");
    let text = "data: {\"id\":1,\"name\":\"Rex\"}\n\ndata: [DONE]\n\ndata: oops\n\n";
    assert_eq!(events(&OP, text).await, [Ok(("message".to_owned(), String::new(), pet(1, "Rex")))]);
}

async fn lines(answer: FakeAnswer) -> Vec<Result<i64, String>> {
    let bench = Bench::new([answer]);
    let client = bench.client();
    let mut stream = client.call::<JsonLines<i64>, Value, ()>(&GET).path("id", "1").await.expect("it is answered");
    let mut out = Vec::new();
    while let Some(value) = stream.next().await {
        out.push(value.map_err(|error| error.to_string()));
    }
    out
}

#[tokio::test]
async fn json_lines_are_split_whatever_the_chunks() {
    let answer = FakeAnswer::status(200).body("1\r\n2").body("2\n\n").body("3");
    assert_eq!(lines(answer).await, [Ok(1), Ok(22), Ok(3)]);
}

#[tokio::test]
async fn json_text_sequences_are_told_by_their_media_type() {
    let answer = FakeAnswer::status(200).header("content-type", "application/json-seq").body("\u{1e}1\n\u{1e}\n2\n");
    assert_eq!(lines(answer).await, [Ok(1), Ok(2)]);
}

#[tokio::test]
async fn what_came_before_the_connection_broke_is_given_out() {
    let answer = FakeAnswer::status(200).body("1\n2").broken();
    assert_eq!(lines(answer).await, [Ok(1), Err("getPet (GET /pets/{id}): the answer broke off".to_owned())]);
}

#[tokio::test]
async fn a_line_that_is_too_long_is_an_error_after_those_before_it() {
    let answer = FakeAnswer::status(200).body(format!("1\n{}", "2".repeat((16 << 20) + 1)));
    assert_eq!(lines(answer).await, [Ok(1), Err("getPet (GET /pets/{id}): a line is larger than 16777216 bytes".to_owned())]);
}

async fn download(answer: FakeAnswer) -> Download {
    let bench = Bench::new([answer]);
    bench.client().call::<Download, Value, ()>(&GET).path("id", "1").await.expect("it is answered")
}

#[tokio::test]
async fn a_download_is_bounded() {
    let answer = || FakeAnswer::status(200).header("content-type", "application/pdf").body("abc").body("def");
    let stream = download(answer()).await;
    assert_eq!(stream.media_type(), "application/pdf");
    assert_eq!(stream.bytes(6).await.expect("it fits"), "abcdef");
    assert!(download(answer()).await.bytes(5).await.expect_err("it does not fit").is_too_large());
}

#[cfg(feature = "tokio")]
#[tokio::test]
async fn a_download_is_saved_to_a_file() {
    let path = std::env::temp_dir().join(format!("turnbuckle-download-{}", std::process::id()));
    let written = download(FakeAnswer::status(200).body("abc").body("def")).await.save_to(&path).await.expect("it is written");
    let saved = std::fs::read_to_string(&path).expect("it is there");
    std::fs::remove_file(&path).expect("it is there");
    assert_eq!((written, saved.as_str()), (6, "abcdef"));
}

/// A server that falls silent in the middle of its answer.
struct Stalling;

impl Transport for Stalling {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        struct Half(bool);
        impl Stream for Half {
            type Item = Result<Bytes, TransportError>;
            fn poll_next(mut self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> std::task::Poll<Option<Self::Item>> {
                if std::mem::replace(&mut self.0, true) {
                    return std::task::Poll::Pending;
                }
                std::task::Poll::Ready(Some(Ok("abc".into())))
            }
        }
        Box::pin(async { Ok(http::Response::new(ByteStream::new(Half(false)))) })
    }
}

#[tokio::test]
async fn a_silent_server_does_not_hold_a_download_up() {
    let clock = FakeClock::new();
    let client = Client::builder(&super::API).transport(Stalling).clock(clock.clone()).attempt_timeout(ms(700)).build();
    let client = client.expect("the values can be used");
    let mut stream = client.call::<Download, Value, ()>(&GET).path("id", "1").await.expect("it is answered");
    assert_eq!(stream.chunk().await.expect("it came"), Some("abc".into()));
    assert!(stream.chunk().await.expect_err("nothing comes").is_timeout());
    assert_eq!(clock.slept(), [ms(700)]);
}

#[tokio::test]
async fn a_call_of_another_type_is_read_as_a_stream() {
    let events = FakeAnswer::status(200).header("content-type", "text/event-stream").body("data: {\"id\":1,\"name\":\"Rex\"}\n\n");
    let bench = Bench::new([events, FakeAnswer::status(200).body("1\n2\n"), FakeAnswer::status(200).body("abc")]);
    let client = bench.client();
    let mut events = client.call::<Value, Value, ()>(&GET).path("id", "1").events::<Pet>().await.expect("it is answered");
    assert_eq!(events.try_next().await.expect("it fits").map(|event| event.data), Some(pet(1, "Rex")));
    let mut lines = client.call::<Value, Value, ()>(&GET).path("id", "1").json_lines::<i64>().await.expect("it is answered");
    assert_eq!(lines.try_next().await.expect("it fits"), Some(1));
    let bytes = client.call::<Value, Value, ()>(&GET).path("id", "1").download().await.expect("it is answered");
    assert_eq!(bytes.bytes(10).await.expect("it fits"), "abc");
    assert_eq!(bench.fake.requests()[0].header("accept"), Some("text/event-stream"));
}

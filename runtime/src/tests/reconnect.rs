//! Streams of events that break and are opened again.

use super::{Bench, Pet, ms, pet};
use crate::model::Value;
use crate::operation::Operation;
use crate::stream::{EventStream, Reconnect};
use crate::transport::FakeAnswer;
use crate::{Call, Client};

static WATCH: Operation = Operation::new("watch", "GET", "/watch").stream_end("[DONE]");
static ASK: Operation = Operation::new("ask", "POST", "/ask").body("application/json");

fn stream(text: &'static str) -> FakeAnswer {
    FakeAnswer::status(200).header("content-type", "text/event-stream").body(text)
}

fn call<'c>(client: &'c Client, op: &'static Operation) -> Call<'c, EventStream<Pet>> {
    client.call(op)
}

/// Returns the identifiers of the events, and the error at the end.
async fn read(call: Call<'_, EventStream<Pet>>) -> (Vec<i64>, Option<crate::Error>) {
    let mut events = call.await.expect("it is answered");
    let mut ids = Vec::new();
    loop {
        match events.try_next().await {
            Ok(Some(event)) => ids.push(event.data.id),
            Ok(None) => return (ids, None),
            Err(error) => return (ids, Some(error)),
        }
    }
}

fn last_ids(bench: &Bench) -> Vec<Option<String>> {
    bench.fake.requests().iter().map(|request| request.header("last-event-id").map(str::to_owned)).collect()
}

#[tokio::test]
async fn a_stream_that_breaks_goes_on_after_its_last_event() {
    let bench = Bench::new([
        stream("retry: 300\nid: a\ndata: {\"id\":1}\n\nid: b\ndata: {\"id\"").broken(),
        stream("id: b\ndata: {\"id\":2}\n\ndata: [DONE]\n\n"),
    ]);
    let (ids, error) = read(call(&bench.client(), &WATCH)).await;
    assert_eq!((ids, error.map(|error| error.to_string())), (vec![1, 2], None));
    assert_eq!(last_ids(&bench), [None, Some("a".to_owned())]);
    assert_eq!(bench.clock.slept(), [ms(300)]);
}

#[tokio::test]
async fn without_identifiers_nothing_is_read_twice() {
    let bench = Bench::new([stream("data: {\"id\":1}\n\n").broken()]);
    let (ids, error) = read(call(&bench.client(), &WATCH)).await;
    let error = error.expect("it broke");
    assert!(ids == [1] && error.is_broken() && error.status() == Some(200), "{error:?}");
}

#[tokio::test]
async fn a_post_is_sent_again_only_where_it_was_asked_for() {
    let broken = || stream("id: a\ndata: {\"id\":1}\n\n").broken();
    let bench = Bench::new([broken(), broken(), stream("data: {\"id\":2}\n\n")]);
    let client = bench.client();
    let (ids, error) = read(call(&client, &ASK).body(&pet(9, "Rex"))).await;
    assert!(ids == [1] && error.is_some_and(|error| error.is_broken()));
    let (ids, error) = read(call(&client, &ASK).body(&pet(9, "Rex")).reconnect(Reconnect::default())).await;
    assert_eq!((ids, error.map(|error| error.to_string())), (vec![1, 2], None));
    let bodies: Vec<_> = bench.fake.requests().into_iter().map(|request| request.body).collect();
    assert_eq!(bodies, [r#"{"id":9,"name":"Rex"}"#; 3]);
}

#[tokio::test]
async fn the_attempts_are_bounded_and_the_error_says_so() {
    let silent = || stream(": nothing\n\n").broken();
    let bench = Bench::new([stream("id: a\ndata: {\"id\":1}\n\n").broken(), silent(), silent()]);
    let client = bench.client();
    let (ids, error) = read(call(&client, &WATCH).reconnect(Reconnect::default().attempts(2).delay(ms(100)))).await;
    let error = error.expect("it broke");
    assert!(ids == [1] && error.is_broken() && error.is_retries_exhausted(), "{error:?}");
    assert_eq!(bench.clock.slept(), [ms(100), ms(200)]);
    assert_eq!(last_ids(&bench), [None, Some("a".to_owned()), Some("a".to_owned())]);
}

#[tokio::test]
async fn a_wait_that_is_too_long_ends_the_stream() {
    let bench = Bench::new([stream("retry: 99999999999\nid: a\ndata: {\"id\":1}\n\n").broken()]);
    let (ids, error) = read(call(&bench.client(), &WATCH)).await;
    let error = error.expect("it broke");
    assert_eq!((ids, error.retry_after()), (vec![1], Some(ms(99_999_999_999))));
    assert!(bench.clock.slept().is_empty());
}

#[tokio::test]
async fn a_stream_that_ends_is_opened_again_until_there_is_nothing_more() {
    let bench = Bench::new([stream("data: {\"id\":1}\n\n"), stream("data: {\"id\":2}\n\n"), FakeAnswer::status(204)]);
    let (ids, error) = read(call(&bench.client(), &WATCH).reconnect(Reconnect::default().after_end())).await;
    assert_eq!((ids, error.map(|error| error.to_string())), (vec![1, 2], None));
}

#[tokio::test]
async fn an_error_on_opening_again_is_the_streams() {
    let bench = Bench::new([stream("id: a\ndata: {\"id\":1}\n\n").broken(), FakeAnswer::json(403, "{}")]);
    let (ids, error) = read(call(&bench.client(), &WATCH)).await;
    assert_eq!((ids, error.and_then(|error| error.status())), (vec![1], Some(403)));
}

#[tokio::test]
async fn json_in_place_of_events_is_an_error_with_the_status() {
    let bench = Bench::new([FakeAnswer::json(200, r#"{"error":"quota"}"#)]);
    let error = call(&bench.client(), &WATCH).await.expect_err("these are no events");
    assert_eq!(error.to_string(), "watch (GET /watch): 200 OK: expected `text/event-stream`, found `application/json`");
    assert_eq!(error.status(), Some(200));
}

/// Events that are told by their names.
#[derive(Clone)]
enum Told {
    Born(Pet),
    Named(String),
    Unknown(Value),
}

crate::tagged_union!(Told by ":event" { 0 Born "born", 1 Named "named" | "renamed"; Unknown });

#[tokio::test]
async fn the_name_of_an_event_chooses_its_type() {
    let text =
        "event: born\ndata: {\"id\":1}\n\nevent: renamed\ndata: Rex\n\nevent: gone\ndata: [3]\n\ndata: x\n\nevent: born\ndata: 3\n\n";
    let bench = Bench::new([stream(text)]);
    let client = bench.client();
    let mut events = client.call::<EventStream<Told>, Value, ()>(&WATCH).await.expect("it is answered");
    let mut out = Vec::new();
    while let Some(event) = events.next().await {
        out.push(match event.map(|event| event.data) {
            Ok(Told::Born(pet)) => format!("born {}", pet.id),
            Ok(Told::Named(name)) => format!("named {name}"),
            Ok(Told::Unknown(value)) => value.to_string(),
            Err(error) => error.to_string(),
        });
    }
    assert_eq!(
        out,
        ["born 1", "named Rex", "[3]", "\"x\"", "watch (GET /watch): an event does not fit its type: expected an object, found a number"]
    );
}

//! What the meter counts of whole calls.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::{Bench, CREATE, GET, Pet, alone, ms, ok, pet, turn};
use crate::body::Body;
use crate::model::Value;
use crate::operation::Operation;
use crate::transport::FakeAnswer;
use crate::{Download, Meter, Retry};

/// Writes the rows that were counted.
fn rows(meter: &Meter) -> Vec<String> {
    let snapshot = meter.snapshot();
    let row = |name: &str, usage: &crate::meter::Usage| {
        format!(
            "{name}: {} calls, {} attempts, {} retries, {} failures, {} abandoned, {} sent, {} received, {} units, {:?}",
            usage.calls,
            usage.attempts,
            usage.retries,
            usage.failures,
            usage.abandoned,
            usage.sent_bytes,
            usage.received_bytes,
            usage.cost,
            usage.waited
        )
    };
    let rows = snapshot.operations.iter().map(|it| row(&format!("{} {}", it.api, it.operation), &it.usage));
    rows.chain([row("total", &snapshot.total)]).collect()
}

#[tokio::test]
async fn calls_attempts_bytes_and_costs_are_counted_by_operation() {
    static SEARCH: Operation = Operation::new("search", "GET", "/search").cost(5);
    let bench = Bench::new([FakeAnswer::status(503), ok(), ok(), FakeAnswer::json(400, "{}"), ok()]);
    let meter = Meter::new();
    let client = bench.builder().meter(meter.clone()).build().expect("the values can be used");
    client.call::<Pet, Value, ()>(&GET).path("id", "1").await.expect("the second is answered");
    client.call::<Pet, Value, ()>(&CREATE).body(&pet(1, "Rex")).await.expect("it is answered");
    client.call::<Pet, Value, ()>(&CREATE).body(&pet(1, "Rex")).await.expect_err("it is refused");
    client.call::<Pet, Value, ()>(&SEARCH).await.expect("it is answered");
    assert_eq!(
        rows(&meter),
        [
            "Pets createPet: 2 calls, 2 attempts, 0 retries, 1 failures, 0 abandoned, 42 sent, 23 received, 2 units, 0ns",
            "Pets getPet: 1 calls, 2 attempts, 1 retries, 0 failures, 0 abandoned, 0 sent, 21 received, 2 units, 500ms",
            "Pets search: 1 calls, 1 attempts, 0 retries, 0 failures, 0 abandoned, 0 sent, 21 received, 5 units, 0ns",
            "total: 4 calls, 5 attempts, 1 retries, 1 failures, 0 abandoned, 42 sent, 65 received, 9 units, 500ms",
        ]
    );
}

#[tokio::test]
async fn every_call_is_told_at_its_end() {
    let bench = Bench::new([FakeAnswer::status(429).header("retry-after", "2"), ok(), FakeAnswer::status(404)]);
    let told = Arc::new(Mutex::new(Vec::new()));
    let meter = Meter::new().cost(|op| op.path.len() as u32).on_call({
        let told = told.clone();
        move |call| {
            told.lock().expect("no test panics").push(format!(
                "{} {:?} {:?} {} {} {:?} {:?} {}",
                call.operation.id, call.connection, call.status, call.attempts, call.cost, call.waited, call.elapsed, call.is_success
            ));
        }
    });
    let client = bench.builder().meter(meter).connection("acme").build().expect("the values can be used");
    for _ in 0..2 {
        let _ = client.call::<Pet, Value, ()>(&GET).path("id", "1").await;
    }
    assert_eq!(
        *told.lock().expect("no test panics"),
        ["getPet Some(\"acme\") Some(200) 2 20 2s 2s true", "getPet Some(\"acme\") Some(404) 1 10 0ns 0ns false"]
    );
}

#[tokio::test]
async fn streams_are_counted_as_they_go() {
    let bench = Bench::new([FakeAnswer::status(200).body("abc").body("de"), ok()]);
    let meter = Meter::new();
    let client = bench.builder().meter(meter.clone()).build().expect("the values can be used");
    let download = client.call::<Download, Value, ()>(&GET).path("id", "1").await.expect("it is answered");
    assert_eq!(meter.snapshot().total.received_bytes, 0);
    assert_eq!(download.bytes(10).await.expect("it fits"), "abcde");
    assert_eq!(meter.snapshot().total.received_bytes, 5);
    let body = Body::reopenable(|| Body::from("abcd").into_stream(), Some(4));
    client.call::<Pet, Value, ()>(&CREATE).stream_body(body).await.expect("it is answered");
    assert_eq!(meter.snapshot().total.sent_bytes, 4);
}

#[tokio::test]
async fn a_call_that_is_dropped_is_counted_as_abandoned() {
    alone(async {
        let bench = Bench::new([FakeAnswer::silence()]);
        let meter = Meter::new();
        let client = bench.builder().meter(meter.clone()).build().expect("the values can be used");
        let call = tokio::spawn(async move {
            let call = client.call::<Pet, Value, ()>(&GET).path("id", "1").retry(Retry::never());
            call.timeout(Duration::from_secs(60)).await.map(drop)
        });
        turn().await;
        call.abort();
        assert!(call.await.is_err_and(|error| error.is_cancelled()));
        assert_eq!(
            rows(&meter),
            [
                "Pets getPet: 1 calls, 1 attempts, 0 retries, 0 failures, 1 abandoned, 0 sent, 0 received, 1 units, 0ns",
                "total: 1 calls, 1 attempts, 0 retries, 0 failures, 1 abandoned, 0 sent, 0 received, 1 units, 0ns",
            ]
        );
        assert_eq!(ms(0), meter.snapshot().total.waited);
    })
    .await;
}

//! What the breaker does to whole calls.

use std::time::Duration;

use super::{Bench, CREATE, GET, Pet, alone, ok, turn};
use crate::breaker::BreakerState;
use crate::clock::Clock;
use crate::model::Value;
use crate::transport::FakeAnswer;
use crate::transport::TransportErrorKind::{Broken, Connect, Timeout};
use crate::{Breaker, Client, Error, Retry};

const ORIGIN: &str = "https://eu.pets.example";

async fn get(client: &Client) -> Result<Pet, Error> {
    client.call::<Pet, Value, ()>(&GET).path("id", "1").retry(Retry::never()).await
}

fn client(bench: &Bench, breaker: &Breaker) -> Client {
    bench.builder().breaker(breaker.clone()).build().expect("the values can be used")
}

fn status(status: u16) -> FakeAnswer {
    FakeAnswer::status(status)
}

#[tokio::test]
async fn failures_in_a_row_open_it_and_calls_fail_unsent() {
    let bench =
        Bench::new([status(500), FakeAnswer::error(Connect), FakeAnswer::error(Timeout), FakeAnswer::error(Broken), status(503), ok()]);
    let breaker = Breaker::default();
    let client = client(&bench, &breaker);
    for _ in 0..5 {
        assert_eq!(breaker.state(ORIGIN), BreakerState::Closed);
        assert!(!get(&client).await.expect_err("it fails").is_circuit_open());
    }
    assert_eq!(breaker.state(ORIGIN), BreakerState::Open);
    let error = client.call::<Pet, Value, ()>(&CREATE).await.expect_err("nothing is sent");
    assert!(error.is_circuit_open() && !error.is_outcome_unknown());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(30)));
    assert_eq!(error.to_string(), "createPet (POST /pets): the breaker is open: the server is in trouble, and is tried again in 30 s");
    assert_eq!(bench.fake.left(), 1);
}

#[tokio::test]
async fn a_status_below_500_says_that_the_server_works() {
    let bench = Bench::new([500, 500, 500, 500, 404, 500, 500, 500, 500, 429, 401, 400].map(status));
    let breaker = Breaker::default();
    let client = client(&bench, &breaker);
    for _ in 0..12 {
        assert!(!get(&client).await.expect_err("it fails").is_circuit_open());
    }
}

#[tokio::test]
async fn a_part_of_failures_within_a_window_opens_it() {
    let bench = Bench::new((0..20).map(|n| if n % 2 == 0 { ok() } else { status(502) }));
    let breaker = Breaker::builder().failure_ratio(0.5, 10, Duration::from_secs(10)).build();
    let client = client(&bench, &breaker);
    for n in 0..8 {
        assert_eq!(get(&client).await.is_ok(), n % 2 == 0);
    }
    // A new window has its own count.
    bench.clock.advance(Duration::from_secs(11));
    for n in 0..10 {
        assert_eq!(breaker.state(ORIGIN), BreakerState::Closed);
        assert_eq!(get(&client).await.is_ok(), n % 2 == 0);
    }
    assert_eq!(breaker.state(ORIGIN), BreakerState::Open);
}

#[tokio::test]
async fn one_call_goes_to_see_and_closes_it_or_opens_it_again() {
    let bench = Bench::new([status(500), status(500), ok(), ok()]);
    let breaker = Breaker::builder().consecutive_failures(1).build();
    let client = client(&bench, &breaker);
    get(&client).await.expect_err("it fails");
    bench.clock.advance(Duration::from_secs(30));
    assert_eq!(breaker.state(ORIGIN), BreakerState::HalfOpen);
    assert_eq!(get(&client).await.expect_err("the probe fails").status(), Some(500));
    assert!(get(&client).await.expect_err("it is open again").is_circuit_open());
    bench.clock.advance(Duration::from_secs(30));
    get(&client).await.expect("the probe is answered");
    assert_eq!(breaker.state(ORIGIN), BreakerState::Closed);
    get(&client).await.expect("it is closed");
}

#[tokio::test]
async fn others_fail_while_one_goes_to_see_and_a_dropped_probe_makes_room_for_the_next() {
    alone(async {
        let bench = Bench::new([status(500), FakeAnswer::silence(), ok()]);
        let breaker = Breaker::builder().consecutive_failures(1).build();
        let client = client(&bench, &breaker);
        get(&client).await.expect_err("it fails");
        bench.clock.advance(Duration::from_secs(30));
        let probe = tokio::spawn({
            let client = client.clone();
            async move { get(&client).await.map(drop) }
        });
        turn().await;
        assert!(get(&client).await.expect_err("the probe is under way").is_circuit_open());
        probe.abort();
        assert!(probe.await.is_err_and(|error| error.is_cancelled()));
        get(&client).await.expect("this one is the probe");
        assert_eq!(breaker.state(ORIGIN), BreakerState::Closed);
    })
    .await;
}

#[tokio::test]
async fn origins_are_told_apart_and_attempts_end_when_it_opens() {
    let bench = Bench::new([status(500), status(500), status(500), ok()]);
    let breaker = Breaker::builder().consecutive_failures(2).build();
    let error = client(&bench, &breaker).call::<Pet, Value, ()>(&GET).path("id", "1").await.expect_err("it fails");
    assert_eq!((error.status(), error.attempts().len(), error.is_circuit_open()), (Some(500), 2, false));
    let other = bench.builder().base_url("https://other.example").breaker(breaker).build().expect("the values can be used");
    get(&other).await.expect_err("it is asked, and fails by itself");
    assert_eq!(bench.fake.left(), 1);
    assert!(bench.clock.now() < Duration::from_secs(2));
}

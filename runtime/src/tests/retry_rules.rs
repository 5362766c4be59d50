//! The rules of retries, in the order in which the crate's documentation of [`crate::retry`] gives them; `retries` has more of each.

use std::time::Duration;

use super::{Bench, CREATE, GET, Pet, ms, ok, pet};
use crate::body::Body;
use crate::clock::Clock;
use crate::model::Value;
use crate::operation::Operation;
use crate::retry::{Outcome, Reset};
use crate::transport::FakeAnswer;
use crate::transport::TransportErrorKind::{Broken, Connect, Invalid, Refused, Timeout};
use crate::{Client, Error, Retry};

async fn get(client: &Client) -> Result<Pet, Error> {
    client.call::<Pet, Value, ()>(&GET).path("id", "1").await
}

async fn create(client: &Client) -> Result<Pet, Error> {
    client.call::<Pet, Value, ()>(&CREATE).body(&pet(0, "Rex")).await
}

fn status(status: u16) -> FakeAnswer {
    FakeAnswer::status(status)
}

#[tokio::test]
async fn what_was_not_sent_or_was_rejected_is_repeated_whatever_the_method() {
    let not_sent = || [FakeAnswer::error(Connect), FakeAnswer::error(Refused)];
    let rejected = || [status(425), status(429), status(503).header("retry-after", "1")];
    for answer in not_sent().into_iter().chain(rejected()) {
        let bench = Bench::new([answer, ok()]);
        assert_eq!(create(&bench.client()).await.expect("it is repeated").id, 1);
    }
    let bench = Bench::new([FakeAnswer::error(Invalid), ok()]);
    let error = create(&bench.client()).await.expect_err("what cannot be sent is not tried again");
    assert!(!error.is_outcome_unknown() && bench.fake.left() == 1);
}

#[tokio::test]
async fn the_class_of_each_failure_is_on_the_error() {
    let cases = [
        (FakeAnswer::error(Connect), Outcome::NotSent),
        (FakeAnswer::error(Refused), Outcome::NotSent),
        (status(429), Outcome::Rejected),
        (status(425), Outcome::Rejected),
        (status(503).header("retry-after", "1"), Outcome::Rejected),
        (status(503), Outcome::Ambiguous),
        (status(408), Outcome::Ambiguous),
        (status(500), Outcome::Ambiguous),
        (status(520), Outcome::Ambiguous),
        (FakeAnswer::error(Timeout), Outcome::Ambiguous),
        (FakeAnswer::error(Broken), Outcome::Ambiguous),
        (status(409), Outcome::Answered),
        (status(501), Outcome::Answered),
    ];
    for (answer, outcome) in cases {
        let bench = Bench::new([answer]);
        let client = bench.builder().retry(Retry::never()).build().expect("the values can be used");
        let error = create(&client).await.expect_err("it fails");
        assert_eq!(error.attempts()[0].outcome(), outcome, "{error}");
        assert_eq!(error.is_outcome_unknown(), outcome == Outcome::Ambiguous, "{error}");
    }
}

#[tokio::test]
async fn there_are_3_attempts_with_waits_that_double_from_500_ms_to_20_s_within_60_s() {
    let bench = Bench::new((0..20).map(|_| status(503)));
    let error = get(&bench.client()).await.expect_err("all fail");
    assert_eq!((error.attempts().len(), bench.clock.slept()), (3, vec![ms(500), ms(1000)]));
    let client = bench.builder().retry(Retry::default().attempts(100)).build().expect("the values can be used");
    let from = bench.clock.now();
    let error = get(&client).await.expect_err("all fail");
    let delays: Vec<u64> = error.attempts().iter().map(|attempt| attempt.delay().as_millis() as u64).collect();
    assert_eq!(delays, [0, 500, 1000, 2000, 4000, 8000, 16_000, 20_000]);
    assert!(bench.clock.now() - from < Duration::from_secs(60));
    assert!(error.to_string().ends_with("no time left for another attempt after 8 attempts"), "{error}");
}

#[tokio::test]
async fn a_date_of_retry_after_counts_from_the_answers_own_date() {
    let answer = status(429).header("date", "Sun, 06 Nov 1994 08:49:37 GMT").header("retry-after", "Sun, 06 Nov 1994 08:49:41 GMT");
    let bench = Bench::new([answer, ok()]);
    create(&bench.client()).await.expect("the second is answered");
    assert_eq!(bench.clock.now(), ms(4000));
}

#[tokio::test]
async fn a_configured_reset_header_is_a_hint_in_either_form() {
    for (reset, value) in [(Reset::EpochSeconds, "1767225607"), (Reset::DeltaSeconds, "7")] {
        let bench = Bench::new([status(429).header("x-reset", value), ok()]);
        let client = bench.builder().retry(Retry::default().reset_header("X-Reset", reset)).build().expect("the values can be used");
        create(&client).await.expect("the second is answered");
        assert_eq!(bench.clock.now(), ms(7000));
    }
}

#[tokio::test]
async fn a_hint_over_the_cap_fails_at_once_and_is_readable() {
    let bench = Bench::new([status(503).header("retry-after", "20.5"), ok(), status(503).header("retry-after", "20"), ok()]);
    let error = create(&bench.client()).await.expect_err("20 s is the longest wait");
    assert_eq!((error.retry_after(), bench.clock.now()), (Some(ms(20_500)), Duration::ZERO));
    bench.fake.push(ok());
    let _ = get(&bench.builder().build().expect("the values can be used")).await.expect("it is answered");
    create(&bench.client()).await.expect("it waits for as long as allowed");
    assert_eq!(bench.clock.now(), Duration::from_secs(20));
}

#[tokio::test]
async fn a_wait_that_would_pass_the_deadline_is_not_begun() {
    let bench = Bench::new([status(429).header("retry-after", "10"), ok()]);
    let client = bench.builder().timeout(Duration::from_secs(10)).build().expect("the values can be used");
    let error = create(&client).await.expect_err("there is no time");
    assert_eq!((error.status(), error.retry_after(), bench.clock.now()), (Some(429), Some(Duration::from_secs(10)), Duration::ZERO));
}

#[tokio::test]
async fn the_budget_of_500_pays_100_retries_or_50_after_time_outs() {
    for (answer, retries) in [(503, 100), (0, 50)] {
        let bench = Bench::new((0..400).map(|_| if answer == 0 { FakeAnswer::error(Timeout) } else { status(answer) }));
        let client = bench.builder().retry(Retry::default().attempts(2)).build().expect("the values can be used");
        let mut made = 0;
        for _ in 0..150 {
            made += get(&client).await.expect_err("all fail").attempts().len() - 1;
        }
        assert_eq!(made, retries);
    }
}

#[tokio::test]
async fn of_the_statuses_408_425_429_502_503_and_504_are_repeated_and_409_is_not() {
    for code in [408, 425, 429, 502, 503, 504] {
        let bench = Bench::new([status(code), ok()]);
        get(&bench.client()).await.expect("it is repeated");
    }
    for code in [400, 404, 409, 410, 412, 422, 501, 505, 511] {
        let bench = Bench::new([status(code), ok()]);
        assert_eq!(get(&bench.client()).await.expect_err("it is not repeated").status(), Some(code));
        assert_eq!(bench.fake.left(), 1);
    }
}

#[tokio::test]
async fn a_500_is_repeated_only_where_that_is_harmless_and_a_key_counts() {
    static SAFE_POST: Operation = Operation::new("query", "POST", "/query").idempotent(true);
    static UNSAFE_PUT: Operation = Operation::new("append", "PUT", "/log").idempotent(false);
    let bench = Bench::new([status(500), ok(), status(500), ok(), status(500), ok()]);
    let client = bench.client();
    get(&client).await.expect("a GET is repeated");
    client.call::<Pet, Value, ()>(&CREATE).idempotency_key("k").await.expect("a POST with a key is repeated");
    client.call::<Pet, Value, ()>(&SAFE_POST).await.expect("a POST that is declared idempotent is repeated");
    for operation in [&CREATE, &UNSAFE_PUT] {
        let bench = Bench::new([status(500), ok()]);
        bench.client().call::<Pet, Value, ()>(operation).await.expect_err("it is not repeated");
        assert_eq!(bench.fake.left(), 1);
    }
}

#[tokio::test]
async fn the_server_may_forbid_a_repetition_or_ask_for_one_that_is_harmless() {
    let said = |code: u16, word: &str| status(code).header("x-should-retry", word);
    let bench = Bench::new([said(503, "false"), said(409, "true"), ok(), said(409, "true")]);
    let client = bench.client();
    assert_eq!(get(&client).await.expect_err("it is forbidden").status(), Some(503));
    get(&client).await.expect("it is asked for");
    let error = create(&client).await.expect_err("a repetition might have a second effect");
    assert_eq!((error.status(), error.is_outcome_unknown()), (Some(409), false));
}

#[tokio::test]
async fn one_idempotency_key_travels_with_all_attempts_and_is_on_the_error_with_the_request_id() {
    let bench = Bench::new([FakeAnswer::error(Timeout), status(502), status(500).header("x-request-id", "r-9")]);
    let call = bench.client();
    let call = call.call::<Pet, Value, ()>(&CREATE).idempotency_key("k-7");
    let error = call.await.expect_err("all fail");
    let keys: Vec<Option<String>> = bench.fake.requests().iter().map(|it| it.header("idempotency-key").map(str::to_owned)).collect();
    assert_eq!(keys, vec![Some("k-7".to_owned()); 3]);
    assert_eq!((error.idempotency_key(), error.request_id()), (Some("k-7"), Some("r-9")));
    assert!(error.is_outcome_unknown());
}

#[tokio::test]
async fn a_body_that_can_be_read_once_makes_one_attempt_and_the_error_says_so() {
    for answer in [FakeAnswer::error(Connect), status(429)] {
        let bench = Bench::new([answer, ok()]);
        let body = Body::once(Body::from("abc").into_stream(), Some(3));
        let error = bench.client().call::<Pet, Value, ()>(&CREATE).stream_body(body).await.expect_err("it is not repeated");
        assert!(error.to_string().ends_with(", and the body can be sent once only"), "{error}");
        assert_eq!((error.attempts().len(), bench.fake.left()), (1, 1));
    }
}

#[tokio::test]
async fn the_error_has_the_status_delay_reason_and_outcome_of_each_attempt() {
    let bench = Bench::new([FakeAnswer::error(Connect), status(429).header("retry-after", "3"), status(500)]);
    let error = create(&bench.client()).await.expect_err("all fail");
    let attempts: Vec<_> = error.attempts().iter().map(|it| (it.status(), it.delay(), it.reason(), it.outcome())).collect();
    assert_eq!(
        attempts,
        [
            (None, ms(0), "no connection to eu.pets.example:443", Outcome::NotSent),
            (Some(429), ms(500), "429 Too Many Requests", Outcome::Rejected),
            (Some(500), ms(3000), "500 Internal Server Error", Outcome::Ambiguous),
        ]
    );
}

#[tokio::test]
async fn a_calls_own_policy_stands_for_the_clients() {
    let bench = Bench::new([status(503), ok(), status(503), ok()]);
    let client = bench.builder().retry(Retry::never()).build().expect("the values can be used");
    get(&client).await.expect_err("the client does not repeat");
    get(&client).await.expect("it is answered");
    client.call::<Pet, Value, ()>(&GET).path("id", "1").retry(Retry::default()).await.expect("the call does");
}

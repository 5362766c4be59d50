//! When requests are sent again.

use std::time::Duration;

use super::{Bench, CREATE, GET, Pet, ms, ok, pet};
use crate::body::Body;
use crate::model::Value;
use crate::operation::Operation;
use crate::retry::Outcome;
use crate::transport::TransportErrorKind::{Broken, Connect, Timeout};
use crate::transport::{ByteStream, FakeAnswer};
use crate::{Call, Error, Retry};

async fn get(bench: &Bench) -> Result<Pet, Error> {
    bench.client().call::<Pet, Value, ()>(&GET).path("id", "1").await
}

async fn create(bench: &Bench) -> Result<Pet, Error> {
    bench.client().call::<Pet, Value, ()>(&CREATE).body(&pet(0, "Rex")).await
}

fn status(status: u16) -> FakeAnswer {
    FakeAnswer::status(status)
}

#[tokio::test]
async fn an_idempotent_call_is_repeated_with_growing_waits() {
    let bench = Bench::new([status(503), FakeAnswer::error(Broken), ok()]);
    assert_eq!(get(&bench).await.expect("the third is answered"), pet(1, "Rex"));
    assert_eq!(bench.clock.slept(), [ms(500), ms(1000)]);
}

#[tokio::test]
async fn waits_are_drawn_from_nothing_to_the_longest() {
    let bench = Bench::new([status(503), status(503), ok()]);
    bench.clock.set_random(0);
    get(&bench).await.expect("the third is answered");
    assert_eq!(bench.clock.slept(), [Duration::ZERO; 0]);
}

#[tokio::test]
async fn attempts_end_and_are_on_the_error() {
    let bench = Bench::new([status(500), FakeAnswer::error(Timeout), status(502)]);
    let error = get(&bench).await.expect_err("all fail");
    assert!(error.is_retries_exhausted());
    let attempts: Vec<_> = error.attempts().iter().map(|it| (it.status(), it.delay(), it.outcome(), it.reason())).collect();
    assert_eq!(
        attempts,
        [
            (Some(500), ms(0), Outcome::Ambiguous, "500 Internal Server Error"),
            (None, ms(500), Outcome::Ambiguous, "the transport's time was up"),
            (Some(502), ms(1000), Outcome::Ambiguous, "502 Bad Gateway"),
        ]
    );
    assert_eq!(error.to_string(), "getPet (GET /pets/{id}): 502 Bad Gateway, given up after 3 attempts");
    assert!(!error.is_outcome_unknown());
}

#[tokio::test]
async fn what_may_have_had_an_effect_is_not_repeated() {
    for answer in [status(500), status(502), status(503), status(504), status(408)] {
        let bench = Bench::new([answer, ok()]);
        let error = create(&bench).await.expect_err("it is not repeated");
        assert!(error.is_outcome_unknown() && !error.is_retries_exhausted(), "{error:?}");
        assert_eq!(bench.fake.left(), 1);
    }
    for kind in [Broken, Timeout] {
        let bench = Bench::new([FakeAnswer::error(kind), ok()]);
        assert!(create(&bench).await.expect_err("it is not repeated").is_outcome_unknown());
        assert_eq!(bench.fake.left(), 1);
    }
}

#[tokio::test]
async fn what_had_no_effect_is_repeated_whatever_the_method() {
    for answer in [FakeAnswer::error(Connect), status(429), status(425), status(503).header("retry-after", "1")] {
        let bench = Bench::new([answer, ok()]);
        assert_eq!(create(&bench).await.expect("it is repeated"), pet(1, "Rex"));
    }
}

#[tokio::test]
async fn a_final_answer_is_not_repeated() {
    for code in [400, 401, 403, 404, 409, 410, 422, 501] {
        let bench = Bench::new([status(code), ok()]);
        let error = get(&bench).await.expect_err("it is not repeated");
        assert_eq!((error.status(), bench.fake.left()), (Some(code), 1));
    }
}

#[tokio::test]
async fn an_idempotency_key_makes_repeating_harmless_and_stays_the_same() {
    static PAY: Operation = Operation::new("pay", "POST", "/pay").idempotency_header("Idempotency-Key");
    let bench = Bench::new([FakeAnswer::error(Broken), status(500), status(500)]);
    bench.clock.set_random(0x0123_4567_89ab_cdef);
    let error = bench.client().call::<Pet, Value, ()>(&PAY).await.expect_err("all fail");
    let keys: Vec<Option<String>> = bench.fake.requests().iter().map(|it| it.header("idempotency-key").map(str::to_owned)).collect();
    let key = "01234567-89ab-4def-8123-456789abcdef";
    assert_eq!(keys, vec![Some(key.to_owned()); 3]);
    assert_eq!(error.idempotency_key(), Some(key));
    assert!(error.is_outcome_unknown());
}

#[tokio::test]
async fn a_key_of_ones_own_is_sent() {
    let bench = Bench::new([status(500), ok()]);
    let client = bench.client();
    client.call::<Pet, Value, ()>(&CREATE).idempotency_key("k-1").await.expect("it is repeated");
    assert_eq!(bench.fake.requests()[1].header("idempotency-key"), Some("k-1"));
}

#[tokio::test]
async fn repeating_can_be_asked_for_and_forbidden() {
    let bench = Bench::new([status(500), ok(), status(503), ok()]);
    let client = bench.client();
    let call = || -> Call<'_, Pet> { client.call(&CREATE) };
    call().retry(Retry::default().repeat_ambiguous()).await.expect("it is repeated");
    assert!(!call().retry(Retry::never()).await.expect_err("it is not repeated").is_retries_exhausted());
}

#[tokio::test]
async fn the_server_says_how_long_to_wait() {
    let bench = Bench::new([status(429).header("retry-after", "7"), status(429).header("retry-after-ms", "1"), ok()]);
    get(&bench).await.expect("the third is answered");
    // The hint or the backoff, whichever is longer.
    assert_eq!(bench.clock.slept(), [ms(7000), ms(1000)]);
}

#[tokio::test]
async fn a_longer_wait_than_allowed_ends_the_call_at_once() {
    let bench = Bench::new([status(429).header("retry-after", "99999999999"), ok()]);
    let error = get(&bench).await.expect_err("it is too long");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(99_999_999_999)));
    assert_eq!(error.to_string(), "getPet (GET /pets/{id}): 429 Too Many Requests, and the server asks for a longer wait than allowed");
    assert_eq!(bench.clock.slept(), [Duration::ZERO; 0]);
}

#[tokio::test]
async fn no_wait_passes_the_deadline() {
    let bench = Bench::new([status(503), ok()]);
    let client = bench.client();
    let error = client.call::<Pet, Value, ()>(&GET).path("id", "1").timeout(ms(400)).await.expect_err("there is no time");
    assert_eq!(error.status(), Some(503));
    assert_eq!(bench.clock.slept(), [Duration::ZERO; 0]);
}

#[tokio::test]
async fn an_attempt_that_takes_too_long_is_repeated() {
    let bench = Bench::new([FakeAnswer::silence(), ok()]);
    let client = bench.client();
    client.call::<Pet, Value, ()>(&GET).path("id", "1").attempt_timeout(ms(300)).await.expect("the second is answered");
    assert_eq!(bench.clock.slept(), [ms(300), ms(500)]);
}

#[tokio::test]
async fn the_calls_time_is_the_last_word() {
    let bench = Bench::new([FakeAnswer::silence(), ok()]);
    let client = bench.client();
    let error = client.call::<Pet, Value, ()>(&GET).path("id", "1").timeout(ms(300)).await.expect_err("it is silent");
    assert!(error.is_timeout());
    assert_eq!(error.to_string(), "getPet (GET /pets/{id}): the call's time was up");
    assert_eq!(bench.fake.left(), 1);
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_repeated_where_that_is_harmless() {
    let broken = || FakeAnswer::json(200, r#"{"id":"#).broken();
    let bench = Bench::new([broken(), ok(), broken(), ok()]);
    assert_eq!(get(&bench).await.expect("the second is whole"), pet(1, "Rex"));
    let error = create(&bench).await.expect_err("it is not repeated");
    assert!(error.is_outcome_unknown() && error.is_broken());
    assert_eq!(error.status(), Some(200));
}

#[tokio::test]
async fn a_body_that_can_be_sent_once_is_sent_once() {
    let once = Body::once(Body::from("abc").into_stream(), None);
    let bench = Bench::new([status(429), ok()]);
    let error = bench.client().call::<Pet, Value, ()>(&CREATE).stream_body(once).await.expect_err("it is not repeated");
    assert_eq!(error.to_string(), "createPet (POST /pets): 429 Too Many Requests, and the body can be sent once only");
}

#[tokio::test]
async fn a_body_that_can_be_opened_again_is_sent_again() {
    let body = Body::reopenable(|| Body::from("abc").into_stream(), Some(3));
    let bench = Bench::new([status(429), ok()]);
    bench.client().call::<Pet, Value, ()>(&CREATE).stream_body(body).await.expect("it is repeated");
    assert_eq!(bench.fake.requests()[1].body, "abc");
}

#[tokio::test]
async fn a_server_in_trouble_is_asked_less() {
    let bench = Bench::new((0..400).map(|_| status(503)));
    let client = bench.client();
    let mut errors = Vec::new();
    for _ in 0..60 {
        errors.push(client.call::<Pet, Value, ()>(&GET).path("id", "1").await.expect_err("all fail"));
    }
    // 500 tokens pay for 100 retries at 5 each: 50 calls of 3 attempts, then one attempt each.
    assert_eq!(400 - bench.fake.left(), 50 * 3 + 10);
    assert_eq!(errors[59].to_string(), "getPet (GET /pets/{id}): 503 Service Unavailable, and the retry budget is empty");
}

#[tokio::test]
async fn success_fills_the_budget_again() {
    let bench = Bench::new((0..200).map(|_| status(503)));
    let client = bench.client();
    for _ in 0..60 {
        let _ = client.call::<Pet, Value, ()>(&GET).path("id", "1").await;
    }
    while bench.fake.left() > 0 {
        let _ = client.call::<Pet, Value, ()>(&GET).path("id", "1").await;
    }
    for _ in 0..5 {
        bench.fake.push(ok());
    }
    for answer in [status(503), ok()] {
        bench.fake.push(answer);
    }
    for _ in 0..6 {
        client.call::<Pet, Value, ()>(&GET).path("id", "1").await.expect("the last is repeated");
    }
}

#[test]
fn byte_streams_hide_their_bytes() {
    assert_eq!(format!("{:?}", ByteStream::from_bytes("hunter2")), "ByteStream");
}

//! What comes from where a redirect leads.

use std::time::Duration;

use super::super::{Bench, ok};
use super::get;
use crate::breaker::BreakerState;
use crate::clock::Clock;
use crate::transport::{FakeAnswer, TransportErrorKind};
use crate::{Breaker, Client};

fn used_up(answer: FakeAnswer, resets: &str) -> FakeAnswer {
    answer.header("ratelimit-limit", "9").header("ratelimit-remaining", "0").header("ratelimit-reset", resets)
}

fn to(location: &str) -> FakeAnswer {
    FakeAnswer::status(302).header("location", location)
}

const ELSEWHERE: &str = "https://files.example/a";
const HERE: &str = "/v1/other";

/// Gets twice, and returns when the second was answered.
async fn second(answers: impl IntoIterator<Item = FakeAnswer>) -> Duration {
    let bench = Bench::new(answers);
    let client = bench.client();
    let _ = get(&client).await;
    get(&client).await.expect("it is answered");
    assert_eq!(bench.fake.left(), 0);
    bench.clock.now()
}

#[tokio::test]
async fn the_limits_and_pauses_of_another_origin_do_not_count() {
    let zero = Duration::ZERO;
    assert_eq!(second([to(ELSEWHERE), used_up(ok(), "30"), ok()]).await, zero);
    assert_eq!(second([to(ELSEWHERE), used_up(ok(), "86000"), ok()]).await, zero);
    for status in [429, 503] {
        let refused = FakeAnswer::status(status).header("retry-after", "30");
        assert_eq!(second([to(ELSEWHERE), refused.clone(), ok()]).await, zero, "{status}");
        assert_eq!(second([to(ELSEWHERE), used_up(refused, "30"), ok()]).await, zero, "{status}");
    }
    // Nor do they after the way led back.
    assert_eq!(second([to(ELSEWHERE), to("https://eu.pets.example/v1/x"), used_up(ok(), "30"), ok()]).await, zero);
}

#[tokio::test]
async fn the_limits_of_the_origin_itself_count_behind_a_redirect_and_on_it() {
    let thirty = Duration::from_secs(30);
    assert_eq!(second([to(HERE), used_up(ok(), "30"), ok()]).await, thirty);
    assert_eq!(second([used_up(to(ELSEWHERE), "30"), used_up(ok(), "50"), ok()]).await, thirty);
}

#[tokio::test]
async fn a_breaker_minds_the_origin_and_not_where_it_leads() {
    let bench = Bench::new([
        to(ELSEWHERE),
        FakeAnswer::status(500),
        to(ELSEWHERE),
        FakeAnswer::error(TransportErrorKind::Connect),
        to(HERE),
        FakeAnswer::status(500),
    ]);
    let breaker = Breaker::builder().consecutive_failures(1).build();
    let client: Client = bench.builder().breaker(breaker.clone()).build().expect("the values can be used");
    let state = || breaker.state("https://eu.pets.example/");
    for expect in [BreakerState::Closed, BreakerState::Closed, BreakerState::Open] {
        get(&client).await.expect_err("something is in trouble");
        assert_eq!(state(), expect);
    }
}

//! Pacing by what servers tell of their limits.

use std::time::Duration;

use tokio::task::JoinSet;

use super::super::{Bench, alone, ms, ok, turn};
use super::get;
use crate::clock::Clock;
use crate::transport::FakeAnswer;
use crate::{Client, Governor};

fn told(left: u32, resets: &str) -> FakeAnswer {
    ok().header("x-ratelimit-limit", "3").header("x-ratelimit-remaining", &left.to_string()).header("x-ratelimit-reset", resets)
}

#[tokio::test]
async fn a_client_paces_by_the_servers_headers_before_it_is_refused() {
    let bench = Bench::new([told(1, "10"), told(0, "10"), told(2, "10"), told(1, "10"), told(0, "10"), ok()]);
    let client = bench.client();
    let mut sent_at = Vec::new();
    for _ in 0..6 {
        get(&client).await.expect("it is answered");
        sent_at.push(bench.clock.now().as_secs());
    }
    assert_eq!(sent_at, [0, 0, 10, 10, 10, 20]);
}

#[tokio::test]
async fn the_structured_field_paces_as_well() {
    let answer = || ok().header("ratelimit", r#""default";r=0;t=7"#).header("ratelimit-policy", r#""default";q=1;w=7"#);
    let bench = Bench::new([answer(), answer()]);
    let client = bench.client();
    get(&client).await.expect("it is answered");
    get(&client).await.expect("it is answered");
    assert_eq!(bench.clock.now(), ms(7000));
}

#[tokio::test]
async fn a_moment_counts_from_the_servers_own_clock() {
    // The server's clock is years behind.
    let answer = told(0, "1000000030").header("date", "Sun, 09 Sep 2001 01:46:50 GMT");
    let bench = Bench::new([answer, ok()]);
    let client = bench.client();
    get(&client).await.expect("it is answered");
    get(&client).await.expect("it is answered");
    assert_eq!(bench.clock.now(), ms(20_000));
}

#[tokio::test]
async fn what_is_left_is_shared_by_calls_at_once_and_the_window_after_has_the_whole_limit() {
    let bench = Bench::new((0..10).map(|_| told(2, "10")));
    let client = bench.client();
    get(&client).await.expect("it is answered");
    let mut tasks = JoinSet::new();
    for _ in 0..6 {
        let (client, clock) = (client.clone(), bench.clock.clone());
        tasks.spawn(async move {
            get(&client).await.expect("it is answered");
            clock.now().as_secs()
        });
    }
    let mut sent_at = tasks.join_all().await;
    sent_at.sort_unstable();
    // Of 3 in a window one is gone, then three go in the next.
    assert_eq!(sent_at, [0, 0, 10, 10, 10, 20]);
}

#[tokio::test]
async fn what_a_response_tells_to_a_request_from_before_the_last_one_does_not_raise_what_is_left() {
    let bench = Bench::new([]);
    for (left, seconds) in [(1, 1), (2, 2)] {
        bench.fake.push(told(left, "10").after(Duration::from_secs(seconds), &bench.clock));
    }
    (0..3).for_each(|_| bench.fake.push(ok()));
    let client = bench.client();
    let (first, second) = tokio::join!(get(&client), get(&client));
    first.and(second).expect("both are answered");
    assert_eq!(bench.clock.now(), ms(2000));
    get(&client).await.expect("one is left");
    assert_eq!(bench.clock.now(), ms(2000));
    get(&client).await.expect("it waits for the end that the first response told");
    assert_eq!(bench.clock.now(), ms(11_000));
}

#[tokio::test]
async fn headers_can_be_ignored() {
    let bench = Bench::new([told(0, "10"), ok()]);
    let client = bench.builder().governor(Governor::builder().ignore_headers().build()).build().expect("the values can be used");
    get(&client).await.expect("it is answered");
    get(&client).await.expect("it is answered");
    assert_eq!(bench.clock.now(), Duration::ZERO);
}

#[tokio::test]
async fn headers_that_make_no_sense_hold_nobody_back() {
    for (left, resets) in [("0", "99999999"), ("-1", "10"), ("0", "never"), ("0", "-5")] {
        let answer = ok().header("x-ratelimit-remaining", left).header("x-ratelimit-reset", resets);
        let bench = Bench::new([answer, ok()]);
        let client = bench.client();
        get(&client).await.expect("it is answered");
        get(&client).await.expect("it is answered");
        assert_eq!(bench.clock.now(), Duration::ZERO, "{left} {resets}");
    }
}

#[tokio::test]
async fn a_429_holds_every_call_of_the_connection_back_until_its_end() {
    for status in [429, 503] {
        let bench = Bench::new([FakeAnswer::status(status).header("retry-after", "5"), ok(), ok(), ok()]);
        let client = bench.client();
        let other: Client = bench.builder().connection("other").build().expect("the values can be used");
        assert_eq!(get(&client).await.expect_err("it is refused").status(), Some(status));
        get(&other).await.expect("another connection goes on");
        assert_eq!(bench.clock.now(), Duration::ZERO);
        get(&client.clone()).await.expect("it goes after the pause");
        assert_eq!(bench.clock.now(), ms(5000));
        get(&client).await.expect("the pause is over");
        assert_eq!(bench.clock.now(), ms(5000));
    }
}

#[tokio::test]
async fn after_a_pause_calls_ask_the_gate_no_more() {
    let bench = Bench::new([FakeAnswer::status(429).header("retry-after", "5"), ok(), ok()]);
    let governor = Governor::default();
    let client = bench.builder().governor(governor.clone()).build().expect("the values can be used");
    assert!(!governor.is_limiting());
    get(&client).await.expect_err("it is refused");
    assert!(governor.is_limiting());
    get(&client).await.expect("it waits");
    // The call that waited was not the first to pass after the pause.
    get(&client).await.expect("it is answered");
    assert!(!governor.is_limiting());
}

#[tokio::test]
async fn a_pause_tells_those_without_time_at_once() {
    alone(async {
        let bench = Bench::new([ok(), FakeAnswer::status(429).header("retry-after", "30"), ok()]);
        let governor = Governor::builder().rate(1, Duration::from_secs(1)).build();
        let client = bench.builder().governor(governor).timeout(Duration::from_secs(10)).build().expect("the values can be used");
        get(&client).await.expect("it is answered");
        let waiting = tokio::spawn({
            let (client, clock) = (client.clone(), bench.clock.clone());
            async move {
                // Behind the one that is refused.
                turn().await;
                let error = get(&client).await.map(drop).expect_err("it has no time");
                (error.is_rate_limited(), error.retry_after().map(|wait| wait.as_secs()), clock.now().as_secs())
            }
        });
        let error = get(&client).await.expect_err("it is refused");
        assert_eq!((error.status(), error.is_rate_limited()), (Some(429), true));
        assert_eq!(waiting.await.expect("it does not panic"), (true, Some(30), 1));
        assert_eq!(bench.fake.left(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_huge_retry_after_does_not_shut_the_client_for_good() {
    let bench = Bench::new([FakeAnswer::status(429).header("retry-after", "99999999999"), ok()]);
    let client = bench.client();
    get(&client).await.expect_err("it is refused");
    let error = get(&client).await.expect_err("the pause is longer than the call may take");
    assert_eq!((error.status(), error.retry_after()), (None, Some(Duration::from_secs(60))));
    bench.clock.advance(Duration::from_secs(60));
    get(&client).await.expect("the pause is over");
}

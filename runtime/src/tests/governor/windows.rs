//! Which limit holds for which operation.

use std::time::Duration;

use super::super::{Bench, Pet, ms, ok};
use crate::clock::Clock;
use crate::model::Value;
use crate::operation::Operation;
use crate::transport::FakeAnswer;
use crate::{Client, Error, Governor, Retry};

static LOGIN: Operation = Operation::new("login", "GET", "/login");
static LIST: Operation = Operation::new("list", "GET", "/list");
static SEARCH: Operation = Operation::new("search", "GET", "/search");

async fn call(client: &Client, op: &'static Operation) -> Result<Pet, Error> {
    client.call::<Pet, Value, ()>(op).retry(Retry::never()).await
}

/// Calls one operation after the other, and returns when each was answered, in seconds.
async fn calls(bench: &Bench, ops: &[&'static Operation]) -> Vec<u64> {
    let client = bench.client();
    let mut at = Vec::new();
    for op in ops {
        call(&client, op).await.expect("it is answered");
        at.push(bench.clock.now().as_secs());
    }
    at
}

fn told(limit: u64, left: u64, resets: u64) -> FakeAnswer {
    let [limit, left, resets] = [limit, left, resets].map(|number| number.to_string());
    ok().header("ratelimit-limit", &limit).header("ratelimit-remaining", &left).header("ratelimit-reset", &resets)
}

fn of(resource: &str, left: u64, resets: u64) -> FakeAnswer {
    told(30, left, resets).header("x-ratelimit-resource", resource)
}

#[tokio::test]
async fn the_limit_of_one_operation_holds_up_no_other() {
    let bench = Bench::new([told(10, 0, 60), ok(), ok(), ok(), ok()]);
    assert_eq!(calls(&bench, &[&LOGIN, &LIST, &SEARCH, &LIST]).await, [0, 0, 0, 0]);
    assert_eq!(bench.fake.left(), 1);
    // Its own next call has no time to wait for it.
    let bench = Bench::new([told(10, 0, 59), ok(), ok()]);
    assert_eq!(calls(&bench, &[&LOGIN, &LIST, &LOGIN]).await, [0, 0, 59]);
}

#[tokio::test]
async fn a_limit_that_is_named_holds_for_the_operations_that_name_it() {
    let answers = [of("core", 9, 40), of("core", 8, 40), of("search", 0, 40), ok(), ok(), of("search", 29, 30)];
    let bench = Bench::new(answers);
    assert_eq!(calls(&bench, &[&LOGIN, &LIST, &SEARCH, &LOGIN, &LIST, &SEARCH]).await, [0, 0, 0, 0, 0, 40]);
    // Whoever names it waits for it.
    let bench = Bench::new([of("search", 5, 40), of("search", 0, 40), ok()]);
    assert_eq!(calls(&bench, &[&LIST, &SEARCH, &LIST]).await, [0, 0, 40]);
    // The last response counts.
    let bench = Bench::new([of("search", 0, 40), of("search", 0, 40), of("core", 7, 40), ok()]);
    assert_eq!(calls(&bench, &[&SEARCH, &LIST, &LIST, &LIST]).await, [0, 0, 40, 40]);
}

#[tokio::test]
async fn each_policy_is_a_window_of_its_own_and_an_operation_keeps_all_of_them() {
    let answer = |limits: &str| ok().header("ratelimit", limits);
    let both = r#""day";r=0;t=50, "burst";r=0;t=5"#;
    let bench = Bench::new([answer(r#""burst";r=9;t=5"#), answer(both), answer(r#""burst";r=9;t=5"#), answer(both)]);
    assert_eq!(calls(&bench, &[&LIST, &SEARCH, &LIST, &SEARCH]).await, [0, 0, 5, 50]);
}

/// Returns whether a second operation shares the window of the first, `(limit, left, resets)`: then the first waits for what it told.
async fn shares(first: (u64, u64, u64), second: (u64, u64, u64), later: u64) -> bool {
    let bench = Bench::new([told(first.0, first.1, first.2), told(second.0, second.1, second.2), ok()]);
    let client = bench.client();
    call(&client, &LIST).await.expect("it is answered");
    bench.clock.advance(Duration::from_secs(later));
    call(&client, &SEARCH).await.expect("it is answered");
    let from = bench.clock.now();
    call(&client, &LIST).await.expect("it is answered");
    bench.clock.now() > from
}

#[tokio::test]
async fn two_operations_share_a_window_once_both_have_told_of_it() {
    assert!(shares((10, 5, 30), (10, 0, 30), 0).await);
    assert!(shares((10, 5, 30), (10, 0, 31), 0).await && shares((10, 5, 30), (10, 0, 29), 0).await, "a second is rounding");
    assert!(shares((10, 5, 30), (10, 0, 20), 10).await, "the same moment");
    assert!(!shares((10, 5, 30), (11, 0, 30), 0).await, "another limit");
    assert!(!shares((10, 5, 30), (10, 0, 32), 0).await && !shares((10, 5, 30), (10, 0, 28), 0).await, "another end");
    assert!(!shares((10, 5, 30), (10, 0, 30), 31).await, "a window that is over");
}

#[tokio::test]
async fn an_operation_that_shares_a_window_counts_against_it() {
    // 3 are left for both: each takes one of them.
    let bench = Bench::new([told(10, 4, 30), told(10, 3, 30), ok(), ok(), ok(), ok()]);
    assert_eq!(calls(&bench, &[&LIST, &SEARCH, &LIST, &SEARCH, &LIST, &SEARCH]).await, [0, 0, 0, 0, 0, 30]);
    // Where each has as much left as the other, the windows are two.
    let bench = Bench::new([told(10, 2, 30), told(10, 2, 30), ok(), ok(), ok(), ok()]);
    assert_eq!(calls(&bench, &[&LIST, &SEARCH, &LIST, &SEARCH, &LIST, &SEARCH]).await, [0; 6]);
}

#[tokio::test]
async fn an_operation_leaves_a_window_that_its_own_response_contradicts_and_does_not_come_back() {
    // Windows of their own that look alike for a moment.
    let answers = [told(10, 5, 30), told(10, 4, 30), told(10, 6, 30), told(10, 0, 30), told(10, 5, 30), ok()];
    let bench = Bench::new(answers);
    assert_eq!(calls(&bench, &[&LIST, &SEARCH, &LIST, &SEARCH, &LIST, &SEARCH]).await, [0, 0, 0, 0, 0, 30]);
    // Another limit says so at once.
    let bench = Bench::new([told(10, 5, 30), told(10, 4, 30), told(20, 19, 30), told(10, 0, 30), ok()]);
    assert_eq!(calls(&bench, &[&LIST, &SEARCH, &LIST, &SEARCH, &LIST]).await, [0; 5]);
}

#[tokio::test]
async fn a_429_that_tells_of_a_limit_holds_back_those_that_it_holds_for_and_another_one_all() {
    let refused = |status: u16| FakeAnswer::status(status).header("retry-after", "20");
    let told_429 = || refused(429).header("x-ratelimit-remaining", "0").header("x-ratelimit-reset", "20").header("x-ratelimit-limit", "5");
    let at = async |answer: FakeAnswer, next: &'static Operation| {
        let bench = Bench::new([answer, ok()]);
        let client = bench.client();
        call(&client, &LIST).await.expect_err("it is refused");
        call(&client, next).await.expect("it is answered");
        bench.clock.now().as_secs()
    };
    assert_eq!((at(told_429(), &SEARCH).await, at(told_429(), &LIST).await), (0, 20));
    assert_eq!((at(refused(429), &SEARCH).await, at(refused(429), &LIST).await), (20, 20));
    let busy = refused(503).header("x-ratelimit-remaining", "3").header("x-ratelimit-reset", "9");
    assert_eq!(at(busy, &SEARCH).await, 20);
    // Of two limits the one that is used up was passed.
    let two = refused(429).header("ratelimit", r#""day";r=7;t=50, "burst";r=0;t=5"#);
    let bench = Bench::new([ok().header("ratelimit", r#""day";r=8;t=50"#), two, ok(), ok()]);
    let client = bench.client();
    call(&client, &SEARCH).await.expect("it is answered");
    call(&client, &LIST).await.expect_err("it is refused");
    call(&client, &SEARCH).await.expect("there is some left of the day");
    assert_eq!(bench.clock.now(), Duration::ZERO);
    call(&client, &LIST).await.expect("it is answered");
    assert_eq!(bench.clock.now(), ms(20_000));
}

#[tokio::test]
async fn a_limit_far_ahead_is_asked_about_again_after_the_longest_pause() {
    for (longest, wait) in [(None, 60), (Some(7), 7)] {
        let governor = longest.map_or_else(Governor::builder, |longest| Governor::builder().longest_pause(Duration::from_secs(longest)));
        let bench = Bench::new([told(10, 0, 86_000), told(10, 0, 85_000), ok()]);
        let client = bench.builder().governor(governor.build()).timeout(Duration::from_secs(5)).build().expect("the values can be used");
        call(&client, &LIST).await.expect("it is answered");
        for left in [2, 1] {
            assert_eq!(bench.fake.left(), left);
            let error = call(&client, &LIST).await.expect_err("nothing is left");
            assert_eq!(error.retry_after(), Some(Duration::from_secs(wait)));
            assert!(error.is_rate_limited());
            bench.clock.advance(Duration::from_secs(wait));
            call(&client, &LIST).await.expect("one call asks again");
        }
    }
}

#[tokio::test]
async fn after_a_later_response_that_tells_of_more_calls_go_on() {
    // The server has raised what is left, as after a payment.
    let bench = Bench::new([told(10, 0, 3000), told(10, 9, 2940), ok(), ok()]);
    let client = bench.builder().timeout(Duration::from_secs(100)).build().expect("the values can be used");
    for _ in 0..4 {
        call(&client, &LIST).await.expect("it is answered");
    }
    assert_eq!(bench.clock.now(), ms(60_000));
}

#[tokio::test]
async fn what_a_call_took_of_a_window_is_given_back_where_it_is_refused_elsewhere() {
    let answer = told(10, 2, 50);
    let bench = Bench::new([answer, FakeAnswer::status(503).header("retry-after", "30"), ok(), ok()]);
    let client = bench.builder().timeout(Duration::from_secs(10)).build().expect("the values can be used");
    call(&client, &LIST).await.expect("it is answered");
    call(&client, &SEARCH).await.expect_err("the server is busy");
    for _ in 0..20 {
        assert!(call(&client, &LIST).await.expect_err("every call is held back").is_rate_limited());
    }
    bench.clock.advance(Duration::from_secs(30));
    call(&client, &LIST).await.expect("two are left");
    call(&client, &LIST).await.expect("one is left");
    assert_eq!(bench.clock.now(), ms(30_000));
}

#[tokio::test]
async fn a_server_that_names_ever_other_limits_does_not_fill_the_memory() {
    let governor = Governor::default();
    let bench = Bench::new((0..500).map(|at| of(&format!("resource-{at}"), 5, 30 + at)));
    let client = bench.builder().governor(governor.clone()).build().expect("the values can be used");
    for _ in 0..500 {
        call(&client, &LIST).await.expect("it is answered");
    }
    assert_eq!(governor.sizes(), (1, 64));
    // Origins that all announce limits.
    let bench = Bench::new((0..1500).map(|_| of("core", 0, 3600)));
    for at in 0..1500 {
        let client = bench.builder().governor(governor.clone()).base_url(format!("https://h{at}.example"));
        call(&client.build().expect("the values can be used"), &LIST).await.expect("it is answered");
    }
    assert_eq!(governor.sizes().0, 1024);
}

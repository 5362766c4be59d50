//! One refresh at a time, carried through.

use std::sync::atomic::Ordering;

use super::service::Service;
use super::{Bench, granted, ok, read, refused, seconds};
use crate::transport::FakeAnswer;
use crate::{Client, Credential};

fn posts(bench: &Bench) -> usize {
    bench.fake.requests().iter().filter(|request| request.method == "POST").count()
}

async fn all(client: &Client, count: usize) -> Vec<Result<(), crate::Error>> {
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..count {
        let client = client.clone();
        tasks.spawn(async move { read(&client).await });
    }
    tasks.join_all().await
}

#[tokio::test]
async fn a_hundred_tasks_that_need_a_token_cause_one_refresh() {
    let (bench, service) = (Bench::new([]), Service::default());
    let client = bench.builder().transport(service.clone()).credential("oauth", Credential::refresh_token("id", "r0"));
    for result in all(&client.build().expect("the values can be used"), 100).await {
        result.expect("it is answered");
    }
    assert_eq!(service.granted.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_hundred_tasks_whose_token_is_refused_cause_one_refresh() {
    let (bench, service) = (Bench::new([]), Service::default());
    let client = bench.builder().transport(service.clone()).credential("oauth", Credential::refresh_token("id", "r0"));
    let client = client.build().expect("the values can be used");
    read(&client).await.expect("it is answered");
    service.outdated.store(1, Ordering::Relaxed);
    for result in all(&client, 100).await {
        result.expect("it is answered with the second token");
    }
    assert_eq!(service.granted.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn tasks_that_wait_for_a_token_share_it_even_if_it_has_expired() {
    let (bench, service) = (Bench::new([]), Service { is_short_lived: true, ..Service::default() });
    let client = bench.builder().transport(service.clone()).credential("oauth", Credential::refresh_token("id", "r0"));
    let client = client.build().expect("the values can be used");
    for result in all(&client, 200).await {
        result.expect("it is answered");
    }
    assert_eq!(service.granted.load(Ordering::Relaxed), 1);
    // A later call did not wait for that token, and needs a valid one.
    read(&client).await.expect("it is answered");
    assert_eq!(service.granted.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_token_that_expires_at_once_and_is_refused_is_asked_for_anew_once() {
    let (bench, service) = (Bench::new([]), Service { is_short_lived: true, ..Service::default() });
    service.outdated.store(1, Ordering::Relaxed);
    let client = bench.builder().transport(service.clone()).credential("oauth", Credential::refresh_token("id", "r0"));
    for result in all(&client.build().expect("the values can be used"), 200).await {
        result.expect("it is answered with the second token");
    }
    assert_eq!(service.granted.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_hundred_tasks_share_the_error_of_one_refresh() {
    let bench = Bench::new([refused("invalid_grant")]);
    let client = bench.client(Credential::refresh_token("id", "r0"));
    let errors = all(&client, 100).await.into_iter().filter(|result| result.as_ref().is_err_and(crate::Error::is_auth)).count();
    assert_eq!((errors, posts(&bench)), (100, 1));
}

#[tokio::test]
async fn a_refused_client_is_asked_once_and_never_again() {
    let bench = Bench::new([FakeAnswer::json(401, r#"{"error":"invalid_client"}"#), granted("a1", "r1"), ok()]);
    let client = bench.client(Credential::client_credentials("id", "s"));
    for _ in 0..3 {
        let error = read(&client).await.expect_err("the client is refused");
        assert_eq!(error.to_string(), "read (GET /notes): the token endpoint answered 401 (invalid_client)");
    }
    assert_eq!(bench.fake.left(), 2);
}

#[tokio::test]
async fn a_refresh_that_a_calls_time_cuts_short_is_carried_on_by_the_next_call() {
    let (bench, service) = (Bench::new([]), Service::default());
    let client = bench.builder().transport(service.clone()).credential("oauth", Credential::refresh_token("id", "r0"));
    let client = client.build().expect("the values can be used");
    {
        // The question is put, and its call is gone before the answer is read.
        let mut call = Box::pin(read(&client));
        assert!(std::future::poll_fn(|cx| std::task::Poll::Ready(call.as_mut().poll(cx))).await.is_pending());
    }
    read(&client).await.expect("it is answered");
    assert_eq!(service.granted.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_call_whose_time_is_up_while_it_waits_for_a_token_was_not_sent() {
    let bench = Bench::new([FakeAnswer::silence()]);
    let client = bench.builder().credential("oauth", Credential::refresh_token("id", "r0")).retry(crate::Retry::never());
    let client = client.build().expect("the values can be used");
    let error = client.call::<crate::Value, crate::Value, ()>(&super::WRITE).timeout(seconds(5)).await.expect_err("nobody answers");
    assert!(!error.is_outcome_unknown());
    assert_eq!(bench.clock.slept(), [seconds(5)]);
}

#[tokio::test]
async fn where_the_times_of_the_call_and_its_attempt_end_together_the_calls_is_up() {
    for (answers, message) in [
        (vec![FakeAnswer::silence()], "read (GET /notes): the time was up before there were credentials"),
        (vec![granted("a1", "r1"), FakeAnswer::silence()], "read (GET /notes): the call's time was up"),
    ] {
        let bench = Bench::new(answers);
        let client = bench.client(Credential::refresh_token("id", "r0"));
        let call = client.call::<crate::Value, crate::Value, ()>(&super::READ).timeout(seconds(5)).attempt_timeout(seconds(5));
        let error = call.await.expect_err("nobody answers");
        assert_eq!((error.to_string().as_str(), error.attempts().len()), (message, 1));
        assert_eq!(bench.clock.slept(), [seconds(5)]);
    }
}

#[tokio::test]
async fn a_good_token_serves_while_one_task_refreshes() {
    let bench = Bench::new([granted("a1", "r1"), ok(), FakeAnswer::silence(), ok()]);
    let client = bench.client(Credential::refresh_token("id", "r0"));
    read(&client).await.expect("it is answered");
    bench.clock.advance(seconds(950));
    let mut refreshing = Box::pin(read(&client));
    let first = std::future::poll_fn(|cx| std::task::Poll::Ready(refreshing.as_mut().poll(cx))).await;
    assert!(first.is_pending());
    read(&client).await.expect("the old token serves");
    assert_eq!(bench.lines().last().map(String::as_str), Some("GET /notes Bearer a1"));
    drop(refreshing);
}

#[tokio::test]
async fn a_refresh_that_fails_early_is_not_tried_by_every_call() {
    let bench = Bench::new([granted("a1", "r1"), ok(), FakeAnswer::status(503), ok(), ok(), granted("a2", "r2"), ok()]);
    let client = bench.client(Credential::refresh_token("id", "r0"));
    read(&client).await.expect("it is answered");
    bench.clock.advance(seconds(920));
    read(&client).await.expect("the old token serves");
    read(&client).await.expect("the old token serves");
    bench.clock.advance(seconds(30));
    read(&client).await.expect("it is answered");
    assert_eq!((posts(&bench), bench.lines().last().map(String::as_str)), (3, Some("GET /notes Bearer a2")));
}

#[tokio::test]
async fn a_token_endpoint_that_asks_to_wait_is_waited_for() {
    let bench = Bench::new([FakeAnswer::status(429).header("retry-after", "7"), granted("a1", "r1"), ok()]);
    read(&bench.client(Credential::refresh_token("id", "r0"))).await.expect("it is answered");
    assert_eq!(bench.clock.slept(), [seconds(7)]);
}

#[tokio::test]
async fn margins_are_a_tenth_of_the_life_within_30_and_300_seconds() {
    for (life, refresh_at) in [(100, 70), (1_000, 900), (100_000, 99_700), (40, 20)] {
        let answer = FakeAnswer::json(200, format!(r#"{{"access_token":"a1","expires_in":"{life}"}}"#));
        let bench = Bench::new([answer, ok(), ok(), granted("a2", "r2"), ok()]);
        bench.clock.set_random(0);
        let client = bench.client(Credential::client_credentials("id", "s"));
        read(&client).await.expect("it is answered");
        bench.clock.advance(seconds(refresh_at - 1));
        read(&client).await.expect("it is answered");
        assert_eq!(posts(&bench), 1, "{life}");
        bench.clock.advance(seconds(1));
        read(&client).await.expect("it is answered");
        assert_eq!(posts(&bench), 2, "{life}");
    }
}

#[tokio::test]
async fn a_token_without_an_end_serves_until_it_is_refused() {
    let bench = Bench::new([FakeAnswer::json(200, r#"{"access_token":"a1","token_type":"bearer"}"#), ok(), ok()]);
    let client = bench.client(Credential::client_credentials("id", "s"));
    read(&client).await.expect("it is answered");
    bench.clock.advance(seconds(1_000_000));
    read(&client).await.expect("it is answered");
    assert_eq!(posts(&bench), 1);
}

/// A store that counts how often it is read.
#[derive(Clone, Default)]
struct Counted(super::MemoryTokenStore, std::sync::Arc<std::sync::atomic::AtomicU32>);

impl super::TokenStore for Counted {
    fn load<'a>(&'a self, key: &'a str) -> super::BoxFuture<'a, Result<Option<super::Stored>, super::BoxError>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.load(key)
    }

    fn compare_and_swap<'a>(
        &'a self,
        key: &'a str,
        expected: super::Version,
        grant: &'a super::Grant,
    ) -> super::BoxFuture<'a, Result<Option<super::Version>, super::BoxError>> {
        self.0.compare_and_swap(key, expected, grant)
    }
}

#[tokio::test]
async fn a_grant_that_a_user_gave_serves_without_another_look_at_the_store() {
    let store = Counted::default();
    let bench = Bench::new([ok(), ok()]);
    let client = bench.client(Credential::oauth("id").store(store.clone()));
    client.oauth("oauth").expect("there is an OAuth client").adopt(&super::grant("a1", "r1", seconds(1000))).await.expect("it is stored");
    let looks = store.1.load(Ordering::Relaxed);
    for _ in 0..2 {
        read(&client).await.expect("it is answered");
    }
    assert_eq!((store.1.load(Ordering::Relaxed), bench.lines()), (looks, vec!["GET /notes Bearer a1".to_owned(); 2]));
}

#[tokio::test]
async fn whoever_waits_while_a_user_gives_a_grant_that_has_expired_refreshes_it() {
    let bench = Bench::new([granted("a1", "r1"), ok(), FakeAnswer::silence(), granted("a3", "r3"), ok()]);
    let client = bench.client(Credential::refresh_token("id", "r0"));
    let oauth = client.oauth("oauth").expect("there is an OAuth client");
    read(&client).await.expect("it is answered");
    bench.clock.advance(seconds(2000));
    let given = super::grant("a2", "r2", seconds(1500));
    let mut asking = Box::pin(read(&client));
    let mut adopting = Box::pin(oauth.adopt(&given));
    let mut waiting = Box::pin(read(&client));
    let is_pending = std::future::poll_fn(|cx| {
        std::task::Poll::Ready((
            asking.as_mut().poll(cx).is_pending(),
            adopting.as_mut().poll(cx).is_pending(),
            waiting.as_mut().poll(cx).is_pending(),
        ))
    });
    assert_eq!(is_pending.await, (true, true, true));
    drop(asking);
    let (adopted, answered) = tokio::join!(adopting, waiting);
    adopted.expect("it is taken");
    answered.expect("it is answered");
    let last: Vec<String> = bench.lines().split_off(3);
    assert_eq!(last, ["POST /oauth/refresh grant_type=refresh_token&refresh_token=r2&client_id=id", "GET /notes Bearer a3"]);
}

//! What is known of a request's effect where an attempt has several parts: a token, redirects, a body that does not come.

use super::{API, Bench, CREATE, GET, Pet, ms, ok, pet, secret, uses};
use crate::model::Value;
use crate::operation::{Operation, Use};
use crate::transport::FakeAnswer;
use crate::transport::TransportErrorKind::Connect;
use crate::{Client, Credential, Error};

fn redirect(status: u16, location: &str) -> FakeAnswer {
    FakeAnswer::status(status).header("location", location)
}

async fn create(bench: &Bench) -> Result<Pet, Error> {
    bench.client().call::<Pet, Value, ()>(&CREATE).body(&pet(0, "Rex")).await
}

#[tokio::test]
async fn what_a_redirect_dealt_with_is_not_repeated_where_reading_on_fails() {
    for status in [301, 302, 303] {
        for next in [FakeAnswer::error(Connect), FakeAnswer::status(429), FakeAnswer::status(404), FakeAnswer::status(401)] {
            let bench = Bench::new([redirect(status, "/v1/results/1"), next, ok()]);
            let error = create(&bench).await.expect_err("it is not repeated");
            assert!(error.is_outcome_unknown(), "{status}: {error:?}");
            assert_eq!(bench.fake.left(), 1, "{status}: {error:?}");
        }
    }
    let bench = Bench::new([redirect(303, "file:///x")]);
    assert!(create(&bench).await.expect_err("it leads nowhere").is_outcome_unknown());
}

#[tokio::test]
async fn what_a_redirect_passes_on_is_repeated_where_it_was_not_sent() {
    let bench = Bench::new([redirect(307, "/v1/new"), FakeAnswer::error(Connect), ok()]);
    assert_eq!(create(&bench).await.expect("nobody has seen it"), pet(1, "Rex"));
}

#[tokio::test]
async fn a_refused_token_is_not_replaced_after_a_redirect_dealt_with_the_request() {
    static SIGNED: Operation = Operation::new("add", "POST", "/pets").security(&[&[Use { scheme: "oauth", scopes: &[] }]]);
    let token = || FakeAnswer::json(200, r#"{"access_token":"t"}"#);
    let bench = Bench::new([token(), redirect(303, "/v1/results/1"), FakeAnswer::status(401), token(), ok()]);
    let client = bench.builder().credential("oauth", Credential::client_credentials("me", secret())).build();
    let error = client.expect("the values can be used").call::<Pet, Value, ()>(&SIGNED).await.expect_err("it is not repeated");
    assert!(error.is_outcome_unknown() && bench.fake.left() == 2, "{error:?}");
}

#[tokio::test]
async fn time_that_is_up_before_anything_left_is_no_unknown_outcome() {
    static SIGNED: Operation = Operation::new("add", "POST", "/pets").security(&[&[Use { scheme: "oauth", scopes: &[] }]]);
    let bench = Bench::new([FakeAnswer::silence()]);
    let client = bench.builder().credential("oauth", Credential::client_credentials("me", secret())).build();
    let client = client.expect("the values can be used");
    let error = client.call::<Pet, Value, ()>(&SIGNED).timeout(ms(300)).await.expect_err("there is no token");
    assert!(error.is_timeout() && !error.is_outcome_unknown(), "{error:?}");
}

#[tokio::test]
async fn an_error_whose_body_does_not_come_keeps_its_status_and_meaning() {
    let stalled = || FakeAnswer::status(429).header("retry-after", "1").body("{").stalled();
    let bench = Bench::new([stalled(), ok()]);
    assert_eq!(create(&bench).await.expect("nothing was done, so it is repeated"), pet(1, "Rex"));
    let bench = Bench::new([FakeAnswer::status(422).body("{").stalled()]);
    let error = create(&bench).await.expect_err("it is refused");
    assert_eq!((error.status(), error.is_status(), error.is_outcome_unknown()), (Some(422), true, false));
}

#[tokio::test]
async fn what_changes_something_is_not_sent_to_another_origin() {
    static CAPTURE: Operation = Operation::new("capture", "POST", "/capture").idempotency_header("Idempotency-Key");
    static REMOVE: Operation = Operation::new("remove", "DELETE", "/pets/1");
    for op in [&CAPTURE, &REMOVE] {
        for status in [307, 308] {
            let bench = Bench::new([redirect(status, "https://evil.example/capture"), ok()]);
            let error = bench.client().call::<Pet, Value, ()>(op).await.expect_err("it stays here");
            assert!(error.is_redirect() && !error.is_outcome_unknown() && bench.fake.left() == 1, "{error:?}");
        }
    }
}

#[tokio::test]
async fn nothing_is_trusted_after_another_origin() {
    static KEYED: Operation = Operation::new("get", "GET", "/pets").security(&[&[uses("key"), uses("query_key")]]);
    let bench = Bench::new([redirect(302, "https://evil.example/x"), redirect(302, "https://eu.pets.example/v1/admin"), ok()]);
    let key = || Credential::api_key(secret());
    let client = bench.builder().credential("key", key()).credential("query_key", key()).build();
    client.expect("the values can be used").call::<Pet, Value, ()>(&KEYED).await.expect("it is followed");
    let sent: Vec<_> = bench.fake.requests().iter().map(|it| format!("{} {}", it.uri, it.header("x-key").is_some())).collect();
    assert_eq!(
        sent,
        ["https://eu.pets.example/v1/pets?key=hunter2 true", "https://evil.example/x false", "https://eu.pets.example/v1/admin false"]
    );
}

#[tokio::test]
async fn a_key_that_the_server_repeats_in_a_url_elsewhere_is_taken_out() {
    static KEYED: Operation = Operation::new("get", "GET", "/pets").security(&[&[uses("query_key")]]);
    for (location, expected) in [
        ("https://evil.example/x?a=1&key=hunter2&b=2", "https://evil.example/x?a=1&b=2"),
        ("https://evil.example/?token=hunter%32", "https://evil.example/"),
        ("https://evil.example/?hunter2", "https://evil.example/"),
        ("/v1/cats?key=hunter2", "https://eu.pets.example/v1/cats?key=hunter2"),
    ] {
        let bench = Bench::new([redirect(301, location), ok()]);
        let client = bench.builder().credential("query_key", Credential::api_key(secret())).build();
        client.expect("the values can be used").call::<Pet, Value, ()>(&KEYED).await.expect("it is followed");
        assert_eq!(bench.fake.requests()[1].uri.to_string(), expected);
    }
}

#[tokio::test]
async fn a_server_that_repeats_the_credential_is_not_quoted() {
    static KEYED: Operation = Operation::new("get", "GET", "/pets").security(&[&[uses("key")]]);
    let answer = |title: &str| {
        let body = format!(r#"{{"title":"{title}"}}"#);
        FakeAnswer::status(403).header("content-type", "application/problem+json").header("x-request-id", "r-hunter2").body(body)
    };
    let bench = Bench::new([answer("hunter2 may not"), answer("You may not")]);
    let client: Client = bench.builder().credential("key", Credential::api_key(secret())).build().expect("the values can be used");
    for _ in 0..2 {
        let error = client.call::<Pet, Value, ()>(&KEYED).await.expect_err("it is refused");
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("hunter2"), "{shown}");
        assert_eq!(error.request_id(), Some("r-hunter2"));
    }
    assert_eq!(API.title, "Pets");
}

#[tokio::test]
async fn nothing_is_sent_after_a_sleep_that_took_too_long() {
    use crate::clock::{Clock, FakeClock};
    use crate::transport::BoxFuture;
    use std::time::{Duration, SystemTime};

    /// A clock whose sleeps take a minute longer, as those of a machine that was suspended.
    #[derive(Clone)]
    struct Drowsy(FakeClock);
    impl Clock for Drowsy {
        fn now(&self) -> Duration {
            self.0.now()
        }
        fn wall(&self) -> SystemTime {
            self.0.wall()
        }
        fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
            self.0.sleep(duration + Duration::from_secs(60))
        }
        fn random(&self) -> u64 {
            self.0.random()
        }
    }
    let bench = Bench::new([FakeAnswer::status(503), ok()]);
    let client = bench.builder().clock(Drowsy(bench.clock.clone())).build().expect("the values can be used");
    let error = client.call::<Pet, Value, ()>(&GET).path("id", "1").await.expect_err("it is too late");
    assert_eq!((error.status(), bench.fake.left()), (Some(503), 1));
    assert!(error.to_string().ends_with("no time left for another attempt"), "{error}");
}

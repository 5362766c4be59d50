//! The refresh token grant: rotation, saving, and others who share the grant.

use super::*;

#[tokio::test]
async fn a_refresh_token_that_rotates_is_used_from_then_on() {
    let bench = Bench::new([granted("a1", "r1"), ok(), granted("a2", "r2"), ok()]);
    let client = bench.client(Credential::refresh_token("id", "r0").client_secret("s"));
    read(&client).await.expect("it is answered");
    bench.clock.advance(seconds(2_000));
    read(&client).await.expect("it is answered");
    assert_eq!(
        bench.lines(),
        [
            "POST /oauth/refresh grant_type=refresh_token&refresh_token=r0",
            "GET /notes Bearer a1",
            "POST /oauth/refresh grant_type=refresh_token&refresh_token=r1",
            "GET /notes Bearer a2",
        ]
    );
}

#[tokio::test]
async fn a_refresh_token_stays_where_the_server_gives_no_other() {
    let again = || FakeAnswer::json(200, r#"{"access_token":"a1","expires_in":10}"#);
    let bench = Bench::new([again(), ok(), again(), ok()]);
    let client = bench.client(Credential::refresh_token("id", "r0").param("audience", "x y"));
    read(&client).await.expect("it is answered");
    bench.clock.advance(seconds(20));
    // The same access token again is no other one; but it is what the server gives.
    read(&client).await.expect("it is answered");
    assert_eq!(bench.lines()[2], "POST /oauth/refresh grant_type=refresh_token&refresh_token=r0&audience=x%20y&client_id=id");
}

#[tokio::test]
async fn a_rotated_refresh_token_is_saved_before_its_access_token_is_used() {
    let store = Checked::default();
    let bench = Bench::new([granted("a1", "r1"), ok()]);
    let client = bench.client(Credential::refresh_token("id", "r0").store(store.clone()));
    store.fails(true);
    let error = read(&client).await.expect_err("the store fails");
    assert!(error.is_auth());
    assert_eq!(bench.fake.left(), 1, "the access token was not used");
    store.fails(false);
    read(&client).await.expect("it is answered");
    // What the store did not take was kept, and not obtained once more.
    assert_eq!(bench.lines(), ["POST /oauth/refresh grant_type=refresh_token&refresh_token=r0&client_id=id", "GET /notes Bearer a1"]);
    assert_eq!(stored(&store.inner).await, seen("a1", "r1", 1));
}

#[tokio::test]
async fn a_grant_in_the_store_takes_precedence() {
    let store = MemoryTokenStore::new();
    store.compare_and_swap(KEY, Version::ABSENT, &grant("a5", "r5", seconds(500))).await.expect("memory does not fail");
    let bench = Bench::new([ok()]);
    read(&bench.client(Credential::refresh_token("id", "r0").store(store))).await.expect("it is answered");
    assert_eq!(bench.lines(), ["GET /notes Bearer a5"]);
}

#[tokio::test]
async fn a_refused_refresh_token_that_another_has_replaced_is_no_error() {
    let store = Replaced::default();
    store.inner.compare_and_swap(KEY, Version::ABSENT, &grant("a0", "r0", seconds(0))).await.expect("memory does not fail");
    let bench = Bench::new([refused("invalid_grant"), ok()]);
    let client = bench.client(Credential::oauth("id").store(store.clone()));
    read(&client).await.expect("the other's token is used");
    assert_eq!(bench.lines(), ["POST /oauth/refresh grant_type=refresh_token&refresh_token=r0&client_id=id", "GET /notes Bearer a1"]);
}

#[tokio::test]
async fn a_refused_refresh_token_is_not_sent_again() {
    let store = MemoryTokenStore::new();
    let bench = Bench::new([refused("invalid_grant"), granted("a2", "r2"), ok()]);
    let client = bench.client(Credential::refresh_token("id", "r0").store(store.clone()));
    for _ in 0..2 {
        let error = read(&client).await.expect_err("the grant is refused");
        assert_eq!(error.to_string(), "read (GET /notes): the token endpoint answered 400 (invalid_grant)");
    }
    assert_eq!(bench.fake.left(), 2);
    // The user authorizes anew, in another process.
    store.compare_and_swap(KEY, Version::ABSENT, &Grant::refresh("r1")).await.expect("memory does not fail");
    read(&client).await.expect("it is answered");
    assert_eq!(bench.lines()[1..], ["POST /oauth/refresh grant_type=refresh_token&refresh_token=r1&client_id=id", "GET /notes Bearer a2"]);
}

#[tokio::test]
async fn a_newer_grant_of_the_user_replaces_a_stored_one_that_is_refused() {
    let store = MemoryTokenStore::new();
    store.compare_and_swap(KEY, Version::ABSENT, &Grant::refresh("old")).await.expect("memory does not fail");
    let bench = Bench::new([refused("invalid_grant"), granted("a1", "r1"), ok()]);
    read(&bench.client(Credential::refresh_token("id", "new").store(store.clone()))).await.expect("it is answered");
    assert_eq!(stored(&store).await, seen("a1", "r1", 2));
}

#[tokio::test]
async fn a_grant_of_the_user_without_a_refresh_token_does_not_replace_a_stored_one_that_is_refused() {
    let store = MemoryTokenStore::new();
    store.compare_and_swap(KEY, Version::ABSENT, &Grant::refresh("r0")).await.expect("memory does not fail");
    let bench = Bench::new([refused("invalid_grant"), ok()]);
    let client = bench.client(Credential::oauth("id").grant(Grant::access("a0")).store(store));
    let error = read(&client).await.expect_err("the grant is refused");
    assert_eq!(error.to_string(), "read (GET /notes): the token endpoint answered 400 (invalid_grant)");
}

#[tokio::test]
async fn the_clients_secret_goes_into_the_form_by_choice_and_else_into_basic() {
    let plain = Credential::client_credentials("id", "s 1");
    for (credential, form, authorization) in [
        (plain.clone(), "grant_type=client_credentials", Some("Basic aWQ6cyUyMDE=")),
        (plain.secret_in_body(), "grant_type=client_credentials&client_id=id&client_secret=s%201", None),
    ] {
        let bench = Bench::new([granted("a1", ""), ok()]);
        read(&bench.client(credential)).await.expect("it is answered");
        let request = bench.fake.requests().remove(0);
        assert_eq!((&*String::from_utf8_lossy(&request.body), request.header("authorization")), (form, authorization));
    }
}

#[tokio::test]
async fn a_refresh_whose_outcome_is_unknown_is_not_repeated() {
    for answer in [FakeAnswer::error(crate::transport::TransportErrorKind::Broken), FakeAnswer::status(500), FakeAnswer::silence()] {
        let bench = Bench::new([answer, granted("a1", "r1"), ok()]);
        let error = read(&bench.client(Credential::refresh_token("id", "r0"))).await.expect_err("nothing is known");
        assert!(error.is_auth() || error.is_timeout(), "{error}");
        assert_eq!(bench.fake.left(), 2);
    }
}

#[tokio::test]
async fn a_refresh_that_was_not_sent_or_turned_away_is_repeated() {
    for answer in [FakeAnswer::error(crate::transport::TransportErrorKind::Connect), FakeAnswer::status(429), FakeAnswer::status(503)] {
        let bench = Bench::new([answer, granted("a1", "r1"), ok()]);
        read(&bench.client(Credential::refresh_token("id", "r0"))).await.expect("the second is answered");
    }
}

#[tokio::test]
async fn a_refused_access_token_is_refreshed_once_and_saved() {
    let store = MemoryTokenStore::new();
    store.compare_and_swap(KEY, Version::ABSENT, &grant("a0", "r0", seconds(500))).await.expect("memory does not fail");
    let bench = Bench::new([FakeAnswer::status(401), granted("a1", "r1"), FakeAnswer::status(401)]);
    let error = read(&bench.client(Credential::oauth("id").store(store.clone()))).await.expect_err("both are refused");
    assert_eq!((error.status(), bench.fake.left()), (Some(401), 0));
    assert_eq!(stored(&store).await, seen("a1", "r1", 2));
}

#[tokio::test]
async fn a_refused_access_token_that_another_has_replaced_needs_no_refresh() {
    let store = MemoryTokenStore::new();
    store.compare_and_swap(KEY, Version::ABSENT, &grant("a0", "r0", seconds(500))).await.expect("memory does not fail");
    let bench = Bench::new([ok(), FakeAnswer::status(401), ok()]);
    let client = bench.client(Credential::oauth("id").store(store.clone()));
    read(&client).await.expect("it is answered");
    store.compare_and_swap(KEY, Version::new(1), &grant("a1", "r1", seconds(500))).await.expect("memory does not fail");
    read(&client).await.expect("it is answered");
    assert_eq!(bench.lines(), ["GET /notes Bearer a0", "GET /notes Bearer a0", "GET /notes Bearer a1"]);
}

#[tokio::test]
async fn nothing_granted_is_an_error_that_says_so() {
    let bench = Bench::new([]);
    let error = read(&bench.client(Credential::oauth("id"))).await.expect_err("nothing is granted");
    assert!(error.is_auth());
    assert_eq!(
        error.to_string(),
        "read (GET /notes): nothing is granted yet, or no more, and there is no refresh token: the user has to authorize"
    );
}

#[tokio::test]
async fn an_answer_of_200_that_is_an_error_is_one() {
    let bench = Bench::new([FakeAnswer::json(200, r#"{"error":"invalid_grant"}"#)]);
    let error = read(&bench.client(Credential::refresh_token("id", "r0"))).await.expect_err("it is refused");
    assert_eq!(error.to_string(), "read (GET /notes): the token endpoint answered 200 (invalid_grant)");
}

/// A store that can be made to fail in writing.
#[derive(Clone, Default)]
struct Checked {
    inner: MemoryTokenStore,
    fails: std::sync::Arc<std::sync::atomic::AtomicBool>,
}

impl Checked {
    fn fails(&self, fails: bool) {
        self.fails.store(fails, std::sync::atomic::Ordering::Relaxed);
    }
}

impl TokenStore for Checked {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Stored>, BoxError>> {
        self.inner.load(key)
    }

    fn compare_and_swap<'a>(&'a self, key: &'a str, it: Version, grant: &'a Grant) -> BoxFuture<'a, Result<Option<Version>, BoxError>> {
        if self.fails.load(std::sync::atomic::Ordering::Relaxed) {
            return Box::pin(std::future::ready(Err("the disk is full".into())));
        }
        self.inner.compare_and_swap(key, it, grant)
    }
}

/// A store whose grant another process replaces as soon as it was read twice: once before the lease, once under it.
#[derive(Clone, Default)]
struct Replaced {
    inner: MemoryTokenStore,
    reads: std::sync::Arc<std::sync::atomic::AtomicU32>,
}

impl TokenStore for Replaced {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Stored>, BoxError>> {
        Box::pin(async move {
            let found = self.inner.load(key).await;
            if self.reads.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 1 {
                self.inner.compare_and_swap(key, Version::new(1), &grant("a1", "r1", seconds(500))).await?;
            }
            found
        })
    }

    fn compare_and_swap<'a>(&'a self, key: &'a str, it: Version, grant: &'a Grant) -> BoxFuture<'a, Result<Option<Version>, BoxError>> {
        self.inner.compare_and_swap(key, it, grant)
    }
}

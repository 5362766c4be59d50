//! Which credentials are sent, where, and where not.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::{Bench, Pet, ms, ok, secret, uses};
use crate::auth::{Token, TokenSource};
use crate::model::Value;
use crate::operation::Operation;
use crate::transport::{BoxError, BoxFuture, FakeAnswer};
use crate::{Client, Credential, Error};

static KEY: Operation = Operation::new("key", "GET", "/x").security(&[&[uses("key")]]);
static BOTH: Operation = Operation::new("both", "GET", "/x?a=1").security(&[&[uses("key"), uses("query_key")]]);
static EITHER: Operation = Operation::new("either", "GET", "/x").security(&[&[uses("key"), uses("query_key")], &[uses("login")]]);
static MAYBE: Operation = Operation::new("maybe", "GET", "/x").security(&[&[], &[uses("key")]]);
static NONE: Operation = Operation::new("none", "GET", "/x").security(&[]);
static COOKIE: Operation = Operation::new("cookie", "GET", "/x").security(&[&[uses("cookie_key")]]);
static OAUTH: Operation = Operation::new("oauth", "GET", "/x").security(&[&[uses("oauth")]]);

async fn get(client: &Client, op: &'static Operation) -> Result<Pet, Error> {
    client.call::<Pet, Value, ()>(op).await
}

fn client(bench: &Bench, credentials: &[(&str, Credential)]) -> Client {
    let builder = credentials.iter().fold(bench.builder(), |builder, (name, it)| builder.credential(*name, it.clone()));
    builder.build().expect("the values can be used")
}

fn key() -> Credential {
    Credential::api_key(secret())
}

#[tokio::test]
async fn a_key_travels_in_header_query_or_cookie() {
    let bench = Bench::new([ok(), ok(), ok()]);
    let client = client(&bench, &[("key", key()), ("query_key", Credential::api_key("a&b")), ("cookie_key", key())]);
    get(&client, &KEY).await.expect("it is answered");
    get(&client, &BOTH).await.expect("it is answered");
    client.call::<Pet, Value, ()>(&COOKIE).cookie("a", "1").await.expect("it is answered");
    assert_eq!(
        bench.lines(),
        ["GET https://eu.pets.example/v1/x", "GET https://eu.pets.example/v1/x?a=1&key=a%26b", "GET https://eu.pets.example/v1/x"]
    );
    let requests = bench.fake.requests();
    assert_eq!(requests[0].header("x-key"), Some("hunter2"));
    assert_eq!(requests[1].header("x-key"), Some("hunter2"));
    assert_eq!(requests[2].header("cookie"), Some("a=1; session=hunter2"));
}

#[tokio::test]
async fn the_first_alternative_that_is_complete_is_taken() {
    let bench = Bench::new([ok()]);
    let client = client(&bench, &[("key", key()), ("login", Credential::basic("me", "pass"))]);
    get(&client, &EITHER).await.expect("it is answered");
    let request = &bench.fake.requests()[0];
    assert_eq!((request.header("x-key"), request.header("authorization")), (None, Some("Basic bWU6cGFzcw==")));
}

#[tokio::test]
async fn a_credential_that_is_optional_is_sent_where_there_is_one() {
    let bench = Bench::new([ok(), ok(), ok()]);
    let with = client(&bench, &[("key", key())]);
    get(&with, &MAYBE).await.expect("it is answered");
    get(&client(&bench, &[]), &MAYBE).await.expect("it is answered");
    get(&with, &NONE).await.expect("it is answered");
    let keys: Vec<_> = bench.fake.requests().iter().map(|it| it.header("x-key").map(str::to_owned)).collect();
    assert_eq!(keys, [Some("hunter2".to_owned()), None, None]);
}

#[tokio::test]
async fn a_missing_credential_is_an_error_before_sending() {
    let bench = Bench::new([]);
    let error = get(&client(&bench, &[("key", key())]), &EITHER).await.expect_err("something is missing");
    assert!(error.is_auth());
    assert_eq!(
        error.to_string(),
        "either (GET /x): no credential for the security scheme `key` and `query_key`, or `login`: give it to the client's builder, \
         by the method of that name or with `credential`"
    );
    assert_eq!(bench.lines(), [""; 0]);
}

#[test]
fn a_credential_that_does_not_fit_is_an_error_when_building() {
    let bench = Bench::new([]);
    let message = |name: &str, it: Credential| bench.builder().credential(name, it).build().expect_err("it does not fit").to_string();
    assert_eq!(message("key", Credential::basic("me", "x")), "the credential for the security scheme `key` is of another kind");
    assert_eq!(
        message("key", Credential::api_key("a\nb")),
        "the credential for the security scheme `key` has characters that no header may hold"
    );
    assert_eq!(message("other", key()), "there is no security scheme `other`; there are: key, query_key, cookie_key, login, oauth");
}

#[tokio::test]
async fn credentials_are_not_sent_in_the_clear() {
    let bench = Bench::new([ok(), ok()]);
    let build = |url: &str| bench.builder().credential("key", key()).base_url(url);
    let client = build("http://pets.example").build().expect("the values can be used");
    let error = get(&client, &KEY).await.expect_err("it is plain");
    assert!(error.is_config());
    for builder in [build("http://127.0.0.1:8080"), build("http://pets.example").allow_insecure_credentials()] {
        get(&builder.build().expect("the values can be used"), &KEY).await.expect("it is answered");
    }
    assert_eq!(bench.lines(), ["GET http://127.0.0.1:8080/x", "GET http://pets.example/x"]);
}

#[tokio::test]
async fn a_redirect_elsewhere_carries_no_credential() {
    let moved = |target| FakeAnswer::status(302).header("location", target);
    let bench = Bench::new([moved("/v1/y"), moved("https://evil.example/z"), ok()]);
    let client = bench.builder().credential("key", key()).credential("query_key", key()).header("X-Own", "1");
    let client = client.build().expect("the values can be used");
    get(&client, &BOTH).await.expect("it is answered");
    assert_eq!(
        bench.lines(),
        ["GET https://eu.pets.example/v1/x?a=1&key=hunter2", "GET https://eu.pets.example/v1/y?key=hunter2", "GET https://evil.example/z"]
    );
    let requests = bench.fake.requests();
    assert_eq!(requests[1].header("x-key"), Some("hunter2"));
    let names: Vec<&str> = requests[2].headers.keys().map(http::HeaderName::as_str).collect();
    assert_eq!(names, ["user-agent"]);
}

fn token(value: &str, life: u32) -> FakeAnswer {
    FakeAnswer::json(200, format!(r#"{{"access_token":"{value}","token_type":"bearer","expires_in":{life}}}"#))
}

fn oauth(bench: &Bench) -> Client {
    client(bench, &[("oauth", Credential::client_credentials("my id", "s/1").scopes(["a", "b"]))])
}

fn authorizations(bench: &Bench) -> Vec<Option<String>> {
    bench.fake.requests().iter().map(|it| it.header("authorization").map(str::to_owned)).collect()
}

#[tokio::test]
async fn client_credentials_obtain_a_token_once() {
    let bench = Bench::new([token("t1", 3600), ok(), ok()]);
    let client = oauth(&bench);
    get(&client, &OAUTH).await.expect("it is answered");
    get(&client, &OAUTH).await.expect("it is answered");
    assert_eq!(
        bench.lines(),
        ["POST https://eu.pets.example/oauth/token", "GET https://eu.pets.example/v1/x", "GET https://eu.pets.example/v1/x"]
    );
    // RFC 6749, section 2.3.1: `my%20id:s%2F1`.
    let basic = Some("Basic bXklMjBpZDpzJTJGMQ==".to_owned());
    let bearer = Some("Bearer t1".to_owned());
    assert_eq!(authorizations(&bench), [basic, bearer.clone(), bearer]);
    assert_eq!(bench.fake.requests()[0].body, "grant_type=client_credentials&scope=a%20b");
}

#[tokio::test]
async fn identifier_and_secret_go_into_the_body_by_choice() {
    let bench = Bench::new([token("t1", 3600), ok()]);
    let credential = Credential::client_credentials("id", "s").secret_in_body().token_url("https://login.example/t");
    get(&client(&bench, &[("oauth", credential)]), &OAUTH).await.expect("it is answered");
    let request = &bench.fake.requests()[0];
    assert_eq!(request.uri, "https://login.example/t");
    assert_eq!(request.body, "grant_type=client_credentials&client_id=id&client_secret=s");
    assert_eq!(request.header("authorization"), None);
}

#[tokio::test]
async fn many_tasks_cause_one_refresh() {
    let bench = Bench::new([token("t1", 3600)].into_iter().chain((0..100).map(|_| ok())));
    let client = oauth(&bench);
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let client = client.clone();
        tasks.spawn(async move { get(&client, &OAUTH).await });
    }
    for result in tasks.join_all().await {
        result.expect("it is answered");
    }
    let posts = bench.lines().iter().filter(|line| line.starts_with("POST")).count();
    assert_eq!(posts, 1);
}

#[tokio::test]
async fn a_token_is_refreshed_before_it_expires() {
    let bench = Bench::new([token("t1", 1000), ok(), ok(), token("t2", 1000), ok()]);
    bench.clock.set_random(0);
    let client = oauth(&bench);
    get(&client, &OAUTH).await.expect("it is answered");
    bench.clock.advance(Duration::from_secs(899));
    get(&client, &OAUTH).await.expect("it is answered");
    bench.clock.advance(Duration::from_secs(1));
    get(&client, &OAUTH).await.expect("it is answered");
    assert_eq!(authorizations(&bench).last(), Some(&Some("Bearer t2".to_owned())));
}

#[tokio::test]
async fn a_token_that_is_still_good_is_used_when_refreshing_fails() {
    let bench = Bench::new([token("t1", 1000), ok(), FakeAnswer::status(503), ok()]);
    let client = oauth(&bench);
    get(&client, &OAUTH).await.expect("it is answered");
    bench.clock.advance(Duration::from_secs(950));
    get(&client, &OAUTH).await.expect("it is answered");
    assert_eq!(authorizations(&bench).last(), Some(&Some("Bearer t1".to_owned())));
}

#[tokio::test]
async fn a_refused_token_is_refreshed_once() {
    let bench = Bench::new([token("t1", 1000), FakeAnswer::status(401), token("t2", 1000), FakeAnswer::status(401), ok()]);
    let error = get(&oauth(&bench), &OAUTH).await.expect_err("both are refused");
    assert!(error.is_auth());
    assert_eq!((error.status(), error.attempts().len(), bench.fake.left()), (Some(401), 2, 1));
}

#[tokio::test]
async fn a_refused_client_is_not_tried_again() {
    let answer = FakeAnswer::json(401, r#"{"error":"invalid_client","error_description":"s/1 is wrong"}"#);
    let bench = Bench::new([answer]);
    let error = get(&oauth(&bench), &OAUTH).await.expect_err("there is no token");
    assert!(error.is_auth());
    assert_eq!(error.to_string(), "oauth (GET /x): the token endpoint answered 401 (invalid_client)");
}

#[tokio::test]
async fn a_token_endpoint_in_trouble_is_tried_again() {
    let bench = Bench::new([FakeAnswer::status(503), token("t1", 1000), ok()]);
    get(&oauth(&bench), &OAUTH).await.expect("the second is answered");
    assert_eq!(bench.clock.slept(), [ms(500)]);
}

struct Counter(Arc<AtomicU32>);

impl TokenSource for Counter {
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move { Ok(Token::new(format!("t{count}")).expires_in(Duration::from_secs(600))) })
    }
}

#[tokio::test]
async fn tokens_come_from_a_source_of_ones_own() {
    let bench = Bench::new([ok(), FakeAnswer::status(401), ok()]);
    let count = Arc::new(AtomicU32::new(0));
    let client = client(&bench, &[("oauth", Credential::token(Counter(count.clone())))]);
    get(&client, &OAUTH).await.expect("it is answered");
    get(&client, &OAUTH).await.expect("the second is answered");
    let tokens = ["Bearer t0", "Bearer t0", "Bearer t1"].map(|it| Some(it.to_owned()));
    assert_eq!(authorizations(&bench), tokens);
    assert_eq!(count.load(Ordering::Relaxed), 2);
}

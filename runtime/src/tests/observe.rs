//! The hooks: their order, what they see, and what they do not.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use super::{Bench, CREATE, GET, Pet, ms, ok, pet, secret, uses};
use crate::auth::{Signature, Unsigned};
use crate::model::Value;
use crate::operation::Operation;
use crate::transport::{BoxError, BoxFuture, FakeAnswer, TransportErrorKind};
use crate::{Client, Credential, Error, Retry};

static SIGNED: Operation =
    Operation::new("signed", "GET", "/x").security(&[&[uses("key"), uses("query_key"), uses("cookie_key"), uses("login")]]);
static OLD: Operation = Operation::new("old", "GET", "/old").deprecated(true);

/// What the hooks were told, in order.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn push(&self, line: impl Into<String>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line.into());
    }

    fn lines(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn get(client: &Client, op: &'static Operation) -> Result<Pet, Error> {
    client.call::<Pet, Value, ()>(op).path("id", &1).await
}

/// A client all of whose hooks write down what they see.
fn watched(bench: &Bench, log: &Log) -> crate::ClientBuilder {
    let (first, second, response, attempt) = (log.clone(), log.clone(), log.clone(), log.clone());
    bench
        .builder()
        .on_request(move |it| {
            it.headers.insert("traceparent", "00-1-2-01".parse().expect("a header"));
            first.push(format!("request {} {} {}", it.attempt, it.method, it.url));
        })
        .on_request(move |it| second.push(format!("{:?}", it.headers)))
        .on_response(move |it| response.push(format!("response {} {}", it.attempt, it.status)))
        .on_attempt(move |it| attempt.push(format!("attempt {} {:?} {:?} {:?}", it.attempt, it.status, it.error, it.outcome)))
}

#[tokio::test]
async fn hooks_run_in_their_order_for_each_attempt() {
    let bench = Bench::new([FakeAnswer::status(503), FakeAnswer::error(TransportErrorKind::Connect), ok()]);
    let log = Log::default();
    let client = watched(&bench, &log).user_agent("").build().expect("the values can be used");
    get(&client, &GET).await.expect("it is answered");
    let url = "GET https://eu.pets.example/v1/pets/1";
    assert_eq!(
        log.lines(),
        [
            &format!("request 1 {url}"),
            r#"{"traceparent": "00-1-2-01"}"#,
            "response 1 503",
            r#"attempt 1 Some(503) Some("503") Some(Ambiguous)"#,
            &format!("request 2 {url}"),
            r#"{"traceparent": "00-1-2-01"}"#,
            r#"attempt 2 None Some("connect") Some(NotSent)"#,
            &format!("request 3 {url}"),
            r#"{"traceparent": "00-1-2-01"}"#,
            "response 3 200",
            "attempt 3 Some(200) None None",
        ]
    );
    assert!(bench.fake.requests().iter().all(|request| request.header("traceparent") == Some("00-1-2-01")));
}

#[tokio::test]
async fn a_hook_sees_no_credential_of_the_client_and_cannot_replace_one() {
    let bench = Bench::new([ok()]);
    let log = Log::default();
    let client = watched(&bench, &log)
        .on_request(|it| drop(it.headers.insert("x-key", "of the hook".parse().expect("a header"))))
        .credential("key", Credential::api_key(secret()))
        .credential("query_key", Credential::api_key(secret()))
        .credential("cookie_key", Credential::api_key(secret()))
        .credential("login", Credential::basic("me", secret()))
        .build()
        .expect("the values can be used");
    get(&client, &SIGNED).await.expect("it is answered");
    let seen = log.lines().join("\n");
    assert!(!seen.contains("hunter2") && !seen.contains("authorization") && !seen.contains("cookie"), "{seen}");
    let request = &bench.fake.requests()[0];
    assert_eq!(request.header("x-key"), Some("hunter2"));
    assert_eq!(request.uri.query(), Some("key=hunter2"));
}

/// Signs the names of the headers that it sees.
struct Names;

impl crate::auth::Signer for Names {
    fn sign<'a>(&'a self, request: Unsigned<'a>) -> BoxFuture<'a, Result<Signature, BoxError>> {
        let names: Vec<&str> = request.headers.keys().map(http::HeaderName::as_str).collect();
        let value = names.join(",").parse().map_err(BoxError::from);
        Box::pin(async move { Ok(Signature::new().header(http::HeaderName::from_static("x-signed"), value?)) })
    }
}

#[tokio::test]
async fn a_signature_covers_what_hooks_and_credentials_add() {
    let bench = Bench::new([ok()]);
    let log = Log::default();
    let client = watched(&bench, &log).signer(Names).credential("login", Credential::basic("me", secret()));
    let credentials = ["key", "query_key", "cookie_key"];
    let client = credentials.into_iter().fold(client, |client, name| client.credential(name, Credential::api_key(secret())));
    let client = client.build().expect("the values can be used");
    let call: crate::Call<'_, Pet, Value> = client.call(&SIGNED);
    assert!(call.explain().is_signed && call.to_curl().starts_with("# The client signs the request"));
    call.await.expect("it is answered");
    let signed = bench.fake.requests()[0].header("x-signed").map(str::to_owned).expect("it is signed");
    assert!(signed.contains("traceparent") && signed.contains("authorization") && signed.contains("x-key"), "{signed}");
    assert!(!log.lines().join("").contains("x-signed"), "no hook sees the signature");
}

#[tokio::test]
async fn a_hook_adds_nothing_to_what_goes_to_another_origin() {
    let away = FakeAnswer::status(307).header("location", "https://elsewhere.example/x");
    let bench = Bench::new([away, ok()]);
    let log = Log::default();
    get(&watched(&bench, &log).build().expect("the values can be used"), &GET).await.expect("it is answered");
    let requests = bench.fake.requests();
    assert_eq!(requests.iter().map(|it| it.header("traceparent").is_some()).collect::<Vec<_>>(), [true, false]);
    let lines = log.lines();
    assert_eq!(lines.iter().filter(|line| line.starts_with("request")).count(), 1, "{lines:?}");
    assert_eq!(lines.iter().filter(|line| line.starts_with("response")).count(), 2, "{lines:?}");
}

#[tokio::test]
async fn an_attempt_has_what_a_metric_asks_for() {
    let bench = Bench::new([FakeAnswer::silence(), FakeAnswer::json(404, "{}")]);
    /// How long an attempt took, and its attributes.
    type Seen = (Duration, Vec<(&'static str, String)>);
    let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
    let to = Arc::clone(&seen);
    let client = bench
        .builder()
        .attempt_timeout(ms(300))
        .on_attempt(move |it| to.lock().unwrap_or_else(PoisonError::into_inner).push((it.duration, it.attributes())))
        .build()
        .expect("the values can be used");
    get(&client, &GET).await.expect_err("there is no such pet");
    let seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
    let text: Vec<String> = seen.iter().map(|(_, it)| it.iter().map(|(name, value)| format!("{name}={value} ")).collect()).collect();
    let common = "http.request.method=GET server.address=eu.pets.example server.port=443 url.template=/pets/{id} ";
    assert_eq!(text, [format!("{common}error.type=timeout "), format!("{common}http.response.status_code=404 error.type=404 ")]);
    assert_eq!(seen[0].0, ms(300));
}

#[tokio::test]
async fn a_deprecation_by_the_server_is_told_once_for_each_operation() {
    let old = || {
        ok().header("deprecation", "@1688169599")
            .header("sunset", "Sun, 11 Nov 2018 23:59:59 GMT")
            .header("link", r#"</docs/old>; rel="deprecation"; type="text/html", <https://pets.example/end>; rel=sunset"#)
    };
    let bench = Bench::new([old(), old(), old(), ok()]);
    let log = Log::default();
    let to = log.clone();
    let tell = move |it: &crate::observe::Deprecation<'_>| {
        let seconds =
            |date: Option<SystemTime>| date.and_then(|date| date.duration_since(SystemTime::UNIX_EPOCH).ok()).map(|it| it.as_secs());
        let (id, document, server) = (it.operation.id, it.by_document, it.by_server);
        to.push(format!("{id} {document} {server} {:?} {:?} {:?} {:?}", seconds(it.since), seconds(it.sunset), it.link, it.sunset_link));
    };
    let client = bench.builder().on_deprecation(tell).build().expect("the values can be used");
    for op in [&GET, &GET, &SIGNED, &OLD] {
        let _ = get(&client, op).await;
    }
    let client = bench.builder().build().expect("the values can be used");
    assert_eq!(bench.fake.left(), 1, "a call without its credentials is not sent");
    get(&client, &GET).await.expect("a client without the hook is as it was");
    assert_eq!(
        log.lines(),
        [
            r#"getPet false true Some(1688169599) Some(1541980799) Some("https://eu.pets.example/docs/old") Some("https://pets.example/end")"#,
            r#"old true true Some(1688169599) Some(1541980799) Some("https://eu.pets.example/docs/old") Some("https://pets.example/end")"#,
        ]
    );
}

#[tokio::test]
async fn a_deprecation_by_the_document_is_told_once_and_again_when_the_server_says_it() {
    let end = || ok().header("sunset", "Sun, 11 Nov 2018 23:59:59 GMT");
    let bench = Bench::new([ok(), ok(), end(), end()]);
    let log = Log::default();
    let to = log.clone();
    let client = bench.builder().on_deprecation(move |it| to.push(format!("{} {:?}", it.by_document, it.sunset.is_some()))).build();
    let client = client.expect("the values can be used");
    for _ in 0..4 {
        get(&client, &OLD).await.expect("it is answered");
    }
    assert_eq!(log.lines(), ["true false", "true true"]);
}

#[tokio::test]
async fn an_attempt_that_may_not_be_repeated_is_told_as_such() {
    let bench = Bench::new([FakeAnswer::error(TransportErrorKind::Broken)]);
    let log = Log::default();
    let client = watched(&bench, &log).retry(Retry::never()).build().expect("the values can be used");
    let call: crate::Call<'_, Pet, Value> = client.call(&CREATE).body(&pet(1, "Rex"));
    call.await.expect_err("the connection broke");
    assert_eq!(log.lines().last().map(String::as_str), Some(r#"attempt 1 None Some("broken") Some(Ambiguous)"#));
}

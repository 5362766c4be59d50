//! What errors say, and what they do not.

use super::{Bench, Fault, GET, Pet, secret};
use crate::model::Value;
use crate::operation::{Operation, Status};
use crate::transport::FakeAnswer;
use crate::{Credential, Error};

static OP: Operation = Operation::new("getPet", "GET", "/pets/{id}")
    .errors(&[(Status::Code(404), 0), (Status::Range(5), 0)])
    .security(&[&[super::uses("query_key")]]);

async fn fail(answer: FakeAnswer) -> Error<Fault> {
    let bench = Bench::new([answer]);
    let client = bench.builder().credential("query_key", Credential::api_key(secret())).retry(crate::Retry::never()).build();
    let client = client.expect("the values can be used");
    client.call::<Pet, Fault, ()>(&OP).path("id", "1").query("q", "private").await.expect_err("it is an error")
}

#[tokio::test]
async fn a_declared_error_is_typed() {
    let error = fail(FakeAnswer::json(404, r#"{"code":"gone"}"#).header("x-request-id", "r-1")).await;
    assert_eq!(error.api(), Some(&Fault { code: "gone".to_owned() }));
    assert_eq!((error.status(), error.request_id()), (Some(404), Some("r-1")));
    assert_eq!(error.to_string(), "getPet (GET /pets/{id}): 404 Not Found");
    assert_eq!(error.into_api().expect("it is typed"), Fault { code: "gone".to_owned() });
}

#[tokio::test]
async fn an_error_that_is_not_declared_is_not_typed() {
    let error = fail(FakeAnswer::json(403, r#"{"code":"gone"}"#)).await;
    assert_eq!(error.api(), None);
    assert_eq!(error.body(), br#"{"code":"gone"}"#);
}

#[tokio::test]
async fn a_malformed_error_body_does_not_hide_the_status() {
    let error = fail(FakeAnswer::json(404, "<oops>")).await;
    assert_eq!((error.api(), error.status(), error.body()), (None, Some(404), &b"<oops>"[..]));
}

#[tokio::test]
async fn an_error_body_that_breaks_off_does_not_hide_the_status() {
    let error = fail(FakeAnswer::status(404).body("<oo").broken()).await;
    assert_eq!((error.status(), error.body()), (Some(404), &b"<oo"[..]));
}

#[tokio::test]
async fn problem_details_are_read_on_any_error() {
    let body = r#"{"title":"No","status":403,"detail":"Not you","balance":30}"#;
    let error = fail(FakeAnswer::status(403).header("content-type", "application/problem+json; charset=utf-8").body(body)).await;
    let problem = error.problem().expect("it is a problem");
    assert_eq!(problem.kind, "about:blank");
    assert_eq!((problem.title.as_deref(), problem.status, problem.detail.as_deref()), (Some("No"), Some(403), Some("Not you")));
    assert_eq!(problem.extensions["balance"], 30);
}

#[tokio::test]
async fn neither_display_nor_debug_shows_secrets_or_values() {
    let body = r#"{"code":"hunter2"}"#;
    let error = fail(FakeAnswer::json(500, body).header("set-cookie", "hunter2")).await;
    let shown = format!("{error} {error:?} {:?}", std::error::Error::source(&error).map(ToString::to_string));
    assert!(!shown.contains("hunter2") && !shown.contains("private"), "{shown}");
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn neither_do_clients_builders_and_calls() {
    let bench = Bench::new([]);
    let builder = bench.builder().credential("query_key", Credential::api_key(secret()));
    let client = builder.clone().build().expect("the values can be used");
    let call = client.call::<Pet, Fault, ()>(&GET).query("q", "private");
    let proxy = crate::transport::Reqwest::builder().proxy("http://me:hunter2@proxy.example");
    let shown = format!("{builder:?} {client:?} {call:?} {proxy:?}");
    assert!(!shown.contains("hunter2") && !shown.contains("private"), "{shown}");
}

#[tokio::test]
async fn a_decode_error_names_the_place() {
    let bench = Bench::new([FakeAnswer::json(200, r#"{"id":"x"}"#)]);
    let error = bench.client().call::<Pet, Value, ()>(&GET).path("id", "1").await.expect_err("it does not fit");
    assert_eq!(error.decode_error().map(crate::DecodeError::pointer), Some("/id"));
}

#[derive(Clone, Debug, PartialEq)]
enum PayError {
    Declined(Fault),
    Gone(Value),
    Unknown(Value),
}

crate::errors!(PayError { 0 Declined, 1 Gone, ; Unknown });

#[tokio::test]
async fn several_types_of_error_are_told_by_the_status() {
    static PAY: Operation =
        Operation::new("pay", "POST", "/pay").errors(&[(Status::Code(402), 0), (Status::Code(410), 1), (Status::Default, 2)]);
    let bench = Bench::new([
        FakeAnswer::json(402, r#"{"code":"poor"}"#),
        FakeAnswer::json(410, "{}"),
        FakeAnswer::json(402, "[1]"),
        FakeAnswer::status(400).body("no JSON"),
    ]);
    let client = bench.client();
    let mut errors = Vec::new();
    for _ in 0..4 {
        errors.push(client.call::<Pet, PayError, ()>(&PAY).await.expect_err("it is an error").into_api().ok());
    }
    let declined = PayError::Declined(Fault { code: "poor".to_owned() });
    let unknown = PayError::Unknown(serde_json::json!([1]));
    assert_eq!(errors, [Some(declined), Some(PayError::Gone(serde_json::json!({}))), Some(unknown), None]);
}

#[tokio::test]
async fn a_status_error_says_what_the_server_says() {
    let shown = async |status: u16, body: &'static str| fail(FakeAnswer::json(status, body)).await.to_string();
    assert_eq!(shown(404, r#"{"message":"No pet 7"}"#).await, "getPet (GET /pets/{id}): 404 Not Found: No pet 7");
    assert_eq!(shown(404, r#"{"error":{"message":"No pet 7"}}"#).await, "getPet (GET /pets/{id}): 404 Not Found: No pet 7");
    // What the status says already is not repeated.
    assert_eq!(shown(404, r#"{"message":"Not found."}"#).await, "getPet (GET /pets/{id}): 404 Not Found");
    assert_eq!(
        shown(404, r#"{"message":"key hunter2 is wrong"}"#).await,
        "getPet (GET /pets/{id}): 404 Not Found: key [redacted] is wrong"
    );
    let error = fail(FakeAnswer::json(404, r#"{"message":"No pet\n7","code":"gone"}"#)).await;
    assert_eq!(error.server_message().as_deref(), Some("No pet 7"));
    assert!(format!("{error:?}").contains(r#"said: Some("No pet 7")"#), "{error:?}");
    let error =
        fail(FakeAnswer::status(502).header("content-type", "text/html").body("<html><title>The origin is down</title></html>")).await;
    assert_eq!(error.to_string(), "getPet (GET /pets/{id}): 502 Bad Gateway: The origin is down");
}

#[tokio::test]
async fn debug_shows_the_place_and_the_kind_of_what_does_not_fit() {
    for (body, pointer, found) in [
        (r#"{"id":null}"#, "/id", "null"),
        (r#"{"id":"private"}"#, "/id", "a string"),
        (r#"{"id":["private"]}"#, "/id", "a list"),
        (r#"{"id":{"private":1}}"#, "/id", "an object"),
        (r#"{"id":123456.5}"#, "/id", "a number"),
        (r#"{"id":true}"#, "/id", "a boolean"),
        (r#"{"name":"private"}"#, "/id", "nothing"),
        ("<private>", "", "`<`"),
    ] {
        let bench = Bench::new([FakeAnswer::json(200, body)]);
        let error = bench.client().call::<Pet, Value, ()>(&GET).path("id", "1").await.expect_err("it does not fit");
        let debug = format!("{error:?}");
        assert!(debug.contains(&format!("pointer: {pointer:?}")), "{debug}");
        assert!(debug.contains(&format!("found: {found:?}")), "{debug}");
        let display = error.to_string();
        assert!(display.contains(&format!("found {found}")), "{display}");
        for shown in [&debug, &display] {
            assert!(!shown.contains("private") && !shown.contains("123456"), "{shown}");
        }
    }
}

/// Returns the text of an error and of each of its causes.
fn chain(error: &dyn std::error::Error) -> Vec<String> {
    let mut texts = vec![error.to_string()];
    let mut next = error.source();
    while let Some(cause) = next {
        texts.push(cause.to_string());
        next = cause.source();
    }
    texts
}

#[track_caller]
fn says_nothing_twice(error: &dyn std::error::Error) {
    let texts = chain(error);
    for (index, text) in texts.iter().enumerate() {
        let others = texts.iter().enumerate().filter(|(other, _)| *other != index);
        for (_, other) in others {
            assert!(!other.to_ascii_lowercase().contains(&text.to_ascii_lowercase()), "{texts:#?}");
        }
    }
}

/// A transport without a connection.
struct Unconnected(crate::transport::ConnectFault);

impl crate::transport::Transport for Unconnected {
    fn send(
        &self,
        _: http::Request<crate::Body>,
    ) -> crate::transport::BoxFuture<'_, Result<http::Response<crate::transport::ByteStream>, crate::transport::TransportError>> {
        let error = crate::transport::TransportError::connect(self.0, "the socket says why");
        Box::pin(std::future::ready(Err(error)))
    }
}

#[tokio::test]
async fn a_chain_of_causes_says_nothing_twice() {
    use crate::transport::{ConnectFault, TransportErrorKind};

    let answers = [
        FakeAnswer::json(404, r#"{"message":"No pet 7"}"#),
        FakeAnswer::json(500, ""),
        FakeAnswer::json(200, r#"{"id":"x"}"#),
        FakeAnswer::json(200, "<html>"),
        FakeAnswer::json(200, ""),
        FakeAnswer::status(200).header("content-type", "text/csv").body("a,b"),
        FakeAnswer::json(200, r#"{"id":1"#).broken(),
        FakeAnswer::status(302).header("location", "http://"),
        FakeAnswer::silence(),
    ];
    for answer in answers {
        says_nothing_twice(&fail(answer).await);
    }
    let kinds = [
        TransportErrorKind::Connect,
        TransportErrorKind::Refused,
        TransportErrorKind::Timeout,
        TransportErrorKind::Broken,
        TransportErrorKind::Invalid,
    ];
    for kind in kinds {
        says_nothing_twice(&fail(FakeAnswer::error(kind)).await);
    }
    let faults = [
        ConnectFault::Dns,
        ConnectFault::Refused,
        ConnectFault::Unreachable,
        ConnectFault::Timeout,
        ConnectFault::Tls,
        ConnectFault::NotTls,
    ];
    for fault in faults {
        let transport = Unconnected(fault);
        let client = crate::Client::builder(&super::API).transport(transport).retry(crate::Retry::never()).build().expect("it is whole");
        let error = client.call::<Pet, Value, ()>(&GET).path("id", "1").await.expect_err("there is no connection");
        assert_eq!(
            chain(&error),
            [format!("getPet (GET /pets/{{id}}): no connection to eu.pets.example:443: {fault}"), "the socket says why".to_owned(),]
        );
        assert_eq!(error.connect_fault(), Some(fault));
        says_nothing_twice(&error);
    }
    // Before anything is sent.
    let bench = Bench::new([]);
    let client = bench.client();
    says_nothing_twice(&client.call::<Pet, Value, ()>(&GET).await.expect_err("a parameter is missing"));
    says_nothing_twice(&client.call::<Pet, Value, ()>(&OP).path("id", "1").await.expect_err("there are no credentials"));
    says_nothing_twice(&client.call::<Pet, Value, ()>(&GET).path("id", "1").base_url("http:// x").await.expect_err("it is no URL"));
}

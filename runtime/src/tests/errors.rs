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

//! Errors in another form than the document declares.

use turnbuckle_runtime::operation::{Operation, Status};
use turnbuckle_runtime::{Call, Error, Value};

use super::server::{answer, json};
use super::{KEY, Pet, Reply, Server, client};

#[derive(Clone)]
struct Fault {
    code: String,
}

turnbuckle_runtime::record!(Fault { 0 "code" code REQUIRED });

static OP: Operation = Operation::new("getPet", "GET", "/pet").errors(&[(Status::Range(4), 0)]).security(KEY);

async fn fail(reply: Reply) -> Error<Fault> {
    let server = Server::start([reply]).await;
    let client = client(&server);
    let call: Call<'_, Pet, Fault> = client.call(&OP);
    call.query("q", "private").await.map(|pet| pet.id).expect_err("it is an error")
}

#[tokio::test]
async fn g50_error_body_of_another_type_than_declared() {
    for (content_type, body) in [
        ("application/json", r#"{"code":7}"#),
        ("application/json", r#"["gone"]"#),
        ("application/json", "null"),
        ("application/json", r#"{"message":"gone"}"#),
        ("text/plain", "gone"),
        ("text/html", "<h1>gone</h1>"),
        ("application/xml", "<code>gone</code>"),
        ("application/octet-stream", "\u{0}\u{1}"),
        ("application/problem+json", r#"{"title":7,"status":"x"}"#),
        ("application/problem+json", "[[[["),
    ] {
        let error = fail(answer("404 Not Found", &format!("content-type: {content_type}"), body)).await;
        assert!(error.api().is_none() && error.is_status(), "{content_type} {body}");
        assert_eq!((error.status(), error.body()), (Some(404), body.as_bytes()), "{content_type} {body}");
    }
}

#[tokio::test]
async fn g50_error_body_nested_100_000_deep() {
    for content_type in ["application/json", "application/problem+json"] {
        let error = fail(answer("404 Not Found", &format!("content-type: {content_type}"), "[".repeat(100_000))).await;
        assert!(error.api().is_none() && error.problem().is_none() && error.status() == Some(404));
        assert!(error.to_string().starts_with("getPet (GET /pet): 404 Not Found"), "{error}");
    }
}

#[tokio::test]
async fn g50_error_with_status_200() {
    // `ok: false`, as some vendors write errors: it is the answer's own field, and what is missing beside it is said.
    let reply = || json(r#"{"ok":false,"error":"not_authed"}"#);
    let error = fail(reply()).await;
    assert!(error.is_decode() && error.status() == Some(200) && error.body().starts_with(b"{\"ok\":false"), "{error:?}");
    let server = Server::start([reply()]).await;
    let client = client(&server);
    let call: Call<'_, Value, Fault> = client.call(&OP);
    assert_eq!(call.await.expect("it is an answer")["error"], "not_authed");
}

#[tokio::test]
async fn g50_4xx_without_content_type() {
    let error = fail(answer("422 Bad", "", r#"{"code":"bad"}"#)).await;
    assert_eq!(error.api().map(|fault| fault.code.as_str()), Some("bad"));
    let error = fail(answer("422 Bad", "", "")).await;
    assert!(error.api().is_none() && error.status() == Some(422));
}

#[tokio::test]
async fn g50_status_that_nobody_knows() {
    for status in ["499 Closed", "599 Late", "999 What", "600"] {
        let error = fail(answer(status, "", r#"{"code":"bad"}"#)).await;
        assert_eq!(error.status().map(|status| status.to_string()).as_deref(), status.get(..3));
    }
}

#[tokio::test]
async fn g50_secrets_echoed_in_error_text() {
    // What the server says is shown, with its secrets taken out; of the request's own query nothing is.
    let body = r#"{"code":"hunter2","title":"key hunter2 is wrong","detail":"hunter2 is not a key"}"#;
    for content_type in ["application/json", "text/plain"] {
        let headers = format!("content-type: {content_type}\nx-hunter2: hunter2\nset-cookie: a=hunter2\nwww-authenticate: hunter2");
        let error = fail(answer("403 hunter2", &headers, body)).await;
        let shown = format!("{error} {error:?} {:?}", std::error::Error::source(&error).map(ToString::to_string));
        assert!(!shown.contains("hunter2") && !shown.contains("private"), "{shown}");
    }
}

#[tokio::test]
async fn g50_secrets_echoed_where_an_answer_cannot_be_read() {
    let error = fail(json(r#"{"id":"hunter2"}"#)).await;
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("hunter2") && error.is_decode(), "{shown}");
}

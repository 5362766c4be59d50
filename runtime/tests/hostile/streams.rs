//! Streams that are written in unusual ways.

use std::time::Duration;

use super::server::until_closed;
use super::{GET, Pet, Server, client};
use turnbuckle_runtime::{Call, Error};

async fn events(text: &str) -> (Vec<String>, Option<Duration>) {
    let server = Server::start([until_closed("text/event-stream", text)]).await;
    let client = client(&server);
    let call: Call<'_, Pet> = client.call(&GET);
    let mut events = call.events::<String>().await.expect("it is answered");
    let mut out = Vec::new();
    while let Some(event) = events.try_next().await.expect("it is read") {
        out.push(event.data);
    }
    (out, events.retry())
}

#[tokio::test]
async fn g48_sse_with_cr_only() {
    assert_eq!(events("data: a\r\rdata: b\rdata: c\r\r").await.0, ["a", "b\nc"]);
}

#[tokio::test]
async fn g48_sse_data_split_over_lines() {
    assert_eq!(events("data: {\ndata: \"id\": 1\ndata: }\n\n").await.0, ["{\n\"id\": 1\n}"]);
}

#[tokio::test]
async fn g48_sse_bom() {
    assert_eq!(events("\u{feff}data: a\n\n").await.0, ["a"]);
}

#[tokio::test]
async fn g48_sse_retry_1e99() {
    assert_eq!(events("retry: 1e99\ndata: a\n\n").await, (vec!["a".to_owned()], None));
    // As many digits as no number has room for.
    assert_eq!(events(&format!("retry: {}\ndata: a\n\n", "9".repeat(400))).await, (vec!["a".to_owned()], None));
}

#[tokio::test]
async fn g48_sse_that_is_not_utf8() {
    let server = Server::start([until_closed("text/event-stream", b"data: \xff\xfe\n\n\xff: x\n\ndata: b\n\n")]).await;
    let client = client(&server);
    let call: Call<'_, Pet> = client.call(&GET);
    let mut events = call.events::<String>().await.expect("it is answered");
    let first = events.try_next().await.expect("what is no text is marked").map(|event| event.data);
    assert_eq!(first.as_deref(), Some("\u{fffd}\u{fffd}"));
    assert_eq!(events.try_next().await.expect("it goes on").map(|event| event.data).as_deref(), Some("b"));
}

async fn lines(text: &str) -> Vec<Result<i64, Error>> {
    let server = Server::start([until_closed("application/x-ndjson", text)]).await;
    let client = client(&server);
    let call: Call<'_, Pet> = client.call(&GET);
    let mut lines = call.json_lines::<Pet>().await.expect("it is answered");
    let mut out = Vec::new();
    while let Some(line) = lines.next().await {
        out.push(line.map(|pet| pet.id));
    }
    out
}

#[tokio::test]
async fn g48_ndjson_with_an_incomplete_last_line() {
    let mut lines = lines("{\"id\":1}\n{\"id\":2}\n{\"id\":").await;
    let error = lines.pop().expect("there is a last line").expect_err("it is incomplete");
    assert!(error.is_decode() && error.status() == Some(200), "{error:?}");
    assert_eq!(lines.into_iter().map(|line| line.expect("it is whole")).collect::<Vec<_>>(), [1, 2]);
}

#[tokio::test]
async fn g48_ndjson_with_bom_and_empty_lines() {
    let ids: Vec<i64> = lines("\u{feff}{\"id\":1}\r\n\n  \n{\"id\":2}").await.into_iter().map(|line| line.expect("it is whole")).collect();
    assert_eq!(ids, [1, 2]);
}

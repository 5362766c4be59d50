//! Redirects, and servers that ask to wait or are in trouble.

use std::time::Duration;

use turnbuckle_runtime::{Call, Error, Retry};

use super::server::{answer, json};
use super::{CREATE, GET, Pet, Reply, Server, client, retrying};

fn redirect(status: &str, location: &str) -> Reply {
    answer(status, &format!("location: {location}"), "gone")
}

fn pet() -> Pet {
    Pet { id: 7, name: None, kind: None, home: None }
}

async fn create(server: &Server) -> Result<i64, Error> {
    let client = client(server);
    let call: Call<'_, Pet> = client.call(&CREATE);
    call.body(&pet()).await.map(|pet| pet.id)
}

#[tokio::test]
async fn g49_redirects_with_a_body() {
    for (status, line, body) in [
        ("301 Moved", "GET /new", ""),
        ("302 Found", "GET /new", ""),
        ("303 See Other", "GET /new", ""),
        ("307 Temporary", "POST /new", r#"{"id":7}"#),
        ("308 Permanent", "POST /new", r#"{"id":7}"#),
    ] {
        let server = Server::start([redirect(status, "/new"), json(r#"{"id":1}"#)]).await;
        assert_eq!(create(&server).await.expect("it is followed"), 1, "{status}");
        assert_eq!(server.lines()[1], line, "{status}");
        let request = &server.requests()[1];
        assert_eq!(request.split_once("\r\n\r\n").map(|(_, body)| body), Some(body), "{status}");
        assert_eq!((request.contains("content-type:"), request.contains("x-key: hunter2")), (!body.is_empty(), true), "{status}");
    }
}

#[tokio::test]
async fn g49_redirect_loop() {
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let server = Server::start([redirect(status, "/pets")]).await;
        let error = create(&server).await.expect_err("it has no end");
        assert!(error.is_redirect(), "{error:?}");
        assert_eq!(server.requests().len(), 11, "{status}");
    }
}

#[tokio::test]
async fn g49_redirect_to_another_host() {
    let elsewhere = Server::start([json(r#"{"id":1}"#)]).await;
    for status in ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"] {
        let server = Server::start([redirect(status, &format!("{}/pet", elsewhere.url))]).await;
        let client = client(&server);
        let call: Call<'_, Pet> = client.call(&GET);
        assert_eq!(call.header("X-Private", "hunter3").await.expect("it is followed").id, 1);
    }
    for request in elsewhere.requests() {
        assert!(!request.contains("hunter"), "{request}");
    }
    assert_eq!(elsewhere.requests().len(), 4);
}

#[tokio::test]
async fn g49_redirect_of_a_body_to_another_host() {
    let elsewhere = Server::start([json(r#"{"id":1}"#)]).await;
    for status in ["307 Temporary", "308 Permanent"] {
        let server = Server::start([redirect(status, &format!("{}/pets", elsewhere.url))]).await;
        let error = create(&server).await.expect_err("the body stays here");
        assert!(error.is_redirect(), "{error:?}");
    }
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn g49_redirect_to_what_is_no_url_of_http() {
    for location in ["file:///etc/passwd", "//", "http://[", "\u{fc}", ""] {
        let server = Server::start([redirect("302 Found", location)]).await;
        let result = create(&server).await;
        assert!(result.is_err(), "{location}");
        assert!(server.requests().len() <= 11);
    }
}

/// Gets a pet from a server that asks to wait once. Returns how it ended and how long was slept.
async fn wait(header: &str) -> (Result<i64, Error>, Vec<Duration>) {
    let mut bytes = b"HTTP/1.1 429 Slow\r\nconnection: close\r\ncontent-length: 0\r\nretry-after: ".to_vec();
    bytes.extend(header.chars().map(|c| u8::try_from(u32::from(c)).expect("the header is Latin-1")));
    bytes.extend_from_slice(b"\r\n\r\n");
    let server = Server::start([Reply::Bytes(bytes), json(r#"{"id":1}"#)]).await;
    let (client, clock) = retrying(&server);
    let call: Call<'_, Pet> = client.call(&GET);
    let result = call.await.map(|pet| pet.id);
    (result, clock.0.slept())
}

#[tokio::test]
async fn g49_retry_after_huge() {
    for header in ["99999999999", "9e99", "99999999999999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"] {
        let (result, slept) = wait(header).await;
        let error = result.expect_err("nobody waits for that long");
        assert_eq!((error.status(), slept), (Some(429), vec![]), "{header}");
        assert!(error.retry_after().is_some_and(|wait| wait > Duration::from_secs(1_000_000)), "{header}");
    }
}

#[tokio::test]
async fn g49_retry_after_that_is_negative_past_or_not_ascii() {
    for header in ["-5", "-99999999999", "Sun, 06 Nov 1994 08:49:37 GMT", "\u{fc}", "5\u{a0}s", "NaN", "inf", "", " ", "soon", "1;2"] {
        let (result, slept) = wait(header).await;
        assert_eq!(result.expect("it is tried again after the usual wait"), 1, "{header}");
        assert_eq!(slept, [Duration::from_millis(500)], "{header}");
    }
}

async fn storm(status: &str) {
    let server = Server::start([answer(status, "", "busy")]).await;
    let (client, clock) = retrying(&server);
    let mut calls = 0;
    // The budget of a client is for all of its calls: a server in trouble is asked about once for each of them in the end.
    for _ in 0..150 {
        let call: Call<'_, Pet> = client.call(&GET);
        let error = call.timeout(Duration::from_secs(3600)).await.map(|pet| pet.id).expect_err("the server is busy");
        assert_eq!(error.status().map(|status| status / 100), status.chars().next().and_then(|c| c.to_digit(10)).map(|d| d as u16));
        calls += 1;
    }
    let asked = server.requests().len();
    assert!(asked <= calls + 100, "{asked} requests for {calls} calls");
    assert_eq!(clock.0.slept().len(), asked - calls);
}

#[tokio::test]
async fn g49_429_storm() {
    storm("429 Slow").await;
}

#[tokio::test]
async fn g49_503_storm() {
    storm("503 Busy").await;
}

#[tokio::test]
async fn g49_storm_without_retries_asks_once() {
    let server = Server::start([answer("503 Busy", "retry-after: 0", "")]).await;
    let client = client(&server);
    let call: Call<'_, Pet> = client.call(&GET);
    assert_eq!(call.retry(Retry::never()).await.map(|pet| pet.id).expect_err("the server is busy").status(), Some(503));
    assert_eq!(server.requests().len(), 1);
}

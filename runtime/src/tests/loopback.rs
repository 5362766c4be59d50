//! The transport over reqwest, against a socket of this machine.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::{CREATE, GET, Pet, pet};
use crate::model::Value;
use crate::stream::Download;
use crate::{Client, Error, Retry};

/// Answers one connection with a text, and returns the request.
async fn serve(answer: &'static str) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    let task = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.expect("the client connects");
        let mut request = Vec::new();
        let mut buffer = [0; 4096];
        while !is_whole(&request) {
            let read = socket.read(&mut buffer).await.expect("the client writes");
            if read == 0 {
                break;
            }
            request.extend_from_slice(&buffer[..read]);
        }
        socket.write_all(answer.as_bytes()).await.expect("the client reads");
        socket.shutdown().await.expect("the client reads");
        String::from_utf8_lossy(&request).into_owned()
    });
    (url, task)
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    body.len() >= length.unwrap_or(0)
}

fn client(url: &str) -> Client {
    Client::builder(&super::API).base_url(url).build().expect("the values can be used")
}

#[tokio::test(flavor = "current_thread")]
async fn a_value_goes_there_and_another_comes_back() {
    let (url, server) =
        serve("HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 21\r\n\r\n{\"id\":1,\"name\":\"Rex\"}").await;
    let response = client(&url).call::<Pet, Value, ()>(&CREATE).body(&pet(0, "Rex")).send().await.expect("it is answered");
    assert_eq!(response.status(), 201);
    assert_eq!(response.into_inner(), pet(1, "Rex"));
    let request = server.await.expect("it served");
    let host = url.trim_start_matches("http://");
    assert_eq!(
        request,
        format!(
            "POST /pets HTTP/1.1\r\nuser-agent: pets/1\r\ncontent-type: application/json\r\naccept: */*\r\nhost: {host}\r\n\
             content-length: 21\r\n\r\n{{\"id\":0,\"name\":\"Rex\"}}"
        )
    );
}

#[tokio::test(flavor = "current_thread")]
async fn nobody_listening_is_a_connect_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    drop(listener);
    let error: Error = client(&url).call::<Pet, Value, ()>(&CREATE).retry(Retry::never()).await.expect_err("nobody listens");
    assert!(error.is_connect() && !error.is_outcome_unknown(), "{error:?}");
}

/// A server that ends its side of each connection at once, and tells how many bytes came.
fn ending(connections: usize) -> (String, std::sync::mpsc::Receiver<usize>) {
    use std::io::Read as _;

    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for _ in 0..connections {
            let (mut socket, _) = listener.accept().expect("the client connects");
            let _ = socket.shutdown(std::net::Shutdown::Write);
            let mut read = Vec::new();
            let _ = socket.read_to_end(&mut read);
            let _ = tell.send(read.len());
        }
    });
    (url, told)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_request_of_which_no_byte_was_written_counts_as_not_sent() {
    let (url, told) = ending(30);
    for _ in 0..30 {
        // Each has a pool of its own.
        let client = client(&url);
        let call = client.call::<Pet, Value, ()>(&CREATE).body(&pet(1, "Rex")).retry(Retry::never());
        let error = call.await.expect_err("there is no response");
        drop(client);
        let bytes = told.recv().expect("the server tells");
        assert_eq!(error.is_outcome_unknown(), !error.is_connect(), "{error:?}");
        assert!(!error.is_connect() || bytes == 0, "{bytes} bytes were written: {error:?}");
        assert!(error.is_connect() || error.is_broken(), "{error:?}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn an_answer_cut_short_is_a_broken_connection() {
    let (url, _server) = serve("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":1").await;
    let error = client(&url).call::<Pet, Value, ()>(&GET).path("id", "1").retry(Retry::never()).await.expect_err("the answer is cut short");
    assert!(error.is_broken(), "{error:?}");
    assert_eq!(error.status(), Some(200));
}

#[tokio::test(flavor = "current_thread")]
async fn silence_is_a_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    let error =
        client(&url).call::<Pet, Value, ()>(&GET).path("id", "1").timeout(Duration::from_millis(50)).await.expect_err("nobody answers");
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test(flavor = "current_thread")]
async fn a_download_comes_in_whole() {
    let (url, _server) = serve("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").await;
    let download: Download = client(&url).call::<Download, Value, ()>(&GET).path("id", "1").await.expect("it is answered");
    assert_eq!(download.bytes(10).await.expect("it fits"), "abcde");
}

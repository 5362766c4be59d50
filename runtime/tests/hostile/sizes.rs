//! Answers without an end, or with more in them than they show.

use super::server::{answer, head};
use super::{GET, Pet, Reply, Server, builder, retrying};
use turnbuckle_runtime::{Call, Client, Error, Limits};

/// What the network may hold besides what the client has read.
const IN_FLIGHT: u64 = 16 << 20;
const LIMIT: u64 = 1 << 20;

fn limited(server: &Server) -> Client {
    let limits = Limits { response_bytes: LIMIT, line_bytes: 1 << 16, event_bytes: 1 << 16, error_bytes: 1000, ..Limits::default() };
    builder(server).limits(limits).build().expect("the values can be used")
}

/// Gets a pet, and the number of bytes that the server could write.
async fn get(reply: Reply) -> (Result<Pet, Error>, u64) {
    let server = Server::start([reply]).await;
    let client = limited(&server);
    let call: Call<'_, Pet> = client.call(&GET);
    (call.await, server.written())
}

async fn too_large(reply: Reply) {
    let (result, written) = get(reply).await;
    let error = result.map(|pet| pet.id).expect_err("it has no end");
    assert!(error.is_too_large() && error.status() == Some(200), "{error:?}");
    assert!(written < LIMIT + IN_FLIGHT, "{written} bytes were taken");
}

fn gzip(repeated: u8, length: usize) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let piece = vec![repeated; 1 << 16];
    for _ in 0..length / piece.len() {
        encoder.write_all(&piece).expect("memory takes it");
    }
    encoder.finish().expect("memory takes it")
}

#[tokio::test]
async fn g48_10_gb_body_that_says_so() {
    too_large(Reply::Endless(head("200 OK", "content-type: application/json\ncontent-length: 10737418240"), vec![b' '; 1 << 16])).await;
}

#[tokio::test]
async fn g48_10_gb_body_in_chunks() {
    let chunk = [b"10000\r\n".to_vec(), vec![b' '; 1 << 16], b"\r\n".to_vec()].concat();
    too_large(Reply::Endless(head("200 OK", "content-type: application/json\ntransfer-encoding: chunked"), chunk)).await;
}

#[tokio::test]
async fn g48_10_gb_body_until_the_connection_ends() {
    too_large(Reply::Endless(head("200 OK", "content-type: application/json"), vec![b' '; 1 << 16])).await;
}

#[tokio::test]
async fn g48_10_gb_body_of_an_error() {
    let (result, written) = get(Reply::Endless(head("500 Oops", ""), vec![b'x'; 1 << 16])).await;
    let error = result.map(|pet| pet.id).expect_err("it is an error");
    assert_eq!((error.status(), error.body().len()), (Some(500), 1000));
    assert!(written < IN_FLIGHT, "{written} bytes were taken");
}

#[tokio::test]
async fn g48_gzip_bomb() {
    for coding in ["gzip", "x-gzip", "GZIP"] {
        too_large(answer("200 OK", &format!("content-type: application/json\ncontent-encoding: {coding}"), gzip(b' ', 32 << 20))).await;
    }
}

#[tokio::test]
async fn g48_gzip_bomb_in_an_error() {
    let (result, _) = get(answer("500 Oops", "content-encoding: gzip", gzip(b'x', 16 << 20))).await;
    let error = result.map(|pet| pet.id).expect_err("it is an error");
    assert_eq!((error.status(), error.body().len()), (Some(500), 1000));
}

#[tokio::test]
async fn g48_gzip_bomb_in_a_stream_of_bytes_comes_in_pieces() {
    let server = Server::start([answer("200 OK", "content-encoding: gzip", gzip(b'x', 16 << 20))]).await;
    let client = limited(&server);
    let call: Call<'_, Pet> = client.call(&GET);
    let mut download = call.download().await.expect("it is answered");
    let mut all = 0;
    while let Some(chunk) = download.chunk().await.expect("it is whole") {
        assert!(chunk.len() <= 320 << 10, "a piece of {} bytes", chunk.len());
        all += chunk.len();
    }
    assert_eq!(all, 16 << 20);
}

#[tokio::test]
async fn gzip_that_is_cut_short_or_has_another_checksum_is_a_broken_connection() {
    let whole = gzip(b' ', 1 << 16);
    let mut miscounted = whole.clone();
    miscounted[whole.len() - 1] ^= 1;
    for body in [&whole[..1], &whole[..9], &whole[..whole.len() / 2], &whole[..whole.len() - 1], &miscounted] {
        let (result, _) = get(answer("200 OK", "content-type: application/json\ncontent-encoding: gzip", body)).await;
        let error = result.map(|pet| pet.id).expect_err("it cannot be read");
        assert!(error.is_broken() && error.status() == Some(200), "{error:?}");
    }
}

#[tokio::test]
async fn a_body_that_is_not_in_the_coding_it_claims_is_said_to_be_that_and_not_asked_for_again() {
    let mut garbled = gzip(b' ', 1 << 16);
    garbled[10..60].fill(0xff);
    for (coding, body) in [("gzip", &b"{\"id\":1}"[..]), ("gzip", b"{"), ("gzip", &garbled), ("deflate", b"{\"id\":1}")] {
        let headers = format!("content-type: application/json\ncontent-encoding: {coding}");
        let server = Server::start([answer("200 OK", &headers, body)]).await;
        let (client, _) = retrying(&server);
        let call: Call<'_, Pet> = client.call(&GET);
        let error = call.await.map(|pet| pet.id).expect_err("it cannot be read");
        let told = format!("getPet (GET /pet): the body is not {coding}, although its `Content-Encoding` says `{coding}`");
        assert_eq!((error.to_string(), error.status()), (told, Some(200)));
        assert!(error.is_decode() && !error.is_broken() && !error.is_outcome_unknown(), "{error:?}");
        assert_eq!(server.requests().len(), 1);
        let call: Call<'_, Pet> = client.call(&GET);
        let mut download = call.download().await.expect("the head is in order");
        let error = loop {
            // What comes before the fault can be in order.
            if let Err(error) = download.chunk().await {
                break error;
            }
        };
        assert!(error.is_decode() && !error.is_broken(), "{error:?}");
    }
}

#[tokio::test]
async fn the_status_of_an_error_whose_body_is_not_in_its_coding_is_kept() {
    let (result, _) = get(answer("404 Nope", "content-encoding: gzip", "{}")).await;
    let error = result.map(|pet| pet.id).expect_err("it is an error");
    assert_eq!((error.status(), error.is_status(), error.body()), (Some(404), true, &b""[..]));
}

#[tokio::test]
async fn g48_unasked_gzip_is_read() {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(b"{\"id\":1}").expect("memory takes it");
    let body = encoder.finish().expect("memory takes it");
    let (result, _) = get(answer("200 OK", "content-type: application/json\ncontent-encoding: gzip", body)).await;
    assert_eq!(result.expect("it is read").id, 1);
}

#[tokio::test]
async fn g48_endless_headers() {
    let (result, written) = get(Reply::Endless(b"HTTP/1.1 200 OK\r\n".to_vec(), b"x-more: and more and more\r\n".repeat(1000))).await;
    let error = result.map(|pet| pet.id).expect_err("it has no end");
    assert!(error.is_broken(), "{error:?}");
    assert!(written < IN_FLIGHT, "{written} bytes were taken");
}

#[tokio::test]
async fn g48_headers_over_the_limit() {
    let server = Server::start([answer("200 OK", &format!("x-large: {}", "x".repeat(3000)), "{\"id\":1}")]).await;
    let client = builder(&server).limits(Limits { header_bytes: 2000, ..Limits::default() }).build().expect("the values can be used");
    let call: Call<'_, Pet> = client.call(&GET);
    let error = call.await.map(|pet| pet.id).expect_err("they are too large");
    assert!(error.is_too_large() && error.status() == Some(200), "{error:?}");
    let call: Call<'_, Pet> = client.call(&GET);
    assert_eq!(call.limits(Limits::default()).await.expect("a call has its own").id, 1);
}

#[tokio::test]
async fn g48_endless_sse_line() {
    for piece in ["data: x", ": comment", "x"] {
        let server =
            Server::start([Reply::Endless(head("200 OK", "content-type: text/event-stream"), piece.repeat(1000).into_bytes())]).await;
        let client = limited(&server);
        let call: Call<'_, Pet> = client.call(&GET);
        let mut events = call.events::<Pet>().await.expect("it is answered");
        let error = events.try_next().await.map(|_| ()).expect_err("it has no end");
        assert!(error.is_too_large() && error.status() == Some(200), "{error:?}");
        assert!(events.next().await.is_none());
        drop(events);
        assert!(server.written() < IN_FLIGHT, "{} bytes were taken", server.written());
    }
}

#[tokio::test]
async fn g48_endless_sse_event() {
    let server = Server::start([Reply::Endless(head("200 OK", "content-type: text/event-stream"), b"data: x\n".repeat(1000))]).await;
    let client = limited(&server);
    let call: Call<'_, Pet> = client.call(&GET);
    let mut events = call.events::<Pet>().await.expect("it is answered");
    let error = events.try_next().await.map(|_| ()).expect_err("it has no end");
    assert!(error.is_too_large() && error.status() == Some(200), "{error:?}");
}

#[tokio::test]
async fn g48_endless_ndjson_line() {
    let server = Server::start([Reply::Endless(head("200 OK", "content-type: application/x-ndjson"), b"[1,".repeat(1000))]).await;
    let client = limited(&server);
    let call: Call<'_, Pet> = client.call(&GET);
    let mut lines = call.json_lines::<Pet>().await.expect("it is answered");
    let error = lines.try_next().await.map(|_| ()).expect_err("it has no end");
    assert!(error.is_too_large() && error.status() == Some(200), "{error:?}");
}

//! Server-sent events, and streams of them that are opened again.
//!
//! The events and errors are the same however the bytes come in.

use std::fmt::Write;

use turnbuckle_runtime::{Reconnect, Retry};

use crate::exchange::{Script, script};
use crate::json::client;
use crate::shown::{SECRET, block_on, check_error, check_requests, check_same};

/// Takes an input.
pub(crate) fn run(input: &[u8]) {
    let script = Script::read(input);
    block_on(async {
        let whole = read(&script, 0).await;
        for piece in [1, 2 + script.piece] {
            check_same(&whole, &read(&script, piece).await, piece);
        }
    });
}

/// Reads a stream to its end, and returns what came.
async fn read(script: &Script<'_>, piece: usize) -> String {
    let server = script.server_in_pieces(piece);
    let client = client!(helpdesk, server.clone(), account("acme").key(SECRET).retry(Retry::default().attempts(2)));
    let client = client.build().expect("the client is complete");
    let call = client.tickets().stream_ticket_events(&Default::default());
    let call = match script.choice % 3 {
        0 => call,
        1 => call.reconnect(Reconnect::default().after_end()),
        _ => call.reconnect(Reconnect::never()),
    };
    let mut told = String::new();
    match call.await {
        Ok(mut stream) => {
            while let Some(event) = stream.next().await {
                match event {
                    Ok(event) => writeln!(told, "{} {} {:?}", event.name, event.id, event.data),
                    Err(error) => {
                        check_error(&error);
                        // Which of the limits is met first depends on the pieces.
                        if error.is_too_large() { writeln!(told, "too large") } else { writeln!(told, "{error}") }
                    }
                }
                .expect("memory can be written to");
                assert!(told.len() < 64 << 20, "a stream without end");
            }
        }
        Err(error) => check_error(&error),
    }
    // The call, and as many more as there are responses and attempts in a row.
    check_requests(&server.seen(), 2 * 32 + 2 * 6, script.rest);
    told
}

/// Returns the corpus.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let event = r#"{"type":"created","ticket_id":7,"at":"2026-01-02T03:04:05Z"}"#;
    let bodies = [
        format!("event: ticket\nid: 1\ndata: {event}\n\n: comment\nretry: 10\n\ndata: oops\n\ndata: [DONE]\n\ndata: {event}\n\n"),
        format!("\u{feff}data:{event}\r\n\r\nid\ndata\rdata: \r\revent\n\nid: \u{0}\ndata: 1\n\n"),
        "retry: 99999999999999999999\nretry: -1\nid: s3cr3t-7f9a2c51d0\ndata: \"s3cr3t-7f9a2c51d0\"\n\n".to_owned(),
        "data: a\n".repeat(200) + "\n",
        format!("data: {}", "x".repeat(70_000)),
        format!("data: {{\"type\":\ndata: {event}}}\n\nunknown: x\n::\n\ndata: [1,\n"),
    ];
    let mut seeds = Vec::new();
    for body in &bodies {
        for choice in 0..3 {
            let response = ["200\ncontent-type: text/event-stream\n\n", body].concat();
            seeds.push(script(choice, 3, &[response.as_bytes(), response.as_bytes(), b"204\n\n"]));
        }
    }
    seeds.push(script(1, 0, &[b"200\ncontent-type: text/html\n\n<html>", b"500\n\n"]));
    seeds
}

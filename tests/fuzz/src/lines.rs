//! JSON Lines and JSON text sequences (RFC 7464).
//!
//! The values and errors are the same however the bytes come in.

use std::fmt::{Debug, Write};

use turnbuckle_runtime::model::Model;
use turnbuckle_runtime::output::ErrorBody;
use turnbuckle_runtime::{Call, JsonLines, Value};

use crate::exchange::{Script, script};
use crate::json::{TICKET, client, compressed, round_trip};
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

async fn read(script: &Script<'_>, piece: usize) -> String {
    let server = script.server_in_pieces(piece);
    let told = match script.choice % 3 {
        0 => {
            let client = client!(helpdesk, server.clone(), account("acme").key(SECRET)).build().expect("the client is complete");
            tell(client.tickets().export(&Default::default())).await
        }
        1 => {
            let client = client!(warehouse, server.clone(), token(SECRET)).tolerant(|_| {}).build().expect("the client is complete");
            tell(client.movements().stream(&Default::default())).await
        }
        _ => {
            let client = client!(helpdesk, server.clone(), account("acme").key(SECRET)).build().expect("the client is complete");
            tell(client.tickets().export(&Default::default()).read_as::<JsonLines<Value>>()).await
        }
    };
    check_requests(&server.seen(), 3, script.rest);
    told
}

/// Reads a stream to its end, and returns what came.
async fn tell<T: Model + PartialEq + Debug, E: ErrorBody + Debug, P>(call: Call<'_, JsonLines<T>, E, P>) -> String {
    let mut told = String::new();
    match call.send().await {
        Ok(stream) => {
            let mut stream = stream.into_inner();
            while let Some(value) = stream.next().await {
                match value {
                    Ok(value) => {
                        round_trip(&value);
                        writeln!(told, "{value:?}")
                    }
                    Err(error) => {
                        check_error(&error);
                        writeln!(told, "{error}")
                    }
                }
                .expect("memory can be written to");
                assert!(told.len() < 64 << 20, "a stream without end");
            }
        }
        Err(error) => check_error(&error),
    }
    told
}

/// Returns the corpus.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let bodies = [
        format!("{TICKET}\n{TICKET}\r\n\n{{\"id\":\n{TICKET}"),
        format!("\u{1e}{TICKET}\n\u{1e}{TICKET}\n\u{1e}{{\u{1e}12"),
        "\u{feff}1\n\"s3cr3t-7f9a2c51d0\"\n[\"s3cr3t-7f9a2c51d0\"]\n{\"id\":\"s3cr3t-7f9a2c51d0\"}\n".to_owned(),
        format!("\"{}\"", "x".repeat(70_000)),
        r#"{"id":1,"sku":"A","quantity":-3,"at":"2026-01-02T03:04:05Z","from":null,"to":"loc_1"}"#.to_owned() + "\n",
        "[".repeat(200),
    ];
    let mut seeds = Vec::new();
    for body in &bodies {
        for choice in 0..3 {
            let response = ["200\ncontent-type: application/x-ndjson\n\n", body].concat();
            seeds.push(script(choice, 4, &[response.as_bytes()]));
        }
    }
    seeds.push(script(2, 1, &[&compressed(b"1\n2\n")]));
    seeds
}

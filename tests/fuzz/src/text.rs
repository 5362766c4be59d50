//! Bodies of text, of bytes, and downloads, in any coding and character set.
//!
//! A download gives the same bytes however they come in.

use turnbuckle_runtime::{Download, Value};

use crate::exchange::{Script, script};
use crate::json::compressed;
use crate::own::{GET_TEXT, client};
use crate::shown::{SECRET, block_on, check_error, check_requests};

/// Takes an input.
pub(crate) fn run(input: &[u8]) {
    block_on(read(&Script::read(input)));
}

async fn read(script: &Script<'_>) {
    let server = script.server();
    let client = client(server.clone());
    match script.choice % 3 {
        0 => match client.call::<String, Value, ()>(&GET_TEXT).await {
            // Whatever the character set, a byte becomes at most one replacement character.
            Ok(text) => assert!(text.len() <= 3 * crate::shown::LIMITS.response_bytes as usize),
            Err(error) => check_error(&error),
        },
        1 => {
            if let Err(error) = client.call::<Vec<u8>, Value, ()>(&GET_TEXT).await {
                check_error(&error);
            }
        }
        _ => {
            let whole = download(script, 0).await;
            assert_eq!(download(script, 1 + script.piece).await, whole, "the pieces of a body change what is read");
        }
    }
    check_requests(&server.seen(), 3, script.rest);
}

/// Reads a download to its end or its error.
async fn download(script: &Script<'_>, piece: usize) -> (Vec<u8>, bool) {
    let client = client(script.server_in_pieces(piece));
    let mut read = Vec::new();
    let mut download = match client.call::<Download, Value, ()>(&GET_TEXT).await {
        Ok(download) => download,
        Err(error) => {
            check_error(&error);
            return (read, false);
        }
    };
    loop {
        match download.chunk().await {
            Ok(Some(chunk)) => read.extend_from_slice(&chunk),
            Ok(None) => return (read, true),
            Err(error) => {
                check_error(&error);
                // What came before a fault depends on the pieces; that there is a fault does not.
                return (Vec::new(), false);
            }
        }
        // Downloads are as long as the server has it; a bomb is the reader's matter.
        if read.len() > 1 << 20 {
            return (Vec::new(), true);
        }
    }
}

/// Returns the corpus.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for choice in 0..3 {
        for head in [
            "200\ncontent-type: text/plain; charset=utf-8\ncontent-length: 5\n\nhello",
            "200\ncontent-type: text/plain; charset=iso-8859-1\n\ncaf\u{e9}",
            "200\ncontent-type: text/plain; charset=utf-16le\n\nh\0i\0",
            "200\ncontent-type: text/html\ncontent-encoding: deflate, gzip, br, identity\n\n<!doctype html>",
            "200\ncontent-type: application/octet-stream\ncontent-length: 99999999999\n\n\0\u{1}",
            "204\n\n",
        ] {
            seeds.push(script(choice, 1, &[head.as_bytes()]));
        }
        seeds.push(script(choice, 2, &[&compressed(SECRET.repeat(20).as_bytes())]));
        seeds.push(script(choice, 0, &[&compressed(&vec![0; 1 << 19])]));
        // An empty member, and another, as a server may send without end.
        let mut members = compressed(b"");
        let member = members.split_off(members.windows(2).position(|pair| pair == [0x1f, 0x8b]).unwrap_or_default());
        members.extend(member.repeat(50));
        seeds.push(script(choice, 7, &[&members]));
    }
    seeds
}

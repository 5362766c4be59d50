//! Bodies of text, of bytes, forms, multipart bodies and downloads, in any coding and character set.
//!
//! Text is never read with replacement characters that the body does not have. A download gives the same bytes however they come in.

use turnbuckle_runtime::{Download, Value};

use crate::exchange::{Script, script};
use crate::json::compressed;
use crate::own::{GET_TEXT, Pet, client};
use crate::shown::{SECRET, block_on, check_error, check_requests};

/// Takes an input.
pub(crate) fn run(input: &[u8]) {
    block_on(read(&Script::read(input)));
}

async fn read(script: &Script<'_>) {
    let server = script.server();
    let client = client(server.clone());
    match script.choice % 5 {
        0 => match client.call::<String, Value, ()>(&GET_TEXT).send().await {
            Ok(read) => {
                // Whatever the character set, a byte becomes at most one character of three bytes.
                assert!(read.value().len() <= 3 * crate::shown::LIMITS.response_bytes as usize);
                // UTF-8 and UTF-16 have the character, and some character sets of East Asia.
                let is_declared = read
                    .headers()
                    .get("content-type")
                    .is_some_and(|value| value.as_bytes().windows(4).any(|it| it.eq_ignore_ascii_case(b"char")));
                let has_it = |wanted: &[u8]| read.bytes().windows(wanted.len()).any(|it| it == wanted);
                let is_sent = has_it("\u{fffd}".as_bytes()) || has_it(b"\xfd\xff") || has_it(b"\xff\xfd") || has_it(b"\\u");
                assert!(is_declared || is_sent || !read.value().contains('\u{fffd}'), "a replacement character that was not sent");
            }
            Err(error) => check_error(&error),
        },
        3 => {
            if let Err(error) = client.call::<Pet, Value, ()>(&GET_TEXT).await {
                check_error(&error);
            }
        }
        4 => {
            if let Err(error) = client.call::<Value, Value, ()>(&GET_TEXT).await {
                check_error(&error);
            }
        }
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
    for choice in 0..5 {
        for head in [
            "200\ncontent-type: text/plain; charset=utf-8\ncontent-length: 5\n\nhello",
            "200\ncontent-type: text/plain; charset=iso-8859-1\n\ncaf\u{e9}",
            "200\ncontent-type: text/plain; charset=utf-16le\n\nh\0i\0",
            "200\ncontent-type: text/html\ncontent-encoding: deflate, gzip, br, identity\n\n<!doctype html>",
            "200\ncontent-type: application/octet-stream\ncontent-length: 99999999999\n\n\0\u{1}",
            "204\n\n",
            "200\ncontent-type: application/x-www-form-urlencoded\n\nid=1&name=Rex+%26&tags=a&tags[]=b&owner[text]=x&toys[0][text]=y&toys={\"text\":\"z\"}&price=1.50",
            "200\ncontent-type: multipart/form-data; boundary=\"b\"\n\n--b\r\nContent-Disposition: form-data; name=id\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name=\"name\"\r\nContent-Type: text/plain; charset=latin1\r\n\r\nRex\r\n--b\r\nContent-Disposition: form-data; name=owner\r\nContent-Type: application/json\r\nContent-Transfer-Encoding: base64\r\n\r\neyJ0ZXh0IjoieCJ9\r\n--b--\r\n",
            "200\ncontent-type: multipart/mixed; boundary=b\n\n--b\n\n1\n--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\nContent-Transfer-Encoding: quoted-printable\n\n=41=\n--c--\n--b--",
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

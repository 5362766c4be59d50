//! Content codings (RFC 9110, section 8.4) of recorded bodies: a secret cannot be found in what is compressed.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use http::HeaderMap;
use http::header::CONTENT_ENCODING;

/// How large a body may become.
const LIMIT: u64 = 64 << 20;
const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTANDARD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// Returns a body as it was before it was coded, or why that is not known.
pub(super) fn decoded<'a>(headers: &HeaderMap, body: &'a [u8]) -> Result<Cow<'a, [u8]>, String> {
    let mut plain = Cow::Borrowed(body);
    if body.is_empty() {
        // A response to HEAD, or without content, has the header and no body.
        return Ok(plain);
    }
    let values = headers.get_all(CONTENT_ENCODING).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase());
    let codings: Vec<String> =
        values.flat_map(|value| value.split(',').map(|coding| coding.trim().to_owned()).collect::<Vec<_>>()).collect();
    // They are listed in the order in which they were applied.
    for coding in codings.iter().rev() {
        plain = match coding.as_str() {
            "" | "identity" => plain,
            "gzip" | "x-gzip" => Cow::Owned(gunzip(&plain)?),
            // Some servers leave out the format around the data (section 8.4.1.2).
            "deflate" => {
                Cow::Owned(whole(ZlibDecoder::new(&*plain), "deflate").or_else(|_| whole(DeflateDecoder::new(&*plain), "deflate"))?)
            }
            other => return Err(format!("it is coded with `{}`, which is not decoded here", other.escape_debug())),
        };
    }
    Ok(plain)
}

/// Returns what is in a body that is compressed although no header says so, such as a file; `None` for any other body.
pub(super) fn unpacked(body: &[u8]) -> Option<Result<Vec<u8>, String>> {
    if body.starts_with(ZSTANDARD) {
        return Some(Err("it looks like Zstandard, which is not decoded here".to_owned()));
    }
    body.starts_with(GZIP).then(|| gunzip(body))
}

fn gunzip(body: &[u8]) -> Result<Vec<u8>, String> {
    whole(MultiGzDecoder::new(body), "gzip")
}

fn whole(decoder: impl Read, coding: &str) -> Result<Vec<u8>, String> {
    let mut plain = Vec::new();
    decoder.take(LIMIT + 1).read_to_end(&mut plain).map_err(|_| format!("it is not whole, or not the {coding} that it should be"))?;
    if plain.len() as u64 > LIMIT {
        return Err(format!("it is larger than {} MiB once it is decoded", LIMIT >> 20));
    }
    Ok(plain)
}

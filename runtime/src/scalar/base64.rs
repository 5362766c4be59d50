//! Base64 (RFC 4648).

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Encodes bytes with the standard alphabet and padding (section 4).
pub fn encode(bytes: &[u8]) -> String {
    let mut out = with_alphabet(bytes, STANDARD);
    while !out.len().is_multiple_of(4) {
        out.push('=');
    }
    out
}

/// Encodes bytes with the URL-safe alphabet, without padding (section 5).
pub fn encode_url_safe(bytes: &[u8]) -> String {
    with_alphabet(bytes, URL_SAFE)
}

fn with_alphabet(bytes: &[u8], alphabet: &[u8; 64]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let digit = word >> (18 - 6 * place) & 63;
            out.push(char::from(alphabet[digit as usize]));
        }
    }
    out
}

/// Decodes text of either alphabet, with or without padding and line breaks; `None` where it is not base64.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let mut word = 0u32;
    let mut digits = 0;
    let body = text.trim_end_matches(['=', '\r', '\n', ' ']);
    if text[body.len()..].bytes().filter(|byte| *byte == b'=').count() > 2 {
        return None;
    }
    for byte in body.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'\r' | b'\n' => continue,
            _ => return None,
        };
        word = word << 6 | u32::from(digit);
        digits += 1;
        if digits == 4 {
            out.extend_from_slice(&word.to_be_bytes()[1..]);
            (word, digits) = (0, 0);
        }
    }
    match digits {
        0 => {}
        2 => out.push((word >> 4) as u8),
        3 => out.extend_from_slice(&((word >> 2) as u16).to_be_bytes()),
        // One digit is less than a byte.
        _ => return None,
    }
    Some(out)
}

//! Percent-encoding (RFC 3986, section 2).

use std::fmt::Write as _;

use crate::model::View;

/// Which bytes stand for themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// The unreserved ones.
    Unreserved,
    /// The reserved ones too, but for those that end a path segment; sequences that are percent-encoded stay (RFC 6570, section 3.2.3).
    PathReserved,
    /// As [`Keep::PathReserved`], and the slash: the value may have several segments.
    PathSegments,
    /// The reserved ones too, but for those that end a query or one of its pairs, and the plus sign, which servers read as a space.
    QueryReserved,
    /// As `application/x-www-form-urlencoded` has it: a space is a plus sign.
    Form,
    /// What a URL's path may hold: for the literal parts of a template.
    Literal,
}

/// Appends text in encoded form.
pub(crate) fn encode(out: &mut String, text: &str, keep: Keep) {
    let bytes = text.as_bytes();
    // Most values need no encoding, or little: what stands for itself is copied in runs.
    let mut copied = 0;
    for (index, byte) in bytes.iter().enumerate() {
        let kept = match keep {
            _ if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') => true,
            // RFC 3986 leaves the tilde alone and the URL standard's form encoding does not.
            Keep::Form if *byte == b' ' => {
                out.push_str(&text[copied..index]);
                out.push('+');
                copied = index + 1;
                continue;
            }
            Keep::Form => *byte == b'*',
            _ if *byte == b'~' => true,
            Keep::Unreserved => false,
            Keep::PathReserved => b":@!$&'()*+,;=".contains(byte) || is_triplet(&bytes[index..]),
            Keep::PathSegments => b":@!$&'()*+,;=/".contains(byte) || is_triplet(&bytes[index..]),
            Keep::QueryReserved => b":/?@!$'()*,;=".contains(byte) || is_triplet(&bytes[index..]),
            Keep::Literal => b":/?@!$&'()*+,;=%".contains(byte),
        };
        if !kept {
            // A byte that is not kept is encoded before the next one is looked at, so that runs begin and end between characters.
            if copied < index {
                out.push_str(&text[copied..index]);
            }
            push(out, *byte);
            copied = index + 1;
        }
    }
    out.push_str(text.get(copied..).unwrap_or_default());
}

/// Appends bytes, which need not be text, in encoded form.
pub(crate) fn encode_bytes(out: &mut String, bytes: &[u8], keep: Keep) {
    for chunk in bytes.utf8_chunks() {
        encode(out, chunk.valid(), keep);
        chunk.invalid().iter().for_each(|byte| push(out, *byte));
    }
}

/// Appends a scalar that is there in encoded form without a copy of its text, where it is of a common kind. Returns whether it is.
pub(crate) fn encode_scalar(out: &mut String, view: View<'_>, keep: Keep) -> bool {
    // Digits and the minus sign stand for themselves everywhere. Writing to a `String` cannot fail.
    let written = match view {
        View::Str(text) => {
            encode(out, text, keep);
            Ok(())
        }
        View::Bool(value) => write!(out, "{value}"),
        View::Int(value) => write!(out, "{value}"),
        View::Uint(value) => write!(out, "{value}"),
        _ => return false,
    };
    written.is_ok()
}

/// Appends one byte in encoded form.
pub(crate) fn push(out: &mut String, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(char::from(DIGITS[usize::from(byte >> 4)]));
    out.push(char::from(DIGITS[usize::from(byte & 15)]));
}

fn is_triplet(bytes: &[u8]) -> bool {
    matches!(bytes, [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

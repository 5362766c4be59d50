//! Percent-encoding (RFC 3986, section 2).

/// Which bytes stand for themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// The unreserved ones.
    Unreserved,
    /// The reserved ones too, but for those that end a path segment; sequences that are percent-encoded stay (RFC 6570, section 3.2.3).
    PathReserved,
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
    for (index, byte) in bytes.iter().enumerate() {
        let kept = match keep {
            _ if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') => true,
            // RFC 3986 leaves the tilde alone and the URL standard's form encoding does not.
            Keep::Form if *byte == b' ' => {
                out.push('+');
                continue;
            }
            Keep::Form => *byte == b'*',
            _ if *byte == b'~' => true,
            Keep::Unreserved => false,
            Keep::PathReserved => b":@!$&'()*+,;=".contains(byte) || is_triplet(&bytes[index..]),
            Keep::QueryReserved => b":/?@!$'()*,;=".contains(byte) || is_triplet(&bytes[index..]),
            Keep::Literal => b":/?@!$&'()*+,;=%".contains(byte),
        };
        if kept {
            out.push(char::from(*byte));
        } else {
            push(out, *byte);
        }
    }
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

//! Writes text that a Markdown parser reads back as the same text.

use std::borrow::Cow;

/// The maximum length of a URL in text that becomes a link, in bytes. It bounds the search for the end of a URL.
const LONGEST_URL: usize = 2000;

/// Characters that change the text direction, which rustc denies (`text_direction_codepoint_in_comment`), that end a line for some readers,
/// or that are invisible.
pub(in super::super) fn is_forbidden(c: char) -> bool {
    matches!(
        c,
        '\u{feff}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// Writes text as a code span that it cannot leave (CommonMark 0.31, section 6.1).
pub(in super::super) fn code(text: &str) -> String {
    let clean: Cow<'_, str> = if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        Cow::Borrowed(text)
    } else {
        text.chars().map(|c| if is_forbidden(c) || c.is_control() { '\u{fffd}' } else { c }).collect()
    };
    let fence = "`".repeat(longest_run(&clean) + 1);
    // A parser strips one space from both ends.
    let is_spaced = clean.starts_with(' ') && clean.ends_with(' ');
    let pad = if clean.starts_with('`') || clean.ends_with('`') || clean.is_empty() || is_spaced { " " } else { "" };
    format!("{fence}{pad}{clean}{pad}{fence}")
}

/// Returns the length of the longest run of backticks.
pub(super) fn longest_run(text: &str) -> usize {
    if !text.contains('`') {
        return 0;
    }
    let (mut longest, mut run) = (0, 0);
    for byte in text.bytes() {
        run = if byte == b'`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// Returns whether a byte may have a meaning within a line, so that its context decides.
pub(super) fn is_special(byte: u8) -> bool {
    matches!(byte, b'\\' | b'*' | b'_' | b'`' | b'[' | b']' | b'<' | b'&' | b'~' | b'|' | b'^' | b'h' | 0x80..|..=b' '| 0x7f)
}

/// Returns whether an ampersand may begin a character reference (CommonMark 0.31, section 2.5); `rest` follows it.
pub(super) fn may_be_reference(rest: &str) -> bool {
    let length = rest.bytes().take(40).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    length > 0 && matches!(rest.as_bytes().get(length), None | Some(b';'))
}

/// Returns whether `<` may begin a tag or an autolink; `rest` follows it.
pub(super) fn may_be_tag(rest: &str) -> bool {
    rest.bytes().next().is_none_or(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?'))
}

/// Escapes the beginning of a line so that it cannot start a block, or turn the line before it into a heading or a table.
///
/// Only text can begin like a block; every other token begins with a safe character.
pub(super) fn guarded(line: String) -> String {
    let bytes = line.as_bytes();
    let ends_word = |at: usize| matches!(bytes.get(at), None | Some(b' '));
    let at = match bytes.first() {
        Some(b'>') => Some(0),
        // The delimiter row of a table.
        Some(b'-' | b':' | b'|') if bytes.iter().all(|byte| b"-:| ".contains(byte)) => Some(0),
        Some(b'#') => ends_word(bytes.iter().take_while(|byte| **byte == b'#').count()).then_some(0),
        Some(b'-' | b'+') => ends_word(1).then_some(0),
        Some(b'=') => (ends_word(1) || bytes[1] == b'=').then_some(0),
        Some(b'0'..=b'9') => {
            let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            (matches!(bytes.get(digits), Some(b'.' | b')')) && ends_word(digits + 1)).then_some(digits)
        }
        _ => None,
    };
    match at {
        Some(at) => format!("{}\\{}", &line[..at], &line[at..]),
        None => line,
    }
}

/// Returns a URL as a link destination, escaped so that nothing ends it early; `None` for a scheme that is not allowed.
///
/// Characters that RFC 3986 does not allow in a URL are percent-encoded (section 2.1).
pub(in super::super) fn url(text: &str) -> Option<String> {
    let text = text.trim();
    let scheme = text.get(..text.find(':')?)?;
    if !["http", "https", "mailto"].iter().any(|known| known.eq_ignore_ascii_case(scheme)) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    (out.len() > scheme.len() + 1).then_some(out)
}

/// Returns the length of the URL at the start of the text, without the punctuation of the sentence around it; `None` if it cannot be a
/// link, for example because it is a template.
pub(super) fn bare_url(text: &str) -> Option<usize> {
    let start = text.find("://")? + 3;
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%".contains(byte);
    let bytes = text.as_bytes();
    let end = start + bytes[start..].iter().take(LONGEST_URL + 1).take_while(|byte| is_part(byte)).count();
    // Only a part of a template would become a link.
    if end - start > LONGEST_URL
        || !bytes.get(start)?.is_ascii_alphanumeric()
        || matches!(bytes.get(end), Some(b'{' | b'<' | b'[' | b'^' | b'\\'))
    {
        return None;
    }
    let count = |wanted: u8| bytes[..end].iter().filter(|byte| **byte == wanted).count();
    let mut unopened = count(b')').saturating_sub(count(b'('));
    let mut length = end;
    loop {
        match bytes[length - 1] {
            b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b'*' | b'_' | b'&' | b'=' => length -= 1,
            b')' if unopened > 0 => {
                unopened -= 1;
                length -= 1;
            }
            _ => break,
        }
    }
    (length > start).then_some(length)
}

//! What a text says where its escapes are read: as a part of a URL, a form, JSON, HTML, a JSON pointer or base64.

use std::borrow::Cow;
use std::ops::Range;

use super::known::MIN_LENGTH;
use crate::scalar::base64;

/// How many encodings within each other are read.
const DEPTH: usize = 3;
/// Texts that are longer are read in one depth less: a body, not a message.
const SHORT: usize = 16 << 10;
/// How many digits of base64 in a row may say something.
const MIN_BASE64: usize = 8;

/// A text as it is read.
pub(super) struct Reading<'a> {
    pub(super) bytes: Cow<'a, [u8]>,
    /// Where each of the bytes stands as it is written; `None` where all are as they are written.
    from: Option<Vec<Range<usize>>>,
}

/// Reads what an escape stands for, and tells how long it is.
type Step = fn(&[u8]) -> Option<(Vec<u8>, usize)>;

impl<'a> Reading<'a> {
    /// Shows a text as it is, and as it is read where that is something else.
    pub(super) fn each(text: &'a [u8], show: &mut impl FnMut(&Reading<'_>)) {
        let depth = if text.len() <= SHORT { DEPTH } else { DEPTH - 1 };
        Reading { bytes: Cow::Borrowed(text), from: None }.descend(depth, show);
    }

    fn descend(&self, depth: usize, show: &mut impl FnMut(&Reading<'_>)) {
        show(self);
        if depth > 0 {
            self.further().iter().for_each(|reading| reading.descend(depth - 1, show));
        }
    }

    /// Returns where bytes stand as they are written.
    pub(super) fn place(&self, bytes: Range<usize>) -> Range<usize> {
        match &self.from {
            None => bytes,
            Some(from) => match (from.get(bytes.start), bytes.end.checked_sub(1).and_then(|last| from.get(last))) {
                (Some(first), Some(last)) => first.start..last.end,
                _ => 0..0,
            },
        }
    }

    /// Returns the bytes that are written before a place.
    pub(super) fn before(&self, place: usize) -> &[u8] {
        let length = match &self.from {
            None => place.min(self.bytes.len()),
            Some(from) => from.partition_point(|range| range.end <= place),
        };
        &self.bytes[..length]
    }

    fn further(&self) -> Vec<Reading<'static>> {
        let steps: [(u8, Step); 5] = [
            (b'%', escaped_in_url),
            (b'+', escaped_in_form),
            (b'\\', escaped_in_json),
            (b'&', escaped_in_html),
            (b'~', escaped_in_pointer),
        ];
        let escapes = steps.into_iter().filter(|(mark, _)| self.bytes.contains(mark)).map(|(_, step)| self.unescaped(step));
        escapes.chain((0..4).filter_map(|passed_over| self.out_of_base64(passed_over))).collect()
    }

    fn unescaped(&self, step: Step) -> Reading<'static> {
        let mut bytes = Vec::with_capacity(self.bytes.len());
        let mut from = Vec::with_capacity(self.bytes.len());
        let mut at = 0;
        while let Some(&byte) = self.bytes.get(at) {
            let (read, length) = step(&self.bytes[at..]).unwrap_or_else(|| (vec![byte], 1));
            let place = self.place(at..at + length);
            from.extend(read.iter().map(|_| place.clone()));
            bytes.extend(read);
            at += length;
        }
        Reading { bytes: Cow::Owned(bytes), from: Some(from) }
    }

    /// Returns the text with what is in base64 decoded; `None` where nothing is. Digits may stand right behind other text that looks like
    /// them, such as a path, so so many of each row of them are passed over.
    fn out_of_base64(&self, passed_over: usize) -> Option<Reading<'static>> {
        let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
        let mut bytes = Vec::new();
        let mut from = Vec::new();
        let mut is_some = false;
        let mut at = 0;
        while at < self.bytes.len() {
            let row = self.bytes[at..].iter().take_while(|byte| is_digit(byte)).count();
            let digits = self.bytes.get(at + passed_over..at + row).filter(|digits| digits.len() >= MIN_BASE64);
            let decoded = digits.and_then(decoded);
            let plain = if decoded.is_some() { passed_over } else { row.max(1) };
            from.extend((at..at + plain).map(|index| self.place(index..index + 1)));
            bytes.extend_from_slice(&self.bytes[at..at + plain]);
            at += plain;
            if let Some(decoded) = decoded {
                is_some = true;
                from.extend((0..decoded.len()).map(|byte| self.place(at + byte * 8 / 6..at + (byte * 8 + 8).div_ceil(6))));
                bytes.extend(decoded);
                at += row - passed_over;
            }
        }
        is_some.then_some(Reading { bytes: Cow::Owned(bytes), from: Some(from) })
    }
}

/// Decodes digits of base64; `None` where they say nothing that looks like text.
fn decoded(digits: &[u8]) -> Option<Vec<u8>> {
    // One digit more than whole bytes have says nothing.
    let whole = if digits.len() % 4 == 1 { digits.len() - 1 } else { digits.len() };
    let bytes = base64::decode(std::str::from_utf8(&digits[..whole]).ok()?)?;
    let is_text = bytes.windows(MIN_LENGTH).any(|window| window.iter().all(|byte| (b' '..=b'~').contains(byte)));
    is_text.then_some(bytes)
}

fn escaped_in_url(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    let hex = text.strip_prefix(b"%")?.get(..2)?;
    Some((vec![u8::try_from(number(hex)?).ok()?], 3))
}

/// A form has a blank as `+` (WHATWG URL, section 5.1).
fn escaped_in_form(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    if text.starts_with(b"+") { Some((vec![b' '], 1)) } else { escaped_in_url(text) }
}

/// RFC 8259, section 7, and what Rust's `Debug` writes besides.
fn escaped_in_json(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    let escape = text.strip_prefix(b"\\")?;
    let byte = match escape.first()? {
        plain @ (b'"' | b'\\' | b'/' | b'\'') => *plain,
        b'0' => 0,
        b'b' => 8,
        b't' => b'\t',
        b'n' => b'\n',
        b'f' => 12,
        b'r' => b'\r',
        b'u' if escape.get(1) == Some(&b'{') => {
            let length = escape.iter().take(9).position(|byte| *byte == b'}')?;
            let char = char::from_u32(number(&escape[2..length])?)?;
            return Some((char.to_string().into_bytes(), length + 2));
        }
        b'u' => {
            let unit = |at: usize| u16::try_from(number(text.get(at + 2..at + 6)?).filter(|_| text[at..].starts_with(b"\\u"))?).ok();
            let units = [unit(0)?, unit(6).unwrap_or_default()];
            let char = char::decode_utf16(units).next()?.ok()?;
            return Some((char.to_string().into_bytes(), 6 * char.len_utf16()));
        }
        _ => return None,
    };
    Some((vec![byte], 2))
}

/// The named references that every writer of HTML and XML uses, and numeric ones (HTML, section 13.5).
fn escaped_in_html(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    let length = text.strip_prefix(b"&")?.iter().take(10).position(|byte| *byte == b';')?;
    let name = &text[1..=length];
    let char = match name {
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"quot" => '"',
        b"apos" => '\'',
        [b'#', b'x' | b'X', hex @ ..] => char::from_u32(number(hex)?)?,
        [b'#', digits @ ..] => char::from_u32(std::str::from_utf8(digits).ok()?.parse().ok()?)?,
        _ => return None,
    };
    Some((char.to_string().into_bytes(), length + 2))
}

/// RFC 6901, section 3.
fn escaped_in_pointer(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    match text.strip_prefix(b"~")?.first()? {
        b'0' => Some((vec![b'~'], 2)),
        b'1' => Some((vec![b'/'], 2)),
        _ => None,
    }
}

fn number(hex: &[u8]) -> Option<u32> {
    let is_hex = !hex.is_empty() && hex.iter().all(u8::is_ascii_hexdigit);
    u32::from_str_radix(std::str::from_utf8(hex).ok().filter(|_| is_hex)?, 16).ok()
}

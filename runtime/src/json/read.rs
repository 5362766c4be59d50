//! Reads JSON text (RFC 8259) token by token and can go back to any place it was at, which is how unions are told apart
//! without a copy. **Invariant:** `at` is on a character boundary.

use std::borrow::Cow;

use serde_json::{Map, Number, Value};

use super::index::Index;
use crate::model::RecordMeta;

/// How deep lists and objects may be nested.
pub(crate) const MAX_DEPTH: u16 = 128;

/// What is wrong, by its offset in the text. The pointer and the excerpt are worked out from these once they are wanted, so that
/// decoding does not keep track of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Failure {
    pub(crate) offset: usize,
    pub(crate) fault: Fault,
    /// Whether the value may be shown.
    pub(crate) secret: bool,
    /// The innermost record around the value, and how deep in the text it is.
    pub(crate) owner: Option<(&'static RecordMeta, u16)>,
    /// The next record around that one which the document has in one place only, else the outermost.
    pub(crate) outer: Option<&'static RecordMeta>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The text is not JSON.
    Syntax(&'static str),
    /// The value is of another type.
    Expected(&'static str),
    /// The object lacks a property.
    Missing { property: &'static str, expected: &'static str },
}

impl Failure {
    #[cold]
    pub(crate) fn syntax(offset: usize, expected: &'static str) -> Self {
        Self { offset, fault: Fault::Syntax(expected), secret: false, owner: None, outer: None }
    }

    #[cold]
    pub(crate) fn expected(offset: usize, expected: &'static str) -> Self {
        Self { offset, fault: Fault::Expected(expected), secret: false, owner: None, outer: None }
    }

    #[cold]
    pub(crate) fn missing(offset: usize, property: &'static str, expected: &'static str) -> Self {
        Self { offset, fault: Fault::Missing { property, expected }, secret: false, owner: None, outer: None }
    }

    /// Says which record the value stands in, unless a record inside it has.
    #[cold]
    pub(crate) fn within(mut self, record: &'static RecordMeta, depth: u16) -> Self {
        match self.owner {
            None => self.owner = Some((record, depth)),
            Some(_) if self.outer.is_none_or(RecordMeta::is_repeated) => self.outer = Some(record),
            Some(_) => {}
        }
        self
    }
}

/// A place to go back to.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) at: usize,
    depth: u16,
    cursor: usize,
    /// Which index the cursor is of.
    epoch: usize,
}

pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u16,
    pub(super) index: Index,
    /// The first list or object of the index that starts here or later; without a meaning outside of what the index covers.
    pub(super) cursor: usize,
    /// How much longer the way to here was than straight on, in bytes: what was read again, without what was leapt over. Wraps.
    detour: usize,
    /// Whether nothing is indexed, so that everything is read as often as it is asked for.
    #[cfg(test)]
    pub(super) unindexed: bool,
    /// Where strings with escape sequences are put together, so that each of them is then allocated once and in its size.
    scratch: String,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            index: Index::default(),
            cursor: 0,
            detour: 0,
            #[cfg(test)]
            unindexed: false,
            scratch: String::new(),
        }
    }

    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Returns how many lists and objects are open.
    pub(crate) fn depth(&self) -> u16 {
        self.depth
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark { at: self.at, depth: self.depth, cursor: self.cursor, epoch: self.index.epoch }
    }

    pub(crate) fn rewind(&mut self, mark: Mark) {
        self.leap_to(mark.at);
        self.depth = mark.depth;
        self.cursor = if mark.epoch == self.index.epoch { mark.cursor } else { self.index.first_from(mark.at) };
    }

    /// Goes to a place without reading what is before it.
    pub(super) fn leap_to(&mut self, at: usize) {
        self.detour = self.detour.wrapping_add(self.at).wrapping_sub(at);
        self.at = at;
    }

    /// Returns how many bytes were read, those that were read twice counted twice.
    pub(super) fn work(&self) -> usize {
        self.at.wrapping_add(self.detour)
    }

    /// Passes over white space and returns the byte that the next token starts with.
    #[inline]
    pub(crate) fn peek(&mut self) -> Result<u8, Failure> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                Some(byte) => return Ok(*byte),
                None => return Err(Failure::syntax(self.at, "a value")),
            }
        }
    }

    /// Returns an error unless only white space is left.
    pub(crate) fn end(&mut self) -> Result<(), Failure> {
        match self.peek() {
            Err(_) => Ok(()),
            Ok(_) => Err(Failure::syntax(self.at, "the end of the text")),
        }
    }

    /// Enters the list or object whose bracket is next.
    #[inline]
    pub(crate) fn enter(&mut self) -> Result<(), Failure> {
        if self.depth >= MAX_DEPTH {
            return Err(Failure::syntax(self.at, "at most 128 levels of nesting"));
        }
        self.depth += 1;
        self.cursor = self.cursor.wrapping_add(1);
        self.at += 1;
        Ok(())
    }

    /// Goes to the next element of a list, or leaves it and returns false.
    #[inline]
    pub(crate) fn item(&mut self, first: &mut bool) -> Result<bool, Failure> {
        let byte = self.peek()?;
        if byte == b']' {
            self.at += 1;
            self.depth -= 1;
            return Ok(false);
        }
        self.separator(byte, first)?;
        match self.peek()? {
            b']' => Err(Failure::syntax(self.at, "a value")),
            _ => Ok(true),
        }
    }

    /// Reads the key of the next entry of an object up to its value, or leaves the object and returns `None`.
    #[inline]
    pub(crate) fn key(&mut self, first: &mut bool) -> Result<Option<Cow<'a, str>>, Failure> {
        let byte = self.peek()?;
        if byte == b'}' {
            self.at += 1;
            self.depth -= 1;
            return Ok(None);
        }
        self.separator(byte, first)?;
        if self.peek()? != b'"' {
            return Err(Failure::syntax(self.at, "a property name"));
        }
        let key = self.string()?;
        if self.peek()? != b':' {
            return Err(Failure::syntax(self.at, "`:`"));
        }
        self.at += 1;
        Ok(Some(key))
    }

    #[inline]
    fn separator(&mut self, byte: u8, first: &mut bool) -> Result<(), Failure> {
        if *first {
            *first = false;
        } else if byte == b',' {
            self.at += 1;
        } else {
            return Err(Failure::syntax(self.at, "`,` or the closing bracket"));
        }
        Ok(())
    }

    /// Reads the string whose quote is next.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>, Failure> {
        let start = self.at + 1;
        let end = start + plain(&self.text.as_bytes()[start..]);
        if self.text.as_bytes().get(end) == Some(&b'"') {
            self.at = end + 1;
            return Ok(Cow::Borrowed(&self.text[start..end]));
        }
        self.unescape(start, end)?;
        Ok(Cow::Owned(self.scratch.as_str().to_owned()))
    }

    /// Passes over the string whose quote is next.
    fn pass(&mut self) -> Result<(), Failure> {
        let start = self.at + 1;
        let end = start + plain(&self.text.as_bytes()[start..]);
        if self.text.as_bytes().get(end) == Some(&b'"') {
            self.at = end + 1;
            return Ok(());
        }
        self.unescape(start, end)
    }

    /// Reads on from the first byte of a string that does not stand for itself, and puts the string into `scratch`.
    fn unescape(&mut self, mut start: usize, mut end: usize) -> Result<(), Failure> {
        let bytes = self.text.as_bytes();
        self.scratch.clear();
        loop {
            self.scratch.push_str(&self.text[start..end]);
            match bytes.get(end) {
                Some(b'"') => {
                    self.at = end + 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at = end + 1;
                    let char = self.escape()?;
                    self.scratch.push(char);
                }
                Some(_) => {
                    return Err(Failure::syntax(end, "no bare control character in a string"));
                }
                None => return Err(Failure::syntax(end, "the end of the string")),
            }
            start = self.at;
            end = start + plain(&bytes[start..]);
        }
    }

    /// Reads what follows a backslash. Half of a surrogate pair is read as U+FFFD: servers that cut texts by UTF-16 units
    /// send them.
    fn escape(&mut self) -> Result<char, Failure> {
        let byte = self.text.as_bytes().get(self.at).copied();
        let char = match byte {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(Failure::syntax(self.at, "an escape sequence")),
        };
        self.at += 1;
        Ok(char)
    }

    fn unicode(&mut self) -> Result<char, Failure> {
        let high = self.hex(self.at + 1)?;
        self.at += 5;
        if !(0xd800..0xdc00).contains(&high) {
            return Ok(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        if !self.text[self.at..].starts_with("\\u") {
            return Ok(char::REPLACEMENT_CHARACTER);
        }
        let low = self.hex(self.at + 2)?;
        if !(0xdc00..0xe000).contains(&low) {
            return Ok(char::REPLACEMENT_CHARACTER);
        }
        self.at += 6;
        let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hex(&self, at: usize) -> Result<u32, Failure> {
        let digits = self.text.get(at..at + 4).filter(|it| it.bytes().all(|b| b.is_ascii_hexdigit()));
        digits
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .ok_or_else(|| Failure::syntax(at.min(self.text.len()), "four hexadecimal digits"))
    }

    /// Reads the number that is next, as it is written.
    #[inline]
    pub(crate) fn number(&mut self) -> Result<&'a str, Failure> {
        let length = number_length(&self.text.as_bytes()[self.at..]).ok_or_else(|| Failure::syntax(self.at, "a value"))?;
        let start = self.at;
        self.at += length;
        Ok(&self.text[start..self.at])
    }

    /// Reads the number that is next where it is written as an integer of at most 18 digits, which fits 64 bits; else reads nothing.
    #[inline]
    pub(crate) fn integer(&mut self) -> Option<i64> {
        let bytes = self.text.as_bytes().get(self.at..)?;
        let negative = bytes.first() == Some(&b'-');
        let digits = &bytes[usize::from(negative)..];
        let mut value = 0i64;
        let mut count = 0;
        while let Some(digit) = digits.get(count).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10) {
            if count == 18 {
                return None;
            }
            value = value * 10 + i64::from(digit);
            count += 1;
        }
        if count == 0 || (count > 1 && digits[0] == b'0') || matches!(digits.get(count), Some(b'.' | b'e' | b'E')) {
            return None;
        }
        self.at += usize::from(negative) + count;
        Some(if negative { -value } else { value })
    }

    /// Reads over a word: `true`, `false`, `null`.
    #[inline]
    pub(crate) fn word(&mut self, word: &'static str) -> Result<(), Failure> {
        if self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(())
        } else {
            Err(Failure::syntax(self.at, "a value"))
        }
    }

    /// Reads over the next value.
    pub(crate) fn skip(&mut self) -> Result<(), Failure> {
        let mut first = true;
        match self.peek()? {
            b'"' => self.pass(),
            b'{' | b'[' if self.leap() => Ok(()),
            b'{' => {
                self.enter()?;
                while self.key(&mut first)?.is_some() {
                    self.skip()?;
                }
                Ok(())
            }
            b'[' => {
                self.enter()?;
                while self.item(&mut first)? {
                    self.skip()?;
                }
                Ok(())
            }
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'n' => self.word("null"),
            _ => self.number().map(drop),
        }
    }

    /// Reads the next value.
    pub(crate) fn value(&mut self) -> Result<Value, Failure> {
        let mut first = true;
        match self.peek()? {
            b'"' => Ok(Value::String(self.string()?.into_owned())),
            b'{' => {
                self.enter()?;
                let mut object = Map::new();
                while let Some(key) = self.key(&mut first)? {
                    let value = self.value()?;
                    object.insert(key.into_owned(), value);
                }
                Ok(Value::Object(object))
            }
            b'[' => {
                self.enter()?;
                let mut list = Vec::new();
                while self.item(&mut first)? {
                    list.push(self.value()?);
                }
                Ok(Value::Array(list))
            }
            b't' => self.word("true").map(|()| Value::Bool(true)),
            b'f' => self.word("false").map(|()| Value::Bool(false)),
            b'n' => self.word("null").map(|()| Value::Null),
            _ => {
                let start = self.at;
                let text = self.number()?;
                number_value(text).map(Value::Number).ok_or_else(|| Failure::expected(start, "a number that fits 64 bits"))
            }
        }
    }
}

/// Returns a number of JSON; `None` for one that does not fit 64 bits.
pub(super) fn number_value(text: &str) -> Option<Number> {
    match text.parse::<i64>() {
        // `-0` is a float, so that it comes back as it was.
        Ok(value) if text != "-0" => Some(Number::from(value)),
        _ => text.parse().ok(),
    }
}

/// Returns the length of the number at the start (RFC 8259, section 6).
pub(crate) fn number_length(bytes: &[u8]) -> Option<usize> {
    let digits = |from: usize| bytes[from..].iter().position(|it| !it.is_ascii_digit()).unwrap_or(bytes.len() - from);
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    let whole = digits(at);
    if whole == 0 || (whole > 1 && bytes[at] == b'0') {
        return None;
    }
    at += whole;
    if bytes.get(at) == Some(&b'.') {
        let fraction = digits(at + 1);
        if fraction == 0 {
            return None;
        }
        at += 1 + fraction;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        at += 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let exponent = digits(at.min(bytes.len()));
        if exponent == 0 {
            return None;
        }
        at += exponent;
    }
    Some(at)
}

/// Returns how many bytes of a string stand for themselves: no quote, backslash or control character. Looks at eight at a time.
#[inline]
pub(super) fn plain(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    // Marks the first of eight bytes that does not stand for itself by its high bit; those above it may be marked without reason.
    let found = |chunk: &[u8; 8]| {
        let word = u64::from_le_bytes(*chunk);
        let quote = word ^ (ONES * b'"' as u64);
        let backslash = word ^ (ONES * b'\\' as u64);
        let found =
            (quote.wrapping_sub(ONES) & !quote) | (backslash.wrapping_sub(ONES) & !backslash) | (word.wrapping_sub(ONES * 0x20) & !word);
        found & HIGH
    };
    let first = |found: u64| (found.trailing_zeros() / 8) as usize;
    let mut at = 0;
    while let Some(chunk) = bytes[at..].first_chunk::<8>() {
        match found(chunk) {
            0 => at += 8,
            found => return at + first(found),
        }
    }
    // The end, with bytes before it that were looked at.
    if let Some(chunk) = bytes.last_chunk::<8>() {
        return match found(chunk) {
            0 => bytes.len(),
            found => bytes.len() - 8 + first(found),
        };
    }
    bytes.iter().position(|it| matches!(it, b'"' | b'\\' | 0..0x20)).unwrap_or(bytes.len())
}

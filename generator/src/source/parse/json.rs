//! Parses JSON (RFC 8259).

use serde_json::{Number, Value};

use super::super::decode::Fault;
use super::tree::{Builder, MergeKeys, Within};
use super::{Format, Parsed, too_deep};

/// Parses a whole text.
pub(super) fn parse(text: &str) -> Result<Parsed, Fault> {
    let mut builder = Builder::new(MergeKeys::Plain);
    Cursor { text, bytes: text.as_bytes(), at: 0 }.document(&mut builder)?;
    Ok(builder.finish(Format::Json))
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Value,
    /// A value, or the end of the list.
    FirstElement,
    Key,
    /// A key, or the end of the object.
    FirstKey,
    /// A comma, or the end of what is open.
    Separator,
}

struct Cursor<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
}

impl Cursor<'_> {
    fn document(&mut self, builder: &mut Builder) -> Result<(), Fault> {
        let mut next = Next::Value;
        loop {
            let byte = self.peek();
            next = match next {
                Next::Value | Next::FirstElement => match byte {
                    Some(b'{') => {
                        builder.open_object().map_err(|_| too_deep(self.at))?;
                        self.at += 1;
                        Next::FirstKey
                    }
                    Some(b'[') => {
                        builder.open_list().map_err(|_| too_deep(self.at))?;
                        self.at += 1;
                        Next::FirstElement
                    }
                    Some(b']') if next == Next::FirstElement => self.close(builder),
                    Some(b']') if builder.within() == Within::List => return Err(self.invalid("trailing comma")),
                    _ => {
                        let value = self.scalar(builder)?;
                        builder.scalar(value);
                        Next::Separator
                    }
                },
                Next::Key | Next::FirstKey => match byte {
                    Some(b'"') => {
                        let key = self.string()?;
                        builder.key(key);
                        match self.peek() {
                            Some(b':') => self.at += 1,
                            Some(_) => return Err(self.invalid("expected `:`")),
                            None => return Err(self.truncated("an object")),
                        }
                        Next::Value
                    }
                    Some(b'}') if next == Next::FirstKey => self.close(builder),
                    Some(b'}') => return Err(self.invalid("trailing comma")),
                    Some(_) => return Err(self.invalid("key must be a string")),
                    None => return Err(self.truncated("an object")),
                },
                Next::Separator => match (builder.within(), byte) {
                    (Within::Nothing, None) => return Ok(()),
                    (Within::Nothing, Some(_)) => return Err(self.invalid("trailing characters")),
                    (Within::List, Some(b',')) => {
                        self.at += 1;
                        Next::Value
                    }
                    (Within::List, Some(b']')) | (Within::Object | Within::Member, Some(b'}')) => self.close(builder),
                    (Within::List, Some(_)) => return Err(self.invalid("expected `,` or `]`")),
                    (Within::List, None) => return Err(self.truncated("a list")),
                    (Within::Object | Within::Member, Some(b',')) => {
                        self.at += 1;
                        Next::Key
                    }
                    (Within::Object | Within::Member, Some(_)) => return Err(self.invalid("expected `,` or `}`")),
                    (Within::Object | Within::Member, None) => return Err(self.truncated("an object")),
                },
            };
        }
    }

    fn close(&mut self, builder: &mut Builder) -> Next {
        self.at += 1;
        builder.close(|_, _| {});
        Next::Separator
    }

    /// Passes over white space.
    fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }

    fn scalar(&mut self, builder: &Builder) -> Result<Value, Fault> {
        let rest = &self.bytes[self.at..];
        match rest.first() {
            Some(b'"') => return self.string().map(Value::String),
            Some(b'-' | b'0'..=b'9') => return self.number().map(Value::Number),
            _ => {}
        }
        for (word, value) in [("true", Value::Bool(true)), ("false", Value::Bool(false)), ("null", Value::Null)] {
            if rest.starts_with(word.as_bytes()) {
                self.at += word.len();
                return Ok(value);
            }
            if !rest.is_empty() && word.as_bytes().starts_with(rest) {
                return Err(self.truncated("a value"));
            }
        }
        match (rest.is_empty(), builder.within()) {
            (false, _) => Err(self.invalid("expected a value")),
            (true, Within::List) => Err(self.truncated("a list")),
            (true, Within::Nothing | Within::Object | Within::Member) => Err(self.truncated("a value")),
        }
    }

    fn number(&mut self) -> Result<Number, Fault> {
        let start = self.at;
        let negative = self.bytes[start] == b'-';
        self.at += usize::from(negative);
        let whole = self.at;
        self.digits()?;
        if self.bytes[whole] == b'0' && self.at > whole + 1 {
            self.at = whole + 1;
            return Err(self.invalid("a number does not begin with a zero"));
        }
        let mut is_integer = true;
        if self.bytes.get(self.at) == Some(&b'.') {
            is_integer = false;
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.bytes.get(self.at), Some(b'e' | b'E')) {
            is_integer = false;
            self.at += 1;
            self.at += usize::from(matches!(self.bytes.get(self.at), Some(b'+' | b'-')));
            self.digits()?;
        }
        let text = &self.text[start..self.at];
        let integer = match (is_integer, negative) {
            (true, false) => text.parse::<u64>().ok().map(Number::from),
            (true, true) => text.parse::<i64>().ok().filter(|number| *number != 0).map(Number::from),
            (false, _) => None,
        };
        let float = || text.parse::<f64>().ok().and_then(Number::from_f64);
        integer.or_else(float).ok_or_else(|| self.invalid("number out of range"))
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        match (self.at > start, self.bytes.get(self.at)) {
            (true, _) => Ok(()),
            (false, None) => Err(self.truncated("a value")),
            (false, Some(_)) => Err(self.invalid("invalid number")),
        }
    }

    /// Reads a string from its opening quotation mark to behind the closing one.
    fn string(&mut self) -> Result<String, Fault> {
        self.at += 1;
        let mut start = self.at;
        let mut out = String::new();
        loop {
            while self.bytes.get(self.at).is_some_and(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)) {
                self.at += 1;
            }
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    let last = &self.text[start..self.at];
                    self.at += 1;
                    if out.is_empty() {
                        return Ok(last.to_owned());
                    }
                    out.push_str(last);
                    return Ok(out);
                }
                Some(b'\\') => {
                    out.push_str(&self.text[start..self.at]);
                    self.at += 1;
                    out.push(self.escape()?);
                    start = self.at;
                }
                Some(_) => return Err(self.invalid("a control character in a string has to be escaped")),
                None => return Err(self.truncated("a string")),
            }
        }
    }

    /// Reads what follows a backslash.
    fn escape(&mut self) -> Result<char, Fault> {
        let Some(byte) = self.bytes.get(self.at) else { return Err(self.truncated("a string")) };
        let plain = match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 1;
                return self.code_point();
            }
            _ => return Err(self.invalid("invalid escape")),
        };
        self.at += 1;
        Ok(plain)
    }

    /// Reads the digits of `\u`, and the second half of a surrogate pair (RFC 8259, section 7).
    fn code_point(&mut self) -> Result<char, Fault> {
        let first = self.hex()?;
        if let Some(c) = char::from_u32(first) {
            return Ok(c);
        }
        let is_pair = first < 0xdc00 && self.bytes[self.at..].starts_with(b"\\u");
        if !is_pair {
            return Err(self.invalid("half of a surrogate pair in a string"));
        }
        self.at += 2;
        let second = self.hex()?;
        let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400);
        let paired = low.and_then(|low| char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + low));
        paired.ok_or_else(|| self.invalid("half of a surrogate pair in a string"))
    }

    fn hex(&mut self) -> Result<u32, Fault> {
        let digits = self.bytes.get(self.at..self.at + 4).ok_or_else(|| self.truncated("a string"))?;
        let mut number = 0;
        for digit in digits {
            let digit = char::from(*digit).to_digit(16).ok_or_else(|| self.invalid("invalid escape"))?;
            number = number * 16 + digit;
        }
        self.at += 4;
        Ok(number)
    }

    fn invalid(&self, message: &str) -> Fault {
        Fault::new("invalid-json", format!("this file is not valid JSON: {message}")).at(self.at)
    }

    fn truncated(&self, within: &str) -> Fault {
        let message = format!("this JSON file ends too early, within {within}");
        Fault::new("truncated-file", message).at(self.text.trim_end().len())
    }
}

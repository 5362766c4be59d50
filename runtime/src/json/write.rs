//! Writes JSON from views. Not generic: compiled once for all types.

use serde_json::ser::{CompactFormatter, Formatter};

use super::read::plain;
use crate::encode::EncodeError;
use crate::model::{Numbers, Record, Value, View, entries, flags};

#[derive(Default)]
pub(crate) struct Writer {
    pub(crate) out: Vec<u8>,
    /// Whether fields that only the server sets are left out.
    pub(crate) request: bool,
    /// Whether some text is a secret.
    pub(crate) secret: bool,
}

impl Writer {
    pub(crate) fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    pub(crate) fn int(&mut self, value: i64) {
        let written = CompactFormatter.write_i64(&mut self.out, value);
        debug_assert!(written.is_ok(), "writing to memory does not fail");
    }

    pub(crate) fn uint(&mut self, value: u64) {
        let written = CompactFormatter.write_u64(&mut self.out, value);
        debug_assert!(written.is_ok(), "writing to memory does not fail");
    }

    pub(crate) fn float(&mut self, value: f64) -> Result<(), EncodeError> {
        if !value.is_finite() {
            return Err(EncodeError::new(format!("{value} is not a number that JSON has")));
        }
        let written = CompactFormatter.write_f64(&mut self.out, value);
        debug_assert!(written.is_ok(), "writing to memory does not fail");
        Ok(())
    }

    pub(crate) fn float32(&mut self, value: f32) -> Result<(), EncodeError> {
        if !value.is_finite() {
            return self.float(value.into());
        }
        let written = CompactFormatter.write_f32(&mut self.out, value);
        debug_assert!(written.is_ok(), "writing to memory does not fail");
        Ok(())
    }

    #[inline]
    pub(crate) fn string(&mut self, text: &str) {
        self.out.reserve(text.len() + 2);
        self.out.push(b'"');
        let (clean, rest) = text.as_bytes().split_at(plain(text.as_bytes()));
        append(&mut self.out, clean);
        if !rest.is_empty() {
            self.escaped(rest);
        }
        self.out.push(b'"');
    }

    /// Writes what is in a string from a byte on that has to be escaped.
    fn escaped(&mut self, mut rest: &[u8]) {
        while let Some((byte, tail)) = rest.split_first() {
            self.escape(*byte);
            let (clean, tail) = tail.split_at(plain(tail));
            self.out.extend_from_slice(clean);
            rest = tail;
        }
    }

    fn escape(&mut self, byte: u8) {
        match byte {
            b'"' => self.raw("\\\""),
            b'\\' => self.raw("\\\\"),
            b'\n' => self.raw("\\n"),
            b'\r' => self.raw("\\r"),
            b'\t' => self.raw("\\t"),
            byte => self.raw(&format!("\\u{byte:04x}")),
        }
    }

    /// Writes a value as [`view`](Self::view) does, which is a large function: what most values are without its call, or writing takes a
    /// tenth longer.
    #[inline]
    fn value(&mut self, view: View<'_>) -> Result<(), EncodeError> {
        match view {
            View::Str(text) => self.string(text),
            View::Int(value) => self.int(value),
            View::Absent | View::Null => self.raw("null"),
            View::Bool(value) => self.raw(if value { "true" } else { "false" }),
            view => return self.view(view),
        }
        Ok(())
    }

    pub(crate) fn view(&mut self, view: View<'_>) -> Result<(), EncodeError> {
        match view {
            View::Absent | View::Null => self.raw("null"),
            View::Bool(value) => self.raw(if value { "true" } else { "false" }),
            View::Int(value) => self.int(value),
            View::Uint(value) => self.uint(value),
            View::Float(value) => self.float(value)?,
            View::Float32(value) => self.float32(value)?,
            View::Number(text) => self.raw(text),
            View::Str(text) => self.string(text),
            View::Text(text) => self.string(&text.to_string()),
            View::Written(value) => {
                self.secret |= value.is_secret();
                self.string(&value.text());
            }
            View::Bytes(bytes) => self.string(&crate::scalar::base64::encode(bytes)),
            View::File(file) => match file.as_bytes() {
                Some(bytes) => self.string(&crate::scalar::base64::encode(bytes)),
                None => return Err(EncodeError::new("a file that is not in memory cannot be part of JSON")),
            },
            View::Any(value) => self.any(value)?,
            View::List(list) => {
                if let Some(numbers) = list.numbers() {
                    return self.numbers(numbers);
                }
                self.out.push(b'[');
                for index in 0..list.len() {
                    if index > 0 {
                        self.out.push(b',');
                    }
                    self.value(list.at(index)).map_err(|error| error.within(&index.to_string()))?;
                }
                self.out.push(b']');
            }
            View::Tagged { arm, .. } if !crate::model::is_object(view) => self.view(arm.view())?,
            View::Record(record) if is_flat(record) => self.record(record)?,
            View::Map(_) | View::Record(_) | View::Tagged { .. } | View::Merged(_) => self.object(view)?,
        }
        Ok(())
    }

    /// Writes a list of numbers.
    #[inline(never)] // In `view`, it makes the writing of all else slower.
    fn numbers(&mut self, numbers: Numbers<'_>) -> Result<(), EncodeError> {
        let mut separator = b'[';
        match numbers {
            Numbers::Int(list) => {
                for value in list {
                    // Bytes and other small numbers, without a call to copy each.
                    let digit = |power: i64| b'0' + (*value / power % 10) as u8;
                    match value {
                        0..10 => self.out.extend_from_slice(&[separator, digit(1)]),
                        10..100 => self.out.extend_from_slice(&[separator, digit(10), digit(1)]),
                        100..1000 => self.out.extend_from_slice(&[separator, digit(100), digit(10), digit(1)]),
                        _ => {
                            self.out.push(separator);
                            self.int(*value);
                        }
                    }
                    separator = b',';
                }
            }
            Numbers::Float(list) => {
                for (index, value) in list.iter().enumerate() {
                    self.out.push(separator);
                    separator = b',';
                    self.float(*value).map_err(|error| error.within(&index.to_string()))?;
                }
            }
        }
        self.raw(if separator == b'[' { "[]" } else { "]" });
        Ok(())
    }

    /// Writes the fields of a record that all stand for themselves: most records, and faster than [`entries`].
    fn record(&mut self, record: &dyn Record) -> Result<(), EncodeError> {
        let mut separator = b'{';
        for (index, field) in record.meta().fields.iter().enumerate() {
            let view = record.field(index);
            let left_out = matches!(view, View::Absent) && field.flags & flags::REQUIRED == 0;
            if left_out || (self.request && field.flags & flags::READ_ONLY != 0) {
                continue;
            }
            self.out.push(separator);
            separator = b',';
            self.string(field.wire);
            self.out.push(b':');
            if let Err(error) = self.value(view) {
                return Err(error.within(field.wire));
            }
        }
        self.raw(if separator == b'{' { "{}" } else { "}" });
        Ok(())
    }

    fn object(&mut self, view: View<'_>) -> Result<(), EncodeError> {
        let mut separator = b'{';
        let mut result = Ok(());
        entries(view, &mut |entry| {
            if self.request && entry.flags & flags::READ_ONLY != 0 {
                return true;
            }
            self.out.push(separator);
            separator = b',';
            self.string(entry.name);
            self.out.push(b':');
            if let Err(error) = self.view(entry.view) {
                result = Err(error.within(entry.name));
            }
            result.is_ok()
        });
        if separator == b'{' {
            self.out.push(separator);
        }
        self.out.push(b'}');
        result
    }

    fn any(&mut self, value: &Value) -> Result<(), EncodeError> {
        match value {
            Value::String(text) => self.string(text),
            value => serde_json::to_writer(&mut self.out, value).map_err(|error| EncodeError::new(error.to_string()))?,
        }
        Ok(())
    }
}

fn is_flat(record: &dyn Record) -> bool {
    record.meta().fields.iter().all(|field| field.flags & (flags::EXTRA | flags::FLATTEN) == 0)
}

/// Adds bytes. A few of them are copied as two pieces that overlap, of a length that the compiler knows: most names and many values are that
/// short, and a call to copy memory takes longer.
#[inline]
fn append(out: &mut Vec<u8>, bytes: &[u8]) {
    match bytes.len() {
        8..=16 => pieces::<8>(out, bytes),
        4..8 => pieces::<4>(out, bytes),
        _ => out.extend_from_slice(bytes),
    }
}

/// Adds `N` to twice `N` bytes.
#[inline]
fn pieces<const N: usize>(out: &mut Vec<u8>, bytes: &[u8]) {
    if let (Some(head), Some(tail)) = (bytes.first_chunk::<N>(), bytes.last_chunk::<N>()) {
        out.extend_from_slice(head);
        out.truncate(out.len() + bytes.len() - 2 * N);
        out.extend_from_slice(tail);
    }
}

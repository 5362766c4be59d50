//! Parses `text/event-stream` (HTML standard, section 9.2.6, "interpreting an event stream").

use std::collections::VecDeque;
use std::time::Duration;

use super::frames::{Parser, TooLong};
use crate::limits::Limits;

/// An event as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RawEvent {
    pub(super) name: String,
    pub(super) id: String,
    pub(super) data: String,
}

#[derive(Debug, Default)]
pub(super) struct SseParser {
    line: Vec<u8>,
    /// Whether a line was seen; the first may begin with a byte order mark.
    started: bool,
    /// Whether the last byte was a CR, after which an LF belongs to it.
    after_cr: bool,
    name: String,
    data: String,
    /// The identifier of the event under way, which holds for all events until the next one.
    id: String,
    /// The identifier of the last whole event, from which another stream goes on.
    pub(super) last_id: String,
    pub(super) retry: Option<Duration>,
    limits: Limits,
}

impl Parser for SseParser {
    type Frame = RawEvent;

    fn push(&mut self, bytes: &[u8], out: &mut VecDeque<RawEvent>) -> Result<(), TooLong> {
        let mut rest = bytes;
        if self.after_cr && !rest.is_empty() {
            rest = rest.strip_prefix(b"\n").unwrap_or(rest);
            self.after_cr = false;
        }
        while let Some(end) = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')) {
            self.extend(&rest[..end])?;
            self.take_line(out);
            let is_cr = rest[end] == b'\r';
            rest = &rest[end + 1..];
            if is_cr {
                self.after_cr = rest.is_empty();
                rest = rest.strip_prefix(b"\n").unwrap_or(rest);
            }
        }
        self.extend(rest)
    }

    fn finish(&mut self, _: &mut VecDeque<RawEvent>) -> Result<(), TooLong> {
        // An event that is not ended by an empty line is not dispatched.
        Ok(())
    }
}

impl SseParser {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Begins another stream, which goes on where this one ended: the identifier and the waiting time hold.
    pub(super) fn restart(&mut self) {
        let (last_id, retry) = (std::mem::take(&mut self.last_id), self.retry);
        *self = Self { id: last_id.clone(), last_id, retry, ..Self::new(self.limits) };
    }

    fn extend(&mut self, bytes: &[u8]) -> Result<(), TooLong> {
        let line = self.line.len() + bytes.len();
        if line > self.limits.line_bytes {
            return Err(format!("a line is larger than {} bytes", self.limits.line_bytes));
        }
        if line + self.data.len() > self.limits.event_bytes {
            return Err(format!("an event is larger than {} bytes", self.limits.event_bytes));
        }
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    fn take_line(&mut self, out: &mut VecDeque<RawEvent>) {
        let mut bytes = std::mem::take(&mut self.line);
        self.read_line(&bytes, out);
        // The space is kept for the next line, unless it is one for an unusual line.
        bytes.clear();
        if bytes.capacity() <= 64 << 10 {
            self.line = bytes;
        }
    }

    fn read_line(&mut self, mut line: &[u8], out: &mut VecDeque<RawEvent>) {
        if !self.started {
            self.started = true;
            line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        }
        if line.is_empty() {
            return self.dispatch(out);
        }
        let text = String::from_utf8_lossy(line);
        let (field, value) = text.split_once(':').unwrap_or((&text, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.name),
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis);
            }
            // Comments, which begin with a colon, and what the standard does not know.
            _ => {}
        }
    }

    fn dispatch(&mut self, out: &mut VecDeque<RawEvent>) {
        // An event without data has an identifier all the same.
        self.id.clone_into(&mut self.last_id);
        let name = std::mem::take(&mut self.name);
        let mut data = std::mem::take(&mut self.data);
        if data.pop().is_none() {
            return;
        }
        let name = if name.is_empty() { "message".to_owned() } else { name };
        out.push_back(RawEvent { name, id: self.last_id.clone(), data });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parses the text whole and byte by byte, which must give the same.
    #[track_caller]
    fn check(text: &[u8], expect: &[(&str, &str, &str)]) {
        for size in [text.len().max(1), 1] {
            let mut parser = SseParser::default();
            let mut out = VecDeque::new();
            for chunk in text.chunks(size) {
                parser.push(chunk, &mut out).expect("no limit is met");
            }
            parser.finish(&mut out).expect("no limit is met");
            let events: Vec<_> = out.iter().map(|event| (event.name.as_str(), event.id.as_str(), event.data.as_str())).collect();
            assert_eq!(events, expect, "in chunks of {size}");
        }
    }

    #[test]
    fn all_line_ends_are_understood() {
        check(b"data: a\n\ndata: b\r\n\r\ndata: c\r\r", &[("message", "", "a"), ("message", "", "b"), ("message", "", "c")]);
    }

    #[test]
    fn data_over_several_lines_is_joined() {
        check(b"data: a\ndata:b\ndata\ndata:  c\n\n", &[("message", "", "a\nb\n\n c")]);
    }

    #[test]
    fn a_byte_order_mark_is_passed_over_at_the_start_only() {
        check(b"\xEF\xBB\xBFdata: a\n\n\xEF\xBB\xBFdata: b\n\n", &[("message", "", "a")]);
    }

    #[test]
    fn an_identifier_holds_until_the_next() {
        check(b"id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n", &[("message", "1", "a"), ("message", "1", "b"), ("message", "", "c")]);
    }

    #[test]
    fn a_name_holds_for_one_event() {
        check(b"event: x\ndata: a\n\ndata: b\n\nevent: y\n\n", &[("x", "", "a"), ("message", "", "b")]);
    }

    #[test]
    fn comments_and_unknown_fields_are_passed_over() {
        check(b": hello\nfoo: bar\ndata: a\n\n", &[("message", "", "a")]);
    }

    #[test]
    fn an_event_that_is_not_ended_is_dropped() {
        check(b"data: a\n\ndata: b\n", &[("message", "", "a")]);
    }

    #[test]
    fn retry_takes_digits_only() {
        let mut parser = SseParser::default();
        let mut out = VecDeque::new();
        parser.push(b"retry: 1500\nretry: 1e99\nretry: -1\nretry:\n", &mut out).expect("no limit is met");
        assert_eq!(parser.retry, Some(Duration::from_millis(1500)));
    }

    #[test]
    fn an_endless_line_is_an_error() {
        let limits = Limits { line_bytes: 10, ..Limits::default() };
        let mut parser = SseParser::new(limits);
        assert_eq!(parser.push(b"data: abcd", &mut VecDeque::new()), Ok(()));
        assert_eq!(parser.push(b"e", &mut VecDeque::new()), Err("a line is larger than 10 bytes".to_owned()));
    }

    #[test]
    fn an_event_of_endless_lines_is_an_error() {
        let mut parser = SseParser::new(Limits { event_bytes: 10, ..Limits::default() });
        assert_eq!(parser.push(b"data:ab\ndata:a\n", &mut VecDeque::new()), Ok(()));
        assert_eq!(parser.push(b"data:a\n", &mut VecDeque::new()), Err("an event is larger than 10 bytes".to_owned()));
    }

    #[test]
    fn another_stream_goes_on_with_the_identifier() {
        let mut parser = SseParser::default();
        let mut out = VecDeque::new();
        parser.push(b"retry: 5\nid: 7\ndata: a\n\ndata: cut o", &mut out).expect("no limit is met");
        parser.restart();
        parser.push(b"\xEF\xBB\xBFdata: b\n\n", &mut out).expect("no limit is met");
        assert_eq!(out.iter().map(|event| (event.id.as_str(), event.data.as_str())).collect::<Vec<_>>(), [("7", "a"), ("7", "b")]);
        assert_eq!(parser.retry, Some(Duration::from_millis(5)));
    }
}

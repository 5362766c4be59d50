//! Parses `text/event-stream` (HTML standard, section 9.2.6, "interpreting an event stream").

use std::collections::VecDeque;
use std::time::Duration;

use super::frames::{MAX_FRAME, Parser};

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
    /// The last identifier, which holds for all events until the next one.
    last_id: String,
    pub(super) retry: Option<Duration>,
}

impl Parser for SseParser {
    type Frame = RawEvent;

    fn push(&mut self, bytes: &[u8], out: &mut VecDeque<RawEvent>) -> Result<(), &'static str> {
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

    fn finish(&mut self, _: &mut VecDeque<RawEvent>) -> Result<(), &'static str> {
        // An event that is not ended by an empty line is not dispatched.
        Ok(())
    }
}

impl SseParser {
    fn extend(&mut self, bytes: &[u8]) -> Result<(), &'static str> {
        if self.line.len() + self.data.len() + bytes.len() > MAX_FRAME {
            return Err("an event is larger than 16 MiB");
        }
        self.line.extend_from_slice(bytes);
        Ok(())
    }

    fn take_line(&mut self, out: &mut VecDeque<RawEvent>) {
        let bytes = std::mem::take(&mut self.line);
        let mut line = bytes.as_slice();
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
            "id" if !value.contains('\0') => value.clone_into(&mut self.last_id),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis);
            }
            // Comments, which begin with a colon, and what the standard does not know.
            _ => {}
        }
    }

    fn dispatch(&mut self, out: &mut VecDeque<RawEvent>) {
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
        let mut parser = SseParser::default();
        let chunk = vec![b'x'; MAX_FRAME];
        assert_eq!(parser.push(&chunk, &mut VecDeque::new()), Ok(()));
        assert_eq!(parser.push(b"x", &mut VecDeque::new()), Err("an event is larger than 16 MiB"));
    }
}

//! The events of a YAML text, with their bytes in it.
//!
//! The parser underneath stops the program at a tag that a comma follows at once, as in `[!a, b]`, and at a text without a line break at its
//! end. Neither reaches it: the end gets its line break, and a `!` that may begin such a tag is another character on the way through.

use std::borrow::Cow;
use std::ops::Range;

use libyaml_safer::{Error, ErrorKind, Event, EventData, Parser, ScalarStyle};

use super::super::super::decode::Fault;

/// The line breaks that libyaml knows.
const BREAKS: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];

/// A text as the parser gets it.
pub(in super::super::super) struct Prepared<'t> {
    text: Cow<'t, str>,
    /// The length of the text as it is written.
    length: usize,
    ends_in_break: bool,
    /// What stands for `!` in some places.
    stand_in: char,
    /// Those places, in the text as the parser gets it.
    replaced: Vec<usize>,
}

/// The events of a prepared text.
pub(in super::super::super) struct Events<'p> {
    parser: Parser<&'p mut &'p [u8]>,
    prepared: &'p Prepared<'p>,
}

impl<'t> Prepared<'t> {
    pub(in super::super::super) fn new(text: &'t str) -> Self {
        let length = text.len();
        let tags = tags_before_commas(text);
        let stand_in = ('\u{e000}'..='\u{f8ff}').find(|c| tags.is_empty() || !text.contains(*c)).unwrap_or('\u{e000}');
        let mut prepared =
            Self { text: Cow::Borrowed(text), length, ends_in_break: text.ends_with(BREAKS), stand_in, replaced: Vec::new() };
        if tags.is_empty() && prepared.ends_in_break {
            return prepared;
        }
        let mut own = String::with_capacity(text.len() + 1 + tags.len() * 2);
        let mut start = 0;
        for at in tags {
            own.push_str(&text[start..at]);
            prepared.replaced.push(own.len());
            own.push(stand_in);
            start = at + 1;
        }
        own.push_str(&text[start..]);
        if !prepared.ends_in_break {
            own.push('\n');
        }
        prepared.text = Cow::Owned(own);
        prepared
    }

    /// Returns the byte of the text as it is written.
    fn byte(&self, index: u64) -> usize {
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        let wider = self.stand_in.len_utf8() - 1;
        let before = self.replaced.partition_point(|at| *at < index);
        index.saturating_sub(before * wider).min(self.length)
    }

    fn restored(&self, text: String) -> String {
        if self.replaced.is_empty() { text } else { text.replace(self.stand_in, "!") }
    }
}

/// Returns the places of each `!` that may begin a tag with a comma right behind it. A `!` in a word begins none.
fn tags_before_commas(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let begins = |(at, _): &(usize, &str)| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        !before.is_some_and(|byte| byte.is_ascii_alphanumeric())
    };
    let ends_at_comma = |(at, _): &(usize, &str)| {
        let end = bytes[*at..].iter().find(|byte| byte.is_ascii_whitespace() || **byte == b',');
        end == Some(&b',')
    };
    text.match_indices('!').filter(begins).filter(ends_at_comma).map(|(at, _)| at).collect()
}

impl<'p> Events<'p> {
    /// `bytes` keeps what is left to read.
    pub(in super::super::super) fn of(prepared: &'p Prepared<'p>, bytes: &'p mut &'p [u8]) -> Self {
        *bytes = prepared.text.as_bytes();
        let mut parser = Parser::new();
        parser.set_input_string(bytes);
        Self { parser, prepared }
    }

    /// Returns the next event and its bytes in the text.
    pub(in super::super::super) fn next(&mut self) -> Result<(EventData, Range<usize>), Fault> {
        let Event { mut data, start_mark, end_mark, .. } = self.parser.parse().map_err(|error| self.fault(&error))?;
        let start = self.prepared.byte(start_mark.index);
        let end = self.prepared.byte(end_mark.index).max(start);
        match &mut data {
            EventData::Scalar { value, style, tag, .. } => {
                let is_tag = is_plain(*style) && value.starts_with(self.prepared.stand_in) && !self.prepared.replaced.is_empty();
                let mut own = self.prepared.restored(std::mem::take(value));
                // The line break at the end is not the text's.
                let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                if is_block && end == self.prepared.length && !self.prepared.ends_in_break && own.ends_with('\n') {
                    own.pop();
                }
                // It was a tag, and the node that it is of is empty.
                if is_tag { *tag = Some(own) } else { *value = own }
            }
            EventData::Alias { anchor } => *anchor = self.prepared.restored(std::mem::take(anchor)),
            _ => {}
        }
        Ok((data, start..end))
    }

    fn fault(&self, error: &Error) -> Fault {
        let at = match (error.problem_mark(), error.kind()) {
            (Some(mark), _) => self.prepared.byte(mark.index),
            (None, ErrorKind::Reader) => {
                let at = self.prepared.text.find(|c| !is_printable(c)).unwrap_or(0);
                self.prepared.byte(at as u64)
            }
            (None, _) => 0,
        };
        Fault::new("invalid-yaml", format!("this file is not valid YAML: {}", error.problem())).at(at)
    }
}

/// Returns whether a scalar is written without quotation marks, on lines of its own or not.
pub(super) fn is_plain(style: ScalarStyle) -> bool {
    matches!(style, ScalarStyle::Plain | ScalarStyle::Any)
}

/// YAML 1.2.2, section 5.1.
fn is_printable(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..) && c != '\u{feff}'
}

//! Scans YAML by the events of a parser that knows positions.

use std::ops::Range;

use saphyr_parser::{Event, Parser, Span};

use super::{Key, Scan, clamp};

pub(super) fn scan(text: &str, scan: &mut Scan<'_>) {
    let mut offsets = Offsets { text, chars: 0, bytes: 0 };
    // For what is open: whether it is a mapping, and its pending key.
    let mut open: Vec<(bool, Option<Key>)> = Vec::new();
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { return };
        let bytes = offsets.range(&span);
        match event {
            Event::Scalar(value, ..) => match open.last_mut() {
                Some((true, pending @ None)) => *pending = Some(yaml_key(text, &value, bytes)),
                Some((_, pending)) => scan.scalar(pending.take(), bytes),
                None => scan.scalar(None, bytes),
            },
            Event::Alias(_) => match open.last_mut() {
                Some((true, pending @ None)) => *pending = Some(yaml_key(text, "", bytes)),
                Some((_, pending)) => scan.scalar(pending.take(), bytes),
                None => scan.scalar(None, bytes),
            },
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                let key = open.last_mut().and_then(|(_, pending)| pending.take());
                scan.open(key, bytes);
                open.push((matches!(event, Event::MappingStart(..)), None));
            }
            Event::MappingEnd | Event::SequenceEnd => {
                scan.close();
                open.pop();
            }
            Event::DocumentEnd => return,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
    }
}

fn yaml_key(text: &str, value: &str, at: Range<usize>) -> Key {
    let decoded = (text[at.clone()] != *value).then(|| value.into());
    Key { at: clamp(at.start)..clamp(at.end), decoded }
}

/// Turns the parser's character indices, which only grow, into byte offsets.
struct Offsets<'t> {
    text: &'t str,
    chars: usize,
    bytes: usize,
}

impl Offsets<'_> {
    fn range(&mut self, span: &Span) -> Range<usize> {
        let start = self.byte(span.start.index());
        // A following event may start before this one ends, so the end is found without moving on.
        let len = self.text[start..].char_indices().nth(span.end.index().saturating_sub(span.start.index()));
        let end = len.map_or(self.text.len(), |(len, _)| start + len);
        start..end
    }

    fn byte(&mut self, index: usize) -> usize {
        if index < self.chars {
            (self.chars, self.bytes) = (0, 0);
        }
        for c in self.text[self.bytes..].chars().take(index - self.chars) {
            self.bytes += c.len_utf8();
        }
        self.chars = index;
        self.bytes
    }
}

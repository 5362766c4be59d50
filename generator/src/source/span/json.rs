//! Scans JSON that is already known to be well formed.

use std::ops::Range;

use super::{Key, Scan, clamp};

pub(super) fn scan(text: &str, scan: &mut Scan<'_>) {
    let mut cursor = Cursor { bytes: text.as_bytes(), at: 0 };
    let mut key: Option<Key> = None;
    // Whether a string is a key is known from what is open and whether a key is pending.
    let mut objects: Vec<bool> = Vec::new();
    while let Some(byte) = cursor.peek() {
        match byte {
            b'{' | b'[' => {
                scan.open(key.take(), cursor.at..cursor.at + 1);
                objects.push(byte == b'{');
                cursor.at += 1;
            }
            b'}' | b']' => {
                scan.close();
                objects.pop();
                cursor.at += 1;
            }
            b',' | b':' => cursor.at += 1,
            b'"' => {
                let quoted = cursor.string();
                if key.is_none() && objects.last() == Some(&true) {
                    key = Some(json_key(text, quoted));
                } else {
                    scan.scalar(key.take(), quoted);
                }
            }
            _ => {
                let literal = cursor.literal();
                scan.scalar(key.take(), literal);
            }
        }
    }
}

fn json_key(text: &str, quoted: Range<usize>) -> Key {
    let inner = quoted.start + 1..quoted.end.saturating_sub(1).max(quoted.start + 1);
    let decoded = text[inner.clone()].contains('\\').then(|| serde_json::from_str::<Box<str>>(&text[quoted]).unwrap_or_default());
    Key { at: clamp(inner.start)..clamp(inner.end), decoded }
}

struct Cursor<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Cursor<'_> {
    fn peek(&mut self) -> Option<u8> {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    fn string(&mut self) -> Range<usize> {
        let start = self.at;
        self.at += 1;
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                break;
            }
        }
        self.at = self.at.min(self.bytes.len());
        start..self.at
    }

    fn literal(&mut self) -> Range<usize> {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(|byte| !byte.is_ascii_whitespace() && !b",:[]{}\"".contains(byte)) {
            self.at += 1;
        }
        start..self.at
    }
}

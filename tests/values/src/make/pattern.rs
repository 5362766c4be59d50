//! Texts that match a pattern.

use std::fmt::Write as _;

use regex_syntax::hir::{Class, Hir, HirKind};

use super::Maker;

impl Maker<'_> {
    /// Returns a text that matches a pattern; `None` for a pattern that is not regular. A validator has the last word.
    pub(super) fn matching(&mut self, pattern: &str) -> Option<String> {
        let hir = match self.patterns.get(pattern) {
            Some(known) => known.clone()?,
            None => {
                let parsed = parsed(pattern);
                self.patterns.insert(pattern.to_owned(), parsed.clone());
                parsed?
            }
        };
        let mut out = String::new();
        self.write(&hir, &mut out);
        Some(out)
    }

    /// Returns whether a property of this name falls under a pattern.
    pub(super) fn matches(&mut self, pattern: &str, name: &str) -> bool {
        let schema = serde_json::json!({ "pattern": pattern });
        jsonschema::validator_for(&schema).is_ok_and(|validator| validator.is_valid(&serde_json::Value::String(name.to_owned())))
    }

    fn write(&mut self, hir: &Hir, out: &mut String) {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => out.push_str(&String::from_utf8_lossy(&literal.0)),
            HirKind::Class(class) => out.extend(self.char_of(class)),
            HirKind::Capture(capture) => self.write(&capture.sub, out),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.write(part, out)),
            HirKind::Alternation(parts) => {
                let chosen = self.rng.usize(..parts.len());
                self.write(&parts[chosen], out);
            }
            HirKind::Repetition(repetition) => {
                let extra = repetition.max.map_or(8, |max| max - repetition.min).min(24);
                let count = repetition.min + self.rng.u32(..=extra);
                for _ in 0..count {
                    self.write(&repetition.sub, out);
                }
            }
        }
    }

    fn char_of(&mut self, class: &Class) -> Option<char> {
        let ranges: Vec<(u32, u32)> = match class {
            Class::Unicode(class) => class.iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).collect(),
            Class::Bytes(class) => class.iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).collect(),
        };
        let plain = |(from, to): &(u32, u32)| (*from.max(&0x20), *to.min(&0x7e));
        let printable: Vec<(u32, u32)> = ranges.iter().map(plain).filter(|(from, to)| from <= to).collect();
        let ranges = if printable.is_empty() || self.rng.u8(..16) == 0 { ranges } else { printable };
        if ranges.is_empty() {
            return None;
        }
        let (from, to) = ranges[self.rng.usize(..ranges.len())];
        char::from_u32(self.rng.u32(from..=to.min(from + 0xff)))
    }
}

/// Parses a pattern of ECMA-262 without what is not regular at its start.
fn parsed(pattern: &str) -> Option<Hir> {
    let mut pattern = pattern;
    while let Some(rest) = pattern.strip_prefix('^').or(Some(pattern)).and_then(after_lookahead) {
        pattern = rest;
    }
    let parse = |pattern: &str| regex_syntax::ParserBuilder::new().build().parse(pattern).ok();
    parse(pattern).or_else(|| parse(&translated(pattern)))
}

/// Returns what follows an assertion at the start.
fn after_lookahead(pattern: &str) -> Option<&str> {
    if !pattern.starts_with("(?=") && !pattern.starts_with("(?!") {
        return None;
    }
    let mut depth = 0usize;
    let mut chars = pattern.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '\\' => drop(chars.next()),
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(&pattern[at + 1..]);
                }
            }
            _ => {}
        }
    }
    None
}

/// Removes the backslash from characters that need none and that Rust's syntax refuses it for, such as `\/`, and writes `\cA` and
/// `\u1234` as Rust does.
fn translated(pattern: &str) -> String {
    let mut out = String::new();
    let mut chars = pattern.chars().peekable();
    while let Some(char) = chars.next() {
        match (char, chars.peek().copied()) {
            ('\\', Some('u')) => {
                chars.next();
                if chars.peek() == Some(&'{') {
                    out.push_str("\\u");
                    continue;
                }
                let digits: String = chars.by_ref().take(4).collect();
                // Writing to a `String` cannot fail.
                let _ = write!(out, "\\u{{{digits}}}");
            }
            ('\\', Some(next)) => {
                chars.next();
                if next.is_alphanumeric() || "\\.+*?()|[]{}^$#&-~".contains(next) {
                    out.push('\\');
                }
                out.push(next);
            }
            ('[', Some('^')) => out.push('['),
            (other, _) => out.push(other),
        }
    }
    out
}

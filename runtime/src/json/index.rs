//! An index of the lists and objects within a value. With it, skipping one of them is a single step, and what was found out about one is
//! kept. So looking ahead at every level of a deep value takes time linear in its length.
//!
//! **Invariant:** an index is built from the outside inwards and covers its outermost value to its end, so each byte is indexed at most
//! once.

use std::any::TypeId;
use std::ops::Range;

use super::decode::Fit;
use super::read::{Failure, Mark, Reader, number_value};

/// A list or an object in the text.
struct Span {
    start: usize,
    end: usize,
    /// The index of the first list or object after its end.
    next: usize,
    keys: Keys,
    /// The number of properties in it, at all levels.
    properties: u32,
    /// Whether all numbers in it fit a [`Value`](crate::model::Value).
    finite: bool,
    /// The last of the answers about it, by its number from 1; 0 where there is none.
    answer: usize,
}

#[derive(Default)]
pub(super) struct Index {
    spans: Vec<Span>,
    answers: Vec<(Question, Answer, usize)>,
    covered: Range<usize>,
    /// How many indexes were built before this one.
    pub(super) epoch: usize,
    /// The number of properties met, at all levels.
    properties: u32,
}

impl Index {
    /// Returns the first list or object that starts at a place or later.
    pub(super) fn first_from(&self, at: usize) -> usize {
        self.spans.partition_point(|span| span.start < at)
    }
}

/// What was asked about a list or an object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Question {
    /// The union, or the record with a flattened field.
    pub(super) ty: TypeId,
    /// The flattened field.
    pub(super) field: Option<usize>,
    /// Which properties belong to others.
    pub(super) claims: usize,
}

/// What was found out.
#[derive(Clone, Copy)]
pub(super) struct Answer {
    /// The arm of the union that fits best, or how many properties the flattened field takes; nothing where it does not fit.
    pub(super) taken: Option<usize>,
    /// The arms that hold in addition, by a bit each.
    pub(super) further: u64,
    /// What that adds to the fit of the value around it.
    pub(super) fit: Fit,
}

/// A set of keys that may hold more than it was given, as a filter.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Keys([u64; 2]);

impl Keys {
    /// Adds a key.
    #[inline]
    pub(super) fn insert(&mut self, key: &str) {
        const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
        let bytes = key.as_bytes();
        let word = |chunk: &[u8]| chunk.iter().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
        let (head, tail) = (&bytes[..bytes.len().min(8)], &bytes[bytes.len().saturating_sub(8)..]);
        let hash = (word(head).wrapping_mul(FACTOR) ^ word(tail)).wrapping_add(bytes.len() as u64).wrapping_mul(FACTOR);
        let bit = (hash >> 57) as usize;
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    /// Returns whether all keys of another set may be in this one; false is certain.
    pub(super) fn may_hold(self, other: Self) -> bool {
        other.0[0] & !self.0[0] == 0 && other.0[1] & !self.0[1] == 0
    }

    /// Returns how many keys at least are not in another set.
    pub(super) fn at_least_without(self, other: Self) -> u32 {
        (self.0[0] & !other.0[0]).count_ones() + (self.0[1] & !other.0[1]).count_ones()
    }
}

impl Reader<'_> {
    /// Indexes the value that starts at a place, which this one is in, unless the next value is in the index already.
    pub(super) fn index(&mut self, start: Mark) -> Result<(), Failure> {
        #[cfg(test)]
        if self.unindexed {
            return Ok(());
        }
        if self.span().is_some() {
            return Ok(());
        }
        let here = self.mark();
        self.index.spans.clear();
        self.index.answers.clear();
        self.index.covered = 0..0;
        self.rewind(start);
        let scanned = self.scan();
        let end = self.mark().at;
        self.rewind(here);
        scanned?;
        self.index.covered = start.at..end;
        self.index.epoch += 1;
        self.cursor = self.index.first_from(here.at);
        Ok(())
    }

    /// Passes over the next value, and returns whether all numbers in it fit a `Value`.
    fn scan(&mut self) -> Result<bool, Failure> {
        let byte = self.peek()?;
        if !matches!(byte, b'{' | b'[') {
            if byte != b'-' && !byte.is_ascii_digit() {
                self.skip()?;
                return Ok(true);
            }
            let text = self.number()?;
            // Eighteen characters without an exponent always fit.
            return Ok((text.len() <= 18 && !text.contains(['e', 'E'])) || number_value(text).is_some());
        }
        let at = self.index.spans.len();
        let start = self.at();
        self.index.spans.push(Span { start, end: start, next: at, keys: Keys::default(), properties: 0, finite: true, answer: 0 });
        let before = self.index.properties;
        let mut keys = Keys::default();
        let mut finite = true;
        let mut first = true;
        self.enter()?;
        if byte == b'{' {
            while let Some(key) = self.key(&mut first)? {
                keys.insert(&key);
                self.index.properties = self.index.properties.wrapping_add(1);
                finite &= self.scan()?;
            }
        } else {
            while self.item(&mut first)? {
                finite &= self.scan()?;
            }
        }
        let (end, next) = (self.at(), self.index.spans.len());
        let properties = self.index.properties.wrapping_sub(before);
        let span = &mut self.index.spans[at];
        (span.end, span.next, span.keys, span.properties, span.finite) = (end, next, keys, properties, finite);
        Ok(finite)
    }

    #[inline]
    fn span(&self) -> Option<&Span> {
        if !self.index.covered.contains(&self.at()) {
            return None;
        }
        self.index.spans.get(self.cursor).filter(|span| span.start == self.at())
    }

    /// Passes over the list or object that is next, where it is in the index.
    #[inline]
    pub(super) fn leap(&mut self) -> bool {
        let Some(&Span { end, next, .. }) = self.span() else { return false };
        self.leap_to(end);
        self.cursor = next;
        true
    }

    /// Passes over the next value, and returns the number of properties in it, at all levels.
    pub(super) fn count(&mut self) -> Result<u32, Failure> {
        let byte = self.peek()?;
        if !matches!(byte, b'{' | b'[') {
            return self.skip().map(|()| 0);
        }
        if let Some(&Span { properties, .. }) = self.span() {
            self.leap();
            return Ok(properties);
        }
        let mut first = true;
        let mut properties = 0;
        self.enter()?;
        if byte == b'{' {
            while self.key(&mut first)?.is_some() {
                properties += 1 + self.count()?;
            }
        } else {
            while self.item(&mut first)? {
                properties += self.count()?;
            }
        }
        Ok(properties)
    }

    /// Returns the keys of the object that is next, where it is in the index.
    pub(super) fn keys(&self) -> Option<Keys> {
        self.span().map(|span| span.keys)
    }

    /// Returns whether all numbers of the list or object that is next fit a `Value`, where it is in the index.
    pub(super) fn finite(&self) -> Option<bool> {
        self.span().map(|span| span.finite)
    }

    /// Returns what was found out about the list or object that is next.
    pub(super) fn recall(&self, question: Question) -> Option<Answer> {
        let mut number = self.span()?.answer;
        while let Some((asked, answer, before)) = number.checked_sub(1).and_then(|at| self.index.answers.get(at)) {
            if *asked == question {
                return Some(*answer);
            }
            number = *before;
        }
        None
    }

    /// Keeps what was found out about the list or object that is next.
    pub(super) fn remember(&mut self, question: Question, answer: Answer) {
        if let Some(before) = self.span().map(|span| span.answer) {
            self.index.answers.push((question, answer, before));
            let number = self.index.answers.len();
            self.index.spans[self.cursor].answer = number;
        }
    }
}

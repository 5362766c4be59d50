//! The index of a large enum of strings.

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};

/// The values that a document lists for an enum, found by their texts, and the texts by the values.
///
/// The keys are fixed by the program, so nobody can choose them to collide.
#[derive(Debug)]
pub struct ListedTexts<T: 'static> {
    values: &'static [T],
    texts: &'static [&'static str],
    by_text: HashMap<&'static str, usize>,
    by_value: HashMap<Discriminant<T>, usize>,
}

impl<T> ListedTexts<T> {
    /// Makes the index of values without content and their texts, both in one order.
    pub fn new(values: &'static [T], texts: &'static [&'static str]) -> Self {
        // Of values that are sent as the same text, the first is read.
        let by_text = texts.iter().enumerate().rev().map(|(index, text)| (*text, index)).collect();
        let by_value = values.iter().enumerate().map(|(index, value)| (discriminant(value), index)).collect();
        Self { values, texts, by_text, by_value }
    }

    /// Returns the value that is sent as a text; `None` for a text that is not listed.
    pub fn value(&self, text: &str) -> Option<&'static T> {
        self.by_text.get(text).and_then(|index| self.values.get(*index))
    }

    /// Returns the text that a value is sent as; the empty one for a value that is not listed.
    pub fn text(&self, value: &T) -> &'static str {
        self.by_value.get(&discriminant(value)).and_then(|index| self.texts.get(*index)).copied().unwrap_or_default()
    }
}

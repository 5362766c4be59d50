//! Patterns (ECMA-262), compiled when they are first needed.

use std::sync::OnceLock;

use fancy_regex::{Regex, RegexBuilder};

/// How many steps backwards a match may take. Patterns without lookaround and backreferences take none: their matching is linear.
const MAX_STEPS: usize = 100_000;

/// A pattern.
#[derive(Debug)]
pub struct Pattern {
    ecma: &'static str,
    translated: &'static str,
    /// `None` inside for a pattern that does not compile.
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// Makes a pattern from the document's text and from what the generator has translated it to: the syntax of `fancy-regex`.
    pub const fn new(ecma: &'static str, translated: &'static str) -> Self {
        Self { ecma, translated, compiled: OnceLock::new() }
    }

    /// Returns the text as the document has it.
    pub fn as_str(&self) -> &'static str {
        self.ecma
    }

    /// Returns whether the pattern is found in a text, anywhere (JSON Schema 2020-12 validation, section 6.3.3); `None` where that takes
    /// too many steps, or the pattern does not compile.
    pub(super) fn is_match(&self, text: &str) -> Option<bool> {
        let compile = || RegexBuilder::new(self.translated).backtrack_limit(MAX_STEPS).build().ok();
        self.compiled.get_or_init(compile).as_ref()?.is_match(text).ok()
    }
}

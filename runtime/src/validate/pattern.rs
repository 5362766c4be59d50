//! Patterns (ECMA-262), compiled when they are first needed.
//!
//! **Invariant:** a match takes a bounded amount of work. Without lookaround and backreferences it is at most the size of the compiled pattern
//! times the length of the text, and [`WORK`] bounds that product: the larger the pattern, the shorter the texts that are matched. With them
//! the steps backwards, the size and the length are each bounded. A text that is too long is not matched at all, so the rule is undecided.

use std::sync::OnceLock;

use fancy_regex::{Regex, RegexBuilder};

/// How large a compiled pattern may be, in bytes, in the order in which it is tried. The largest is the generator's limit, too.
const SIZES: [usize; 4] = [16 << 10, 64 << 10, 256 << 10, 1 << 20];

/// The bound of the size of a compiled pattern times the length of a text, in bytes: 128 KiB of text for the smallest patterns, 2 KiB for the
/// largest. A state of a pattern takes 32 bytes or more, so this is less than 10^8 steps.
const WORK: usize = 1 << 31;

/// How large each of the parts of a pattern with lookaround or a backreference may be that take no step backwards, in bytes.
const PART_SIZE: usize = 64 << 10;

/// How long a text may be that is matched against a pattern with lookaround or a backreference, in bytes. Such a match may read all of the
/// text again at each of its characters, without a step backwards.
const LONGEST_BACKTRACKED: usize = 2 << 10;

/// How many steps backwards a match may take.
const MAX_STEPS: usize = 20_000;

/// How many instructions a pattern with lookaround or a backreference may have.
const MAX_INSTRUCTIONS: usize = 10_000;

/// A pattern.
#[derive(Debug)]
pub struct Pattern {
    ecma: &'static str,
    translated: &'static str,
    /// `None` inside for a pattern that does not compile.
    compiled: OnceLock<Option<Compiled>>,
}

#[derive(Debug)]
struct Compiled {
    regex: Regex,
    /// The length of the longest text that is matched, in bytes.
    longest: usize,
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
    /// too many steps, the text is too long for the pattern, or the pattern does not compile or is too large.
    pub(super) fn is_match(&self, text: &str) -> Option<bool> {
        let compiled = self.compiled.get_or_init(|| compile(self.translated)).as_ref()?;
        if text.len() > compiled.longest {
            return None;
        }
        compiled.regex.is_match(text).ok()
    }

    /// Returns the length of the longest text that is matched, in bytes.
    #[cfg(test)]
    pub(super) fn longest(&self) -> Option<usize> {
        self.compiled.get_or_init(|| compile(self.translated)).as_ref().map(|compiled| compiled.longest)
    }
}

fn compile(pattern: &str) -> Option<Compiled> {
    let build = |size: usize| {
        RegexBuilder::new(pattern).backtrack_limit(MAX_STEPS).max_prog_size(MAX_INSTRUCTIONS).delegate_size_limit(size).build().ok()
    };
    if backtracks(pattern) {
        return Some(Compiled { regex: build(PART_SIZE)?, longest: LONGEST_BACKTRACKED });
    }
    SIZES.iter().find_map(|&size| Some(Compiled { regex: build(size)?, longest: WORK / size }))
}

/// Returns whether a pattern may have lookaround, a backreference or an atomic group. One that only seems to has the stricter limits.
fn backtracks(pattern: &str) -> bool {
    let is_reference = |pair: &[u8]| pair[0] == b'\\' && matches!(pair[1], b'1'..=b'9' | b'k' | b'g');
    ["(?=", "(?!", "(?<=", "(?<!", "(?>", "(?("].iter().any(|start| pattern.contains(start))
        || pattern.as_bytes().windows(2).any(is_reference)
}

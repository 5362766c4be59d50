//! Patterns of ECMA-262 in the syntax of `fancy-regex`, which generated clients match with.
//!
//! The translation is done once, here, so that a pattern that cannot be matched is found while generating, and the client holds none that
//! does not compile.

use std::borrow::Cow;

use fancy_regex::{CompileError, Error, RegexBuilder};

/// The longest pattern that is translated, in bytes. Compiling takes time and memory in proportion.
const MAX_LENGTH: usize = 16 << 10;

/// The maximum size of a compiled pattern, in bytes. The runtime has the same limit, which bounds the work of a match.
const MAX_SIZE: usize = 1 << 20;

/// The same limit for each part of a pattern with lookaround or a backreference, and for its number of instructions.
const MAX_PART_SIZE: usize = 64 << 10;
const MAX_INSTRUCTIONS: usize = 10_000;

/// Why a pattern cannot be matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It is not a regular expression of ECMA-262, or `fancy-regex` does not support it.
    Syntax,
    /// It is longer than 16 KiB, or its compiled form exceeds the runtime's memory limit.
    TooLarge,
}

impl Refused {
    /// Returns a help text that says how to fix the pattern.
    pub(crate) fn help(self) -> &'static str {
        match self {
            Self::Syntax => "patterns are regular expressions of ECMA-262, without flags",
            Self::TooLarge => {
                "the pattern is too large to match in bounded time, say counts as `minLength` and `maxLength` instead of `{0,1000}`"
            }
        }
    }
}

/// Returns a pattern in the syntax of `fancy-regex`.
///
/// # Errors
///
/// Returns an error if the pattern is not valid ECMA-262, or if the work of matching it would be unbounded.
pub(crate) fn translate(pattern: &str) -> Result<String, Refused> {
    if pattern.len() > MAX_LENGTH {
        return Err(Refused::TooLarge);
    }
    if !jsonschema_regex::is_valid_ecma_regex(pattern) {
        return Err(Refused::Syntax);
    }
    let translated = jsonschema_regex::to_rust_regex(pattern).map_err(|_| Refused::Syntax)?;
    // The translator leaves the classes of a pattern with lookaround or a backreference as they are: they would mean Unicode's.
    let backtracks = needs_backtracking(pattern);
    let text = if backtracks { with_ascii_classes(&translated) } else { translated };
    let size = if backtracks { MAX_PART_SIZE } else { MAX_SIZE };
    match RegexBuilder::new(&text).max_prog_size(MAX_INSTRUCTIONS).delegate_size_limit(size).build() {
        Ok(_) => Ok(text.into_owned()),
        Err(Error::CompileError(error)) if is_size(&error) => Err(Refused::TooLarge),
        Err(_) => Err(Refused::Syntax),
    }
}

fn is_size(error: &CompileError) -> bool {
    match error {
        CompileError::InnerError(error) => error.size_limit().is_some(),
        CompileError::PatternTooComplex => true,
        _ => false,
    }
}

fn needs_backtracking(pattern: &str) -> bool {
    let escape = |bytes: &[u8]| bytes[0] == b'\\' && matches!(bytes[1], b'1'..=b'9' | b'k');
    ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|start| pattern.contains(start)) || pattern.as_bytes().windows(2).any(escape)
}

/// Writes out `\d`, `\w` and `.` as ECMA-262 means them (ECMA-262 2024, section 22.2.2.9).
fn with_ascii_classes(pattern: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(pattern.len() + 32);
    let mut chars = pattern.chars();
    let mut in_class = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('d') => out.push_str("[0-9]"),
                Some('D') => out.push_str("[^0-9]"),
                Some('w') => out.push_str("[A-Za-z0-9_]"),
                Some('W') => out.push_str("[^A-Za-z0-9_]"),
                escaped => {
                    out.push('\\');
                    out.extend(escaped);
                }
            },
            '.' if !in_class => out.push_str("[^\\n\\r\\x{2028}\\x{2029}]"),
            c => {
                in_class = (in_class || c == '[') && c != ']';
                out.push(c);
            }
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::{Refused, translate};

    fn matches(pattern: &str, text: &str) -> Option<bool> {
        let translated = translate(pattern).ok()?;
        Some(fancy_regex::Regex::new(&translated).expect("it was compiled before").is_match(text).expect("the text is short"))
    }

    #[test]
    fn classes_are_those_of_ecma() {
        assert_eq!(matches(r"^\d+$", "42"), Some(true));
        assert_eq!(matches(r"^\d+$", "٤٢"), Some(false));
        assert_eq!(matches(r"^\w$", "ä"), Some(false));
        assert_eq!(matches(r"^\s$", "\u{feff}"), Some(true));
        assert_eq!(matches(r"^.$", "\u{2028}"), Some(false));
    }

    #[test]
    fn classes_are_those_of_ecma_beside_lookaround() {
        assert_eq!(matches(r"^(?!0)\d+$", "42"), Some(true));
        assert_eq!(matches(r"^(?!0)\d+$", "٤٢"), Some(false));
        assert_eq!(matches(r"^(?!x)[\w.]+$", "a.b"), Some(true));
        assert_eq!(matches(r"^(?!x)[\w.]+$", "ä"), Some(false));
        assert_eq!(matches(r"^(a)\1$", "aa"), Some(true));
    }

    #[test]
    fn spellings_of_ecma_are_taken() {
        assert_eq!(matches(r"^a\/b$", "a/b"), Some(true));
        assert_eq!(matches(r"^[[]$", "["), Some(true));
        assert_eq!(matches(r"^[a&&b]+$", "a&b"), Some(true));
        assert_eq!(matches(r"^(?<year>[0-9]{4})$", "2026"), Some(true));
        assert_eq!(matches("", "anything"), Some(true));
    }

    #[test]
    fn what_is_no_ecma_is_refused() {
        for pattern in ["(", "[z-a]", "a**", "(?P<n>a)"] {
            assert_eq!(translate(pattern), Err(Refused::Syntax), "{pattern:.40}");
        }
    }

    #[test]
    fn what_cannot_be_matched_in_bounded_time_is_refused() {
        for pattern in
            [r"\d{1,100000}", "^(?:a{0,1000}){0,100}$", "^(?:(?:a{0,50}){0,50}){0,50}$", "(?=(?:a{0,200}){0,200}b)a", &"a".repeat(1 << 20)]
        {
            assert_eq!(translate(pattern), Err(Refused::TooLarge), "{pattern:.40}");
        }
        for pattern in ["^(a+)+$", "(a|a)*b", "(.*)*x", "(?<=a+)b", r"^(a+)\1+$", "^(?:a{0,100}){0,50}$", r"^[\w.-]{1,255}@[\w.-]{1,255}$"]
        {
            assert!(translate(pattern).is_ok(), "{pattern:.40}");
        }
    }
}

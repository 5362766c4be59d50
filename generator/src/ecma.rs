//! Patterns of ECMA-262 in the syntax of `fancy-regex`, which generated clients match with.
//!
//! The translation is done once, here, so that a pattern that cannot be matched is found while generating, and the client holds none that
//! does not compile.

use std::borrow::Cow;

/// The longest pattern that is translated, in bytes. Compiling takes time and memory in proportion.
const MAX_LENGTH: usize = 16 << 10;

/// Returns a pattern in the syntax of `fancy-regex`; `None` for one that is no ECMA-262, or that no client could hold.
pub(crate) fn translate(pattern: &str) -> Option<String> {
    if pattern.len() > MAX_LENGTH || !jsonschema_regex::is_valid_ecma_regex(pattern) {
        return None;
    }
    let translated = jsonschema_regex::to_rust_regex(pattern).ok()?;
    // The translator leaves the classes of a pattern with lookaround or a backreference as they are: they would mean Unicode's.
    let text = if needs_backtracking(pattern) { with_ascii_classes(&translated) } else { translated };
    fancy_regex::Regex::new(&text).ok()?;
    Some(text.into_owned())
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
    use super::translate;

    fn matches(pattern: &str, text: &str) -> Option<bool> {
        let translated = translate(pattern)?;
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
        for pattern in ["(", "[z-a]", "a**", "(?P<n>a)", r"\d{1,100000}", &"a".repeat(1 << 20)] {
            assert_eq!(translate(pattern), None, "{pattern:.40}");
        }
    }
}

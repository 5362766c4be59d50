//! Splits any text into the words of a name, and puts words together as an identifier.
//!
//! **Invariants:** the words are never empty, hold only characters that may stand in an identifier (UAX #31), and are in lower case and
//! NFC, as rustc compares them. The same text gives the same words, whatever stands beside it.

use std::borrow::Cow;

use heck::{ToKebabCase, ToSnakeCase};
use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// An identifier is at most this long, in bytes; a module's or feature's name at most [`LONGEST_FILE`].
const LONGEST: usize = 100;
/// The longest name of a file, in bytes.
const LONGEST_FILE: usize = 60;
/// Words that the rules for capitals would split.
const COMPOUNDS: [&str; 4] = ["OAuth", "IPv", "iOS", "GraphQL"];

/// The words of a name, in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Words(pub(super) Vec<String>);

/// Whether symbols between letters and digits count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Symbols {
    /// Only those that carry meaning, such as the sign of a number.
    Meaningful,
    /// All of them, by name.
    All,
}

/// Splits a text.
pub(super) fn words(text: &str) -> Words {
    if is_snake(text) {
        return Words(text.split('_').map(str::to_owned).collect());
    }
    let plain = split(text, Symbols::Meaningful);
    if plain.is_empty() { spelled(text) } else { Words(plain) }
}

/// Returns whether a text is small letters with single `_` between them, of which most names consist.
fn is_snake(text: &str) -> bool {
    let mut before = b'_';
    let fits = text.bytes().all(|byte| {
        let fits = byte.is_ascii_lowercase() || (byte == b'_' && before != b'_');
        before = byte;
        fits
    });
    fits && before != b'_'
}

/// Splits a text, with a word for each of its symbols, so that texts that differ in symbols only differ in words.
pub(super) fn spelled(text: &str) -> Words {
    let all = split(text, Symbols::All);
    if !all.is_empty() {
        return Words(all);
    }
    if text.is_empty() { Words::of(["empty"]) } else { Words(text.nfc().map(code_point).collect()) }
}

/// Returns whether [`spelled`] may have other words for a text than [`words`].
pub(super) fn has_symbols(text: &str) -> bool {
    !text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Returns the words of a text with a first word for the case, where the text is in letters of one case.
pub(super) fn cased(text: &str, plain: &Words) -> Option<Words> {
    if !text.chars().all(char::is_alphanumeric) {
        return None;
    }
    let upper = text.chars().any(char::is_uppercase);
    let lower = text.chars().any(char::is_lowercase);
    let case = match (upper, lower) {
        (true, false) => "upper",
        (false, true) => "lower",
        (true, true) | (false, false) => return None,
    };
    Some(Words::of([case]).then(plain))
}

impl Words {
    /// Creates words from the generator's own words or other names; text of a document goes through [`words`].
    pub(super) fn of<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let words = Self(words.into_iter().map(str::to_owned).collect());
        debug_assert!(words.0.iter().flat_map(|word| word.chars()).all(is_xid_continue), "{words:?} are not words");
        words
    }

    /// Returns these words and then those.
    pub(super) fn then(&self, more: &Self) -> Self {
        Self(self.0.iter().chain(&more.0).cloned().collect())
    }

    /// Returns these words and one more.
    pub(super) fn with(&self, word: &str) -> Self {
        self.then(&Self::of([word]))
    }

    /// Returns whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Renders `UpperCamelCase`. A `_` keeps two numbers apart.
    pub(super) fn to_camel(&self) -> String {
        let mut ident = String::new();
        for word in cap(&self.0, LONGEST).iter() {
            if ends_in_digit(&ident) && word.starts_with(|c: char| c.is_ascii_digit()) {
                ident.push('_');
            }
            let mut chars = word.chars();
            ident.extend(chars.next().into_iter().flat_map(char::to_uppercase));
            ident.push_str(chars.as_str());
        }
        normal(ident)
    }

    /// Renders `snake_case`.
    pub(super) fn to_snake(&self) -> String {
        cap(&self.0, LONGEST).join("_")
    }

    /// Renders `SHOUTY_CASE`.
    pub(super) fn to_shouty(&self) -> String {
        normal(self.to_snake().to_uppercase())
    }

    /// Renders `kebab-case` in ASCII: accents are left out, other letters are spelled by code point.
    pub(super) fn to_kebab(&self) -> String {
        cap(&self.to_ascii().0, LONGEST_FILE).join(" ").to_kebab_case()
    }

    /// Renders `snake_case` in ASCII, as [`Words::to_kebab`] does.
    pub(super) fn to_file_stem(&self) -> String {
        cap(&self.to_ascii().0, LONGEST_FILE).join(" ").to_snake_case()
    }

    fn to_ascii(&self) -> Self {
        Self(self.0.iter().map(|word| ascii(word)).filter(|word| !word.is_empty()).collect())
    }
}

/// Returns a text in NFC, which ASCII always is.
fn normal(text: String) -> String {
    if text.is_ascii() { text } else { text.nfc().collect() }
}

fn ascii(word: &str) -> String {
    let mut out = String::new();
    for c in word.nfd().filter(|c| !is_combining_mark(*c)) {
        if c.is_ascii() { out.push(c) } else { out.push_str(&code_point(c)) }
    }
    out
}

/// Drops words from the middle until the rest fits: the ends of a long name tell most.
fn cap(words: &[String], longest: usize) -> Cow<'_, [String]> {
    let length = |words: &[String]| words.iter().map(|word| word.len() + 1).sum::<usize>();
    if length(words) <= longest {
        return Cow::Borrowed(words);
    }
    let mut words = words.to_vec();
    while words.len() > 2 && length(&words) > longest {
        words.remove(words.len() / 2);
    }
    let each = longest / words.len() - 1;
    for word in &mut words {
        let mut end = each.min(word.len());
        while !word.is_char_boundary(end) {
            end -= 1;
        }
        word.truncate(end);
    }
    Cow::Owned(words)
}

fn ends_in_digit(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit())
}

/// Returns whether two words are the same but for a plural's ending.
pub(super) fn same_word(a: &str, b: &str) -> bool {
    a == b || singular(a) == singular(b)
}

/// Plurals whose singular ends in `ie`.
const IES: [&str; 8] = ["brownies", "calories", "cookies", "movies", "pies", "selfies", "ties", "zombies"];

/// Returns the singular of an English word, as far as its ending tells.
pub(super) fn singular(word: &str) -> Cow<'_, str> {
    if IES.contains(&word) {
        return Cow::Borrowed(&word[..word.len() - 1]);
    }
    if matches!(word, "news" | "series" | "species") {
        return Cow::Borrowed(word);
    }
    if let Some(stem) = word.strip_suffix("ies")
        && stem.len() > 1
    {
        return Cow::Owned(format!("{stem}y"));
    }
    for ending in ["sses", "xes", "ches", "shes", "uses"] {
        // `statuses`, but `houses`.
        let is_us = !word.strip_suffix("uses").is_some_and(|stem| stem.ends_with(['a', 'e', 'i', 'o', 'u']));
        if word.len() > ending.len() + 1 && word.ends_with(ending) && is_us {
            return Cow::Borrowed(&word[..word.len() - 2]);
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 1 && !stem.ends_with(['s', 'u', 'i']) => Cow::Borrowed(stem),
        Some(_) | None => Cow::Borrowed(word),
    }
}

fn split(text: &str, symbols: Symbols) -> Vec<String> {
    let chars: Vec<char> = if text.is_ascii() { text.chars().collect() } else { text.nfc().filter(|c| !is_invisible(*c)).collect() };
    let generic = generic_brackets(&chars);
    let mut words = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let is_word = is_word_char(chars[at]) && (is_xid_start(chars[at]) || chars[at].is_numeric());
        let end = if is_word {
            at + chars[at..].iter().position(|c| !is_word_char(*c)).unwrap_or(chars.len() - at)
        } else {
            at + 1 + chars[at + 1..].iter().position(|c| is_word_char(*c)).unwrap_or(chars.len() - at - 1)
        };
        if is_word {
            split_case(&chars[at..end], &mut words);
        } else {
            let run = Run { chars: &chars, start: at, end, symbols, generic };
            run.push_words(&mut words);
        }
        at = end;
    }
    words
}

fn is_word_char(c: char) -> bool {
    // The apostrophe of `don't` is no border between words, and is left out later.
    c != '_' && (is_xid_continue(c) || c == '\'') && !has_one_case(c)
}

/// Returns whether a letter has a case and no counterpart in the other, such as `ª`: rustc finds it wrong wherever the other is due.
fn has_one_case(c: char) -> bool {
    !c.is_ascii() && ((c.is_lowercase() && c.to_uppercase().eq([c])) || (c.is_uppercase() && c.to_lowercase().eq([c])))
}

/// Zero-width characters, marks of direction and variation selectors: nobody sees them, and rustc refuses most.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Returns where the brackets of `Page<User>` stand.
fn generic_brackets(chars: &[char]) -> Option<(usize, usize)> {
    let open = chars.iter().position(|c| *c == '<')?;
    let named = open > 0 && is_word_char(chars[open - 1]) && chars.get(open + 1).is_some_and(|c| is_word_char(*c));
    let close = chars.iter().rposition(|c| *c == '>')?;
    (named && close > open && close + 1 == chars.len()).then_some((open, close))
}

/// Splits letters and digits where the case changes.
fn split_case(chars: &[char], words: &mut Vec<String>) {
    let mut start = 0;
    let mut at = 0;
    while at < chars.len() {
        if at == start
            && let Some(length) = compound(&chars[at..])
        {
            at += length;
            continue;
        }
        if at > start && is_border(chars, start, at) {
            push_word(&chars[start..at], words);
            start = at;
            continue;
        }
        at += 1;
    }
    push_word(&chars[start..], words);
}

fn push_word(chars: &[char], words: &mut Vec<String>) {
    let letters = chars.iter().filter(|c| **c != '\'');
    let word: String = if chars.iter().all(char::is_ascii) {
        letters.map(char::to_ascii_lowercase).filter(|c| is_xid_continue(*c)).collect()
    } else {
        letters.flat_map(|c| c.to_lowercase()).nfc().filter(|c| is_xid_continue(*c)).collect()
    };
    if !word.is_empty() {
        words.push(word);
    }
}

fn compound(chars: &[char]) -> Option<usize> {
    COMPOUNDS.iter().find_map(|compound| {
        let length = compound.len();
        let matches = chars.len() >= length && compound.chars().zip(chars).all(|(a, b)| a == *b);
        (matches && !chars.get(length).is_some_and(|c| c.is_lowercase())).then_some(length)
    })
}

/// Words that no number belongs to: in `post3PIDs` and `enable2FA` it begins the next word.
const VERBS: [&str; 24] = [
    "add", "confirm", "create", "delete", "disable", "enable", "fetch", "find", "get", "list", "patch", "post", "put", "read", "remove",
    "reset", "search", "send", "set", "start", "stop", "update", "validate", "verify",
];

fn is_border(chars: &[char], start: usize, at: usize) -> bool {
    let (before, c) = (chars[at - 1], chars[at]);
    if c.is_ascii_digit() && before.is_lowercase() {
        let word: String = chars[start..at].iter().flat_map(|c| c.to_lowercase()).collect();
        let behind = chars[at..].iter().find(|c| !c.is_ascii_digit());
        return behind.is_some_and(|c| c.is_alphabetic()) && VERBS.contains(&word.as_str());
    }
    if !c.is_uppercase() {
        return false;
    }
    let next = chars.get(at + 1).copied();
    let next_lower = next.is_some_and(char::is_lowercase);
    if before.is_uppercase() {
        // `IDs` is a plural, not an `I` and a `Ds`.
        let plural = next == Some('s') && !chars.get(at + 2).is_some_and(|c| c.is_lowercase());
        return next_lower && !plural;
    }
    if before.is_numeric() {
        let word = &chars[start..at];
        // `2FA`, `3D`, but `404 Error`.
        let number = word.iter().all(|c| c.is_numeric());
        // `B2B`, `P2P`, but `S3 URL`.
        let single = word[0].is_uppercase() && word[1..].iter().all(|c| c.is_numeric()) && !next.is_some_and(char::is_uppercase);
        return next_lower || !(number || single);
    }
    before.is_lowercase()
}

/// A run of characters that are neither letters nor digits.
struct Run<'a> {
    chars: &'a [char],
    start: usize,
    end: usize,
    symbols: Symbols,
    generic: Option<(usize, usize)>,
}

impl Run<'_> {
    fn push_words(&self, words: &mut Vec<String>) {
        let mut at = self.start;
        while at < self.end {
            let two: String = self.chars[at..self.end.min(at + 2)].iter().collect();
            if let Some(names) = operator(&two) {
                words.extend(names.iter().map(|name| (*name).to_owned()));
                at += 2;
                continue;
            }
            if two == "[]" {
                if self.symbols == Symbols::All {
                    words.push("list".to_owned());
                }
                at += 2;
                continue;
            }
            if let Some(word) = self.word(at) {
                words.push(word);
            }
            at += 1;
        }
    }

    /// Returns the word for a symbol, where it counts.
    fn word(&self, at: usize) -> Option<String> {
        let c = self.chars[at];
        let leading = self.start == 0;
        let trailing = self.end == self.chars.len();
        let before_number = at + 1 == self.end && self.chars.get(self.end).is_some_and(|c| c.is_numeric());
        let bracket = self.generic.is_some_and(|(open, close)| at == open || at == close);
        let counts = match c {
            '&' | '%' => true,
            // Between words it is an arrow or a step of a path, and not a comparison.
            '<' | '>' => !bracket && (leading || trailing || !self.chars[self.end].is_alphabetic()),
            '!' => leading,
            '=' => leading || trailing,
            '+' => trailing || (leading && before_number),
            '-' => (leading && before_number) || (trailing && !leading && self.chars.len() <= 3),
            c if !c.is_ascii() => !is_punctuation(c),
            _ => false,
        };
        let everything = self.symbols == Symbols::All && !bracket && !(c == '_' && !leading && !trailing);
        if !counts && !everything {
            return None;
        }
        Some(match c {
            '-' if !leading && !trailing => "dash".to_owned(),
            c => symbol(c).map_or_else(|| code_point(c), str::to_owned),
        })
    }
}

fn operator(two: &str) -> Option<&'static [&'static str]> {
    Some(match two {
        ">=" => &["greater", "or", "equal"],
        "<=" => &["less", "or", "equal"],
        "!=" | "<>" => &["not", "equal"],
        "==" => &["equal"],
        "&&" => &["and"],
        "||" => &["or"],
        _ => return None,
    })
}

fn symbol(c: char) -> Option<&'static str> {
    Some(match c {
        ' ' => "space",
        '!' => "not",
        '"' => "quote",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '\'' => "apostrophe",
        '(' | ')' => "parenthesis",
        '*' => "star",
        '+' => "plus",
        ',' => "comma",
        '-' => "minus",
        '.' => "dot",
        '/' => "slash",
        ':' => "colon",
        ';' => "semicolon",
        '<' => "less",
        '=' => "equal",
        '>' => "greater",
        '?' => "question",
        '@' => "at",
        '[' | ']' => "bracket",
        '\\' => "backslash",
        '^' => "caret",
        '_' => "underscore",
        '`' => "backtick",
        '{' | '}' => "brace",
        '|' => "pipe",
        '~' => "tilde",
        '\t' => "tab",
        '\n' => "newline",
        _ => return None,
    })
}

/// Spaces, quotation marks, dashes and brackets outside ASCII.
fn is_punctuation(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '¡' | '«' | '»' | '¿' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205f}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}')
}

fn code_point(c: char) -> String {
    format!("u{:04x}", u32::from(c))
}

//! Documentation: what the document says, as rustdoc that can break neither code nor itself.

use std::borrow::Cow;

use crate::ir::{Bound, Constraints, Docs};

/// The longest line of documentation, in characters; longer ones are wrapped at a space.
const WIDTH: usize = 110;

/// Returns the lines of what a document says of an item, with a first sentence where it says nothing.
pub(super) fn lines(docs: &Docs, fallback: &str) -> Vec<String> {
    let mut out = Vec::new();
    let title = docs.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let description = docs.description.as_deref().map(str::trim).filter(|text| !text.is_empty());
    match (title, description) {
        (Some(title), Some(text)) if !text.starts_with(title) => {
            push_text(&mut out, title);
            out.push(String::new());
            push_text(&mut out, text);
        }
        (_, Some(text)) | (Some(text), None) => push_text(&mut out, text),
        (None, None) => push_text(&mut out, fallback),
    }
    if out.is_empty() && !fallback.is_empty() {
        push_text(&mut out, fallback);
    }
    if let Some(url) = docs.url.as_deref().filter(|url| is_url(url)) {
        out.push(String::new());
        out.push(format!("More: <{url}>"));
    }
    out
}

/// Adds a paragraph.
pub(super) fn paragraph(out: &mut Vec<String>, text: &str) {
    if !out.is_empty() {
        out.push(String::new());
    }
    out.push(text.to_owned());
}

/// Returns what a valid value keeps, as a sentence; `None` where there are no rules.
pub(super) fn rules(rules: &Constraints) -> Option<String> {
    let mut sentence = rules_text(rules).map(|own| format!("Valid: {own}."));
    for (word, part) in [("Each element", &rules.items), ("Each value", &rules.values)] {
        let mut at = part.as_deref();
        let mut what = word.to_owned();
        while let Some(inner) = at {
            if let Some(own) = rules_text(inner) {
                let so_far = sentence.take().map(|text| text + " ").unwrap_or_default();
                sentence = Some(format!("{so_far}{what}: {own}."));
            }
            what.push_str(if inner.items.is_some() { "'s elements" } else { "'s values" });
            at = inner.items.as_deref().or(inner.values.as_deref());
        }
    }
    sentence
}

fn rules_text(rules: &Constraints) -> Option<String> {
    let mut parts = Vec::new();
    let span = |least: Option<u64>, most: Option<u64>, unit: &str| match (least, most) {
        (None, None) => None,
        (Some(least), None) => Some(format!("at least {least} {unit}")),
        (None, Some(most)) => Some(format!("at most {most} {unit}")),
        (Some(least), Some(most)) if least == most => Some(format!("exactly {least} {unit}")),
        (Some(least), Some(most)) => Some(format!("{least} to {most} {unit}")),
    };
    parts.extend(span(rules.min_length, rules.max_length, "characters"));
    parts.extend(span(rules.min_items, rules.max_items, "elements"));
    parts.extend(span(rules.min_properties, rules.max_properties, "properties"));
    parts.extend(rules.minimum.as_ref().map(|bound| bound_text(bound, "at least", "more than")));
    parts.extend(rules.maximum.as_ref().map(|bound| bound_text(bound, "at most", "less than")));
    parts.extend(rules.multiples_of.iter().map(|factor| format!("a multiple of {factor}")));
    if rules.unique_items {
        parts.push("no two elements the same".to_owned());
    }
    for pattern in &rules.patterns {
        // A longer one tells a reader nothing.
        parts.push(if pattern.text.len() < 200 { format!("matches {}", code(&pattern.text)) } else { "matches a long pattern".to_owned() });
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn bound_text(bound: &Bound, inclusive: &str, exclusive: &str) -> String {
    format!("{} {}", if bound.exclusive { exclusive } else { inclusive }, bound.value)
}

/// Writes text as a code span that it cannot leave (CommonMark 0.31, section 6.1).
pub(super) fn code(text: &str) -> String {
    let clean: String = text.chars().map(|c| if is_forbidden(c) || c.is_control() { '\u{fffd}' } else { c }).collect();
    let mut longest = 0;
    let mut run = 0;
    for c in clean.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let pad = if clean.starts_with('`') || clean.ends_with('`') || clean.is_empty() { " " } else { "" };
    format!("{fence}{pad}{clean}{pad}{fence}")
}

/// What ends a line besides a line feed.
const OTHER_ENDS: [char; 4] = ['\r', '\u{2028}', '\u{2029}', '\u{85}'];

/// Adds CommonMark text, line by line.
pub(super) fn push_text(out: &mut Vec<String>, text: &str) {
    let mut fence: Option<String> = None;
    let mut blank = true;
    let normal =
        if text.contains(OTHER_ENDS) { Cow::Owned(text.replace("\r\n", "\n").replace(OTHER_ENDS, "\n")) } else { Cow::Borrowed(text) };
    for raw in normal.lines() {
        let line = clean(raw);
        let trimmed = line.trim_start();
        if let Some(open) = &fence {
            if trimmed.starts_with(open.as_str()) && trimmed.trim_end().chars().all(|c| open.starts_with(c)) {
                out.push(open.clone());
                fence = None;
            } else {
                out.push(line);
            }
            blank = false;
            continue;
        }
        if let Some(open) = opening_fence(trimmed) {
            out.push(format!("{open}{}", language(&trimmed[open.len()..])));
            fence = Some(open);
            continue;
        }
        if trimmed.is_empty() {
            if !blank {
                out.push(String::new());
            }
            blank = true;
            continue;
        }
        blank = false;
        // Four spaces would make a code block, which rustdoc runs.
        let indent = (line.len() - trimmed.len()).min(3);
        push_wrapped(out, &format!("{}{}", &"   "[..indent], prose(&contained(trimmed))));
    }
    if let Some(open) = fence {
        out.push(open);
    }
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
}

/// Keeps a code block from opening in a list item or a quotation: one space after each mark, and no fence.
fn contained(line: &str) -> Cow<'_, str> {
    let mut rest = line;
    let mut marks = String::new();
    while let Some(length) = mark(rest) {
        marks.push_str(&rest[..length]);
        marks.push(' ');
        rest = rest[length..].trim_start();
    }
    if marks.is_empty() {
        return Cow::Borrowed(line);
    }
    let escape = if rest.starts_with("~~~") { "\\" } else { "" };
    Cow::Owned(format!("{marks}{escape}{rest}"))
}

/// Returns the length of the mark that a line begins with: of a quotation, of a list, or of a numbered list (CommonMark 0.31, section 5).
fn mark(line: &str) -> Option<usize> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let length = match line.as_bytes().get(digits)? {
        b'>' if digits == 0 => return Some(1),
        b'-' | b'*' | b'+' if digits == 0 => 1,
        b'.' | b')' if (1..10).contains(&digits) => digits + 1,
        _ => return None,
    };
    (line.len() == length || line[length..].starts_with(' ')).then_some(length)
}

/// Wraps a long line at spaces. Tables and lines without spaces stay.
fn push_wrapped(out: &mut Vec<String>, line: &str) {
    if line.chars().count() <= WIDTH + 10 || line.trim_start().starts_with('|') || line.trim_start().starts_with('#') {
        out.push(line.trim_end().to_owned());
        return;
    }
    let mut current = String::new();
    let mut width = 0;
    for piece in line.split_inclusive(' ') {
        let count = piece.chars().count();
        let risky = piece.starts_with(['#', '-', '*', '+', '>', '=', '|', '~', '`']) || piece.starts_with(|c: char| c.is_ascii_digit());
        if width + count > WIDTH && !risky && !current.trim().is_empty() {
            out.push(current.trim_end().to_owned());
            current.clear();
            width = 0;
        }
        current.push_str(piece);
        width += count;
    }
    if !current.trim().is_empty() {
        out.push(current.trim_end().to_owned());
    }
}

fn opening_fence(line: &str) -> Option<String> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let count = line.chars().take_while(|c| *c == mark).count();
    let inline = mark == '`' && line[count..].contains('`');
    (count >= 3 && !inline).then(|| mark.to_string().repeat(count))
}

/// Rustdoc runs a block whose language it does not know as another; only plain names of others are kept.
fn language(info: &str) -> &str {
    let known = [
        "json",
        "yaml",
        "xml",
        "http",
        "bash",
        "sh",
        "shell",
        "console",
        "html",
        "javascript",
        "python",
        "ruby",
        "java",
        "graphql",
        "sql",
        "csv",
    ];
    let info = info.trim();
    known.iter().find(|language| language.eq_ignore_ascii_case(info)).copied().unwrap_or("text")
}

fn clean(line: &str) -> String {
    if line.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return line.trim_end().to_owned();
    }
    line.chars()
        .map(|c| match c {
            '\t' => ' ',
            c if c.is_control() => ' ',
            c if is_forbidden(c) => '\u{fffd}',
            c => c,
        })
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// Characters that change the direction of text, which rustc denies (`text_direction_codepoint_in_comment`), that end a line for some
/// readers, or that nobody sees.
pub(super) fn is_forbidden(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

/// Escapes what rustdoc would take for a link or a tag, outside code spans.
fn prose(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '`' => code_span(rest, &mut out),
            '[' => link(rest, &mut out),
            '<' => tag(rest, &mut out),
            ']' => escaped(c, &mut out),
            'h' => bare_url(rest, &mut out),
            _ => None,
        };
        match taken {
            Some(length) => rest = &rest[length..],
            None => {
                let next = rest[c.len_utf8()..].find(['`', '[', '<', ']', 'h']);
                let (plain, more) = rest.split_at(next.map_or(rest.len(), |at| c.len_utf8() + at));
                out.push_str(plain);
                rest = more;
            }
        }
    }
    out
}

fn escaped(c: char, out: &mut String) -> Option<usize> {
    out.push('\\');
    out.push(c);
    Some(c.len_utf8())
}

fn code_span(rest: &str, out: &mut String) -> Option<usize> {
    let ticks = rest.bytes().take_while(|byte| *byte == b'`').count();
    match closing_ticks(rest, ticks) {
        Some(length) => {
            out.push_str(&rest[..length]);
            Some(length)
        }
        None => {
            for _ in 0..ticks {
                out.push_str("\\`");
            }
            Some(ticks)
        }
    }
}

/// Returns where a code span ends, which a run of exactly as many backticks closes (CommonMark 0.31, section 6.1).
fn closing_ticks(rest: &str, ticks: usize) -> Option<usize> {
    let mut at = ticks;
    loop {
        at += rest[at..].find('`')?;
        let run = rest[at..].bytes().take_while(|byte| *byte == b'`').count();
        at += run;
        if run == ticks {
            return Some(at);
        }
    }
}

/// `[text](https://...)` stays a link; every other bracket would be looked up as a Rust item.
fn link(rest: &str, out: &mut String) -> Option<usize> {
    let inline = rest.find("](").and_then(|middle| {
        let text = &rest[1..middle];
        let end = rest[middle + 2..].find(')')?;
        let target = rest[middle + 2..middle + 2 + end].split_whitespace().next()?;
        (is_url(target) && !text.contains(['[', ']', '`', '<'])).then_some((text, target, middle + 3 + end))
    });
    match inline {
        Some((text, target, length)) => {
            // An image would be fetched by whoever reads the page.
            if out.ends_with('!') {
                out.pop();
            }
            out.push_str(&format!("[{text}](<{target}>)"));
            Some(length)
        }
        None => escaped('[', out),
    }
}

/// Tags of common HTML become what they mean; the others are text.
fn tag(rest: &str, out: &mut String) -> Option<usize> {
    if let Some(end) = rest.find('>') {
        let inner = &rest[1..end];
        if is_url(inner) && !inner.contains(char::is_whitespace) {
            out.push_str(&rest[..=end]);
            return Some(end + 1);
        }
        let name = inner.trim_start_matches('/').split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "code" | "tt" => {
                let text_end = rest[end + 1..].find("</");
                if let (false, Some(text_end)) = (inner.starts_with('/'), text_end) {
                    out.push_str(&code(&rest[end + 1..end + 1 + text_end]));
                    return Some(end + 1 + text_end);
                }
                return Some(end + 1);
            }
            "p" | "br" | "li" | "ul" | "ol" | "div" | "span" | "b" | "i" | "em" | "strong" | "a" | "pre" | "h1" | "h2" | "h3" | "h4"
            | "small" | "sup" | "sub" | "td" | "tr" | "th" | "table" | "tbody" | "thead" | "blockquote" | "img" | "font" | "hr" | "u" => {
                if matches!(name, "p" | "br" | "li" | "td" | "tr" | "th" | "hr") && !out.ends_with(' ') && !out.is_empty() {
                    out.push(' ');
                }
                return Some(end + 1);
            }
            _ => {}
        }
    }
    escaped('<', out)
}

fn bare_url(rest: &str, out: &mut String) -> Option<usize> {
    if !rest.starts_with("http://") && !rest.starts_with("https://") {
        return None;
    }
    if !is_url(rest) || out.ends_with(|c: char| c.is_alphanumeric()) {
        return broken_url(rest, out);
    }
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | ')' | ']' | '|' | '\\')).unwrap_or(rest.len());
    let url = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    if url.len() <= "https://".len() {
        return broken_url(rest, out);
    }
    out.push_str(&format!("<{url}>"));
    Some(url.len())
}

/// Writes what only looks like an address as text, which rustdoc would have as a link (`rustdoc::bare_urls`).
fn broken_url(rest: &str, out: &mut String) -> Option<usize> {
    let scheme = rest.find(':')?;
    out.push_str(&rest[..scheme]);
    out.push_str("\\:");
    Some(scheme + 1)
}

fn is_url(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://"))
        && !text.split_whitespace().next().unwrap_or_default().contains(['<', '\\'])
}

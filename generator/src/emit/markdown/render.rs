//! Writes the inline pieces of a paragraph, a heading or a cell as lines of Markdown.
//!
//! **Invariant:** no line begins a block, and no line break is within a code span or a URL.

use super::escape::{bare_url, code, guarded, is_forbidden, is_special, may_be_reference, may_be_tag};
use super::inline::{Span, Token};

/// A paragraph line that is longer than this is wrapped, in characters.
const LONGEST: usize = 120;
/// The width of wrapped lines.
pub(super) const WIDTH: usize = 110;

/// Writes a paragraph in lines of this width.
pub(super) fn paragraph(tokens: &[Token], width: usize) -> Vec<String> {
    let mut writer = Writer::new(Form::Paragraph, width);
    writer.tokens(tokens);
    writer.finish()
}

/// Writes the text of a heading, on one line.
pub(super) fn heading(tokens: &[Token]) -> String {
    let mut writer = Writer::new(Form::Heading, usize::MAX);
    writer.tokens(tokens);
    let mut text = writer.buf;
    // A run of `#` at the end would close the heading (CommonMark 0.31, section 4.2).
    if text.ends_with('#') {
        text.insert(text.len() - 1, '\\');
    }
    text
}

/// Writes a cell of a table, on one line.
pub(super) fn cell(tokens: &[Token]) -> String {
    let mut writer = Writer::new(Form::Cell, usize::MAX);
    writer.tokens(tokens);
    writer.buf
}

/// Wraps a line without Markdown syntax.
pub(super) fn plain(line: &str, lines: &mut Vec<String>) {
    if line.len() <= LONGEST {
        lines.push(line.to_owned());
        return;
    }
    let mut writer = Writer::new(Form::Paragraph, WIDTH);
    for (index, word) in line.split(' ').enumerate() {
        if index > 0 {
            writer.space();
        }
        writer.put(word);
    }
    lines.append(&mut writer.finish());
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Paragraph,
    Heading,
    Cell,
}

/// The separator between two pieces, weakest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Soft,
    Hard,
}

struct Writer {
    form: Form,
    wrap: usize,
    lines: Vec<String>,
    /// The line being written.
    buf: String,
    /// Its length in characters.
    width: usize,
    /// The spaces at which the line can be broken: byte and character offsets.
    breaks: Vec<(usize, usize)>,
    /// The separator to write before the next visible character.
    gap: Gap,
    opens: Vec<(Span, String)>,
    /// The URL of the open link.
    link: Option<String>,
}

impl Writer {
    fn new(form: Form, wrap: usize) -> Self {
        let (lines, buf, breaks, opens) = (Vec::new(), String::new(), Vec::new(), Vec::new());
        Self { form, wrap, lines, buf, width: 0, breaks, gap: Gap::None, opens, link: None }
    }

    fn tokens(&mut self, tokens: &[Token]) {
        for (index, token) in tokens.iter().enumerate() {
            match token {
                Token::Text(text) => self.text(text),
                Token::Code(text) => self.code(text),
                Token::Url(url) => self.url(url),
                Token::Open(span, url) => self.opens.push((*span, url.clone())),
                Token::Close(span, _) => self.close(*span, &tokens[index + 1..]),
                Token::Soft => self.gap = self.gap.max(Gap::Soft),
                Token::Hard => self.gap = self.gap.max(Gap::Hard),
                Token::Mark => {}
            }
        }
    }

    fn finish(mut self) -> Vec<String> {
        self.settle();
        self.end_line("");
        self.lines
    }

    /// Writes text without escaping it.
    fn put(&mut self, text: &str) {
        self.buf.push_str(text);
        self.width += if text.is_ascii() { text.len() } else { text.chars().count() };
    }

    /// Writes a space at which the line can be broken.
    fn space(&mut self) {
        self.settle();
        // The line was broken at the space before. Four spaces would begin a code block.
        if self.buf.is_empty() {
            return;
        }
        if self.form == Form::Paragraph {
            self.breaks.push((self.buf.len(), self.width));
        }
        self.buf.push(' ');
        self.width += 1;
    }

    /// Breaks the line while it is too long and has a break.
    fn settle(&mut self) {
        while self.width > self.wrap.saturating_add(LONGEST - WIDTH) && !self.breaks.is_empty() {
            let fitting = self.breaks.iter().rposition(|(_, width)| *width <= self.wrap).unwrap_or(0);
            let (at, width) = self.breaks[fitting];
            let rest = self.buf[at..].trim_start_matches(' ');
            let cut = self.buf.len() - rest.len();
            let rest = rest.to_owned();
            let removed = width + (cut - at);
            self.breaks.drain(..=fitting);
            // A run of spaces removes some of the breaks.
            self.breaks.retain(|(at, _)| *at > cut);
            self.breaks.iter_mut().for_each(|(at, width)| (*at, *width) = (*at - cut, *width - removed));
            self.buf.truncate(at);
            let line = std::mem::replace(&mut self.buf, rest);
            self.width -= removed;
            self.push_line(line);
        }
    }

    fn end_line(&mut self, end: &str) {
        self.settle();
        self.breaks.clear();
        self.width = 0;
        let line = std::mem::take(&mut self.buf) + end;
        self.push_line(line);
    }

    fn push_line(&mut self, mut line: String) {
        line.truncate(line.trim_end_matches(' ').len());
        if !line.is_empty() {
            self.lines.push(guarded(line));
        }
    }

    /// Writes what was held back for a visible character, which is `next`.
    fn begin(&mut self, next: char) {
        let opens = std::mem::take(&mut self.opens);
        if !self.buf.is_empty() {
            // A span that is opened within a word has to begin with a letter (CommonMark 0.31, section 6.2).
            let first = if opens.first().is_some_and(|(span, _)| *span == Span::Link) { '[' } else { next };
            let is_within = !opens.is_empty() && opens[0].0 != Span::Link && !is_open(self.buf.chars().next_back());
            if is_within && is_punctuation(first) {
                self.gap = self.gap.max(Gap::Space);
            }
            match (self.gap, self.form) {
                (Gap::None, _) => {}
                (Gap::Space, _) | (_, Form::Heading | Form::Cell) => self.space(),
                (Gap::Soft, Form::Paragraph) => self.end_line(""),
                (Gap::Hard, Form::Paragraph) => self.end_line("\\"),
            }
        }
        self.gap = Gap::None;
        for (span, url) in opens {
            match span {
                Span::Emphasis => self.put("*"),
                Span::Strong => self.put("**"),
                Span::Strike => self.put("~~"),
                Span::Link => {
                    // `![` begins an image.
                    if self.buf.ends_with('!') {
                        self.buf.insert(self.buf.len() - 1, '\\');
                        self.width += 1;
                    }
                    self.put("[");
                    self.link = Some(url);
                }
            }
        }
    }

    fn close(&mut self, span: Span, rest: &[Token]) {
        if let Some((_, url)) = self.opens.pop_if(|(open, _)| *open == span) {
            if span == Span::Link {
                self.url(&url);
            }
            return;
        }
        let before = self.buf.trim_end_matches('*').chars().next_back();
        match span {
            Span::Emphasis => self.put("*"),
            Span::Strong => self.put("**"),
            Span::Strike => self.put("~~"),
            Span::Link => {
                let url = self.link.take().unwrap_or_default();
                self.put("](<");
                for (index, part) in url.split('&').enumerate() {
                    if index > 0 {
                        self.put(if may_be_reference(part) { "\\&" } else { "&" });
                    }
                    self.put(part);
                }
                self.put(">)");
                return;
            }
        }
        // A span that is closed within a word has to end with a letter.
        if before.is_some_and(is_punctuation) && !is_open(next_char(rest)) {
            self.gap = self.gap.max(Gap::Space);
        }
    }

    fn url(&mut self, url: &str) {
        self.begin('<');
        self.put("<");
        self.put(url);
        self.put(">");
    }

    fn code(&mut self, text: &str) {
        let text = text.replace(['\n', '\t', '\u{b}', '\u{c}'], " ");
        let is_split = self.form == Form::Cell && text.contains('|');
        // A parser splits a row before it looks for code, and some parsers do not count the backslashes before `|`.
        if is_split && text.contains('\\') {
            return self.text(&text);
        }
        self.begin('`');
        if self.buf.ends_with('`') {
            self.space();
        }
        let code = code(&text);
        self.put(&if is_split { code.replace('|', "\\|") } else { code });
    }

    fn text(&mut self, text: &str) {
        let start = text.trim_start();
        let body = start.trim_end();
        if start.len() < text.len() {
            self.gap = self.gap.max(Gap::Space);
        }
        let Some(first) = first_char(body, self.link.is_some() || self.opens.iter().any(|(span, _)| *span == Span::Link)) else { return };
        self.begin(first);
        self.escaped(body);
        if body.len() < start.len() {
            self.gap = Gap::Space;
        }
    }

    fn escaped(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let (mut from, mut at) = (0, 0);
        while let Some(byte) = bytes.get(at) {
            let Some((written, length)) = is_special(*byte).then(|| self.special(text, at)).flatten() else {
                at += 1;
                continue;
            };
            self.put(&text[from..at]);
            match written {
                Written::Space => self.space(),
                Written::Plain => self.put(&text[at..at + length]),
                Written::Escaped => {
                    for c in text[at..at + length].chars() {
                        self.put("\\");
                        self.put(c.encode_utf8(&mut [0; 4]));
                    }
                }
                Written::Replaced => self.put("\u{fffd}"),
                Written::Url => {
                    self.put("<");
                    self.put(&text[at..at + length]);
                    self.put(">");
                }
                Written::Scheme => {
                    self.put(&text[at..at + length - 1]);
                    self.put("\\:");
                }
            }
            at += length;
            from = at;
        }
        self.put(&text[from..]);
    }

    /// Returns how the text at an index is written, and its length; `None` if its first byte is written unchanged.
    fn special(&self, text: &str, at: usize) -> Option<(Written, usize)> {
        let rest = text.get(at + 1..).unwrap_or_default();
        let escaped = |needed: bool| needed.then_some((Written::Escaped, 1));
        match text.as_bytes()[at] {
            b' ' | b'\t' | b'\n' | 0xb | 0xc => Some((Written::Space, 1)),
            b'\\' | b'*' | b'`' | b'~' | b'[' => escaped(true),
            b']' => escaped(self.link.is_some()),
            // `[^` begins a footnote.
            b'^' => escaped(at == 0 && self.buf.ends_with('[')),
            b'|' => escaped(self.form == Form::Cell),
            b'<' => escaped(may_be_tag(rest)),
            b'&' => escaped(may_be_reference(rest)),
            b'_' => {
                // It has no meaning within a word.
                let run = text[at..].bytes().take_while(|byte| *byte == b'_').count();
                let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                let is_within =
                    is_letter(text[..at].trim_end_matches('_').chars().next_back()) && is_letter(text[at + run..].chars().next());
                Some((if is_within { Written::Plain } else { Written::Escaped }, run))
            }
            b'h' => {
                let scheme = ["http://", "https://"].into_iter().find(|scheme| text[at..].starts_with(scheme))?;
                let is_within = text[..at].ends_with(char::is_alphanumeric);
                match bare_url(&text[at..]).filter(|_| !is_within) {
                    _ if self.link.is_some() => None,
                    Some(length) => Some((Written::Url, length)),
                    // rustdoc detects more URLs than can be links (`rustdoc::bare_urls`).
                    None => Some((Written::Scheme, scheme.len() - 2)),
                }
            }
            byte if byte.is_ascii_control() => Some((Written::Replaced, 1)),
            _ => {
                let c = text.get(at..)?.chars().next()?;
                (is_forbidden(c) || c.is_control()).then(|| (Written::Replaced, c.len_utf8()))
            }
        }
    }
}

/// How a part of a text that may have a meaning is written.
enum Written {
    Plain,
    Space,
    Escaped,
    Replaced,
    Url,
    Scheme,
}

/// Returns the first character that is written for a text; `None` for an empty text.
fn first_char(text: &str, in_link: bool) -> Option<char> {
    let is_url = !in_link && text.starts_with("http") && (text.starts_with("http://") || text.starts_with("https://"));
    if is_url && bare_url(text).is_some() { Some('<') } else { text.chars().next() }
}

/// Returns the next character that is written; `None` at the end of the line.
fn next_char(tokens: &[Token]) -> Option<char> {
    tokens.iter().find_map(|token| match token {
        Token::Text(text) => first_char(text, false).map(Some),
        Token::Code(_) => Some(Some('`')),
        Token::Url(_) => Some(Some('<')),
        Token::Open(Span::Link, _) => Some(Some('[')),
        Token::Close(Span::Link, _) => Some(Some(']')),
        Token::Open(Span::Strike, _) | Token::Close(Span::Strike, _) => Some(Some('~')),
        Token::Soft | Token::Hard => Some(None),
        Token::Open(Span::Emphasis | Span::Strong, _) | Token::Close(Span::Emphasis | Span::Strong, _) | Token::Mark => None,
    })?
}

/// Returns whether a character is next to a word, but not part of it.
fn is_open(c: Option<char>) -> bool {
    c.is_none_or(|c| c.is_whitespace() || is_punctuation(c))
}

fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

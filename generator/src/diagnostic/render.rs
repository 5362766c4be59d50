//! Prints diagnostics: with a code frame for people, or one JSON object a line for programs.
//!
//! The frame is drawn here and not by a library because a minified spec is one line of megabytes, of which only the part around the
//! problem can be shown, and because nothing of a spec may reach a terminal as a control sequence.

use std::fmt::Write;

use serde_json::json;

use super::{Diagnostic, Severity};
use crate::source::{Sources, Span};

/// Whether to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Plain text.
    Plain,
    /// With ANSI escape sequences.
    Coloured,
}

/// How many characters of a line are shown, and how many of them before the problem.
const WIDTH: usize = 120;
const BEFORE: usize = 40;

/// Prints diagnostics for people, each with its place and a code frame.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        one(&mut out, diagnostic, sources, style);
    }
    out
}

/// Prints diagnostics as one JSON object a line.
pub fn render_json(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let location = diagnostic.location.as_ref();
        let span = location.and_then(|location| sources.span(location));
        let line = json!({
            "severity": diagnostic.severity.word(),
            "code": diagnostic.code,
            "message": diagnostic.message,
            "file": location.map(|location| sources.file(location.file).name()),
            "line": span.as_ref().map(|span| span.line),
            "column": span.as_ref().map(|span| span.column),
            "pointer": location.map(|location| location.pointer.as_str()),
            "help": diagnostic.help,
        });
        let _ = writeln!(out, "{line}");
    }
    out
}

fn one(out: &mut String, diagnostic: &Diagnostic, sources: &Sources, style: Style) {
    let paint = Paint(style);
    let severity = diagnostic.severity;
    let head = format!("{}[{}]", severity.word(), diagnostic.code);
    let _ = writeln!(out, "{}{}", paint.severity(severity, &head), paint.bold(&format!(": {}", clean(&diagnostic.message))));
    let mut margin = 1;
    if let Some(location) = &diagnostic.location {
        let file = sources.file(location.file);
        let name = clean(file.name());
        match sources.span(location) {
            Some(span) => {
                margin = span.line.to_string().len();
                let arrow = paint.frame(&format!("{:margin$}-->", ""));
                let _ = writeln!(out, "{arrow} {name}:{}:{}", span.line, span.column);
                frame(out, file.text(), &span, margin, &paint, severity);
            }
            None => {
                let _ = writeln!(out, "{} {name}", paint.frame(" -->"));
            }
        }
        if !location.pointer.as_str().is_empty() {
            note(out, margin, &paint, "at", &format!("#{}", location.pointer));
        }
    }
    if let Some(help) = &diagnostic.help {
        note(out, margin, &paint, "help:", help);
    }
    out.push('\n');
}

fn note(out: &mut String, margin: usize, paint: &Paint, label: &str, text: &str) {
    let _ = writeln!(out, "{:margin$} {} {} {}", "", paint.frame("="), paint.bold(label), clean(text));
}

/// Draws the line of a span with a mark under the span.
fn frame(out: &mut String, text: &str, span: &Span, margin: usize, paint: &Paint, severity: Severity) {
    let bytes = &span.bytes;
    let (line_start, line_end) = (span.line_bytes.start, span.line_bytes.end);
    let first = text[line_start..bytes.start].char_indices().rev().nth(BEFORE).map_or(line_start, |(at, _)| line_start + at);
    let last = text[first..line_end].char_indices().nth(WIDTH).map_or(line_end, |(at, _)| first + at);
    if text[first..last].trim().is_empty() {
        return;
    }
    let ellipsis = |is_cut: bool| if is_cut { "..." } else { "" };
    let before = format!("{}{}", ellipsis(first > line_start), clean(&text[first..bytes.start]));
    let marked = clean(text[bytes.start..bytes.end.clamp(bytes.start, last.max(bytes.start))].trim_end());
    let shown = format!("{before}{}{}", clean(text[bytes.start..last].trim_end()), ellipsis(last < line_end));
    let blank = before.chars().count();
    let mark = "^".repeat(marked.chars().count().max(1));
    let bar = paint.frame("|");
    let _ = writeln!(out, "{:margin$} {bar}", "");
    let _ = writeln!(out, "{} {bar} {shown}", paint.frame(&span.line.to_string()));
    let _ = writeln!(out, "{:margin$} {bar} {:blank$}{}", "", "", paint.severity(severity, &mark));
}

/// Replaces what a terminal would act on, and what would break the line.
fn clean(text: &str) -> String {
    let is_odd =
        |c: char| c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    text.chars()
        .map(|c| {
            if c == '\t' {
                ' '
            } else if is_odd(c) {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

struct Paint(Style);

impl Paint {
    fn severity(&self, severity: Severity, text: &str) -> String {
        match severity {
            Severity::Note => self.wrap("1;36", text),
            Severity::Warning => self.wrap("1;33", text),
            Severity::Error => self.wrap("1;31", text),
        }
    }

    fn bold(&self, text: &str) -> String {
        self.wrap("1", text)
    }

    fn frame(&self, text: &str) -> String {
        self.wrap("1;34", text)
    }

    fn wrap(&self, code: &str, text: &str) -> String {
        match self.0 {
            Style::Plain => text.to_owned(),
            Style::Coloured => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        }
    }
}

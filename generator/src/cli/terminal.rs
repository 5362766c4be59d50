//! What people and programs get to see.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};

use crate::diagnostic::{Diagnostic, Severity, Style, render, render_json};
use crate::generator::{Failure, Plan};
use crate::source::Sources;

use super::args::{Color, Format, SpecArgs};

/// A code is shown in full this often; a spec may make one mistake a thousand times.
const SHOWN_PER_CODE: usize = 20;

/// How to speak.
pub(super) struct Terminal {
    style: Style,
    format: Format,
    /// Whether somebody watches.
    pub(super) watched: bool,
}

impl Terminal {
    /// Finds out what standard error is.
    pub(super) fn new(color: Color, format: Format) -> Self {
        let terminal = io::stderr().is_terminal();
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let coloured = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && !dumb && !refused,
        };
        let style = if coloured { Style::Coloured } else { Style::Plain };
        Self { style, format, watched: terminal && !dumb && format == Format::Text }
    }

    /// Shows why nothing could be done.
    pub(super) fn failure(&self, failure: &Failure) {
        self.diagnostics(&failure.diagnostics, &failure.sources);
    }

    /// Plans what would be generated, and prints what there is to say of it; `None` where it fails.
    pub(super) fn plan(&self, spec: &SpecArgs) -> Option<Plan> {
        let plan = spec.generator().plan().inspect_err(|failure| self.failure(failure)).ok()?;
        self.diagnostics(&plan.diagnostics, &plan.sources);
        Some(plan)
    }

    /// Shows warnings and errors; for programs also notes.
    pub(super) fn diagnostics(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        match self.format {
            Format::Json => self.say(&render_json(diagnostics, sources)),
            Format::Text => self.some(diagnostics, sources),
        }
    }

    fn some(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut shown = Vec::new();
        for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity > Severity::Note) {
            let count = counts.entry(diagnostic.code).or_default();
            *count += 1;
            if *count <= SHOWN_PER_CODE || diagnostic.severity == Severity::Error {
                shown.push(diagnostic.clone());
            }
        }
        self.say(&render(&shown, sources, self.style));
        for (code, count) in counts.iter().filter(|(_, count)| **count > SHOWN_PER_CODE) {
            let more = count - SHOWN_PER_CODE;
            self.say(&format!("... and {more} more of `{code}`; `--message-format json` shows all\n\n"));
        }
    }

    /// Shows the last line: for people, or for programs.
    pub(super) fn summary(&self, text: &str, json: &serde_json::Value) {
        match self.format {
            Format::Text => self.say(&format!("{text}\n")),
            Format::Json => self.say(&format!("{}\n", serde_json::json!({ "summary": json }))),
        }
    }

    /// Prints why the command waits.
    pub(super) fn notice(&self, text: &str) {
        match self.format {
            Format::Text => self.say(&format!("{text}\n")),
            Format::Json => self.say(&format!("{}\n", serde_json::json!({ "notice": text }))),
        }
    }

    fn say(&self, text: &str) {
        // Where standard error is closed, there is nobody to tell.
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Prints what was asked for. A reader that has seen enough is no failure.
    pub(super) fn print(&self, text: &str) -> super::End {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Ok(()) => super::End::Done,
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => super::End::Done,
            Err(error) => {
                self.say(&format!("error: cannot write to standard output: {error}\n"));
                super::End::Fault
            }
        }
    }
}

/// Returns how often each code was reported, with the worst severity first.
pub(super) fn counts(diagnostics: &[Diagnostic]) -> Vec<(Severity, &'static str, usize)> {
    let mut counts: BTreeMap<(std::cmp::Reverse<Severity>, &'static str), usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        *counts.entry((std::cmp::Reverse(diagnostic.severity), diagnostic.code)).or_default() += 1;
    }
    counts.into_iter().map(|((severity, code), count)| (severity.0, code, count)).collect()
}

/// Returns a count with its noun: `1 file`, `1,223 operations`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{text} {}", if number == 1 { one } else { many })
}

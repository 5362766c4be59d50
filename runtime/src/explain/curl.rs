//! A call as a command for a POSIX shell.

use std::fmt::Write as _;

use super::{BodyOutline, Explanation};
use crate::redact::{Piece, Shown};

impl Explanation {
    /// Writes the request as a `curl` command for a POSIX shell, with secrets as variables.
    pub fn to_curl(&self) -> String {
        let mut out = String::new();
        if let Some(problem) = &self.problem {
            let _ = writeln!(out, "# would not be sent: {}", one_line(problem));
        }
        if self.is_signed {
            out.push_str("# The client signs the request when it is sent; the signature is not here.\n");
        }
        match &self.body {
            BodyOutline::Stream { length, .. } => {
                let length = length.map_or_else(|| "of unknown length".to_owned(), |length| format!("of {length} bytes"));
                let _ = writeln!(out, "# The body is a stream {length} that is not read here: put it into the file BODY.");
            }
            BodyOutline::Bytes(length) => {
                let _ = writeln!(out, "# The body is {length} bytes that are no text: put them into the file BODY.");
            }
            BodyOutline::None | BodyOutline::Text(_) => {}
        }
        out.push_str("curl");
        match self.method.as_str() {
            "HEAD" => out.push_str(" --head"),
            method => {
                let _ = write!(out, " --request {}", quoted(&text(method)));
            }
        }
        let _ = write!(out, " --max-time {}", self.attempt_timeout.as_secs_f64());
        // Braces and brackets are no patterns, and dots in the path stay.
        let _ = write!(out, " --globoff --path-as-is {}", quoted(&self.outline.url));
        for (name, value) in &self.outline.headers {
            let mut header = Shown::default();
            // An empty value is told by a semicolon; a colon would take the header away.
            header.text(&if value.0.is_empty() { format!("{name};") } else { format!("{name}: ") });
            header.0.extend(value.0.iter().cloned());
            let _ = write!(out, " \\\n  --header {}", quoted(&header));
        }
        match (&self.body, &self.outline.body) {
            (BodyOutline::None, _) => {}
            // `--data` would read a file where the text begins with `@`, and `--data-binary` too.
            (_, Some(body)) => {
                self.without_default_type(&mut out);
                let _ = write!(out, " \\\n  --data-raw {}", quoted(body));
            }
            (_, None) => {
                self.without_default_type(&mut out);
                out.push_str(" \\\n  --data-binary @BODY");
            }
        }
        out
    }

    /// `curl` names a media type of its own for a body that has none.
    fn without_default_type(&self, out: &mut String) {
        if !self.outline.headers.iter().any(|(name, _)| name == "content-type") {
            out.push_str(" \\\n  --header 'content-type:'");
        }
    }
}

fn text(text: &str) -> Shown {
    let mut shown = Shown::default();
    shown.text(text);
    shown
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Quotes for a POSIX shell: text in single quotes, where nothing but the quote itself has a meaning, and variables in double ones.
fn quoted(shown: &Shown) -> String {
    let mut out = String::new();
    for piece in &shown.0 {
        let _ = match piece {
            Piece::Text(text) => write!(out, "'{}'", text.replace('\'', "'\\''")),
            Piece::Secret(name) => write!(out, "\"${{{name}}}\""),
        };
    }
    if out.is_empty() { "''".to_owned() } else { out }
}

//! Lays out what needs no formatting, and puts it where the formatter left a mark: documentation, and the tables of models.
//!
//! A mark is a doc attribute or a macro call with a number, which the formatter keeps on a line of its own. Text from a document is never
//! part of the tokens that are formatted, so it cannot look like a mark.

use std::cell::RefCell;
use std::fmt::Write;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Module;
use super::code::Code;
use crate::name::Name;

const DOC_MARK: &str = "///@";
const TABLE_MARK: &str = "table_mark!(";

/// The blocks of a file that are laid out apart.
#[derive(Default)]
pub(super) struct Blocks(RefCell<Vec<Vec<String>>>);

impl Blocks {
    /// Adds documentation and returns its mark; nothing for no lines.
    pub(super) fn docs(&self, lines: Vec<String>) -> TokenStream {
        if lines.is_empty() {
            return TokenStream::new();
        }
        let mark = format!("@{}", self.add(lines));
        quote! { #[doc = #mark] }
    }

    /// Adds documentation and returns the line of its mark; nothing for no lines.
    pub(super) fn doc_line(&self, lines: Vec<String>) -> Option<String> {
        (!lines.is_empty()).then(|| format!("{DOC_MARK}{}", self.add(lines)))
    }

    /// Adds a table: the macro, what it is for, a row a line. Returns its mark.
    pub(super) fn table(&self, opening: String, rows: Vec<String>, closing: String) -> TokenStream {
        let mark = Literal::usize_unsuffixed(self.add_table(opening, rows, closing));
        quote! { table_mark!(#mark); }
    }

    /// Adds a table as [`Blocks::table`] does, and returns the line of its mark.
    pub(super) fn table_line(&self, opening: String, rows: Vec<String>, closing: String) -> String {
        format!("{TABLE_MARK}{});", self.add_table(opening, rows, closing))
    }

    fn add_table(&self, opening: String, rows: Vec<String>, closing: String) -> usize {
        let mut lines = Vec::with_capacity(rows.len() + 2);
        if rows.is_empty() {
            lines.push(format!("{opening}{closing}"));
        } else {
            lines.push(opening);
            lines.extend(rows.into_iter().map(|row| format!("    {row}")));
            lines.push(closing);
        }
        self.add(lines)
    }

    fn add(&self, lines: Vec<String>) -> usize {
        let mut blocks = self.0.borrow_mut();
        blocks.push(lines);
        blocks.len() - 1
    }

    /// Formats all items of a file.
    pub(super) fn format(&self, items: TokenStream) -> String {
        let mut text = Text::default();
        self.push(&mut text, items);
        text.into_string()
    }

    /// Formats items after others, and puts the blocks in place.
    ///
    /// The formatter needs far more memory than its text, so a long file is pushed item by item.
    pub(super) fn push(&self, text: &mut Text, items: TokenStream) {
        if !items.is_empty() {
            self.place(text, &unparse(syn::parse2(items)));
        }
    }

    /// Adds items of plain forms, and puts the blocks in place.
    pub(super) fn push_code(&self, text: &mut Text, code: Code<'_>) {
        let (source, is_plain) = code.into_parts();
        if is_plain {
            self.place(text, &source);
        } else {
            self.place(text, &unparse(syn::parse_str(&source)));
        }
    }

    /// Puts the blocks in the place of their marks, and free lines between items.
    fn place(&self, text: &mut Text, formatted: &str) {
        let lines: Vec<&str> = formatted.lines().collect();
        let blocks = self.0.borrow();
        let Text { out, last } = text;
        let mut previous = "";
        for (index, line) in lines.iter().enumerate() {
            let trimmed = line.trim_start();
            let indent = &line[..line.len() - trimmed.len()];
            if indent.is_empty() && starts_item(previous, trimmed) {
                let next = Item::of(&lines[index..]);
                if last.as_ref().is_some_and(|last| !last.stands_with(&next)) {
                    out.push('\n');
                }
                *last = Some(next);
            } else if previous == "    }" && indent.len() == 4 && starts_method(trimmed) {
                out.push('\n');
            }
            previous = line;
            let doc = trimmed.strip_prefix(DOC_MARK);
            let table = trimmed.strip_prefix(TABLE_MARK).and_then(|rest| rest.strip_suffix(");"));
            match doc.or(table).and_then(|number| number.parse::<usize>().ok()).and_then(|number| blocks.get(number)) {
                Some(block) => write_block(out, block, indent, doc.is_some()),
                None => {
                    out.push_str(line);
                    out.push('\n');
                }
            }
        }
    }
}

/// Lays out a method, which stands in an item.
pub(super) fn method(source: &str) -> String {
    let item = unparse(syn::parse_str(&format!("impl Item {{\n{source}}}\n")));
    let inside = item.split_once('\n').and_then(|(_, rest)| rest.strip_suffix("}\n"));
    inside.unwrap_or_default().to_owned()
}

fn unparse(parsed: syn::Result<syn::File>) -> String {
    match parsed {
        Ok(file) => prettyplease::unparse(&file),
        // The emitter's own mistake, never the document's.
        Err(error) => unreachable!("emitted code is Rust: {error}"),
    }
}

/// What kind of item stands on a line, as far as the space around it goes.
#[derive(Debug, PartialEq)]
enum Item {
    /// `use`, with the first segment of its path.
    Use(String),
    /// `mod name;`.
    Mod,
    /// `pub use`.
    PubUse,
    /// Anything else.
    Other,
}

impl Item {
    /// Tells the kind of the item that starts with the first line.
    fn of(lines: &[&str]) -> Self {
        let body = lines.iter().find(|line| !line.starts_with(['#', '/', ' ', ')']) && !line.is_empty());
        let body = body.copied().unwrap_or_default();
        if let Some(path) = body.strip_prefix("use ") {
            Self::Use(path.split("::").next().unwrap_or_default().to_owned())
        } else if body.starts_with("pub use ") {
            Self::PubUse
        } else if body.ends_with(';') && (body.starts_with("mod ") || body.starts_with("pub mod ")) {
            Self::Mod
        } else {
            Self::Other
        }
    }

    /// Returns whether no line is left free between this item and the next.
    fn stands_with(&self, next: &Self) -> bool {
        *self != Self::Other && self == next
    }
}

/// A line without indent starts an item unless it closes one, or goes on from an attribute or a mark.
fn starts_item(previous: &str, line: &str) -> bool {
    let closes = line.is_empty() || line.starts_with(['}', ')', ']']);
    let goes_on = previous.starts_with("#[") || previous.starts_with(DOC_MARK) || previous == ")]";
    !closes && !goes_on
}

fn starts_method(line: &str) -> bool {
    ["///", "#[", "pub ", "fn "].iter().any(|start| line.starts_with(start))
}

/// Formatted items.
#[derive(Default)]
pub(super) struct Text {
    out: String,
    /// The item written last.
    last: Option<Item>,
}

impl Text {
    /// Adds formatted items that follow these.
    pub(super) fn append(&mut self, more: Self) {
        if !self.out.is_empty() && !more.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(&more.out);
        self.last = more.last;
    }

    /// Returns the text.
    pub(super) fn into_string(self) -> String {
        self.out
    }
}

fn write_block(out: &mut String, block: &[String], indent: &str, docs: bool) {
    for line in block {
        if docs {
            comment(out, indent, "///", line);
        } else {
            out.push_str(indent);
            line_of(out, line);
        }
    }
}

/// Writes a line of a comment. No other function writes comments, whether for an item, a module or the crate.
///
/// **Invariant:** the output is one line for any text. A character that ends a line for some reader, or changes the text direction, is
/// replaced.
pub(super) fn comment(out: &mut String, indent: &str, mark: &str, text: &str) {
    out.push_str(indent);
    out.push_str(mark);
    if !text.is_empty() {
        out.push(' ');
    }
    line_of(out, text);
}

/// Writes text as one line, as [`comment`] does.
fn line_of(out: &mut String, text: &str) {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        out.push_str(text);
    } else {
        out.extend(text.chars().map(|c| if c.is_control() || super::markdown::is_forbidden(c) { '\u{fffd}' } else { c }));
    }
    out.push('\n');
}

/// Joins texts with line feeds; each text stays one line.
pub(super) fn lines(texts: &[String]) -> String {
    let mut out = String::new();
    texts.iter().for_each(|text| line_of(&mut out, text));
    out
}

/// Writes a string as a Rust literal.
pub(super) fn literal(text: &str) -> String {
    Literal::string(text).to_string()
}

/// Returns lines as inner documentation of a module.
pub(super) fn inner_docs(lines: &[String]) -> String {
    let mut out = String::new();
    lines.iter().for_each(|line| comment(&mut out, "", "//!", line));
    out
}

/// Nests modules in one file. What is said of the crate as a whole is left out: it cannot stand in an included file.
pub(super) fn nest(modules: Vec<Module>, allowed: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let lints: Vec<&str> = allowed.iter().map(|(lint, _)| *lint).collect();
    let allow = format!("#[allow({})]", lints.join(", "));
    for module in modules.iter().filter(|module| !module.path.contains('/')) {
        if module.path == "lib" {
            out.push_str(&without_declarations(without_inner_attributes(&module.text)));
            continue;
        }
        let name = module.path.as_str();
        let visibility = if matches!(name, "client" | super::xml::MODULE) { "" } else { "pub " };
        let text = without_declarations(module.text.lines());
        let _ = writeln!(out, "\n{allow}\n{visibility}mod {} {{\n{text}", Name::of(name.to_owned()));
        let below = format!("{name}/");
        for inner in modules.iter().filter(|inner| inner.path.starts_with(&below)) {
            let _ = writeln!(out, "\nmod {} {{\n{}}}", Name::of(inner.path[below.len()..].to_owned()), inner.text);
        }
        out.push_str("}\n");
    }
    out
}

/// Leaves out the documentation and the attributes of a crate, which may stand on several lines.
fn without_inner_attributes(text: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    text.lines().filter(move |line| {
        let begins = line.starts_with("#![");
        let skipped = inside || begins || line.starts_with("//!");
        inside = (inside || begins) && !line.ends_with(']');
        !skipped
    })
}

/// Leaves out the declarations of modules that are nested instead, and the empty lines around them.
fn without_declarations<'t>(lines: impl Iterator<Item = &'t str>) -> String {
    let mut out = String::new();
    for line in lines.filter(|line| !(line.ends_with(';') && (line.starts_with("mod ") || line.starts_with("pub mod ")))) {
        if !line.is_empty() || !(out.is_empty() || out.ends_with("\n\n")) {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_one_whatever_it_holds() {
        for end in ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}', '\0', '\u{202e}', '\u{2066}', '\u{61c}'] {
            let hostile = format!("a{end}impl Drop for Client {{}}");
            let replaced = "a\u{fffd}impl Drop for Client {}";
            assert_eq!(inner_docs(std::slice::from_ref(&hostile)), format!("//! {replaced}\n"));
            let blocks = Blocks::default();
            let mut text = Text::default();
            let docs = blocks.docs(vec![hostile.clone(), String::new()]);
            blocks.push(&mut text, quote! { #docs struct A; });
            blocks.place(&mut text, &format!("{}\n", blocks.table_line("t!{".to_owned(), vec![hostile.clone()], "}".to_owned())));
            assert_eq!(text.into_string(), format!("/// {replaced}\n///\nstruct A;\n\nt!{{\n    {replaced}\n}}\n"));
        }
    }

    #[test]
    fn a_literal_stays_on_its_line() {
        let hostile = "\n\r\u{85}\u{2028}\u{2029}\u{202e}\0\"#]*/{}\\";
        let written = literal(hostile);
        assert!(written.chars().all(|c| (' '..='~').contains(&c)), "{written}");
        assert_eq!(syn::parse_str::<syn::LitStr>(&written).expect("it is a literal").value(), hostile);
    }
}

//! Lays out what needs no formatting, and puts it where the formatter left a mark: documentation, and the tables of models.
//!
//! A mark is a doc attribute or a macro call with a number, which the formatter keeps on a line of its own. Text from a document is never
//! part of the tokens that are formatted, so it cannot look like a mark.

use std::cell::RefCell;
use std::fmt::Write;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Module;

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

    /// Adds a table: the macro, what it is for, a row a line. Returns its mark.
    pub(super) fn table(&self, opening: String, rows: Vec<String>, closing: String) -> TokenStream {
        let mut lines = Vec::with_capacity(rows.len() + 2);
        if rows.is_empty() {
            lines.push(format!("{opening}{closing}"));
        } else {
            lines.push(opening);
            lines.extend(rows.into_iter().map(|row| format!("    {row}")));
            lines.push(closing);
        }
        let mark = Literal::usize_unsuffixed(self.add(lines));
        quote! { table_mark!(#mark); }
    }

    fn add(&self, lines: Vec<String>) -> usize {
        let mut blocks = self.0.borrow_mut();
        blocks.push(lines);
        blocks.len() - 1
    }

    /// Formats items and puts the blocks in place.
    pub(super) fn format(&self, items: TokenStream) -> String {
        let file: syn::File = match syn::parse2(items) {
            Ok(file) => file,
            // The emitter's own mistake, never the document's.
            Err(error) => unreachable!("emitted code is Rust: {error}"),
        };
        let formatted = prettyplease::unparse(&file);
        let blocks = self.0.borrow();
        let mut out = String::with_capacity(formatted.len() * 3);
        let mut previous_is_item = false;
        for line in formatted.lines() {
            let trimmed = line.trim_start();
            let indent = &line[..line.len() - trimmed.len()];
            let doc = trimmed.strip_prefix(DOC_MARK);
            let table = trimmed.strip_prefix(TABLE_MARK).and_then(|rest| rest.strip_suffix(");"));
            if indent.is_empty() && previous_is_item && !trimmed.is_empty() && !trimmed.starts_with("use ") {
                out.push('\n');
            }
            previous_is_item = indent.is_empty() && ends_item(trimmed);
            match doc.or(table).and_then(|number| number.parse::<usize>().ok()).and_then(|number| blocks.get(number)) {
                Some(block) => write_block(&mut out, block, indent, doc.is_some()),
                None => {
                    out.push_str(line);
                    out.push('\n');
                }
            }
        }
        out
    }
}

fn ends_item(line: &str) -> bool {
    line == "}" || line.ends_with(';') || line.ends_with("{}")
}

fn write_block(out: &mut String, block: &[String], indent: &str, docs: bool) {
    for line in block {
        let prefix = if docs { "///" } else { "" };
        let space = if docs && !line.is_empty() { " " } else { "" };
        // Writing to a `String` cannot fail.
        let _ = writeln!(out, "{indent}{prefix}{space}{line}");
    }
}

/// Writes a string as a Rust literal.
pub(super) fn literal(text: &str) -> String {
    Literal::string(text).to_string()
}

/// Returns lines as inner documentation of a module.
pub(super) fn inner_docs(lines: &[String]) -> String {
    let mut out = String::new();
    for line in lines {
        let space = if line.is_empty() { "" } else { " " };
        let _ = writeln!(out, "//!{space}{line}");
    }
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
        let visibility = if name == "client" { "" } else { "pub " };
        let text = without_declarations(module.text.lines());
        let _ = writeln!(out, "\n{allow}\n{visibility}mod {} {{\n{text}", module_name(name));
        let below = format!("{name}/");
        for inner in modules.iter().filter(|inner| inner.path.starts_with(&below)) {
            let _ = writeln!(out, "\nmod {} {{\n{}}}", module_name(&inner.path[below.len()..]), inner.text);
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

/// The path of a file of a module that has a keyword's name is without the `r#`.
fn module_name(stem: &str) -> String {
    if syn::parse_str::<syn::Ident>(stem).is_ok() { stem.to_owned() } else { format!("r#{stem}") }
}

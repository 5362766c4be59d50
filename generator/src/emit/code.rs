//! Items of plain forms, written as the formatter would lay them out.
//!
//! Most of a client is declarations in which each part has a line of its own. To make tokens of them, parse these and lay them out costs
//! several times what it costs to write the lines; only an item with a line that may be too long goes to the formatter.

use super::context::Scope;
use super::layout::Blocks;

/// The longest line that the formatter does not break, in bytes.
const FITS: usize = 89;
/// The longest struct expression on one line, without its last brace.
const SHORT: usize = 34;

/// An item, or several, being written.
pub(super) struct Code<'s> {
    blocks: &'s Blocks,
    text: String,
    is_plain: bool,
}

/// The head of a function.
pub(super) struct Head<'h> {
    /// All that stands before the arguments.
    pub(super) name: &'h str,
    /// The arguments.
    pub(super) args: &'h [String],
    /// The type of what is returned.
    pub(super) output: &'h str,
}

impl<'s> Code<'s> {
    /// Starts with nothing.
    pub(super) fn new(scope: &'s Scope) -> Self {
        Self { blocks: &scope.blocks, text: String::new(), is_plain: true }
    }

    /// Returns the text with the marks of its blocks, and whether it is laid out.
    pub(super) fn into_parts(self) -> (String, bool) {
        (self.text, self.is_plain)
    }

    /// Writes documentation; nothing for no lines.
    pub(super) fn docs(&mut self, indent: usize, lines: Vec<String>) {
        if let Some(mark) = self.blocks.doc_line(lines) {
            self.put(indent, &mark);
        }
    }

    /// Writes a table, as [`Blocks::table`] takes it.
    pub(super) fn table(&mut self, opening: String, rows: Vec<String>, closing: String) {
        let mark = self.blocks.table_line(opening, rows, closing);
        self.put(0, &mark);
    }

    /// Writes attributes that are laid out already.
    pub(super) fn attributes(&mut self, laid_out: &str) {
        self.text.push_str(laid_out);
    }

    /// Writes the attribute of what the vendor advises against.
    pub(super) fn deprecated(&mut self, indent: usize, is_deprecated: bool) {
        if is_deprecated {
            self.put(indent, "#[deprecated]");
        }
    }

    /// Lets what uses a function compile it: a client of a thousand operations would else be compiled whole, for the few that are called.
    pub(super) fn inline(&mut self, indent: usize) {
        self.put(indent, "#[inline]");
    }

    /// Writes a line.
    pub(super) fn line(&mut self, indent: usize, line: &str) {
        self.is_plain &= indent + line.len() <= FITS;
        self.put(indent, line);
    }

    /// Writes a method: its documentation, its head, and the calls on a place that it consists of.
    pub(super) fn method(&mut self, docs: Vec<String>, is_deprecated: bool, head: Head<'_>, calls: &[String]) {
        let mut own = Code { blocks: self.blocks, text: String::new(), is_plain: true };
        own.docs(4, docs);
        own.deprecated(4, is_deprecated);
        own.inline(4);
        own.signature(4, head);
        let joined: usize = calls.iter().map(String::len).sum();
        if 8 + joined <= FITS {
            own.line(8, &calls.concat());
        } else {
            for (index, call) in calls.iter().enumerate() {
                own.line(if index == 0 { 8 } else { 12 }, call);
            }
        }
        own.line(4, "}");
        // The others are laid out already, whatever comes of this one.
        if own.is_plain {
            self.text.push_str(&own.text);
        } else {
            self.text.push_str(&super::layout::method(&own.text));
        }
    }

    /// Writes the head of a function up to its opening brace.
    pub(super) fn signature(&mut self, indent: usize, head: Head<'_>) {
        let Head { name, args, output } = head;
        let joined = format!("{name}({}) -> {output} {{", args.join(", "));
        if indent + joined.len() <= FITS || args.is_empty() {
            return self.line(indent, &joined);
        }
        self.line(indent, &format!("{name}("));
        for arg in args {
            self.line(indent + 4, &format!("{arg},"));
        }
        self.line(indent, &format!(") -> {output} {{"));
    }

    /// Writes a struct expression: its fields, and what the others are taken from.
    pub(super) fn fill(&mut self, indent: usize, fields: &[String], rest: Option<&str>) {
        let rest = rest.map(|rest| format!("..{rest}"));
        let all: Vec<&str> = fields.iter().map(String::as_str).chain(rest.as_deref()).collect();
        let joined = format!("Self {{ {} ", all.join(", "));
        if joined.len() <= SHORT {
            return self.line(indent, &format!("{joined}}}"));
        }
        self.line(indent, "Self {");
        for field in fields {
            self.line(indent + 4, &format!("{field},"));
        }
        if let Some(rest) = rest {
            self.line(indent + 4, &rest);
        }
        self.line(indent, "}");
    }

    fn put(&mut self, indent: usize, line: &str) {
        self.text.extend(std::iter::repeat_n(' ', indent));
        self.text.push_str(line);
        self.text.push('\n');
    }
}

/// Lays out the attribute for an item that any of these features needs.
pub(super) fn cfg<'f>(features: impl Iterator<Item = &'f str>) -> String {
    let mut features: Vec<String> = features.map(|feature| format!("feature = {}", super::layout::literal(feature))).collect();
    if features.len() == 1 {
        return format!("#[cfg({})]\n", features.remove(0));
    }
    let any = format!("any({})", features.join(", "));
    if "#[cfg()]".len() + any.len() <= FITS {
        return format!("#[cfg({any})]\n");
    }
    if "    ".len() + any.len() <= FITS {
        return format!("#[cfg(\n    {any}\n)]\n");
    }
    format!("#[cfg(\n    any(\n        {}\n    )\n)]\n", features.join(",\n        "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes an item of each form around a name.
    fn items(name: &str, scope: &Scope) -> String {
        let mut code = Code::new(scope);
        let args = ["&self".to_owned(), format!("{name}: impl Into<String>"), "second: &str".to_owned()];
        let values = [name.to_owned(), "second: second.into()".to_owned()];
        code.attributes(&cfg([name, "other"].into_iter()));
        code.line(0, "#[derive(Clone)]");
        code.line(0, "pub struct Item {");
        code.deprecated(4, true);
        code.line(4, &format!("pub {name}: Value,"));
        code.line(0, "}");
        code.attributes(&cfg([name, "second", "third"].into_iter()));
        code.line(0, "impl Item {");
        code.signature(4, Head { name: "pub fn new", args: &args[1..], output: "Self" });
        code.fill(8, &values, Some("Model::blank()"));
        code.line(4, "}");
        let calls = ["self.0".to_owned(), ".inner".to_owned(), format!(".call(&{name})"), ".query(\"second\", &second)".to_owned()];
        code.method(Vec::new(), true, Head { name: "pub fn send", args: &args, output: &format!("Call<'c, {name}, Value>") }, &calls);
        code.signature(4, Head { name: "fn default", args: &[], output: "Self" });
        code.fill(8, &values[1..], Some(&name[..name.len().min(20)]));
        code.line(4, "}");
        code.line(0, "}");
        let (text, is_plain) = code.into_parts();
        if is_plain { text } else { String::new() }
    }

    #[test]
    fn what_is_written_is_what_the_formatter_would_write() {
        let mut plain = 0;
        for length in 1..90 {
            let text = items(&"n".repeat(length), &Scope::default());
            if !text.is_empty() {
                plain += 1;
                let parsed = syn::parse_file(&text).expect("it is Rust");
                assert_eq!(prettyplease::unparse(&parsed), text, "with a name of {length} letters");
            }
        }
        assert!((60..89).contains(&plain), "{plain}");
    }
}

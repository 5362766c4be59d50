//! Writes XML from views. Not generic: compiled once for all types.

use turnbuckle_encoding::node_refusal;

use super::{MAX_DEPTH, XmlField, XmlForm, XmlName, XmlNode, XmlRecord};
use crate::encode::{EncodeError, scalar, shape_of};
use crate::model::{Entry, RecordMeta, Value, View, entries, flags, is_object};

/// The namespace of `xsi:nil` (XML Schema, part 1, section 2.6).
const XSI: XmlName = XmlName::new("xsi", "nil", "http://www.w3.org/2001/XMLSchema-instance");

pub(super) fn document(view: View<'_>, form: &XmlForm) -> Result<Vec<u8>, EncodeError> {
    let mut writer = Writer { out: String::with_capacity(256), form, scope: Vec::new(), depth: 0 };
    writer.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    match list(view) {
        Some(items) => {
            let name = form.root.name;
            let item = form.root.item.unwrap_or(name);
            writer.wrapper(name, |writer| writer.items(&items, item))?;
        }
        None => writer.element(form.root.name, XmlNode::Element, view)?,
    }
    Ok(writer.out.into_bytes())
}

struct Writer<'f> {
    out: String,
    form: &'f XmlForm,
    /// The prefixes declared, with their namespaces.
    scope: Vec<(&'static str, &'static str)>,
    depth: usize,
}

/// A name whose parts need not be static: a key of a map.
#[derive(Clone, Copy)]
enum Tag<'a> {
    Known(XmlName),
    Key(&'a str),
}

impl Writer<'_> {
    /// Writes what a field holds.
    fn field(&mut self, field: &XmlField, view: View<'_>) -> Result<(), EncodeError> {
        match (list(view), field.item) {
            (Some(items), Some(item)) => self.wrapper(field.name, |writer| writer.items(&items, item)),
            (Some(items), None) => self.items(&items, field.name),
            (None, _) => self.element(field.name, field.node, view),
        }
    }

    fn items(&mut self, items: &[View<'_>], name: XmlName) -> Result<(), EncodeError> {
        for (index, item) in items.iter().enumerate() {
            let written = match list(*item) {
                Some(inner) => self.wrapper(name, |writer| writer.items(&inner, name)),
                None => self.element(name, XmlNode::Element, *item),
            };
            written.map_err(|error| error.within(&index.to_string()))?;
        }
        Ok(())
    }

    /// Writes an element of a name that is known.
    fn element(&mut self, name: XmlName, node: XmlNode, view: View<'_>) -> Result<(), EncodeError> {
        self.tagged(Tag::Known(name), node, view)
    }

    fn tagged(&mut self, tag: Tag<'_>, node: XmlNode, view: View<'_>) -> Result<(), EncodeError> {
        if self.depth == MAX_DEPTH {
            return Err(EncodeError::new(format!("more than {MAX_DEPTH} elements stand in each other")));
        }
        let tables: Vec<&XmlRecord> = records_of(view).into_iter().filter_map(|meta| self.form.record(meta.name)).collect();
        let known = self.scope.len();
        self.open(tag)?;
        for name in tables.iter().flat_map(|it| std::iter::once(it.name).chain(it.fields.iter().flat_map(names))) {
            if !name.prefix.is_empty() {
                self.declare(name);
            }
        }
        self.depth += 1;
        let written = if is_object(view) { self.object(tag, &tables, view) } else { self.leaf(tag, node, view) };
        self.depth -= 1;
        self.scope.truncate(known);
        written
    }

    fn wrapper(&mut self, name: XmlName, content: impl FnOnce(&mut Self) -> Result<(), EncodeError>) -> Result<(), EncodeError> {
        let known = self.scope.len();
        self.open(Tag::Known(name))?;
        self.out.push('>');
        let written = content(self);
        self.close(Tag::Known(name));
        self.scope.truncate(known);
        written
    }

    fn leaf(&mut self, tag: Tag<'_>, node: XmlNode, view: View<'_>) -> Result<(), EncodeError> {
        match view {
            View::Absent | View::Null | View::Any(Value::Null) => {
                self.declare(XSI);
                self.out.push_str(" xsi:nil=\"true\"/>");
                Ok(())
            }
            view => {
                self.out.push('>');
                self.text(node, view)?;
                self.close(tag);
                Ok(())
            }
        }
    }

    fn object(&mut self, tag: Tag<'_>, tables: &[&XmlRecord], view: View<'_>) -> Result<(), EncodeError> {
        let mut all: Vec<Entry<'_>> = Vec::new();
        entries(view, &mut |entry| {
            if entry.flags & flags::READ_ONLY == 0 {
                all.push(entry);
            }
            true
        });
        let form = |entry: &Entry<'_>| tables.iter().find_map(|table| table.field(entry.name));
        let is = |entry: &Entry<'_>, node: XmlNode| form(entry).is_some_and(|it| it.node == node);
        for entry in all.iter().filter(|it| is(it, XmlNode::Attribute)) {
            let Some(field) = form(entry) else { continue };
            if matches!(entry.view, View::Absent | View::Null) {
                continue;
            }
            let value = attribute_text(entry.view).map_err(|error| error.within(entry.name))?;
            self.attribute(field.name, &value).map_err(|error| error.within(entry.name))?;
        }
        self.out.push('>');
        for entry in all.iter().filter(|it| !is(it, XmlNode::Attribute)) {
            let written = match form(entry) {
                Some(field) if field.node == XmlNode::Element => self.field(field, entry.view),
                Some(field) => self.text(field.node, entry.view),
                None => self.plain(entry.name, entry.view),
            };
            written.map_err(|error| error.within(entry.name))?;
        }
        self.close(tag);
        Ok(())
    }

    /// Writes what has no table: an element of the wire name, once for each item of a list.
    fn plain(&mut self, name: &str, view: View<'_>) -> Result<(), EncodeError> {
        match list(view) {
            Some(items) => items.iter().try_for_each(|item| self.tagged(Tag::Key(name), XmlNode::Element, *item)),
            None => self.tagged(Tag::Key(name), XmlNode::Element, view),
        }
    }

    fn open(&mut self, tag: Tag<'_>) -> Result<(), EncodeError> {
        self.out.push('<');
        match tag {
            Tag::Key(key) if !is_name(key) => {
                return Err(EncodeError::new(format!("`{}` is no name of an XML element", key.escape_debug())));
            }
            tag => self.name(tag),
        }
        if let Tag::Known(name) = tag {
            self.declare(name);
        }
        Ok(())
    }

    fn close(&mut self, tag: Tag<'_>) {
        self.out.push_str("</");
        self.name(tag);
        self.out.push('>');
    }

    fn name(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Known(name) => {
                if !name.prefix.is_empty() {
                    self.out.push_str(name.prefix);
                    self.out.push(':');
                }
                self.out.push_str(name.local);
            }
            Tag::Key(key) => self.out.push_str(key),
        }
    }

    /// Declares the namespace of a name, unless it is declared.
    fn declare(&mut self, name: XmlName) {
        let declared = self.scope.iter().rev().find(|(prefix, _)| *prefix == name.prefix);
        if name.namespace.is_empty() || declared.is_some_and(|(_, namespace)| *namespace == name.namespace) {
            return;
        }
        self.scope.push((name.prefix, name.namespace));
        self.out.push_str(if name.prefix.is_empty() { " xmlns" } else { " xmlns:" });
        self.out.push_str(name.prefix);
        self.out.push_str("=\"");
        escape(&mut self.out, name.namespace, true);
        self.out.push('"');
    }

    fn attribute(&mut self, name: XmlName, value: &str) -> Result<(), EncodeError> {
        check(value)?;
        self.out.push(' ');
        self.name(Tag::Known(name));
        self.out.push_str("=\"");
        escape(&mut self.out, value, true);
        self.out.push('"');
        Ok(())
    }

    fn text(&mut self, node: XmlNode, view: View<'_>) -> Result<(), EncodeError> {
        if let Some(reason) = node_refusal(node, shape_of(view)) {
            return Err(EncodeError::new(reason));
        }
        let text = text_of(view)?.unwrap_or_default();
        check(&text)?;
        match node {
            XmlNode::Cdata => {
                // `]]>` would end the section (XML 1.0, section 2.7).
                self.out.push_str("<![CDATA[");
                self.out.push_str(&text.replace("]]>", "]]]]><![CDATA[>"));
                self.out.push_str("]]>");
            }
            XmlNode::Element | XmlNode::Attribute | XmlNode::Text => escape(&mut self.out, &text, false),
        }
        Ok(())
    }
}

fn names(field: &XmlField) -> impl Iterator<Item = XmlName> {
    std::iter::once(field.name).chain(field.item)
}

/// Returns the tables of the records that a view is.
fn records_of(view: View<'_>) -> Vec<&'static RecordMeta> {
    match view {
        View::Record(record) => vec![record.meta()],
        View::Tagged { arm, .. } => records_of(arm.view()),
        View::Merged(arms) => (0..arms.len()).flat_map(|arm| records_of(arms.at(arm))).collect(),
        _ => Vec::new(),
    }
}

/// Returns the items of a list.
fn list(view: View<'_>) -> Option<Vec<View<'_>>> {
    match view {
        View::List(list) => Some((0..list.len()).map(|index| list.at(index)).collect()),
        View::Any(Value::Array(list)) => Some(list.iter().map(View::Any).collect()),
        View::Tagged { arm, .. } if !is_object(view) => list(arm.view()),
        _ => None,
    }
}

/// Returns the text of an attribute; a list is separated by spaces (XML Schema, part 2, section 2.5.1.2).
fn attribute_text(view: View<'_>) -> Result<String, EncodeError> {
    if let Some(reason) = node_refusal(XmlNode::Attribute, shape_of(view)) {
        return Err(EncodeError::new(reason));
    }
    match list(view) {
        Some(items) => {
            Ok(items.into_iter().map(text_of).collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect::<Vec<_>>().join(" "))
        }
        None => Ok(text_of(view)?.unwrap_or_default()),
    }
}

/// Returns the text of a scalar; bytes are base64, as they are in JSON.
fn text_of(view: View<'_>) -> Result<Option<String>, EncodeError> {
    let View::File(file) = view else { return scalar(view) };
    match file.as_bytes() {
        Some(bytes) => Ok(Some(crate::scalar::base64::encode(bytes))),
        None => Err(EncodeError::new("a file that is not in memory cannot be part of XML")),
    }
}

/// Refuses characters that no XML document can hold, not even by a reference (XML 1.0, section 2.2).
fn check(text: &str) -> Result<(), EncodeError> {
    let bad = text.chars().find(|c| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}'));
    match bad {
        Some(c) => Err(EncodeError::new(format!("the character {} cannot be part of XML", c.escape_unicode()))),
        None => Ok(()),
    }
}

fn escape(out: &mut String, text: &str, attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            // A reader makes these a space, or a line feed (XML 1.0, sections 2.11 and 3.3.3).
            '\t' | '\n' if attribute => out.push_str(if c == '\t' { "&#9;" } else { "&#10;" }),
            '\r' => out.push_str("&#13;"),
            c => out.push(c),
        }
    }
}

/// Returns whether a text can be the name of an element (XML 1.0, section 2.3; without a colon, which would be a prefix).
fn is_name(text: &str) -> bool {
    let start = |c: char| c == '_' || c.is_alphabetic();
    let part = |c: char| start(c) || c == '-' || c == '.' || c == '\u{b7}' || c.is_numeric();
    let mut chars = text.chars();
    chars.next().is_some_and(start) && chars.all(part)
}

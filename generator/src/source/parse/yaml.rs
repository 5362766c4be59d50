//! Parses YAML (1.2, with the merge keys of 1.1) from the events of a parser.

use std::borrow::Cow;
use std::collections::HashMap;

use libyaml_safer::{BOOL_TAG, EventData, FLOAT_TAG, INT_TAG, NULL_TAG, ScalarStyle};
use serde_json::{Number, Value};

use super::super::decode::Fault;
use super::tree::{Builder, Closed, MergeKeys, TooDeep, Within};
use super::{Format, Parsed, too_deep};

mod events;

use events::is_plain;
pub(in super::super) use events::{Events, Prepared};

/// Parses a whole text.
pub(super) fn parse(text: &str) -> Result<Parsed, Fault> {
    // Every node of a file without aliases takes at least one byte of its text, so only aliases can pass this limit.
    let limit = text.len() + 1_000_000;
    let prepared = Prepared::new(text);
    let mut bytes: &[u8] = &[];
    let mut events = Events::of(&prepared, &mut bytes);
    let mut parsed: Option<Parsed> = None;
    let mut document = Document::new(limit);
    let mut start = 0;
    loop {
        let (event, bytes) = events.next()?;
        match event {
            EventData::StreamEnd => break,
            EventData::StreamStart { .. } => {}
            EventData::DocumentStart { .. } => start = bytes.start,
            EventData::DocumentEnd { .. } => {
                let ended = std::mem::replace(&mut document, Document::new(limit)).builder.finish(Format::Yaml);
                if parsed.is_none() {
                    parsed = Some(ended);
                } else if !ended.tree.is_null() {
                    let fault = Fault::new("several-documents", "this file holds several YAML documents");
                    return Err(fault.at(start).help("keep one description in one file"));
                }
            }
            event => document.event(event, bytes.start)?,
        }
    }
    let parsed = parsed.filter(|parsed| !parsed.tree.is_null());
    parsed.ok_or_else(|| Fault::new("empty-file", "this file holds nothing but comments or white space"))
}

/// A YAML document in the making.
struct Document {
    builder: Builder,
    anchors: HashMap<String, Anchor>,
    /// The anchor of each list and mapping that is open.
    open: Vec<Option<String>>,
    limit: usize,
}

/// What an alias stands for.
enum Anchor {
    /// A node that is not closed: an alias of it would be in itself.
    Open,
    /// A scalar: its text as a key, and its value.
    Scalar(String, Value),
    /// A list or a mapping.
    Whole(Value, Closed),
}

impl Document {
    fn new(limit: usize) -> Self {
        Self { builder: Builder::new(MergeKeys::Merge), anchors: HashMap::new(), open: Vec::new(), limit }
    }

    fn event(&mut self, event: EventData, at: usize) -> Result<(), Fault> {
        match event {
            EventData::Scalar { anchor, tag, value, style, .. } => self.scalar(anchor, tag.as_deref(), value, style, at)?,
            EventData::Alias { anchor } => self.alias(&anchor, at)?,
            EventData::SequenceStart { anchor, .. } => {
                self.begin(anchor, at)?;
                self.builder.open_list().map_err(|TooDeep| too_deep(at))?;
            }
            EventData::MappingStart { anchor, .. } => {
                self.begin(anchor, at)?;
                self.builder.open_object().map_err(|TooDeep| too_deep(at))?;
            }
            EventData::SequenceEnd | EventData::MappingEnd => {
                let anchor = self.open.pop().flatten();
                let anchors = &mut self.anchors;
                self.builder.close(|value, closed| {
                    if let Some(anchor) = anchor {
                        anchors.insert(anchor, Anchor::Whole(value.clone(), closed));
                    }
                });
            }
            EventData::StreamStart { .. } | EventData::StreamEnd | EventData::DocumentStart { .. } | EventData::DocumentEnd { .. } => {}
        }
        if self.builder.nodes() > self.limit {
            return Err(alias_bomb(at));
        }
        Ok(())
    }

    fn begin(&mut self, anchor: Option<String>, at: usize) -> Result<(), Fault> {
        if self.builder.within() == Within::Object {
            return Err(key_of_several(at));
        }
        if let Some(anchor) = &anchor {
            self.anchors.insert(anchor.clone(), Anchor::Open);
        }
        self.open.push(anchor);
        Ok(())
    }

    fn scalar(&mut self, anchor: Option<String>, tag: Option<&str>, text: String, style: ScalarStyle, at: usize) -> Result<(), Fault> {
        let is_key = self.builder.within() == Within::Object;
        if is_key && anchor.is_none() {
            self.builder.key(key_text(text, style));
            return Ok(());
        }
        let value = self.resolve(tag, &text, style, at)?;
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, Anchor::Scalar(key_text(text.clone(), style), value.clone()));
        }
        if is_key {
            self.builder.key(key_text(text, style));
        } else {
            self.builder.scalar(value);
        }
        Ok(())
    }

    fn alias(&mut self, name: &str, at: usize) -> Result<(), Fault> {
        let is_key = self.builder.within() == Within::Object;
        match self.anchors.get(name) {
            Some(Anchor::Scalar(text, _)) if is_key => self.builder.key(text.clone()),
            Some(Anchor::Scalar(_, value)) => self.builder.scalar(value.clone()),
            Some(Anchor::Whole(..)) if is_key => return Err(key_of_several(at)),
            Some(Anchor::Whole(value, closed)) => {
                // What does not fit any more is not copied first.
                if self.builder.nodes() + closed.nodes > self.limit {
                    return Err(alias_bomb(at));
                }
                self.builder.copy(value.clone(), closed).map_err(|TooDeep| too_deep(at))?;
            }
            Some(Anchor::Open) => {
                let message =
                    format!("the alias `*{}` stands within the node that it repeats, so this file has no end", name.escape_debug());
                return Err(Fault::new("endless-alias", message).at(at).help("use a `$ref` for what contains itself"));
            }
            None => {
                let message = format!("this file is not valid YAML: the alias `*{}` has no anchor before it", name.escape_debug());
                return Err(Fault::new("invalid-yaml", message).at(at));
            }
        }
        Ok(())
    }

    /// Returns the value of a scalar (YAML 1.2.2, section 10.3). An application's own tag says nothing about the value.
    fn resolve(&mut self, tag: Option<&str>, text: &str, style: ScalarStyle, at: usize) -> Result<Value, Fault> {
        let mistagged = |what: &str| {
            let shown: String = text.chars().take(40).collect();
            let message = format!("this file is not valid YAML: `{}` has the tag of {what}", shown.escape_debug());
            Fault::new("invalid-yaml", message).at(at)
        };
        match tag {
            Some(NULL_TAG) => is_null(text).then_some(Value::Null).ok_or_else(|| mistagged("a null")),
            Some(BOOL_TAG) => boolean(text).map(Value::Bool).ok_or_else(|| mistagged("a boolean")),
            Some(INT_TAG) => integer(text).map(Value::Number).ok_or_else(|| mistagged("an integer")),
            Some(FLOAT_TAG) => float(text).map(|number| self.finite(number)).ok_or_else(|| mistagged("a number")),
            // `!` alone says that a scalar is a string.
            Some(tag) if tag == "!" || !tag.starts_with('!') => Ok(Value::String(text.to_owned())),
            Some(_) | None if is_plain(style) => Ok(self.plain(text)),
            Some(_) | None => Ok(Value::String(text.to_owned())),
        }
    }

    fn plain(&mut self, text: &str) -> Value {
        // Most scalars begin with a letter that begins none of the other values.
        if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'n' | 'N' | '~' | 't' | 'T' | 'f' | 'F'))
            && !text.is_empty()
        {
            return Value::String(text.to_owned());
        }
        if is_null(text) {
            return Value::Null;
        }
        if let Some(truth) = boolean(text) {
            return Value::Bool(truth);
        }
        if let Some(number) = integer(text) {
            return Value::Number(number);
        }
        match float(text) {
            Some(number) => self.finite(number),
            None => Value::String(text.to_owned()),
        }
    }

    fn finite(&mut self, number: f64) -> Value {
        Number::from_f64(number).map_or_else(
            || {
                self.builder.odd("number-not-finite", format!("`{number}` has no form in JSON, taking `null`"));
                Value::Null
            },
            Value::Number,
        )
    }
}

/// Returns the fault of a key at a byte that is a list or a mapping.
fn key_of_several(at: usize) -> Fault {
    Fault::new("invalid-yaml", "this file is not valid YAML for a description: a key is a list or a mapping").at(at)
}

/// Returns the fault of aliases that expand beyond the limit at a byte.
fn alias_bomb(at: usize) -> Fault {
    Fault::new("alias-bomb", "the aliases of this file expand to too many nodes").at(at)
}

/// Returns the text of a key as it is written: `1.10` and `0x1F` are keys, and not the numbers that they would be as values. Only the other
/// spellings of null and of the booleans are not kept.
pub(in super::super) fn key_text(text: String, style: ScalarStyle) -> String {
    if !is_plain(style) {
        return text;
    }
    match boolean(&text) {
        Some(truth) => truth.to_string(),
        None if is_null(&text) => "null".to_owned(),
        None => text,
    }
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "null" | "Null" | "NULL" | "~")
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

fn integer(text: &str) -> Option<Number> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (digits, radix) = ["0x", "0o", "0b"]
        .iter()
        .zip([16, 8, 2])
        .find_map(|(prefix, radix)| Some((digits.strip_prefix(prefix)?, radix)))
        .unwrap_or((digits, 10));
    let are_digits = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
    // A number that begins with a zero, such as a code of an area, is a string.
    if !are_digits || (radix == 10 && digits.len() > 1 && digits.starts_with('0')) {
        return None;
    }
    let signed: Cow<'_, str> = if negative { format!("-{digits}").into() } else { digits.into() };
    if let Ok(number) = u64::from_str_radix(&signed, radix) {
        return Some(Number::from(number));
    }
    if let Ok(number) = i64::from_str_radix(&signed, radix) {
        return Some(Number::from(number));
    }
    let number = i128::from_str_radix(&signed, radix).ok()?;
    Number::from_f64(number as f64)
}

fn float(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    match digits {
        ".inf" | ".Inf" | ".INF" => return Some(if text.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY }),
        ".nan" | ".NaN" | ".NAN" if digits == text => return Some(f64::NAN),
        _ => {}
    }
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') && digits.bytes().any(|byte| byte.is_ascii_digit());
    // See `integer` for the zeros.
    let is_code = digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    text.parse::<f64>().ok().filter(|number| is_number && !is_code && number.is_finite())
}

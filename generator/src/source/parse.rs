//! Parses text into a tree: JSON or YAML, told apart by the content and never by the file's name alone.
//!
//! **Invariant:** a tree is at most 64 levels deep, so that every walk and the drop of a tree may recurse. The deepest of the vendors' documents at hand
//! has 30 levels.

use std::cell::{Cell, RefCell};
use std::fmt;

use saphyr_parser::Event;
use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use super::decode::Fault;
use super::pointer::{Path, Pointer};

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON (RFC 8259).
    Json,
    /// YAML 1.2.
    Yaml,
    /// TOML 1.0, for configurations only.
    Toml,
}

/// A parsed file and what was odd about it.
pub(super) struct Parsed {
    pub(super) tree: Value,
    pub(super) format: Format,
    pub(super) oddities: Vec<Oddity>,
}

/// Something that a parser has to decide for the author.
pub(super) struct Oddity {
    pub(super) pointer: Pointer,
    pub(super) code: &'static str,
    pub(super) message: String,
}

/// Parses the text of a file called `name`.
pub(super) fn parse(text: &str, name: &str) -> Result<Parsed, Fault> {
    let start = text.trim_start();
    if start.starts_with('<') {
        let what = if start.len() >= 5 && start.as_bytes()[..5].eq_ignore_ascii_case(b"<?xml") { "XML" } else { "HTML" };
        let fault = Fault::new("not-a-description", format!("this file is {what}, not an OpenAPI description in JSON or YAML"));
        return Err(fault.at(text.len() - start.len()).help("a web page is often what a server answers instead of the file"));
    }
    if !start.starts_with(['{', '[', '"']) {
        return parse_yaml(text).map_err(|fault| if is_graphql(text) { graphql() } else { fault });
    }
    match parse_json(text) {
        Ok(parsed) => Ok(parsed),
        // YAML's flow style opens with a brace as well.
        Err(fault) if fault.code == "invalid-json" && is_yaml_name(name) => parse_yaml(text).map_err(|_| fault),
        Err(fault) => Err(fault),
    }
}

fn is_yaml_name(name: &str) -> bool {
    name.ends_with(".yaml") || name.ends_with(".yml")
}

fn is_graphql(text: &str) -> bool {
    text.lines().any(|line| {
        let words: Vec<&str> = line.split_whitespace().take(3).collect();
        matches!(words[..], ["type" | "interface" | "input" | "enum" | "union", _, ..] | ["schema", "{", ..]) && line.ends_with('{')
    })
}

fn graphql() -> Fault {
    Fault::new("not-a-description", "this file is a GraphQL schema, not an OpenAPI description").at(0)
}

fn parse_json(text: &str) -> Result<Parsed, Fault> {
    let builder = Builder::new(usize::MAX);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let seed = Seed { builder: &builder, path: &Path::root(), format: Format::Json, depth: 0 };
    let tree = seed.deserialize(&mut deserializer).and_then(|tree| deserializer.end().map(|()| tree));
    match tree {
        Ok(tree) => Ok(builder.finish(tree, Format::Json)),
        Err(error) => Err(json_fault(text, &error)),
    }
}

fn json_fault(text: &str, error: &serde_json::Error) -> Fault {
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    // serde_json's columns count bytes, and column 0 stands for the end of the line before.
    let line_start = nth_line(text, error.line().saturating_sub(1));
    let offset = (line_start + error.column().saturating_sub(1)).min(text.len());
    if message.starts_with(TOO_DEEP) {
        return Fault::new("too-deep", "this file is nested deeper than 64 levels").at(offset);
    }
    if error.is_eof() {
        return Fault::new("truncated-file", format!("this JSON file ends too early: {message}")).at(text.trim_end().len());
    }
    Fault::new("invalid-json", format!("this file is not valid JSON: {message}")).at(offset)
}

fn nth_line(text: &str, line: usize) -> usize {
    if line == 0 {
        return 0;
    }
    text.match_indices('\n').nth(line - 1).map_or(text.len(), |(at, _)| at + 1)
}

fn parse_yaml(text: &str) -> Result<Parsed, Fault> {
    if let Some(offset) = deep_flow(text) {
        return Err(Fault::new("too-deep", "this file is nested deeper than 64 levels").at(offset));
    }
    // Every node of a file without aliases takes at least one byte of its text, so only aliases can pass this limit.
    let builder = Builder::new(text.len() + 1_000_000);
    let mut tree = None;
    for document in serde_yaml::Deserializer::from_str(text) {
        let seed = Seed { builder: &builder, path: &Path::root(), format: Format::Yaml, depth: 0 };
        let parsed = seed.deserialize(document).map_err(|error| yaml_fault(text, &error))?;
        match tree {
            None => tree = Some(parsed),
            Some(_) if parsed.is_null() => {}
            Some(_) => {
                return Err(Fault::new("several-documents", "this file holds several YAML documents")
                    .at(second_document(text))
                    .help("keep one description in one file"));
            }
        }
    }
    match tree {
        None | Some(Value::Null) => Err(Fault::new("empty-file", "this file holds nothing but comments or white space")),
        Some(tree) => Ok(builder.finish(tree, Format::Yaml)),
    }
}

/// Returns where a text is too deep in flow style. The parser takes time that is quadratic in the depth of brackets before anything here
/// sees a level of it.
///
/// Brackets in texts count as well at first; a text that has many is asked about by a scanner that knows where it is, up to the level
/// that is too deep.
fn deep_flow(text: &str) -> Option<usize> {
    let has_many = deepest_bracket(text.bytes()) > MAX_DEPTH;
    if !has_many {
        return None;
    }
    let mut depth = 0usize;
    let mut last = 0;
    for event in saphyr_parser::Parser::new_from_str(text) {
        let Ok((event, span)) = event else {
            // The scanner stops at 256 brackets, and at text that it does not recognise as YAML. The brackets after that are counted as
            // they are, with a limit that no ordinary text reaches.
            let rest = text.char_indices().nth(last).map_or(text.len(), |(offset, _)| offset);
            let is_deep = depth + deepest_bracket(text[rest..].bytes()) > MANY;
            return is_deep.then(|| rest + first_deep_bracket(text[rest..].bytes(), MAX_DEPTH - depth));
        };
        last = span.start.index();
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return text.char_indices().nth(last).map(|(offset, _)| offset);
        }
    }
    None
}

/// The maximum number of unclosed brackets in text that is not known to be YAML.
const MANY: usize = 1_000;

/// Returns where brackets first exceed a nesting depth.
fn first_deep_bracket(bytes: impl Iterator<Item = u8>, most: usize) -> usize {
    let mut open = 0usize;
    let mut deep = bytes.enumerate().filter(|(_, byte)| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > most
    });
    deep.next().map_or(0, |(at, _)| at)
}

/// Returns the maximum nesting depth of brackets, in any context.
fn deepest_bracket(bytes: impl Iterator<Item = u8>) -> usize {
    let (mut open, mut deepest) = (0usize, 0);
    for byte in bytes {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}

fn second_document(text: &str) -> usize {
    text.rfind("\n---").map_or(0, |at| at + 1)
}

fn yaml_fault(text: &str, error: &serde_yaml::Error) -> Fault {
    let message = error.to_string();
    let offset = error.location().map_or(text.len(), |location| location.index().min(text.len()));
    let offset = (0..=offset).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    if message.contains(TOO_DEEP) {
        return Fault::new("too-deep", "this file is nested deeper than 64 levels")
            .at(offset)
            .help("an alias may point at its own ancestor");
    }
    if message.contains("repetition limit") || message.contains(EXPANDED) {
        return Fault::new("alias-bomb", "the aliases of this file expand to too many nodes").at(offset);
    }
    let message = message.split(" at line ").next().unwrap_or_default().to_owned();
    let message: String = message.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    Fault::new("invalid-yaml", format!("this file is not valid YAML: {message}")).at(offset)
}

const MAX_DEPTH: usize = 64;
const TOO_DEEP: &str = "recursion limit";
const EXPANDED: &str = "expanded node limit";

/// Collects what is odd while a tree is built.
struct Builder {
    nodes: Cell<usize>,
    oddities: RefCell<Vec<Oddity>>,
}

impl Builder {
    fn new(nodes: usize) -> Self {
        Self { nodes: Cell::new(nodes), oddities: RefCell::default() }
    }

    fn count<E: de::Error>(&self) -> Result<(), E> {
        let left = self.nodes.get().checked_sub(1).ok_or_else(|| E::custom(EXPANDED))?;
        self.nodes.set(left);
        Ok(())
    }

    fn odd(&self, path: &Path<'_>, code: &'static str, message: String) {
        self.oddities.borrow_mut().push(Oddity { pointer: path.to_pointer(), code, message });
    }

    fn finish(self, tree: Value, format: Format) -> Parsed {
        Parsed { tree, format, oddities: self.oddities.into_inner() }
    }
}

struct Seed<'a> {
    builder: &'a Builder,
    path: &'a Path<'a>,
    format: Format,
    depth: usize,
}

impl<'a> Seed<'a> {
    /// Returns the seed of the values within this one.
    fn within<'b, E: de::Error>(&self, path: &'b Path<'b>) -> Result<Seed<'b>, E>
    where
        'a: 'b,
    {
        if self.depth == MAX_DEPTH {
            return Err(E::custom(TOO_DEEP));
        }
        Ok(Seed { builder: self.builder, path, format: self.format, depth: self.depth + 1 })
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or_else(
            || {
                self.builder.odd(self.path, "number-not-finite", format!("`{value}` has no form in JSON, taking `null`"));
                Value::Null
            },
            Value::Number,
        ))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    /// Reads a value with an application's own YAML tag, of which only the value is kept.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let (_, variant) = access.variant::<String>()?;
        variant.newtype_variant_seed(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            self.builder.count()?;
            let path = self.path.index(list.len());
            match access.next_element_seed(self.within(&path)?)? {
                Some(value) => list.push(value),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        let mut merged = None;
        while let Some(key) = access.next_key_seed(KeySeed)? {
            self.builder.count()?;
            let path = self.path.key(&key);
            let value = access.next_value_seed(self.within(&path)?)?;
            if self.format == Format::Yaml && key == "<<" && (value.is_object() || value.is_array()) {
                merged = Some(value);
                continue;
            }
            match map.entry(key) {
                Entry::Vacant(free) => {
                    free.insert(value);
                }
                Entry::Occupied(mut taken) => {
                    let key = taken.key();
                    let message = format!("key `{key}` stands here twice, taking the last one");
                    self.builder.odd(&self.path.key(key), "duplicate-key", message);
                    taken.insert(value);
                }
            }
        }
        if let Some(merged) = merged {
            merge(&mut map, merged);
        }
        Ok(Value::Object(map))
    }
}

/// Adds the members of a merge key (`<<`) that the mapping does not have itself.
fn merge(map: &mut Map<String, Value>, merged: Value) {
    match merged {
        Value::Object(members) => {
            for (key, value) in members {
                map.entry(key).or_insert(value);
            }
        }
        Value::Array(list) => list.into_iter().for_each(|merged| merge(map, merged)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Reads a key as text: YAML's `200:`, `true:` and `null:` are keys like any other.
struct KeySeed;

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for KeySeed {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is text, not a list or a mapping")
    }

    fn visit_str<E>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }

    fn visit_string<E>(self, value: String) -> Result<String, E> {
        Ok(value)
    }

    fn visit_bool<E>(self, value: bool) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_i64<E>(self, value: i64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u64<E>(self, value: u64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_i128<E>(self, value: i128) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u128<E>(self, value: u128) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_f64<E>(self, value: f64) -> Result<String, E> {
        Ok(Number::from_f64(value).map_or_else(|| value.to_string(), |number| number.to_string()))
    }

    fn visit_unit<E>(self) -> Result<String, E> {
        Ok("null".to_owned())
    }

    fn visit_none<E>(self) -> Result<String, E> {
        Ok("null".to_owned())
    }
}

//! Whether a value that was read and written says what it said before.
//!
//! What may differ, and nothing else:
//! - a number's spelling (`1.0` and `1`), a date-time's (the same instant), base64's (alphabet and padding; the same bytes);
//! - the order of properties;
//! - a property that no schema in force at its place declares, if some schema there declares properties and none has `additionalProperties`
//!   or `patternProperties`: these may be dropped, and are counted.
//!
//! In force are a schema, what it references, the members of `allOf`, the branches of `if`, those members of `anyOf` and `oneOf` that the
//! value fits, and the schemas that its tag chooses.

use std::collections::HashSet;
use std::fmt;

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::judge::Judge;
use crate::schemas::Schemas;

/// A difference between a value and what came back of it, with its JSON pointer.
#[derive(Clone, Debug, PartialEq)]
pub enum Difference {
    /// A property did not come back.
    Lost(String, Value),
    /// A property came back that was not there.
    Added(String, Value),
    /// A value came back as another.
    Changed(String, Value, Value),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost(at, value) => write!(f, "`{at}` {} is lost", short(value)),
            Self::Added(at, value) => write!(f, "`{at}` {} is added", short(value)),
            Self::Changed(at, sent, back) => write!(f, "`{at}` {} became {}", short(sent), short(back)),
        }
    }
}

/// The differences between a value and what came back of it.
#[derive(Debug, Default)]
pub struct Comparison {
    /// Where the two differ.
    pub differences: Vec<Difference>,
    /// The undeclared properties that were dropped.
    pub passed_over: Vec<String>,
}

/// Compares a value of the schema at a pointer with what came back. The judge says which alternatives a value fits.
pub fn compare(schemas: &Schemas, judge: &Judge, pointer: &str, sent: &Value, back: &Value) -> Comparison {
    let mut cx = Compare { schemas, judge, found: Comparison::default() };
    cx.value(&[pointer.to_owned()], sent, back, "");
    cx.found
}

struct Compare<'c> {
    schemas: &'c Schemas,
    judge: &'c Judge,
    found: Comparison,
}

impl<'c> Compare<'c> {
    fn differ(&mut self, difference: Difference) {
        self.found.differences.push(difference);
    }

    fn value(&mut self, schemas: &[String], sent: &Value, back: &Value, at: &str) {
        if sent == back {
            return;
        }
        match (sent, back) {
            (Value::Object(sent_members), Value::Object(back)) => self.object(schemas, sent, sent_members, back, at),
            (Value::Array(sent_items), Value::Array(back)) if sent_items.len() == back.len() => {
                let force = self.force(schemas, sent);
                for (index, (item, back)) in sent_items.iter().zip(back).enumerate() {
                    let inner: Vec<String> = force.iter().filter_map(|schema| item_schema(schema, index)).collect();
                    self.value(&inner, item, back, &format!("{at}/{index}"));
                }
            }
            (Value::Number(_), Value::Number(_)) if sent.as_f64() == back.as_f64() => {}
            (Value::String(one), Value::String(two)) if self.same_text(schemas, sent, one, two) => {}
            _ => self.differ(Difference::Changed(at.to_owned(), sent.clone(), back.clone())),
        }
    }

    fn object(&mut self, schemas: &[String], sent: &Value, members: &Map<String, Value>, back: &Map<String, Value>, at: &str) {
        let force = self.force(schemas, sent);
        for (name, value) in members {
            let here = format!("{at}/{name}");
            match back.get(name) {
                Some(back) => {
                    let inner: Vec<String> = force.iter().flat_map(|schema| member_schemas(schema, name)).collect();
                    self.value(&inner, value, back, &here);
                }
                None if self.is_passed_over(&force, name) => self.found.passed_over.push(here),
                None => self.differ(Difference::Lost(here, value.clone())),
            }
        }
        for (name, value) in back.iter().filter(|(name, _)| !members.contains_key(*name)) {
            self.differ(Difference::Added(format!("{at}/{name}"), value.clone()));
        }
    }

    /// Returns the schemas in force for a value.
    fn force(&self, pointers: &[String], value: &Value) -> Vec<&'c Map<String, Value>> {
        let mut found = Vec::new();
        let mut seen: HashSet<String> = HashSet::new();
        let mut queue: Vec<String> = pointers.to_vec();
        while let Some(pointer) = queue.pop() {
            if !seen.insert(pointer.clone()) {
                continue;
            }
            let Some(Value::Object(schema)) = self.schemas.document.pointer(&pointer[1..]) else { continue };
            found.push(schema);
            queue.extend(schema.get("$ref").and_then(Value::as_str).map(str::to_owned));
            queue.extend(["if", "then", "else"].iter().filter(|key| schema.contains_key(**key)).map(|key| format!("{pointer}/{key}")));
            queue.extend(chosen_by_tag(schema, value));
            for key in ["allOf", "anyOf", "oneOf"] {
                let Some(Value::Array(members)) = schema.get(key) else { continue };
                for (index, member) in members.iter().enumerate() {
                    // A member that is not a reference was written by the translation, to allow null beside it.
                    let target = member.get("$ref").and_then(Value::as_str);
                    if key == "allOf" || target.is_none_or(|target| self.judge.fits(target, value)) {
                        queue.push(target.map_or_else(|| format!("{pointer}/{key}/{index}"), str::to_owned));
                    }
                }
            }
        }
        found
    }

    /// An object without any declared property is one of any properties, which are kept.
    fn is_passed_over(&self, force: &[&Map<String, Value>], name: &str) -> bool {
        let declares = |schema: &&Map<String, Value>| {
            schema.get("properties").is_some_and(|properties| properties.get(name).is_some())
                || schema.get("additionalProperties").is_some_and(|schema| !self.schemas.is_nothing(schema))
                || schema.contains_key("patternProperties")
        };
        force.iter().any(|schema| schema.contains_key("properties")) && !force.iter().any(declares)
    }

    fn same_text(&self, schemas: &[String], value: &Value, sent: &str, back: &str) -> bool {
        self.force(schemas, value).iter().filter_map(|schema| schema.get("format")?.as_str()).any(|format| match format {
            "x-date-time" => matches!((instant(sent), instant(back)), (Some(one), Some(two)) if one == two),
            "base64-text" => plain_base64(sent) == plain_base64(back),
            _ => false,
        })
    }
}

/// Returns the schemas that extend a schema and that the tag of a value chooses.
fn chosen_by_tag(schema: &Map<String, Value>, value: &Value) -> Vec<String> {
    let Some(tagged) = schema.get("x-tags") else { return Vec::new() };
    let tag = tagged.get("property").and_then(Value::as_str).and_then(|property| value.get(property)?.as_str());
    let children = tagged.get("children").and_then(Value::as_object).into_iter().flatten();
    let chosen = children.filter(|(_, tags)| tags.as_array().is_some_and(|tags| tags.iter().any(|it| it.as_str() == tag)));
    if tag.is_none() { Vec::new() } else { chosen.map(|(pointer, _)| pointer.clone()).collect() }
}

/// Returns the schemas of a property: pointers, since each schema is a definition of its own.
pub(crate) fn member_schemas(schema: &Map<String, Value>, name: &str) -> Vec<String> {
    let declared = schema.get("properties").and_then(|properties| properties.get(name));
    let declared = declared.or_else(|| schema.get("additionalProperties"));
    let patterns = schema.get("patternProperties").and_then(Value::as_object).into_iter().flat_map(Map::values);
    declared.into_iter().chain(patterns).filter_map(|reference| reference.get("$ref")?.as_str()).map(str::to_owned).collect()
}

pub(crate) fn item_schema(schema: &Map<String, Value>, index: usize) -> Option<String> {
    let prefix = schema.get("prefixItems").and_then(|items| items.get(index));
    prefix.or_else(|| schema.get("items"))?.get("$ref")?.as_str().map(str::to_owned)
}

/// Returns the instant that a text means by RFC 3339, also with a space for the `T` and, in UTC, without a zone. A leap second is not an
/// instant here, because `jiff` reads it as the second before.
fn instant(text: &str) -> Option<Timestamp> {
    let text = text.replacen(' ', "T", 1);
    if text.get(17..19) == Some("60") {
        return None;
    }
    let text = without_zeros(&text);
    text.parse().ok().or_else(|| format!("{text}Z").parse().ok())
}

/// Returns a date-time without the zeros at the end of its fraction of a second, since `jiff` reads nine digits at most.
fn without_zeros(text: &str) -> String {
    let Some((whole, rest)) = text.split_once('.') else { return text.to_owned() };
    let digits = rest.find(|char: char| !char.is_ascii_digit()).unwrap_or(rest.len());
    match rest[..digits].trim_end_matches('0') {
        "" => format!("{whole}{}", &rest[digits..]),
        fraction => format!("{whole}.{fraction}{}", &rest[digits..]),
    }
}

fn plain_base64(text: &str) -> String {
    text.trim_end_matches('=').replace('-', "+").replace('_', "/")
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 60 { text } else { text.chars().take(57).collect::<String>() + "..." }
}

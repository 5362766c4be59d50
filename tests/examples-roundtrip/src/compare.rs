//! Whether an encoded value says what the example said.
//!
//! What may differ, and nothing else:
//! - a number's spelling (`1.0` and `1`), a date-time's (the same instant), base64's (alphabet and padding; the same bytes);
//! - the order of properties;
//! - a property that no schema in force at its place declares, where some schema there declares properties and none says
//!   `additionalProperties` or `patternProperties`: such are passed over, and counted.
//!
//! In force are a schema, what it references, the members of `allOf`, the branches of `if`, and those members of `anyOf` and `oneOf` that
//! the value fits.

use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::{Map, Value};
use turnbuckle::source::Location;

use crate::judge::Judge;
use crate::schemas::Schemas;

/// What became of an example.
#[derive(Default)]
pub(crate) struct Comparison {
    /// Where the two differ.
    pub(crate) differences: Vec<String>,
    /// The undeclared properties that were passed over.
    pub(crate) passed_over: Vec<String>,
}

/// Compares an example with what came back.
pub(crate) fn compare(schemas: &Schemas, judge: &Judge, schema: &Location, sent: &Value, back: &Value) -> Comparison {
    let mut cx = Compare { schemas, judge, found: Comparison::default() };
    let pointers: Vec<String> = schemas.pointer(schema).into_iter().collect();
    cx.value(&pointers, sent, back, "");
    cx.found
}

struct Compare<'c> {
    schemas: &'c Schemas,
    judge: &'c Judge,
    found: Comparison,
}

impl<'c> Compare<'c> {
    fn differ(&mut self, what: String) {
        self.found.differences.push(what);
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
            _ => self.differ(format!("`{at}` {} became {}", short(sent), short(back))),
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
                None if is_passed_over(&force, name) => self.found.passed_over.push(here),
                None => self.differ(format!("`{here}` {} is lost", short(value))),
            }
        }
        for (name, value) in back.iter().filter(|(name, _)| !members.contains_key(*name)) {
            self.differ(format!("`{at}/{name}` {} is added", short(value)));
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
            for key in ["allOf", "anyOf", "oneOf"] {
                let Some(Value::Array(members)) = schema.get(key) else { continue };
                let members = (0..members.len()).map(|index| format!("{pointer}/{key}/{index}"));
                queue
                    .extend(members.filter(|member| {
                        key == "allOf" || self.judge.validator(member).is_some_and(|validator| validator.is_valid(value))
                    }));
            }
        }
        found
    }

    fn same_text(&self, schemas: &[String], value: &Value, sent: &str, back: &str) -> bool {
        self.force(schemas, value).iter().filter_map(|schema| schema.get("format")?.as_str()).any(|format| match format {
            "date-time" => matches!((sent.parse::<Timestamp>(), back.parse::<Timestamp>()), (Ok(one), Ok(two)) if one == two),
            "base64-text" => plain_base64(sent) == plain_base64(back),
            _ => false,
        })
    }
}

/// Returns the schemas of a property: pointers, since each schema stands in a definition of its own.
fn member_schemas(schema: &Map<String, Value>, name: &str) -> Vec<String> {
    let declared = schema.get("properties").and_then(|properties| properties.get(name));
    let declared = declared.or_else(|| schema.get("additionalProperties"));
    let patterns = schema.get("patternProperties").and_then(Value::as_object).into_iter().flat_map(Map::values);
    declared.into_iter().chain(patterns).filter_map(|reference| reference.get("$ref")?.as_str()).map(str::to_owned).collect()
}

fn item_schema(schema: &Map<String, Value>, index: usize) -> Option<String> {
    let prefix = schema.get("prefixItems").and_then(|items| items.get(index));
    prefix.or_else(|| schema.get("items"))?.get("$ref")?.as_str().map(str::to_owned)
}

/// An object without any declared property is one of any properties, which are kept.
fn is_passed_over(force: &[&Map<String, Value>], name: &str) -> bool {
    let declares = |schema: &&Map<String, Value>| {
        schema.get("properties").is_some_and(|properties| properties.get(name).is_some())
            || schema.contains_key("additionalProperties")
            || schema.contains_key("patternProperties")
    };
    force.iter().any(|schema| schema.contains_key("properties")) && !force.iter().any(declares)
}

fn plain_base64(text: &str) -> String {
    text.trim_end_matches('=').replace('-', "+").replace('_', "/")
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 60 { text } else { text.chars().take(57).collect::<String>() + "..." }
}

//! The schemas of a spec in JSON Schema 2020-12, each by itself under `$defs`, for the validator, the maker of values and the comparison.
//!
//! This is a translation of its own, from the spec as it is: the generator's normalizer has no part in it. What it decides:
//! - `nullable` and `x-nullable` allow null, whatever else the schema says;
//! - up to 3.0, keywords beside `$ref` do not count, and a boolean `exclusiveMinimum` or `exclusiveMaximum` qualifies the bound beside it;
//! - a type, a pattern or a bound that JSON Schema does not know says nothing;
//! - of formats, those of integers, `byte` and the decimal ones are asserted, and so is `contentEncoding: base64`. All others, times included,
//!   are annotations;
//! - a list of `items`, as drafts before 2020-12 have it, is `prefixItems`;
//! - `discriminator` travels as `x-tags`, which says for each schema with which tags it is chosen. No validator reads it.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::spec::{Place, Spec};

mod relax;
mod tags;

pub use relax::Reading;
use tags::Tags;

/// The translated schemas.
#[derive(Debug)]
pub struct Schemas {
    /// `{"$defs": {"0": .., "1": ..}}`.
    pub document: Value,
    index: HashMap<Place, usize>,
}

const TYPES: &[&str] = &["string", "integer", "number", "boolean", "array", "object", "null"];
const NUMBERS: &[&str] = &["minimum", "maximum", "multipleOf"];
const COUNTS: &[&str] = &["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "minContains", "maxContains"];
/// The keywords whose value is a schema.
pub(crate) const SCHEMA: &[&str] = &[
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "propertyNames",
    "contains",
    "unevaluatedProperties",
    "unevaluatedItems",
];
/// The keywords whose value is a list of schemas.
pub(crate) const SCHEMA_LIST: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems"];
const SCHEMA_MAP: &[&str] = &["properties", "patternProperties", "dependentSchemas"];

impl Schemas {
    /// Translates schemas and everything that they lead to.
    pub fn of<'e>(spec: &Spec, roots: impl Iterator<Item = &'e Place>) -> Self {
        let tags = Tags::of(spec);
        let mut cx = Translate { spec, tags, index: HashMap::new(), queue: Vec::new(), patterns: HashMap::new() };
        for root in roots {
            cx.reference(root);
        }
        let mut defs: Vec<Value> = Vec::new();
        while let Some((number, place)) = cx.queue.pop() {
            let schema = cx.translated(&place);
            defs.resize(defs.len().max(number + 1), Value::Bool(true));
            defs[number] = schema;
        }
        let defs: Map<String, Value> = defs.into_iter().enumerate().map(|(number, schema)| (number.to_string(), schema)).collect();
        Self { document: json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": defs }), index: cx.index }
    }

    /// Returns whether a reference of the document leads to a schema that allows nothing.
    pub(crate) fn is_nothing(&self, reference: &Value) -> bool {
        let pointer = reference.get("$ref").and_then(Value::as_str).unwrap_or("#");
        self.document.pointer(&pointer[1..]) == Some(&Value::Bool(false))
    }

    /// Returns the pointer to a schema in the document, as a fragment.
    pub fn pointer(&self, place: &Place) -> Option<String> {
        self.index.get(place).map(|number| format!("#/$defs/{number}"))
    }
}

struct Translate<'s> {
    spec: &'s Spec,
    tags: Tags,
    index: HashMap<Place, usize>,
    queue: Vec<(usize, Place)>,
    patterns: HashMap<String, bool>,
}

impl Translate<'_> {
    fn reference(&mut self, place: &Place) -> Value {
        json!({ "$ref": self.pointer(place) })
    }

    fn pointer(&mut self, place: &Place) -> String {
        let next = self.index.len();
        let number = *self.index.entry(place.clone()).or_insert(next);
        if number == next {
            self.queue.push((number, place.clone()));
        }
        format!("#/$defs/{number}")
    }

    fn translated(&mut self, place: &Place) -> Value {
        let members = match self.spec.at(place) {
            Some(Value::Object(members)) => members.clone(),
            Some(Value::Bool(allowed)) => return Value::Bool(*allowed),
            _ => return Value::Bool(true),
        };
        let mut out = Map::new();
        if members.contains_key("$ref") {
            match self.spec.followed(place) {
                Some(target) if !self.spec.siblings_count => return self.reference(&target),
                Some(target) => {
                    out.insert("allOf".to_owned(), json!([self.reference(&target)]));
                }
                None if !self.spec.siblings_count => return Value::Bool(true),
                None => {}
            }
        }
        self.applicators(&members, place, &mut out);
        self.assertions(&members, &mut out);
        self.discriminator(place, &mut out);
        let nullable = ["nullable", "x-nullable"].iter().any(|key| members.get(*key) == Some(&Value::Bool(true)));
        if nullable { json!({ "anyOf": [{ "type": "null" }, out] }) } else { Value::Object(out) }
    }

    fn discriminator(&mut self, place: &Place, out: &mut Map<String, Value>) {
        let Some(tagged) = self.tags.at(place).cloned() else { return };
        let mut list = |schemas: &[(Place, Vec<String>)]| -> Map<String, Value> {
            schemas.iter().map(|(place, tags)| (self.pointer(place), json!(tags))).collect()
        };
        let (arms, children) = (list(&tagged.arms), list(&tagged.children));
        out.insert("x-tags".to_owned(), json!({ "property": tagged.property, "arms": arms, "children": children }));
    }

    fn applicators(&mut self, members: &Map<String, Value>, place: &Place, out: &mut Map<String, Value>) {
        for key in SCHEMA {
            if matches!(members.get(*key), Some(Value::Object(_) | Value::Bool(_))) {
                out.insert((*key).to_owned(), self.reference(&place.join(key)));
            }
        }
        for key in SCHEMA_LIST.iter().chain(&["items"]) {
            let Some(Value::Array(items)) = members.get(*key) else { continue };
            let list: Vec<Value> = (0..items.len()).map(|index| self.reference(&place.join(key).join(&index.to_string()))).collect();
            let key = if *key == "items" { "prefixItems" } else { key };
            match out.get_mut(key) {
                Some(Value::Array(known)) => known.extend(list),
                _ if list.is_empty() => {}
                _ => drop(out.insert(key.to_owned(), Value::Array(list))),
            }
        }
        for key in SCHEMA_MAP {
            let Some(Value::Object(inner)) = members.get(*key) else { continue };
            let known = inner.keys().filter(|name| *key != "patternProperties" || self.is_pattern(name)).cloned().collect::<Vec<_>>();
            let map: Map<String, Value> =
                known.into_iter().map(|name| (name.clone(), self.reference(&place.join(key).join(&name)))).collect();
            out.insert((*key).to_owned(), Value::Object(map));
        }
    }

    fn assertions(&mut self, members: &Map<String, Value>, out: &mut Map<String, Value>) {
        match members.get("type") {
            Some(Value::String(name)) if TYPES.contains(&name.as_str()) => drop(out.insert("type".to_owned(), json!(name))),
            Some(Value::Array(names)) if names.iter().all(|name| name.as_str().is_some_and(|name| TYPES.contains(&name))) => {
                out.insert("type".to_owned(), Value::Array(names.clone()));
            }
            _ => {}
        }
        for key in NUMBERS {
            if let Some(number) = members.get(*key).filter(|number| number.is_number()) {
                out.insert((*key).to_owned(), number.clone());
            }
        }
        for (bound, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
            match members.get(exclusive) {
                // Up to 3.0 this is a boolean that says what the bound beside it means.
                Some(Value::Bool(true)) => {
                    if let Some(number) = out.remove(bound) {
                        out.insert(exclusive.to_owned(), number);
                    }
                }
                Some(number @ Value::Number(_)) => drop(out.insert(exclusive.to_owned(), number.clone())),
                _ => {}
            }
        }
        for key in COUNTS.iter().filter(|key| members.get(**key).is_some_and(Value::is_u64)) {
            out.insert((*key).to_owned(), members[*key].clone());
        }
        for key in ["enum", "required"] {
            let Some(Value::Array(values)) = members.get(key) else { continue };
            if key == "enum" || values.iter().all(Value::is_string) {
                out.insert(key.to_owned(), Value::Array(unique(values)));
            }
        }
        for key in ["const", "dependentRequired"] {
            if let Some(value) = members.get(key) {
                out.insert(key.to_owned(), value.clone());
            }
        }
        if members.get("uniqueItems") == Some(&Value::Bool(true)) {
            out.insert("uniqueItems".to_owned(), Value::Bool(true));
        }
        if let Some(pattern) = members.get("pattern").and_then(Value::as_str).filter(|pattern| self.is_pattern(pattern)) {
            out.insert("pattern".to_owned(), json!(pattern));
        }
        format(members, out);
    }

    /// A pattern that no engine reads says nothing.
    fn is_pattern(&mut self, pattern: &str) -> bool {
        *self.patterns.entry(pattern.to_owned()).or_insert_with(|| jsonschema::validator_for(&json!({ "pattern": pattern })).is_ok())
    }
}

/// Takes over the formats. Those of numbers and of coded bytes are assertions; the names of others stay for the maker of values.
fn format(members: &Map<String, Value>, out: &mut Map<String, Value>) {
    let text = |key: &str| members.get(key).and_then(Value::as_str);
    let is_base64 =
        text("contentEncoding").is_some_and(|name| name.eq_ignore_ascii_case("base64") || name.eq_ignore_ascii_case("base64url"));
    let asserted = match text("format") {
        _ if is_base64 => json!({ "format": "base64-text" }),
        Some("int8") => json!({ "minimum": i8::MIN, "maximum": i8::MAX }),
        Some("int16") => json!({ "minimum": i16::MIN, "maximum": i16::MAX }),
        Some("int32") => json!({ "minimum": i32::MIN, "maximum": i32::MAX }),
        Some("int64") => json!({ "minimum": i64::MIN, "maximum": i64::MAX }),
        Some("uint8") => json!({ "minimum": 0, "maximum": u8::MAX }),
        Some("uint16") => json!({ "minimum": 0, "maximum": u16::MAX }),
        Some("uint32") => json!({ "minimum": 0, "maximum": u32::MAX }),
        Some("uint64") => json!({ "minimum": 0, "maximum": u64::MAX }),
        Some("byte" | "base64") => json!({ "format": "base64-text" }),
        Some("decimal" | "decimal128" | "money") => json!({ "format": "decimal-text" }),
        Some(name) => json!({ "format": format!("x-{name}") }),
        None => return,
    };
    match out.get_mut("allOf") {
        Some(Value::Array(list)) => list.push(asserted),
        _ => drop(out.insert("allOf".to_owned(), json!([asserted]))),
    }
}

fn unique(values: &[Value]) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::new();
    for value in values {
        if !out.contains(value) {
            out.push(value.clone());
        }
    }
    out
}

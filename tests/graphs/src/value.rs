//! Random values: most fit a schema nearly, and some are of any form.

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// How deep a value follows its schema.
const DEPTH: usize = 7;

/// Makes values of a component.
pub struct Maker<'d> {
    document: &'d Value,
    root: String,
    rng: Rng,
}

impl<'d> Maker<'d> {
    /// Returns a maker. The name of the component is its seed.
    pub fn new(document: &'d Value, name: &str) -> Self {
        let seed = name.bytes().fold(0u64, |seed, byte| seed.wrapping_mul(31).wrapping_add(byte.into()));
        Self { document, root: format!("#/components/schemas/{name}"), rng: Rng::with_seed(seed) }
    }

    /// Returns the next value.
    pub fn value(&mut self) -> Value {
        let root = json!({"$ref": self.root});
        self.of(&root, DEPTH)
    }

    fn of(&mut self, schema: &Value, depth: usize) -> Value {
        if depth == 0 || self.rng.u8(0..24) == 0 {
            return self.anything(depth.min(2));
        }
        if let Some(reference) = schema["$ref"].as_str() {
            let target = self.document.pointer(&reference[1..]).cloned().unwrap_or_default();
            return self.of(&target, depth - 1);
        }
        if let Some(value) = schema.get("const") {
            return value.clone();
        }
        if let Some(values) = schema["enum"].as_array() {
            return values[self.rng.usize(0..values.len())].clone();
        }
        let mut parts = Vec::new();
        for (key, inner) in schema.as_object().into_iter().flatten() {
            match (key.as_str(), inner) {
                ("allOf", Value::Array(list)) => parts.extend(list.iter().map(|it| self.of(it, depth - 1))),
                ("oneOf" | "anyOf", Value::Array(list)) => {
                    let count = if key == "anyOf" && self.rng.u8(0..3) == 0 { 2 } else { 1 };
                    for _ in 0..count {
                        let chosen = self.rng.usize(0..list.len());
                        parts.push(self.of(&list[chosen], depth - 1));
                    }
                }
                _ => {}
            }
        }
        if schema.get("type").is_some() || parts.is_empty() {
            parts.push(self.typed(schema, depth));
        }
        let mut value = parts.pop().unwrap_or_default();
        for part in parts {
            if let (Value::Object(value), Value::Object(part)) = (&mut value, part) {
                value.extend(part);
            }
        }
        if let (Some(tag), Value::Object(object)) = (schema["discriminator"]["propertyName"].as_str(), &mut value) {
            self.tag(schema, tag, object);
        }
        value
    }

    fn tag(&mut self, schema: &Value, tag: &str, object: &mut Map<String, Value>) {
        let mapping: Vec<String> =
            schema["discriminator"]["mapping"].as_object().into_iter().flatten().map(|(value, _)| value.clone()).collect();
        let names: Vec<String> =
            self.document["components"]["schemas"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
        match self.rng.u8(0..4) {
            0 => {}
            1 => drop(object.insert(tag.to_owned(), json!(names[self.rng.usize(0..names.len())]))),
            _ if mapping.is_empty() => {}
            _ => drop(object.insert(tag.to_owned(), json!(mapping[self.rng.usize(0..mapping.len())]))),
        }
    }

    fn typed(&mut self, schema: &Value, depth: usize) -> Value {
        let name = match &schema["type"] {
            Value::Array(names) => names[self.rng.usize(0..names.len())].as_str(),
            name => name.as_str(),
        };
        match (name, schema["format"].as_str()) {
            (Some("string"), Some("date-time")) => json!("2026-01-02T03:04:05Z"),
            (Some("string"), Some("byte")) => json!("aGk="),
            (Some("string"), _) => json!(["red", "green", "2"][self.rng.usize(0..3)]),
            (Some("integer"), _) => json!(self.rng.u8(0..4)),
            (Some("number"), _) => json!(f64::from(self.rng.u8(0..4)) / 2.0),
            (Some("boolean"), _) => json!(self.rng.bool()),
            (Some("array"), _) => {
                let prefix = schema["prefixItems"].as_array().cloned().unwrap_or_default();
                let mut list: Vec<Value> = prefix.iter().map(|it| self.of(it, depth - 1)).collect();
                for _ in 0..self.rng.usize(0..3) {
                    list.push(self.of(&schema["items"], depth - 1));
                }
                Value::Array(list)
            }
            (Some("object"), _) => self.object(schema, depth),
            _ => self.anything(1),
        }
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        let mut object = Map::new();
        let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
            if required.contains(&name.as_str()) || self.rng.bool() {
                let value = if self.rng.u8(0..16) == 0 { Value::Null } else { self.of(inner, depth - 1) };
                object.insert(name.clone(), value);
            }
        }
        if self.rng.u8(0..3) == 0 {
            let inner = schema["additionalProperties"].clone();
            let value = if inner.is_object() { self.of(&inner, depth - 1) } else { self.anything(1) };
            object.insert(["z", "p1", "q"][self.rng.usize(0..3)].to_owned(), value);
        }
        Value::Object(object)
    }

    fn anything(&mut self, depth: usize) -> Value {
        const KEYS: [&str; 6] = ["a", "b", "k", "next", "type", "z"];
        match self.rng.u8(0..if depth == 0 { 7 } else { 10 }) {
            0 => Value::Null,
            1 => json!(self.rng.bool()),
            2 => json!(self.rng.i64(-3..4)),
            3 => json!(2.5),
            4..7 => json!(["red", "v1", "G0N0"][self.rng.usize(0..3)]),
            7 => Value::Array((0..self.rng.usize(0..3)).map(|_| self.anything(depth - 1)).collect()),
            _ => {
                let keys = (0..self.rng.usize(0..4)).map(|_| KEYS[self.rng.usize(0..KEYS.len())]).collect::<Vec<_>>();
                Value::Object(keys.into_iter().map(|key| (key.to_owned(), self.anything(depth - 1))).collect())
            }
        }
    }
}

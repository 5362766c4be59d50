//! Random small graphs of schemas, as one document.

use std::ops::Range;

use fastrand::Rng;
use serde_json::{Map, Value, json};

/// The variable that replaces the seeds: a first seed and a count, `100+20`.
pub const SEED: &str = "TURNBUCKLE_GRAPHS";

/// The graphs that are compiled by default.
const COMPILED: Range<u64> = 0..32;

const PROPERTIES: [&str; 7] = ["a", "b", "c", "k", "next", "x y", "type"];
const TEXTS: [&str; 4] = ["red", "blue", "v1", "2"];

/// Returns the seeds of the graphs that are compiled.
pub fn seeds() -> Range<u64> {
    let chosen = std::env::var(SEED).ok();
    let chosen = chosen.as_deref().and_then(|text| text.split_once('+'));
    let numbers = chosen.and_then(|(first, count)| Some((first.parse::<u64>().ok()?, count.parse::<u64>().ok()?)));
    numbers.map_or(COMPILED, |(first, count)| first..first + count)
}

/// Returns a document with the graph of each seed and an operation for each of its components.
pub fn document(seeds: Range<u64>) -> Value {
    let (mut schemas, mut paths) = (Map::new(), Map::new());
    for seed in seeds {
        schemas.extend(Graph::new(seed).schemas());
    }
    for name in schemas.keys() {
        let content = json!({"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}});
        let responses = json!({"200": {"description": "ok", "content": content}});
        let operation =
            json!({"operationId": format!("send {name}"), "tags": ["all"], "requestBody": {"content": content}, "responses": responses});
        paths.insert(format!("/{name}"), json!({"post": operation}));
    }
    json!({"openapi": "3.1.0", "info": {"title": "Graphs", "version": "1"}, "paths": paths, "components": {"schemas": schemas}})
}

/// A graph that is being made.
struct Graph {
    rng: Rng,
    names: Vec<String>,
}

impl Graph {
    fn new(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let count = rng.usize(2..7);
        Self { rng, names: (0..count).map(|index| format!("G{seed}N{index}")).collect() }
    }

    fn schemas(mut self) -> Map<String, Value> {
        let mut schemas = Map::new();
        for index in 0..self.names.len() {
            let schema = match self.rng.u8(0..12) {
                // Names that lead only to each other are refused as a whole.
                0 if index + 1 < self.names.len() => reference(&self.names[index + 1]),
                1 => self.parent(),
                2 => self.child(index),
                _ => loop {
                    let schema = self.schema(3);
                    if schema.get("$ref").is_none() {
                        break schema;
                    }
                },
            };
            schemas.insert(self.names[index].clone(), schema);
        }
        schemas
    }

    fn any_name(&mut self) -> String {
        let index = self.rng.usize(0..self.names.len());
        self.names[index].clone()
    }

    fn schema(&mut self, depth: usize) -> Value {
        let leaf = depth == 0;
        match self.rng.u8(0..if leaf { 8 } else { 24 }) {
            0..4 => reference(&self.any_name()),
            4..8 => self.scalar(),
            8..14 => self.object(depth - 1),
            14..16 => json!({"type": "array", "items": self.schema(depth - 1)}),
            16..20 => self.alternatives(depth - 1),
            20 => json!({"allOf": self.list(depth - 1)}),
            21 => {
                let inner = self.schema(depth - 1);
                json!({"anyOf": [inner, {"type": "null"}]})
            }
            22 => json!({"type": "array", "prefixItems": self.list(depth - 1)}),
            _ => json!({"type": "object", "additionalProperties": self.schema(depth - 1)}),
        }
    }

    fn list(&mut self, depth: usize) -> Vec<Value> {
        (0..self.rng.usize(1..4)).map(|_| self.schema(depth)).collect()
    }

    fn scalar(&mut self) -> Value {
        match self.rng.u8(0..14) {
            0..3 => json!({"type": "string"}),
            3 => json!({"type": ["string", "null"]}),
            4 => json!({"type": "string", "format": "date-time"}),
            5 => json!({"type": "integer"}),
            6 => json!({"type": "integer", "format": "int32"}),
            7 => json!({"type": "number"}),
            8 => json!({"type": "boolean"}),
            9 => json!({"type": "string", "enum": [TEXTS[0], TEXTS[1]]}),
            10 => json!({"const": TEXTS[self.rng.usize(0..TEXTS.len())]}),
            11 => json!({"enum": [1, 2]}),
            12 => json!({"const": self.rng.bool()}),
            _ => json!({"type": "string", "format": "byte"}),
        }
    }

    fn object(&mut self, depth: usize) -> Value {
        let mut properties = Map::new();
        for _ in 0..self.rng.usize(0..4) {
            let name = PROPERTIES[self.rng.usize(0..PROPERTIES.len())];
            properties.insert(name.to_owned(), self.schema(depth));
        }
        let required: Vec<String> = properties.keys().filter(|_| self.rng.u8(0..3) == 0).cloned().collect();
        let mut object = Map::from_iter([("type".to_owned(), json!("object")), ("properties".to_owned(), Value::Object(properties))]);
        if !required.is_empty() {
            object.insert("required".to_owned(), json!(required));
        }
        match self.rng.u8(0..8) {
            0 => drop(object.insert("additionalProperties".to_owned(), json!(false))),
            1 => drop(object.insert("additionalProperties".to_owned(), json!(true))),
            2 => drop(object.insert("additionalProperties".to_owned(), self.schema(depth))),
            3 => drop(object.insert("unevaluatedProperties".to_owned(), json!(false))),
            4 => drop(object.insert("patternProperties".to_owned(), json!({"^p": self.schema(depth), "^q": self.schema(depth)}))),
            _ => {}
        }
        Value::Object(object)
    }

    /// `oneOf` or `anyOf`, alone, with a discriminator, or beside properties.
    fn alternatives(&mut self, depth: usize) -> Value {
        let key = if self.rng.bool() { "oneOf" } else { "anyOf" };
        let mut schema = if self.rng.u8(0..4) == 0 { self.object(depth) } else { json!({}) };
        schema[key] = json!(self.list(depth));
        if self.rng.u8(0..3) == 0 {
            schema["discriminator"] = self.discriminator();
        }
        schema
    }

    fn discriminator(&mut self) -> Value {
        let mut discriminator = json!({"propertyName": if self.rng.bool() { "k" } else { "type" }});
        if self.rng.bool() {
            let mut mapping = Map::new();
            for value in TEXTS.iter().take(self.rng.usize(1..4)) {
                mapping.insert((*value).to_owned(), json!(format!("#/components/schemas/{}", self.any_name())));
            }
            discriminator["mapping"] = Value::Object(mapping);
        }
        discriminator
    }

    /// A parent that stands for what extends it.
    fn parent(&mut self) -> Value {
        let mut schema = self.object(1);
        schema["discriminator"] = self.discriminator();
        schema
    }

    /// A component that extends another one, and may add nothing to it.
    fn child(&mut self, index: usize) -> Value {
        let parent = if self.rng.bool() { self.names[0].clone() } else { self.any_name() };
        let mut members = vec![reference(&parent)];
        match self.rng.u8(0..3) {
            0 => {}
            1 => members.push(json!({"description": format!("The child {index}.")})),
            _ => members.push(self.object(1)),
        }
        json!({"allOf": members})
    }
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

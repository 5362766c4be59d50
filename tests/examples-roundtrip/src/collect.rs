//! Finds the examples of a spec, and the schema that each is an example of.

use std::collections::HashSet;

use serde_json::Value;
use turnbuckle::source::Location;

use crate::spec::{Spec, join};

/// An example.
pub(crate) struct Example {
    /// The schema that it is an example of.
    pub(crate) schema: Location,
    /// Where it stands.
    pub(crate) place: Location,
    /// The example.
    pub(crate) value: Value,
}

/// The keywords whose value is a schema, a list of schemas or a map of schemas.
const SCHEMA: &[&str] = &[
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "propertyNames",
    "contains",
    "unevaluatedProperties",
    "unevaluatedItems",
    "items",
];
const SCHEMA_LIST: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems"];
const SCHEMA_MAP: &[&str] = &["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];

/// Returns every example of a spec that stands beside a schema or in one. Those of response headers are not among them: the types of headers
/// are scalars by which no body is read.
pub(crate) fn examples(spec: &Spec) -> Vec<Example> {
    let mut cx = Collect { spec, seen: HashSet::new(), found: Vec::new() };
    cx.other(&spec.root());
    cx.found
}

struct Collect<'s> {
    spec: &'s Spec,
    seen: HashSet<(Location, bool)>,
    found: Vec<Example>,
}

impl Collect<'_> {
    fn add(&mut self, schema: &Location, place: Location) {
        if let Some(value) = self.spec.at(&place) {
            self.found.push(Example { schema: schema.clone(), value: value.clone(), place });
        }
    }

    /// Walks what is no schema.
    fn other(&mut self, place: &Location) {
        if !self.seen.insert((place.clone(), false)) {
            return;
        }
        match self.spec.at(place) {
            Some(Value::Array(items)) => (0..items.len()).for_each(|index| self.other(&join(place, &index.to_string()))),
            Some(Value::Object(members)) => {
                let keys: Vec<String> = members.keys().cloned().collect();
                if let Some(target) = self.spec.followed(place) {
                    self.other(&target);
                }
                self.beside_schema(place);
                for key in keys {
                    self.member(place, &key);
                }
            }
            _ => {}
        }
    }

    fn member(&mut self, place: &Location, key: &str) {
        let inner = join(place, key);
        match key {
            "schema" | "itemSchema" => self.schema(&inner),
            "schemas" => self.schemas(&inner),
            "definitions" if self.spec.is_v2 && place.pointer.as_str().is_empty() => self.schemas(&inner),
            "example" | "examples" | "default" | "enum" | "headers" | "x-example" => {}
            _ if key.starts_with("x-") => {}
            _ => self.other(&inner),
        }
    }

    /// Takes the examples of a parameter, a media type, or an answer or body of 2.0.
    fn beside_schema(&mut self, place: &Location) {
        let own_schema = join(place, "schema");
        let schema = if self.spec.at(&own_schema).is_some() {
            own_schema
        } else if self.spec.is_v2 && self.spec.at(&join(place, "type")).is_some() && self.spec.at(&join(place, "in")).is_some() {
            // A parameter of 2.0 is its own schema.
            place.clone()
        } else {
            return;
        };
        self.add(&schema, join(place, "example"));
        self.add(&schema, join(place, "x-example"));
        let examples = join(place, "examples");
        let keys: Vec<String> = match self.spec.at(&examples) {
            Some(Value::Object(members)) => members.keys().cloned().collect(),
            _ => return,
        };
        for key in keys {
            let mut example = join(&examples, &key);
            if self.spec.is_v2 {
                // 2.0, "Example Object": a value for each media type.
                if key.contains("json") {
                    self.add(&schema, example);
                }
                continue;
            }
            for _ in 0..8 {
                example = self.spec.followed(&example).unwrap_or(example);
            }
            self.add(&schema, join(&example, "value"));
            self.add(&schema, join(&example, "dataValue"));
        }
    }

    fn schemas(&mut self, place: &Location) {
        let Some(Value::Object(members)) = self.spec.at(place) else { return };
        let keys: Vec<String> = members.keys().cloned().collect();
        keys.iter().for_each(|key| self.schema(&join(place, key)));
    }

    fn schema(&mut self, place: &Location) {
        if !self.seen.insert((place.clone(), true)) {
            return;
        }
        let Some(Value::Object(members)) = self.spec.at(place) else { return };
        if let Some(target) = self.spec.followed(place) {
            self.schema(&target);
            if !self.spec.siblings_count {
                return;
            }
        }
        let lists: Vec<(String, usize)> =
            members.iter().filter_map(|(key, value)| value.as_array().map(|items| (key.clone(), items.len()))).collect();
        self.add(place, join(place, "example"));
        self.add(place, join(place, "x-example"));
        for (key, length) in &lists {
            let items = (0..*length).map(|index| join(&join(place, key), &index.to_string()));
            if key == "examples" {
                items.for_each(|item| self.add(place, item));
            } else if SCHEMA_LIST.contains(&key.as_str()) {
                items.for_each(|item| self.schema(&item));
            }
        }
        SCHEMA.iter().for_each(|key| self.schema(&join(place, key)));
        SCHEMA_MAP.iter().for_each(|key| self.schemas(&join(place, key)));
    }
}

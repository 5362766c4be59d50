//! Finds the schemas of a spec that have a name of their own, its examples, and the schema that each is an example of.

use std::collections::HashSet;

use serde_json::Value;

use crate::schemas::{SCHEMA, SCHEMA_LIST};
use crate::spec::{Place, Spec};

/// An example.
#[derive(Debug)]
pub struct Example {
    /// The schema that it is an example of.
    pub schema: Place,
    /// Where it is.
    pub place: Place,
    /// The example.
    pub value: Value,
}

/// The keywords whose value is a map of schemas.
const SCHEMA_MAP: &[&str] = &["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];

/// Returns every example of a spec that is beside a schema or in one. Examples of response headers are not included: the types of headers
/// are scalars, and no body is read as one.
pub fn examples(spec: &Spec) -> Vec<Example> {
    let mut cx = Collect { spec, seen: HashSet::new(), found: Vec::new(), referenced: Vec::new() };
    cx.other(&spec.root());
    cx.found
}

/// Returns the component schemas of a spec. A schema in another file counts if a reference leads to it.
pub fn components(spec: &Spec) -> Vec<Place> {
    let root = spec.root();
    let list = if spec.is_v2 { root.join("definitions") } else { root.join("components").join("schemas") };
    let names = spec.at(&list).and_then(Value::as_object).into_iter().flat_map(|members| members.keys());
    let mut found: Vec<Place> = names.map(|name| list.join(name)).collect();
    let mut cx = Collect { spec, seen: HashSet::new(), found: Vec::new(), referenced: Vec::new() };
    cx.other(&root);
    for place in cx.referenced {
        if place.file != 0 && !found.contains(&place) && spec.followed(&place).is_none() {
            found.push(place);
        }
    }
    found
}

struct Collect<'s> {
    spec: &'s Spec,
    seen: HashSet<(Place, bool)>,
    found: Vec<Example>,
    /// The schemas that references of schemas lead to.
    referenced: Vec<Place>,
}

impl Collect<'_> {
    fn add(&mut self, schema: &Place, place: Place) {
        if let Some(value) = self.spec.at(&place) {
            self.found.push(Example { schema: schema.clone(), value: value.clone(), place });
        }
    }

    /// Walks what is not a schema.
    fn other(&mut self, place: &Place) {
        if !self.seen.insert((place.clone(), false)) {
            return;
        }
        match self.spec.at(place) {
            Some(Value::Array(items)) => (0..items.len()).for_each(|index| self.other(&place.join(&index.to_string()))),
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

    fn member(&mut self, place: &Place, key: &str) {
        let inner = place.join(key);
        match key {
            "schema" | "itemSchema" => self.schema(&inner),
            "schemas" => self.schemas(&inner),
            "definitions" if self.spec.is_v2 && place.pointer.is_empty() => self.schemas(&inner),
            "example" | "examples" | "default" | "enum" | "headers" | "x-example" => {}
            _ if key.starts_with("x-") => {}
            _ => self.other(&inner),
        }
    }

    /// Takes the examples of a parameter, a media type, or a response or body of 2.0.
    fn beside_schema(&mut self, place: &Place) {
        let own_schema = place.join("schema");
        let schema = if self.spec.at(&own_schema).is_some() {
            own_schema
        } else if self.spec.is_v2 && self.spec.at(&place.join("type")).is_some() && self.spec.at(&place.join("in")).is_some() {
            // A parameter of 2.0 is its own schema.
            place.clone()
        } else {
            return;
        };
        self.add(&schema, place.join("example"));
        self.add(&schema, place.join("x-example"));
        let examples = place.join("examples");
        let keys: Vec<String> = match self.spec.at(&examples) {
            Some(Value::Object(members)) => members.keys().cloned().collect(),
            _ => return,
        };
        for key in keys {
            let mut example = examples.join(&key);
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
            self.add(&schema, example.join("value"));
            self.add(&schema, example.join("dataValue"));
        }
    }

    fn schemas(&mut self, place: &Place) {
        let Some(Value::Object(members)) = self.spec.at(place) else { return };
        let keys: Vec<String> = members.keys().cloned().collect();
        keys.iter().for_each(|key| self.schema(&place.join(key)));
    }

    fn schema(&mut self, place: &Place) {
        if !self.seen.insert((place.clone(), true)) {
            return;
        }
        let Some(Value::Object(members)) = self.spec.at(place) else { return };
        if let Some(target) = self.spec.followed(place) {
            self.schema(&target);
            self.referenced.push(target);
            if !self.spec.siblings_count {
                return;
            }
        }
        let lists: Vec<(String, usize)> =
            members.iter().filter_map(|(key, value)| value.as_array().map(|items| (key.clone(), items.len()))).collect();
        self.add(place, place.join("example"));
        self.add(place, place.join("x-example"));
        for (key, length) in &lists {
            let items = (0..*length).map(|index| place.join(key).join(&index.to_string()));
            if key == "examples" {
                items.for_each(|item| self.add(place, item));
            } else if SCHEMA_LIST.contains(&key.as_str()) {
                items.for_each(|item| self.schema(&item));
            }
        }
        SCHEMA.iter().for_each(|key| self.schema(&place.join(key)));
        SCHEMA_MAP.iter().for_each(|key| self.schemas(&place.join(key)));
    }
}

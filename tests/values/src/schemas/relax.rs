//! Weaker readings of translated schemas, for values that a document does not allow to the letter but that its servers send.

use serde_json::{Map, Value, json};

use super::Schemas;

/// How schemas are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reading {
    /// To the letter.
    Strict,
    /// As authors mean it: `oneOf` is `anyOf`, because alternatives overlap and then no value that fits two is valid; and
    /// `additionalProperties: false` forbids nothing, because it forbids what the other members of an `allOf` declare.
    Meant,
    /// As a later version of the same service would be: what authors mean, and an enum or a constant has values that are not listed yet.
    Open,
}

impl Schemas {
    /// Returns the document with its schemas read in some way. Definitions keep their numbers.
    pub fn read(&self, reading: Reading) -> Value {
        let mut document = self.document.clone();
        let Some(Value::Object(defs)) = document.get_mut("$defs") else { return document };
        let nothing: Vec<String> =
            defs.iter().filter(|(_, schema)| **schema == Value::Bool(false)).map(|(number, _)| format!("#/$defs/{number}")).collect();
        if reading != Reading::Strict {
            defs.values_mut().for_each(|schema| relax(schema, reading, &nothing));
        }
        document
    }
}

/// Weakens a schema; `nothing` holds the pointers of the definitions that allow nothing.
fn relax(schema: &mut Value, reading: Reading, nothing: &[String]) {
    let Value::Object(members) = schema else { return };
    if let Some(alternatives) = members.remove("oneOf") {
        all_of(members, json!({ "anyOf": alternatives }));
    }
    for key in ["additionalProperties", "unevaluatedProperties"] {
        let reference = members.get(key).and_then(|schema| schema.get("$ref")?.as_str());
        if reference.is_some_and(|reference| nothing.iter().any(|it| it == reference)) {
            members.remove(key);
        }
    }
    if reading == Reading::Open {
        open(members);
    }
    // Alternatives that the translation itself wrote, for null, are not definitions.
    for key in ["anyOf", "allOf"] {
        if let Some(Value::Array(items)) = members.get_mut(key) {
            items.iter_mut().for_each(|item| relax(item, reading, nothing));
        }
    }
}

fn open(members: &mut Map<String, Value>) {
    let listed = match (members.remove("enum"), members.remove("const")) {
        (Some(Value::Array(values)), _) => values,
        (_, Some(value)) => vec![value],
        _ => Vec::new(),
    };
    if !listed.is_empty() {
        let mut types: Vec<&str> = listed.iter().map(type_of).collect();
        types.sort_unstable();
        types.dedup();
        all_of(members, json!({ "type": types }));
    }
}

fn all_of(members: &mut Map<String, Value>, schema: Value) {
    match members.get_mut("allOf") {
        Some(Value::Array(list)) => list.push(schema),
        _ => drop(members.insert("allOf".to_owned(), json!([schema]))),
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

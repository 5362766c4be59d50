//! Builds a value from the schemas in force for it: chooses its type, then its parts.

use std::collections::BTreeSet;

use serde_json::{Map, Number, Value, json};

use super::shape::Shape;
use super::{Choice, Kind, Maker};
use crate::compare::item_schema;

/// How often alternatives are chosen again whose listed values contradict each other.
const CONTRADICTIONS: usize = 40;
/// What may be built, in the order of the choice.
const TYPES: &[&str] = &["object", "array", "string", "integer", "number", "boolean", "null"];
const OF_OBJECTS: &[&str] = &[
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "minProperties",
    "maxProperties",
    "propertyNames",
    "unevaluatedProperties",
    "dependentRequired",
    "dependentSchemas",
];
const OF_LISTS: &[&str] = &["items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains", "unevaluatedItems"];
const OF_STRINGS: &[&str] = &["minLength", "maxLength", "pattern"];
const OF_NUMBERS: &[&str] = &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

impl<'s> Maker<'s> {
    /// Makes a value of all these schemas at once.
    pub(super) fn made(&mut self, pointers: &[String], depth: usize) -> Option<Value> {
        if depth > 48 {
            return None;
        }
        self.budget = self.budget.saturating_sub(1);
        let mut shape = self.shape(pointers, depth)?;
        // Alternatives that list values were chosen without regard to what others list.
        for _ in 0..CONTRADICTIONS {
            match self.listed(&shape) {
                Some(Some(value)) => return Some(value),
                Some(None) => shape = self.shape(pointers, depth)?,
                None => break,
            }
        }
        match self.chosen_type(&shape)? {
            "object" => self.object(&shape, depth),
            "array" => self.list(&shape, depth),
            "string" => self.string(&shape).map(Value::String),
            "integer" => self.integer(&shape),
            "number" => self.number(&shape),
            "boolean" => Some(Value::Bool(self.rng.bool())),
            _ => Some(Value::Null),
        }
    }

    /// Chooses a listed value, if values are listed. One that a schema in force does not list is not chosen.
    fn listed(&mut self, shape: &Shape<'s>) -> Option<Option<Value>> {
        let lists: Vec<(&Map<String, Value>, Vec<&Value>)> =
            shape.nodes.iter().filter_map(|node| Some((*node, values_of(node)?))).collect();
        let (node, values) = lists.iter().min_by_key(|(_, values)| values.len())?;
        let allowed: Vec<usize> = (0..values.len()).filter(|index| lists.iter().all(|(_, list)| list.contains(&values[*index]))).collect();
        let is_scalar = allowed.iter().all(|index| values[*index].is_string() || values[*index].is_number());
        if self.kind == Kind::Evolved && is_scalar && !allowed.is_empty() && self.rng.u8(..4) != 0 {
            return Some(Some(self.unlisted(values[allowed[0]])));
        }
        let known: Vec<usize> = allowed.iter().copied().filter(|index| !values[*index].is_null()).collect();
        let options = if known.is_empty() || self.rng.u8(..8) == 0 { allowed } else { known };
        if options.is_empty() {
            return Some(None);
        }
        let chosen = self.least_taken(node, Choice::Listed, &options);
        Some(Some(values[chosen].clone()))
    }

    /// Returns a value like a listed one, which is not listed.
    fn unlisted(&mut self, like: &Value) -> Value {
        match like {
            Value::Number(number) if number.is_f64() => json!(f64::from(self.rng.u16(..)) + 0.25),
            Value::Number(_) => json!(7_000_000 + u32::from(self.rng.u16(..))),
            _ => Value::String(format!("unlisted {}", self.rng.u8(..))),
        }
    }

    fn chosen_type(&mut self, shape: &Shape<'s>) -> Option<&'static str> {
        let mut open: Vec<usize> = (0..TYPES.len()).collect();
        let mut node = None;
        for other in &shape.nodes {
            let names: Vec<&str> = match other.get("type") {
                Some(Value::String(name)) => vec![name.as_str()],
                Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
                _ => continue,
            };
            open.retain(|index| names.contains(&TYPES[*index]) || (TYPES[*index] == "integer" && names.contains(&"number")));
            node = node.or(Some(*other));
        }
        // A schema that says what an object, a list or a text is like is of that type, whatever else it would allow.
        let has = |keywords: &[&str]| shape.nodes.iter().any(|node| keywords.iter().any(|keyword| node.contains_key(*keyword)));
        let is_implied = |index: usize| match TYPES[index] {
            "object" => has(OF_OBJECTS),
            "array" => has(OF_LISTS),
            "string" => has(OF_STRINGS),
            "number" | "integer" => has(OF_NUMBERS),
            _ => false,
        };
        if node.is_none() && (0..TYPES.len()).any(is_implied) {
            open.retain(|index| is_implied(*index));
        }
        let null = TYPES.len() - 1;
        if open.len() > 1 && open.contains(&null) && self.rng.u8(..5) != 0 {
            open.retain(|index| *index != null);
        }
        match open.as_slice() {
            [] => None,
            [only] => Some(TYPES[*only]),
            several => {
                let node = node.or_else(|| shape.nodes.first().copied());
                let chosen = match node {
                    Some(node) => self.least_taken(node, Choice::Type, several),
                    None => several[self.rng.usize(..several.len())],
                };
                Some(TYPES[chosen])
            }
        }
    }

    fn object(&mut self, shape: &Shape<'s>, depth: usize) -> Option<Value> {
        let required = required(shape);
        let mut names: BTreeSet<String> = required.clone();
        let share = match self.kind {
            _ if depth > 4 || self.budget == 0 => 0,
            Kind::Minimal => 0,
            Kind::Full => {
                if depth < 2 {
                    100
                } else {
                    30
                }
            }
            Kind::Mixed | Kind::Undeclared | Kind::Evolved => [10, 30, 60, 85][self.rng.usize(..4)],
        };
        for name in declared(shape) {
            if self.rng.u8(..100) < share {
                names.insert(name);
            }
        }
        let mut names: Vec<String> = names.into_iter().collect();
        self.rng.shuffle(&mut names);
        let mut object = Map::new();
        for name in names {
            let tag = shape.tags.iter().rev().find(|(property, _)| *property == name);
            let pointers = self.member_pointers(shape, &name);
            if let Some((_, tag)) = tag {
                let value = self.tag_value(&pointers, tag);
                object.insert(name, value);
                continue;
            }
            if !required.contains(&name) && pointers.iter().any(|pointer| self.height(pointer) > 40) {
                continue;
            }
            let made = if pointers.is_empty() { Some(self.anything(2)) } else { self.made(&pointers, depth + 1) };
            match made {
                Some(value) => drop(object.insert(name, value)),
                None if required.contains(&name) => return None,
                None => {}
            }
        }
        for (property, tag) in shape.tags.iter().rev() {
            let pointers = self.member_pointers(shape, property);
            if !object.contains_key(property) && !pointers.is_empty() {
                object.insert(property.clone(), self.tag_value(&pointers, tag));
            }
        }
        self.entries(shape, depth, &mut object);
        Some(Value::Object(object))
    }

    /// Returns a tag as the schema of its property has it: mappings write booleans and numbers as text. A tag that the schema does not
    /// list gives way to one that it lists.
    fn tag_value(&mut self, pointers: &[String], tag: &str) -> Value {
        if self.kind == Kind::Evolved && self.rng.u8(..6) == 0 {
            return Value::String(format!("unlisted {}", self.rng.u8(..)));
        }
        let Some(shape) = self.shape(pointers, 0) else { return Value::String(tag.to_owned()) };
        let written = serde_json::from_str::<Value>(&tag.to_lowercase()).ok();
        let is_text = |node: &&Map<String, Value>| node.get("type").and_then(Value::as_str) == Some("string");
        let value = match written {
            Some(value) if (value.is_boolean() || value.is_number()) && !shape.nodes.iter().any(is_text) => {
                if shape.nodes.iter().any(|node| node.contains_key("type")) { value } else { Value::String(tag.to_owned()) }
            }
            _ => Value::String(tag.to_owned()),
        };
        let lists = || shape.nodes.iter().filter_map(|node| values_of(node));
        if lists().all(|list| list.contains(&&value)) {
            return value;
        }
        let listed = lists().min_by_key(Vec::len).and_then(|list| list.first().map(|value| (*value).clone()));
        listed.unwrap_or(value)
    }

    /// Returns the schemas of a property. A schema that allows nothing does not count if another declares the property, or requires it:
    /// authors close each member of an `allOf`, and mean the object as a whole.
    fn member_pointers(&mut self, shape: &Shape<'s>, name: &str) -> Vec<String> {
        let mut found = Vec::new();
        for node in &shape.nodes {
            let mut is_known = false;
            if let Some(schema) = node.get("properties").and_then(|properties| properties.get(name)) {
                found.extend(target(schema));
                is_known = true;
            }
            for (pattern, schema) in node.get("patternProperties").and_then(Value::as_object).into_iter().flatten() {
                if self.matches(pattern, name) {
                    found.extend(target(schema));
                    is_known = true;
                }
            }
            if let Some(schema) = node.get("additionalProperties").filter(|_| !is_known) {
                found.extend(target(schema));
            }
        }
        let open: Vec<String> = found.iter().filter(|pointer| !self.is_closed(pointer)).cloned().collect();
        if open.is_empty() && !required(shape).contains(name) { found } else { open }
    }

    fn is_closed(&self, pointer: &str) -> bool {
        self.schemas.document.pointer(&pointer[1..]) == Some(&Value::Bool(false))
    }

    /// Adds entries of maps and properties that are not declared.
    fn entries(&mut self, shape: &Shape<'s>, depth: usize, object: &mut Map<String, Value>) {
        let has = |keyword: &str| shape.nodes.iter().any(|node| node.contains_key(keyword));
        let declares = has("properties");
        let is_map = has("additionalProperties") || has("patternProperties") || !declares;
        let least = shape.nodes.iter().filter_map(|node| node.get("minProperties")?.as_u64()).max().unwrap_or_default();
        let least = usize::try_from(least).unwrap_or_default();
        let most = match self.kind {
            Kind::Minimal => 0,
            Kind::Undeclared | Kind::Evolved => 2,
            Kind::Full | Kind::Mixed if is_map => 3,
            Kind::Full | Kind::Mixed => 0,
        };
        let most = if depth > 4 || self.budget == 0 { 0 } else { most };
        let more = if most == 0 { 0 } else { self.rng.usize(..=most) };
        let wanted = least.max(object.len() + more);
        for turn in 0..wanted * 3 {
            if object.len() >= wanted {
                break;
            }
            let name = self.entry_name(shape, turn);
            let pointers = self.member_pointers(shape, &name);
            let is_closed = pointers.iter().any(|pointer| self.is_closed(pointer));
            let value = match is_closed {
                true if self.kind == Kind::Evolved => Some(self.anything(2)),
                true => None,
                false if pointers.is_empty() => Some(self.anything(2)),
                false => self.made(&pointers, depth + 1),
            };
            if let Some(value) = value.filter(|_| !object.contains_key(&name)) {
                object.insert(name, value);
            }
        }
    }

    fn entry_name(&mut self, shape: &Shape<'s>, turn: usize) -> String {
        let names: Vec<String> = shape.nodes.iter().filter_map(|node| node.get("propertyNames").and_then(target)).collect();
        if !names.is_empty()
            && let Some(Value::String(name)) = self.made(&names, 4)
        {
            return name;
        }
        let patterns = shape.nodes.iter().filter_map(|node| node.get("patternProperties")?.as_object()).flat_map(|map| map.keys());
        let patterns: Vec<String> = patterns.cloned().collect();
        if !patterns.is_empty() && turn.is_multiple_of(2) {
            let pattern = &patterns[self.rng.usize(..patterns.len())];
            if let Some(name) = self.matching(pattern) {
                return name;
            }
        }
        const NAMES: &[&str] = &["undeclared", "x-later", "with space", "naïve", "a/b~c", "$ref", "type", "", "0", "quo\"te", "Undeclared"];
        format!("{}{}", NAMES[self.rng.usize(..NAMES.len())], if turn > 4 { turn.to_string() } else { String::new() })
    }

    fn list(&mut self, shape: &Shape<'s>, depth: usize) -> Option<Value> {
        let count = |keyword: &'static str| shape.nodes.iter().filter_map(move |node| node.get(keyword)?.as_u64());
        let mut least = usize::try_from(count("minItems").max().unwrap_or_default()).ok()?;
        let most = count("maxItems").min().map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
        let contains: Vec<String> = shape.nodes.iter().filter_map(|node| node.get("contains").and_then(target)).collect();
        let prefix = shape.nodes.iter().filter_map(|node| node.get("prefixItems")?.as_array()).map(Vec::len).max().unwrap_or_default();
        if self.kind != Kind::Minimal && depth <= 4 && self.budget > 0 {
            let more = if self.kind == Kind::Full { self.rng.usize(1..3) } else { self.rng.usize(..3) };
            least = least.max(more + if self.rng.bool() { prefix } else { 0 });
        }
        let is_unique = shape.nodes.iter().any(|node| node.contains_key("uniqueItems"));
        let mut items: Vec<Value> = Vec::new();
        for turn in 0..least.min(most).min(1000) * 4 {
            if items.len() >= least.min(most) {
                break;
            }
            let mut pointers: Vec<String> = shape.nodes.iter().filter_map(|node| item_schema(node, items.len())).collect();
            if turn == 0 && prefix == 0 {
                pointers.extend(contains.iter().cloned());
            }
            let item = if pointers.is_empty() { Some(self.anything(2)) } else { self.made(&pointers, depth + 1) };
            match item {
                Some(item) if !is_unique || !items.contains(&item) => items.push(item),
                Some(_) => {}
                None => break,
            }
        }
        Some(Value::Array(items))
    }

    /// Makes any JSON value.
    pub(super) fn anything(&mut self, levels: usize) -> Value {
        let scalars: [Value; 12] = [
            Value::Null,
            json!(true),
            json!(false),
            json!(0),
            json!(-17),
            json!(u64::MAX),
            json!(i64::MIN),
            json!(0.1),
            json!(1e300),
            json!("text"),
            json!("12"),
            json!(""),
        ];
        match self.rng.u8(..6) {
            0 if levels > 0 => (0..self.rng.usize(..3)).map(|_| self.anything(levels - 1)).collect(),
            1 if levels > 0 => {
                let names = ["a", "b c", "ü", ""];
                let entries = (0..self.rng.usize(..3)).map(|index| (names[index].to_owned(), self.anything(levels - 1)));
                Value::Object(entries.collect::<Map<String, Value>>())
            }
            2 => json!(self.free_text()),
            3 => Number::from_f64(f64::from(self.rng.i32(..)) / 1000.0).map_or(Value::Null, Value::Number),
            _ => scalars[self.rng.usize(..scalars.len())].clone(),
        }
    }
}

/// Returns where a schema that is a reference leads.
fn target(schema: &Value) -> Option<String> {
    schema.get("$ref")?.as_str().map(str::to_owned)
}

fn values_of(node: &Map<String, Value>) -> Option<Vec<&Value>> {
    match (node.get("const"), node.get("enum")) {
        (Some(value), _) => Some(vec![value]),
        (None, Some(Value::Array(values))) => Some(values.iter().collect()),
        _ => None,
    }
}

fn required(shape: &Shape<'_>) -> BTreeSet<String> {
    let lists = shape.nodes.iter().filter_map(|node| node.get("required")?.as_array());
    lists.flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn declared(shape: &Shape<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in shape.nodes.iter().filter_map(|node| node.get("properties")?.as_object()).flat_map(|map| map.keys()) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

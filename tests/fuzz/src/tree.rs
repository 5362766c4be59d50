//! Changes trees of JSON: values are replaced, moved, wrapped in keywords of a schema, and renamed.

use fastrand::Rng;
use serde_json::{Map, Number, Value};

use crate::words::word;

/// Changes a tree in one to eleven places. `donor` gives values that are put somewhere else.
pub(crate) fn change(tree: &mut Value, donor: &Value, rng: &mut Rng) {
    for _ in 0..rng.usize(1..12) {
        let from = if rng.u8(..4) == 0 { donor } else { &*tree };
        let graft = node(from, rng.usize(..count(from))).clone();
        let at = rng.usize(..count(tree));
        mutate(node_mut(tree, &mut { at }).expect("there are as many nodes"), graft, rng);
    }
}

fn count(tree: &Value) -> usize {
    1 + match tree {
        Value::Array(list) => list.iter().map(count).sum(),
        Value::Object(map) => map.values().map(count).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

fn node(tree: &Value, index: usize) -> &Value {
    let mut stack = vec![tree];
    for _ in 0..index {
        match stack.pop() {
            Some(Value::Array(list)) => stack.extend(list.iter().rev()),
            Some(Value::Object(map)) => stack.extend(map.values().rev()),
            _ => {}
        }
    }
    stack.pop().unwrap_or(tree)
}

fn node_mut<'v>(tree: &'v mut Value, left: &mut usize) -> Option<&'v mut Value> {
    if *left == 0 {
        return Some(tree);
    }
    *left -= 1;
    match tree {
        Value::Array(list) => list.iter_mut().find_map(|value| node_mut(value, left)),
        Value::Object(map) => map.values_mut().find_map(|value| node_mut(value, left)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// Changes one value. `graft` is another of the documents.
fn mutate(value: &mut Value, graft: Value, rng: &mut Rng) {
    match rng.u8(..14) {
        0 => *value = Value::Null,
        1 => *value = Value::Array(Vec::new()),
        2 => *value = Value::Object(Map::new()),
        3 => *value = number(rng),
        4 | 5 => *value = Value::String(word(rng)),
        6 => *value = Value::Bool(rng.bool()),
        7 => *value = graft,
        8 => *value = Value::Array(vec![value.take(), graft]),
        9 => *value = wrapped(value.take(), graft, rng),
        10 => *value = Value::Object(Map::from_iter([("$ref".to_owned(), Value::String(word(rng)))])),
        _ => change_members(value, graft, rng),
    }
}

fn wrapped(value: Value, graft: Value, rng: &mut Rng) -> Value {
    let keyword = ["allOf", "oneOf", "anyOf", "items", "not", "additionalProperties", "properties", "schema", "content", "enum", "const"];
    let keyword = rng.choice(keyword).unwrap_or("allOf");
    let inner = if keyword.ends_with("Of") || keyword == "enum" { Value::Array(vec![value, graft]) } else { value };
    Value::Object(Map::from_iter([(keyword.to_owned(), inner)]))
}

fn change_members(value: &mut Value, graft: Value, rng: &mut Rng) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            let key = map.keys().nth(rng.usize(..map.len())).cloned().unwrap_or_default();
            match rng.u8(..4) {
                0 => drop(map.shift_remove(&key)),
                1 => {
                    let member = map.shift_remove(&key).unwrap_or_default();
                    map.insert(word(rng), member);
                }
                2 => drop(map.insert(word(rng), map.get(&key).cloned().unwrap_or_default())),
                _ => drop(map.insert(key, graft)),
            }
        }
        Value::Array(list) if !list.is_empty() => {
            let (one, other) = (rng.usize(..list.len()), rng.usize(..list.len()));
            match rng.u8(..3) {
                0 => drop(list.remove(one)),
                1 => list.push(list[one].clone()),
                _ => list.swap(one, other),
            }
        }
        other => *other = graft,
    }
}

fn number(rng: &mut Rng) -> Value {
    let integers = [0, -1, 1, 200, i64::MAX, i64::MIN, 2_147_483_648, 9_007_199_254_740_993];
    match rng.u8(..4) {
        0 => Value::Number(u64::MAX.into()),
        1 => {
            rng.choice([1e308, -0.0, 0.1, 1e-320, 1.8446744073709552e19, 3.0]).and_then(Number::from_f64).map_or(Value::Null, Value::Number)
        }
        _ => Value::Number(rng.choice(integers).unwrap_or(0).into()),
    }
}

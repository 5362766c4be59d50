//! A client of random graphs of schemas, and values to read into its types.

pub mod graph;
pub mod value;

/// The client.
#[allow(clippy::module_inception)]
pub mod graphs {
    include!(concat!(env!("OUT_DIR"), "/graphs.rs"));
}

use serde_json::Value;
use turnbuckle_runtime::json::{from_slice, to_vec};
use turnbuckle_runtime::model::Model;

include!(concat!(env!("OUT_DIR"), "/roots.rs"));

/// Reads values of each component, and returns how many could be read and how many could not.
///
/// # Panics
///
/// If what was read is not the same when it is written and read again.
pub fn read_all(values: usize) -> (usize, usize) {
    let document = graph::document(graph::seeds());
    let (mut read, mut refused) = (0, 0);
    macro_rules! visit {
        ($name:literal, $ty:ident) => {
            let mut maker = value::Maker::new(&document, $name);
            for _ in 0..values {
                if check::<graphs::models::$ty>($name, &maker.value()) {
                    read += 1;
                } else {
                    refused += 1;
                }
            }
        };
    }
    each_root!(visit);
    (read, refused)
}

/// Reads a value, writes it, and reads and writes that again. Returns whether the value could be read.
fn check<T: Model>(name: &str, value: &Value) -> bool {
    let text = value.to_string();
    let Ok(first) = from_slice::<T>(text.as_bytes()) else { return false };
    let once = to_vec(first.view()).unwrap_or_else(|error| panic!("{name}: {text} cannot be written: {error}"));
    let shown = String::from_utf8_lossy(&once).into_owned();
    let second: T = from_slice(&once).unwrap_or_else(|error| panic!("{name}: {text} is written as {shown}, which cannot be read: {error}"));
    let twice = to_vec(second.view()).unwrap_or_else(|error| panic!("{name}: {shown} cannot be written: {error}"));
    // Another arm may write the properties in another order.
    assert_eq!(json(&once), json(&twice), "{name}: {text}");
    true
}

/// Returns what was written, with numbers by their value, since `1` is the same number as `1.0` (RFC 8259, section 6), and without the
/// properties that are null: a map leaves them out, and a record writes those that must be there.
fn json(text: &[u8]) -> Value {
    let value = serde_json::from_slice(text);
    compared(value.unwrap_or_else(|error| panic!("{} is written, which is not JSON: {error}", String::from_utf8_lossy(text))))
}

fn compared(value: Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().map_or(Value::Number(number), Value::from),
        Value::Array(items) => items.into_iter().map(compared).collect(),
        Value::Object(entries) => {
            entries.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name, compared(value))).collect()
        }
        Value::Null | Value::Bool(_) | Value::String(_) => value,
    }
}

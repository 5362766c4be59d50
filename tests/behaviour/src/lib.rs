//! Clients of the documents in `specs`, and what their tests share.
//!
//! A new document in `specs` becomes a module of this crate, and its tests go to a file of the same name in `tests`.

use turnbuckle_runtime::json::{from_slice, to_vec};
use turnbuckle_runtime::model::Model;

include!(concat!(env!("OUT_DIR"), "/clients.rs"));

/// Reads a value of a type from JSON text.
///
/// # Panics
///
/// If the text cannot be read as the type.
#[must_use]
pub fn read<T: Model>(text: &str) -> T {
    match from_slice(text.as_bytes()) {
        Ok(value) => value,
        Err(error) => panic!("{text} is not read: {error}"),
    }
}

/// Writes a value as JSON text.
///
/// # Panics
///
/// If the value cannot be written.
#[must_use]
pub fn written<T: Model>(value: &T) -> String {
    let bytes = to_vec(value.view()).expect("the value can be written");
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

/// Reads a value from JSON text, and checks that what is written from it is equal as JSON, with the same types of values.
///
/// # Panics
///
/// If the text cannot be read as the type, or something else is written.
pub fn round_trip<T: Model>(text: &str) -> T {
    let value = read(text);
    let again = written(&value);
    let parsed = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("it is JSON");
    assert_eq!(parsed(&again), parsed(text), "{text} is written as {again}");
    value
}

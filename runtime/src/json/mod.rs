//! JSON text (RFC 8259) to and from models. Reading and writing are interpreters over [`Slot`] and [`View`], compiled once here; what is
//! generic is a shell of a line.

mod decode;
mod flatten;
mod index;
mod locate;
mod read;
mod scalars;
#[cfg(test)]
mod tests;
mod tuples;
mod unions;
mod write;

use serde_json::Value;

use self::decode::Decoder;
pub(crate) use self::read::number_length;
use self::read::{Failure, Reader};
pub(crate) use self::scalars::integer;
pub(crate) use self::write::Writer;
use crate::decode::{DecodeError, Deviation};
use crate::encode::EncodeError;
use crate::model::{Model, Slot, Union, View};

/// Reads a value. Properties that the type does not have are passed over; a required one that is missing or null is an error.
///
/// # Errors
///
/// Returns an error that tells the place where the text is not JSON or not of the type.
pub fn from_slice<T: Model>(json: &[u8]) -> Result<T, DecodeError> {
    let mut value = T::blank();
    fill(json, value.slot())?;
    Ok(value)
}

/// Reads a value whatever its holes: what is missing stays empty, a scalar of the wrong type is converted where what is meant is plain,
/// and each such place is reported.
///
/// # Errors
///
/// Returns an error where the text is not JSON.
pub fn from_slice_tolerant<T: Model>(json: &[u8], report: &mut dyn FnMut(Deviation)) -> Result<T, DecodeError> {
    let mut value = T::blank();
    fill_tolerant(json, value.slot(), report)?;
    Ok(value)
}

/// Reads a value from a tree.
///
/// # Errors
///
/// Returns an error that tells the JSON pointer of what is not of the type.
pub fn from_value<T: Model>(tree: &Value) -> Result<T, DecodeError> {
    let mut value = T::blank();
    fill(tree.to_string().as_bytes(), value.slot()).map_err(DecodeError::without_place)?;
    Ok(value)
}

/// Reads a value into a slot.
///
/// # Errors
///
/// Returns an error that tells the place where the text is not JSON or does not fit the slot. What was read until there stays.
pub fn fill(json: &[u8], slot: Slot<'_>) -> Result<(), DecodeError> {
    let text = text(json)?;
    Decoder::new(text).root(slot).map_err(|failure| locate::error(text, failure))
}

/// Reads a value into a slot, as [`from_slice_tolerant`] does.
///
/// # Errors
///
/// Returns an error where the text is not JSON.
pub fn fill_tolerant(json: &[u8], slot: Slot<'_>, report: &mut dyn FnMut(Deviation)) -> Result<(), DecodeError> {
    let text = text(json)?;
    let mut decoder = Decoder::new(text);
    decoder.tolerant = true;
    read(decoder, text, slot, report)
}

/// Reads a value into a slot as [`fill`] does, and tells of each text that was kept although it is not of the form that its type declares.
///
/// # Errors
///
/// Returns an error that tells the place where the text is not JSON or does not fit the slot. Nothing is told then.
pub(crate) fn fill_noting(json: &[u8], slot: Slot<'_>, report: &mut dyn FnMut(Deviation)) -> Result<(), DecodeError> {
    let text = text(json)?;
    read(Decoder::new(text), text, slot, report)
}

fn read(mut decoder: Decoder<'_>, text: &str, slot: Slot<'_>, report: &mut dyn FnMut(Deviation)) -> Result<(), DecodeError> {
    decoder.root(slot).map_err(|failure| locate::error(text, failure))?;
    if !decoder.noted.is_empty() {
        locate::deviations(text, decoder.noted).into_iter().for_each(report);
    }
    Ok(())
}

/// Tells for each arm of a union why it does not take a value.
pub(crate) fn explain(union: &mut dyn Union, value: &Value) -> Vec<(&'static str, DecodeError)> {
    let json = value.to_string();
    let mut reasons = Vec::new();
    for (index, arm) in union.meta().arms.iter().enumerate() {
        if let Err(error) = fill(json.as_bytes(), union.select(index)) {
            reasons.push((arm.name, error.without_place()));
        }
    }
    reasons
}

/// Writes a value.
///
/// # Errors
///
/// Returns an error for a float that is no number and for a file that is not in memory.
pub fn to_vec(view: View<'_>) -> Result<Vec<u8>, EncodeError> {
    Ok(write(view, false)?.0)
}

/// Writes a value as the body of a request: without the fields that only the server sets.
///
/// # Errors
///
/// Returns an error for a float that is no number and for a file that is not in memory.
pub fn to_request_vec(view: View<'_>) -> Result<Vec<u8>, EncodeError> {
    Ok(write(view, true)?.0)
}

/// Writes a value as [`to_request_vec`] does. Returns whether it holds a secret, too.
pub(crate) fn to_request_vec_noting(view: View<'_>) -> Result<(Vec<u8>, bool), EncodeError> {
    write(view, true)
}

/// Writes a value as a tree.
///
/// # Errors
///
/// Returns an error for a number that does not fit 64 bits and for a file that is not in memory.
pub fn to_value(view: View<'_>) -> Result<Value, EncodeError> {
    let json = to_vec(view)?;
    let text = text(&json).map_err(|error| EncodeError::new(error.to_string()))?;
    Reader::new(text).value().map_err(|failure| {
        let error = locate::error(text, failure);
        EncodeError::new(format!("expected {}, found {}", error.expected(), error.found())).at(error.pointer())
    })
}

/// Reads the JSON texts that [`json_enum!`](crate::json_enum) lists; one that is no JSON becomes null.
#[doc(hidden)]
pub fn values(texts: &[&str]) -> Vec<Value> {
    texts.iter().map(|text| Reader::new(text).value().unwrap_or(Value::Null)).collect()
}

fn write(view: View<'_>, request: bool) -> Result<(Vec<u8>, bool), EncodeError> {
    // Most bodies fit; to grow there from less takes longer than to ask for it.
    let mut writer = Writer { out: Vec::with_capacity(1024), request, secret: false };
    writer.view(view)?;
    Ok((writer.out, writer.secret))
}

/// Returns JSON text without the byte order mark that some servers send (RFC 8259, section 8.1, lets a reader ignore it).
fn text(json: &[u8]) -> Result<&str, DecodeError> {
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    std::str::from_utf8(json).map_err(|error| {
        let valid = json.get(..error.valid_up_to()).unwrap_or_default();
        let text = std::str::from_utf8(valid).unwrap_or_default();
        locate::error(text, Failure::syntax(valid.len(), "UTF-8 text"))
    })
}

//! Parameters and forms on the wire: RFC 3986, RFC 6570 and the styles of OpenAPI 3.0.4, section 4.8.12.
//!
//! What the standards leave open is the same everywhere. A value that is absent is left out; one that is null is sent empty; null elements
//! of a list are left out (RFC 6570, section 2.3), and so is a list without elements. Fields that only the server sets are not sent. In a query,
//! what is nested deeper than a style can say is written with brackets, `a[b][0][c]=d`, as most servers read it.

mod error;
mod header;
mod pairs;
mod path;
pub(crate) mod percent;
#[cfg(test)]
mod tests;

pub use error::EncodeError;
pub use header::{cookie, header_value};
pub use pairs::{form, query_pair, query_string};
pub(crate) use pairs::{holds_file, pairs};
pub use path::{path, path_value};

use turnbuckle_encoding::MediaKind;

use crate::model::{Value, View, entries, flags};

/// Returns the text of a scalar; `None` where there is no value.
///
/// # Errors
///
/// Returns an error for a list, a map, a record and a file.
pub fn scalar(view: View<'_>) -> Result<Option<String>, EncodeError> {
    Ok(Some(match view {
        View::Absent => return Ok(None),
        View::Null | View::Any(Value::Null) => String::new(),
        View::Bool(value) => value.to_string(),
        View::Any(Value::Bool(value)) => value.to_string(),
        View::Int(value) => value.to_string(),
        View::Uint(value) => value.to_string(),
        View::Float(value) if value.is_finite() => value.to_string(),
        View::Float32(value) if value.is_finite() => value.to_string(),
        View::Float32(value) => return Err(EncodeError::new(format!("{value} is not a number that can be sent"))),
        View::Float(value) => return Err(EncodeError::new(format!("{value} is not a number that can be sent"))),
        View::Number(text) => text.to_owned(),
        View::Str(text) => text.to_owned(),
        View::Any(Value::String(text)) => text.clone(),
        View::Any(Value::Number(number)) => number.to_string(),
        View::Text(text) => text.to_string(),
        View::Written(value) => value.text(),
        View::Bytes(bytes) => crate::scalar::base64::encode(bytes),
        View::File(_) => return Err(EncodeError::new("a file cannot be sent here")),
        View::Tagged { arm, .. } if !crate::model::is_object(view) => return scalar(arm.view()),
        View::List(_) | View::Any(Value::Array(_)) => return Err(EncodeError::new("a list cannot be sent here")),
        View::Map(_) | View::Record(_) | View::Any(Value::Object(_)) | View::Tagged { .. } | View::Merged(_) => {
            return Err(EncodeError::new("an object cannot be sent here"));
        }
    }))
}

/// Writes a scalar as a `text/plain` body.
///
/// # Errors
///
/// Returns an error for a value that has no text of its own.
pub fn text(view: View<'_>) -> Result<Vec<u8>, EncodeError> {
    match view {
        View::Bytes(bytes) => Ok(bytes.to_vec()),
        view => Ok(scalar(view)?.unwrap_or_default().into_bytes()),
    }
}

/// The three layouts that styles tell apart.
pub(crate) enum Shape<'a> {
    Absent,
    Scalar(String),
    List(Vec<View<'a>>),
    Object(Vec<(&'a str, View<'a>)>),
}

impl<'a> Shape<'a> {
    pub(crate) fn of(view: View<'a>) -> Result<Self, EncodeError> {
        match view {
            View::Tagged { arm, .. } if !crate::model::is_object(view) => Self::of(arm.view()),
            View::List(list) => Ok(Self::List((0..list.len()).map(|index| list.at(index)).filter(there).collect())),
            View::Any(Value::Array(list)) => Ok(Self::List(list.iter().map(View::Any).filter(there).collect())),
            View::Map(_) | View::Record(_) | View::Any(Value::Object(_)) | View::Tagged { .. } | View::Merged(_) => {
                let mut object = Vec::new();
                entries(view, &mut |entry| {
                    if entry.flags & flags::READ_ONLY == 0 && !matches!(entry.view, View::Absent) {
                        object.push((entry.name, entry.view));
                    }
                    true
                });
                Ok(Self::Object(object))
            }
            view => Ok(scalar(view)?.map_or(Self::Absent, Self::Scalar)),
        }
    }
}

fn there(view: &View<'_>) -> bool {
    !matches!(view, View::Absent | View::Null | View::Any(Value::Null))
}

/// Makes the error of a value that cannot be a body of a kind.
pub(crate) fn refused(kind: MediaKind, shape: turnbuckle_encoding::Shape) -> EncodeError {
    EncodeError::new(turnbuckle_encoding::body_refusal(kind, shape).unwrap_or("the value cannot be sent here"))
}

/// Returns what a value is, for the table of what a body can hold.
pub(crate) fn shape_of(view: View<'_>) -> turnbuckle_encoding::Shape {
    use turnbuckle_encoding::Shape as Kind;

    match view {
        View::Bytes(_) | View::File(_) => Kind::Bytes,
        View::List(_) | View::Any(Value::Array(_)) => Kind::List,
        View::Tagged { arm, .. } if !crate::model::is_object(view) => shape_of(arm.view()),
        view if crate::model::is_object(view) => Kind::Object,
        _ => Kind::Scalar,
    }
}

/// Returns the texts of a list's elements, or of an object's keys and values in turn.
pub(crate) fn texts(shape: Shape<'_>) -> Result<Vec<String>, EncodeError> {
    let mut out = Vec::new();
    match shape {
        Shape::Absent => {}
        Shape::Scalar(text) => out.push(text),
        Shape::List(list) => {
            for (index, item) in list.into_iter().enumerate() {
                out.extend(scalar(item).map_err(|error| error.within(&index.to_string()))?);
            }
        }
        Shape::Object(object) => {
            for (name, view) in object {
                if let Some(text) = scalar(view).map_err(|error| error.within(name))? {
                    out.push(name.to_owned());
                    out.push(text);
                }
            }
        }
    }
    Ok(out)
}

/// Returns whether a media type is JSON or, by its suffix (RFC 6839, section 3.1), a format made of it.
pub(crate) fn is_json(media_type: &str) -> bool {
    MediaKind::of(media_type) == MediaKind::Json
}

/// Returns whether a media type is that of forms (WHATWG URL, section 5).
pub(crate) fn is_form(media_type: &str) -> bool {
    MediaKind::of(media_type) == MediaKind::Form
}

/// Returns the value as its `content` media type has it, where the parameter has one.
pub(crate) fn content(view: View<'_>, media_type: &str) -> Result<Option<String>, EncodeError> {
    if matches!(view, View::Absent) {
        return Ok(None);
    }
    if is_json(media_type) {
        let json = crate::json::to_request_vec(view)?;
        return Ok(Some(String::from_utf8_lossy(&json).into_owned()));
    }
    if is_form(media_type) {
        return Ok(Some(String::from_utf8_lossy(&form(view, &[])?).into_owned()));
    }
    scalar(view)
}

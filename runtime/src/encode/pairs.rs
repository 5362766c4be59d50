//! Names with values: queries and `application/x-www-form-urlencoded` bodies.

use super::percent::{self, Keep};
use super::{EncodeError, Shape, content, is_form, texts};
use crate::model::View;
use crate::operation::{Param, ParamLocation, ParamStyle};

/// A name with its value. The value has several parts where a delimiter stands between them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) parts: Vec<String>,
    /// The delimiter between the parts, encoded.
    pub(crate) delimiter: &'static str,
}

impl Pair {
    fn new(name: impl Into<String>, value: String) -> Self {
        Self { name: name.into(), parts: vec![value], delimiter: "" }
    }
}

/// Appends a query parameter to a query; the pairs are separated by `&`.
///
/// # Errors
///
/// Returns an error that names the parameter, where its style cannot express the value.
pub fn query_pair(out: &mut String, param: &Param, view: View<'_>) -> Result<(), EncodeError> {
    let keep = if param.allow_reserved { Keep::QueryReserved } else { Keep::Unreserved };
    if param.content_type.is_empty() && param.style == ParamStyle::Form && is_common(view) {
        if !out.is_empty() {
            out.push('&');
        }
        percent::encode(out, param.name, Keep::Unreserved);
        out.push('=');
        percent::encode_scalar(out, view, keep);
        return Ok(());
    }
    for pair in pairs(param, view).map_err(|error| error.param(param.name))? {
        append(out, &pair, keep);
    }
    Ok(())
}

/// Returns whether a value is a scalar that is encoded without a copy.
fn is_common(view: View<'_>) -> bool {
    matches!(view, View::Str(_) | View::Bool(_) | View::Int(_) | View::Uint(_))
}

/// Returns the whole query of a parameter of location `querystring` (OpenAPI 3.2).
///
/// # Errors
///
/// Returns an error that names the parameter, where its media type cannot express the value.
pub fn query_string(param: &Param, view: View<'_>) -> Result<String, EncodeError> {
    let name = |error: EncodeError| error.param(param.name);
    if param.content_type.is_empty() || is_form(param.content_type) {
        let form = form(view, &[]).map_err(name)?;
        return Ok(String::from_utf8_lossy(&form).into_owned());
    }
    let mut out = String::new();
    percent::encode(&mut out, &content(view, param.content_type).map_err(name)?.unwrap_or_default(), Keep::Unreserved);
    Ok(out)
}

/// Writes an object as `application/x-www-form-urlencoded`. Fields that are not in `encodings` are written as [`Param::field`] says, and objects
/// in them with brackets.
///
/// # Errors
///
/// Returns an error for a value that is no object, and where a field's style cannot express its value.
pub fn form(view: View<'_>, encodings: &[Param]) -> Result<Vec<u8>, EncodeError> {
    let mut out = String::new();
    match Shape::of(view)? {
        Shape::Absent => {}
        Shape::Object(object) => {
            for (name, view) in object {
                for pair in field_pairs(name, view, encodings)? {
                    append(&mut out, &pair, Keep::Form);
                }
            }
        }
        Shape::Scalar(_) | Shape::List(_) => return Err(EncodeError::new("only an object can be sent as a form")),
    }
    Ok(out.into_bytes())
}

fn field_pairs(name: &str, view: View<'_>, encodings: &[Param]) -> Result<Vec<Pair>, EncodeError> {
    let pairs = match encodings.iter().find(|it| it.name == name) {
        Some(encoding) => pairs(encoding, view),
        None => laid_out(name, ParamLocation::Field, ParamStyle::Form, true, view),
    };
    pairs.map_err(|error| error.within(name))
}

fn append(out: &mut String, pair: &Pair, keep: Keep) {
    if !out.is_empty() {
        out.push('&');
    }
    percent::encode(out, &pair.name, if keep == Keep::Form { keep } else { Keep::Unreserved });
    out.push('=');
    for (index, part) in pair.parts.iter().enumerate() {
        if index > 0 {
            out.push_str(pair.delimiter);
        }
        percent::encode(out, part, keep);
    }
}

/// Lays a parameter or field out as names with values.
pub(crate) fn pairs(param: &Param, view: View<'_>) -> Result<Vec<Pair>, EncodeError> {
    if !param.content_type.is_empty() {
        let value = content(view, param.content_type)?;
        return Ok(value.map(|value| Pair::new(param.name, value)).into_iter().collect());
    }
    laid_out(param.name, param.location, param.style, param.explode, view)
}

fn laid_out(name: &str, location: ParamLocation, style: ParamStyle, explode: bool, view: View<'_>) -> Result<Vec<Pair>, EncodeError> {
    let mut out = Vec::new();
    let shape = Shape::of(view)?;
    if style == ParamStyle::DeepObject {
        bracketed(&mut out, name.to_owned(), shape)?;
        return Ok(out);
    }
    match shape {
        Shape::Absent => {}
        Shape::Scalar(text) => out.push(Pair::new(name, text)),
        Shape::List(list) if explode => repeated(&mut out, name, list)?,
        Shape::Object(object) if explode && location == ParamLocation::Field => {
            bracketed(&mut out, name.to_owned(), Shape::Object(object))?;
        }
        Shape::Object(object) if explode => {
            for (key, view) in object {
                match Shape::of(view).map_err(|error| error.within(key))? {
                    Shape::List(list) => repeated(&mut out, key, list),
                    shape => bracketed(&mut out, key.to_owned(), shape),
                }
                .map_err(|error| error.within(key))?;
            }
        }
        shape => {
            let parts = texts(shape)?;
            let delimiter = match style {
                ParamStyle::SpaceDelimited if location == ParamLocation::Field => "+",
                ParamStyle::SpaceDelimited => "%20",
                ParamStyle::PipeDelimited => "%7C",
                ParamStyle::TabDelimited => "%09",
                ParamStyle::Simple | ParamStyle::Label | ParamStyle::Matrix | ParamStyle::Form | ParamStyle::DeepObject => ",",
            };
            if !parts.is_empty() {
                out.push(Pair { name: name.to_owned(), parts, delimiter });
            }
        }
    }
    Ok(out)
}

/// Writes `a=1&a=2`; elements that are no scalars get brackets with their index.
fn repeated(out: &mut Vec<Pair>, name: &str, list: Vec<View<'_>>) -> Result<(), EncodeError> {
    for (index, item) in list.into_iter().enumerate() {
        let within = |error: EncodeError| error.within(&index.to_string());
        match Shape::of(item).map_err(within)? {
            Shape::Scalar(text) => out.push(Pair::new(name, text)),
            shape => bracketed(out, format!("{name}[{index}]"), shape).map_err(within)?,
        }
    }
    Ok(())
}

/// Writes `a[b][0][c]=d`.
fn bracketed(out: &mut Vec<Pair>, name: String, shape: Shape<'_>) -> Result<(), EncodeError> {
    match shape {
        Shape::Absent => {}
        Shape::Scalar(text) => out.push(Pair::new(name, text)),
        Shape::List(list) => {
            for (index, item) in list.into_iter().enumerate() {
                let within = |error: EncodeError| error.within(&index.to_string());
                bracketed(out, format!("{name}[{index}]"), Shape::of(item).map_err(within)?).map_err(within)?;
            }
        }
        Shape::Object(object) => {
            for (key, view) in object {
                let within = |error: EncodeError| error.within(key);
                bracketed(out, format!("{name}[{key}]"), Shape::of(view).map_err(within)?).map_err(within)?;
            }
        }
    }
    Ok(())
}

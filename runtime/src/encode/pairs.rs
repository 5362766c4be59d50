//! Names with values: queries and `application/x-www-form-urlencoded` bodies.

use turnbuckle_encoding::MediaKind;

use super::percent::{self, Keep};
use super::{EncodeError, Shape, content, is_form, refused, texts};
use crate::model::{Value, View};
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

/// Writes an object as `application/x-www-form-urlencoded`. A field in `encodings` is written as it says. In the others a list repeats its
/// name, and an object is JSON text (OpenAPI 3.0.4 and 3.1.1, Encoding Object, default of `contentType`). The elements of a list that is the
/// whole form are named by their index.
///
/// # Errors
///
/// Returns an error for a scalar, for a file that is not in memory, and for a field whose style cannot express its value.
pub fn form(view: View<'_>, encodings: &[Param]) -> Result<Vec<u8>, EncodeError> {
    let mut out = String::new();
    match Shape::of(view)? {
        Shape::Absent => {}
        Shape::Object(object) => {
            for (name, view) in object {
                field(&mut out, name, view, encodings).map_err(|error| error.within(name))?;
            }
        }
        Shape::List(list) => {
            for (index, view) in list.into_iter().enumerate() {
                let name = index.to_string();
                field(&mut out, &name, view, encodings).map_err(|error| error.within(&name))?;
            }
        }
        Shape::Scalar(_) => return Err(refused(MediaKind::Form, turnbuckle_encoding::Shape::Scalar)),
    }
    Ok(out.into_bytes())
}

fn field(out: &mut String, name: &str, view: View<'_>, encodings: &[Param]) -> Result<(), EncodeError> {
    match encodings.iter().find(|it| it.name == name).filter(|_| !holds_file(view)) {
        Some(encoding) => {
            let keep = if encoding.allow_reserved { Keep::QueryReserved } else { Keep::Form };
            pairs(encoding, view)?.iter().for_each(|pair| append(out, pair, keep));
        }
        None => default_field(out, name, view)?,
    }
    Ok(())
}

fn default_field(out: &mut String, name: &str, view: View<'_>) -> Result<(), EncodeError> {
    if let View::File(file) = view {
        let bytes = file.as_bytes().ok_or_else(|| EncodeError::new("a form can hold a file only if its content is in memory"))?;
        append(out, &Pair::new(name, String::new()), Keep::Form);
        percent::encode_bytes(out, bytes, Keep::Form);
        return Ok(());
    }
    match Shape::of(view)? {
        Shape::Absent => {}
        Shape::Scalar(text) => append(out, &Pair::new(name, text), Keep::Form),
        Shape::List(list) => {
            for (index, item) in list.into_iter().enumerate() {
                let added = match item {
                    View::List(_) | View::Any(Value::Array(_)) => json(out, name, item),
                    item => default_field(out, name, item),
                };
                added.map_err(|error| error.within(&index.to_string()))?;
            }
        }
        Shape::Object(_) => json(out, name, view)?,
    }
    Ok(())
}

fn json(out: &mut String, name: &str, view: View<'_>) -> Result<(), EncodeError> {
    let text = content(view, "application/json")?;
    append(out, &Pair::new(name, text.unwrap_or_default()), Keep::Form);
    Ok(())
}

/// Returns whether a value is a file or a list of files, which no style lays out.
pub(crate) fn holds_file(view: View<'_>) -> bool {
    match view {
        View::File(_) => true,
        View::List(list) => (0..list.len()).any(|index| holds_file(list.at(index))),
        View::Tagged { arm, .. } => holds_file(arm.view()),
        _ => false,
    }
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
    let nests = style.nests(location, explode);
    if style == ParamStyle::DeepObject {
        bracketed(&mut out, name.to_owned(), shape)?;
        return Ok(out);
    }
    match shape {
        Shape::Absent => {}
        Shape::Scalar(text) => out.push(Pair::new(name, text)),
        Shape::List(list) if nests => repeated(&mut out, name, list)?,
        Shape::Object(object) if nests => {
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

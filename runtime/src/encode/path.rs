//! Path parameters and templates. **Invariant:** a value never leaves its segment, and one that may have several segments never goes up in
//! the hierarchy.

use super::percent::{self, Keep};
use super::{EncodeError, Shape, content, texts};
use crate::model::View;
use crate::operation::{Param, ParamStyle};

/// Writes a path parameter, ready to stand in a template.
///
/// # Errors
///
/// Returns an error that names the parameter where there is no value or its style cannot express it.
pub fn path_value(param: &Param, view: View<'_>) -> Result<String, EncodeError> {
    let value = expanded(param, view).map_err(|error| error.param(param.name))?;
    let may_be_empty = param.allow_empty && !matches!(view, View::Absent);
    if value.is_empty() && !may_be_empty {
        return Err(EncodeError::new("an empty value cannot be sent").param(param.name));
    }
    Ok(value)
}

fn expanded(param: &Param, view: View<'_>) -> Result<String, EncodeError> {
    let keep = match (param.segments, param.allow_reserved) {
        (true, _) => Keep::PathSegments,
        (false, true) => Keep::PathReserved,
        (false, false) => Keep::Unreserved,
    };
    if param.style == ParamStyle::Simple && param.content_type.is_empty() {
        let mut out = String::new();
        if percent::encode_scalar(&mut out, view, keep) {
            return Ok(out);
        }
    }
    let shape = if param.content_type.is_empty() {
        Shape::of(view)?
    } else {
        content(view, param.content_type)?.map_or(Shape::Absent, Shape::Scalar)
    };
    let named = param.style == ParamStyle::Matrix;
    let (prefix, separator) = match (param.style, param.explode) {
        (ParamStyle::Label, true) => (".", "."),
        // RFC 6570, section 3.2.5: only an exploded list repeats the dot.
        (ParamStyle::Label, false) => (".", ","),
        (ParamStyle::Matrix, true) => (";", ";"),
        (ParamStyle::Matrix, false) => (";", ","),
        (ParamStyle::SpaceDelimited, false) => ("", "%20"),
        (ParamStyle::PipeDelimited, false) => ("", "%7C"),
        (ParamStyle::TabDelimited, false) => ("", "%09"),
        _ => ("", ","),
    };
    let mut parts: Vec<String> = Vec::new();
    match shape {
        Shape::Object(object) if param.explode => {
            for pair in texts(Shape::Object(object))?.chunks(2) {
                if let [key, value] = pair {
                    parts.push(assigned(key, value, keep));
                }
            }
        }
        Shape::List(list) if param.explode && named => {
            parts.extend(texts(Shape::List(list))?.iter().map(|value| assigned(param.name, value, keep)));
        }
        Shape::Scalar(value) if named => parts.push(assigned(param.name, &value, keep)),
        shape => {
            parts.extend(texts(shape)?.iter().map(|value| encoded(value, keep)));
            if named && let Some(first) = parts.first_mut() {
                *first = format!("{}={first}", encoded(param.name, Keep::Unreserved));
            }
        }
    }
    // A prefix alone would be a value where there is none.
    if parts.is_empty() || (!param.allow_empty && parts.iter().all(String::is_empty)) {
        return Ok(String::new());
    }
    Ok(format!("{prefix}{}", parts.join(separator)))
}

/// Writes `name=value`; of an empty value the name alone (RFC 6570, section 3.2.7).
fn assigned(name: &str, value: &str, keep: Keep) -> String {
    let name = encoded(name, Keep::Unreserved);
    if value.is_empty() { name } else { format!("{name}={}", encoded(value, keep)) }
}

fn encoded(text: &str, keep: Keep) -> String {
    let mut out = String::with_capacity(text.len());
    percent::encode(&mut out, text, keep);
    out
}

/// Fills a template with values that [`path_value`] wrote. Characters of the template that a URL cannot have are percent-encoded.
///
/// # Errors
///
/// Returns an error for a parameter without a value, and for values that make a segment `.` or `..`: those cannot be sent, because URL
/// parsers take them for steps in the hierarchy even when they are percent-encoded (URL standard, "single-dot URL path segment").
pub fn path(template: &str, values: &[(&str, String)]) -> Result<String, EncodeError> {
    let mut out = String::with_capacity(template.len() + 16);
    for (index, segment) in segments(template).enumerate() {
        if index > 0 {
            out.push('/');
        }
        let start = out.len();
        let mut last = None;
        let mut rest = segment;
        while let Some((literal, tail)) = split_at(rest, b'{') {
            let Some((name, tail)) = split_at(tail, b'}') else { break };
            percent::encode(&mut out, literal, Keep::Literal);
            let value = values.iter().find(|(given, _)| *given == name);
            let (name, value) = value.ok_or_else(|| EncodeError::new("there is no value").param(name))?;
            out.push_str(value);
            last = Some(*name);
            rest = tail;
        }
        percent::encode(&mut out, rest, Keep::Literal);
        // What is a slash here came with a value.
        let dots = out[start..].split('/').find(|segment| is_dots(segment));
        if let (Some(name), Some(dots)) = (last, dots) {
            return Err(EncodeError::new(format!("`{dots}` cannot stand as a path segment")).param(name));
        }
    }
    Ok(out)
}

fn is_dots(segment: &str) -> bool {
    if segment.len() > "%2e%2e".len() || !segment.starts_with(['.', '%']) {
        return false;
    }
    // A value that keeps reserved characters keeps `%2e` too.
    matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

/// Splits a template at its slashes, but not at one within braces.
fn segments(template: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(template);
    std::iter::from_fn(move || {
        let text = rest?;
        let mut in_braces = false;
        // By bytes: this is done for every call, and a search by characters costs three times as much.
        let slash = text.bytes().position(|byte| {
            match byte {
                b'{' => in_braces = true,
                b'}' => in_braces = false,
                _ => {}
            }
            byte == b'/' && !in_braces
        });
        rest = slash.map(|at| &text[at + 1..]);
        Some(&text[..slash.unwrap_or(text.len())])
    })
}

/// Splits a text at the first of an ASCII character.
fn split_at(text: &str, ascii: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == ascii)?;
    Some((&text[..at], &text[at + 1..]))
}

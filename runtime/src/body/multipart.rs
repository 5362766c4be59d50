//! `multipart/form-data` (RFC 7578). Files are streamed, never gathered.

use super::{Body, FilePart};
use crate::clock::random;
use crate::encode::percent::push;
use crate::encode::{EncodeError, Shape, is_json, pairs, scalar};
use crate::model::{View, is_object};
use crate::operation::{Param, ParamStyle};

/// A multipart body, and the media type with its boundary.
#[derive(Debug)]
pub struct Multipart {
    /// The `Content-Type`.
    pub content_type: String,
    /// The body.
    pub body: Body,
}

/// Writes an object as `multipart/form-data`. A scalar is a part of text, a file a part of its own, an object a part of JSON, and each
/// element of a list a part of the same name, unless `encodings` says otherwise. A null is left out: a part has no way to say it.
///
/// # Errors
///
/// Returns an error for a value that is no object, for a file that cannot be read, and where a field's style cannot express its value.
pub fn multipart(view: View<'_>, encodings: &[Param]) -> Result<Multipart, EncodeError> {
    with_boundary(view, encodings, format!("{:016x}{:016x}", random(), random()))
}

/// Writes with a boundary, which grows where it occurs in a part that is in memory.
pub(super) fn with_boundary(view: View<'_>, encodings: &[Param], mut boundary: String) -> Result<Multipart, EncodeError> {
    let Shape::Object(fields) = Shape::of(view)? else {
        return Err(EncodeError::new("only an object can be sent as a multipart body"));
    };
    let mut parts = Vec::new();
    for (name, view) in fields {
        let encoding = encodings.iter().find(|it| it.name == name);
        field(&mut parts, name, view, encoding).map_err(|error| error.within(name))?;
    }
    while parts.iter().any(|part| part.holds(boundary.as_bytes())) {
        boundary.push('-');
        boundary.push_str(&boundary.len().to_string());
    }
    let mut bodies = Vec::new();
    for part in parts {
        let head = format!("--{boundary}\r\n{}\r\n", part.head);
        bodies.extend([Body::from(head), part.body, Body::from("\r\n")]);
    }
    bodies.push(Body::from(format!("--{boundary}--\r\n")));
    Ok(Multipart { content_type: format!("multipart/form-data; boundary={boundary}"), body: joined(bodies) })
}

/// Puts bodies one after the other, in memory where all of them are.
fn joined(bodies: Vec<Body>) -> Body {
    if !bodies.iter().all(|body| body.as_bytes().is_some()) {
        return Body::concat(bodies);
    }
    let bytes: Vec<u8> = bodies.iter().filter_map(Body::as_bytes).flatten().copied().collect();
    Body::from(bytes)
}

/// A part: its header lines and its content.
struct Part {
    head: String,
    body: Body,
}

impl Part {
    fn new(name: &str, content_type: &str, body: Body) -> Self {
        let mut head = String::from("Content-Disposition: form-data; name=\"");
        quoted(&mut head, name);
        head.push_str("\"\r\n");
        let mut part = Self { head, body };
        if !content_type.is_empty() {
            part.header("Content-Type", content_type);
        }
        part
    }

    fn header(&mut self, name: &str, value: &str) {
        // A control character would end the line, and begin another header or the content.
        let printable = |text: &str| text.chars().filter(|char| !char.is_ascii_control()).collect::<String>();
        self.head.push_str(&printable(name));
        self.head.push_str(": ");
        self.head.push_str(&printable(value));
        self.head.push_str("\r\n");
    }

    fn holds(&self, boundary: &[u8]) -> bool {
        let within = |text: &[u8]| text.windows(boundary.len()).any(|window| window == boundary);
        within(self.head.as_bytes()) || self.body.as_bytes().is_some_and(|body| within(body))
    }
}

/// Writes a name so that it cannot end its quotes or its line, as browsers do (HTML standard, "multipart form data"). Other
/// characters stay: RFC 7578, section 5.1, asks for UTF-8, and section 4.2 against `filename*`.
fn quoted(out: &mut String, name: &str) {
    for char in name.chars() {
        match char {
            '"' => push(out, b'"'),
            char if char.is_ascii_control() => push(out, char as u8),
            char => out.push(char),
        }
    }
}

fn field(parts: &mut Vec<Part>, name: &str, view: View<'_>, encoding: Option<&Param>) -> Result<(), EncodeError> {
    match encoding {
        Some(param) if param.content_type.is_empty() && (param.style != ParamStyle::Form || !param.explode) => {
            for pair in pairs(param, view)? {
                let delimiter = match pair.delimiter {
                    "+" | "%20" => " ",
                    "%7C" => "|",
                    "%09" => "\t",
                    delimiter => delimiter,
                };
                parts.push(Part::new(&pair.name, "", Body::from(pair.parts.join(delimiter))));
            }
            Ok(())
        }
        encoding => values(parts, name, view, encoding.map_or("", |it| it.content_type)),
    }
}

/// Adds the parts of a field: one for each element of a list.
fn values(parts: &mut Vec<Part>, name: &str, view: View<'_>, media_types: &str) -> Result<(), EncodeError> {
    if let View::File(part) = view {
        parts.push(file(name, part, media_types)?);
        return Ok(());
    }
    // Of several media types, or a range of them, none is the value's.
    let declared = if media_types.contains([',', '*']) { "" } else { media_types };
    let as_json = is_json(declared);
    if is_object(view) {
        return json(parts, name, view, declared);
    }
    match Shape::of(view)? {
        // Each object of a list is a part of its own; scalars are no bodies of JSON by themselves.
        Shape::List(list) if as_json && !list.iter().any(|item| is_object(*item)) => return json(parts, name, view, declared),
        Shape::Scalar(_) if as_json => return json(parts, name, view, declared),
        Shape::List(list) => {
            for (index, item) in list.into_iter().enumerate() {
                let added = match item {
                    View::List(_) => json(parts, name, item, declared),
                    item => values(parts, name, item, media_types),
                };
                added.map_err(|error| error.within(&index.to_string()))?;
            }
        }
        _ if matches!(view, View::Null | View::Any(crate::model::Value::Null)) => {}
        _ => match (view, scalar(view)?) {
            (View::Bytes(bytes), _) if !declared.is_empty() && !declared.starts_with("text/") => {
                parts.push(Part::new(name, declared, Body::from(bytes.to_vec())));
            }
            (_, Some(text)) => parts.push(Part::new(name, declared, Body::from(text))),
            (_, None) => {}
        },
    }
    Ok(())
}

fn json(parts: &mut Vec<Part>, name: &str, view: View<'_>, declared: &str) -> Result<(), EncodeError> {
    let body = Body::from(crate::json::to_request_vec(view)?);
    let content_type = if declared.is_empty() { "application/json" } else { declared };
    parts.push(Part::new(name, content_type, body));
    Ok(())
}

fn file(name: &str, file: &FilePart, media_types: &str) -> Result<Part, EncodeError> {
    let body = file.to_body().map_err(|error| EncodeError::new(error.to_string()))?;
    let declared = Some(media_types).filter(|it| !it.is_empty() && !it.contains([',', '*']));
    let content_type = file.media_type().or(declared).unwrap_or("application/octet-stream");
    let mut part = Part::new(name, "", body);
    // A part without a file name is taken for text by most servers.
    part.head.truncate(part.head.len() - "\r\n".len());
    part.head.push_str("; filename=\"");
    quoted(&mut part.head, file.name().unwrap_or("file"));
    part.head.push_str("\"\r\n");
    let own = file.headers().iter().map(|(name, value)| (name.as_str(), value.as_str()));
    for (name, value) in [("Content-Type", content_type)].into_iter().chain(own) {
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        if !is_name || value.contains(|char: char| char.is_ascii_control() && char != '\t') {
            return Err(EncodeError::new(format!("`{}` is no header that a part can have", name.escape_debug())));
        }
        part.header(name, value);
    }
    Ok(part)
}

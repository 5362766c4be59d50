//! Multipart bodies (RFC 2046, section 5.1): form data (RFC 7578), `multipart/related` (RFC 2387) and every other subtype. Files are
//! streamed, never gathered.
//!
//! An object is one part for each property, whose name is that of a form's field, whatever the subtype: OpenAPI 3.1.1 allows no other
//! correlation (section 4.8.15.1.2). A list is one part for each element, without a name. A property is text, a file, or JSON for an
//! object; each element of a list is a part of its own; the table of the operation may say otherwise. A null is left out: a part has no way
//! to say it.

use std::borrow::Cow;

use turnbuckle_encoding::{MediaKind, by_file_name, essence, is_range};

use super::{Body, FilePart};
use crate::clock::random;
use crate::content::charset;
use crate::encode::percent::push;
use crate::encode::{EncodeError, Shape, form, holds_file, is_json, pairs, refused, scalar};
use crate::model::{Value, View, is_object};
use crate::operation::{Operation, Param, ParamStyle};

/// The parts of a multipart body before they are one body, to which headers can still be added.
#[derive(Debug)]
pub(crate) struct Parts {
    content_type: String,
    boundary: String,
    parts: Vec<Part>,
}

/// A part: the property that it holds, its header lines and its content.
#[derive(Debug)]
struct Part {
    property: String,
    head: String,
    content_type: String,
    body: Body,
}

impl Parts {
    /// Writes an object or a list in a multipart media type.
    ///
    /// # Errors
    ///
    /// Returns an error for a scalar, for a file that cannot be read, and where a field's style cannot express its value.
    pub(crate) fn write(op: &'static Operation, media_type: &str, view: View<'_>) -> Result<Self, EncodeError> {
        Self::with_boundary(op, media_type, view, format!("{:016x}{:016x}", random(), random()))
    }

    /// Writes with a boundary, which grows if it occurs in a part that is in memory.
    pub(super) fn with_boundary(
        op: &'static Operation,
        media_type: &str,
        view: View<'_>,
        mut boundary: String,
    ) -> Result<Self, EncodeError> {
        let essence = essence(media_type);
        let is_form_data = essence.eq_ignore_ascii_case("multipart/form-data");
        let mut writer = Writer { op, encodings: op.encodings_of(media_type), is_form_data, parts: Vec::new() };
        writer.whole(view)?;
        let parts = writer.parts;
        while parts.iter().any(|part| part.holds(boundary.as_bytes())) {
            boundary.push('-');
            boundary.push_str(&boundary.len().to_string());
        }
        let mut content_type = format!("{essence}; boundary={boundary}");
        if essence.eq_ignore_ascii_case("multipart/related") {
            // RFC 2387, section 3.1: the type of the root, which is the first part.
            let root = parts.first().map_or("text/plain", |part| turnbuckle_encoding::essence(&part.content_type));
            content_type.push_str("; type=\"");
            quoted(&mut content_type, if root.is_empty() { "text/plain" } else { root });
            content_type.push('"');
        }
        Ok(Self { content_type, boundary, parts })
    }

    /// Returns the media type with the boundary.
    pub(crate) fn content_type(&self) -> &str {
        &self.content_type
    }

    /// Adds a header to the parts that hold a property.
    pub(crate) fn add_header(&mut self, property: &str, name: &str, value: &str) -> Result<(), EncodeError> {
        let mut own = self.parts.iter_mut().filter(|part| part.property == property).peekable();
        if own.peek().is_none() {
            return Err(EncodeError::new(format!("the body has no part `{}`", property.escape_debug())));
        }
        own.try_for_each(|part| part.header(name, value))
    }

    /// Returns the same parts once more; `None` if one of them is read once.
    pub(crate) fn try_clone(&self) -> Option<Self> {
        let parts: Option<Vec<Part>> = self.parts.iter().map(Part::try_clone).collect();
        Some(Self { content_type: self.content_type.clone(), boundary: self.boundary.clone(), parts: parts? })
    }

    /// Returns whether every part can be read more than once.
    pub(crate) fn is_replayable(&self) -> bool {
        self.parts.iter().all(|part| part.body.is_replayable())
    }

    /// Returns the length in bytes, if that of every part is known.
    pub(crate) fn length(&self) -> Option<u64> {
        let boundaries = (self.parts.len() + 1) * (self.boundary.len() + 4) + 2;
        let heads: usize = self.parts.iter().map(|part| part.head.len() + 4).sum();
        let contents: Option<u64> = self.parts.iter().map(|part| part.body.length()).sum();
        Some(contents? + (boundaries + heads) as u64)
    }

    /// Joins the parts.
    pub(crate) fn into_body(self) -> Body {
        let mut bodies = Vec::new();
        for part in self.parts {
            let head = format!("--{}\r\n{}\r\n", self.boundary, part.head);
            bodies.extend([Body::from(head), part.body, Body::from("\r\n")]);
        }
        bodies.push(Body::from(format!("--{}--\r\n", self.boundary)));
        joined(bodies)
    }
}

/// Puts bodies one after the other, in memory if all of them are.
fn joined(bodies: Vec<Body>) -> Body {
    if !bodies.iter().all(|body| body.as_bytes().is_some()) {
        return Body::concat(bodies);
    }
    let bytes: Vec<u8> = bodies.iter().filter_map(Body::as_bytes).flatten().copied().collect();
    Body::from(bytes)
}

impl Part {
    fn header(&mut self, name: &str, value: &str) -> Result<(), EncodeError> {
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        // A control character would end the line, and begin another header or the content.
        if !is_name || value.contains(|char: char| char.is_ascii_control() && char != '\t') {
            return Err(EncodeError::new(format!("`{}` is no header that a part can have", name.escape_debug())));
        }
        for text in [name, ": ", value, "\r\n"] {
            self.head.push_str(text);
        }
        Ok(())
    }

    fn holds(&self, boundary: &[u8]) -> bool {
        let within = |text: &[u8]| text.windows(boundary.len()).any(|window| window == boundary);
        within(self.head.as_bytes()) || self.body.as_bytes().is_some_and(|body| within(body))
    }

    fn try_clone(&self) -> Option<Self> {
        let Self { property, head, content_type, body } = self;
        Some(Self { property: property.clone(), head: head.clone(), content_type: content_type.clone(), body: body.try_clone()? })
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

struct Writer {
    op: &'static Operation,
    encodings: &'static [Param],
    is_form_data: bool,
    parts: Vec<Part>,
}

/// What a part holds.
#[derive(Clone, Copy)]
struct Field<'a> {
    /// The name of the property, or the index of the element.
    property: &'a str,
    /// The name that the part has.
    name: Option<&'a str>,
    encoding: Option<&'static Param>,
}

impl Field<'_> {
    /// Returns the media types that the document gives the part, as a list.
    fn media_types(&self) -> &'static str {
        self.encoding.map_or("", |encoding| encoding.content_type)
    }

    /// Returns the one media type that the document gives the part; of several, and of a range, none is the value's.
    fn media_type(&self) -> &'static str {
        let media_types = self.media_types();
        if media_types.contains(',') || is_range(media_types) { "" } else { media_types }
    }

    /// Returns the media type of an object: the only one, or of several one that values are written in.
    fn media_type_of_object(&self) -> &'static str {
        let listed = || self.media_types().split(',').map(str::trim);
        let of_kind = |kind: MediaKind| listed().find(|one| MediaKind::of(one) == kind);
        match self.media_type() {
            "" => of_kind(MediaKind::Json).or_else(|| of_kind(MediaKind::Xml)).unwrap_or("application/json"),
            media_type => media_type,
        }
    }
}

impl Writer {
    fn whole(&mut self, view: View<'_>) -> Result<(), EncodeError> {
        let is_there = |view: &View<'_>| !matches!(view, View::Absent | View::Null | View::Any(Value::Null));
        match view {
            View::List(list) => {
                (0..list.len()).map(|index| (index, list.at(index))).filter(|(_, it)| is_there(it)).try_for_each(|it| self.element(it))
            }
            View::Any(Value::Array(list)) => {
                list.iter().map(View::Any).enumerate().filter(|(_, it)| is_there(it)).try_for_each(|it| self.element(it))
            }
            view => match Shape::of(view)? {
                Shape::Object(fields) => fields.into_iter().try_for_each(|(name, view)| {
                    let encoding = self.encodings.iter().find(|it| it.name == name);
                    self.field(Field { property: name, name: Some(name), encoding }, view).map_err(|error| error.within(name))
                }),
                Shape::List(list) => list.into_iter().enumerate().try_for_each(|it| self.element(it)),
                Shape::Absent | Shape::Scalar(_) => Err(refused(MediaKind::Multipart, turnbuckle_encoding::Shape::Scalar)),
            },
        }
    }

    fn element(&mut self, (index, view): (usize, View<'_>)) -> Result<(), EncodeError> {
        let index = index.to_string();
        let of = |name: &str| self.encodings.iter().find(|it| it.name == name);
        let encoding = of(&index).or_else(|| of(""));
        // RFC 7578, section 4.2: each part of form data has a name.
        let name = self.is_form_data.then_some(index.as_str());
        let field = Field { property: &index, name, encoding };
        let added = match view {
            View::List(_) | View::Any(Value::Array(_)) => self.json(field, view, field.media_type_of_object()),
            view => self.field(field, view),
        };
        added.map_err(|error| error.within(&index))
    }

    fn field(&mut self, field: Field<'_>, view: View<'_>) -> Result<(), EncodeError> {
        let first = self.parts.len();
        match field.encoding {
            Some(param) if is_styled(param) && !holds_file(view) => {
                for pair in pairs(param, view)? {
                    let name = field.name.is_some().then_some(pair.name.as_str());
                    let text = pair.parts.join(param.style.delimiter().encode_utf8(&mut [0; 4]));
                    self.text(Field { name, ..field }, "", text)?;
                }
            }
            _ => self.values(field, view)?,
        }
        let fixed = field.encoding.map_or(&[] as &[_], |encoding| encoding.headers);
        self.parts[first..].iter_mut().try_for_each(|part| fixed.iter().try_for_each(|(name, value)| part.header(name, value)))
    }

    /// Adds the parts of a field: one for each element of a list.
    fn values(&mut self, field: Field<'_>, view: View<'_>) -> Result<(), EncodeError> {
        if let View::File(file) = view {
            return self.file(field, file);
        }
        if is_object(view) {
            return self.object(field, view);
        }
        let declared = field.media_type();
        let as_json = is_json(declared);
        match Shape::of(view)? {
            // Each object of a list is a part of its own; scalars are no bodies of JSON by themselves.
            Shape::List(list) if as_json && !list.is_empty() && !list.iter().any(|item| is_object(*item)) => {
                self.json(field, view, declared)
            }
            Shape::Scalar(_) if as_json => self.json(field, view, declared),
            Shape::List(list) => list.into_iter().enumerate().try_for_each(|(index, item)| {
                let added = match item {
                    View::List(_) | View::Any(Value::Array(_)) => self.json(field, item, field.media_type_of_object()),
                    item => self.values(field, item),
                };
                added.map_err(|error| error.within(&index.to_string()))
            }),
            _ if matches!(view, View::Null | View::Any(Value::Null)) => Ok(()),
            _ => match (view, scalar(view)?) {
                (View::Bytes(bytes), _) if !declared.is_empty() && MediaKind::of(declared) == MediaKind::Binary => {
                    self.part(field, None, declared, Body::from(bytes.to_vec()))
                }
                (_, Some(text)) => self.text(field, declared, text),
                (_, None) => Ok(()),
            },
        }
    }

    fn object(&mut self, field: Field<'_>, view: View<'_>) -> Result<(), EncodeError> {
        let declared = field.media_type_of_object();
        match MediaKind::of(declared) {
            MediaKind::Xml => {
                let xml = self.xml(field, view)?;
                self.part(field, None, declared, Body::from(charset::encoded(xml, declared)?))
            }
            MediaKind::Form => {
                let text = form(view, &[])?;
                self.part(field, None, declared, Body::from(text))
            }
            MediaKind::Json
            | MediaKind::Text
            | MediaKind::Binary
            | MediaKind::Multipart
            | MediaKind::EventStream
            | MediaKind::JsonLines => self.json(field, view, declared),
        }
    }

    #[cfg(feature = "xml")]
    fn xml(&self, field: Field<'_>, view: View<'_>) -> Result<Vec<u8>, EncodeError> {
        crate::xml::to_request_vec(view, self.op.xml_request_part(field.property))
    }

    #[cfg(not(feature = "xml"))]
    fn xml(&self, field: Field<'_>, _: View<'_>) -> Result<Vec<u8>, EncodeError> {
        let (op, part) = (self.op.id, field.property);
        Err(EncodeError::new(format!("`{op}` sends XML in the part `{part}`, which needs the feature `xml` of the runtime")))
    }

    fn json(&mut self, field: Field<'_>, view: View<'_>, content_type: &str) -> Result<(), EncodeError> {
        let json = crate::json::to_request_vec(view)?;
        self.part(field, None, content_type, Body::from(charset::encoded(json, content_type)?))
    }

    fn text(&mut self, field: Field<'_>, declared: &str, text: String) -> Result<(), EncodeError> {
        let body = Body::from(charset::encoded(text.into_bytes(), declared)?);
        // RFC 2046, section 4.1.2: text without a charset is ASCII. A form has its own rule (RFC 7578, section 5.1).
        let content_type = if declared.is_empty() && !self.is_form_data { "text/plain; charset=utf-8" } else { declared };
        self.part(field, None, content_type, body)
    }

    fn file(&mut self, field: Field<'_>, file: &FilePart) -> Result<(), EncodeError> {
        let body = file.to_body().map_err(|error| EncodeError::new(error.to_string()))?;
        let own = file.media_type().map(Cow::Borrowed);
        let declared = || Some(field.media_type()).filter(|it| !it.is_empty()).map(Cow::Borrowed);
        let by_name = || by_file_name(file.name()?, field.media_types()).map(Cow::Owned);
        let content_type = own.or_else(declared).or_else(by_name).unwrap_or(Cow::Borrowed("application/octet-stream"));
        // A field of a form without a file name is taken for text by most servers.
        let name = file.name().or_else(|| field.name.is_some().then_some("file"));
        self.part(field, name, &content_type, body)?;
        let part = self.parts.last_mut().expect("a part was added above");
        file.headers().iter().try_for_each(|(name, value)| part.header(name, value))
    }

    fn part(&mut self, field: Field<'_>, file_name: Option<&str>, content_type: &str, body: Body) -> Result<(), EncodeError> {
        let mut disposition = String::new();
        match (field.name, file_name) {
            (None, None) => {}
            (None, Some(_)) => disposition.push_str("attachment"),
            (Some(name), _) => {
                disposition.push_str("form-data; name=\"");
                quoted(&mut disposition, name);
                disposition.push('"');
            }
        }
        if let Some(file_name) = file_name {
            disposition.push_str("; filename=\"");
            quoted(&mut disposition, file_name);
            disposition.push('"');
        }
        let mut part = Part { property: field.property.to_owned(), head: String::new(), content_type: content_type.to_owned(), body };
        for (name, value) in [("Content-Disposition", disposition.as_str()), ("Content-Type", content_type)] {
            if !value.is_empty() {
                part.header(name, value)?;
            }
        }
        self.parts.push(part);
        Ok(())
    }
}

/// Returns whether a field is laid out by a style of its own.
fn is_styled(param: &Param) -> bool {
    param.content_type.is_empty() && (param.style != ParamStyle::Form || !param.explode)
}

//! Reads multipart bodies (RFC 2046, section 5.1): form data (RFC 7578), and the other subtypes, whose parts may have no names.
//!
//! A part is read like a body of its own: by its media type and its charset. A part with a name is the property of that name. Parts without
//! a name are the items of a list, or the properties of an object that no other part names, in their order. **Invariant:** a body that ends
//! without its last boundary is an error, so that no part is lost unseen.

use std::borrow::Cow;

use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue};
use turnbuckle_encoding::parameter;

use crate::decode::DecodeError;
use crate::header::lossless;
use crate::model::{Record, Slot, Value, flags};
use crate::output::{Part, ReadError, WholeAnswer};
use crate::scalar::base64;

/// How many multipart bodies may be in each other.
const MAX_DEPTH: usize = 8;

/// A part as it was received.
struct Received<'b> {
    headers: HeaderMap,
    content: Cow<'b, [u8]>,
    name: Option<String>,
}

/// Fills a slot from a multipart body.
pub(crate) fn fill(answer: &WholeAnswer<'_>, slot: Slot<'_>) -> Result<(), ReadError> {
    let content_type = answer.content_type();
    let boundary = parameter(content_type, "boundary").filter(|boundary| !boundary.is_empty());
    let boundary = boundary.ok_or_else(|| ReadError::new("the media type of the multipart body has no `boundary`"))?;
    let depth = answer.part.map_or(0, |part| part.depth) + 1;
    if depth > MAX_DEPTH {
        return Err(ReadError::new(format!("more than {MAX_DEPTH} multipart bodies in each other")));
    }
    let segments = segments(answer.body, &boundary).ok_or_else(|| ReadError::new("the multipart body ends without its last boundary"))?;
    let parts: Vec<Received<'_>> = segments.into_iter().map(received).collect::<Result<_, _>>()?;
    Filling { answer, depth }.whole(&parts.iter().collect::<Vec<_>>(), slot)
}

/// Splits a body at its boundaries; `None` if the last one is missing. What is before the first and after the last is not part of the body.
fn segments<'b>(body: &'b [u8], boundary: &str) -> Option<Vec<&'b [u8]>> {
    let mark = [b"--", boundary.as_bytes()].concat();
    let mut segments = Vec::new();
    let mut start = None;
    let mut at = 0;
    loop {
        let found = at + find(&body[at..], &mark)?;
        let after = found + mark.len();
        at = after;
        let is_first_in_line = found == 0 || body[found - 1] == b'\n';
        let rest = &body[after..];
        let is_last = rest.starts_with(b"--");
        let padding = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let line_end = match &rest[padding..] {
            [b'\r', b'\n', ..] => padding + 2,
            [b'\n', ..] => padding + 1,
            _ if is_last => 2,
            // A longer boundary, or none at all.
            _ => continue,
        };
        if !is_first_in_line {
            continue;
        }
        if let Some(start) = start {
            // The line break before a boundary belongs to the boundary.
            let content: &[u8] = body.get(start..found).unwrap_or_default();
            segments.push(content.strip_suffix(b"\r\n").or_else(|| content.strip_suffix(b"\n")).unwrap_or(content));
        }
        if is_last {
            return Some(segments);
        }
        start = Some(after + line_end);
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == first)?;
        if bytes[at..].starts_with(wanted) {
            return Some(at);
        }
        at += 1;
    }
}

/// Reads the headers of a part and decodes its content.
fn received(segment: &[u8]) -> Result<Received<'_>, ReadError> {
    let (head, content) = split_head(segment);
    let headers = headers(head);
    let encoding = headers.get("content-transfer-encoding").map(|value| lossless(value.as_bytes()).trim().to_ascii_lowercase());
    let content = match encoding.as_deref() {
        Some("base64") => {
            let text: Vec<u8> = content.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
            let bytes = std::str::from_utf8(&text).ok().and_then(base64::decode);
            Cow::Owned(bytes.ok_or_else(|| ReadError::new("a part of the body is not the base64 that its header says"))?)
        }
        Some("quoted-printable") => Cow::Owned(from_quoted_printable(content)),
        // RFC 2045, section 6.2: these change nothing.
        _ => Cow::Borrowed(content),
    };
    let name = name(&headers);
    Ok(Received { headers, content, name })
}

/// Splits a part at the empty line behind its headers.
fn split_head(segment: &[u8]) -> (&[u8], &[u8]) {
    for empty in [&b"\r\n"[..], b"\n"] {
        if let Some(content) = segment.strip_prefix(empty) {
            return (&[], content);
        }
    }
    let ends = [&b"\r\n\r\n"[..], b"\n\n"];
    match ends.iter().filter_map(|end| Some((find(segment, end)?, end.len()))).min() {
        Some((at, length)) => (&segment[..at], &segment[at + length..]),
        None => (segment, &[]),
    }
}

fn headers(head: &[u8]) -> HeaderMap {
    let mut lines: Vec<Vec<u8>> = Vec::new();
    for line in head.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match lines.last_mut() {
            // RFC 5322, section 2.2.3: a line that begins with white space continues the one before.
            Some(last) if line.starts_with(b" ") || line.starts_with(b"\t") => last.extend_from_slice(line),
            _ => lines.push(line.to_vec()),
        }
    }
    let mut headers = HeaderMap::new();
    for line in lines {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let (name, value) = (line[..colon].trim_ascii(), line[colon + 1..].trim_ascii());
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
            headers.append(name, value);
        }
    }
    headers
}

/// Returns the name of a part: of the form's field (RFC 7578, section 4.2), else the local part of its identifier (RFC 2392).
fn name(headers: &HeaderMap) -> Option<String> {
    let text = |name: &HeaderName| headers.get(name).map(|value| lossless(value.as_bytes()).into_owned());
    let field = text(&CONTENT_DISPOSITION).and_then(|disposition| parameter(&disposition, "name"));
    if let Some(field) = field {
        // What browsers escape (HTML standard, "multipart form data").
        return Some(field.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"));
    }
    let id = text(&HeaderName::from_static("content-id"))?;
    let id = id.trim().trim_start_matches('<').trim_end_matches('>');
    id.split('@').next().filter(|name| !name.is_empty()).map(str::to_owned)
}

/// Returns the name of the file that a part holds: of `filename*` (RFC 6266, section 4.3), else of `filename`.
pub(crate) fn file_name(headers: &HeaderMap) -> Option<String> {
    let disposition = headers.get(CONTENT_DISPOSITION).map(|value| lossless(value.as_bytes()).into_owned())?;
    let extended = parameter(&disposition, "filename*").and_then(|value| {
        let text = value.get(..7).filter(|charset| charset.eq_ignore_ascii_case("utf-8''")).and_then(|_| value.get(7..))?;
        String::from_utf8(crate::url::decode_bytes(&text.replace('+', "%2B"))).ok()
    });
    extended.or_else(|| parameter(&disposition, "filename"))
}

/// Decodes quoted-printable text (RFC 2045, section 6.7). What is no escape stays.
fn from_quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'=' {
            out.push(byte);
        } else if let Some(next) = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")) {
            rest = next;
        } else if let Some(decoded) = after.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()) {
            out.push(decoded);
            rest = &after[2..];
        } else {
            out.push(byte);
        }
    }
    out
}

/// What is filled from parts.
#[derive(Clone, Copy)]
struct Filling<'a> {
    answer: &'a WholeAnswer<'a>,
    depth: usize,
}

impl Filling<'_> {
    fn whole(self, parts: &[&Received<'_>], slot: Slot<'_>) -> Result<(), ReadError> {
        match slot {
            Slot::Opt(target) => self.whole(parts, target.insert()),
            Slot::Record(record) => self.record(parts, record, &mut Vec::new()),
            Slot::Map(map) => {
                for (index, part) in parts.iter().enumerate() {
                    let name = part.name.clone().unwrap_or_else(|| index.to_string());
                    self.part(part, &name, map.insert(name.clone()))?;
                }
                Ok(())
            }
            Slot::List(list) => parts.iter().enumerate().try_for_each(|(index, part)| self.part(part, &index.to_string(), list.push())),
            Slot::Tuple(tuple) => self.tuple(parts, tuple),
            Slot::Any(value) => {
                *value = self.value(parts)?;
                Ok(())
            }
            Slot::Union(_) => {
                let value = self.value(parts)?;
                let json = serde_json::to_vec(&value).map_err(|error| ReadError::new(error.to_string()))?;
                Ok(crate::json::fill(&json, slot)?)
            }
            slot => Err(DecodeError::new("", slot.expected(), "a multipart body").into()),
        }
    }

    /// Reads a part like a body of its own.
    fn part(self, part: &Received<'_>, name: &str, slot: Slot<'_>) -> Result<(), ReadError> {
        let headers = match part.headers.contains_key(CONTENT_TYPE) {
            true => Cow::Borrowed(&part.headers),
            false => {
                let mut headers = part.headers.clone();
                // RFC 2046, section 5.1, and RFC 7578, section 4.4.
                headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
                Cow::Owned(headers)
            }
        };
        let inner = WholeAnswer {
            op: self.answer.op,
            status: self.answer.status,
            headers: &headers,
            body: &part.content,
            tolerance: None,
            part: Some(Part { name, depth: self.depth }),
        };
        inner.fill(slot).map_err(|error| error.of_part(name))
    }

    /// Reads the parts of a field: all of them into a list, the last into anything else. Returns whether there are any.
    fn field(self, parts: &[&Received<'_>], name: &str, slot: Slot<'_>) -> Result<bool, ReadError> {
        let Some(last) = parts.last() else { return Ok(false) };
        match slot {
            Slot::Opt(target) => return self.field(parts, name, target.insert()),
            // One part may hold the whole list.
            Slot::List(_) | Slot::Tuple(_) if parts.len() == 1 && last.is_json_list() => self.part(last, name, slot)?,
            Slot::List(list) => parts.iter().try_for_each(|part| self.part(part, name, list.push()))?,
            slot => self.part(last, name, slot)?,
        }
        Ok(true)
    }

    fn record(self, parts: &[&Received<'_>], record: &mut dyn Record, taken: &mut Vec<String>) -> Result<(), ReadError> {
        let fields = record.meta().fields;
        let spread = flags::EXTRA | flags::FLATTEN;
        let is_named = |wire: &str| parts.iter().any(|part| part.is_of(wire));
        let mut nameless = parts.iter().filter(|part| part.name.is_none());
        for (index, field) in fields.iter().enumerate().filter(|(_, it)| it.flags & spread == 0) {
            taken.push(field.wire.to_owned());
            let own: Vec<&Received<'_>> = match is_named(field.wire) {
                true => parts.iter().copied().filter(|part| part.is_of(field.wire)).collect(),
                false => nameless.next().copied().into_iter().collect(),
            };
            let there = self.field(&own, field.wire, record.field_slot(index))?;
            let wanted = field.flags & (flags::REQUIRED | flags::WRITE_ONLY) == flags::REQUIRED;
            if !there && wanted {
                missing(field.wire, record.field_slot(index))?;
            }
        }
        for (index, _) in fields.iter().enumerate().filter(|(_, it)| it.flags & flags::FLATTEN != 0) {
            self.flattened(parts, record.field_slot(index), taken)?;
        }
        if let Some(extra) = fields.iter().position(|it| it.flags & flags::EXTRA != 0) {
            let rest: Vec<&Received<'_>> = parts.iter().copied().filter(|part| !taken.iter().any(|name| part.is_of(name))).collect();
            let rest: Vec<&Received<'_>> = rest.into_iter().filter(|part| part.name.is_some()).collect();
            self.extra(&rest, record.field_slot(extra))?;
        }
        Ok(())
    }

    fn extra(self, parts: &[&Received<'_>], slot: Slot<'_>) -> Result<(), ReadError> {
        match slot {
            Slot::Opt(target) if !parts.is_empty() => self.extra(parts, target.insert()),
            Slot::Map(_) => self.whole(parts, slot),
            _ => Ok(()),
        }
    }

    fn flattened(self, parts: &[&Received<'_>], slot: Slot<'_>, taken: &mut Vec<String>) -> Result<(), ReadError> {
        match slot {
            Slot::Opt(target) => self.flattened(parts, target.insert(), taken),
            Slot::Record(record) => self.record(parts, record, taken),
            slot => self.whole(parts, slot),
        }
    }

    fn tuple(self, parts: &[&Received<'_>], tuple: &mut dyn Record) -> Result<(), ReadError> {
        let fields = tuple.meta().fields;
        let fixed = fields.iter().position(|field| field.flags & flags::EXTRA != 0).unwrap_or(fields.len());
        for (index, part) in parts.iter().enumerate() {
            if index < fixed {
                self.part(part, &index.to_string(), tuple.field_slot(index))?;
            } else if let Slot::List(rest) = tuple.field_slot(fixed) {
                self.part(part, &index.to_string(), rest.push())?;
            }
        }
        for (index, field) in fields.iter().enumerate().take(fixed).skip(parts.len()) {
            if field.flags & flags::REQUIRED != 0 {
                missing(&index.to_string(), tuple.field_slot(index))?;
            }
        }
        Ok(())
    }

    /// Returns the parts as JSON: an object by their names, or a list if none has a name. Bytes that are not text are base64.
    fn value(self, parts: &[&Received<'_>]) -> Result<Value, ReadError> {
        if !parts.is_empty() && parts.iter().all(|part| part.name.is_none()) {
            return parts.iter().enumerate().map(|(index, part)| self.value_of(part, &index.to_string())).collect();
        }
        let mut object = serde_json::Map::new();
        for (index, part) in parts.iter().enumerate() {
            let name = part.name.clone().unwrap_or_else(|| index.to_string());
            let value = self.value_of(part, &name)?;
            match object.get_mut(&name) {
                None => drop(object.insert(name, value)),
                Some(Value::Array(list)) => list.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
            }
        }
        Ok(Value::Object(object))
    }

    fn value_of(self, part: &Received<'_>, name: &str) -> Result<Value, ReadError> {
        let mut value = Value::Null;
        if self.part(part, name, Slot::Any(&mut value)).is_ok() {
            return Ok(value);
        }
        Ok(Value::String(match std::str::from_utf8(&part.content) {
            Ok(text) => text.to_owned(),
            Err(_) => base64::encode(&part.content),
        }))
    }
}

impl Received<'_> {
    /// Returns whether the part holds a property, or an item of a list that is one.
    fn is_of(&self, wire: &str) -> bool {
        self.name.as_deref().is_some_and(|name| name == wire || name.strip_suffix("[]") == Some(wire))
    }

    fn is_json_list(&self) -> bool {
        let content_type = self.headers.get(CONTENT_TYPE).map(|value| lossless(value.as_bytes()));
        content_type.is_some_and(|it| crate::encode::is_json(&it)) && self.content.trim_ascii_start().starts_with(b"[")
    }
}

/// Accepts that a required field has no part: a list without items has none.
fn missing(name: &str, slot: Slot<'_>) -> Result<(), ReadError> {
    match slot {
        Slot::List(_) | Slot::Opt(_) => Ok(()),
        slot => {
            let mut pointer = String::new();
            crate::pointer::push(&mut pointer, name);
            Err(DecodeError::new(pointer, slot.expected(), "nothing").into())
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::body::FilePart;
    use crate::model::Model;
    use crate::operation::Operation;

    static OP: Operation = Operation::new("getParts", "GET", "/parts");

    #[derive(Clone)]
    struct Report {
        meta: Meta,
        count: Option<i64>,
        tags: Vec<String>,
        picture: Option<FilePart>,
        note: Option<String>,
    }

    crate::record!(Report {
        0 "meta" meta REQUIRED,
        1 "count" count OPTIONAL,
        2 "tags" tags OPTIONAL,
        3 "picture" picture OPTIONAL,
        4 "note" note OPTIONAL,
    });

    #[derive(Clone)]
    struct Meta {
        a: String,
    }

    crate::record!(Meta { 0 "a" a REQUIRED });

    fn read<T: Model>(content_type: &str, body: &[u8]) -> Result<T, String> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, content_type.parse().expect("it can be a header"));
        let mut value = T::blank();
        let answer = WholeAnswer { op: &OP, status: 200, headers: &headers, body, tolerance: None, part: None };
        answer.fill(value.slot()).map(|()| value).map_err(|error| match error.source {
            Some(source) => format!("{}: {source}", error.message),
            None => error.message,
        })
    }

    fn report() -> Report {
        let mut picture = FilePart::from(vec![0, 255, b'\n']);
        picture.set_labels(Some("p ü.png".to_owned()), Some("image/png".to_owned()));
        Report {
            meta: Meta { a: "é".to_owned() },
            count: Some(3),
            tags: vec!["x".to_owned(), "--BB".to_owned()],
            picture: Some(picture),
            note: Some("line\r\nline ".to_owned()),
        }
    }

    const FORM_DATA: &[u8] = b"preamble\r\n--B\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"a\":\"\xc3\xa9\"}\r\n\
        --B \t\r\ncontent-disposition:form-data;name=count\r\n\r\n3\r\n\
        --B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\nx\r\n--B\r\nContent-Disposition: form-data;\r\n name=\"tags[]\"\r\n\r\n--BB\r\n\
        --B\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"x\"; filename*=UTF-8''p%20%C3%BC.png\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAP8K\r\n\
        --B\r\nContent-Disposition: form-data; name=\"note\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nli=\r\nne=0D=0Aline=20\r\n--B--\r\nepilogue";

    #[test]
    fn parts_are_properties_by_their_names() {
        assert_eq!(read::<Report>("multipart/form-data; boundary=B", FORM_DATA), Ok(report()));
        let unix = String::from_utf8(FORM_DATA.to_vec()).expect("it is text").replace("\r\n", "\n");
        assert_eq!(read::<Report>("multipart/form-data; boundary=\"B\"", unix.as_bytes()), Ok(report()));
    }

    #[test]
    fn parts_without_names_are_in_order() {
        let body = b"--x\r\nContent-Type: application/json\r\n\r\n{\"a\":\"b\"}\r\n--x\r\n\r\n4\r\n--x\r\nContent-ID: <note@here>\r\n\r\nn\r\n--x--";
        let read = read::<Report>("multipart/related; type=\"application/json\"; boundary=x", body).expect("it fits");
        assert_eq!((read.meta.a.as_str(), read.count, read.note.as_deref()), ("b", Some(4), Some("n")));
        let list = b"--x\r\nContent-Type: application/json\r\n\r\n{\"a\":\"b\"}\r\n--x\n\n{\"a\":\"c\"}\n--x--";
        let items = self::read::<Vec<Meta>>("multipart/mixed; boundary=x", list).expect("it fits");
        assert_eq!(items.iter().map(|it| it.a.as_str()).collect::<Vec<_>>(), ["b", "c"]);
    }

    #[test]
    fn an_untyped_body_is_an_object_or_a_list() {
        let named = b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\nt\r\n--x\r\nContent-Disposition: form-data; name=b\r\nContent-Type: application/json\r\n\r\n[1]\r\n--x--";
        assert_eq!(read::<Value>("multipart/form-data; boundary=x", named), Ok(json!({"a": "t", "b": [1]})));
        assert_eq!(read::<Value>("multipart/mixed; boundary=x", b"--x\n\nt\n--x\n\n\xff\n--x--"), Ok(json!(["t", "/w=="])));
        assert_eq!(read::<Value>("multipart/mixed; boundary=x", b"--x--"), Ok(json!({})));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let of = |body: &[u8]| read::<Report>("multipart/mixed; boundary=x", body).expect_err("it does not fit");
        assert_eq!(of(b"--x\r\n\r\n1"), "the multipart body ends without its last boundary");
        assert_eq!(of(b"nothing"), "the multipart body ends without its last boundary");
        let empty = "the body does not fit its type: expected an object, found nothing at `/meta`";
        assert_eq!(of(b"--x--"), empty);
        let part = of(b"--x\r\nContent-Type: application/json\r\n\r\n{\"a\":1}\r\n--x--");
        assert_eq!(part, "the part `meta` does not fit its type: expected a string, found the number 1 at `/a` (line 1, column 6)");
        assert_eq!(read::<Report>("multipart/mixed", b"--x--"), Err("the media type of the multipart body has no `boundary`".to_owned()));
        let coded = b"--x\r\nContent-Transfer-Encoding: base64\r\n\r\n*\r\n--x--";
        assert_eq!(of(coded), "a part of the body is not the base64 that its header says");
    }

    #[test]
    fn bodies_in_each_other_end() {
        let mut body = b"t".to_vec();
        for depth in 0..20 {
            let head = format!("--b{depth}\r\nContent-Type: multipart/mixed; boundary=b{}\r\n\r\n", depth - 1);
            body = [head.as_bytes(), &body, format!("\r\n--b{depth}--").as_bytes()].concat();
        }
        // What is deeper than the limit is kept as text.
        let read = read::<Value>("multipart/mixed; boundary=b19", &body).expect("it is read");
        let mut depth = 0;
        let mut at = &read;
        while let Some(inner) = at.get(0) {
            (at, depth) = (inner, depth + 1);
        }
        assert_eq!((depth, at.as_str().is_some_and(|text| text.starts_with("--b"))), (MAX_DEPTH, true));
    }
}

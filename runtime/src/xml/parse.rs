//! Parses an XML document into a tree of elements.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use super::MAX_DEPTH;
use crate::decode::DecodeError;
use crate::tree::{Attribute, Element};

/// Reads a document.
pub(super) fn parse(xml: &[u8]) -> Result<Element, DecodeError> {
    let xml = xml.strip_prefix(b"\xef\xbb\xbf").unwrap_or(xml);
    let text = std::str::from_utf8(xml).map_err(|_| syntax("other bytes, which are not UTF-8"))?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        let event = reader.read_event().map_err(|error| at(text, reader.error_position(), &error.to_string()))?;
        let position = reader.buffer_position();
        match event {
            Event::Start(_) if open.len() == MAX_DEPTH => {
                return Err(at(text, position, &format!("more than {MAX_DEPTH} elements in each other")));
            }
            Event::Start(_) if root.is_some() && open.is_empty() => return Err(at(text, position, "a second root element")),
            Event::Start(start) => open.push(element(&start).map_err(|reason| at(text, position, &reason))?),
            Event::End(_) => {
                let Some(done) = open.pop() else { return Err(at(text, position, "an end tag without a start tag")) };
                match open.last_mut() {
                    Some(parent) => parent.children.push(done),
                    None => root = Some(done),
                }
            }
            Event::Text(piece) => match open.last_mut() {
                Some(element) => element.text.push_str(&piece.xml10_content()),
                None if piece.trim().is_empty() => {}
                None => return Err(at(text, position, "text outside the root element")),
            },
            Event::CData(piece) => match open.last_mut() {
                Some(element) => element.text.push_str(&piece.xml10_content()),
                None => return Err(at(text, position, "text outside the root element")),
            },
            Event::GeneralRef(reference) => {
                let c = character(&reference).map_err(|reason| at(text, position, &reason))?;
                if let Some(element) = open.last_mut() {
                    element.text.push(c);
                }
            }
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof if open.is_empty() => return root.ok_or_else(|| syntax("nothing")),
            Event::Eof => return Err(at(text, position, "the end of the text within an element")),
        }
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let (local, prefix) = start.name().decompose();
    let mut element = Element {
        local: local.into_inner().to_owned(),
        prefix: prefix.map_or_else(String::new, |it| it.into_inner().to_owned()),
        ..Element::default()
    };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let (local, prefix) = attribute.key.decompose();
        element.attributes.push(Attribute {
            local: local.into_inner().to_owned(),
            prefix: prefix.map_or_else(String::new, |it| it.into_inner().to_owned()),
            value: attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?.into_owned(),
        });
    }
    Ok(element)
}

/// Returns the character that a reference stands for (XML 1.0, sections 4.1 and 4.6).
fn character(reference: &BytesRef<'_>) -> Result<char, String> {
    if let Some(c) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(c);
    }
    Ok(match &**reference {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "apos" => '\'',
        "quot" => '"',
        other => return Err(format!("the entity `{}`, which XML does not define", other.chars().take(40).collect::<String>())),
    })
}

fn syntax(found: &str) -> DecodeError {
    DecodeError::new("", "an XML document", found)
}

fn at(text: &str, offset: u64, found: &str) -> DecodeError {
    let offset = usize::try_from(offset).unwrap_or(usize::MAX).min(text.len());
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    syntax(&format!("{found} in line {line}"))
}

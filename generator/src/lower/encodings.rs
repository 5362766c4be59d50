//! How the fields of forms and the parts of multipart bodies are encoded (OpenAPI 3.1.1, Encoding Object; 3.2.0, `prefixEncoding` and
//! `itemEncoding`).

use openapiv3::{Encoding as Declared, MediaType, ParameterSchemaOrContent, ReferenceOr, Schema};
use serde_json::Value;

use crate::config::FormObjects;
use crate::diagnostic::Diagnostic;
use crate::ir::{Encoding, FieldEncoding, MediaKind, ParamStyle, PartHeader, Presence, Type};
use crate::normalize::ext;

use super::audit::{elements, fields_of, shape_of};
use super::keywords::Keywords;
use super::place::Place;
use super::{Cx, parameters};

impl Cx<'_> {
    /// Returns the encodings of the fields of an `application/x-www-form-urlencoded` body.
    pub(super) fn form_encodings(&mut self, media: &MediaType, ty: &Type) -> Vec<FieldEncoding> {
        let mut fields: Vec<FieldEncoding> = Vec::new();
        for (wire, declared) in &media.encoding {
            let content_type = declared.content_type.clone().filter(|content_type| !content_type.is_empty());
            let encoding = match (self.layout(media, wire, declared), content_type) {
                // A style that is given makes `contentType` void.
                (Some(layout), _) => layout,
                (None, Some(content_type)) => as_content(&content_type),
                (None, None) => continue,
            };
            fields.push(FieldEncoding { wire: wire.clone(), encoding, headers: Vec::new(), xml: None });
        }
        if self.config.form_objects == FormObjects::Brackets {
            let own =
                fields_of(&self.api, ty).into_iter().filter(|(wire, ty)| is_nested(&self.api, ty) && !media.encoding.contains_key(wire));
            let brackets = Encoding { style: ParamStyle::DeepObject, explode: true, allow_reserved: false, content_type: None };
            let own = own.map(|(wire, _)| FieldEncoding { wire, encoding: brackets.clone(), headers: Vec::new(), xml: None });
            fields.extend(own.collect::<Vec<_>>());
        }
        fields
    }

    /// Returns the encodings of the parts of a multipart body.
    pub(super) fn part_encodings(&mut self, media: &MediaType, ty: &Type, place: &Place) -> Vec<FieldEncoding> {
        let named = media.encoding.iter().map(|(wire, declared): (&String, &Declared)| (wire.clone(), declared.clone()));
        let first = ext::prefix_encoding(media).into_iter().enumerate().map(|(index, declared)| (index.to_string(), declared));
        let others = ext::item_encoding(media).into_iter().map(|declared| (String::new(), declared));
        let all: Vec<(String, Declared)> = named.chain(first).chain(others).collect();
        let fields = fields_of(&self.api, ty);
        let mut encodings = Vec::new();
        for (wire, declared) in all {
            let field = fields.iter().find(|(own, _)| *own == wire).map(|(_, ty)| ty.clone());
            let content_type = declared.content_type.clone().filter(|content_type| !content_type.is_empty());
            let headers = self.part_headers(&declared, &wire, place);
            let encoding = match content_type {
                Some(content_type) => as_content(&content_type),
                None => match self.layout(media, &wire, &declared) {
                    Some(layout) => layout,
                    None if headers.is_empty() => continue,
                    None => as_default(),
                },
            };
            let xml = encoding.content_type.as_deref().is_some_and(is_xml_listed).then(|| {
                let schema = self.property(media.schema.as_ref(), &wire);
                self.xml_of_part(&wire, schema.as_ref(), field.as_ref().unwrap_or(&Type::String))
            });
            encodings.push(FieldEncoding { wire, encoding, headers, xml });
        }
        encodings
    }

    fn part_headers(&mut self, declared: &Declared, wire: &str, place: &Place) -> Vec<PartHeader> {
        let mut headers = Vec::new();
        for (name, header) in &declared.headers {
            // The Encoding Object has a field of its own for it.
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let header = match header {
                ReferenceOr::Item(header) => Some(header),
                ReferenceOr::Reference { reference } => {
                    let name = super::name_in("headers", reference).unwrap_or_default();
                    let components = self.document.api.components.as_ref();
                    components.and_then(|components| components.headers.get(&name)).and_then(ReferenceOr::as_item)
                }
            };
            let Some(header) = header else { continue };
            let fixed = match &header.format {
                ParameterSchemaOrContent::Schema(schema) => self.schema_behind(schema).and_then(only_value),
                ParameterSchemaOrContent::Content(_) => None,
            };
            let presence = if header.required { Presence::Required } else { Presence::Optional };
            if presence == Presence::Required && fixed.is_none() {
                let message = format!("the part `{wire}` needs the header `{name}`, which no argument sets");
                let help = format!("set it by `.part_header({wire:?}, {name:?}, ..)` on the call");
                let pointer = place.pointer.join("encoding").join(wire).join("headers").join(name);
                self.report(Diagnostic::note("part-header", message).help(help), &pointer);
            }
            headers.push(PartHeader { wire: name.clone(), presence, fixed });
        }
        headers
    }

    /// Returns the layout that an encoding gives; `None` if it gives none. Of style, `explode` and `allowReserved` any one is enough.
    fn layout(&self, media: &MediaType, wire: &str, declared: &Declared) -> Option<Encoding> {
        let explode = ext::explode(declared);
        if declared.style.is_none() && explode.is_none() && !declared.allow_reserved {
            return None;
        }
        let style = declared.style.as_ref().map_or(ParamStyle::Form, parameters::query_style);
        let explode = explode.unwrap_or(matches!(style, ParamStyle::Form | ParamStyle::DeepObject)) || style == ParamStyle::DeepObject;
        let style = self.property(media.schema.as_ref(), wire).map_or(style, |schema| parameters::separated(&schema, style));
        Some(Encoding { style, explode, allow_reserved: declared.allow_reserved, content_type: None })
    }

    /// Returns the schema of a property, or of an element of a list.
    fn property(&self, schema: Option<&ReferenceOr<Schema>>, wire: &str) -> Option<ReferenceOr<Schema>> {
        let keywords = Keywords::of(self.schema_behind(schema?)?);
        let own = keywords.properties.and_then(|properties| properties.get(wire)).map(|schema| schema.clone().unbox());
        let inherited = || keywords.all_of.iter().find_map(|part| self.property(Some(part), wire));
        own.or_else(inherited).or_else(|| keywords.items.filter(|_| wire.is_empty()).map(|items| items.clone().unbox()))
    }
}

fn as_content(content_type: &str) -> Encoding {
    Encoding { content_type: Some(content_type.to_owned()), ..as_default() }
}

fn as_default() -> Encoding {
    Encoding { style: ParamStyle::Form, explode: true, allow_reserved: false, content_type: None }
}

/// Returns whether an object is written as XML in one of the media types of a list.
fn is_xml_listed(content_types: &str) -> bool {
    let kinds: Vec<MediaKind> = content_types.split(',').map(|one| MediaKind::of(one.trim())).collect();
    kinds.contains(&MediaKind::Xml) && !kinds.contains(&MediaKind::Json)
}

/// Returns whether a value is an object, or a list of objects or lists, or may be one.
fn is_nested(api: &crate::ir::Api, ty: &Type) -> bool {
    use turnbuckle_encoding::Shape as Kind;

    match shape_of(api, ty) {
        Kind::Object | Kind::Any => true,
        Kind::List => elements(api, ty).iter().any(|element| matches!(element, Kind::Object | Kind::List | Kind::Any)),
        Kind::Scalar | Kind::Bytes => false,
    }
}

/// Returns the text of the one value that a schema allows.
fn only_value(schema: &Schema) -> Option<String> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    match ext::constant(&schema.schema_data) {
        Some(constant) => text(constant),
        None => match &*Keywords::of(schema).values.to_json() {
            [one] => text(one),
            _ => None,
        },
    }
}

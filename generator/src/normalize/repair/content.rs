//! Reads media types, examples, request bodies, responses and links.

use indexmap::IndexMap;
use openapiv3::{Encoding, Example, Link, LinkOperation, MediaType, ReferenceOr, RequestBody, Response, Server};
use serde_json::{Map, Value, json};

use super::Reader;
use super::parameters::query_style;
use super::values::any;
use crate::normalize::fields::Object;
use crate::normalize::{Dialect, ext};
use crate::source::Path;
use crate::source::shape::{Child, Kind};

impl Reader<'_, '_> {
    pub(super) fn content(&mut self, value: Value, path: &Path<'_>) -> IndexMap<String, MediaType> {
        self.named_without_case(value, "`content`", "duplicate-media-type", path, |cx, value, at| Some(cx.media_type(value, at)))
    }

    fn media_type(&mut self, value: Value, path: &Path<'_>) -> MediaType {
        let mut media = MediaType::default();
        if value.is_null() {
            self.null_as_empty(path);
            return media;
        }
        for (key, value) in self.members_of(value, path, Object::MediaType) {
            let at = path.key(&key);
            match key.as_str() {
                "schema" => media.schema = Some(self.schema_or_reference(value, &at)),
                "example" => media.example = any(value),
                "examples" => self.examples(value, &at, &mut media.example, &mut media.examples),
                "encoding" => media.encoding = self.named(value, "`encoding`", &at, |cx, value, at| Some(cx.encoding(value, at))),
                _ if key.starts_with("x-") => {
                    let value = self.media_extension(&key, value, &at);
                    media.extensions.insert(key, value);
                }
                _ => self.unknown_field(Object::MediaType, &key, path),
            }
        }
        media
    }

    fn media_extension(&mut self, key: &str, value: Value, at: &Path<'_>) -> Value {
        match Kind::MediaType.child(key) {
            Child::One(Kind::Schema) => serde_json::to_value(self.schema_or_reference(value, at)).unwrap_or_default(),
            Child::One(_) => serde_json::to_value(self.encoding(value, at)).unwrap_or_default(),
            Child::List(_) => {
                let list = self.list(value, at);
                let list: Vec<Encoding> =
                    list.into_iter().enumerate().map(|(index, value)| self.encoding(value, &at.index(index))).collect();
                serde_json::to_value(list).unwrap_or_default()
            }
            Child::Map(_) | Child::Leaf => value,
        }
    }

    fn encoding(&mut self, value: Value, path: &Path<'_>) -> Encoding {
        let mut encoding = Encoding::default();
        for (key, value) in self.members_of(value, path, Object::Encoding) {
            let at = path.key(&key);
            match key.as_str() {
                "contentType" => encoding.content_type = self.content_type(value, &at),
                "headers" => {
                    encoding.headers = self.named_without_case(value, "`headers`", "duplicate-header", &at, Self::header_or_reference)
                }
                "style" => {
                    let name = self.text(value, &at);
                    encoding.style = name.as_deref().and_then(query_style);
                    if let (Some(name), None) = (&name, &encoding.style) {
                        let message = format!("a part cannot have the style `{}`, taking the default", name.escape_debug());
                        self.cx.warn(&at, "unknown-style", message);
                    }
                }
                "explode" => {
                    if let Some(explode) = self.flag(&value, &at) {
                        encoding.explode = explode;
                        encoding.extensions.insert(ext::EXPLODE.to_owned(), json!(explode));
                    }
                }
                "allowReserved" => encoding.allow_reserved = self.flag(&value, &at).unwrap_or_default(),
                "encoding" | "prefixEncoding" | "itemEncoding" if self.dialect == Dialect::V3_2 => {
                    let message = format!("`{key}` of a part that has parts itself is not supported, sending them by their schemas");
                    self.cx.warn(&at, "nested-encoding", message);
                }
                _ if key.starts_with("x-") => {
                    encoding.extensions.insert(key, value);
                }
                _ => self.unknown_field(Object::Encoding, &key, path),
            }
        }
        encoding
    }

    fn content_type(&mut self, value: Value, path: &Path<'_>) -> Option<String> {
        match value {
            list @ Value::Array(_) => Some(self.texts(list, path).join(", ")),
            value => self.text(value, path),
        }
    }

    pub(super) fn example_or_reference(&mut self, value: Value, path: &Path<'_>) -> Option<ReferenceOr<Example>> {
        match value {
            Value::Object(map) if is_example(&map) => {
                self.or_reference(Value::Object(map), Kind::Example, path, |cx, map, path| Some(cx.example(map, path)))
            }
            // An author's slip: the value itself where its description is due.
            value => Some(ReferenceOr::Item(Example { value: any(value), ..Example::default() })),
        }
    }

    fn example(&mut self, mut map: Map<String, Value>, path: &Path<'_>) -> Example {
        self.drop_nulls(&mut map, path);
        let mut example = Example::default();
        for (key, value) in map {
            let at = path.key(&key);
            match key.as_str() {
                "summary" => example.summary = self.text(value, &at),
                "description" => example.description = self.text(value, &at),
                "value" => example.value = any(value),
                "externalValue" => example.external_value = self.text(value, &at),
                _ if key.starts_with("x-") => {
                    example.extensions.insert(key, value);
                }
                _ => self.unknown_field(Object::Example, &key, path),
            }
        }
        example
    }

    /// Reads `examples`; a list in its place gives the one `example`.
    pub(super) fn examples(
        &mut self,
        value: Value,
        path: &Path<'_>,
        single: &mut Option<Value>,
        named: &mut IndexMap<String, ReferenceOr<Example>>,
    ) {
        match value {
            Value::Null => {}
            Value::Array(list) => {
                let first = list.into_iter().next();
                if single.is_none() {
                    *single = first.and_then(any);
                }
                self.cx.note(path, "invalid-field", "`examples` is a list, not an object, taking its first value only");
            }
            value => *named = self.named(value, "`examples`", path, Self::example_or_reference),
        }
    }

    pub(super) fn body_or_reference(&mut self, value: Value, path: &Path<'_>) -> Option<ReferenceOr<RequestBody>> {
        self.or_reference(value, Kind::RequestBody, path, |cx, map, path| Some(cx.request_body(map, path)))
    }

    fn request_body(&mut self, mut map: Map<String, Value>, path: &Path<'_>) -> RequestBody {
        self.drop_nulls(&mut map, path);
        let mut body = RequestBody::default();
        for (key, value) in map {
            let at = path.key(&key);
            match key.as_str() {
                "description" => body.description = self.text(value, &at),
                "content" => body.content = self.content(value, &at),
                "required" => body.required = self.flag(&value, &at).unwrap_or_default(),
                _ if key.starts_with("x-") => {
                    body.extensions.insert(key, value);
                }
                _ => self.unknown_field(Object::RequestBody, &key, path),
            }
        }
        body
    }

    pub(super) fn response_or_reference(&mut self, value: Value, path: &Path<'_>) -> Option<ReferenceOr<Response>> {
        self.or_reference(value, Kind::Response, path, |cx, map, path| Some(cx.response(map, path)))
    }

    fn response(&mut self, mut map: Map<String, Value>, path: &Path<'_>) -> Response {
        self.drop_nulls(&mut map, path);
        let mut response = Response::default();
        for (key, value) in map {
            let at = path.key(&key);
            match key.as_str() {
                "description" => response.description = self.text(value, &at).unwrap_or_default(),
                "headers" => {
                    response.headers = self.named_without_case(value, "`headers`", "duplicate-header", &at, Self::header_or_reference)
                }
                "content" => response.content = self.content(value, &at),
                "links" => response.links = self.named(value, "`links`", &at, Self::link_or_reference),
                _ if key.starts_with("x-") => {
                    response.extensions.insert(key, value);
                }
                _ => self.unknown_field(Object::Response, &key, path),
            }
        }
        response
    }

    pub(super) fn link_or_reference(&mut self, value: Value, path: &Path<'_>) -> Option<ReferenceOr<Link>> {
        self.or_reference(value, Kind::Link, path, Self::link)
    }

    fn link(&mut self, mut map: Map<String, Value>, path: &Path<'_>) -> Option<Link> {
        self.drop_nulls(&mut map, path);
        let (mut by_id, mut by_ref) = (None, None);
        let (mut description, mut request_body) = (None, None);
        let mut server: Option<Server> = None;
        let (mut parameters, mut extensions) = (IndexMap::new(), IndexMap::new());
        for (key, value) in map {
            let at = path.key(&key);
            match key.as_str() {
                "operationId" => by_id = self.text(value, &at),
                "operationRef" => by_ref = self.text(value, &at),
                "description" => description = self.text(value, &at),
                "requestBody" => request_body = any(value),
                "parameters" => parameters = self.object_or_empty(value, &at, "`parameters`").into_iter().collect(),
                "server" => server = self.server(value, &at),
                _ if key.starts_with("x-") => {
                    extensions.insert(key, value);
                }
                _ => self.unknown_field(Object::Link, &key, path),
            }
        }
        let operation = match (by_id, by_ref) {
            (Some(id), _) => LinkOperation::OperationId(id),
            (None, Some(reference)) => LinkOperation::OperationRef(reference),
            (None, None) => {
                self.cx.warn(path, "missing-field", "the link has neither `operationId` nor `operationRef`, leaving it out");
                return None;
            }
        };
        Some(Link { description, operation, request_body, parameters, server, extensions })
    }
}

fn is_example(map: &Map<String, Value>) -> bool {
    map.is_empty() || map.keys().any(|key| ["value", "externalValue", "$ref", "summary", "description"].contains(&key.as_str()))
}

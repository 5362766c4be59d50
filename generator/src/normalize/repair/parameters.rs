//! Reads parameters and headers.

use indexmap::IndexMap;
use openapiv3::{
    CookieStyle, Example, Header, HeaderStyle, MediaType, Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle,
    ReferenceOr, Schema,
};
use serde_json::{Map, Value, json};

use super::Reader;
use super::schema::string_schema;
use super::values::any;
use crate::normalize::ext;
use crate::normalize::fields::Object;
use crate::source::Path;
use crate::source::shape::Kind;

/// What parameters and headers have in common, and what only some parameters have.
#[derive(Default)]
struct Members {
    name: Option<String>,
    place: Option<String>,
    description: Option<String>,
    required: Option<bool>,
    deprecated: Option<bool>,
    schema: Option<ReferenceOr<Schema>>,
    content: Option<IndexMap<String, MediaType>>,
    example: Option<Value>,
    examples: IndexMap<String, ReferenceOr<Example>>,
    style: Option<String>,
    explode: Option<bool>,
    allow_reserved: bool,
    allow_empty_value: Option<bool>,
    extensions: IndexMap<String, Value>,
}

impl Reader<'_, '_> {
    pub(super) fn header_or_reference(&mut self, value: Value, path: &Path<'_>) -> Option<ReferenceOr<Header>> {
        self.or_reference(value, Kind::Header, path, |cx, map, path| Some(cx.header(map, path)))
    }

    pub(super) fn parameter_or_reference(&mut self, value: Value, path: &Path<'_>) -> Option<ReferenceOr<Parameter>> {
        self.or_reference(value, Kind::Parameter, path, Self::parameter)
    }

    fn header(&mut self, map: Map<String, Value>, path: &Path<'_>) -> Header {
        let mut members = self.members(map, path, Object::Header);
        if let Some(style) = members.style.take().filter(|style| style != "simple") {
            self.cx.note(&path.key("style"), "unknown-style", format!("a header has no style `{}`, taking `simple`", style.escape_debug()));
        }
        if let Some(explode) = members.explode {
            members.extensions.insert(ext::EXPLODE.to_owned(), json!(explode));
        }
        Header {
            description: members.description.take(),
            style: HeaderStyle::Simple,
            required: members.required.unwrap_or_default(),
            deprecated: members.deprecated,
            format: self.format(&mut members, path, "the header"),
            example: members.example,
            examples: members.examples,
            extensions: members.extensions,
        }
    }

    fn parameter(&mut self, map: Map<String, Value>, path: &Path<'_>) -> Option<Parameter> {
        let mut members = self.members(map, path, Object::Parameter);
        let Some(name) = members.name.take().filter(|name| !name.is_empty()) else {
            self.cx.warn(path, "missing-field", "the parameter has no `name`, leaving it out");
            return None;
        };
        let Some(place) = members.place.take() else {
            self.cx.warn(path, "missing-field", format!("parameter `{name}` has no `in`, leaving it out"));
            self.cx.help("`in` is `query`, `path`, `header` or `cookie`");
            return None;
        };
        let style = members.style.take();
        let (allow_reserved, allow_empty_value) = (members.allow_reserved, members.allow_empty_value);
        if place == "path" && members.required != Some(true) {
            self.cx.note(path, "optional-path-parameter", format!("path parameter `{name}` is not `required`, taking it as required"));
            members.required = Some(true);
        }
        let format = self.format(&mut members, path, "the parameter");
        let mut data = ParameterData {
            name,
            description: members.description,
            required: members.required.unwrap_or_default(),
            deprecated: members.deprecated,
            format,
            example: members.example,
            examples: members.examples,
            explode: members.explode,
            extensions: members.extensions,
        };
        match place.as_str() {
            "path" | "cookie" if allow_reserved => {
                data.extensions.insert(ext::ALLOW_RESERVED.to_owned(), json!(true));
            }
            "header" if allow_reserved => {
                let message = "`allowReserved` says nothing about a header, whose values are not percent-encoded";
                self.cx.note(&path.key("allowReserved"), "unused-field", message);
            }
            _ => {}
        }
        let at = path.key("style");
        Some(match place.as_str() {
            "query" => {
                let style = self.style(style.as_deref(), &mut data, &at, query_style);
                Parameter::Query { parameter_data: data, allow_reserved, style, allow_empty_value }
            }
            "header" => {
                let style = self.style(style.as_deref(), &mut data, &at, |name| (name == "simple").then_some(HeaderStyle::Simple));
                Parameter::Header { parameter_data: data, style }
            }
            "path" => {
                let style = self.style(style.as_deref(), &mut data, &at, path_style);
                Parameter::Path { parameter_data: data, style }
            }
            "cookie" => {
                let style = self.style(style.as_deref(), &mut data, &at, |name| (name == "form").then_some(CookieStyle::Form));
                Parameter::Cookie { parameter_data: data, style }
            }
            other => {
                let message = format!("parameter `{}` is in `{}`, which is not known, leaving it out", data.name, other.escape_debug());
                self.cx.warn(&path.key("in"), "unknown-place", message);
                self.cx.help("`in` is `query`, `path`, `header` or `cookie`");
                return None;
            }
        })
    }

    fn style<S: Default>(&mut self, name: Option<&str>, data: &mut ParameterData, path: &Path<'_>, known: fn(&str) -> Option<S>) -> S {
        let Some(name) = name else {
            return S::default();
        };
        if let Some(style) = known(name) {
            return style;
        }
        data.extensions.insert(ext::STYLE.to_owned(), json!(name));
        // 3.2 has `cookie`, and the writing of a cookie differs from the default only in what is encoded.
        if name != "cookie" {
            let message = format!("parameter `{}` cannot have the style `{}`, taking the default", data.name, name.escape_debug());
            self.cx.warn(path, "unknown-style", message);
        }
        S::default()
    }

    fn members(&mut self, mut map: Map<String, Value>, path: &Path<'_>, object: Object) -> Members {
        self.drop_nulls(&mut map, path);
        let mut members = Members::default();
        for (key, value) in map {
            let at = path.key(&key);
            match key.as_str() {
                "name" => members.name = self.text(value, &at),
                "in" => members.place = self.text(value, &at),
                "description" => members.description = self.text(value, &at),
                "required" => members.required = self.flag(&value, &at),
                "deprecated" => members.deprecated = self.flag(&value, &at),
                "schema" => members.schema = Some(self.schema_or_reference(value, &at)),
                "content" => members.content = Some(self.content(value, &at)),
                "example" => members.example = any(value),
                "examples" => self.examples(value, &at, &mut members.example, &mut members.examples),
                "style" => members.style = self.text(value, &at),
                "explode" => members.explode = self.flag(&value, &at),
                "allowReserved" => members.allow_reserved = self.flag(&value, &at).unwrap_or_default(),
                "allowEmptyValue" => members.allow_empty_value = self.flag(&value, &at),
                _ if key.starts_with("x-") => {
                    members.extensions.insert(key, value);
                }
                _ => self.unknown_field(object, &key, path),
            }
        }
        members
    }

    fn format(&mut self, members: &mut Members, path: &Path<'_>, what: &str) -> ParameterSchemaOrContent {
        let content = members.content.take().filter(|content| !content.is_empty());
        if let Some(content) = content.as_ref().filter(|content| content.len() > 1) {
            let first = content.keys().next().map(String::as_str).unwrap_or_default();
            let message = format!("`content` of {what} has {} media types where one is allowed, taking `{first}`", content.len());
            self.cx.warn(&path.key("content"), "several-media-types", message);
        }
        match (members.schema.take(), content) {
            (Some(_), Some(content)) => {
                let message = format!("{what} has both `schema` and `content`, taking `content`");
                self.cx.warn(path, "schema-and-content", message);
                ParameterSchemaOrContent::Content(content)
            }
            (None, Some(content)) => ParameterSchemaOrContent::Content(content),
            (Some(schema), None) => ParameterSchemaOrContent::Schema(schema),
            (None, None) => {
                self.cx.warn(path, "missing-schema", format!("{what} has neither `schema` nor `content`, taking it as a text"));
                ParameterSchemaOrContent::Schema(ReferenceOr::Item(string_schema()))
            }
        }
    }
}

pub(super) fn query_style(name: &str) -> Option<QueryStyle> {
    Some(match name {
        "form" => QueryStyle::Form,
        "spaceDelimited" => QueryStyle::SpaceDelimited,
        "pipeDelimited" => QueryStyle::PipeDelimited,
        "deepObject" => QueryStyle::DeepObject,
        _ => return None,
    })
}

fn path_style(name: &str) -> Option<PathStyle> {
    Some(match name {
        "matrix" => PathStyle::Matrix,
        "label" => PathStyle::Label,
        "simple" => PathStyle::Simple,
        _ => return None,
    })
}

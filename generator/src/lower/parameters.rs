//! Parameters.

use indexmap::IndexMap;
use openapiv3::{Parameter, ParameterData, ParameterSchemaOrContent, PathItem, PathStyle, QueryStyle, ReferenceOr, Schema};

use crate::diagnostic::Diagnostic;
use crate::ir::{AnyReason, Constraints, Docs, Encoding, Owner, Param, ParamLocation, ParamStyle, Presence, Type};
use crate::normalize::ext;
use crate::source::Pointer;

use super::Cx;
use super::place::Place;
use super::schemas;

impl Cx<'_> {
    /// Returns the parameters of an operation: those of its path item, replaced by its own of the same name and location.
    pub(super) fn params(
        &mut self,
        item: &PathItem,
        item_pointer: &Pointer,
        op: &openapiv3::Operation,
        pointer: &Pointer,
        operation: u32,
    ) -> Vec<Param> {
        let mut params = IndexMap::new();
        let lists = [(&item.parameters, item_pointer.join("parameters")), (&op.parameters, pointer.join("parameters"))];
        for (list, pointer) in lists {
            for (index, param) in list.iter().enumerate() {
                let Some(param) = self.param(param, &pointer.index(index), operation) else { continue };
                params.insert((param.location, same_name(&param)), param);
            }
        }
        params.into_values().collect()
    }

    fn param(&mut self, param: &ReferenceOr<Parameter>, pointer: &Pointer, operation: u32) -> Option<Param> {
        match param {
            ReferenceOr::Item(param) => {
                let place = Place::member(Owner::Operation(operation), pointer.clone(), &param.parameter_data_ref().name);
                self.own_param(param, &place)
            }
            ReferenceOr::Reference { reference } => self.shared_param(reference),
        }
    }

    fn shared_param(&mut self, reference: &str) -> Option<Param> {
        if let Some(known) = self.shared.params.get(reference) {
            return known.clone();
        }
        let name = super::name_in("parameters", reference)?;
        let components = self.document.api.components.as_ref()?;
        let lowered = match components.parameters.get(&name)? {
            ReferenceOr::Item(param) => {
                let pointer = Pointer::from_escaped("/components/parameters").join(&name);
                self.own_param(param, &Place::shared(format!("{name} param"), pointer))
            }
            ReferenceOr::Reference { reference } => self.shared_param(reference),
        };
        self.shared.params.insert(reference.to_owned(), lowered.clone());
        lowered
    }

    fn own_param(&mut self, param: &Parameter, place: &Place) -> Option<Param> {
        let data = param.parameter_data_ref();
        let (location, style) = match param {
            Parameter::Query { .. } if ext::is_querystring(data) => (ParamLocation::QueryString, ParamStyle::Form),
            Parameter::Query { style, .. } => (ParamLocation::Query, query_style(style)),
            Parameter::Path { style, .. } => (ParamLocation::Path, path_style(style)),
            Parameter::Header { .. } => (ParamLocation::Header, ParamStyle::Simple),
            Parameter::Cookie { .. } => (ParamLocation::Cookie, ParamStyle::Form),
        };
        if location == ParamLocation::Header && self.is_reserved_header(data, place) {
            return None;
        }
        if location == ParamLocation::Header && !is_token(&data.name) {
            let message = format!("`{}` cannot be the name of a header, leaving the parameter out", data.name.escape_debug());
            self.report(Diagnostic::warning("invalid-header", message), &place.pointer);
            return None;
        }
        let (ty, content_type, style) = self.param_type(data, place, style);
        let constraints = self.param_constraints(data, place);
        let said = match &data.format {
            ParameterSchemaOrContent::Schema(schema) => self.annotations(schema.into()),
            ParameterSchemaOrContent::Content(_) => Default::default(),
        };
        let (ty, presence) = match ty {
            ty if data.required => (ty, Presence::Required),
            Type::Nullable(inner) => (*inner, Presence::Optional),
            ty => (ty, Presence::Optional),
        };
        let ty = match ty {
            // A path has no null, and an empty value is another path.
            Type::Nullable(inner) if location == ParamLocation::Path => {
                let message = format!("path parameter `{}` may be null, which a path cannot hold, taking it as never null", data.name);
                self.report(Diagnostic::note("nullable-path-parameter", message), &place.pointer);
                *inner
            }
            ty => ty,
        };
        // Only a part of a body is a file: elsewhere the text that stands for the bytes is the caller's.
        let ty = if content_type.is_none() { without_files(ty) } else { ty };
        let reserved = matches!(param, Parameter::Query { allow_reserved: true, .. }) || ext::allows_reserved(data);
        let explode = data.explode.unwrap_or(matches!(style, ParamStyle::Form | ParamStyle::DeepObject));
        Some(Param {
            wire: data.name.clone(),
            location,
            ty,
            presence,
            encoding: Encoding { style, explode, allow_reserved: reserved, content_type },
            docs: Docs { deprecated: data.deprecated.unwrap_or(said.deprecated), ..param_docs(data) },
            default: said.default,
            allow_empty: false,
            segments: ext::spans_segments(data),
            constraints,
            origin: self.document.locate(&place.pointer),
        })
    }

    fn param_type(&mut self, data: &ParameterData, place: &Place, style: ParamStyle) -> (Type, Option<String>, ParamStyle) {
        match &data.format {
            ParameterSchemaOrContent::Schema(schema) => {
                let style = separated(schema, style);
                (self.ty(schema, &place.moved(place.pointer.join("schema"))), None, style)
            }
            ParameterSchemaOrContent::Content(content) => match content.first() {
                Some((media_type, media)) => {
                    let pointer = place.pointer.join("content").join(media_type).join("schema");
                    let ty = media.schema.as_ref().map(|schema| self.ty(schema, &place.moved(pointer)));
                    (ty.unwrap_or(Type::Any(AnyReason::NoSchema)), Some(media_type.clone()), style)
                }
                None => (Type::Any(AnyReason::NoSchema), None, style),
            },
        }
    }

    fn param_constraints(&mut self, data: &ParameterData, place: &Place) -> Constraints {
        match &data.format {
            ParameterSchemaOrContent::Schema(schema) => self.constraints(schema, &place.pointer.join("schema")),
            ParameterSchemaOrContent::Content(content) => match content.first() {
                Some((media_type, media)) => {
                    let pointer = place.pointer.join("content").join(media_type).join("schema");
                    media.schema.as_ref().map(|schema| self.constraints(schema, &pointer)).unwrap_or_default()
                }
                None => Constraints::default(),
            },
        }
    }

    /// OpenAPI 3.0.4, section 4.8.12.1: header parameters named `Accept`, `Content-Type` and `Authorization` are ignored. Those of the message
    /// itself would break it.
    fn is_reserved_header(&mut self, data: &ParameterData, place: &Place) -> bool {
        let name = data.name.to_ascii_lowercase();
        let by_standard = matches!(name.as_str(), "accept" | "content-type" | "authorization");
        let of_message = matches!(name.as_str(), "host" | "content-length" | "transfer-encoding" | "connection");
        if by_standard || of_message {
            let message = format!("header parameter `{}` is left out: the client sets it", data.name);
            let help = "another value can be given to a call with `.header(..)`";
            self.report(Diagnostic::note("reserved-header", message).help(help), &place.pointer);
        }
        by_standard || of_message
    }
}

/// Returns what parameters of one place have in common that are one: the name, of headers in lower case (RFC 9110, section 5.1).
fn same_name(param: &Param) -> String {
    if param.location == ParamLocation::Header { param.wire.to_ascii_lowercase() } else { param.wire.clone() }
}

/// Returns a type with text in place of files.
fn without_files(ty: Type) -> Type {
    match ty {
        Type::Binary => Type::String,
        Type::List(item) => Type::List(Box::new(without_files(*item))),
        Type::Map(value) => Type::Map(Box::new(without_files(*value))),
        Type::Nullable(inner) => Type::Nullable(Box::new(without_files(*inner))),
        ty => ty,
    }
}

/// Returns whether a text can be the name of a header (RFC 9110, section 5.6.2, `token`).
fn is_token(name: &str) -> bool {
    let is_token_char = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token_char)
}

fn param_docs(data: &ParameterData) -> Docs {
    let from_schema = match &data.format {
        ParameterSchemaOrContent::Schema(ReferenceOr::Item(schema)) => schemas::docs(schema),
        ParameterSchemaOrContent::Schema(ReferenceOr::Reference { .. }) | ParameterSchemaOrContent::Content(_) => Docs::default(),
    };
    Docs {
        description: data.description.clone().or(from_schema.description),
        examples: data.example.clone().map_or(from_schema.examples, |example| vec![example]),
        ..from_schema
    }
}

/// Returns the style of a list, where 2.0 separates it in a way that 3.0 has no style for in this place.
pub(super) fn separated(schema: &ReferenceOr<Schema>, style: ParamStyle) -> ParamStyle {
    let collection = match schema {
        ReferenceOr::Item(schema) => ext::collection_format(&schema.schema_data),
        ReferenceOr::Reference { .. } => None,
    };
    match collection {
        Some("ssv") => ParamStyle::SpaceDelimited,
        Some("tsv") => ParamStyle::TabDelimited,
        Some("pipes") => ParamStyle::PipeDelimited,
        Some(_) | None => style,
    }
}

/// Lowers the style of a query parameter.
pub(super) fn query_style(style: &QueryStyle) -> ParamStyle {
    match style {
        QueryStyle::Form => ParamStyle::Form,
        QueryStyle::SpaceDelimited => ParamStyle::SpaceDelimited,
        QueryStyle::PipeDelimited => ParamStyle::PipeDelimited,
        QueryStyle::DeepObject => ParamStyle::DeepObject,
    }
}

fn path_style(style: &PathStyle) -> ParamStyle {
    match style {
        PathStyle::Simple => ParamStyle::Simple,
        PathStyle::Label => ParamStyle::Label,
        PathStyle::Matrix => ParamStyle::Matrix,
    }
}

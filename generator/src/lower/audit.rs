//! Asks of every operation what a client could not send or read, by the tables that the runtime writes and reads by
//! ([`turnbuckle_encoding`]), and reports it at its place.

use std::collections::HashSet;

use turnbuckle_encoding::{ParamLocation as At, Shape as Kind, layout_refusal, node_refusal};

use crate::diagnostic::Diagnostic;
use crate::ir::{Api, Content, Encoding, MediaKind, Operation, Param, ParamLocation, Shape, StructForm, Type, TypeId};

/// Reports what no method can send or read.
pub(super) fn audit(api: &Api) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut report = |diagnostic: Diagnostic| {
        // What is shared is reported once.
        if !diagnostics.contains(&diagnostic) {
            diagnostics.push(diagnostic);
        }
    };
    for op in &api.operations {
        op.params.iter().for_each(|param| check_param(api, param, &mut report));
        sent(op).for_each(|content| check_body(api, content, &mut report));
        received(op).for_each(|content| check_xml(api, content, &mut report));
    }
    diagnostics
}

fn sent(op: &Operation) -> impl Iterator<Item = &Content> {
    op.body.iter().flat_map(|body| &body.contents)
}

fn received(op: &Operation) -> impl Iterator<Item = &Content> {
    op.responses.all().flat_map(crate::ir::Response::contents)
}

fn check_param(api: &Api, param: &Param, report: &mut impl FnMut(Diagnostic)) {
    let location = match param.location {
        ParamLocation::Path => At::Path,
        ParamLocation::Query => At::Query,
        // Written as a form.
        ParamLocation::QueryString => return,
        ParamLocation::Header => At::Header,
        ParamLocation::Cookie => At::Cookie,
    };
    if let Some(reason) = misfit(api, location, &param.encoding, &param.ty) {
        let message = format!("the style of the parameter `{}` cannot hold its type: {reason}; a call with such a value fails", param.wire);
        report(Diagnostic::warning("style-misfit", message).at(param.origin.clone()));
    }
}

fn check_body(api: &Api, content: &Content, report: &mut impl FnMut(Diagnostic)) {
    check_xml(api, content, report);
    let has_names = match content.kind {
        MediaKind::Form => true,
        MediaKind::Multipart => turnbuckle_encoding::essence(&content.media_type).eq_ignore_ascii_case("multipart/form-data"),
        MediaKind::Json | MediaKind::Text | MediaKind::Xml | MediaKind::Binary | MediaKind::EventStream | MediaKind::JsonLines => false,
    };
    if has_names && shape_of(api, &content.ty) == Kind::List {
        let message = format!(
            "the body is a list, whose elements have no names, but the fields of `{}` need names; they are sent as `0`, `1` and so on",
            content.media_type
        );
        let help = "if the service wants other names, declare an object with a property for each by an overlay";
        report(Diagnostic::warning("list-as-form", message).help(help).at(content.origin.clone()));
    }
    let fields = fields_of(api, &content.ty);
    for field in &content.encodings {
        let Some((_, ty)) = fields.iter().find(|(wire, _)| *wire == field.wire) else { continue };
        if let Some(reason) = misfit(api, At::Field, &field.encoding, ty) {
            let message = format!("the style of the field `{}` cannot hold its type: {reason}; a call with such a value fails", field.wire);
            report(Diagnostic::warning("style-misfit", message).at(content.origin.clone()));
        }
    }
}

/// Returns why a layout cannot hold a type; `None` if it can, or the value is written in a media type.
fn misfit(api: &Api, location: At, encoding: &Encoding, ty: &Type) -> Option<&'static str> {
    if encoding.content_type.is_some() {
        return None;
    }
    let own = Some(shape_of(api, ty)).filter(|shape| *shape == Kind::Bytes);
    let elements = own.into_iter().chain(elements(api, ty));
    elements.into_iter().find_map(|element| layout_refusal(location, encoding.style, encoding.explode, element))
}

/// Reports the fields of an XML body that are a node which cannot hold them.
fn check_xml(api: &Api, content: &Content, report: &mut impl FnMut(Diagnostic)) {
    let parts = content.encodings.iter().filter(|field| field.xml.is_some());
    let fields = if parts.clone().next().is_some() { fields_of(api, &content.ty) } else { Vec::new() };
    let parts = parts.filter_map(|field| fields.iter().find(|(wire, _)| *wire == field.wire)).map(|(_, ty)| ty);
    let whole = Some(&content.ty).filter(|_| content.kind == MediaKind::Xml);
    let mut open: Vec<TypeId> = whole.into_iter().chain(parts).filter_map(Type::innermost).collect();
    let mut seen = HashSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        open.extend(api.targets(id));
        let Shape::Struct(shape) = &api.ty(id).shape else { continue };
        for field in &shape.fields {
            let Some(form) = &field.xml else { continue };
            let own = std::iter::once(shape_of(api, &field.ty));
            let nested = elements(api, &field.ty).into_iter().map(|element| match element {
                // An attribute is a list of texts at most.
                Kind::List => Kind::Object,
                element => element,
            });
            if let Some(reason) = own.chain(nested).find_map(|shape| node_refusal(form.node, shape)) {
                let message = format!("`{}` cannot be written or read as XML: {reason}", field.wire);
                report(Diagnostic::warning("xml-misfit", message).at(field.origin.clone()));
            }
        }
    }
}

/// Returns what the values of a type are.
pub(super) fn shape_of(api: &Api, ty: &Type) -> Kind {
    shape_within(api, ty, &mut Vec::new())
}

fn shape_within(api: &Api, ty: &Type, within: &mut Vec<TypeId>) -> Kind {
    match ty {
        // A type that leads to itself without anything between has no values of its own.
        Type::Named(id) if within.contains(id) => Kind::Any,
        Type::Named(id) => {
            within.push(*id);
            let shape = match &api.ty(*id).shape {
                Shape::Struct(shape) => match shape.form {
                    StructForm::Object => Kind::Object,
                    StructForm::List => Kind::List,
                },
                Shape::Enum(_) => Kind::Scalar,
                Shape::Alias(ty) => shape_within(api, ty, within),
                Shape::Union(shape) => {
                    let mut shapes = shape.variants.iter().map(|variant| shape_within(api, &variant.ty, within));
                    let first = shapes.next().unwrap_or(Kind::Any);
                    if shapes.all(|shape| shape == first) { first } else { Kind::Any }
                }
            };
            within.pop();
            shape
        }
        Type::Nullable(inner) => shape_within(api, inner, within),
        Type::List(_) => Kind::List,
        Type::Map(_) => Kind::Object,
        Type::Binary => Kind::Bytes,
        Type::Any(_) => Kind::Any,
        Type::Bool
        | Type::Int(_)
        | Type::Float(_)
        | Type::Decimal(_)
        | Type::String
        | Type::DateTime
        | Type::Date
        | Type::Time
        | Type::Base64 => Kind::Scalar,
    }
}

/// Returns what the elements of a list, or the values of an object, are; none of a scalar.
pub(super) fn elements(api: &Api, ty: &Type) -> Vec<Kind> {
    let mut found = Vec::new();
    elements_within(api, ty, &mut found, &mut Vec::new());
    found
}

fn elements_within(api: &Api, ty: &Type, found: &mut Vec<Kind>, seen: &mut Vec<TypeId>) {
    match ty {
        Type::Named(id) if !seen.contains(id) => {
            seen.push(*id);
            match &api.ty(*id).shape {
                Shape::Struct(shape) => {
                    found.extend(shape.fields.iter().filter(|field| !field.flatten).map(|field| shape_of(api, &field.ty)));
                    found.extend(shape.additional.as_ref().map(|ty| shape_of(api, ty)));
                }
                Shape::Alias(ty) => elements_within(api, ty, found, seen),
                Shape::Union(shape) => shape.variants.iter().for_each(|variant| elements_within(api, &variant.ty, found, seen)),
                Shape::Enum(_) => {}
            }
        }
        Type::Nullable(inner) => elements_within(api, inner, found, seen),
        Type::List(item) | Type::Map(item) => found.push(shape_of(api, item)),
        _ => {}
    }
}

/// Returns the properties of a type, those of flattened fields and of the variants of a union among them.
pub(super) fn fields_of(api: &Api, ty: &Type) -> Vec<(String, Type)> {
    let mut fields = Vec::new();
    gather(api, ty, &mut fields, &mut Vec::new());
    fields
}

fn gather(api: &Api, ty: &Type, fields: &mut Vec<(String, Type)>, seen: &mut Vec<TypeId>) {
    match ty {
        Type::Named(id) if !seen.contains(id) => {
            seen.push(*id);
            match &api.ty(*id).shape {
                Shape::Struct(shape) => {
                    for field in &shape.fields {
                        match field.flatten {
                            true => gather(api, &field.ty, fields, seen),
                            false => fields.push((field.wire.clone(), field.ty.clone())),
                        }
                    }
                }
                Shape::Union(shape) => shape.variants.iter().for_each(|variant| gather(api, &variant.ty, fields, seen)),
                Shape::Alias(ty) => gather(api, ty, fields, seen),
                Shape::Enum(_) => {}
            }
        }
        Type::Nullable(inner) => gather(api, inner, fields, seen),
        _ => {}
    }
}

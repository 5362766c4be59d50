//! Prints [`Names`] as text, for `dump` and for golden tests.

use std::fmt::{self, Write};

use crate::ir::{Api, Operation, Shape, TypeId, type_name};

use super::{Name, Names, operations::label};

/// Prints the names: a line each, with what it is in the document and what it is called.
pub fn print(api: &Api, names: &Names) -> String {
    let mut out = String::new();
    // Writing to a `String` cannot fail.
    let _ = write_names(&mut out, api, names);
    out
}

fn write_names(out: &mut String, api: &Api, names: &Names) -> fmt::Result {
    writeln!(out, "package {} ({})", names.package, names.krate)?;
    for (scheme, name) in api.schemes.iter().zip(&names.schemes) {
        writeln!(out, "scheme {:?} -> {name}", scheme.wire)?;
    }
    for (wire, name) in &names.server_variables {
        writeln!(out, "server variable {wire:?} -> {name}")?;
    }
    for (group, own) in api.groups.iter().zip(&names.groups) {
        writeln!(out, "group {:?} -> {} in {}, {}(), feature {}", group.tag, own.ident, own.module, own.accessor, own.feature)?;
    }
    for id in api.type_ids() {
        write_type(out, api, names, id)?;
    }
    for union in &names.error_unions {
        writeln!(out, "error union -> {} {} {}", union.ident, list(&union.variants), union.rest)?;
    }
    for (index, op) in api.operations.iter().enumerate() {
        write_operation(out, names, op, index)?;
    }
    for name in &names.headers {
        writeln!(out, "header -> {name}")?;
    }
    for (webhook, name) in api.webhooks.iter().zip(&names.webhooks) {
        writeln!(out, "webhook {:?} -> {name}", webhook.wire)?;
    }
    Ok(())
}

fn write_type(out: &mut String, api: &Api, names: &Names, id: TypeId) -> fmt::Result {
    let own = &names.types[id.0 as usize];
    let Some(ident) = &own.ident else { return Ok(()) };
    writeln!(out, "type {} -> {ident}", type_name(api, id))?;
    let wires: Vec<String> = match &api.ty(id).shape {
        Shape::Struct(shape) => shape.fields.iter().map(|field| format!("{:?}", field.wire)).collect(),
        Shape::Enum(shape) => shape.values.iter().map(|value| value.wire.to_string()).collect(),
        Shape::Union(shape) => shape.variants.iter().map(|variant| format!("{:?}", variant.name)).collect(),
        Shape::Alias(_) => Vec::new(),
    };
    for (wire, name) in wires.iter().zip(&own.members) {
        writeln!(out, "  {wire} -> {name}")?;
    }
    if let Some(rest) = &own.rest {
        writeln!(out, "  .. -> {rest}")?;
    }
    if let Some(several) = &own.several {
        writeln!(out, "  several -> {several}")?;
    }
    Ok(())
}

fn write_operation(out: &mut String, names: &Names, op: &Operation, index: usize) -> fmt::Result {
    let own = &names.operations[index];
    let group = &names.groups[op.group.0 as usize];
    writeln!(out, "operation {} -> {}::{} {}, options {}", label(op), group.ident, own.method, own.constant, own.options)?;
    for (param, name) in op.params.iter().zip(&own.params) {
        writeln!(out, "  {:?} {:?} -> {name}", param.location, param.wire)?;
    }
    if !own.response_variants.is_empty() {
        writeln!(out, "  response -> {} {}", own.response, list(&own.response_variants))?;
    }
    let further = op.body.iter().flat_map(|body| body.contents.iter().skip(1));
    for (content, method) in further.zip(&own.body_methods) {
        writeln!(out, "  body {} -> {method}", content.media_type)?;
    }
    let further = op.responses.success.iter().find(|response| !response.alternatives.is_empty() && !own.answer_methods.is_empty());
    for (content, method) in further.iter().flat_map(|response| &response.alternatives).zip(&own.answer_methods) {
        writeln!(out, "  answer {} -> {method}", content.media_type)?;
    }
    Ok(())
}

fn list(names: &[Name]) -> String {
    let names: Vec<&str> = names.iter().map(|name| name.0.as_str()).collect();
    format!("[{}]", names.join(" "))
}

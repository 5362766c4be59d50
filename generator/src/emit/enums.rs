//! Enums.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::ir::{Enum, EnumKind, EnumValue, TypeId};

use super::context::{Cx, Scope, ident, word};
use super::{docs, layout, structs};

/// Renders an enum and its table.
pub(super) fn render(cx: &Cx<'_>, id: TypeId, shape: &Enum, cfg: &TokenStream, scope: &Scope) -> TokenStream {
    let def = cx.api.ty(id);
    let names = &cx.names.types[id.0 as usize];
    let name = word(cx.type_name(id));
    let about = scope.blocks.docs(docs::lines(&def.docs, &format!("One of a list of values: {}.", docs::code(cx.type_name(id)))));
    let deprecated = structs::deprecated(def.docs.deprecated);
    let Some(rest) = names.rest.as_ref().map(ident) else { return TokenStream::new() };
    let variants = shape.values.iter().zip(&names.members).map(|(value, variant)| {
        let (variant, about) = (ident(variant), scope.blocks.docs(value_docs(value)));
        quote! { #about #variant }
    });
    let (content, derives) = match shape.kind {
        // The macro writes the rest, in less than derives would.
        EnumKind::String => (quote! { String }, quote! { Clone }),
        EnumKind::Integer => (quote! { i64 }, quote! { Clone, Copy, Debug, PartialEq, Eq, Hash }),
        EnumKind::Mixed => {
            let value = scope.runtime("model::Value");
            (quote! { #value }, quote! { Clone, Debug, PartialEq })
        }
    };
    let unknown = scope.blocks.docs(vec!["A value that the document does not list.".to_owned()]);
    let macro_name = scope.runtime(match shape.kind {
        EnumKind::String => "string_enum",
        EnumKind::Integer => "integer_enum",
        EnumKind::Mixed if shape.values.iter().all(|value| is_literal(&value.wire)) => "mixed_enum",
        EnumKind::Mixed => "json_enum",
    });
    let wire = if macro_name == "json_enum" { json } else { wire };
    let mut rows: Vec<String> =
        shape.values.iter().zip(&names.members).map(|(value, variant)| format!("{} {},", variant.0, wire(value))).collect();
    rows.push(format!("; {rest}"));
    let table = scope.blocks.table(format!("{macro_name}!({name} {{"), rows, "});".to_owned());
    quote! {
        #about
        #cfg
        #deprecated
        #[derive(#derives)]
        pub enum #name {
            #(#variants,)*
            #unknown
            #rest(#content),
        }
        #cfg
        #table
    }
}

fn value_docs(value: &EnumValue) -> Vec<String> {
    let mut lines = vec![format!("{}.", docs::code(&value.wire.to_string().trim_matches('"').chars().take(200).collect::<String>()))];
    if let Some(text) = &value.docs {
        lines.push(String::new());
        docs::push_text(&mut lines, text);
    }
    lines
}

fn wire(value: &EnumValue) -> String {
    match value.wire.as_str() {
        Some(text) => layout::literal(text),
        None => value.wire.to_string(),
    }
}

/// Returns a value as the text of its JSON.
fn json(value: &EnumValue) -> String {
    layout::literal(&value.wire.to_string())
}

/// Returns whether a value is one that Rust has a literal for whose type is plain.
fn is_literal(wire: &Value) -> bool {
    match wire {
        Value::String(_) | Value::Bool(_) => true,
        Value::Number(number) => number.is_f64() || number.as_i64().is_some_and(|value| i32::try_from(value).is_ok()),
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

//! Structs.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::ir::{Access, AnyReason, EnumValue, Field, Presence, Shape, Struct, StructForm, Type, TypeId};

use super::context::{Cx, Scope, ident, word};
use super::{docs, layout};

/// Renders a struct, its table, and the way to make one where it is sent.
pub(super) fn render(cx: &Cx<'_>, id: TypeId, shape: &Struct, cfg: &TokenStream, scope: &Scope) -> TokenStream {
    let def = cx.api.ty(id);
    let name = word(cx.type_name(id));
    let kind = match shape.form {
        StructForm::Object => "An object",
        StructForm::List => "A list of elements that each have a type of their own",
    };
    let mut about = docs::lines(&def.docs, &format!("{kind}: {}.", docs::code(cx.type_name(id))));
    if let Some(rules) = docs::rules(&def.constraints) {
        docs::paragraph(&mut about, &rules);
    }
    let about = scope.blocks.docs(about);
    let deprecated = deprecated(def.docs.deprecated);
    let fields = shape.fields.iter().enumerate().map(|(index, field)| declaration(cx, id, index, field, shape.form, scope));
    let rest = shape.additional.as_ref().map(|ty| rest_declaration(cx, id, shape.form, ty, scope));
    let table = table(cx, id, shape, scope);
    let make = constructor(cx, id, shape, cfg, scope);
    quote! {
        #about
        #cfg
        #deprecated
        #[derive(Clone)]
        pub struct #name {
            #(#fields,)*
            #rest
        }
        #cfg
        #table
        #make
    }
}

/// Returns the attribute of what the vendor advises against.
pub(super) fn deprecated(deprecated: bool) -> TokenStream {
    if deprecated {
        quote! { #[deprecated] }
    } else {
        TokenStream::new()
    }
}

fn declaration(cx: &Cx<'_>, id: TypeId, index: usize, field: &Field, form: StructForm, scope: &Scope) -> TokenStream {
    let facts = cx.facts.ty(id);
    let name = ident(&cx.names.types[id.0 as usize].members[index]);
    let ty = cx.field_ty(field, facts.boxed[index], facts.broken[index], scope);
    let about = scope.blocks.docs(field_docs(field, form));
    let deprecated = deprecated(field.docs.deprecated);
    quote! { #about #deprecated pub #name: #ty }
}

fn field_docs(field: &Field, form: StructForm) -> Vec<String> {
    let fallback = match form {
        StructForm::Object => docs::code(&field.wire),
        StructForm::List => format!("The element at index {}.", field.wire),
    };
    let mut lines = docs::lines(&field.docs, &fallback);
    match field.access {
        Access::ReadOnly => docs::paragraph(&mut lines, "Set by the server; not sent."),
        Access::WriteOnly => docs::paragraph(&mut lines, "Set by the client; not received."),
        Access::ReadWrite => {}
    }
    if let Some(default) = &field.default {
        docs::paragraph(&mut lines, &format!("Default: {}.", docs::code(&default.to_string())));
    }
    if let Some(rules) = docs::rules(&field.constraints) {
        docs::paragraph(&mut lines, &rules);
    }
    lines
}

fn rest_declaration(cx: &Cx<'_>, id: TypeId, form: StructForm, ty: &Type, scope: &Scope) -> TokenStream {
    let Some(name) = cx.names.types[id.0 as usize].rest.as_ref().map(ident) else { return TokenStream::new() };
    let ty = cx.ty(ty, scope);
    match form {
        StructForm::Object => {
            let map = scope.map();
            let about = scope.blocks.docs(vec!["The properties that are not declared.".to_owned()]);
            quote! { #about pub #name: #map<String, #ty>, }
        }
        StructForm::List => {
            let about = scope.blocks.docs(vec!["The elements after those that have a type of their own.".to_owned()]);
            quote! { #about pub #name: Vec<#ty>, }
        }
    }
}

fn table(cx: &Cx<'_>, id: TypeId, shape: &Struct, scope: &Scope) -> TokenStream {
    let names = &cx.names.types[id.0 as usize];
    let mut rows: Vec<String> = Vec::with_capacity(shape.fields.len() + 1);
    for (index, (field, name)) in shape.fields.iter().zip(&names.members).enumerate() {
        let wire = if field.flatten { "" } else { &field.wire };
        rows.push(format!("{index} {} {} {},", layout::literal(wire), name.0, flags(field)));
    }
    if let (Some(ty), Some(rest)) = (&shape.additional, &names.rest) {
        let flags = if *ty == Type::Any(AnyReason::Undeclared) { "EXTRA | UNDECLARED" } else { "EXTRA" };
        rows.push(format!("{} \"\" {} {flags},", rows.len(), rest.0));
    }
    let (record, places) = match shape.form {
        StructForm::Object => (scope.runtime("record"), places(cx, id, shape)),
        StructForm::List => (scope.runtime("tuple"), String::new()),
    };
    scope.blocks.table(format!("{record}!({}{places} {{", cx.type_name(id)), rows, "});".to_owned())
}

/// Writes where the document declares the fields, each schema once for the fields in a row that it has; nothing for a component of the type's
/// name.
fn places(cx: &Cx<'_>, id: TypeId, shape: &Struct) -> String {
    let origin = &cx.api.ty(id).origin;
    let own = cx.options.address(origin.file.0, origin.pointer.as_str());
    let mut places: Vec<(usize, String)> = Vec::new();
    for (index, field) in shape.fields.iter().enumerate() {
        // A field that no schema lists among its properties stands where the type does.
        let schema = field.origin.pointer.as_str().rsplit_once('/').and_then(|(list, _)| list.strip_suffix("/properties"));
        let schema = schema.map_or_else(|| own.clone(), |schema| cx.options.address(field.origin.file.0, schema));
        if places.last().is_none_or(|(_, last)| *last != schema) {
            places.push((index, schema));
        }
    }
    // The schema that holds the others together, which may require what they declare.
    if !places.is_empty() && !places.iter().any(|(_, place)| *place == own) {
        places.push((shape.fields.len(), own));
    }
    match places.as_slice() {
        [] => String::new(),
        [(_, only)] if only.strip_prefix("/components/schemas/") == Some(cx.type_name(id)) => String::new(),
        places => {
            let places: Vec<String> = places.iter().map(|(from, place)| format!("{from} {}", layout::literal(place))).collect();
            format!(" [{}]", places.join(", "))
        }
    }
}

fn flags(field: &Field) -> String {
    let mut flags = vec![match field.presence {
        Presence::Required => "REQUIRED",
        Presence::Optional => "OPTIONAL",
    }];
    match field.access {
        Access::ReadOnly => flags.push("READ_ONLY"),
        Access::WriteOnly => flags.push("WRITE_ONLY"),
        Access::ReadWrite => {}
    }
    if field.secret {
        flags.push("SECRET");
    }
    if field.flatten {
        flags.push("FLATTEN");
    }
    flags.join(" | ")
}

/// A type that is sent has `new` over what must be set; with nothing to set it has a default.
fn constructor(cx: &Cx<'_>, id: TypeId, shape: &Struct, cfg: &TokenStream, scope: &Scope) -> TokenStream {
    if !cx.facts.ty(id).sent {
        return TokenStream::new();
    }
    let name = word(cx.type_name(id));
    let facts = cx.facts.ty(id);
    let names = &cx.names.types[id.0 as usize];
    let mut args = TokenStream::new();
    let mut values = TokenStream::new();
    let mut blank = shape.additional.is_some();
    for (index, (field, member)) in shape.fields.iter().zip(&names.members).enumerate() {
        let member = ident(member);
        let wanted = field.presence == Presence::Required && field.access != Access::ReadOnly && !facts.broken[index];
        if let Some(constant) = constant(cx, field, scope).filter(|_| wanted) {
            values.extend(quote! { #member: #constant, });
        } else if wanted {
            let (arg, value) = argument(cx, &member, field, facts.boxed[index], scope);
            args.extend(quote! { #arg, });
            values.extend(quote! { #value, });
        } else {
            blank = true;
        }
    }
    if values.is_empty() {
        let default = scope.runtime("default_by_blank");
        return quote! { #cfg #default!(#name); };
    }
    let rest = blank.then(|| scope.runtime("model::Model")).map(|model| quote! { ..#model::blank() });
    if args.is_empty() {
        return quote! {
            #cfg
            impl Default for #name {
                fn default() -> Self {
                    Self { #values #rest }
                }
            }
        };
    }
    let about = scope.blocks.docs(vec!["Makes a value of what must be set.".to_owned()]);
    quote! {
        #cfg
        impl #name {
            #about
            pub fn new(#args) -> Self {
                Self { #values #rest }
            }
        }
    }
}

fn argument(cx: &Cx<'_>, member: &proc_macro2::Ident, field: &Field, boxed: bool, scope: &Scope) -> (TokenStream, TokenStream) {
    let ty = cx.ty(&field.ty, scope);
    match &field.ty {
        Type::String | Type::Time => (quote! { #member: impl Into<String> }, quote! { #member: #member.into() }),
        Type::Nullable(_) if boxed => (quote! { #member: #ty }, quote! { #member: #member.map(Box::new) }),
        _ if boxed => (quote! { #member: #ty }, quote! { #member: Box::new(#member) }),
        _ => (quote! { #member: #ty }, quote! { #member }),
    }
}

/// Returns the one value that a field can have.
fn constant(cx: &Cx<'_>, field: &Field, scope: &Scope) -> Option<TokenStream> {
    match (&field.ty, &field.constant) {
        (Type::Named(id), _) => {
            let target = cx.unaliased(*id);
            match &cx.api.ty(target).shape {
                Shape::Enum(shape) => {
                    let index = only_value(&shape.values, field.constant.as_ref())?;
                    let ty = scope.model(cx.type_name(*id));
                    let variant = ident(&cx.names.types[target.0 as usize].members[index]);
                    Some(quote! { #ty::#variant })
                }
                Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => None,
            }
        }
        (Type::String, Some(Value::String(value))) => Some(quote! { #value.to_owned() }),
        (Type::Bool, Some(Value::Bool(value))) => Some(quote! { #value }),
        _ => None,
    }
}

/// Returns the index of the one value that a field of an enum can have.
fn only_value(values: &[EnumValue], constant: Option<&Value>) -> Option<usize> {
    match constant {
        Some(constant) => values.iter().position(|value| value.wire == *constant),
        None => (values.len() == 1).then_some(0),
    }
}

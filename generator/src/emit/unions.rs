//! Unions.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Type, TypeId, Union};

use super::context::{Cx, Scope, ident, word};
use super::{docs, layout, structs};

/// Renders a union, its table, and the conversions from its variants.
pub(super) fn render(cx: &Cx<'_>, id: TypeId, shape: &Union, cfg: &TokenStream, scope: &Scope) -> TokenStream {
    let def = cx.api.ty(id);
    let (names, facts) = (&cx.names.types[id.0 as usize], cx.facts.ty(id));
    let name = word(cx.type_name(id));
    let about = scope.blocks.docs(docs::lines(&def.docs, &format!("One of several types: {}.", docs::code(cx.type_name(id)))));
    let deprecated = structs::deprecated(def.docs.deprecated);
    let Some(rest) = names.rest.as_ref().map(ident) else { return TokenStream::new() };
    let variants = shape.variants.iter().zip(&names.members).enumerate().map(|(index, (variant, member))| {
        let about = scope.blocks.docs(docs::lines(&variant.docs, &format!("{}.", docs::code(&variant.name))));
        let (member, ty) = (ident(member), content(cx, &variant.ty, facts.boxed[index], scope));
        quote! { #about #member(#ty) }
    });
    let value = scope.runtime("model::Value");
    let unknown = scope.blocks.docs(vec!["A value that fits none of them.".to_owned()]);
    let table = table(cx, id, shape, scope);
    let conversions = conversions(cx, id, shape, cfg, scope);
    quote! {
        #about
        #cfg
        #deprecated
        #[derive(Clone, Debug, PartialEq)]
        pub enum #name {
            #(#variants,)*
            #unknown
            #rest(#value),
        }
        #cfg
        #table
        #conversions
    }
}

fn content(cx: &Cx<'_>, ty: &Type, boxed: bool, scope: &Scope) -> TokenStream {
    let ty = cx.ty(ty, scope);
    if boxed {
        quote! { Box<#ty> }
    } else {
        ty
    }
}

fn table(cx: &Cx<'_>, id: TypeId, shape: &Union, scope: &Scope) -> TokenStream {
    let names = &cx.names.types[id.0 as usize];
    let name = cx.type_name(id);
    let rest = names.rest.as_ref().map_or("", |rest| rest.0.as_str());
    let mut rows: Vec<String> = Vec::with_capacity(shape.variants.len() + 1);
    for (index, (variant, member)) in shape.variants.iter().zip(&names.members).enumerate() {
        if shape.tag.is_some() {
            let tags: Vec<String> = variant.tags.iter().map(|tag| layout::literal(tag)).collect();
            // A variant that no value stands for is told by a name that no document has.
            let tags = if tags.is_empty() { layout::literal("\u{0}") } else { tags.join(" | ") };
            rows.push(format!("{index} {} {tags},", member.0));
        } else {
            rows.push(format!("{index} {},", member.0));
        }
    }
    rows.push(format!("; {rest}"));
    let fallback = shape.fallback.map_or_else(String::new, |index| format!(" else {index}"));
    match &shape.tag {
        Some(tag) => {
            let union = scope.runtime("tagged_union");
            scope.blocks.table(format!("{union}!({name} by {} {{", layout::literal(tag)), rows, format!("}}{fallback});"))
        }
        None => {
            let union = scope.runtime("untagged_union");
            scope.blocks.table(format!("{union}!({name} {{"), rows, "});".to_owned())
        }
    }
}

/// A type that stands for one variant only converts into the union.
fn conversions(cx: &Cx<'_>, id: TypeId, shape: &Union, cfg: &TokenStream, scope: &Scope) -> TokenStream {
    let (names, facts) = (&cx.names.types[id.0 as usize], cx.facts.ty(id));
    let name = word(cx.type_name(id));
    let rendered: Vec<String> = shape.variants.iter().map(|variant| cx.rust_type(&cx.canonical(&variant.ty))).collect();
    let mut items = TokenStream::new();
    for (index, (variant, member)) in shape.variants.iter().zip(&names.members).enumerate() {
        let unique = rendered.iter().filter(|other| **other == rendered[index]).count() == 1;
        let canonical = cx.canonical(&variant.ty);
        if !unique || matches!(canonical, Type::Any(_)) || canonical == Type::Named(id) {
            continue;
        }
        let (member, ty) = (ident(member), cx.ty(&variant.ty, scope));
        let value = if facts.boxed[index] {
            quote! { Box::new(value) }
        } else {
            quote! { value }
        };
        items.extend(quote! {
            #cfg
            impl From<#ty> for #name {
                fn from(value: #ty) -> Self {
                    Self::#member(#value)
                }
            }
        });
        if rendered[index] == "String" {
            items.extend(quote! {
                #cfg
                impl From<&str> for #name {
                    fn from(value: &str) -> Self {
                        Self::#member(value.to_owned())
                    }
                }
            });
        }
    }
    items
}

//! The headers of answers: a constant for each, by which its value is read as its type.

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyze::Gate;
use crate::ir::{Docs, HeaderForm};

use super::context::{Cx, Scope, ident};
use super::paths::qualified;
use super::{Module, docs, layout};

/// Renders the file of the headers; nothing where the document declares none.
pub(super) fn render(cx: &Cx<'_>) -> Option<Module> {
    if cx.facts.headers.is_empty() {
        return None;
    }
    let scope = Scope::default();
    let ty = scope.runtime("Header");
    let constants = cx.facts.headers.iter().zip(&cx.names.headers).map(|(header, name)| {
        let described = Docs { description: header.description.clone(), ..Docs::default() };
        let about = scope.blocks.docs(docs::lines(&described, &format!("The header {}.", docs::code(&header.wire))));
        let (name, wire) = (ident(name), &header.wire);
        let value = if header.ty.innermost().is_some() { qualified(cx, &header.ty) } else { cx.plain_ty(&header.ty, &scope) };
        let form = match header.form {
            HeaderForm::Text => quote! { new },
            HeaderForm::Json => quote! { json },
            HeaderForm::Alternating => quote! { alternating },
            HeaderForm::Pairs => quote! { pairs },
        };
        // A model is there with the groups that need it.
        let gates: Vec<Gate> = header.groups.iter().copied().map(Gate::Group).collect();
        let cfg = header.ty.innermost().map(|_| cx.cfg(&gates));
        quote! { #about #cfg pub const #name: #ty<#value> = #ty::#form(#wire); }
    });
    let constants: TokenStream = constants.collect();
    let imports = scope.imports(&quote! { super::models });
    let text = scope.blocks.format(quote! { #imports #constants });
    let about = layout::inner_docs(&[
        "The headers that answers have.".to_owned(),
        String::new(),
        "`response.header(NAME)?` reads one, where `response` is what `.send()` or `.raw()` returns, or an error.".to_owned(),
    ]);
    Some(Module { path: "headers".to_owned(), text: format!("{about}\n{text}") })
}

//! Enums over several error bodies.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Cx, Scope, ident};
use super::docs;

/// Renders an enum over several error bodies. Which status carries which variant is the operation's to say.
pub(super) fn union(cx: &Cx<'_>, index: usize, cfg: &TokenStream, scope: &Scope) -> TokenStream {
    let (union, names) = (&cx.facts.error_unions[index], &cx.names.error_unions[index]);
    let (name, rest) = (ident(&names.ident), ident(&names.rest));
    let about = scope.blocks.docs(vec!["The error bodies of an operation, told by its statuses.".to_owned()]);
    let variants = union.types.iter().zip(&names.variants).map(|(ty, variant)| {
        let about = scope.blocks.docs(vec![format!("{}.", docs::code(&cx.rust_type(ty)))]);
        let (variant, ty) = (ident(variant), cx.ty(ty, scope));
        quote! { #about #variant(#ty) }
    });
    let value = scope.runtime("model::Value");
    let unknown = scope.blocks.docs(vec!["A body that is not as described.".to_owned()]);
    let mut rows: Vec<String> = names.variants.iter().enumerate().map(|(index, variant)| format!("{index} {},", variant.0)).collect();
    rows.push(format!("; {rest}"));
    let errors = scope.runtime("errors");
    let table = scope.blocks.table(format!("{errors}!({name} {{"), rows, "});".to_owned());
    quote! {
        #about
        #cfg
        #[derive(Clone, Debug, PartialEq)]
        pub enum #name {
            #(#variants,)*
            #unknown
            #rest(#value),
        }
        #cfg
        #table
    }
}

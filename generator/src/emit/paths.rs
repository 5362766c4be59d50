//! The types of a generated crate as other code has to write them: with the paths of all that they name.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::quote;

use crate::analyze::Facts;
use crate::config::DateTimeLibrary;
use crate::ir::{Api, Type};
use crate::name::Names;

use super::context::{Counted, Cx, Scope, word};
use super::{Layout, Options, Runtime};

/// Tells how the types of a generated crate are written.
#[derive(Debug)]
pub struct Paths<'a> {
    api: &'a Api,
    facts: &'a Facts,
    names: &'a Names,
    options: Options,
    counted: Counted,
}

impl<'a> Paths<'a> {
    /// Makes the paths of the crate that is generated of these.
    pub fn new(api: &'a Api, facts: &'a Facts, names: &'a Names, date_time: DateTimeLibrary) -> Self {
        let options = Options {
            layout: Layout::Package,
            version: String::new(),
            date_time,
            runtime: Runtime::Version(String::new()),
            digest: String::new(),
            files: Vec::new(),
            workspace_lints: false,
        };
        Self { api, facts, names, options, counted: Counted::of(api, facts) }
    }

    /// Returns a type as code writes it that has the crate's module `models` in scope: `Vec<models::Contact>`. `None` for one that is not
    /// rendered, because nothing leads to it.
    pub fn path(&self, ty: &Type) -> Option<String> {
        let cx = Cx { api: self.api, facts: self.facts, names: self.names, options: &self.options, counted: &self.counted };
        if !is_rendered(&cx, ty) {
            return None;
        }
        let scope = Scope::default();
        let tokens = cx.ty(ty, &scope);
        Some(qualify(tokens, &scope, "").to_string().replace(" :: ", "::").replace(" < ", "<").replace(" >", ">").replace(" ,", ","))
    }
}

fn is_rendered(cx: &Cx<'_>, ty: &Type) -> bool {
    ty.innermost().is_none_or(|id| cx.is_wanted(id) && cx.names.types[id.0 as usize].ident.is_some())
}

/// Returns a type with the paths of all that it names, for where a model may not be there to import.
pub(super) fn qualified(cx: &Cx<'_>, ty: &Type) -> TokenStream {
    let scope = Scope::default();
    let tokens = cx.ty(ty, &scope);
    qualify(tokens, &scope, "super::")
}

/// Puts the path before each name that a scope would import; before that of the models' module, the way to it.
fn qualify(tokens: TokenStream, scope: &Scope, way: &str) -> TokenStream {
    let qualified = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(name) => match scope.path_of(&name.to_string()) {
            Some(path) => {
                let path = if path.starts_with("models::") { format!("{way}{path}") } else { path };
                let path: Vec<_> = path.split("::").map(word).collect();
                quote! { #(#path)::* }
            }
            None => quote! { #name },
        },
        TokenTree::Group(group) => {
            let inner = Group::new(group.delimiter(), qualify(group.stream(), scope, way));
            quote! { #inner }
        }
        other @ (TokenTree::Punct(_) | TokenTree::Literal(_)) => quote! { #other },
    });
    qualified.collect()
}

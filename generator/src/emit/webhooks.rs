//! What the service sends by itself.

use proc_macro2::TokenStream;
use quote::quote;

use super::context::{Cx, Scope, ident};
use super::{Module, docs, layout};

/// Renders the file of the webhooks; nothing where there are none.
pub(super) fn render(cx: &Cx<'_>) -> Option<Module> {
    if cx.api.webhooks.is_empty() {
        return None;
    }
    let scope = Scope::default();
    let (value, error) = (scope.runtime("model::Value"), scope.runtime("DecodeError"));
    let mut variants = TokenStream::new();
    let mut arms = TokenStream::new();
    for (webhook, name) in cx.api.webhooks.iter().zip(&cx.names.webhooks) {
        let about = scope.blocks.docs(docs::lines(&webhook.docs, &format!("{}.", docs::code(&webhook.wire))));
        let (name, wire) = (ident(name), &webhook.wire);
        match &webhook.payload {
            Some(ty) => {
                let ty = cx.ty(ty, &scope);
                variants.extend(quote! { #about #name(Box<#ty>), });
                arms.extend(quote! { #wire => Self::#name(Box::new(json::from_slice(body)?)), });
            }
            None => {
                variants.extend(quote! { #about #name, });
                arms.extend(quote! { #wire => Self::#name, });
            }
        }
    }
    let json = scope.runtime("json");
    let imports = scope.imports(&quote! { super::models });
    let about = scope.blocks.docs(vec!["An event that the service sends.".to_owned()]);
    let decode = scope.blocks.docs(vec![
        "Reads an event by its name in the document. The body is not authenticated by this.".to_owned(),
        String::new(),
        "# Errors".to_owned(),
        String::new(),
        "Fails where the body is not what the document says of this event.".to_owned(),
    ]);
    let unknown = scope.blocks.docs(vec!["An event that the document does not describe.".to_owned()]);
    let _ = json;
    let items = quote! {
        #imports

        #about
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Webhook {
            #variants
            #unknown
            Unlisted(#value),
        }

        impl Webhook {
            #decode
            pub fn decode(name: &str, body: &[u8]) -> Result<Self, #error> {
                Ok(match name {
                    #arms
                    _ => Self::Unlisted(json::from_slice(body)?),
                })
            }
        }
    };
    let head = layout::inner_docs(&["The events that the service sends.".to_owned()]);
    Some(Module { path: "webhooks".to_owned(), text: format!("{head}\n{}", scope.blocks.format(items)) })
}

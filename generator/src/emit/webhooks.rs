//! What the service sends by itself: an enum of its events, how they are signed, and how they are told apart.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::config::webhooks::{Algorithm, Encoding, Unit};
use crate::ir::webhooks::{EventPlace, SecretForm, SignatureKind, SignedPart, Signing, SigningScheme, TimePlace};
use crate::ir::{Webhook, WebhookSource};

use super::context::{Cx, Scope, ident};
use super::{Module, docs, layout};

/// Renders the file of the webhooks; nothing where there are none.
pub(super) fn render(cx: &Cx<'_>) -> Option<Module> {
    if !cx.api.has_webhooks() {
        return None;
    }
    let scope = Scope::default();
    let signature = cx.api.signing.as_ref().map(|signing| signature(signing, &scope));
    let events = (!cx.api.webhooks.is_empty()).then(|| events(cx, &scope));
    let imports = scope.imports(&quote! { super::models });
    let items = quote! {
        #imports

        #signature
        #events
    };
    let head = layout::inner_docs(&["The events that the service sends.".to_owned()]);
    Some(Module { path: "webhooks".to_owned(), text: format!("{head}\n{}", scope.blocks.format(items)) })
}

/// Returns the features of the runtime that the file needs.
pub(super) fn features(cx: &Cx<'_>) -> &'static [&'static str] {
    match &cx.api.signing {
        Some(Signing::Own(scheme)) if scheme.kinds.iter().any(|kind| kind.algorithm == Algorithm::Ed25519) => &["webhooks-ed25519"],
        Some(_) => &["webhooks"],
        None if is_told_apart(cx) => &["webhooks"],
        None => &[],
    }
}

/// Returns whether it is known which event a request is.
fn is_told_apart(cx: &Cx<'_>) -> bool {
    let names_none = |webhook: &Webhook| webhook.source == WebhookSource::Payload;
    !cx.api.event_names.places.is_empty() || (cx.api.webhooks.len() == 1 && cx.api.webhooks.iter().all(names_none))
}

/// Renders the enum of events and what reads it.
fn events(cx: &Cx<'_>, scope: &Scope) -> TokenStream {
    let (value, error, json) = (scope.runtime("model::Value"), scope.runtime("DecodeError"), scope.runtime("json"));
    let mut variants = TokenStream::new();
    let mut arms = TokenStream::new();
    let mut other = quote! { Self::Unlisted(#json::from_slice(body)?) };
    for (webhook, name) in cx.api.webhooks.iter().zip(&cx.names.webhooks) {
        let about = scope.blocks.docs(about(webhook));
        let (name, wire) = (ident(name), &webhook.wire);
        let (variant, read) = match &webhook.payload {
            Some(ty) => {
                let ty = cx.ty(ty, scope);
                (quote! { #name(Box<#ty>) }, quote! { Self::#name(Box::new(#json::from_slice(body)?)) })
            }
            None => (quote! { #name }, quote! { Self::#name }),
        };
        variants.extend(quote! { #about #variant, });
        match webhook.source {
            WebhookSource::Listed | WebhookSource::Callback { .. } => arms.extend(quote! { #wire => #read, }),
            WebhookSource::Payload => other = read,
        }
    }
    let decode = fallible(
        scope,
        "Reads an event by its name in the document. The body is not authenticated by this.",
        "Fails where the body is not what the document says of this event.",
    );
    // Where one type is all there is, the name says nothing.
    let (parameter, read) = match arms.is_empty() {
        true => (quote! { _ }, quote! { Ok(#other) }),
        false => (quote! { name }, quote! { Ok(match name { #arms _ => #other, }) }),
    };
    let about = scope.blocks.docs(vec!["An event that the service sends.".to_owned()]);
    let unknown = scope.blocks.docs(vec!["An event that the document does not describe.".to_owned()]);
    let from_request = (!features(cx).is_empty()).then(|| from_request(cx, scope));
    let table = (!cx.api.event_names.places.is_empty() && !arms.is_empty()).then(|| table(cx, scope));
    quote! {
        #table

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
            #[inline]
            pub fn decode(#parameter: &str, body: &[u8]) -> Result<Self, #error> {
                #read
            }
        }

        #from_request
    }
}

fn about(webhook: &Webhook) -> Vec<String> {
    let mut lines = docs::lines(&webhook.docs, &format!("{}.", docs::code(&webhook.wire)));
    if let WebhookSource::Callback { operation, url } = &webhook.source {
        lines.extend([String::new(), format!("Sent to {} of {}.", docs::code(url), docs::code(operation))]);
    }
    lines
}

/// Renders the documentation of something that can fail.
fn fallible(scope: &Scope, about: &str, errors: &str) -> TokenStream {
    let lines = [about, "", "# Errors", "", errors];
    scope.blocks.docs(lines.into_iter().map(str::to_owned).collect())
}

/// Renders the table of the events' names.
fn table(cx: &Cx<'_>, scope: &Scope) -> TokenStream {
    let webhook = scope.runtime("webhook");
    let names = &cx.api.event_names;
    let places = names.places.iter().map(|at| place(at, &webhook));
    let named = cx.api.webhooks.iter().filter(|webhook| webhook.source != WebhookSource::Payload).map(|webhook| &webhook.wire);
    let sent_as = (!names.sent_as.is_empty()).then(|| {
        let pairs = names.sent_as.iter().map(|(sent, name)| quote! { (#sent, #name) });
        quote! { .sent_as(&[#(#pairs),*]) }
    });
    let about = scope.blocks.docs(vec!["Where the names of events are, and which there are.".to_owned()]);
    quote! {
        #about
        static EVENTS: #webhook::Events = #webhook::Events::new(&[#(#places),*], &[#(#named),*]) #sent_as;
    }
}

/// Renders what verifies requests and reads their events, which is the runtime's but for the names.
fn from_request(cx: &Cx<'_>, scope: &Scope) -> TokenStream {
    let webhook_events = scope.runtime("webhook_events");
    let signed = cx.api.signing.as_ref().map(|_| quote! { , signed by SIGNATURE });
    let is_named = cx.api.webhooks.iter().any(|webhook| webhook.source != WebhookSource::Payload);
    let named = is_told_apart(cx).then(|| match is_named {
        true => quote! { , named by EVENTS },
        false => quote! { , named by _ },
    });
    quote! { #webhook_events!(Webhook #signed #named); }
}

/// Renders how the service signs.
fn signature(signing: &Signing, scope: &Scope) -> TokenStream {
    let Signing::Own(own) = signing else {
        let about = scope.blocks.docs(vec!["How the service signs what it sends: as Standard Webhooks says.".to_owned()]);
        return quote! { #about pub use turnbuckle_runtime::webhook::STANDARD_WEBHOOKS as SIGNATURE; };
    };
    let webhook = scope.runtime("webhook");
    let about = scope.blocks.docs(vec!["How the service signs what it sends.".to_owned()]);
    let value = scheme(own, &webhook);
    quote! {
        #about
        pub static SIGNATURE: #webhook::Scheme = #value;
    }
}

fn scheme(scheme: &SigningScheme, webhook: &Ident) -> TokenStream {
    let at = place(&scheme.place, webhook);
    let kinds = scheme.kinds.iter().map(|of| kind(of, webhook));
    let signed = scheme.signed.iter().map(|of| part(of, webhook));
    let separator = scheme.separator.map(|separator| quote! { .separator(#separator) });
    let timestamp = scheme.timestamp.as_ref().map(|(place, unit)| {
        let unit = match unit {
            Unit::Seconds => quote! { #webhook::Unit::Seconds },
            Unit::Milliseconds => quote! { #webhook::Unit::Milliseconds },
        };
        let made = match place {
            TimePlace::Item(prefix) => quote! { item(#prefix, #unit) },
            TimePlace::Elsewhere(EventPlace::Header(name)) => quote! { header(#name, #unit) },
            TimePlace::Elsewhere(EventPlace::Json(pointer)) => quote! { json(#pointer, #unit) },
        };
        quote! { .timestamp(#webhook::Timestamp::#made) }
    });
    let ids = scheme.id.iter().map(|of| place(of, webhook));
    let id = (!scheme.id.is_empty()).then(|| quote! { .id(&[#(#ids),*]) });
    let each = scheme.each.as_ref().map(|pointer| quote! { .each(#pointer) });
    let tolerance = scheme.tolerance.map(|seconds| quote! { .tolerance(std::time::Duration::from_secs(#seconds)) });
    quote! { #webhook::Scheme::new(#at, &[#(#kinds),*], &[#(#signed),*]) #separator #timestamp #id #each #tolerance }
}

fn place(place: &EventPlace, webhook: &Ident) -> TokenStream {
    match place {
        EventPlace::Header(name) => quote! { #webhook::Place::Header(#name) },
        EventPlace::Json(pointer) => quote! { #webhook::Place::Json(#pointer) },
    }
}

fn kind(kind: &SignatureKind, webhook: &Ident) -> TokenStream {
    let prefix = &kind.prefix;
    let algorithm = match kind.algorithm {
        Algorithm::HmacSha1 => quote! { HmacSha1 },
        Algorithm::HmacSha256 => quote! { HmacSha256 },
        Algorithm::HmacSha512 => quote! { HmacSha512 },
        Algorithm::Ed25519 => quote! { Ed25519 },
    };
    let encoding = match kind.encoding {
        Encoding::Hex => quote! { Hex },
        Encoding::Base64 => quote! { Base64 },
    };
    let key = match &kind.key {
        SecretForm::Text => quote! { Text },
        SecretForm::Hex => quote! { Hex },
        SecretForm::Base64(prefix) => quote! { Base64 { prefix: #prefix } },
    };
    quote! { #webhook::Signature::new(#prefix, #webhook::Algorithm::#algorithm, #webhook::Encoding::#encoding, #webhook::KeyForm::#key) }
}

fn part(part: &SignedPart, webhook: &Ident) -> TokenStream {
    let part = match part {
        SignedPart::Text(text) => quote! { Text(#text) },
        SignedPart::Timestamp => quote! { Timestamp },
        SignedPart::Header(name) => quote! { Header(#name) },
        SignedPart::Method => quote! { Method },
        SignedPart::Url => quote! { Url },
        SignedPart::DecodedUrl(characters) => quote! { DecodedUrl(#characters) },
        SignedPart::Body => quote! { Body },
        SignedPart::Form(digest) => quote! { Form { digest: #digest } },
        SignedPart::Json(pointer) => quote! { Json(#pointer) },
    };
    quote! { #webhook::Part::#part }
}

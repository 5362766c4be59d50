//! The statics of operations: all that does not depend on the values of a call.

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyze::{ErrorForm, ResponseForm};
use crate::ir::{Body, Content, FieldEncoding, MediaKind, NextPage, PageParam, Pages, ParamStyle, PrevPage, Response, Security, Status};

use super::context::{Cx, Scope, ident};
use super::operations::accepted;
use super::{client, params};

/// Renders the static of an operation.
pub(super) fn render(cx: &Cx<'_>, index: usize, scope: &Scope) -> TokenStream {
    let (op, names, facts) = (&cx.api.operations[index], &cx.names.operations[index], &cx.facts.operations[index]);
    let operation = scope.runtime("operation::Operation");
    let (name, method, path) = (ident(&names.constant), &op.method, &op.path);
    let id = op.id.clone().unwrap_or_else(|| format!("{method} {path}"));
    let mut chain = TokenStream::new();
    let own: Vec<TokenStream> = op.params.iter().filter_map(|param| params::data(param, scope)).collect();
    if !own.is_empty() {
        chain.extend(quote! { .params(&[#(#own),*]) });
    }
    if let Some(body) = &op.body {
        chain.extend(body_data(body, scope));
    }
    let accepted = accepted(op, op.responses.success.iter().filter_map(|response| response.content.as_ref()));
    if !accepted.is_empty() {
        chain.extend(quote! { .accept(#accepted) });
    }
    let forms = op.responses.success.iter().flat_map(Response::contents).filter(|content| content.kind == MediaKind::Form);
    let received: Vec<TokenStream> = forms.flat_map(|content| fields(content, scope)).collect();
    if !received.is_empty() {
        chain.extend(quote! { .received(&[#(#received),*]) });
    }
    if let Some(security) = op.security.as_ref().filter(|security| **security != cx.api.security) {
        let data = security_data(security, scope);
        chain.extend(quote! { .security(#data) });
    }
    if !op.servers.is_empty() {
        let servers = client::servers(&op.servers, scope);
        chain.extend(quote! { .servers(&[#servers]) });
    }
    chain.extend(error_data(&facts.error, scope));
    if let (Some(pages), ResponseForm::One(_)) = (&op.pages, &facts.response) {
        let (ty, items, next) = (scope.operation("Pages"), &pages.items, next_page(&pages.next, scope));
        chain.extend(quote! { .pages(#ty { items: #items, next: #next }) });
        chain.extend(pages_extra(pages, scope));
    }
    if let Some(header) = &op.idempotency_header {
        chain.extend(quote! { .idempotency_header(#header) });
    }
    if let Some(idempotent) = op.idempotent {
        chain.extend(quote! { .idempotent(#idempotent) });
    }
    if op.cost != 1 {
        let cost = proc_macro2::Literal::u32_unsuffixed(op.cost);
        chain.extend(quote! { .cost(#cost) });
    }
    if let Some(end) = &op.stream_end {
        chain.extend(quote! { .stream_end(#end) });
    }
    chain.extend(super::xml::data(op, scope));
    if op.docs.deprecated {
        chain.extend(quote! { .deprecated(true) });
    }
    quote! { static #name: #operation = #operation::new(#id, #method, #path) #chain; }
}

fn body_data(body: &Body, scope: &Scope) -> TokenStream {
    let media_type = body.contents.first().map(|content| &content.media_type);
    let encoded = body.contents.iter().filter(|content| !content.encodings.is_empty());
    let encodings: Vec<TokenStream> = encoded
        .map(|content| {
            let (media_type, fields) = (&content.media_type, fields(content, scope));
            quote! { (#media_type, &[#(#fields),*]) }
        })
        .collect();
    let encodings = (!encodings.is_empty()).then(|| quote! { .encodings(&[#(#encodings),*]) });
    quote! { .body(#media_type) #encodings }
}

/// Returns how the fields of a form are encoded, as data.
fn fields(content: &Content, scope: &Scope) -> Vec<TokenStream> {
    let field = |field: &FieldEncoding| {
        let default = field.encoding.style == ParamStyle::Form && field.encoding.explode;
        let encoding = params::encoding(&field.wire, quote! { field }, default, &field.encoding, scope);
        let fixed = field.headers.iter().filter_map(|header| Some((&header.wire, header.fixed.as_ref()?)));
        let fixed: Vec<TokenStream> = fixed.map(|(name, value)| quote! { (#name, #value) }).collect();
        let headers = (!fixed.is_empty()).then(|| quote! { .headers(&[#(#fixed),*]) });
        quote! { #encoding #headers }
    };
    content.encodings.iter().map(field).collect()
}

/// Returns security requirements as data.
pub(super) fn security_data(security: &Security, scope: &Scope) -> TokenStream {
    let alternatives = security.0.iter().map(|all| {
        let uses = all.iter().map(|one| {
            let (ty, scheme, scopes) = (scope.operation("Use"), &one.scheme, &one.scopes);
            quote! { #ty { scheme: #scheme, scopes: &[#(#scopes),*] } }
        });
        quote! { &[#(#uses),*] }
    });
    quote! { &[#(#alternatives),*] }
}

fn error_data(error: &ErrorForm, scope: &Scope) -> TokenStream {
    let cases: Vec<(Status, usize)> = match error {
        ErrorForm::Untyped => return TokenStream::new(),
        ErrorForm::One(_, statuses) => statuses.iter().map(|status| (*status, 0)).collect(),
        ErrorForm::Several(_, cases) => cases.clone(),
    };
    let cases = cases.into_iter().map(|(status, variant)| {
        let (status, variant) = (status_tokens(status, scope), proc_macro2::Literal::usize_unsuffixed(variant));
        quote! { (#status, #variant) }
    });
    quote! { .errors(&[#(#cases),*]) }
}

fn page_location(param: PageParam, scope: &Scope) -> TokenStream {
    let ty = scope.operation("ParamLocation");
    match param {
        PageParam::Query => quote! { #ty::Query },
        PageParam::Body => quote! { #ty::Field },
        PageParam::Header => quote! { #ty::Header },
    }
}

/// The second way forwards, the way back, and the total where the way forwards does not need it.
fn pages_extra(pages: &Pages, scope: &Scope) -> TokenStream {
    let mut chain = TokenStream::new();
    if let Some(fallback) = &pages.fallback {
        let way = next_page(fallback, scope);
        chain.extend(quote! { .fallback(#way) });
    }
    let ty = scope.operation("PrevPage");
    let prev = pages.prev.as_ref().map(|prev| match prev {
        PrevPage::Cursor { param, location, cursor } => {
            let at = page_location(*location, scope);
            quote! { #ty::Cursor { param: #param, location: #at, cursor: #cursor } }
        }
        PrevPage::FirstId { param, location, id } => {
            let at = page_location(*location, scope);
            quote! { #ty::FirstId { param: #param, location: #at, id: #id } }
        }
        PrevPage::Url { url } => quote! { #ty::Url { url: #url } },
        PrevPage::Link => quote! { #ty::Link },
    });
    if let Some(prev) = prev {
        chain.extend(quote! { .prev_page(#prev) });
    }
    let known = matches!(&pages.next, NextPage::Offset { total: Some(_), .. } | NextPage::Page { total: Some(_), .. });
    if let Some(total) = pages.total.as_ref().filter(|_| !known) {
        chain.extend(quote! { .total(#total) });
    }
    chain
}

fn next_page(next: &NextPage, scope: &Scope) -> TokenStream {
    let ty = scope.operation("NextPage");
    let location = |param: PageParam| page_location(param, scope);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    match next {
        NextPage::Cursor { param, location: at, cursor, more } => {
            let (at, more) = (location(*at), text(more));
            quote! { #ty::Cursor { param: #param, location: #at, cursor: #cursor, more: #more } }
        }
        NextPage::LastId { param, location: at, id, more } => {
            let (at, more) = (location(*at), text(more));
            quote! { #ty::LastId { param: #param, location: #at, id: #id, more: #more } }
        }
        NextPage::Offset { param, location: at, limit, total, more } => {
            let (at, limit, total, more) = (location(*at), text(limit), text(total), text(more));
            quote! { #ty::Offset { param: #param, location: #at, limit: #limit, total: #total, more: #more } }
        }
        NextPage::Page { param, location: at, first, size, pages, total, more } => {
            let (at, size, pages, total, more) = (location(*at), text(size), text(pages), text(total), text(more));
            let first = proc_macro2::Literal::u32_unsuffixed(*first);
            quote! { #ty::Page { param: #param, location: #at, first: #first, size: #size, pages: #pages, total: #total, more: #more } }
        }
        NextPage::Url { url } => quote! { #ty::Url { url: #url } },
        NextPage::Link => quote! { #ty::Link },
        NextPage::Header { name } => quote! { #ty::Header { name: #name } },
    }
}

/// Returns the statuses that something stands for, as data.
pub(super) fn status_tokens(status: Status, scope: &Scope) -> TokenStream {
    let name = scope.operation("Status");
    match status {
        Status::Code(code) => {
            let code = proc_macro2::Literal::u16_unsuffixed(code);
            quote! { #name::Code(#code) }
        }
        Status::Range(hundred) => {
            let hundred = proc_macro2::Literal::u8_unsuffixed(hundred);
            quote! { #name::Range(#hundred) }
        }
        Status::Default => quote! { #name::Default },
    }
}

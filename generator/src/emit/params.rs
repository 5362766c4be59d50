//! Parameters: arguments, and structs of the optional ones.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Param, ParamLocation, ParamStyle, Type};

use super::code::Code;
use super::context::{Cx, Scope};
use super::docs;

/// Renders the struct of an operation's optional parameters; nothing where there are none.
pub(super) fn options<'s>(cx: &Cx<'_>, index: usize, scope: &'s Scope) -> Code<'s> {
    let (facts, names) = (&cx.facts.operations[index], &cx.names.operations[index]);
    let mut code = Code::new(scope);
    if facts.options.is_empty() {
        return code;
    }
    let (group, method) = (&cx.names.groups[cx.api.operations[index].group.0 as usize].ident.0, names.method.0.trim_start_matches("r#"));
    code.docs(0, vec![format!("Optional parameters of [`{group}::{method}`].")]);
    code.line(0, "#[derive(Clone, Debug, Default)]");
    code.line(0, &format!("pub struct {} {{", names.options.0));
    for param in &facts.options {
        let (param, name) = (&cx.api.operations[index].params[*param], &names.params[*param].0);
        code.docs(4, param_docs(param));
        code.deprecated(4, param.docs.deprecated);
        code.line(4, &format!("pub {name}: {},", optional_ty(cx, param, scope)));
    }
    code.line(0, "}");
    code
}

/// Returns what is told of a parameter.
fn param_docs(param: &Param) -> Vec<String> {
    let mut lines = docs::lines(&param.docs, &docs::code(&param.wire));
    if let Some(default) = &param.default {
        docs::paragraph(&mut lines, &format!("Default: {}.", docs::code(&default.to_string())));
    }
    if let Some(rules) = docs::rules(&param.constraints) {
        docs::paragraph(&mut lines, &rules);
    }
    lines
}

/// An optional list is empty where it is not given.
fn optional_ty(cx: &Cx<'_>, param: &Param, scope: &Scope) -> String {
    let ty = cx.plain_ty_text(&param.ty, scope);
    match &param.ty {
        Type::List(_) => ty,
        _ => format!("Option<{ty}>"),
    }
}

/// Returns the argument of a required value, and the expression that refers to it.
pub(super) fn argument(cx: &Cx<'_>, name: &str, ty: &Type, scope: &Scope) -> (String, String) {
    let rendered = cx.plain_ty_text(ty, scope);
    match cx.plain(ty) {
        Type::String | Type::Time => (format!("{name}: &str"), name.to_owned()),
        Type::Bool | Type::Int(_) | Type::Float(_) | Type::List(_) | Type::Map(_) | Type::Nullable(_) => {
            (format!("{name}: {rendered}"), format!("&{name}"))
        }
        Type::Named(_) | Type::Decimal(_) | Type::DateTime | Type::Date | Type::Base64 | Type::Binary | Type::Any(_) => {
            (format!("{name}: &{rendered}"), name.to_owned())
        }
    }
}

/// Returns the method of a call that takes a parameter.
pub(super) fn setter(location: ParamLocation) -> &'static str {
    match location {
        ParamLocation::Path => "path",
        ParamLocation::Query | ParamLocation::QueryString => "query",
        ParamLocation::Header => "header",
        ParamLocation::Cookie => "cookie",
    }
}

/// Returns the data of a parameter; `None` where it is encoded as its location does by default.
pub(super) fn data(param: &Param, scope: &Scope) -> Option<TokenStream> {
    let (start, style, explode) = match param.location {
        ParamLocation::Path => (quote! { path }, ParamStyle::Simple, false),
        ParamLocation::Query => (quote! { query }, ParamStyle::Form, true),
        ParamLocation::QueryString => (quote! { query_string }, ParamStyle::Form, true),
        ParamLocation::Header => (quote! { header }, ParamStyle::Simple, false),
        ParamLocation::Cookie => (quote! { cookie }, ParamStyle::Form, true),
    };
    let default = param.encoding.style == style && param.encoding.explode == explode;
    let Param { allow_empty, segments, .. } = param;
    let plain = default && !param.encoding.allow_reserved && param.encoding.content_type.is_none() && !allow_empty && !segments;
    if plain && param.location != ParamLocation::QueryString {
        return None;
    }
    let encoding = encoding(&param.wire, start, default, &param.encoding, scope);
    let empty = allow_empty.then(|| quote! { .allow_empty() });
    let segments = segments.then(|| quote! { .segments() });
    Some(quote! { #encoding #segments #empty })
}

/// Returns how a value is encoded, as data.
pub(super) fn encoding(wire: &str, start: TokenStream, default: bool, encoding: &crate::ir::Encoding, scope: &Scope) -> TokenStream {
    let param = scope.operation("Param");
    let style = (!default).then(|| {
        let (styles, style, explode) = (scope.operation("ParamStyle"), style(encoding.style), encoding.explode);
        quote! { .style(#styles::#style, #explode) }
    });
    let reserved = encoding.allow_reserved.then(|| quote! { .allow_reserved() });
    let content = encoding.content_type.as_ref().map(|content| quote! { .content_type(#content) });
    quote! { #param::#start(#wire) #style #reserved #content }
}

fn style(style: ParamStyle) -> TokenStream {
    match style {
        ParamStyle::Simple => quote! { Simple },
        ParamStyle::Label => quote! { Label },
        ParamStyle::Matrix => quote! { Matrix },
        ParamStyle::Form => quote! { Form },
        ParamStyle::SpaceDelimited => quote! { SpaceDelimited },
        ParamStyle::PipeDelimited => quote! { PipeDelimited },
        ParamStyle::TabDelimited => quote! { TabDelimited },
        ParamStyle::DeepObject => quote! { DeepObject },
    }
}

//! The tables of bodies in XML: one of the models, and a row for each body of an operation.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Content, NameHint, Operation, Status, XmlForm, XmlName, XmlNode};

use super::context::{Cx, Scope, word};
use super::{Module, statics};

/// The module of the table.
pub(super) const MODULE: &str = "xml_forms";

/// Renders the file of the table; nothing where no body is in XML.
pub(super) fn render(cx: &Cx<'_>) -> Option<Module> {
    let facts = &cx.facts.xml;
    if facts.gates.is_empty() {
        return None;
    }
    let scope = Scope::default();
    let record = scope.runtime("xml::XmlRecord");
    let mut rows: Vec<(&str, TokenStream)> = Vec::new();
    for (id, fields) in &facts.records {
        let namespace = cx.api.xml_names.get(id).map_or("", |name| &name.namespace);
        if fields.is_empty() && namespace.is_empty() {
            continue;
        }
        let rust = cx.type_name(*id);
        let name = match (cx.api.xml_names.get(id), &cx.api.ty(*id).hint) {
            (Some(name), _) => name_of(name, &scope),
            (None, NameHint::Declared(wire)) => local(wire, &scope),
            (None, NameHint::Derived { .. }) => local(rust, &scope),
        };
        let fields = fields.iter().map(|(wire, form)| form_of(wire, form, &scope));
        rows.push((rust, quote! { #record { record: #rust, name: #name, fields: &[#(#fields),*] } }));
    }
    rows.sort_by_key(|(name, _)| *name);
    rows.dedup_by_key(|(name, _)| *name);
    let rows = rows.into_iter().map(|(_, row)| row);
    let imports = scope.imports(&quote! { crate::models });
    let items = scope.blocks.format(quote! {
        #imports

        pub(crate) static RECORDS: &[#record] = &[#(#rows),*];
    });
    let text = format!("//! What the document says of the form of models in XML.\n\n{items}");
    Some(Module { path: MODULE.to_owned(), text })
}

/// Returns the part of an operation's data that says how its bodies in XML are laid out.
pub(super) fn data(op: &Operation, scope: &Scope) -> TokenStream {
    let sent = op.body.iter().flat_map(|body| &body.contents).map(|content| (None, content));
    let received = op.responses.all().flat_map(|response| response.contents().map(|content| (Some(response.status), content)));
    let forms = sent.chain(received).flat_map(|(status, content): (Option<Status>, &Content)| {
        let whole = content.xml.iter().map(move |form| (status, None, form));
        let parts = content.encodings.iter().filter_map(move |field| Some((status, Some(field.wire.as_str()), field.xml.as_ref()?)));
        whole.chain(parts)
    });
    let bodies = forms.map(|(status, part, form)| {
        let root = form_of("", form, scope);
        let (body, form, module) = (scope.runtime("xml::XmlBody"), scope.runtime("xml::XmlForm"), word(MODULE));
        let status = status.map(|status| statics::status_tokens(status, scope));
        let of = match (status, part) {
            (None, None) => quote! { Request },
            (None, Some(part)) => quote! { RequestPart(#part) },
            (Some(status), None) => quote! { Response(#status) },
            (Some(status), Some(part)) => quote! { ResponsePart(#status, #part) },
        };
        quote! { (#body::#of, #form { root: #root, records: super::#module::RECORDS }) }
    });
    let bodies: Vec<TokenStream> = bodies.collect();
    if bodies.is_empty() {
        TokenStream::new()
    } else {
        quote! { .xml(&[#(#bodies),*]) }
    }
}

fn form_of(wire: &str, form: &XmlForm, scope: &Scope) -> TokenStream {
    let (field, name) = (scope.runtime("xml::XmlField"), &form.name);
    let element = &name.local;
    let mut out = quote! { #field::element(#wire, #element) };
    if !name.prefix.is_empty() || !name.namespace.is_empty() {
        let (prefix, namespace) = (&name.prefix, &name.namespace);
        out.extend(quote! { .namespace(#prefix, #namespace) });
    }
    let node = match form.node {
        XmlNode::Element => None,
        XmlNode::Attribute => Some(quote! { Attribute }),
        XmlNode::Text => Some(quote! { Text }),
        XmlNode::Cdata => Some(quote! { Cdata }),
    };
    if let Some(node) = node {
        let ty = scope.runtime("xml::XmlNode");
        out.extend(quote! { .node(#ty::#node) });
    }
    if let Some(item) = &form.item {
        let item = name_of(item, scope);
        out.extend(quote! { .wrapped(#item) });
    }
    out
}

fn name_of(name: &XmlName, scope: &Scope) -> TokenStream {
    if name.prefix.is_empty() && name.namespace.is_empty() {
        return local(&name.local, scope);
    }
    let (ty, prefix, element, namespace) = (scope.runtime("xml::XmlName"), &name.prefix, &name.local, &name.namespace);
    quote! { #ty::new(#prefix, #element, #namespace) }
}

fn local(name: &str, scope: &Scope) -> TokenStream {
    let ty = scope.runtime("xml::XmlName");
    quote! { #ty::local(#name) }
}

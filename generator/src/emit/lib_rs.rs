//! The root of the crate.

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyze::Gate;

use super::context::{Cx, Scope, ident, word};
use super::{Layout, Module, docs, layout};

/// The lints that generated code does not keep, each with the reason. The only such list in a generated crate.
pub(super) const ALLOWED: [(&str, &str); 8] = [
    ("clippy::disallowed_names", "the vendor's names are kept, also those of examples such as `foo`"),
    ("clippy::doc_lazy_continuation", "the vendor's text is kept as it is"),
    ("clippy::doc_overindented_list_items", "the vendor's text is kept as it is"),
    ("clippy::enum_variant_names", "the vendor's names are kept"),
    ("clippy::large_enum_variant", "variants are boxed only where a type would contain itself or is large"),
    ("clippy::too_many_arguments", "what an operation requires is an argument"),
    ("clippy::type_complexity", "lists and maps are nested as the vendor nests them"),
    ("deprecated", "what the vendor advises against is there, and warns its users"),
];

/// The lints about letters outside ASCII, for crates that have identifiers with them. They count for a whole crate only.
const FOREIGN_LETTERS: [(&str, &str); 3] = [
    ("confusable_idents", "the vendor's names are kept"),
    ("mixed_script_confusables", "the vendor's names are kept"),
    ("uncommon_codepoints", "the vendor's names are kept"),
];

/// `analyze::chains` keeps types within the default limit of 128 for `Send` and `Sync`. rustdoc also checks `RefUnwindSafe`, for which a
/// box is four types deep and a map ten.
const RECURSION: &str = "#![recursion_limit = \"512\"]\n";

/// Renders the root of the crate.
pub(super) fn render(cx: &Cx<'_>) -> Option<Module> {
    let scope = Scope::default();
    let info = &cx.api.info;
    let mut lines = vec![format!("A client of {}, version {}.", docs::code(&info.title), docs::code(&info.version))];
    if let Some(text) = info.description.as_deref().filter(|text| !text.trim().is_empty()) {
        lines.push(String::new());
        docs::push_text(&mut lines, text);
    }
    if let Some(url) = &info.documentation_url {
        docs::more(&mut lines, url);
    }
    let groups = cx.facts.groups.iter().map(|group| {
        let (names, cfg) = (&cx.names.groups[group.0 as usize], cx.cfg(&[Gate::Group(*group)]));
        let module = ident(&names.module);
        quote! { #cfg pub mod #module; }
    });
    let groups: TokenStream = groups.collect();
    let webhooks = cx.api.has_webhooks().then(|| {
        let (cfg, module) = (cx.cfg(&[Gate::Webhooks]), word("webhooks"));
        quote! { #cfg pub mod #module; }
    });
    let xml_forms = (!cx.facts.xml.gates.is_empty()).then(|| {
        let (cfg, module) = (cx.cfg(&cx.facts.xml.gates), word(super::xml::MODULE));
        quote! { #cfg mod #module; }
    });
    // The features of one file to include are those of the crate that includes it.
    let validate = (cx.options.layout == Layout::Package).then(|| {
        quote! { #[cfg(feature = "validate")] mod validate; }
    });
    let reexport = (cx.options.layout == Layout::Package).then(|| {
        quote! { #[cfg(feature = "validate")] pub use turnbuckle_runtime::validate::{Validate, Violations}; }
    });
    let headers = (!cx.facts.headers.is_empty()).then(|| quote! { pub mod headers; });
    let items = scope.blocks.format(quote! {
        mod client;
        #headers
        pub mod models;
        #groups
        #webhooks
        #xml_forms
        #validate

        pub use client::{Client, ClientBuilder};
        pub use turnbuckle_runtime as runtime;
        pub use turnbuckle_runtime::{Error, FilePart, Nullable};
        #reexport
    });
    let foreign_letters = FOREIGN_LETTERS.iter().filter(|_| cx.names.non_ascii);
    let allowed: String = ALLOWED.iter().chain(foreign_letters).map(|(lint, reason)| format!("    {lint}, // {reason}\n")).collect();
    let allowed = format!("#![allow(\n{allowed})]\n{}", partly(cx));
    let text = format!("{}{}\n{allowed}{RECURSION}#![forbid(unsafe_code)]\n\n{items}", header(cx), layout::inner_docs(&lines));
    Some(Module { path: "lib".to_owned(), text })
}

/// With some features off, a file that several share imports more than it uses.
fn partly(cx: &Cx<'_>) -> String {
    let gates = cx.gates();
    if gates.len() < 2 {
        return String::new();
    }
    let features: Vec<String> = gates.iter().map(|gate| format!("feature = {}", layout::literal(cx.feature(*gate)))).collect();
    format!(
        "// With some features off, a file that several groups share imports more than it uses.\n#![cfg_attr(not(all({})), allow(unused_imports))]\n",
        features.join(", ")
    )
}

/// Returns the header: the generator, and the document that the crate was generated from.
fn header(cx: &Cx<'_>) -> String {
    let mut out = String::new();
    let text = format!("Version {} of turnbuckle, of a document with the digest {}.", env!("CARGO_PKG_VERSION"), cx.options.digest);
    layout::comment(&mut out, "", "//", &text);
    out + "
"
}

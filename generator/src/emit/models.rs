//! The files of models: one for each group that has some of its own, one for those that several groups share.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyze::Gate;
use crate::ir::{Shape, Type, TypeId};
use crate::name::Name;

use super::code::Code;
use super::context::{Cx, Scope, ident};
use super::{Module, docs, enums, errors, layout, structs, unions};

/// A file of models.
pub(super) struct ModelFile {
    /// The module's name.
    stem: String,
    /// What needs all of its models; `None` where each has its own.
    gate: Option<Gate>,
    types: Vec<TypeId>,
    error_unions: Vec<usize>,
}

/// Returns the files of models, without those that would be empty.
pub(super) fn files(cx: &Cx<'_>) -> Vec<ModelFile> {
    let mut files: Vec<ModelFile> = cx.gates().iter().map(|gate| ModelFile::new(stem(cx, *gate), Some(*gate))).collect();
    let mut shared = ModelFile::new("shared".to_owned(), None);
    for id in cx.api.type_ids().filter(|id| cx.is_wanted(*id)) {
        let file = match cx.facts.ty(id).gates.as_slice() {
            [gate] => files.iter_mut().find(|file| file.gate == Some(*gate)),
            _ => None,
        };
        file.unwrap_or(&mut shared).types.push(id);
    }
    for (index, union) in cx.facts.error_unions.iter().enumerate() {
        let file = match union.groups.as_slice() {
            [group] => files.iter_mut().find(|file| file.gate == Some(Gate::Group(*group))),
            _ => None,
        };
        file.unwrap_or(&mut shared).error_unions.push(index);
    }
    files.push(shared);
    files.retain(|file| !file.types.is_empty() || !file.error_unions.is_empty());
    files
}

impl ModelFile {
    fn new(stem: String, gate: Option<Gate>) -> Self {
        Self { stem, gate, types: Vec::new(), error_unions: Vec::new() }
    }
}

/// The module of a group's models bears the group's name, but for the one name that is taken.
fn stem(cx: &Cx<'_>, gate: Gate) -> String {
    match gate {
        Gate::Group(id) => match cx.names.groups[id.0 as usize].module.0.trim_start_matches("r#") {
            taken @ ("shared" | "webhook_models" | "expandable" | "unused") => format!("{taken}_group"),
            stem => stem.to_owned(),
        },
        Gate::Webhooks => "webhook_models".to_owned(),
        Gate::Expandable => "expandable".to_owned(),
        Gate::Unused => "unused".to_owned(),
    }
}

/// Renders the root of the models.
pub(super) fn render_root(cx: &Cx<'_>) -> Option<Module> {
    let scope = Scope::default();
    let mut items = TokenStream::new();
    let files = files(cx);
    for file in &files {
        let (module, cfg) = (ident(&Name::of(file.stem.clone())), cx.cfg(file.gate.as_slice()));
        items.extend(quote! { #cfg mod #module; });
    }
    for file in &files {
        let (module, cfg) = (ident(&Name::of(file.stem.clone())), cx.cfg(file.gate.as_slice()));
        items.extend(quote! { #cfg pub use #module::*; });
    }
    let about = layout::inner_docs(&[
        "The types that the API's operations send and receive.".to_owned(),
        String::new(),
        "Enums and unions keep values that the document does not list, and fields that it does not declare are passed over.".to_owned(),
    ]);
    Some(Module { path: "models".to_owned(), text: format!("{about}\n{}", scope.blocks.format(items)) })
}

/// Renders a file of models.
pub(super) fn render(cx: &Cx<'_>, file: &ModelFile) -> Module {
    let own: BTreeSet<String> = file.types.iter().map(|id| cx.type_name(*id).to_owned()).collect();
    let scope = Scope::new(own);
    let mut items = layout::Text::default();
    for id in &file.types {
        let cfg = if file.gate.is_some() { String::new() } else { cx.cfg_text(&cx.facts.ty(*id).gates) };
        scope.blocks.push_code(&mut items, model(cx, *id, &cfg, &scope));
    }
    for index in &file.error_unions {
        let gates: Vec<Gate> = cx.facts.error_unions[*index].groups.iter().copied().map(Gate::Group).collect();
        let cfg = if file.gate.is_some() { String::new() } else { cx.cfg_text(&gates) };
        scope.blocks.push_code(&mut items, errors::union(cx, *index, &cfg, &scope));
    }
    let imports = scope.imports(&quote! { super });
    let about = match file.gate {
        Some(Gate::Group(id)) => format!("Models of the operations tagged {}.", docs::code(&cx.api.groups[id.0 as usize].tag)),
        Some(Gate::Webhooks) => "Models of webhooks.".to_owned(),
        Some(Gate::Expandable) => "Models that are only there where a call asks for what is known by its identifier else.".to_owned(),
        Some(Gate::Unused) => "Models that no operation or webhook uses.".to_owned(),
        None => "Models that several groups of operations share.".to_owned(),
    };
    let mut text = layout::Text::default();
    scope.blocks.push(&mut text, imports);
    text.append(items);
    let text = text.into_string();
    Module { path: format!("models/{}", file.stem), text: format!("{}\n{text}", layout::inner_docs(&[about])) }
}

/// Renders a type.
fn model<'s>(cx: &Cx<'_>, id: TypeId, cfg: &str, scope: &'s Scope) -> Code<'s> {
    let mut code = Code::new(scope);
    match &cx.api.ty(id).shape {
        Shape::Struct(shape) => structs::render(cx, id, shape, cfg, scope, &mut code),
        Shape::Enum(shape) => enums::render(cx, id, shape, cfg, scope, &mut code),
        Shape::Union(shape) => unions::render(cx, id, shape, cfg, scope, &mut code),
        Shape::Alias(ty) => alias(cx, id, ty, cfg, scope, &mut code),
    }
    code
}

fn alias(cx: &Cx<'_>, id: TypeId, ty: &Type, cfg: &str, scope: &Scope, code: &mut Code<'_>) {
    let (name, inner) = (cx.type_name(id), cx.ty_text(ty, scope));
    let mut about = docs::lines(&cx.api.ty(id).docs, &format!("{}, by another name.", docs::code(&inner)));
    if let Some(rules) = docs::rules(&cx.api.ty(id).constraints) {
        docs::paragraph(&mut about, &rules);
    }
    code.docs(0, about);
    code.attributes(cfg);
    if !cx.facts.ty(id).newtype {
        return code.line(0, &format!("pub type {name} = {inner};"));
    }
    code.line(0, "#[derive(Clone, Debug, PartialEq)]");
    code.line(0, &format!("pub struct {name}("));
    code.line(4, "/// What it holds.");
    code.line(4, &format!("pub {},", cx.held_ty(id, 0, inner, scope)));
    code.line(0, ");");
    code.attributes(cfg);
    code.line(0, &format!("{}!({name});", scope.runtime_name("newtype")));
}

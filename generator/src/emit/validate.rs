//! The file of rules: data behind the feature `validate`, and an impl for each type that is sent.

use proc_macro2::TokenStream;
use quote::quote;

use crate::analyze::Gate;
use crate::ir::{MediaKind, Operation, ParamLocation, Shape, TypeId};

use super::context::{Cx, Scope};
use super::layout::{self, literal};
use super::rules::Rules;
use super::{Layout, Module};

/// Renders the file of rules. One file to include has none: features are those of the crate that includes it.
pub(super) fn render(cx: &Cx<'_>) -> Option<Module> {
    if cx.options.layout == Layout::SingleFile {
        return None;
    }
    let scope = Scope::default();
    let mut rules = Rules::new(cx);
    let models = model_impls(cx, &mut rules, &scope);
    let params = param_impls(cx, &mut rules, &scope);
    let operations: Vec<String> = cx.api.operations.iter().filter_map(|op| operation(op, &mut rules)).collect();
    let (nodes, patterns) = rules.into_rows();
    let mut items = statics(operations, nodes, patterns, &scope);
    items.extend(quote! {
        impl ClientBuilder {
            /// Checks every parameter and body against the rules of the document, and sends no request that breaks one: the error of the call
            /// then lists all of them, as `error.violations()`. Bodies that are streams are not checked. Default: no.
            #[must_use]
            pub fn validate_requests(self) -> Self {
                Self { inner: self.inner.validate_requests(&TABLE) }
            }
        }
    });
    let imports = scope.imports(&quote! { super::models });
    let mut text = layout::Text::default();
    scope.blocks.push(&mut text, quote! { #imports use super::ClientBuilder; });
    scope.blocks.push(&mut text, items);
    for item in models.into_iter().chain(params) {
        scope.blocks.push(&mut text, item);
    }
    let about = layout::inner_docs(&["The rules that the document gives for what is sent.".to_owned()]);
    Some(Module { path: "validate".to_owned(), text: format!("{about}\n{}", text.into_string()) })
}

fn statics(operations: Vec<String>, nodes: Vec<String>, patterns: Vec<String>, scope: &Scope) -> TokenStream {
    for name in ["Node", "OperationRules", "Parts", "Pattern", "Rule", "Table"] {
        let used = match name {
            "OperationRules" | "Table" | "Node" | "Pattern" => true,
            "Parts" => true,
            _ => nodes.iter().any(|row| row.contains(&format!("{name}::"))),
        };
        if used {
            scope.runtime(&format!("validate::{name}"));
        }
    }
    for name in ["Arm", "Kind"] {
        if nodes.iter().any(|row| row.contains("Arm::new(")) {
            scope.runtime(&format!("validate::{name}"));
        }
    }
    if operations.iter().any(|row| row.contains("ParamLocation::")) {
        scope.runtime("operation::ParamLocation");
    }
    let array = |name: &str, ty: &str, rows: Vec<String>| {
        scope.blocks.table(format!("static {name}: [{ty}; {}] = [", rows.len()), rows, "];".to_owned())
    };
    let nodes = array("NODES", "Node", nodes);
    let patterns = array("PATTERNS", "Pattern", patterns);
    let operations = array("OPERATIONS", "OperationRules", operations);
    quote! {
        static TABLE: Table = Table::new(&NODES, &PATTERNS, &OPERATIONS);
        #nodes
        #patterns
        #operations
    }
}

/// Every type that is sent can be checked, with rules or without.
fn model_impls(cx: &Cx<'_>, rules: &mut Rules<'_>, scope: &Scope) -> Vec<TokenStream> {
    let mut impls = Vec::new();
    for id in cx.api.type_ids().filter(|id| cx.is_wanted(*id) && cx.facts.ty(*id).sent && has_impl(cx, *id)) {
        let node = rules.named(id);
        let (name, cfg) = (cx.type_name(id), cx.cfg(&cx.facts.ty(id).gates));
        let call = scope.runtime("validate_model");
        let table = scope.blocks.table(format!("{call}!(super::models::{name}, TABLE, {node});"), Vec::new(), String::new());
        impls.push(quote! { #cfg #table });
    }
    impls
}

/// Returns whether a type is one of its own, and no enum, which the document gives no rules for but its values.
fn has_impl(cx: &Cx<'_>, id: TypeId) -> bool {
    match &cx.api.ty(id).shape {
        Shape::Struct(_) | Shape::Union(_) => true,
        Shape::Alias(_) => cx.facts.ty(id).newtype,
        Shape::Enum(_) => false,
    }
}

fn param_impls(cx: &Cx<'_>, rules: &mut Rules<'_>, scope: &Scope) -> Vec<TokenStream> {
    let mut impls = Vec::new();
    for (index, op) in cx.api.operations.iter().enumerate() {
        let (facts, names) = (&cx.facts.operations[index], &cx.names.operations[index]);
        if facts.options.is_empty() {
            continue;
        }
        let mut rows = Vec::new();
        for param in &facts.options {
            let (param, name) = (&op.params[*param], &names.params[*param].0);
            let node = rules.of(&param.ty, &param.constraints);
            if node != 0 {
                rows.push(format!("{} {} {name} {node},", location(param.location), literal(&param.wire)));
            }
        }
        let cfg = cx.cfg(&[Gate::Group(op.group)]);
        let module = &cx.names.groups[op.group.0 as usize].module.0;
        let call = scope.runtime("validate_params");
        let opening = format!("{call}!(super::{module}::{}, TABLE {{", names.options.0);
        let table = scope.blocks.table(opening, rows, "});".to_owned());
        impls.push(quote! { #cfg #table });
    }
    impls
}

/// Returns the row of an operation; `None` where its requests have no rules.
fn operation(op: &Operation, rules: &mut Rules<'_>) -> Option<String> {
    let mut params = Vec::new();
    for param in &op.params {
        let node = rules.of(&param.ty, &param.constraints);
        if node != 0 {
            params.push(format!("(ParamLocation::{}, {}, {node})", location(param.location), literal(&param.wire)));
        }
    }
    let mut bodies = Vec::new();
    for content in op.body.iter().flat_map(|body| &body.contents) {
        let is_stream = matches!(content.kind, MediaKind::Binary | MediaKind::JsonLines | MediaKind::EventStream);
        let node = if is_stream { 0 } else { rules.of(&content.ty, &content.constraints) };
        if node != 0 {
            bodies.push(format!("({}, {node})", literal(&content.media_type)));
        }
    }
    if params.is_empty() && bodies.is_empty() {
        return None;
    }
    Some(format!(
        "OperationRules {{ method: {}, path: {}, params: &[{}], bodies: &[{}] }},",
        literal(&op.method),
        literal(&op.path),
        params.join(", "),
        bodies.join(", ")
    ))
}

fn location(location: ParamLocation) -> &'static str {
    match location {
        ParamLocation::Path => "Path",
        ParamLocation::Query => "Query",
        ParamLocation::QueryString => "QueryString",
        ParamLocation::Header => "Header",
        ParamLocation::Cookie => "Cookie",
    }
}

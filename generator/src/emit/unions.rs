//! Unions.

use std::collections::HashMap;

use serde_json::Value;

use crate::analyze::Gate;
use crate::ir::{Type, TypeId, Union, Variant};

use super::code::Code;
use super::context::{Cx, Scope};
use super::{docs, layout};

/// Renders a union, its table, and the conversions from its variants.
pub(super) fn render(cx: &Cx<'_>, id: TypeId, shape: &Union, cfg: &str, scope: &Scope, code: &mut Code<'_>) {
    let def = cx.api.ty(id);
    let names = &cx.names.types[id.0 as usize];
    let name = cx.type_name(id);
    let Some(rest) = names.rest.as_ref().map(|rest| &rest.0) else { return };
    code.docs(0, docs::lines(&def.docs, &format!("One of several types: {}.", docs::code(name))));
    code.attributes(cfg);
    code.deprecated(0, def.docs.deprecated);
    code.line(0, "#[derive(Clone, Debug, PartialEq)]");
    if shape.variants.iter().any(|variant| gate(cx, variant).is_some()) {
        code.line(0, "#[non_exhaustive]");
    }
    code.line(0, &format!("pub enum {name} {{"));
    for index in shape.rows() {
        let (variant, member) = (&shape.variants[index], &names.members[index]);
        let mut about = docs::lines(&variant.docs, &format!("{}.", docs::code(&variant.name)));
        let gate = gate(cx, variant);
        if gate.is_some() {
            let what = "Only where the call asks for it, and with the feature `expandable`: else it is kept as what fits none.";
            docs::paragraph(&mut about, what);
        }
        code.docs(4, about);
        if let Some(gate) = &gate {
            code.line(4, gate.trim_end());
        }
        let ty = cx.held_ty(id, index, ty(cx, variant, scope), scope);
        code.line(4, &format!("{}({ty}),", member.0));
    }
    if let Some(several) = &names.several {
        let what = "Several of them at once: each has the properties that it declares, and they are sent as one object.";
        code.docs(4, vec![what.to_owned()]);
        code.line(4, &format!("{}(Vec<{name}>),", several.0));
    }
    code.docs(4, vec!["A value that fits none of them.".to_owned()]);
    code.line(4, &format!("{rest}({}),", scope.runtime_name("model::Value")));
    code.line(0, "}");
    code.attributes(cfg);
    table(cx, id, shape, scope, code);
    conversions(cx, id, shape, cfg, scope, code);
}

/// Returns the attribute of a variant that is only there where a call asks for it; `None` for every other.
fn gate(cx: &Cx<'_>, variant: &Variant) -> Option<String> {
    variant.expandable.then(|| cx.cfg_text(&[Gate::Expandable])).filter(|cfg| !cfg.is_empty())
}

/// Returns the type of a variant. One that may not be there is named by its path, since an import of it would have to be left out, too.
fn ty(cx: &Cx<'_>, variant: &Variant, scope: &Scope) -> String {
    match &variant.ty {
        Type::Named(id) if gate(cx, variant).is_some() => scope.model_path(cx.type_name(*id)),
        ty => cx.ty_text(ty, scope),
    }
}

fn table(cx: &Cx<'_>, id: TypeId, shape: &Union, scope: &Scope, code: &mut Code<'_>) {
    let names = &cx.names.types[id.0 as usize];
    let name = cx.type_name(id);
    let rest = names.rest.as_ref().map_or("", |rest| rest.0.as_str());
    let mut rows: Vec<String> = Vec::with_capacity(shape.variants.len() + 1);
    for (row, index) in shape.rows().into_iter().enumerate() {
        let (variant, member) = (&shape.variants[index], &names.members[index]);
        rows.extend(gate(cx, variant).map(|gate| gate.trim_end().to_owned()));
        if shape.tag.is_some() {
            let tags: Vec<String> = variant.tags.iter().map(literal).collect();
            let tags = if tags.is_empty() { String::new() } else { format!(" {}", tags.join(" | ")) };
            rows.push(format!("{row} {}{tags},", member.0));
        } else {
            rows.push(format!("{row} {},", member.0));
        }
    }
    rows.push(format!("; {rest}"));
    let fallback = shape.fallback.map_or_else(String::new, |index| format!(" else {index}"));
    match &shape.tag {
        Some(tag) => {
            let union = scope.runtime_name("tagged_union");
            code.table(format!("{union}!({name} by {} {{", layout::literal(tag)), rows, format!("}}{fallback});"));
        }
        None => {
            let union = scope.runtime_name("untagged_union");
            let several = names.several.as_ref().map_or_else(String::new, |several| format!(" and {}", several.0));
            code.table(format!("{union}!({name} {{"), rows, format!("}}{several});"));
        }
    }
}

/// Returns the literal of a value of a tag.
fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => layout::literal(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// A type that stands for one variant only converts into the union.
fn conversions(cx: &Cx<'_>, id: TypeId, shape: &Union, cfg: &str, scope: &Scope, code: &mut Code<'_>) {
    let names = &cx.names.types[id.0 as usize];
    let name = cx.type_name(id);
    let canonical: Vec<Type> = shape.variants.iter().map(|variant| cx.canonical(&variant.ty)).collect();
    let rendered: Vec<String> = canonical.iter().map(|ty| cx.rust_type(ty)).collect();
    let mut uses: HashMap<&str, usize> = HashMap::new();
    rendered.iter().for_each(|ty| *uses.entry(ty).or_default() += 1);
    let mut from = |ty: &str, member: &str, value: &str, gate: Option<String>| {
        code.attributes(cfg);
        code.attributes(&gate.unwrap_or_default());
        code.line(0, &format!("impl From<{ty}> for {name} {{"));
        code.inline(4);
        code.line(4, &format!("fn from(value: {ty}) -> Self {{"));
        code.line(8, &format!("Self::{member}({value})"));
        code.line(4, "}");
        code.line(0, "}");
    };
    for (index, (variant, member)) in shape.variants.iter().zip(&names.members).enumerate() {
        if uses[rendered[index].as_str()] > 1 || matches!(canonical[index], Type::Any(_)) || canonical[index] == Type::Named(id) {
            continue;
        }
        let value = cx.holder(id, index, scope).map_or_else(|| "value".to_owned(), |holder| format!("{holder}::new(value)"));
        match &canonical[index] {
            // A value of the date library. `OrText` would add nothing: another variant of the union takes the text.
            time @ (Type::DateTime | Type::Date) if rendered[index] != "String" => {
                from(&cx.plain_ty_text(time, scope), &member.0, "value.into()", gate(cx, variant));
            }
            _ => from(&ty(cx, variant, scope), &member.0, &value, gate(cx, variant)),
        }
        if rendered[index] == "String" {
            from("&str", &member.0, "value.to_owned()", None);
        }
    }
}

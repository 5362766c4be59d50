//! Unions.

use crate::ir::{Type, TypeId, Union};

use super::code::Code;
use super::context::{Cx, Scope};
use super::{docs, layout};

/// Renders a union, its table, and the conversions from its variants.
pub(super) fn render(cx: &Cx<'_>, id: TypeId, shape: &Union, cfg: &str, scope: &Scope, code: &mut Code<'_>) {
    let def = cx.api.ty(id);
    let (names, facts) = (&cx.names.types[id.0 as usize], cx.facts.ty(id));
    let name = cx.type_name(id);
    let Some(rest) = names.rest.as_ref().map(|rest| &rest.0) else { return };
    code.docs(0, docs::lines(&def.docs, &format!("One of several types: {}.", docs::code(name))));
    code.attributes(cfg);
    code.deprecated(0, def.docs.deprecated);
    code.line(0, "#[derive(Clone, Debug, PartialEq)]");
    code.line(0, &format!("pub enum {name} {{"));
    for (index, (variant, member)) in shape.variants.iter().zip(&names.members).enumerate() {
        code.docs(4, docs::lines(&variant.docs, &format!("{}.", docs::code(&variant.name))));
        let ty = cx.ty_text(&variant.ty, scope);
        let ty = if facts.boxed[index] { format!("Box<{ty}>") } else { ty };
        code.line(4, &format!("{}({ty}),", member.0));
    }
    code.docs(4, vec!["A value that fits none of them.".to_owned()]);
    code.line(4, &format!("{rest}({}),", scope.runtime_name("model::Value")));
    code.line(0, "}");
    code.attributes(cfg);
    table(cx, id, shape, scope, code);
    conversions(cx, id, shape, cfg, scope, code);
}

fn table(cx: &Cx<'_>, id: TypeId, shape: &Union, scope: &Scope, code: &mut Code<'_>) {
    let names = &cx.names.types[id.0 as usize];
    let name = cx.type_name(id);
    let rest = names.rest.as_ref().map_or("", |rest| rest.0.as_str());
    let mut rows: Vec<String> = Vec::with_capacity(shape.variants.len() + 1);
    for (index, (variant, member)) in shape.variants.iter().zip(&names.members).enumerate() {
        if shape.tag.is_some() {
            let tags: Vec<String> = variant.tags.iter().map(|tag| layout::literal(tag)).collect();
            // A variant that no value stands for is told by a name that no document has.
            let tags = if tags.is_empty() { layout::literal("\u{0}") } else { tags.join(" | ") };
            rows.push(format!("{index} {} {tags},", member.0));
        } else {
            rows.push(format!("{index} {},", member.0));
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
            code.table(format!("{union}!({name} {{"), rows, "});".to_owned());
        }
    }
}

/// A type that stands for one variant only converts into the union.
fn conversions(cx: &Cx<'_>, id: TypeId, shape: &Union, cfg: &str, scope: &Scope, code: &mut Code<'_>) {
    let (names, facts) = (&cx.names.types[id.0 as usize], cx.facts.ty(id));
    let name = cx.type_name(id);
    let canonical: Vec<Type> = shape.variants.iter().map(|variant| cx.canonical(&variant.ty)).collect();
    let rendered: Vec<String> = canonical.iter().map(|ty| cx.rust_type(ty)).collect();
    let mut from = |ty: &str, member: &str, value: &str| {
        code.attributes(cfg);
        code.line(0, &format!("impl From<{ty}> for {name} {{"));
        code.inline(4);
        code.line(4, &format!("fn from(value: {ty}) -> Self {{"));
        code.line(8, &format!("Self::{member}({value})"));
        code.line(4, "}");
        code.line(0, "}");
    };
    for (index, (variant, member)) in shape.variants.iter().zip(&names.members).enumerate() {
        let unique = rendered.iter().filter(|other| **other == rendered[index]).count() == 1;
        if !unique || matches!(canonical[index], Type::Any(_)) || canonical[index] == Type::Named(id) {
            continue;
        }
        from(&cx.ty_text(&variant.ty, scope), &member.0, if facts.boxed[index] { "Box::new(value)" } else { "value" });
        if rendered[index] == "String" {
            from("&str", &member.0, "value.to_owned()");
        }
    }
}

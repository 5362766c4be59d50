//! Enums.

use serde_json::Value;

use crate::ir::{Enum, EnumKind, EnumValue, TypeId};

use super::code::Code;
use super::context::{Cx, Scope};
use super::{docs, layout};

/// The maximum number of values of a string enum that is emitted as `match` expressions; a larger enum uses an index. Both have the same
/// public API. For 20,000 values, rustc needs 1.9 GB with matches and 0.3 GB with an index. A small enum is cheaper as a match.
const MOST_ARMS: usize = 256;

/// Renders an enum and its table.
pub(super) fn render(cx: &Cx<'_>, id: TypeId, shape: &Enum, cfg: &str, scope: &Scope, code: &mut Code<'_>) {
    let def = cx.api.ty(id);
    let names = &cx.names.types[id.0 as usize];
    let name = cx.type_name(id);
    let Some(rest) = names.rest.as_ref().map(|rest| &rest.0) else { return };
    code.docs(0, docs::lines(&def.docs, &format!("One of a list of values: {}.", docs::code(name))));
    code.attributes(cfg);
    code.deprecated(0, def.docs.deprecated);
    let (content, derives) = match shape.kind {
        // The macro writes the rest, in less than derives would.
        EnumKind::String => ("String", "#[derive(Clone)]"),
        EnumKind::Integer => ("i64", "#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]"),
        EnumKind::Mixed => (scope.runtime_name("model::Value"), "#[derive(Clone, Debug, PartialEq)]"),
    };
    code.line(0, derives);
    code.line(0, &format!("pub enum {name} {{"));
    for (value, variant) in shape.values.iter().zip(&names.members) {
        code.docs(4, value_docs(value));
        code.deprecated(4, value.deprecated);
        code.line(4, &format!("{},", variant.0));
    }
    code.docs(4, vec!["A value that the document does not list.".to_owned()]);
    code.line(4, &format!("{rest}({content}),"));
    code.line(0, "}");
    let macro_name = scope.runtime_name(match shape.kind {
        EnumKind::String if shape.values.len() > MOST_ARMS => "large_string_enum",
        EnumKind::String => "string_enum",
        EnumKind::Integer => "integer_enum",
        EnumKind::Mixed if shape.values.iter().all(|value| is_literal(&value.wire)) => "mixed_enum",
        EnumKind::Mixed => "json_enum",
    });
    let wire = if macro_name == "json_enum" { json } else { wire };
    let mut rows: Vec<String> =
        shape.values.iter().zip(&names.members).map(|(value, variant)| format!("{} {},", variant.0, wire(value))).collect();
    rows.push(format!("; {rest}"));
    code.attributes(cfg);
    code.table(format!("{macro_name}!({name} {{"), rows, "});".to_owned());
}

fn value_docs(value: &EnumValue) -> Vec<String> {
    let mut lines = vec![format!("{}.", docs::code(&value.wire.to_string().trim_matches('"').chars().take(200).collect::<String>()))];
    if let Some(text) = &value.docs {
        lines.push(String::new());
        docs::push_text(&mut lines, text);
    }
    lines
}

fn wire(value: &EnumValue) -> String {
    match value.wire.as_str() {
        Some(text) => layout::literal(text),
        None => value.wire.to_string(),
    }
}

/// Returns a value as the text of its JSON.
fn json(value: &EnumValue) -> String {
    layout::literal(&value.wire.to_string())
}

/// Returns whether a value is one that Rust has a literal for whose type is plain.
fn is_literal(wire: &Value) -> bool {
    match wire {
        Value::String(_) | Value::Bool(_) => true,
        Value::Number(number) => number.is_f64() || number.as_i64().is_some_and(|value| i32::try_from(value).is_ok()),
        Value::Null | Value::Array(_) | Value::Object(_) => false,
    }
}

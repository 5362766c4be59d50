//! Structs.

use serde_json::Value;

use crate::config::DateTimeLibrary;
use crate::ir::{Access, AnyReason, Declaration, EnumValue, Field, FloatWidth, Presence, Shape, Struct, StructForm, Type, TypeId};

use super::code::{Code, Head};
use super::context::{Cx, Scope};
use super::{docs, layout};

/// Renders a struct, its table, and the way to make one where it is sent.
pub(super) fn render(cx: &Cx<'_>, id: TypeId, shape: &Struct, cfg: &str, scope: &Scope, code: &mut Code<'_>) {
    let def = cx.api.ty(id);
    let kind = match shape.form {
        StructForm::Object => "An object",
        StructForm::List => "A list of elements that each have a type of their own",
    };
    let mut about = docs::lines(&def.docs, &format!("{kind}: {}.", docs::code(cx.type_name(id))));
    if let Some(rules) = docs::rules(&def.constraints) {
        docs::paragraph(&mut about, &rules);
    }
    code.docs(0, about);
    code.attributes(cfg);
    code.deprecated(0, def.docs.deprecated);
    code.line(0, "#[derive(Clone)]");
    declaration(cx, id, shape, scope, code);
    code.attributes(cfg);
    table(cx, id, shape, scope, code);
    constructor(cx, id, shape, cfg, scope, code);
}

fn declaration(cx: &Cx<'_>, id: TypeId, shape: &Struct, scope: &Scope, code: &mut Code<'_>) {
    let names = &cx.names.types[id.0 as usize];
    let rest = shape.additional.as_ref().zip(names.rest.as_ref());
    if shape.fields.is_empty() && rest.is_none() {
        return code.line(0, &format!("pub struct {} {{}}", cx.type_name(id)));
    }
    code.line(0, &format!("pub struct {} {{", cx.type_name(id)));
    for (index, (field, name)) in shape.fields.iter().zip(&names.members).enumerate() {
        code.docs(4, field_docs(field, shape.form));
        code.deprecated(4, field.docs.deprecated);
        let ty = cx.field_ty(id, index, field, scope);
        code.line(4, &format!("pub {}: {ty},", name.0));
    }
    if let Some((ty, name)) = rest {
        let ty = cx.ty_text(ty, scope);
        let (about, list) = match shape.form {
            StructForm::Object => {
                scope.map();
                ("The properties that are not declared.", format!("BTreeMap<String, {ty}>"))
            }
            StructForm::List => ("The elements after those that have a type of their own.", format!("Vec<{ty}>")),
        };
        let list = cx.held_ty(id, shape.fields.len(), list, scope);
        code.docs(4, vec![about.to_owned()]);
        code.line(4, &format!("pub {}: {list},", name.0));
    }
    code.line(0, "}");
}

fn field_docs(field: &Field, form: StructForm) -> Vec<String> {
    let fallback = match form {
        StructForm::Object => docs::code(&field.wire),
        StructForm::List => format!("The element at index {}.", field.wire),
    };
    let mut lines = docs::lines(&field.docs, &fallback);
    match field.access {
        Access::ReadOnly => docs::paragraph(&mut lines, "Set by the server; not sent."),
        Access::WriteOnly => docs::paragraph(&mut lines, "Set by the client; not received."),
        Access::ReadWrite => {}
    }
    if let Some(default) = &field.default {
        docs::paragraph(&mut lines, &format!("Default: {}.", docs::code(&default.to_string())));
    }
    if let Some(rules) = docs::rules(&field.constraints) {
        docs::paragraph(&mut lines, &rules);
    }
    lines
}

fn table(cx: &Cx<'_>, id: TypeId, shape: &Struct, scope: &Scope, code: &mut Code<'_>) {
    let names = &cx.names.types[id.0 as usize];
    let mut rows: Vec<String> = Vec::with_capacity(shape.fields.len() + 1);
    for (index, (field, name)) in shape.fields.iter().zip(&names.members).enumerate() {
        let wire = if field.flatten { "" } else { &field.wire };
        rows.push(format!("{index} {} {} {},", layout::literal(wire), name.0, flags(field)));
    }
    if let (Some(ty), Some(rest)) = (&shape.additional, &names.rest) {
        let flags = if *ty == Type::Any(AnyReason::Undeclared) { "EXTRA | UNDECLARED" } else { "EXTRA" };
        rows.push(format!("{} \"\" {} {flags},", rows.len(), rest.0));
    }
    let (record, places) = match shape.form {
        StructForm::Object => (scope.runtime_name("record"), places(cx, id, shape)),
        StructForm::List => (scope.runtime_name("tuple"), String::new()),
    };
    code.table(format!("{record}!({}{places} {{", cx.type_name(id)), rows, "});".to_owned());
}

/// Writes where the document declares the fields, each schema once for the fields in a row that it has; nothing for a component of the type's
/// name. Where the document has the same object in several places, all of them follow.
fn places(cx: &Cx<'_>, id: TypeId, shape: &Struct) -> String {
    let fields = shape.fields.iter().map(|field| field.origin.clone()).collect();
    let mut places = declaration_places(cx, &Declaration { origin: cx.api.ty(id).origin.clone(), fields });
    places.extend(cx.api.elsewhere.get(&id).into_iter().flatten().flat_map(|other| declaration_places(cx, other)));
    match places.as_slice() {
        [] => String::new(),
        [(_, only)] if only.strip_prefix("/components/schemas/") == Some(cx.type_name(id)) => String::new(),
        places => {
            let places: Vec<String> = places.iter().map(|(from, place)| format!("{from} {}", layout::literal(place))).collect();
            format!(" [{}]", places.join(", "))
        }
    }
}

/// Returns the schemas of one object in the document, each with the index of the first field that it declares.
fn declaration_places(cx: &Cx<'_>, declaration: &Declaration) -> Vec<(usize, String)> {
    let Declaration { origin, fields } = declaration;
    let own = cx.options.address(origin.file.0, origin.pointer.as_str());
    let mut places: Vec<(usize, String)> = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        // A field that no schema lists among its properties stands where the type does.
        let schema = field.pointer.as_str().rsplit_once('/').and_then(|(list, _)| list.strip_suffix("/properties"));
        let schema = schema.map_or_else(|| own.clone(), |schema| cx.options.address(field.file.0, schema));
        if places.last().is_none_or(|(_, last)| *last != schema) {
            places.push((index, schema));
        }
    }
    // The schema that holds the others together, which may require what they declare.
    if !places.is_empty() && !places.iter().any(|(_, place)| *place == own) {
        places.push((fields.len(), own));
    }
    places
}

fn flags(field: &Field) -> String {
    let mut flags = vec![match field.presence {
        Presence::Required => "REQUIRED",
        Presence::Optional => "OPTIONAL",
    }];
    match field.access {
        Access::ReadOnly => flags.push("READ_ONLY"),
        Access::WriteOnly => flags.push("WRITE_ONLY"),
        Access::ReadWrite => {}
    }
    if field.secret {
        flags.push("SECRET");
    }
    if field.flatten {
        flags.push("FLATTEN");
    }
    flags.join(" | ")
}

/// A type that is sent has `new` over what must be set; with nothing to set it has a default.
fn constructor(cx: &Cx<'_>, id: TypeId, shape: &Struct, cfg: &str, scope: &Scope, code: &mut Code<'_>) {
    let facts = cx.facts.ty(id);
    if !facts.sent {
        return;
    }
    let name = cx.type_name(id);
    let (mut args, mut values) = (Vec::new(), Vec::new());
    let mut blank = shape.additional.is_some();
    for (index, (field, member)) in shape.fields.iter().zip(&cx.names.types[id.0 as usize].members).enumerate() {
        let wanted = field.presence == Presence::Required && field.access != Access::ReadOnly && !facts.broken[index];
        if let Some(constant) = constant(cx, field, scope).filter(|_| wanted) {
            values.push(format!("{}: {constant}", member.0));
        } else if wanted {
            let (arg, value) = argument(cx, &member.0, field, cx.holder(id, index, scope), scope);
            args.push(arg);
            values.push(value);
        } else {
            blank = true;
        }
    }
    code.attributes(cfg);
    if values.is_empty() {
        return code.line(0, &format!("{}!({name});", scope.runtime_name("default_by_blank")));
    }
    if args.is_empty() {
        code.line(0, &format!("impl Default for {name} {{"));
        code.inline(4);
        code.signature(4, Head { name: "fn default", args: &args, output: "Self" });
    } else {
        code.line(0, &format!("impl {name} {{"));
        code.docs(4, vec!["Makes a value of what must be set.".to_owned()]);
        code.inline(4);
        code.signature(4, Head { name: "pub fn new", args: &args, output: "Self" });
    }
    let rest = blank.then(|| format!("{}::blank()", scope.runtime_name("model::Model")));
    code.fill(8, &values, rest.as_deref());
    code.line(4, "}");
    code.line(0, "}");
}

fn argument(cx: &Cx<'_>, member: &str, field: &Field, holder: Option<&str>, scope: &Scope) -> (String, String) {
    let ty = cx.ty_text(&field.ty, scope);
    match (&field.ty, holder) {
        (Type::String | Type::Time, _) => (format!("{member}: impl Into<String>"), format!("{member}: {member}.into()")),
        (field_ty, None)
            if matches!(cx.canonical(field_ty), Type::DateTime | Type::Date) && cx.options.date_time != DateTimeLibrary::String =>
        {
            (format!("{member}: impl Into<{ty}>"), format!("{member}: {member}.into()"))
        }
        (Type::Nullable(_), Some(holder)) => (format!("{member}: {ty}"), format!("{member}: {member}.map({holder}::new)")),
        (_, Some(holder)) => (format!("{member}: {ty}"), format!("{member}: {holder}::new({member})")),
        (_, None) => (format!("{member}: {ty}"), member.to_owned()),
    }
}

/// Returns the one value that a field can have.
fn constant(cx: &Cx<'_>, field: &Field, scope: &Scope) -> Option<String> {
    match (&field.ty, &field.constant) {
        (Type::Named(id), _) => {
            let target = cx.unaliased(*id);
            match &cx.api.ty(target).shape {
                Shape::Enum(shape) => {
                    let index = only_value(&shape.values, field.constant.as_ref())?;
                    let ty = scope.model_name(cx.type_name(*id));
                    Some(format!("{ty}::{}", cx.names.types[target.0 as usize].members[index].0))
                }
                Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => None,
            }
        }
        (Type::String, Some(Value::String(value))) => Some(format!("{}.to_owned()", layout::literal(value))),
        (Type::Bool, Some(Value::Bool(value))) => Some(value.to_string()),
        (Type::Int(width), Some(Value::Number(value))) => {
            value.as_i64().filter(|value| width.range().contains(&(*value).into())).map(|value| value.to_string())
        }
        (Type::Float(FloatWidth::F64), Some(Value::Number(value))) => value.as_f64().map(|value| format!("{value:?}")),
        _ => None,
    }
}

/// Returns the index of the one value that a field of an enum can have.
fn only_value(values: &[EnumValue], constant: Option<&Value>) -> Option<usize> {
    match constant {
        Some(constant) => values.iter().position(|value| value.wire == *constant),
        None => (values.len() == 1).then_some(0),
    }
}

//! The example in the README of a generated package: a client with a credential, and one call.
//!
//! **Invariant:** it compiles as it stands. What it names comes from `Names`; an operation that asks for more than numbers, texts and
//! booleans is not chosen.

use crate::analyze::ResponseForm;
use crate::ir::{MediaKind, Operation, Scheme, SchemeKind, Type};
use crate::name::Name;

use super::context::Cx;

/// Returns the lines of the example, with the fence around them.
pub(super) fn lines(cx: &Cx<'_>) -> Vec<String> {
    let krate = &cx.names.krate;
    let code = match call(cx) {
        Some((index, call)) => [
            "async fn example() -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
            format!("    let client = {krate}::Client::builder(){}.build()?;", credential(cx, index).unwrap_or_default()),
            format!("    let answer = client.{call}.await?;"),
            "    println!(\"{answer:?}\");".to_owned(),
            "    Ok(())".to_owned(),
        ]
        .to_vec(),
        None => vec![
            format!("fn example() -> Result<{krate}::Client, Box<dyn std::error::Error>> {{"),
            format!("    Ok({krate}::Client::builder().build()?)"),
        ],
    };
    let (start, end) = (["```rust,no_run".to_owned()], ["}".to_owned(), "```".to_owned()]);
    start.into_iter().chain(code).chain(end).collect()
}

/// Writes the setter of the first credential that an operation takes by itself.
fn credential(cx: &Cx<'_>, index: usize) -> Option<String> {
    let security = cx.api.operations[index].security.as_ref().unwrap_or(&cx.api.security);
    let schemes = security.0.iter().filter_map(|all| if let [one] = all.as_slice() { Some(&one.scheme) } else { None });
    schemes.filter_map(|wire| cx.api.schemes.iter().zip(&cx.names.schemes).find(|(scheme, _)| scheme.wire == *wire)).find_map(setter)
}

fn setter((scheme, name): (&Scheme, &Name)) -> Option<String> {
    let args = match &scheme.kind {
        SchemeKind::ApiKeyHeader(_) | SchemeKind::ApiKeyQuery(_) | SchemeKind::ApiKeyCookie(_) => "\"<key>\"",
        SchemeKind::Basic => "\"<user>\", \"<password>\"",
        SchemeKind::Bearer | SchemeKind::Http(_) => "\"<token>\"",
        SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_) | SchemeKind::MutualTls => return None,
    };
    Some(format!(".{}({args})", name.0))
}

/// Writes the call of the first operation that reads one value and needs the least: its index and the call.
fn call(cx: &Cx<'_>) -> Option<(usize, String)> {
    let simple = cx.api.operations.iter().enumerate().filter(|(index, op)| is_simple(cx, *index, op));
    let (index, op) = simple.min_by_key(|(index, _)| cx.facts.operations[*index].args.len())?;
    let (facts, names) = (&cx.facts.operations[index], &cx.names.operations[index]);
    let mut args: Vec<String> = Vec::new();
    for param in &facts.args {
        args.push(literal(&op.params[*param].ty)?.to_owned());
    }
    if !facts.options.is_empty() {
        args.push("&Default::default()".to_owned());
    }
    let group = &cx.names.groups[op.group.0 as usize];
    Some((index, format!("{}().{}({})", group.accessor.0, names.method.0, args.join(", "))))
}

fn is_simple(cx: &Cx<'_>, index: usize, op: &Operation) -> bool {
    let facts = &cx.facts.operations[index];
    let ResponseForm::One(response) = facts.response else { return false };
    let is_json = op.responses.success[response].content.as_ref().is_some_and(|content| content.kind == MediaKind::Json);
    let is_offered = cx.facts.groups.contains(&op.group);
    let args = facts.args.iter().all(|param| literal(&op.params[*param].ty).is_some());
    let has_body = op.body.is_some();
    op.method == "GET" && is_json && is_offered && args && !has_body && !op.docs.deprecated
}

/// Writes a value of a type, where one is plain.
fn literal(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::String => Some("\"<id>\""),
        Type::Int(_) => Some("1"),
        Type::Bool => Some("true"),
        _ => None,
    }
}

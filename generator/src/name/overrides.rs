//! The names that the configuration gives: checked, and assigned to the items they are for.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::ir::{Api, NameHint, Shape, TypeId};

use super::reserved::{self, can_be_raw, is_keyword};

/// The names that the configuration gives.
#[derive(Debug, Default)]
pub(super) struct Overrides {
    types: HashMap<TypeId, String>,
    members: HashMap<(TypeId, usize), String>,
    operations: HashMap<usize, String>,
}

/// What a name is for.
enum Target {
    Type(TypeId),
    Member(TypeId, usize),
    Operation(usize),
}

/// Returns the names that can be given; the others are reported.
pub(super) fn read(api: &Api, config: &Config) -> (Overrides, Vec<Diagnostic>) {
    let mut overrides = Overrides::default();
    let mut diagnostics = Vec::new();
    for (key, ident) in &config.names {
        let targets = targets(api, key);
        if targets.is_empty() {
            let message = format!("`names.\"{key}\"` in the configuration names nothing in the document, and is passed over");
            let help = "keys are the name of a schema, `Schema.property`, or an operationId";
            diagnostics.push(Diagnostic::warning("unknown-name", message).help(help));
        }
        for target in targets {
            match check(ident, &target, api) {
                Ok(()) => overrides.put(target, ident.clone()),
                Err(reason) => {
                    let message = format!("`names.\"{key}\" = \"{ident}\"` in the configuration {reason}");
                    diagnostics.push(Diagnostic::error("invalid-name", message));
                }
            }
        }
    }
    overrides.report_duplicates(&mut diagnostics);
    (overrides, diagnostics)
}

impl Overrides {
    /// Returns the name for a type.
    pub(super) fn ty(&self, id: TypeId) -> Option<&String> {
        self.types.get(&id)
    }

    /// Returns the name for a field or variant.
    pub(super) fn member(&self, id: TypeId, index: usize) -> Option<&String> {
        self.members.get(&(id, index))
    }

    /// Returns the name for an operation's method.
    pub(super) fn operation(&self, index: usize) -> Option<&String> {
        self.operations.get(&index)
    }

    fn put(&mut self, target: Target, ident: String) {
        match target {
            Target::Type(id) => self.types.insert(id, ident),
            Target::Member(id, index) => self.members.insert((id, index), ident),
            Target::Operation(index) => self.operations.insert(index, ident),
        };
    }

    fn report_duplicates(&self, diagnostics: &mut Vec<Diagnostic>) {
        let mut idents: Vec<&String> = self.types.values().collect();
        idents.sort();
        for pair in idents.windows(2).filter(|pair| pair[0] == pair[1]) {
            let message = format!("the configuration gives the name `{}` to more than one type", pair[0]);
            diagnostics.push(Diagnostic::error("invalid-name", message));
        }
        let mut members: Vec<(TypeId, &String)> = self.members.iter().map(|((id, _), ident)| (*id, ident)).collect();
        members.sort();
        for pair in members.windows(2).filter(|pair| pair[0] == pair[1]) {
            let message = format!("the configuration gives the name `{}` to more than one property of a schema", pair[0].1);
            diagnostics.push(Diagnostic::error("invalid-name", message));
        }
    }
}

fn targets(api: &Api, key: &str) -> Vec<Target> {
    if let Some(id) = declared(api, key) {
        return vec![Target::Type(id)];
    }
    let operations: Vec<Target> = api
        .operations
        .iter()
        .enumerate()
        .filter(|(_, op)| op.id.as_deref() == Some(key))
        .map(|(index, _)| Target::Operation(index))
        .collect();
    if !operations.is_empty() {
        return operations;
    }
    // Both names may have dots: the longest name of a schema that exists wins.
    let dots = key.rmatch_indices('.').map(|(at, _)| at);
    let found = dots.filter_map(|at| {
        let id = declared(api, &key[..at])?;
        Some(Target::Member(id, member(api, id, &key[at + 1..])?))
    });
    found.take(1).collect()
}

fn declared(api: &Api, name: &str) -> Option<TypeId> {
    api.type_ids().find(|id| matches!(&api.ty(*id).hint, NameHint::Declared(own) if own == name))
}

fn member(api: &Api, id: TypeId, wire: &str) -> Option<usize> {
    match &api.ty(id).shape {
        Shape::Struct(shape) => shape.fields.iter().position(|field| field.wire == wire),
        Shape::Enum(shape) => shape.values.iter().position(|value| text(&value.wire) == wire),
        Shape::Union(shape) => shape.variants.iter().position(|variant| variant.name == wire),
        Shape::Alias(_) => None,
    }
}

/// Returns how a value of an enum is written in the configuration.
fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(own) => Cow::Borrowed(own),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => Cow::Owned(other.to_string()),
    }
}

fn check(ident: &str, target: &Target, api: &Api) -> Result<(), &'static str> {
    let mut chars = ident.chars();
    let starts = chars.next().is_some_and(unicode_ident::is_xid_start);
    if !starts || !chars.all(unicode_ident::is_xid_continue) {
        return Err("is not a Rust identifier");
    }
    if is_keyword(ident) && !can_be_raw(ident) {
        return Err("is a keyword of Rust");
    }
    let camel = match target {
        Target::Type(_) => true,
        Target::Member(id, _) => !matches!(api.ty(*id).shape, Shape::Struct(_)),
        Target::Operation(_) => false,
    };
    if camel && (ident.starts_with(char::is_lowercase) || ident.contains('_')) {
        return Err("is not in UpperCamelCase, as types and variants are");
    }
    if !camel && ident.contains(char::is_uppercase) {
        return Err("is not in snake_case, as fields and methods are");
    }
    let reserved = match target {
        Target::Type(_) => reserved::TYPES.contains(&ident),
        Target::Operation(_) => reserved::GROUP_METHODS.contains(&ident),
        Target::Member(..) => false,
    };
    if reserved { Err("is the name of something in every generated crate") } else { Ok(()) }
}

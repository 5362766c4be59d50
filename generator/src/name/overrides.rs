//! The names that the configuration gives: checked, and assigned to the items they are for.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

use crate::config::{Config, nearest};
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
        // An operation that `include` leaves out keeps its configured name.
        if targets.is_empty() && !api.operation_ids.contains(key) {
            let message = format!("`names.\"{key}\"` in the configuration names nothing in the document, and is ignored");
            let diagnostic = Diagnostic::warning("unknown-name", message).help(suggestion(api, key));
            diagnostics.push(config.point(diagnostic, &["names", key]));
        }
        for target in targets {
            match check(ident, &target, api) {
                Ok(()) => overrides.put(target, ident.clone()),
                Err(reason) => {
                    let message = format!("`names.\"{key}\" = \"{ident}\"` in the configuration {reason}");
                    diagnostics.push(config.point(Diagnostic::error("invalid-name", message), &["names", key]));
                }
            }
        }
    }
    overrides.report_duplicates(config, &mut diagnostics);
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

    fn report_duplicates(&self, config: &Config, diagnostics: &mut Vec<Diagnostic>) {
        let mut idents: Vec<&String> = self.types.values().collect();
        idents.sort();
        for pair in idents.windows(2).filter(|pair| pair[0] == pair[1]) {
            let message = format!("the configuration gives the name `{}` to more than one type", pair[0]);
            diagnostics.push(last_with(config, pair[0], message));
        }
        let mut members: Vec<(TypeId, &String)> = self.members.iter().map(|((id, _), ident)| (*id, ident)).collect();
        members.sort();
        for pair in members.windows(2).filter(|pair| pair[0] == pair[1]) {
            let message = format!("the configuration gives the name `{}` to more than one property of a schema", pair[0].1);
            diagnostics.push(last_with(config, pair[0].1, message));
        }
    }
}

/// Reports a name at the last key that assigns it.
fn last_with(config: &Config, ident: &str, message: String) -> Diagnostic {
    let diagnostic = Diagnostic::error("invalid-name", message);
    match config.names.iter().rfind(|(_, own)| own.as_str() == ident) {
        Some((key, _)) => config.point(diagnostic, &["names", key]),
        None => diagnostic,
    }
}

/// Suggests keys: members of the schema if it exists, or else schemas (if the key has a member), or else schemas and operations.
fn suggestion(api: &Api, key: &str) -> String {
    let form = "keys are the name of a schema, `Schema.property`, or an operationId";
    let schemas = || api.type_ids().filter_map(|id| Some((id, declared_name(api, id)?)));
    let names: Vec<String> = match key.rsplit_once('.').and_then(|(schema, _)| Some((declared(api, schema)?, schema))) {
        Some((id, schema)) => members(api, id).into_iter().map(|member| format!("{schema}.{member}")).collect(),
        None if key.contains('.') => {
            let members = schemas().flat_map(|(id, name)| members(api, id).into_iter().map(move |member| format!("{name}.{member}")));
            schemas().map(|(_, name)| name.to_owned()).chain(members).collect()
        }
        None => schemas().map(|(_, name)| name.to_owned()).chain(api.operation_ids.iter().cloned()).collect(),
    };
    let found = nearest::nearest(key, names.iter().map(String::as_str));
    if found.is_empty() { form.to_owned() } else { nearest::help(key, found) }
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
    api.type_ids().find(|id| declared_name(api, *id) == Some(name))
}

fn declared_name(api: &Api, id: TypeId) -> Option<&str> {
    match &api.ty(id).hint {
        NameHint::Declared(name) => Some(name),
        NameHint::Derived { .. } => None,
    }
}

fn members(api: &Api, id: TypeId) -> Vec<String> {
    match &api.ty(id).shape {
        Shape::Struct(shape) => shape.fields.iter().map(|field| field.wire.clone()).collect(),
        Shape::Enum(shape) => shape.values.iter().map(|value| text(&value.wire).into_owned()).collect(),
        Shape::Union(shape) => shape.variants.iter().map(|variant| variant.name.clone()).collect(),
        Shape::Alias(_) => Vec::new(),
    }
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

//! Checks bodies against tables of fields, as strictly as the documents describe them.

use super::exchange::{Failure, FieldFault};
use serde_json::{Map, Value, json};

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Text,
    /// A text that is not empty.
    Filled,
    Email,
    Decimal,
    Date,
    Time,
    Integer,
    Number,
    Bool,
    OneOf(&'static [&'static str]),
    Texts,
    Integers,
    Numbers,
    /// An object with these fields.
    Object(&'static [Field]),
    /// A list of objects with these fields.
    List(&'static [Field]),
    /// An object with any names, whose values are texts.
    TextMap,
    /// An object with any names and values.
    AnyMap,
    Any,
}

/// A field of a body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    required: bool,
    nullable: bool,
    /// Only the service sets it: what a client sends is passed over.
    read_only: bool,
}

/// A field that must be given.
pub(crate) const fn must(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: true, nullable: false, read_only: false }
}

/// A field that may be left out, but is not `null`.
pub(crate) const fn may(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: false, nullable: false, read_only: false }
}

/// A field that may be left out, and may be `null`.
pub(crate) const fn null(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: false, nullable: true, read_only: false }
}

/// A field that only the service sets.
pub(crate) const fn read_only(name: &'static str) -> Field {
    Field { name, kind: Kind::Any, required: false, nullable: true, read_only: true }
}

/// Returns the fields of a body, all of them right, or everything that is wrong.
pub(crate) fn accept(body: Value, fields: &[Field]) -> Result<Map<String, Value>, Failure> {
    accept_at("", body, fields)
}

/// Does as [`accept`] for a value that stands at this JSON pointer.
pub(crate) fn accept_at(at: &str, body: Value, fields: &[Field]) -> Result<Map<String, Value>, Failure> {
    let mut faults = Vec::new();
    let accepted = accept_object(body, fields, at, &mut faults);
    if faults.is_empty() { Ok(accepted) } else { Err(Failure::Invalid(faults)) }
}

/// Does as [`accept`] for a form, where all values are texts: numbers and booleans are read from
/// them, and an empty text clears a field that may be `null`.
pub(crate) fn accept_form(body: Value, fields: &[Field]) -> Result<Map<String, Value>, Failure> {
    accept(typed(body, fields), fields)
}

fn accept_object(body: Value, fields: &[Field], at: &str, faults: &mut Vec<FieldFault>) -> Map<String, Value> {
    let mut fault = |name: &str, message: &str| {
        faults.push(FieldFault { pointer: format!("{at}{name}"), message: message.to_owned() });
    };
    let Value::Object(mut body) = body else {
        fault("", "must be an object");
        return Map::new();
    };
    for field in fields.iter().filter(|field| field.required && !body.contains_key(field.name)) {
        fault(&format!("/{}", field.name), "is missing");
    }
    let mut accepted = Map::new();
    for field in fields {
        let Some(value) = body.remove(field.name) else {
            continue;
        };
        if !field.read_only {
            accept_value(&value, field, &format!("{at}/{}", field.name), faults);
            accepted.insert(field.name.to_owned(), value);
        }
    }
    faults.extend(body.keys().map(|name| FieldFault { pointer: format!("{at}/{name}"), message: "is not known".to_owned() }));
    accepted
}

fn accept_value(value: &Value, field: &Field, at: &str, faults: &mut Vec<FieldFault>) {
    if value.is_null() && field.nullable {
        return;
    }
    match (field.kind, value) {
        (Kind::Object(fields), _) => {
            accept_object(value.clone(), fields, at, faults);
        }
        (Kind::List(fields), Value::Array(values)) => {
            for (i, value) in values.iter().enumerate() {
                accept_object(value.clone(), fields, &format!("{at}/{i}"), faults);
            }
        }
        (kind, value) => {
            if let Some(message) = wrong(kind, value) {
                faults.push(FieldFault { pointer: at.to_owned(), message });
            }
        }
    }
}

/// Says what is wrong with a value.
fn wrong(kind: Kind, value: &Value) -> Option<String> {
    let text = value.as_str();
    let all = |right: fn(&Value) -> bool| value.as_array().is_some_and(|values| values.iter().all(right));
    let (right, wanted) = match kind {
        Kind::Text => (text.is_some(), "must be a text"),
        Kind::Filled => (text.is_some_and(|t| !t.is_empty()), "must not be empty"),
        Kind::Email => (text.is_some_and(is_email), "is not an e-mail address"),
        Kind::Decimal => (text.is_some_and(is_decimal), "is not a decimal number in a text"),
        Kind::Date => (text.is_some_and(|t| fits(t, "dddd-dd-dd")), "is not a date"),
        Kind::Time => (text.is_some_and(is_time), "is not a time"),
        Kind::Integer => (value.is_i64(), "is not an integer"),
        Kind::Number => (value.is_number(), "is not a number"),
        Kind::Bool => (value.is_boolean(), "is not a boolean"),
        Kind::OneOf(names) => {
            let right = text.is_some_and(|t| names.contains(&t));
            return (!right).then(|| format!("is not one of {}", names.join(", ")));
        }
        Kind::Texts => (all(Value::is_string), "must be a list of texts"),
        Kind::Integers => (all(Value::is_i64), "must be a list of integers"),
        Kind::Numbers => (all(Value::is_number), "must be a list of numbers"),
        Kind::TextMap => (value.as_object().is_some_and(|map| map.values().all(Value::is_string)), "must be an object of texts"),
        Kind::AnyMap => (value.is_object(), "must be an object"),
        Kind::List(_) => (false, "must be a list"),
        Kind::Object(_) | Kind::Any => (true, ""),
    };
    (!right).then(|| wanted.to_owned())
}

/// Gives the texts of a form the types that the fields ask for.
fn typed(value: Value, fields: &[Field]) -> Value {
    let Value::Object(map) = value else {
        return value;
    };
    let typed = map.into_iter().map(|(name, value)| {
        let field = fields.iter().find(|field| field.name == name);
        let value = field.map_or(value.clone(), |field| typed_field(value, field));
        (name, value)
    });
    Value::Object(typed.collect())
}

fn typed_field(value: Value, field: &Field) -> Value {
    match (field.kind, value) {
        (Kind::Object(fields), value) => typed(value, fields),
        (Kind::List(fields), Value::Array(values)) => values.into_iter().map(|value| typed(value, fields)).collect(),
        (_, Value::String(text)) if text.is_empty() && field.nullable => Value::Null,
        (Kind::Integer, Value::String(text)) => text.parse::<i64>().map_or(json!(text), Value::from),
        (Kind::Bool, Value::String(text)) => text.parse::<bool>().map_or(json!(text), Value::from),
        (_, value) => value,
    }
}

/// Tells whether a text looks like an e-mail address.
pub(crate) fn is_email(text: &str) -> bool {
    text.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace) && !host.contains('@'))
}

/// Tells whether a text is a decimal number.
pub(crate) fn is_decimal(text: &str) -> bool {
    // Fifteen digits keep every sum of them far from the bounds of integers.
    let digits = |t: &str| (1..=15).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    match text.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(text),
    }
}

/// Tells whether a text is a time in RFC 3339.
pub(crate) fn is_time(text: &str) -> bool {
    let Some((seconds, rest)) = text.split_at_checked(19) else {
        return false;
    };
    let fraction = rest.strip_prefix('.').map(|r| r.trim_start_matches(|c: char| c.is_ascii_digit()));
    let zone = fraction.unwrap_or(rest);
    fits(seconds, "dddd-dd-ddTdd:dd:dd") && (zone == "Z" || fits(zone, "+dd:dd") || fits(zone, "-dd:dd"))
}

/// Tells whether a text has a digit for each `d` of a pattern, and else the pattern's own letters.
fn fits(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len() && text.bytes().zip(pattern.bytes()).all(|(t, p)| if p == b'd' { t.is_ascii_digit() } else { t == p })
}

//! Brings the keywords of one schema into agreement with its type.

use serde_json::{Number, Value, json};

use super::Reader;
use super::schema::{Parts, stored};
use crate::normalize::ext;
use crate::source::Path;

/// Types that are none, and what their authors mean: a type and a format, either of which may be empty.
const SLIPS: &[(&str, &str, &str)] = &[
    ("int", "integer", ""),
    ("int32", "integer", "int32"),
    ("int64", "integer", "int64"),
    ("long", "integer", "int64"),
    ("float", "number", "float"),
    ("double", "number", "double"),
    ("decimal", "number", ""),
    ("bool", "boolean", ""),
    ("str", "string", ""),
    ("text", "string", ""),
    ("enum", "string", ""),
    ("file", "string", "binary"),
    ("binary", "string", "binary"),
    ("date", "string", "date"),
    ("datetime", "string", "date-time"),
    ("date-time", "string", "date-time"),
    ("timestamp", "string", "date-time"),
    ("uuid", "string", "uuid"),
    ("uri", "string", "uri"),
    ("url", "string", "uri"),
    ("email", "string", "email"),
    ("password", "string", "password"),
    ("dict", "object", ""),
    ("map", "object", ""),
    ("hash", "object", ""),
    ("json", "object", ""),
    ("list", "array", ""),
    ("set", "array", ""),
    ("any", "", ""),
    ("mixed", "", ""),
    ("unknown", "", ""),
];

const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "object", "array"];

impl Reader<'_, '_> {
    /// Makes the parts of a schema agree.
    pub(super) fn fit(&mut self, parts: &mut Parts, path: &Path<'_>) {
        self.fit_type(parts, path);
        self.fit_enum(parts, path);
        let Some(typ) = parts.any.typ.clone() else {
            return;
        };
        self.drop_foreign(parts, &typ, path);
        match typ.as_str() {
            "integer" => self.fit_bounds(parts, path),
            "array" if parts.any.items.is_none() => {
                parts.any.items = Some(openapiv3::ReferenceOr::boxed_item(super::schema::any_schema()));
            }
            _ => {}
        }
    }

    fn fit_type(&mut self, parts: &mut Parts, path: &Path<'_>) {
        let Some(typ) = &parts.any.typ else { return };
        if TYPES.contains(&typ.as_str()) {
            return;
        }
        let lower = typ.trim().to_ascii_lowercase();
        let slip = SLIPS.iter().find(|(slip, ..)| *slip == lower).map(|&(_, typ, format)| (typ, format));
        let meant = TYPES.iter().find(|name| **name == lower).map(|name| (*name, "")).or(slip);
        let (new, format) = meant.unwrap_or(("", ""));
        let outcome = if new.is_empty() { "taking any value".to_owned() } else { format!("taking it as `{new}`") };
        let message = format!("type `{}` is not known, {outcome}", typ.escape_debug());
        self.cx.warn(&path.key("type"), "unknown-type", message);
        if meant.is_none() {
            self.cx.help("the types are `string`, `number`, `integer`, `boolean`, `object` and `array`");
        }
        if meant.is_none() {
            parts.data.extensions.insert(ext::FAULT.to_owned(), Value::Bool(true));
        }
        parts.any.typ = (!new.is_empty()).then(|| new.to_owned());
        if !format.is_empty() && parts.any.format.is_none() {
            parts.any.format = Some(format.to_owned());
        }
    }

    /// Drops keywords that limit values of other types only (JSON Schema Validation, section 6): they say nothing here.
    fn drop_foreign(&mut self, parts: &mut Parts, typ: &str, path: &Path<'_>) {
        let form = &mut parts.any;
        let is = |names: &[&str]| names.contains(&typ);
        let mut dropped: Vec<&str> = Vec::new();
        let mut clear = |is_there: bool, name: &'static str| {
            if is_there {
                dropped.push(name);
            }
            is_there
        };
        macro_rules! clear {
            ($($place:expr => $name:literal),* $(,)?) => { $(clear($place.take().is_some(), $name);)* };
        }
        if !is(&["string"]) {
            clear!(form.min_length => "minLength", form.max_length => "maxLength", form.pattern => "pattern");
        }
        if !is(&["number", "integer"]) {
            clear!(form.exclusive_minimum => "exclusiveMinimum", form.exclusive_maximum => "exclusiveMaximum",
                parts.minimum => "minimum", parts.maximum => "maximum", parts.multiple_of => "multipleOf");
        }
        if !is(&["array"]) {
            clear!(form.items => "items", form.min_items => "minItems", form.max_items => "maxItems", form.unique_items => "uniqueItems");
        }
        if !is(&["string", "number", "integer"]) {
            clear!(form.format => "format");
        }
        if !is(&["object"]) {
            clear!(form.additional_properties => "additionalProperties", form.min_properties => "minProperties", form.max_properties => "maxProperties");
            if clear(!form.properties.is_empty(), "properties") {
                form.properties.clear();
            }
            if clear(!form.required.is_empty(), "required") {
                form.required.clear();
            }
        }
        for name in dropped {
            let message = format!("`{name}` says nothing about a value of type `{typ}`, ignoring it");
            if matches!(name, "properties" | "items") {
                self.cx.warn(&path.key(name), "foreign-keyword", message);
            } else {
                self.cx.note(&path.key(name), "foreign-keyword", message);
            }
        }
    }

    /// Rounds the bounds of an integer to integers, which allows the same values, and stores those beyond 64 bits as written.
    fn fit_bounds(&mut self, parts: &mut Parts, path: &Path<'_>) {
        if let Some(minimum) = parts.minimum.take() {
            match whole(&minimum, f64::ceil) {
                Some(bound) => {
                    if minimum.as_f64().is_some_and(|number| number.fract() != 0.0) {
                        parts.any.exclusive_minimum = None;
                    }
                    parts.minimum = Some(bound.into());
                }
                None => {
                    parts.data.extensions.insert(ext::MINIMUM.to_owned(), stored(minimum));
                }
            }
        }
        if let Some(maximum) = parts.maximum.take() {
            match whole(&maximum, f64::floor) {
                Some(bound) => {
                    if maximum.as_f64().is_some_and(|number| number.fract() != 0.0) {
                        parts.any.exclusive_maximum = None;
                    }
                    parts.maximum = Some(bound.into());
                }
                None => {
                    parts.data.extensions.insert(ext::MAXIMUM.to_owned(), stored(maximum));
                }
            }
        }
        if let Some(step) = parts.multiple_of.take() {
            let is_whole = step.as_i64().is_some() || step.as_f64().is_some_and(|step| step.fract() == 0.0);
            match whole(&step, f64::trunc) {
                Some(bound) if is_whole => parts.multiple_of = Some(bound.into()),
                _ => self.cx.note(&path.key("multipleOf"), "invalid-field", format!("`multipleOf: {step}` is not an integer, ignoring it")),
            }
        }
    }

    /// Makes the values of `enum` values of the type, or stores them as written.
    fn fit_enum(&mut self, parts: &mut Parts, path: &Path<'_>) {
        let Some(typ) = parts.any.typ.clone() else {
            return;
        };
        if parts.any.enumeration.is_empty() {
            return;
        }
        let at = path.key("enum");
        let values = std::mem::take(&mut parts.any.enumeration);
        let mut converted = Vec::with_capacity(values.len());
        let mut changes = 0;
        for (index, value) in values.iter().enumerate() {
            let Some(fitting) = self.fit_value(value, &typ, &at.index(index)) else {
                break;
            };
            changes += usize::from(fitting != *value);
            converted.push(fitting);
        }
        if converted.len() == values.len() {
            if changes > 0 {
                self.cx.note(&at, "enum-type", format!("`enum` has values that are not of type `{typ}`, converting them"));
            }
            parts.any.enumeration = converted;
            return;
        }
        let any_fits = values.iter().any(|value| is_of(value, &typ));
        let of_items = parts.any.items.as_mut().filter(|_| typ == "array" && !any_fits);
        if let Some(openapiv3::ReferenceOr::Item(items)) = of_items
            && add_values(items, &values)
        {
            self.cx.warn(&at, "enum-type", "`enum` of a list has values of its items, taking it as theirs");
            return;
        }
        if !(matches!(typ.as_str(), "object" | "array") && any_fits) {
            let outcome = if any_fits { "taking the values as they are" } else { "going by the values" };
            self.cx.warn(&at, "enum-type", format!("`enum` has values that are not of type `{typ}`, {outcome}"));
        }
        if !any_fits {
            parts.any.typ = None;
        }
        parts.data.extensions.insert(ext::ENUM.to_owned(), Value::Array(values));
    }

    fn fit_value(&mut self, value: &Value, typ: &str, path: &Path<'_>) -> Option<Value> {
        match (typ, value) {
            ("string", Value::String(_)) | ("boolean", Value::Bool(_)) => Some(value.clone()),
            ("string", Value::Number(_) | Value::Bool(_)) => self.cx.scalar_text(path, value).map(Value::String),
            ("boolean", Value::String(text)) if text == "true" || text == "false" => Some(json!(text == "true")),
            ("integer", Value::Number(number)) => {
                let is_whole = number.as_i64().is_some() || number.as_f64().is_some_and(|number| number.fract() == 0.0);
                whole(number, f64::trunc).filter(|_| is_whole).map(|number| json!(number))
            }
            ("integer", Value::String(text)) => text.trim().parse::<i64>().ok().map(|number| json!(number)),
            ("number", Value::Number(number)) => {
                // A float holds integers up to 2^53 only.
                let is_exact = number.as_i64().is_none_or(|number| number.unsigned_abs() <= 1 << 53);
                is_exact.then(|| value.clone())
            }
            ("number", Value::String(text)) => text.trim().parse::<f64>().ok().and_then(Number::from_f64).map(Value::Number),
            _ => None,
        }
    }
}

/// Gives values to the schema of a list's items, if they fit it.
fn add_values(items: &mut openapiv3::Schema, values: &[Value]) -> bool {
    use openapiv3::{SchemaKind, Type};
    match &mut items.schema_kind {
        SchemaKind::Type(Type::String(string)) if string.enumeration.is_empty() => {
            let texts: Option<Vec<_>> = values.iter().map(|value| value.as_str().map(|text| Some(text.to_owned()))).collect();
            texts.map(|texts| string.enumeration = texts).is_some()
        }
        SchemaKind::Type(Type::Integer(integer)) if integer.enumeration.is_empty() => {
            let numbers: Option<Vec<_>> = values.iter().map(|value| value.as_i64().map(Some)).collect();
            numbers.map(|numbers| integer.enumeration = numbers).is_some()
        }
        _ => false,
    }
}

fn is_of(value: &Value, typ: &str) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) => typ == "boolean",
        Value::Number(_) => typ == "number" || typ == "integer",
        Value::String(_) => typ == "string",
        Value::Array(_) => typ == "array",
        Value::Object(_) => typ == "object",
    }
}

fn whole(number: &Number, round: fn(f64) -> f64) -> Option<i64> {
    if let Some(exact) = number.as_i64() {
        return Some(exact);
    }
    let rounded = round(number.as_f64()?);
    // 2^63 as a float is one more than the largest integer.
    (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&rounded).then_some(rounded as i64)
}

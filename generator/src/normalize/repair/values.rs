//! Reads single values of the form that a member is due to have.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::Reader;
use crate::normalize::cx::form;
use crate::normalize::fields::Object;
use crate::source::Path;

/// Fields that hold any value.
const ANY_VALUE: [&str; 4] = ["default", "example", "value", "requestBody"];

/// Fields without which little is lost: a generator that writes them as null means that there is nothing to say.
const SAYS_LITTLE: [&str; 20] = [
    "title",
    "summary",
    "description",
    "externalDocs",
    "format",
    "pattern",
    "nullable",
    "readOnly",
    "writeOnly",
    "deprecated",
    "required",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "multipleOf",
    "termsOfService",
    "license",
];

impl Reader<'_, '_> {
    /// Reads an object; null and nothing are the same, and anything else is reported.
    pub(super) fn object_or_empty(&mut self, value: Value, path: &Path<'_>, what: &str) -> Map<String, Value> {
        match value {
            Value::Object(map) => map,
            other => {
                self.cx.warn(path, "invalid-object", format!("{what} is {}, not an object, taking it as empty", form(&other)));
                Map::new()
            }
        }
    }

    /// Reads the fields of an object, as [`Reader::object_or_empty`] does, without those that are null.
    pub(super) fn members_of(&mut self, value: Value, path: &Path<'_>, object: Object) -> Map<String, Value> {
        let mut map = self.object_or_empty(value, path, object.words());
        self.drop_nulls(&mut map, path);
        map
    }

    /// Takes out the fields that are null, and reports them: null is no value of a field, but of those that hold any value.
    pub(super) fn drop_nulls(&mut self, map: &mut Map<String, Value>, path: &Path<'_>) {
        if !map.values().any(Value::is_null) {
            return;
        }
        map.retain(|key, value| {
            let stays = !value.is_null() || ANY_VALUE.contains(&key.as_str()) || key.starts_with("x-");
            if !stays {
                let at = path.key(key);
                let message = format!("`{}` is null, taking it as absent", self.cx.key(&at).escape_debug());
                if SAYS_LITTLE.contains(&key.as_str()) {
                    self.cx.note(&at, "null-field", message);
                } else {
                    self.cx.warn(&at, "null-field", message);
                }
            }
            stays
        });
    }

    /// Reports a null that stands for an empty list or object.
    pub(super) fn null_as_empty(&mut self, path: &Path<'_>) {
        let message = format!("`{}` is null, taking it as empty", self.cx.key(path).escape_debug());
        self.cx.note(path, "null-field", message);
    }

    /// Reads a list; a single object is a list of one.
    pub(super) fn list(&mut self, value: Value, path: &Path<'_>) -> Vec<Value> {
        match value {
            Value::Array(list) => list,
            other => {
                self.wrong(path, &other, "a list");
                Vec::new()
            }
        }
    }

    pub(super) fn wrong(&mut self, path: &Path<'_>, value: &Value, due: &str) {
        let key = self.cx.key(path);
        let actual = match value {
            Value::Number(number) => format!("`{number}`"),
            other => form(other).to_owned(),
        };
        let message = format!("`{}` is {actual}, not {due}, ignoring it", key.escape_debug());
        self.cx.warn(path, "invalid-field", message);
    }

    /// Reads a text; a number or a boolean is taken as written, null as nothing.
    pub(super) fn text(&mut self, value: Value, path: &Path<'_>) -> Option<String> {
        match value {
            Value::String(text) => Some(text),
            Value::Null => None,
            scalar @ (Value::Number(_) | Value::Bool(_)) => self.cx.scalar_text(path, &scalar),
            other => {
                self.wrong(path, &other, "a text");
                None
            }
        }
    }

    /// Reads a boolean; the texts `true` and `false` are taken for one.
    pub(super) fn flag(&mut self, value: &Value, path: &Path<'_>) -> Option<bool> {
        match value {
            Value::Bool(flag) => Some(*flag),
            Value::Null => None,
            Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
            other => {
                self.wrong(path, other, "a boolean");
                None
            }
        }
    }

    /// Reads a count, such as `maxLength`: a whole number that is not negative, however it is written.
    pub(super) fn count(&mut self, value: &Value, path: &Path<'_>) -> Option<usize> {
        let number = match value {
            Value::Null => return None,
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse::<f64>().ok(),
            Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        };
        if let Some(exact) = value.as_u64() {
            return usize::try_from(exact).ok();
        }
        match number {
            // 2^63: beyond it a count limits nothing.
            Some(number) if number >= 9.2e18 => None,
            Some(number) if number >= 0.0 && number.fract() == 0.0 => Some(number as usize),
            Some(_) | None => {
                self.wrong(path, value, "a whole number from 0");
                None
            }
        }
    }

    /// Reads a list of texts.
    pub(super) fn texts(&mut self, value: Value, path: &Path<'_>) -> Vec<String> {
        let list = match value {
            Value::Null => {
                self.null_as_empty(path);
                return Vec::new();
            }
            Value::String(single) => vec![Value::String(single)],
            other => self.list(other, path),
        };
        let mut texts = Vec::with_capacity(list.len());
        for (index, value) in list.into_iter().enumerate() {
            let at = path.index(index);
            if value.is_null() {
                self.cx.warn(&at, "null-field", "an element of the list is null, leaving it out");
            }
            texts.extend(self.text(value, &at));
        }
        texts
    }

    /// Reads a map of texts.
    pub(super) fn text_map(&mut self, value: Value, path: &Path<'_>) -> IndexMap<String, String> {
        let mut texts = IndexMap::new();
        for (key, value) in self.object_or_empty(value, path, "this") {
            if key.starts_with("x-") {
                continue;
            }
            let text = self.text(value, &path.key(&key)).unwrap_or_default();
            texts.insert(key, text);
        }
        texts
    }
}

/// Reads a value that may be anything; null is nothing.
pub(super) fn any(value: Value) -> Option<Value> {
    (!value.is_null()).then_some(value)
}

//! Reads single values of the form that a member is due to have.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::Reader;
use crate::normalize::cx::form;
use crate::source::Path;

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
        let key = path.last_key().unwrap_or("this").to_owned();
        let actual = match value {
            Value::Number(number) => format!("`{number}`"),
            other => form(other).to_owned(),
        };
        let message = format!("`{key}` is {actual}, not {due}, ignoring it");
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
            Value::Null => return Vec::new(),
            Value::String(single) => vec![Value::String(single)],
            other => self.list(other, path),
        };
        let mut texts = Vec::with_capacity(list.len());
        for (index, value) in list.into_iter().enumerate() {
            texts.extend(self.text(value, &path.index(index)));
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

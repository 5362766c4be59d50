//! Whether a value fits its schema, by the crate `jsonschema`.

use jsonschema::{Draft, ValidatorMap};
use serde_json::Value;

/// The validators of translated schemas.
pub struct Judge {
    map: ValidatorMap,
}

impl Judge {
    /// Compiles the document of translated schemas.
    ///
    /// # Errors
    ///
    /// Returns the reason why a schema cannot be compiled.
    pub fn of(document: &Value) -> Result<Self, String> {
        let map = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .with_format("base64-text", is_base64)
            .with_format("decimal-text", is_decimal)
            .build_map(document)
            .map_err(|error| format!("the schemas cannot be compiled: {error} at {}", error.instance_path()))?;
        Ok(Self { map })
    }

    /// Returns the reason why a value does not fit the schema at a pointer, if it does not.
    pub fn misfit(&self, pointer: &str, value: &Value) -> Option<String> {
        let Some(validator) = self.map.get(pointer) else { return Some("the schema was not compiled".to_owned()) };
        validator.iter_errors(value).next().map(|error| {
            let text = error.to_string();
            format!("{} at `{}`", text.chars().take(120).collect::<String>(), error.instance_path())
        })
    }

    /// Returns whether a value fits the schema at a pointer.
    pub fn fits(&self, pointer: &str, value: &Value) -> bool {
        self.map.get(pointer).is_some_and(|validator| validator.is_valid(value))
    }
}

/// RFC 4648, sections 4 and 5, with or without padding.
fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let padding = text.len() - body.len();
    body.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte))
        && body.len() % 4 != 1
        && (padding == 0 || (padding <= 2 && text.len().is_multiple_of(4)))
}

fn is_decimal(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite)
}

//! Whether an example fits its schema, by the crate `jsonschema`.

use jsonschema::{Draft, Validator, ValidatorMap};
use serde_json::Value;
use turnbuckle::source::Location;

use crate::schemas::Schemas;

/// The validators of a spec's schemas.
pub(crate) struct Judge {
    map: ValidatorMap,
}

impl Judge {
    /// Compiles the schemas.
    pub(crate) fn of(schemas: &Schemas) -> Result<Self, String> {
        let map = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .with_format("base64-text", is_base64)
            .with_format("decimal-text", is_decimal)
            .build_map(&schemas.document)
            .map_err(|error| format!("the schemas cannot be compiled: {error} at {}", error.instance_path()))?;
        Ok(Self { map })
    }

    /// Returns the validator of a schema by its pointer.
    pub(crate) fn validator(&self, pointer: &str) -> Option<&Validator> {
        self.map.get(pointer)
    }

    /// Says why a value does not fit.
    pub(crate) fn misfit(&self, schemas: &Schemas, schema: &Location, value: &Value) -> Option<String> {
        let validator = schemas.pointer(schema).and_then(|pointer| self.map.get(&pointer));
        let Some(validator) = validator else { return Some("the schema was not compiled".to_owned()) };
        validator.iter_errors(value).next().map(|error| {
            let text = error.to_string();
            format!("{} at `{}`", text.chars().take(120).collect::<String>(), error.instance_path())
        })
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

//! The parameters of pages: set anew in a request's query or body, and read back from it.

use bytes::Bytes;

use super::{Payload, Request};
use crate::encode::{EncodeError, is_json};
use crate::operation::ParamLocation;
use crate::url::set_query_value;

/// What a page's parameter is set to.
#[derive(Clone, Copy)]
pub(crate) enum PageValue<'a> {
    Text(&'a str),
    Number(u64),
}

impl std::fmt::Display for PageValue<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => std::fmt::Display::fmt(number, f),
        }
    }
}

impl Request {
    /// Sets a top-level parameter of a later page, in the query or in the body.
    pub(crate) fn set_page_param(&mut self, location: ParamLocation, name: &str, value: PageValue<'_>) {
        if location != ParamLocation::Field {
            self.query = set_query_value(&self.query, name, &value.to_string());
        } else if let Err(error) = self.set_field(name, value) {
            self.fail(error);
        }
    }

    fn set_field(&mut self, name: &str, value: PageValue<'_>) -> Result<(), EncodeError> {
        let media_type = crate::response::media_type(&self.headers).to_ascii_lowercase();
        let bytes = match &self.payload {
            Payload::None => Bytes::new(),
            Payload::Bytes(bytes) => bytes.clone(),
            Payload::Stream(_) => return Err(EncodeError::new(format!("`{name}` cannot be set in a body that is a stream"))),
        };
        let bytes = if media_type == "application/x-www-form-urlencoded" {
            set_query_value(&String::from_utf8_lossy(&bytes), name, &value.to_string()).into_bytes()
        } else {
            set_json_field(&bytes, name, value)?
        };
        if media_type.is_empty() {
            self.set_content_type("application/json")?;
        }
        self.payload = Payload::Bytes(bytes.into());
        Ok(())
    }

    /// Returns what a parameter of the first page was set to.
    pub(crate) fn page_param(&self, location: ParamLocation, name: &str) -> Option<String> {
        let Payload::Bytes(bytes) = &self.payload else {
            return crate::url::query_value(&self.query, name);
        };
        match location {
            ParamLocation::Field if is_json(crate::response::media_type(&self.headers)) => {
                let body: serde_json::Value = serde_json::from_slice(bytes).ok()?;
                match body.get(name)? {
                    serde_json::Value::String(text) => Some(text.clone()),
                    serde_json::Value::Null => None,
                    value => Some(value.to_string()),
                }
            }
            ParamLocation::Field => crate::url::query_value(&String::from_utf8_lossy(bytes), name),
            _ => crate::url::query_value(&self.query, name),
        }
    }
}

fn set_json_field(body: &[u8], name: &str, value: PageValue<'_>) -> Result<Vec<u8>, EncodeError> {
    let unfit = || EncodeError::new(format!("`{name}` cannot be set in a body that is no JSON object"));
    let mut fields: serde_json::Map<String, serde_json::Value> = match body {
        [] => serde_json::Map::new(),
        body => serde_json::from_slice(body).map_err(|_| unfit())?,
    };
    let value = match value {
        PageValue::Text(text) => text.into(),
        PageValue::Number(number) => number.into(),
    };
    fields.insert(name.to_owned(), value);
    serde_json::to_vec(&fields).map_err(|_| unfit())
}

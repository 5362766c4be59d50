//! The parameters of pages: set anew in a request's query or body, and read back from it.

use bytes::Bytes;
use http::{HeaderName, HeaderValue};

use super::{Payload, Request};
use crate::encode::{EncodeError, is_form, is_json};
use crate::operation::ParamLocation;
use crate::url::{set_query_value, without_query_value};

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
    /// Sets a parameter of a later page: in the query, in a header or in the body. A name in the body that begins with `/` is a JSON pointer.
    pub(crate) fn set_page_param(&mut self, location: ParamLocation, name: &str, value: PageValue<'_>) {
        let set = match location {
            ParamLocation::Field => self.set_field(name, value),
            ParamLocation::Header => self.set_page_header(name, value),
            _ => {
                self.query = set_query_value(&self.query, name, &value.to_string());
                Ok(())
            }
        };
        if let Err(error) = set {
            self.fail(error);
        }
    }

    /// Takes a parameter of the way forwards out of the query, the headers or the body, where a page before is asked for by another.
    pub(crate) fn drop_page_param(&mut self, location: ParamLocation, name: &str) {
        if location == ParamLocation::Header {
            self.headers.remove(name);
            return;
        }
        if location != ParamLocation::Field {
            self.query = without_query_value(&self.query, name);
            return;
        }
        let Payload::Bytes(bytes) = &self.payload else { return };
        let bytes = if is_form(crate::response::media_type(&self.headers)) {
            Some(without_query_value(&String::from_utf8_lossy(bytes), name).into_bytes())
        } else {
            without_json_field(bytes, name)
        };
        if let Some(bytes) = bytes {
            self.payload = Payload::Bytes(bytes.into());
        }
    }

    fn set_page_header(&mut self, name: &str, value: PageValue<'_>) -> Result<(), EncodeError> {
        let unfit = || EncodeError::new(format!("the server's cursor cannot be sent in the header `{name}`"));
        let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unfit())?;
        self.headers.insert(header, HeaderValue::from_str(&value.to_string()).map_err(|_| unfit())?);
        Ok(())
    }

    fn set_field(&mut self, name: &str, value: PageValue<'_>) -> Result<(), EncodeError> {
        let media_type = crate::response::media_type(&self.headers);
        let is_typed = !media_type.is_empty();
        let bytes = match &self.payload {
            Payload::None => Bytes::new(),
            Payload::Bytes(bytes) => bytes.clone(),
            Payload::Stream(_) | Payload::Parts(_) => {
                return Err(EncodeError::new(format!("`{name}` cannot be set in a body that is a stream")));
            }
        };
        let bytes = if is_form(media_type) {
            set_query_value(&String::from_utf8_lossy(&bytes), name, &value.to_string()).into_bytes()
        } else {
            set_json_field(&bytes, name, value)?
        };
        if !is_typed {
            self.set_content_type("application/json")?;
        }
        self.payload = Payload::Bytes(bytes.into());
        Ok(())
    }

    /// Returns what a parameter of the first page was set to.
    pub(crate) fn page_param(&self, location: ParamLocation, name: &str) -> Option<String> {
        if location == ParamLocation::Header {
            return self.headers.get(name)?.to_str().ok().map(str::to_owned);
        }
        let Payload::Bytes(bytes) = &self.payload else {
            return crate::url::query_value(&self.query, name);
        };
        match location {
            ParamLocation::Field if is_json(crate::response::media_type(&self.headers)) => {
                let body: serde_json::Value = serde_json::from_slice(bytes).ok()?;
                match if name.starts_with('/') { body.pointer(name) } else { body.get(name) }? {
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

/// Returns the names that lead to a field: one, or the tokens of a JSON pointer.
fn field_names(name: &str) -> Vec<String> {
    if name.starts_with('/') { crate::pointer::tokens(name).collect() } else { vec![name.to_owned()] }
}

/// Returns a JSON object without a field; `None` where it is not there. The objects around it stay.
fn without_json_field(body: &[u8], name: &str) -> Option<Vec<u8>> {
    let mut fields: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(body).ok()?;
    let names = field_names(name);
    let (last, outer) = names.split_last()?;
    outer.iter().try_fold(&mut fields, |at, name| at.get_mut(name)?.as_object_mut())?.remove(last)?;
    serde_json::to_vec(&fields).ok()
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
    let names = field_names(name);
    let Some((last, outer)) = names.split_last() else { return Err(unfit()) };
    let mut at = &mut fields;
    for name in outer {
        let inner = at.entry(name).or_insert(serde_json::Value::Null);
        if inner.is_null() {
            *inner = serde_json::Value::Object(serde_json::Map::new());
        }
        at = inner.as_object_mut().ok_or_else(unfit)?;
    }
    at.insert(last.clone(), value);
    serde_json::to_vec(&fields).map_err(|_| unfit())
}

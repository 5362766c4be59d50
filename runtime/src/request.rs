//! What a call asks for, collected parameter by parameter and made into a request.
//!
//! **Invariant:** nothing is sent once a value could not be written; the first such error is the call's.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

use crate::auth::Uses;
use crate::body::Body;
use crate::client::Inner;
use crate::encode::{self, EncodeError};
use crate::error::{Failure, Kind};
use crate::model::View;
use crate::operation::{Operation, Param, ParamLocation};
use crate::output::is_json;
use crate::retry::Retry;
use crate::url::{same_origin, set_query_value};

/// What a call asks for.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) op: &'static Operation,
    path: Vec<(&'static str, String)>,
    pub(crate) query: String,
    headers: HeaderMap,
    cookies: String,
    pub(crate) payload: Payload,
    /// A URL from the server, followed whole in place of base, path and query.
    pub(crate) url: Option<String>,
    error: Option<EncodeError>,
    pub(crate) options: Options,
}

/// What a call sets in place of the client's values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retry: Option<Retry>,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) base_url: Option<String>,
    pub(crate) max_response_bytes: Option<u64>,
    /// How many items of the first page a resumed list passes over.
    pub(crate) skip_items: usize,
}

/// A request's body.
#[derive(Debug, Default)]
pub(crate) enum Payload {
    #[default]
    None,
    Bytes(Bytes),
    /// `None` once a body that can be sent once only was sent.
    Stream(Option<Body>),
}

impl Payload {
    /// Returns the body for an attempt; `None` where it has been sent and cannot be sent again.
    pub(crate) fn open(&mut self) -> Option<Body> {
        match self {
            Self::None => Some(Body::empty()),
            Self::Bytes(bytes) => Some(Body::from(bytes.clone())),
            Self::Stream(body) => match body.as_ref().and_then(Body::try_clone) {
                Some(again) => Some(again),
                None => body.take(),
            },
        }
    }

    pub(crate) fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// Returns whether the body can be sent once more.
    pub(crate) fn is_there(&self) -> bool {
        !matches!(self, Self::Stream(None))
    }
}

/// A request that is ready to be sent, as often as it takes.
pub(crate) struct Prepared {
    pub(crate) op: &'static Operation,
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    /// Whether credentials may go to this URL.
    pub(crate) trusted: bool,
    pub(crate) uses: Uses,
    pub(crate) headers: HeaderMap,
    pub(crate) payload: Payload,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) options: Options,
}

impl Request {
    pub(crate) fn new(op: &'static Operation) -> Self {
        Self {
            op,
            path: Vec::new(),
            query: String::new(),
            headers: HeaderMap::new(),
            cookies: String::new(),
            payload: Payload::None,
            url: None,
            error: None,
            options: Options::default(),
        }
    }

    /// Copies the request, for the next page; `None` where its body can be sent once only.
    pub(crate) fn again(&self) -> Option<Self> {
        let payload = match &self.payload {
            Payload::None => Payload::None,
            Payload::Bytes(bytes) => Payload::Bytes(bytes.clone()),
            Payload::Stream(body) => Payload::Stream(Some(body.as_ref()?.try_clone()?)),
        };
        Some(Self {
            op: self.op,
            path: self.path.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            cookies: self.cookies.clone(),
            payload,
            url: self.url.clone(),
            error: self.error.clone(),
            options: self.options.clone(),
        })
    }

    pub(crate) fn add_path(&mut self, name: &'static str, view: View<'_>) {
        let param = self.param(name, ParamLocation::Path, Param::path);
        match encode::path_value(param.get(), view) {
            Ok(value) => self.path.push((name, value)),
            Err(error) => self.fail(error),
        }
    }

    pub(crate) fn add_query(&mut self, name: &'static str, view: View<'_>) {
        if let Some(param) = declared(self.op, name, ParamLocation::QueryString) {
            match encode::query_string(param, view) {
                Ok(query) => self.query = query,
                Err(error) => self.fail(error),
            }
            return;
        }
        let param = self.param(name, ParamLocation::Query, Param::query);
        if let Err(error) = encode::query_pair(&mut self.query, param.get(), view) {
            self.fail(error);
        }
    }

    pub(crate) fn add_header(&mut self, name: &'static str, view: View<'_>) {
        let param = self.param(name, ParamLocation::Header, Param::header);
        let value = match encode::header_value(param.get(), view) {
            Ok(Some(value)) => value,
            Ok(None) => return,
            Err(error) => return self.fail(error),
        };
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(&value)) {
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            (Err(_), _) => self.fail(EncodeError::new(format!("`{name}` cannot be the name of a header"))),
            (_, Err(_)) => self.fail(EncodeError::new(format!("the value cannot be sent in the header `{name}`"))),
        }
    }

    pub(crate) fn add_cookie(&mut self, name: &'static str, view: View<'_>) {
        let param = self.param(name, ParamLocation::Cookie, Param::cookie);
        if let Err(error) = encode::cookie(&mut self.cookies, param.get(), view) {
            self.fail(error);
        }
    }

    /// Sets the body, written as a media type says. A body that is absent is none.
    pub(crate) fn set_body(&mut self, media_type: &str, view: View<'_>) {
        if matches!(view, View::Absent) {
            return;
        }
        match self.write_body(media_type, view) {
            Ok(()) => {}
            Err(error) => self.fail(error),
        }
    }

    fn write_body(&mut self, media_type: &str, view: View<'_>) -> Result<(), EncodeError> {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let bytes = if is_json(&essence) {
            crate::json::to_request_vec(view)?
        } else if essence == "application/x-www-form-urlencoded" {
            encode::form(view, self.op.encodings)?
        } else if essence == "multipart/form-data" {
            let multipart = crate::body::multipart(view, self.op.encodings)?;
            self.set_content_type(&multipart.content_type)?;
            self.payload = Payload::Stream(Some(multipart.body));
            return Ok(());
        } else if essence.starts_with("text/") || matches!(view, View::Bytes(_)) {
            encode::text(view)?
        } else {
            return Err(EncodeError::new(format!("a body of the media type `{media_type}` cannot be written from a value")));
        };
        self.set_content_type(media_type)?;
        self.payload = Payload::Bytes(bytes.into());
        Ok(())
    }

    /// Sets a body that is sent as it is.
    pub(crate) fn set_stream(&mut self, media_type: &str, body: Body) {
        let media_type = match media_type {
            "" => "application/octet-stream",
            // A range of media types says nothing about this body.
            media_type if media_type.contains('*') => "application/octet-stream",
            media_type => media_type,
        };
        match self.set_content_type(media_type) {
            Ok(()) => self.payload = Payload::Stream(Some(body)),
            Err(error) => self.fail(error),
        }
    }

    fn set_content_type(&mut self, media_type: &str) -> Result<(), EncodeError> {
        let value = HeaderValue::from_str(media_type)
            .map_err(|_| EncodeError::new(format!("`{media_type}` cannot be a media type")))?;
        // One that was set as a parameter is the user's choice.
        self.headers.entry(http::header::CONTENT_TYPE).or_insert(value);
        Ok(())
    }

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

    /// Makes the request that is sent.
    pub(crate) fn prepare(self, client: &Inner) -> Result<Prepared, Box<Failure>> {
        let op = self.op;
        if let Some(error) = self.error {
            return Err(Failure::new(op, Kind::Encode, error.to_string()).with_source(error));
        }
        let uses = crate::auth::select(client, op)?;
        let method = Method::from_bytes(op.method.as_bytes())
            .map_err(|_| Failure::new(op, Kind::Config, "the method cannot be sent"))?;
        let base = match &self.options.base_url {
            Some(base) => base.trim_end_matches('/').into(),
            None => client.base_for(op)?,
        };
        let (uri, trusted) = match &self.url {
            Some(url) => (parse(op, url.clone())?, same_origin(&parse(op, url.clone())?, &parse(op, base.into_owned())?)),
            None => (parse(op, first_url(op, &base, &self.path, &self.query)?)?, true),
        };
        let mut headers = client.headers.clone();
        if !op.accept.is_empty()
            && let Ok(accept) = HeaderValue::from_str(op.accept)
        {
            headers.insert(http::header::ACCEPT, accept);
        }
        for (name, value) in &self.headers {
            headers.insert(name.clone(), value.clone());
        }
        if !self.cookies.is_empty() {
            crate::auth::add_cookie(&mut headers, &self.cookies);
        }
        let mut prepared = Prepared {
            op,
            method,
            uri,
            trusted,
            uses,
            headers,
            payload: self.payload,
            idempotency_key: None,
            options: self.options,
        };
        prepared.set_idempotency_key(client)?;
        Ok(prepared)
    }

    fn param(&self, name: &'static str, location: ParamLocation, default: fn(&'static str) -> Param) -> ParamRef {
        match declared(self.op, name, location) {
            Some(param) => ParamRef::Declared(param),
            None => ParamRef::Default(default(name)),
        }
    }

    fn fail(&mut self, error: EncodeError) {
        self.error.get_or_insert(error);
    }
}

impl Prepared {
    /// One key for all attempts (RUNTIME rule: a server can tell a repetition from a second wish).
    fn set_idempotency_key(&mut self, client: &Inner) -> Result<(), Box<Failure>> {
        let declared = self.op.idempotency_header;
        let chosen = self.options.idempotency_key.take();
        if declared.is_empty() && chosen.is_none() {
            return Ok(());
        }
        let header = if declared.is_empty() { "Idempotency-Key" } else { declared };
        let name = HeaderName::from_bytes(header.as_bytes())
            .map_err(|_| Failure::new(self.op, Kind::Config, format!("`{header}` cannot be the name of a header")))?;
        let given = self.headers.get(&name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let key = chosen.or(given).unwrap_or_else(|| random_key(client));
        let value = HeaderValue::from_str(&key)
            .map_err(|_| Failure::new(self.op, Kind::Encode, "the idempotency key cannot be sent in a header"))?;
        self.headers.insert(name, value);
        self.idempotency_key = Some(key);
        Ok(())
    }

    /// Returns whether a repetition has no second effect.
    pub(crate) fn is_repeatable(&self) -> bool {
        let by_method = matches!(self.op.method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE" | "QUERY");
        self.idempotency_key.is_some() || self.op.idempotent.unwrap_or(by_method)
    }
}

/// A random UUID (RFC 9562, section 5.4).
fn random_key(client: &Inner) -> String {
    let high = client.clock.random();
    let low = client.clock.random();
    let (a, b, c) = (high >> 32, (high >> 16) & 0xffff, high & 0x0fff);
    let (d, e) = (((low >> 48) & 0x3fff) | 0x8000, low & 0xffff_ffff_ffff);
    format!("{a:08x}-{b:04x}-4{c:03x}-{d:04x}-{e:012x}")
}

fn first_url(
    op: &'static Operation,
    base: &str,
    path: &[(&'static str, String)],
    query: &str,
) -> Result<String, Box<Failure>> {
    let path = encode::path(op.path, path)
        .map_err(|error| Failure::new(op, Kind::Encode, error.to_string()).with_source(error))?;
    let mut url = String::with_capacity(base.len() + path.len() + query.len() + 1);
    url.push_str(base);
    if !path.starts_with('/') {
        url.push('/');
    }
    url.push_str(&path);
    if !query.is_empty() {
        // A path template may hold a query of its own.
        url.push(if path.contains('?') { '&' } else { '?' });
        url.push_str(query);
    }
    Ok(url)
}

fn parse(op: &'static Operation, url: String) -> Result<Uri, Box<Failure>> {
    let uri = Uri::try_from(url)
        .map_err(|error| Failure::new(op, Kind::Config, "the URL cannot be read").with_source(error))?;
    if matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty()) {
        Ok(uri)
    } else {
        Err(Failure::new(op, Kind::Config, "the URL is not an absolute http or https URL"))
    }
}

fn declared(op: &'static Operation, name: &str, location: ParamLocation) -> Option<&'static Param> {
    op.params.iter().find(|param| param.location == location && param.name == name)
}

enum ParamRef {
    Declared(&'static Param),
    Default(Param),
}

impl ParamRef {
    fn get(&self) -> &Param {
        match self {
            Self::Declared(param) => param,
            Self::Default(param) => param,
        }
    }
}

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

//! What a call asks for, collected parameter by parameter and made into a request.
//!
//! **Invariant:** nothing is sent once a value could not be written; the first such error is the call's.

mod page;
mod prepare;
mod secrets;

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};

pub(crate) use self::page::PageValue;
pub(crate) use self::prepare::Prepared;

use crate::Secret;
use turnbuckle_encoding::{MediaKind, body_refusal};

use crate::body::{Body, Parts};
use crate::content::charset;
use crate::encode::{self, EncodeError};
use crate::governor::Lane;
use crate::limits::Limits;
use crate::model::View;
use crate::operation::{Operation, Param, ParamLocation};
use crate::page::Position;
use crate::retry::Retry;
use crate::send::Redirects;
use crate::stream::Reconnect;

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
    /// The texts among the parameters and in the body that are not shown.
    pub(crate) secrets: Vec<Secret>,
    #[cfg(feature = "validate")]
    pub(crate) checks: crate::validate::Checks,
    pub(crate) options: Options,
}

/// What a call sets in place of the client's values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retry: Option<Retry>,
    pub(crate) lane: Option<Lane>,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) base_url: Option<String>,
    pub(crate) max_response_bytes: Option<u64>,
    pub(crate) limits: Option<Limits>,
    pub(crate) reconnect: Option<Reconnect>,
    pub(crate) redirects: Option<Redirects>,
    /// How many items of the first page a resumed list passes over.
    pub(crate) skip_items: usize,
    /// Where a resumed list goes on.
    pub(crate) resumed: Option<Box<Position>>,
}

/// A request's body.
#[derive(Debug, Default)]
pub(crate) enum Payload {
    #[default]
    None,
    Bytes(Bytes),
    /// `None` once a body that can be sent once only was sent.
    Stream(Option<Body>),
    /// The parts of a multipart body, until the request is prepared.
    Parts(Parts),
}

impl Payload {
    /// Makes parts one body, to which no header can be added any more.
    pub(crate) fn joined(self) -> Self {
        match self {
            Self::Parts(parts) => Self::Stream(Some(parts.into_body())),
            payload @ (Self::None | Self::Bytes(_) | Self::Stream(_)) => payload,
        }
    }

    /// Returns a copy of parts as one body; `None` for every other payload, and for parts that are read once.
    pub(crate) fn joined_copy(&self) -> Option<Self> {
        match self {
            Self::Parts(parts) => Some(Self::Stream(Some(parts.try_clone()?.into_body()))),
            Self::None | Self::Bytes(_) | Self::Stream(_) => None,
        }
    }

    /// Returns another payload that is read from the start; `None` for one that is read once.
    fn try_clone(&self) -> Option<Self> {
        Some(match self {
            Self::None => Self::None,
            Self::Bytes(bytes) => Self::Bytes(bytes.clone()),
            Self::Stream(body) => Self::Stream(Some(body.as_ref()?.try_clone()?)),
            Self::Parts(parts) => Self::Parts(parts.try_clone()?),
        })
    }

    /// Returns the body for an attempt; `None` where it has been sent and cannot be sent again.
    pub(crate) fn open(&mut self) -> Option<Body> {
        match self {
            Self::None => Some(Body::empty()),
            Self::Bytes(bytes) => Some(Body::from(bytes.clone())),
            Self::Stream(body) => match body.as_ref().and_then(Body::try_clone) {
                Some(again) => Some(again),
                None => body.take(),
            },
            Self::Parts(parts) => parts.try_clone().map(Parts::into_body),
        }
    }

    pub(crate) fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// Returns the bytes of a body that is in memory.
    pub(crate) fn as_bytes(&self) -> Option<Bytes> {
        match self {
            Self::None => None,
            Self::Bytes(bytes) => Some(bytes.clone()),
            Self::Stream(body) => body.as_ref()?.as_bytes().cloned(),
            Self::Parts(_) => None,
        }
    }

    /// Returns the length in bytes; `None` where it is not known before the body is read.
    pub(crate) fn length(&self) -> Option<u64> {
        match self {
            Self::None => Some(0),
            Self::Bytes(bytes) => Some(bytes.len() as u64),
            Self::Stream(body) => body.as_ref().and_then(Body::length),
            Self::Parts(_) => None,
        }
    }

    /// Returns whether the body can be sent once more.
    pub(crate) fn is_there(&self) -> bool {
        !matches!(self, Self::Stream(None))
    }
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
            secrets: Vec::new(),
            #[cfg(feature = "validate")]
            checks: crate::validate::Checks::default(),
            options: Options::default(),
        }
    }

    /// Holds what is set from here on against rules.
    #[cfg(feature = "validate")]
    pub(crate) fn checked(mut self, rules: Option<&'static crate::validate::Table>) -> Self {
        self.checks = crate::validate::Checks::of(rules, self.op);
        self
    }

    /// Copies the request, for the next page; `None` where its body can be sent once only.
    pub(crate) fn again(&self) -> Option<Self> {
        Some(self.with_payload(self.payload.try_clone()?))
    }

    /// Copies the request, with another body.
    pub(crate) fn with_payload(&self, payload: Payload) -> Self {
        Self {
            op: self.op,
            path: self.path.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            cookies: self.cookies.clone(),
            payload,
            url: self.url.clone(),
            error: self.error.clone(),
            secrets: self.secrets.clone(),
            #[cfg(feature = "validate")]
            checks: self.checks.clone(),
            options: self.options.clone(),
        }
    }

    pub(crate) fn add_path(&mut self, name: &'static str, view: View<'_>) {
        #[cfg(feature = "validate")]
        self.checks.param(ParamLocation::Path, name, view);
        self.note_secrets(view);
        let param = self.param(name, ParamLocation::Path, Param::path);
        match encode::path_value(param.get(), view) {
            Ok(value) => self.path.push((name, value)),
            Err(error) => self.fail(error),
        }
    }

    pub(crate) fn add_query(&mut self, name: &'static str, view: View<'_>) {
        self.note_secrets(view);
        if let Some(param) = declared(self.op, name, ParamLocation::QueryString) {
            #[cfg(feature = "validate")]
            self.checks.param(ParamLocation::QueryString, name, view);
            match encode::query_string(param, view) {
                Ok(query) => self.query = query,
                Err(error) => self.fail(error),
            }
            return;
        }
        #[cfg(feature = "validate")]
        self.checks.param(ParamLocation::Query, name, view);
        let param = self.param(name, ParamLocation::Query, Param::query);
        if let Err(error) = encode::query_pair(&mut self.query, param.get(), view) {
            self.fail(error);
        }
    }

    pub(crate) fn add_header(&mut self, name: &'static str, view: View<'_>) {
        #[cfg(feature = "validate")]
        self.checks.param(ParamLocation::Header, name, view);
        self.note_secrets(view);
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

    /// Returns whether a header was set.
    pub(crate) fn has_header(&self, name: &str) -> bool {
        !name.is_empty() && self.headers.contains_key(name)
    }

    /// Returns the media type of the body; empty where there is none.
    pub(crate) fn media_type(&self) -> &str {
        crate::response::media_type(&self.headers)
    }

    /// Sets a header that the caller of the runtime does not write.
    pub(crate) fn set_header(&mut self, name: HeaderName, value: HeaderValue) {
        self.headers.insert(name, value);
    }

    pub(crate) fn add_cookie(&mut self, name: &'static str, view: View<'_>) {
        #[cfg(feature = "validate")]
        self.checks.param(ParamLocation::Cookie, name, view);
        self.note_secrets(view);
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
        #[cfg(feature = "validate")]
        self.checks.body(media_type, view);
        match self.write_body(media_type, view) {
            Ok(()) => {}
            Err(error) => self.fail(error),
        }
    }

    fn write_body(&mut self, media_type: &str, view: View<'_>) -> Result<(), EncodeError> {
        let kind = MediaKind::of(media_type);
        if kind != MediaKind::Json {
            self.note_secrets(view);
        }
        if let Some(reason) = body_refusal(kind, encode::shape_of(view)) {
            return Err(EncodeError::new(format!("the body is `{}`: {reason}", turnbuckle_encoding::essence(media_type))));
        }
        let text = match (kind, view) {
            (MediaKind::Multipart, _) => {
                let parts = Parts::write(self.op, media_type, view)?;
                self.set_content_type(parts.content_type())?;
                self.payload = Payload::Parts(parts);
                return Ok(());
            }
            (MediaKind::Json, _) => {
                let (bytes, secret) = crate::json::to_request_vec_noting(view)?;
                if secret {
                    self.note_secrets(view);
                }
                bytes
            }
            // Bytes are sent as they are, whatever their media type.
            (_, View::File(file)) => {
                let body = file.to_body().map_err(|error| EncodeError::new(error.to_string()))?;
                self.set_content_type(file.media_type().unwrap_or(media_type))?;
                self.payload = Payload::Stream(Some(body));
                return Ok(());
            }
            (_, View::Bytes(bytes)) => {
                self.set_content_type(media_type)?;
                self.payload = Payload::Bytes(Bytes::copy_from_slice(bytes));
                return Ok(());
            }
            (MediaKind::Form, _) => encode::form(view, self.op.encodings_of(media_type))?,
            // XML that is text already.
            (MediaKind::Xml, View::Str(_)) | (MediaKind::Text, _) => encode::text(view)?,
            (MediaKind::Xml, _) => self.write_xml(view)?,
            (MediaKind::Binary | MediaKind::EventStream | MediaKind::JsonLines, _) => {
                return Err(encode::refused(kind, turnbuckle_encoding::Shape::Any));
            }
        };
        self.set_content_type(media_type)?;
        self.payload = Payload::Bytes(charset::encoded(text, media_type)?.into());
        Ok(())
    }

    /// Adds a header to the parts of a multipart body that hold a property.
    pub(crate) fn add_part_header(&mut self, part: &str, name: &str, view: View<'_>) {
        let added = encode::header_value(&Param::header(""), view).and_then(|value| match (&mut self.payload, value) {
            (_, None) => Ok(()),
            (Payload::Parts(parts), Some(value)) => parts.add_header(part, name, &value),
            (_, Some(_)) => Err(EncodeError::new(format!("the body has no part `{part}`"))),
        });
        if let Err(error) = added {
            self.fail(error);
        }
    }

    #[cfg(feature = "xml")]
    fn write_xml(&self, view: View<'_>) -> Result<Vec<u8>, EncodeError> {
        crate::xml::to_request_vec(view, self.op.xml_request())
    }

    #[cfg(not(feature = "xml"))]
    fn write_xml(&self, _: View<'_>) -> Result<Vec<u8>, EncodeError> {
        Err(EncodeError::new(format!("`{}` sends XML, which needs the feature `xml` of the runtime", self.op.id)))
    }

    /// Sets a body that is sent as it is.
    pub(crate) fn set_stream(&mut self, media_type: &str, body: Body) {
        let media_type = match media_type {
            "" => "application/octet-stream",
            // A range of media types says nothing about this body.
            media_type if turnbuckle_encoding::is_range(media_type) => "application/octet-stream",
            media_type => media_type,
        };
        match self.set_content_type(media_type) {
            Ok(()) => self.payload = Payload::Stream(Some(body)),
            Err(error) => self.fail(error),
        }
    }

    fn set_content_type(&mut self, media_type: &str) -> Result<(), EncodeError> {
        let value = HeaderValue::from_str(media_type).map_err(|_| EncodeError::new(format!("`{media_type}` cannot be a media type")))?;
        // One that was set as a parameter is the user's choice.
        self.headers.entry(http::header::CONTENT_TYPE).or_insert(value);
        Ok(())
    }

    fn param(&self, name: &'static str, location: ParamLocation, default: fn(&'static str) -> Param) -> ParamRef {
        match declared(self.op, name, location) {
            Some(param) => ParamRef::Declared(param),
            None => ParamRef::Default(default(name)),
        }
    }

    pub(crate) fn fail(&mut self, error: EncodeError) {
        self.error.get_or_insert(error);
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

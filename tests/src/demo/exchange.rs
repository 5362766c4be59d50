//! Requests and answers as the services see them: read whole, without a connection.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use bytes::Bytes;
use serde_json::Value;

/// A part of a multipart body.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) file_name: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) bytes: Bytes,
}

/// A request to one of the services.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// The segments of the path after the service's base URL, decoded.
    pub(crate) segments: Vec<String>,
    /// The query, decoded, in the order in which it came.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The parts, where the body is multipart.
    pub(crate) parts: Vec<Part>,
    /// The base URL of the service.
    pub(crate) base: String,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn query_all(&self, name: &str) -> Vec<&str> {
        self.query.iter().filter(|(n, _)| n == name).map(|(_, value)| value.as_str()).collect()
    }

    /// Returns the values of a parameter that is sent once, separated by `separator`.
    pub(crate) fn query_split(&self, name: &str, separator: char) -> Option<Vec<String>> {
        self.query(name).map(|value| value.split(separator).map(str::to_owned).collect())
    }

    pub(crate) fn part(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.name == name)
    }

    /// Reads the body as JSON of exactly this media type.
    pub(crate) fn json(&self, media_type: &str) -> Result<Value, Failure> {
        self.expect_type(media_type)?;
        serde_json::from_slice(&self.body).map_err(|error| Failure::invalid("", &format!("is not JSON: {error}")))
    }

    /// Refuses a body of any other media type.
    pub(crate) fn expect_type(&self, media_type: &str) -> Result<(), Failure> {
        let sent = self.header("content-type").unwrap_or_default();
        if sent.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(media_type) {
            return Ok(());
        }
        Err(Failure::Unsupported(format!("expected {media_type}, found {sent:?}")))
    }
}

/// Decodes percent escapes; what is not an escape stays.
pub(crate) fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|d| std::str::from_utf8(d).ok());
        match digits.and_then(|d| u8::from_str_radix(d, 16).ok()) {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            Some(_) | None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A field that is wrong: a JSON pointer to it, and what is wrong.
#[derive(Clone, Debug)]
pub(crate) struct FieldFault {
    pub(crate) pointer: String,
    pub(crate) message: String,
}

/// Why a request is refused; each service says it in its own form.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    /// A parameter cannot be read.
    BadRequest(FieldFault),
    Unauthorized,
    NotFound(String),
    Conflict(Conflict),
    Invalid(Vec<FieldFault>),
    Unsupported(String),
    TooMany,
    /// A payment failed, with this code.
    Declined(&'static str),
    /// Any other status, as a fault asks for it.
    Other(u16),
}

/// What a request is at odds with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conflict {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// The thing that is in the way.
    pub(crate) existing: Option<String>,
    /// The state that is in the way.
    pub(crate) state: Option<String>,
    /// How many could be had.
    pub(crate) available: Option<i64>,
}

impl Failure {
    pub(crate) fn invalid(pointer: &str, message: &str) -> Self {
        Failure::Invalid(vec![FieldFault { pointer: pointer.to_owned(), message: message.to_owned() }])
    }

    pub(crate) fn missing(kind: &str, id: &str) -> Self {
        Failure::NotFound(format!("There is no {kind} `{id}`."))
    }

    pub(crate) fn exists(message: &str, existing: String) -> Self {
        let message = message.to_owned();
        Failure::Conflict(Conflict { code: "already_exists", message, existing: Some(existing), ..Conflict::default() })
    }

    pub(crate) fn state(message: &str, state: &str) -> Self {
        let (message, state) = (message.to_owned(), Some(state.to_owned()));
        Failure::Conflict(Conflict { code: "invalid_state", message, state, ..Conflict::default() })
    }

    /// Makes a failure of this status, in the service's own form as far as it has one.
    pub(crate) fn of_status(status: u16) -> Self {
        match status {
            401 => Failure::Unauthorized,
            402 => Failure::Declined("card_declined"),
            404 => Failure::NotFound("There is nothing here.".to_owned()),
            409 => Failure::state("It is at odds with what is stored.", "locked"),
            422 => Failure::invalid("", "is not valid"),
            429 => Failure::TooMany,
            other => Failure::Other(other),
        }
    }

    pub(crate) fn status(&self) -> u16 {
        match self {
            Failure::BadRequest(_) => 400,
            Failure::Unauthorized => 401,
            Failure::NotFound(_) => 404,
            Failure::Conflict(_) => 409,
            Failure::Invalid(_) => 422,
            Failure::Unsupported(_) => 415,
            Failure::TooMany => 429,
            Failure::Declined(_) => 402,
            Failure::Other(status) => *status,
        }
    }

    pub(crate) fn title(&self) -> &'static str {
        match self {
            Failure::BadRequest(_) => "Bad request",
            Failure::Unauthorized => "Unauthorized",
            Failure::NotFound(_) => "Not found",
            Failure::Conflict(_) => "Conflict",
            Failure::Invalid(_) => "Invalid",
            Failure::Unsupported(_) => "Unsupported media type",
            Failure::TooMany => "Too many requests",
            Failure::Declined(_) => "Payment failed",
            Failure::Other(_) => "Failed",
        }
    }

    /// Says what is wrong in one sentence.
    pub(crate) fn detail(&self) -> String {
        match self {
            Failure::BadRequest(fault) => format!("`{}` {}", fault.pointer, fault.message),
            Failure::Unauthorized => "The credentials are missing or wrong.".to_owned(),
            Failure::NotFound(message) | Failure::Unsupported(message) => message.clone(),
            Failure::Conflict(conflict) => conflict.message.clone(),
            Failure::Invalid(faults) => faults.iter().map(|f| format!("`{}` {}", f.pointer, f.message)).collect::<Vec<_>>().join("; "),
            Failure::TooMany => "Slow down.".to_owned(),
            Failure::Declined(code) => format!("The payment failed: {code}."),
            Failure::Other(status) => format!("Failed with {status}."),
        }
    }

    /// Makes the answer of a body in the service's own form, with the headers that every service sends.
    pub(crate) fn reply(&self, media_type: &'static str, challenge: &'static str, body: &Value) -> Reply {
        let reply = Reply::json(self.status(), body).header("content-type", media_type);
        match self {
            Failure::Unauthorized => reply.header("www-authenticate", challenge),
            Failure::BadRequest(_)
            | Failure::NotFound(_)
            | Failure::Conflict(_)
            | Failure::Invalid(_)
            | Failure::Unsupported(_)
            | Failure::TooMany
            | Failure::Declined(_)
            | Failure::Other(_) => reply,
        }
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Whether the body is sent in small pieces, without saying how long it is.
    streamed: bool,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Reply::bytes(status, "application/json", Bytes::from(body.to_string()))
    }

    pub(crate) fn bytes(status: u16, media_type: &'static str, body: Bytes) -> Self {
        let reply = Reply { status, headers: HeaderMap::new(), body, streamed: false };
        reply.header("content-type", media_type)
    }

    pub(crate) fn stream(media_type: &'static str, body: String) -> Self {
        Reply { streamed: true, ..Reply::bytes(200, media_type, Bytes::from(body)) }
    }

    pub(crate) fn empty() -> Self {
        Reply { status: 204, headers: HeaderMap::new(), body: Bytes::new(), streamed: false }
    }

    /// Sets a header, in place of the one of this name.
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        let value = HeaderValue::from_str(value).expect("the demo sends plain header values");
        self.headers.insert(HeaderName::from_static(name), value);
        self
    }

    /// Makes the response. A streamed body goes out in pieces that end anywhere, as they do in a network.
    pub(crate) fn into_response(self) -> Response<Body> {
        let body = if self.streamed {
            let pieces: Vec<Bytes> = self.body.chunks(61).map(Bytes::copy_from_slice).collect();
            Body::from_stream(futures_util::stream::unfold(pieces.into_iter(), async |mut pieces| {
                tokio::task::yield_now().await;
                pieces.next().map(|piece| (Ok::<_, std::io::Error>(piece), pieces))
            }))
        } else {
            Body::from(self.body)
        };
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(self.status).expect("the demo sends valid statuses");
        *response.headers_mut() = self.headers;
        response
    }

    /// Makes a response that announces the whole body, sends half of it and then fails.
    pub(crate) fn into_truncated_response(self) -> Response<Body> {
        let whole = self.body.len().max(2);
        let half = self.body.slice(..self.body.len() / 2);
        let body = Body::from_stream(futures_util::stream::unfold(Some(half), async |half| match half {
            Some(half) => Some((Ok(half), None)),
            None => {
                // The half must be on its way before the connection ends.
                tokio::task::yield_now().await;
                Some((Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset)), None))
            }
        }));
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(self.status).expect("the demo sends valid statuses");
        *response.headers_mut() = self.headers;
        response.headers_mut().insert("content-length", HeaderValue::from(whole));
        response
    }
}

//! A transport for tests: it answers from a script and keeps what was asked.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};

use super::{BoxFuture, ByteStream, Transport, TransportError, TransportErrorKind};
use crate::body::Body;

/// A transport that gives scripted answers in their order. Clones share the script.
///
/// ```
/// use turnbuckle_runtime::transport::{Fake, FakeAnswer};
///
/// let fake = Fake::new([FakeAnswer::json(200, r#"{"id":"1"}"#), FakeAnswer::status(404)]);
/// assert_eq!(fake.requests().len(), 0);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Fake {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    answers: VecDeque<FakeAnswer>,
    requests: Vec<FakeRequest>,
}

/// A request that a [`Fake`] was asked to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FakeRequest {
    /// The method.
    pub method: Method,
    /// The whole URL.
    pub uri: Uri,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl FakeRequest {
    /// Returns a header as text; `None` where it is not there.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// An answer of a [`Fake`].
#[derive(Debug)]
pub struct FakeAnswer {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Response { status: StatusCode, headers: HeaderMap, chunks: Vec<Result<Bytes, TransportError>> },
    Error(TransportErrorKind),
    Silence,
}

impl Fake {
    /// Makes a transport with a script.
    pub fn new(answers: impl IntoIterator<Item = FakeAnswer>) -> Self {
        let fake = Self::default();
        for answer in answers {
            fake.push(answer);
        }
        fake
    }

    /// Adds an answer to the end of the script.
    pub fn push(&self, answer: FakeAnswer) {
        self.state().answers.push_back(answer);
    }

    /// Returns the requests so far.
    pub fn requests(&self) -> Vec<FakeRequest> {
        self.state().requests.clone()
    }

    /// Returns how many answers have not been asked for.
    pub fn left(&self) -> usize {
        self.state().answers.len()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FakeAnswer {
    /// Makes a response with an empty body.
    ///
    /// # Panics
    ///
    /// If the status is not one of HTTP (100 to 999).
    pub fn status(status: u16) -> Self {
        let status = StatusCode::from_u16(status).expect("a status from 100 to 999");
        Self { kind: Kind::Response { status, headers: HeaderMap::new(), chunks: Vec::new() } }
    }

    /// Makes a response with a JSON body.
    ///
    /// # Panics
    ///
    /// If the status is not one of HTTP (100 to 999).
    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self::status(status).header("content-type", "application/json").body(body)
    }

    /// Makes a failure to get a response.
    pub fn error(kind: TransportErrorKind) -> Self {
        Self { kind: Kind::Error(kind) }
    }

    /// Makes an answer that never comes.
    pub fn silence() -> Self {
        Self { kind: Kind::Silence }
    }

    /// Adds a header.
    ///
    /// # Panics
    ///
    /// If the name or the value cannot stand in a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a header name");
        let value = HeaderValue::from_str(value).expect("a header value");
        if let Kind::Response { headers, .. } = &mut self.kind {
            headers.append(name, value);
        }
        self
    }

    /// Adds bytes to the body; each call is a chunk of its own.
    #[must_use]
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        if let Kind::Response { chunks, .. } = &mut self.kind {
            chunks.push(Ok(body.into()));
        }
        self
    }

    /// Breaks the body off.
    #[must_use]
    pub fn broken(mut self) -> Self {
        if let Kind::Response { chunks, .. } = &mut self.kind {
            chunks.push(Err(TransportError::new(TransportErrorKind::Broken, "scripted")));
        }
        self
    }
}

impl Transport for Fake {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = read(body).await?;
            let answer = {
                let mut state = self.state();
                state.requests.push(FakeRequest { method: parts.method, uri: parts.uri, headers: parts.headers, body });
                state.answers.pop_front()
            };
            match answer.map(|answer| answer.kind) {
                Some(Kind::Response { status, headers, chunks }) => {
                    let mut response = http::Response::new(ByteStream::from_chunks(chunks));
                    *response.status_mut() = status;
                    *response.headers_mut() = headers;
                    Ok(response)
                }
                Some(Kind::Error(kind)) => Err(TransportError::new(kind, "scripted")),
                Some(Kind::Silence) => std::future::pending().await,
                None => Err(TransportError::new(TransportErrorKind::Invalid, "the script has no more answers")),
            }
        })
    }
}

async fn read(body: Body) -> Result<Bytes, TransportError> {
    if let Some(bytes) = body.as_bytes() {
        return Ok(bytes.clone());
    }
    let mut stream = body.into_stream();
    let mut bytes = Vec::new();
    while let Some(chunk) = poll_fn(|cx| stream.as_mut().poll_next(cx)).await {
        let chunk = chunk.map_err(|error| TransportError::new(TransportErrorKind::Broken, error))?;
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.into())
}

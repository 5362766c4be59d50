//! Records what goes over another transport.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, Method, Uri};

use super::redaction::Secrets;
use super::tape::{self, Answer, Exchange};
use super::{Redaction, SecretQuery, body};
use crate::body::Body;
use crate::transport::fake::read;
use crate::transport::{BoxFuture, ByteStream, Transport, TransportError, TransportErrorKind};

/// A transport that keeps what goes over another one, and writes it to a file without its secrets. Clones share the recording.
///
/// ```
/// use turnbuckle_runtime::transport::cassette::{Player, Recorder, Redaction};
/// use turnbuckle_runtime::transport::{Fake, FakeAnswer};
///
/// # fn main() -> std::io::Result<()> {
/// # let folder = std::env::temp_dir().join(format!("turnbuckle-cassette-{}", std::process::id()));
/// # let path = folder.join("contacts.json");
/// let server = Fake::new([FakeAnswer::json(200, "{}")]); // in its place, `Reqwest`, or any other transport
/// let recorder = Recorder::new(server, &path).redaction(Redaction::default().field("iban"));
/// // ... calls of a client built with `.transport(recorder.clone())` ...
/// recorder.save()?;
///
/// let player = Player::open(&path)?.redaction(Redaction::default().field("iban"));
/// // ... the same calls of a client built with `.transport(player)`, without a network ...
/// # std::fs::remove_dir_all(folder)
/// # }
/// ```
///
/// What is in a body is looked through once it is decoded; a body that cannot be is not recorded, and the file says so.
///
/// Bodies are kept in memory until [`save`](Self::save), also those that are streams; a stream that the client gives up is recorded as far
/// as it was read.
#[derive(Clone)]
pub struct Recorder {
    inner: Arc<dyn Transport>,
    path: PathBuf,
    redaction: Redaction,
    kept: Arc<Mutex<Vec<Kept>>>,
}

/// An exchange as it went, secrets included.
struct Kept {
    method: Method,
    uri: Uri,
    keys: Option<SecretQuery>,
    headers: HeaderMap,
    body: Bytes,
    answer: Option<KeptAnswer>,
}

enum KeptAnswer {
    Response { status: u16, headers: HeaderMap, body: Vec<u8>, broken: bool },
    Error(TransportErrorKind),
}

impl Recorder {
    /// Stands before a transport, to write to a file.
    pub fn new(inner: impl Transport, path: impl AsRef<Path>) -> Self {
        Self { inner: Arc::new(inner), path: path.as_ref().to_owned(), redaction: Redaction::default(), kept: Arc::default() }
    }

    /// Sets what is taken out beside what is by default.
    #[must_use]
    pub fn redaction(mut self, redaction: Redaction) -> Self {
        self.redaction = redaction;
        self
    }

    /// Writes what was recorded so far, in the order of the requests, in place of what the file holds. Requests without an answer are left
    /// out.
    ///
    /// # Errors
    ///
    /// Returns an error where the file cannot be written. What it held before is still there.
    pub fn save(&self) -> io::Result<()> {
        let kept = self.kept();
        let mut secrets = Secrets::new(&self.redaction);
        // All secrets are met before the first line is written.
        for exchange in kept.iter() {
            secrets.learn_request(&exchange.uri, &exchange.headers, exchange.keys.as_ref());
            body::learn(&mut secrets, &exchange.headers, &exchange.body);
            if let Some(KeptAnswer::Response { headers, body, .. }) = &exchange.answer {
                secrets.learn_headers(headers);
                body::learn(&mut secrets, headers, body);
            }
        }
        let exchanges: Vec<Exchange> = kept.iter().filter_map(|exchange| exchange.redacted(&secrets)).collect();
        drop(kept);
        tape::save(&self.path, &exchanges)
    }

    fn kept(&self) -> MutexGuard<'_, Vec<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn redacted(&self, secrets: &Secrets) -> Option<Exchange> {
        let answer = match self.answer.as_ref()? {
            KeptAnswer::Error(kind) => Answer::Error(*kind),
            KeptAnswer::Response { status, headers, body, broken } => {
                let recorded = body::record(secrets, headers, body);
                Answer::Response {
                    status: *status,
                    headers: recorded_headers(secrets, headers, &recorded),
                    body: recorded,
                    broken: *broken,
                }
            }
        };
        let (url, recorded) = request(secrets, &self.uri, self.keys.as_ref(), &self.headers, &self.body);
        let mut headers = recorded_headers(secrets, &self.headers, &recorded);
        for (name, value) in &mut headers {
            if name == "content-type" {
                *value = body::without_boundary(value);
            }
        }
        Some(Exchange { method: self.method.to_string(), url, headers, body: recorded, answer })
    }
}

/// Returns headers for the file, as they are true of the body in the file: one that is decoded has no coding.
fn recorded_headers(secrets: &Secrets, headers: &HeaderMap, body: &body::Recorded) -> Vec<(String, String)> {
    let mut shown = secrets.headers(headers);
    if !matches!(body, body::Recorded::Empty | body::Recorded::Omitted(_)) {
        shown.retain(|(name, _)| name != "content-encoding");
    }
    shown
}

/// Returns what a request is told apart by beside its method: URL and body without secrets.
pub(super) fn request(
    secrets: &Secrets,
    uri: &Uri,
    keys: Option<&SecretQuery>,
    headers: &HeaderMap,
    body: &[u8],
) -> (String, body::Recorded) {
    (secrets.url(uri, keys), body::record(secrets, headers, body))
}

impl Transport for Recorder {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = read(body).await?;
            let index = {
                let mut kept = self.kept();
                kept.push(Kept {
                    method: parts.method.clone(),
                    uri: parts.uri.clone(),
                    keys: parts.extensions.get().cloned(),
                    headers: parts.headers.clone(),
                    body: body.clone(),
                    answer: None,
                });
                kept.len() - 1
            };
            let result = self.inner.send(http::Request::from_parts(parts, Body::from(body))).await;
            let answer = match &result {
                Err(error) => KeptAnswer::Error(error.kind()),
                Ok(response) => KeptAnswer::Response {
                    status: response.status().as_u16(),
                    headers: response.headers().clone(),
                    body: Vec::new(),
                    broken: false,
                },
            };
            if let Some(exchange) = self.kept().get_mut(index) {
                exchange.answer = Some(answer);
            }
            let kept = Arc::clone(&self.kept);
            result.map(|response| response.map(|inner| ByteStream::new(Tee { inner, kept, index })))
        })
    }
}

/// A body that is kept as it is read.
struct Tee {
    inner: ByteStream,
    kept: Arc<Mutex<Vec<Kept>>>,
    index: usize,
}

impl Stream for Tee {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(Pin::new(&mut self.inner).poll_next(cx));
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(KeptAnswer::Response { body, broken, .. }) = kept.get_mut(self.index).and_then(|exchange| exchange.answer.as_mut()) {
            match &chunk {
                Some(Ok(bytes)) => body.extend_from_slice(bytes),
                Some(Err(_)) => *broken = true,
                None => {}
            }
        }
        drop(kept);
        Poll::Ready(chunk)
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").field("path", &self.path).field("exchanges", &self.kept().len()).finish_non_exhaustive()
    }
}

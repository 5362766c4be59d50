//! The transport over reqwest. The only place that names it.

#[cfg(all(test, feature = "http2", feature = "rustls"))]
mod tests;

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::{BoxError, BoxFuture, ByteStream, Transport, TransportError, TransportErrorKind};
use crate::body::{self, Body};

/// Sends requests with reqwest, over pooled connections.
#[derive(Clone)]
pub struct Reqwest(reqwest::Client);

/// What can be set on a [`Reqwest`].
#[derive(Clone)]
pub struct ReqwestBuilder {
    connect_timeout: Duration,
    proxy: Option<String>,
}

impl Reqwest {
    /// Starts a transport: 10 s to connect, no proxy.
    pub fn builder() -> ReqwestBuilder {
        ReqwestBuilder { connect_timeout: Duration::from_secs(10), proxy: None }
    }

    /// Wraps a client that was set up elsewhere. It must not follow redirects: they would carry credentials to other origins.
    pub fn from_client(client: reqwest::Client) -> Self {
        Self(client)
    }
}

impl fmt::Debug for Reqwest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reqwest")
    }
}

impl fmt::Debug for ReqwestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A proxy's URL may hold a password.
        f.debug_struct("ReqwestBuilder").field("connect_timeout", &self.connect_timeout).finish_non_exhaustive()
    }
}

impl ReqwestBuilder {
    /// Sets how long connecting may take. Default: 10 s.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets a proxy for every request by its URL. Default: none.
    #[must_use]
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.proxy = Some(url.into());
        self
    }

    /// Builds the transport.
    pub fn build(self) -> Result<Reqwest, TransportError> {
        let mut builder = reqwest::Client::builder()
            .connect_timeout(self.connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            // Retries are the caller's: it alone knows which requests may be repeated.
            .retry(reqwest::retry::never());
        if let Some(url) = self.proxy {
            builder = builder.proxy(reqwest::Proxy::all(url).map_err(invalid)?);
        }
        tls(builder)?.build().map(Reqwest).map_err(invalid)
    }
}

#[cfg(feature = "rustls")]
fn tls(builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, TransportError> {
    use rustls_platform_verifier::BuilderVerifierExt;

    // A provider that the program has chosen wins; ring is given by hand where there is none, for rustls's own default is global.
    let provider = rustls::crypto::CryptoProvider::get_default()
        .cloned()
        .unwrap_or_else(|| std::sync::Arc::new(rustls::crypto::ring::default_provider()));
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(invalid)?
        .with_platform_verifier()
        .map_err(invalid)?;
    let mut config = config.with_no_client_auth();
    if cfg!(feature = "http2") {
        config.alpn_protocols.push(b"h2".to_vec());
    }
    config.alpn_protocols.push(b"http/1.1".to_vec());
    Ok(builder.tls_backend_preconfigured(config))
}

#[cfg(not(feature = "rustls"))]
fn tls(builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, TransportError> {
    Ok(builder)
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let mut received = self.0.execute(converted(request)?).await.map_err(transport_error)?;
            let (status, version) = (received.status(), received.version());
            let (headers, extensions) = (std::mem::take(received.headers_mut()), std::mem::take(received.extensions_mut()));
            let mut response = http::Response::new(ByteStream::new(ReceivedBody(received.into())));
            *response.status_mut() = status;
            *response.version_mut() = version;
            *response.headers_mut() = headers;
            *response.extensions_mut() = extensions;
            Ok(response)
        })
    }
}

/// Makes a request of reqwest's. Its own conversion writes the URL piece by piece into a text that grows.
fn converted(request: http::Request<Body>) -> Result<reqwest::Request, TransportError> {
    let (parts, body) = request.into_parts();
    let url = reqwest::Url::parse(&text(&parts.uri)).map_err(invalid)?;
    let mut request = reqwest::Request::new(parts.method, url);
    *request.headers_mut() = parts.headers;
    *request.version_mut() = parts.version;
    *request.body_mut() = Some(send_body(body));
    Ok(request)
}

fn text(uri: &http::Uri) -> String {
    let scheme = uri.scheme_str().unwrap_or_default();
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let path = uri.path_and_query().map_or("", |path| path.as_str());
    [scheme, "://", authority, path].concat()
}

fn send_body(body: Body) -> reqwest::Body {
    match body.as_bytes() {
        Some(bytes) => reqwest::Body::from(bytes.clone()),
        None => {
            let length = body.length();
            reqwest::Body::wrap(SentBody { stream: Mutex::new(body.into_stream()), length })
        }
    }
}

/// A body that is sent as it is read. The mutex makes it `Sync`, as reqwest asks; it is never locked.
struct SentBody {
    stream: Mutex<body::ByteStream>,
    length: Option<u64>,
}

impl HttpBody for SentBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let stream = self.stream.get_mut().unwrap_or_else(PoisonError::into_inner);
        stream.as_mut().poll_next(cx).map(|chunk| chunk.map(|chunk| chunk.map(Frame::data).map_err(BoxError::from)))
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// A response's body as a stream of its chunks.
struct ReceivedBody(reqwest::Body);

impl Stream for ReceivedBody {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return match Pin::new(&mut self.0).poll_frame(cx) {
                Poll::Pending => Poll::Pending,
                Poll::Ready(None) => Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(transport_error(error)))),
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(bytes) => Poll::Ready(Some(Ok(bytes))),
                    // Trailers.
                    Err(_) => continue,
                },
            };
        }
    }
}

fn invalid(error: impl Into<BoxError>) -> TransportError {
    TransportError::new(TransportErrorKind::Invalid, error)
}

fn transport_error(error: reqwest::Error) -> TransportError {
    let kind = if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_builder() {
        TransportErrorKind::Invalid
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if is_unread(&error) {
        TransportErrorKind::Refused
    } else {
        TransportErrorKind::Broken
    };
    // The URL may hold a key in its query.
    let error = error.without_url();
    match error.source() {
        // reqwest's own text says no more than the kind does.
        Some(cause) if kind != TransportErrorKind::Invalid => TransportError::new(kind, chain(cause)),
        _ => TransportError::new(kind, error),
    }
}

/// Returns whether the server said that it has not processed the request: REFUSED_STREAM, or a GOAWAY before it (RFC 9113, sections 8.7
/// and 6.8).
#[cfg(feature = "http2")]
fn is_unread(error: &reqwest::Error) -> bool {
    let mut next = error.source();
    while let Some(cause) = next {
        if let Some(error) = cause.downcast_ref::<h2::Error>() {
            let is_refused = error.is_reset() && error.reason() == Some(h2::Reason::REFUSED_STREAM);
            let is_graceful = error.is_go_away() && error.reason() == Some(h2::Reason::NO_ERROR);
            return error.is_remote() && (is_refused || is_graceful);
        }
        next = cause.source();
    }
    false
}

#[cfg(not(feature = "http2"))]
fn is_unread(_: &reqwest::Error) -> bool {
    false
}

/// Writes an error and its causes in one line.
fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        next = cause.source();
    }
    text
}

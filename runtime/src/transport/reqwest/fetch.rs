//! Sending with `fetch`, in a browser. Its futures stay on the page's one thread, which the wrapper holds them to.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use send_wrapper::SendWrapper;

use super::{Reqwest, converted, invalid, transport_error};
use crate::body::Body;
use crate::transport::{BoxFuture, ByteStream, Transport, TransportError, TransportErrorKind};

/// What can be set on a [`Reqwest`]: in a browser, nothing that has an effect.
#[derive(Clone, Default)]
pub struct ReqwestBuilder(());

impl ReqwestBuilder {
    /// Does nothing: connecting is the browser's. A call's time-outs hold.
    #[must_use]
    pub fn connect_timeout(self, _: Duration) -> Self {
        self
    }

    /// Builds the transport.
    ///
    /// # Errors
    ///
    /// Returns an error where `fetch` cannot be used.
    pub fn build(self) -> Result<Reqwest, TransportError> {
        reqwest::Client::builder().build().map(Reqwest::from_client).map_err(invalid)
    }
}

impl fmt::Debug for ReqwestBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReqwestBuilder")
    }
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(SendWrapper::new(async move {
            let (mut request, body) = converted(&self.urls, request)?;
            // `fetch` refuses a body with GET and HEAD, even an empty one (Fetch standard, section 5.4).
            let bytes = gathered(body).await?;
            if !bytes.is_empty() {
                *request.body_mut() = Some(bytes.into());
            }
            let mut received = self.client.execute(request).await.map_err(transport_error)?;
            let (status, headers) = (received.status(), std::mem::take(received.headers_mut()));
            let mut response = http::Response::new(ByteStream::new(Received(SendWrapper::new(Box::pin(received.bytes_stream())))));
            *response.status_mut() = status;
            *response.headers_mut() = headers;
            // What came compressed was decoded by the browser, which keeps the header.
            response.headers_mut().remove(http::header::CONTENT_ENCODING);
            response.headers_mut().remove(http::header::CONTENT_LENGTH);
            Ok(response)
        }))
    }
}

/// Reads a body whole: browsers do not send streams over HTTP/1.1.
async fn gathered(body: Body) -> Result<Bytes, TransportError> {
    if let Some(bytes) = body.as_bytes() {
        return Ok(bytes.clone());
    }
    let mut stream = body.into_stream();
    let mut all = Vec::new();
    while let Some(chunk) = poll_fn(|cx| stream.as_mut().poll_next(cx)).await {
        all.extend_from_slice(&chunk.map_err(|error| TransportError::new(TransportErrorKind::Invalid, error))?);
    }
    Ok(all.into())
}

type Chunks = Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>>>>;

/// A response's body as a stream of its chunks.
struct Received(SendWrapper<Chunks>);

impl Stream for Received {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(cx).map(|chunk| chunk.map(|chunk| chunk.map_err(transport_error)))
    }
}

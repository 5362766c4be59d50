//! Transports and `tower` services: each can be made of the other (feature `tower`).
//!
//! Middleware beneath a client sees each attempt by itself, with its credentials. What it repeats, the client does not know of: leave
//! retries to the client.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::{Buf, Bytes};
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame, SizeHint};
use tower_service::Service;

use super::{BoxError, BoxFuture, ByteStream, Transport, TransportError, TransportErrorKind};
use crate::body::Body;

/// Says what is known of a request that a service failed at.
type Classify = Arc<dyn Fn(&BoxError) -> TransportErrorKind + Send + Sync>;

/// A transport that is a service.
pub struct ServiceTransport<S> {
    /// Cloned for each request. The mutex lets a service be shared that is not `Sync`.
    service: Mutex<S>,
    classify: Option<Classify>,
}

/// Makes a transport of a service, such as a stack of layers. The service is cloned for each request; a service that is not ready is waited
/// for in the call's time.
///
/// An error of the service is one of [`into_service`]'s transport with what that knew, if it is among its causes. A service that failed
/// to become ready has not seen the request; after another error the server may have acted, unless
/// [`classify`](ServiceTransport::classify) knows better.
pub fn from_service<S>(service: S) -> ServiceTransport<S> {
    ServiceTransport { service: Mutex::new(service), classify: None }
}

impl<S> ServiceTransport<S> {
    /// Sets what an error means that is no [`TransportError`]: [`TransportErrorKind::Refused`], for example, for one that is returned before
    /// anything was sent. Default: [`TransportErrorKind::Broken`].
    #[must_use]
    pub fn classify(mut self, classify: impl Fn(&BoxError) -> TransportErrorKind + Send + Sync + 'static) -> Self {
        self.classify = Some(Arc::new(classify));
        self
    }

    fn error(&self, error: BoxError) -> TransportError {
        let kind = known(&*error).or_else(|| self.classify.as_ref().map(|classify| classify(&error)));
        TransportError::new(kind.unwrap_or(TransportErrorKind::Broken), error)
    }
}

/// Finds a transport's error among the causes of another.
fn known(error: &(dyn std::error::Error + 'static)) -> Option<TransportErrorKind> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(error) = error.downcast_ref::<TransportError>() {
            return Some(error.kind());
        }
        next = error.source();
    }
    None
}

impl<S, B> Transport for ServiceTransport<S>
where
    S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: HttpBody + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        let mut service = self.service.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            let ready = poll_fn(|cx| service.poll_ready(cx)).await;
            ready.map_err(|error| TransportError::new(TransportErrorKind::Connect, error))?;
            let response = service.call(request).await.map_err(|error| self.error(error.into()))?;
            Ok(response.map(|body| ByteStream::new(Received(Box::pin(body)))))
        })
    }
}

impl<S> fmt::Debug for ServiceTransport<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServiceTransport")
    }
}

/// A body as a stream of its chunks.
struct Received<B>(Pin<Box<B>>);

impl<B> Stream for Received<B>
where
    B: HttpBody,
    B::Error: Into<BoxError>,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return match self.0.as_mut().poll_frame(cx) {
                Poll::Pending => Poll::Pending,
                Poll::Ready(None) => Poll::Ready(None),
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(mut chunk) => Poll::Ready(Some(Ok(chunk.copy_to_bytes(chunk.remaining())))),
                    // Trailers.
                    Err(_) => continue,
                },
                Poll::Ready(Some(Err(error))) => {
                    let error = error.into();
                    let kind = known(&*error).unwrap_or(TransportErrorKind::Broken);
                    Poll::Ready(Some(Err(TransportError::new(kind, error))))
                }
            };
        }
    }
}

/// A service that is a transport. Clones share it.
#[derive(Clone)]
pub struct TransportService(Arc<dyn Transport>);

/// Makes a service of a transport, to put layers upon.
pub fn into_service(transport: impl Transport) -> TransportService {
    TransportService(Arc::new(transport))
}

impl Service<http::Request<Body>> for TransportService {
    type Response = http::Response<ByteStream>;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let transport = Arc::clone(&self.0);
        Box::pin(async move { transport.send(request).await })
    }
}

impl fmt::Debug for TransportService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TransportService")
    }
}

impl HttpBody for ByteStream {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        self.poll_next(cx).map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.poll_chunk(cx).map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.length().map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

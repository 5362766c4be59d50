//! Sending over sockets.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::task::yield_now;

use super::{Reqwest, converted, transport_error};
use crate::body::{self, Body};
use crate::transport::{BoxError, BoxFuture, ByteStream, Transport, TransportError};

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let (mut request, body) = converted(&self.urls, request)?;
            *request.body_mut() = Some(send_body(body));
            catch_up().await;
            let mut received = self.client.execute(request).await.map_err(transport_error)?;
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

/// Lets a runtime of one thread see which connections the server has closed. Such a runtime looks at its sockets only while something
/// runs on it, so after a rest its pool holds connections that have long ended, and a request that is written to one of them may or may
/// not have been read. The first turn looks at the sockets, the second lets the connections notice.
async fn catch_up() {
    let is_one_thread = Handle::try_current().is_ok_and(|handle| handle.runtime_flavor() == RuntimeFlavor::CurrentThread);
    if is_one_thread {
        yield_now().await;
        yield_now().await;
    }
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

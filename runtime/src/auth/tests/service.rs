//! A service that takes its time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::body::Body;
use crate::transport::{BoxFuture, ByteStream, Transport, TransportError};

/// A service that lets others run before it answers, and takes no token but the newest, once one is outdated.
#[derive(Clone, Default)]
pub(super) struct Service {
    /// How many access tokens it gave.
    pub(super) granted: Arc<AtomicU32>,
    /// The number of the newest token that it takes no more.
    pub(super) outdated: Arc<AtomicU32>,
    /// Whether its access tokens expire as soon as they are issued.
    pub(super) is_short_lived: bool,
}

impl Transport for Service {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            if request.method() == http::Method::POST {
                let count = self.granted.fetch_add(1, Ordering::Relaxed) + 1;
                let life = if self.is_short_lived { 0 } else { 1000 };
                let answer = format!(r#"{{"access_token":"{count}","expires_in":{life},"refresh_token":"r{count}"}}"#);
                return Ok(http::Response::new(ByteStream::from_bytes(answer)));
            }
            let token = request.headers()["authorization"].to_str().ok().and_then(|text| text.strip_prefix("Bearer ")?.parse::<u32>().ok());
            let mut response = http::Response::new(ByteStream::from_bytes("{}"));
            if token.is_none_or(|token| token <= self.outdated.load(Ordering::Relaxed)) {
                *response.status_mut() = http::StatusCode::UNAUTHORIZED;
            }
            Ok(response)
        })
    }
}

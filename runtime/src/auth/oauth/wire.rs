//! How requests to an OAuth server travel: by the client's transport, in the client's time, under no call's.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, USER_AGENT};
use http::{HeaderMap, HeaderValue, StatusCode, Uri};

use crate::auth::AuthError;
use crate::auth::error::Class;
use crate::body::Body;
use crate::client::Inner;
use crate::clock::{Clock, within};
use crate::coding::decoded;
use crate::retry::server_hint;
use crate::transport::{Transport, TransportErrorKind, send};
use crate::url::{has_user, is_exposed, resolve};

/// The answers of an OAuth server are small.
const MAX_ANSWER: u64 = 1 << 20;

/// What requests to an OAuth server need of the client. It outlives the call that first asks for a token.
#[derive(Clone)]
pub(crate) struct Wire {
    transport: Arc<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    base: String,
    user_agent: Option<HeaderValue>,
    insecure: bool,
    /// How long one request may take.
    pub(crate) timeout: Duration,
}

/// An answer, with its headers' hint of when to come again.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) body: Bytes,
    pub(super) hint: Option<Duration>,
}

impl Wire {
    pub(crate) fn of(client: &Inner) -> Self {
        Self {
            transport: client.transport.clone(),
            clock: client.clock.clone(),
            base: client.base_text().to_owned(),
            user_agent: client.headers.get(USER_AGENT).cloned(),
            insecure: client.is_insecure(),
            timeout: client.settings.attempt_timeout,
        }
    }

    /// Returns the URL of an endpoint, to which secrets may be sent.
    pub(super) fn endpoint(&self, reference: &str, what: &str) -> Result<Uri, AuthError> {
        let text = resolve(&self.base, reference);
        let uri = text.parse::<Uri>().ok().filter(|uri| matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some());
        let uri = uri.ok_or_else(|| AuthError::last(format!("the URL of {what} cannot be read")))?;
        // A transport would send the user information as another credential.
        if has_user(&uri) {
            return Err(AuthError::last(format!("the URL of {what} holds a user")));
        }
        if !self.insecure && is_exposed(&uri) {
            return Err(AuthError::last(format!("{what} is on plain HTTP, over which no secret is sent: use https")));
        }
        Ok(uri)
    }

    /// Returns the URL of what users are sent to.
    pub(super) fn resolve(&self, reference: &str) -> String {
        resolve(&self.base, reference)
    }

    /// Sends a request and reads its answer, of whatever status.
    pub(super) async fn send(&self, mut request: http::Request<Body>, what: &str) -> Result<Reply, AuthError> {
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        request.headers_mut().extend(self.user_agent.clone().map(|value| (USER_AGENT, value)));
        let exchange = async {
            let response = send(&*self.transport, request).await.map_err(|error| {
                let class = match error.kind() {
                    TransportErrorKind::Connect | TransportErrorKind::Refused => Class::Unharmed,
                    TransportErrorKind::Timeout | TransportErrorKind::Broken | TransportErrorKind::Coding => Class::Unknown,
                    TransportErrorKind::Invalid => Class::Final,
                };
                AuthError::last(format!("{what} did not answer: {error}")).with_class(class).with_source(error)
            })?;
            let (mut parts, stream) = response.into_parts();
            let stream = decoded(&mut parts.headers, stream, &self.clock);
            let body = crate::read::buffer(stream, MAX_ANSWER)
                .await
                .map_err(|_| AuthError::last(format!("the answer of {what} broke off")).with_class(Class::Unknown))?;
            Ok(Reply { status: parts.status, body, hint: self.hint(&parts.headers) })
        };
        within(&*self.clock, self.timeout, exchange)
            .await
            .unwrap_or_else(|| Err(AuthError::last(format!("{what} did not answer in time")).with_class(Class::Unknown)))
    }

    fn hint(&self, headers: &HeaderMap) -> Option<Duration> {
        server_hint(headers, &[], &*self.clock)
    }
}

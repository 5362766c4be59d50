//! One attempt: a request with its credentials, the redirects it meets, and the body of its answer.

use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderValue, Method, Response, Uri};

use super::admit::transmit;
use super::observe;
use super::redirect::{self, Hop, Redirects};
use crate::auth::{AuthError, Class, Unsigned};
use crate::body::Body;
use crate::client::Inner;
use crate::coding::decoded;
use crate::error::{Answered, Kind};
use crate::output::Mode;
use crate::panics::Panicked;
use crate::read::{self, ReadFault};
use crate::redact::Cloak;
use crate::request::Prepared;
use crate::response::{Answer, AnswerBody, status_line};
use crate::retry::{Outcome, status_outcome, transport_outcome};
use crate::transport::{BoxError, ByteStream, ConnectFault, TransportError, TransportErrorKind};
use crate::url::same_origin;

const MAX_REDIRECTS: usize = 10;

/// An attempt that failed.
#[derive(Debug)]
pub(super) struct Failed {
    pub(super) kind: Kind,
    /// What the error says.
    pub(super) message: String,
    /// What the list of attempts says.
    pub(super) reason: String,
    pub(super) source: Option<BoxError>,
    pub(super) fault: Option<ConnectFault>,
    pub(super) answer: Option<Answered>,
    pub(super) outcome: Outcome,
    /// Whether trying again may help.
    pub(super) retriable: bool,
    pub(super) hint: Option<Duration>,
    /// The `Authorization` that was sent.
    pub(super) authorization: Option<HeaderValue>,
}

impl Failed {
    fn new(kind: Kind, outcome: Outcome, retriable: bool, message: impl Into<String>) -> Box<Self> {
        let message = message.into();
        Box::new(Self {
            kind,
            reason: message.clone(),
            message,
            source: None,
            fault: None,
            answer: None,
            outcome,
            retriable,
            hint: None,
            authorization: None,
        })
    }

    pub(super) fn timeout(kind: Kind, message: &str) -> Box<Self> {
        Self::new(kind, Outcome::Ambiguous, kind == Kind::Timeout, message)
    }

    /// The time was up before the request was sent: all of it went into obtaining a token, or a signature.
    pub(super) fn waited_for_credentials(retriable: bool) -> Box<Self> {
        let kind = if retriable { Kind::Timeout } else { Kind::Deadline };
        Self::new(kind, Outcome::NotSent, retriable, "the time was up before there were credentials")
    }

    pub(super) fn last(kind: Kind, message: impl Into<String>) -> Box<Self> {
        Self::new(kind, Outcome::Answered, false, message)
    }

    pub(super) fn unsent(kind: Kind, message: impl Into<String>) -> Box<Self> {
        Self::new(kind, Outcome::NotSent, false, message)
    }

    /// Code of the user's panicked. Nothing is tried again: it would panic again.
    pub(super) fn panicked(panicked: Panicked, outcome: Outcome) -> Box<Self> {
        let mut failed = Self::new(Kind::Panicked, outcome, false, panicked.to_string());
        failed.source = Some(panicked.into());
        failed
    }

    /// Makes the error of a hook that panicked when it was told of a failure: what is known of the effect stays.
    pub(super) fn panicking(mut self: Box<Self>, panicked: Panicked) -> Box<Self> {
        let Self { answer, outcome, authorization, .. } = std::mem::replace(&mut *self, *Self::panicked(panicked, Outcome::Ambiguous));
        (self.answer, self.outcome, self.authorization) = (answer, outcome, authorization);
        self
    }

    fn transport(error: TransportError) -> Box<Self> {
        if let Some(panicked) = Panicked::find(&error) {
            return Self::panicked(panicked.clone(), Outcome::Ambiguous);
        }
        let (outcome, retriable) = transport_outcome(error.kind());
        let kind = match error.kind() {
            TransportErrorKind::Connect | TransportErrorKind::Refused => Kind::Connect,
            TransportErrorKind::Timeout => Kind::Timeout,
            TransportErrorKind::Broken => Kind::Broken,
            TransportErrorKind::Invalid => Kind::Config,
            TransportErrorKind::Coding => Kind::Decode,
        };
        let mut failed = Self::new(kind, outcome, retriable, error.to_string());
        failed.fault = error.connect_fault();
        // The message says what kind of error it is; the cause says the rest.
        failed.source = Some(error.into_source());
        failed
    }

    /// Says which server there is no connection to, or that a plain request met one that may want TLS.
    fn at(mut self: Box<Self>, uri: &Uri) -> Box<Self> {
        // hyper's text for a response that does not begin like one, as TLS alerts do not.
        let is_no_http = |cause: &BoxError| cause.to_string().to_ascii_lowercase().contains("invalid http version");
        if self.kind == Kind::Broken && uri.scheme_str() == Some("http") && self.source.as_ref().is_some_and(is_no_http) {
            "the response is not HTTP, the port may speak TLS: use an `https` URL if so".clone_into(&mut self.message);
            self.reason.clone_from(&self.message);
        }
        let Some(host) = uri.host().filter(|_| self.kind == Kind::Connect && self.outcome == Outcome::NotSent) else { return self };
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 });
        if let Some(rest) = self.message.strip_prefix("no connection to the server") {
            self.message = format!("no connection to {host}:{port}{rest}");
            self.reason.clone_from(&self.message);
        }
        self
    }

    pub(super) fn status(&self) -> Option<u16> {
        self.answer.as_ref().map(|answer| answer.status.as_u16())
    }
}

/// What is known of an attempt under way, whatever ends it.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// Whether a redirect said that the request was dealt with and the answer is elsewhere. What fails from there on says nothing about
    /// the effect.
    acted: bool,
    /// The error that the server has answered with, while its body comes in.
    refused: Option<Box<Failed>>,
    /// Set once the server has redirected to another origin.
    pub(super) astray: Option<Astray>,
}

/// An attempt that another origin ends.
#[derive(Debug, Default)]
pub(super) struct Astray {
    /// The headers of the redirect there, where they tell of limits.
    pub(super) limits: Option<HeaderMap>,
}

impl Progress {
    /// Makes the failure of an attempt whose time was up.
    pub(super) fn timed_out(&mut self, kind: Kind, message: &str) -> Box<Failed> {
        // A body that does not come hides neither the status nor what it says about the effect.
        let failed = self.refused.take().unwrap_or_else(|| Failed::timeout(kind, message));
        self.settle(failed)
    }

    /// Says what a failure means for the effect of the whole attempt.
    pub(super) fn settle(&self, mut failed: Box<Failed>) -> Box<Failed> {
        if self.acted {
            failed.outcome = Outcome::Ambiguous;
        }
        failed
    }
}

/// Sends a request once and reads the answer.
pub(super) async fn exchange(client: &Inner, prepared: &mut Prepared, mode: Mode, progress: &mut Progress) -> Result<Answer, Box<Failed>> {
    let mut hop = Hop::first(client, prepared);
    let mut followed = 0;
    loop {
        let (request, authorization) = request(client, prepared, &hop).await?;
        prepared.is_sent = true;
        let response = transmit(client, prepared.tally.as_ref(), request).await.map_err(|error| Failed::transport(error).at(&hop.uri))?;
        observe::received(client, prepared, &hop, &response);
        let location = redirect::location(response.status(), response.headers());
        let Some(location) = location.filter(|_| prepared.redirects(client) == Redirects::Follow) else {
            return answer(client, prepared, hop.uri, authorization, mode, response, progress).await;
        };
        progress.acted |= hop.is_dealt_with(response.status());
        followed += 1;
        if followed > MAX_REDIRECTS {
            return Err(Failed::last(Kind::Redirect, format!("more than {MAX_REDIRECTS} redirects")));
        }
        hop = hop.next(response.status(), &location, client, prepared)?;
        if progress.astray.is_none() && !same_origin(&prepared.uri, &hop.uri) {
            let limits = Some(response.headers()).filter(|headers| client.brakes.governor.minds(headers)).cloned();
            progress.astray = Some(Astray { limits });
        }
    }
}

async fn request(client: &Inner, prepared: &mut Prepared, hop: &Hop) -> Result<(http::Request<Body>, Option<HeaderValue>), Box<Failed>> {
    let mut headers = prepared.headers(client);
    if !hop.trusted {
        headers = redirect::harmless(&headers);
    }
    if !hop.with_body {
        headers.remove(http::header::CONTENT_TYPE);
    }
    observe::before(client, prepared, hop, &mut headers);
    let mut uri = hop.uri.clone();
    #[cfg(feature = "cassette")]
    let mut keys = None;
    if hop.trusted && (!prepared.uses.is_empty() || client.signs) {
        client.check_secure(&uri).map_err(|message| Failed::unsent(Kind::Config, message))?;
        let mut query = String::new();
        prepared.uses.apply(client, &mut headers, &mut query).await.map_err(without_token)?;
        // A next page's URL may hold the key already.
        if !query.is_empty() && !uri.query().is_some_and(|own| own.split('&').any(|pair| pair == query)) {
            uri = with_query(&uri, &query)?;
        }
        #[cfg(feature = "cassette")]
        if !query.is_empty() {
            keys = Some(crate::transport::cassette::SecretQuery(query));
        }
    }
    // Not before there are credentials: a body that is sent once is still there if they have to be waited for.
    let body = if hop.with_body {
        prepared.payload.open().ok_or_else(|| Failed::last(Kind::Redirect, "a body that was sent cannot be sent on"))?
    } else {
        Body::empty()
    };
    if announces_no_body(&hop.method, body.length()) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    let authorization = headers.get(http::header::AUTHORIZATION).cloned();
    if let Some(value) = &authorization {
        prepared.note_authorization(value);
    }
    if hop.trusted && client.signs {
        sign(client, prepared, hop, &mut uri, &mut headers, &body).await?;
    }
    let mut request = http::Request::new(body);
    *request.method_mut() = hop.method.clone();
    *request.uri_mut() = uri;
    *request.headers_mut() = headers;
    #[cfg(feature = "cassette")]
    if let Some(keys) = keys {
        request.extensions_mut().insert(keys);
    }
    Ok((request, authorization))
}

/// Returns whether a request says that it has no body. RFC 9110, section 8.6: one whose method defines a meaning for a body should have a
/// `Content-Length`, and servers respond with 411 where it has none. The transports leave it out, because they see no body.
pub(crate) fn announces_no_body(method: &Method, length: Option<u64>) -> bool {
    length == Some(0) && matches!(*method, Method::POST | Method::PUT | Method::PATCH)
}

/// Adds what signers add to the request, once everything else is there.
async fn sign(
    client: &Inner,
    prepared: &Prepared,
    hop: &Hop,
    uri: &mut Uri,
    headers: &mut HeaderMap,
    body: &Body,
) -> Result<(), Box<Failed>> {
    let (of_method, of_uri, time) = (&hop.method, &*uri, client.clock.wall());
    let unsigned = Unsigned { method: of_method, uri: of_uri, headers, body: body.as_bytes(), time };
    let signatures = prepared.uses.sign(client, unsigned).await.map_err(without_token)?;
    for signature in signatures {
        let query = signature.add_to(headers);
        if !query.is_empty() {
            *uri = with_query(uri, &query)?;
        }
    }
    Ok(())
}

fn without_token(error: AuthError) -> Box<Failed> {
    if let Some(panicked) = error.panicked() {
        return Failed::panicked(panicked.clone(), Outcome::NotSent);
    }
    let mut failed = Failed::unsent(Kind::Token, error.message());
    failed.retriable = error.class() == Class::Unharmed;
    failed.hint = error.hint();
    failed.source = error.into_cause();
    failed
}

fn with_query(uri: &Uri, query: &str) -> Result<Uri, Box<Failed>> {
    let separator = if uri.query().is_some() { '&' } else { '?' };
    Uri::try_from(format!("{uri}{separator}{query}"))
        .map_err(|_| Failed::unsent(Kind::Config, "the URL with its credential cannot be read"))
}

async fn answer(
    client: &Inner,
    prepared: &Prepared,
    url: Uri,
    authorization: Option<HeaderValue>,
    mode: Mode,
    response: Response<ByteStream>,
    progress: &mut Progress,
) -> Result<Answer, Box<Failed>> {
    let (mut parts, stream) = response.into_parts();
    let limits = prepared.limits(client);
    if header_bytes(&parts.headers) > limits.header_bytes {
        return Err(too_large(
            parts.status,
            HeaderMap::new(),
            format!("the answer's headers are larger than {} bytes", limits.header_bytes),
        ));
    }
    let stream = decoded(&mut parts.headers, stream, &client.clock);
    let is_returned = redirect::location(parts.status, &parts.headers).is_some() && prepared.redirects(client) == Redirects::Return;
    if !parts.status.is_success() && !is_returned {
        let failed = progress.refused.insert(refused(client, prepared, parts.status, parts.headers));
        failed.authorization = authorization;
        let body = read::beginning(stream, limits.error_bytes).await;
        let mut failed = progress.refused.take().unwrap_or_else(|| Failed::last(Kind::Status, status_line(parts.status)));
        if let Some(answered) = &mut failed.answer {
            answered.body = body;
        }
        return Err(failed);
    }
    let idle = prepared.options.attempt_timeout.unwrap_or(client.settings.attempt_timeout);
    let body = match mode {
        Mode::Stream | Mode::Events => AnswerBody::Stream(stream),
        Mode::Buffer => match whole(&parts.headers, stream, limits.response_bytes).await {
            Ok(bytes) => AnswerBody::Bytes(bytes),
            Err(ReadFault::TooLarge) => {
                let message = format!("the answer is larger than {} bytes", limits.response_bytes);
                return Err(too_large(parts.status, parts.headers, message));
            }
            Err(ReadFault::Transport(error)) => return Err(broken_off(error, parts.status, parts.headers)),
        },
    };
    Ok(Answer {
        op: prepared.op,
        status: parts.status,
        headers: parts.headers,
        url,
        body,
        attempts: Vec::new(),
        idle: (mode != Mode::Buffer).then(|| (client.clock.clone(), idle)),
        limits,
        reopen: None,
        tolerance: client.settings.tolerance.clone(),
        cloak: Cloak::default(),
    })
}

fn header_bytes(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum()
}

fn too_large(status: http::StatusCode, headers: HeaderMap, message: String) -> Box<Failed> {
    let mut failed = Failed::last(Kind::TooLarge, message);
    failed.answer = Some(Answered { status, headers, body: Bytes::new() });
    failed
}

async fn whole(headers: &HeaderMap, stream: ByteStream, limit: u64) -> Result<Bytes, ReadFault> {
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    // A compressed body has lost its length together with its coding.
    if announced.is_some_and(|length| length > limit) {
        return Err(ReadFault::TooLarge);
    }
    read::buffer(stream, limit).await
}

/// The server reported success, but its response ended early or cannot be read.
fn broken_off(error: TransportError, status: http::StatusCode, headers: HeaderMap) -> Box<Failed> {
    let is_whole = error.kind() == TransportErrorKind::Coding;
    let mut failed = Failed::transport(error);
    if !is_whole {
        failed.outcome = Outcome::Ambiguous;
    }
    failed.answer = Some(Answered { status, headers, body: Bytes::new() });
    failed
}

fn refused(client: &Inner, prepared: &Prepared, status: http::StatusCode, headers: HeaderMap) -> Box<Failed> {
    let (outcome, retriable) = status_outcome(status, &headers);
    let mut failed = Failed::new(Kind::Status, outcome, retriable, status_line(status));
    let retry = prepared.options.retry.as_ref().unwrap_or(&client.settings.retry);
    failed.hint = retry.hint(&headers, &*client.clock);
    failed.answer = Some(Answered { status, headers, body: Bytes::new() });
    failed
}

//! Answers from a recording.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

use super::body::{self, Recorded};
use super::recorder::request;
use super::redaction::Secrets;
use super::tape::{self, Answer, Exchange};
use super::{Redaction, SecretQuery};
use crate::body::Body;
use crate::transport::fake::read;
use crate::transport::{BoxFuture, ByteStream, Transport, TransportError, TransportErrorKind};

/// A transport that answers from a file that a [`Recorder`](super::Recorder) wrote.
///
/// A request gets the first recorded answer that was not given before to a request with its method, URL and body. Secrets do not count,
/// for they are not in the file. Headers do not count either. What was not recorded is an error that says which exchange is the nearest
/// and what differs.
pub struct Player {
    path: PathBuf,
    order: Order,
    redaction: Redaction,
    state: Mutex<State>,
}

/// Which answers may be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// The first that fits.
    Any,
    /// The next only.
    Recorded,
}

struct State {
    secrets: Secrets,
    exchanges: Vec<(Exchange, bool)>,
}

impl Player {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Returns an error where the file cannot be read or holds no recording.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let exchanges = tape::load(path.as_ref())?.into_iter().map(|exchange| (exchange, false)).collect();
        let redaction = Redaction::default();
        let state = Mutex::new(State { secrets: Secrets::new(&redaction), exchanges });
        Ok(Self { path: path.as_ref().to_owned(), order: Order::Any, redaction, state })
    }

    /// Sets what was taken out of the recording: the same as was set on the [`Recorder`](super::Recorder).
    #[must_use]
    pub fn redaction(mut self, redaction: Redaction) -> Self {
        self.state().secrets = Secrets::new(&redaction);
        self.redaction = redaction;
        self
    }

    /// Takes requests in the order of the recording only. Default: in any order.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        self.order = Order::Recorded;
        self
    }

    /// Returns how many answers have not been given.
    pub fn left(&self) -> usize {
        self.state().exchanges.iter().filter(|(_, given)| !given).count()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, parts: &http::request::Parts, sent: &[u8]) -> Result<Answer, String> {
        let keys = parts.extensions.get::<SecretQuery>();
        let mut state = self.state();
        state.secrets.learn_request(&parts.uri, &parts.headers, keys);
        body::learn(&mut state.secrets, &parts.headers, sent);
        let (url, body) = request(&state.secrets, &parts.uri, keys, &parts.headers, sent);
        let asked = Asked { method: parts.method.as_str(), url: &url, body: &body };
        let next = state.exchanges.iter().position(|(_, given)| !given);
        let found = match self.order {
            Order::Any => state.exchanges.iter().position(|(exchange, given)| !given && asked.fits(exchange)),
            Order::Recorded => next.filter(|next| asked.fits(&state.exchanges[*next].0)),
        };
        if let Some((exchange, given)) = found.and_then(|found| state.exchanges.get_mut(found)) {
            *given = true;
            return Ok(exchange.answer.clone());
        }
        let why = match (self.order, next) {
            (_, None) if state.exchanges.is_empty() => "nothing is recorded".to_owned(),
            (Order::Recorded, None) => "every answer was given".to_owned(),
            (Order::Recorded, Some(next)) => format!("the next, {}, {}", name(&state, next), asked.difference(&state.exchanges[next].0)),
            (Order::Any, _) => asked.nearest(&state),
        };
        Err(format!("`{} {url}` was not recorded in `{}`: {why}", parts.method, self.path.display()))
    }
}

/// Names an exchange by its place and first line.
fn name(state: &State, at: usize) -> String {
    state.exchanges.get(at).map_or(String::new(), |(exchange, _)| format!("number {} (`{} {}`)", at + 1, exchange.method, exchange.url))
}

/// A request, without secrets.
struct Asked<'a> {
    method: &'a str,
    url: &'a str,
    body: &'a Recorded,
}

impl Asked<'_> {
    fn fits(&self, exchange: &Exchange) -> bool {
        self.method == exchange.method && self.url == exchange.url && *self.body == exchange.body
    }

    fn nearest(&self, state: &State) -> String {
        // The first of those that are equally near.
        let nearest = (0..state.exchanges.len()).rev().max_by_key(|at| self.likeness(&state.exchanges[*at].0));
        let Some(nearest) = nearest else { return "nothing is recorded".to_owned() };
        let (exchange, given) = &state.exchanges[nearest];
        if *given && self.fits(exchange) {
            return format!("the answer of {} was given already", name(state, nearest));
        }
        format!("the nearest, {}, {}", name(state, nearest), self.difference(exchange))
    }

    fn likeness(&self, exchange: &Exchange) -> usize {
        let (path, query) = split(self.url);
        let (other_path, other_query) = split(&exchange.url);
        let segments = path.split('/').zip(other_path.split('/')).filter(|(a, b)| a == b).count();
        let pairs = query.split('&').filter(|pair| other_query.split('&').any(|other| other == *pair)).count();
        16 * usize::from(self.method == exchange.method)
            + 16 * usize::from(path == other_path)
            + 4 * usize::from(*self.body == exchange.body)
            + segments.min(8)
            + pairs.min(8)
    }

    fn difference(&self, exchange: &Exchange) -> String {
        let (path, query) = split(self.url);
        let (other_path, other_query) = split(&exchange.url);
        if self.method != exchange.method {
            return "has another method".to_owned();
        }
        if path != other_path {
            return "has another path".to_owned();
        }
        if query != other_query {
            let differs = |pair: &&str| !other_query.split('&').any(|other| other == *pair);
            let missing = |pair: &&str| !query.split('&').any(|other| other == *pair);
            let pair = query.split('&').find(differs).or_else(|| other_query.split('&').find(missing)).unwrap_or(query);
            return format!("differs in the query at `{}`", pair.split('=').next().unwrap_or_default());
        }
        match (self.body, &exchange.body) {
            (Recorded::Json(sent), Recorded::Json(recorded)) => {
                format!("differs in the body at `{}`", json_difference(sent, recorded).unwrap_or_default())
            }
            _ => "has another body".to_owned(),
        }
    }
}

fn split(url: &str) -> (&str, &str) {
    url.split_once('?').unwrap_or((url, ""))
}

/// Returns a JSON pointer to the first difference.
fn json_difference(a: &Value, b: &Value) -> Option<String> {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => a.keys().chain(b.keys()).find_map(|name| {
            let rest = match (a.get(name), b.get(name)) {
                (Some(a), Some(b)) => json_difference(a, b)?,
                _ => String::new(),
            };
            let mut pointer = String::new();
            crate::pointer::push(&mut pointer, name);
            Some(pointer + &rest)
        }),
        (Value::Array(a), Value::Array(b)) => {
            let within = a.iter().zip(b).enumerate().find_map(|(at, (a, b))| Some(format!("/{at}{}", json_difference(a, b)?)));
            within.or_else(|| (a.len() != b.len()).then(|| format!("/{}", a.len().min(b.len()))))
        }
        _ => (a != b).then(String::new),
    }
}

impl Transport for Player {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let sent = read(body).await?;
            match self.answer(&parts, &sent) {
                Ok(answer) => respond(answer),
                Err(message) => Err(TransportError::new(TransportErrorKind::Invalid, message)),
            }
        })
    }
}

fn respond(answer: Answer) -> Result<http::Response<ByteStream>, TransportError> {
    let malformed = |what: &'static str| TransportError::new(TransportErrorKind::Invalid, what);
    let (status, headers, body, broken) = match answer {
        Answer::Error(kind) => return Err(TransportError::new(kind, "recorded")),
        Answer::Response { status, headers, body, broken } => (status, headers, body, broken),
    };
    if let (Recorded::Omitted(reason), false) = (&body, broken) {
        return Err(TransportError::new(TransportErrorKind::Invalid, format!("the response cannot be replayed: {reason}")));
    }
    let mut chunks = vec![Ok(body.to_bytes().into())];
    if broken {
        chunks.push(Err(TransportError::new(TransportErrorKind::Broken, "recorded")));
    }
    let mut response = http::Response::new(ByteStream::from_chunks(chunks));
    *response.status_mut() = StatusCode::from_u16(status).map_err(|_| malformed("the recorded status is none"))?;
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| malformed("a recorded header has a name that is none"))?;
        let value = HeaderValue::from_str(&value).map_err(|_| malformed("a recorded header has a value that is none"))?;
        response.headers_mut().append(name, value);
    }
    Ok(response)
}

impl fmt::Debug for Player {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Player").field("path", &self.path).field("order", &self.order).field("left", &self.left()).finish_non_exhaustive()
    }
}

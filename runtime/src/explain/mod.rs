//! What a call would do: the exact request, the credentials and why, the time-outs, and what would be repeated.
//!
//! **Invariants:** explaining sends nothing, fetches no token and changes nothing; and no secret is in an explanation.

mod auth;
mod body;
mod curl;
mod show;

use std::time::Duration;

pub use self::auth::{Alternative, ChosenAuth, SchemeState};
pub use self::body::BodyOutline;
use crate::auth::{Held, Uses, select};
use crate::call::Call;
use crate::client::{Client, Inner};
use crate::operation::{Operation, SchemeKind, Use};
use crate::redact::{self, Cloak, Known, Shown};
use crate::request::{Payload, Prepared, Request};
use crate::send::announces_no_body;

/// What a call would do. `Display` tells it in lines; secrets stand as `[redacted]`.
///
/// Hooks of the client and signatures are made when a request is sent, so what they add is not here.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Explanation {
    /// The operation.
    pub operation: &'static Operation,
    /// The method.
    pub method: String,
    /// The URL; without the call's values where it cannot be made.
    pub url: String,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: BodyOutline,
    /// The credentials, and why those.
    pub auth: ChosenAuth,
    /// Whether a signature is added when the request is sent.
    pub is_signed: bool,
    /// How long the call may take.
    pub timeout: Duration,
    /// How long one attempt may take.
    pub attempt_timeout: Duration,
    /// Whether a request whose outcome is unknown is repeated, and why.
    pub repetition: Repetition,
    /// How many attempts there are at most.
    pub attempts: u32,
    /// How the pages of the list hang together; `None` where it is none.
    pub pagination: Option<String>,
    /// Why nothing would be sent; `None` where the request is in order.
    pub problem: Option<String>,
    /// The request with secrets as names.
    outline: Outline,
}

/// Whether a request is repeated whose outcome is unknown. One that the server cannot have acted on is repeated in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repetition {
    /// The method is idempotent (RFC 9110, section 9.2.2).
    ByMethod,
    /// The document or its configuration says that a repetition has no second effect.
    ByConfiguration,
    /// An idempotency key travels.
    ByKey,
    /// [`Retry::repeat_ambiguous`](crate::Retry::repeat_ambiguous) was asked for.
    ByChoice,
    /// It may have a second effect.
    Never,
    /// The body can be sent once only, so nothing is repeated.
    NotWithThisBody,
}

#[derive(Clone, Debug, Default)]
struct Outline {
    url: Shown,
    headers: Vec<(String, Shown)>,
    body: Option<Shown>,
}

impl<T, E, P> Call<'_, T, E, P> {
    /// Tells what the call would do, without doing it: nothing is sent, no token is fetched.
    pub fn explain(&self) -> Explanation {
        let (client, request) = self.parts();
        explain(client, request)
    }

    /// Writes the call as a `curl` command for a POSIX shell. Secrets stand as variables, such as `$X_API_KEY`, that are named after the
    /// header, parameter or security scheme; a body that is not in memory as `@BODY`, with a comment before the command.
    pub fn to_curl(&self) -> String {
        self.explain().to_curl()
    }
}

fn explain(client: &Client, request: &Request) -> Explanation {
    let inner = client.inner();
    let op = request.op;
    let options = &request.options;
    let retry = options.retry.as_ref().unwrap_or(&inner.settings.retry);
    let mut copy = request.with_payload(Payload::None);
    let mut problem = copy.check().err();
    let uses = select(inner, op).unwrap_or_else(|failure| {
        problem.get_or_insert(failure);
        Uses::none()
    });
    let (timeout, attempt_timeout) =
        (options.timeout.unwrap_or(inner.settings.timeout), options.attempt_timeout.unwrap_or(inner.settings.attempt_timeout));
    let keyed = !op.idempotency_header.is_empty() || options.idempotency_key.is_some();
    let random_key = !op.idempotency_header.is_empty() && options.idempotency_key.is_none() && !request.has_header(op.idempotency_header);
    if random_key {
        // Drawn anew for each call, so none is drawn here.
        copy.options.idempotency_key = Some(String::new());
    }
    let prepared = copy.prepare_with(inner, uses).map_err(|failure| problem.get_or_insert(failure)).ok();
    let trusted = prepared.as_ref().is_none_or(|prepared| prepared.trusted);
    let known = known(inner, request, prepared.as_ref());
    let joined = request.payload.joined_copy();
    let payload = joined.as_ref().unwrap_or(&request.payload);
    let outline = match &prepared {
        Some(prepared) => outlined(inner, request, payload, prepared, &known, random_key),
        None => Outline { url: shown(&format!("{}{}", inner.base_text(), op.path)).hide(&known), ..Outline::default() },
    };
    let marked = |shown: &Shown| shown.marked("[redacted]");
    let headers = outline.headers.iter().map(|(name, value)| (name.clone(), marked(value))).collect();
    Explanation {
        operation: op,
        method: op.method.to_owned(),
        url: marked(&outline.url),
        headers,
        body: body::outline(payload, outline.body.as_ref().map(marked)),
        auth: auth::chosen(inner, op, uses, trusted),
        is_signed: trusted && is_signed(inner, uses),
        timeout,
        attempt_timeout,
        repetition: repetition(request, keyed, retry.repeat_ambiguous),
        attempts: if body::is_once(&request.payload) { 1 } else { retry.attempts },
        pagination: op.pages.map(|pages| show::pagination(&pages)),
        problem: problem.map(|failure| known.shown(&failure.to_string()).into_owned()),
        outline,
    }
}

fn shown(text: &str) -> Shown {
    let mut shown = Shown::default();
    shown.text(text);
    shown
}

/// Returns the secrets of the call, including those that are too short to search for in a server's text: here, each is known to be sent.
fn known(client: &Inner, request: &Request, prepared: Option<&Prepared>) -> Known {
    let cloak = prepared.map_or_else(|| request.cloak(client), |prepared| prepared.cloak(client));
    // The request that was prepared is without its body.
    let mut known = Cloak { body: request.payload.as_bytes(), ..cloak }.known();
    request.secrets.iter().for_each(|secret| known.insert(secret.expose()));
    known
}

fn outlined(client: &Inner, request: &Request, payload: &Payload, prepared: &Prepared, known: &Known, random_key: bool) -> Outline {
    let api = client.settings.api;
    let mut url = redact::url(api, &prepared.uri.to_string()).hide(known);
    let mut headers: Vec<(String, Shown)> = redact::headers(api, &prepared.headers(client))
        .into_iter()
        .map(|(name, value)| (name.as_str().to_owned(), value.hide(known)))
        .collect();
    if announces_no_body(&prepared.method, payload.length()) {
        headers.retain(|(own, _)| own != "content-length");
        headers.push(("content-length".to_owned(), shown("0")));
    }
    if random_key && let Some((name, value)) = headers.iter_mut().find(|(own, _)| own.eq_ignore_ascii_case(prepared.op.idempotency_header))
    {
        value.secret(name);
    }
    if prepared.trusted {
        let made_in_advance = |used: &&Use| !matches!(client.held(used.scheme), Some(Held::Signer(_)));
        for used in prepared.uses.schemes().iter().filter(made_in_advance) {
            let kind = api.schemes.iter().find(|scheme| scheme.name == used.scheme).map(|scheme| scheme.kind);
            credential(used.scheme, kind, &mut url, &mut headers);
        }
    }
    Outline { url, headers, body: body::shown(api, request, payload, known) }
}

fn is_signed(client: &Inner, uses: Uses) -> bool {
    client.settings.signer.is_some() || uses.schemes().iter().any(|used| matches!(client.held(used.scheme), Some(Held::Signer(_))))
}

/// Puts a credential where it travels.
fn credential(scheme: &str, kind: Option<SchemeKind>, url: &mut Shown, headers: &mut Vec<(String, Shown)>) {
    let mut value = Shown::default();
    let name = match kind {
        Some(SchemeKind::ApiKeyHeader(name)) => {
            value.secret(scheme);
            name.to_ascii_lowercase()
        }
        Some(SchemeKind::ApiKeyQuery(name)) => {
            let has_query = url.marked("").contains('?');
            url.text(if has_query { "&" } else { "?" });
            let mut encoded = String::new();
            crate::url::push_component(&mut encoded, name);
            url.text(&format!("{encoded}="));
            url.secret(scheme);
            return;
        }
        Some(SchemeKind::ApiKeyCookie(name)) => {
            if let Some((_, cookies)) = headers.iter_mut().find(|(own, _)| own == "cookie") {
                cookies.text(&format!("; {name}="));
                cookies.secret(scheme);
                return;
            }
            value.text(&format!("{name}="));
            value.secret(scheme);
            "cookie".to_owned()
        }
        Some(SchemeKind::MutualTls) | None => return,
        Some(SchemeKind::Basic) => authorization(&mut value, "Basic", scheme),
        Some(SchemeKind::Http(word)) => authorization(&mut value, word, scheme),
        Some(SchemeKind::Bearer | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_)) => authorization(&mut value, "Bearer", scheme),
    };
    headers.retain(|(own, _)| *own != name);
    headers.push((name, value));
}

fn authorization(value: &mut Shown, word: &str, scheme: &str) -> String {
    value.text(&format!("{word} "));
    value.secret(scheme);
    "authorization".to_owned()
}

fn repetition(request: &Request, keyed: bool, asked: bool) -> Repetition {
    if body::is_once(&request.payload) {
        return Repetition::NotWithThisBody;
    }
    match request.op.idempotent {
        Some(true) => Repetition::ByConfiguration,
        None if request.op.is_repeatable() => Repetition::ByMethod,
        _ if keyed => Repetition::ByKey,
        _ if asked => Repetition::ByChoice,
        _ => Repetition::Never,
    }
}

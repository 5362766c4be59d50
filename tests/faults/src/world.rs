//! What is behind both networks: the services, what goes wrong, another origin, and what was seen.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, LINK, LOCATION, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, Request, Response, Uri};
use serde_json::{Value, json};
use turnbuckle_tests::demo::{Backend, credentials};

use crate::fault::Fault;
use crate::rotation::Rotation;

/// What no other origin and nothing that is printed may have.
pub const SECRETS: [&str; 11] = [
    credentials::CRM_KEY,
    credentials::CRM_CLIENT_SECRET,
    "Y3JtLWNsaWVudDpjcm0tc2VjcmV0",
    "crm-token-",
    credentials::BILLING_KEY,
    "c2tfdGVzdF9kZW1vOg",
    credentials::MAILER_KEY,
    credentials::HELPDESK_KEY,
    credentials::WAREHOUSE_TOKEN,
    credentials::WAREHOUSE_SESSION,
    PRIVATE,
];

/// A header of the client's own that belongs to its origin.
pub const PRIVATE: &str = "private-to-the-origin";

/// The services with all that goes wrong before them.
pub struct World {
    /// The origin of the services.
    pub origin: String,
    /// Another origin, which shows the same pages to everybody.
    pub elsewhere: String,
    backend: Backend,
    /// Tokens that are renewed.
    pub rotation: Rotation,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    script: VecDeque<Option<Fault>>,
    /// When each request came.
    arrivals: Vec<Duration>,
    /// What the other origin was sent.
    seen_elsewhere: Vec<String>,
    /// Answers that are to be read at a place of their own.
    results: Vec<Response<Bytes>>,
    /// Pages that were put off by an empty one.
    aliases: HashMap<String, Uri>,
    /// The last page of each path.
    pages: HashMap<String, Response<Bytes>>,
    empty_pages: u32,
    happened: Vec<Fault>,
    /// The status of the next response of the other origin, which tells limits.
    limit_away: Option<u16>,
    /// The resources whose limits were told to be used up.
    limited: Vec<String>,
    /// Requests to the services that came with the other origin's cookie.
    with_foreign_cookie: Vec<String>,
}

/// A cookie that the other origin sets.
const FOREIGN_COOKIE: &str = "planted=elsewhere";

impl World {
    /// Makes a world with a script, which is worked off request by request.
    pub fn new(origin: impl Into<String>, elsewhere: impl Into<String>, script: &[Option<Fault>]) -> Self {
        let origin = origin.into();
        let state = State { script: script.iter().cloned().collect(), ..State::default() };
        Self {
            backend: Backend::seeded(origin.clone()),
            origin,
            elsewhere: elsewhere.into(),
            rotation: Rotation::default(),
            state: Mutex::new(state),
        }
    }

    /// Returns the base URL of a service.
    pub fn base(&self, api: &str) -> String {
        format!("{}/{api}", self.origin)
    }

    /// Returns how often an operation changed something.
    pub fn effects(&self, operation: &str) -> usize {
        self.backend.log().effects(operation)
    }

    /// Returns when requests came.
    pub fn arrivals(&self) -> Vec<Duration> {
        self.state().arrivals.clone()
    }

    /// Returns what the other origin was sent, a text for each request.
    pub fn seen_elsewhere(&self) -> Vec<String> {
        self.state().seen_elsewhere.clone()
    }

    /// Returns what has gone wrong so far.
    pub fn happened(&self) -> Vec<Fault> {
        self.state().happened.clone()
    }

    /// Returns how many pages without items came.
    pub fn empty_pages(&self) -> u32 {
        self.state().empty_pages
    }

    /// Returns the requests to the services that came with a cookie of the other origin.
    pub fn seen_with_foreign_cookie(&self) -> Vec<String> {
        self.state().with_foreign_cookie.clone()
    }

    /// Returns whether the limit of a resource, which is the last part of a list's path, was told to be used up.
    pub fn is_limited(&self, resource: &str) -> bool {
        self.state().limited.iter().any(|limited| limited == resource)
    }

    /// Has nothing go wrong any more.
    pub fn calm(&self) {
        self.state().script.clear();
    }

    /// Takes note that a request comes and returns what goes wrong with it.
    pub fn arrive(&self, at: Duration) -> Option<Fault> {
        let mut state = self.state();
        state.arrivals.push(at);
        let fault = state.script.pop_front().flatten();
        state.happened.extend(fault.clone());
        fault
    }

    /// Takes note of what a request holds.
    pub fn see(&self, request: &Request<Bytes>) {
        if self.is_elsewhere(request.uri()) {
            let headers = request.headers().iter().map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())));
            let headers: Vec<String> = headers.collect();
            let body = String::from_utf8_lossy(request.body());
            self.state().seen_elsewhere.push(format!("{} {}\n{}\n\n{body}", request.method(), request.uri(), headers.join("\n")));
        } else if request
            .headers()
            .values()
            .any(|value| value.as_bytes().windows(FOREIGN_COOKIE.len()).any(|it| it == FOREIGN_COOKIE.as_bytes()))
        {
            self.state().with_foreign_cookie.push(format!("{} {}", request.method(), request.uri()));
        }
    }

    fn is_elsewhere(&self, uri: &Uri) -> bool {
        uri.to_string().strip_prefix(&self.elsewhere).is_some_and(|rest| rest.starts_with('/'))
    }

    /// Does the work that a request asks for.
    pub fn work(&self, request: &Request<Bytes>) -> Response<Bytes> {
        let mut request = request.clone();
        if let Some(uri) = self.put_off(request.uri()) {
            *request.uri_mut() = uri;
        }
        if let Some((_, number)) = request.uri().path().split_once("/results-") {
            let result = number.parse::<usize>().ok().and_then(|number| self.state().results.get(number).cloned());
            return result.unwrap_or_else(|| status(404));
        }
        if self.is_elsewhere(request.uri()) {
            let limit = self.state().limit_away.take();
            self.let_in(&mut request);
            if let Some(code) = limit {
                return limited_for_a_day(if code == 200 { self.backend.answer(&request) } else { typed(code, "application/json", "{}") });
            }
        }
        if let Some(response) = self.rotation.answer(&mut request) {
            return response;
        }
        let response = self.backend.answer(&request);
        if request.method() == "GET" && response.status() == 200 {
            self.state().pages.insert(request.uri().path().to_owned(), response.clone());
        }
        response
    }

    /// Gives a request that came without credentials, as it should, those of the other origin.
    fn let_in(&self, request: &mut Request<Bytes>) {
        let uri = request.uri().clone();
        let api = uri.path().trim_start_matches('/').split('/').next().unwrap_or_default();
        let query = uri.query().map(|query| format!("{query}&")).unwrap_or_default();
        let key = if api == "mailer" { format!("apikey={}", credentials::MAILER_KEY) } else { String::new() };
        *request.uri_mut() = format!("{}{}?{query}{key}", self.origin, uri.path()).parse().expect("the URL was one before");
        let bearer = if api == "billing" { credentials::BILLING_KEY } else { credentials::WAREHOUSE_TOKEN };
        let key = if api == "crm" { credentials::CRM_KEY } else { credentials::HELPDESK_KEY };
        for (name, value) in
            [("authorization", format!("Bearer {bearer}")), ("x-api-key", key.to_owned()), ("x-account-id", "acme".to_owned())]
        {
            request.headers_mut().insert(name, value.parse().expect("it is a header's value"));
        }
    }

    /// Does the work, and changes the answer as a fault says that is no matter of the network.
    pub fn respond(&self, request: &Request<Bytes>, fault: &Fault) -> Response<Bytes> {
        match fault {
            Fault::Status(code, wait) | Fault::StatusStall(code, wait) => refuse(request, *code, *wait),
            Fault::StatusAfter(code) => {
                self.work(request);
                refuse(request, *code, None)
            }
            Fault::Garbage => {
                self.work(request);
                typed(200, "text/html", "<!doctype html><title>Sign in</title>")
            }
            Fault::HeaderBomb => {
                let mut response = self.work(request);
                for number in 0..40 {
                    let name: http::HeaderName = format!("x-bomb-{number}").parse().expect("it is a name");
                    response.headers_mut().insert(name, HeaderValue::from_str(&"x".repeat(16 << 10)).expect("it is a value"));
                }
                response
            }
            Fault::Redirect(code) => redirect(*code, &request.uri().to_string()),
            Fault::SeeOther => self.see_other(request, &self.origin),
            Fault::SeeOtherAway => self.see_other(request, &self.elsewhere),
            Fault::RedirectAway(code) => {
                let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
                // What changes something is told to go there with all it has.
                let code = if request.method() == "GET" { *code } else { 307 };
                redirect(code, &format!("{}{path}", self.elsewhere))
            }
            Fault::Limit => self.limit(request),
            Fault::LimitAway(code) => {
                self.state().limit_away = Some(*code);
                let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
                redirect(307, &format!("{}{path}", self.elsewhere))
            }
            Fault::Members | Fault::Drip(_) => {
                let mut response = self.work(request);
                response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                response
            }
            Fault::LinkAway => self.link_away(request),
            Fault::LoopPage => self.loop_page(request),
            Fault::EmptyPage => self.empty_page(request),
            Fault::Revoke => {
                self.backend.revoke_tokens();
                self.rotation.revoke();
                self.work(request)
            }
            _ => self.work(request),
        }
    }

    fn see_other(&self, request: &Request<Bytes>, origin: &str) -> Response<Bytes> {
        let response = self.work(request);
        let mut state = self.state();
        state.results.push(response);
        // Relative links of the answer are relative to where it is read.
        let api = request.uri().path().split('/').nth(1).unwrap_or_default();
        redirect(303, &format!("{origin}/{api}/results-{}", state.results.len() - 1))
    }

    /// Does the work, and says that its resource is used up.
    fn limit(&self, request: &Request<Bytes>) -> Response<Bytes> {
        let mut response = self.work(request);
        let Some(resource) = resource(request.uri()) else { return response };
        for (name, value) in [
            ("x-ratelimit-limit", "30"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "45"),
            ("x-ratelimit-resource", resource.as_str()),
        ] {
            response.headers_mut().insert(name, value.parse().expect("it is a header's value"));
        }
        self.state().limited.push(resource);
        response
    }

    fn link_away(&self, request: &Request<Bytes>) -> Response<Bytes> {
        let mut response = self.work(request);
        let secret = sent_secret(request);
        let away = |url: &str| {
            let url = url.replacen(&self.origin, &self.elsewhere, 1);
            let url = if url.starts_with("http") { url } else { format!("{}{url}", self.elsewhere) };
            if secret.is_empty() { url } else { format!("{url}&apikey={secret}&key={secret}") }
        };
        if let Some(link) = response.headers().get(LINK).and_then(|value| value.to_str().ok()).filter(|link| link.contains("rel=\"next\""))
        {
            // It is the last of the links, and the others are relations of other kinds.
            let target = link.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(target, _)| target);
            // The link is relative to the list.
            let target =
                if target.starts_with('/') || target.starts_with("http") { target.to_owned() } else { format!("/mailer/{target}") };
            let link = format!("<{}>; rel=\"next\"", away(&target));
            response.headers_mut().insert(LINK, link.parse().expect("it is a header's value"));
        }
        if let Ok(mut body) = serde_json::from_slice::<Value>(response.body())
            && let Some(next) = body["next"].as_str()
        {
            body["next"] = json!(away(next));
            *response.body_mut() = body.to_string().into();
        }
        response
    }

    fn loop_page(&self, request: &Request<Bytes>) -> Response<Bytes> {
        let cursor = query(request.uri(), "cursor");
        let before = self.state().pages.get(request.uri().path()).cloned();
        let mut response = self.work(request);
        let Ok(mut body) = serde_json::from_slice::<Value>(response.body()) else { return response };
        if body["next_cursor"].is_string() && cursor.is_some() {
            body["next_cursor"] = json!(cursor);
        } else if body["next"].is_string() {
            body["next"] = json!(request.uri().to_string());
        } else if body["has_more"].is_boolean() && query(request.uri(), "starting_after").is_some() {
            return before.unwrap_or(response);
        } else if response.headers().contains_key(LINK) {
            let link = format!("<{}>; rel=\"next\"", request.uri());
            response.headers_mut().insert(LINK, link.parse().expect("it is a header's value"));
            return response;
        }
        *response.body_mut() = body.to_string().into();
        response
    }

    fn empty_page(&self, request: &Request<Bytes>) -> Response<Bytes> {
        if request.method() != "GET" {
            return self.work(request);
        }
        let alias = format!("put-off-{}", self.state().aliases.len());
        let uri = request.uri();
        let at = format!("{}{}?alias={alias}", self.origin, uri.path());
        let response = match uri.path() {
            "/crm/contacts" => json_of(&json!({"data": [], "next_cursor": alias})),
            "/warehouse/items" => json_of(&json!({"data": [], "next": at})),
            "/mailer/campaigns" => {
                let mut response = json_of(&json!([]));
                response.headers_mut().insert(LINK, format!("<{at}>; rel=next").parse().expect("it is a header's value"));
                response
            }
            _ => return self.work(request),
        };
        let original = self.put_off(uri).unwrap_or_else(|| uri.clone());
        let mut state = self.state();
        state.aliases.insert(alias, original);
        state.empty_pages += 1;
        response
    }

    /// Returns the page that a cursor or URL of an empty page leads to.
    fn put_off(&self, uri: &Uri) -> Option<Uri> {
        let alias = query(uri, "alias").or_else(|| query(uri, "cursor"))?;
        self.state().aliases.get(&alias).cloned()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns what a service counts a request to: the part of its path after that of the service.
pub fn resource(uri: &Uri) -> Option<String> {
    uri.path().split('/').nth(2).filter(|part| !part.is_empty()).map(str::to_owned)
}

/// What the other origin says of itself, and nobody else is to heed.
fn limited_for_a_day(mut response: Response<Bytes>) -> Response<Bytes> {
    for (name, value) in [
        ("x-ratelimit-limit", "1"),
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset", "86000"),
        ("ratelimit", "\"all\";r=0;t=86000"),
        ("ratelimit-policy", "\"all\";q=1;w=86400"),
        ("retry-after", "86000"),
        ("set-cookie", FOREIGN_COOKIE),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Refuses, and repeats what it was sent to whoever reads errors.
fn refuse(request: &Request<Bytes>, code: u16, wait: Option<&str>) -> Response<Bytes> {
    let secret = sent_secret(request);
    let body = json!({"type": "about:blank", "title": format!("Not with {secret}"), "status": code, "detail": secret}).to_string();
    let mut response = typed(code, "application/problem+json", &body);
    if let Ok(value) = HeaderValue::from_str(&secret) {
        response.headers_mut().insert("x-request-id", value);
    }
    if let Some(value) = wait.and_then(|wait| HeaderValue::from_str(wait).ok()) {
        response.headers_mut().insert(RETRY_AFTER, value);
    }
    response
}

/// Returns the credential that a request came with.
fn sent_secret(request: &Request<Bytes>) -> String {
    secret_of(request.headers()).or_else(|| query(request.uri(), "apikey")).unwrap_or_default()
}

fn secret_of(headers: &HeaderMap) -> Option<String> {
    let value = headers.get("authorization").or_else(|| headers.get("x-api-key")).or_else(|| headers.get("cookie"))?;
    value.to_str().ok()?.rsplit([' ', '=']).next().map(str::to_owned)
}

fn query(uri: &Uri, name: &str) -> Option<String> {
    let pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(known, _)| *known == name).map(|(_, value)| value.to_owned()).next()
}

fn status(code: u16) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = http::StatusCode::from_u16(code).expect("it is a status");
    response
}

pub(crate) fn typed(code: u16, media_type: &'static str, body: &str) -> Response<Bytes> {
    let mut response = status(code);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    *response.body_mut() = Bytes::copy_from_slice(body.as_bytes());
    response
}

fn json_of(body: &Value) -> Response<Bytes> {
    typed(200, "application/json", &body.to_string())
}

fn redirect(code: u16, location: &str) -> Response<Bytes> {
    let mut response = status(code);
    response.headers_mut().insert(LOCATION, location.parse().expect("it is a header's value"));
    response
}

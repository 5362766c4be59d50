//! Listens, reads requests whole, has faults happen, and hands requests to the services.

use super::exchange::{Failure, Part, Reply, Request, percent_decode};
use super::faults::{Fault, Faults};
use super::log::{Log, Recorded};
use super::table::Clock;
use super::wire::{CuttableListener, Wire};
use super::{billing::Billing, crm::Crm, helpdesk::Helpdesk, mailer::Mailer, warehouse::Warehouse};
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, FromRequest, Multipart, State};
use axum::http::{HeaderMap, Request as HttpRequest, Response};
use bytes::Bytes;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// The most that a request's body may have.
const BODY_LIMIT: usize = 32 << 20;

/// What a service works with beside its own state.
pub(crate) struct Context {
    pub(crate) clock: Clock,
    /// The operations that changed something in the request under way.
    pub(crate) effects: Vec<&'static str>,
}

impl Context {
    /// Notes that an operation changed something.
    pub(crate) fn effect(&mut self, operation: &'static str) {
        self.effects.push(operation);
    }
}

/// One of the five services.
pub(crate) trait Service: Send {
    /// Does what a request asks for, or says why not.
    fn handle(&mut self, request: &Request, cx: &mut Context) -> Result<Reply, Failure>;
    /// Says in the service's own form why a request is refused.
    fn refuse(&self, failure: &Failure) -> Reply;
    /// Forgets every access token that was issued.
    fn revoke_tokens(&mut self) {}
}

pub(crate) struct Services {
    context: Context,
    services: Vec<(&'static str, Box<dyn Service>)>,
}

impl Services {
    pub(crate) fn seeded() -> Self {
        let mut clock = Clock::default();
        let services: Vec<(&'static str, Box<dyn Service>)> = vec![
            ("crm", Box::new(Crm::seeded(&mut clock))),
            ("billing", Box::new(Billing::seeded(&mut clock))),
            ("mailer", Box::new(Mailer::seeded(&mut clock))),
            ("helpdesk", Box::new(Helpdesk::seeded(&mut clock))),
            ("warehouse", Box::new(Warehouse::seeded(&mut clock))),
        ];
        Services { context: Context { clock, effects: Vec::new() }, services }
    }

    /// Has a service do what a request asks for. Returns the answer and the operations that changed something.
    pub(crate) fn work(&mut self, api: &str, request: &Request) -> (Reply, Vec<&'static str>) {
        let Some((_, service)) = self.services.iter_mut().find(|(name, _)| *name == api) else {
            return (Reply::bytes(404, "text/plain", Bytes::from_static(b"no such service")), Vec::new());
        };
        let reply = service.handle(request, &mut self.context).unwrap_or_else(|failure| service.refuse(&failure));
        (reply, std::mem::take(&mut self.context.effects))
    }

    /// Forgets every access token that was issued.
    pub(crate) fn revoke_tokens(&mut self) {
        self.services.iter_mut().for_each(|(_, service)| service.revoke_tokens());
    }
}

struct Shared {
    services: Mutex<Services>,
    faults: Faults,
    log: Log,
    address: SocketAddr,
    stop: watch::Receiver<()>,
}

/// A running server; dropping it stops it.
pub struct DemoServer {
    shared: Arc<Shared>,
    _running: watch::Sender<()>,
}

/// Starts a server on a free port of the loopback address, freshly seeded.
///
/// # Panics
///
/// Panics where no port of the loopback address can be had.
pub async fn start() -> DemoServer {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("the loopback address has a free port");
    let address = listener.local_addr().expect("a bound listener has an address");
    let (running, stop) = watch::channel(());
    let shared = Arc::new(Shared {
        services: Mutex::new(Services::seeded()),
        faults: Faults::default(),
        log: Log::default(),
        address,
        stop: stop.clone(),
    });
    let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
    let server = axum::serve(CuttableListener(listener), router.into_make_service_with_connect_info::<Wire>());
    tokio::spawn(server.with_graceful_shutdown(stopped(stop)).into_future());
    DemoServer { shared, _running: running }
}

impl DemoServer {
    /// Returns the base URL of a service: `crm`, `billing`, `mailer`, `helpdesk` or `warehouse`.
    pub fn url(&self, api: &str) -> String {
        self.shared.base_of(api)
    }

    /// Returns the handle that has faults happen.
    pub fn faults(&self) -> Faults {
        self.shared.faults.clone()
    }

    /// Returns the record of what came in and what it changed.
    pub fn log(&self) -> Log {
        self.shared.log.clone()
    }

    /// Forgets every access token that was issued, as if all had expired.
    pub fn revoke_tokens(&self) {
        self.shared.services.lock().unwrap_or_else(PoisonError::into_inner).revoke_tokens();
    }
}

impl Shared {
    fn base_of(&self, api: &str) -> String {
        format!("http://{}/{api}", self.address)
    }

    fn work(&self, api: &str, request: &Request) -> Reply {
        let (reply, effects) = self.services.lock().unwrap_or_else(PoisonError::into_inner).work(api, request);
        self.log.count(&effects);
        reply
    }

    fn refuse(&self, api: &str, failure: &Failure) -> Reply {
        let services = self.services.lock().unwrap_or_else(PoisonError::into_inner);
        let found = services.services.iter().find(|(name, _)| *name == api);
        found.map_or_else(Reply::empty, |(_, service)| service.refuse(failure))
    }
}

/// Waits until the server is dropped.
async fn stopped(mut stop: watch::Receiver<()>) {
    // Nothing is ever sent: the only change is that the sender is gone.
    while stop.changed().await.is_ok() {}
}

async fn answer(State(shared): State<Arc<Shared>>, ConnectInfo(wire): ConnectInfo<Wire>, http: HttpRequest<Body>) -> Response<Body> {
    let path = http.uri().path().trim_start_matches('/').to_owned();
    let (api, rest) = path.split_once('/').unwrap_or((&path, ""));
    let method = http.method().as_str().to_owned();
    let query = http.uri().query().map(str::to_owned);
    let target = query.iter().fold(format!("/{rest}"), |path, query| format!("{path}?{query}"));
    let headers = http.headers().clone();
    let fault = shared.faults.take(api, &method, &format!("/{rest}"));
    let mut recorded = Recorded { api: api.to_owned(), method: method.clone(), target, headers: plain(&headers), body: Bytes::new() };
    if fault == Some(Fault::DropBeforeRead) {
        shared.log.record(recorded);
        wire.cut();
        return Response::default();
    }
    let Ok(body) = axum::body::to_bytes(http.into_body(), BODY_LIMIT).await else {
        let message = Bytes::from_static(b"the body is too long");
        return Reply::bytes(413, "text/plain", message).into_response();
    };
    recorded.body = body.clone();
    shared.log.record(recorded);
    let parts = read_parts(&headers, &body).await;
    let segments = rest.split('/').map(percent_decode).collect();
    let base = shared.base_of(api);
    let request = Request { method, segments, query: pairs(&query.unwrap_or_default()), headers, body, parts, base };
    respond(&shared, api, &request, fault, &wire).await
}

async fn respond(shared: &Shared, api: &str, request: &Request, fault: Option<Fault>, wire: &Wire) -> Response<Body> {
    match fault {
        None => shared.work(api, request).into_response(),
        Some(Fault::Status(status, retry_after)) => {
            let reply = shared.refuse(api, &Failure::of_status(status));
            let headed = retry_after.map(|seconds| reply.clone().header("retry-after", &seconds.to_string()));
            headed.unwrap_or(reply).into_response()
        }
        Some(Fault::TruncatedBody) => shared.work(api, request).into_truncated_response(),
        Some(Fault::DropBeforeRead) => Response::default(),
        Some(Fault::ResetAfterWork) => {
            let reply = shared.work(api, request);
            wire.cut();
            reply.into_response()
        }
        Some(Fault::Stall) => stall(shared, wire).await,
        Some(Fault::StallAfterWork) => {
            shared.work(api, request);
            stall(shared, wire).await
        }
    }
}

/// Holds the answer back for as long as the server runs.
async fn stall(shared: &Shared, wire: &Wire) -> Response<Body> {
    stopped(shared.stop.clone()).await;
    wire.cut();
    Response::default()
}

fn plain(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes()))).collect()
}

pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

/// Reads the parts of a multipart body; a body that breaks off has those before the break.
async fn read_parts(headers: &HeaderMap, body: &Bytes) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut again = HttpRequest::new(Body::from(body.clone()));
    *again.headers_mut() = headers.clone();
    let Ok(mut multipart) = Multipart::from_request(again, &()).await else {
        return parts;
    };
    while let Ok(Some(field)) = multipart.next_field().await {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let content_type = field.content_type().map(str::to_owned);
        let Ok(bytes) = field.bytes().await else {
            break;
        };
        parts.push(Part { name, file_name, content_type, bytes });
    }
    parts
}

//! What can be set on a client, with every default.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::brakes::BrakeOptions;
use super::{Client, Inner, base};
use crate::auth::{Credential, Held, Place, Signer};
use crate::breaker::Breaker;
use crate::clock::{Clock, SystemClock};
use crate::drift::{Drift, Report};
use crate::governor::{Governor, Lane};
use crate::limits::Limits;
use crate::meter::Meter;
use crate::observe::{AttemptView, Deprecation, Observers, RequestView, ResponseView, Told};
use crate::operation::{Api, SchemeKind};
use crate::redact::{Known, is_secret_header_name};
use crate::retry::Retry;
use crate::send::Redirects;
use crate::transport::Transport;

/// What can be set on a [`Client`].
#[derive(Clone)]
pub struct ClientBuilder {
    pub(crate) api: &'static Api,
    base: Option<String>,
    server: usize,
    pub(super) variables: BTreeMap<String, String>,
    headers: Vec<(String, String)>,
    user_agent: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    connect_timeout: Duration,
    pub(crate) retry: Retry,
    pub(crate) redirects: Redirects,
    brakes: BrakeOptions,
    pub(crate) limits: Limits,
    pub(crate) tolerance: Option<Report>,
    pub(crate) observers: Observers,
    /// Shared with clients for other connections, for they share the transport's connections, too.
    #[cfg(all(feature = "blocking", not(target_family = "wasm")))]
    pub(crate) engine: Arc<crate::blocking::Engine>,
    credentials: Vec<(String, Credential)>,
    pub(crate) signer: Option<Arc<dyn Signer>>,
    connection: Option<Arc<str>>,
    pub(super) insecure: bool,
    #[cfg(feature = "validate")]
    pub(crate) rules: Option<&'static crate::validate::Table>,
}

/// The reason a client could not be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError {
    message: String,
}

impl BuildError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for BuildError {}

impl ClientBuilder {
    pub(super) fn new(api: &'static Api) -> Self {
        Self {
            api,
            base: None,
            server: 0,
            variables: BTreeMap::new(),
            headers: Vec::new(),
            user_agent: None,
            transport: None,
            clock: None,
            timeout: Duration::from_secs(60),
            attempt_timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            retry: Retry::default(),
            redirects: Redirects::default(),
            brakes: BrakeOptions::default(),
            limits: Limits::default(),
            tolerance: None,
            observers: Observers::default(),
            #[cfg(all(feature = "blocking", not(target_family = "wasm")))]
            engine: Arc::default(),
            credentials: Vec::new(),
            signer: None,
            connection: None,
            insecure: false,
            #[cfg(feature = "validate")]
            rules: None,
        }
    }

    /// Sets the base URL: absolute, `http` or `https`, without user, query and fragment. It may have a path. Default: the document's first
    /// server.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base = Some(url.into());
        self
    }

    /// Chooses one of the document's servers by its index, from 0. Default: the first.
    #[must_use]
    pub fn server(mut self, index: usize) -> Self {
        self.server = index;
        self
    }

    /// Sets a variable of the document's server URLs. Default: the document's.
    ///
    /// A value cannot change the origin of the URL. Within the host it may contain only letters, digits, `.`, `-` and `_`; within the path,
    /// no `?`, no `#` and no segment `..`. [`build`](Self::build) returns an error for any other value; [`base_url`](Self::base_url) sets
    /// another server.
    #[must_use]
    pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.variables.insert(name.into(), value.into());
        self
    }

    /// Sets how long a call may take, all attempts and waiting times included. Default: 60 s.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets how long one attempt may take. Default: 30 s.
    #[must_use]
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// Sets how long connecting may take, for the transport that is made by default. Default: 10 s.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets when a request is sent again. Default: [`Retry::default`].
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Sets what becomes of redirects. Default: they are followed.
    #[must_use]
    pub fn redirects(mut self, redirects: Redirects) -> Self {
        self.redirects = redirects;
        self
    }

    /// Sets who holds calls back before the server has to refuse them: shared with every client that is given the same. Default: one of
    /// the client's own that sets no limit, but keeps those that the server tells.
    #[must_use]
    pub fn governor(mut self, governor: Governor) -> Self {
        self.brakes.governor = Some(governor);
        self
    }

    /// Sets which calls go first where calls have to wait. Default: [`Lane::Interactive`].
    #[must_use]
    pub fn lane(mut self, lane: Lane) -> Self {
        self.brakes.lane = lane;
        self
    }

    /// Sets who keeps calls from a server that is in trouble. Default: nobody.
    #[must_use]
    pub fn breaker(mut self, breaker: Breaker) -> Self {
        self.brakes.breaker = Some(breaker);
        self
    }

    /// Sets who counts calls, bytes and costs. Default: nobody.
    #[must_use]
    pub fn meter(mut self, meter: Meter) -> Self {
        self.brakes.meter = Some(meter);
        self
    }

    /// Adds a header to every request. Default: none.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the `User-Agent`. Default: the generated crate's name and version.
    #[must_use]
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Sets the transport. Default: `transport::Reqwest` (feature `reqwest`).
    #[must_use]
    pub fn transport(self, transport: impl Transport) -> Self {
        self.shared_transport(Arc::new(transport))
    }

    /// Sets a transport that other clients use, too.
    #[must_use]
    pub fn shared_transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Sets the source of time and chance. Default: the system's.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Sets how large a body that is read whole may be. Default: 64 MiB. Streams have no such limit.
    #[must_use]
    pub fn max_response_bytes(mut self, bytes: u64) -> Self {
        self.limits.response_bytes = bytes;
        self
    }

    /// Sets how much of an answer is taken in. Default: [`Limits::default`].
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Goes on where the JSON of an answer does not fit its type: what is missing or null is read as an empty value, a scalar of the wrong
    /// type is converted where what is meant is plain, and each such place is reported, to `tracing` too with the runtime's feature of
    /// that name. Default: such an answer is an error. A text that is not of its format, such as a date-time of the form `0000-00-00`, is
    /// kept by every client and reported by this one.
    #[must_use]
    pub fn tolerant(mut self, report: impl Fn(&Drift<'_>) + Send + Sync + 'static) -> Self {
        self.tolerance = Some(Report::new(report));
        self
    }

    /// Shows each request to the API's own origin to a hook, which may change its headers: before the credentials and a signature are
    /// added, so that the hook sees neither and a signature covers what it adds. It runs for each attempt and for redirects. Hooks run in
    /// the order in which they were set, and are to be quick. Default: none.
    #[must_use]
    pub fn on_request(mut self, hook: impl Fn(&mut RequestView<'_>) + Send + Sync + 'static) -> Self {
        self.observers.on_request.push(Arc::new(hook));
        self
    }

    /// Shows each response to a hook when its headers are there, redirects and errors included. Default: none.
    #[must_use]
    pub fn on_response(mut self, hook: impl Fn(&ResponseView<'_>) + Send + Sync + 'static) -> Self {
        self.observers.on_response.push(Arc::new(hook));
        self
    }

    /// Tells of each attempt when it is over, successes and failures alike: for metrics. A call that is dropped tells nothing.
    /// Default: none.
    #[must_use]
    pub fn on_attempt(mut self, hook: impl Fn(&AttemptView<'_>) + Send + Sync + 'static) -> Self {
        self.observers.on_attempt.push(Arc::new(hook));
        self
    }

    /// Tells once of each operation that is called although the document or the server (RFC 9745, RFC 8594) deprecates it.
    /// Default: none; with the feature `tracing` there is an event in any case.
    #[must_use]
    pub fn on_deprecation(mut self, hook: impl Fn(&Deprecation<'_>) + Send + Sync + 'static) -> Self {
        self.observers.on_deprecation.push(Arc::new(hook));
        self
    }

    /// Sets the credential for a security scheme, by the scheme's name in the document.
    #[must_use]
    pub fn credential(mut self, scheme: impl Into<String>, credential: Credential) -> Self {
        self.credentials.push((scheme.into(), credential));
        self
    }

    /// Signs every request that credentials may travel with. Default: no.
    #[must_use]
    pub fn signer(mut self, signer: impl Signer) -> Self {
        self.signer = Some(Arc::new(signer));
        self
    }

    /// Names the connection: whose account of the service the client acts for, where a program acts for several. What is kept for
    /// a credential, such as tokens and limits, is told apart by it. The name is no secret. Default: none.
    #[must_use]
    pub fn connection(mut self, name: impl Into<Arc<str>>) -> Self {
        self.connection = Some(name.into());
        self
    }

    /// Sends credentials over plain HTTP to other machines, too. Default: no.
    #[must_use]
    pub fn allow_insecure_credentials(mut self) -> Self {
        self.insecure = true;
        self
    }

    /// Holds every parameter and body against the rules of the document, and sends no request that breaks one; the error then has
    /// [violations](crate::Error::violations). Bodies that are streams are not checked. Default: no.
    #[cfg(feature = "validate")]
    #[must_use]
    pub fn validate_requests(mut self, rules: &'static crate::validate::Table) -> Self {
        self.rules = Some(rules);
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// Returns an error where a value that was set cannot be used: a base URL, a header, a credential of the wrong kind.
    pub fn build(mut self) -> Result<Client, BuildError> {
        let base = self.base_url_of()?;
        let headers = self.default_headers()?;
        let held = self.held(base.as_deref().unwrap_or_default())?;
        self.credentials.clear();
        let transport = match self.transport.take() {
            Some(transport) => transport,
            None => default_transport(self.connect_timeout)?,
        };
        let clock = self.clock.take().unwrap_or_else(|| Arc::new(SystemClock::new()));
        let inner = Inner {
            origin: base.as_deref().and_then(base::OwnOrigin::of),
            base,
            transport,
            brakes: self.brakes.build(self.connection.clone(), &clock),
            clock,
            told: Told::default(),
            known: Arc::new(crate::auth::known_of(self.api, held.iter().map(|(_, held)| held), &headers, &self.variables)),
            signs: self.signer.is_some() || held.iter().any(|(_, held)| matches!(held, Held::Signer(_))),
            held,
            headers,
            settings: self,
        };
        Ok(Client { inner: Arc::new(inner) })
    }

    /// Removes what belongs to one account: headers that carry a credential, by their name or their value, and the signer.
    pub(super) fn without_credentials(mut self, known: &Known) -> Self {
        let api = self.api;
        self.headers.retain(|(name, value)| !carries_credential(api, name, value, known));
        self.signer = None;
        self
    }

    /// Sets what a client has that there is already.
    pub(super) fn on(mut self, transport: &Arc<dyn Transport>, clock: &Arc<dyn Clock>) -> Self {
        self.transport = Some(Arc::clone(transport));
        self.clock = Some(Arc::clone(clock));
        self
    }

    /// Returns whether the user has set the base URL, which then stands for every operation's own servers, too.
    pub(super) fn is_base_set(&self) -> bool {
        self.base.is_some()
    }

    fn base_url_of(&self) -> Result<Option<String>, BuildError> {
        let url = match (&self.base, self.api.servers.get(self.server)) {
            (Some(base), _) => base.clone(),
            (None, Some(server)) => base::fill(server, &self.variables).map_err(BuildError::new)?,
            (None, None) if self.server == 0 => return Ok(None),
            (None, None) => {
                let message = format!("there is no server {}: the document has {}", self.server, self.api.servers.len());
                return Err(BuildError::new(message));
            }
        };
        if self.base.is_none() && !url.contains("://") {
            // A relative server is one against the document's own URL, which is not known here; a call says what to do.
            return Ok(None);
        }
        base::check(&url).map_err(BuildError::new)?;
        Ok(Some(url.trim_end_matches('/').to_owned()))
    }

    fn default_headers(&self) -> Result<HeaderMap, BuildError> {
        let mut headers = HeaderMap::new();
        let user_agent = self.user_agent.as_deref().unwrap_or(self.api.user_agent);
        let pairs = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        for (name, value) in pairs.chain([(USER_AGENT.as_str(), user_agent)]) {
            if name == USER_AGENT.as_str() && (value.is_empty() || headers.contains_key(USER_AGENT)) {
                continue;
            }
            let header =
                HeaderName::from_bytes(name.as_bytes()).map_err(|_| BuildError::new(format!("`{name}` cannot be the name of a header")))?;
            let mut value =
                HeaderValue::from_str(value).map_err(|_| BuildError::new(format!("the value of the header `{name}` cannot be sent")))?;
            value.set_sensitive(is_secret_header_name(&header));
            headers.append(header, value);
        }
        Ok(headers)
    }

    fn held(&self, base: &str) -> Result<Vec<(&'static str, Held)>, BuildError> {
        let mut held: Vec<(&'static str, Held)> = Vec::new();
        let place = Place { base, connection: self.connection.as_deref().unwrap_or_default() };
        for (name, credential) in &self.credentials {
            let scheme = self.api.schemes.iter().find(|scheme| scheme.name == *name).ok_or_else(|| {
                let known: Vec<&str> = self.api.schemes.iter().map(|scheme| scheme.name).collect();
                BuildError::new(format!("there is no security scheme `{name}`; there are: {}", known.join(", ")))
            })?;
            // The credential set last counts.
            held.retain(|(known, _)| known != name);
            held.push((scheme.name, Held::new(scheme, credential, &place)?));
        }
        Ok(held)
    }
}

/// Returns whether a header carries a credential, by its name or its value.
fn carries_credential(api: &Api, name: &str, value: &str, known: &Known) -> bool {
    let of_a_scheme = |kind: &SchemeKind| match kind {
        SchemeKind::ApiKeyHeader(own) | SchemeKind::ApiKeyQuery(own) | SchemeKind::ApiKeyCookie(own) => own.eq_ignore_ascii_case(name),
        _ => false,
    };
    let by_name = HeaderName::from_bytes(name.as_bytes()).is_ok_and(|name| is_secret_header_name(&name));
    let word = value.trim_start().split_once(' ').map_or("", |(word, _)| word);
    by_name
        || api.schemes.iter().any(|scheme| of_a_scheme(&scheme.kind))
        || ["basic", "bearer", "digest"].iter().any(|scheme| word.eq_ignore_ascii_case(scheme))
        || !known.places(value.as_bytes()).is_empty()
}

#[cfg(feature = "reqwest")]
fn default_transport(connect_timeout: Duration) -> Result<Arc<dyn Transport>, BuildError> {
    match crate::transport::Reqwest::builder().connect_timeout(connect_timeout).build() {
        Ok(transport) => Ok(Arc::new(transport)),
        Err(error) => {
            let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            Err(BuildError::new(format!("the HTTP client cannot be set up: {cause}")))
        }
    }
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_: Duration) -> Result<Arc<dyn Transport>, BuildError> {
    Err(BuildError::new("no transport: set one with `transport`, or enable the feature `reqwest`"))
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("api", &self.api.title)
            .field("base_url", &self.base.as_deref().map(base::shown))
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

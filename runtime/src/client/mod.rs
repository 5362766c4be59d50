//! The client that every generated one wraps: one shared value that holds the configuration, the credentials, the transport and
//! the policies.

pub(crate) mod base;
mod brakes;
mod builder;
mod forward;

use std::fmt;
use std::sync::Arc;

use http::{HeaderMap, Uri};

pub use builder::{BuildError, ClientBuilder};

use self::brakes::Brakes;
use crate::auth::{Credential, Held};
use crate::call::Call;
use crate::clock::Clock;
use crate::error::{Failure, Kind};
use crate::observe::Told;
use crate::operation::{Api, Operation, Server};
use crate::redact::Known;
use crate::transport::Transport;
use crate::url::{is_exposed, resolve};

/// A client of an API. Clones share everything and cost nothing.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    /// The base URL, without a slash at its end; `None` where only operations have servers.
    base: Option<String>,
    pub(crate) origin: Option<base::OwnOrigin>,
    pub(crate) headers: HeaderMap,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) brakes: Brakes,
    pub(crate) told: Told,
    held: Vec<(&'static str, Held)>,
    /// The secrets that are redacted from everything shown.
    pub(crate) known: Arc<Known>,
    /// Whether there is anything that signs.
    pub(crate) signs: bool,
    /// What the client was built from: what of it is taken as it was set, and what clients of other connections are built from. Without
    /// credentials, transport and clock.
    pub(crate) settings: ClientBuilder,
}

impl Client {
    /// Starts a client of an API.
    pub fn builder(api: &'static Api) -> ClientBuilder {
        ClientBuilder::new(api)
    }

    /// Starts a call of an operation.
    pub fn call<T, E, P>(&self, op: &'static Operation) -> Call<'_, T, E, P> {
        Call::new(self, op)
    }

    /// Returns the base URL of the API's operations, without a slash at its end; empty where there is none.
    pub fn base_url(&self) -> &str {
        self.inner.base_text()
    }

    /// Returns the connection's name; `None` where it was given none.
    pub fn connection(&self) -> Option<&str> {
        self.inner.connection_name()
    }

    /// Makes a client for another account of the service. It shares the transport, the clock, the policies, the hooks, the base URL and the
    /// server variables with this one.
    ///
    /// It shares no credential, token or limit. Headers that were set on the builder are shared, except those that carry a credential:
    ///
    /// - by their name: `Authorization`, `Cookie`, `X-Api-Key` and the like, and the names that the document's security schemes use;
    /// - by their value: a credential of this client, or one with `Bearer` or `Basic` before it.
    ///
    /// The [signer](ClientBuilder::signer) of the builder signs for this account, so it is not shared either. Give the other account its
    /// own signer with [`Credential::signer`]. Both accounts use what a hook adds to a request, and a client certificate of the transport.
    ///
    /// # Errors
    ///
    /// Returns an error where a credential is for no scheme of the document, or of the wrong kind.
    pub fn for_connection<S: Into<String>>(
        &self,
        name: impl Into<Arc<str>>,
        credentials: impl IntoIterator<Item = (S, Credential)>,
    ) -> Result<Self, BuildError> {
        let builder = self.inner.settings.clone().without_credentials(&self.inner.known);
        let builder = builder.connection(name).on(&self.inner.transport, &self.inner.clock);
        credentials.into_iter().fold(builder, |builder, (scheme, credential)| builder.credential(scheme, credential)).build()
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes: Vec<&str> = self.inner.held.iter().map(|(name, _)| *name).collect();
        f.debug_struct("Client")
            .field("api", &self.inner.settings.api.title)
            .field("base_url", &self.inner.known.shown(self.base_url()))
            .field("connection", &self.connection())
            .field("credentials", &schemes)
            .finish_non_exhaustive()
    }
}

impl Inner {
    /// Returns the credential for a scheme.
    pub(crate) fn held(&self, scheme: &str) -> Option<&Held> {
        self.held.iter().find(|(name, _)| *name == scheme).map(|(_, held)| held)
    }

    pub(crate) fn connection_name(&self) -> Option<&str> {
        self.brakes.connection().map(|name| &**name)
    }

    /// Returns the base URL; empty where there is none.
    pub(crate) fn base_text(&self) -> &str {
        self.base.as_deref().unwrap_or_default()
    }

    /// Returns the base URL for an operation.
    pub(crate) fn base_for(&self, op: &'static Operation) -> Result<std::borrow::Cow<'_, str>, Box<Failure>> {
        if let Some(server) = op.servers.first().filter(|_| !self.settings.is_base_set()) {
            return self.server_url(server).map(Into::into).map_err(|message| Failure::new(op, Kind::Config, message));
        }
        match &self.base {
            Some(base) => Ok(base.as_str().into()),
            None => Err(Failure::new(op, Kind::Config, "no base URL: set one with `base_url` on the client's builder")),
        }
    }

    fn server_url(&self, server: &Server) -> Result<String, String> {
        let url = resolve(self.base_text(), &base::fill(server, &self.settings.variables)?);
        base::check(&url)?;
        Ok(url.trim_end_matches('/').to_owned())
    }

    /// Refuses to send a credential where others can read it on the way.
    pub(crate) fn check_secure(&self, uri: &Uri) -> Result<(), String> {
        if self.settings.insecure || self.origin.as_ref().is_some_and(|own| own.keeps(uri)) || !is_exposed(uri) {
            return Ok(());
        }
        Err("credentials are not sent over plain HTTP: use https, or allow it with `allow_insecure_credentials` on the client's builder"
            .to_owned())
    }

    /// Returns whether credentials may go over plain HTTP.
    pub(crate) fn is_insecure(&self) -> bool {
        self.settings.insecure
    }
}

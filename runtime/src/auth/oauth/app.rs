//! An OAuth client and the server that it is registered with.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::metadata::Metadata;
use crate::Secret;
use crate::auth::{AuthError, Grant, TokenStore, Version};
use crate::operation::{Scheme, SchemeKind};
use crate::redact::{Known, may_be_secret_name};

/// What the user says of an OAuth client.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) id: String,
    /// `None` for a public client.
    pub(crate) secret: Option<Secret>,
    pub(crate) in_body: bool,
    pub(crate) kind: GrantKind,
    pub(crate) token_url: Option<String>,
    pub(crate) authorization_url: Option<String>,
    pub(crate) device_url: Option<String>,
    pub(crate) issuer: Option<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) params: Vec<(String, String)>,
    /// What was granted before the client was built.
    pub(crate) seed: Option<Grant>,
    pub(crate) store: Option<Arc<dyn TokenStore>>,
}

/// How a client comes to its tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GrantKind {
    /// By its own identifier and secret (RFC 6749, section 4.4).
    ClientCredentials,
    /// By what a user has granted (RFC 6749, section 6).
    Refresh,
}

/// An OAuth client, with what it was granted.
pub(crate) struct App {
    pub(super) settings: Settings,
    pub(super) scheme: &'static Scheme,
    /// The name in the store.
    pub(crate) key: String,
    state: Mutex<State>,
}

#[derive(Default)]
pub(super) struct State {
    /// What was granted last.
    pub(super) grant: Option<Grant>,
    /// What the store has not taken yet, and the version that it goes over.
    pub(super) unsaved: Option<(Version, Grant)>,
    pub(super) metadata: Option<Arc<Metadata>>,
    /// The refresh token that the server refuses, and how.
    pub(super) refused: Option<(Secret, AuthError)>,
    /// How the server refuses the client itself.
    pub(super) client_refused: Option<AuthError>,
}

impl Settings {
    pub(crate) fn new(id: String) -> Self {
        Self {
            id,
            secret: None,
            in_body: false,
            kind: GrantKind::Refresh,
            token_url: None,
            authorization_url: None,
            device_url: None,
            issuer: None,
            scopes: Vec::new(),
            params: Vec::new(),
            seed: None,
            store: None,
        }
    }
}

impl App {
    /// Returns an error's end where there is no way to a token endpoint.
    pub(crate) fn new(scheme: &'static Scheme, settings: Settings, key: String) -> Result<Self, &'static str> {
        let declared = match &scheme.kind {
            SchemeKind::OAuth2(endpoints) => !endpoints.token_url.is_empty() || !endpoints.metadata_url.is_empty(),
            SchemeKind::OpenIdConnect(url) => !url.is_empty(),
            _ => false,
        };
        if !declared && settings.token_url.is_none() && settings.issuer.is_none() {
            return Err("needs a token endpoint: set one with `Credential::token_url`, or `Credential::issuer`");
        }
        let state = State { grant: settings.seed.clone(), ..State::default() };
        Ok(Self { settings, scheme, key, state: Mutex::new(state) })
    }

    /// Adds the secrets that the client was built with. Secrets that it obtains later are sent only in `Authorization` or to the OAuth
    /// server.
    pub(crate) fn learn_secrets(&self, known: &mut Known) {
        let seed = self.settings.seed.as_ref();
        let tokens = seed.into_iter().flat_map(|grant| [Some(&grant.access_token), grant.refresh_token.as_ref(), grant.id_token.as_ref()]);
        let secrets = tokens.flatten().chain(self.settings.secret.as_ref());
        secrets.for_each(|secret| known.learn(secret.expose()));
        let named = self.settings.params.iter().filter(|(name, _)| may_be_secret_name(name));
        named.for_each(|(_, value)| known.learn(value));
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

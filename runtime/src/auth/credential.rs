//! What the user gives.

use std::fmt;
use std::sync::Arc;

use super::oauth::{GrantKind, Settings};
use super::{Grant, Signer, TokenSource, TokenStore};
use crate::Secret;

/// A credential for one of the API's security schemes. `Debug` does not show it.
#[derive(Clone)]
pub struct Credential(pub(crate) Kind);

#[derive(Clone)]
pub(crate) enum Kind {
    ApiKey(Secret),
    Basic { user: String, password: Secret },
    Bearer(Secret),
    OAuth(Box<Settings>),
    Token(Arc<dyn TokenSource>),
    Signer(Arc<dyn Signer>),
}

impl Credential {
    /// Makes an API key, for a header, the query or a cookie as the document says.
    pub fn api_key(key: impl Into<Secret>) -> Self {
        Self(Kind::ApiKey(key.into()))
    }

    /// Makes a user and password (RFC 7617).
    pub fn basic(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self(Kind::Basic { user: user.into(), password: password.into() })
    }

    /// Makes a token that is sent as it is (RFC 6750).
    pub fn bearer(token: impl Into<Secret>) -> Self {
        Self(Kind::Bearer(token.into()))
    }

    /// Makes an OAuth client that obtains its tokens with its own identifier and secret (RFC 6749, section 4.4). The token endpoint is
    /// the document's.
    pub fn client_credentials(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        let settings = Settings { secret: Some(secret.into()), kind: GrantKind::ClientCredentials, ..Settings::new(id.into()) };
        Self(Kind::OAuth(Box::new(settings)))
    }

    /// Makes an OAuth client that acts for a user, by what the user grants: in a [store](Self::store), with [`grant`](Self::grant), or when the
    /// client asks for it (see [`Client::oauth`](crate::Client::oauth)). Public, until it gets a [secret](Self::client_secret).
    pub fn oauth(id: impl Into<String>) -> Self {
        Self(Kind::OAuth(Box::new(Settings::new(id.into()))))
    }

    /// Makes an OAuth client that obtains its tokens with a refresh token (RFC 6749, section 6). A server that gives a new refresh token with
    /// each access token makes the old one worthless: keep them in a [store](Self::store).
    pub fn refresh_token(id: impl Into<String>, token: impl Into<Secret>) -> Self {
        Self::oauth(id).grant(Grant::refresh(token))
    }

    /// Takes tokens from a source of the user's own.
    pub fn token(source: impl TokenSource) -> Self {
        Self(Kind::Token(Arc::new(source)))
    }

    /// Signs the requests of operations that ask for the scheme, whatever kind the scheme is of.
    pub fn signer(signer: impl Signer) -> Self {
        Self(Kind::Signer(Arc::new(signer)))
    }

    /// Sets the secret of an OAuth client. Default: none, a public client.
    #[must_use]
    pub fn client_secret(self, secret: impl Into<Secret>) -> Self {
        self.with(|settings| settings.secret = Some(secret.into()))
    }

    /// Sets what was granted before. A store that holds something newer takes precedence. For OAuth clients only.
    #[must_use]
    pub fn grant(self, grant: Grant) -> Self {
        self.with(|settings| settings.seed = Some(grant))
    }

    /// Sets where tokens are kept, so that they outlive the process and several processes share them. For OAuth clients only. Default: in the
    /// client's memory.
    #[must_use]
    pub fn store(self, store: impl TokenStore) -> Self {
        self.shared_store(Arc::new(store))
    }

    /// Sets a store that other credentials use, too. For OAuth clients only.
    #[must_use]
    pub fn shared_store(self, store: Arc<dyn TokenStore>) -> Self {
        self.with(|settings| settings.store = Some(store))
    }

    /// Sets the server's issuer identifier, by which its endpoints are discovered (OpenID Connect Discovery 1.0, RFC 8414). For OAuth
    /// clients only. Default: the document's discovery URL where the scheme is OpenID Connect, else none.
    #[must_use]
    pub fn issuer(self, issuer: impl Into<String>) -> Self {
        self.with(|settings| settings.issuer = Some(issuer.into()))
    }

    /// Sets the token endpoint, absolute or relative to the server's URL. For OAuth clients only. Default: what is discovered, else the
    /// document's.
    #[must_use]
    pub fn token_url(self, url: impl Into<String>) -> Self {
        self.with(|settings| settings.token_url = Some(url.into()))
    }

    /// Sets the endpoint that users are sent to. For OAuth clients only. Default: what is discovered, else the document's.
    #[must_use]
    pub fn authorization_url(self, url: impl Into<String>) -> Self {
        self.with(|settings| settings.authorization_url = Some(url.into()))
    }

    /// Sets the device authorization endpoint (RFC 8628). For OAuth clients only. Default: what is discovered, else the document's.
    #[must_use]
    pub fn device_url(self, url: impl Into<String>) -> Self {
        self.with(|settings| settings.device_url = Some(url.into()))
    }

    /// Sets the scopes to ask for. For OAuth clients only. Default: none, which leaves the choice to the server (RFC 6749,
    /// section 3.3).
    #[must_use]
    pub fn scopes<S: Into<String>>(self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.with(|settings| settings.scopes = scopes.into_iter().map(Into::into).collect())
    }

    /// Adds a parameter to every request for a token and to the URL that users are sent to, such as `audience` or `resource` (RFC 8707).
    /// For OAuth clients only.
    #[must_use]
    pub fn param(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(|settings| settings.params.push((name.into(), value.into())))
    }

    /// Sends identifier and secret in the body in place of the header, for servers that do not know HTTP Basic (RFC 6749,
    /// section 2.3.1). For OAuth clients only. Default: where the server's metadata say that it takes only that.
    #[must_use]
    pub fn secret_in_body(self) -> Self {
        self.with(|settings| settings.in_body = true)
    }

    fn with(mut self, set: impl FnOnce(&mut Settings)) -> Self {
        if let Kind::OAuth(settings) = &mut self.0 {
            set(settings);
        }
        self
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::ApiKey(_) => "Credential::ApiKey",
            Kind::Basic { .. } => "Credential::Basic",
            Kind::Bearer(_) => "Credential::Bearer",
            Kind::OAuth(_) => "Credential::OAuth",
            Kind::Token(_) => "Credential::Token",
            Kind::Signer(_) => "Credential::Signer",
        })
    }
}

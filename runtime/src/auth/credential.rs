//! What the user gives.

use std::fmt;
use std::sync::Arc;

use super::TokenSource;
use crate::Secret;

/// A credential for one of the API's security schemes. `Debug` does not show it.
#[derive(Clone)]
pub struct Credential(pub(crate) Kind);

#[derive(Clone)]
pub(crate) enum Kind {
    ApiKey(Secret),
    Basic { user: String, password: Secret },
    Bearer(Secret),
    ClientCredentials(ClientCredentials),
    Token(Arc<dyn TokenSource>),
}

#[derive(Clone)]
pub(crate) struct ClientCredentials {
    pub(crate) id: String,
    pub(crate) secret: Secret,
    pub(crate) token_url: Option<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) in_body: bool,
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

    /// Makes a client that obtains its tokens with its own identifier and secret (RFC 6749, section 4.4). The token endpoint is
    /// the document's.
    pub fn client_credentials(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self(Kind::ClientCredentials(ClientCredentials {
            id: id.into(),
            secret: secret.into(),
            token_url: None,
            scopes: Vec::new(),
            in_body: false,
        }))
    }

    /// Takes tokens from a source of the user's own.
    pub fn token(source: impl TokenSource) -> Self {
        Self(Kind::Token(Arc::new(source)))
    }

    /// Sets the token endpoint, absolute or relative to the server's URL. For client credentials only. Default: the document's.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        if let Kind::ClientCredentials(client) = &mut self.0 {
            client.token_url = Some(url.into());
        }
        self
    }

    /// Sets the scopes to ask for. For client credentials only. Default: none, which leaves the choice to the server (RFC 6749,
    /// section 3.3).
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        if let Kind::ClientCredentials(client) = &mut self.0 {
            client.scopes = scopes.into_iter().map(Into::into).collect();
        }
        self
    }

    /// Sends identifier and secret in the body in place of the header, for servers that do not know HTTP Basic (RFC 6749,
    /// section 2.3.1). For client credentials only.
    #[must_use]
    pub fn secret_in_body(mut self) -> Self {
        if let Kind::ClientCredentials(client) = &mut self.0 {
            client.in_body = true;
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
            Kind::ClientCredentials(_) => "Credential::ClientCredentials",
            Kind::Token(_) => "Credential::Token",
        })
    }
}

//! The client of `Helpdesk API`.

use turnbuckle_runtime::{Credential, Secret, client_builder, operation};

#[cfg(feature = "tickets")]
use super::tickets::Tickets;

#[cfg(feature = "comments")]
use super::comments::Comments;

#[cfg(feature = "calls")]
use super::calls::Calls;

#[cfg(feature = "agents")]
use super::agents::Agents;

/// A client of `Helpdesk API`.
///
/// Cloning it is cheap: clones share connections, credentials and policies.
#[derive(Clone, Debug)]
pub struct Client {
    pub(crate) inner: turnbuckle_runtime::Client,
}

impl Client {
    /// Starts a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder {
            inner: turnbuckle_runtime::Client::builder(&API),
        }
    }
    /// Returns the client beneath, for calls that the document does not describe.
    pub fn runtime(&self) -> &turnbuckle_runtime::Client {
        &self.inner
    }
    #[cfg(feature = "tickets")]
    /// Returns the operations tagged `tickets`.
    pub fn tickets(&self) -> Tickets<'_> {
        Tickets(self)
    }
    #[cfg(feature = "comments")]
    /// Returns the operations tagged `comments`.
    pub fn comments(&self) -> Comments<'_> {
        Comments(self)
    }
    #[cfg(feature = "calls")]
    /// Returns the operations tagged `calls`.
    pub fn calls(&self) -> Calls<'_> {
        Calls(self)
    }
    #[cfg(feature = "agents")]
    /// Returns the operations tagged `agents`.
    pub fn agents(&self) -> Agents<'_> {
        Agents(self)
    }
}

/// What can be set on a [`Client`].
#[derive(Clone, Debug)]
pub struct ClientBuilder {
    pub(crate) inner: turnbuckle_runtime::ClientBuilder,
}

client_builder!(ClientBuilder => Client);

impl ClientBuilder {
    /// Sets the key that is sent in the header `X-Account-Id`.
    ///
    /// Whose helpdesk it is.
    #[must_use]
    pub fn account(self, key: impl Into<Secret>) -> Self {
        self.credential("account", Credential::api_key(key))
    }
    /// Sets the key that is sent in the header `X-Api-Key`.
    ///
    /// A key of the account.
    #[must_use]
    pub fn key(self, key: impl Into<Secret>) -> Self {
        self.credential("key", Credential::api_key(key))
    }
}

static API: operation::Api = operation::Api {
    title: "Helpdesk API",
    version: "2.1",
    user_agent: "helpdesk/0.1.0",
    servers: &[
        operation::Server {
            url: "https://api.helpdesk.example.com/v2",
            description: "All accounts.",
            variables: &[],
        },
    ],
    schemes: &[
        operation::Scheme {
            name: "account",
            kind: operation::SchemeKind::ApiKeyHeader("X-Account-Id"),
        },
        operation::Scheme {
            name: "key",
            kind: operation::SchemeKind::ApiKeyHeader("X-Api-Key"),
        },
    ],
    security: &[
        &[
            operation::Use {
                scheme: "account",
                scopes: &[],
            },
            operation::Use {
                scheme: "key",
                scopes: &[],
            },
        ],
    ],
};

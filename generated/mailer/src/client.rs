//! The client of `Mailer API`.

use turnbuckle_runtime::{Credential, Secret, client_builder, operation};

#[cfg(feature = "lists")]
use super::lists::Lists;

#[cfg(feature = "subscribers")]
use super::subscribers::Subscribers;

#[cfg(feature = "campaigns")]
use super::campaigns::Campaigns;

/// A client of `Mailer API`.
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
    #[cfg(feature = "lists")]
    /// Returns the operations tagged `lists`.
    pub fn lists(&self) -> Lists<'_> {
        Lists(self)
    }
    #[cfg(feature = "subscribers")]
    /// Returns the operations tagged `subscribers`.
    pub fn subscribers(&self) -> Subscribers<'_> {
        Subscribers(self)
    }
    #[cfg(feature = "campaigns")]
    /// Returns the operations tagged `campaigns`.
    pub fn campaigns(&self) -> Campaigns<'_> {
        Campaigns(self)
    }
}

/// What can be set on a [`Client`].
#[derive(Clone, Debug)]
pub struct ClientBuilder {
    pub(crate) inner: turnbuckle_runtime::ClientBuilder,
}

client_builder!(ClientBuilder => Client);

impl ClientBuilder {
    /// Sets the key that is sent in the query parameter `apikey`.
    ///
    /// The key of your account.
    #[must_use]
    pub fn key(self, key: impl Into<Secret>) -> Self {
        self.credential("key", Credential::api_key(key))
    }
}

static API: operation::Api = operation::Api {
    title: "Mailer API",
    version: "3.2",
    user_agent: "mailer/0.1.0",
    servers: &[
        operation::Server {
            url: "https://api.mailer.example.com/3.0",
            description: "",
            variables: &[],
        },
    ],
    schemes: &[
        operation::Scheme {
            name: "key",
            kind: operation::SchemeKind::ApiKeyQuery("apikey"),
        },
    ],
    security: &[
        &[
            operation::Use {
                scheme: "key",
                scopes: &[],
            },
        ],
    ],
};

//! The client of `Crm API`.

use turnbuckle_runtime::{Credential, Secret, client_builder, operation};

#[cfg(feature = "contacts")]
use super::contacts::Contacts;

#[cfg(feature = "companies")]
use super::companies::Companies;

#[cfg(feature = "deals")]
use super::deals::Deals;

#[cfg(feature = "activities")]
use super::activities::Activities;

#[cfg(feature = "attachments")]
use super::attachments::Attachments;

/// A client of `Crm API`.
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
    #[cfg(feature = "contacts")]
    /// Returns the operations tagged `contacts`.
    pub fn contacts(&self) -> Contacts<'_> {
        Contacts(self)
    }
    #[cfg(feature = "companies")]
    /// Returns the operations tagged `companies`.
    pub fn companies(&self) -> Companies<'_> {
        Companies(self)
    }
    #[cfg(feature = "deals")]
    /// Returns the operations tagged `deals`.
    pub fn deals(&self) -> Deals<'_> {
        Deals(self)
    }
    #[cfg(feature = "activities")]
    /// Returns the operations tagged `activities`.
    pub fn activities(&self) -> Activities<'_> {
        Activities(self)
    }
    #[cfg(feature = "attachments")]
    /// Returns the operations tagged `attachments`.
    pub fn attachments(&self) -> Attachments<'_> {
        Attachments(self)
    }
}

/// What can be set on a [`Client`].
#[derive(Clone, Debug)]
pub struct ClientBuilder {
    pub(crate) inner: turnbuckle_runtime::ClientBuilder,
}

client_builder!(ClientBuilder => Client);

impl ClientBuilder {
    /// Sets the OAuth 2.0 credential: `Credential::client_credentials(id, secret)`, or `Credential::bearer(token)`.
    ///
    /// A token for your application, by client credentials.
    #[must_use]
    pub fn oauth(self, credential: Credential) -> Self {
        self.credential("oauth", credential)
    }
    /// Sets the key that is sent in the header `X-Api-Key`.
    ///
    /// A key of your account.
    #[must_use]
    pub fn api_key(self, key: impl Into<Secret>) -> Self {
        self.credential("api_key", Credential::api_key(key))
    }
    /// Sets the variable `region` of the server's URL.
    ///
    /// Where the account was opened.
    ///
    /// Default: `eu`.
    ///
    /// Values: `eu`, `us`.
    #[must_use]
    pub fn region(self, value: impl Into<String>) -> Self {
        self.server_variable("region", value)
    }
}

static API: operation::Api = operation::Api {
    title: "Crm API",
    version: "1.4",
    user_agent: "crm/0.1.0",
    servers: &[
        operation::Server {
            url: "https://{region}.crm.example.com/v1",
            description: "The region that keeps your account's data.",
            variables: &[("region", "eu")],
        },
    ],
    schemes: &[
        operation::Scheme {
            name: "oauth",
            kind: operation::SchemeKind::OAuth2(
                &operation::OAuth2 {
                    token_url: "https://eu.crm.example.com/v1/oauth/token",
                    authorization_url: "",
                    refresh_url: "",
                    device_url: "",
                    client_credentials: true,
                    scopes: &["crm.read", "crm.write"],
                },
            ),
        },
        operation::Scheme {
            name: "api_key",
            kind: operation::SchemeKind::ApiKeyHeader("X-Api-Key"),
        },
    ],
    security: &[
        &[
            operation::Use {
                scheme: "oauth",
                scopes: &["crm.read", "crm.write"],
            },
        ],
        &[
            operation::Use {
                scheme: "api_key",
                scopes: &[],
            },
        ],
    ],
};

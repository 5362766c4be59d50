//! The client of `Warehouse API`.

use turnbuckle_runtime::{Credential, Secret, client_builder, operation};

#[cfg(feature = "stock")]
use super::stock::StockApi;

#[cfg(feature = "items")]
use super::items::Items;

#[cfg(feature = "movements")]
use super::movements::Movements;

#[cfg(feature = "locations")]
use super::locations::Locations;

#[cfg(feature = "categories")]
use super::categories::Categories;

#[cfg(feature = "shipments")]
use super::shipments::Shipments;

/// A client of `Warehouse API`.
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
    #[cfg(feature = "stock")]
    /// Returns the operations tagged `stock`.
    pub fn stock(&self) -> StockApi<'_> {
        StockApi(self)
    }
    #[cfg(feature = "items")]
    /// Returns the operations tagged `items`.
    pub fn items(&self) -> Items<'_> {
        Items(self)
    }
    #[cfg(feature = "movements")]
    /// Returns the operations tagged `movements`.
    pub fn movements(&self) -> Movements<'_> {
        Movements(self)
    }
    #[cfg(feature = "locations")]
    /// Returns the operations tagged `locations`.
    pub fn locations(&self) -> Locations<'_> {
        Locations(self)
    }
    #[cfg(feature = "categories")]
    /// Returns the operations tagged `categories`.
    pub fn categories(&self) -> Categories<'_> {
        Categories(self)
    }
    #[cfg(feature = "shipments")]
    /// Returns the operations tagged `shipments`.
    pub fn shipments(&self) -> Shipments<'_> {
        Shipments(self)
    }
}

/// What can be set on a [`Client`].
#[derive(Clone, Debug)]
pub struct ClientBuilder {
    pub(crate) inner: turnbuckle_runtime::ClientBuilder,
}

client_builder!(ClientBuilder => Client);

impl ClientBuilder {
    /// Sets the bearer token (RFC 6750).
    ///
    /// A token of your account.
    #[must_use]
    pub fn token(self, token: impl Into<Secret>) -> Self {
        self.credential("token", Credential::bearer(token))
    }
    /// Sets the key that is sent in the cookie `wh_session`.
    ///
    /// The session of someone who is signed in.
    #[must_use]
    pub fn session(self, key: impl Into<Secret>) -> Self {
        self.credential("session", Credential::api_key(key))
    }
}

static API: operation::Api = operation::Api {
    title: "Warehouse API",
    version: "5.0.0",
    user_agent: "warehouse/0.1.0",
    servers: &[
        operation::Server {
            url: "https://warehouse.example.com/api",
            description: "The warehouse.",
            variables: &[],
        },
    ],
    schemes: &[
        operation::Scheme {
            name: "token",
            kind: operation::SchemeKind::Bearer,
        },
        operation::Scheme {
            name: "session",
            kind: operation::SchemeKind::ApiKeyCookie("wh_session"),
        },
    ],
    security: &[
        &[
            operation::Use {
                scheme: "token",
                scopes: &[],
            },
        ],
        &[
            operation::Use {
                scheme: "session",
                scopes: &[],
            },
        ],
    ],
};

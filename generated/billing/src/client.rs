//! The client of `Billing API`.

use turnbuckle_runtime::{Credential, Secret, client_builder, operation};

#[cfg(feature = "customers")]
use super::customers::Customers;

#[cfg(feature = "invoices")]
use super::invoices::Invoices;

#[cfg(feature = "payments")]
use super::payments::Payments;

#[cfg(feature = "refunds")]
use super::refunds::Refunds;

#[cfg(feature = "balance")]
use super::balance::BalanceApi;

/// A client of `Billing API`.
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
    #[cfg(feature = "customers")]
    /// Returns the operations tagged `customers`.
    pub fn customers(&self) -> Customers<'_> {
        Customers(self)
    }
    #[cfg(feature = "invoices")]
    /// Returns the operations tagged `invoices`.
    pub fn invoices(&self) -> Invoices<'_> {
        Invoices(self)
    }
    #[cfg(feature = "payments")]
    /// Returns the operations tagged `payments`.
    pub fn payments(&self) -> Payments<'_> {
        Payments(self)
    }
    #[cfg(feature = "refunds")]
    /// Returns the operations tagged `refunds`.
    pub fn refunds(&self) -> Refunds<'_> {
        Refunds(self)
    }
    #[cfg(feature = "balance")]
    /// Returns the operations tagged `balance`.
    pub fn balance(&self) -> BalanceApi<'_> {
        BalanceApi(self)
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
    /// A secret key of your account.
    #[must_use]
    pub fn bearer(self, token: impl Into<Secret>) -> Self {
        self.credential("bearer", Credential::bearer(token))
    }
    /// Sets the user and password (HTTP Basic, RFC 7617).
    ///
    /// The secret key as the user name, with an empty password.
    #[must_use]
    pub fn basic(self, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.credential("basic", Credential::basic(user, password))
    }
}

static API: operation::Api = operation::Api {
    title: "Billing API",
    version: "2026-01-01",
    user_agent: "billing/0.1.0",
    servers: &[
        operation::Server {
            url: "https://api.billing.example.com/v1",
            description: "Live money.",
            variables: &[],
        },
        operation::Server {
            url: "https://sandbox.billing.example.com/v1",
            description: "Play money.",
            variables: &[],
        },
    ],
    schemes: &[
        operation::Scheme {
            name: "bearer",
            kind: operation::SchemeKind::Bearer,
        },
        operation::Scheme {
            name: "basic",
            kind: operation::SchemeKind::Basic,
        },
    ],
    security: &[
        &[
            operation::Use {
                scheme: "bearer",
                scopes: &[],
            },
        ],
        &[
            operation::Use {
                scheme: "basic",
                scopes: &[],
            },
        ],
    ],
};

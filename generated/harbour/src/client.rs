//! The client of `Harbour`.

use turnbuckle_runtime::{client_builder, operation};

#[cfg(feature = "berths")]
use super::berths::Berths;
#[cfg(feature = "plan")]
use super::plan::Plan;

/// A client of `Harbour`.
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

    /// Returns the operations tagged `berths`.
    #[cfg(feature = "berths")]
    pub fn berths(&self) -> Berths<'_> {
        Berths(self)
    }

    /// Returns the operations tagged `plan`.
    #[cfg(feature = "plan")]
    pub fn plan(&self) -> Plan<'_> {
        Plan(self)
    }
}

/// What can be set on a [`Client`].
#[derive(Clone, Debug)]
pub struct ClientBuilder {
    pub(crate) inner: turnbuckle_runtime::ClientBuilder,
}

client_builder!(ClientBuilder => Client);

static API: operation::Api = operation::Api {
    title: "Harbour",
    version: "4",
    user_agent: "harbour/0.1.0",
    servers: &[
        operation::Server {
            url: "/register",
            description: "",
            variables: &[],
        },
    ],
    schemes: &[],
    security: &[],
};

//! A server that plays the five services of `specs/`, for tests and examples.
//!
//! It listens on a free port of the loopback address and keeps what it is told: what was created can be
//! listed, changed and deleted. It is as strict as its documents: credentials, media types, fields and
//! their types are checked, and what does not fit is refused in the service's own form. Time in it is
//! counted, not measured, so that two runs give the same answers.
//!
//! [`Faults`] has things go wrong on demand, [`Log`] tells what came in and what it changed.

mod backend;
mod billing;
mod crm;
mod exchange;
mod faults;
mod fields;
mod form;
mod helpdesk;
mod log;
mod mailer;
mod server;
mod table;
mod warehouse;
mod wire;

pub use backend::Backend;
pub use faults::{Fault, Faults};
pub use log::{Log, Recorded};
pub use server::{DemoServer, start};

/// The credentials that the services take.
pub mod credentials {
    /// The key of `crm`, sent as `X-Api-Key`.
    pub const CRM_KEY: &str = "crm-key";
    /// The client id of `crm`.
    pub const CRM_CLIENT_ID: &str = "crm-client";
    /// The client secret of `crm`.
    pub const CRM_CLIENT_SECRET: &str = "crm-secret";
    /// The secret key of `billing`: a bearer token, or a user name with an empty password.
    pub const BILLING_KEY: &str = "sk_test_demo";
    /// The key of `mailer`, sent as `apikey` in the query.
    pub const MAILER_KEY: &str = "mailer-key";
    /// The account of `helpdesk`, sent as `X-Account-Id`.
    pub const HELPDESK_ACCOUNT: &str = "acme";
    /// The key of `helpdesk`, sent as `X-Api-Key`.
    pub const HELPDESK_KEY: &str = "helpdesk-key";
    /// The bearer token of `warehouse`.
    pub const WAREHOUSE_TOKEN: &str = "warehouse-token";
    /// The session of `warehouse`, sent as the cookie `wh_session`.
    pub const WAREHOUSE_SESSION: &str = "warehouse-session";
}

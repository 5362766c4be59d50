//! Servers, fixtures and integrations that the tests, benches and examples share.

pub mod demo;
pub mod integrations;

/// Compiles the examples in the READMEs of generated crates.
#[cfg(doctest)]
mod readmes {
    #[doc = include_str!("../../generated/billing/README.md")]
    struct Billing;
    #[doc = include_str!("../../generated/crm/README.md")]
    struct Crm;
    #[doc = include_str!("../../generated/harbour/README.md")]
    struct Harbour;
    #[doc = include_str!("../../generated/helpdesk/README.md")]
    struct Helpdesk;
    #[doc = include_str!("../../generated/mailer/README.md")]
    struct Mailer;
    #[doc = include_str!("../../generated/warehouse/README.md")]
    struct Warehouse;
}

//! Integrations of the services of `specs/`: what one would write with the generated crates.

pub mod crm_to_mailer;

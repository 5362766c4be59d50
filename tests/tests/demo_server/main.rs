//! Checks that the demo server does what its documents say, with a plain HTTP client.

mod billing;
mod client;
mod crm;
mod helpdesk;
mod mailer;
mod server;
mod warehouse;

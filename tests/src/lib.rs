//! Servers, fixtures and integrations that the tests, benches and examples share.

pub mod demo;
pub mod integrations;

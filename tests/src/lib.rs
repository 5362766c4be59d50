//! Servers and fixtures that the tests, benches and examples share.

pub mod demo;

//! Servers and fixtures that the tests, benches and examples share.

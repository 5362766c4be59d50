//! `description`, by coverage.
#![no_main]

turnbuckle_libfuzzer::target!("description");

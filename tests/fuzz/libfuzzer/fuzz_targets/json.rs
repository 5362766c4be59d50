//! `json`, by coverage.
#![no_main]

turnbuckle_libfuzzer::target!("json");

//! `config`, by coverage.
#![no_main]

turnbuckle_libfuzzer::target!("config");

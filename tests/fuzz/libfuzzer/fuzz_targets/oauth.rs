//! `oauth`, by coverage.
#![no_main]

turnbuckle_libfuzzer::target!("oauth");

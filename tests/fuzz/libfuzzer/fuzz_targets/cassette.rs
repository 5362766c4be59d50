//! `cassette`, by coverage.
#![no_main]

turnbuckle_libfuzzer::target!("cassette");

//! `text`, by coverage.
#![no_main]

turnbuckle_libfuzzer::target!("text");

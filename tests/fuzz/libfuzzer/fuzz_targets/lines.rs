//! `lines`, by coverage.
#![no_main]

turnbuckle_libfuzzer::target!("lines");

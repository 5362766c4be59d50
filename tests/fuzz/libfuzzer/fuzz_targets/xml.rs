//! `xml`, by coverage.
#![no_main]

turnbuckle_libfuzzer::target!("xml");

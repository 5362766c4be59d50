//! Writes typed Rust client crates from OpenAPI descriptions.
//!
//! # Architecture
//!
//! ```text
//! load -> normalize -> lower -> [Api] -> analyze -> name -> emit -> write
//! bytes   Values       IR       frozen   Facts      Names   tokens  files
//! ```

pub mod analyze;
mod build_script;
#[cfg(feature = "cli")]
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod emit;
pub mod generator;
pub mod ir;
pub mod lower;
pub mod name;
pub mod normalize;
pub mod source;
pub mod write;

pub use generator::Generator;

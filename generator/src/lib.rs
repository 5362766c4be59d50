//! Writes typed Rust client crates from OpenAPI descriptions.
//!
//! # Architecture
//!
//! ```text
//! load -> normalize -> lower -> [Api] -> analyze -> name -> emit -> write
//! bytes   Values       IR       frozen   Facts      Names   tokens  files
//! ```

pub mod diagnostic;
pub mod normalize;
pub mod source;

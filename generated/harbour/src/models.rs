//! The types that the API's operations send and receive.
//!
//! Enums and unions keep values that the document does not list, and fields that it does not declare are passed over.

#[cfg(feature = "berths")]
mod berths;
#[cfg(feature = "plan")]
mod plan;

#[cfg(feature = "berths")]
pub use berths::*;
#[cfg(feature = "plan")]
pub use plan::*;

//! The types that the API's operations send and receive.
//!
//! Enums and unions keep values that the document does not list, and fields that it does not declare are passed over.

#[cfg(feature = "tickets")]
mod tickets;

#[cfg(feature = "unused-models")]
mod unused;

mod shared;

#[cfg(feature = "tickets")]
pub use tickets::*;

#[cfg(feature = "unused-models")]
pub use unused::*;

pub use shared::*;

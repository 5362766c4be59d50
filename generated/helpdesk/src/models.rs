//! The types that the API's operations send and receive.
//!
//! Enums and unions keep values that the document does not list, and fields that it does not declare are passed over.

#[cfg(feature = "tickets")]
mod tickets;
#[cfg(feature = "comments")]
mod comments;
#[cfg(feature = "calls")]
mod calls;
#[cfg(feature = "agents")]
mod agents;
#[cfg(feature = "unused-models")]
mod unused;
mod shared;

#[cfg(feature = "tickets")]
pub use tickets::*;
#[cfg(feature = "comments")]
pub use comments::*;
#[cfg(feature = "calls")]
pub use calls::*;
#[cfg(feature = "agents")]
pub use agents::*;
#[cfg(feature = "unused-models")]
pub use unused::*;
pub use shared::*;

//! The types that the API's operations send and receive.
//!
//! Enums and unions keep values that the document does not list, and fields that it does not declare are passed over.

#[cfg(feature = "customers")]
mod customers;
#[cfg(feature = "invoices")]
mod invoices;
#[cfg(feature = "payments")]
mod payments;
#[cfg(feature = "refunds")]
mod refunds;
#[cfg(feature = "balance")]
mod balance;
#[cfg(feature = "webhooks")]
mod webhook_models;
#[cfg(feature = "unused-models")]
mod unused;
mod shared;

#[cfg(feature = "customers")]
pub use customers::*;
#[cfg(feature = "invoices")]
pub use invoices::*;
#[cfg(feature = "payments")]
pub use payments::*;
#[cfg(feature = "refunds")]
pub use refunds::*;
#[cfg(feature = "balance")]
pub use balance::*;
#[cfg(feature = "webhooks")]
pub use webhook_models::*;
#[cfg(feature = "unused-models")]
pub use unused::*;
pub use shared::*;

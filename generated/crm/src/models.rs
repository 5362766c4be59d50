//! The types that the API's operations send and receive.
//!
//! Enums and unions keep values that the document does not list, and fields that it does not declare are passed over.

#[cfg(feature = "contacts")]
mod contacts;
#[cfg(feature = "companies")]
mod companies;
#[cfg(feature = "deals")]
mod deals;
#[cfg(feature = "activities")]
mod activities;
#[cfg(feature = "attachments")]
mod attachments;
#[cfg(feature = "webhooks")]
mod webhook_models;
#[cfg(feature = "unused-models")]
mod unused;
mod shared;

#[cfg(feature = "contacts")]
pub use contacts::*;
#[cfg(feature = "companies")]
pub use companies::*;
#[cfg(feature = "deals")]
pub use deals::*;
#[cfg(feature = "activities")]
pub use activities::*;
#[cfg(feature = "attachments")]
pub use attachments::*;
#[cfg(feature = "webhooks")]
pub use webhook_models::*;
#[cfg(feature = "unused-models")]
pub use unused::*;
pub use shared::*;

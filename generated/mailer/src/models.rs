//! The types that the API's operations send and receive.
//!
//! Enums and unions keep values that the document does not list, and fields that it does not declare are passed over.

#[cfg(feature = "lists")]
mod lists;
#[cfg(feature = "subscribers")]
mod subscribers;
#[cfg(feature = "campaigns")]
mod campaigns;
mod shared;

#[cfg(feature = "lists")]
pub use lists::*;
#[cfg(feature = "subscribers")]
pub use subscribers::*;
#[cfg(feature = "campaigns")]
pub use campaigns::*;
pub use shared::*;

//! The types that the API's operations send and receive.
//!
//! Enums and unions keep values that the document does not list, and fields that it does not declare are passed over.

#[cfg(feature = "stock")]
mod stock;
#[cfg(feature = "items")]
mod items;
#[cfg(feature = "movements")]
mod movements;
#[cfg(feature = "locations")]
mod locations;
#[cfg(feature = "categories")]
mod categories;
#[cfg(feature = "shipments")]
mod shipments;
mod shared;

#[cfg(feature = "stock")]
pub use stock::*;
#[cfg(feature = "items")]
pub use items::*;
#[cfg(feature = "movements")]
pub use movements::*;
#[cfg(feature = "locations")]
pub use locations::*;
#[cfg(feature = "categories")]
pub use categories::*;
#[cfg(feature = "shipments")]
pub use shipments::*;
pub use shared::*;

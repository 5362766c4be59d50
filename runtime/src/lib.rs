//! What the API clients written by turnbuckle share: transport, auth, pagination and retries.

pub mod body;
mod decode;
pub mod encode;
pub mod json;
pub mod model;
pub mod operation;
pub mod scalar;

pub use decode::{DecodeError, Deviation};
pub use encode::EncodeError;
pub use serde;

#[cfg(feature = "chrono")]
pub use chrono;
#[cfg(feature = "jiff")]
pub use jiff;
#[cfg(feature = "time")]
pub use time;

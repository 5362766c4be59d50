//! Types of scalars: decimals as they are written, bytes in base64, secrets, dates and times.

pub mod base64;
mod bytes;
#[cfg(feature = "chrono")]
mod chrono;
mod decimal;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
mod lenient;
mod secret;
#[cfg(test)]
mod tests;
#[cfg(feature = "time")]
mod time;

pub use bytes::Base64;
pub use decimal::{Decimal, DecimalString, InvalidDecimal};
pub use secret::Secret;

//! Types of scalars: decimals as they are written, bytes in base64, secrets, dates and times.

pub mod base64;
mod bytes;
#[cfg(feature = "chrono")]
mod chrono;
#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
mod civil;
mod decimal;
#[cfg(feature = "jiff")]
mod jiff;
mod or_text;
mod secret;
#[cfg(test)]
mod tests;
#[cfg(feature = "time")]
mod time;

pub use bytes::Base64;
pub use decimal::{Decimal, DecimalString, InvalidDecimal};
pub use or_text::OrText;
pub use secret::Secret;

/// Compares a value of a library with one of [`OrText`].
#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
macro_rules! compares {
    ($ty:ty) => {
        impl PartialEq<OrText<Self>> for $ty {
            fn eq(&self, other: &OrText<Self>) -> bool {
                other == self
            }
        }

        impl PartialOrd<OrText<Self>> for $ty {
            fn partial_cmp(&self, other: &OrText<Self>) -> Option<std::cmp::Ordering> {
                other.partial_cmp(self).map(std::cmp::Ordering::reverse)
            }
        }
    };
}
#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
use compares;

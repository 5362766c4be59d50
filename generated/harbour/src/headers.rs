//! The headers that answers have.
//!
//! `response.header(NAME)?` reads one, where `response` is what `.send()` or `.raw()` returns, or an error.

use turnbuckle_runtime::Header;
use turnbuckle_runtime::jiff::Timestamp;

/// How many requests are left in this minute.
pub const X_RATE_LEFT: Header<i64> = Header::new("x-rate-left");

/// When the register was read.
pub const X_READ_AT: Header<Timestamp> = Header::new("x-read-at");

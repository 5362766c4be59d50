//! The headers that answers have.
//!
//! `response.header(NAME)?` reads one, where `response` is what `.send()` or `.raw()` returns, or an error.

use turnbuckle_runtime::Header;

/// Where the next page is (`rel="next"`), and the first one.
pub const LINK: Header<String> = Header::new("link");

/// How many seconds to wait.
pub const RETRY_AFTER: Header<i64> = Header::new("retry-after");

/// Which credentials are taken.
pub const WWW_AUTHENTICATE: Header<String> = Header::new("www-authenticate");

/// How many campaigns there are in all.
pub const X_TOTAL_COUNT: Header<i64> = Header::new("x-total-count");

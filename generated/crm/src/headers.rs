//! The headers that answers have.
//!
//! `response.header(NAME)?` reads one, where `response` is what `.send()` or `.raw()` returns, or an error.

use turnbuckle_runtime::Header;

/// The name of the file to save as.
pub const CONTENT_DISPOSITION: Header<String> = Header::new("content-disposition");

/// Where the new contact is.
pub const LOCATION: Header<String> = Header::new("location");

/// How many seconds to wait.
pub const RETRY_AFTER: Header<i64> = Header::new("retry-after");

/// Which credentials are taken.
pub const WWW_AUTHENTICATE: Header<String> = Header::new("www-authenticate");

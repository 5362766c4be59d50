//! Reads single values of a request, each at most once and of bounded length.

use http::HeaderMap;

use super::error::VerifyError;

/// The longest value of a header that is looked at, in bytes.
const MAX_HEADER: usize = 8 * 1024;

/// Returns a header that is there once, is text and not too long.
pub(super) fn header<'r>(headers: &'r HeaderMap, name: &str) -> Result<&'r str, VerifyError> {
    let place = || format!("the header `{name}`");
    let mut values = headers.get_all(name).iter();
    let value = values.next().ok_or_else(|| VerifyError::missing(place()))?;
    // Of two values, a proxy may have looked at one and this at the other.
    if values.next().is_some() || value.len() > MAX_HEADER {
        return Err(VerifyError::malformed(place()));
    }
    value.to_str().map(str::trim).map_err(|_| VerifyError::malformed(place()))
}

/// Reads hexadecimal digits of either case; `None` where they are none.
pub(super) fn hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| Some((digit(*high)? << 4 | digit(*low)?) as u8)).collect();
    if rest.is_empty() { bytes } else { None }
}

/// Writes hexadecimal digits in lower case.
pub(super) fn to_hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

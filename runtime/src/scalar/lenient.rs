//! Dates and times as servers write them.

use std::borrow::Cow;

/// Rewrites a date-time to RFC 3339: a space for the `T`, small letters, an offset without its colon, and a missing zone, which is read as UTC.
pub(super) fn date_time(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let has_time = bytes.len() > 16 && matches!(bytes[10], b'T' | b't' | b' ') && text.is_ascii();
    if !has_time {
        return Cow::Borrowed(text);
    }
    let zone = bytes[11..].iter().position(|byte| matches!(byte, b'Z' | b'z' | b'+' | b'-')).map(|at| at + 11);
    let (clock, zone) = text[11..].split_at(zone.unwrap_or(bytes.len()) - 11);
    let clock = clock.trim_end();
    let zone = match zone.as_bytes() {
        [] | [b'z' | b'Z'] => "Z".to_owned(),
        [_, _, _] => format!("{zone}:00"),
        [_, _, _, _, _] => format!("{}:{}", &zone[..3], &zone[3..]),
        _ => zone.to_owned(),
    };
    Cow::Owned(format!("{}T{clock}{zone}", &text[..10]))
}

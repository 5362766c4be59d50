//! Dates and date-times as they are written (RFC 3339, and what servers write in its place). One reader for all date libraries, so that
//! what is a value and what is kept as text does not depend on the library's own parser.

/// The parts of a date-time. Nothing is known of them but that each has the form of RFC 3339: February may have 31 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DateTime {
    pub(super) date: Date,
    pub(super) hour: u8,
    pub(super) minute: u8,
    /// 60 for a leap second.
    pub(super) second: u8,
    pub(super) nanosecond: u32,
    /// Seconds to the east of UTC.
    pub(super) offset: i32,
}

/// The parts of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: i16,
    pub(super) month: u8,
    pub(super) day: u8,
}

impl Date {
    /// Reads a date in the form of RFC 3339, `full-date`.
    pub(super) fn read(text: &str) -> Option<Self> {
        Self::of(text.trim().as_bytes().try_into().ok()?)
    }

    fn of(text: &[u8; 10]) -> Option<Self> {
        let (b'-', b'-') = (text[4], text[7]) else { return None };
        let year = i16::from(digits(text[0], text[1])?) * 100 + i16::from(digits(text[2], text[3])?);
        Some(Self { year, month: digits(text[5], text[6])?, day: digits(text[8], text[9])? })
    }
}

impl DateTime {
    /// Reads a date-time in the form of RFC 3339. A space for the `T`, small letters, a space before the offset, an offset without its
    /// colon or minutes, and no zone are read too. Without a zone it is in UTC.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (day, rest) = text.trim().as_bytes().split_first_chunk::<10>()?;
        let date = Date::of(day)?;
        let (clock, rest) = rest.split_first_chunk::<9>()?;
        let (b'T' | b't' | b' ', b':', b':') = (clock[0], clock[3], clock[6]) else { return None };
        let (hour, minute, second) = (digits(clock[1], clock[2])?, digits(clock[4], clock[5])?, digits(clock[7], clock[8])?);
        let (nanosecond, rest) = fraction(rest)?;
        let offset = offset(rest.trim_ascii_start())?;
        (hour < 24 && minute < 60).then_some(Self { date, hour, minute, second, nanosecond, offset })
    }
}

fn digits(tens: u8, units: u8) -> Option<u8> {
    let (tens, units) = (tens.wrapping_sub(b'0'), units.wrapping_sub(b'0'));
    (tens < 10 && units < 10).then(|| tens * 10 + units)
}

/// Reads a fraction of a second, if there is one. One that is finer than a nanosecond has no value.
fn fraction(text: &[u8]) -> Option<(u32, &[u8])> {
    let Some(rest) = text.strip_prefix(b".") else { return Some((0, text)) };
    let length = rest.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
    let (fraction, rest) = rest.split_at(length);
    let mut value = 0;
    for (index, digit) in fraction.iter().map(|byte| u32::from(byte - b'0')).enumerate() {
        match index {
            0..9 => value = value * 10 + digit,
            _ if digit == 0 => {}
            _ => return None,
        }
    }
    for _ in length..9 {
        value *= 10;
    }
    (length > 0).then_some((value, rest))
}

fn offset(text: &[u8]) -> Option<i32> {
    let (sign, hours, minutes) = match *text {
        [] | [b'Z' | b'z'] => return Some(0),
        [sign, a, b] => (sign, digits(a, b)?, 0),
        [sign, a, b, c, d] | [sign, a, b, b':', c, d] => (sign, digits(a, b)?, digits(c, d)?),
        _ => return None,
    };
    let seconds = (i32::from(hours) * 60 + i32::from(minutes)) * 60;
    match sign {
        b'+' if hours < 24 && minutes < 60 => Some(seconds),
        b'-' if hours < 24 && minutes < 60 => Some(-seconds),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Date, DateTime};

    #[test]
    fn no_byte_in_any_place_of_a_date_or_time_stops_the_reader() {
        let whole = b"2026-02-03T04:05:06.789+01:30";
        for at in 0..whole.len() {
            for byte in 0..=127 {
                let mut text = whole.to_vec();
                text[at] = byte;
                let text = String::from_utf8(text).expect("it is ASCII");
                let read = DateTime::read(&text);
                assert_eq!(Date::read(&text[..10]).is_some(), at >= 10 || read.is_some(), "{text:?}");
            }
        }
    }
}

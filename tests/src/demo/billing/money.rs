//! Sums in hundredths: decimals are read from texts and written to texts, never by way of a float.

use crate::demo::fields::is_decimal;

/// Millionths, the unit in which decimals are read.
const UNIT: i128 = 1_000_000;

/// Reads a decimal into millionths; digits after the sixth are cut.
pub(super) fn millionths(text: &str) -> Option<i128> {
    if !is_decimal(text) {
        return None;
    }
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction: String = fraction.chars().chain("000000".chars()).take(6).collect();
    let value = whole.parse::<i128>().ok()?.checked_mul(UNIT)?.checked_add(fraction.parse().ok()?)?;
    Some(if negative { -value } else { value })
}

/// Reads a decimal into hundredths, rounded half away from zero.
pub(super) fn cents(text: &str) -> Option<i128> {
    millionths(text).map(|m| rounded(m, UNIT / 100))
}

/// Returns so many times an amount, in hundredths.
pub(super) fn times(amount: i128, quantity: i64) -> i128 {
    rounded(amount * i128::from(quantity), UNIT / 100)
}

/// Returns so many per cent of hundredths.
pub(super) fn percent(cents: i128, rate: i128) -> i128 {
    rounded(cents * rate, 100 * UNIT)
}

/// Writes hundredths with two places.
pub(super) fn text(cents: i128) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}

fn rounded(value: i128, by: i128) -> i128 {
    (value.abs() + by / 2) / by * value.signum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_rounded_half_away_from_zero() {
        assert_eq!(cents("12.345").map(text), Some("12.35".to_owned()));
        assert_eq!(cents("-0.005").map(text), Some("-0.01".to_owned()));
        assert_eq!(cents("1e3"), None);
        assert_eq!(text(percent(12_000, 8_100_000)), "9.72");
    }
}

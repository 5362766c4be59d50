//! How long a server asks to wait: `Retry-After` in its forms, `retry-after-ms`, and headers named by configuration.

use std::time::{Duration, SystemTime};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderName};

use super::Reset;
use crate::clock::{Clock, parse_http_date};

/// Returns the wait that a response asks for. What cannot be read is no hint; a moment in the past is no wait.
pub(crate) fn server_hint(headers: &HeaderMap, reset_headers: &[(HeaderName, Reset)], clock: &dyn Clock) -> Option<Duration> {
    if headers.is_empty() {
        return None;
    }
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    // The server's own idea of now, so that clocks that differ do no harm.
    let now = || text(&DATE).and_then(parse_http_date).unwrap_or_else(|| clock.wall());
    let millis = headers.get("retry-after-ms").and_then(|value| value.to_str().ok());
    if let Some(wait) = millis.and_then(|text| seconds(text, 0.001)) {
        return Some(wait);
    }
    if let Some(after) = text(&RETRY_AFTER) {
        let wait = seconds(after, 1.0).or_else(|| parse_http_date(after).map(|date| until(date, now())));
        if wait.is_some() {
            return wait;
        }
    }
    reset_headers.iter().find_map(|(name, reset)| {
        let wait = seconds(text(name)?, 1.0)?;
        Some(match reset {
            Reset::DeltaSeconds => wait,
            Reset::EpochSeconds => SystemTime::UNIX_EPOCH.checked_add(wait).map_or(wait, |date| until(date, now())),
        })
    })
}

fn seconds(text: &str, unit: f64) -> Option<Duration> {
    let number: f64 = text.trim().parse().ok()?;
    if !number.is_finite() || number < 0.0 {
        return None;
    }
    Some(Duration::try_from_secs_f64(number * unit).unwrap_or(Duration::MAX))
}

fn until(date: SystemTime, now: SystemTime) -> Duration {
    date.duration_since(now).unwrap_or(Duration::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::FakeClock;

    #[track_caller]
    fn check(headers: &[(&'static str, &'static str)], expect: Option<Duration>) {
        let headers: HeaderMap =
            headers.iter().map(|(name, value)| (HeaderName::from_static(name), http::HeaderValue::from_static(value))).collect();
        let resets = [(HeaderName::from_static("x-reset"), Reset::EpochSeconds)];
        assert_eq!(server_hint(&headers, &resets, &FakeClock::new()), expect);
    }

    #[test]
    fn seconds_and_fractions_are_read() {
        check(&[("retry-after", "3")], Some(Duration::from_secs(3)));
        check(&[("retry-after", "0.5")], Some(Duration::from_millis(500)));
        check(&[("retry-after-ms", "250"), ("retry-after", "9")], Some(Duration::from_millis(250)));
    }

    #[test]
    fn a_date_counts_from_the_responses_own() {
        let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
        check(&[date, ("retry-after", "Sun, 06 Nov 1994 08:49:41 GMT")], Some(Duration::from_secs(4)));
        check(&[date, ("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT")], Some(Duration::ZERO));
    }

    #[test]
    fn a_date_counts_from_the_clock_where_the_response_has_none() {
        check(&[("retry-after", "Thu, 01 Jan 2026 00:00:07 GMT")], Some(Duration::from_secs(7)));
    }

    #[test]
    fn a_configured_header_names_the_moment() {
        check(&[("x-reset", "1767225605")], Some(Duration::from_secs(5)));
    }

    #[test]
    fn nonsense_is_no_hint() {
        check(&[("retry-after", "-1")], None);
        check(&[("retry-after", "soon")], None);
        check(&[("retry-after", "NaN")], None);
        check(&[], None);
    }

    #[test]
    fn a_huge_wait_does_not_overflow() {
        check(&[("retry-after", "99999999999999999999999")], Some(Duration::MAX));
    }
}

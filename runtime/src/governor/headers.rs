//! The headers by which servers tell their limits: `RateLimit` and `RateLimit-Policy` as structured fields
//! (draft-ietf-httpapi-ratelimit-headers), its older form, and `RateLimit-*`, `X-RateLimit-*` and `X-Rate-Limit-*` apart.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::DATE;

use crate::clock::{Clock, parse_http_date};

/// The names of limit, remainder and reset where each is in a header of its own.
const FAMILIES: [[&str; 3]; 3] = [
    ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"],
    ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"],
    ["x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset"],
];

/// The least number that is a moment and no time: seconds since 1970 passed it in 2001.
const EPOCH: f64 = 1e9;

/// The least number that is a moment in milliseconds.
const EPOCH_MILLIS: f64 = 1e12;

/// What an answer tells about the server's limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) limit: Option<u64>,
    pub(super) left: u64,
    pub(super) resets_in: Duration,
    /// The length of a whole window.
    pub(super) length: Option<Duration>,
}

/// Returns whether an answer has such headers, from one look over the names.
pub(super) fn announces(headers: &HeaderMap) -> bool {
    headers.keys().any(|name| {
        let name = name.as_str();
        name.starts_with("ratelimit") || name.starts_with("x-rate")
    })
}

/// Reads what an answer tells; `None` where it does not tell both what is left and until when.
pub(super) fn read(headers: &HeaderMap, clock: &dyn Clock) -> Option<Seen> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let policies = text("ratelimit-policy").map(|text| items(text).collect::<Vec<_>>()).unwrap_or_default();
    if let Some(seen) = text("ratelimit").and_then(|text| structured(text, &policies)) {
        return Some(seen);
    }
    FAMILIES.iter().find_map(|[limit, left, reset]| {
        let left = count(text(left)?)?;
        let reset: f64 = text(reset)?.parse().ok()?;
        let limit = text(limit).and_then(count);
        let length = policies.iter().find(|it| it.quota().is_some() && it.quota() == limit).and_then(Item::window);
        Some(Seen { limit, left, resets_in: resets_in(reset, headers, clock)?, length })
    })
}

/// Reads a moment or a time, by its size. A moment counts from the answer's own `Date`, so that clocks that differ do no harm.
fn resets_in(reset: f64, headers: &HeaderMap, clock: &dyn Clock) -> Option<Duration> {
    if !reset.is_finite() || reset < 0.0 {
        return None;
    }
    if reset < EPOCH {
        return Some(Duration::from_secs_f64(reset));
    }
    let since_1970 = Duration::try_from_secs_f64(if reset < EPOCH_MILLIS { reset } else { reset / 1000.0 }).ok()?;
    let date = headers.get(DATE).and_then(|value| value.to_str().ok()).and_then(parse_http_date);
    let now = date.unwrap_or_else(|| clock.wall()).duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(since_1970.saturating_sub(now))
}

/// Reads the first number: older drafts and some gateways list the windows after it.
fn count(text: &str) -> Option<u64> {
    let number: f64 = text.split([',', ';']).next()?.trim().parse().ok()?;
    (number.is_finite() && number >= 0.0).then_some(number as u64)
}

/// An item of a structured field (RFC 9651) with its parameters, as far as these fields use them.
#[derive(Debug)]
struct Item<'a> {
    name: &'a str,
    params: &'a str,
}

impl<'a> Item<'a> {
    fn param(&self, name: &str) -> Option<&'a str> {
        self.params.split(';').find_map(|param| param.trim().strip_prefix(name)?.trim_start().strip_prefix('=')).map(str::trim)
    }

    fn number(&self, name: &str) -> Option<u64> {
        count(self.param(name)?)
    }

    /// Returns the quota: `"name";q=100` or, in older drafts, `100;w=60`.
    fn quota(&self) -> Option<u64> {
        self.number("q").or_else(|| count(self.name))
    }

    fn window(&self) -> Option<Duration> {
        self.number("w").filter(|seconds| *seconds > 0).map(Duration::from_secs)
    }

    /// Returns whether the limit is one of requests and not, for example, of bytes.
    fn is_of_requests(&self) -> bool {
        self.param("qu").is_none_or(|unit| unit.trim_matches('"') == "requests")
    }
}

fn items(text: &str) -> impl Iterator<Item = Item<'_>> {
    text.split(',').map(|item| {
        let (name, params) = item.split_once(';').unwrap_or((item, ""));
        Item { name: name.trim().trim_matches('"'), params }
    })
}

/// Reads `"default";r=50;t=30`, or `limit=100, remaining=50, reset=30` as it was up to the seventh draft. Of several limits, the one of
/// which least is left counts.
fn structured(text: &str, policies: &[Item<'_>]) -> Option<Seen> {
    let policy_of = |name: &str| policies.iter().find(|policy| policy.name == name);
    let told = items(text).filter_map(|item| {
        let policy = policy_of(item.name);
        if !policy.is_none_or(Item::is_of_requests) {
            return None;
        }
        let (left, reset) = (item.number("r")?, item.number("t"));
        let length = policy.and_then(Item::window);
        Some(Seen { limit: policy.and_then(Item::quota), left, resets_in: reset.map(Duration::from_secs).or(length)?, length })
    });
    if let Some(seen) = told.min_by_key(|seen| seen.left) {
        return Some(seen);
    }
    let member = |name: &str| items(text).find_map(|item| count(item.name.strip_prefix(name)?.trim_start().strip_prefix('=')?));
    let limit = member("limit");
    let length = policies.iter().find(|it| it.quota() == limit).and_then(Item::window);
    Some(Seen { limit, left: member("remaining")?, resets_in: Duration::from_secs(member("reset")?), length })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::FakeClock;

    /// Writes what is read as `left of limit, resets in, window`.
    #[track_caller]
    fn check(headers: &[(&'static str, &'static str)], expect: &str) {
        let headers: HeaderMap =
            headers.iter().map(|(name, value)| (http::HeaderName::from_static(name), http::HeaderValue::from_static(value))).collect();
        let seen = read(&headers, &FakeClock::new()).map_or_else(
            || "nothing".to_owned(),
            |seen| format!("{} of {:?}, {:?}, {:?}", seen.left, seen.limit, seen.resets_in, seen.length),
        );
        assert_eq!(seen, expect);
        assert!(expect == "nothing" || announces(&headers));
    }

    #[test]
    fn the_structured_field_and_its_policy_are_read() {
        check(
            &[("ratelimit", r#""default";r=50;t=30"#), ("ratelimit-policy", r#""default";q=100;w=60"#)],
            "50 of Some(100), 30s, Some(60s)",
        );
        check(&[("ratelimit", r#""default";r=50;t=30"#)], "50 of None, 30s, None");
        check(&[("ratelimit", r#""default";r=50"#), ("ratelimit-policy", r#""default";q=100;w=60"#)], "50 of Some(100), 60s, Some(60s)");
    }

    #[test]
    fn of_several_limits_the_one_of_which_least_is_left_counts() {
        check(
            &[
                ("ratelimit", r#""hour";r=900;t=1800, "second";r=3;t=1, "bytes";r=1;t=9"#),
                ("ratelimit-policy", r#""hour";q=1000;w=3600, "second";q=10;w=1, "bytes";q=65536;qu="content-bytes";w=10"#),
            ],
            "3 of Some(10), 1s, Some(1s)",
        );
    }

    #[test]
    fn older_drafts_are_read() {
        check(&[("ratelimit", "limit=100, remaining=50, reset=5"), ("ratelimit-policy", "100;w=10")], "50 of Some(100), 5s, Some(10s)");
        check(&[("ratelimit-limit", "100, 100;w=10"), ("ratelimit-remaining", "7"), ("ratelimit-reset", "5")], "7 of Some(100), 5s, None");
    }

    #[test]
    fn a_reset_is_a_moment_or_a_time_by_its_size() {
        let date = ("date", "Thu, 01 Jan 2026 00:00:10 GMT");
        let with = |reset| [("x-ratelimit-limit", "60"), ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", reset), date];
        check(&with("42"), "0 of Some(60), 42s, None");
        check(&with("1.5"), "0 of Some(60), 1.5s, None");
        check(&with("1767225640"), "0 of Some(60), 30s, None");
        check(&with("1767225640000"), "0 of Some(60), 30s, None");
        check(&with("1767225600"), "0 of Some(60), 0ns, None");
        // Without a date, from the clock.
        check(&[("x-rate-limit-remaining", "9"), ("x-rate-limit-reset", "1767225605")], "9 of None, 5s, None");
    }

    #[test]
    fn what_tells_too_little_or_nonsense_is_nothing() {
        check(&[], "nothing");
        check(&[("x-ratelimit-remaining", "9")], "nothing");
        check(&[("x-ratelimit-remaining", "-1"), ("x-ratelimit-reset", "5")], "nothing");
        check(&[("x-ratelimit-remaining", "9"), ("x-ratelimit-reset", "soon")], "nothing");
        check(&[("ratelimit", "))")], "nothing");
    }
}

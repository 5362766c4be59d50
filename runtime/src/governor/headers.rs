//! The headers in which servers report their limits: `RateLimit` and `RateLimit-Policy` as structured fields
//! (draft-ietf-httpapi-ratelimit-headers), the older form of them, and the separate headers `RateLimit-*`, `X-RateLimit-*` and
//! `X-Rate-Limit-*`, which may end in what they limit (`x-ratelimit-remaining-requests`). The name of a limit is that of its policy, or the
//! value of a header of its own (`x-ratelimit-resource`, `x-ratelimit-bucket`).
//!
//! **Invariant:** a response reports at most [`MOST`] limits, whose names are at most [`LONGEST_NAME`] bytes long.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::DATE;

use crate::clock::{Clock, parse_http_date};

/// How many limits one response tells of; more are passed over.
const MOST: usize = 8;

/// How long the name of a limit can be; a longer one is cut off.
const LONGEST_NAME: usize = 64;

/// What the names of limit, remainder and reset begin with where each is in a header of its own.
const FAMILIES: [&str; 3] = ["ratelimit-", "x-ratelimit-", "x-rate-limit-"];

/// What the header that names the limit ends with.
const NAMED_BY: [&str; 4] = ["resource", "bucket", "category", "name"];

/// What is limited, where the three headers end with it. Others count something else than requests.
const SUFFIXES: [&str; 6] = ["requests", "second", "minute", "hour", "day", "month"];

/// The least number that is a moment and no time: seconds since 1970 passed it in 2001.
const EPOCH: f64 = 1e9;

/// The least number that is a moment in milliseconds.
const EPOCH_MILLIS: f64 = 1e12;

/// What a response tells about one of the server's limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// What the server calls the limit; `None` where it gives no name.
    pub(super) name: Option<String>,
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

/// Reads the limits that a response tells of: those of which it says both what is left and until when.
pub(super) fn read(headers: &HeaderMap, clock: &dyn Clock) -> Vec<Seen> {
    let policies: Vec<Item<'_>> = texts(headers, "ratelimit-policy").flat_map(items).collect();
    let mut seen = structured(headers, &policies);
    if seen.is_empty() {
        seen.extend(FAMILIES.iter().find_map(|family| apart(headers, family, "", &policies, clock)));
        for suffix in SUFFIXES {
            seen.extend(FAMILIES.iter().find_map(|family| apart(headers, family, suffix, &policies, clock)));
        }
    }
    for name in seen.iter_mut().filter_map(|seen| seen.name.as_mut()) {
        // The text of a header is ASCII.
        name.truncate(LONGEST_NAME);
    }
    seen.truncate(MOST);
    seen
}

fn texts<'a>(headers: &'a HeaderMap, name: &str) -> impl Iterator<Item = &'a str> {
    headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok()).map(str::trim)
}

/// Reads a limit whose parts are in headers of their own.
fn apart(headers: &HeaderMap, family: &str, suffix: &str, policies: &[Item<'_>], clock: &dyn Clock) -> Option<Seen> {
    let text = |part: &str| {
        let name = [family, part, if suffix.is_empty() { "" } else { "-" }, suffix].concat();
        texts(headers, &name).next()
    };
    let left = count(text("remaining")?)?;
    let reset = text("reset")?;
    let resets_in = match reset.parse() {
        Ok(reset) => resets_in(reset, headers, clock)?,
        Err(_) => duration(reset)?,
    };
    let limit = text("limit").and_then(count);
    let policy = policies.iter().find(|it| it.quota().is_some() && it.quota() == limit);
    let named_by = |family: &&str, by: &str| texts(headers, &[*family, by].concat()).next();
    let by_header = || NAMED_BY.iter().find_map(|by| FAMILIES.iter().find_map(|family| named_by(family, by)));
    let name = match suffix {
        "" => by_header().map(str::to_owned).or_else(|| policy.and_then(Item::key)),
        suffix => Some(by_header().map_or_else(|| suffix.to_owned(), |name| format!("{name}/{suffix}"))),
    };
    Some(Seen { name: name.filter(|name| !name.is_empty()), limit, left, resets_in, length: policy.and_then(Item::window) })
}

/// Reads a time with units, `6m0s` or `120ms`, as Go writes it.
fn duration(text: &str) -> Option<Duration> {
    let mut rest = text;
    let mut total = Duration::ZERO;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest[..digits].parse().ok()?;
        let units = &rest[digits..];
        let end = units.find(|c: char| c.is_ascii_digit()).unwrap_or(units.len());
        let unit = match &units[..end] {
            "ms" => 0.001,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            _ => return None,
        };
        total = total.saturating_add(Duration::try_from_secs_f64(number * unit).ok()?);
        rest = &units[end..];
    }
    (!text.is_empty()).then_some(total)
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
    is_quoted: bool,
}

impl<'a> Item<'a> {
    fn param(&self, name: &str) -> Option<&'a str> {
        split(self.params, ';').find_map(|param| param.trim().strip_prefix(name)?.trim_start().strip_prefix('=')).map(str::trim)
    }

    fn number(&self, name: &str) -> Option<u64> {
        count(self.param(name)?)
    }

    /// Returns what the server calls the limit. A partition key (`pk`) tells limits of one policy apart.
    fn key(&self) -> Option<String> {
        if !self.is_quoted || self.name.is_empty() {
            return None;
        }
        Some(self.param("pk").map_or_else(|| self.name.to_owned(), |partition| format!("{partition}/{}", self.name)))
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
    split(text, ',').map(|item| {
        let mut parts = split(item, ';');
        let name = parts.next().unwrap_or_default();
        let params = item.get(name.len()..).unwrap_or_default();
        let name = name.trim();
        Item { name: name.trim_matches('"'), params, is_quoted: name.starts_with('"') }
    })
}

/// Splits where no string (RFC 9651, section 3.3.3) is open.
fn split(text: &str, at: char) -> impl Iterator<Item = &str> {
    let (mut is_open, mut is_escaped) = (false, false);
    text.split(move |c| {
        let was_escaped = is_escaped;
        is_escaped = is_open && c == '\\' && !was_escaped;
        is_open ^= c == '"' && !was_escaped;
        c == at && !is_open
    })
}

/// Reads `"default";r=50;t=30`, or `limit=100, remaining=50, reset=30` as it was up to the seventh draft. Of one name that comes twice,
/// what has least left counts.
fn structured(headers: &HeaderMap, policies: &[Item<'_>]) -> Vec<Seen> {
    let mut all: Vec<Seen> = Vec::new();
    for item in texts(headers, "ratelimit").flat_map(items) {
        let policy = policies.iter().find(|policy| policy.name == item.name);
        let length = policy.and_then(Item::window);
        let reset = item.number("t").map(Duration::from_secs).or(length);
        let (Some(left), Some(resets_in)) = (item.number("r"), reset) else { continue };
        if !policy.is_none_or(Item::is_of_requests) {
            continue;
        }
        let seen = Seen { name: item.key(), limit: policy.and_then(Item::quota), left, resets_in, length };
        match all.iter_mut().find(|other| other.name == seen.name) {
            Some(other) if other.left > seen.left => *other = seen,
            Some(_) => {}
            None => all.push(seen),
        }
    }
    if all.is_empty() {
        all.extend(texts(headers, "ratelimit").find_map(|text| older(text, policies)));
    }
    all
}

fn older(text: &str, policies: &[Item<'_>]) -> Option<Seen> {
    let member = |name: &str| items(text).find_map(|item| count(item.name.strip_prefix(name)?.trim_start().strip_prefix('=')?));
    let limit = member("limit");
    let length = policies.iter().find(|it| it.quota() == limit).and_then(Item::window);
    Some(Seen { name: None, limit, left: member("remaining")?, resets_in: Duration::from_secs(member("reset")?), length })
}

#[cfg(test)]
mod tests {
    use http::HeaderName;

    use super::*;
    use crate::clock::FakeClock;

    /// Writes what is read as `name: left of limit, resets in, window`, one limit a line.
    #[track_caller]
    fn check(headers: &[(&'static str, &str)], expect: &str) {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (http::HeaderName::from_static(name), http::HeaderValue::from_str(value).expect("a value")))
            .collect();
        let told = read(&headers, &FakeClock::new()).into_iter().map(|seen| {
            let name = seen.name.map(|name| format!("{name}: ")).unwrap_or_default();
            format!("{name}{} of {:?}, {:?}, {:?}", seen.left, seen.limit, seen.resets_in, seen.length)
        });
        let seen = told.collect::<Vec<_>>().join("\n");
        let expect = if expect == "nothing" { "" } else { expect };
        assert_eq!(seen, expect);
        assert!(expect.is_empty() || announces(&headers));
    }

    #[test]
    fn the_structured_field_and_its_policy_are_read() {
        check(
            &[("ratelimit", r#""default";r=50;t=30"#), ("ratelimit-policy", r#""default";q=100;w=60"#)],
            "default: 50 of Some(100), 30s, Some(60s)",
        );
        check(&[("ratelimit", r#""default";r=50;t=30"#)], "default: 50 of None, 30s, None");
        let policy = ("ratelimit-policy", r#""default";q=100;w=60"#);
        check(&[("ratelimit", r#""default";r=50"#), policy], "default: 50 of Some(100), 60s, Some(60s)");
    }

    #[test]
    fn each_policy_is_a_limit_of_its_own_and_only_those_of_requests_count() {
        check(
            &[
                ("ratelimit", r#""hour";r=900;t=1800, "second";r=3;t=1, "bytes";r=1;t=9"#),
                ("ratelimit-policy", r#""hour";q=1000;w=3600, "second";q=10;w=1, "bytes";q=65536;qu="content-bytes";w=10"#),
            ],
            "hour: 900 of Some(1000), 1800s, Some(3600s)\nsecond: 3 of Some(10), 1s, Some(1s)",
        );
        check(&[("ratelimit", r#""a";r=5;t=9, "a";r=4;t=8, "a";r=4;t=6, "a";r=6;t=7"#)], "a: 4 of None, 8s, None");
        let policy = |unit: &str| format!(r#""a";q=9;qu={unit}"#);
        for unit in ["\"requests\"", "requests"] {
            check(&[("ratelimit", r#""a";r=5;t=9"#), ("ratelimit-policy", &policy(unit))], "a: 5 of Some(9), 9s, None");
        }
        check(&[("ratelimit", r#""a";r=5;t=9"#), ("ratelimit-policy", &policy("\"tokens\""))], "nothing");
    }

    #[test]
    fn a_name_may_hold_anything_and_a_partition_is_part_of_it() {
        check(
            &[("ratelimit", r#""a,b;c\"d";r=1;t=2;pk=:dHJ1ZQ==:, "e";r=3;t=4"#)],
            concat!(r#":dHJ1ZQ==:/a,b;c\"d: 1 of None, 2s, None"#, "\ne: 3 of None, 4s, None"),
        );
        check(&[("ratelimit", r#""";r=1;t=2"#)], "1 of None, 2s, None");
        // A backslash that is escaped does not escape the quote after it.
        check(&[("ratelimit", r#""a\\";r=1;t=2, "b";r=3;t=4"#)], concat!(r"a\\: 1 of None, 2s, None", "\nb: 3 of None, 4s, None"));
    }

    #[test]
    fn a_header_of_its_own_names_the_limit() {
        let parts = [("x-ratelimit-limit", "30"), ("x-ratelimit-remaining", "7"), ("x-ratelimit-reset", "5")];
        for name in ["x-ratelimit-resource", "x-ratelimit-bucket", "ratelimit-resource", "x-rate-limit-category", "x-ratelimit-name"] {
            check(&[parts.as_slice(), &[(name, "search")]].concat(), "search: 7 of Some(30), 5s, None");
        }
        check(&[parts.as_slice(), &[("x-ratelimit-resource", "")]].concat(), "7 of Some(30), 5s, None");
        // The policy of the same quota has a name.
        check(
            &[parts.as_slice(), &[("ratelimit-policy", r#""burst";q=9;w=1, "search";q=30;w=60"#)]].concat(),
            "search: 7 of Some(30), 5s, Some(60s)",
        );
        check(&[parts.as_slice(), &[("ratelimit-policy", "30;w=60")]].concat(), "7 of Some(30), 5s, Some(60s)");
    }

    #[test]
    fn what_is_limited_may_end_the_names() {
        let of = |suffix: &str, left: &'static str, reset: &'static str| {
            ["limit", "remaining", "reset"]
                .map(|part| format!("x-ratelimit-{part}-{suffix}"))
                .into_iter()
                .zip(["60", left, reset])
                .collect::<Vec<_>>()
        };
        let told = [of("requests", "59", "1s"), of("tokens", "9", "6m0s"), of("day", "0", "7200")].concat();
        let headers: HeaderMap = told
            .iter()
            .map(|(name, value)| (HeaderName::try_from(name.as_str()).expect("a name"), http::HeaderValue::from_static(value)))
            .collect();
        let seen = read(&headers, &FakeClock::new());
        let seen: Vec<_> = seen.into_iter().map(|seen| (seen.name, seen.left, seen.resets_in.as_secs())).collect();
        assert_eq!(seen, [(Some("requests".to_owned()), 59, 1), (Some("day".to_owned()), 0, 7200)]);
    }

    #[test]
    fn a_time_with_units_is_read() {
        let millis = |text| duration(text).map(|it| it.as_millis());
        assert_eq!((millis("6m0s"), millis("120ms"), millis("1h2m3.5s")), (Some(360_000), Some(120), Some(3_723_500)));
        for nonsense in ["", "s", "5", "5x", "1e9s", "-1s", "99999999999999999999h"] {
            assert_eq!(duration(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn names_and_their_number_are_bounded() {
        let many = (0..100).map(|at| format!(r#""{at}{}";r=1;t=1"#, "x".repeat(100))).collect::<Vec<_>>();
        let headers =
            HeaderMap::from_iter([(HeaderName::from_static("ratelimit"), http::HeaderValue::from_str(&many.join(",")).expect("a value"))]);
        let seen = read(&headers, &FakeClock::new());
        assert_eq!(seen.len(), MOST);
        assert!(seen.iter().all(|seen| seen.name.as_ref().is_some_and(|name| name.len() == LONGEST_NAME)));
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
        check(&with("0"), "0 of Some(60), 0ns, None");
        // The greatest time, the least moment, and the last and first of seconds and milliseconds.
        check(&with("999999999"), "0 of Some(60), 999999999s, None");
        check(&with("1000000000"), "0 of Some(60), 0ns, None");
        check(&with("999999999999"), "0 of Some(60), 998232774389s, None");
        check(&with("1000000000000"), "0 of Some(60), 0ns, None");
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
        for number in ["inf", "nan", "-inf"] {
            check(&[("x-ratelimit-remaining", number), ("x-ratelimit-reset", "5")], "nothing");
            check(&[("x-ratelimit-remaining", "9"), ("x-ratelimit-reset", number)], "nothing");
        }
        // A window of no length is none.
        check(&[("ratelimit", r#""a";r=5"#), ("ratelimit-policy", r#""a";q=9;w=0"#)], "nothing");
    }
}

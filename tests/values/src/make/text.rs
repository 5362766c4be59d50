//! Strings: by their format, by their pattern, or any.

use super::shape::Shape;
use super::{Kind, Maker};

/// Date-times as servers write them: what RFC 3339 allows, its edges, and what is only near to it.
const DATE_TIMES: &[&str] = &[
    "2024-05-01T10:00:00Z",
    "2024-02-29T23:59:59.999Z",
    "2024-05-01T10:00:00+02:00",
    "2024-05-01T10:00:00.123456789-07:30",
    "1970-01-01T00:00:00Z",
    "2024-05-01T10:00:00.000Z",
    "1969-12-31T23:59:59.5Z",
    "2024-05-01t10:00:00z",
    "2024-05-01 10:00:00Z",
    "2024-05-01T10:00:00-00:00",
    "2024-05-01T10:00:00+23:59",
    "2024-05-01T10:00:00-23:59",
    "9999-12-31T23:59:59.999Z",
    "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "0000-01-01T00:00:00Z",
    "2024-05-01T10:00:00.1234567890Z",
    "2024-05-01T10:00:00.123456789012345678Z",
    "2016-12-31T23:59:60Z",
    "2016-12-31T23:59:60.5+00:00",
];
/// Texts in a date-time that are not of RFC 3339.
const NO_DATE_TIMES: &[&str] = &[
    "2024-05-01T24:00:00Z",
    "0000-00-00T00:00:00Z",
    "0000-00-00 00:00:00",
    "-0001-11-30T00:00:00Z",
    "+10000-01-01T00:00:00Z",
    "2024-02-30T00:00:00Z",
    "2024-05-01",
    "1714557600",
    "Wed, 01 May 2024 10:00:00 GMT",
    "soon",
    "",
];
const DATES: &[&str] = &["2024-05-01", "2024-02-29", "1970-01-01", "0001-01-01", "9999-12-31", "1582-10-10"];
const NO_DATES: &[&str] = &["0000-00-00", "2023-02-29", "2024-05-01T00:00:00Z", "2024-5-1", "20240501", "never", ""];
const TIMES: &[&str] = &["10:00:00Z", "23:59:60Z", "10:00:00.25+02:00", "10:00:00", "24:00:00", "10:00"];
const DURATIONS: &[&str] = &["P1D", "PT0.5S", "P3Y6M4DT12H30M5S", "P99999999999999999999Y", "-P1D", "P1W"];
const BASE64: &[&str] = &["", "aGk=", "aGVsbG8gd29ybGQ=", "+/8=", "AAAA"];
const DECIMALS: &[&str] = &["0", "1.50", "-12.00", "123456789012345678901234567890.12", "0.1"];

impl<'s> Maker<'s> {
    pub(super) fn string(&mut self, shape: &Shape<'s>) -> Option<String> {
        let count = |keyword: &'static str| shape.nodes.iter().filter_map(move |node| node.get(keyword)?.as_u64());
        let least = usize::try_from(count("minLength").max().unwrap_or_default()).ok()?;
        let most = count("maxLength").min().map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
        let patterns: Vec<&str> = shape.nodes.iter().filter_map(|node| node.get("pattern")?.as_str()).collect();
        let format = shape.nodes.iter().filter_map(|node| node.get("format")?.as_str()).next_back();
        for _ in 0..8 {
            let text = match (patterns.as_slice(), format) {
                ([], Some(format)) => self.formatted(format),
                ([], None) => self.free_text(),
                ([pattern, ..], _) => self.matching(pattern)?,
            };
            if (least..=most).contains(&text.chars().count()) {
                return Some(text);
            }
        }
        // Of the right length at least.
        let text = match patterns.as_slice() {
            [] => self.free_text(),
            [pattern, ..] => self.matching(pattern)?,
        };
        let mut text: String = text.chars().take(most).collect();
        while text.chars().count() < least {
            text.push(char::from(self.rng.u8(b'a'..=b'z')));
        }
        Some(text)
    }

    fn formatted(&mut self, format: &str) -> String {
        let is_odd = self.kind != Kind::Minimal && self.rng.u8(..4) == 0;
        let list = match format {
            "x-date-time" if is_odd => NO_DATE_TIMES,
            "x-date-time" => DATE_TIMES,
            "x-date" if is_odd => NO_DATES,
            "x-date" => DATES,
            "x-time" => TIMES,
            "x-duration" => DURATIONS,
            "base64-text" => BASE64,
            "decimal-text" => DECIMALS,
            "x-uuid" => &["f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6"],
            "x-uri" | "x-url" => &["https://example.com/a?b=c#d", "urn:isbn:0451450523", "https://münchen.example/ä"],
            "x-email" => &["ada@example.com", "\"a b\"@example.com", "用户@例子.广告"],
            "x-ipv4" => &["192.0.2.1"],
            "x-ipv6" => &["2001:db8::1"],
            _ if is_odd => return self.free_text(),
            "x-int64" | "x-int32" | "x-uint64" => &["0", "9223372036854775807", "-1"],
            _ => return self.free_text(),
        };
        list[self.rng.usize(..list.len())].to_owned()
    }

    /// Makes any text, also such as looks like another type.
    pub(super) fn free_text(&mut self) -> String {
        const TEXTS: &[&str] = &[
            "",
            " ",
            "a",
            "text",
            "Ünïcödé",
            "漢字",
            "😀",
            "quo\"te",
            "back\\slash",
            "new\nline",
            "tab\t",
            "\u{0}",
            "\u{2028}",
            "<&>",
            "12",
            "-0",
            "1e5",
            "true",
            "null",
            "{}",
            "[]",
            " padded ",
            "2024-05-01T10:00:00Z",
            "https://example.com/",
        ];
        if self.rng.bool() {
            return TEXTS[self.rng.usize(..TEXTS.len())].to_owned();
        }
        let length = self.rng.usize(1..16);
        (0..length).map(|_| char::from(self.rng.u8(b' '..=b'~'))).collect()
    }
}

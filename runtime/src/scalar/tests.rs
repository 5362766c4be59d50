use expect_test::{Expect, expect};

use super::*;
use crate::json;
use crate::model::Model;

/// Reads each text as a JSON string and writes it again.
fn check<T: Model>(texts: &[&str], expect: Expect) {
    let mut out = String::new();
    for text in texts {
        let json = format!("{text:?}");
        let written = match json::from_slice::<T>(json.as_bytes()) {
            Ok(value) => String::from_utf8_lossy(&json::to_vec(value.view()).expect("the value can be written")).into_owned(),
            Err(error) => error.expected().to_owned(),
        };
        out.push_str(&format!("{text}: {written}\n"));
    }
    expect.assert_eq(&out);
}

#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
const DATE_TIMES: &[&str] = &[
    "2024-05-01T10:00:00Z",
    "2024-05-01t10:00:00.25z",
    "2024-05-01 10:00:00",
    "2024-05-01T10:00:00",
    "2024-05-01T10:00:00+0200",
    "2024-05-01T10:00:00-03",
    "2024-05-01 10:00:00 +02:00",
    "2024-05-01",
    "0000-00-00T00:00:00Z",
    "é024-05-01T10:00:00Z",
    "",
];

#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
const DATES: &[&str] = &["2024-02-29", "2023-02-29", "0000-00-00", "2024-2-1", ""];

#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
const TIMES: &[&str] = &["10:00:00", "10:00:00.5", "10:00:00Z", "25:00:00", ""];

#[cfg(feature = "jiff")]
#[test]
fn jiff_types() {
    check::<::jiff::Timestamp>(
        DATE_TIMES,
        expect![[r#"
        2024-05-01T10:00:00Z: "2024-05-01T10:00:00Z"
        2024-05-01t10:00:00.25z: "2024-05-01T10:00:00.25Z"
        2024-05-01 10:00:00: "2024-05-01T10:00:00Z"
        2024-05-01T10:00:00: "2024-05-01T10:00:00Z"
        2024-05-01T10:00:00+0200: "2024-05-01T08:00:00Z"
        2024-05-01T10:00:00-03: "2024-05-01T13:00:00Z"
        2024-05-01 10:00:00 +02:00: "2024-05-01T08:00:00Z"
        2024-05-01: an RFC 3339 date-time
        0000-00-00T00:00:00Z: an RFC 3339 date-time
        é024-05-01T10:00:00Z: an RFC 3339 date-time
        : an RFC 3339 date-time
    "#]],
    );
    check::<::jiff::civil::Date>(
        DATES,
        expect![[r#"
        2024-02-29: "2024-02-29"
        2023-02-29: an RFC 3339 date
        0000-00-00: an RFC 3339 date
        2024-2-1: an RFC 3339 date
        : an RFC 3339 date
    "#]],
    );
    check::<::jiff::civil::Time>(
        TIMES,
        expect![[r#"
        10:00:00: "10:00:00"
        10:00:00.5: "10:00:00.5"
        10:00:00Z: "10:00:00"
        25:00:00: a time of day
        : a time of day
    "#]],
    );
}

#[cfg(feature = "chrono")]
#[test]
fn chrono_types() {
    check::<::chrono::DateTime<::chrono::Utc>>(
        DATE_TIMES,
        expect![[r#"
        2024-05-01T10:00:00Z: "2024-05-01T10:00:00Z"
        2024-05-01t10:00:00.25z: "2024-05-01T10:00:00.250Z"
        2024-05-01 10:00:00: "2024-05-01T10:00:00Z"
        2024-05-01T10:00:00: "2024-05-01T10:00:00Z"
        2024-05-01T10:00:00+0200: "2024-05-01T08:00:00Z"
        2024-05-01T10:00:00-03: "2024-05-01T13:00:00Z"
        2024-05-01 10:00:00 +02:00: "2024-05-01T08:00:00Z"
        2024-05-01: an RFC 3339 date-time
        0000-00-00T00:00:00Z: an RFC 3339 date-time
        é024-05-01T10:00:00Z: an RFC 3339 date-time
        : an RFC 3339 date-time
    "#]],
    );
    check::<::chrono::DateTime<::chrono::FixedOffset>>(
        DATE_TIMES,
        expect![[r#"
        2024-05-01T10:00:00Z: "2024-05-01T10:00:00Z"
        2024-05-01t10:00:00.25z: "2024-05-01T10:00:00.250Z"
        2024-05-01 10:00:00: "2024-05-01T10:00:00Z"
        2024-05-01T10:00:00: "2024-05-01T10:00:00Z"
        2024-05-01T10:00:00+0200: "2024-05-01T10:00:00+02:00"
        2024-05-01T10:00:00-03: "2024-05-01T10:00:00-03:00"
        2024-05-01 10:00:00 +02:00: "2024-05-01T10:00:00+02:00"
        2024-05-01: an RFC 3339 date-time
        0000-00-00T00:00:00Z: an RFC 3339 date-time
        é024-05-01T10:00:00Z: an RFC 3339 date-time
        : an RFC 3339 date-time
    "#]],
    );
    check::<::chrono::NaiveDate>(
        DATES,
        expect![[r#"
        2024-02-29: "2024-02-29"
        2023-02-29: an RFC 3339 date
        0000-00-00: an RFC 3339 date
        2024-2-1: "2024-02-01"
        : an RFC 3339 date
    "#]],
    );
    check::<::chrono::NaiveTime>(
        TIMES,
        expect![[r#"
        10:00:00: "10:00:00"
        10:00:00.5: "10:00:00.500"
        10:00:00Z: "10:00:00"
        25:00:00: a time of day
        : a time of day
    "#]],
    );
}

#[cfg(feature = "time")]
#[test]
fn time_types() {
    check::<::time::OffsetDateTime>(
        DATE_TIMES,
        expect![[r#"
        2024-05-01T10:00:00Z: "2024-05-01T10:00:00Z"
        2024-05-01t10:00:00.25z: "2024-05-01T10:00:00.25Z"
        2024-05-01 10:00:00: "2024-05-01T10:00:00Z"
        2024-05-01T10:00:00: "2024-05-01T10:00:00Z"
        2024-05-01T10:00:00+0200: "2024-05-01T10:00:00+02:00"
        2024-05-01T10:00:00-03: "2024-05-01T10:00:00-03:00"
        2024-05-01 10:00:00 +02:00: "2024-05-01T10:00:00+02:00"
        2024-05-01: an RFC 3339 date-time
        0000-00-00T00:00:00Z: an RFC 3339 date-time
        é024-05-01T10:00:00Z: an RFC 3339 date-time
        : an RFC 3339 date-time
    "#]],
    );
    check::<::time::Date>(
        DATES,
        expect![[r#"
        2024-02-29: "2024-02-29"
        2023-02-29: an RFC 3339 date
        0000-00-00: an RFC 3339 date
        2024-2-1: an RFC 3339 date
        : an RFC 3339 date
    "#]],
    );
    check::<::time::Time>(
        TIMES,
        expect![[r#"
        10:00:00: "10:00:00"
        10:00:00.5: "10:00:00.5"
        10:00:00Z: "10:00:00"
        25:00:00: a time of day
        : a time of day
    "#]],
    );
}

#[test]
fn decimals() {
    check::<Decimal>(
        &["1", "-12.50", "1e400", " 7 ", "+5", "1.", ".5", "01", "0x1", "NaN", "1_000", "", "-"],
        expect![[r#"
        1: 1
        -12.50: -12.50
        1e400: 1e400
         7 : 7
        +5: 5
        1.: a decimal number
        .5: a decimal number
        01: a decimal number
        0x1: a decimal number
        NaN: a decimal number
        1_000: a decimal number
        : a decimal number
        -: a decimal number
    "#]],
    );
}

#[test]
fn decimals_compare_by_value() {
    let decimal = |text: &str| text.parse::<Decimal>().expect("the text is a number");
    for (a, b) in [("1.50", "15e-1"), ("0", "-0.00e9"), ("100", "1E+2"), ("0.001", "1e-3"), ("1e999999999999", "10e999999999998")] {
        assert_eq!(decimal(a), decimal(b));
    }
    let mut sorted = ["1e400", "-1e400", "0", "-2", "-10", "0.5", "0.49", "123456789012345678901234567890", "3"].map(decimal);
    sorted.sort();
    let texts: Vec<_> = sorted.iter().map(Decimal::as_str).collect();
    assert_eq!(texts, ["-1e400", "-10", "-2", "0", "0.49", "0.5", "3", "123456789012345678901234567890", "1e400"]);
}

#[test]
fn base64_in_all_its_forms() {
    check::<Base64>(
        &["", "aA==", "aA", "aGk=", "aGk", "-_8", "+/8=", "aGVs\nbG8=", "a", "a*b=", "a===", "aGk=="],
        expect![[r#"
        : ""
        aA==: "aA=="
        aA: "aA=="
        aGk=: "aGk="
        aGk: "aGk="
        -_8: "+/8="
        +/8=: "+/8="
        aGVs
        bG8=: "aGVsbG8="
        a: base64 text
        a*b=: base64 text
        a===: base64 text
        aGk==: "aGk="
    "#]],
    );
    for length in 0..9 {
        let bytes: Vec<u8> = (0..length).map(|byte: u8| byte.wrapping_mul(37).wrapping_add(200)).collect();
        assert_eq!(base64::decode(&base64::encode(&bytes)), Some(bytes.clone()));
        assert_eq!(base64::decode(&base64::encode_url_safe(&bytes)), Some(bytes));
    }
}

#[test]
fn secrets() {
    let secret: Secret = json::from_slice(br#""hunter2""#).expect("a secret is a string");
    assert_eq!(format!("{secret:?} {:?}", Some(&secret)), "[redacted] Some([redacted])");
    assert_eq!(json::to_vec(secret.view()), Ok(br#""hunter2""#.to_vec()));
    assert_ne!(secret, Secret::from("hunter3"));
}

//! Dates and times: what is read as a value, and what is kept as text. Whatever comes, what is written is the same instant or the same text.

use expect_test::{Expect, expect};

use crate::OrText;
use crate::json;
use crate::model::{Model, TextSlot};

const DATE_TIMES: &[&str] = &[
    "2024-05-01T10:00:00Z",
    "2024-05-01t10:00:00.25z",
    "2024-05-01 10:00:00",
    "2024-05-01T10:00:00",
    "2024-05-01T10:00:00+0200",
    "2024-05-01T10:00:00-03",
    "2024-05-01 10:00:00 +02:00",
    "2024-05-01T10:00:00-00:00",
    "2024-05-01T10:00:00+23:59",
    "2024-05-01T10:00:00-23:59",
    "2024-05-01T10:00:00+24:00",
    "2024-05-01T10:00:00+02:60",
    // The ends of what the libraries and RFC 3339 hold.
    "0000-01-01T00:00:00Z",
    "0000-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00Z",
    "9999-12-30T22:00:00Z",
    "9999-12-31T23:59:59.999Z",
    "9999-12-31T23:59:59-12:00",
    "-0001-12-31T00:00:00Z",
    "+10000-01-01T00:00:00Z",
    "10000-01-01T00:00:00Z",
    // The parts of a second.
    "2024-05-01T10:00:00.123456789Z",
    "2024-05-01T10:00:00.1234567890Z",
    "2024-05-01T10:00:00.1234567891Z",
    "2024-05-01T10:00:00.Z",
    "2024-05-01T10:00:00,5Z",
    "2016-12-31T23:59:60Z",
    "2016-12-31T23:59:60.5+01:00",
    "2016-12-31T23:59:61Z",
    "2024-05-01T24:00:00Z",
    "2024-05-01T23:60:00Z",
    "2024-05-01T10:00Z",
    // Days that do not exist, and other texts.
    "0000-00-00T00:00:00Z",
    "0000-00-00 00:00:00",
    "2023-02-29T10:00:00Z",
    "2024-05-01",
    "1714557600",
    "2024-05-01T10:00:00Z[Europe/Berlin]",
    "2024-05-01T10:00:00 ",
    "é024-05-01T10:00:00Z",
    "2024-05-01T10:00:00é",
    "soon",
    "",
];

const DATES: &[&str] = &[
    "2024-02-29",
    "0000-01-01",
    "0001-01-01",
    "9999-12-31",
    "2023-02-29",
    "0000-00-00",
    "2024-2-1",
    "20240201",
    "+2024-02-01",
    "-0001-02-01",
    "2024-02-01T00:00:00Z",
    "é4-02-01",
    "",
];

const TIMES: &[&str] = &["10:00:00", "10:00:00.5", "10:00:00Z", "25:00:00", ""];

/// Reads each text as a JSON string and writes it again; what is kept as text is marked.
#[track_caller]
fn check<T: Model + TextSlot>(texts: &[&str], expect: Expect) {
    let mut out = String::new();
    for text in texts {
        let value: OrText<T> = json::from_slice(format!("{text:?}").as_bytes()).expect("every text is read");
        let written = String::from_utf8(json::to_vec(value.view()).expect("every value is written")).expect("JSON is text");
        let strict = json::from_slice::<T>(format!("{text:?}").as_bytes()).map(|_| ()).map_err(|error| error.expected().to_owned());
        assert_eq!(strict.is_ok(), value.value().is_some(), "{text}");
        match value.text() {
            Some(kept) => {
                assert_eq!((kept, &*written), (*text, &*format!("{text:?}")));
                out.push_str(&format!("{text}\n"));
            }
            None => out.push_str(&format!("{text}: {written}\n")),
        }
    }
    expect.assert_eq(&out);
}

#[track_caller]
fn check_strict<T: Model>(texts: &[&str], expect: Expect) {
    let mut out = String::new();
    for text in texts {
        let read = json::from_slice::<T>(format!("{text:?}").as_bytes());
        let written = read.map(|value| String::from_utf8_lossy(&json::to_vec(value.view()).expect("every value is written")).into_owned());
        out.push_str(&format!("{text}: {}\n", written.unwrap_or_else(|error| error.expected().to_owned())));
    }
    expect.assert_eq(&out);
}

#[cfg(feature = "jiff")]
#[test]
fn jiff_types() {
    check::<jiff::Timestamp>(
        DATE_TIMES,
        expect![[r#"
        2024-05-01T10:00:00Z: "2024-05-01T10:00:00Z"
        2024-05-01t10:00:00.25z: "2024-05-01T10:00:00.25Z"
        2024-05-01 10:00:00: "2024-05-01T10:00:00Z"
        2024-05-01T10:00:00: "2024-05-01T10:00:00Z"
        2024-05-01T10:00:00+0200: "2024-05-01T08:00:00Z"
        2024-05-01T10:00:00-03: "2024-05-01T13:00:00Z"
        2024-05-01 10:00:00 +02:00: "2024-05-01T08:00:00Z"
        2024-05-01T10:00:00-00:00: "2024-05-01T10:00:00Z"
        2024-05-01T10:00:00+23:59: "2024-04-30T10:01:00Z"
        2024-05-01T10:00:00-23:59: "2024-05-02T09:59:00Z"
        2024-05-01T10:00:00+24:00
        2024-05-01T10:00:00+02:60
        0000-01-01T00:00:00Z: "0000-01-01T00:00:00Z"
        0000-01-01T00:00:00+14:00
        0001-01-01T00:00:00Z: "0001-01-01T00:00:00Z"
        9999-12-30T22:00:00Z: "9999-12-30T22:00:00Z"
        9999-12-31T23:59:59.999Z
        9999-12-31T23:59:59-12:00
        -0001-12-31T00:00:00Z
        +10000-01-01T00:00:00Z
        10000-01-01T00:00:00Z
        2024-05-01T10:00:00.123456789Z: "2024-05-01T10:00:00.123456789Z"
        2024-05-01T10:00:00.1234567890Z: "2024-05-01T10:00:00.123456789Z"
        2024-05-01T10:00:00.1234567891Z
        2024-05-01T10:00:00.Z
        2024-05-01T10:00:00,5Z
        2016-12-31T23:59:60Z
        2016-12-31T23:59:60.5+01:00
        2016-12-31T23:59:61Z
        2024-05-01T24:00:00Z
        2024-05-01T23:60:00Z
        2024-05-01T10:00Z
        0000-00-00T00:00:00Z
        0000-00-00 00:00:00
        2023-02-29T10:00:00Z
        2024-05-01
        1714557600
        2024-05-01T10:00:00Z[Europe/Berlin]
        2024-05-01T10:00:00 : "2024-05-01T10:00:00Z"
        é024-05-01T10:00:00Z
        2024-05-01T10:00:00é
        soon

    "#]],
    );
    check::<jiff::civil::Date>(
        DATES,
        expect![[r#"
        2024-02-29: "2024-02-29"
        0000-01-01: "0000-01-01"
        0001-01-01: "0001-01-01"
        9999-12-31: "9999-12-31"
        2023-02-29
        0000-00-00
        2024-2-1
        20240201
        +2024-02-01
        -0001-02-01
        2024-02-01T00:00:00Z
        é4-02-01

    "#]],
    );
    check_strict::<jiff::civil::Time>(
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
    check::<chrono::DateTime<chrono::Utc>>(
        DATE_TIMES,
        expect![[r#"
        2024-05-01T10:00:00Z: "2024-05-01T10:00:00Z"
        2024-05-01t10:00:00.25z: "2024-05-01T10:00:00.250Z"
        2024-05-01 10:00:00: "2024-05-01T10:00:00Z"
        2024-05-01T10:00:00: "2024-05-01T10:00:00Z"
        2024-05-01T10:00:00+0200: "2024-05-01T08:00:00Z"
        2024-05-01T10:00:00-03: "2024-05-01T13:00:00Z"
        2024-05-01 10:00:00 +02:00: "2024-05-01T08:00:00Z"
        2024-05-01T10:00:00-00:00: "2024-05-01T10:00:00Z"
        2024-05-01T10:00:00+23:59: "2024-04-30T10:01:00Z"
        2024-05-01T10:00:00-23:59: "2024-05-02T09:59:00Z"
        2024-05-01T10:00:00+24:00
        2024-05-01T10:00:00+02:60
        0000-01-01T00:00:00Z: "0000-01-01T00:00:00Z"
        0000-01-01T00:00:00+14:00
        0001-01-01T00:00:00Z: "0001-01-01T00:00:00Z"
        9999-12-30T22:00:00Z: "9999-12-30T22:00:00Z"
        9999-12-31T23:59:59.999Z: "9999-12-31T23:59:59.999Z"
        9999-12-31T23:59:59-12:00
        -0001-12-31T00:00:00Z
        +10000-01-01T00:00:00Z
        10000-01-01T00:00:00Z
        2024-05-01T10:00:00.123456789Z: "2024-05-01T10:00:00.123456789Z"
        2024-05-01T10:00:00.1234567890Z: "2024-05-01T10:00:00.123456789Z"
        2024-05-01T10:00:00.1234567891Z
        2024-05-01T10:00:00.Z
        2024-05-01T10:00:00,5Z
        2016-12-31T23:59:60Z: "2016-12-31T23:59:60Z"
        2016-12-31T23:59:60.5+01:00: "2016-12-31T22:59:60.500Z"
        2016-12-31T23:59:61Z
        2024-05-01T24:00:00Z
        2024-05-01T23:60:00Z
        2024-05-01T10:00Z
        0000-00-00T00:00:00Z
        0000-00-00 00:00:00
        2023-02-29T10:00:00Z
        2024-05-01
        1714557600
        2024-05-01T10:00:00Z[Europe/Berlin]
        2024-05-01T10:00:00 : "2024-05-01T10:00:00Z"
        é024-05-01T10:00:00Z
        2024-05-01T10:00:00é
        soon

    "#]],
    );
    check::<chrono::DateTime<chrono::FixedOffset>>(
        DATE_TIMES,
        expect![[r#"
        2024-05-01T10:00:00Z: "2024-05-01T10:00:00Z"
        2024-05-01t10:00:00.25z: "2024-05-01T10:00:00.250Z"
        2024-05-01 10:00:00: "2024-05-01T10:00:00Z"
        2024-05-01T10:00:00: "2024-05-01T10:00:00Z"
        2024-05-01T10:00:00+0200: "2024-05-01T10:00:00+02:00"
        2024-05-01T10:00:00-03: "2024-05-01T10:00:00-03:00"
        2024-05-01 10:00:00 +02:00: "2024-05-01T10:00:00+02:00"
        2024-05-01T10:00:00-00:00: "2024-05-01T10:00:00Z"
        2024-05-01T10:00:00+23:59: "2024-05-01T10:00:00+23:59"
        2024-05-01T10:00:00-23:59: "2024-05-01T10:00:00-23:59"
        2024-05-01T10:00:00+24:00
        2024-05-01T10:00:00+02:60
        0000-01-01T00:00:00Z: "0000-01-01T00:00:00Z"
        0000-01-01T00:00:00+14:00: "0000-01-01T00:00:00+14:00"
        0001-01-01T00:00:00Z: "0001-01-01T00:00:00Z"
        9999-12-30T22:00:00Z: "9999-12-30T22:00:00Z"
        9999-12-31T23:59:59.999Z: "9999-12-31T23:59:59.999Z"
        9999-12-31T23:59:59-12:00: "9999-12-31T23:59:59-12:00"
        -0001-12-31T00:00:00Z
        +10000-01-01T00:00:00Z
        10000-01-01T00:00:00Z
        2024-05-01T10:00:00.123456789Z: "2024-05-01T10:00:00.123456789Z"
        2024-05-01T10:00:00.1234567890Z: "2024-05-01T10:00:00.123456789Z"
        2024-05-01T10:00:00.1234567891Z
        2024-05-01T10:00:00.Z
        2024-05-01T10:00:00,5Z
        2016-12-31T23:59:60Z: "2016-12-31T23:59:60Z"
        2016-12-31T23:59:60.5+01:00: "2016-12-31T23:59:60.500+01:00"
        2016-12-31T23:59:61Z
        2024-05-01T24:00:00Z
        2024-05-01T23:60:00Z
        2024-05-01T10:00Z
        0000-00-00T00:00:00Z
        0000-00-00 00:00:00
        2023-02-29T10:00:00Z
        2024-05-01
        1714557600
        2024-05-01T10:00:00Z[Europe/Berlin]
        2024-05-01T10:00:00 : "2024-05-01T10:00:00Z"
        é024-05-01T10:00:00Z
        2024-05-01T10:00:00é
        soon

    "#]],
    );
    check::<chrono::NaiveDate>(
        DATES,
        expect![[r#"
        2024-02-29: "2024-02-29"
        0000-01-01: "0000-01-01"
        0001-01-01: "0001-01-01"
        9999-12-31: "9999-12-31"
        2023-02-29
        0000-00-00
        2024-2-1
        20240201
        +2024-02-01
        -0001-02-01
        2024-02-01T00:00:00Z
        é4-02-01

    "#]],
    );
    check_strict::<chrono::NaiveTime>(
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
    check::<time::OffsetDateTime>(
        DATE_TIMES,
        expect![[r#"
        2024-05-01T10:00:00Z: "2024-05-01T10:00:00Z"
        2024-05-01t10:00:00.25z: "2024-05-01T10:00:00.25Z"
        2024-05-01 10:00:00: "2024-05-01T10:00:00Z"
        2024-05-01T10:00:00: "2024-05-01T10:00:00Z"
        2024-05-01T10:00:00+0200: "2024-05-01T10:00:00+02:00"
        2024-05-01T10:00:00-03: "2024-05-01T10:00:00-03:00"
        2024-05-01 10:00:00 +02:00: "2024-05-01T10:00:00+02:00"
        2024-05-01T10:00:00-00:00: "2024-05-01T10:00:00Z"
        2024-05-01T10:00:00+23:59: "2024-05-01T10:00:00+23:59"
        2024-05-01T10:00:00-23:59: "2024-05-01T10:00:00-23:59"
        2024-05-01T10:00:00+24:00
        2024-05-01T10:00:00+02:60
        0000-01-01T00:00:00Z: "0000-01-01T00:00:00Z"
        0000-01-01T00:00:00+14:00: "0000-01-01T00:00:00+14:00"
        0001-01-01T00:00:00Z: "0001-01-01T00:00:00Z"
        9999-12-30T22:00:00Z: "9999-12-30T22:00:00Z"
        9999-12-31T23:59:59.999Z: "9999-12-31T23:59:59.999Z"
        9999-12-31T23:59:59-12:00: "9999-12-31T23:59:59-12:00"
        -0001-12-31T00:00:00Z
        +10000-01-01T00:00:00Z
        10000-01-01T00:00:00Z
        2024-05-01T10:00:00.123456789Z: "2024-05-01T10:00:00.123456789Z"
        2024-05-01T10:00:00.1234567890Z: "2024-05-01T10:00:00.123456789Z"
        2024-05-01T10:00:00.1234567891Z
        2024-05-01T10:00:00.Z
        2024-05-01T10:00:00,5Z
        2016-12-31T23:59:60Z
        2016-12-31T23:59:60.5+01:00
        2016-12-31T23:59:61Z
        2024-05-01T24:00:00Z
        2024-05-01T23:60:00Z
        2024-05-01T10:00Z
        0000-00-00T00:00:00Z
        0000-00-00 00:00:00
        2023-02-29T10:00:00Z
        2024-05-01
        1714557600
        2024-05-01T10:00:00Z[Europe/Berlin]
        2024-05-01T10:00:00 : "2024-05-01T10:00:00Z"
        é024-05-01T10:00:00Z
        2024-05-01T10:00:00é
        soon

    "#]],
    );
    check::<time::Date>(
        DATES,
        expect![[r#"
        2024-02-29: "2024-02-29"
        0000-01-01: "0000-01-01"
        0001-01-01: "0001-01-01"
        9999-12-31: "9999-12-31"
        2023-02-29
        0000-00-00
        2024-2-1
        20240201
        +2024-02-01
        -0001-02-01
        2024-02-01T00:00:00Z
        é4-02-01

    "#]],
    );
    check_strict::<time::Time>(
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

/// What `jiff` itself makes of each text. The text's instant is the judge's; what this crate reads has to be that instant.
#[cfg(all(feature = "jiff", feature = "chrono", feature = "time"))]
#[test]
fn random_texts_are_the_same_instant_in_every_library_or_the_same_text() {
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move |bound: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % bound
    };
    let mut values = 0;
    for _ in 0..5_000 {
        let year = [random(10_000), 0, 9_999, 1970][random(4) as usize];
        let separator = ["T", " ", "t"][random(3) as usize];
        let fraction = ["", ".5", ".123456789", ".1234567891", ".000"][random(5) as usize];
        let zone = match random(6) {
            0 => "Z".to_owned(),
            1 => String::new(),
            2 => format!("+{:02}{:02}", random(25), random(61)),
            _ => format!("{}{:02}:{:02}", ["+", "-"][random(2) as usize], random(25), random(61)),
        };
        let (month, day, hour, minute, second) = (random(14), random(33), random(25), random(61), random(62));
        let text = format!("{year:04}-{month:02}-{day:02}{separator}{hour:02}:{minute:02}:{second:02}{fraction}{zone}");
        let jiff = OrText::<jiff::Timestamp>::parse(&text);
        let chrono = OrText::<chrono::DateTime<chrono::FixedOffset>>::parse(&text);
        let time = OrText::<time::OffsetDateTime>::parse(&text);
        for written in [jiff.to_string(), chrono.to_string(), time.to_string()] {
            let same = written == text || chrono_instant(&written) == chrono_instant(&text) && chrono_instant(&text).is_some();
            assert!(same, "{text} was written as {written}");
        }
        if let Some(value) = jiff.value() {
            values += 1;
            assert_eq!(Some(value.as_nanosecond()), time.value().map(|value| value.unix_timestamp_nanos()), "{text}");
            let second = value.as_nanosecond().div_euclid(1_000_000_000);
            assert_eq!(Some(second), chrono.value().map(|value| i128::from(value.timestamp())), "{text}");
        }
    }
    assert!(values > 1_000, "{values}");
}

/// Reads a text by `chrono`'s own parser of RFC 3339.
#[cfg(all(feature = "jiff", feature = "chrono", feature = "time"))]
fn chrono_instant(text: &str) -> Option<chrono::DateTime<chrono::Utc>> {
    let mut text = text.replacen([' ', 't'], "T", 1);
    if text.get(19..).is_some_and(|rest| !rest.contains(['Z', '+', '-'])) {
        text.push('Z');
    }
    if text.len() > 5 && matches!(text.as_bytes()[text.len() - 5], b'+' | b'-') {
        text.insert(text.len() - 2, ':');
    }
    chrono::DateTime::parse_from_rfc3339(&text).ok().map(|instant| instant.to_utc())
}

#[cfg(feature = "jiff")]
#[test]
fn a_value_compares_with_what_may_be_a_text() {
    use jiff::Timestamp;
    let value: OrText<Timestamp> = Timestamp::UNIX_EPOCH.into();
    let never = OrText::<Timestamp>::parse("9999-12-31T23:59:59.999Z");
    assert_eq!(value, Timestamp::UNIX_EPOCH);
    assert_eq!(Timestamp::UNIX_EPOCH, value);
    assert!(value < Timestamp::MAX && Timestamp::MIN < value);
    assert!(never > Timestamp::MAX && never > value);
    assert!(Timestamp::MAX < never);
    assert_ne!(never, Timestamp::MAX);
    let mut sorted = [never.clone(), OrText::parse(""), value.clone()];
    sorted.sort();
    assert_eq!(sorted, [value.clone(), OrText::parse(""), never.clone()]);
    assert_eq!(
        format!("{value} {value:?} {never} {never:?}"),
        "1970-01-01T00:00:00Z 1970-01-01T00:00:00Z 9999-12-31T23:59:59.999Z \"9999-12-31T23:59:59.999Z\""
    );
    assert_eq!((value.into_value(), never.into_value()), (Some(Timestamp::UNIX_EPOCH), None));
}

/// A text that is kept is told of where a client wants to know, and makes the arm of a union fit less.
#[cfg(feature = "jiff")]
#[test]
fn a_kept_text_is_noted_with_its_place() {
    let mut told = Vec::new();
    let mut value: Vec<OrText<jiff::civil::Date>> = Vec::new();
    json::fill_noting(br#"["2024-05-01", "0000-00-00", "never"]"#, value.slot(), &mut |deviation| told.push(deviation.to_string()))
        .expect("every text is read");
    assert_eq!(
        told,
        [
            "expected an RFC 3339 date, found the string \"0000-00-00\" at `/1`",
            "expected an RFC 3339 date, found the string \"never\" at `/2`"
        ]
    );
    told.clear();
    json::fill_noting(br#"["never", 7]"#, value.slot(), &mut |deviation| told.push(deviation.to_string())).expect_err("7 is not a text");
    assert!(told.is_empty());
}

//! A text that is not a date or a time, or that the date library does not hold, never fails a response: it is kept, is sent as it came, and is
//! reported.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use turnbuckle_behaviour::{read, written};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::jiff::civil::date;
use turnbuckle_runtime::transport::{Fake, FakeAnswer};
use turnbuckle_runtime::{OrText, chrono, time};

/// Texts that servers send where a date-time is declared.
const TEXTS: &[&str] = &[
    "2024-05-01T10:00:00Z",
    "2024-05-01T12:00:00.5+02:00",
    "2024-05-01t10:00:00z",
    "2024-05-01 10:00:00Z",
    "9999-12-31T23:59:59.999Z",
    "0001-01-01T00:00:00Z",
    "0000-01-01T00:00:00+14:00",
    "2024-05-01T10:00:00.1234567891Z",
    "2016-12-31T23:59:60Z",
    "2024-05-01T24:00:00Z",
    "2024-05-01T10:00:00+23:59",
    "+10000-01-01T00:00:00Z",
    "-0001-01-01T00:00:00Z",
    "0000-00-00 00:00:00",
    "0000-00-00",
    "9999-12-31",
    "10:00:00",
    "P1D",
    "soon",
    "",
];

/// Returns a tide that has a text everywhere.
fn tide(text: &str) -> Value {
    json!({
        "high": text, "low": text, "day": text, "clock": text, "length": text, "earlier": ["2024-05-01T10:00:00Z", text], "next": {"a": text},
        "turn": text
    })
}

/// Returns whether two texts are the same, or the same instant.
fn is_same(sent: &Value, back: &Value) -> bool {
    let instant = |text: &Value| chrono::DateTime::parse_from_rfc3339(&text.as_str()?.replacen(' ', "T", 1).to_uppercase()).ok();
    match (sent, back) {
        (Value::Object(sent), Value::Object(back)) => {
            sent.len() == back.len() && sent.iter().all(|(name, value)| back.get(name).is_some_and(|other| is_same(value, other)))
        }
        (Value::Array(sent), Value::Array(back)) => sent.len() == back.len() && sent.iter().zip(back).all(|(a, b)| is_same(a, b)),
        _ => sent == back || instant(sent).is_some() && instant(sent) == instant(back),
    }
}

macro_rules! every_text_comes_back {
    ($($library:ident: $module:ident;)*) => {$(
        #[tokio::test]
        async fn $library() {
            use turnbuckle_behaviour::$module::Client;

            for text in TEXTS {
                let fake = Fake::new([FakeAnswer::json(200, tide(text).to_string())]);
                let client = Client::builder().transport(fake.clone()).build().expect("the values can be used");
                let tide_read = client.tides().get(&Default::default()).await.expect("the response is read");
                let back: Value = serde_json::from_str(&written(&tide_read)).expect("it is JSON");
                assert!(is_same(&tide(text), &back), "{text} came back as {back}");
            }
        }
    )*};
}

every_text_comes_back! {
    every_text_comes_back_with_jiff: times;
    every_text_comes_back_with_chrono: times_chrono;
    every_text_comes_back_with_time: times_time;
    every_text_comes_back_as_strings: times_string;
}

#[test]
fn a_value_that_is_held_is_one_in_each_library() {
    let text = r#"{"high":"2024-05-01T12:00:00+02:00","day":"2024-05-01","low":"9999-12-31T23:59:59.999Z"}"#;
    let jiff: turnbuckle_behaviour::times::models::Tide = read(text);
    let chrono: turnbuckle_behaviour::times_chrono::models::Tide = read(text);
    let time: turnbuckle_behaviour::times_time::models::Tide = read(text);
    assert_eq!(jiff.high.value().map(|high| high.as_second()), Some(1_714_557_600));
    assert_eq!(chrono.high.value().map(|high| high.timestamp()), Some(1_714_557_600));
    assert_eq!(time.high.value().map(|high| high.unix_timestamp()), Some(1_714_557_600));
    assert_eq!(jiff.day, Some(date(2024, 5, 1).into()));
    assert_eq!(chrono.day, chrono::NaiveDate::from_ymd_opt(2024, 5, 1).map(OrText::Value));
    assert_eq!(time.day, time::Date::from_ordinal_date(2024, 122).ok().map(OrText::Value));
    // The last hours of the year 9999 are beyond what `jiff` holds.
    assert_eq!(jiff.low.value().and_then(OrText::text), Some("9999-12-31T23:59:59.999Z"));
    assert_eq!(chrono.low.value().and_then(OrText::text), None);
    assert_eq!(time.low.value().and_then(OrText::text), None);
}

#[test]
fn a_value_made_by_hand_is_written_compared_and_ordered() {
    use turnbuckle_behaviour::times::models::{Tide, TideTurn};

    let mut tide = Tide::new(Timestamp::UNIX_EPOCH);
    tide.day = Some(date(2024, 5, 1).into());
    tide.turn = Some(Timestamp::UNIX_EPOCH.into());
    tide.earlier = Some(vec![Timestamp::UNIX_EPOCH.into(), OrText::parse("soon")]);
    assert_eq!(
        written(&tide),
        r#"{"high":"1970-01-01T00:00:00Z","day":"2024-05-01","earlier":["1970-01-01T00:00:00Z","soon"],"turn":"1970-01-01T00:00:00Z"}"#
    );
    assert_eq!(tide.high, Timestamp::UNIX_EPOCH);
    assert!(tide.high < Timestamp::MAX);
    let earlier = tide.earlier.iter().flatten();
    assert_eq!(earlier.max().and_then(OrText::text), Some("soon"));
    assert!(matches!(tide.turn, Some(TideTurn::DateTime(OrText::Value(_)))));
    tide.high = OrText::parse("never");
    assert_eq!(tide.high.to_string(), "never");
}

#[test]
fn a_text_is_the_arm_that_lists_it_before_it_is_one_that_only_keeps_it() {
    use turnbuckle_behaviour::times::models::{Tide, TideTurn};

    let turn = |text: &str| read::<Tide>(&format!(r#"{{"high":"","turn":"{text}"}}"#)).turn;
    assert!(matches!(turn("2024-05-01T10:00:00Z"), Some(TideTurn::DateTime(OrText::Value(_)))));
    assert!(!matches!(turn("slack"), Some(TideTurn::DateTime(_)) | None));
    assert!(matches!(turn("2016-12-31T23:59:60Z"), Some(TideTurn::DateTime(OrText::Text(_)))));
}

#[tokio::test]
async fn a_client_that_asks_for_deviations_is_told_of_each_kept_text() {
    use turnbuckle_behaviour::times::Client;

    let told = Arc::new(Mutex::new(Vec::new()));
    let hear = told.clone();
    let body = json!({"high": "2016-12-31T23:59:60Z", "earlier": ["2024-05-01T10:00:00Z", "soon"], "day": "2024-05-01"});
    let client = Client::builder()
        .transport(Fake::new([FakeAnswer::json(200, body.to_string()), FakeAnswer::json(200, r#"{"high":7,"day":"never"}"#)]))
        .tolerant(move |drift| {
            let line = format!("{}, declared at {}", drift.deviation, drift.deviation.schema);
            hear.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        })
        .build()
        .expect("the values can be used");
    let tide = client.tides().get(&Default::default()).await.expect("the response is read");
    assert_eq!(tide.high.text(), Some("2016-12-31T23:59:60Z"));
    client.tides().get(&Default::default()).await.expect("the client is tolerant");
    let told = told.lock().unwrap_or_else(PoisonError::into_inner);
    assert_eq!(
        *told,
        [
            "expected an RFC 3339 date-time, found the string \"2016-12-31T23:59:60Z\" at `/high`, declared at #/components/schemas/Tide/properties/high",
            "expected an RFC 3339 date-time, found the string \"soon\" at `/earlier/1`, declared at #/components/schemas/Tide/properties/earlier/items",
            "expected an RFC 3339 date-time, found the number 7 at `/high`, declared at #/components/schemas/Tide/properties/high",
            "expected an RFC 3339 date, found the string \"never\" at `/day`, declared at #/components/schemas/Tide/properties/day",
        ]
    );
}

#[tokio::test]
async fn parameters_and_headers_are_values_of_the_library() {
    use turnbuckle_behaviour::times::tides::GetTide;
    use turnbuckle_behaviour::times::{Client, headers};

    let answer = |at: &str| FakeAnswer::json(200, r#"{"high":""}"#).header("measured-at", at);
    let fake = Fake::new([answer("2024-05-01T10:00:00Z"), answer("Wed, 01 May 2024 10:00:00 GMT"), answer("soon")]);
    let client = Client::builder().transport(fake.clone()).build().expect("the values can be used");
    let params = GetTide { since: Some(Timestamp::UNIX_EPOCH), day: Some(date(2024, 5, 1)) };
    for expected in [Some(1_714_557_600), Some(1_714_557_600), None] {
        let response = client.tides().get(&params).send().await.expect("the response is read");
        let measured = response.header(headers::MEASURED_AT).ok().flatten();
        assert_eq!(measured.map(Timestamp::as_second), expected);
    }
    assert_eq!(fake.requests()[0].uri.to_string(), "https://tides.example/v1/tides?since=1970-01-01T00%3A00%3A00Z&day=2024-05-01");
}

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
mod times;

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

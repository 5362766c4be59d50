//! What is found in a text, and what stays of it.

use std::fmt;

use super::{Known, source};
use crate::decode::{DecodeError, Deviation};
use crate::scalar::base64;
use crate::transport::BoxError;

fn known(secrets: &[&str]) -> Known {
    let mut known = Known::default();
    secrets.iter().for_each(|secret| known.learn(secret));
    known
}

#[track_caller]
fn check(secret: &str, text: &str, expected: &str) {
    assert_eq!(known(&[secret]).shown(text), expected);
}

#[test]
fn a_secret_is_replaced_and_nothing_else() {
    check("hunter2", "hunter2", "[redacted]");
    check("hunter2", "a hunter2, ahunter2b", "a [redacted], a[redacted]b");
    check("hunter2", "hunter hunte Hunter2", "hunter hunte Hunter2");
    check("gr\u{fc}n-7", "so gr\u{fc}n-7 \u{fc}", "so [redacted] \u{fc}");
    assert_eq!(known(&["hunter2", "2-more"]).shown("hunter2-more hunter22-more"), "[redacted] [redacted][redacted]");
}

#[test]
fn each_encoding_is_read_and_text_around_it_stays() {
    let secret = "a\"b/c d&~";
    for written in [
        "a%22b%2Fc%20d%26~",
        "a%22b%2fc+d%26%7e",
        r#"a\"b\/c d&~"#,
        r"a\u0022b\u002fc\u0020d\u0026\u007e",
        r"a\u{22}b/c d&~",
        "a&quot;b/c d&amp;~",
        "a&#34;b/c d&#x26;~",
        "a\"b~1c d&~0",
        "a%2522b%252Fc%2520d%2526~",
    ] {
        check(secret, &format!("% + \\ & ~ <{written}> % + \\ & ~"), "% + \\ & ~ <[redacted]> % + \\ & ~");
    }
}

#[test]
fn each_escape_of_json_is_read_and_what_is_none_stays() {
    let secret = "\"\\/'\u{0}\u{8}\t\n\u{c}\r \u{e9} \u{1f600}";
    for written in [
        r#"\"\\\/\'\0\b\t\n\f\r \u00e9 \ud83d\ude00"#,
        r"\u0022\u005c\u002F\u0027\u0000\u0008\u0009\u000a\u000C\u000d\u0020\u00E9\u0020\uD83D\uDE00",
        r"\u{22}\u{5c}\u{2f}\u{27}\u{0}\u{8}\u{9}\u{a}\u{c}\u{d} \u{e9} \u{1f600}",
    ] {
        check(secret, &format!("<{written}>"), "<[redacted]>");
    }
    for written in [r"\x22", r"\u22", r"\u{}", r"\u{g}", r"\u{110000}", r"\ud83d", "&;", "&#;", "&#x;", "&#xg;", "&gt", "%2", "%g0", "~2"] {
        check("\u{22}secret", &format!("{written}secret {written}"), &format!("{written}secret {written}"));
    }
}

#[test]
fn base64_is_replaced_by_the_digits_that_say_something_of_the_secret() {
    let secret = "hunter2-and-more";
    for before in 0..7 {
        for after in 0..7 {
            let text = [&"<".repeat(before), secret, &">".repeat(after)].concat();
            let encoded = base64::encode(text.as_bytes());
            let encoded = encoded.trim_end_matches('=');
            // Six bits of a text are a digit.
            let (from, to) = (before * 8 / 6, ((before + secret.len()) * 8).div_ceil(6));
            let expected = format!("{} [redacted] {}", &encoded[..from], &encoded[to..]).replace(' ', "");
            assert_eq!(known(&[secret]).shown(&format!("[{encoded}]")), format!("[{expected}]"), "{before} before, {after} after");
        }
    }
}

#[test]
fn base64_is_read_at_each_place_of_a_group() {
    let secret = "hunter2-and-more";
    for before in ["", "a", "ab", "abc", "user:"] {
        let encoded = base64::encode(format!("{before}{secret}").as_bytes());
        let shown = known(&[secret]).shown(&format!("see {encoded} here")).into_owned();
        assert!(shown.starts_with("see ") && shown.contains("[redacted]") && shown.ends_with(" here"), "{shown}");
        assert!(shown.len() < "see [redacted] here".len() + before.len() * 4 / 3 + 6, "{shown}");
    }
    // Escaped within base64, behind a path that looks like base64.
    let encoded = base64::encode(br#"{"k":"hunter2-\"and\"-more"}"#);
    for path in ["", "/", "/a/", "/ab/", "/abc/"] {
        let shown = known(&["hunter2-\"and\"-more"]).shown(&format!("https://a.example{path}{encoded}")).into_owned();
        assert_eq!(shown, format!("https://a.example{path}{}[redacted]{}", &encoded[..8], &encoded[encoded.len() - 5..]), "{path}");
    }
}

#[test]
fn a_secret_of_fewer_than_six_bytes_is_not_searched_for() {
    check("12345", "12345", "12345");
    check("123456", "123456", "[redacted]");
    let mut known = Known::default();
    known.insert("1");
    assert_eq!(known.shown("a1"), "a[redacted]");
    known.insert("");
    assert_eq!(known.shown("a"), "a");
}

#[test]
fn marks_are_no_secrets() {
    check("[redacted]", "[redacted]", "[redacted]");
    check("REDACTED", "REDACTED", "REDACTED");
}

#[test]
fn the_beginning_of_a_secret_is_hidden_where_a_text_was_cut() {
    check("hunter2-long", "the string \"hunt\u{2026}\"", "the string \"[redacted]\u{2026}\"");
    check("hunter2-long", "the string \"hunter2-lon\u{2026}\"", "the string \"[redacted]\u{2026}\"");
    check("hunter2-long", "the string \"hun\u{2026}\"", "the string \"hun\u{2026}\"");
    check("hunter2-long", "the string \"hunt\"", "the string \"hunt\"");
    check("h\"nter2-long", "the string \"h\\\"nte\u{2026}\"", "the string \"[redacted]\u{2026}\"");
}

#[test]
fn the_beginning_of_a_secret_is_hidden_where_a_text_was_cut_within_an_escape() {
    for (secret, escape) in [
        ("hunt/2-long", "%2F"),
        ("hunt\"2-long", "\\u0022"),
        ("hunt\"2-long", "\\u{000022}"),
        ("hunt<2-long", "&#x00003C;"),
        ("hunt~2-long", "~0"),
    ] {
        for cut in 0..escape.len() {
            check(secret, &format!("so hunt{}\u{2026}", &escape[..cut]), "so [redacted]\u{2026}");
        }
        check(secret, &format!("so hun{}\u{2026}", &escape[..1]), &format!("so hun{}\u{2026}", &escape[..1]));
    }
}

#[test]
fn a_login_is_known_by_its_password_and_in_base64() {
    let mut known = Known::default();
    known.learn_credential(&format!("Basic {}", base64::encode(b"ann:hunter2")));
    assert_eq!(known.shown("ann has hunter2"), "ann has [redacted]");
    let mut known = Known::default();
    known.learn_credential("Bearer hunter2-token");
    assert_eq!(known.shown("Bearer hunter2-token"), "Bearer [redacted]");
    let mut known = Known::default();
    known.learn_cookies("a=hunter2-a; b=hunter2-b");
    assert_eq!(known.shown("hunter2-a hunter2-b"), "[redacted] [redacted]");
}

#[test]
fn a_key_with_a_blank_is_one_secret_outside_of_authorization() {
    let shown = |header: &'static str, text: &'static str| {
        let mut known = Known::default();
        known.learn_header(&http::HeaderName::from_static(header), "open sesame-7");
        known.shown(text).into_owned()
    };
    let text = "open sesame-7, sesame-7, open ses\u{2026}";
    for header in ["x-key", "cookie2"] {
        assert_eq!(shown(header, text), "[redacted], [redacted], [redacted]\u{2026}");
    }
    for header in ["authorization", "proxy-authorization"] {
        assert_eq!(shown(header, text), "open [redacted], [redacted], open ses\u{2026}");
    }
}

#[test]
fn a_cookie_is_known_as_it_is_written_and_as_it_is_read() {
    let mut known = Known::default();
    known.learn_header(&http::header::COOKIE, "a=hun%22ter+2; b=hunter-b");
    assert_eq!(known.shown("hun%22ter+2 hun\"ter+2 hunter-b a=b"), "[redacted] [redacted] [redacted] a=b");
}

#[test]
fn a_deviation_shows_no_secret_anywhere() {
    let mut deviation = Deviation { pointer: "/hunter2/a".into(), found: "the string \"hunter2\"".into(), ..Deviation::default() };
    deviation.schema = "#/components/schemas/A/hunter2".into();
    known(&["hunter2"]).hide_in(&mut deviation);
    assert_eq!((&*deviation.pointer, &*deviation.found), ("/[redacted]/a", "the string \"[redacted]\""));
    assert_eq!(deviation.schema, "#/components/schemas/A/[redacted]");
}

#[derive(Debug)]
struct Says(&'static str, Option<Box<Says>>);

impl fmt::Display for Says {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Says {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.1.as_deref().map(|cause| cause as _)
    }
}

#[test]
fn a_cause_stays_what_it_is_unless_it_shows_a_secret() {
    let known = known(&["hunter2"]);
    let clean: BoxError = Says("a", Some(Box::new(Says("b", None)))).into();
    assert!(source(clean, &known).is::<Says>());
    let deep: BoxError = Says("a", Some(Box::new(Says("b hunter2", None)))).into();
    let shown = source(deep, &known);
    assert_eq!((shown.to_string(), shown.source().is_none()), ("a: b [redacted]".to_owned(), true));
    let decode: BoxError = DecodeError::new("/hunter2", "a string", "the number 1").into();
    let decode = source(decode, &known).downcast::<DecodeError>().expect("it stays one");
    assert_eq!(decode.pointer(), "/[redacted]");
}

//! Values made to leave their place: a segment, a pair, a header line. Every style, exploded or not, of a text, a list and an object.

use serde_json::{Value, json};

use super::{STYLES, as_cookie, header, query};
use crate::encode::{path, path_value};
use crate::model::Argument as _;
use crate::operation::{Param, ParamStyle};

const TEXTS: [&str; 30] = [
    ",",
    "|",
    " ",
    "&",
    "=",
    "#",
    "%",
    "/",
    "?",
    "+",
    ";",
    ".",
    "..",
    "\0",
    "👍",
    "",
    "a/b",
    "../../x",
    "%2e%2e",
    "%2E%2E/",
    "%00",
    "\r\nX-Evil: 1",
    "\n",
    "\r",
    "a;b=c",
    "a, b",
    "\u{7f}",
    "ü",
    "{id}",
    "\\",
];

/// Calls `see` with each text alone, in a list, in an object as a value and as a name, in each style.
fn each(see: &mut dyn FnMut(ParamStyle, bool, &Value)) {
    for text in TEXTS {
        let values = [json!(text), json!([text, "b"]), json!({"a": text}), json!({text: "a"}), json!([text, null]), json!([])];
        for value in values.iter().chain([&json!({})]) {
            for style in STYLES {
                see(style, false, value);
                see(style, true, value);
            }
        }
    }
}

#[test]
fn f43_a_value_never_leaves_its_path_segment() {
    let mut sent = 0;
    each(&mut |style, explode, value| {
        let Ok(text) = path_value(&Param::path("id").style(style, explode), value.view()) else { return };
        let Ok(whole) = path("/a/{id}/b", &[("id", text.clone())]) else { return };
        sent += 1;
        let segments: Vec<&str> = whole.split('/').collect();
        assert!(matches!(segments[..], ["", "a", _, "b"]), "{style:?} {explode} {value}: {whole}");
        // URL parsers take percent-encoded dots for dots (WHATWG URL, section 4.4).
        let dots = segments[2].to_ascii_lowercase().replace("%2e", ".");
        assert!(!["", ".", ".."].contains(&dots.as_str()), "{style:?} {explode} {value}: {whole}");
        assert!(
            whole.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#\\\"<>{}|".contains(&byte)),
            "{style:?} {explode} {value}: {whole}"
        );
    });
    assert!(sent > 500, "only {sent}");
}

#[test]
fn f43_empty_values_and_dots_are_errors_in_a_path() {
    for text in ["", ".", ".."] {
        let written = path_value(&Param::path("id"), json!(text).view()).and_then(|value| path("/a/{id}", &[("id", value)]));
        assert!(written.is_err(), "{text:?}");
    }
    let encoded = path_value(&Param::path("id"), json!("%2e%2e").view()).and_then(|value| path("/a/{id}", &[("id", value)]));
    assert_eq!(encoded.ok().as_deref(), Some("/a/%252e%252e"));
}

#[test]
fn f43_a_value_never_leaves_its_query_pair() {
    let mut sent = 0;
    each(&mut |style, explode, value| {
        for reserved in [false, true] {
            let param = Param { allow_reserved: reserved, ..Param::query("q").style(style, explode) };
            let Ok(text) = query(&param, value.view()) else { continue };
            sent += 1;
            assert!(text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#'), "{style:?} {explode} {value}: {text}");
            // An exploded list repeats the name; nothing else adds a pair.
            let members = value.as_array().map(Vec::len).or(value.as_object().map(serde_json::Map::len)).unwrap_or(1);
            let pairs = text.split('&').filter(|pair| !pair.is_empty()).count();
            assert!(pairs <= members.max(1), "{style:?} {explode} {value}: {text}");
        }
    });
    assert!(sent > 1_000, "only {sent}");
}

#[test]
fn f43_a_value_never_ends_a_header_line_or_a_cookie() {
    let mut sent = 0;
    each(&mut |style, explode, value| {
        if let Ok(text) = header(&Param::header("x-h").style(style, explode), value.view()) {
            sent += 1;
            assert!(!text.contains(['\r', '\n', '\0']), "{style:?} {explode} {value}: {text:?}");
        }
        if let Ok(text) = as_cookie(&Param::cookie("c").style(style, explode), value.view()) {
            sent += 1;
            assert!(!text.contains(['\r', '\n', '\0', ',']), "{style:?} {explode} {value}: {text:?}");
            let members = value.as_array().map(Vec::len).or(value.as_object().map(serde_json::Map::len)).unwrap_or(1);
            assert!(text.split(';').count() <= members.max(1), "{style:?} {explode} {value}: {text:?}");
        }
    });
    assert!(sent > 500, "only {sent}");
}

//! Tests of printing diagnostics.

use expect_test::{Expect, expect};

use super::{Diagnostic, Style, render, render_json};
use crate::source::{FileId, Input, LoadOptions, Location, Pointer, Sources, load};

fn sources(text: &str) -> Sources {
    let input = Input::Text { name: "api.yaml".to_owned(), text: text.to_owned() };
    load(&input, &LoadOptions::default()).sources
}

fn at(pointer: &str) -> Location {
    Location { file: FileId(0), pointer: Pointer::from_escaped(pointer) }
}

fn check(text: &str, diagnostic: Diagnostic, expect: Expect) {
    expect.assert_eq(&render(&[diagnostic], &sources(text), Style::Plain));
}

#[test]
fn a_frame_shows_the_value() {
    let diagnostic = Diagnostic::warning("unknown-format", "format `int46` is not known, treating it as `integer`")
        .at(at("/a/format"))
        .help("known integer formats are `int32` and `int64`");
    check(
        "a:\n  type: integer\n  format: int46\n",
        diagnostic,
        expect![[r#"
        warning[unknown-format]: format `int46` is not known, treating it as `integer`
         --> api.yaml:3:11
          |
        3 |   format: int46
          |           ^^^^^
          = at #/a/format
          = help: known integer formats are `int32` and `int64`

    "#]],
    );
}

#[test]
fn a_frame_of_a_minified_file_is_a_part_of_its_line() {
    let text = format!("{{\"a\": \"{}\", \"here\": 1, \"b\": \"{}\"}}", "x".repeat(500), "y".repeat(500));
    check(
        &text,
        Diagnostic::error("code", "message").at(at("/here")),
        expect![[r#"
        error[code]: message
         --> api.yaml:1:519
          |
        1 | ...xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "here": 1, "b": "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy...
          |                                             ^
          = at #/here

    "#]],
    );
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    check(
        "a: \"\u{202e}\tb\"\n",
        Diagnostic::note("code", "mess\u{1b}[31mage\nline").at(at("/a")),
        expect![[r#"
        note[code]: mess�[31mage�line
         --> api.yaml:1:4
          |
        1 | a: "� b"
          |    ^^^^^
          = at #/a

    "#]],
    );
}

#[test]
fn a_diagnostic_without_a_place() {
    check(
        "a: 1",
        Diagnostic::error("not-writable", "the folder cannot be written"),
        expect![[r#"
        error[not-writable]: the folder cannot be written

    "#]],
    );
}

#[test]
fn a_coloured_diagnostic() {
    let text = render(&[Diagnostic::error("code", "message").at(at("/a"))], &sources("a: 1"), Style::Coloured);
    expect![[r#"
        ESC[1;31merror[code]ESC[0mESC[1m: messageESC[0m
        ESC[1;34m -->ESC[0m api.yaml:1:4
          ESC[1;34m|ESC[0m
        ESC[1;34m1ESC[0m ESC[1;34m|ESC[0m a: 1
          ESC[1;34m|ESC[0m    ESC[1;31m^ESC[0m
          ESC[1;34m=ESC[0m ESC[1matESC[0m #/a

    "#]]
    .assert_eq(&text.replace('\u{1b}', "ESC"));
}

#[test]
fn json_is_one_object_a_line() {
    let diagnostics = [Diagnostic::error("one", "first").at(at("/a")).help("do"), Diagnostic::note("two", "second")];
    expect![[r#"
        {"severity":"error","code":"one","message":"first","file":"api.yaml","line":1,"column":4,"pointer":"/a","help":"do"}
        {"severity":"note","code":"two","message":"second","file":null,"line":null,"column":null,"pointer":null,"help":null}
    "#]]
    .assert_eq(&render_json(&diagnostics, &sources("a: 1")));
}

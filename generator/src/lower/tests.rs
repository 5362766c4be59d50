//! Tests of lowering at its boundary: a document in, the printed API out.

mod bodies;
mod canonical;
mod deciding;
mod equivalent;
mod merging;
mod operations;
mod pages;
mod unions;
mod webhooks;
mod xml;

use expect_test::{Expect, expect};

use crate::config::Config;
use crate::source::{Input, load};

/// Lowers components given as YAML, and compares the types.
fn check(components: &str, expect: Expect) {
    let indented: String = components.lines().map(|line| format!("    {line}\n")).collect();
    let text = format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{indented}");
    let printed = lowered(&text, &Config::default());
    expect.assert_eq(printed.split_once('\n').map_or("", |(_, types)| types));
}

/// Lowers paths given as YAML, and compares everything but the first line.
fn check_paths(paths: &str, config: &Config, expect: Expect) {
    let text = format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\n{paths}");
    let printed = lowered(&text, config);
    expect.assert_eq(printed.split_once('\n').map_or("", |(_, rest)| rest));
}

pub(super) fn lowered(text: &str, config: &Config) -> String {
    let mut loaded = load(&Input::Text { name: "test.yaml".to_owned(), text: text.to_owned() }, &Default::default());
    let (document, _) = crate::normalize::normalize(&mut loaded.sources);
    let (api, diagnostics) = super::lower(&document, config);
    let mut out = crate::ir::print(&api);
    for diagnostic in diagnostics {
        out.push_str(&format!("{:?} {}: {}\n", diagnostic.severity, diagnostic.code, diagnostic.message));
    }
    out
}

#[test]
fn presence_and_null_are_kept_apart() {
    check(
        "
A:
  type: object
  required: [a, b]
  properties:
    a: {type: string}
    b: {type: [string, 'null']}
    c: {type: string}
    d: {type: [string, 'null']}",
        expect![[r#"
            type A struct
              "a" String
              "b" nullable String
              "c"? String
              "d"? nullable String
        "#]],
    );
}

#[test]
fn formats_give_types() {
    check(
        "
A:
  type: object
  properties:
    at: {type: string, format: date-time}
    on: {type: string, format: date}
    small: {type: integer, format: int32}
    plain: {type: integer}
    huge: {type: integer, format: uint64}
    odd: {type: integer, format: int46}
    ratio: {type: number, format: float}
    price: {type: string, format: decimal}
    amount: {type: number, format: decimal}
    bytes: {type: string, format: byte}
    secret: {type: string, format: password}",
        expect![[r#"
            type A struct
              "at"? DateTime
              "on"? Date
              "small"? i32
              "plain"? i64
              "huge"? u64
              "odd"? i64
              "ratio"? f64
              "price"? Decimal(String)
              "amount"? Decimal(Number)
              "bytes"? Base64
              "secret"? String secret
            Note unknown-format: format `int46` is not known, treating it as a 64-bit `integer`
        "#]],
    );
}

#[test]
fn inline_objects_are_named_after_their_way() {
    check(
        "
A:
  type: object
  properties:
    address: {type: object, properties: {street: {type: string}}}
    tags: {type: array, items: {type: object, properties: {name: {type: string}}}}",
        expect![[r#"
            type A struct
              "address"? A.address
              "tags"? [A.tags item]
            type A.address struct
              "street"? String
            type A.tags item struct
              "name"? String
        "#]],
    );
}

#[test]
fn repeated_inline_objects_are_one_type() {
    check(
        "
A:
  type: object
  properties:
    home: {type: object, properties: {street: {type: string}}}
    work: {type: object, properties: {street: {type: string}}}
    other: {type: object, properties: {street: {type: integer}}}",
        expect![[r#"
            type A struct
              "home"? A.home
              "work"? A.work
              "other"? A.other
            type A.home struct
              "street"? String
            type A.work = A.home
            type A.other struct
              "street"? i64
        "#]],
    );
}

#[test]
fn enums_keep_their_values_and_names() {
    check(
        "
Text: {type: string, enum: [a, b, a]}
Number: {type: integer, enum: [1, -1], x-enum-varnames: [One, MinusOne]}
Mixed: {enum: [a, 1, true]}
Flag: {type: boolean, enum: [true]}",
        expect![[r#"
            type Text enum String "a" "b"
            type Number enum Integer 1(One) -1(MinusOne)
            type Mixed enum Mixed "a" 1 true
            type Flag = Bool
        "#]],
    );
}

#[test]
fn maps_and_free_objects() {
    check(
        "
Typed: {type: object, additionalProperties: {type: integer}}
Free: {type: object}
Both: {type: object, properties: {a: {type: string}}, additionalProperties: {type: string}}
Closed: {type: object, properties: {a: {type: string}}, additionalProperties: false}",
        expect![[r#"
            type Typed = {i64}
            type Free = {Any(FreeObject)}
            type Both struct
              "a"? String
              .. String
            type Closed struct
              "a"? String
        "#]],
    );
}

#[test]
fn an_integer_that_the_document_shows_too_large_is_not_rounded() {
    check(
        "
A:
  type: object
  properties:
    a: {type: integer, example: 9223372036854776000}
    b: {type: integer, default: 9223372036854775807}",
        expect![[r#"
            type A struct
              "a"? Decimal(Number)
              "b"? i64 default 9223372036854775807
        "#]],
    );
}

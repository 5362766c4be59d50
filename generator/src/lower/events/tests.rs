//! Tests of streams of events.

use expect_test::{Expect, expect};

use crate::config::Config;
use crate::lower::tests::lowered;
use crate::source::{Input, load};

/// Lowers an answer of events with this `itemSchema`, and prints the API without the first line.
fn check(item: &str, expect: Expect) {
    let item: String = item.trim().lines().map(|line| format!("                {line}\n")).collect();
    let text = format!(
        "openapi: 3.2.0
info: {{title: T, version: '1'}}
paths:
  /watch:
    get:
      operationId: watch
      responses:
        '200':
          description: D
          content:
            text/event-stream:
              itemSchema:
{item}"
    );
    let printed = lowered(&text, &Config::default());
    expect.assert_eq(printed.split_once('\n').map_or("", |(_, rest)| rest));
}

#[test]
fn an_unnamed_event_that_is_always_one_text_ends_the_stream() {
    for (item, end) in [
        ("{oneOf: [{properties: {data: {type: string}}}, {properties: {data: {const: '[DONE]'}}}]}", Some("[DONE]")),
        ("{oneOf: [{properties: {data: {type: string}}}, {properties: {event: {const: ping}, data: {const: x}}}]}", None),
        ("{oneOf: [{properties: {data: {type: string}}}, {properties: {data: {enum: [a, b]}}}]}", None),
    ] {
        let text = format!(
            "{{openapi: 3.2.0, info: {{title: T, version: '1'}}, paths: {{/watch: {{get: {{responses: {{'200': {{description: D, content: \
             {{text/event-stream: {{itemSchema: {item}}}}}}}}}}}}}}}}}"
        );
        let mut loaded = load(&Input::Text { name: "test.yaml".to_owned(), text }, &Default::default());
        let (document, _) = crate::normalize::normalize(&mut loaded.sources);
        let (api, _) = crate::lower::lower(&document, &Config::default());
        assert_eq!(api.operations[0].stream_end.as_deref(), end, "{item}");
    }
}

#[test]
fn events_are_told_by_their_names_and_a_constant_text_ends_them() {
    check(
        "
type: object
properties: {event: {type: string}, data: {type: string}}
required: [event]
oneOf:
- properties:
    event: {const: born}
    data: {contentMediaType: application/json, contentSchema: {type: object, properties: {id: {type: integer}}}}
- properties:
    event: {enum: [renamed, named]}
    data: {contentMediaType: text/plain}
- properties:
    data: {contentMediaType: application/json, contentSchema: {type: array, items: {type: string}}}
- properties:
    data: {contentMediaType: text/plain, const: '[DONE]'}",
        expect![[r#"
            group "watch"
            type watch.response event union by ":event"
              "born" watch.response event.born "born"
              "renamed" String "renamed" "named"
              "message" [String] "message"
            type watch.response event.born struct
              "id"? i64
            operation GET /watch "watch" in "watch"
              -> Code(200) text/event-stream EventStream watch.response event
        "#]],
    );
}

#[test]
fn one_kind_of_event_is_its_type() {
    check(
        "
properties: {event: {type: string}, data: {type: string}}
oneOf:
- properties:
    event: {const: message}
    data: {contentMediaType: application/json, contentSchema: {type: object, properties: {id: {type: integer}}}}",
        expect![[r#"
            group "watch"
            type watch.response event struct
              "id"? i64
            operation GET /watch "watch" in "watch"
              -> Code(200) text/event-stream EventStream watch.response event
        "#]],
    );
}

#[test]
fn events_of_one_name_are_told_by_their_content() {
    check(
        "
oneOf:
- properties:
    data: {contentMediaType: application/json, contentSchema: {type: object, required: [a], properties: {a: {type: integer}}}}
- properties:
    data: {contentMediaType: application/json, contentSchema: {type: object, required: [b], properties: {b: {type: integer}}}}",
        expect![[r#"
            group "watch"
            type watch.response event union
              "message" watch.response event.message
              "message" watch.response event.message
            type watch.response event.message struct
              "a" i64
            type watch.response event.message struct
              "b" i64
            operation GET /watch "watch" in "watch"
              -> Code(200) text/event-stream EventStream watch.response event
        "#]],
    );
}

//! Tests of streams of events.

use expect_test::{Expect, expect};

use crate::config::Config;
use crate::lower::tests::lowered;

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
        expect![[""]],
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
        expect![[""]],
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
        expect![[""]],
    );
}

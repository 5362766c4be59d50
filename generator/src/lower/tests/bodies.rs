//! Bodies: what they are written and read as, and what is reported where that is not what the document says.

use expect_test::{Expect, expect};

use super::{check_paths, lowered};
use crate::config::Config;

/// Lowers one operation with a body of a media type, and compares its body and the diagnostics.
fn check_body(media_type: &str, media: &str, expect: Expect) {
    let text = format!(
        "openapi: 3.1.0
info: {{title: T, version: '1'}}
paths:
  /a:
    post:
      requestBody: {{content: {{{media_type}: {media}}}}}
      responses: {{'204': {{description: done}}}}"
    );
    let printed = lowered(&text, &Config::default());
    let of_body = |line: &&str| line.starts_with("  body") || line.starts_with("Note") || line.starts_with("Warning");
    expect.assert_eq(&printed.lines().filter(of_body).map(|line| format!("{}\n", line.trim())).collect::<String>());
}

#[test]
fn a_body_that_its_media_type_cannot_hold_is_bytes() {
    check_body("multipart/form-data", "{schema: {type: string}}", expect![[r#""#]]);
    check_body("multipart/mixed", "{schema: {type: string, format: binary}}", expect![[r#""#]]);
    check_body("application/x-www-form-urlencoded", "{schema: {type: integer}}", expect![[r#""#]]);
    check_body("application/x-www-form-urlencoded", "{schema: {anyOf: [{type: string}, {type: integer}]}}", expect![[r#""#]]);
    check_body("text/csv", "{schema: {type: string, format: binary}}", expect![[r#""#]]);
    check_body("application/cbor", "{schema: {type: object, properties: {a: {type: string}}}}", expect![[r#""#]]);
    check_body("application/cbor", "{schema: {type: string}}", expect![[r#""#]]);
    check_body("image/*", "{schema: {type: object}}", expect![[r#""#]]);
}

#[test]
fn a_list_is_parts_or_fields() {
    check_body("multipart/mixed", "{schema: {type: array, items: {type: string}}}", expect![[r#""#]]);
    check_body("multipart/form-data", "{schema: {type: array, items: {type: string}}}", expect![[r#""#]]);
    check_body("application/x-www-form-urlencoded", "{schema: {type: array, items: {type: string}}}", expect![[r#""#]]);
}

#[test]
fn parts_have_encodings() {
    check_body(
        "multipart/form-data",
        "{schema: {type: object, properties: {o: {type: object, xml: {name: p}, properties: {a: {type: string}}}, f: {type: string, format: binary}}},
          encoding: {o: {contentType: text/xml}, f: {contentType: 'image/png, image/*', headers: {X-A: {required: true, schema: {type: string}}, X-B: {schema: {const: 1}}, Content-Type: {schema: {type: string}}}}}}",
        expect![[r#""#]],
    );
}

#[test]
fn fields_have_styles() {
    check_body(
        "application/x-www-form-urlencoded",
        "{schema: {type: object, properties: {a: {type: array, items: {type: object}}, b: {type: object}, c: {type: string}, d: {type: string}}},
          encoding: {a: {style: pipeDelimited}, b: {style: deepObject}, c: {contentType: application/json}, d: {headers: {X-A: {schema: {type: string}}}}}}",
        expect![[r#""#]],
    );
}

#[test]
fn a_parameter_whose_style_cannot_hold_its_type_is_reported() {
    check_paths(
        "
paths:
  /a:
    get:
      parameters:
        - {name: a, in: query, explode: false, schema: {type: array, items: {type: array, items: {type: string}}}}
        - {name: b, in: header, schema: {type: object, properties: {c: {type: object, properties: {d: {type: string}}}}}}
        - {name: e, in: query, schema: {type: array, items: {type: array, items: {type: string}}}}
        - {name: f, in: query, schema: {type: string, format: binary}}
      responses: {'204': {description: ''}}",
        &Config::default(),
        expect![[r#""#]],
    );
}

#[test]
fn a_node_of_xml_that_cannot_hold_its_type_is_reported() {
    check_body(
        "application/xml",
        "{schema: {type: object, properties: {a: {type: object, xml: {attribute: true}, properties: {b: {type: string}}}, c: {type: array, items: {type: string}, xml: {attribute: true}}, d: {type: array, items: {type: string}, xml: {nodeType: text}}}}}",
        expect![[r#""#]],
    );
}

#[test]
fn a_redirect_alone_is_a_download() {
    check_paths(
        "
paths:
  /a:
    get:
      responses:
        '302': {description: '', headers: {Location: {schema: {type: string}}}}
        '304': {description: ''}
  /b:
    get:
      responses: {'304': {description: ''}}
  /c:
    get:
      responses: {3XX: {description: '', content: {application/json: {schema: {type: object, properties: {to: {type: string}}}}}}, default: {description: '', content: {application/json: {schema: {type: integer}}}}}",
        &Config::default(),
        expect![[r#""#]],
    );
}

#[test]
fn a_header_is_of_its_schema_or_its_content() {
    check_paths(
        "
paths:
  /a:
    get:
      responses:
        '204':
          description: ''
          headers:
            X-Json: {content: {application/json: {schema: {type: object, properties: {n: {type: integer}}}}}}
            X-Text: {content: {text/plain: {schema: {type: integer}}}}
            X-Pairs: {explode: true, schema: {type: object, properties: {n: {type: integer}}}}
            X-Map: {schema: {type: object, additionalProperties: {type: string}}}
            X-Day: {$ref: '#/components/headers/Day'}
components:
  headers:
    Day: {schema: {type: string, format: date}}",
        &Config::default(),
        expect![[r#""#]],
    );
}

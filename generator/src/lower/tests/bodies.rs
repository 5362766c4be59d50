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
    check_body(
        "multipart/form-data",
        "{schema: {type: string}}",
        expect![[r#"
        body? multipart/form-data Binary Binary
        Warning body-as-bytes: a body of the media type `multipart/form-data` cannot hold its schema: only an object or a list has the parts of a multipart body; the method takes the bytes of the whole body
    "#]],
    );
    check_body(
        "multipart/mixed",
        "{schema: {type: string, format: binary}}",
        expect![[r#"
        body? multipart/mixed Binary Binary
        Warning body-as-bytes: a body of the media type `multipart/mixed` cannot hold its schema: only an object or a list has the parts of a multipart body; the method takes the bytes of the whole body
    "#]],
    );
    check_body(
        "application/x-www-form-urlencoded",
        "{schema: {type: integer}}",
        expect![[r#"
        body? application/x-www-form-urlencoded Binary Binary
        Warning body-as-bytes: a body of the media type `application/x-www-form-urlencoded` cannot hold its schema: only an object or a list has fields that a form can hold; the method takes the bytes of the whole body
    "#]],
    );
    check_body(
        "application/x-www-form-urlencoded",
        "{schema: {anyOf: [{type: string}, {type: integer}]}}",
        expect![[r#"
        body? application/x-www-form-urlencoded Binary Binary
        Warning body-as-bytes: a body of the media type `application/x-www-form-urlencoded` cannot hold its schema: only an object or a list has fields that a form can hold; the method takes the bytes of the whole body
    "#]],
    );
    check_body(
        "text/csv",
        "{schema: {type: string, format: binary}}",
        expect![[r#"
        body? text/csv Binary Binary
    "#]],
    );
    check_body(
        "application/cbor",
        "{schema: {type: object, properties: {a: {type: string}}}}",
        expect![[r#"
        body? application/cbor Binary Binary
        Warning unknown-media-type: how values are written in `application/cbor` is not known, so its schema is not used; the method takes bytes
    "#]],
    );
    check_body(
        "application/cbor",
        "{schema: {type: string}}",
        expect![[r#"
        body? application/cbor Binary Binary
    "#]],
    );
    check_body(
        "image/*",
        "{schema: {type: object}}",
        expect![[r#"
        body? application/octet-stream Binary Binary
    "#]],
    );
}

#[test]
fn a_list_is_parts_or_fields() {
    check_body(
        "multipart/mixed",
        "{schema: {type: array, items: {type: string}}}",
        expect![[r#"
        body? multipart/mixed Multipart [String]
    "#]],
    );
    check_body(
        "multipart/form-data",
        "{schema: {type: array, items: {type: string}}}",
        expect![[r#"
        body? multipart/form-data Multipart [String]
        Warning list-as-form: the body is a list, whose elements have no names, but the fields of `multipart/form-data` need names; they are sent as `0`, `1` and so on
    "#]],
    );
    check_body(
        "application/x-www-form-urlencoded",
        "{schema: {type: array, items: {type: string}}}",
        expect![[r#"
        body? application/x-www-form-urlencoded Form [String]
        Warning list-as-form: the body is a list, whose elements have no names, but the fields of `application/x-www-form-urlencoded` need names; they are sent as `0`, `1` and so on
    "#]],
    );
}

#[test]
fn parts_have_encodings() {
    check_body(
        "multipart/form-data",
        "{schema: {type: object, properties: {o: {type: object, xml: {name: p}, properties: {a: {type: string}}}, f: {type: string, format: binary}}},
          encoding: {o: {contentType: text/xml}, f: {contentType: 'image/png, image/*', headers: {X-A: {required: true, schema: {type: string}}, X-B: {schema: {const: 1}}, Content-Type: {schema: {type: string}}}}}}",
        expect![[r#"
            body? multipart/form-data Multipart POST /a.body, "o" as text/xml xml element p, "f" as image/png, image/* header "X-A" header "X-B"? = "1"
            Note part-header: the part `f` needs the header `X-A`, which no argument sets
        "#]],
    );
}

#[test]
fn fields_have_styles() {
    check_body(
        "application/x-www-form-urlencoded",
        "{schema: {type: object, properties: {a: {type: array, items: {type: object}}, b: {type: object}, c: {type: string}, d: {type: string}}},
          encoding: {a: {style: pipeDelimited}, b: {style: deepObject}, c: {contentType: application/json}, d: {headers: {X-A: {schema: {type: string}}}}}}",
        expect![[r#"
            body? application/x-www-form-urlencoded Form POST /a.body, "a" PipeDelimited, "b" DeepObject exploded, "c" as application/json
            Warning style-misfit: the style of the field `a` cannot hold its type: its elements cannot be objects; a call with such a value fails
        "#]],
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
        expect![[r#"
            group "a"
            type GET /a.b struct
              "c"? GET /a.b.c
            type GET /a.b.c struct
              "d"? String
            operation GET /a in "a"
              Query "a"? [[String]] Form
              Header "b"? GET /a.b Simple
              Query "e"? [[String]] Form exploded
              Query "f"? String Form exploded
              -> Code(204)
            Warning style-misfit: the style of the parameter `a` cannot hold its type: its elements cannot be lists; a call with such a value fails
            Warning style-misfit: the style of the parameter `b` cannot hold its type: its elements cannot be objects; a call with such a value fails
        "#]],
    );
}

#[test]
fn a_node_of_xml_that_cannot_hold_its_type_is_reported() {
    check_body(
        "application/xml",
        "{schema: {type: object, properties: {a: {type: object, xml: {attribute: true}, properties: {b: {type: string}}}, c: {type: array, items: {type: string}, xml: {attribute: true}}, d: {type: object, xml: {nodeType: text}, properties: {e: {type: string}}}}}}",
        expect![[r#"
            body? application/xml Xml POST /a.body xml element root
            Warning xml-misfit: `a` cannot be written or read as XML: an object cannot be an attribute
            Warning xml-misfit: `d` cannot be written or read as XML: a list or object cannot be the text of an element
        "#]],
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
        expect![[r#"
            group "a"
            group "b"
            group "c"
            type GET /c.redirect struct
              "to"? String
            operation GET /a in "a"
              -> Default */* Binary Binary
              => Code(302), header "Location"? String
              => Code(304)
            operation GET /b in "b"
              => Code(304)
            operation GET /c in "c"
              -> Default application/json Json i64
              => Range(3) application/json Json GET /c.redirect
              !> Default application/json Json i64
        "#]],
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
        expect![[r#"
            group "a"
            type GET /a.response X-Json struct
              "n"? i64
            type GET /a.response X-Pairs = GET /a.response X-Json
            operation GET /a in "a"
              -> Code(204), header "X-Json"? GET /a.response X-Json Json, header "X-Text"? String, header "X-Pairs"? GET /a.response X-Pairs Pairs, header "X-Map"? {String} Alternating, header "X-Day"? Date
        "#]],
    );
}

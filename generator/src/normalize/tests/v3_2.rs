//! What 3.1 and 3.2 added outside schemas.

use expect_test::expect;

use super::check;

#[test]
fn methods_beyond_3_0_are_stored() {
    check(
        r#"
openapi: 3.2.0
paths:
  /a:
    query: {operationId: q}
    additionalOperations:
      COPY: {operationId: c}
      GET: {operationId: g}
      'BAD METHOD': {}
"#,
        expect![[r#"
            paths:
              /a:
                get:
                  operationId: g
                  responses: {}
                x-turnbuckle-operations:
                  QUERY:
                    operationId: q
                    responses: {}
                  COPY:
                    operationId: c
                    responses: {}
            warning[misplaced-method] api.yaml:8:7 #/paths/~1a/additionalOperations/GET: `GET` has a member of its own, taking it as `get`
            warning[invalid-method] api.yaml:9:7 #/paths/~1a/additionalOperations/BAD METHOD: `BAD METHOD` is not an HTTP method, leaving this operation out
        "#]],
    );
}

#[test]
fn items_of_a_stream_are_stored() {
    check(
        r#"
openapi: 3.2.0
paths:
  /a:
    get:
      responses:
        200:
          description: ok
          content:
            text/event-stream:
              itemSchema: {type: [string, 'null']}
"#,
        expect![[r#"
            paths:
              /a:
                get:
                  responses:
                    '200':
                      description: ok
                      content:
                        text/event-stream:
                          x-turnbuckle-item-schema:
                            nullable: true
                            type: string
        "#]],
    );
}

#[test]
fn the_whole_query_string_is_a_parameter() {
    check(
        r#"
openapi: 3.2.0
paths:
  /a:
    get:
      parameters:
      - in: querystring
        content: {application/json: {schema: {type: object}}}
"#,
        expect![[r#"
            paths:
              /a:
                get:
                  parameters:
                  - in: query
                    name: querystring
                    content:
                      application/json:
                        schema:
                          type: object
                    x-turnbuckle-querystring: true
                    style: form
                  responses: {}
        "#]],
    );
}

#[test]
fn shared_media_types_are_put_in_place() {
    check(
        r#"
openapi: 3.2.0
paths:
  /a:
    get:
      responses:
        200:
          description: ok
          content:
            application/json: {$ref: '#/components/mediaTypes/Json'}
components:
  mediaTypes:
    Json: {schema: {type: string}}
"#,
        expect![[r#"
            paths:
              /a:
                get:
                  responses:
                    '200':
                      description: ok
                      content:
                        application/json:
                          schema:
                            type: string
        "#]],
    );
}

#[test]
fn webhooks_are_stored_with_their_references() {
    check(
        r#"
openapi: 3.1.0
webhooks:
  created:
    post:
      requestBody:
        content: {application/json: {schema: {$ref: '#/webhooks/created/x-shape'}}}
    x-shape: {type: object}
"#,
        expect![[r#"
            components:
              schemas:
                webhooks_created_x-shape:
                  type: object
            x-turnbuckle-webhooks:
              created:
                post:
                  requestBody:
                    content:
                      application/json:
                        schema:
                          $ref: '#/components/schemas/webhooks_created_x-shape'
                  responses: {}
                x-shape:
                  type: object
        "#]],
    );
}

#[test]
fn tags_keep_their_places() {
    check(
        r#"
openapi: 3.2.0
$self: https://example.com/api
paths: {}
tags: [{name: a, summary: A, kind: nav}, {name: b, parent: a}, {name: b}]
"#,
        expect![[r#"
            tags:
            - name: a
              x-turnbuckle-summary: A
              x-turnbuckle-kind: nav
            - name: b
              x-turnbuckle-parent: a
            x-turnbuckle-self: https://example.com/api
            note[duplicate-tag] api.yaml:5:64 #/tags/2: tag `b` is declared twice, taking the first one
        "#]],
    );
}

#[test]
fn a_discriminator_falls_back() {
    check(
        r#"
openapi: 3.2.0
paths: {}
components:
  schemas:
    A: {type: object}
    B: {oneOf: [{$ref: '#/components/schemas/A'}], discriminator: {propertyName: k, defaultMapping: A}}
"#,
        expect![[r#"
            components:
              schemas:
                A:
                  type: object
                B:
                  discriminator:
                    propertyName: k
                    x-turnbuckle-default-mapping: '#/components/schemas/A'
                  oneOf:
                  - $ref: '#/components/schemas/A'
        "#]],
    );
}

#[test]
fn x_webhooks_are_webhooks() {
    check(
        r#"
openapi: 3.0.0
paths: {}
x-webhooks: {a: {post: {bogus: 1}}}
"#,
        expect![[r#"
            x-turnbuckle-webhooks:
              a:
                post:
                  responses: {}
            note[unknown-field] api.yaml:4:32 #/x-webhooks/a/post/bogus: `bogus` is not a field of an operation, ignoring it
        "#]],
    );
}

//! 2.0.

use expect_test::expect;

use super::check;

#[test]
fn servers_of_host_and_base_path() {
    check(
        r#"
swagger: '2.0'
host: example.com
basePath: v1/
schemes: [http, https]
paths: {}
"#,
        expect![[r#"
            servers:
            - url: https://example.com/v1
            - url: http://example.com/v1
        "#]],
    );
}

#[test]
fn servers_without_a_host() {
    check(
        r#"
swagger: 2
basePath: /v1
paths: {}
"#,
        expect![[r#"
            servers:
            - url: /v1
        "#]],
    );
}

#[test]
fn a_body_has_the_media_types_of_its_operation() {
    check(
        r#"
swagger: '2.0'
consumes: [application/xml]
paths:
  /a:
    post:
      consumes: [application/json]
      parameters:
      - {name: q, in: query, type: string}
      - {name: it, in: body, required: true, schema: {$ref: '#/definitions/A'}}
      responses: {200: {description: ok}}
definitions:
  A: {type: object, discriminator: kind, x-nullable: true}
"#,
        expect![[r#"
            servers:
            - url: /
            paths:
              /a:
                post:
                  parameters:
                  - in: query
                    name: q
                    schema:
                      type: string
                    style: form
                  requestBody:
                    content:
                      application/json:
                        schema:
                          $ref: '#/components/schemas/A'
                    required: true
                  responses:
                    '200':
                      description: ok
            components:
              schemas:
                A:
                  nullable: true
                  discriminator:
                    propertyName: kind
                  type: object
        "#]],
    );
}

#[test]
fn forms_are_encoded_or_multipart() {
    check(
        r#"
swagger: '2.0'
paths:
  /a:
    post:
      parameters:
      - {name: n, in: formData, type: integer, required: true, description: N.}
      - {name: l, in: formData, type: array, items: {type: string}, collectionFormat: multi}
    put:
      parameters:
      - {name: f, in: formData, type: file}
"#,
        expect![[r#"
            servers:
            - url: /
            paths:
              /a:
                put:
                  requestBody:
                    content:
                      multipart/form-data:
                        schema:
                          type: object
                          properties:
                            f:
                              type: string
                              format: binary
                  responses: {}
                post:
                  requestBody:
                    content:
                      application/x-www-form-urlencoded:
                        schema:
                          type: object
                          properties:
                            n:
                              description: N.
                              type: integer
                            l:
                              type: array
                              items:
                                type: string
                          required:
                          - n
                        encoding:
                          l:
                            contentType: null
                            style: form
                            explode: true
                            x-turnbuckle-explode: true
                    required: true
                  responses: {}
        "#]],
    );
}

#[test]
fn collection_formats_are_styles() {
    check(
        r#"
swagger: '2.0'
paths:
  /a:
    get:
      parameters:
      - {name: csv, in: query, type: array, items: {type: string}}
      - {name: ssv, in: query, type: array, items: {type: string}, collectionFormat: ssv}
      - {name: tsv, in: query, type: array, items: {type: string}, collectionFormat: tsv}
      - {name: pipes, in: query, type: array, items: {type: string}, collectionFormat: pipes}
      - {name: multi, in: query, type: array, items: {type: string}, collectionFormat: multi}
      - {name: X-A, in: header, type: array, items: {type: string}}
"#,
        expect![[r#"
            servers:
            - url: /
            paths:
              /a:
                get:
                  parameters:
                  - in: query
                    name: csv
                    schema:
                      type: array
                      items:
                        type: string
                    explode: false
                    style: form
                  - in: query
                    name: ssv
                    schema:
                      type: array
                      items:
                        type: string
                    explode: false
                    style: spaceDelimited
                  - in: query
                    name: tsv
                    schema:
                      x-turnbuckle-collection-format: tsv
                      type: array
                      items:
                        type: string
                    explode: false
                    style: form
                  - in: query
                    name: pipes
                    schema:
                      type: array
                      items:
                        type: string
                    explode: false
                    style: pipeDelimited
                  - in: query
                    name: multi
                    schema:
                      type: array
                      items:
                        type: string
                    explode: true
                    style: form
                  - in: header
                    name: X-A
                    schema:
                      type: array
                      items:
                        type: string
                    style: simple
                  responses: {}
        "#]],
    );
}

#[test]
fn responses_have_contents() {
    check(
        r#"
swagger: '2.0'
produces: [application/json]
paths:
  /a:
    get:
      responses:
        200:
          description: ok
          schema: {type: string}
          examples: {application/json: a}
          headers: {X-A: {type: integer}}
        201: {$ref: '#/responses/File'}
responses:
  File: {description: file, schema: {type: file}}
"#,
        expect![[r#"
            servers:
            - url: /
            paths:
              /a:
                get:
                  responses:
                    '200':
                      description: ok
                      headers:
                        X-A:
                          style: simple
                          schema:
                            type: integer
                      content:
                        application/json:
                          schema:
                            type: string
                          example: a
                    '201':
                      $ref: '#/components/responses/File'
            components:
              responses:
                File:
                  description: file
                  content:
                    application/json:
                      schema:
                        type: string
                        format: binary
        "#]],
    );
}

#[test]
fn shared_parameters() {
    check(
        r#"
swagger: '2.0'
paths:
  /a:
    parameters:
    - $ref: '#/parameters/Body'
    post:
      parameters:
      - $ref: '#/parameters/Q'
parameters:
  Body: {name: b, in: body, schema: {type: string}}
  Q: {name: q, in: query, type: string, enum: [a]}
"#,
        expect![[r#"
            servers:
            - url: /
            paths:
              /a:
                post:
                  parameters:
                  - $ref: '#/components/parameters/Q'
                  requestBody:
                    content:
                      application/json:
                        schema:
                          type: string
                  responses: {}
            components:
              parameters:
                Q:
                  in: query
                  name: q
                  schema:
                    type: string
                    enum:
                    - a
                  style: form
        "#]],
    );
}

#[test]
fn security_schemes() {
    check(
        r#"
swagger: '2.0'
paths: {}
securityDefinitions:
  a: {type: basic}
  b: {type: oauth2, flow: accessCode, authorizationUrl: /a, tokenUrl: /t, scopes: {s: S}}
  c: {type: oauth2, flow: odd, tokenUrl: /t}
  d: {type: apiKey, in: query, name: k}
"#,
        expect![[r#"
            servers:
            - url: /
            components:
              securitySchemes:
                a:
                  type: http
                  scheme: basic
                b:
                  type: oauth2
                  flows:
                    authorizationCode:
                      authorizationUrl: /a
                      tokenUrl: /t
                      scopes:
                        s: S
                c:
                  type: oauth2
                  flows:
                    clientCredentials:
                      tokenUrl: /t
                      scopes: {}
                d:
                  type: apiKey
                  in: query
                  name: k
            warning[unknown-flow] api.yaml:7:3 #/securityDefinitions/c: the scheme has the unknown flow `odd`, taking `clientCredentials`
        "#]],
    );
}

#[test]
fn diagnostics_point_into_the_2_0_document() {
    check(
        r#"
swagger: '2.0'
paths:
  /a:
    post:
      parameters:
      - name: b
        in: body
        schema:
          type: object
          properties:
            a:
              type: int
      - name: q
        in: query
        type: strange
definitions:
  D:
    type: float
"#,
        expect![[r#"
            servers:
            - url: /
            paths:
              /a:
                post:
                  parameters:
                  - in: query
                    name: q
                    schema:
                      x-turnbuckle-fault: true
                    style: form
                  requestBody:
                    content:
                      application/json:
                        schema:
                          type: object
                          properties:
                            a:
                              type: integer
                  responses: {}
            components:
              schemas:
                D:
                  type: number
                  format: float
            warning[unknown-type] api.yaml:19:11 #/definitions/D/type: type `float` is not known, taking it as `number`
            warning[unknown-type] api.yaml:16:15 #/paths/~1a/post/parameters/1/type: type `strange` is not known, taking any value
            warning[unknown-type] api.yaml:13:21 #/paths/~1a/post/parameters/0/schema/properties/a/type: type `int` is not known, taking it as `integer`
        "#]],
    );
}

#[test]
fn lists_of_files_are_no_delimited_text() {
    check(
        r#"
swagger: '2.0'
paths:
  /a:
    post:
      parameters:
      - {name: a, in: formData, type: array, items: {type: file}}
      - {name: b, in: formData, type: array, items: {type: string, format: binary}, collectionFormat: ssv}
      - {name: c, in: formData, type: array, items: {type: string}}
"#,
        expect![[r#"
            servers:
            - url: /
            paths:
              /a:
                post:
                  requestBody:
                    content:
                      multipart/form-data:
                        schema:
                          type: object
                          properties:
                            a:
                              type: array
                              items:
                                type: string
                                format: binary
                            b:
                              type: array
                              items:
                                type: string
                                format: binary
                            c:
                              type: array
                              items:
                                type: string
                        encoding:
                          c:
                            contentType: null
                            style: form
                            x-turnbuckle-explode: false
                  responses: {}
        "#]],
    );
}

#[test]
fn separators_that_mean_nothing_are_reported() {
    check(
        r#"
swagger: '2.0'
paths:
  /a/{p}:
    post:
      parameters:
      - {name: p, in: path, required: true, type: array, items: {type: string}, collectionFormat: multi}
      - {name: q, in: query, type: array, items: {type: string}, collectionFormat: bars}
      - {name: h, in: header, type: array, items: {type: string}, collectionFormat: multi}
      - {name: f, in: formData, type: array, items: {type: string}, collectionFormat: 7}
      responses:
        '204': {description: done, headers: {X-A: {type: array, items: {type: string}, collectionFormat: multi}}}
"#,
        expect![[r#"
            servers:
            - url: /
            paths:
              /a/{p}:
                post:
                  parameters:
                  - in: path
                    name: p
                    required: true
                    schema:
                      type: array
                      items:
                        type: string
                    style: simple
                  - in: query
                    name: q
                    schema:
                      type: array
                      items:
                        type: string
                    explode: false
                    style: form
                  - in: header
                    name: h
                    schema:
                      type: array
                      items:
                        type: string
                    style: simple
                  requestBody:
                    content:
                      application/x-www-form-urlencoded:
                        schema:
                          type: object
                          properties:
                            f:
                              type: array
                              items:
                                type: string
                        encoding:
                          f:
                            contentType: null
                            style: form
                            x-turnbuckle-explode: false
                  responses:
                    '204':
                      description: done
                      headers:
                        X-A:
                          style: simple
                          schema:
                            type: array
                            items:
                              type: string
            warning[unknown-separator] api.yaml:7:99 #/paths/~1a~1{p}/post/parameters/0/collectionFormat: `collectionFormat: multi` is for query and form parameters only, taking `csv`
            warning[unknown-separator] api.yaml:8:84 #/paths/~1a~1{p}/post/parameters/1/collectionFormat: `collectionFormat: bars` is not known, taking `csv`
            warning[unknown-separator] api.yaml:9:85 #/paths/~1a~1{p}/post/parameters/2/collectionFormat: `collectionFormat: multi` is for query and form parameters only, taking `csv`
            warning[unknown-separator] api.yaml:10:9 #/paths/~1a~1{p}/post/parameters/3: `collectionFormat: 7` is not known, taking `csv`
            warning[unknown-separator] api.yaml:12:106 #/paths/~1a~1{p}/post/responses/204/headers/X-A/collectionFormat: `collectionFormat: multi` is for query and form parameters only, taking `csv`
        "#]],
    );
}

#[test]
fn a_second_body_is_reported() {
    check(
        r#"
swagger: '2.0'
paths:
  /a:
    post:
      parameters:
      - {name: a, in: body, schema: {type: string}}
      - {name: b, in: body, schema: {type: integer}}
      - {name: c, in: body, schema: {type: integer}}
"#,
        expect![[r#"
            servers:
            - url: /
            paths:
              /a:
                post:
                  requestBody:
                    content:
                      application/json:
                        schema:
                          type: string
                  responses: {}
            warning[several-bodies] api.yaml:8:9 #/paths/~1a/post/parameters/1: an operation has one body parameter, leaving out a further one
            warning[several-bodies] api.yaml:9:9 #/paths/~1a/post/parameters/2: an operation has one body parameter, leaving out a further one
        "#]],
    );
}

#[test]
fn an_error_is_json_if_the_media_types_of_the_success_hold_no_values() {
    check(
        r##"
swagger: '2.0'
paths:
  /a:
    get:
      produces: [application/x-tar, text/event-stream]
      responses:
        200: {description: ok, schema: {type: file}}
        400: {description: bad, schema: {properties: {a: {type: string}}}}
        404: {description: bad, schema: {type: string}}
        default: {description: bad, schema: {$ref: '#/definitions/E'}}
  /b:
    get:
      produces: [application/x-tar, application/xml]
      responses:
        default: {description: bad, schema: {$ref: '#/definitions/E'}}
definitions:
  E: {type: object}
"##,
        expect![[r#"
            servers:
            - url: /
            paths:
              /a:
                get:
                  responses:
                    default:
                      description: bad
                      content:
                        application/json:
                          schema:
                            $ref: '#/components/schemas/E'
                    '200':
                      description: ok
                      content:
                        application/x-tar:
                          schema:
                            type: string
                            format: binary
                        text/event-stream:
                          schema:
                            type: string
                            format: binary
                    '400':
                      description: bad
                      content:
                        application/json:
                          schema:
                            properties:
                              a:
                                type: string
                    '404':
                      description: bad
                      content:
                        application/x-tar:
                          schema:
                            type: string
                        text/event-stream:
                          schema:
                            type: string
              /b:
                get:
                  responses:
                    default:
                      description: bad
                      content:
                        application/x-tar:
                          schema:
                            $ref: '#/components/schemas/E'
                        application/xml:
                          schema:
                            $ref: '#/components/schemas/E'
            components:
              schemas:
                E:
                  type: object
        "#]],
    );
}

//! Objects around schemas, and what is wrong with them.

use expect_test::expect;

use super::check;

#[test]
fn statuses() {
    check(
        r#"
openapi: 3.1.0
paths:
  /a:
    get:
      responses:
        200: {description: ok}
        4xx: {description: bad}
        '099': {description: no}
        600: {description: no}
        x-200: {description: no}
        default: {}
"#,
        expect![[r#"
            paths:
              /a:
                get:
                  responses:
                    default:
                      description: ''
                    '200':
                      description: ok
                    4XX:
                      description: bad
                    x-200:
                      description: no
            warning[invalid-status] api.yaml:9:9 #/paths/~1a/get/responses/099: `099` is no HTTP status, leaving this response out
            warning[invalid-status] api.yaml:10:9 #/paths/~1a/get/responses/600: `600` is no HTTP status, leaving this response out
        "#]],
    );
}

#[test]
fn parameters_that_are_not_complete() {
    check(
        r#"
openapi: 3.1.0
paths:
  /a:
    get:
      parameters:
      - {in: query}
      - {name: a}
      - {name: b, in: body, schema: {}}
      - {name: c, in: query}
      - {name: d, in: query, schema: {type: string}, content: {application/json: {}}}
      - {name: e, in: header, schema: {type: string}, style: form}
      - just text
"#,
        expect![[r#"
            paths:
              /a:
                get:
                  parameters:
                  - in: query
                    name: c
                    schema:
                      type: string
                    style: form
                  - in: query
                    name: d
                    content:
                      application/json: {}
                    style: form
                  - in: header
                    name: e
                    schema:
                      type: string
                    x-turnbuckle-style: form
                    style: simple
                  responses: {}
            warning[missing-field] api.yaml:7:9 #/paths/~1a/get/parameters/0: the parameter has no `name`, leaving it out
            warning[missing-field] api.yaml:8:9 #/paths/~1a/get/parameters/1: parameter `a` has no `in`, leaving it out
            warning[unknown-place] api.yaml:9:23 #/paths/~1a/get/parameters/2/in: parameter `b` is in `body`, which is not known, leaving it out
            warning[missing-schema] api.yaml:10:9 #/paths/~1a/get/parameters/3: the parameter has neither `schema` nor `content`, taking it as a text
            warning[schema-and-content] api.yaml:11:9 #/paths/~1a/get/parameters/4: the parameter has both `schema` and `content`, taking `content`
            warning[unknown-style] api.yaml:12:62 #/paths/~1a/get/parameters/5/style: parameter `e` cannot have the style `form`, taking the default
            warning[invalid-object] api.yaml:13:9 #/paths/~1a/get/parameters/6: a parameter is due here and not a text, leaving it out
        "#]],
    );
}

#[test]
fn of_two_equal_parameters_the_last_stays() {
    check(
        r#"
openapi: 3.1.0
paths:
  /a:
    get:
      parameters:
      - {name: a, in: query, schema: {type: string}}
      - {name: a, in: query, schema: {type: integer}}
"#,
        expect![[r#"
            paths:
              /a:
                get:
                  parameters:
                  - in: query
                    name: a
                    schema:
                      type: integer
                    style: form
                  responses: {}
            warning[duplicate-parameter] api.yaml:8:9 #/paths/~1a/get/parameters/1: query parameter `a` is there twice, taking the last one
        "#]],
    );
}

#[test]
fn objects_of_the_wrong_form() {
    check(
        r#"
openapi: 3.1.0
paths: null
components: []
tags: {}
servers: {url: /v1}
"#,
        expect![[r#"
            servers:
            - url: /v1
            warning[null-field] api.yaml:3:8 #/paths: `paths` is null, taking it as absent
            warning[invalid-object] api.yaml:4:1 #/components: `components` is a list, not an object, taking it as empty
            warning[invalid-field] api.yaml:5:1 #/tags: `tags` is an object, not a list, ignoring it
            warning[invalid-field] api.yaml:6:1 #/servers: `servers` is an object, not a list, taking it as a list of one
            warning[no-paths] api.yaml:2:1 #: the document has no `paths`, so it has no operations
        "#]],
    );
}

#[test]
fn a_component_that_is_left_out_takes_its_references_along() {
    check(
        r#"
openapi: 3.1.0
paths:
  /a:
    get:
      parameters:
      - $ref: '#/components/parameters/Alias'
      responses: {}
components:
  parameters:
    Broken: {name: a}
    Alias: {$ref: '#/components/parameters/Broken'}
"#,
        expect![[r#"
            paths:
              /a:
                get:
                  responses: {}
            warning[missing-field] api.yaml:11:5 #/components/parameters/Broken: parameter `a` has no `in`, leaving it out
            warning[dangling-ref] api.yaml:12:5 #/components/parameters/Alias: `#/components/parameters/Broken` was left out, leaving this out as well
            warning[dangling-ref] api.yaml:7:9 #/paths/~1a/get/parameters/0: `#/components/parameters/Alias` was left out, leaving this out as well
        "#]],
    );
}

#[test]
fn security_schemes_that_are_not_complete() {
    check(
        r#"
openapi: 3.1.0
paths: {}
components:
  securitySchemes:
    a: {type: apiKey}
    b: {type: http}
    c: {type: oauth2}
    d: {type: oauth2, flows: {clientCredentials: {scopes: [x]}}}
    e: {type: magic}
    f: {type: mutualTLS}
security: {d: []}
"#,
        expect![[r#"
            components:
              securitySchemes:
                c:
                  type: oauth2
                  flows: {}
                d:
                  type: oauth2
                  flows:
                    clientCredentials:
                      tokenUrl: ''
                      scopes:
                        x: ''
                f:
                  type: http
                  scheme: mutualTLS
                  x-turnbuckle-security-type: mutualTLS
            security:
            - d: []
            warning[invalid-security-scheme] api.yaml:6:5 #/components/securitySchemes/a: the security scheme is not complete, leaving it out
            warning[invalid-security-scheme] api.yaml:7:5 #/components/securitySchemes/b: the security scheme is not complete, leaving it out
            warning[missing-field] api.yaml:8:5 #/components/securitySchemes/c: the `oauth2` scheme has no `flows`, so its tokens have to be given
            warning[missing-field] api.yaml:9:31 #/components/securitySchemes/d/flows/clientCredentials: the flow has no `tokenUrl`, so it has to be given where it is used
            warning[invalid-security-scheme] api.yaml:10:5 #/components/securitySchemes/e: the security scheme is not complete, leaving it out
        "#]],
    );
}

#[test]
fn versions_are_taken_as_they_are_written() {
    check(
        r#"
openapi: 3.1.0
info: {title: 2024, version: 1.10}
paths: {}
servers:
- url: https://{host}
  variables: {host: {enum: [a, b]}}
- description: none
"#,
        expect![[r#"
            servers:
            - url: https://{host}
              variables:
                host:
                  enum:
                  - a
                  - b
                  default: a
                  description: null
            warning[missing-field] api.yaml:7:15 #/servers/0/variables/host: the server variable has no `default`, taking `a`
            warning[missing-field] api.yaml:8:3 #/servers/1: the server has no `url`, leaving it out
        "#]],
    );
}

#[test]
fn examples_and_links() {
    check(
        r#"
openapi: 3.1.0
paths:
  /a:
    get:
      responses:
        200:
          description: 7
          content:
            application/json:
              examples: [1, 2]
            text/plain:
              examples: {a: plain, b: {value: 1}}
          links: {a: {operationId: b}, c: {}}
"#,
        expect![[r#"
            paths:
              /a:
                get:
                  responses:
                    '200':
                      description: '7'
                      content:
                        application/json:
                          example: 1
                        text/plain:
                          examples:
                            a:
                              value: plain
                            b:
                              value: 1
                      links:
                        a:
                          operationId: b
            warning[missing-field] api.yaml:14:40 #/paths/~1a/get/responses/200/links/c: the link has neither `operationId` nor `operationRef`, leaving it out
            warning[unknown-operation] api.yaml:14:36 #/paths/~1a/get/responses/200/links/a/operationId: the link leads to the operation `b`, which the document does not have
            note[invalid-field] api.yaml:11:15 #/paths/~1a/get/responses/200/content/application~1json/examples: `examples` is a list, not an object, taking its first value only
        "#]],
    );
}

#[test]
fn unknown_fields_are_noted() {
    check(
        r#"
openapi: 3.1.0
paths:
  /a:
    GET: {}
    get: {sumary: a}
whatever: 1
"#,
        expect![[r#"
            paths:
              /a:
                get:
                  responses: {}
            warning[misspelled-method] api.yaml:5:5 #/paths/~1a/GET: `GET` is not written in lower case, taking it as `get`
            warning[unknown-field] api.yaml:6:19 #/paths/~1a/get/sumary: `sumary` is not a field of an operation, ignoring it
            note[unknown-field] api.yaml:7:11 #/whatever: `whatever` is not a field of the document, ignoring it
        "#]],
    );
}

#[test]
fn an_operation_that_is_a_list() {
    check(
        r#"
openapi: 3.1.0
paths:
  /a:
    get: []
    post: null
"#,
        expect![[r#"
            paths:
              /a: {}
            warning[null-field] api.yaml:6:11 #/paths/~1a/post: `post` is null, taking it as absent
            warning[invalid-object] api.yaml:5:5 #/paths/~1a/get: an operation is due here, leaving this out
        "#]],
    );
}

#[test]
fn a_document_without_paths() {
    check(
        r#"
openapi: 3.1.0
info: {title: a, version: '1'}
"#,
        expect![[r#"
            {}
            warning[no-paths] api.yaml:2:1 #: the document has no `paths`, so it has no operations
        "#]],
    );
}

#[test]
fn callbacks_are_part_of_their_operation() {
    check(
        r#"
openapi: 3.1.0
paths:
  /a:
    post:
      callbacks:
        done:
          $ref: '#/components/callbacks/Done'
components:
  callbacks:
    Done:
      '{$request.body#/url}':
        post: {responses: {200: {description: ok}}}
"#,
        expect![[r#"
            paths:
              /a:
                post:
                  responses: {}
                  callbacks:
                    done:
                      '{$request.body#/url}':
                        post:
                          responses:
                            '200':
                              description: ok
            components:
              callbacks:
                Done:
                  '{$request.body#/url}':
                    post:
                      responses:
                        '200':
                          description: ok
        "#]],
    );
}

#[test]
fn a_spec_cannot_use_the_reserved_prefix() {
    check(
        r#"
openapi: 3.1.0
paths: {}
x-turnbuckle-webhooks: {a: {}}
components: {schemas: {A: {type: string, x-turnbuckle-const: 1}}}
"#,
        expect![[r#"
            components:
              schemas:
                A:
                  type: string
        "#]],
    );
}

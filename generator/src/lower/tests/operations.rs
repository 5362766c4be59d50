//! Operations: what they send, what they answer, how their pages hang together.

use expect_test::expect;

use super::{check_paths, lowered};
use crate::config::Config;

#[test]
fn an_operation_is_lowered_whole() {
    check_paths(
        "
tags: [{name: pets, description: Animals.}]
security: [{key: []}]
paths:
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    post:
      operationId: changePet
      tags: [pets]
      security: []
      parameters:
        - {name: tag, in: query, explode: false, schema: {type: array, items: {type: string}}}
        - {name: Accept, in: header, schema: {type: string}}
      requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}
      responses:
        '200': {description: Done, content: {application/json: {schema: {type: object, properties: {ok: {type: boolean}}}}}}
        '204': {description: Nothing}
        '404': {description: None, content: {application/json: {schema: {type: object, properties: {why: {type: string}}}}}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}",
        &Config::default(),
        expect![[r#"
            scheme "key" ApiKeyHeader("X-Key")
            security key[]
            group "pets"
            type changePet.body struct
              "name"? String
            type changePet.response struct
              "ok"? Bool
            type changePet.error 404 struct
              "why"? String
            operation POST /pets/{id} "changePet" in "pets"
              Path "id" String Simple
              Query "tag"? [String] Form
              body application/json Json changePet.body
              -> Code(200) application/json Json changePet.response
              -> Code(204)
              !> Code(404) application/json Json changePet.error 404
              security none
            Note reserved-header: header parameter `Accept` is left out: the client sets it
        "#]],
    );
}

#[test]
fn pagination_is_told_by_names() {
    check_paths(
        "
paths:
  /a:
    get:
      parameters: [{name: cursor, in: query, schema: {type: string}}]
      responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}}}
components:
  schemas:
    Page:
      type: object
      properties:
        next_cursor: {type: [string, 'null']}
        data: {type: array, items: {type: object, properties: {id: {type: string}}}}",
        &Config::default(),
        expect![[r#"
            group "a"
            type Page struct
              "next_cursor"? nullable String
              "data"? [Page.data item]
            type Page.data item struct
              "id"? String
            operation GET /a in "a"
              Query "cursor"? String Form exploded
              -> Code(200) application/json Json Page
              pages "/data" of Page.data item by Cursor { param: "cursor", location: Query, cursor: "/next_cursor", more: None }, Inferred("parameter `cursor` takes `/next_cursor`")
        "#]],
    );
}

#[test]
fn configured_pagination_that_does_not_fit_is_reported() {
    let config =
        Config::parse("[pagination]\nlist = { kind = \"link\", items = \"/nowhere\" }", "test.toml").expect("the configuration is valid");
    check_paths(
        "
paths:
  /a:
    get:
      operationId: list
      responses: {'200': {description: '', content: {application/json: {schema: {type: array, items: {type: string}}}}}}",
        &config,
        expect![[r#"
            group "a"
            operation GET /a "list" in "a"
              -> Code(200) application/json Json [String]
            Warning pagination-misfit: the configured pagination of `list` does not fit: there is nothing at `/nowhere` in the answer
        "#]],
    );
}

#[test]
fn a_scheme_that_is_not_declared_is_reported() {
    check_paths(
        "
paths:
  /a:
    get: {security: [{nobody: []}], responses: {'204': {description: ''}}}",
        &Config::default(),
        expect![[r#"
            group "a"
            operation GET /a in "a"
              -> Code(204)
              security none
            Warning unknown-scheme: security scheme `nobody` is not declared, leaving out the alternative that asks for it
        "#]],
    );
}

#[test]
fn the_forms_and_headers_of_an_answer_are_kept() {
    check_paths(
        "
paths:
  /a:
    get:
      responses:
        200:
          description: ''
          headers:
            X-Left: {required: true, schema: {type: integer}}
            X-At: {schema: {type: string, format: date-time}}
            X-Tags: {schema: {type: array, items: {type: string}}}
          content:
            image/png: {}
            image/jpeg: {}
            text/plain: {schema: {type: object, properties: {a: {type: string}}}}
            application/json: {schema: {type: object, properties: {a: {type: string}}}}
            text/event-stream: {schema: {type: string}}",
        &Config::default(),
        expect![[r#"
            group "a"
            type GET /a.response struct
              "a"? String
            operation GET /a in "a"
              -> Code(200) application/json Json GET /a.response or text/event-stream EventStream String or image/png Binary Binary, header "X-Left" i64, header "X-At"? DateTime, header "X-Tags"? [String]
            Note response-alternative: the answer can be `image/jpeg` too, asking for `application/json`
            Note response-alternative: the answer can be `text/plain` too, asking for `application/json`
        "#]],
    );
}

#[test]
fn forms_of_answers_that_no_method_asks_for_are_told_of() {
    check_paths(
        "
paths:
  /a:
    get:
      responses:
        200:
          description: ''
          content:
            application/json: {schema: {type: integer}}
            text/csv: {schema: {type: string}}
        202: {description: ''}
  /b:
    get:
      responses:
        200: {description: '', content: {application/json: {schema: {type: integer}}}}
        203:
          description: ''
          content:
            application/json: {schema: {type: integer}}
            image/png: {}",
        &Config::default(),
        expect![[r#"
            group "a"
            group "b"
            operation GET /a in "a"
              -> Code(200) application/json Json i64 or text/csv Text String
              -> Code(202)
            operation GET /b in "b"
              -> Code(200) application/json Json i64
              -> Code(203) application/json Json i64 or image/png Binary Binary
            Note response-alternative: the answer can be `text/csv` too, asking for `application/json`
            Note response-alternative: the answer can be `image/png` too, asking for `application/json`
        "#]],
    );
}

#[test]
fn drift_1_and_5_integer_statuses_items_as_a_list_and_no_operation_id() {
    let text = "
swagger: '2.0'
info: {title: T, version: '1'}
paths:
  /a:
    get:
      produces: [application/json]
      responses:
        200: {description: '', schema: {type: object, properties: {data: {type: array, items: [{type: object}]}}}}";
    let printed = lowered(text, &Config::default());
    expect![[r#"
        server /
        group "a"
        type GET /a.response struct
          "data"? GET /a.response.data
        type GET /a.response.data tuple
          "0"? {Any(FreeObject)}
          .. Any(Unconstrained)
        operation GET /a in "a"
          -> Code(200) application/json Json GET /a.response
    "#]]
    .assert_eq(printed.split_once('\n').map_or("", |(_, rest)| rest));
}

#[test]
fn a_body_of_bytes_is_sent_as_it_is() {
    check_paths(
        "
paths:
  /file:
    post:
      operationId: upload
      requestBody:
        content:
          application/json: {schema: {type: string, format: binary}}
      responses: {'204': {description: none}}",
        &Config::default(),
        expect![[r#"
            group "file"
            operation POST /file "upload" in "file"
              body? application/json Binary Binary
              -> Code(204)
        "#]],
    );
}

#[test]
fn costs_are_configured_and_those_of_no_operation_are_reported() {
    check_paths(
        "
paths:
  /a:
    get:
      operationId: search
      responses: {'204': {description: Nothing}}
    post:
      operationId: create
      responses: {'204': {description: Nothing}}",
        &Config::parse("costs = { search = 5, serach = 5 }", "test.toml").expect("the text is valid"),
        expect![[r#"
            group "a"
            operation GET /a "search" in "a" costs 5
              -> Code(204)
            operation POST /a "create" in "a"
              -> Code(204)
            Warning unknown-cost: `costs` names `serach`, which is not an operationId of the document, and is ignored
        "#]],
    );
}

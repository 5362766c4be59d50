//! Tests of lowering at its boundary: a document in, the printed API out.

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
fn all_of_merges_fields_and_requirements() {
    check(
        "
Base: {type: object, properties: {id: {type: string}, name: {type: string}}}
A:
  allOf:
    - $ref: '#/components/schemas/Base'
    - {type: object, required: [id], properties: {size: {type: integer}}}",
        expect![[r#"
            type Base struct
              "id"? String
              "name"? String
            type A struct
              "id" String
              "name"? String
              "size"? i64
        "#]],
    );
}

#[test]
fn all_of_merges_what_members_declare_twice() {
    check(
        "
Base:
  type: object
  properties:
    deep: {type: object, properties: {a: {type: string}, in: {type: object, properties: {b: {type: string}}}}}
    list: {type: array, items: {type: object, properties: {a: {type: string}}}}
    own: {$ref: '#/components/schemas/Part'}
Part: {type: object, required: [p], properties: {p: {type: string}, next: {$ref: '#/components/schemas/Part'}}}
Other: {type: object, properties: {o: {type: string}, next: {$ref: '#/components/schemas/Other'}}}
More: {allOf: [{$ref: '#/components/schemas/Part'}, {properties: {m: {type: string}}}]}
InPlace:
  allOf:
  - {type: object, properties: {x: {type: object, properties: {a: {type: string}}}, y: {type: object, nullable: true, properties: {a: {type: string}}}}}
  - {type: object, properties: {x: {required: [b], properties: {b: {type: string}}}, y: {properties: {b: {type: string}}}}}
Child:
  allOf:
  - {$ref: '#/components/schemas/Base'}
  - type: object
    properties:
      deep: {properties: {c: {type: string}, in: {properties: {d: {type: string}}}}}
      list: {type: array, items: {properties: {b: {type: string}}}}
      own: {properties: {q: {type: string}}}
Pair:
  allOf:
  - {properties: {own: {$ref: '#/components/schemas/Part'}, more: {$ref: '#/components/schemas/Part'}}}
  - {properties: {own: {$ref: '#/components/schemas/Other'}, more: {$ref: '#/components/schemas/More'}}}",
        expect![[r#"
            type Base struct
              "deep"? Base.deep
              "list"? [Base.list item]
              "own"? Part
            type Part struct
              "p" String
              "next"? Part
            type Other struct
              "o"? String
              "next"? Other
            type More struct
              "p" String
              "next"? Part
              "m"? String
            type InPlace struct
              "x"? InPlace.x
              "y"? nullable InPlace.y
            type Child struct
              "deep"? Child.deep
              "list"? [Child.list item]
              "own"? Child.own
            type Pair struct
              "own"? Pair.own
              "more"? More
            type Base.deep struct
              "a"? String
              "in"? Base.deep.in
            type Base.deep.in struct
              "b"? String
            type Base.list item struct
              "a"? String
            type InPlace.x struct
              "a"? String
              "b" String
            type InPlace.y struct
              "a"? String
              "b"? String
            type InPlace.x = InPlace.x
            type InPlace.y = InPlace.y
            type Child.deep struct
              "a"? String
              "in"? Child.deep.in
              "c"? String
            type Child.deep.in struct
              "b"? String
              "d"? String
            type Child.list item = InPlace.y
            type Child.own struct
              "p" String
              "next"? Part
              "q"? String
            type Pair.own struct
              "p" String
              "next"? Other
              "o"? String
        "#]],
    );
}

#[test]
fn all_of_that_contains_itself_ends() {
    check(
        "
A:
  allOf:
    - $ref: '#/components/schemas/A'
    - {type: object, properties: {size: {type: integer}}}",
        expect![[r#"
            type A struct
              "size"? i64
        "#]],
    );
}

#[test]
fn a_parent_that_lists_its_children_is_inherited_without_the_list() {
    check(
        "
Pet:
  type: object
  required: [kind]
  properties: {kind: {type: string}}
  discriminator: {propertyName: kind}
  oneOf: [{$ref: '#/components/schemas/Cat'}]
Cat:
  allOf:
    - $ref: '#/components/schemas/Pet'
    - {type: object, properties: {lives: {type: integer}}}",
        expect![[r#"
            type Pet struct
              "kind" String
              (flattened) Pet.variant
            type Cat struct
              "kind" String const "Cat"
              "lives"? i64
            type Pet.variant union by "kind"
              "Cat" Cat "Cat"
        "#]],
    );
}

#[test]
fn a_parent_with_a_discriminator_stands_for_its_children() {
    check(
        "
Pet:
  type: object
  required: [kind]
  properties: {kind: {type: string}}
  discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat'}}
Cat:
  allOf:
    - $ref: '#/components/schemas/Pet'
    - {type: object, properties: {lives: {type: integer}}}",
        expect![[r#"
            type Pet union by "kind"
              "Cat" Cat "cat"
              "base" Pet.base "Pet" fallback
            type Cat struct
              "kind" String const "cat"
              "lives"? i64
            type Pet.base struct
              "kind" String
        "#]],
    );
}

#[test]
fn one_of_with_a_discriminator_is_told_by_it() {
    check(
        "
Pet:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat', tom: Cat}}
Cat: {type: object, properties: {kind: {type: string}}}
Dog: {type: object, properties: {kind: {type: string}}}",
        expect![[r#"
            type Pet union by "kind"
              "Cat" Cat "cat" "tom"
              "Dog" Dog "Dog"
            type Cat struct
              "kind"? String
            type Dog struct
              "kind"? String
        "#]],
    );
}

#[test]
fn constants_tell_variants_apart() {
    check(
        "
Pet:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
Cat: {type: object, required: [kind], properties: {kind: {const: cat}}}
Dog: {type: object, required: [kind], properties: {kind: {type: string, enum: [dog]}}}",
        expect![[r#"
            type Pet union by "kind"
              "Cat" Cat "cat"
              "Dog" Dog "dog"
            type Cat struct
              "kind" Cat.kind const "cat"
            type Dog struct
              "kind" Dog.kind const "dog"
            type Cat.kind enum String "cat"
            type Dog.kind enum String "dog"
        "#]],
    );
}

#[test]
fn a_string_beside_an_enum_is_an_open_enum() {
    check(
        "A: {anyOf: [{type: string}, {type: string, enum: [a, b]}]}",
        expect![[r#"
        type A enum String "a" "b"
        type A.variant 2 enum String "a" "b"
    "#]],
    );
}

#[test]
fn alternatives_that_only_require_add_no_type() {
    check(
        "
A:
  type: object
  properties: {a: {type: string}, b: {type: string}}
  anyOf: [{required: [a]}, {required: [b]}]",
        expect![[r#"
            type A struct
              "a"? String
              "b"? String
        "#]],
    );
}

#[test]
fn alternatives_beside_properties_are_flattened() {
    check(
        "
A:
  type: object
  properties: {a: {type: string}}
  oneOf:
    - {title: Left, type: object, required: [l], properties: {l: {type: string}}}
    - {title: Right, type: object, required: [r], properties: {r: {type: string}}}",
        expect![[r#"
            type A struct
              "a"? String
              (flattened) A.variant
            type A.variant union
              "Left" A.variant.Left
              "Right" A.variant.Right
            type A.variant.Left struct
              "l" String
            type A.variant.Right struct
              "r" String
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
fn a_union_that_may_be_null_keeps_its_place() {
    check(
        "
A:
  type: object
  properties:
    a:
      anyOf:
      - $ref: '#/components/schemas/B'
      - {type: object, nullable: true, additionalProperties: false}
      - {type: 'null'}
    b: {type: string, enum: [x]}
B:
  type: object
  properties:
    c: {type: string}",
        expect![[r#"
            type A struct
              "a"? nullable A.a
              "b"? A.b
            type B struct
              "c"? String
            type A.a union
              "B" B
              "map" {Any(Never)}
            type A.b enum String "x"
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
fn a_reference_may_be_described_in_a_member_of_its_own() {
    check(
        "
A:
  type: object
  properties:
    a:
      allOf:
      - $ref: '#/components/schemas/B'
      - description: About b.
    b:
      allOf:
      - $ref: '#/components/schemas/B'
      - required: [c]
B:
  type: [object, 'null']
  properties:
    c: {type: string}",
        expect![[r#"
            type A struct
              "a"? nullable B
              "b"? A.b
            type B struct
              "c"? String
            type A.b struct
              "c" String
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
fn a_child_that_is_told_by_another_property_stands_for_its_own() {
    check(
        "
Fish:
  type: object
  required: [kind]
  properties: {kind: {type: string}}
  discriminator: {propertyName: kind, mapping: {shark: '#/components/schemas/Shark'}}
Shark:
  type: object
  required: [kind, sort]
  properties: {kind: {type: string, enum: [shark]}, sort: {type: string}}
  discriminator: {propertyName: sort, mapping: {saw: '#/components/schemas/Saw'}}
  allOf: [{$ref: '#/components/schemas/Fish'}]
Saw:
  type: object
  properties: {sort: {type: string, enum: [saw]}}
  allOf: [{$ref: '#/components/schemas/Shark'}]",
        expect![[r#"
            type Fish union by "kind"
              "Shark" Shark "shark"
              "base" Fish.base "Fish" fallback
            type Shark union by "sort"
              "Saw" Saw "saw"
              "base" Shark.base "Shark" fallback
            type Saw struct
              "kind" Shark.kind
              "sort" Saw.sort const "saw"
            type Fish.base struct
              "kind" String
            type Shark.kind enum String "shark"
            type Shark.base struct
              "kind" Shark.kind
              "sort" String
            type Saw.sort enum String "saw"
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
            Warning unknown-cost: `costs` names `serach`, which is no operationId of the document
        "#]],
    );
}

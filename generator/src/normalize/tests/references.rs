//! References: over files, to odd places, in rings, to nothing.

use expect_test::expect;

use super::{check, check_files};

#[test]
fn a_file_is_one_component_however_it_is_spelled() {
    check_files(
        &[
            (
                "api/api.yaml",
                "openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n    A: {$ref: 'models/pet.yaml'}\n    B: {$ref: './models/../models/pet.yaml#'}\n    C: {type: array, items: {$ref: models/p%65t.yaml}}\n",
            ),
            (
                "api/models/pet.yaml",
                "type: object\nproperties:\n  owner: {$ref: 'owner.json#/Owner'}\n  self: {$ref: ../api.yaml#/components/schemas/C}",
            ),
            ("api/models/owner.json", "{\"Owner\": {\"type\": \"object\", \"properties\": {\"pet\": {\"$ref\": \"pet.yaml\"}}}}"),
        ],
        expect![[r#"
            components:
              schemas:
                A:
                  type: object
                  properties:
                    owner:
                      $ref: '#/components/schemas/Owner'
                    self:
                      $ref: '#/components/schemas/C'
                B:
                  $ref: '#/components/schemas/A'
                C:
                  type: array
                  items:
                    $ref: '#/components/schemas/A'
                Owner:
                  type: object
                  properties:
                    pet:
                      $ref: '#/components/schemas/A'
        "#]],
    );
}

#[test]
fn operations_texts_and_maps_of_other_files_are_put_in_place() {
    check_files(
        &[
            (
                "api.yaml",
                "openapi: 3.0.0\ninfo:\n  title: a\n  version: '1'\npaths:\n  /a:\n    get: {$ref: get.yaml}\n  /b: {$ref: 'item.yaml'}\ncomponents:\n  schemas: {$ref: schemas.yaml}\n",
            ),
            (
                "get.yaml",
                "description: {$ref: 'text.yaml#/intro'}\nresponses: {200: {description: ok, content: {application/json: {schema: {$ref: pet.yaml}}}}}",
            ),
            ("text.yaml", "intro: Hello."),
            ("item.yaml", "post: {responses: {}, requestBody: {content: {a/b: {schema: {type: int}}}}}"),
            ("schemas.yaml", "A: {type: string}\nB: {$ref: '#/A'}"),
            ("pet.yaml", "type: object"),
        ],
        expect![[r#"
            paths:
              /a:
                get:
                  description: Hello.
                  responses:
                    '200':
                      description: ok
                      content:
                        application/json:
                          schema:
                            $ref: '#/components/schemas/pet'
              /b:
                post:
                  requestBody:
                    content:
                      a/b:
                        schema:
                          type: integer
                  responses: {}
            components:
              schemas:
                A:
                  type: string
                B:
                  $ref: '#/components/schemas/A'
                pet:
                  type: object
            warning[unknown-type] item.yaml:1:68 #/post/requestBody/content/a~1b/schema/type: type `int` is not known, taking it as `integer`
        "#]],
    );
}

#[test]
fn places_within_the_document_become_components() {
    check(
        r"
openapi: 3.1.0
paths:
  /pets/{id}:
    get:
      parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        200: {description: ok, content: {application/json: {schema: {type: object, properties: {tag: {type: string}}}}}}
        201: {$ref: '#/paths/~1pets~1%7Bid%7D/get/responses/200'}
components:
  schemas:
    Tag: {$ref: '#/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema/properties/tag'}
    Second: {oneOf: [{type: string}, {type: integer}]}
    Of: {$ref: '#/components/schemas/Second/oneOf/1'}
    Through: {$ref: '#/components/schemas/Alias/oneOf/0'}
    Alias: {$ref: '#/components/schemas/Second'}
    Anchored: {$ref: '#spot'}
    Spot: {type: object, properties: {a: {$anchor: spot, type: number}}}
",
        expect![[r#"
            paths:
              /pets/{id}:
                get:
                  parameters:
                  - in: path
                    name: id
                    required: true
                    schema:
                      type: string
                    style: simple
                  responses:
                    '200':
                      description: ok
                      content:
                        application/json:
                          schema:
                            type: object
                            properties:
                              tag:
                                type: string
                    '201':
                      $ref: '#/components/responses/pets_id_get_200'
            components:
              schemas:
                Tag:
                  $ref: '#/components/schemas/get_200_tag'
                Second:
                  oneOf:
                  - type: string
                  - type: integer
                Of:
                  $ref: '#/components/schemas/Second_1'
                Through:
                  $ref: '#/components/schemas/Second_0'
                Alias:
                  $ref: '#/components/schemas/Second'
                Anchored:
                  $ref: '#/components/schemas/Spot_a'
                Spot:
                  type: object
                  properties:
                    a:
                      type: number
                get_200_tag:
                  type: string
                Second_1:
                  type: integer
                Second_0:
                  type: string
                Spot_a:
                  type: number
              responses:
                pets_id_get_200:
                  description: ok
                  content:
                    application/json:
                      schema:
                        type: object
                        properties:
                          tag:
                            type: string
        "#]],
    );
}

#[test]
fn references_that_lead_nowhere() {
    check(
        r"
openapi: 3.0.0
paths:
  /a:
    get:
      parameters:
      - $ref: '#/components/parameters/Missing'
      - $ref: '#/components/schemas/A'
      responses:
        200: {$ref: 7}
        201: {$ref: gone.yaml}
components:
  schemas:
    A: {type: object, properties: {b: {$ref: '#/components/schemas/Missing', description: kept}, c: {$ref: '#/'}, d: {$ref: '#/components/parameters/P'}}}
    E: {$ref: [1]}
    F: {$ref: 'http://example.com/a.yaml'}
    G: {$ref: 'file:///etc/passwd'}
  parameters:
    P: {name: p, in: query, schema: {type: string}}
",
        expect![[r#"
            paths:
              /a:
                get:
                  responses:
                    '200':
                      description: ''
            components:
              schemas:
                A:
                  type: object
                  properties:
                    b:
                      description: kept
                      x-turnbuckle-fault: true
                    c:
                      x-turnbuckle-fault: true
                    d:
                      x-turnbuckle-fault: true
                E:
                  x-turnbuckle-fault: true
                F:
                  x-turnbuckle-fault: true
                G:
                  x-turnbuckle-fault: true
              parameters:
                P:
                  in: query
                  name: p
                  schema:
                    type: string
                  style: form
            warning[dangling-ref] api.yaml:7:15 #/paths/~1a/get/parameters/0/$ref: `#/components/parameters/Missing` does not exist, leaving this out
            warning[wrong-kind-ref] api.yaml:8:15 #/paths/~1a/get/parameters/1/$ref: `#/components/schemas/A` is a schema, where a parameter is due, leaving this out
            warning[invalid-ref] api.yaml:10:21 #/paths/~1a/get/responses/200/$ref: `$ref` is a number, not a text, ignoring it
            warning[missing-file] api.yaml:11:21 #/paths/~1a/get/responses/201/$ref: `gone.yaml` cannot be read: the file does not exist, leaving this out
            warning[dangling-ref] api.yaml:14:46 #/components/schemas/A/properties/b/$ref: `#/components/schemas/Missing` does not exist, taking any value
            warning[dangling-ref] api.yaml:14:108 #/components/schemas/A/properties/c/$ref: `#/` does not exist, taking any value
            warning[wrong-kind-ref] api.yaml:14:125 #/components/schemas/A/properties/d/$ref: `#/components/parameters/P` is a parameter, where a schema is due, taking any value
            warning[invalid-ref] api.yaml:15:9 #/components/schemas/E/$ref: `$ref` is a list, not a text, ignoring it
            error[refused-ref] api.yaml:16:15 #/components/schemas/F/$ref: `http://example.com/a.yaml` cannot be read: the file is on the network; nothing is written
            error[refused-ref] api.yaml:17:15 #/components/schemas/G/$ref: `file:///etc/passwd` cannot be read: only paths and `http` and `https` URLs can be read; nothing is written
        "#]],
    );
}

#[test]
fn rings_of_references_alone() {
    check(
        r"
openapi: 3.1.0
paths:
  /a: {$ref: '#/paths/~1b'}
  /b: {$ref: '#/paths/~1a'}
  /c:
    get:
      parameters: [{$ref: '#/components/parameters/P'}]
components:
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/A'}
    Self: {$ref: '#/components/schemas/Self'}
    Uses: {type: array, items: {$ref: '#/components/schemas/A'}}
  parameters:
    P: {$ref: '#/components/parameters/P'}
",
        expect![[r#"
            paths:
              /c:
                get:
                  responses: {}
            components:
              schemas:
                A:
                  x-turnbuckle-fault: true
                B:
                  x-turnbuckle-fault: true
                Self:
                  x-turnbuckle-fault: true
                Uses:
                  type: array
                  items:
                    $ref: '#/components/schemas/A'
            error[ref-cycle] api.yaml:4:14 #/paths/~1a/$ref: these references lead only to each other: `#/paths/~1b` -> `#/paths/~1a` -> `#/paths/~1b`; nothing is written
            error[ref-cycle] api.yaml:8:27 #/paths/~1c/get/parameters/0/$ref: these references lead only to each other: `#/components/parameters/P` -> `#/components/parameters/P`; nothing is written
            error[ref-cycle] api.yaml:11:15 #/components/schemas/A/$ref: these references lead only to each other: `#/components/schemas/B` -> `#/components/schemas/A` -> `#/components/schemas/B`; nothing is written
            error[ref-cycle] api.yaml:13:18 #/components/schemas/Self/$ref: these references lead only to each other: `#/components/schemas/Self` -> `#/components/schemas/Self`; nothing is written
        "#]],
    );
}

#[test]
fn hoisted_names_do_not_collide() {
    check_files(
        &[
            (
                "api.yaml",
                "openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n    pet: {type: object, properties: {a: {$ref: a/pet.yaml}, b: {$ref: b/pet.yaml}, c: {$ref: c/index.yaml}}}\n",
            ),
            ("a/pet.yaml", "type: string"),
            ("b/pet.yaml", "type: integer"),
            ("c/index.yaml", "type: number"),
        ],
        expect![[r#"
            components:
              schemas:
                pet:
                  type: object
                  properties:
                    a:
                      $ref: '#/components/schemas/a_pet'
                    b:
                      $ref: '#/components/schemas/b_pet'
                    c:
                      $ref: '#/components/schemas/c_index'
                a_pet:
                  type: string
                b_pet:
                  type: integer
                c_index:
                  type: number
        "#]],
    );
}

#[test]
fn a_discriminator_maps_to_files() {
    check_files(
        &[
            (
                "api.yaml",
                "openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n    Pet: {oneOf: [{$ref: dog.yaml}], discriminator: {propertyName: kind, mapping: {dog: dog.yaml}}}\n",
            ),
            ("dog.yaml", "type: object"),
        ],
        expect![[r#"
            components:
              schemas:
                Pet:
                  discriminator:
                    propertyName: kind
                    mapping:
                      dog: '#/components/schemas/dog'
                  oneOf:
                  - $ref: '#/components/schemas/dog'
                dog:
                  type: object
        "#]],
    );
}

#[test]
fn a_broken_file_degrades_what_refers_to_it() {
    check_files(
        &[("api.yaml", "openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n    A: {$ref: b.yaml}\n"), ("b.yaml", "a: [1\nb: {")],
        expect![[r#"
            components:
              schemas:
                A:
                  x-turnbuckle-fault: true
            warning[invalid-yaml] b.yaml:2:2 #: this file is not valid YAML: did not find expected ',' or ']'
            warning[unusable-file] api.yaml:5:15 #/components/schemas/A/$ref: `b.yaml` names a file that cannot be used, taking any value
        "#]],
    );
}

#[test]
fn a_schema_bears_the_name_under_which_the_root_declares_it() {
    let (sources, document, _) = super::read(&[
        ("api.yaml", "openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n    A: {$ref: 'b.yaml#/B'}\n    C: {$ref: 'b.yaml#/B'}\n"),
        ("b.yaml", "B: {type: object, properties: {c: {type: string}}}"),
    ]);
    let names: Vec<&String> = document.api.components.iter().flat_map(|components| components.schemas.keys()).collect();
    assert_eq!(names, ["A", "C"]);
    let location = document.locate(&crate::source::Pointer::from_escaped("/components/schemas/A/properties/c"));
    assert_eq!((sources.file(location.file).name(), location.pointer.as_str()), ("b.yaml", "/B/properties/c"));
    assert!(!document.is_hoisted("schemas", "A"));
}

#[test]
fn a_hoisted_component_knows_where_it_stands() {
    let (sources, document, _) = super::read(&[
        ("api.yaml", "openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n    A: {type: array, items: {$ref: 'b.yaml#/B'}}\n"),
        ("b.yaml", "B: {type: object, properties: {c: {type: string}}}"),
    ]);
    let pointer = crate::source::Pointer::from_escaped("/components/schemas/B/properties/c");
    let location = document.locate(&pointer);
    assert_eq!(sources.file(location.file).name(), "b.yaml");
    assert_eq!(location.pointer.as_str(), "/B/properties/c");
    assert!(document.is_hoisted("schemas", "B"));
    assert!(!document.is_hoisted("schemas", "A"));
}

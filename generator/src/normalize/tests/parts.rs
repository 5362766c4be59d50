//! Parts of multipart bodies without a type.

use expect_test::expect;

use super::check;

#[test]
fn parts_that_nothing_is_said_of_are_binary() {
    check(
        r##"
openapi: 3.1.0
paths:
  /a:
    post:
      responses: {}
      requestBody:
        content:
          multipart/form-data:
            schema: {$ref: '#/components/schemas/Body'}
            encoding: {data: {contentType: application/json}}
  /b:
    post:
      responses: {}
      requestBody:
        content:
          multipart/form-data:
            schema: {properties: {file: {description: a file}, files: {type: array, items: true}, name: {type: string}}}
components:
  schemas:
    Body: {type: object, properties: {file: {}, data: {}, image: {contentMediaType: image/png}}}
"##,
        expect![[r#"
            paths:
              /a:
                post:
                  requestBody:
                    content:
                      multipart/form-data:
                        schema:
                          $ref: '#/components/schemas/Body'
                        encoding:
                          data:
                            contentType: application/json
                  responses: {}
              /b:
                post:
                  requestBody:
                    content:
                      multipart/form-data:
                        schema:
                          properties:
                            file:
                              description: a file
                              type: string
                              format: binary
                            files:
                              type: array
                              items:
                                type: string
                                format: binary
                            name:
                              type: string
                  responses: {}
            components:
              schemas:
                Body:
                  type: object
                  properties:
                    file:
                      type: string
                      format: binary
                    data: {}
                    image:
                      x-turnbuckle-content-media-type: image/png
                      type: string
                      format: binary
        "#]],
    );
}

#[test]
fn a_schema_that_is_json_elsewhere_is_left_alone() {
    check(
        r##"
openapi: 3.1.0
paths:
  /a:
    post:
      responses: {}
      requestBody:
        content:
          multipart/form-data:
            schema: {$ref: '#/components/schemas/Body'}
          application/json:
            schema: {$ref: '#/components/schemas/Body'}
components:
  schemas:
    Body: {type: object, properties: {file: {}}}
"##,
        expect![[r#"
            paths:
              /a:
                post:
                  requestBody:
                    content:
                      multipart/form-data:
                        schema:
                          $ref: '#/components/schemas/Body'
                      application/json:
                        schema:
                          $ref: '#/components/schemas/Body'
                  responses: {}
            components:
              schemas:
                Body:
                  type: object
                  properties:
                    file: {}
        "#]],
    );
}

#[test]
fn before_3_1_a_part_without_a_type_is_any_value() {
    check(
        r#"
openapi: 3.0.3
paths:
  /a:
    post:
      responses: {}
      requestBody:
        content:
          multipart/form-data:
            schema: {properties: {file: {}}}
"#,
        expect![[r#"
            paths:
              /a:
                post:
                  requestBody:
                    content:
                      multipart/form-data:
                        schema:
                          properties:
                            file: {}
                  responses: {}
        "#]],
    );
}

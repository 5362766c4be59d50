//! Paths and the parameters in them.

use expect_test::expect;

use super::check;

#[test]
fn undeclared_parameters_are_added() {
    check(
        r#"
openapi: 3.1.0
paths:
  /a/{id}/{part}:
    parameters:
    - {name: part, in: path, required: true, schema: {type: integer}}
    get: {}
"#,
        expect![[r#"
            paths:
              /a/{id}/{part}:
                get:
                  parameters:
                  - in: path
                    name: id
                    required: true
                    schema:
                      type: string
                    style: simple
                  responses: {}
                parameters:
                - in: path
                  name: part
                  required: true
                  schema:
                    type: integer
                  style: simple
            warning[undeclared-path-parameter] api.yaml:7:5 #/paths/~1a~1{id}~1{part}/get: path parameter `id` is not declared, taking it as a text
        "#]],
    );
}

#[test]
fn absent_parameters_are_left_out() {
    check(
        r#"
openapi: 3.1.0
paths:
  /a:
    parameters:
    - {name: x, in: path, required: true, schema: {type: string}}
    get:
      parameters:
      - $ref: '#/components/parameters/Y'
components:
  parameters:
    Y: {name: y, in: path, required: true, schema: {type: string}}
"#,
        expect![[r#"
            paths:
              /a:
                get:
                  responses: {}
            components:
              parameters:
                Y:
                  in: path
                  name: y
                  required: true
                  schema:
                    type: string
                  style: simple
            warning[absent-path-parameter] api.yaml:6:7 #/paths/~1a/parameters/0: path parameter `x` is not in the path, leaving it out
            warning[absent-path-parameter] api.yaml:9:9 #/paths/~1a/get/parameters/0: path parameter `y` is not in the path, leaving it out
        "#]],
    );
}

#[test]
fn path_parameters_are_required() {
    check(
        r#"
openapi: 3.1.0
paths:
  /a/{id}:
    get:
      parameters:
      - {name: id, in: path, schema: {type: string}}
"#,
        expect![[r#"
            paths:
              /a/{id}:
                get:
                  parameters:
                  - in: path
                    name: id
                    required: true
                    schema:
                      type: string
                    style: simple
                  responses: {}
            note[optional-path-parameter] api.yaml:7:9 #/paths/~1a~1{id}/get/parameters/0: path parameter `id` is not `required`, taking it as required
        "#]],
    );
}

#[test]
fn a_path_without_a_slash() {
    check(
        r#"
openapi: 3.1.0
paths:
  a: {get: {}}
  /a: {post: {}}
"#,
        expect![[r#"
            paths:
              /a:
                get:
                  responses: {}
            warning[invalid-path] api.yaml:4:3 #/paths/a: path `a` has no leading `/`, adding it
            warning[duplicate-path] api.yaml:5:3 #/paths/~1a: path `/a` is there twice, leaving this one out
        "#]],
    );
}

#[test]
fn braces_that_do_not_match() {
    check(
        r#"
openapi: 3.1.0
paths:
  /a/{b/{}/c}: {get: {}}
"#,
        expect![[r#"
            paths:
              /a/{b}/%7B%7D/c%7D:
                get:
                  parameters:
                  - in: path
                    name: b
                    required: true
                    schema:
                      type: string
                    style: simple
                  responses: {}
            warning[unclosed-brace] api.yaml:4:3 #/paths/~1a~1{b~1{}~1c}: `{b` in the path has no closing brace, adding it
            warning[invalid-path] api.yaml:4:3 #/paths/~1a~1{b~1{}~1c}: path `/a/{b/{}/c}` has braces without a name in them
            warning[unclosed-brace] api.yaml:4:3 #/paths/~1a~1{b~1{}~1c}: path `/a/{b/{}/c}` closes a brace that is not open, taking it for a character of the path
            warning[undeclared-path-parameter] api.yaml:4:17 #/paths/~1a~1{b~1{}~1c}/get: path parameter `b` is not declared, taking it as a text
        "#]],
    );
}

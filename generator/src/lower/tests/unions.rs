//! Unions: what tells their variants apart, and what is none.

use expect_test::expect;

use super::check;

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

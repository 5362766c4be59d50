//! Values: enumerated, constant and as examples.

use expect_test::expect;

use super::check_schema;

#[test]
fn null_among_values() {
    check_schema(
        r#"enum: [a, b, null]"#,
        expect![[r#"
            {"nullable":true,"type":"string","enum":["a","b"]}
        "#]],
    );
}

#[test]
fn constants_keep_their_value() {
    check_schema(
        r#"const: on"#,
        expect![[r#"
            {"x-turnbuckle-const":"on","type":"string","enum":["on"]}
        "#]],
    );
}

#[test]
fn a_constant_of_null() {
    check_schema(
        r#"const: null"#,
        expect![[r#"
            {"nullable":true,"x-turnbuckle-const":null,"x-turnbuckle-type":"null"}
        "#]],
    );
}

#[test]
fn a_constant_object_has_no_type() {
    check_schema(
        r#"const: {a: 1}"#,
        expect![[r#"
            {"x-turnbuckle-const":{"a":1},"enum":[{"a":1}]}
        "#]],
    );
}

#[test]
fn values_are_never_rewritten() {
    check_schema(
        r#"type: object
example: {$ref: '#/nowhere', type: [a, 'null']}
default: {const: 1}
x-own: {$ref: '#/nowhere'}"#,
        expect![[r##"
            {"example":{"$ref":"#/nowhere","type":["a","null"]},"default":{"const":1},"x-own":{"$ref":"#/nowhere"},"type":"object"}
        "##]],
    );
}

#[test]
fn a_list_of_examples() {
    check_schema(
        r#"type: string
examples: [a, b]"#,
        expect![[r#"
            {"example":"a","x-turnbuckle-examples":["a","b"],"type":"string"}
        "#]],
    );
}

#[test]
fn values_that_yaml_made_numbers() {
    check_schema(
        r#"type: string
enum: [1.0, 2, true, x]"#,
        expect![[r#"
            {"type":"string","enum":["1.0","2","true","x"]}
            note[enum-type] api.yaml:8:7 #/components/schemas/It/enum: `enum` has values that are not of type `string`, converting them
        "#]],
    );
}

#[test]
fn values_of_a_list_belong_to_its_items() {
    check_schema(
        r#"type: array
items: {type: string}
enum: [a, b]"#,
        expect![[r#"
            {"type":"array","items":{"type":"string","enum":["a","b"]}}
            warning[enum-type] api.yaml:9:7 #/components/schemas/It/enum: `enum` of a list has values of its items, taking it as theirs
        "#]],
    );
}

#[test]
fn values_that_contradict_the_type() {
    check_schema(
        r#"type: integer
enum: [a, b]"#,
        expect![[r#"
            {"x-turnbuckle-enum":["a","b"]}
            warning[enum-type] api.yaml:8:7 #/components/schemas/It/enum: `enum` has values that are not of type `integer`, going by the values
        "#]],
    );
}

#[test]
fn values_of_mixed_types() {
    check_schema(
        r#"type: string
enum: [a, {b: 1}]"#,
        expect![[r#"
            {"x-turnbuckle-enum":["a",{"b":1}],"type":"string"}
            warning[enum-type] api.yaml:8:7 #/components/schemas/It/enum: `enum` has values that are not of type `string`, taking the values as they are
        "#]],
    );
}

#[test]
fn values_that_are_objects() {
    check_schema(
        r#"enum: [{a: 1}, [2]]"#,
        expect![[r#"
            {"enum":[{"a":1},[2]]}
        "#]],
    );
}

#[test]
fn an_integer_beyond_64_bits_among_values() {
    check_schema(
        r#"type: integer
enum: [1, 18446744073709551615]"#,
        expect![[r#"
            {"x-turnbuckle-enum":[1,18446744073709551615],"type":"integer"}
            warning[enum-type] api.yaml:8:7 #/components/schemas/It/enum: `enum` has values that are not of type `integer`, taking the values as they are
        "#]],
    );
}

#[test]
fn an_empty_enum() {
    check_schema(
        r#"type: string
enum: []"#,
        expect![[r#"
            {"type":"string"}
            warning[empty-enum] api.yaml:8:7 #/components/schemas/It/enum: `enum` has no values, ignoring it
        "#]],
    );
}

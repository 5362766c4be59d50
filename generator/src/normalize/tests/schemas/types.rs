//! Types: several of them, null, none, and what only says so.

use expect_test::expect;

use super::{check_schema, check_schema_of};

#[test]
fn one_type_and_null_is_nullable() {
    check_schema(
        r#"type: [string, 'null']
maxLength: 3"#,
        expect![[r#"
            {"nullable":true,"type":"string","maxLength":3}
        "#]],
    );
}

#[test]
fn several_types_are_branches_with_their_own_keywords() {
    check_schema(
        r#"type: [string, integer, array, 'null']
description: Both.
maxLength: 3
minimum: 1
items: {type: string}
format: date"#,
        expect![[r#"
            {"nullable":true,"description":"Both.","anyOf":[{"type":"string","format":"date","maxLength":3},{"type":"integer","minimum":1},{"type":"array","items":{"type":"string"}}]}
        "#]],
    );
}

#[test]
fn values_go_to_the_branch_of_their_type() {
    check_schema(
        r#"type: [string, integer]
enum: [a, 1, 2]"#,
        expect![[r#"
            {"anyOf":[{"type":"string","enum":["a"]},{"type":"integer","enum":[1,2]}]}
        "#]],
    );
}

#[test]
fn integer_beside_number_is_number() {
    check_schema(
        r#"type: [number, integer]"#,
        expect![[r#"
            {"type":"number"}
        "#]],
    );
}

#[test]
fn all_types_are_any() {
    check_schema(
        r#"type: [string, number, object, array, boolean, 'null']"#,
        expect![[r#"
            {"nullable":true}
        "#]],
    );
}

#[test]
fn only_null() {
    check_schema(
        r#"type: 'null'
description: Nothing."#,
        expect![[r#"
            {"nullable":true,"description":"Nothing.","x-turnbuckle-type":"null"}
        "#]],
    );
}

#[test]
fn a_list_of_null() {
    check_schema(
        r#"type: ['null']"#,
        expect![[r#"
            {"nullable":true,"x-turnbuckle-type":"null"}
        "#]],
    );
}

#[test]
fn an_empty_list_of_types() {
    check_schema(
        r#"type: []"#,
        expect![[r#"
            {}
            warning[invalid-type] api.yaml:7:7 #/components/schemas/It/type: `type` is an empty list, taking any type
        "#]],
    );
}

#[test]
fn null_branches_make_the_parent_nullable() {
    check_schema(
        r#"oneOf:
- $ref: '#/components/schemas/Other'
- type: 'null'"#,
        expect![[r##"
            {"nullable":true,"oneOf":[{"$ref":"#/components/schemas/Other"}]}
        "##]],
    );
}

#[test]
fn only_null_branches() {
    check_schema(
        r#"anyOf:
- type: 'null'"#,
        expect![[r#"
            {"nullable":true,"x-turnbuckle-type":"null"}
        "#]],
    );
}

#[test]
fn a_schema_that_is_true() {
    check_schema(
        r#"true"#,
        expect![[r#"
            {"x-turnbuckle-schema":true}
        "#]],
    );
}

#[test]
fn a_schema_that_is_false() {
    check_schema(
        r#"false"#,
        expect![[r#"
            {"x-turnbuckle-schema":false,"not":{}}
        "#]],
    );
}

#[test]
fn boolean_schemas_within() {
    check_schema(
        r#"type: object
properties: {a: true, b: false}
additionalProperties: false"#,
        expect![[r#"
            {"type":"object","properties":{"a":{"x-turnbuckle-schema":true},"b":{"x-turnbuckle-schema":false,"not":{}}},"additionalProperties":false}
        "#]],
    );
}

#[test]
fn base64_is_byte() {
    check_schema(
        r#"type: string
contentEncoding: base64
contentMediaType: image/png"#,
        expect![[r#"
            {"x-turnbuckle-content-media-type":"image/png","type":"string","format":"byte"}
        "#]],
    );
}

#[test]
fn contents_without_a_type_are_binary() {
    check_schema(
        r#"contentMediaType: application/pdf"#,
        expect![[r#"
            {"x-turnbuckle-content-media-type":"application/pdf","type":"string","format":"binary"}
        "#]],
    );
}

#[test]
fn unknown_types_are_taken_for_what_they_mean() {
    check_schema(
        r#"allOf: [{type: int}, {type: file}, {type: date}, {type: any}, {type: 'number|string'}, {type: String}]"#,
        expect![[r#"
            {"allOf":[{"type":"integer"},{"type":"string","format":"binary"},{"type":"string","format":"date"},{},{"x-turnbuckle-fault":true},{"type":"string"}]}
            warning[unknown-type] api.yaml:7:22 #/components/schemas/It/allOf/0/type: type `int` is not known, taking it as `integer`
            warning[unknown-type] api.yaml:7:35 #/components/schemas/It/allOf/1/type: type `file` is not known, taking it as `string`
            warning[unknown-type] api.yaml:7:49 #/components/schemas/It/allOf/2/type: type `date` is not known, taking it as `string`
            warning[unknown-type] api.yaml:7:63 #/components/schemas/It/allOf/3/type: type `any` is not known, taking any value
            warning[unknown-type] api.yaml:7:76 #/components/schemas/It/allOf/4/type: type `number|string` is not known, taking any value
            warning[unknown-type] api.yaml:7:101 #/components/schemas/It/allOf/5/type: type `String` is not known, taking it as `string`
        "#]],
    );
}

#[test]
fn a_schema_that_is_a_text() {
    check_schema(
        r#"type: object
properties: {a: nonsense}"#,
        expect![[r#"
            {"type":"object","properties":{"a":{"x-turnbuckle-fault":true}}}
            warning[invalid-schema] api.yaml:8:23 #/components/schemas/It/properties/a: a schema is due here and not a text, taking any value
        "#]],
    );
}

#[test]
fn fields_that_nothing_knows() {
    check_schema(
        r#"type: string
minlength: 3"#,
        expect![[r#"
            {"type":"string"}
            warning[unknown-field] api.yaml:8:18 #/components/schemas/It/minlength: `minlength` is not a field of a schema, ignoring it
        "#]],
    );
}

#[test]
fn flags_that_are_texts() {
    check_schema(
        r#"type: string
nullable: 'true'
readOnly: yes"#,
        expect![[r#"
            {"nullable":true,"type":"string"}
            warning[invalid-field] api.yaml:9:17 #/components/schemas/It/readOnly: `readOnly` is a text, not a boolean, ignoring it
        "#]],
    );
}

#[test]
fn a_format_that_is_a_list() {
    check_schema(
        r#"type: string
format: [a]"#,
        expect![[r#"
            {"type":"string"}
            warning[invalid-field] api.yaml:8:7 #/components/schemas/It/format: `format` is a list, not a text, ignoring it
        "#]],
    );
}

#[test]
fn x_nullable_is_nullable() {
    check_schema_of(
        "3.0.3",
        "type: string\nx-nullable: true",
        expect![[r#"
        {"nullable":true,"type":"string"}
    "#]],
    );
}

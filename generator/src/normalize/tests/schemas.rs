//! Schemas: the keywords of 3.1, and what is wrong with them.

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
fn exclusive_bounds_become_flags() {
    check_schema(
        r#"type: integer
exclusiveMinimum: 0
exclusiveMaximum: 10
maximum: 5"#,
        expect![[r#"
            {"type":"integer","exclusiveMinimum":true,"minimum":0,"maximum":5}
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
fn siblings_of_a_reference_apply() {
    check_schema(
        r#"$ref: '#/components/schemas/Other'
description: Mine.
required: [a]"#,
        expect![[r##"
            {"description":"Mine.","required":["a"],"allOf":[{"$ref":"#/components/schemas/Other"}]}
        "##]],
    );
}

#[test]
fn siblings_of_a_reference_join_an_existing_all_of() {
    check_schema(
        r#"$ref: '#/components/schemas/Other'
allOf: [{type: object}]"#,
        expect![[r##"
            {"allOf":[{"$ref":"#/components/schemas/Other"},{"type":"object"}]}
        "##]],
    );
}

#[test]
fn a_property_may_be_called_ref() {
    check_schema(
        r#"type: object
properties:
  $ref: {type: string}"#,
        expect![[r#"
            {"type":"object","properties":{"$ref":{"type":"string"}}}
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
fn tuples_keep_their_schemas() {
    check_schema(
        r#"type: array
prefixItems: [{type: [string, 'null']}, {$ref: '#/components/schemas/Other'}]
items: false"#,
        expect![[r##"
            {"x-turnbuckle-prefix-items":[{"nullable":true,"type":"string"},{"$ref":"#/components/schemas/Other"}],"type":"array","items":{"x-turnbuckle-schema":false,"not":{}}}
        "##]],
    );
}

#[test]
fn tuples_of_older_drafts() {
    check_schema(
        r#"type: array
items: [{type: string}]
additionalItems: {type: integer}"#,
        expect![[r#"
            {"x-turnbuckle-prefix-items":[{"type":"string"}],"type":"array","items":{"type":"integer"}}
        "#]],
    );
}

#[test]
fn keywords_that_3_0_lacks_are_stored() {
    check_schema(
        r#"type: object
patternProperties: {^a: {const: 1}}
propertyNames: {pattern: a}
dependentRequired: {a: [b]}
if: {required: [a]}
then: {required: [b]}"#,
        expect![[r#"
            {"x-turnbuckle-pattern-properties":{"^a":{"x-turnbuckle-const":1,"type":"integer","enum":[1]}},"x-turnbuckle-property-names":{"pattern":"a"},"x-turnbuckle-dependent-required":{"a":["b"]},"x-turnbuckle-if":{"required":["a"]},"x-turnbuckle-then":{"required":["b"]},"type":"object"}
        "#]],
    );
}

#[test]
fn unevaluated_properties_close_the_object() {
    check_schema(
        r#"allOf: [{$ref: '#/components/schemas/Other'}]
unevaluatedProperties: false"#,
        expect![[r##"
            {"additionalProperties":false,"allOf":[{"$ref":"#/components/schemas/Other"}]}
        "##]],
    );
}

#[test]
fn a_dynamic_reference_is_one_to_its_anchor() {
    check_schema(
        r#"$dynamicAnchor: node
type: object
properties:
  child: {$dynamicRef: '#node'}"#,
        expect![[r##"
            {"type":"object","properties":{"child":{"$ref":"#/components/schemas/It"}}}
        "##]],
    );
}

#[test]
fn a_dynamic_reference_without_an_anchor() {
    check_schema(
        r#"$dynamicRef: '#none'"#,
        expect![[r#"
            {"x-turnbuckle-fault":true}
            note[dynamic-ref] api.yaml:6:5 #/components/schemas/It: `$dynamicRef` to `#none` has no anchor in this file, taking any value
        "#]],
    );
}

#[test]
fn a_recursive_reference_is_one_to_the_component() {
    check_schema(
        r#"type: array
items: {$recursiveRef: '#'}"#,
        expect![[r##"
            {"type":"array","items":{"$ref":"#/components/schemas/It"}}
        "##]],
    );
}

#[test]
fn definitions_within_a_schema_become_components() {
    check_schema(
        r#"$defs: {Inner: {type: string}}
type: object
properties:
  a: {$ref: '#/components/schemas/It/$defs/Inner'}"#,
        expect![[r##"
            {"type":"object","properties":{"a":{"$ref":"#/components/schemas/Inner"}}}
        "##]],
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
fn an_array_without_items_has_any_items() {
    check_schema(
        r#"type: array"#,
        expect![[r#"
            {"type":"array","items":{}}
        "#]],
    );
}

#[test]
fn an_object_with_items() {
    check_schema(
        r#"type: object
items: {type: string}"#,
        expect![[r#"
            {"type":"object"}
            warning[foreign-keyword] api.yaml:8:7 #/components/schemas/It/items: `items` says nothing about a value of type `object`, ignoring it
        "#]],
    );
}

#[test]
fn an_object_without_a_type_keeps_its_properties() {
    check_schema(
        r#"properties: {a: {type: string}}"#,
        expect![[r#"
            {"properties":{"a":{"type":"string"}}}
        "#]],
    );
}

#[test]
fn counts_are_read_however_they_are_written() {
    check_schema(
        r#"type: string
minLength: 3.0
maxLength: '7'"#,
        expect![[r#"
            {"type":"string","minLength":3,"maxLength":7}
        "#]],
    );
}

#[test]
fn a_negative_count() {
    check_schema(
        r#"type: string
minLength: -1"#,
        expect![[r#"
            {"type":"string"}
            warning[invalid-field] api.yaml:8:18 #/components/schemas/It/minLength: `minLength` is `-1`, not a whole number from 0, ignoring it
        "#]],
    );
}

#[test]
fn a_count_that_limits_nothing() {
    check_schema(
        r#"type: string
maxLength: 1e19"#,
        expect![[r#"
            {"type":"string"}
        "#]],
    );
}

#[test]
fn required_of_draft_3() {
    check_schema(
        r#"type: object
required: true"#,
        expect![[r#"
            {"type":"object"}
            warning[invalid-field] api.yaml:8:17 #/components/schemas/It/required: `required` is a boolean, not a list of names, ignoring it
        "#]],
    );
}

#[test]
fn required_as_a_text() {
    check_schema(
        r#"type: object
required: a"#,
        expect![[r#"
            {"type":"object","required":["a"]}
            note[invalid-field] api.yaml:8:17 #/components/schemas/It/required: `required` is a text, not a list, taking it as a list of `a`
        "#]],
    );
}

#[test]
fn required_twice() {
    check_schema(
        r#"type: object
required: [a, a]"#,
        expect![[r#"
            {"type":"object","required":["a"]}
        "#]],
    );
}

#[test]
fn bounds_of_integers_are_whole() {
    check_schema(
        r#"type: integer
minimum: 0.5
maximum: 100.0
multipleOf: 0.1"#,
        expect![[r#"
            {"type":"integer","minimum":1,"maximum":100}
            note[invalid-field] api.yaml:10:19 #/components/schemas/It/multipleOf: `multipleOf: 0.1` is not an integer, ignoring it
        "#]],
    );
}

#[test]
fn bounds_beyond_64_bits() {
    check_schema(
        r#"type: integer
maximum: 18446744073709551615
minimum: -9223372036854775808"#,
        expect![[r#"
            {"x-turnbuckle-maximum":18446744073709551615,"type":"integer","minimum":-9223372036854775808}
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

#[test]
fn properties_that_are_null() {
    check_schema(
        r#"type: object
properties: null"#,
        expect![[r#"
            {"type":"object"}
            warning[invalid-object] api.yaml:8:19 #/components/schemas/It/properties: `properties` is null, not an object, taking it as empty
        "#]],
    );
}

#[test]
fn branches_without_a_list() {
    check_schema(
        r#"allOf: {type: string}"#,
        expect![[r#"
            {"allOf":[{"type":"string"}]}
            warning[invalid-field] api.yaml:7:7 #/components/schemas/It/allOf: `allOf` is an object, not a list, taking it as a list of one
        "#]],
    );
}

#[test]
fn a_discriminator_that_is_a_name() {
    check_schema(
        r#"oneOf: [{$ref: '#/components/schemas/Other'}]
discriminator: kind"#,
        expect![[r##"
            {"discriminator":{"propertyName":"kind"},"oneOf":[{"$ref":"#/components/schemas/Other"}]}
        "##]],
    );
}

#[test]
fn a_mapping_by_name_and_by_reference() {
    check_schema(
        r#"oneOf: [{$ref: '#/components/schemas/Other'}]
discriminator:
  propertyName: kind
  mapping: {a: Other, b: '#/components/schemas/Other', c: Missing}"#,
        expect![[r##"
            {"discriminator":{"propertyName":"kind","mapping":{"a":"#/components/schemas/Other","b":"#/components/schemas/Other"}},"oneOf":[{"$ref":"#/components/schemas/Other"}]}
            warning[invalid-mapping] api.yaml:10:65 #/components/schemas/It/discriminator/mapping/c: there is no schema `Missing`, leaving this value out
        "##]],
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
            note[unknown-field] api.yaml:8:18 #/components/schemas/It/minlength: `minlength` is no field of a schema, ignoring it
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
fn xml_is_stored() {
    check_schema(
        r#"type: string
xml: {name: a}"#,
        expect![[r#"
            {"x-turnbuckle-xml":{"name":"a"},"type":"string"}
        "#]],
    );
}

#[test]
fn before_3_1_only_annotations_beside_a_reference_apply() {
    check_schema_of(
        "3.0.3",
        r#"$ref: '#/components/schemas/Other'
description: Mine.
nullable: true
type: string"#,
        expect![[r##"
            {"nullable":true,"description":"Mine.","allOf":[{"$ref":"#/components/schemas/Other"}]}
            note[ref-siblings] api.yaml:6:5 #/components/schemas/It: `type` beside `$ref` means nothing before OpenAPI 3.1, ignoring it
        "##]],
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

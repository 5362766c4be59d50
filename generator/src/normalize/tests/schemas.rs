//! Schemas: the keywords of 3.1, and what is wrong with them.

mod bounds;
mod types;
mod values;

use expect_test::expect;

use super::{check_schema, check_schema_of};

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
fn properties_that_are_null() {
    check_schema(
        r#"type: object
properties: null"#,
        expect![[r#"
            {"type":"object"}
            warning[null-field] api.yaml:8:19 #/components/schemas/It/properties: `properties` is null, taking it as absent
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

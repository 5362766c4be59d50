//! Tests of the XML Object.

use expect_test::{Expect, expect};

use super::check_paths;
use crate::config::Config;

/// Lowers a body in XML whose schema is `A`, among components given as YAML.
fn check(components: &str, expect: Expect) {
    let indented: String = components.lines().map(|line| format!("    {line}\n")).collect();
    let content = "content: {application/xml: {schema: {$ref: '#/components/schemas/A'}}}";
    let operation = format!("put: {{operationId: put, requestBody: {{{content}}}, responses: {{}}}}");
    check_paths(&format!("paths:\n  /a: {{{operation}}}\ncomponents:\n  schemas:\n{indented}"), &Config::default(), expect);
}

#[test]
fn names_attributes_and_namespaces() {
    check(
        "
A:
  type: object
  xml: {name: a, prefix: p, namespace: 'urn:a'}
  properties:
    id: {type: integer, xml: {attribute: true}}
    renamed: {type: string, xml: {name: other}}
    spaced: {type: string, xml: {prefix: q, namespace: 'urn:q'}}
    plain: {type: string}
    evil: {type: string, xml: {name: '><evil/>', prefix: 'a b'}}",
        expect![[r#"
            group "a"
            type A struct
              "id"? i64 xml attribute id
              "renamed"? String xml element other
              "spaced"? String xml element q:spaced in "urn:q"
              "plain"? String
              "evil"? String
            operation PUT /a "put" in "a"
              body? application/xml Xml A xml element p:a in "urn:a"
        "#]],
    );
}

#[test]
fn the_name_of_a_list_counts_where_it_is_wrapped() {
    check(
        "
A:
  type: object
  properties:
    bare: {type: array, items: {type: string}, xml: {name: ignored}}
    named: {type: array, items: {type: string, xml: {name: item}}}
    wrapped: {type: array, items: {type: string}, xml: {wrapped: true}}
    both: {type: array, items: {type: string, xml: {name: item}}, xml: {name: outer, wrapped: true}}
    referred: {$ref: '#/components/schemas/List'}
List: {type: array, items: {$ref: '#/components/schemas/Item'}, xml: {wrapped: true}}
Item: {type: string, xml: {name: Entry}}",
        expect![[r#"
            group "a"
            type A struct
              "bare"? [String]
              "named"? [String] xml element item
              "wrapped"? [String] xml element wrapped around wrapped
              "both"? [String] xml element outer around item
              "referred"? List xml element referred around Entry
            type List = [Item]
            type Item = String
            operation PUT /a "put" in "a"
              body? application/xml Xml A xml element A
        "#]],
    );
}

#[test]
fn a_reference_brings_the_name_of_its_target_unless_one_stands_beside_it() {
    check(
        "
A:
  type: object
  properties:
    one: {$ref: '#/components/schemas/B'}
    two: {allOf: [{$ref: '#/components/schemas/B'}], xml: {name: two}}
B: {type: object, properties: {x: {type: string}}, xml: {name: bee}}",
        expect![[r#"
            group "a"
            type A struct
              "one"? B xml element bee
              "two"? B
            type B struct
              "x"? String
            operation PUT /a "put" in "a"
              body? application/xml Xml A xml element A
        "#]],
    );
}

#[test]
fn a_list_is_outermost() {
    check(
        "A: {type: array, items: {type: string, xml: {name: s}}, xml: {name: all}}",
        expect![[r#"
        group "a"
        type A = [String]
        operation PUT /a "put" in "a"
          body? application/xml Xml A xml element all around s
    "#]],
    );
}

#[test]
fn node_types_of_3_2() {
    check(
        "
A:
  type: object
  properties:
    id: {type: integer, xml: {nodeType: attribute}}
    text: {type: string, xml: {nodeType: text}}
    raw: {type: string, xml: {nodeType: cdata}}
    list: {type: array, items: {type: string, xml: {name: item}}, xml: {nodeType: element}}",
        expect![[r#"
            group "a"
            type A struct
              "id"? i64 xml attribute id
              "text"? String xml text text
              "raw"? String xml cdata raw
              "list"? [String] xml element list around item
            operation PUT /a "put" in "a"
              body? application/xml Xml A xml element A
        "#]],
    );
}

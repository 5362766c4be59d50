//! Which type a value has where several schemas apply to it.

use expect_test::expect;
use serde_json::{Value, json};

use super::canonical::Canonical;
use super::{check, lowered};
use crate::config::Config;
use crate::ir::{Api, Shape, Type};
use crate::source::{Input, load};

fn api(components: &Value) -> Api {
    let tree = json!({
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": components},
    });
    let mut loaded = load(&Input::Text { name: "test.json".to_owned(), text: tree.to_string() }, &Default::default());
    let (document, _) = crate::normalize::normalize(&mut loaded.sources);
    crate::lower::lower(&document, &Config::default()).0
}

/// Checks that all properties of the component `Whole` have the type of its property `plain`.
fn check_same(mut components: Value, properties: Vec<(String, Value)>) {
    let properties: serde_json::Map<String, Value> = properties.into_iter().collect();
    components["Whole"] = json!({"type": "object", "properties": properties});
    let api = api(&components);
    let fields = Canonical::without_rules(&api).fields_of("Whole");
    let plain = &fields["plain"];
    let wrong: Vec<String> = fields
        .iter()
        .filter(|(_, ty)| *ty != plain)
        .map(|(name, ty)| format!("{name} = {}: {ty} and not {plain}", properties[name]))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn shared() -> Value {
    json!({
        "Size": {"type": "string", "enum": ["small", "large"]},
        "Day": {"type": "string", "format": "date"},
        "Count": {"type": "integer", "format": "int32"},
        "Tags": {"type": "array", "items": {"$ref": "#/components/schemas/Size"}},
        "Box": {"type": "object", "properties": {"width": {"type": "integer"}, "label": {"type": "string"}}},
        "Bag": {"type": "object", "required": ["handles"], "properties": {"handles": {"type": "integer"}}},
        "Load": {"oneOf": [{"$ref": "#/components/schemas/Box"}, {"$ref": "#/components/schemas/Bag"}]},
        "Counts": {"type": "object", "additionalProperties": {"type": "integer"}},
    })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// Schemas of every kind.
fn bases() -> Vec<Value> {
    let mut bases = vec![
        json!({"type": "string"}),
        json!({"type": "string", "format": "date-time"}),
        json!({"type": "integer", "format": "int64"}),
        json!({"type": "number"}),
        json!({"type": "boolean"}),
        json!({"type": "array", "items": {"type": "number"}}),
        json!({"type": ["string", "null"]}),
        json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}),
        json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
    ];
    bases.extend(["Size", "Day", "Count", "Tags", "Box", "Load", "Counts"].map(reference));
    bases
}

#[test]
fn what_only_restricts_or_annotates_takes_no_type_away() {
    let restricting = [
        json!({"minLength": 1}),
        json!({"pattern": "^a"}),
        json!({"minimum": 1}),
        json!({"multipleOf": 2}),
        json!({"maxItems": 9}),
        json!({"uniqueItems": true}),
        json!({"required": ["elsewhere"]}),
        json!({"minProperties": 1}),
        json!({"additionalProperties": false}),
        json!({"propertyNames": {"pattern": "a"}}),
        json!({"dependentRequired": {"elsewhere": ["other"]}}),
        json!({"not": {"required": ["elsewhere"]}}),
        json!({"not": {"const": "a"}}),
        json!({"contains": {}}),
        json!({"description": "Said beside it."}),
        json!({"title": "Title", "examples": ["a"]}),
        json!({"$comment": "Said to nobody."}),
        json!({"allOf": [{"minLength": 1}]}),
        json!({"anyOf": [{"required": ["elsewhere"]}, {"required": ["other"]}]}),
    ];
    for base in bases() {
        let mut components = shared();
        let mut properties = vec![("plain".to_owned(), base.clone())];
        for (index, part) in restricting.iter().enumerate() {
            let name = format!("Only{index}");
            components[&name] = part.clone();
            let by_name = reference(&name);
            let other = &restricting[(index + 1) % restricting.len()];
            let ways = [
                json!({"allOf": [base, part]}),
                json!({"allOf": [part, base]}),
                json!({"allOf": [base, by_name]}),
                json!({"allOf": [by_name, base]}),
                json!({"allOf": [base], "anyOf": [part, other]}),
                json!({"allOf": [base], "oneOf": [by_name, other]}),
                json!({"allOf": [base], "oneOf": [part]}),
                json!({"allOf": [base], "if": part, "then": other, "else": by_name}),
                json!({"allOf": [base], "not": part}),
                json!({"allOf": [base, {"anyOf": [part, by_name]}]}),
                json!({"allOf": [{"oneOf": [other, part]}, base]}),
            ];
            properties.extend(ways.into_iter().enumerate().map(|(way, schema)| (format!("p{index}_{way}"), schema)));
            // The same beside the keywords of the schema itself.
            let clashes = part.as_object().into_iter().flatten().any(|(key, _)| base.get(key).is_some());
            if !clashes && let (Value::Object(base), Value::Object(part)) = (&base, part) {
                let both: serde_json::Map<String, Value> = base.clone().into_iter().chain(part.clone()).collect();
                properties.push((format!("p{index}_beside"), Value::Object(both)));
            }
            for (key, members) in [("anyOf", json!([part, by_name])), ("oneOf", json!([by_name, part]))] {
                if base.get(key).is_none()
                    && let Value::Object(base) = &base
                {
                    let mut both = base.clone();
                    both.insert(key.to_owned(), members);
                    properties.push((format!("p{index}_{key}"), Value::Object(both)));
                }
            }
        }
        check_same(components, properties);
    }
}

#[test]
fn the_narrower_of_two_types_holds_in_either_order() {
    let narrowing = [
        (reference("Size"), json!({"type": "string"})),
        (reference("Size"), json!({"type": "string", "enum": ["small", "large", "huge"]})),
        (reference("Day"), json!({"type": "string", "description": "When."})),
        (reference("Count"), json!({"type": "integer"})),
        (reference("Count"), json!({"type": "number"})),
        (reference("Tags"), json!({"type": "array"})),
        (reference("Tags"), json!({"type": "array", "items": {"type": "string"}})),
        (reference("Box"), json!({"type": "object"})),
        (reference("Counts"), json!({"type": "object"})),
        (reference("Load"), json!({"type": "object"})),
        (json!({"type": "string", "format": "date-time"}), json!({"type": "string"})),
        (json!({"type": "string", "format": "date"}), json!({"format": "date"})),
        (json!({"type": "integer", "format": "int32"}), json!({"format": "int32"})),
        (json!({"type": "integer", "enum": [1, 2]}), json!({"type": "number"})),
        (json!({"type": "string", "enum": ["a", "b"]}), json!({"enum": ["a", "b", "c"]})),
        (json!({"type": "array", "items": {"type": "integer", "format": "int32"}}), json!({"type": "array", "items": {"type": "integer"}})),
    ];
    for (narrow, wide) in narrowing {
        let mut components = shared();
        components["Wide"] = wide.clone();
        components["Narrow"] = narrow.clone();
        // Components before and after those that they are used with.
        components["AWide"] = wide.clone();
        components["ZNarrow"] = narrow.clone();
        let mut properties = vec![("plain".to_owned(), narrow.clone())];
        let (wide_name, narrow_name) = (reference("Wide"), reference("ZNarrow"));
        for (index, members) in [
            [&narrow, &wide],
            [&wide, &narrow],
            [&narrow, &wide_name],
            [&wide_name, &narrow],
            [&narrow_name, &wide],
            [&wide, &narrow_name],
            [&wide_name, &narrow_name],
        ]
        .into_iter()
        .enumerate()
        {
            properties.push((format!("p{index}"), json!({ "allOf": members })));
        }
        check_same(components, properties);
    }
}

#[test]
fn alternatives_by_reference_are_as_those_in_place() {
    let ways = |inline: Value, by_name: Value| vec![("plain".to_owned(), inline), ("named".to_owned(), by_name)];
    let mut components = shared();
    components["Empty"] = json!({"enum": [""]});
    components["Nothing"] = json!({"enum": [null]});
    components["Text"] = json!({"type": "string"});
    components["More"] = json!({"type": "string", "enum": ["huge"]});
    components["NeedsA"] = json!({"required": ["a"]});
    components["NeedsB"] = json!({"required": ["b"]});
    let size = json!({"type": "string", "enum": ["small", "large"]});
    check_same(
        components.clone(),
        ways(json!({"oneOf": [size, {"enum": [null]}]}), json!({"oneOf": [reference("Size"), reference("Nothing")]})),
    );
    check_same(
        components.clone(),
        ways(
            json!({"oneOf": [size, {"enum": [""]}, {"type": "null"}]}),
            json!({"oneOf": [reference("Size"), reference("Empty"), reference("Nothing")]}),
        ),
    );
    check_same(
        components.clone(),
        ways(json!({"anyOf": [{"type": "string"}, size]}), json!({"anyOf": [reference("Text"), reference("Size")]})),
    );
    check_same(
        components.clone(),
        ways(json!({"anyOf": [size, {"type": "string", "enum": ["huge"]}]}), json!({"anyOf": [reference("Size"), reference("More")]})),
    );
    let fields = json!({"a": {"type": "string"}, "b": {"type": "string"}});
    check_same(
        components,
        ways(
            json!({"type": "object", "properties": fields, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}),
            json!({"type": "object", "properties": fields, "oneOf": [reference("NeedsA"), reference("NeedsB")]}),
        ),
    );
}

/// Each was composed while the other was, and lost its fields in the one that came second.
#[test]
fn components_whose_properties_narrow_each_other_keep_their_fields() {
    check(
        "
Order:
  type: object
  properties:
    id: {type: string}
    buyer: {allOf: [{$ref: '#/components/schemas/Buyer'}, {required: [name]}]}
Buyer:
  type: object
  properties:
    name: {type: string}
    last: {allOf: [{$ref: '#/components/schemas/Order'}, {required: [id]}]}",
        expect![[r#"
            type Order struct
              "id"? String
              "buyer"? Order.buyer
            type Buyer struct
              "name"? String
              "last"? Buyer.last
            type Order.buyer struct
              "name" String
              "last"? Buyer.last
            type Buyer.last struct
              "id" String
              "buyer"? Order.buyer
        "#]],
    );
}

#[test]
fn a_ring_of_all_of_has_the_fields_of_all_its_members() {
    let first = "
A: {allOf: [{$ref: '#/components/schemas/B'}, {type: object, properties: {a: {type: string}}}]}
B: {allOf: [{$ref: '#/components/schemas/A'}, {type: object, properties: {b: {type: string}}}]}";
    check(
        first,
        expect![[r#"
            type A struct
              "b"? String
              "a"? String
            type B struct
              "a"? String
              "b"? String
        "#]],
    );
}

#[test]
fn a_property_of_two_types_under_conditions_is_of_either() {
    check(
        "
A:
  type: object
  properties: {kind: {type: string}}
  allOf:
  - if: {properties: {kind: {const: a}}}
    then: {properties: {size: {type: integer}, same: {type: string}}}
    else: {properties: {size: {type: string}, same: {type: string}}}
  - if: {properties: {kind: {const: c}}}
    then: {properties: {size: {type: boolean}, wide: {type: number}}}
  dependentSchemas:
    kind: {properties: {wide: {type: integer}, kind: {type: integer}}}",
        expect![[r#"
            type A struct
              "kind"? String
              "size"? A.size
              "same"? String
              "wide"? f64
            type A.size union
              "integer" i64
              "string" String
              "boolean" Bool
        "#]],
    );
}

#[test]
fn a_member_that_says_nothing_makes_the_properties_of_the_others_optional() {
    check(
        "
A:
  type: object
  properties: {a: {type: string}}
  oneOf:
  - {required: [a]}
  - {required: [b], properties: {b: {type: string}}}",
        expect![[r#"
            type A struct
              "a"? String
              "b"? String
        "#]],
    );
}

#[test]
fn alternatives_beside_a_scalar_are_of_its_type() {
    check(
        "
Either: {type: string, oneOf: [{format: date}, {format: date-time}]}
Known: {type: string, anyOf: [{enum: [a]}, {enum: [b]}, {pattern: '^x-'}]}
Sized: {type: integer, oneOf: [{format: int32}, {minimum: 5}]}
Mixed: {properties: {a: {type: string}}, oneOf: [{type: string}, {required: [a]}]}",
        expect![[r#"
            type Either union
              "date" Date
              "date time" DateTime
            type Known enum String "a" "b"
            type Sized union
              "integer" i32
              "integer" i64
            type Mixed union
              "string" String
              "variant 2" Mixed.variant 2
            type Mixed.variant 2 struct
              "a" String
        "#]],
    );
}

#[test]
fn what_is_said_behind_a_reference_holds_for_the_property() {
    check(
        "
Kind: {const: a, default: a, readOnly: true}
Old: {type: string, deprecated: true}
Secret: {type: string, format: password}
A:
  type: object
  required: [kind]
  properties:
    kind: {$ref: '#/components/schemas/Kind'}
    old: {allOf: [{$ref: '#/components/schemas/Old'}, {description: Old.}]}
    secret: {oneOf: [{$ref: '#/components/schemas/Secret'}, {type: 'null'}]}",
        expect![[r#"
            type Kind enum String "a"
            type Old deprecated = String
            type Secret = String
            type A struct
              "kind" Kind read-only const "a" default "a"
              "old"? Old deprecated
              "secret"? nullable Secret secret
        "#]],
    );
}

/// A path through references and lists that is longer than the stack is deep.
#[test]
fn long_chains_of_every_kind_end() {
    for link in ["allOf: [{$ref: NEXT}, {minLength: 1}]", "oneOf: [{$ref: NEXT}]", "anyOf: [{$ref: NEXT}, {type: string}]"] {
        let mut text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n".to_owned();
        for index in 0..3_000 {
            let link = link.replace("NEXT", &format!("'#/components/schemas/C{}'", index + 1));
            text.push_str(&format!("    C{index}: {{{link}}}\n"));
        }
        text.push_str("    C3000: {type: string, enum: [a]}\n");
        assert!(lowered(&text, &Config::default()).contains("C3000 enum String \"a\""));
    }
}

/// The component `G` holds a schema that is composed of it, in a list or a map without a name.
#[test]
fn a_component_that_holds_what_is_composed_of_it_ends() {
    let own = || json!({"$ref": "#/components/schemas/G"});
    let beside = [
        json!({"type": "string"}),
        json!({"type": "array"}),
        json!({"type": "array", "items": {"type": "array"}}),
        json!({"type": "object", "additionalProperties": true}),
        json!({"type": "object", "additionalProperties": {"type": "string"}}),
        json!({"patternProperties": {"^y": {"type": "string"}}}),
        json!({"anyOf": [{"type": "integer"}, {"type": "array", "minItems": 1}]}),
    ];
    for beside in &beside {
        let inner = json!({"allOf": [own(), beside]});
        let holders = [
            json!({"type": "array", "items": inner}),
            json!({"type": "object", "additionalProperties": inner}),
            json!({"type": "object", "patternProperties": {"^x": inner}}),
            json!({"oneOf": [{"type": "integer"}, {"type": "array", "items": inner}]}),
            json!({"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": inner}]}),
        ];
        for holder in &holders {
            assert!(!api(&json!({"G": holder})).types.is_empty(), "{holder}");
        }
    }
}

/// A choice that stands beside other keywords becomes a union of its members; one that leads back to the choice adds no alternative.
#[test]
fn a_choice_beside_keywords_that_leads_back_to_itself_ends() {
    let to = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    for keyword in ["oneOf", "anyOf"] {
        let rings = [
            json!({"A": {keyword: [{"type": "array"}, to("A")]}}),
            json!({"A": {keyword: [to("A"), to("A")]}}),
            json!({"A": {keyword: [{"type": "string"}, to("B")]}, "B": {keyword: [{"type": "integer"}, to("A")]}}),
            json!({"A": {keyword: [{"type": "string"}, {"allOf": [to("A"), {"minLength": 1}]}]}}),
            json!({"A": {keyword: [{"type": "string"}, {keyword: [{"type": "boolean"}, to("A")]}]}}),
        ];
        for ring in rings {
            for beside in [
                json!({"enum": ["a"]}),
                json!({"type": "string"}),
                json!({"type": "array"}),
                json!({keyword: [{"type": "string"}, to("A")]}),
            ] {
                let mut schemas = ring.clone();
                schemas["G"] = json!({"type": "object", "properties": {"p": {"allOf": [beside, to("A")]}}});
                assert!(!api(&schemas).types.is_empty(), "{schemas}");
            }
        }
    }
}

/// The type of the property is given up for that of its only alternative, which is named by then.
#[test]
fn a_type_that_is_given_up_leaves_no_name() {
    let free = json!({"properties": {"next": {"oneOf": [{"anyOf": [{}, {"$ref": "#/components/schemas/None"}]}]}}});
    let kept = json!({"properties": {"next": {"oneOf": [{"anyOf": [{}, {"$ref": "#/components/schemas/Other"}]}, {"not": {}}]}}});
    for schema in [free, kept] {
        assert!(!api(&json!({"Holder": schema, "Other": {"type": "object"}})).types.is_empty(), "{schema}");
    }
}

/// References count from the nearest `$id` (JSON Schema 2020-12, section 8.2.1).
#[test]
fn references_count_from_the_nearest_id() {
    let schemas = json!({
        "User": {"$id": "https://example.test/schemas/user.json", "type": "object", "properties": {"name": {"type": "string"}}},
        "Order": {
            "$id": "https://example.test/schemas/order",
            "type": "object",
            "properties": {
                "count": {"$ref": "#/$defs/count"},
                "user": {"$ref": "user.json"},
                "name": {"$ref": "user.json#/properties/name"},
                "other": {"$ref": "#/components/schemas/User"}
            },
            "$defs": {"count": {"type": "integer"}}
        }
    });
    let api = api(&schemas);
    let order = api.types.iter().find_map(|def| match (&def.hint, &def.shape) {
        (crate::ir::NameHint::Declared(name), Shape::Struct(shape)) if name == "Order" => Some(shape),
        _ => None,
    });
    let types: Vec<&Type> = order.expect("it is a struct").fields.iter().map(|field| &field.ty).collect();
    assert!(types.iter().all(|ty| !matches!(ty, Type::Any(_))), "{types:?}");
    assert_eq!(types[1], types[3]);
}

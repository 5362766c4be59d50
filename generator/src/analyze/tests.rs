//! Tests of the facts.

mod chains;

use expect_test::{Expect, expect};

use crate::config::Config;
use crate::ir::{Api, Shape};
use crate::source::{Input, load};

fn lowered(text: String, config: &Config) -> Api {
    let mut loaded = load(&Input::Text { name: "test.yaml".to_owned(), text }, &Default::default());
    let (document, _) = crate::normalize::normalize(&mut loaded.sources);
    crate::lower::lower(&document, config).0
}

/// Analyzes components given as YAML, and compares what is boxed, broken and a type of its own.
fn check(components: &str, expect: Expect) {
    let indented: String = components.lines().map(|line| format!("    {line}\n")).collect();
    let text = format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{indented}");
    let api = lowered(text, &Config::default());
    let facts = super::analyze(&api);
    let mut out = String::new();
    for id in api.type_ids() {
        let own = facts.ty(id);
        let members: Vec<&str> = match &api.ty(id).shape {
            Shape::Struct(shape) => shape.fields.iter().map(|field| field.wire.as_str()).collect(),
            Shape::Union(shape) => shape.variants.iter().map(|variant| variant.name.as_str()).collect(),
            Shape::Enum(_) | Shape::Alias(_) => Vec::new(),
        };
        let marked =
            |marks: &[bool]| -> Vec<&str> { members.iter().zip(marks).filter(|(_, mark)| **mark).map(|(name, _)| *name).collect() };
        let (boxed, broken) = (marked(&own.boxed), marked(&own.broken));
        out.push_str(&format!("{} boxed {boxed:?} broken {broken:?} newtype {}\n", crate::ir::type_name(&api, id), own.newtype));
    }
    expect.assert_eq(&out);
}

#[test]
fn a_cycle_by_value_is_boxed_at_one_edge() {
    check(
        "
A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}
B: {type: object, properties: {a: {$ref: '#/components/schemas/A'}, list: {type: array, items: {$ref: '#/components/schemas/A'}}}}",
        expect![[r#"
            A boxed [] broken [] newtype false
            B boxed ["a"] broken [] newtype false
        "#]],
    );
}

#[test]
fn a_struct_that_requires_itself_gets_an_optional_field() {
    check(
        "A: {type: object, required: [next], properties: {next: {$ref: '#/components/schemas/A'}}}",
        expect![[r#"
        A boxed ["next"] broken ["next"] newtype false
    "#]],
    );
}

#[test]
fn a_list_of_itself_is_a_type_of_its_own() {
    check(
        "A: {type: array, items: {$ref: '#/components/schemas/A'}}",
        expect![[r#"
        A boxed [] broken [] newtype true
    "#]],
    );
}

#[test]
fn a_cycle_through_an_alias_is_boxed_where_something_is_held() {
    check(
        "
A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}
B: {$ref: '#/components/schemas/C'}
C: {oneOf: [{type: string}, {$ref: '#/components/schemas/A'}]}",
        expect![[r#"
            A boxed [] broken [] newtype false
            B boxed [] broken [] newtype false
            C boxed ["A"] broken [] newtype false
        "#]],
    );
}

/// By value, each of these would hold all below it.
#[test]
fn what_is_large_is_boxed() {
    let fields = |inner: &str| -> String { (0..24).map(|index| format!("f{index}: {inner}, ")).collect() };
    let components = format!(
        "A: {{type: object, properties: {{{}}}}}\nB: {{type: object, properties: {{{}}}}}\nC: {{type: object, properties: {{b: {{$ref: '#/components/schemas/B'}}, a: {{$ref: '#/components/schemas/A'}}}}}}",
        fields("{type: string}"),
        fields("{$ref: '#/components/schemas/A'}"),
    );
    check(
        &components,
        expect![[r#"
            A boxed [] broken [] newtype false
            B boxed [] broken [] newtype false
            C boxed ["b"] broken [] newtype false
        "#]],
    );
}

/// Two operations: what the first can expand is made of what the second answers, and of more.
const EXPANDED: &str = "
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /charge: {get: {operationId: getCharge, tags: [charges], responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Charge'}}}}}}}
  /card: {get: {operationId: getCard, tags: [cards], responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Card'}}}}}}}
components:
  schemas:
    Charge:
      type: object
      properties:
        customer:
          anyOf: [{type: string}, {$ref: '#/components/schemas/Customer'}, {$ref: '#/components/schemas/Gone'}]
          x-expansionResources: {oneOf: [{$ref: '#/components/schemas/Customer'}]}
    Customer: {type: object, properties: {card: {$ref: '#/components/schemas/Card'}, plan: {$ref: '#/components/schemas/Plan'}}}
    Gone: {type: object, required: [deleted], properties: {deleted: {type: boolean}}}
    Card: {type: object, properties: {number: {type: string}}}
    Plan: {type: object, properties: {name: {type: string}}}
    Old:
      type: object
      properties:
        older:
          anyOf: [{type: string}, {$ref: '#/components/schemas/Older'}]
          x-expansionResources: {oneOf: [{$ref: '#/components/schemas/Older'}]}
    Older: {type: object, properties: {year: {type: integer}}}
";

fn gates(config: &str) -> String {
    let api = lowered(EXPANDED.to_owned(), &Config::parse(config, "test.toml").expect("the configuration is TOML"));
    let facts = super::analyze(&api);
    api.type_ids()
        .map(|id| format!("{} {:?} {}\n", crate::ir::type_name(&api, id), facts.ty(id).gates, facts.is_written(&api, id)))
        .collect()
}

#[test]
fn what_is_expanded_is_needed_by_that_alone() {
    expect![[r#"
        Charge [Group(GroupId(0))] true
        Customer [Expandable] true
        Gone [Group(GroupId(0))] true
        Card [Group(GroupId(1)), Expandable] true
        Plan [Expandable] true
        Old [Unused] true
        Older [Expandable, Unused] true
        Charge.customer [Group(GroupId(0))] true
        Old.older [Unused] true
    "#]]
    .assert_eq(&gates(""));
}

#[test]
fn of_a_part_nothing_is_expanded_that_nothing_leads_to() {
    expect![[r#"
        Charge [Group(GroupId(0))] true
        Customer [Expandable] true
        Gone [Group(GroupId(0))] true
        Card [Expandable] true
        Plan [Expandable] true
        Old [Unused] false
        Older [Unused] false
        Charge.customer [Group(GroupId(0))] true
        Old.older [Unused] false
    "#]]
    .assert_eq(&gates("include = [\"getCharge\"]"));
}

#[test]
fn what_is_expanded_stands_last_in_a_table() {
    let api = lowered(EXPANDED.to_owned(), &Config::default());
    let rows: Vec<Vec<usize>> =
        api.type_ids().filter_map(|id| if let Shape::Union(shape) = &api.ty(id).shape { Some(shape.rows()) } else { None }).collect();
    assert_eq!(rows, [vec![0, 2, 1], vec![0, 1]]);
}

use std::collections::{BTreeMap, BTreeSet};

use expect_test::{Expect, expect};
use serde_json::{Value, json};

use crate::*;

const SPEC: &str = "
openapi: 3.0.3
info: {title: Depots, version: '1'}
paths: {}
components:
  schemas:
    Depot:
      type: object
      required: [name, kind]
      properties:
        name: {type: string, minLength: 1, maxLength: 12}
        kind: {type: string, enum: [open, closed, planned]}
        note: {type: string, nullable: true}
        parent: {$ref: '#/components/schemas/Depot'}
        opened: {type: string, format: date-time}
        load: {oneOf: [{type: integer, minimum: 3, maximum: 5}, {type: string, pattern: '^[A-Z]{2}-[0-9]+$'}, {$ref: '#/components/schemas/Vehicle'}]}
    Vehicle:
      type: object
      required: [type]
      discriminator: {propertyName: type, mapping: {t: Truck}}
      properties: {type: {type: string}}
    Truck:
      allOf:
      - $ref: '#/components/schemas/Vehicle'
      - {type: object, required: [axles], properties: {axles: {type: integer}}}
    Bike:
      allOf:
      - $ref: '#/components/schemas/Vehicle'
      - {type: object, properties: {bell: {type: boolean}}}
    Endless: {type: object, required: [next], properties: {next: {$ref: '#/components/schemas/Endless'}}}
    Closed: {type: object, additionalProperties: false, properties: {a: {type: integer}}}
";

struct Document {
    spec: Spec,
    schemas: Schemas,
    judges: BTreeMap<Reading, Judge>,
}

fn document(name: &str) -> Document {
    let path = std::env::temp_dir().join(format!("turnbuckle-values-{}-{name}.yaml", std::process::id()));
    std::fs::write(&path, SPEC).expect("the folder for temporary files can be written to");
    let spec = Spec::read(&path).expect("the spec is YAML");
    std::fs::remove_file(&path).expect("the file is there");
    let schemas = Schemas::of(&spec, components(&spec).iter());
    let judges = [Reading::Strict, Reading::Meant, Reading::Open];
    let judges = judges.into_iter().map(|reading| (reading, Judge::of(&schemas.read(reading)).expect("the schemas are valid"))).collect();
    Document { spec, schemas, judges }
}

impl Document {
    fn pointer(&self, component: &str) -> String {
        let place = self.spec.root().join("components").join("schemas").join(component);
        self.schemas.pointer(&place).expect("the component is there")
    }

    fn values(&self, component: &str, count: usize) -> Vec<Made> {
        Maker::new(&self.schemas, &self.judges, 7).values(&self.pointer(component), count).expect("there are values")
    }
}

#[test]
fn fifty_values_cover_every_alternative_and_kind() {
    let document = document("cover");
    let values = document.values("Depot", 50);
    assert_eq!(values.len(), 50);
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for made in &values {
        seen.insert(format!("{:?}", made.kind));
        for name in ["note", "parent", "load"] {
            seen.insert(format!("{name}: {}", made.value.get(name).map_or("absent", type_of)));
        }
        let kind = made.value["kind"].as_str().unwrap_or_default();
        seen.insert(format!("kind: {}", if ["open", "closed", "planned"].contains(&kind) { kind } else { "unlisted" }));
        if let Some(tag) = made.value["load"].get("type").and_then(Value::as_str) {
            seen.insert(format!("tag: {}", if tag.starts_with("unlisted") { "unlisted" } else { tag }));
        }
    }
    expect![[r#"
        Evolved
        Full
        Minimal
        Mixed
        Undeclared
        kind: closed
        kind: open
        kind: planned
        kind: unlisted
        load: absent
        load: number
        load: object
        load: string
        note: absent
        note: null
        note: string
        parent: absent
        parent: object
        tag: Bike
        tag: t
    "#]]
    .assert_eq(&seen.into_iter().map(|line| line + "\n").collect::<String>());
}

#[test]
fn the_same_seed_makes_the_same_values() {
    let document = document("seed");
    let texts = |values: Vec<Made>| values.iter().map(|made| made.value.to_string()).collect::<Vec<_>>();
    assert_eq!(texts(document.values("Depot", 20)), texts(document.values("Depot", 20)));
}

#[test]
fn a_schema_without_a_finite_value_is_skipped() {
    let document = document("endless");
    let skipped = Maker::new(&document.schemas, &document.judges, 7).values(&document.pointer("Endless"), 5);
    assert_eq!(skipped.expect_err("no value is finite").reason, "no finite value exists");
}

#[test]
fn what_is_not_listed_is_valid_for_a_later_version_only() {
    let document = document("readings");
    let readings = |component: &str, value: Value| {
        let pointer = document.pointer(component);
        let fits = document.judges.iter().filter(|(_, judge)| judge.fits(&pointer, &value)).map(|(reading, _)| *reading);
        fits.collect::<Vec<Reading>>()
    };
    assert_eq!(readings("Depot", json!({"name": "a", "kind": "open"})), [Reading::Strict, Reading::Meant, Reading::Open]);
    assert_eq!(readings("Depot", json!({"name": "a", "kind": "later"})), [Reading::Open]);
    assert_eq!(readings("Depot", json!({"name": "a", "kind": 1})), []);
    assert_eq!(readings("Closed", json!({"b": 1})), [Reading::Meant, Reading::Open]);
}

fn check(component: &str, sent: Value, back: Value, expect: Expect) {
    let document = document(&format!("compare-{component}-{}", sent.to_string().len() + back.to_string().len()));
    let found = compare(&document.schemas, &document.judges[&Reading::Open], &document.pointer(component), &sent, &back);
    let mut lines: Vec<String> = found.differences.iter().map(ToString::to_string).collect();
    lines.extend(found.passed_over.iter().map(|at| format!("{at} was dropped")));
    expect.assert_eq(&lines.join("; "));
}

#[test]
fn only_what_means_something_else_is_a_difference() {
    let sent = json!({"name": "a", "kind": "open", "opened": "2024-05-01T12:00:00+02:00", "load": 4.0, "more": 1});
    check("Depot", sent, json!({"kind": "open", "name": "a", "opened": "2024-05-01T10:00:00Z", "load": 4}), expect!["/more was dropped"]);
    let sent = json!({"name": "a", "opened": "2024-05-01T10:00:00.1234567890Z"});
    check("Depot", sent, json!({"name": "a", "opened": "2024-05-01T10:00:00.123456789Z"}), expect![""]);
    let sent = json!({"name": "a", "opened": "2024-05-01T10:00:00.1234567891Z"});
    check(
        "Depot",
        sent,
        json!({"name": "a", "opened": "2024-05-01T10:00:00.123456789Z"}),
        expect![[r#"`/opened` "2024-05-01T10:00:00.1234567891Z" became "2024-05-01T10:00:00.123456789Z""#]],
    );
    let sent = json!({"name": "a", "opened": "2016-12-31T23:59:60Z", "note": null, "load": {"type": "t", "axles": 2}});
    check(
        "Depot",
        sent,
        json!({"name": "a", "opened": "2016-12-31T23:59:59Z", "load": {"type": "t"}}),
        expect![[r#"`/opened` "2016-12-31T23:59:60Z" became "2016-12-31T23:59:59Z"; `/note` null is lost; `/load/axles` 2 is lost"#]],
    );
    check("Closed", json!({"a": 1, "b": 2}), json!({"a": "1"}), expect![[r#"`/a` 1 became "1"; /b was dropped"#]]);
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

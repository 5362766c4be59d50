//! Inputs made to break the walk: all of them take time linear in their size.

use std::fmt::Write;

use crate::diagnostic::Severity;
use crate::normalize::{Document, component};

use super::read;

fn survive(text: &str) -> (Document, usize) {
    let (_, document, diagnostics) = read(&[("api.yaml", text)]);
    let written = serde_json::to_value(&document.api).expect("the model can be written");
    assert!(written.is_object());
    (document, diagnostics.iter().filter(|diagnostic| diagnostic.severity > Severity::Note).count())
}

fn schemas(entries: &str) -> String {
    format!("openapi: 3.1.0\npaths: {{}}\ncomponents:\n  schemas:\n{entries}")
}

#[test]
fn a_chain_of_ten_thousand_references() {
    let mut text = String::new();
    for link in 0..10_000 {
        let _ = writeln!(text, "    A{link}: {{$ref: '#/components/schemas/A{}'}}", link + 1);
    }
    let (document, warnings) = survive(&schemas(&(text + "    A10000: {type: string}\n")));
    assert_eq!(document.api.components.map(|components| components.schemas.len()), Some(10_001));
    assert_eq!(warnings, 0);
}

#[test]
fn a_ring_of_ten_thousand_references() {
    let mut text = String::new();
    for link in 0..10_000 {
        let _ = writeln!(text, "    A{link}: {{$ref: '#/components/schemas/A{}'}}", (link + 1) % 10_000);
    }
    let (_, warnings) = survive(&schemas(&text));
    // A ring is reported once, with the first of its members.
    assert_eq!(warnings, 1);
}

#[test]
fn a_diamond_of_references() {
    let mut text = String::new();
    for level in 0..30 {
        let next = level + 1;
        let _ =
            writeln!(text, "    A{level}: {{allOf: [{{$ref: '#/components/schemas/A{next}'}}, {{$ref: '#/components/schemas/A{next}'}}]}}");
    }
    let (_, warnings) = survive(&schemas(&(text + "    A30: {type: string}\n")));
    assert_eq!(warnings, 0);
}

#[test]
fn a_diamond_of_callbacks_is_cut() {
    let mut text = "openapi: 3.1.0\npaths: {}\ncomponents:\n  callbacks:\n".to_owned();
    for level in 0..30 {
        let next = level + 1;
        let _ = writeln!(
            text,
            "    C{level}: {{'/u': {{post: {{callbacks: {{a: {{$ref: '#/components/callbacks/C{next}'}}, b: {{$ref: '#/components/callbacks/C{next}'}}}}}}}}}}"
        );
    }
    let (_, warnings) = survive(&(text + "    C30: {}\n"));
    assert!(warnings > 0);
}

#[test]
fn nesting_as_deep_as_a_file_may_be() {
    let mut text = "{\"openapi\": \"3.1.0\", \"paths\": {}, \"components\": {\"schemas\": {\"A\": ".to_owned();
    text.push_str(&"{\"type\": [\"array\", \"string\"], \"items\": ".repeat(60));
    text.push_str("{}");
    text.push_str(&"}".repeat(63));
    let (document, warnings) = survive(&text);
    assert_eq!(document.api.components.map(|components| components.schemas.len()), Some(1));
    assert_eq!(warnings, 0);
}

#[test]
fn every_reference_of_a_bundle_leads_somewhere() {
    let (document, _) = survive(&schemas("    A: {properties: {b: {$ref: '#/components/schemas/A/properties/b/properties/c'}}}\n"));
    let text = serde_json::to_string(&document.api).expect("the model can be written");
    assert!(!text.contains("properties/c"), "{text}");
    assert_eq!(component("#/components/schemas/a~1b"), Some(("schemas", "a/b".to_owned())));
}

//! Tests of normalizing at its boundary, by topic.

use std::fmt::Write;

use expect_test::Expect;
use serde_json::{Value, json};

use crate::diagnostic::Diagnostic;
use crate::normalize::{Document, normalize};
use crate::source::{Input, LoadOptions, Loaded, Sources, load};

mod corpus;
mod dialects;
mod hostile;
mod objects;
mod parts;
mod references;
mod schemas;
mod swagger;
mod templates;
mod v3_2;

/// Normalizes files, of which the first is the root.
fn read(files: &[(&str, &str)]) -> (Sources, Document, Vec<Diagnostic>) {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let Loaded { mut sources, mut diagnostics } = load(&Input::Files(files), &LoadOptions::default());
    let (document, more) = normalize(&mut sources);
    diagnostics.extend(more);
    (sources, document, diagnostics)
}

fn print_diagnostics(out: &mut String, diagnostics: &[Diagnostic], sources: &Sources) {
    for diagnostic in diagnostics {
        let place = diagnostic.location.as_ref().map_or_else(String::new, |location| {
            let file = sources.file(location.file).name();
            let at = sources.span(location).map_or_else(String::new, |span| format!(":{}:{}", span.line, span.column));
            format!("{file}{at} #{}", location.pointer)
        });
        let severity = diagnostic.severity.word();
        let _ = writeln!(out, "{severity}[{}] {place}: {}", diagnostic.code, diagnostic.message);
    }
}

/// Prints the whole model but `openapi` and `info`, then the diagnostics.
fn check_files(files: &[(&str, &str)], expect: Expect) {
    let (sources, document, diagnostics) = read(files);
    let mut model = serde_json::to_value(&document.api).expect("the model can be written");
    let parsed: openapiv3::OpenAPI = serde_json::from_value(model.clone()).expect("the model reads what it writes");
    assert!(parsed == document.api, "the model reads something else from what it writes: {model}");
    if let Value::Object(model) = &mut model {
        model.retain(|key, value| key != "openapi" && key != "info" && *value != json!({}));
    }
    let mut out = serde_yaml::to_string(&model).expect("a model can be YAML");
    print_diagnostics(&mut out, &diagnostics, &sources);
    expect.assert_eq(&out);
}

/// Normalizes one file.
fn check(text: &str, expect: Expect) {
    check_files(&[("api.yaml", text)], expect);
}

/// Normalizes one schema of a 3.1 document.
fn check_schema(text: &str, expect: Expect) {
    check_schema_of("3.1.0", text, expect);
}

fn check_schema_of(version: &str, text: &str, expect: Expect) {
    let schema: String = text.trim_matches('\n').lines().map(|line| format!("      {line}\n")).collect();
    let text = format!("openapi: {version}\npaths: {{}}\ncomponents:\n  schemas:\n    Other: {{type: object}}\n    It:\n{schema}");
    let (sources, document, diagnostics) = read(&[("api.yaml", &text)]);
    let components = document.api.components.expect("there are components");
    let model = serde_json::to_value(&components).expect("the model can be written");
    let parsed: openapiv3::Components = serde_json::from_value(model).expect("the model reads what it writes");
    assert!(parsed == components, "the model reads something else from what it writes");
    let mut out = serde_json::to_string(&components.schemas["It"]).expect("a schema can be written");
    out.push('\n');
    print_diagnostics(&mut out, &diagnostics, &sources);
    expect.assert_eq(&out);
}

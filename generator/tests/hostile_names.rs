//! Names made to break the generator: each becomes an identifier of its own.
//!
//! A case is a document in `tests/cases/accept`; beside it stand what is said about it (`.txt`) and what everything is called in Rust
//! (`.names.txt`). What is written has to parse, with no two items of a scope under one name.

use std::collections::HashSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use expect_test::{ExpectFile, expect_file};
use turnbuckle::Generator;
use turnbuckle::diagnostic::Severity;
use turnbuckle::generator::{Plan, Runtime};
use turnbuckle::name::{self, Name};

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases/accept").join(name).with_extension("yaml")
}

fn check(name: &str) {
    let spec = case(name);
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let generator = Generator::new(&spec).runtime(Runtime::Version("0.1".to_owned()));
    let outcome = generator.generate_to(folder.path()).unwrap_or_else(|failure| panic!("{failure}"));
    for path in &outcome.report.written {
        if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(folder.path().join(path)).expect("what was written can be read");
            assert!(syn::parse_file(&text).is_ok(), "{} does not parse", path.display());
        }
    }
    let plan = &outcome.plan;
    apart(plan);
    let names: ExpectFile = expect_file![spec.with_extension("names.txt")];
    names.assert_eq(&name::print(&plan.api, &plan.names));
    let said: ExpectFile = expect_file![spec.with_extension("txt")];
    said.assert_eq(&say(plan));
}

fn say(plan: &Plan) -> String {
    let mut text = format!("{} operations, {} types\n", plan.api.operations.len(), plan.api.types.len());
    for diagnostic in plan.diagnostics.iter().filter(|diagnostic| diagnostic.severity > Severity::Note) {
        let span = diagnostic.location.as_ref().and_then(|location| plan.sources.span(location));
        let place = span.map(|span| format!("{}:{} ", span.line, span.column)).unwrap_or_default();
        let message: String = diagnostic.message.chars().take(160).collect();
        let _ = writeln!(text, "{}[{}] {place}{message}", diagnostic.severity.word(), diagnostic.code);
    }
    text
}

/// Names in one scope differ by more than case: files and readers tell them apart too.
fn apart(plan: &Plan) {
    let names = &plan.names;
    let types = names.types.iter().filter_map(|own| own.ident.as_ref()).chain(names.error_unions.iter().map(|own| &own.ident));
    distinct("types", types);
    for own in &names.types {
        distinct("members", own.members.iter().chain(&own.rest));
    }
    distinct("groups", names.groups.iter().map(|own| &own.module));
    distinct("builder", names.schemes.iter().chain(names.server_variables.iter().map(|(_, name)| name)));
    distinct("webhooks", &names.webhooks);
    for group in 0..names.groups.len() {
        let own = plan.api.operations.iter().zip(&names.operations).filter(|(op, _)| op.group.0 as usize == group);
        distinct("methods", own.clone().flat_map(|(_, own)| std::iter::once(&own.method).chain(&own.body_methods)));
        distinct("constants", own.map(|(_, own)| &own.constant));
    }
    for own in &names.operations {
        distinct("parameters", &own.params);
        distinct("responses", &own.response_variants);
    }
}

fn distinct<'n>(scope: &str, names: impl IntoIterator<Item = &'n Name>) {
    let mut seen = HashSet::new();
    for Name(name) in names {
        assert!(syn::parse_str::<syn::Ident>(name).is_ok() || name.starts_with("r#"), "{scope}: {name} is no identifier");
        assert!(seen.insert(name.to_lowercase()), "{scope}: {name} is there twice");
    }
}

#[test]
fn d25_keywords_everywhere() {
    check("d25-keywords");
}

#[test]
fn d25_names_of_the_prelude_and_of_generated_crates_everywhere() {
    check("d25-prelude");
}

#[test]
fn d26_collisions_after_casing_and_with_generated_names() {
    check("d26-collisions");
}

#[test]
fn d27_names_that_are_empty_after_casing_and_other_scripts() {
    check("d27-symbols");
}

#[test]
fn d28_leading_digits_acronyms_and_generics() {
    check("d28-words");
}

#[test]
fn d29_values_of_enums() {
    check("d29-enums");
}

#[test]
fn d29_constants() {
    check("d29-const");
}

#[test]
fn d30_operation_ids_that_are_twice_there_or_missing() {
    check("d30-operations");
}

#[test]
fn d31_parameters_in_every_wrong_form() {
    check("d31-parameters");
}

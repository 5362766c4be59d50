//! Inputs whose text would become code, a test, a manifest entry or a path, and operations that no client can have as they are written.
//!
//! Every output is judged by [`oracle`], and the test in [`compile`] gives all of them to the compiler, to clippy and to rustdoc.

use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use serde_json::Value;
use turnbuckle::Generator;
use turnbuckle::diagnostic::{Diagnostic, Severity};
use turnbuckle::generator::{Outcome, Runtime};
use turnbuckle::source::{Input, Sources};

mod compile;
mod everywhere;
mod folders;
mod injection;
mod keywords;
mod operations;
#[path = "../oracle/mod.rs"]
mod oracle;
mod positions;
mod size;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Generates from a document, has the output judged, and returns what was said about the document.
fn survive(document: &Value) -> (Outcome, Vec<PathBuf>) {
    let generator = Generator::from_input(Input::Text { name: "spec.json".to_owned(), text: document.to_string() });
    survive_from(&generator)
}

/// Generates, has the output judged, and returns it with the files that were written.
fn survive_from(generator: &Generator) -> (Outcome, Vec<PathBuf>) {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let output = folder.path().join("out");
    let generator = generator.clone().runtime(Runtime::Version("0.1".to_owned()));
    let outcome = generator.generate_to(&output).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(oracle::faults(&output), "");
    let beside: Vec<PathBuf> = fs::read_dir(folder.path()).expect("it is there").flatten().map(|entry| entry.path()).collect();
    assert_eq!(beside, [output], "nothing is written beside the output");
    let files = outcome.report.written.clone();
    (outcome, files)
}

/// Takes a case of `tests/cases`; what is said about it stands beside it.
fn check_case(case: &str) {
    let spec = Path::new(ROOT).join("tests/cases").join(case);
    let generator = Generator::new(&spec);
    let said = if case.starts_with("accept/") {
        let (outcome, _) = survive_from(&generator);
        let plan = &outcome.plan;
        format!("{} operations, {} types\n{}", plan.api.operations.len(), plan.api.types.len(), say(&plan.diagnostics, &plan.sources))
    } else {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let failure = generator.generate_to(folder.path().join("out")).expect_err("it is refused");
        assert!(!folder.path().join("out").exists(), "nothing may be written");
        format!("refused\n{}", say(&failure.diagnostics, &failure.sources))
    };
    expect_file![spec.with_extension("txt")].assert_eq(&said);
}

fn say(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let said = diagnostics.iter().filter(|diagnostic| diagnostic.severity > Severity::Note).map(|diagnostic| {
        let place = diagnostic.location.as_ref().map(|location| {
            let span = sources.span(location).map(|span| format!("{}:{}", span.line, span.column)).unwrap_or_default();
            let file = Path::new(sources.file(location.file).name()).file_name().map(|name| name.to_string_lossy().into_owned());
            format!("{}:{span} ", file.unwrap_or_default())
        });
        let message: String = diagnostic.message.chars().take(160).collect();
        format!("{}[{}] {}{message}\n", diagnostic.severity.word(), diagnostic.code, place.unwrap_or_default())
    });
    said.collect()
}

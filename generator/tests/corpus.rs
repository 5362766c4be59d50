//! Takes every document of the shared corpus the whole way to files, in one process.
//!
//! The corpus is not part of the repository: without it nothing is tested, which a line says, and in continuous integration that fails.

mod shared;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use turnbuckle::Generator;
use turnbuckle::diagnostic::{Diagnostic, Severity};
use turnbuckle::generator::Runtime;
use turnbuckle::source::LoadOptions;

use shared::corpus;

#[test]
fn every_document_of_the_corpus_becomes_a_crate_with_all_its_operations() {
    let Some(corpus) = corpus() else { return };
    let index = fs::read_to_string(corpus.join("INDEX.tsv")).expect("the corpus has an index");
    let mut wrong = String::new();
    let mut documents = 0;
    for line in index.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let expected: usize = fields[7].parse().expect("the index counts operations");
        if let Err(problem) = generate(&corpus.join(fields[1]), expected) {
            let _ = writeln!(wrong, "{}: {problem}", fields[0]);
        }
        documents += 1;
    }
    assert!(documents >= 80, "only {documents} documents");
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Generates the crate of a document, and says what is wrong with it.
fn generate(spec: &Path, expected: usize) -> Result<(), String> {
    let options = LoadOptions { allow_outside_root: true, ..LoadOptions::default() };
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let generator = Generator::new(spec).load_options(options).runtime(Runtime::Version("0.1".to_owned()));
    let outcome = generator.generate_to(folder.path()).map_err(|failure| failure.to_string())?;
    let plan = &outcome.plan;
    let found = plan.api.operations.len();
    // The index does not count the methods of `additionalOperations`.
    let others = plan.api.operations.iter().filter(|op| !USUAL.contains(&op.method.as_str())).count();
    if found - others != expected {
        let said: Vec<String> =
            plan.diagnostics.iter().filter(|diagnostic| explains(diagnostic)).map(|diagnostic| diagnostic.message.clone()).collect();
        if said.len() < expected.abs_diff(found - others) {
            return Err(format!("{found} operations, {others} of them with other methods, of {expected}; {said:?}"));
        }
    }
    if outcome.report.written.len() < 4 {
        return Err(format!("only {:?} written", outcome.report.written));
    }
    Ok(())
}

const USUAL: [&str; 9] = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY"];

/// Returns whether a diagnostic says that an operation is left out.
fn explains(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity > Severity::Note && diagnostic.message.contains("leaving") && diagnostic.message.contains("operation")
}

//! Takes every document of the shared corpus through loading and normalizing.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Severity, Style, render};
use crate::normalize::{Document, ext, normalize};
use crate::shared::folder;
use crate::source::{Input, LoadOptions, Loaded, Sources, load};

fn read(path: &Path) -> (Sources, Document, Vec<Diagnostic>) {
    let options = LoadOptions { allow_outside_root: true, ..LoadOptions::default() };
    let Loaded { mut sources, mut diagnostics } = load(&Input::Path(path.to_path_buf()), &options);
    let (document, more) = normalize(&mut sources);
    diagnostics.extend(more);
    (sources, document, diagnostics)
}

/// Holds the document against what the model itself reads from it.
fn assert_model_agrees(name: &str, document: &Document) {
    let written = serde_json::to_value(&document.api).expect("the model can be written");
    let read: openapiv3::OpenAPI = serde_json::from_value(written).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(read == document.api, "{name}: the model reads something else from what it writes");
}

fn dump(name: &str, sources: &Sources, diagnostics: &[Diagnostic]) {
    if let Some(folder) = std::env::var_os("TURNBUCKLE_DUMP") {
        let path = PathBuf::from(folder).join(name.replace('/', "_"));
        std::fs::write(path, render(diagnostics, sources, Style::Plain)).expect("the folder can be written to");
    }
}

#[test]
fn every_description_of_the_corpus_keeps_its_operations_and_schemas() {
    let Some(corpus) = folder("corpus") else {
        return;
    };
    let index = std::fs::read_to_string(corpus.join("INDEX.tsv")).expect("the corpus has an index");
    let mut wrong = Vec::new();
    for line in index.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let (file, operations, schemas, webhooks) = (fields[1], fields[7], fields[8], fields[9]);
        let count = |text: &str| text.parse::<usize>().expect("a count");
        let (sources, document, diagnostics) = read(&corpus.join(file));
        dump(file, &sources, &diagnostics);
        // The index counts the methods that have a member of their own.
        let extra: usize = document
            .api
            .paths
            .iter()
            .filter_map(|(_, item)| item.as_item())
            .flat_map(ext::extra_operations)
            .filter(|(method, _)| method == "QUERY")
            .count();
        let actual = document.api.operations().count() + extra;
        let actual_schemas = document.api.components.as_ref().map_or(0, |components| components.schemas.len());
        let actual_webhooks = ext::webhooks(&document.api).len();
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
        if actual != count(operations) || actual_schemas < count(schemas) || actual_webhooks != count(webhooks) || errors > 0 {
            wrong.push(format!(
                "{file}: {actual}/{operations} operations, {actual_schemas}/{schemas} schemas, {actual_webhooks}/{webhooks} webhooks, {errors} errors"
            ));
        }
        assert_model_agrees(file, &document);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_description_of_the_conformance_suite_is_without_warnings() {
    let Some(suite) = folder("conformance/http-specs/openapi") else {
        return;
    };
    let mut folders = vec![suite];
    let mut wrong = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let (sources, document, diagnostics) = read(&path);
            // The suite's documents of 2.0 repeat operationIds.
            let is_fault = |diagnostic: &Diagnostic| diagnostic.severity > Severity::Note && diagnostic.code != "duplicate-operation-id";
            let warnings: Vec<Diagnostic> = diagnostics.into_iter().filter(is_fault).collect();
            if !warnings.is_empty() || document.api.operations().count() == 0 {
                wrong.push(format!("{}\n{}", path.display(), render(&warnings, &sources, Style::Plain)));
            }
            assert_model_agrees(&path.display().to_string(), &document);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

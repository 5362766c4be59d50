//! The way from a document to files, in memory, and the judgement over these.

use std::path::{Path, PathBuf};

use turnbuckle::diagnostic::{Style, render};
use turnbuckle::emit::{Layout, Options, Runtime, emit};
use turnbuckle::generator::Plan;
use turnbuckle::write::{self, File};
use turnbuckle::{Generator, source::Input};

use crate::oracle;

/// Makes a generator for a text.
pub(crate) fn generator(name: &str, text: String) -> Generator {
    Generator::from_input(Input::Text { name: name.to_owned(), text })
}

/// Generates the files; `None` where the input is refused.
///
/// # Panics
///
/// Where a refusal says nothing, or where the files are not sound.
pub(crate) fn files(generator: &Generator) -> Option<Vec<File>> {
    let plan = match generator.plan() {
        Ok(plan) => plan,
        Err(failure) => {
            assert!(!failure.to_string().is_empty(), "a refusal has words");
            return None;
        }
    };
    // Every diagnostic can be shown with its place.
    let shown = render(&plan.diagnostics, &plan.sources, Style::Plain);
    assert_eq!(shown.is_empty(), plan.diagnostics.is_empty());
    let files = emit(&plan.api, &plan.facts, &plan.names, &options(&plan));
    // Paths that lead elsewhere, or that a file system may not tell apart, are refused before anything is written.
    if let Err(error) = write::check(&files, Path::new("/nowhere/turnbuckle"), &mut || {}) {
        panic!("the files cannot be written: {error:?}");
    }
    let faults = oracle::faults_of(files.iter().map(|file| (file.path.as_path(), file.contents.as_str())));
    assert!(faults.is_empty(), "{faults}");
    Some(files)
}

fn options(plan: &Plan) -> Options {
    Options {
        layout: Layout::Package,
        version: plan.config.version.clone().unwrap_or_else(|| "0.1.0".to_owned()),
        date_time: plan.config.date_time,
        runtime: Runtime::Version("0.1".to_owned()),
        digest: plan.sources.digest(),
        files: plan.sources.ids().map(|id| plan.sources.file(id).name().to_owned()).collect(),
        workspace_lints: plan.config.workspace_lints,
    }
}

/// Returns the paths of files.
pub(crate) fn paths(files: &[File]) -> Vec<PathBuf> {
    files.iter().map(|file| file.path.clone()).collect()
}

/// Returns a document of the tests' own.
pub(crate) fn spec(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

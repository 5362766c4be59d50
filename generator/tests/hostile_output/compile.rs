//! Gives the outputs of all accepted cases, and of the texts in every place, to clippy and to rustdoc in one workspace.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use turnbuckle::Generator;
use turnbuckle::generator::Runtime;
use turnbuckle::source::Input;

use super::{ROOT, everywhere, injection, keywords, size};

#[test]
fn cf_all_output_passes_clippy_and_rustdoc_without_a_warning() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile-output");
    let workspace = target.join("crates");
    // What an earlier run left may be of cases that are gone.
    let _ = fs::remove_dir_all(&workspace);
    let mut count = 0;
    for (name, generator) in inputs() {
        let runtime = Path::new(ROOT).join("runtime").canonicalize().expect("there is a runtime");
        let generator = generator.name(&name).runtime(Runtime::Path(runtime));
        if let Err(failure) = generator.generate_to(workspace.join(&name)) {
            panic!("{name}: {failure}");
        }
        count += 1;
    }
    assert!(count > 20, "only {count} crates");
    fs::create_dir_all(workspace.join("long-chains/examples")).expect("the folder can be made");
    fs::write(workspace.join("long-chains/examples/spawn.rs"), size::SPAWN).expect("the example can be written");
    fs::write(workspace.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\n").expect("the manifest can be written");
    fs::copy(Path::new(ROOT).join("Cargo.lock"), workspace.join("Cargo.lock")).expect("the workspace has a lock file");
    let cargo = |arguments: &[&str]| {
        let run = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(arguments)
            .current_dir(&workspace)
            .env("CARGO_TARGET_DIR", target.join("build"))
            .env("RUSTDOCFLAGS", "-D warnings")
            .output()
            .expect("cargo starts");
        assert!(run.status.success(), "{arguments:?}\n{}", String::from_utf8_lossy(&run.stderr));
    };
    cargo(&["clippy", "--offline", "--quiet", "--workspace", "--keep-going", "--", "-D", "warnings"]);
    cargo(&["check", "--offline", "--quiet", "-p", "long-chains", "--example", "spawn"]);
    cargo(&["doc", "--offline", "--quiet", "--workspace", "--no-deps", "--keep-going"]);
}

/// Returns every input that has to compile, by the name of its crate.
fn inputs() -> Vec<(String, Generator)> {
    let mut inputs = Vec::new();
    let cases = Path::new(ROOT).join("tests/cases/accept");
    for spec in specs(&cases) {
        let name = spec.strip_prefix(&cases).unwrap_or(&spec).with_extension("");
        let name = name.to_string_lossy().replace(['/', '\\', '.'], "-");
        inputs.push((format!("case-{name}"), Generator::new(spec)));
    }
    let texts =
        [("comments", injection::COMMENTS), ("quotes", injection::QUOTES), ("braces", injection::BRACES), ("docs", injection::DOCS)];
    for (name, texts) in texts {
        let text = everywhere::document(texts).to_string();
        inputs.push((format!("everywhere-{name}"), Generator::from_input(Input::Text { name: format!("{name}.json"), text })));
    }
    for (name, text) in keywords::inputs() {
        inputs.push((format!("everywhere-{name}"), Generator::from_input(Input::Text { name: format!("{name}.json"), text })));
    }
    for (name, text) in [("long-chains", size::chains()), ("large-enum", size::large_enum())] {
        inputs.push((name.to_owned(), Generator::from_input(Input::Text { name: format!("{name}.yaml"), text })));
    }
    inputs
}

/// Returns the cases of a folder and the folders in it: what is said about a case stands beside it.
fn specs(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).expect("there are cases").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let within = |path: PathBuf| {
        let is_case = path.extension().is_some_and(|ending| ending == "yaml") && path.with_extension("txt").is_file();
        if path.is_dir() { specs(&path) } else { Vec::from_iter(is_case.then_some(path)) }
    };
    paths.into_iter().flat_map(within).collect()
}

//! Holds the crates in `generated/` and the prints of the stages against the documents in `specs/`.
//!
//! `UPDATE_EXPECT=1` writes both again; review what changed as code.
#![cfg(feature = "cli")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use expect_test::expect_file;
use turnbuckle::generator::{Failure, Runtime};
use turnbuckle::{Generator, ir, name};

/// The documents, without `specs/`.
const SPECS: [(&str, &str); 6] = [
    ("billing", "billing.json"),
    ("crm", "crm.yaml"),
    ("harbour", "harbour.yaml"),
    ("helpdesk", "helpdesk/helpdesk.yaml"),
    ("mailer", "mailer.yaml"),
    ("warehouse", "warehouse.yaml"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate is in the workspace").to_path_buf()
}

fn spec(file: &str) -> PathBuf {
    root().join("specs").join(file)
}

#[test]
fn the_committed_crates_are_up_to_date() -> Result<(), Failure> {
    let mut differing = Vec::new();
    for (api, file) in SPECS {
        let output = root().join("generated").join(api);
        let generator = Generator::new(spec(file));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            // After a merge, files may not be recognised as generated. The folder is under version control, and contains nothing else.
            if generator.generate_to(&output).is_err() {
                fs::remove_dir_all(&output).expect("the folder is there");
                generator.generate_to(&output)?;
            }
        }
        let report = generator.check(&output)?.report;
        differing.extend(report.written.iter().map(|path| format!("generated/{api}/{} differs", path.display())));
        differing.extend(report.deleted.iter().map(|path| format!("generated/{api}/{} is no longer needed", path.display())));
    }
    assert!(differing.is_empty(), "{}\n`UPDATE_EXPECT=1 cargo test -p turnbuckle --test generated` writes them", differing.join("\n"));
    Ok(())
}

#[test]
fn there_is_a_crate_for_each_document_and_no_other() {
    let entries = fs::read_dir(root().join("generated")).expect("there are generated crates");
    let mut found: Vec<String> =
        entries.map(|entry| entry.expect("the entry is there").file_name().to_string_lossy().into_owned()).collect();
    found.sort();
    assert_eq!(found, SPECS.map(|(api, _)| api));
}

#[test]
fn no_document_of_ours_is_left_in_doubt() -> Result<(), Failure> {
    let mut warnings = Vec::new();
    for (_, file) in SPECS {
        let plan = Generator::new(spec(file)).plan()?;
        let above = plan.diagnostics.iter().filter(|diagnostic| diagnostic.severity > turnbuckle::diagnostic::Severity::Note);
        warnings.extend(above.map(|diagnostic| format!("{file}: {}: {}", diagnostic.code, diagnostic.message)));
    }
    assert_eq!(warnings, Vec::<String>::new());
    Ok(())
}

#[test]
fn what_the_services_offer() -> Result<(), Failure> {
    for (api, file) in SPECS {
        let plan = Generator::new(spec(file)).plan()?;
        let path = root().join("tests/expect/ir").join(format!("{api}.txt"));
        expect_file![path].assert_eq(&ir::print(&plan.api));
    }
    Ok(())
}

#[test]
fn what_everything_is_called() -> Result<(), Failure> {
    for (api, file) in SPECS {
        let plan = Generator::new(spec(file)).plan()?;
        let path = root().join("tests/expect/names").join(format!("{api}.txt"));
        expect_file![path].assert_eq(&name::print(&plan.api, &plan.names));
    }
    Ok(())
}

#[test]
fn the_printer_of_the_command_line_is_that_of_the_golden_files() -> Result<(), Failure> {
    let plan = Generator::new(spec("crm.yaml")).plan()?;
    for (stage, print) in [("ir", ir::print(&plan.api)), ("names", name::print(&plan.api, &plan.names))] {
        let output = command(&["dump", "crm.yaml", "--stage", stage]).output().expect("the command starts");
        assert_eq!(String::from_utf8_lossy(&output.stdout), print);
    }
    Ok(())
}

#[test]
fn every_run_writes_the_same_bytes() {
    let surroundings: [&[(&str, &str)]; 3] = [
        &[("LC_ALL", "C"), ("TZ", "UTC"), ("HOME", "/nonexistent")],
        &[("LC_ALL", "tr_TR.UTF-8"), ("LANG", "de_DE.UTF-8"), ("TZ", "Asia/Kathmandu")],
        &[("COLUMNS", "20"), ("NO_COLOR", "1"), ("CARGO_TARGET_DIR", "elsewhere"), ("RUST_BACKTRACE", "1")],
    ];
    for (api, file) in SPECS {
        let runs: Vec<BTreeMap<PathBuf, Vec<u8>>> = surroundings
            .iter()
            .map(|variables| {
                let folder = tempfile::tempdir().expect("there is a folder for temporary files");
                let output = folder.path().join("a folder with a name");
                let path = output.to_str().expect("the folder's name is text");
                let args = ["generate", file, "--runtime=0.1", "--output", path];
                let mut run = if variables[0].1 == "C" { on_one_processor(&args) } else { command(&args) };
                let status = run.envs(variables.iter().copied()).output().expect("the command starts").status;
                assert!(status.success(), "{api}");
                contents(&output)
            })
            .collect();
        for other in &runs[1..] {
            assert_eq!(runs[0].keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>(), "{api}");
            let differing: Vec<_> = runs[0].iter().filter(|(path, bytes)| other[*path] != **bytes).map(|(path, _)| path).collect();
            assert!(differing.is_empty(), "{api}: {differing:?}");
        }
    }
}

#[test]
fn the_runtime_is_all_that_says_where_a_crate_was_written() -> Result<(), Failure> {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let generator = Generator::new(spec("crm.yaml")).runtime(Runtime::Version("0.1".to_owned()));
    generator.generate_to(folder.path())?;
    let place = folder.path().to_str().expect("the folder's name is text").to_owned();
    let root = root().to_str().expect("the folder's name is text").to_owned();
    for (path, bytes) in contents(folder.path()) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(&place) && !text.contains(&root), "{} tells a path", path.display());
    }
    Ok(())
}

/// A command in the folder of the documents.
fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_turnbuckle"));
    command.args(args).current_dir(root().join("specs"));
    command
}

/// A command that sees one processor, where the system has the means to say so: it uses as many threads as there are processors.
fn on_one_processor(args: &[&str]) -> Command {
    let plain = command(args);
    if !Command::new("taskset").args(["-c", "0", "true"]).status().is_ok_and(|status| status.success()) {
        return plain;
    }
    let mut command = Command::new("taskset");
    command.args(["-c", "0"]).arg(plain.get_program()).args(args).current_dir(root().join("specs"));
    command
}

/// Returns every file in a folder.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(at) = folders.pop() {
        for path in fs::read_dir(at).expect("the folder can be read").map(|entry| entry.expect("the entry is there").path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let inside = path.strip_prefix(folder).expect("the file is in the folder").to_path_buf();
                found.insert(inside, fs::read(path).expect("the file can be read"));
            }
        }
    }
    found
}

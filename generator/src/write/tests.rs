//! What is in a folder before and after.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

use super::{File, Lock, OtherApi, Patience, Purpose, Report, Source, header, list};
use crate::diagnostic::Diagnostic;

mod api;
mod owned;
mod turns;

fn files<const N: usize>(files: [(&str, &str); N]) -> Vec<File> {
    files.map(|(path, contents)| File { path: PathBuf::from(path), contents: contents.to_owned() }).into()
}

fn purpose(title: &str, spec: Option<&str>) -> Purpose {
    Purpose { source: Source { title: title.to_owned(), spec: spec.map(str::to_owned) }, other: OtherApi::Refuse }
}

/// Writes for an API that does not change, without concurrent runs.
fn write(files: &[File], root: &Path) -> Result<Report, Diagnostic> {
    super::write(files, root, &purpose("Zoo", Some("../zoo.yaml")), &mut || panic!("nobody else writes"))
}

fn check(files: &[File], root: &Path) -> Result<Report, Diagnostic> {
    super::check(files, root, &mut || panic!("nobody writes"))
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("there is a folder for temporary files")
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("the path has a parent")).expect("the folder can be made");
    fs::write(path, text).expect("the file can be written");
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).expect("the file can be read")
}

/// Returns every file with its text, sorted; without the list, and without the headers.
fn tree(root: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be read").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with(list::NAME) {
                let name = path.strip_prefix(root).expect("the file is in the folder");
                let text = fs::read_to_string(&path).unwrap_or_default();
                let header = header::of(name).map_or_else(String::new, |header| format!("{header}\n"));
                let body = text.strip_prefix(&header).unwrap_or(&text).to_owned();
                found.push((name.display().to_string(), body));
            }
        }
    }
    found.sort();
    found
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs.map(|(path, text)| (path.to_owned(), text.to_owned())).into()
}

#[test]
fn only_what_changed_is_written_and_only_ours_is_deleted() {
    let dir = folder();
    let root = dir.path().join("out");
    let first = write(&files([("Cargo.toml", "a"), ("src/lib.rs", "b"), ("src/old/deep.rs", "c")]), &root).expect("the folder is new");
    assert_eq!((first.written.len(), first.unchanged, first.deleted.len()), (3, 0, 0));
    put(&root, "target/debug/x", "foreign");
    put(&root, "src/mine.rs", "foreign");
    let modified = fs::metadata(root.join("Cargo.toml")).and_then(|file| file.modified()).expect("the file is there");
    let second = write(&files([("Cargo.toml", "a"), ("src/lib.rs", "B")]), &root).expect("the folder is ours");
    assert_eq!(second.written, [PathBuf::from("src/lib.rs")]);
    assert_eq!(second.deleted, [PathBuf::from("src/old/deep.rs")]);
    assert_eq!(second.unchanged, 1);
    let after = fs::metadata(root.join("Cargo.toml")).and_then(|file| file.modified()).expect("the file is there");
    assert_eq!(modified, after);
    assert_eq!(tree(&root), pairs([("Cargo.toml", "a"), ("src/lib.rs", "B"), ("src/mine.rs", "foreign"), ("target/debug/x", "foreign")]));
    assert!(!root.join("src/old").exists());
    assert!(write(&files([("Cargo.toml", "a"), ("src/lib.rs", "B")]), &root).expect("the folder is ours").is_clean());
}

#[test]
fn a_folder_with_foreign_files_is_refused() {
    let dir = folder();
    put(dir.path(), "notes.txt", "mine");
    let error = write(&files([("src/lib.rs", "b")]), dir.path()).expect_err("the folder is not ours");
    assert_eq!(error.code, "output-not-ours");
    assert_eq!(tree(dir.path()), pairs([("notes.txt", "mine")]));
    assert!(!dir.path().join(list::NAME).exists());
}

#[test]
fn a_foreign_file_in_the_way_is_refused() {
    let dir = folder();
    write(&files([("src/lib.rs", "b")]), dir.path()).expect("the folder is empty");
    put(dir.path(), "src/deals.rs", "mine");
    let error = write(&files([("src/lib.rs", "B"), ("src/deals.rs", "d")]), dir.path()).expect_err("the file is not ours");
    assert_eq!(error.code, "output-not-ours");
    assert_eq!(tree(dir.path()), pairs([("src/deals.rs", "mine"), ("src/lib.rs", "b")]));
}

#[test]
fn paths_that_lead_out_are_refused() {
    for path in ["../x", "/etc/x", "src/../../x.rs", ".", "", ".turnbuckle", ".turnbuckle-staging-1/x", "src/../../../x.rs"] {
        let dir = folder();
        let error = write(&files([(path, "b")]), dir.path()).expect_err("the path is not inside");
        assert_eq!(error.code, "invalid-path", "{path}");
    }
    let dir = folder();
    let error = write(&files([("src/A.rs", "b"), ("src/a.rs", "c")]), dir.path()).expect_err("some systems cannot tell them apart");
    assert_eq!(error.code, "invalid-path");
}

#[test]
fn lines_of_the_list_that_lead_out_delete_nothing() {
    let dir = folder();
    let root = dir.path().join("out");
    put(dir.path(), "precious", "mine");
    write(&files([("src/lib.rs", "b")]), &root).expect("the folder is new");
    let list = fs::read_to_string(root.join(list::NAME)).expect("there is a list");
    fs::write(root.join(list::NAME), list + "../precious\n").expect("the list can be changed");
    write(&files([("src/lib.rs", "c")]), &root).expect("the folder is ours");
    assert!(dir.path().join("precious").exists());
}

#[test]
fn check_writes_nothing() {
    let dir = folder();
    let root = dir.path().join("out");
    let missing = check(&files([("src/lib.rs", "b")]), &root).expect("the paths are fine");
    assert_eq!(missing.written, [PathBuf::from("src/lib.rs"), PathBuf::from(list::NAME)]);
    assert!(!root.exists());
    write(&files([("src/lib.rs", "b"), ("src/old.rs", "c")]), &root).expect("the folder is new");
    let report = check(&files([("src/lib.rs", "B")]), &root).expect("the paths are fine");
    assert_eq!((report.written, report.deleted), (vec![PathBuf::from("src/lib.rs")], vec![PathBuf::from("src/old.rs")]));
    assert_eq!(tree(&root), pairs([("src/lib.rs", "b"), ("src/old.rs", "c")]));
    assert!(check(&files([("src/lib.rs", "b"), ("src/old.rs", "c")]), &root).expect("the paths are fine").is_clean());
}

#[test]
fn a_file_in_place_of_the_folder_is_refused() {
    let dir = folder();
    put(dir.path(), "out", "mine");
    let error = write(&files([("src/lib.rs", "b")]), &dir.path().join("out")).expect_err("it is a file");
    assert_eq!(error.code, "output-not-a-folder");
    let error = write(&files([("src/lib.rs", "b")]), &dir.path().join("out/deep")).expect_err("it is in a file");
    assert_eq!(error.code, "output-unwritable");
}

#[cfg(unix)]
#[test]
fn links_that_leave_the_folder_are_refused() {
    let dir = folder();
    let root = dir.path().join("out");
    write(&files([("Cargo.toml", "a")]), &root).expect("the folder is new");
    fs::create_dir(dir.path().join("elsewhere")).expect("the folder can be made");
    std::os::unix::fs::symlink("../elsewhere", root.join("src")).expect("the link can be made");
    let error = write(&files([("Cargo.toml", "A"), ("src/lib.rs", "b")]), &root).expect_err("the link leaves the folder");
    assert_eq!(error.code, "output-leaves-folder");
    assert_eq!(tree(&dir.path().join("elsewhere")), []);
    assert_eq!(read(&root, "Cargo.toml"), "# @generated by turnbuckle. Do not edit.\n\na");
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_a_file_is_refused_and_not_followed() {
    let dir = folder();
    let root = dir.path().join("out");
    write(&files([("src/a.rs", "a")]), &root).expect("the folder is new");
    put(dir.path(), "precious", "// @generated by turnbuckle. Do not edit.\n\nmine");
    fs::remove_file(root.join("src/a.rs")).expect("the file is there");
    std::os::unix::fs::symlink("../../precious", root.join("src/a.rs")).expect("the link can be made");
    let error = write(&files([("src/a.rs", "A")]), &root).expect_err("the link is somebody else's");
    assert_eq!(error.code, "output-not-ours");
    let report = write(&files([("src/b.rs", "b")]), &root).expect("nothing is in the way");
    assert_eq!((report.deleted, report.kept), (Vec::new(), vec![PathBuf::from("src/a.rs")]));
    assert_eq!(read(dir.path(), "precious"), "// @generated by turnbuckle. Do not edit.\n\nmine");
    assert!(root.join("src/a.rs").is_symlink());
}

#[test]
fn an_interrupted_first_run_does_not_stand_in_the_way() {
    let dir = folder();
    put(dir.path(), ".turnbuckle-staging-0/src/lib.rs", "half");
    write(&files([("src/lib.rs", "b")]), dir.path()).expect("what is left is ours");
    assert_eq!(tree(dir.path()), pairs([("src/lib.rs", "b")]));
}

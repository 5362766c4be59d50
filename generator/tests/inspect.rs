//! What `turnbuckle inspect` says of a document of `specs/`, for people and for programs.
#![cfg(feature = "cli")]

use std::path::{Path, PathBuf};
use std::process::Command;

use expect_test::expect_file;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate is in the workspace").to_path_buf()
}

fn inspect(args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_turnbuckle"));
    let output = command.current_dir(root()).arg("inspect").args(args).output().expect("the command runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the output is text")
}

#[test]
fn a_document_is_surveyed_for_people() {
    let path = root().join("tests/expect/inspect/billing.txt");
    expect_file![path].assert_eq(&inspect(&["specs/billing.json"]));
}

#[test]
fn a_document_is_surveyed_for_programs() {
    let text = inspect(&["specs/billing.json", "--format", "json"]);
    let path = root().join("tests/expect/inspect/billing.json");
    expect_file![path].assert_eq(&text);
}

#[test]
fn the_cost_of_each_part_is_estimated() {
    let text = inspect(&["specs/billing.json", "--cost"]);
    let (_, costs) = text.split_once("cost to compile").expect("there are estimates");
    let path = root().join("tests/expect/inspect/billing.cost.txt");
    expect_file![path].assert_eq(&format!("cost to compile{costs}"));
}

#[test]
fn each_reason_for_a_missing_type_is_told_with_its_place() {
    let text = inspect(&["tests/cases/accept/untyped.yaml", "--format", "json"]);
    let survey: serde_json::Value = serde_json::from_str(&text).expect("the output is JSON");
    let mut found = Vec::new();
    for reason in survey["untyped"].as_array().expect("there are reasons") {
        for place in reason["places"].as_array().expect("there are places") {
            let (reason, item) = (reason["reason"].as_str().unwrap_or_default(), place["item"].as_str().unwrap_or_default());
            found.push(format!("{} {reason}: {item}", place["spot"]["line"]));
        }
    }
    found.sort();
    expect_file![root().join("tests/cases/accept/untyped.reasons.txt")].assert_eq(&(found.join("\n") + "\n"));
}

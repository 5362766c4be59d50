//! Documents, the whole way to files: no panic, no stack overflow, and what would be written is sound.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::rust::{files, generator};

/// Takes a document, in JSON or YAML.
pub(crate) fn run(input: &[u8]) {
    files(&generator("fuzz.yaml", String::from_utf8_lossy(input).into_owned()));
}

/// Returns the corpus: the cases, the project's own specs, and the smaller documents of the corpus of real ones, where it is there.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    const LARGEST: u64 = 60_000;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut seeds = Vec::new();
    for folder in ["tests/cases/accept", "tests/cases/accept/schemas", "specs", "../shared/corpus"] {
        let Ok(entries) = fs::read_dir(root.join(folder)) else { continue };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.metadata().is_ok_and(|file| file.is_file() && file.len() < LARGEST)) {
            let is_spec = path.extension().is_some_and(|ending| ending == "yaml" || ending == "json");
            let text = fs::read_to_string(path).unwrap_or_default();
            // As JSON, so that it is changed as a tree. What cannot be read this way is tested elsewhere.
            if let Some(tree) = is_spec.then(|| serde_yaml::from_str::<Value>(&text).ok()).flatten().filter(Value::is_object) {
                seeds.push(serde_json::to_vec(&tree).expect("a tree can be written"));
            }
        }
    }
    // A few as they are, for what only YAML has.
    for path in ["tests/cases/accept/yaml-types.yaml", "tests/cases/accept/composition-rings.yaml", "specs/harbour.yaml"] {
        seeds.push(crate::rust::spec(path));
    }
    seeds
}

//! Holds the import rules of the stages against their files.
//!
//! A rule names a path by its beginning: `std::fs` forbids `std::fs::read` too. All paths of a file count, those in `use` trees and those
//! in code, with `super` and `self` resolved. Unit tests are free to import what they like.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// What the files of a module must never import.
struct Rule {
    module: &'static str,
    forbidden: &'static [&'static str],
}

/// Whatever reads or writes outside the process.
const IO: &[&str] = &["std::fs", "std::net", "std::process", "std::env", "std::io::stdin", "std::io::stdout", "ureq", "reqwest"];

/// The stages in the order of the flow: none imports a later one.
const FLOW: &[&str] = &["source", "normalize", "lower", "analyze", "name", "emit"];

const RULES: &[Rule] = &[
    Rule { module: "source", forbidden: &["openapiv3", "crate::ir", "syn", "quote", "proc_macro2"] },
    Rule { module: "normalize", forbidden: &["crate::ir", "syn", "quote", "proc_macro2"] },
    Rule { module: "ir", forbidden: &["openapiv3", "syn", "quote", "proc_macro2", "heck", "crate::normalize", "crate::lower"] },
    Rule { module: "lower", forbidden: &["heck", "syn", "quote", "proc_macro2"] },
    Rule { module: "analyze", forbidden: &["openapiv3", "syn", "quote", "proc_macro2", "crate::normalize", "crate::lower"] },
    Rule { module: "name", forbidden: &["openapiv3", "quote", "crate::normalize", "crate::lower"] },
    // `emit` does the formatting, for the writer is to get finished texts and stays without `syn`.
    Rule { module: "emit", forbidden: &["openapiv3", "heck", "crate::normalize", "crate::lower", "crate::source"] },
    Rule { module: "config", forbidden: &["openapiv3", "syn", "quote", "proc_macro2", "crate::ir", "crate::generator"] },
    Rule { module: "diagnostic", forbidden: &["openapiv3", "syn", "quote", "proc_macro2", "crate::ir", "crate::generator"] },
    // Translates text, for the checks of `lower` and the tables of `emit`.
    Rule {
        module: "ecma",
        forbidden: &["openapiv3", "syn", "quote", "proc_macro2", "crate::ir", "crate::normalize", "crate::lower", "crate::emit"],
    },
    // Runs what it is given on a thread.
    Rule {
        module: "stack",
        forbidden: &["openapiv3", "syn", "quote", "proc_macro2", "crate::ir", "crate::normalize", "crate::lower", "crate::emit"],
    },
    // Serves the stages that walk graphs, and knows none of them.
    Rule {
        module: "graph",
        forbidden: &["openapiv3", "syn", "quote", "proc_macro2", "crate::ir", "crate::normalize", "crate::lower", "crate::analyze"],
    },
    // Terminal and cargo adapt the public `Generator`. They may read what is in its `Plan`, so the types and the printers of the stages are
    // open to them, and the stages themselves are not.
    Rule { module: "cli", forbidden: ADAPTER },
    Rule { module: "build_script", forbidden: ADAPTER },
    Rule { module: "main", forbidden: ADAPTER },
    // Reads a `Plan` too, for other programs.
    Rule { module: "places", forbidden: ADAPTER },
];

const ADAPTER: &[&str] = &[
    "openapiv3",
    "syn",
    "quote",
    "proc_macro2",
    "crate::source::load",
    "crate::normalize::normalize",
    "crate::lower",
    "crate::analyze::analyze",
    "crate::name::assign",
    "crate::emit::emit",
    "crate::write",
];

/// The modules that may do what [`IO`] lists: the two ends, what adapts them, and the generator, which reads the configuration.
const ENDS: &[&str] = &["source", "write", "cli", "build_script", "main", "generator"];

/// What the writer may import: nothing else.
const WRITE: &[&str] = &["std", "fs4", "same_file", "prettyplease", "syn", "crate::diagnostic"];

#[test]
fn no_stage_imports_what_it_must_not() {
    let mut broken = Vec::new();
    for rule in RULES {
        for (file, path) in imports(rule.module) {
            if rule.forbidden.iter().any(|forbidden| begins(&path, forbidden)) {
                broken.push(format!("{file}: `{path}`"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn no_stage_imports_a_later_one() {
    let mut broken = Vec::new();
    for (at, stage) in FLOW.iter().enumerate() {
        for (file, path) in imports(stage) {
            let later = FLOW[at + 1..].iter().copied().chain(["generator", "cli", "build_script"]);
            if later.into_iter().any(|later| begins(&path, &format!("crate::{later}"))) {
                broken.push(format!("{file}: `{path}`"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn only_the_ends_reach_outside_the_process() {
    let mut broken = Vec::new();
    for module in modules().iter().filter(|module| !ENDS.contains(&module.as_str())) {
        for (file, path) in imports(module) {
            if IO.iter().any(|forbidden| begins(&path, forbidden)) {
                broken.push(format!("{file}: `{path}`"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_writer_imports_little() {
    let own = |path: &str| begins(path, "crate::write") || !path.contains("::");
    let allowed = |path: &str| WRITE.iter().any(|allowed| begins(path, allowed));
    let known: BTreeSet<String> = modules().into_iter().map(|module| format!("crate::{module}")).collect();
    let foreign = |path: &str| {
        let dependency = ["openapiv3", "serde_json", "serde", "quote", "proc_macro2", "clap", "indexmap", "toml"];
        known.iter().any(|module| begins(path, module)) || dependency.iter().any(|name| begins(path, name))
    };
    let broken: Vec<_> = imports("write").into_iter().filter(|(_, path)| !own(path) && !allowed(path) && foreign(path)).collect();
    assert!(broken.is_empty(), "{broken:?}");
}

#[test]
fn every_module_has_a_rule_or_is_an_end() {
    let without: Vec<String> = modules()
        .into_iter()
        .filter(|module| !RULES.iter().any(|rule| rule.module == module) && !["lib", "generator", "write"].contains(&module.as_str()))
        .collect();
    assert_eq!(without, Vec::<String>::new(), "give these a rule");
}

#[test]
fn paths_are_found_wherever_they_stand() {
    let text = "use crate::{ir, name::{self, Name as N}};\nuse super::super::source;\nfn f() -> std::io::Result<()> { std::fs::read(\"a\")?; g!(x::y) }";
    let found = paths(text, &["lower", "inner"]);
    for path in ["crate::ir", "crate::name", "crate::name::Name", "crate::source", "std::io::Result", "std::fs::read", "x::y"] {
        assert!(found.contains(path), "{path} is not in {found:?}");
    }
}

/// Returns whether a path is another one or leads into it.
fn begins(path: &str, start: &str) -> bool {
    path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Returns the names of the modules at the root of the crate.
fn modules() -> BTreeSet<String> {
    let entries = fs::read_dir(source_folder()).expect("the crate has sources");
    entries.map(|entry| entry.expect("the entry is there").path()).map(|path| stem(&path)).collect()
}

fn stem(path: &Path) -> String {
    path.file_stem().expect("a source has a name").to_string_lossy().into_owned()
}

/// Returns every path in the files of a module, with the file it stands in.
fn imports(module: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let single = source_folder().join(format!("{module}.rs"));
    if single.is_file() {
        files.push(single);
    }
    collect(&source_folder().join(module), &mut files);
    assert!(!files.is_empty(), "there is no module `{module}`");
    let mut found = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("the source can be read");
        let inside = file.strip_prefix(source_folder()).expect("the source is in the folder").with_extension("");
        let mut at: Vec<String> = inside.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        at.retain(|part| part != "mod");
        let at: Vec<&str> = at.iter().map(String::as_str).collect();
        found.extend(paths(&text, &at).into_iter().map(|path| (inside.display().to_string(), path)));
    }
    found
}

/// Collects the sources in a folder, without those of unit tests.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.expect("the entry is there").path()).filter(|path| stem(path) != "tests") {
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// Returns the paths in the text of the module `at`.
fn paths(text: &str, at: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let tokens: TokenStream = text.parse().expect("the source is Rust");
    walk(tokens, &[], &mut found);
    found.into_iter().map(|path| absolute(&path, at)).collect()
}

fn walk(tokens: TokenStream, before: &[String], found: &mut BTreeSet<Vec<String>>) {
    let mut path = before.to_vec();
    let mut colons = 2;
    for token in tokens {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
            TokenTree::Ident(ident) if colons == 2 => {
                path.push(ident.to_string());
                colons = 0;
            }
            TokenTree::Group(group) if colons == 2 && group.delimiter() == Delimiter::Brace && !path.is_empty() => {
                walk(group.stream(), &path, found);
                (path, colons) = (before.to_vec(), 2);
            }
            other => {
                found.insert(std::mem::replace(&mut path, before.to_vec()));
                colons = 2;
                match other {
                    TokenTree::Group(group) => walk(group.stream(), &[], found),
                    TokenTree::Ident(ident) => {
                        path = vec![ident.to_string()];
                        colons = 0;
                    }
                    TokenTree::Punct(_) | TokenTree::Literal(_) => {}
                }
            }
        }
    }
    found.insert(path);
}

fn absolute(path: &[String], at: &[&str]) -> String {
    let up = path.iter().take_while(|part| *part == "super").count();
    let mut parts: Vec<&str> = Vec::new();
    if up > 0 {
        parts.push("crate");
        parts.extend(&at[..at.len().saturating_sub(up)]);
    }
    parts.extend(path[up..].iter().map(String::as_str).filter(|part| *part != "self"));
    parts.join("::")
}

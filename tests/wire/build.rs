//! Generates a client of every document that the mock server comes with, in every dialect.
//!
//! What it writes is a file for each dialect, `v3_0.rs` and so on, with a module for each document: `v3_0::type_array` is the client of
//! `openapi/3.0/type/array.yaml`. Where the documents are not there, it writes nothing and sets no cfg, so that the tests skip.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use turnbuckle::Generator;

const DIALECTS: [&str; 3] = ["3.0", "3.1", "3.2"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rustc-check-cfg=cfg(scenarios)");
    println!("cargo::rerun-if-env-changed=TURNBUCKLE_SHARED");
    let shared = env::var_os("TURNBUCKLE_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from)
        .join("conformance/http-specs");
    println!("cargo::rerun-if-changed={}", shared.join("openapi").display());
    println!("cargo::rustc-env=SCENARIOS={}", shared.display());
    if !shared.is_dir() {
        return Ok(());
    }
    println!("cargo::rustc-cfg=scenarios");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets no OUT_DIR")?);
    for dialect in DIALECTS {
        fs::write(out.join(format!("{}.rs", module(dialect))), clients(dialect, &shared.join("openapi").join(dialect))?)?;
    }
    Ok(())
}

/// Generates the clients of a dialect, and returns the modules that include them.
fn clients(dialect: &str, folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut documents = Vec::new();
    collect(folder, &mut documents)?;
    documents.sort();
    let mut modules = String::new();
    for document in documents {
        let path = document.strip_prefix(folder)?.with_extension("");
        let path = path.to_str().ok_or("a document's name is not UTF-8")?;
        let name = path.replace(['/', '.', '-'], "_");
        let file = format!("{}_{name}", module(dialect));
        Generator::new(&document).name(&file).generate_to_out_dir()?;
        writeln!(modules, "pub mod {} {{", name.to_lowercase())?;
        writeln!(modules, "    //! The client of `{path}.yaml`.\n")?;
        writeln!(modules, "    include!(concat!(env!(\"OUT_DIR\"), \"/{file}.rs\"));\n}}\n")?;
    }
    Ok(modules)
}

fn module(dialect: &str) -> String {
    format!("v{}", dialect.replace('.', "_"))
}

fn collect(folder: &Path, documents: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, documents)?;
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            documents.push(path);
        }
    }
    Ok(())
}

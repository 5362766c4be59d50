//! Generation from a build script: one file in cargo's `OUT_DIR`, to include.

use std::env;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Severity};
use crate::emit::Layout;
use crate::generator::{Failure, Generator, Plan};

impl Generator {
    /// Writes the client as one file into cargo's `OUT_DIR`, for a build script.
    ///
    /// The file is called after the crate: `crm.rs` for a package `crm`. It holds the modules of a package, so it is included in a module:
    ///
    /// ```no_run
    /// // build.rs
    /// fn main() -> Result<(), turnbuckle::generator::Failure> {
    ///     turnbuckle::Generator::new("specs/crm.yaml").name("crm").generate_to_out_dir()
    /// }
    /// ```
    ///
    /// ```text
    /// // src/lib.rs
    /// pub mod crm {
    ///     include!(concat!(env!("OUT_DIR"), "/crm.rs"));
    /// }
    /// ```
    ///
    /// Cargo runs the build script again when a file of the spec, or the configuration, changes. Warnings are shown as cargo's.
    pub fn generate_to_out_dir(&self) -> Result<(), Failure> {
        let plan = self.plan_keeping(false, &mut |_| {})?;
        // Who cannot read what cargo is told has no cargo.
        let _ = announce(&plan);
        let written = out_dir().and_then(|folder| {
            let files = self.files(&plan, Layout::SingleFile, &folder)?;
            files.iter().try_for_each(|file| replace(&folder.join(&file.path), &file.contents))
        });
        written.map_err(|error| Failure { diagnostics: vec![error], sources: plan.sources })
    }
}

fn announce(plan: &Plan) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for id in plan.sources.ids() {
        let file = plan.sources.file(id);
        if file.url().is_none() {
            writeln!(out, "cargo::rerun-if-changed={}", one_line(file.name()))?;
        }
    }
    if let Some(config) = &plan.config_file {
        writeln!(out, "cargo::rerun-if-changed={}", one_line(&config.display().to_string()))?;
    }
    for diagnostic in plan.diagnostics.iter().filter(|diagnostic| diagnostic.severity >= Severity::Warning) {
        let place = diagnostic.location.as_ref().map_or_else(String::new, |location| {
            let line = plan.sources.span(location).map_or_else(String::new, |span| format!(":{}:{}", span.line, span.column));
            format!("{}{line}: ", plan.sources.file(location.file).name())
        });
        writeln!(out, "cargo::warning={}", one_line(&format!("{place}{} [{}]", diagnostic.message, diagnostic.code)))?;
    }
    Ok(())
}

/// Text of a spec must not be able to give cargo an instruction of its own.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn out_dir() -> Result<PathBuf, Diagnostic> {
    env::var_os("OUT_DIR").map(PathBuf::from).ok_or_else(|| {
        let message = "`OUT_DIR` is not set; nothing is written";
        Diagnostic::error("no-out-dir", message).help("cargo sets it for build scripts; elsewhere, call `generate_to`")
    })
}

/// Leaves a file that is as it should be alone, for cargo compiles again what is newer.
fn replace(path: &Path, contents: &str) -> Result<(), Diagnostic> {
    if fs::read(path).is_ok_and(|found| found == contents.as_bytes()) {
        return Ok(());
    }
    let staged = path.with_extension(format!("rs.{}.new", std::process::id()));
    fs::write(&staged, contents)
        .and_then(|()| fs::rename(&staged, path))
        .map_err(|error| Diagnostic::error("output-unwritable", format!("cannot write `{}`: {error}", path.display())))
}

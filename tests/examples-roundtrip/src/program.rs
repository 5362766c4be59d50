//! The program that decodes and encodes: the models of a generated crate with a table of functions, one for each type.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// Where things are, and what is used to build.
pub(crate) struct Workplace {
    /// The repository.
    pub(crate) root: PathBuf,
    /// The folder for generated crates and programs.
    pub(crate) work: PathBuf,
    /// Cargo's target folder for the programs.
    pub(crate) target: PathBuf,
}

/// What came back of an example: JSON, or the error.
pub(crate) type Answer = Result<Value, String>;

/// Builds the program of a client for these types and has it take each value, given with the index of its type.
pub(crate) fn run(place: &Workplace, id: &str, client: &Path, types: &[String], values: &[(usize, String)]) -> Result<Vec<Answer>, String> {
    let folder = place.work.join(format!("{id}.program"));
    let id = &id.replace('.', "-");
    write(place, id, client, &folder, types).map_err(|error| format!("the program cannot be written: {error}"))?;
    let output = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--jobs", "1", "--all-features"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", &place.target)
        .output()
        .map_err(|error| format!("cargo cannot be run: {error}"))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("the program does not compile:\n{}", text.lines().take(60).collect::<Vec<_>>().join("\n")));
    }
    ask(&place.target.join("debug").join(format!("examples-{id}")), values).map_err(|error| format!("the program failed: {error}"))
}

fn write(place: &Workplace, id: &str, client: &Path, folder: &Path, types: &[String]) -> std::io::Result<()> {
    let source = folder.join("src");
    std::fs::remove_dir_all(folder).or_else(|error| if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) })?;
    std::fs::create_dir_all(source.join("models"))?;
    std::fs::copy(place.root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    if client.join("src/models.rs").is_file() {
        std::fs::copy(client.join("src/models.rs"), source.join("models.rs"))?;
        for file in std::fs::read_dir(client.join("src/models"))? {
            let file = file?;
            std::fs::copy(file.path(), source.join("models").join(file.file_name()))?;
        }
    }
    let manifest = std::fs::read_to_string(client.join("Cargo.toml"))?;
    let features = manifest.split("[features]").nth(1).and_then(|rest| rest.split("\n[").next()).unwrap_or_default();
    let runtime = place.root.join("runtime").display().to_string();
    let manifest = format!(
        "[package]\nname = \"examples-{id}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[features]{features}\n\n\
         [dependencies]\nturnbuckle-runtime = {{ path = {runtime:?}, default-features = false, features = [\"jiff\"] }}\n\n\
         [profile.dev]\ndebug = 0\nincremental = false\n"
    );
    std::fs::write(folder.join("Cargo.toml"), manifest)?;
    std::fs::write(source.join("main.rs"), text(types, source.join("models.rs").is_file()))
}

fn text(types: &[String], has_models: bool) -> String {
    let mut out = String::from("#![allow(warnings)]\n");
    if has_models {
        out.push_str("mod models;\n");
    }
    out.push_str(
        r#"
use std::io::{BufRead, Write};
use turnbuckle_runtime::{json, model::Model};

fn run<T: Model>(json: &[u8]) -> Result<Vec<u8>, String> {
    let value: T = json::from_slice(json).map_err(|error| error.to_string())?;
    json::to_vec(value.view()).map_err(|error| error.to_string())
}

fn main() {
    let mut out = std::io::BufWriter::new(std::io::stdout());
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("the input is text");
        let (index, json) = line.split_once('\t').expect("a line has two parts");
        let index: usize = index.parse().expect("the first part is a number");
        let (status, answer) = match TABLE[index](json.as_bytes()) {
            Ok(json) => ("ok", String::from_utf8(json).expect("JSON is text")),
            Err(error) => ("error", error.replace('\n', " ")),
        };
        writeln!(out, "{status}\t{answer}").expect("the output is open");
    }
}

static TABLE: &[fn(&[u8]) -> Result<Vec<u8>, String>] = &[
"#,
    );
    for ty in types {
        // Writing to a `String` cannot fail.
        let _ = writeln!(out, "    run::<{ty}>,");
    }
    out + "];\n"
}

fn ask(program: &Path, values: &[(usize, String)]) -> std::io::Result<Vec<Answer>> {
    let mut child = Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let answers = std::thread::scope(|scope| {
        scope.spawn(move || -> std::io::Result<()> {
            let mut stdin = std::io::BufWriter::new(stdin.ok_or(std::io::ErrorKind::BrokenPipe)?);
            for (index, json) in values {
                writeln!(stdin, "{index}\t{json}")?;
            }
            stdin.flush()
        });
        let lines = BufReader::new(stdout.ok_or(std::io::ErrorKind::BrokenPipe)?).lines();
        lines.map(|line| line.map(|line| answer(&line))).collect::<std::io::Result<Vec<Answer>>>()
    })?;
    let status = child.wait()?;
    if !status.success() || answers.len() != values.len() {
        return Err(std::io::Error::other(format!("{} answers for {} examples, {status}", answers.len(), values.len())));
    }
    Ok(answers)
}

fn answer(line: &str) -> Answer {
    match line.split_once('\t') {
        Some(("ok", json)) => serde_json::from_str(json).map_err(|error| format!("what was encoded is no JSON: {error}")),
        Some((_, error)) => Err(error.to_owned()),
        None => Err(line.to_owned()),
    }
}

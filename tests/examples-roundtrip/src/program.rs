//! The program that decodes and encodes: the models of a generated crate with a table of functions, one for each type.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::Workplace;

/// What came back of a value: JSON, or the error.
pub type Answer = Result<Value, String>;

/// How often a program that ends early is started again.
const RESTARTS: usize = 20;

/// Builds the program of a client for these types. Nothing is built if neither the client nor the runtime has changed since the last time.
///
/// # Errors
///
/// Returns the reason if the program cannot be built.
pub fn build(place: &Workplace, id: &str, client: &Path, types: &[String]) -> Result<PathBuf, String> {
    let folder = place.work.join(format!("{id}.program"));
    let target = place.work.join("build");
    let id = id.replace('.', "-");
    write(place, &id, client, &folder, types).map_err(|error| format!("the program cannot be written: {error}"))?;
    let output = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--jobs", "1", "--all-features"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", &target)
        .output()
        .map_err(|error| format!("cargo cannot be run: {error}"))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("the program does not compile:\n{}", text.lines().take(60).collect::<Vec<_>>().join("\n")));
    }
    Ok(target.join("debug").join(format!("types-{id}")))
}

fn write(place: &Workplace, id: &str, client: &Path, folder: &Path, types: &[String]) -> std::io::Result<()> {
    let source = folder.join("src");
    let models = source.join("models");
    std::fs::create_dir_all(&models)?;
    put(&folder.join("Cargo.lock"), &std::fs::read(place.root.join("Cargo.lock"))?)?;
    let mut names = Vec::new();
    let has_models = client.join("src/models.rs").is_file();
    if has_models {
        put(&source.join("models.rs"), &std::fs::read(client.join("src/models.rs"))?)?;
        for file in std::fs::read_dir(client.join("src/models"))? {
            let file = file?;
            put(&models.join(file.file_name()), &std::fs::read(file.path())?)?;
            names.push(file.file_name());
        }
    }
    for file in std::fs::read_dir(&models)? {
        let file = file?;
        if !names.contains(&file.file_name()) {
            std::fs::remove_file(file.path())?;
        }
    }
    let manifest = std::fs::read_to_string(client.join("Cargo.toml"))?;
    let features = manifest.split("[features]").nth(1).and_then(|rest| rest.split("\n[").next()).unwrap_or_default();
    let runtime = place.root.join("runtime").display().to_string();
    let manifest = format!(
        "[package]\nname = \"types-{id}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n[features]{features}\n\n\
         [dependencies]\nturnbuckle-runtime = {{ path = {runtime:?}, default-features = false, features = [\"jiff\"] }}\n\n\
         [profile.dev]\ndebug = 0\nincremental = false\n"
    );
    put(&folder.join("Cargo.toml"), manifest.as_bytes())?;
    put(&source.join("main.rs"), text(types, has_models).as_bytes())
}

/// Writes a file unless it is there already, because a newer file would be compiled again.
fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    match std::fs::read(path) {
        Ok(known) if known == bytes => Ok(()),
        Ok(_) => std::fs::write(path, bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => std::fs::write(path, bytes),
        Err(error) => Err(error),
    }
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
    let mut out = std::io::stdout();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("the input is text");
        let (index, json) = line.split_once('\t').expect("a line has two parts");
        let index: usize = index.parse().expect("the first part is a number");
        let (status, answer) = match TABLE[index](json.as_bytes()) {
            Ok(json) => ("ok", String::from_utf8(json).expect("JSON is text")),
            Err(error) => ("error", error.replace('\n', " ")),
        };
        // Line by line, so that an end of the program is known by its value.
        out.write_all(format!("{status}\t{answer}\n").as_bytes()).expect("the output is open");
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

/// Has a program decode and encode each value, given with the index of its type. A value that ends the program is an error of that value.
///
/// # Errors
///
/// Returns the reason if the program cannot be run.
pub fn ask(program: &Path, values: &[(usize, String)]) -> Result<Vec<Answer>, String> {
    let mut answers = Vec::new();
    for _ in 0..RESTARTS {
        let rest = &values[answers.len()..];
        if rest.is_empty() {
            return Ok(answers);
        }
        let status = run(program, rest, &mut answers).map_err(|error| format!("the program failed: {error}"))?;
        if answers.len() < values.len() {
            answers.push(Err(format!("the program ended: {status}")));
        }
    }
    Err(format!("the program ended {RESTARTS} times"))
}

fn run(program: &Path, values: &[(usize, String)], answers: &mut Vec<Answer>) -> std::io::Result<std::process::ExitStatus> {
    let mut child = Command::new(program).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    std::thread::scope(|scope| {
        scope.spawn(move || -> std::io::Result<()> {
            let mut stdin = std::io::BufWriter::new(stdin.ok_or(ErrorKind::BrokenPipe)?);
            for (index, json) in values {
                writeln!(stdin, "{index}\t{json}")?;
            }
            stdin.flush()
        });
        for line in BufReader::new(stdout.ok_or(ErrorKind::BrokenPipe)?).lines() {
            answers.push(answer(&line?));
        }
        std::io::Result::Ok(())
    })?;
    child.wait()
}

fn answer(line: &str) -> Answer {
    match line.split_once('\t') {
        Some(("ok", json)) => serde_json::from_str(json).map_err(|error| format!("the encoded text is not JSON: {error}")),
        Some((_, error)) => Err(error.to_owned()),
        None => Err(line.to_owned()),
    }
}

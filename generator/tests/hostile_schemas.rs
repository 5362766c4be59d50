//! Schemas made to break the generator: each construct in its odd forms is survived, and what it became is golden.
//!
//! The cases are in `tests/cases/accept/schemas`, one file for each item; beside each stands what was said about it and every type that
//! it gave. All of them together become one crate that compiles without a warning, with each type in a request and in a response.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use expect_test::{ExpectFile, expect_file};
use turnbuckle::Generator;
use turnbuckle::generator::Runtime;
use turnbuckle::source::Input;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Every case file, by its stem.
const CASES: [&str; 10] = [
    "constructs",
    "e32-types",
    "e33-all-of",
    "e34-one-of",
    "e35-discriminators",
    "e36-maps",
    "e37-rules",
    "e38-formats",
    "e39-access",
    "e40-newer",
];

fn case(stem: &str) -> PathBuf {
    Path::new(ROOT).join("tests/cases/accept/schemas").join(stem).with_extension("yaml")
}

/// Compares what is said about a case, and its types.
fn check(stem: &str) {
    let spec = case(stem);
    let expect: ExpectFile = expect_file![spec.with_extension("txt")];
    let plan = Generator::new(&spec).runtime(Runtime::Version("0.1".to_owned())).plan().unwrap_or_else(|failure| panic!("{failure}"));
    let mut text = String::new();
    for diagnostic in &plan.diagnostics {
        let line = diagnostic.location.as_ref().and_then(|location| plan.sources.span(location)).map_or(0, |span| span.line);
        let _ = writeln!(text, "{}[{}] {line}: {}", diagnostic.severity.word(), diagnostic.code, diagnostic.message);
    }
    expect.assert_eq(&(text + &turnbuckle::ir::print(&plan.api)));
}

#[test]
fn constructs_of_the_guide() {
    check("constructs");
}

#[test]
fn e32_types_missing_unknown_empty_and_all() {
    check("e32-types");
}

#[test]
fn e33_all_of_that_contradicts() {
    check("e33-all-of");
}

#[test]
fn e34_one_of_that_overlaps() {
    check("e34-one-of");
}

#[test]
fn e35_discriminators_that_miss() {
    check("e35-discriminators");
}

#[test]
fn e36_maps_beside_properties() {
    check("e36-maps");
}

#[test]
fn e37_rules_that_no_value_keeps() {
    check("e37-rules");
}

#[test]
fn e38_formats_and_numbers() {
    check("e38-formats");
}

#[test]
fn e39_access_deprecation_and_null() {
    check("e39-access");
}

#[test]
fn e40_keywords_of_newer_dialects() {
    check("e40-newer");
}

/// Returns one document of all cases, with an operation for each schema that sends and receives it.
fn everything() -> String {
    let mut schemas = String::new();
    for stem in CASES {
        let text = fs::read_to_string(case(stem)).expect("the case is there");
        let (_, own) = text.split_once("  schemas:\n").expect("a case has schemas");
        schemas.push_str(own);
    }
    let names = schemas.lines().filter(|line| line.starts_with("    ") && !line.starts_with("     ") && !line.starts_with("    -"));
    let names: Vec<&str> = names.filter_map(|line| line.trim().split_once(':')).map(|(name, _)| name.trim_matches('\'')).collect();
    let mut paths = String::new();
    for name in names {
        let content = format!("content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}");
        let _ = writeln!(
            paths,
            "  /{name}: {{post: {{tags: [t], operationId: 'send {name}', requestBody: {{{content}}}, responses: {{'200': {{description: d, {content}}}}}}}}}"
        );
    }
    format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}components:\n  schemas:\n{schemas}")
}

/// Generates a crate and compiles it without a warning.
fn compile(name: &str, spec: &str, config: &str) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("schemas");
    let output = target.join(name);
    let runtime = Path::new(ROOT).join("runtime").canonicalize().expect("there is a runtime");
    // What was appended below is not the generator's.
    let _ = fs::remove_dir_all(&output);
    fs::create_dir_all(&target).expect("the folder can be made");
    let config_file = target.join(format!("{name}.toml"));
    fs::write(&config_file, config).expect("the configuration can be written");
    let generator = Generator::from_input(Input::Text { name: "t.yaml".to_owned(), text: spec.to_owned() });
    let generator = generator.config(config_file).runtime(Runtime::Path(runtime));
    generator.generate_to(&output).unwrap_or_else(|failure| panic!("{failure}"));
    let manifest = output.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("there is a manifest");
    fs::write(&manifest, text + "\n[workspace]\n").expect("the manifest can be written");
    fs::copy(Path::new(ROOT).join("Cargo.lock"), output.join("Cargo.lock")).expect("the workspace has a lock file");
    for features in [&[][..], &["--all-features"]] {
        let check = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["check", "--offline", "--quiet"])
            .args(features)
            .current_dir(&output)
            .env("CARGO_TARGET_DIR", target.join("build"))
            .env("RUSTFLAGS", "-D warnings")
            .output()
            .expect("cargo starts");
        assert!(check.status.success(), "{name} {features:?}: {}", String::from_utf8_lossy(&check.stderr));
    }
}

#[test]
fn e_a_crate_of_all_cases_compiles() {
    compile("everything", &everything(), "name = \"everything\"");
}

#[test]
fn a_crate_of_all_cases_that_keeps_unknown_fields_compiles() {
    compile("keeping", &everything(), "name = \"keeping\"\nunknown-fields = \"keep\"");
}

#[test]
fn every_library_of_dates_and_times_compiles() {
    let spec = "
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /a:
    post:
      operationId: send
      parameters:
      - {name: since, in: query, schema: {type: string, format: date-time}}
      - {name: on, in: query, required: true, schema: {type: string, format: date}}
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/At'}}}}
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/At'}}}}}
components:
  schemas:
    At: {type: object, required: [at, on], properties: {at: {type: string, format: date-time}, on: {type: string, format: date}, clock: {type: string, format: time}, span: {type: array, prefixItems: [{type: string, format: date}, {type: string, format: date-time}]}, either: {oneOf: [{type: string, format: date}, {type: integer}]}}}
";
    for library in ["jiff", "chrono", "time", "string"] {
        compile(library, spec, &format!("name = \"dates-{library}\"\ndate-time = \"{library}\""));
    }
}

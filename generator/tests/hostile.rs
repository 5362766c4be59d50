//! Inputs made to break the generator: each is either refused in words or survived.
//!
//! Refused: a diagnostic with its code and place, and nothing written. Survived: a crate, and what had to be said about the spec. The
//! files that are small enough to read are in `tests/cases`; large ones are made here.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use expect_test::{Expect, ExpectFile, expect, expect_file};
use turnbuckle::Generator;
use turnbuckle::diagnostic::{Diagnostic, Severity};
use turnbuckle::generator::Runtime;
use turnbuckle::source::{Input, Sources};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Generates into a folder, and says what came of it.
fn generate(generator: &Generator) -> String {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let output = folder.path().join("out");
    let generator = generator.clone().runtime(Runtime::Version("0.1".to_owned()));
    match generator.generate_to(&output) {
        Ok(outcome) => {
            let plan = &outcome.plan;
            let counts = format!("{} operations, {} types\n", plan.api.operations.len(), plan.api.types.len());
            counts + &say(&plan.diagnostics, &plan.sources)
        }
        Err(failure) => {
            assert!(!output.exists(), "nothing may be written");
            "refused\n".to_owned() + &say(&failure.diagnostics, &failure.sources)
        }
    }
}

fn say(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity > Severity::Note) {
        let place = diagnostic.location.as_ref().map(|location| {
            let span = sources.span(location).map(|span| format!("{}:{}", span.line, span.column)).unwrap_or_default();
            let file = sources.file(location.file).name();
            let file = Path::new(file).file_name().map_or_else(|| file.to_owned(), |name| name.to_string_lossy().into_owned());
            format!("{file}:{span} ")
        });
        let message: String = diagnostic.message.chars().take(160).collect();
        let _ = writeln!(text, "{}[{}] {}{message}", diagnostic.severity.word(), diagnostic.code, place.unwrap_or_default());
    }
    text
}

fn check(text: &str, expect: Expect) {
    expect.assert_eq(&generate(&Generator::from_input(Input::Text { name: "spec.yaml".to_owned(), text: text.to_owned() })));
}

fn check_schemas(schemas: &str, expect: Expect) {
    check(&format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"), expect);
}

fn check_bytes(bytes: &[u8], expect: Expect) {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let path = folder.path().join("spec.yaml");
    fs::write(&path, bytes).expect("the file can be written");
    expect.assert_eq(&generate(&Generator::new(path)));
}

/// A case in `tests/cases`: what is said about it stands beside it.
fn check_case(case: &str) {
    let spec = Path::new(ROOT).join("tests/cases").join(case);
    let expect: ExpectFile = expect_file![spec.with_extension("txt")];
    expect.assert_eq(&generate(&Generator::new(spec)));
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |text, index| text + &line(index))
}

const EMPTY: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n";

// A. References.

#[test]
fn a01_references_that_only_lead_to_each_other() {
    check_schemas(
        "    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}\n",
        expect![[r#"
            refused
            error[ref-cycle] spec.yaml:6:15 these references lead only to each other: `#/components/schemas/B` -> `#/components/schemas/A` -> `#/components/schemas/B`; nothing is written
        "#]],
    );
}

#[test]
fn a02_references_to_themselves() {
    check_case("reject/self-references.yaml");
}

#[test]
fn a03_types_that_contain_themselves() {
    check_case("accept/recursion.yaml");
}

#[test]
fn a04_compositions_that_contain_themselves() {
    check_case("accept/composition-rings.yaml");
}

#[test]
fn a05_references_of_every_spelling() {
    check_case("accept/reference-spellings.yaml");
}

#[test]
fn a06_references_that_are_no_text() {
    check_case("accept/reference-forms.yaml");
}

#[test]
fn a07_references_with_siblings() {
    let said = ["3.0.3", "3.1.0"].map(|version| {
        let text = "info: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    S: {type: string}\n    A: {type: object, properties: {a: {$ref: '#/components/schemas/S', description: d, nullable: true}}}\n";
        generate(&Generator::from_input(Input::Text { name: "spec.yaml".to_owned(), text: format!("openapi: {version}\n{text}") }))
    });
    assert_eq!(said, ["0 operations, 2 types\n"; 2]);
}

#[test]
fn a08_references_that_leave_the_folder() {
    check_case("reject/outside/spec.yaml");
    check_case("reject/outside/html.yaml");
}

/// One at a time, so that each is seen to be refused.
#[test]
fn a08_each_reference_that_leaves_the_folder_is_refused() {
    for address in [
        "../../../../etc/passwd",
        "/etc/shadow",
        "file:///etc/passwd",
        "http://169.254.169.254/latest",
        "//host/share",
        "\\\\host\\share",
        "ftp://x/a.yaml",
    ] {
        let said = generate(&Generator::from_input(Input::Files(vec![(
            "spec.yaml".to_owned(),
            format!("{EMPTY}components: {{schemas: {{A: {{$ref: '{address}'}}}}}}\n"),
        )])));
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let spec = folder.path().join("spec.yaml");
        fs::write(&spec, format!("{EMPTY}components: {{schemas: {{A: {{$ref: '{address}'}}}}}}\n")).expect("the file can be written");
        let read = generate(&Generator::new(&spec));
        assert!(read.starts_with("refused\nerror[refused-ref] spec.yaml:4:"), "{address}: {read}");
        // In memory there is nothing to leave: what is not given does not exist.
        assert!(said.contains("[refused-ref]") || said.contains("[missing-file]"), "{address}: {said}");
    }
}

/// What a file holds decides, not its name; a description in the folder beside is left out and not read.
#[test]
fn a08_an_ending_that_lies_and_a_folder_beside() {
    check_case("accept/lies/spec.yaml");
}

#[test]
#[cfg(unix)]
fn a08_links_and_pipes() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let spec = folder.path().join("in/spec.yaml");
    fs::create_dir_all(folder.path().join("in/dir")).expect("the folder can be made");
    fs::write(folder.path().join("beside.yaml"), "type: string\n").expect("the file can be written");
    std::os::unix::fs::symlink("../beside.yaml", folder.path().join("in/link.yaml")).expect("the link can be made");
    let pipe = Command::new("mkfifo").arg(folder.path().join("in/pipe")).status().expect("there are pipes");
    assert!(pipe.success());
    let refs = ["link.yaml", "pipe", "dir", "/dev/zero"];
    let properties = refs.map(|to| format!("        {}: {{$ref: '{to}'}}\n", to.replace(['/', '.'], ""))).concat();
    fs::write(&spec, format!("{EMPTY}components:\n  schemas:\n    A:\n      properties:\n{properties}")).expect("the file can be written");
    expect![[r#"
        refused
        error[refused-ref] spec.yaml:8:26 `link.yaml` cannot be read: the file is a link that leaves the root document's folder; nothing is written
        error[unusable-file] spec.yaml:9:22 `pipe` cannot be read: it is a pipe or a device, not a file; nothing is written
        error[unusable-file] spec.yaml:10:21 `dir` cannot be read: it is a folder, not a file; nothing is written
        error[refused-ref] spec.yaml:11:25 `/dev/zero` cannot be read: the file is outside the root document's folder; nothing is written
    "#]].assert_eq(&generate(&Generator::new(&spec)));
}

#[test]
fn a09_rings_of_files() {
    check_case("accept/files/spec.yaml");
}

#[test]
fn a10_a_chain_of_ten_thousand_references() {
    let chain = lines(10_000, |link| format!("    A{link}: {{$ref: '#/components/schemas/A{}'}}\n", link + 1));
    let base = "    A10000: {type: object, properties: {a: {type: string}}}\n";
    check_schemas(
        &format!("    B: {{allOf: [{{$ref: '#/components/schemas/A0'}}, {{properties: {{b: {{type: string}}}}}}]}}\n{chain}{base}"),
        expect![[r#"
        0 operations, 10002 types
    "#]],
    );
}

#[test]
fn a10_a_chain_of_two_thousand_bases() {
    let chain =
        lines(2_000, |link| format!("    A{link}: {{allOf: [{{$ref: '#/components/schemas/A{}'}}, {{required: [a]}}]}}\n", link + 1));
    check_schemas(
        &(chain + "    A2000: {type: object, properties: {a: {type: string}}}\n"),
        expect![[r#"
        0 operations, 2001 types
    "#]],
    );
}

#[test]
fn a10_diamonds() {
    for (keyword, end) in [("allOf", "{type: object, properties: {a: {type: string}}}"), ("oneOf", "{type: string}")] {
        let line = |at: usize| {
            format!("    A{at}: {{{keyword}: [{{$ref: '#/components/schemas/A{0}'}}, {{$ref: '#/components/schemas/A{0}'}}]}}\n", at + 1)
        };
        let expect = if keyword == "allOf" {
            expect![[r#"
            0 operations, 31 types
        "#]]
        } else {
            expect![[r#"
            0 operations, 31 types
        "#]]
        };
        check_schemas(&(lines(30, line) + &format!("    A30: {end}\n")), expect);
    }
}

// B. Size and depth.

#[test]
fn b11_long_texts_and_many_members() {
    let text = "x".repeat(300_000);
    check(
        &format!("{EMPTY}x-long: {text}\ntags: [{{name: t, description: {text}}}]\n"),
        expect![[r#"
        0 operations, 0 types
    "#]],
    );
    check_schemas(
        &format!("    E: {{type: string, enum: [a, {text}]}}\n"),
        expect![[r#"
        0 operations, 1 types
    "#]],
    );
    check_schemas(
        &format!("    E: {{type: string, enum: [{}]}}\n", lines(10_000, |index| format!("v{index}, "))),
        expect![[r#"
        0 operations, 1 types
    "#]],
    );
    check_schemas(
        &format!("    S: {{type: object, properties: {{{}}}}}\n", lines(5_000, |index| format!("p{index}: {{type: string}}, "))),
        expect![[r#"
        0 operations, 1 types
    "#]],
    );
    check_schemas(
        &format!("    U: {{oneOf: [{}]}}\n", lines(1_000, |index| format!("{{required: [p{index}], properties: {{p{index}: {{}}}}}}, "))),
        expect![[r#"
        0 operations, 1001 types
    "#]],
    );
    let nested = (0..20).fold("{type: string}".to_owned(), |inner, _| format!("{{oneOf: [{{type: integer}}, {inner}]}}"));
    check_schemas(
        &format!("    U: {nested}\n"),
        expect![[r#"
        0 operations, 20 types
    "#]],
    );
}

#[test]
fn b11_many_paths() {
    check(
        &(EMPTY.replace("paths: {}\n", "paths:\n")
            + &lines(500, |index| format!("  /p{index}: {{get: {{responses: {{'204': {{description: d}}}}}}}}\n"))),
        expect![[r#"
        500 operations, 0 types
    "#]],
    );
}

#[test]
fn b11_a_file_larger_than_the_limit() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let spec = folder.path().join("spec.yaml");
    fs::write(&spec, format!("{EMPTY}x-long: {}\n", "x".repeat(2 << 20))).expect("the file can be written");
    let options = turnbuckle::source::LoadOptions { max_file_bytes: 1 << 20, ..Default::default() };
    let said = generate(&Generator::new(&spec).load_options(options));
    assert!(said.starts_with("refused\nerror[unusable-file]") && said.ends_with("it is larger than 1 MiB\n"), "{said}");
}

#[test]
fn b14_yaml_named_json_and_json_named_yaml() {
    let json = r#"{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {}}"#;
    for (name, text) in [("a.json", EMPTY), ("a.yaml", json), ("a", json), ("a.txt", EMPTY)] {
        let input = Input::Text { name: name.to_owned(), text: text.to_owned() };
        assert_eq!(generate(&Generator::from_input(input)), "0 operations, 0 types\n", "{name}");
    }
}

#[test]
fn b12_nesting_without_end() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("{\"items\":", "}")] {
        let deep = open.repeat(100_000) + "1" + &close.repeat(100_000);
        let said = generate(&Generator::from_input(Input::Text {
            name: "a.json".to_owned(),
            text: format!("{{\"openapi\":\"3.0.3\",\"x\":{deep}}}"),
        }));
        assert!(said.starts_with("refused\nerror[too-deep] a.json:1:"), "{said}");
        let said =
            generate(&Generator::from_input(Input::Text { name: "a.yaml".to_owned(), text: format!("openapi: 3.0.3\nx: {deep}\n") }));
        assert!(said.starts_with("refused\nerror[too-deep] a.yaml:2:"), "{said}");
    }
    check(
        &format!("{EMPTY}x-a:\n{}", lines(200, |depth| format!("{}a:\n", " ".repeat(depth + 1)))),
        expect![[r#"
            0 operations, 0 types
        "#]],
    );
}

#[test]
fn b13_aliases_that_expand_without_end() {
    let letter = |index: usize| char::from(b'a' + index as u8);
    let bomb =
        lines(9, |at| format!("{1}: &{1} [{0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}]\n", format!("*{}", letter(at)), letter(at + 1)));
    check(
        &format!("{EMPTY}a: &a [x, x, x, x, x, x, x, x, x]\n{bomb}"),
        expect![[r#"
            refused
            error[alias-bomb] spec.yaml:10:8 the aliases of this file expand to too many nodes
        "#]],
    );
    check(
        &format!("{EMPTY}x-a: &a [*a]\n"),
        expect![[r#"
            refused
            error[endless-alias] spec.yaml:4:10 the alias `*a` stands within the node that it repeats, so this file has no end
        "#]],
    );
    check(
        &format!("{EMPTY}x-a: &a {{b: &b {{<<: *a}}}}\n"),
        expect![[r#"
            refused
            error[endless-alias] spec.yaml:4:21 the alias `*a` stands within the node that it repeats, so this file has no end
        "#]],
    );
}

#[test]
fn b14_files_that_are_hardly_text() {
    let utf16: Vec<u8> = "\u{feff}".encode_utf16().chain(EMPTY.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    check_bytes(
        &utf16,
        expect![[r#"
        0 operations, 0 types
    "#]],
    );
    check_bytes(
        format!("\u{feff}{}", EMPTY.replace('\n', "\r\n")).as_bytes(),
        expect![[r#"
        0 operations, 0 types
    "#]],
    );
    check_bytes(
        b"",
        expect![[r#"
        refused
        error[empty-file] spec.yaml:1:1 this file is empty
    "#]],
    );
    check_bytes(
        b" \n\n",
        expect![[r#"
        refused
        error[empty-file] spec.yaml:1:1 this file is empty
    "#]],
    );
    check_bytes(
        b"# a comment\n",
        expect![[r#"
        refused
        error[empty-file] spec.yaml:1:1 this file holds nothing but comments or white space
    "#]],
    );
    check_bytes(
        b"\xff\xfe\0\0o\0\0\0",
        expect![[r#"
        refused
        error[not-utf-8] spec.yaml:1:1 this file is encoded in UTF-32
    "#]],
    );
    check_bytes(
        b"openapi: \"3.0.3\0\"\n",
        expect![[r#"
        refused
        error[binary-file] spec.yaml:1:16 this file holds a NUL byte, so it is not a text file
    "#]],
    );
    check_bytes(
        b"openapi: \"\xff\xfe\"\n",
        expect![[r#"
        refused
        error[not-utf-8] spec.yaml:1:11 this file is not UTF-8 text
    "#]],
    );
    check_bytes(
        b"openapi: 3.0.3\ninfo:\n\ttitle: T\n",
        expect![[r#"
        refused
        error[invalid-yaml] spec.yaml:3:1 this file is not valid YAML: found character that cannot start any token
    "#]],
    );
    check_bytes(
        format!("{EMPTY}---\n{EMPTY}").as_bytes(),
        expect![[r#"
        refused
        error[several-documents] spec.yaml:4:1 this file holds several YAML documents
    "#]],
    );
    check_bytes(
        b"\x1f\x8b\x08\0abc",
        expect![[r#"
        refused
        error[binary-file] spec.yaml:1:1 this file is gzip data, not a description
    "#]],
    );
    check_bytes(
        b"openapi: 3.0.3\npaths: {a: [1,\n",
        expect![[r#"
        refused
        error[invalid-yaml] spec.yaml:3:1 this file is not valid YAML: did not find expected node content
    "#]],
    );
    check_bytes(
        b"{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"\\ud800\"}}",
        expect![[r#"
            refused
            error[invalid-json] spec.yaml:1:47 this file is not valid JSON: half of a surrogate pair in a string
        "#]],
    );
    check_bytes(
        b"{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"T\"",
        expect![[r#"
            refused
            error[truncated-file] spec.yaml:1:43 this JSON file ends too early, within an object
        "#]],
    );
}

#[test]
fn b15_numbers() {
    check_case("accept/numbers.yaml");
}

#[test]
fn b16_yaml_types() {
    check_case("accept/yaml-types.yaml");
    check_case("reject/list-as-key.yaml");
}

// What is not a description.

#[test]
fn other_documents_are_refused() {
    for case in ["list", "text", "html"] {
        check_case(&format!("reject/{case}.yaml"));
    }
}

#[test]
fn parts_of_the_wrong_type_are_left_out() {
    check_case("accept/wrong-types.yaml");
}

#[test]
fn a_missing_file_is_refused() {
    expect![[r#"
        refused
        error[missing-file] `nowhere/spec.yaml` cannot be used: the file does not exist
    "#]]
    .assert_eq(&generate(&Generator::new("nowhere/spec.yaml")).replace(&std::path::MAIN_SEPARATOR.to_string(), "/"));
}

// H. The generator's own behaviour.

#[test]
#[cfg(unix)]
fn h52_folders_that_cannot_be_written() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let at = |path: &str| folder.path().join(path);
    let generator = Generator::from_input(Input::Text { name: "a.yaml".to_owned(), text: EMPTY.to_owned() })
        .runtime(Runtime::Version("0.1".to_owned()));
    let code = |path: &str| generator.generate_to(at(path)).map(|_| ()).map_err(|failure| failure.diagnostics.last().map(|last| last.code));

    fs::write(at("file"), "mine").expect("the file can be written");
    assert_eq!(code("file"), Err(Some("output-not-a-folder")));
    assert_eq!(code("file/in"), Err(Some("output-unwritable")));

    // A link to a folder is the user's choice; a link within it that leaves it is not followed.
    fs::create_dir(at("other")).expect("the folder can be made");
    symlink(at("other"), at("link")).expect("the link can be made");
    assert_eq!(code("link"), Ok(()));
    fs::remove_dir_all(at("other/src")).expect("the sources are there");
    fs::create_dir(at("foreign")).expect("the folder can be made");
    symlink(at("foreign"), at("other/src")).expect("the link can be made");
    assert_eq!(code("other"), Err(Some("output-leaves-folder")));
    assert_eq!(fs::read_dir(at("foreign")).expect("it is there").count(), 0);

    fs::create_dir(at("closed")).expect("the folder can be made");
    fs::set_permissions(at("closed"), fs::Permissions::from_mode(0o555)).expect("the folder is ours");
    // The superuser may write anywhere.
    if fs::write(at("closed/probe"), "").is_err() {
        assert_eq!(code("closed"), Err(Some("output-unwritable")));
    }
}

#[test]
fn h52_names_of_files_with_spaces_and_dashes() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    for name in ["a b.yaml", "--help", "ü 👍.yaml"] {
        let path = folder.path().join(name);
        fs::write(&path, EMPTY).expect("the file can be written");
        assert_eq!(generate(&Generator::new(&path)), "0 operations, 0 types\n", "{name}");
    }
}

#[test]
fn h54_a_removed_operation_is_all_that_changes() {
    let spec = |names: &[&str]| {
        let paths: String = names
            .iter()
            .map(|name| format!("  /{name}: {{get: {{tags: [{name}], responses: {{'204': {{description: d}}}}}}}}\n"))
            .collect();
        Generator::from_input(Input::Text { name: "a.yaml".to_owned(), text: EMPTY.replace("paths: {}\n", &format!("paths:\n{paths}")) })
    };
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let write =
        |names: &[&str]| spec(names).runtime(Runtime::Version("0.1".to_owned())).generate_to(folder.path()).map(|outcome| outcome.report);
    write(&["ants", "bees", "cats"]).expect("it is written");
    let report = write(&["ants", "cats"]).expect("it is written");
    assert_eq!(report.deleted, [PathBuf::from("src/bees.rs")]);
}

/// Names, values and texts that mean something to Rust, to cargo or to rustdoc: the crate compiles without a warning.
#[test]
fn cd_a_crate_of_hostile_names_and_texts_compiles() {
    check_case("accept/hostile.yaml");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    let output = target.join("crate");
    let runtime = Path::new(ROOT).join("runtime").canonicalize().expect("there is a runtime");
    let generator = Generator::new(Path::new(ROOT).join("tests/cases/accept/hostile.yaml")).runtime(Runtime::Path(runtime));
    // What was appended below is not the generator's.
    let _ = fs::remove_dir_all(&output);
    generator.generate_to(&output).unwrap_or_else(|failure| panic!("{failure}"));
    let manifest = output.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("there is a manifest");
    fs::write(&manifest, text + "\n[workspace]\n").expect("the manifest can be written");
    fs::copy(Path::new(ROOT).join("Cargo.lock"), output.join("Cargo.lock")).expect("the workspace has a lock file");
    let check = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["check", "--offline", "--quiet"])
        .current_dir(&output)
        .env("CARGO_TARGET_DIR", target.join("build"))
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .expect("cargo starts");
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
}

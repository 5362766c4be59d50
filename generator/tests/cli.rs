//! The command line, as people start it.
#![cfg(feature = "cli")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use expect_test::{Expect, expect};
use tempfile::TempDir;

const SPEC: &str = "\
openapi: 3.0.3
info: {title: Zoo, version: '1'}
servers: [{url: https://zoo.example.com}]
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      responses:
        '200':
          description: The pets.
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
components:
  schemas:
    Pet:
      type: object
      required: [id]
      properties:
        id: {type: string}
        type: {type: string}
        self: {type: string}
";

struct Case {
    dir: TempDir,
}

impl Case {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().expect("there is a folder for temporary files") }
    }

    fn with(self, path: &str, contents: impl AsRef<[u8]>) -> Self {
        let path = self.dir.path().join(path);
        fs::create_dir_all(path.parent().expect("the path has a parent")).expect("the folder can be made");
        fs::write(path, contents).expect("the file can be written");
        self
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    fn run(&self, args: &[&str]) -> Output {
        self.run_with(args, "")
    }

    fn run_with(&self, args: &[&str], input: &str) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_turnbuckle"))
            .args(args)
            .current_dir(self.path())
            .env_remove("NO_COLOR")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        // A command that does not read its input may have ended.
        let _ = child.stdin.take().expect("the input is piped").write_all(input.as_bytes());
        child.wait_with_output().expect("the command ends")
    }

    /// Runs a command that fails, and compares what it says. It must leave no folder `out`.
    fn fails(&self, args: &[&str], expect: Expect) {
        let output = self.run(args);
        expect.assert_eq(&format!("{}exit {}\n", text(&output.stderr), output.status.code().unwrap_or(-1)));
        assert!(!self.path().join("out/src").exists(), "nothing may be written");
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

const GENERATE: [&str; 5] = ["generate", "spec.yaml", "--output", "out", "--runtime=0.1"];

#[test]
fn a_missing_file_is_refused() {
    Case::new().fails(
        &GENERATE,
        expect![[r#"
        error[missing-file]: `spec.yaml` cannot be used: the file does not exist

        exit 1
    "#]],
    );
}

#[test]
fn an_empty_file_is_refused() {
    Case::new().with("spec.yaml", "").fails(
        &GENERATE,
        expect![[r#"
        error[empty-file]: this file is empty
         --> spec.yaml:1:1

        exit 1
    "#]],
    );
    Case::new().with("spec.yaml", " \n# nothing\n").fails(
        &GENERATE,
        expect![[r#"
        error[empty-file]: this file holds nothing but comments or white space
         --> spec.yaml:1:1

        exit 1
    "#]],
    );
}

#[test]
fn a_binary_file_is_refused() {
    Case::new().with("spec.yaml", b"\x1f\x8b\x08\x00\x00\xff\xfe").fails(
        &GENERATE,
        expect![[r#"
        error[binary-file]: this file is gzip data, not a description
         --> spec.yaml:1:1
          = help: unpack it first

        exit 1
    "#]],
    );
}

#[test]
fn a_truncated_file_is_refused() {
    Case::new().with("spec.json", "{\"openapi\": \"3.0.3\", \"info\": {").fails(
        &["generate", "spec.json", "--output", "out"],
        expect![[r#"
            error[truncated-file]: this JSON file ends too early, within an object
             --> spec.json:1:31
              |
            1 | {"openapi": "3.0.3", "info": {
              |                               ^

            exit 1
        "#]],
    );
}

#[test]
fn a_document_of_another_kind_is_refused() {
    Case::new().with("spec.yaml", "asyncapi: 3.0.0\ninfo: {}\n").fails(
        &GENERATE,
        expect![[r#"
        error[not-openapi]: the document is an AsyncAPI document, so there is nothing to generate
         --> spec.yaml:1:11
          |
        1 | asyncapi: 3.0.0
          |           ^^^^^
          = at #/asyncapi
          = help: a document says what it is in its first lines: `openapi: 3.0.3` or another version up to 3.2, or `swagger: "2.0"`

        exit 1
    "#]],
    );
    Case::new().with("spec.yaml", "hello: world\n").fails(
        &GENERATE,
        expect![[r#"
        error[not-openapi]: the document has neither `openapi` nor `swagger`, so there is nothing to generate
         --> spec.yaml:1:1
          |
        1 | hello: world
          | ^
          = help: a document says what it is in its first lines: `openapi: 3.0.3` or another version up to 3.2, or `swagger: "2.0"`

        exit 1
    "#]],
    );
}

#[test]
fn a_folder_in_place_of_a_file_is_refused() {
    Case::new().with("spec.yaml/x", "").fails(
        &GENERATE,
        expect![[r#"
        error[unusable-file]: `spec.yaml` cannot be used: it is a folder, not a file

        exit 1
    "#]],
    );
}

#[test]
fn an_output_folder_with_foreign_files_is_refused() {
    let case = Case::new().with("spec.yaml", SPEC).with("out/notes.txt", "mine");
    let case = ["a", "b/x", "b/y", "c"].iter().fold(case, |case, name| case.with(&format!("out/{name}"), "mine"));
    case.fails(
        &GENERATE,
        expect![[r#"
        error[output-not-ours]: the output folder `out` holds files that turnbuckle did not write: `a`, `b/`, `c` and 1 more; nothing is written
          = help: choose an empty or new folder

        exit 1
    "#]],
    );
    assert_eq!(fs::read_to_string(case.path().join("out/notes.txt")).ok().as_deref(), Some("mine"));
}

/// Returns the text of every file below a folder.
fn tree(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be read").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).expect("the file is in the folder").display().to_string();
                found.insert(name, fs::read_to_string(&path).expect("the file is text"));
            }
        }
    }
    found
}

#[test]
fn an_output_folder_of_another_api_is_refused_until_it_is_replaced() {
    let case = Case::new().with("spec.yaml", SPEC).with("other/crm.yaml", SPEC.replace("Zoo", "Crm").replace("pets", "people"));
    assert_eq!(case.run(&GENERATE).status.code(), Some(0));
    let before = tree(&case.path().join("out"));
    let other = ["generate", "other/crm.yaml", "--output", "out", "--runtime=0.1"];
    let output = case.run(&other);
    expect![[r#"
        error[output-of-other-api]: the output folder `out` was written for the API `Zoo` of `../spec.yaml`, and this is the API `Crm` of `../other/crm.yaml`; nothing is written
          = help: choose another output folder, or replace that API: `--replace`, or `replace_other_api` in a program; so, too, where a title or a path has changed

    "#]]
    .assert_eq(&text(&output.stderr));
    assert_eq!((output.status.code(), tree(&case.path().join("out"))), (Some(1), before));
    let replace: Vec<&str> = other.into_iter().chain(["--replace"]).collect();
    assert_eq!(case.run(&replace).status.code(), Some(0));
    let after = tree(&case.path().join("out"));
    assert!(after.contains_key("src/people.rs") && !after.contains_key("src/pets.rs"), "{:?}", after.keys());
    assert_eq!(case.run(&other).status.code(), Some(0));
    // The recorded path does not depend on the working directory.
    let again = Command::new(env!("CARGO_BIN_EXE_turnbuckle"))
        .args(["generate", "crm.yaml", "--output", "../out", "--runtime=0.1"])
        .current_dir(case.path().join("other"))
        .output();
    assert!(again.is_ok_and(|output| output.status.success()));
    assert_eq!(tree(&case.path().join("out")), after);
}

#[test]
fn a_moved_spec_is_another_api() {
    let case = Case::new().with("spec.yaml", SPEC).with("moved/spec.yaml", SPEC);
    assert_eq!(case.run(&GENERATE).status.code(), Some(0));
    let moved = ["generate", "moved/spec.yaml", "--output", "out", "--runtime=0.1"];
    assert_eq!(case.run(&moved).status.code(), Some(1));
    let check: Vec<&str> = moved.into_iter().chain(["--check"]).collect();
    assert_eq!(case.run(&check).status.code(), Some(0), "the files are the same");
    // A spec without a location is identified by its title.
    let piped = case.run_with(&["generate", "-", "--output", "out", "--runtime=0.1"], SPEC);
    assert_eq!(piped.status.code(), Some(0), "{}", text(&piped.stderr));
}

#[test]
fn a_typo_in_include_deletes_nothing() {
    let case = Case::new().with("spec.yaml", SPEC);
    assert_eq!(case.run(&GENERATE).status.code(), Some(0));
    let before = tree(&case.path().join("out"));
    let include: Vec<&str> = GENERATE.into_iter().chain(["--include", "pet"]).collect();
    let output = case.run(&include);
    expect![[r#"
        error[unknown-include]: `include` names `pet`, which is neither a tag nor an operationId of the document; nothing is written
          = help: did you mean `pets` or `listPets`?

    "#]]
    .assert_eq(&text(&output.stderr));
    assert_eq!((output.status.code(), tree(&case.path().join("out"))), (Some(1), before));
}

#[test]
fn a_forged_list_deletes_nothing_and_is_reported() {
    let case = Case::new().with("spec.yaml", SPEC);
    assert_eq!(case.run(&GENERATE).status.code(), Some(0));
    let list = fs::read_to_string(case.path().join("out/.turnbuckle")).expect("there is a list");
    let case =
        case.with("out/.turnbuckle", list + ".git/config\nsrc/main.rs\n").with("out/.git/config", "mine").with("out/src/main.rs", "mine");
    let output = case.run(&GENERATE);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    for path in [".git/config", "src/main.rs"] {
        let message = format!(
            "warning[kept-file]: `out/{path}` is in the list of the files that turnbuckle wrote and does not begin with its header, so it is kept"
        );
        assert!(said.contains(&message), "{said}");
        assert_eq!(fs::read_to_string(case.path().join("out").join(path)).ok().as_deref(), Some("mine"));
    }
}

/// The first line of every generated file names the generator.
#[test]
fn every_file_of_a_package_begins_with_the_header() {
    let case = Case::new().with("spec.yaml", SPEC);
    assert_eq!(case.run(&GENERATE).status.code(), Some(0));
    for (path, text) in tree(&case.path().join("out")).iter().filter(|(path, _)| *path != ".turnbuckle") {
        let first = text.lines().next().unwrap_or_default();
        assert!(first.contains("@generated by turnbuckle. Do not edit."), "{path}: {first}");
    }
}

#[test]
fn two_commands_in_one_folder_leave_the_package_of_one() {
    let second =
        SPEC[SPEC.find("  /pets:").unwrap_or(0)..SPEC.find("components:").unwrap_or(0)].replace("pets", "toys").replace("Pets", "Toys");
    let case = Case::new().with("spec.yaml", SPEC.replace("components:", &format!("{second}components:")));
    let args = |output: &'static str, tag: &'static str| ["generate", "spec.yaml", "--output", output, "--runtime=0.1", "--include", tag];
    assert_eq!(case.run(&args("pets", "pets")).status.code(), Some(0));
    assert_eq!(case.run(&args("toys", "toys")).status.code(), Some(0));
    let whole = ["pets", "toys"].map(|name| tree(&case.path().join(name)));
    assert_ne!(whole[0], whole[1]);
    for round in 0..25 {
        let statuses = std::thread::scope(|scope| {
            ["pets", "toys"]
                .map(|tag| (tag, scope.spawn(|| case.run(&args("out", tag)))))
                .map(|(tag, run)| (tag, run.join().expect("it ends")))
        });
        for (tag, output) in statuses {
            assert_eq!(output.status.code(), Some(0), "round {round}, {tag}: {}", text(&output.stderr));
        }
        let found = tree(&case.path().join("out"));
        assert!(whole.contains(&found), "round {round}: {:?}", found.keys());
    }
}

#[test]
fn mistakes_in_the_configuration_are_refused() {
    Case::new().with("spec.yaml", SPEC).with("spec.toml", "nmae = \"zoo\"\n").fails(&GENERATE, expect![[r#"
        error[invalid-config]: the configuration `spec.toml:1:1` cannot be read: unknown field `nmae`, expected one of `name`, `version`, `include`, `pagination`, `idempotency`, `costs`, `allow-empty`, `stream`, `webhooks`, `date-time`, `unknown-fields`, `form-objects`, `workspace-lints`, `names`

        exit 1
    "#]]);
    Case::new().with("spec.yaml", SPEC).with("spec.toml", "names.Pet = \"a b\"\n").fails(
        &GENERATE,
        expect![[r#"
            error[invalid-name]: `names."Pet" = "a b"` in the configuration is not a Rust identifier
             --> spec.toml:1:7
              |
            1 | names.Pet = "a b"
              |       ^^^
              = at #/names/Pet

            exit 1
        "#]],
    );
}

#[test]
fn a_runtime_that_is_not_there_is_refused() {
    Case::new().with("spec.yaml", SPEC).fails(
        &["generate", "spec.yaml", "--output=out", "--runtime=./nowhere"],
        expect![[r#"
        error[no-runtime]: there is no runtime in `./nowhere`; nothing is written
          = help: give the folder of the crate `turnbuckle-runtime`, or a version

        exit 1
    "#]],
    );
}

#[test]
fn wrong_usage_has_a_status_of_its_own() {
    for args in [&["generate"][..], &["generate", "spec.yaml"], &["frobnicate"], &["dump", "spec.yaml", "--stage", "tokens"], &[]] {
        assert_eq!(Case::new().run(args).status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn a_package_is_written_checked_and_kept() {
    let case = Case::new().with("spec.yaml", SPEC);
    assert_eq!(case.run(&GENERATE).status.code(), Some(0));
    let manifest = fs::read_to_string(case.path().join("out/Cargo.toml")).expect("there is a manifest");
    assert!(manifest.contains("name = \"zoo\""), "{manifest}");
    let check: Vec<&str> = GENERATE.into_iter().chain(["--check"]).collect();
    assert_eq!(case.run(&check).status.code(), Some(0));
    let again = text(&case.run(&GENERATE).stderr);
    assert!(again.contains("; 0 files written, ") && again.contains("1 operation in 1 group, 1 type;"), "{again}");
    let case = case.with("out/src/lib.rs", "// changed\n");
    let output = case.run(&check);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("differs: out/src/lib.rs"), "{}", text(&output.stderr));
    assert_eq!(fs::read_to_string(case.path().join("out/src/lib.rs")).ok().as_deref(), Some("// changed\n"));
}

/// A part of a document has no feature for the models that nothing uses, and asks for none.
#[test]
fn a_part_of_a_document_has_each_feature_that_it_asks_for() {
    let get = |tag: &str, model: &str| {
        format!(
            "  /{tag}:\n    get:\n      tags: [{tag}]\n      operationId: {tag}\n      responses:\n        '200': {{description: '', content: {{application/json: {{schema: {{$ref: '#/components/schemas/{model}'}}}}}}}}\n"
        )
    };
    let shared = "    Shared: {type: object, properties: {name: {type: string}}}\n    Mine: {type: object, properties: {age: {type: integer}}}\n    Unused: {type: object, properties: {shared: {$ref: '#/components/schemas/Shared'}}}\n";
    let paths = get("apes", "Shared") + &get("bees", "Shared") + &get("cows", "Mine") + &get("dogs", "Unused");
    let spec = format!(
        "openapi: 3.0.3\ninfo: {{title: Zoo, version: '1'}}\nservers: [{{url: 'https://zoo.example'}}]\npaths:\n{paths}components:\n  schemas:\n{shared}"
    );
    let case = Case::new().with("spec.yaml", spec);
    let include = ["--include", "apes", "--include", "bees", "--include", "cows"];
    let output = case.run(&GENERATE.into_iter().chain(include).collect::<Vec<_>>());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let models = fs::read_to_string(case.path().join("out/src/models/shared.rs")).expect("there are shared models");
    let asked: Vec<&str> = models.split("feature = \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(!asked.is_empty() && asked.iter().all(|feature| ["apes", "bees"].contains(feature)), "{asked:?}");
}

#[test]
fn two_runs_give_the_same_bytes() {
    let case = Case::new().with("spec.yaml", SPEC);
    case.run(&GENERATE);
    case.run(&["generate", "spec.yaml", "--output", "again", "--runtime=0.1"]);
    for path in [".turnbuckle", "Cargo.toml", "src/lib.rs", "src/client.rs", "src/pets.rs"] {
        let (one, two) = (fs::read(case.path().join("out").join(path)), fs::read(case.path().join("again").join(path)));
        assert_eq!(one.expect("the file is there"), two.expect("the file is there"), "{path}");
    }
}

#[test]
fn strict_fails_on_warnings() {
    let spec = SPEC.replace("self: {type: string}", "self: {type: colour}");
    let case = Case::new().with("spec.yaml", spec);
    assert_eq!(case.run(&GENERATE).status.code(), Some(0));
    let strict: Vec<&str> = GENERATE.into_iter().chain(["--strict"]).collect();
    assert_eq!(case.run(&strict).status.code(), Some(1));
}

#[test]
fn the_spec_may_come_from_standard_input() {
    let output = Case::new().run_with(&["dump", "-", "--stage", "ir"], SPEC);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).starts_with("api \"Zoo\" \"1\"\n"));
}

#[test]
fn messages_for_programs_are_one_object_a_line() {
    let case = Case::new().with("spec.yaml", SPEC);
    let args: Vec<&str> = GENERATE.into_iter().chain(["--message-format", "json"]).collect();
    let messages = text(&case.run(&args).stderr);
    let lines: Vec<serde_json::Value> = messages.lines().map(|line| serde_json::from_str(line).expect("every line is an object")).collect();
    assert_eq!(lines[0]["code"], "renamed");
    assert_eq!((&lines[0]["line"], &lines[0]["file"]), (&23.into(), &"spec.yaml".into()));
    assert_eq!(lines[1]["summary"]["operations"], 1);
}

#[test]
fn inspect_tells_what_would_be_generated() {
    let output = Case::new().with("spec.yaml", SPEC).run(&["inspect", "spec.yaml"]);
    expect![[r#"
        Zoo 1 (OpenAPI 3.0)
        package zoo
        server https://zoo.example.com

        summary
          operations   1 of 1 in the document (100 %)
          fields       4 of 4 typed (100 %)
          untyped      0 fields, 0 per 1,000 fields
          types        1 struct, 0 enums, 0 unions, 0 aliases
          pagination   0 operations
          deprecated   0 operations
          renamed      1 item
          diagnostics  0 warnings, 1 note

        auth (0)

        operations (1)
          pets: `client.pets()`, feature `pets`
            list  GET /pets

        fields without a type (0)

        renamed (1)
          spec.yaml:23:9 property `self` of `Pet` is `self_field`: `self` has a meaning in Rust or in every generated crate

        diagnostics (1)
          1 note[renamed]
            spec.yaml:23:9 property `self` of `Pet` is called `self_field` in Rust: `self` has a meaning in Rust or in every generated crate
    "#]]
    .assert_eq(&text(&output.stdout));
}

#[test]
fn names_are_dumped() {
    let output = Case::new().with("spec.yaml", SPEC).run(&["dump", "spec.yaml", "--stage=names"]);
    expect![[r#"
        package zoo (zoo)
        group "pets" -> Pets in pets, pets(), feature pets
        type Pet -> Pet
          "id" -> id
          "type" -> r#type
          "self" -> self_field
        operation listPets -> Pets::list LIST_PETS, options ListPets
    "#]]
    .assert_eq(&text(&output.stdout));
}

#[test]
fn colours_are_shown_only_where_asked_for() {
    let case = Case::new();
    assert!(!text(&case.run(&GENERATE).stderr).contains('\u{1b}'));
    let args: Vec<&str> = GENERATE.into_iter().chain(["--color=always"]).collect();
    assert!(text(&case.run(&args).stderr).contains('\u{1b}'));
}

//! Tests of loading at its boundary.

use std::fmt::Write;
use std::path::PathBuf;

use expect_test::{Expect, expect};

use super::{FileId, Input, LoadOptions, Loaded, Location, Pointer, load};

fn print(loaded: &Loaded) -> String {
    let mut out = String::new();
    for id in loaded.sources.ids() {
        let _ = writeln!(out, "{} = {}", loaded.sources.file(id).name(), loaded.sources.tree(id));
    }
    for diagnostic in &loaded.diagnostics {
        let span = diagnostic.location.as_ref().and_then(|location| loaded.sources.span(location));
        let at = span.map_or_else(|| "-".to_owned(), |span| format!("{}:{}", span.line, span.column));
        let _ = writeln!(out, "{}[{}] {at}: {}", diagnostic.severity.word(), diagnostic.code, diagnostic.message);
    }
    out
}

/// Loads a text and prints the tree and what is wrong with it.
fn check(text: &str, expect: Expect) {
    let input = Input::Text { name: "api".to_owned(), text: text.to_owned() };
    expect.assert_eq(&print(&load(&input, &LoadOptions::default())));
}

/// Makes a folder of files for one test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &[u8])]) -> Self {
        let path = std::env::temp_dir().join(format!("turnbuckle-source-{name}-{}", std::process::id()));
        for (name, bytes) in files {
            let path = path.join(name);
            std::fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
            std::fs::write(path, bytes).expect("the file can be written");
        }
        Self(path)
    }

    fn check(&self, root: &str, options: &LoadOptions, expect: Expect) {
        let loaded = load(&Input::Path(self.0.join(root)), options);
        let real = self.0.canonicalize().unwrap_or_else(|_| self.0.clone());
        let out = print(&loaded).replace(&*real.to_string_lossy(), "").replace(&*self.0.to_string_lossy(), "");
        expect.assert_eq(&out);
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn json_and_yaml_are_told_apart_by_content() {
    check(
        "{\"a\": [1, 2.5, null]}",
        expect![[r#"
        api = {"a":[1,2.5,null]}
    "#]],
    );
    check(
        "a: [1, 2.5, ~]",
        expect![[r#"
        api = {"a":[1,2.5,null]}
    "#]],
    );
    let folder = Folder::new("content", &[("json.yaml", b"{\"a\":1}"), ("yaml.json", b"a: 1"), ("flow.yaml", b"{a: 1}")]);
    folder.check(
        "json.yaml",
        &LoadOptions::default(),
        expect![[r#"
        /json.yaml = {"a":1}
    "#]],
    );
    folder.check(
        "yaml.json",
        &LoadOptions::default(),
        expect![[r#"
        /yaml.json = {"a":1}
    "#]],
    );
    folder.check(
        "flow.yaml",
        &LoadOptions::default(),
        expect![[r#"
        /flow.yaml = {"a":1}
    "#]],
    );
}

#[test]
fn yaml_values_keep_their_meaning() {
    check(
        "200: no\ntrue: yes\nnull: on\n1.5: 010\nd: 2024-01-01\no: 0o14\nh: 0x1F",
        expect![[r#"
        api = {"200":"no","true":"yes","null":"on","1.5":"010","d":"2024-01-01","o":12,"h":31}
    "#]],
    );
    check(
        "big: 340282366920938463463374607431768211456\nbeyond: 18446744073709551616\nneg: -0",
        expect![[r#"
        api = {"big":3.402823669209385e+38,"beyond":1.8446744073709552e+19,"neg":0}
    "#]],
    );
    check(
        "a: .inf\nb: .nan",
        expect![[r#"
        api = {"a":null,"b":null}
        warning[number-not-finite] 1:4: `inf` has no form in JSON, taking `null`
        warning[number-not-finite] 2:4: `NaN` has no form in JSON, taking `null`
    "#]],
    );
    check(
        "base: &b {x: 1, y: 2}\nit: {<<: *b, x: 3}\nlist: {<<: [*b, {z: 1}]}",
        expect![[r#"
        api = {"base":{"x":1,"y":2},"it":{"x":3,"y":2},"list":{"x":1,"y":2,"z":1}}
    "#]],
    );
    check(
        "a: !custom {b: 1}\nc: !!str 12",
        expect![[r#"
        api = {"a":{"b":1},"c":"12"}
    "#]],
    );
    check(
        "a: 1\r\nb: 2\r\n",
        expect![[r#"
        api = {"a":1,"b":2}
    "#]],
    );
}

#[test]
fn keys_that_are_there_twice() {
    check(
        "a: 1\nb: {c: 1, c: 2}",
        expect![[r#"
        api = {"a":1,"b":{"c":2}}
        warning[duplicate-key] 2:14: key `c` stands here twice, taking the last one
    "#]],
    );
    check(
        "{\"a\": 1, \"a\": 2}",
        expect![[r#"
        api = {"a":2}
        warning[duplicate-key] 1:15: key `a` stands here twice, taking the last one
    "#]],
    );
}

#[test]
fn texts_that_cannot_be_read() {
    check(
        "",
        expect![[r#"
        api = null
        error[empty-file] 1:1: this file is empty
    "#]],
    );
    check(
        " \n\n",
        expect![[r#"
        api = null
        error[empty-file] 1:1: this file is empty
    "#]],
    );
    check(
        "# only a comment\n",
        expect![[r#"
        api = null
        error[empty-file] 1:1: this file holds nothing but comments or white space
    "#]],
    );
    check(
        "a: 1\n---\nb: 2\n",
        expect![[r#"
        api = null
        error[several-documents] 2:1: this file holds several YAML documents
    "#]],
    );
    check(
        "a: 1\n---\n",
        expect![[r#"
        api = {"a":1}
    "#]],
    );
    check(
        "a:\n\t- b",
        expect![[r#"
        api = null
        error[invalid-yaml] 2:1: this file is not valid YAML: found character that cannot start any token
    "#]],
    );
    check(
        "{\"a\": [1, 2",
        expect![[r#"
        api = null
        error[truncated-file] 1:12: this JSON file ends too early: EOF while parsing a list
    "#]],
    );
    check(
        "{\"a\": 1,}",
        expect![[r#"
        api = null
        error[invalid-json] 1:9: this file is not valid JSON: trailing comma
    "#]],
    );
    check(
        "{\n  \"a\": 1e400\n}",
        expect![[r#"
        api = null
        error[invalid-json] 2:12: this file is not valid JSON: number out of range
    "#]],
    );
    check(
        "{\"a\": \"\\ud800\"}",
        expect![[r#"
        api = null
        error[invalid-json] 1:14: this file is not valid JSON: unexpected end of hex escape
    "#]],
    );
    check(
        "[a, b]: 1",
        expect![[r#"
        api = null
        error[invalid-json] 1:2: this file is not valid JSON: expected value
    "#]],
    );
    check(
        "a\0b: 1",
        expect![[r#"
        api = null
        error[binary-file] 1:2: this file holds a NUL byte, so it is not a text file
    "#]],
    );
    check(
        "<!DOCTYPE html>\n<html>",
        expect![[r#"
        api = null
        error[not-a-description] 1:1: this file is HTML, not an OpenAPI description in JSON or YAML
    "#]],
    );
}

#[test]
fn bytes_that_are_no_text() {
    let utf_16: Vec<u8> = "\u{feff}a: é".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let files: [(&str, &[u8]); 5] = [
        ("bom", b"\xef\xbb\xbfa: 1"),
        ("utf-16", &utf_16),
        ("utf-32", b"\xff\xfe\0\0a\0\0\0"),
        ("latin-1", b"a: 1\nb: caf\xe9"),
        ("gzip", b"\x1f\x8b\x08\0"),
    ];
    let folder = Folder::new("bytes", &files);
    for (name, expect) in [
        (
            "bom",
            expect![[r#"
            /bom = {"a":1}
        "#]],
        ),
        (
            "utf-16",
            expect![[r#"
            /utf-16 = {"a":"é"}
        "#]],
        ),
        (
            "utf-32",
            expect![[r#"
            /utf-32 = null
            error[not-utf-8] 1:1: this file is encoded in UTF-32
        "#]],
        ),
        (
            "latin-1",
            expect![[r#"
            /latin-1 = null
            error[not-utf-8] 2:7: this file is not UTF-8 text
        "#]],
        ),
        (
            "gzip",
            expect![[r#"
            /gzip = null
            error[binary-file] 1:1: this file is gzip data, not a description
        "#]],
        ),
    ] {
        folder.check(name, &LoadOptions::default(), expect);
    }
}

#[test]
fn nesting_without_end_is_refused() {
    check(
        &"[".repeat(100_000),
        expect![[r#"
        api = null
        error[too-deep] 1:65: this file is nested deeper than 64 levels
    "#]],
    );
    check(
        &format!("{}1{}", "{\"a\":".repeat(65), "}".repeat(65)),
        expect![[r#"
        api = null
        error[too-deep] 1:324: this file is nested deeper than 64 levels
    "#]],
    );
    check(
        &format!("a: {}", "[".repeat(500)),
        expect![[r#"
        api = null
        error[too-deep] 1:67: this file is nested deeper than 64 levels
    "#]],
    );
    check(
        "a: &a [*a]",
        expect![[r#"
        api = null
        error[too-deep] 1:4: this file is nested deeper than 64 levels
    "#]],
    );
}

#[test]
fn aliases_that_expand_without_end_are_refused() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..10 {
        let before = format!("*a{}, ", level - 1).repeat(10);
        let _ = writeln!(text, "a{level}: &a{level} [{before}]");
    }
    let input = Input::Text { name: "api".to_owned(), text };
    let loaded = load(&input, &LoadOptions::default());
    assert_eq!(loaded.diagnostics.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(), ["alias-bomb"]);
}

#[test]
fn files_that_are_not_there() {
    let folder = Folder::new("missing", &[("here/api.yaml", b"a: 1")]);
    folder.check(
        "gone.yaml",
        &LoadOptions::default(),
        expect![[r#"
        /gone.yaml = null
        error[missing-file] -: `/gone.yaml` cannot be used: the file does not exist
    "#]],
    );
    folder.check(
        "here",
        &LoadOptions::default(),
        expect![[r#"
        /here = null
        error[unusable-file] -: `/here` cannot be used: it is a folder, not a file
    "#]],
    );
    let small = LoadOptions { max_file_bytes: 2, ..LoadOptions::default() };
    folder.check(
        "here/api.yaml",
        &small,
        expect![[r#"
        /here/api.yaml = null
        error[unusable-file] -: `/here/api.yaml` cannot be used: it is larger than 0 MiB
    "#]],
    );
}

#[test]
fn references_reach_files_beside_the_root_and_no_others() {
    let root = br#"
openapi: 3.0.0
components:
  schemas:
    A: {$ref: 'b%2Eyaml#/B'}
    C: {$ref: ../outside.yaml}
    D: {$ref: /etc/hostname}
    E: {$ref: 'https://example.com/e.yaml'}
    F: {$ref: sub}
    example: {example: {$ref: never.yaml}}
"#;
    let files: [(&str, &[u8]); 4] = [
        ("in/api.yaml", root),
        ("in/b.yaml", b"B: {items: {$ref: sub/c.yaml}}"),
        ("in/sub/c.yaml", b"not: {$ref: ../b.yaml#/B}"),
        ("outside.yaml", b"type: string"),
    ];
    let folder = Folder::new("reach", &files);
    folder.check("in/api.yaml", &LoadOptions::default(), expect![[r#"
        /in/api.yaml = {"openapi":"3.0.0","components":{"schemas":{"A":{"$ref":"b%2Eyaml#/B"},"C":{"$ref":"../outside.yaml"},"D":{"$ref":"/etc/hostname"},"E":{"$ref":"https://example.com/e.yaml"},"F":{"$ref":"sub"},"example":{"example":{"$ref":"never.yaml"}}}}}
        /in/b.yaml = {"B":{"items":{"$ref":"sub/c.yaml"}}}
        /in/sub/c.yaml = {"not":{"$ref":"../b.yaml#/B"}}
    "#]]);
    let outside = LoadOptions { allow_outside_root: true, ..LoadOptions::default() };
    let loaded = load(&Input::Path(folder.0.join("in/api.yaml")), &outside);
    let names: Vec<bool> = loaded.sources.ids().map(|id| loaded.sources.file(id).name().ends_with("outside.yaml")).collect();
    assert!(names.contains(&true));
}

#[cfg(unix)]
#[test]
fn links_do_not_leave_the_root() {
    let folder =
        Folder::new("links", &[("in/api.yaml", b"openapi: 3.0.0\ndefinitions: {A: {$ref: link.yaml}}"), ("out.yaml", b"secret: 1")]);
    std::os::unix::fs::symlink(folder.0.join("out.yaml"), folder.0.join("in/link.yaml")).expect("a link can be made");
    let loaded = load(&Input::Path(folder.0.join("in/api.yaml")), &LoadOptions::default());
    assert_eq!(loaded.sources.ids().count(), 1);
    let target = loaded.sources.target(FileId(0), "link.yaml");
    assert_eq!(target.map(|link| link.map_err(|unreachable| unreachable.code)), Some(Err("refused-ref")));
}

#[test]
fn spans_are_those_of_values_and_of_keys_of_objects() {
    let check = |text: &str, pointer: &str, expect: Expect| {
        let input = Input::Text { name: "api".to_owned(), text: text.to_owned() };
        let sources = load(&input, &LoadOptions::default()).sources;
        let location = Location { file: FileId(0), pointer: Pointer::from_escaped(pointer) };
        let span = sources.span(&location).expect("the place is in the text");
        expect.assert_eq(&format!("{}:{} {:?}", span.line, span.column, &text[span.bytes]));
    };
    let yaml = "é: ü\nlist:\n- a\n- {b: \"c\"}\n'q/k': [x]\n200: {d: >-\n  folded}\n";
    check(yaml, "/é", expect![[r#"6:10 """#]]);
    check(yaml, "/list", expect![[r#"6:10 """#]]);
    check(yaml, "/list/1/b", expect![[r#"6:10 """#]]);
    check(yaml, "/q~1k/0", expect![[r#"6:10 """#]]);
    check(yaml, "/200", expect![[r#"6:10 """#]]);
    check(yaml, "/200/nowhere/at/all", expect![[r#"6:10 """#]]);
    let json = "{\"é\": \"ü\",\n \"a\\u0062\": [true, {\"c\": -1.5}], \"a\": {}}";
    check(json, "/é", expect![[r#"1:7 "\"ü\"""#]]);
    check(json, "/ab/0", expect![[r#"2:14 "true""#]]);
    check(json, "/ab/1/c", expect![[r#"2:26 "-1.5""#]]);
    check(json, "/a", expect![[r#"2:35 "a""#]]);
}

#[test]
fn the_digest_is_of_the_bytes() {
    let digest = |text: &str| load(&Input::Text { name: "a".to_owned(), text: text.to_owned() }, &LoadOptions::default()).sources.digest();
    assert_eq!(digest("a: 1"), digest("a: 1"));
    assert_ne!(digest("a: 1"), digest("a: 2"));
    assert_eq!(digest("a: 1").len(), 64);
}

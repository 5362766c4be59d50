//! Tests of loading at its boundary.

mod parsers;

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
            warning[duplicate-key] 2:14: key `c` is there twice, taking the last one
        "#]],
    );
    check(
        "{\"a\": 1, \"a\": 2}",
        expect![[r#"
            api = {"a":2}
            warning[duplicate-key] 1:15: key `a` is there twice, taking the last one
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
            error[truncated-file] 1:12: this JSON file ends too early, within a list
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
            error[invalid-json] 2:13: this file is not valid JSON: number out of range
        "#]],
    );
    check(
        "{\"a\": \"\\ud800\"}",
        expect![[r#"
            api = null
            error[invalid-json] 1:14: this file is not valid JSON: half of a surrogate pair in a string
        "#]],
    );
    check(
        "[a, b]: 1",
        expect![[r#"
            api = null
            error[invalid-json] 1:2: this file is not valid JSON: expected a value
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
            error[too-deep] 1:513: this file is nested deeper than 512 levels
        "#]],
    );
    check(
        &format!("{}1{}", "{\"a\":".repeat(65), "}".repeat(65)),
        expect![[r#"
            api = {"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}
        "#]],
    );
    check(
        &format!("a: {}", "[".repeat(500)),
        expect![[r#"
            api = null
            error[invalid-yaml] 1:504: this file is not valid YAML: did not find expected node content
        "#]],
    );
    check(
        "a: &a [*a]",
        expect![[r#"
            api = null
            error[endless-alias] 1:8: the alias `*a` stands within the node that it repeats, so this file has no end
        "#]],
    );
}

/// The deepest document that is read is read on the smallest stack that a thread of Rust has by default.
#[test]
fn the_deepest_document_needs_no_stack() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
        let levels = 512 / open.matches(['[', '{']).count();
        let text = open.repeat(levels) + "1" + &close.repeat(levels);
        for name in ["api.json", "api.yaml"] {
            let text = if name == "api.json" { text.clone() } else { format!("# YAML\n{text}") };
            let input = Input::Text { name: name.to_owned(), text };
            let thread = std::thread::Builder::new().stack_size(512 << 10);
            let levels = thread.spawn(move || {
                let loaded = load(&input, &LoadOptions::default());
                assert_eq!(loaded.diagnostics, []);
                loaded.sources.levels()
            });
            assert_eq!(levels.expect("a thread starts").join().expect("the thread ends"), 512);
        }
    }
    let block: String = (0..511).map(|level| " ".repeat(level) + "a:\n").collect();
    assert_eq!(sources(&(block + &" ".repeat(511) + "a: 1\n")).levels(), 512);
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
    let yaml = "é: ü\nlist:\n- a\n- {b: \"c\"}\n'q/k': [x]\n200:\n  d: >-\n    folded\n";
    check(yaml, "/é", expect![[r#"1:4 "ü""#]]);
    check(yaml, "/list", expect![[r#"2:1 "list""#]]);
    check(yaml, "/list/1/b", expect![[r#"4:7 "\"c\"""#]]);
    check(yaml, "/q~1k/0", expect![[r#"5:9 "x""#]]);
    check(yaml, "/200", expect![[r#"6:1 "200""#]]);
    check(yaml, "/200/nowhere/at/all", expect![[r#"6:1 "200""#]]);
    let json = "{\"é\": \"ü\",\n \"a\\u0062\": [true, {\"c\": -1.5}], \"a\": {}}";
    check(json, "/é", expect![[r#"1:7 "\"ü\"""#]]);
    check(json, "/ab/0", expect![[r#"2:14 "true""#]]);
    check(json, "/ab/1/c", expect![[r#"2:26 "-1.5""#]]);
    check(json, "/a", expect![[r#"2:35 "a""#]]);
}

/// Returns the documents of the shared corpus, where it is there.
fn corpus_files() -> Vec<PathBuf> {
    let Some(corpus) = crate::shared::corpus() else { return Vec::new() };
    let entries = std::fs::read_dir(corpus).expect("the folder can be listed");
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "json" || ending == "yaml"));
    files.sort();
    files
}

/// Loads a text that is well formed.
fn sources(text: &str) -> super::Sources {
    let loaded = load(&Input::Text { name: "api.yaml".to_owned(), text: text.to_owned() }, &LoadOptions::default());
    assert_eq!(loaded.diagnostics, [], "{text}");
    loaded.sources
}

/// Every style of a scalar, each with lines of its own.
const SCALARS: [&str; 16] = [
    "plain",
    "plain\n  over\n\n  lines",
    "'single'",
    "'single\n  over ''lines''\n\n\n  more'",
    "\"double\"",
    "\"double\n  over lines\\\n  \\ joined\n\n  \\u00e9\\n é\"",
    "|\n  literal\n\n   indented\n",
    "|-\n  literal",
    ">+\n  folded\n  lines\n\n",
    ">-\n  folded",
    "[a, \"b\n  c\", 'd']",
    "{x: \"y\n\n  z\", w: [1, 2]}",
    "&anchor {x: \"a\n  b\"}",
    "12 # a comment",
    "日本語 \u{1f600}",
    "",
];

#[test]
fn positions_are_right_after_scalars_of_every_style() {
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..300 {
        let break_ = if random.bool() { "\n" } else { "\r\n" };
        let (mut text, mut lines) = (String::new(), Vec::new());
        for index in 0..random.usize(2..12) {
            if random.u8(..4) == 0 {
                text.push_str("# a comment, \"quoted\" [\n");
            }
            lines.push((text.matches('\n').count() + 1, index));
            let scalar = SCALARS[random.usize(..SCALARS.len())].trim_end();
            let _ = writeln!(text, "k{index}: {scalar}");
        }
        let text = text.replace('\n', break_);
        let sources = sources(&text);
        for (line, index) in lines {
            let location = Location { file: FileId(0), pointer: Pointer::root().join(&format!("k{index}")) };
            let span = sources.span(&location).expect("the place is in the text");
            assert_eq!(span.line, line, "k{index} of {text:?}");
        }
    }
}

#[test]
fn what_an_alias_or_a_merge_brings_has_the_place_where_it_is_written() {
    let text =
        "base: &b\n  x: {y: 1}\nlist: &l [1, 2]\nscalar: &s one\nit:\n  <<: *b\n  z: *l\n  w: *s\nmore: {<<: [*b, {v: 2}], *s : 3}\n";
    let sources = sources(text);
    let line = |pointer: &str| {
        let location = Location { file: FileId(0), pointer: Pointer::from_escaped(pointer) };
        sources.span(&location).map(|span| span.line)
    };
    assert_eq!(line("/it/x/y"), Some(2));
    assert_eq!(line("/it/z/1"), Some(3));
    assert_eq!(line("/it/z"), Some(7));
    assert_eq!(line("/it/w"), Some(4));
    assert_eq!(line("/more/x/y"), Some(2));
    assert_eq!(line("/more/v"), Some(9));
    assert_eq!(line("/more/one"), Some(9));
}

/// Calls with the pointer to each node of a tree.
fn each_place(tree: &serde_json::Value, at: &Pointer, see: &mut dyn FnMut(&Pointer, &serde_json::Value)) {
    see(at, tree);
    match tree {
        serde_json::Value::Object(map) => map.iter().for_each(|(key, value)| each_place(value, &at.join(key), see)),
        serde_json::Value::Array(list) => list.iter().enumerate().for_each(|(index, value)| each_place(value, &at.index(index), see)),
        _ => {}
    }
}

/// The text of each scalar is where its place is said to be.
#[test]
fn every_place_of_the_corpus_is_found() {
    let mut random = fastrand::Rng::with_seed(5);
    for path in corpus_files() {
        let sources = load(&Input::Path(path.clone()), &LoadOptions::default()).sources;
        for id in sources.ids() {
            let text = sources.file(id).text();
            let merges = text.contains("<<:");
            // Some three hundred places of each file.
            let share = u32::try_from(text.len() / 4_000).unwrap_or(u32::MAX).max(1);
            each_place(sources.tree(id), &Pointer::root(), &mut |pointer, value| {
                let location = Location { file: id, pointer: pointer.clone() };
                if random.u32(..share) > 0 || value.is_object() || value.is_array() || merges {
                    return;
                }
                let literal = sources.literal(&location).unwrap_or_else(|| panic!("{}: {pointer} has no place", path.display()));
                let shown = match value {
                    serde_json::Value::String(own) => own.clone(),
                    other => other.to_string(),
                };
                let start = shown.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
                let is_escaped = literal.contains('\\') || !start.is_ascii();
                assert!(
                    is_escaped || value.is_number() || value.is_null() || literal.contains(start),
                    "{}: {pointer} is not {literal:?}",
                    path.display()
                );
            });
        }
    }
}

#[test]
fn the_digest_is_of_the_bytes() {
    let digest = |text: &str| load(&Input::Text { name: "a".to_owned(), text: text.to_owned() }, &LoadOptions::default()).sources.digest();
    assert_eq!(digest("a: 1"), digest("a: 1"));
    assert_ne!(digest("a: 1"), digest("a: 2"));
    assert_eq!(digest("a: 1").len(), 64);
}

//! C. Code injection and quoting.

use std::path::PathBuf;

use expect_test::expect;
use serde_json::json;

use super::{check_case, everywhere, survive};

/// What ends a comment, a line or the reader's trust.
pub(crate) const COMMENTS: &[&str] = &[
    "*/",
    "/*",
    "//",
    "///",
    "//!",
    "-->",
    "a\rb",
    "a\u{2028}b",
    "a\u{2029}b",
    "a\u{85}b",
    "\u{202e}evil",
    "\u{2066}a\u{2069}",
    "nul\u{0}nul",
    "*/ pub fn evil() {} /*",
    "\u{feff}bom",
];

/// What ends a string, an attribute or a macro.
pub(crate) const QUOTES: &[&str] =
    &["\"]", "\"#]", "\"##", "\\", "\\\"", "#[doc = \"x\"]", "\"), panic!(\"", "'", "r#\"", "\"##########", "\\u{0}", "x\\"];

/// What a formatter or a template would replace.
pub(crate) const BRACES: &[&str] = &["{", "}", "{}", "{0}", "{{", "%s", "$name", "{a{b}}", "{id*}", "{?q}", "{+path}", "${jndi}", "{:?}"];

/// What rustdoc would run, look up or render.
pub(crate) const DOCS: &[&str] = &[
    "    std::fs::remove_dir_all(\"/\");",
    "text\n\n    loop {}\n",
    "```\nloop {}\n```",
    "```rust\nloop {}\n```",
    "~~~\nloop {}",
    "- ~~~\n  loop {}",
    "> ```rust\n> loop {}",
    "-     loop {}",
    "1.      loop {}",
    ">     loop {}",
    "[Foo]",
    "[Foo](Bar)",
    "[`Foo`]",
    "[Foo]: bar",
    "http://example.com",
    "xhttp://example.com",
    "http://example.com\\x",
    "<T>",
    "</div>",
    "<script>alert(1)</script>",
    "<!-- a",
    "Vec<Option<T>>",
    "![pixel](http://example.com/p.png)",
    "``a```[Foo]``",
    "`unclosed [Foo]",
    "| a |\n|---|\n| [Foo] |",
    "[^1]\n\n[^1]: note",
    "\tindented",
    "Name.\n\n<p>    std::fs::remove_dir_all(\"/\");",
    "<b>~~~\nloop {}",
    "\\<script>alert(1)</script>",
    "\\`<script>`",
    "\\[x\\](javascript:alert(1))",
    "!![p](http://example.com)",
    "| a |\n|---|\n| `x|<b>y` |",
    "&#60;script&#62;",
    "[a]: http://example.com\n\n[a] [b][a] <http://example.com>",
];

#[test]
fn c17_a_url_is_one_or_is_left_out() {
    let hostile = "https://x.example/\nimpl Drop for crate::Client { fn drop(&mut self) {} } //";
    let docs = json!({"url": hostile});
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1", "termsOfService": hostile, "contact": {"url": hostile}, "license": {"name": "MIT", "url": hostile}},
        "externalDocs": docs, "servers": [{"url": hostile}], "tags": [{"name": "t", "externalDocs": docs}],
        "paths": {"/p": {"get": {"tags": ["t"], "externalDocs": docs, "responses": {"200": {"description": "d",
            "content": {"application/json": {"schema": {"type": "object", "title": "S", "externalDocs": docs}}}}}}}},
    });
    let (outcome, _) = survive(&document);
    let found = outcome.plan.diagnostics.iter().filter(|diagnostic| diagnostic.code == "invalid-url");
    let places: Vec<String> = found.filter_map(|diagnostic| Some(diagnostic.location.as_ref()?.pointer.to_string())).collect();
    assert_eq!(places.len(), 8, "{places:?}");
}

#[test]
fn c17_ends_of_comments_and_lines_in_every_place() {
    for text in COMMENTS {
        survive(&everywhere::document(&[text]));
    }
    survive(&everywhere::document(&["x".repeat(10_000).as_str(), "x ".repeat(5_000).as_str()]));
    survive(&everywhere::document(COMMENTS));
}

#[test]
fn c18_ends_of_strings_and_attributes_in_every_place() {
    for text in QUOTES {
        survive(&everywhere::document(&[text]));
    }
    survive(&everywhere::document(QUOTES));
}

#[test]
fn c19_braces_and_placeholders_in_every_place() {
    for text in BRACES {
        survive(&everywhere::document(&[text]));
    }
    survive(&everywhere::document(BRACES));
}

#[test]
fn c19_path_and_server_templates() {
    check_case("accept/c19-templates.yaml");
}

#[test]
fn c20_documentation_is_no_test_no_link_and_no_html() {
    for text in DOCS {
        survive(&everywhere::document(&[text]));
    }
    survive(&everywhere::document(DOCS));
}

#[test]
fn c21_defaults_that_are_not_of_the_type() {
    check_case("accept/c21-defaults.yaml");
}

/// Titles that would be a manifest entry, a path, a device of Windows, or no name at all.
const TITLES: &[&str] = &[
    "x\"\n[dependencies]\nevil = \"*\"",
    "",
    "std",
    "core",
    "test",
    "con",
    "nul",
    "aux",
    "2fa",
    "👍",
    "../../x",
    "日本",
    "a b",
    "self",
    "fn",
    "-",
    "Ünï",
    "\"\"\"",
    "turnbuckle-runtime",
    "crate",
];

#[test]
fn c22_names_of_packages() {
    let name = |title: &str| {
        survive(&json!({"openapi": "3.0.3", "info": {"title": title, "version": "1.0; rm -rf", "description": "a\"\"\"b",
        "license": {"name": "MIT\" evil = \""}}, "paths": {}}))
        .0
        .plan
        .names
        .package
    };
    let names: Vec<String> = TITLES.iter().map(|title| format!("{title:?}: {}\n", name(title))).collect();
    expect![[r#"
        "x\"\n[dependencies]\nevil = \"*\"": x-dependencies-evil
        "": api-client
        "std": std-api
        "core": core-api
        "test": test-api
        "con": con-api
        "nul": nul-api
        "aux": aux-api
        "2fa": api-2fa
        "👍": api-client
        "../../x": x
        "日本": u65e5u672c
        "a b": a-b
        "self": self-api
        "fn": fn-api
        "-": api-client
        "Ünï": uni
        "\"\"\"": api-client
        "turnbuckle-runtime": turnbuckle-runtime-api
        "crate": crate-api
    "#]]
    .assert_eq(&names.concat());
    let long = name(&"long ".repeat(60));
    assert!(long.len() <= 64 && long.starts_with("long-long"), "{long}");
    assert!(name(&"x".repeat(300)).len() <= 64);
}

/// Tags that would be a file elsewhere, a file of cargo's, or one that a file system takes for another.
const TAGS: &[&str] = &[
    "../../../../home/u/.bashrc",
    "/abs",
    "..",
    ".",
    "",
    "a/b",
    "a\\b",
    "mod",
    "lib",
    "main",
    "build.rs",
    "Cargo.toml",
    "Pets",
    "pets",
    "PETS",
    "dot.",
    "space ",
    "COM1",
    "client",
    "models",
    "con",
    "nul",
];

#[test]
fn c23_names_of_files() {
    let long = "x".repeat(300);
    let paths: serde_json::Map<String, serde_json::Value> = TAGS
        .iter()
        .chain([&long.as_str()])
        .enumerate()
        .map(|(index, tag)| {
            (format!("/p{index}"), json!({"get": {"tags": [tag], "operationId": tag, "responses": {"204": {"description": "d"}}}}))
        })
        .collect();
    let (_, files) = survive(&json!({"openapi": "3.0.3", "info": {"title": "../../x", "version": "1"}, "paths": paths}));
    let mut folded: Vec<String> = files.iter().map(|file| file.to_string_lossy().to_lowercase()).collect();
    folded.sort();
    folded.dedup();
    assert_eq!(folded.len(), files.len());
    assert!(files.iter().all(|file| file.file_name().is_some_and(|name| name.len() < 100)));
    expect![[r#"
        src/a_b.rs
        src/a_b_api.rs
        src/abs.rs
        src/build_rs.rs
        src/cargo_toml.rs
        src/client.rs
        src/client_api.rs
        src/com1_api.rs
        src/con_api.rs
        src/dot.rs
        src/dot_api.rs
        src/dot_dot.rs
        src/home_u_bashrc.rs
        src/lib.rs
        src/lib_api.rs
        src/main_api.rs
        src/mod_api.rs
        src/models.rs
        src/models_api.rs
        src/nul_api.rs
        src/operations.rs
        src/pets.rs
        src/pets_2.rs
        src/pets_api.rs
        src/space.rs
        src/validate.rs
        src/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.rs
    "#]]
    .assert_eq(
        &files.iter().filter(|file| file.starts_with("src")).map(|file: &PathBuf| format!("{}\n", file.display())).collect::<String>(),
    );
}

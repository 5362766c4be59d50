//! Descriptions: whatever is in one, it changes the documentation of what is generated and nothing else, and the documentation is text.
//!
//! The judgement over documentation is the generator's own: rustdoc's parser finds no test, no tag, no image and no link but to the web. On
//! top of it, the code without its documentation is the same for every description.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::OnceLock;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::{Value, json};
use turnbuckle::write::File;

use crate::rust::{files, generator, paths};

/// Takes a description.
pub(crate) fn run(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let files = files(&generator("fuzz.json", document(&text).to_string())).expect("a description is no reason to refuse a document");
    let (expected, expected_paths) = plain();
    assert_eq!(&paths(&files), expected_paths);
    for (path, code) in code(&files, &text) {
        assert_eq!(Some(&code), expected.get(&path), "{}: a description changes the code", path.display());
    }
    for file in files.iter().filter(|file| file.path.extension().is_some_and(|ending| ending == "md")) {
        check_markdown(&file.contents);
    }
}

/// The code, without its documentation, of a document with plain descriptions.
fn plain() -> &'static (BTreeMap<PathBuf, String>, Vec<PathBuf>) {
    static PLAIN: OnceLock<(BTreeMap<PathBuf, String>, Vec<PathBuf>)> = OnceLock::new();
    PLAIN.get_or_init(|| {
        let files = files(&generator("fuzz.json", document("Plain.").to_string())).expect("the document can be generated from");
        (code(&files, "Plain."), paths(&files))
    })
}

/// Returns the code of each file without its documentation. A literal of the description, such as of a server, is the same for all.
fn code(files: &[File], text: &str) -> BTreeMap<PathBuf, String> {
    let rust = files.iter().filter(|file| file.path.extension().is_some_and(|ending| ending == "rs"));
    rust.map(|file| (file.path.clone(), without_docs(TokenStream::from_str(&file.contents).expect("it lexes"), text))).collect()
}

/// Writes tokens without attributes of documentation.
fn without_docs(tokens: TokenStream, text: &str) -> String {
    let mut written = String::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        if let TokenTree::Punct(punct) = &token
            && punct.as_char() == '#'
        {
            let inner = matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == '!');
            let bang = if inner { tokens.next() } else { None };
            if matches!(tokens.peek(), Some(TokenTree::Group(group)) if is_doc(group)) {
                tokens.next();
                continue;
            }
            written.push_str(if bang.is_some() { "# ! " } else { "# " });
            continue;
        }
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("( ", ") "),
                    Delimiter::Brace => ("{ ", "} "),
                    Delimiter::Bracket => ("[ ", "] "),
                    Delimiter::None => ("", ""),
                };
                written.push_str(open);
                written.push_str(&without_docs(group.stream(), text));
                written.push_str(close);
            }
            TokenTree::Literal(literal) if syn::parse_str::<syn::LitStr>(&literal.to_string()).is_ok_and(|it| it.value() == text) => {
                written.push_str("\"..\" ");
            }
            other => {
                written.push_str(&other.to_string());
                written.push(' ');
            }
        }
    }
    written
}

fn is_doc(group: &proc_macro2::Group) -> bool {
    let first = group.stream().into_iter().next();
    group.delimiter() == Delimiter::Bracket && matches!(first, Some(TokenTree::Ident(name)) if name == "doc")
}

/// Checks a page for people: no tag, no image, and no link but to the web or to a place in the package.
fn check_markdown(text: &str) {
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("a tag `{html}`: {text}"),
            Event::Start(Tag::Image { dest_url, .. }) => panic!("an image `{dest_url}`: {text}"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let scheme = dest_url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
                assert!(
                    scheme.is_none_or(|scheme| ["http", "https", "mailto"].contains(&scheme.as_str())),
                    "a link to `{dest_url}`: {text}"
                );
            }
            _ => {}
        }
    }
}

/// Returns a document with a text wherever there is room for one.
fn document(text: &str) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1", "description": text, "summary": text, "termsOfService": text, "contact": {"name": text, "url": text, "email": text}, "license": {"name": "MIT", "url": text}},
        "externalDocs": {"url": text, "description": text},
        "servers": [{"url": "https://api.test", "description": text}],
        "tags": [{"name": "pets", "description": text, "externalDocs": {"url": text, "description": text}}],
        "paths": {"/pets/{id}": {"summary": text, "description": text, "get": {
            "operationId": "getPet", "tags": ["pets"], "summary": text, "description": text,
            "externalDocs": {"url": text, "description": text},
            "parameters": [
                {"name": "id", "in": "path", "required": true, "description": text, "schema": {"type": "string"}},
                {"name": "limit", "in": "query", "description": text, "schema": {"type": "integer", "description": text}}
            ],
            "responses": {
                "200": {"description": text, "headers": {"X-Left": {"description": text, "schema": {"type": "integer"}}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
                "404": {"description": text, "content": {"application/json": {"schema": {"type": "object", "description": text, "properties": {"why": {"type": "string", "description": text}}}}}}
            }
        }}},
        "webhooks": {"born": {"post": {"summary": text, "description": text, "requestBody": {"description": text, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}}, "responses": {"200": {"description": text}}}}},
        "components": {
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key", "description": text}},
            "schemas": {"Pet": {
                "type": "object", "title": text, "description": text, "externalDocs": {"url": text, "description": text}, "required": ["name"],
                "properties": {
                    "name": {"type": "string", "description": text, "title": text, "examples": [text], "$comment": text},
                    "kind": {"enum": ["cat", "dog"], "description": text, "x-enum-descriptions": [text, text]},
                    "toy": {"oneOf": [{"$ref": "#/components/schemas/Ball"}, {"type": "string", "description": text}], "description": text},
                    "of": {"type": "array", "description": text, "items": {"type": "object", "description": text, "properties": {"a": {"description": text}}}}
                }
            }, "Ball": {"type": "object", "description": text, "deprecated": true, "properties": {"size": {"type": "number", "description": text}}}}
        },
        "security": [{"key": []}]
    })
}

/// Returns the corpus.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    [
        "Plain *emphasis*, `code`, [a link](https://x.test/a?b=c) and\n\n* a list\n  1. in a list\n\n> a quotation\n\n# A heading\n\n---\n\n| a | b |\n|---|---|\n| `|` | \\| |\n",
        "Name.\n\n<p>    std::fs::write(..)",
        "<b>~~~\nloop {}\n~~~",
        "```\nloop {}\n```\n\n~~~rust\nx()\n~~~\n\n    indented()\n",
        "https://x.y/\nimpl Drop for crate::Client { .. } // ",
        "\\<script>alert(1)</script> `\\`<script>` \\`<svg onload=..> \\[x\\](javascript:alert(1)) <javascript:x> <https://x.test>",
        "!![p](..) ![a](http://x) [r]: javascript:x\n\n[r] [^f]\n\n[^f]: <b>\n\n[r]: <data:x> \"t\"",
        "- ~~~\n  x\n- > ```\n  > y\n1) <!-- c\n2) --> <?php ?> <![CDATA[x]]> &#60;b&#62; &lt;",
        "a\u{85}b\u{2028}c\u{2029}d\re\u{202e}f\u{0}g\u{feff}*/ /* //! /// #[doc = \"x\"] \"# \"##",
        "`````` ` `` ``` `a``b` `````\n\n\t`tab`\n \t x\n``` `\n<a\nhref='x'>",
        "Setext\n===\n\nterm\n: def\n\n- [ ] task\n\n~~gone~~ $x$ :smile: {#id} [`Option`] [Vec] [crate::Client](fn@x) Foo::<T>",
        "<details><summary>a</summary>\n\n```\nx\n```\n\n</details>\n<table><tr><td>1</table>",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}

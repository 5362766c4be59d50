//! Random descriptions, and the real ones of the corpus.
//!
//! The seed is fixed, so a run is repeatable. `TURNBUCKLE_FUZZ_DESCRIPTIONS` sets how many descriptions are made (default 20,000), and
//! `TURNBUCKLE_FUZZ_SEED` where to begin.

use std::path::Path;
use std::{env, fs};

use fastrand::Rng;
use pulldown_cmark::Options;

use super::{first_paragraph, judge, lines, parsed, plain};

/// What means something to Markdown, to HTML, to rustdoc, or to a reader.
const PARTS: &[&str] = &[
    "a",
    "word",
    "Foo",
    "f(x)",
    "std::fs::write(..)",
    "impl Drop for X {}",
    " ",
    " ",
    " ",
    "  ",
    "    ",
    "     ",
    "\t",
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "\n    ",
    "\r\n",
    "\r",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{0}",
    "\u{b}",
    "\u{c}",
    "\u{202e}",
    "\u{feff}",
    "\u{fdd0}",
    "\u{a0}",
    "\u{200b}",
    "é",
    "日本",
    "👍🏽",
    "½",
    "*",
    "**",
    "***",
    "_",
    "__",
    "~",
    "~~",
    "~~~",
    "`",
    "``",
    "```",
    "````",
    "```rust\n",
    "```text\n",
    "```should_panic\n",
    "~~~rust\n",
    "\\",
    "\\\\",
    "\\\n",
    "\\`",
    "\\<",
    "\\[",
    "\\|",
    "#",
    "# ",
    "## ",
    "###### ",
    "=",
    "===",
    "---",
    "-",
    "- ",
    "+ ",
    "* ",
    "1. ",
    "1) ",
    "7. ",
    "999999999. ",
    "0. ",
    ">",
    "> ",
    ">     ",
    "-     ",
    "- - - ",
    "* * *",
    "___",
    "|",
    " | ",
    "| a | b |\n",
    "|---|---|\n",
    "---|---\n",
    ":-:",
    ":-|-:\n",
    "a|b\n",
    "[",
    "]",
    "(",
    ")",
    "!",
    "![",
    "!!",
    "[x]",
    "[ ]",
    "[Foo]",
    "[`Foo`]",
    "[Foo](Bar)",
    "[^1]",
    "[^1]: ",
    "[a]: http://x.example\n",
    "[a]",
    "[a][]",
    "[a](",
    "](",
    "](http://x.example)",
    "](<http://y.example/ z>)",
    "](javascript:alert(1))",
    "](mailto:a@b.example)",
    "![p](http://x.example/p.png)",
    "!![p](http://x.example)",
    "http://",
    "https://",
    "http://example.com",
    "https://example.com/a_b?c=d&e=f#g",
    "https://{host}/x",
    "xhttp://example.com",
    "http://a.example/)))",
    "//",
    "://",
    "<http://x.example>",
    "<javascript:x>",
    "<a@b.example>",
    "<",
    ">",
    "</",
    "/>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<em>",
    "</em>",
    "<s>",
    "<p>",
    "</p>",
    "<br>",
    "<br/>",
    "<hr>",
    "<code>",
    "</code>",
    "<tt>",
    "</tt>",
    "<pre>",
    "</pre>",
    "<pre><code>",
    "<ul>",
    "</ul>",
    "<ol>",
    "<ol start=\"7\">",
    "</ol>",
    "<li>",
    "</li>",
    "<h1>",
    "</h1>",
    "<h6>",
    "<blockquote>",
    "</blockquote>",
    "<div>",
    "</div>",
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<th>",
    "<thead>",
    "<a href=\"http://x.example\">",
    "<a href='javascript:x'>",
    "<a href=\"",
    "</a>",
    "<img src=x alt=\"`<script>\">",
    "<script>",
    "</script>",
    "<script>alert(1)</script>",
    "<style>",
    "</style>",
    "<textarea>",
    "<svg onload=x>",
    "<T>",
    "Vec<Option<T>>",
    "<user-id>",
    "<!--",
    "-->",
    "<!-- a -->",
    "<!DOCTYPE html>",
    "<?php",
    "?>",
    "<![CDATA[",
    "]]>",
    "&",
    "&amp;",
    "&lt;",
    "&#60;",
    "&#x3c;script&#62;",
    "&#10;",
    "&#13;",
    "&#x202e;",
    "&#32;",
    "&nbsp;",
    "&NewLine;",
    "&Tab;",
    "&#96;",
    "&#124;",
    "&copy",
    "&copy;",
    "&l",
    "t;",
    "\"",
    "'",
    "--",
    "...",
    "{",
    "}",
    "$",
    "^",
    ";",
    ":",
    "@",
    "%",
    "word word word word word word word word word word word word word word word word ",
    "long_identifier_without_any_space_that_is_long_enough_to_fill_a_good_part_of_a_line_of_documentation_",
];

fn description(rng: &mut Rng) -> String {
    let count = rng.usize(1..40);
    (0..count).filter_map(|_| rng.choice(PARTS).copied()).collect()
}

/// Says what is wrong with what a description becomes.
fn faults(text: &str) -> String {
    let written = lines(text);
    let mut found = judge::faults(&written.join("\n"));
    if written.iter().any(|line| line.contains('\n')) {
        found.push_str("a line is two\n");
    }
    // The first paragraph follows a list's mark.
    let first = first_paragraph(text);
    found.push_str(&judge::faults(&format!("* `x`: {}", first.join("\n  "))));
    if plain(text.trim()).is_some_and(|plain| plain != parsed(text.trim())) {
        found.push_str("plain text is written otherwise\n");
    }
    // What a parser reads of the one, it reads of the other.
    let is_same = !["<", "](", "]:", "&", "![", "\u{fdd0}", "\r", "\u{85}", "\u{2028}", "\u{2029}"].iter().any(|part| text.contains(part));
    if is_same {
        let before = judge::shown(text.trim(), Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
        let after = judge::shown(&written.join("\n"), judge::OPTIONS);
        if before != after {
            found.push_str(&format!("shows {after:?}, not {before:?}\n"));
        }
    }
    found
}

#[test]
fn random_descriptions_are_documentation_and_nothing_else() {
    let setting = |name: &str, default: u64| env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let (runs, first) = (setting("TURNBUCKLE_FUZZ_DESCRIPTIONS", 20_000), setting("TURNBUCKLE_FUZZ_SEED", 1));
    let mut broken = 0;
    for seed in first..first + runs {
        let text = description(&mut Rng::with_seed(seed));
        let found = faults(&text);
        if !found.is_empty() {
            broken += 1;
            if broken < 8 {
                eprintln!("seed {seed}: {text:?}\n{}\n{found}", lines(&text).join("\n"));
            }
        }
    }
    assert_eq!(broken, 0, "of {runs} descriptions");
}

#[test]
fn plain_texts_are_written_as_the_parser_would() {
    const PLAIN: &[&str] = &[
        "word ",
        "a",
        "snake",
        " ",
        "  ",
        "\n",
        "\n\n",
        "-",
        "- ",
        "+",
        "1. ",
        "12) ",
        "#",
        ">",
        "=",
        "===",
        ":",
        ".",
        ",",
        "!",
        "(x)",
        "\"q\"",
        "^",
        "http",
        ":/",
        "{id}",
        "word word word word word word word ",
    ];
    let mut rng = Rng::with_seed(7);
    let mut seen = 0;
    for _ in 0..20_000 {
        let text: String = (0..rng.usize(1..60)).filter_map(|_| rng.choice(PLAIN).copied()).collect();
        if let Some(written) = plain(text.trim()) {
            seen += 1;
            assert_eq!(written, parsed(text.trim()), "{text:?}");
        }
    }
    assert!(seen > 1_000, "{seen}");
}

#[test]
fn descriptions_of_real_documents_are_documentation_and_nothing_else() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let Ok(entries) = fs::read_dir(&corpus) else {
        assert!(env::var("CI").is_err(), "the corpus is not there");
        eprintln!("skipped: the corpus is not there");
        return;
    };
    let mut count = 0;
    for path in entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let name = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        if !["json", "yaml"].contains(&name.as_str()) {
            continue;
        }
        for_each_description(&text, &mut |text| {
            count += 1;
            assert_eq!(faults(text), "", "{}: {text}\n\n{}", path.display(), lines(text).join("\n"));
        });
    }
    assert!(count > 10_000, "{count}");
}

/// Hands on the strings of the lines that a description is written in.
fn for_each_description(text: &str, check: &mut dyn FnMut(&str)) {
    let Ok(tree) = serde_yaml::from_str::<serde_json::Value>(text) else { return };
    let mut open = vec![&tree];
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::Array(list) => open.extend(list),
            serde_json::Value::Object(map) => {
                for key in ["description", "summary", "title"] {
                    if let Some(text) = map.get(key).and_then(serde_json::Value::as_str) {
                        check(text);
                    }
                }
                open.extend(map.values());
            }
            _ => {}
        }
    }
}

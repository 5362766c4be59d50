//! What descriptions become.

use expect_test::{Expect, expect};

use super::{code, first_paragraph, lines, parsed, plain};

mod fuzz;
mod judge;

fn check(text: &str, expect: Expect) {
    let written = lines(text).join("\n");
    assert_eq!(judge::faults(&written), "", "{text:?}");
    expect.assert_eq(&written);
}

#[test]
fn code_after_a_tag_is_no_test() {
    check("Name.\n\n<p>    std::fs::write(..)", expect!["Name.\n\nstd::fs::write(..)"]);
    check(
        "<b>~~~\nloop {}\n",
        expect![[r"**\~\~\~
loop {}**"]],
    );
}

#[test]
fn a_code_span_is_not_wrapped() {
    let long = format!("Text `{} <script>` end", "word ".repeat(30).trim());
    let written = lines(&long);
    assert_eq!(written.len(), 3, "{written:#?}");
    assert!(written[1].starts_with('`') && written[1].ends_with("<script>`"), "{written:#?}");
}

#[test]
fn code_blocks_are_marked_as_text() {
    check("    indented", expect!["indented"]);
    check("a\n\n    one\n\n    ```\n    two", expect!["a\n\n````text\none\n\n```\ntwo\n````"]);
    check("```rust,no_run\nloop {}\n", expect!["```text\nloop {}\n```"]);
    check("- ~~~\n  x\n  ~~~\n> ```\n> y", expect!["- ```text\n  x\n  ```\n\n> ```text\n> y\n> ```"]);
}

#[test]
fn escapes_of_the_source_do_not_uncover_tags() {
    check(r"\<script>alert(1)\</script>", expect![[r"\<script>alert(1)\</script>"]]);
    check(r"\`<script>`", expect![[r"\`\<script>\`"]]);
    check(r"\<svg onload=x>", expect![[r"\<svg onload=x>"]]);
    check("&#60;b&#62; and &amp;lt;", expect![[r"\<b> and \&lt;"]]);
}

#[test]
fn links_are_those_of_the_web() {
    check(r"\[x\](javascript:alert)", expect![[r"\[x](javascript:alert)"]]);
    check(
        "[a](javascript:x) [b](https://b.example/?x=1&copy;) [c](mailto:c@example.com) [d](#d)",
        expect![[r"a [b](<https://b.example/?x=1%C2%A9>) [c](<mailto:c@example.com>) d"]],
    );
    check("[ref] and [Foo] and [`Bar`]\n\n[ref]: http://ref.example", expect![[r"[ref](<http://ref.example>) and \[Foo] and \[`Bar`]"]]);
    check("!![p](http://x.example) ![image](http://y.example/z.png)", expect![[r"!p image"]]);
    check("[^1](http://x.example)", expect![[r"[\^1](<http://x.example>)"]]);
    check("[http://x.example](http://x.example) <a@b.example>", expect!["<http://x.example> [a@b.example](<mailto:a@b.example>)"]);
}

#[test]
fn bare_urls_become_links() {
    check("See https://example.com/a_b(c), (http://x.example/y).", expect!["See <https://example.com/a_b(c)>, (<http://x.example/y>)."]);
    check("https://{host}/v1 xhttp://example.com http://", expect![[r"https\://{host}/v1 xhttp\://example.com http\://"]]);
}

#[test]
fn tags_keep_their_meaning() {
    check(
        "<p>Returns <code>a &lt; b*c*</code>, <a href=\"https://x.example\">there</a>.<br>Next</p>\n<ul>\n<li>one</li>\n<li><b>two</b></li>\n</ul>",
        expect!["Returns `a < b*c*`, [there](<https://x.example>).\\\nNext\n\n- one\n- **two**"],
    );
    check("a<br><br/>b<hr>c", expect!["a\n\nb\n\n___\n\nc"]);
    check("<pre><code>let a = 1;\n\n    b();</code></pre>", expect!["```text\nlet a = 1;\n\n    b();\n```"]);
    check("<h2>Title #</h2><blockquote>said</blockquote>", expect!["### Title \\#\n\n> said"]);
    check(
        "<table><tr><th>A</th><th>B|C</th></tr><tr><td>1</td><td><code>x|y</code></td></tr></table>",
        expect![[r"| A | B\|C |
|---|---|
| 1 | `x\|y` |"]],
    );
    check("The <user-id> of Vec<Option<T>> <!-- never --> here", expect![[r"The \<user-id> of Vec\<Option\<T>>  here"]]);
}

#[test]
fn a_list_does_not_continue_the_text_before_its_items() {
    check("<ol start=\"7\">a\n<li>\n\n    x\n\nb", expect!["a\n\n7. ```text\n   x\n   ```\n\n   b"]);
}

#[test]
fn blocks_are_written_anew() {
    check(
        "# One\n\nTwo\n===\n- a\n- b\n  - c\n\n    d\n1) x\n2) y\n\n***\n> q",
        expect![["## One\n\n## Two\n\n- a\n- b\n  - c\n\n    d\n\n1. x\n2. y\n\n___\n\n> q"]],
    );
    check("| a | b |\n|---|:-:|\n| `x \\| y` | **z** |", expect!["| a | b |\n|---|---|\n| `x \\| y` | **z** |"]);
    check("999999999. a\n1. b", expect!["999999999. a\n999999999. b"]);
}

#[test]
fn lines_begin_nothing_that_the_text_does_not() {
    let long = "word ".repeat(21);
    check(
        &format!("{long}a. 1. b"),
        expect![["word word word word word word word word word word word word word word word word word word word word word a. 1. b"]],
    );
    for start in ["#", "-", "+", ">", "1.", "=", "---|---", ":-|-", "* * *", "~~~", "    x", "<b>"] {
        let text = format!("{long}{start} {long}{start} {long}");
        assert_eq!(judge::blocks(&lines(&text).join("\n")), ["paragraph"], "{start}");
    }
}

#[test]
fn spaces_at_a_break_do_not_begin_a_code_block() {
    let text = format!("{}     loop {{}} &amp; more", "x".repeat(121));
    assert_eq!(lines(&text), ["x".repeat(121), "loop {} & more".to_owned()]);
}

#[test]
fn characters_that_end_lines_or_turn_text_do_not_pass() {
    check("a\rb\u{85}c\u{2028}d\u{2029}e", expect!["a\nb\nc\nd\ne"]);
    check("a&#x202e;b&#10;c\u{0}\u{202e} `\u{2066}`", expect!["a\u{fffd}b c\u{fffd}\u{fffd} `\u{fffd}`"]);
    check("&NewLine;impl", expect!["impl"]);
}

#[test]
fn code_spans_hold_everything() {
    assert_eq!(code("a"), "`a`");
    assert_eq!(code("`"), "`` ` ``");
    assert_eq!(code(" a "), "`  a  `");
    assert_eq!(code(""), "`  `");
    assert_eq!(code("a\nb"), "`a\u{fffd}b`");
}

#[test]
fn the_first_paragraph_is_whole() {
    assert_eq!(first_paragraph("**One\ntwo**\n\nthree"), ["**One", "two**"]);
    assert_eq!(first_paragraph("Plain.\n\nMore."), ["Plain."]);
    assert_eq!(first_paragraph("# Heading\n\ntext"), Vec::<String>::new());
}

#[test]
fn a_description_costs_time_in_proportion_to_its_length() {
    for (unit, count) in
        [("[a", 300_000), ("<code>", 40_000), ("> ", 100_000), ("- ", 100_000), ("*a", 100_000), ("`", 200_000), ("_", 300_000)]
    {
        let text = unit.repeat(count);
        let written: usize = lines(&text).iter().map(String::len).sum();
        assert!(written <= 2 * text.len() + 100, "{unit}: {written}");
    }
    let lazy = format!("{}a{}", "> ".repeat(20_000), "\nb".repeat(20_000));
    assert!(lines(&lazy).iter().map(String::len).sum::<usize>() < 60 * 20_000);
}

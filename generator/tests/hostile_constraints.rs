//! Rules made to break the generator or its clients: each is reported with its place, and no client holds one that it cannot check.

mod shared;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use expect_test::{Expect, expect, expect_file};
use turnbuckle::Generator;
use turnbuckle::diagnostic::{Diagnostic, Severity};
use turnbuckle::generator::Runtime;
use turnbuckle::source::{Input, LoadOptions};

use shared::corpus;

/// Generates a crate of one schema that is sent; returns what is said of it, and the rows of the rules.
fn generate(schema: &str) -> String {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  /t:\n    post:\n      operationId: send\n      requestBody:\n        \
         content:\n          application/json:\n            schema: {{$ref: '#/components/schemas/T'}}\n      responses:\n        '204': \
         {{description: done}}\ncomponents:\n  schemas:\n    T:\n      type: object\n      properties:\n{schema}"
    );
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let generator = Generator::from_input(Input::Text { name: "spec.yaml".to_owned(), text });
    let outcome = generator.runtime(Runtime::Version("0.1".to_owned())).generate_to(folder.path()).expect("the crate is written");
    let mut said = String::new();
    for diagnostic in outcome.plan.diagnostics.iter().filter(|diagnostic| diagnostic.severity > Severity::Note) {
        let span = diagnostic.location.as_ref().and_then(|location| outcome.plan.sources.span(location)).expect("there is a place");
        let message: String = diagnostic.message.chars().take(140).collect();
        let _ = writeln!(said, "{}[{}] {}:{} {message}", diagnostic.severity.word(), diagnostic.code, span.line, span.column);
    }
    let rules = fs::read_to_string(folder.path().join("src/validate.rs")).expect("the rules are there");
    for line in rules.lines().filter(|line| line.starts_with("    Node::new") || line.starts_with("    Pattern::new")) {
        let _ = writeln!(said, "{}", line.trim());
    }
    said
}

fn check(schema: &str, expect: Expect) {
    expect.assert_eq(&generate(schema));
}

#[test]
fn e37_patterns_that_no_client_can_match_are_reported_and_left_out() {
    check(
        r"        a: {type: string, pattern: '('}
        b: {type: string, pattern: '\d{1,100000}'}
        c: {type: string, pattern: '(?P<n>a)'}
        d: {type: string, pattern: '[[:alpha:]'}
        e: {type: string, pattern: '^ok$', maxLength: 5}
",
        expect![[r#"
            warning[unsupported-pattern] 18:36 pattern `(` cannot be matched, it is not checked
            warning[unsupported-pattern] 19:36 pattern `\\d{1,100000}` cannot be matched, it is not checked
            warning[unsupported-pattern] 20:36 pattern `(?P<n>a)` cannot be matched, it is not checked
            Node::new(&[], Parts::None, 0),
            Node::new(&[], Parts::Fields(&[(3, 2), (4, 3)]), 0),
            Node::new(&[Rule::Pattern(0)], Parts::None, 0),
            Node::new(&[Rule::MaxLength(5), Rule::Pattern(1)], Parts::None, 0),
            Pattern::new("[[:alpha:]", "[\\[:alpha:]"),
            Pattern::new("^ok$", "^ok$"),
        "#]],
    );
}

#[test]
fn e37_spellings_of_ecma_become_patterns_that_compile() {
    check(
        r"        a: {type: string, pattern: '^a\/b$'}
        b: {type: string, pattern: '^(?!x)\w+$'}
        c: {type: string, pattern: '^(a)\1$'}
        d: {type: string, pattern: '(?<year>\d{4})'}
        e: {type: string, pattern: '(a+)+$'}
        f: {type: string, pattern: ''}
",
        expect![[r#"
            Node::new(&[], Parts::None, 0),
            Node::new(&[], Parts::Fields(&[(0, 2), (1, 3), (2, 4), (3, 5), (4, 6), (5, 7)]), 0),
            Node::new(&[Rule::Pattern(0)], Parts::None, 0),
            Node::new(&[Rule::Pattern(1)], Parts::None, 0),
            Node::new(&[Rule::Pattern(2)], Parts::None, 0),
            Node::new(&[Rule::Pattern(3)], Parts::None, 0),
            Node::new(&[Rule::Pattern(4)], Parts::None, 0),
            Node::new(&[Rule::Pattern(5)], Parts::None, 0),
            Pattern::new("^a\\/b$", "^a\\/b$"),
            Pattern::new("^(?!x)\\w+$", "^(?!x)[A-Za-z0-9_]+$"),
            Pattern::new("^(a)\\1$", "^(a)\\1$"),
            Pattern::new("(?<year>\\d{4})", "(?<year>[0-9]{4})"),
            Pattern::new("(a+)+$", "(a+)+$"),
            Pattern::new("", ""),
        "#]],
    );
}

#[test]
fn e37_a_pattern_of_a_megabyte_is_reported() {
    let said = generate(&format!("        a: {{type: string, pattern: '{}'}}\n", "a".repeat(1 << 20)));
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.iter().filter(|line| line.starts_with("warning")).count(), 1, "{said:.500}");
    assert!(!said.contains("Pattern::new"), "{said:.500}");
    assert!(lines[0].starts_with("warning[unsupported-pattern] 18:36 pattern `aaaa"), "{said:.500}");
}

#[test]
fn e37_limits_that_make_no_sense() {
    check(
        r"        a: {type: string, minLength: -1}
        b: {type: integer, minimum: 5, maximum: 1}
        c: {type: number, multipleOf: 0}
        d: {type: number, multipleOf: -0.5}
        e: {type: number, exclusiveMinimum: true, minimum: 3}
        f: {type: number, exclusiveMinimum: 3}
        g: {type: array, uniqueItems: true, items: {type: number}}
        h: {type: string, maxLength: 1e18}
        i: {type: string, minLength: 9, maxLength: 2}
        j: {type: array, minItems: 9, maxItems: 2, items: {type: string, maxLength: 4}}
",
        expect![[r#"
            warning[invalid-field] 18:38 `minLength` is `-1`, not a whole number from 0, ignoring it
            warning[unusable-constraint] 19:37 `minimum` is greater than `maximum`, which no value keeps: they are not checked
            warning[unusable-constraint] 20:39 `multipleOf: 0` holds for no value, it is not checked
            warning[unusable-constraint] 21:39 `multipleOf: -0.5` holds for no value, it is not checked
            warning[unusable-constraint] 26:38 `minLength` is greater than `maxLength`, which no value keeps: they are not checked
            warning[unusable-constraint] 27:36 `minItems` is greater than `maxItems`, which no value keeps: they are not checked
            Node::new(&[], Parts::None, 0),
            Node::new(&[], Parts::Fields(&[(4, 2), (5, 2), (6, 3), (7, 4), (9, 6)]), 0),
            Node::new(&[Rule::ExclusiveMinimum("3")], Parts::None, 0),
            Node::new(&[Rule::UniqueItems], Parts::None, 0),
            Node::new(&[Rule::MaxLength(1000000000000000000)], Parts::None, 0),
            Node::new(&[Rule::MaxLength(4)], Parts::None, 0),
            Node::new(&[], Parts::Items(5), 0),
        "#]],
    );
}

#[test]
fn e37_all_of_keeps_the_tighter() {
    check(
        r"        a: {allOf: [{type: string, maxLength: 9, pattern: a}, {maxLength: 5, minLength: 1}, {pattern: b}]}
        b: {allOf: [{type: integer, minimum: 1, maximum: 9}, {exclusiveMinimum: 1, maximum: 7}]}
        c: {anyOf: [{type: string, maxLength: 3}, {type: 'null'}]}
        d: {anyOf: [{type: string, maxLength: 3}, {type: integer, maximum: 3}]}
        e: {type: object, additionalProperties: {type: string, maxLength: 3}}
        f: {type: array, items: {type: array, items: {type: string, maxLength: 3}}}
        g: {$ref: '#/components/schemas/T'}
",
        expect![[r#"
            Node::new(&[], Parts::None, 0),
            Node::new(&[], Parts::Fields(&[(0, 2), (1, 3), (2, 4), (3, 5), (4, 7), (5, 9), (6, 1)]), 0),
            Node::new(&[Rule::MinLength(1), Rule::MaxLength(5), Rule::Pattern(0), Rule::Pattern(1)], Parts::None, 0),
            Node::new(&[Rule::ExclusiveMinimum("1"), Rule::Maximum("7")], Parts::None, 0),
            Node::new(&[Rule::MaxLength(3)], Parts::None, 0),
            Node::new(&[], Parts::Arms(&[Arm::new(Kind::Text, 4), Arm::new(Kind::Number, 6)]), 0),
            Node::new(&[Rule::Maximum("3")], Parts::None, 0),
            Node::new(&[], Parts::Values(4), 0),
            Node::new(&[], Parts::Items(4), 0),
            Node::new(&[], Parts::Items(8), 0),
            Pattern::new("a", "a"),
            Pattern::new("b", "b"),
        "#]],
    );
}

/// What is said about rules in every document of the corpus, by document.
#[test]
fn what_cannot_be_checked_in_the_corpus() {
    let Some(corpus) = corpus() else { return };
    let index = fs::read_to_string(corpus.join("INDEX.tsv")).expect("the corpus has an index");
    let mut said = String::new();
    let mut documents = 0;
    for line in index.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let options = LoadOptions { allow_outside_root: true, ..LoadOptions::default() };
        let plan = Generator::new(corpus.join(fields[1])).load_options(options).plan().expect("the document can be read");
        let about: Vec<&Diagnostic> = plan.diagnostics.iter().filter(|diagnostic| is_about_rules(diagnostic)).collect();
        for diagnostic in about {
            let _ = writeln!(said, "{}: {}[{}] {}", fields[0], diagnostic.severity.word(), diagnostic.code, diagnostic.message);
        }
        documents += 1;
    }
    assert!(documents >= 80, "only {documents} documents");
    expect_file![Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/expect/rules/corpus.txt")].assert_eq(&said);
}

fn is_about_rules(diagnostic: &Diagnostic) -> bool {
    ["unsupported-pattern", "unusable-constraint", "deep-constraints"].contains(&diagnostic.code)
}

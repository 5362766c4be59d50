//! Documents that are large in one dimension: long chains of schemas, and many values.

use std::fmt::Write;
use std::fs;

use turnbuckle::Generator;
use turnbuckle::generator::Runtime;
use turnbuckle::source::Input;

/// The number of schemas in each chain and cycle.
const LENGTH: usize = 500;

/// Returns chains through every kind of schema, a cycle with shortcuts, and types that are nested inline.
pub(crate) fn chains() -> String {
    let mut schemas = String::new();
    let mut chain = |name: &str, link: &dyn Fn(usize, String) -> String| {
        for at in 0..LENGTH {
            let next = link(at, format!("{{$ref: '#/components/schemas/{name}{}'}}", at + 1));
            let _ = writeln!(schemas, "    {name}{at}: {next}");
        }
        let _ = writeln!(schemas, "    {name}{LENGTH}: {{type: object, properties: {{v: {{type: string}}}}}}");
    };
    chain("List", &|_, next| object(&format!("{{type: array, items: {next}}}")));
    chain("Held", &|_, next| object(&next));
    chain("Mixed", &|at, next| match at % 8 {
        0 => format!("{{type: object, required: [n], properties: {{n: {{type: array, items: {next}}}}}}}"),
        1 => object(&format!("{{type: object, additionalProperties: {next}}}")),
        2 => format!("{{type: object, required: [n], properties: {{n: {next}}}}}"),
        3 => object(&format!("{{oneOf: [{next}, {{type: 'null'}}]}}")),
        4 => object(&format!("{{oneOf: [{next}, {{type: string}}]}}")),
        5 => format!("{{type: object, properties: {{v: {{type: string}}}}, additionalProperties: {next}}}"),
        6 => object(&format!("{{allOf: [{next}, {{type: object, properties: {{x{at}: {{type: string}}}}}}]}}")),
        _ => format!("{{type: object, required: [n], properties: {{n: {{oneOf: [{next}, {{type: 'null'}}]}}}}}}"),
    });
    chain("Bare", &|at, next| match at % 2 {
        0 => format!("{{type: array, items: {next}}}"),
        _ => format!("{{type: object, additionalProperties: {next}}}"),
    });
    for at in 0..LENGTH {
        let link = |to: usize| format!("{{$ref: '#/components/schemas/Ring{}'}}", to % LENGTH);
        let links = format!("a: {}, b: {{type: array, items: {}}}, c: {}", link(at * 7 + 1), link(at * 11 + 5), link(at + 1));
        let _ = writeln!(schemas, "    Ring{at}: {{type: object, properties: {{{links}}}}}");
    }
    let nested = (0..45).fold("{type: string}".to_owned(), |inner, _| format!("{{type: array, items: {inner}}}"));
    let _ = writeln!(schemas, "    Nested: {}", object(&nested));
    document(&["List0", "Held0", "Mixed0", "Bare0", "Ring0", "Nested"], &schemas)
}

/// Spawns tasks that hold values of each chain.
pub(crate) const SPAWN: &str = "\
//! Holds values of long chains of types in tasks.

use long_chains::models::*;

fn spawn<F: Future<Output = ()> + Send + 'static>(_: F) {}

async fn hold<T: Clone + std::fmt::Debug + PartialEq>(value: T) {
    let copy = value.clone();
    std::future::ready(()).await;
    assert_eq!(copy, value);
}

fn main() {
    spawn(async { hold(Vec::<Option<List0>>::new()).await });
    spawn(async { hold(Vec::<Option<List400>>::new()).await });
    spawn(async { hold(Vec::<Option<Held0>>::new()).await });
    spawn(async { hold(Vec::<Option<Held400>>::new()).await });
    spawn(async { hold(Vec::<Option<Mixed0>>::new()).await });
    spawn(async { hold(Vec::<Option<Bare0>>::new()).await });
    spawn(async { hold(Vec::<Option<Ring0>>::new()).await });
    spawn(async { hold(Vec::<Option<Ring250>>::new()).await });
    spawn(async { hold(Vec::<Option<Nested>>::new()).await });
}
";

/// Returns an enum of 20,000 values.
pub(crate) fn large_enum() -> String {
    enum_of(20_000)
}

fn enum_of(count: usize) -> String {
    let values: String = (0..count).map(|at| format!("        - value-{at}\n")).collect();
    document(&["Large"], &format!("    Large:\n      type: string\n      enum:\n{values}"))
}

fn object(next: &str) -> String {
    format!("{{type: object, properties: {{v: {{type: string}}, n: {next}}}}}")
}

fn document(bodies: &[&str], schemas: &str) -> String {
    let mut paths = String::new();
    for name in bodies {
        let content = format!("{{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}");
        let _ = writeln!(
            paths,
            "  /{name}: {{post: {{tags: [t], operationId: post{name}, requestBody: {{required: true, content: {content}}}, responses: {{'200': {{description: d, content: {content}}}}}}}}}"
        );
    }
    format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}components:\n  schemas:\n{schemas}")
}

/// Returns the source of an enum with this number of values.
fn source(count: usize) -> String {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let output = folder.path().join("out");
    let generator = Generator::from_input(Input::Text { name: "enum.yaml".to_owned(), text: enum_of(count) });
    if let Err(failure) = generator.runtime(Runtime::Version("0.1".to_owned())).generate_to(&output) {
        panic!("{failure}");
    }
    fs::read_to_string(output.join("src/models/t.rs")).expect("there are models")
}

#[test]
fn an_enum_keeps_its_form_as_it_grows() {
    let (small, large) = (source(256), source(257));
    assert!(!small.contains("large_string_enum") && large.contains("large_string_enum!(Large {"), "{large}");
    let declaration = |text: &str| text.split_once("string_enum!").map_or_else(String::new, |(before, _)| before.replace("::large_", "::"));
    let added = "    /// `value-256`.\n    Value256,\n";
    assert!(large.contains(added), "{large}");
    let without = declaration(&large).replace(added, "").replace("large_", "");
    assert_eq!(without, declaration(&small));
}

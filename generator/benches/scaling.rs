//! Generates documents of a synthetic family in sizes 1, 2, 4 and 8, and prints the time per unit: `cargo bench -p turnbuckle --bench scaling`.
//!
//! Cost has to grow in proportion to the document. A family whose time per unit at size 8 is more than twice that at size 1 is marked, and
//! the exit status is 1. Names of families as arguments choose among them; `--scale N` makes every document N times as large.
#![allow(clippy::print_stdout)] // A bench prints its figures.

use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

use turnbuckle::Generator;
use turnbuckle::generator::Runtime;
use turnbuckle::source::Input;

#[path = "measure/mod.rs"]
mod measure;

/// A kind of document: its name, the number of units at size 1, and the text of a number of units.
struct Family {
    name: &'static str,
    units: usize,
    text: fn(usize) -> String,
}

const FAMILIES: &[Family] = &[
    Family { name: "schemas-and-operations", units: 100, text: schemas_and_operations },
    Family { name: "allOf-diamonds", units: 150, text: diamonds },
    Family { name: "allOf-chain", units: 100, text: base_chain },
    Family { name: "allOf-one-chain", units: 400, text: one_base_chain },
    Family { name: "allOf-fan", units: 200, text: base_fan },
    Family { name: "array-chain", units: 500, text: array_chain },
    Family { name: "ring", units: 250, text: ring },
    Family { name: "deep-flow-yaml", units: 5000, text: deep_flow },
    Family { name: "required-properties", units: 1000, text: required_properties },
    Family { name: "servers", units: 200, text: servers },
    Family { name: "responses", units: 40, text: responses },
    Family { name: "wide-union", units: 100, text: wide_union },
    Family { name: "reference-chain", units: 1000, text: reference_chain },
    Family { name: "enum-values", units: 1000, text: enum_values },
    Family { name: "properties", units: 500, text: properties },
    Family { name: "untagged-paths", units: 100, text: untagged_paths },
    Family { name: "tags", units: 100, text: tags },
    Family { name: "shared-types-of-tags", units: 100, text: shared_types },
    Family { name: "flow-yaml", units: 500, text: flow_yaml },
    Family { name: "warnings", units: 500, text: warnings },
    Family { name: "same-names", units: 200, text: same_names },
    Family { name: "inline-objects", units: 200, text: inline_objects },
    Family { name: "parameters", units: 500, text: parameters },
    Family { name: "files", units: 100, text: path_references },
    Family { name: "description", units: 5000, text: description },
    Family { name: "open-brackets", units: 25_000, text: |units| described(&"[a".repeat(units)) },
    Family { name: "open-tags", units: 5_000, text: |units| described(&"<code>".repeat(units)) },
    Family { name: "prose", units: 100_000, text: |units| described(&"Some words of prose. ".repeat(units)) },
    Family { name: "marked-prose", units: 50_000, text: |units| described(&"Some *words* of `prose`, and more. ".repeat(units)) },
    Family { name: "nested-quotes", units: 5_000, text: |units| described(&format!("{}a{}", "> ".repeat(units), "\\nb".repeat(units))) },
];

/// The family whose documents are refused.
const REFUSED: &str = "deep-flow-yaml";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let scale = arguments.iter().position(|argument| argument == "--scale").and_then(|at| arguments.get(at + 1)?.parse().ok()).unwrap_or(1);
    let mut failed = false;
    println!("{:<24} {:>8} {:>28} {:>8}", "family", "units", "µs per unit at 1x 2x 4x 8x", "growth");
    for family in FAMILIES.iter().filter(|family| arguments.is_empty() || scale > 1 || arguments.iter().any(|name| name == family.name)) {
        let units = family.units * scale;
        let costs: Vec<f64> = [1, 2, 4, 8]
            .into_iter()
            .map(|size| cost(&(family.text)(units * size), family.name == REFUSED) * 1e6 / (units * size) as f64)
            .collect();
        let growth = costs[3] / costs[0];
        let mark = if growth > 2.0 { "  more than linear" } else { "" };
        let shown: Vec<String> = costs.iter().map(|cost| format!("{cost:.1}")).collect();
        println!("{:<24} {units:>8} {:>28} {growth:>8.2}{mark}", family.name, shown.join(" "));
        failed |= growth > 2.0;
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Returns the CPU seconds of one document, as the minimum of three runs. The document may be refused.
fn cost(text: &str, refused: bool) -> f64 {
    let generator = Generator::from_input(Input::Text { name: "bench.yaml".to_owned(), text: text.to_owned() });
    let generator = generator.runtime(Runtime::Version("0.1".to_owned()));
    let run = |_| {
        let start = measure::cpu_seconds();
        let (diagnostics, sources) = match generator.check(Path::new("nowhere")) {
            Ok(outcome) => (outcome.plan.diagnostics, outcome.plan.sources),
            Err(failure) if refused => (failure.diagnostics, failure.sources),
            Err(failure) => panic!("{failure}"),
        };
        let shown = turnbuckle::diagnostic::render(&diagnostics, &sources, turnbuckle::diagnostic::Style::Plain);
        std::hint::black_box(shown);
        measure::cpu_seconds() - start
    };
    (0..3).map(run).fold(f64::MAX, f64::min)
}

fn document(paths: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}\ncomponents:\n  schemas:\n    Zero: {{type: object}}\n{schemas}"
    )
}

fn lines(units: usize, line: impl Fn(usize) -> String) -> String {
    (0..units).fold(String::new(), |mut text, index| {
        let _ = writeln!(text, "{}", line(index));
        text
    })
}

fn schemas_and_operations(units: usize) -> String {
    let paths = lines(units, |at| {
        format!(
            "  /things{at}/{{id}}:\n    get:\n      tags: [things]\n      operationId: getThing{at}\n      parameters:\n        - {{name: id, in: path, required: true, schema: {{type: string}}}}\n        - {{name: limit, in: query, schema: {{type: integer}}}}\n      responses:\n        '200': {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing{at}'}}}}}}}}"
        )
    });
    let schemas = lines(units, |at| {
        format!(
            "    Thing{at}:\n      type: object\n      required: [id]\n      properties:\n        id: {{type: string}}\n        name{at}: {{type: string, description: A name.}}\n        next: {{$ref: '#/components/schemas/Thing{}'}}",
            (at + 1) % units
        )
    });
    document(&paths, &schemas)
}

fn diamonds(units: usize) -> String {
    let level = |at: usize| match at {
        0 => "    D0: {type: object, properties: {a: {type: string}}}".to_owned(),
        at if at % 30 == 0 => format!("    D{at}: {{type: object, properties: {{a{at}: {{type: string}}}}}}"),
        at => format!("    D{at}: {{allOf: [{{$ref: '#/components/schemas/D{0}'}}, {{$ref: '#/components/schemas/D{0}'}}]}}", at - 1),
    };
    document("  {}", &lines(units, level)).replace("paths:\n  {}", "paths: {}")
}

fn base_chain(units: usize) -> String {
    let level = |at: usize| match at % 10 {
        0 => format!("    C{at}: {{type: object, properties: {{p{at}: {{type: string}}}}}}"),
        _ => format!("    C{at}: {{allOf: [{{$ref: '#/components/schemas/C{}'}}, {{properties: {{p{at}: {{type: string}}}}}}]}}", at - 1),
    };
    document("  {}", &lines(units, level)).replace("paths:\n  {}", "paths: {}")
}

/// Each level adds a property to those of all levels before.
fn one_base_chain(units: usize) -> String {
    let schemas = lines(units, |at| {
        format!("    C{}: {{allOf: [{{$ref: '#/components/schemas/C{at}'}}, {{properties: {{p{at}: {{type: string}}}}}}]}}", at + 1)
    });
    document("  {}", &format!("    C0: {{type: object}}\n{schemas}")).replace("paths:\n  {}", "paths: {}")
}

/// A base with many properties, and as many schemas that extend it.
fn base_fan(units: usize) -> String {
    let properties = lines(units, |at| format!("        b{at}: {{type: string}}"));
    let schemas = lines(units, |at| {
        format!("    C{at}: {{allOf: [{{$ref: '#/components/schemas/Base'}}, {{properties: {{p{at}: {{type: string}}}}}}]}}")
    });
    document("  {}", &format!("    Base:\n      type: object\n      properties:\n{properties}{schemas}"))
        .replace("paths:\n  {}", "paths: {}")
}

fn array_chain(units: usize) -> String {
    let schemas = lines(units, |at| {
        format!("    A{at}: {{type: object, properties: {{next: {{type: array, items: {{$ref: '#/components/schemas/A{}'}}}}}}}}", at + 1)
    });
    document("  {}", &format!("{schemas}    A{units}: {{type: object}}\n")).replace("paths:\n  {}", "paths: {}")
}

fn ring(units: usize) -> String {
    let schemas = lines(units, |at| {
        let link = |name: &str, to: usize| format!("{name}: {{$ref: '#/components/schemas/R{}'}}", to % units);
        format!("    R{at}: {{type: object, properties: {{{}, {}, {}}}}}", link("a", at * 7 + 1), link("b", at * 11 + 5), link("c", at + 1))
    });
    document("  {}", &schemas).replace("paths:\n  {}", "paths: {}")
}

fn required_properties(units: usize) -> String {
    let properties = lines(units, |at| format!("        property_{at}: {{type: string}}"));
    let required: Vec<String> = (0..units).rev().map(|at| format!("property_{at}")).collect();
    let schema = format!("    S:\n      type: object\n      required: [{}]\n      properties:\n{properties}", required.join(", "));
    document("  {}", &schema).replace("paths:\n  {}", "paths: {}")
}

fn servers(units: usize) -> String {
    let servers = lines(units, |at| format!("  - {{url: 'https://s{at}.example.com'}}"));
    format!("servers:\n{servers}{}", document("  /p: {get: {responses: {'204': {description: d}}}}", ""))
}

fn responses(units: usize) -> String {
    let responses = lines(units, |at| {
        let schema = format!("{{type: object, properties: {{p{at}: {{type: string}}}}}}");
        format!("        '{}': {{description: d, content: {{application/json: {{schema: {schema}}}}}}}", 200 + at)
    });
    document(&format!("  /p:\n    get:\n      responses:\n{responses}"), "")
}

fn wide_union(units: usize) -> String {
    let arms: Vec<String> = (0..units).map(|at| format!("{{$ref: '#/components/schemas/V{at}'}}")).collect();
    let schemas = lines(units, |at| format!("    V{at}: {{type: object, required: [v{at}], properties: {{v{at}: {{type: string}}}}}}"));
    document("  {}", &format!("{schemas}    U: {{oneOf: [{}]}}\n", arms.join(", "))).replace("paths:\n  {}", "paths: {}")
}

fn reference_chain(units: usize) -> String {
    let schemas = lines(units, |at| format!("    R{at}: {{$ref: '#/components/schemas/R{}'}}", at + 1));
    document("  {}", &format!("{schemas}    R{units}: {{type: object, properties: {{a: {{type: string}}}}}}\n"))
        .replace("paths:\n  {}", "paths: {}")
}

fn enum_values(units: usize) -> String {
    let values = lines(units, |at| format!("        - value-{at}"));
    document("  {}", &format!("    E:\n      type: string\n      enum:\n{values}")).replace("paths:\n  {}", "paths: {}")
}

fn properties(units: usize) -> String {
    let properties = lines(units, |at| format!("        property_{at}: {{type: string}}"));
    document("  {}", &format!("    S:\n      type: object\n      properties:\n{properties}")).replace("paths:\n  {}", "paths: {}")
}

fn untagged_paths(units: usize) -> String {
    document(&lines(units, |at| format!("  /p{at}: {{get: {{responses: {{'204': {{description: d}}}}}}}}")), "")
}

fn tags(units: usize) -> String {
    let paths = lines(units, |at| {
        format!(
            "  /p{at}: {{get: {{tags: [tag {at}], responses: {{'200': {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/T{at}'}}}}}}}}}}}}}}"
        )
    });
    document(&paths, &lines(units, |at| format!("    T{at}: {{type: object, properties: {{p{at}: {{type: string}}}}}}")))
}

fn shared_types(units: usize) -> String {
    let paths = lines(units, |at| {
        format!(
            "  /p{at}: {{get: {{tags: [tag {}], responses: {{'200': {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/T{at}'}}}}}}}}}}}}}}",
            at / 4
        )
    });
    let schemas =
        lines(units, |at| format!("    T{at}: {{type: object, properties: {{p{at}: {{$ref: '#/components/schemas/T{}'}}}}}}", at / 2));
    document(&paths, &schemas)
}

fn flow_yaml(units: usize) -> String {
    let properties: Vec<String> = (0..units).map(|at| format!("p{at}:\n  {{type: string}}")).collect();
    document("  {}", &format!("    S: {{type: object, properties: {{\n  {}}}}}\n", properties.join(",\n  ")))
        .replace("paths:\n  {}", "paths: {}")
}

fn deep_flow(units: usize) -> String {
    format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{}}\nx-deep: {}{}\n", "[".repeat(units), "]".repeat(units))
}

fn warnings(units: usize) -> String {
    let properties = lines(units, |at| format!("        p{at}: {{$ref: '#/components/schemas/Missing{at}'}}"));
    document("  {}", &format!("    S:\n      type: object\n      properties:\n{properties}")).replace("paths:\n  {}", "paths: {}")
}

fn same_names(units: usize) -> String {
    let spelling = |at: usize| format!("foo{}bar", "_-. ".chars().cycle().skip(at % 4).take(at + 1).collect::<String>().trim());
    let paths = lines(units, |at| {
        format!("  /same/{at}: {{get: {{tags: [t], operationId: 'get{}', responses: {{'204': {{description: d}}}}}}}}", at % 2)
    });
    document(&paths, &lines(units.min(60), |at| format!("    '{}{at}': {{type: object}}", spelling(at % 20))))
}

fn inline_objects(units: usize) -> String {
    let properties = lines(units, |at| {
        format!(
            "        p{at}: {{type: array, items: {{type: object, properties: {{a: {{type: string}}, b{}: {{type: object, properties: {{c: {{type: string}}}}}}}}}}}}",
            at % 7
        )
    });
    document("  {}", &format!("    S:\n      type: object\n      properties:\n{properties}")).replace("paths:\n  {}", "paths: {}")
}

fn parameters(units: usize) -> String {
    let parameters = lines(units, |at| format!("        - {{name: p{at}, in: query, schema: {{type: string}}}}"));
    document(&format!("  /p:\n    get:\n      parameters:\n{parameters}      responses: {{'204': {{description: d}}}}"), "")
}

fn path_references(units: usize) -> String {
    let paths = lines(units, |at| {
        format!(
            "  /p{at}:\n    get:\n      responses:\n        '200': {{description: d, content: {{application/json: {{schema: {{type: object, properties: {{a{at}: {{type: string}}}}}}}}}}}}"
        )
    });
    let schemas = lines(units, |at| format!("    R{at}: {{$ref: '#/paths/~1p{at}/get/responses/200/content/application~1json/schema'}}"));
    document(&paths, &schemas)
}

fn description(units: usize) -> String {
    let text = lines(units, |at| format!("        Line {at} of `text` with [a link](https://example.com) and <b>tags</b>."));
    document("  {}", &format!("    S:\n      type: object\n      description: |\n{text}")).replace("paths:\n  {}", "paths: {}")
}

/// A schema with this description, as one line of JSON.
fn described(text: &str) -> String {
    format!(
        r#"{{"openapi": "3.1.0", "info": {{"title": "T", "version": "1"}}, "paths": {{}}, "components": {{"schemas": {{"S": {{"type": "object", "description": "{text}"}}}}}}}}"#
    )
}

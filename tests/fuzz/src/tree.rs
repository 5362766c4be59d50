//! Changes documents at random, and takes each the whole way to files: no panic, no stack overflow, and what is written is sound.
//!
//! The seed is fixed, so a run is repeatable. `TURNBUCKLE_FUZZ_RUNS` sets how many documents are made (default 300), `TURNBUCKLE_FUZZ_SEED`
//! where to begin, and `TURNBUCKLE_FUZZ_SLOW` prints those that take more milliseconds than it says. The document in hand is kept in the folder for
//! temporary files of the build, as `fuzz.json`, and stays there where the process dies.

mod oracle;

use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs, thread};

use fastrand::Rng;
use serde_json::{Map, Number, Value};
use turnbuckle::Generator;
use turnbuckle::generator::Runtime;
use turnbuckle::source::Input;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

#[test]
fn documents_changed_at_random_never_break_the_generator() {
    let setting = |name: &str, default: u64| env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let (runs, first) = (setting("TURNBUCKLE_FUZZ_RUNS", 300), setting("TURNBUCKLE_FUZZ_SEED", 1));
    let slow = setting("TURNBUCKLE_FUZZ_SLOW", u64::MAX);
    let seeds = seeds();
    assert!(seeds.len() > 30, "only {} seeds", seeds.len());
    let mut faults = String::new();
    let mut written = 0;
    for seed in first..first + runs {
        let text = change(&seeds, seed);
        let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz.json");
        fs::write(&kept, &text).expect("the document can be kept");
        let start = Instant::now();
        // The stack is that of any thread: 2 MiB.
        let outcome = thread::spawn(move || judge(text)).join();
        let took = start.elapsed().as_millis();
        if u128::from(slow) < took {
            eprintln!("seed {seed}: {took} ms");
        }
        let found = match outcome {
            Ok(Some(found)) if found.is_empty() => {
                written += 1;
                continue;
            }
            Ok(None) => continue,
            Ok(Some(found)) => format!("seed {seed}: {found}"),
            Err(panic) => format!("seed {seed}: panicked: {:?}\n", panic.downcast_ref::<String>()),
        };
        // At once, for a run of many hours is stopped by hand.
        eprint!("{found}");
        faults.push_str(&found);
    }
    assert!(faults.is_empty(), "\n{faults}");
    assert!(written > runs / 3, "only {written} of {runs} documents were written");
}

/// Generates a crate, and says what is wrong with it; `None` where the document is refused.
fn judge(text: Vec<u8>) -> Option<String> {
    let text = String::from_utf8_lossy(&text).into_owned();
    let generator = Generator::from_input(Input::Text { name: "fuzz.yaml".to_owned(), text }).runtime(Runtime::Version("0.1".to_owned()));
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    match generator.generate_to(folder.path()) {
        Ok(outcome) => {
            // Every diagnostic can be shown with its place.
            let shown =
                turnbuckle::diagnostic::render(&outcome.plan.diagnostics, &outcome.plan.sources, turnbuckle::diagnostic::Style::Plain);
            assert_eq!(shown.is_empty(), outcome.plan.diagnostics.is_empty());
            Some(oracle::faults(folder.path()))
        }
        Err(failure) => {
            assert!(!failure.to_string().is_empty(), "a refusal has words");
            None
        }
    }
}

/// Returns the documents to begin with: the cases, the project's own specs, and the smaller documents of the corpus where it is there.
fn seeds() -> Vec<Value> {
    const LARGEST: u64 = 60_000;
    let shared = Path::new(ROOT).join("../shared/corpus");
    let mut seeds = Vec::new();
    for (folder, largest) in [("tests/cases/accept", LARGEST), ("specs", LARGEST)]
        .map(|(at, size)| (Path::new(ROOT).join(at), size))
        .into_iter()
        .chain([(shared, LARGEST)])
    {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.metadata().is_ok_and(|file| file.is_file() && file.len() < largest)) {
            let is_spec = path.extension().is_some_and(|ending| ending == "yaml" || ending == "json");
            let text = fs::read_to_string(path).unwrap_or_default();
            // What is written in no way that this reader takes is tested elsewhere.
            if let Some(tree) = is_spec.then(|| serde_yaml::from_str::<Value>(&text).ok()).flatten().filter(Value::is_object) {
                seeds.push(tree);
            }
        }
    }
    seeds
}

/// Makes the document of a seed.
fn change(seeds: &[Value], seed: u64) -> Vec<u8> {
    let mut rng = Rng::with_seed(seed);
    let mut tree = seeds[rng.usize(..seeds.len())].clone();
    for _ in 0..rng.usize(1..12) {
        let donor = if rng.u8(..4) == 0 { seeds[rng.usize(..seeds.len())].clone() } else { tree.clone() };
        let graft = node(&donor, rng.usize(..count(&donor))).clone();
        let at = rng.usize(..count(&tree));
        mutate(node_mut(&mut tree, &mut { at }).expect("there are as many nodes"), graft, &mut rng);
    }
    let mut bytes = serde_json::to_vec(&tree).expect("a tree can be written");
    if rng.u8(..16) == 0 {
        damage(&mut bytes, &mut rng);
    }
    bytes
}

fn damage(bytes: &mut Vec<u8>, rng: &mut Rng) {
    let at = rng.usize(..bytes.len());
    match rng.u8(..4) {
        0 => bytes.truncate(at),
        1 => bytes[at] = rng.u8(..),
        2 => bytes.insert(at, *rng.choice(b"{}[]\",:\\0\0\n#&*!-").expect("there are bytes")),
        _ => drop(bytes.drain(at..(at + 20).min(bytes.len()))),
    }
}

fn count(tree: &Value) -> usize {
    1 + match tree {
        Value::Array(list) => list.iter().map(count).sum(),
        Value::Object(map) => map.values().map(count).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

fn node(tree: &Value, index: usize) -> &Value {
    let mut stack = vec![tree];
    for _ in 0..index {
        match stack.pop() {
            Some(Value::Array(list)) => stack.extend(list.iter().rev()),
            Some(Value::Object(map)) => stack.extend(map.values().rev()),
            _ => {}
        }
    }
    stack.pop().unwrap_or(tree)
}

fn node_mut<'v>(tree: &'v mut Value, left: &mut usize) -> Option<&'v mut Value> {
    if *left == 0 {
        return Some(tree);
    }
    *left -= 1;
    match tree {
        Value::Array(list) => list.iter_mut().find_map(|value| node_mut(value, left)),
        Value::Object(map) => map.values_mut().find_map(|value| node_mut(value, left)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// Changes one value. `graft` is another of the documents.
fn mutate(value: &mut Value, graft: Value, rng: &mut Rng) {
    match rng.u8(..14) {
        0 => *value = Value::Null,
        1 => *value = Value::Array(Vec::new()),
        2 => *value = Value::Object(Map::new()),
        3 => *value = number(rng),
        4 | 5 => *value = Value::String(text(rng)),
        6 => *value = Value::Bool(rng.bool()),
        7 => *value = graft,
        8 => *value = Value::Array(vec![value.take(), graft]),
        9 => *value = wrapped(value.take(), graft, rng),
        10 => *value = Value::Object(Map::from_iter([("$ref".to_owned(), Value::String(text(rng)))])),
        _ => change_members(value, graft, rng),
    }
}

fn wrapped(value: Value, graft: Value, rng: &mut Rng) -> Value {
    let keyword = ["allOf", "oneOf", "anyOf", "items", "not", "additionalProperties", "properties", "schema", "content", "enum", "const"];
    let keyword = rng.choice(keyword).unwrap_or("allOf");
    let inner = if keyword.ends_with("Of") || keyword == "enum" { Value::Array(vec![value, graft]) } else { value };
    Value::Object(Map::from_iter([(keyword.to_owned(), inner)]))
}

fn change_members(value: &mut Value, graft: Value, rng: &mut Rng) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            let key = map.keys().nth(rng.usize(..map.len())).cloned().unwrap_or_default();
            match rng.u8(..4) {
                0 => drop(map.shift_remove(&key)),
                1 => {
                    let member = map.shift_remove(&key).unwrap_or_default();
                    map.insert(text(rng), member);
                }
                2 => drop(map.insert(text(rng), map.get(&key).cloned().unwrap_or_default())),
                _ => drop(map.insert(key, graft)),
            }
        }
        Value::Array(list) if !list.is_empty() => {
            let (one, other) = (rng.usize(..list.len()), rng.usize(..list.len()));
            match rng.u8(..3) {
                0 => drop(list.remove(one)),
                1 => list.push(list[one].clone()),
                _ => list.swap(one, other),
            }
        }
        other => *other = graft,
    }
}

fn number(rng: &mut Rng) -> Value {
    let integers = [0, -1, 1, 200, i64::MAX, i64::MIN, 2_147_483_648, 9_007_199_254_740_993];
    match rng.u8(..4) {
        0 => Value::Number(u64::MAX.into()),
        1 => {
            rng.choice([1e308, -0.0, 0.1, 1e-320, 1.8446744073709552e19, 3.0]).and_then(Number::from_f64).map_or(Value::Null, Value::Number)
        }
        _ => Value::Number(rng.choice(integers).unwrap_or(0).into()),
    }
}

/// Texts that mean something to the format, to Rust, to Markdown, or to nobody.
fn text(rng: &mut Rng) -> String {
    const TEXTS: &[&str] = &[
        "",
        " ",
        "_",
        "__",
        "-",
        "+",
        ".",
        "..",
        "../../x",
        "/",
        "a/b",
        "\\",
        "\"",
        "'",
        "*/",
        "/*",
        "//",
        "{",
        "}",
        "{}",
        "{0}",
        "{a}{b}",
        "{{",
        "$",
        "self",
        "Self",
        "super",
        "crate",
        "type",
        "r#type",
        "async",
        "gen",
        "Option",
        "Vec",
        "String",
        "Box",
        "Result",
        "Default",
        "Client",
        "null",
        "a\nb",
        "a\r\nb",
        "\u{0}",
        "\u{202e}",
        "\u{2028}",
        "\u{feff}",
        "👍🏽",
        "½",
        "ß",
        "İ",
        "е",
        "日本",
        "x\"#]",
        "#",
        "#/",
        "%",
        "%2e%2e",
        "1",
        "404",
        "-     x()",
        "> ```\nx\n```",
        "- ~~~\n  x\n",
        "```\nloop {}\n```",
        "    loop {}",
        "[Foo]",
        "[a](b)",
        "<T>",
        "![a](http://x)",
        "http://x",
        "<!--",
        "string",
        "integer",
        "number",
        "boolean",
        "array",
        "object",
        "file",
        "int64",
        "int32",
        "date-time",
        "date",
        "binary",
        "byte",
        "decimal",
        "uuid",
        "path",
        "query",
        "header",
        "cookie",
        "body",
        "formData",
        "querystring",
        "apiKey",
        "oauth2",
        "http",
        "basic",
        "bearer",
        "Bearer",
        "mutualTLS",
        "application/json",
        "application/xml",
        "multipart/form-data",
        "application/x-www-form-urlencoded",
        "text/event-stream",
        "text/plain",
        "*/*",
        "json",
        "application/octet-stream",
        "application/jsonl",
        "application/merge-patch+json",
        "default",
        "2XX",
        "200",
        "204",
        "4XX",
        "099",
        "600",
        "get",
        "post",
        "head",
        "trace",
        "query",
        "type",
        "format",
        "enum",
        "items",
        "properties",
        "required",
        "allOf",
        "oneOf",
        "anyOf",
        "not",
        "nullable",
        "discriminator",
        "mapping",
        "propertyName",
        "additionalProperties",
        "patternProperties",
        "prefixItems",
        "const",
        "readOnly",
        "writeOnly",
        "pattern",
        "in",
        "name",
        "schema",
        "content",
        "style",
        "explode",
        "deepObject",
        "matrix",
        "label",
        "simple",
        "form",
        "spaceDelimited",
        "pipeDelimited",
        "parameters",
        "requestBody",
        "responses",
        "callbacks",
        "links",
        "security",
        "servers",
        "tags",
        "operationId",
        "headers",
        "examples",
        "description",
        "$ref",
        "$defs",
        "$anchor",
        "$id",
        "$dynamicRef",
        "$dynamicAnchor",
        "components",
        "schemas",
        "paths",
        "webhooks",
        "definitions",
        "swagger",
        "openapi",
        "2.0",
        "3.0.3",
        "3.1.0",
        "3.2.0",
        "#/components/schemas/A",
        "#/components/schemas/Pet",
        "#/definitions/Pet",
        "#/paths/~1pets",
        "#Foo",
        "other.yaml",
        "#/components/parameters/P",
        "#/components/responses/R",
        "id",
        "limit",
        "cursor",
        "page",
        "offset",
        "next",
        "data",
        "https://{host}/{v}",
        "//x",
        "a\tb",
    ];
    match rng.u8(..24) {
        0 => "x".repeat(rng.usize(1..400)),
        1 => (0..rng.usize(1..12)).map(|_| rng.char(..)).collect(),
        _ => rng.choice(TEXTS).copied().unwrap_or_default().to_owned(),
    }
}

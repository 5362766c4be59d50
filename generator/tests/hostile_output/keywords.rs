//! Every Rust keyword, and every method that is not an identifier, in every position that becomes a name.
//!
//! The compiler judges the output in [`compile`](super::compile); the tests here need no compiler.

use serde_json::{Map, Value, json};
use turnbuckle::Generator;
use turnbuckle::source::Input;

use super::survive;

/// The Rust Reference, "Keywords", edition 2024: strict, reserved and weak keywords, and `_`, which is not an identifier either.
const STRICT: [&str; 38] = [
    "_", "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern", "false", "fn", "for", "if",
    "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self", "Self", "static", "struct", "super",
    "trait", "true", "type", "unsafe", "use", "where",
];
const RESERVED: [&str; 15] = [
    "abstract", "become", "box", "do", "final", "gen", "macro", "override", "priv", "try", "typeof", "unsized", "virtual", "while", "yield",
];
const WEAK: [&str; 5] = ["'static", "macro_rules", "raw", "safe", "union"];
/// Keywords that `r#` does not turn into identifiers.
const NEVER_RAW: [&str; 5] = ["_", "crate", "self", "Self", "super"];

/// Methods that are tokens (RFC 9110, section 5.6.2) and not identifiers, and keywords.
const METHODS: [&str; 24] = [
    "M-SEARCH", "+1", "a.b", "!", "#", "$", "%", "&", "'", "*", "+", "-", ".", "^", "_", "`", "|", "~", "1", "9-a", "gen", "self", "Self",
    "try",
];

fn keywords() -> Vec<&'static str> {
    STRICT.into_iter().chain(RESERVED).chain(WEAK).collect()
}

/// Creates a document with each of these texts in every position that becomes a name.
pub(super) fn document(words: &[&str]) -> Value {
    let mut paths = Map::new();
    let mut schemas = Map::new();
    let mut schemes = Map::new();
    let mut webhooks = Map::new();
    let mut variables = Map::new();
    for (index, word) in words.iter().enumerate() {
        let of = |schema: &str| json!({"$ref": format!("#/components/schemas/{schema}")});
        schemas.insert((*word).to_owned(), object(word));
        schemas.insert(format!("S{index}"), union(word));
        schemes.insert((*word).to_owned(), json!({"type": "apiKey", "in": "header", "name": format!("X-{index}")}));
        variables.insert((*word).to_owned(), json!({"default": "a", "enum": ["a", word]}));
        webhooks.insert((*word).to_owned(), json!({"post": {"requestBody": {"content": {"application/json": {"schema": of(word)}}}}}));
        paths.insert(format!("/{word}"), json!({"get": operation(word, word, index)}));
        paths.insert(format!("/all/{word}"), json!({"get": operation("all", word, index)}));
    }
    let hosts: String = words.iter().map(|word| format!("/{{{word}}}")).collect();
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Keywords", "version": "1"},
        "servers": [{"url": format!("https://example.com{hosts}"), "variables": variables}],
        "paths": paths, "webhooks": webhooks,
        "components": {"schemas": schemas, "securitySchemes": schemes},
    })
}

fn operation(tag: &str, word: &str, index: usize) -> Value {
    let parameter = |place: &str, required: bool| json!({"name": word, "in": place, "required": required, "schema": {"type": "string"}});
    json!({
        "tags": [tag],
        "operationId": if tag == word { word.to_owned() } else { format!("all_{index}") },
        "parameters": [parameter("query", true), parameter("header", false), parameter("cookie", false)],
        "security": [{word: []}],
        "requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": {"$ref": format!("#/components/schemas/{word}")}}}},
        "responses": {
            "200": {"description": "", "headers": {word: {"schema": {"type": "string"}}},
                "content": {"application/json": {"schema": if tag == word { object(&format!("{word}-own")) } else { json!({"$ref": format!("#/components/schemas/S{index}")}) }}}},
            "400": {"description": "", "content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/{word}")}}}},
        },
    })
}

fn object(word: &str) -> Value {
    json!({"type": "object", "required": [word], "properties": {
        word: {"type": "string"},
        "kind": {"type": "string", "enum": [word, "other"]},
        "inner": {"type": "object", "properties": {word: {"type": "object", "properties": {word: {"type": "integer"}}}}},
    }})
}

fn union(word: &str) -> Value {
    json!({"oneOf": [
        {"title": word, "type": "object", "required": ["left"], "properties": {"left": {"type": "string"}}},
        {"title": format!("{word} other"), "type": "object", "required": ["right"], "properties": {"right": {"type": "string"}}},
        {"type": "integer"},
    ]})
}

/// Creates a document whose operations have these methods and no operationId, with and without a tag.
pub(super) fn methods(methods: &[&str]) -> Value {
    let operations = |tag: &str| {
        let own = methods.iter().map(|method| ((*method).to_owned(), json!({"tags": [tag], "responses": {"204": {"description": ""}}})));
        own.collect::<Map<_, _>>()
    };
    let untagged: Map<_, _> = methods.iter().map(|method| ((*method).to_owned(), json!({"responses": {}}))).collect();
    json!({
        "openapi": "3.2.0",
        "info": {"title": "Methods", "version": "1"},
        "servers": [{"url": "https://example.com"}],
        "paths": {
            "/": {"additionalOperations": operations("root")},
            "/pets/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
                "additionalOperations": untagged,
            },
        },
    })
}

/// Returns the inputs for the compiler.
pub(super) fn inputs() -> [(&'static str, String); 2] {
    [("keywords", document(&keywords()).to_string()), ("methods", methods(&METHODS).to_string())]
}

#[test]
fn a_keyword_in_any_place_becomes_an_identifier() {
    let (outcome, files) = survive(&document(&keywords()));
    let names = &outcome.plan.names;
    let strict = |word: &str| STRICT.contains(&word) || RESERVED.contains(&word);
    let mut raw = 0;
    for name in names.idents() {
        match name.0.strip_prefix("r#") {
            Some(word) => {
                raw += 1;
                assert!(strict(word) && !NEVER_RAW.contains(&word), "`{name}` is raw");
            }
            None => assert!(!strict(&name.0), "`{name}` is a keyword"),
        }
    }
    // A tag, a property, an operation and several parameters for each keyword that can be a raw identifier.
    assert!(raw > 4 * (STRICT.len() + RESERVED.len() - NEVER_RAW.len()), "only {raw}");
    assert!(files.iter().any(|file| file.ends_with("src/gen.rs")), "the file of a module has no `r#`");
}

/// rustfmt does not recognise every keyword, so module declarations are compared with the list.
#[test]
fn a_module_that_a_keyword_names_is_declared_raw() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let input = Input::Text { name: "spec.json".to_owned(), text: document(&keywords()).to_string() };
    let runtime = turnbuckle::generator::Runtime::Version("0.1".to_owned());
    let outcome = Generator::from_input(input).runtime(runtime).generate_to(folder.path()).unwrap_or_else(|failure| panic!("{failure}"));
    let mut declared = 0;
    for path in outcome.report.written.iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs")) {
        let text = std::fs::read_to_string(folder.path().join(path)).expect("the file was written");
        let modules = text.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
        for module in modules {
            declared += 1;
            assert!(!STRICT.contains(&module) && !RESERVED.contains(&module), "{}: mod {module};", path.display());
        }
    }
    assert!(declared > 100, "only {declared}");
}

#[test]
fn a_title_that_is_a_keyword_becomes_the_name_of_a_package() {
    for word in keywords() {
        let text = json!({"openapi": "3.0.0", "info": {"title": word, "version": "1"}, "paths": {}}).to_string();
        let plan = Generator::from_input(Input::Text { name: "spec.json".to_owned(), text }).plan();
        let krate = plan.unwrap_or_else(|failure| panic!("{failure}")).names.krate;
        assert!(!STRICT.contains(&krate.as_str()) && !RESERVED.contains(&krate.as_str()), "{krate}");
    }
}

#[test]
fn a_method_that_is_not_an_identifier_needs_no_operation_id() {
    let (outcome, _) = survive(&methods(&METHODS));
    assert_eq!(outcome.plan.api.operations.len(), 2 * METHODS.len());
    let (outcome, _) = survive(&methods(&["M-SEARCH"]));
    let names: Vec<&str> = outcome.plan.names.operations.iter().map(|own| own.method.0.as_str()).collect();
    assert_eq!(names, ["m_search", "m_search_pets_by_id"]);
}

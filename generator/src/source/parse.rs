//! Parses text into a tree: JSON or YAML, told apart by the content and never by the file's name alone.
//!
//! **Invariants:** a tree is at most [`MAX_DEPTH`] levels deep. The parsers keep what is open in a list of their own, so no text is too deep
//! for the stack.

use serde_json::Value;

use super::decode::Fault;
use super::pointer::Pointer;

mod json;
mod tree;
mod yaml;

pub(super) use yaml::{Events, Prepared, key_text};

/// How many lists and objects may be open at once. The deepest of the vendors' documents at hand has 30 levels; an inline object takes two.
pub(super) const MAX_DEPTH: usize = 512;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON (RFC 8259).
    Json,
    /// YAML 1.2.
    Yaml,
    /// TOML 1.0, for configurations only.
    Toml,
}

/// A parsed file and what was odd about it.
pub(super) struct Parsed {
    pub(super) tree: Value,
    /// How many levels the tree has.
    pub(super) levels: usize,
    pub(super) format: Format,
    pub(super) oddities: Vec<Oddity>,
}

/// Something that a parser has to decide for the author.
pub(super) struct Oddity {
    pub(super) pointer: Pointer,
    pub(super) code: &'static str,
    pub(super) message: String,
}

/// Parses the text of a file called `name`.
pub(super) fn parse(text: &str, name: &str) -> Result<Parsed, Fault> {
    let start = text.trim_start();
    if start.starts_with('<') {
        let what = if start.len() >= 5 && start.as_bytes()[..5].eq_ignore_ascii_case(b"<?xml") { "XML" } else { "HTML" };
        let fault = Fault::new("not-a-description", format!("this file is {what}, not an OpenAPI description in JSON or YAML"));
        return Err(fault.at(text.len() - start.len()).help("a web page is often what a server answers instead of the file"));
    }
    if !start.starts_with(['{', '[', '"']) {
        return yaml::parse(text).map_err(|fault| if is_graphql(text) { graphql() } else { fault });
    }
    match json::parse(text) {
        Ok(parsed) => Ok(parsed),
        // YAML's flow style opens with a brace as well.
        Err(fault) if fault.code == "invalid-json" && is_yaml_name(name) => yaml::parse(text).map_err(|_| fault),
        Err(fault) => Err(fault),
    }
}

fn is_yaml_name(name: &str) -> bool {
    name.ends_with(".yaml") || name.ends_with(".yml")
}

fn is_graphql(text: &str) -> bool {
    text.lines().any(|line| {
        let words: Vec<&str> = line.split_whitespace().take(3).collect();
        matches!(words[..], ["type" | "interface" | "input" | "enum" | "union", _, ..] | ["schema", "{", ..]) && line.ends_with('{')
    })
}

fn graphql() -> Fault {
    Fault::new("not-a-description", "this file is a GraphQL schema, not an OpenAPI description").at(0)
}

/// Returns the fault of a text that is too deep at a byte.
fn too_deep(offset: usize) -> Fault {
    Fault::new("too-deep", format!("this file is nested deeper than {MAX_DEPTH} levels")).at(offset)
}

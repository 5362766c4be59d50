//! Names the components that a spec does not declare.

use serde_json::Value;

use super::Bundler;
use super::resolve::{Problem, Target};
use crate::source::Pointer;
use crate::source::shape::Kind;

/// Segments of a pointer that say what stands there and not which one.
const NOISE: &[&str] = &[
    "paths",
    "components",
    "schemas",
    "schema",
    "content",
    "properties",
    "items",
    "parameters",
    "responses",
    "requestBody",
    "requestBodies",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "$defs",
    "definitions",
    "examples",
    "headers",
    "links",
    "additionalProperties",
];

/// Segments whose members have names of their own.
const SECTIONS: &[&str] =
    &["$defs", "definitions", "schemas", "responses", "parameters", "examples", "requestBodies", "headers", "securitySchemes", "links"];

/// Names of files that say nothing.
const GENERIC: &[&str] = &["index", "_index", "schema", "schemas", "model", "models", "main", "definition", "definitions"];

impl<'s> Bundler<'_, 's> {
    /// Returns the name of the component that a target is or becomes.
    pub(super) fn component(&mut self, kind: Kind, mut target: Target<'s>) -> Result<String, Problem> {
        if let Some(ring) = self.ring(&target) {
            // A declared schema in a ring is replaced where it is declared; a name for it stays good.
            let key = (kind, target.file, target.pointer.clone());
            return match self.targets.get(&key) {
                Some(name) if kind == Kind::Schema => Ok(name.clone()),
                _ => Err(self.in_ring(ring)),
            };
        }
        let mut aliases = Vec::new();
        let name = loop {
            let key = (kind, target.file, target.pointer.clone());
            if let Some(name) = self.targets.get(&key) {
                break name.clone();
            }
            aliases.push(key);
            match pure_reference(target.value).and_then(|reference| self.resolve(target.file, reference).ok()) {
                // A bare reference needs no component of its own.
                Some(next) => target = next,
                None => break self.adopt(kind, &target),
            }
        };
        for alias in aliases {
            self.targets.insert(alias, name.clone());
        }
        Ok(name)
    }

    fn adopt(&mut self, kind: Kind, target: &Target<'s>) -> String {
        let name = self.free_name(kind, target);
        if let Some(section) = kind.section() {
            self.hoisted.insert((section, name.clone()));
        }
        self.pending.push_back((kind, name.clone(), target.clone()));
        name
    }

    fn free_name(&mut self, kind: Kind, target: &Target<'s>) -> String {
        let file = self.cx.sources.file(target.file).name();
        let mut parts = file.rsplit(['/', '\\']);
        let stem = parts.next().unwrap_or_default();
        let stem = stem.split('.').find(|part| !part.is_empty()).unwrap_or_default();
        let folder = parts.next().unwrap_or_default();
        let short = short_name(target, stem, folder);
        let taken = self.taken.entry(kind).or_default();
        let by_folder = tidy(&format!("{folder}_{short}"));
        let by_file = tidy(&format!("{stem}_{short}"));
        let is_file = target.pointer == Pointer::root();
        let candidates = if is_file { [short.clone(), by_folder, by_file] } else { [short.clone(), by_file, by_folder] };
        let numbered = (2..).map(|number| format!("{short}_{number}"));
        let mut all = candidates.into_iter().chain(numbered).filter(|name| !name.is_empty());
        let name = all.find(|name| !taken.contains(name)).unwrap_or_default();
        taken.insert(name.clone());
        name
    }
}

fn short_name(target: &Target<'_>, stem: &str, folder: &str) -> String {
    let segments: Vec<String> = target.pointer.segments().collect();
    let name = match &segments[..] {
        [] if GENERIC.contains(&stem) => match title(target.value) {
            Some(title) => tidy(title),
            None => tidy(&format!("{folder}_{stem}")),
        },
        [] => tidy(stem),
        [only] => tidy(only),
        [.., section, last] if SECTIONS.contains(&section.as_str()) && last.parse::<usize>().is_err() => tidy(last),
        _ => {
            let words: Vec<String> = segments.iter().filter(|segment| is_meaningful(segment)).map(|word| tidy(word)).collect();
            words[words.len().saturating_sub(3)..].join("_")
        }
    };
    if name.is_empty() { "inline".to_owned() } else { name }
}

fn title(value: &Value) -> Option<&str> {
    value.get("title").and_then(Value::as_str).filter(|title| title.len() < 60)
}

fn is_meaningful(segment: &str) -> bool {
    let is_media_type = segment.contains('/') && !segment.starts_with('/');
    !NOISE.contains(&segment) && !is_media_type && !segment.is_empty()
}

/// Turns a text into one that may name a component (OpenAPI 3.0, "Components Object").
fn tidy(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() || c == '.' || c == '-' {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    out.trim_end_matches('_').to_owned()
}

/// Returns the reference of an object that holds nothing else.
pub(super) fn pure_reference(value: &Value) -> Option<&str> {
    let map = value.as_object().filter(|map| map.len() == 1)?;
    map.get("$ref")?.as_str()
}

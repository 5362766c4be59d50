//! What all steps share: the sources, the origins of what was moved, and the diagnostics.

use std::collections::HashMap;

use indexmap::IndexMap;
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Format, Location, Path, Pointer, Sources};

/// Where the parts of a normalized document stand in the sources.
///
/// Only what was moved is recorded; what is below it, or was never moved, follows from that.
#[derive(Clone, Debug, Default)]
pub(super) struct Origins(HashMap<Pointer, Location>);

impl Origins {
    pub(super) fn add(&mut self, normalized: Pointer, location: Location) {
        self.0.insert(normalized, location);
    }

    /// Takes out the recorded places of a value and of everything in it, by their pointers relative to the value.
    fn take(&mut self, pointer: &Pointer, value: &Value) -> Vec<(String, Location)> {
        let mut taken = Vec::new();
        let mut text = pointer.to_string();
        self.take_below(&mut text, pointer.as_str().len(), value, &mut taken);
        taken
    }

    fn take_below(&mut self, text: &mut String, start: usize, value: &Value, taken: &mut Vec<(String, Location)>) {
        if let Some(location) = self.0.remove(text.as_str()) {
            taken.push((text[start..].to_owned(), location));
        }
        let end = text.len();
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    let below = Pointer::root().join(key);
                    text.push_str(below.as_str());
                    self.take_below(text, start, value, taken);
                    text.truncate(end);
                }
            }
            Value::Array(list) => {
                for (index, value) in list.iter().enumerate() {
                    text.push_str(&format!("/{index}"));
                    self.take_below(text, start, value, taken);
                    text.truncate(end);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Returns the place in the sources of a place in the document: the longest recorded prefix decides.
    pub(super) fn locate(&self, normalized: &Pointer) -> Location {
        let text = normalized.as_str();
        let mut end = text.len();
        loop {
            if let Some(origin) = self.0.get(&text[..end]) {
                let pointer = Pointer::from_escaped(format!("{}{}", origin.pointer, &text[end..]));
                return Location { file: origin.file, pointer };
            }
            match text[..end].rfind('/') {
                Some(parent) => end = parent,
                None => return Location { file: FileId(0), pointer: normalized.clone() },
            }
        }
    }
}

/// What the steps share but the sources.
pub(super) struct Paused {
    origins: Origins,
    diagnostics: Vec<Diagnostic>,
    repeated: IndexMap<(&'static str, String), (Location, usize)>,
}

impl Paused {
    /// Takes up the sources again.
    pub(super) fn resume(self, sources: &Sources) -> Cx<'_> {
        let Self { origins, diagnostics, repeated } = self;
        Cx { sources, origins, diagnostics, repeated }
    }
}

/// What all steps share.
pub(super) struct Cx<'s> {
    pub(super) sources: &'s Sources,
    pub(super) origins: Origins,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Notes that a spec may deserve thousands of times: the first place of each and how many there are.
    repeated: IndexMap<(&'static str, String), (Location, usize)>,
}

impl<'s> Cx<'s> {
    pub(super) fn new(sources: &'s Sources) -> Self {
        Self { sources, origins: Origins::default(), diagnostics: Vec::new(), repeated: IndexMap::new() }
    }

    /// Lets go of the sources, so that they can be changed.
    pub(super) fn pause(self) -> Paused {
        let Self { sources: _, origins, diagnostics, repeated } = self;
        Paused { origins, diagnostics, repeated }
    }

    pub(super) fn locate(&self, path: &Path<'_>) -> Location {
        self.origins.locate(&path.to_pointer())
    }

    /// Returns what the spec calls the place: the last segment of its pointer there.
    pub(super) fn key(&self, path: &Path<'_>) -> String {
        self.locate(path).pointer.segments().last().unwrap_or_else(|| "this".to_owned())
    }

    /// Returns a reference to a component as the spec would write it, for messages: the component may have no name in the spec.
    pub(super) fn shown(&self, reference: &str) -> String {
        let Some((section, name)) = super::component(reference) else { return reference.to_owned() };
        let location = self.origins.locate(&Pointer::root().join("components").join(section).join(&name));
        let file = if location.file == self.sources.root() { "" } else { self.sources.file(location.file).name() };
        format!("{file}#{}", location.pointer)
    }

    pub(super) fn warn(&mut self, path: &Path<'_>, code: &'static str, message: impl Into<String>) {
        let location = self.locate(path);
        self.diagnostics.push(Diagnostic::warning(code, message).at(location));
    }

    pub(super) fn error(&mut self, path: &Path<'_>, code: &'static str, message: impl Into<String>) {
        let location = self.locate(path);
        self.diagnostics.push(Diagnostic::error(code, message).at(location));
    }

    /// Adds a note that is printed once, with the number of places it is about.
    pub(super) fn note(&mut self, path: &Path<'_>, code: &'static str, message: impl Into<String>) {
        let key = (code, message.into());
        if let Some((_, count)) = self.repeated.get_mut(&key) {
            *count += 1;
            return;
        }
        let location = self.locate(path);
        self.repeated.insert(key, (location, 1));
    }

    /// Returns all diagnostics.
    pub(super) fn finish(self) -> (Origins, Vec<Diagnostic>) {
        let mut diagnostics = self.diagnostics;
        for ((code, message), (location, count)) in self.repeated {
            let message = match count {
                1 => message,
                2 => format!("{message} (here and in one more place)"),
                _ => format!("{message} (here and in {} more places)", count - 1),
            };
            diagnostics.push(Diagnostic::note(code, message).at(location));
        }
        (self.origins, diagnostics)
    }

    pub(super) fn help(&mut self, help: impl Into<String>) {
        if let Some(last) = self.diagnostics.last_mut() {
            last.help = Some(help.into());
        }
    }

    /// Records that what stands at `path` stood at `from` before this step.
    pub(super) fn moved(&mut self, path: &Path<'_>, from: &Path<'_>) {
        let location = self.locate(from);
        self.origins.add(path.to_pointer(), location);
    }

    /// Keeps some elements of a list. Each of them is found at its former place in the source.
    pub(super) fn retain(&mut self, list: &mut Vec<Value>, path: &Path<'_>, mut keep: impl FnMut(&Value) -> bool) {
        for (index, value) in std::mem::take(list).into_iter().enumerate() {
            if keep(&value) {
                self.shifted(path, index, list.len(), &value);
                list.push(value);
            } else {
                self.origins.take(&path.index(index).to_pointer(), &value);
            }
        }
    }

    /// Records that an element of a list is nearer to its beginning, since others were taken out.
    pub(super) fn shifted(&mut self, path: &Path<'_>, from: usize, to: usize, value: &Value) {
        if from == to {
            return;
        }
        let (from, to) = (path.index(from).to_pointer(), path.index(to).to_pointer());
        let location = self.origins.locate(&from);
        for (below, location) in self.origins.take(&from, value) {
            self.origins.add(Pointer::from_escaped(format!("{to}{below}")), location);
        }
        self.origins.add(to, location);
    }

    /// Forgets where the parts of a value stood that is taken out.
    pub(super) fn taken_out(&mut self, path: &Path<'_>, value: &Value) {
        self.origins.take(&path.to_pointer(), value);
    }

    /// Returns a scalar as text, as it is written: YAML's `1.10` is a number only by accident.
    pub(super) fn scalar_text(&self, path: &Path<'_>, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Bool(_) | Value::Number(_) => {
                let location = self.locate(path);
                let is_yaml = self.sources.file(location.file).format() == Format::Yaml;
                let literal = is_yaml.then(|| self.sources.literal(&location)).flatten();
                Some(literal.map_or_else(|| value.to_string(), str::to_owned))
            }
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }
}

/// Returns an excerpt of a text for a message: one line of bounded length.
pub(super) fn shown(text: &str) -> String {
    text.chars().take(80).flat_map(char::escape_debug).collect()
}

/// Names a JSON value's type in words.
pub(super) fn form(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

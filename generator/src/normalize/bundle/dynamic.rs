//! Schemas that fill in the blanks of another one: `$dynamicRef` and `$dynamicAnchor` (JSON Schema 2020-12, section 8.2.3.2).
//!
//! A template refers to its blanks by `$dynamicRef`. A schema that refers to the template and names a schema of its own by the same
//! `$dynamicAnchor` gets a copy of the template with that schema in each blank. A template that nothing fills in keeps its own default.

use serde_json::{Map, Value};

use super::Bundler;
use crate::source::{FileId, Path};

/// What a template says about itself, which a copy of it does not.
const OWN: [&str; 4] = ["$id", "$anchor", "$dynamicAnchor", "$defs"];

/// The blanks that a schema fills in: `#anchor`, and the reference to what goes there.
type Blanks = Vec<(String, String)>;

impl Bundler<'_, '_> {
    /// Puts copies of templates in place of the references to them, where a schema fills in their blanks.
    pub(super) fn fill_in(&mut self, map: &mut Map<String, Value>, file: FileId, path: &Path<'_>) {
        let blanks = self.blanks(map, file, path);
        if blanks.is_empty() {
            return;
        }
        if let Some(copy) = map.get("$ref").and_then(|reference| self.copy(reference, &blanks, file)) {
            map.shift_remove("$ref");
            self.cx.moved(&path.key("allOf").index(0), path);
            match map.get_mut("allOf") {
                Some(Value::Array(members)) => members.insert(0, copy),
                Some(_) | None => {
                    map.insert("allOf".to_owned(), Value::Array(vec![copy]));
                }
            }
        }
        let Some(Value::Array(members)) = map.get_mut("allOf") else { return };
        for (index, member) in members.iter_mut().enumerate() {
            if let Some(copy) = member.get("$ref").and_then(|reference| self.copy(reference, &blanks, file)) {
                self.cx.moved(&path.key("allOf").index(index), path);
                *member = copy;
            }
        }
    }

    fn blanks(&self, map: &Map<String, Value>, file: FileId, path: &Path<'_>) -> Blanks {
        let Some(Value::Object(definitions)) = map.get("$defs") else { return Blanks::new() };
        let own = self.cx.origins.locate(&path.to_pointer());
        if own.file != file {
            return Blanks::new();
        }
        let anchors = definitions.iter().filter_map(|(name, schema)| Some((name, schema.get("$dynamicAnchor")?.as_str()?)));
        anchors.map(|(name, anchor)| (format!("#{anchor}"), format!("#{}", own.pointer.join("$defs").join(name)))).collect()
    }

    /// Returns a copy of the template that a reference leads to, with its blanks filled in; `None` where it has none of these.
    fn copy(&mut self, reference: &Value, blanks: &Blanks, file: FileId) -> Option<Value> {
        let target = self.resolve(file, reference.as_str()?).ok().filter(|target| target.file == file)?;
        let mut copy = target.value.clone();
        let mut filled = false;
        if let Value::Object(map) = &mut copy {
            map.retain(|key, _| !OWN.contains(&key.as_str()));
        }
        fill(&mut copy, blanks, &mut filled);
        filled.then_some(copy)
    }
}

/// Makes plain references of the dynamic ones to these blanks.
fn fill(value: &mut Value, blanks: &Blanks, filled: &mut bool) {
    match value {
        Value::Object(map) => {
            let blank = map.get("$dynamicRef").and_then(Value::as_str).and_then(|name| blanks.iter().find(|(anchor, _)| anchor == name));
            if let Some((_, reference)) = blank {
                map.shift_remove("$dynamicRef");
                map.insert("$ref".to_owned(), Value::String(reference.clone()));
                *filled = true;
            }
            map.values_mut().for_each(|value| fill(value, blanks, filled));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| fill(value, blanks, filled)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

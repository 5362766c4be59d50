//! Makes every reference lead to a component of the one document.
//!
//! Input: the trees of all files. Output: one tree, in the dialect of the root, in which every `$ref` reads
//! `#/components/<section>/<name>`, names something that exists and is of the right kind. What a reference names elsewhere becomes a
//! component; what has no section in `components` (path items, callbacks, media types) is put in place of the reference.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use serde_json::{Map, Value};

use super::cx::{Cx, form};
use super::dialect::Dialect;
use super::ext;
use crate::diagnostic::Severity;
use crate::source::shape::{Child, Kind, member};
use crate::source::{FileId, Location, Path, Pointer};

mod dynamic;
mod mapping;
mod names;
mod resolve;

use mapping::repeated_members;
use names::pure_reference;
use resolve::{Problem, Rings, Target};

/// The bundled tree and the names of the components that the spec does not declare.
pub(super) struct Bundle {
    pub(super) tree: Value,
    pub(super) hoisted: BTreeSet<(&'static str, String)>,
}

/// The kinds that have a section in `components`.
const KINDS: [Kind; 8] =
    [Kind::Schema, Kind::Response, Kind::Parameter, Kind::Example, Kind::RequestBody, Kind::Header, Kind::SecurityScheme, Kind::Link];

/// Bundles the files of a spec.
pub(super) fn bundle(dialect: Dialect, cx: &mut Cx<'_>) -> Bundle {
    let root = cx.sources.root();
    let mut tree = cx.sources.tree(root).clone();
    if let Value::Object(map) = &mut tree {
        if dialect == Dialect::V2 {
            gather_sections(map, cx);
        }
        adopt_webhooks(map, cx);
    }
    let mut bundler = Bundler {
        cx,
        dialect,
        taken: HashMap::new(),
        targets: HashMap::new(),
        pending: VecDeque::new(),
        anchors: HashMap::new(),
        rings: Rings::default(),
        hoisted: BTreeSet::new(),
        inlining: Vec::new(),
        budget: 2_000_000,
    };
    bundler.declare(&tree);
    bundler.adopt_declared(&tree);
    bundler.walk(&mut tree, Child::One(Kind::Document), root, &Path::root());
    let components = bundler.hoist();
    let hoisted = bundler.hoisted;
    if let Value::Object(map) = &mut tree {
        add_components(map, components);
    }
    Bundle { tree, hoisted }
}

/// Moves the sections of 2.0 to where 3.0 has them, so that all that follows knows one place.
fn gather_sections(map: &mut Map<String, Value>, cx: &mut Cx<'_>) {
    let mut components = Map::new();
    for (from, to) in SECTIONS_2_0 {
        if let Some(section) = map.shift_remove(*from) {
            let root = Path::root();
            cx.moved(&root.key("components").key(to), &root.key(from));
            components.insert((*to).to_owned(), section);
        }
    }
    map.insert("components".to_owned(), Value::Object(components));
}

const SECTIONS_2_0: &[(&str, &str)] =
    &[("definitions", "schemas"), ("parameters", "parameters"), ("responses", "responses"), ("securityDefinitions", "securitySchemes")];

/// Takes up `x-webhooks`, which says before 3.1 what `webhooks` says since.
fn adopt_webhooks(map: &mut Map<String, Value>, cx: &mut Cx<'_>) {
    if map.contains_key("webhooks") || !map.get("x-webhooks").is_some_and(Value::is_object) {
        return;
    }
    if let Some(webhooks) = map.shift_remove("x-webhooks") {
        cx.moved(&Path::root().key("webhooks"), &Path::root().key("x-webhooks"));
        map.insert("webhooks".to_owned(), webhooks);
    }
}

fn add_components(map: &mut Map<String, Value>, added: Vec<(&'static str, String, Value)>) {
    if added.is_empty() {
        return;
    }
    let components = map.entry("components").or_insert_with(|| Value::Object(Map::new()));
    if !components.is_object() {
        *components = Value::Object(Map::new());
    }
    for (section, name, value) in added {
        let Value::Object(components) = &mut *components else {
            continue;
        };
        let section = components.entry(section).or_insert_with(|| Value::Object(Map::new()));
        if !section.is_object() {
            *section = Value::Object(Map::new());
        }
        if let Value::Object(section) = section {
            section.insert(name, value);
        }
    }
}

struct Bundler<'c, 's> {
    cx: &'c mut Cx<'s>,
    dialect: Dialect,
    taken: HashMap<Kind, HashSet<String>>,
    /// The names of components by what they were.
    targets: HashMap<(Kind, FileId, Pointer), String>,
    pending: VecDeque<(Kind, String, Target<'s>)>,
    anchors: HashMap<FileId, HashMap<String, Pointer>>,
    rings: Rings,
    hoisted: BTreeSet<(&'static str, String)>,
    inlining: Vec<(FileId, Pointer)>,
    /// How many nodes may still be copied in place of references.
    budget: usize,
}

impl<'s> Bundler<'_, 's> {
    /// Registers the components that the root declares.
    fn declare(&mut self, tree: &Value) {
        for kind in KINDS {
            let Some(section) = kind.section() else {
                continue;
            };
            let Some(Value::Object(entries)) = tree.get("components").and_then(|all| all.get(section)) else {
                continue;
            };
            let normalized = Pointer::root().join("components").join(section);
            let origin = self.cx.origins.locate(&normalized);
            for name in entries.keys() {
                self.targets.insert((kind, origin.file, origin.pointer.join(name)), name.clone());
                self.taken.entry(kind).or_default().insert(name.clone());
            }
        }
    }

    /// Gives what stands in another file the name under which the root declares it by a bare reference.
    fn adopt_declared(&mut self, tree: &Value) {
        let root = self.cx.sources.root();
        for kind in KINDS {
            let section = kind.section().and_then(|section| tree.get("components")?.get(section)?.as_object());
            for (name, value) in section.into_iter().flatten() {
                let Some(Ok(mut target)) = pure_reference(value).map(|reference| self.resolve(root, reference)) else {
                    continue;
                };
                if self.ring(&target).is_some() {
                    continue;
                }
                let mut key = (kind, target.file, target.pointer.clone());
                // What is declared has a name, and following it from here too would take time quadratic in a chain.
                while !self.targets.contains_key(&key)
                    && let Some(Ok(next)) = pure_reference(target.value).map(|reference| self.resolve(target.file, reference))
                {
                    key = (kind, next.file, next.pointer.clone());
                    target = next;
                }
                if target.file != root && !self.targets.contains_key(&key) {
                    self.targets.insert(key, name.clone());
                    self.pending.push_back((kind, name.clone(), target));
                }
            }
        }
    }

    /// Works off what references made components.
    fn hoist(&mut self) -> Vec<(&'static str, String, Value)> {
        let mut added = Vec::new();
        while let Some((kind, name, target)) = self.pending.pop_front() {
            let Some(section) = kind.section() else {
                continue;
            };
            let pointer = Pointer::root().join("components").join(section).join(&name);
            self.cx.origins.add(pointer.clone(), target.location());
            let mut value = target.value.clone();
            self.walk(&mut value, Child::One(kind), target.file, &Path::base(&pointer));
            added.push((section, name, value));
        }
        added
    }

    /// Rewrites the references in a value; returns whether it can stay.
    fn walk(&mut self, value: &mut Value, child: Child, file: FileId, path: &Path<'_>) -> bool {
        match (child, &mut *value) {
            (Child::Leaf, _) | (_, Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => true,
            (Child::One(kind) | Child::List(kind) | Child::Map(kind), Value::Array(list)) => {
                let (mut index, mut kept) = (0, 0);
                list.retain_mut(|value| {
                    let stays = self.walk(value, Child::One(kind), file, &path.index(index));
                    if stays {
                        self.cx.shifted(path, index, kept, value);
                        kept += 1;
                    } else {
                        self.cx.taken_out(&path.index(index), value);
                    }
                    index += 1;
                    stays
                });
                true
            }
            (child, Value::Object(map)) => {
                let mut faulty = child == Child::One(Kind::Schema) && !self.schema(map, file, path);
                match map.get("$ref") {
                    None => {}
                    Some(Value::String(reference)) => {
                        let reference = reference.clone();
                        return self.reference(value, child, file, path, &reference);
                    }
                    Some(_) if matches!(child, Child::Map(_)) => {}
                    Some(other) => {
                        let message = format!("`$ref` is {}, not a text, ignoring it", form(other));
                        self.cx.warn(&path.key("$ref"), "invalid-ref", message);
                        map.shift_remove("$ref");
                        faulty |= child == Child::One(Kind::Schema);
                    }
                }
                self.members(map, child, file, path);
                if faulty {
                    map.insert(ext::FAULT.to_owned(), Value::Bool(true));
                }
                true
            }
        }
    }

    fn members(&mut self, map: &mut Map<String, Value>, child: Child, file: FileId, path: &Path<'_>) {
        let are_names = matches!(child, Child::Map(_));
        map.retain(|key, value| match member(child, key) {
            _ if !are_names && key.starts_with(ext::PREFIX) => false,
            Child::Leaf => true,
            child => self.walk(value, child, file, &path.key(key)),
        });
    }

    /// Rewrites what only schemas have: dynamic references and the mapping of a discriminator. Returns whether the references lead
    /// somewhere.
    fn schema(&mut self, map: &mut Map<String, Value>, file: FileId, path: &Path<'_>) -> bool {
        let mut found = true;
        self.fill_in(map, file, path);
        for key in ["$dynamicRef", "$recursiveRef"] {
            if let Some(Value::String(reference)) = map.get(key)
                && !map.contains_key("$ref")
            {
                let reference = reference.clone();
                map.shift_remove(key);
                found &= self.dynamic(map, &reference, file, path);
            }
        }
        let members = repeated_members(map);
        let Some(Value::Object(discriminator)) = map.get_mut("discriminator") else {
            return found;
        };
        discriminator.retain(|key, _| !key.starts_with(ext::PREFIX));
        if !members.is_empty() {
            if let Some(Value::Object(mapping)) = discriminator.get_mut("mapping") {
                mapping.retain(|value, _| !members.contains_key(value));
            }
            discriminator.insert(ext::MAPPED_MEMBERS.to_owned(), Value::Object(members));
        }
        let path = path.key("discriminator");
        if let Some(Value::Object(mapping)) = discriminator.get_mut("mapping") {
            let path = path.key("mapping");
            mapping.retain(|key, value| key.starts_with("x-") || self.mapped(value, file, &path.key(key)));
        }
        if let Some(value) = discriminator.get_mut("defaultMapping")
            && !self.mapped(value, file, &path.key("defaultMapping"))
        {
            discriminator.shift_remove("defaultMapping");
        }
        found
    }

    /// Makes a plain reference of a dynamic one: to the schema around it where that is what the reference names, else to the anchor.
    ///
    /// A schema that takes the place of the target has been put there before ([`Bundler::fill_in`]).
    fn dynamic(&mut self, map: &mut Map<String, Value>, reference: &str, file: FileId, path: &Path<'_>) -> bool {
        let place = path.to_pointer();
        let around = super::component(&format!("#{place}")).map(|(section, rest)| (section.to_owned(), rest));
        let around = around.and_then(|(section, rest)| {
            let name = rest.split('/').next()?.to_owned();
            (section == "schemas").then(|| Pointer::root().join("components").join("schemas").join(&name))
        });
        let own = around.map(|pointer| self.cx.origins.locate(&pointer));
        let own = own.and_then(|location| Some((location.pointer.get(self.cx.sources.tree(location.file))?, location)));
        let anchor = reference.trim_start_matches('#');
        let found = match own {
            Some((value, location)) if anchor.is_empty() || value.get("$dynamicAnchor").and_then(Value::as_str) == Some(anchor) => {
                Some(format!("#{}", location.pointer))
            }
            _ => self.resolve(file, reference).is_ok().then(|| reference.to_owned()),
        };
        match found {
            Some(found) => {
                map.insert("$ref".to_owned(), Value::String(found));
            }
            None => {
                let message = format!("`$dynamicRef` to `{reference}` has no anchor in this file, taking any value");
                self.cx.note(path, "dynamic-ref", message);
            }
        }
        map.contains_key("$ref")
    }

    /// Makes a discriminator's target a reference to a component; it may be a bare name or a reference.
    fn mapped(&mut self, value: &mut Value, file: FileId, path: &Path<'_>) -> bool {
        if let Some(reference) = pure_reference(value) {
            *value = Value::String(reference.to_owned());
        }
        let Value::String(text) = &*value else {
            let message = match value {
                Value::Object(_) => "the target is a schema that is none of the alternatives, leaving it out".to_owned(),
                _ => format!("the target is {}, not a reference, leaving it out", form(value)),
            };
            self.cx.warn(path, "invalid-mapping", message);
            return false;
        };
        let is_name = self.taken.get(&Kind::Schema).is_some_and(|names| names.contains(text));
        let name = if is_name {
            Ok(text.clone())
        } else {
            let text = text.clone();
            self.resolve(file, &text).and_then(|target| self.component(Kind::Schema, target))
        };
        match name {
            Ok(name) => {
                *value = Value::String(reference_to(Kind::Schema, &name));
                true
            }
            Err(_) => {
                self.cx.warn(path, "invalid-mapping", format!("there is no schema `{text}`, leaving this value out"));
                false
            }
        }
    }

    fn reference(&mut self, value: &mut Value, child: Child, file: FileId, path: &Path<'_>, text: &str) -> bool {
        let found = self.resolve(file, text).and_then(|target| self.check(child, target, path));
        let outcome = match found {
            Ok(target) => match child {
                Child::One(kind) if kind.section().is_some() => self.component(kind, target).map(|name| {
                    if let Value::Object(map) = &mut *value {
                        map.insert("$ref".to_owned(), Value::String(reference_to(kind, &name)));
                        self.members(map, child, file, path);
                    }
                    true
                }),
                child => self.inline(value, child, target, file, path),
            },
            Err(problem) => Err(problem),
        };
        outcome.unwrap_or_else(|problem| {
            self.degrade(value, child, path, problem);
            if let (Child::One(Kind::Schema), Value::Object(map)) = (child, value) {
                self.members(map, child, file, path);
                map.insert(ext::FAULT.to_owned(), Value::Bool(true));
                return true;
            }
            false
        })
    }

    /// Reports a reference that leads nowhere, and leaves of a schema what stands beside the reference.
    fn degrade(&mut self, value: &mut Value, child: Child, path: &Path<'_>, problem: Problem) {
        if problem.ring.is_none_or(|ring| self.rings.report(ring)) {
            self.blame(child, path, problem);
        }
        if let Value::Object(map) = value {
            map.shift_remove("$ref");
            if self.dialect < Dialect::V3_1 {
                map.retain(|key, _| super::v3_1::is_annotation(key));
            }
        }
    }

    fn blame(&mut self, child: Child, path: &Path<'_>, problem: Problem) {
        let path = path.key("$ref");
        if problem.severity == Severity::Error {
            self.cx.error(&path, problem.code, format!("{}; nothing is written", problem.message));
        } else {
            let outcome = if child == Child::One(Kind::Schema) { "taking any value" } else { "leaving this out" };
            self.cx.warn(&path, problem.code, format!("{}, {outcome}", problem.message));
        }
        if let Some(help) = problem.help {
            self.cx.help(help);
        }
    }

    /// Puts what a reference names in its place. What stands beside the reference wins (OpenAPI 3.1, "Path Item Object").
    fn inline(&mut self, value: &mut Value, child: Child, target: Target<'s>, file: FileId, path: &Path<'_>) -> Result<bool, Problem> {
        if let Some(ring) = self.ring(&target) {
            return Err(self.in_ring(ring));
        }
        let place = (target.file, target.pointer.clone());
        if self.inlining.contains(&place) || self.inlining.len() >= 8 {
            return Err(Problem::new("ref-cycle", "`$ref` leads back to what it stands in"));
        }
        self.budget = self
            .budget
            .checked_sub(nodes(target.value))
            .ok_or_else(|| Problem::new("ref-too-large", "the references of this spec expand to more than 2,000,000 nodes"))?;
        let mut beside = match value {
            Value::Object(map) => std::mem::take(map),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
        };
        beside.shift_remove("$ref");
        self.members(&mut beside, child, file, path);
        *value = target.value.clone();
        for key in beside.keys() {
            self.cx.moved(&path.key(key), &path.key(key));
        }
        self.cx.origins.add(path.to_pointer(), target.location());
        self.inlining.push(place);
        let stays = self.walk(value, child, target.file, path);
        self.inlining.pop();
        if let Value::Object(map) = value {
            map.extend(beside);
        }
        Ok(stays)
    }
}

/// Counts the nodes of a tree.
fn nodes(value: &Value) -> usize {
    1 + match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
        Value::Array(list) => list.iter().map(nodes).sum(),
        Value::Object(map) => map.values().map(nodes).sum(),
    }
}

/// Returns the reference to a component.
fn reference_to(kind: Kind, name: &str) -> String {
    let pointer = Pointer::root().join("components").join(kind.section().unwrap_or_default()).join(name);
    format!("#{pointer}")
}

impl Target<'_> {
    fn location(&self) -> Location {
        Location { file: self.file, pointer: self.pointer.clone() }
    }
}

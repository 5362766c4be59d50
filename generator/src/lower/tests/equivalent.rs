//! The order of components and members, and whether a schema stands in place or behind a reference, change nothing but names.
//!
//! Documents are rewritten at random places, from a seed, to others that say the same. The documents of the shared corpus are not part of
//! the repository: without them only those of the test cases are rewritten, which a line says, and in continuous integration that fails.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::canonical::Canonical;
use crate::config::Config;
use crate::ir::Api;
use crate::shared::corpus;
use crate::source::shape::{Child, Kind, member};
use crate::source::{Input, LoadOptions, load, unescape};

/// How many megabytes all documents of one test may have together, unless `TURNBUCKLE_BUDGET` says otherwise. The seed chooses them.
const BUDGET: usize = 3;

/// Rewrites one place of a document.
struct Site {
    pointer: String,
    change: Change,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Change {
    Shuffle,
    Inline,
    Move,
}

/// A source of numbers that are the same for the same seed (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for index in (1..list.len()).rev() {
            list.swap(index, self.below(index + 1));
        }
    }
}

fn api(tree: &Value) -> Api {
    let text = serde_json::to_string(tree).expect("a tree can be written");
    let mut loaded = load(&Input::Text { name: "test.json".to_owned(), text }, &LoadOptions::default());
    let (document, _) = crate::normalize::normalize(&mut loaded.sources);
    crate::lower::lower(&document, &Config::default()).0
}

/// Returns the places of a document that a change can be made at.
fn sites(tree: &Value, change: Change) -> Vec<Site> {
    let mut finder = Finder { tree, change, found: Vec::new() };
    finder.walk(tree, Child::One(Kind::Document), &mut String::new(), false);
    finder.found
}

struct Finder<'t> {
    tree: &'t Value,
    change: Change,
    found: Vec<Site>,
}

impl Finder<'_> {
    /// `has_name` is where the name of a component says more than its schema: it tells variants and children apart.
    fn walk(&mut self, value: &Value, child: Child, pointer: &mut String, has_name: bool) {
        match (child, value) {
            (Child::One(kind) | Child::List(kind) | Child::Map(kind), Value::Array(list)) => {
                if self.change == Change::Shuffle && pointer.ends_with("/allOf") {
                    self.add(pointer);
                }
                for (index, value) in list.iter().enumerate() {
                    self.step(value, Child::One(kind), pointer, &index.to_string(), has_name);
                }
            }
            (Child::One(Kind::Schema), Value::Object(map)) => self.schema(map, pointer, has_name),
            (child, Value::Object(map)) if child != Child::Leaf => {
                if self.change == Change::Shuffle && matches!(child, Child::Map(Kind::Schema)) {
                    self.add(pointer);
                }
                self.members(map, child, pointer);
            }
            _ => {}
        }
    }

    fn members(&mut self, map: &Map<String, Value>, child: Child, pointer: &mut String) {
        let is_told = map.contains_key("discriminator");
        for (key, value) in map {
            let has_name = match key.as_str() {
                "oneOf" | "anyOf" => is_told || map.contains_key("x-expansionResources"),
                _ => false,
            };
            self.step(value, member(child, key), pointer, key, has_name);
        }
    }

    fn step(&mut self, value: &Value, child: Child, pointer: &mut String, segment: &str, has_name: bool) {
        let length = pointer.len();
        pointer.push('/');
        pointer.push_str(&segment.replace('~', "~0").replace('/', "~1"));
        self.walk(value, child, pointer, has_name);
        pointer.truncate(length);
    }

    fn schema(&mut self, map: &Map<String, Value>, pointer: &mut String, has_name: bool) {
        let is_component = is_component(pointer);
        match (self.change, map.get("$ref").and_then(Value::as_str)) {
            (Change::Inline, Some(reference))
                if map.len() == 1 && !has_name && !is_component && self.can_stand_in_place(reference, pointer) =>
            {
                self.add(pointer);
            }
            (Change::Move, None) if !has_name && !is_component && can_move(map, pointer) => self.add(pointer),
            _ => {}
        }
        self.members(map, Child::One(Kind::Schema), pointer);
    }

    /// Returns whether a schema is in one of several forms of a response: a form is left out where another is written in the same words.
    fn is_one_of_several_forms(&self, pointer: &str) -> bool {
        pointer.match_indices("/content/").any(|(at, _)| match self.tree.pointer(&pointer[..at + "/content".len()]) {
            Some(Value::Object(forms)) => forms.len() > 1 && forms.keys().all(|media_type| media_type.contains('/')),
            _ => false,
        })
    }

    fn can_stand_in_place(&self, reference: &str, pointer: &str) -> bool {
        let Some(Value::Object(target)) = target(self.tree, reference) else { return false };
        // A child extends its parent by name.
        let extends = pointer.contains("/allOf/") && has_discriminator(self.tree, reference, 8);
        // A parent is extended by name.
        let is_parent = target.contains_key("discriminator") && !["oneOf", "anyOf"].iter().any(|key| target.contains_key(*key));
        !extends && !is_parent && !target.contains_key("$ref") && !has_identity(target)
    }

    fn add(&mut self, pointer: &str) {
        if self.change != Change::Shuffle && self.is_one_of_several_forms(pointer) {
            return;
        }
        self.found.push(Site { pointer: pointer.to_owned(), change: self.change });
    }
}

fn is_component(pointer: &str) -> bool {
    let segments: Vec<&str> = pointer.split('/').skip(1).collect();
    matches!(segments.as_slice(), ["components", "schemas", _] | ["definitions", _])
}

/// Returns whether a schema can become a component: one that says nothing is no schema to some that hold it, such as the parts of a form.
fn can_move(map: &Map<String, Value>, pointer: &str) -> bool {
    let says_something = ["type", "allOf", "oneOf", "anyOf", "enum", "properties", "const"].iter().any(|key| map.contains_key(*key));
    let is_condition = ["/if", "/then", "/else", "/not"].iter().any(|key| pointer.ends_with(key));
    says_something && !is_condition && !has_identity(map) && !map.contains_key("discriminator")
}

fn has_identity(map: &Map<String, Value>) -> bool {
    ["$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveRef", "$defs", "definitions", "xml"]
        .iter()
        .any(|key| map.contains_key(*key))
}

fn target<'t>(tree: &'t Value, reference: &str) -> Option<&'t Value> {
    let pointer = reference.strip_prefix('#')?;
    let segments: Vec<&str> = pointer.split('/').skip(1).collect();
    match segments.as_slice() {
        ["components", "schemas", name] => tree.get("components")?.get("schemas")?.get(unescape(name)),
        ["definitions", name] => tree.get("definitions")?.get(unescape(name)),
        _ => None,
    }
}

fn has_discriminator(tree: &Value, reference: &str, depth: usize) -> bool {
    let Some(Value::Object(map)) = target(tree, reference) else { return false };
    let members = map.get("allOf").and_then(Value::as_array).into_iter().flatten().chain(map.contains_key("$ref").then_some(tree));
    let mut references = members.filter_map(|member| member.get("$ref")?.as_str());
    depth == 0 || map.contains_key("discriminator") || references.any(|reference| has_discriminator(tree, reference, depth - 1))
}

/// Makes changes, deeper ones first so that the places of the others stay.
fn changed(tree: &Value, sites: &[&Site], seed: u64) -> Value {
    let mut random = Random(seed);
    let mut out = tree.clone();
    let mut sites = sites.to_vec();
    sites.sort_by_key(|site| std::cmp::Reverse(site.pointer.len()));
    let mut moved = Map::new();
    for site in sites {
        let Some(value) = out.pointer_mut(&site.pointer) else { continue };
        match (site.change, &mut *value) {
            (Change::Shuffle, Value::Array(list)) => random.shuffle(list),
            (Change::Shuffle, Value::Object(map)) => {
                let mut members: Vec<(String, Value)> = std::mem::take(map).into_iter().collect();
                random.shuffle(&mut members);
                map.extend(members);
            }
            (Change::Inline, _) => {
                let reference = value.get("$ref").and_then(Value::as_str).unwrap_or_default();
                if let Some(target) = target(tree, reference) {
                    *value = target.clone();
                }
            }
            (Change::Move, _) => {
                let name = format!("Moved{}", moved.len());
                let section = if tree.get("swagger").is_some() { "definitions" } else { "components/schemas" };
                let schema = std::mem::replace(value, json!({ "$ref": format!("#/{section}/{name}") }));
                moved.insert(name, schema);
            }
            _ => {}
        }
    }
    if !moved.is_empty()
        && let Value::Object(root) = &mut out
    {
        let holder = if tree.get("swagger").is_some() {
            root.entry("definitions").or_insert_with(|| json!({}))
        } else {
            let components = root.entry("components").or_insert_with(|| json!({}));
            let Value::Object(components) = components else { return out };
            components.entry("schemas").or_insert_with(|| json!({}))
        };
        if let Value::Object(holder) = holder {
            holder.extend(moved);
        }
    }
    out
}

/// Compares a document with one that says the same, and finds a place that makes the difference.
fn compare(name: &str, tree: &Value, base: &Api, change: Change, seed: u64, wrong: &mut Vec<String>) {
    let mut random = Random(seed);
    let all = sites(tree, change);
    // Few enough that most places stay as they are beside those that change.
    let chosen: Vec<&Site> = all.iter().filter(|_| change == Change::Shuffle || random.below(6) == 0).collect();
    let differs = |sites: &[&Site]| {
        let other = api(&changed(tree, sites, seed));
        Canonical::of(base).difference(&Canonical::of(&other))
    };
    let Some(mut difference) = differs(&chosen) else { return };
    let mut suspects = chosen;
    while suspects.len() > 1 {
        let (first, second) = suspects.split_at(suspects.len() / 2);
        let half = [first, second].into_iter().find_map(|half| differs(half).map(|difference| (half.to_vec(), difference)));
        let Some((half, found)) = half else { break };
        (suspects, difference) = (half, found);
    }
    let places: Vec<&str> = suspects.iter().take(3).map(|site| site.pointer.as_str()).collect();
    wrong.push(format!("{name}, {change:?} with seed {seed} at {places:?}: {difference}"));
}

fn tree(path: &Path) -> Value {
    let loaded = load(&Input::Path(path.to_path_buf()), &LoadOptions::default());
    loaded.sources.tree(loaded.sources.root()).clone()
}

/// Returns whether a document stands in one file.
fn is_whole(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.iter().all(|(key, value)| match value.as_str() {
            Some(text) if key == "$ref" => text.starts_with('#'),
            _ => is_whole(value),
        }),
        Value::Array(list) => list.iter().all(is_whole),
        _ => true,
    }
}

fn documents(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    let is_spec = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "json" || extension == "yaml");
    let mut paths: Vec<PathBuf> = entries.filter(is_spec).collect();
    paths.sort_unstable();
    paths
}

/// Returns a number from the environment: `TURNBUCKLE_SEED=2` tries other documents and places.
fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().and_then(|text| text.parse().ok())
}

fn check_all(paths: &[PathBuf], change: Change) {
    let mut random = Random(number("TURNBUCKLE_SEED").unwrap_or(1) ^ change as u64);
    let mut wrong = Vec::new();
    let mut left = number("TURNBUCKLE_BUDGET").map_or(BUDGET, |budget| budget as usize) * 1_000_000;
    let mut paths = paths.to_vec();
    random.shuffle(&mut paths);
    let only = std::env::var("TURNBUCKLE_ONLY").ok();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let size = std::fs::metadata(&path).map_or(0, |data| data.len() as usize);
        if size > left || only.as_ref().is_some_and(|only| !name.contains(only)) {
            continue;
        }
        let tree = tree(&path);
        if !is_whole(&tree) {
            continue;
        }
        left -= size;
        compare(&name, &tree, &api(&tree), change, random.next(), &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check_everywhere(change: Change) {
    let cases = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/cases/accept"));
    let mut paths = documents(&cases.join("schemas"));
    paths.extend(documents(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs")));
    paths.extend(corpus().iter().flat_map(|corpus| documents(corpus)));
    check_all(&paths, change);
}

#[test]
fn the_order_of_components_and_members_changes_nothing_but_order() {
    check_everywhere(Change::Shuffle);
}

#[test]
fn a_schema_in_place_of_a_reference_changes_nothing_but_names() {
    check_everywhere(Change::Inline);
}

#[test]
fn a_schema_that_becomes_a_component_changes_nothing_but_names() {
    check_everywhere(Change::Move);
}

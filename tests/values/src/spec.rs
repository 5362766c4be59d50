//! Reads the files of a spec, and says where in them something is and where references lead.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// A place in a spec: a file, as an index, and a JSON pointer (RFC 6901) in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file; 0 is the root document.
    pub file: usize,
    /// The JSON pointer.
    pub pointer: String,
}

impl Place {
    /// Returns the place of a member of what is here.
    #[must_use]
    pub fn join(&self, key: &str) -> Self {
        Self { file: self.file, pointer: format!("{}/{}", self.pointer, key.replace('~', "~0").replace('/', "~1")) }
    }
}

/// The files of a spec.
#[derive(Debug)]
pub struct Spec {
    files: Vec<(PathBuf, Value)>,
    index: HashMap<PathBuf, usize>,
    /// The places that have an `$id`, by that and by its last segment.
    bases: HashMap<String, Place>,
    /// Whether keywords beside `$ref` count, as they do since OpenAPI 3.1.
    pub siblings_count: bool,
    /// Whether it is OpenAPI 2.0.
    pub is_v2: bool,
}

impl Spec {
    /// Reads a spec and every file that its references lead to. Returns `None` if the root document cannot be read.
    pub fn read(path: &Path) -> Option<Self> {
        let mut spec = Self { files: Vec::new(), index: HashMap::new(), bases: HashMap::new(), siblings_count: false, is_v2: false };
        spec.add(path)?;
        let version = spec.files[0].1.get("openapi").and_then(Value::as_str).unwrap_or_default();
        spec.siblings_count = version.starts_with("3.1") || version.starts_with("3.2");
        spec.is_v2 = spec.files[0].1.get("swagger").is_some();
        let mut next = 0;
        while next < spec.files.len() {
            let mut addresses = Vec::new();
            collect_addresses(&spec.files[next].1, &mut addresses);
            let folder = spec.files[next].0.parent().map(Path::to_path_buf).unwrap_or_default();
            for address in addresses {
                // A file that is missing leaves its references unresolved.
                let _ = spec.add(&folder.join(address));
            }
            next += 1;
        }
        let mut bases = HashMap::new();
        for file in 0..spec.files.len() {
            spec.collect_bases(&Place { file, pointer: String::new() }, &mut bases);
        }
        spec.bases = bases;
        Some(spec)
    }

    fn collect_bases(&self, place: &Place, found: &mut HashMap<String, Place>) {
        match self.at(place) {
            Some(Value::Object(members)) => {
                if let Some(Value::String(id)) = members.get("$id") {
                    let name = id.rsplit('/').next().unwrap_or_default();
                    for known in [id, name] {
                        found.entry(known.to_owned()).or_insert_with(|| place.clone());
                    }
                }
                members.keys().for_each(|key| self.collect_bases(&place.join(key), found));
            }
            Some(Value::Array(items)) => (0..items.len()).for_each(|index| self.collect_bases(&place.join(&index.to_string()), found)),
            _ => {}
        }
    }

    fn add(&mut self, path: &Path) -> Option<()> {
        let path = path.canonicalize().ok()?;
        if !self.index.contains_key(&path) {
            let tree = parse(&std::fs::read_to_string(&path).ok()?)?;
            self.index.insert(path.clone(), self.files.len());
            self.files.push((path, tree));
        }
        Some(())
    }

    /// Returns the place of the whole root document.
    pub fn root(&self) -> Place {
        Place { file: 0, pointer: String::new() }
    }

    /// Returns the path of a file, in canonical form.
    pub fn path(&self, file: usize) -> &Path {
        &self.files[file].0
    }

    /// Returns the number of files.
    pub fn files(&self) -> usize {
        self.files.len()
    }

    /// Returns what is at a place.
    pub fn at(&self, place: &Place) -> Option<&Value> {
        self.files[place.file].1.pointer(&place.pointer)
    }

    /// Returns where the reference at a place leads, if there is one and something is there.
    pub fn followed(&self, place: &Place) -> Option<Place> {
        self.target(place.file, self.at(place)?.get("$ref")?.as_str()?)
    }

    /// Returns where a reference in a file leads.
    pub fn target(&self, file: usize, reference: &str) -> Option<Place> {
        let (address, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        if let Some(base) = self.bases.get(address).filter(|_| !address.is_empty()) {
            let fragment = percent_decoded(fragment);
            if !fragment.is_empty() && !fragment.starts_with('/') {
                return anchor(self.at(base)?, &fragment, base);
            }
            let place = Place { file: base.file, pointer: format!("{}{fragment}", base.pointer) };
            return self.at(&place).is_some().then_some(place);
        }
        let file = if address.is_empty() {
            file
        } else {
            let folder = self.files[file].0.parent()?;
            *self.index.get(&folder.join(percent_decoded(address)).canonicalize().ok()?)?
        };
        let fragment = percent_decoded(fragment);
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return anchor(&self.files[file].1, &fragment, &Place { file, pointer: String::new() });
        }
        let place = Place { file, pointer: fragment };
        self.at(&place).is_some().then_some(place)
    }

    /// Names a place for people.
    pub fn show(&self, place: &Place) -> String {
        let name = self.files[place.file].0.file_name().unwrap_or_default().to_string_lossy();
        let name = if place.file == 0 { "" } else { &name };
        format!("{name}#{}", place.pointer)
    }
}

/// Reads JSON or YAML. Keys of YAML that are not strings become strings.
fn parse(text: &str) -> Option<Value> {
    let text = text.trim_start_matches('\u{feff}');
    serde_json::from_str(text).ok().or_else(|| serde_yaml::from_str::<Tree>(text).ok().map(|tree| tree.0))
}

/// A value of YAML as JSON has it. Numbers of more than 64 bits become floats, which `serde_json` refuses to do.
struct Tree(Value);

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }
    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree(Value::Null))
    }
    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree(Value::Bool(value)))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree(value.into()))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree(value.into()))
    }
    fn visit_i128<E>(self, value: i128) -> Result<Tree, E> {
        Ok(Tree((value as f64).into()))
    }
    fn visit_u128<E>(self, value: u128) -> Result<Tree, E> {
        Ok(Tree((value as f64).into()))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Tree, E> {
        Ok(Tree(value.into()))
    }
    fn visit_str<E>(self, value: &str) -> Result<Tree, E> {
        Ok(Tree(value.into()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(Tree(item)) = access.next_element()? {
            items.push(item);
        }
        Ok(Tree(Value::Array(items)))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Tree, A::Error> {
        let mut members = Map::new();
        while let Some((Tree(key), Tree(value))) = access.next_entry()? {
            let key = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
            members.insert(key, value);
        }
        Ok(Tree(Value::Object(members)))
    }
}

fn collect_addresses(tree: &Value, found: &mut Vec<String>) {
    match tree {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                let address = reference.split('#').next().unwrap_or_default();
                if !address.is_empty() && !address.contains("://") {
                    found.push(percent_decoded(address));
                }
            }
            members.values().for_each(|value| collect_addresses(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| collect_addresses(value, found)),
        _ => {}
    }
}

fn anchor(tree: &Value, name: &str, at: &Place) -> Option<Place> {
    let children: Vec<(String, &Value)> = match tree {
        Value::Object(members) => {
            if members.get("$anchor").and_then(Value::as_str) == Some(name) {
                return Some(at.clone());
            }
            members.iter().map(|(key, value)| (key.clone(), value)).collect()
        }
        Value::Array(items) => items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => return None,
    };
    children.into_iter().find_map(|(key, value)| anchor(value, name, &at.join(&key)))
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3).and_then(|digits| u8::from_str_radix(digits, 16).ok())).flatten();
        out.push(hex.unwrap_or(bytes[at]));
        at += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

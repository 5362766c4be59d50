//! Where in a spec something stands, and where its references lead.

use serde_json::Value;
use turnbuckle::source::{FileId, Input, LoadOptions, Location, Pointer, Sources, load};

/// The files of a spec, and what they are written in.
pub(crate) struct Spec {
    sources: Sources,
    /// Whether keywords beside `$ref` count, as they do since OpenAPI 3.1.
    pub(crate) siblings_count: bool,
    /// Whether it is OpenAPI 2.0.
    pub(crate) is_v2: bool,
}

impl Spec {
    /// Reads a spec; `None` where it cannot be read.
    pub(crate) fn read(path: &str) -> Option<Self> {
        let options = LoadOptions { allow_outside_root: true, ..LoadOptions::default() };
        let loaded = load(&Input::Path(path.into()), &options);
        let root = loaded.sources.tree(loaded.sources.root());
        let version = root.get("openapi").and_then(Value::as_str).unwrap_or_default();
        let (siblings_count, is_v2) = (version.starts_with("3.1") || version.starts_with("3.2"), root.get("swagger").is_some());
        (!root.is_null()).then_some(Self { siblings_count, is_v2, sources: loaded.sources })
    }

    /// Returns the place of the whole root document.
    pub(crate) fn root(&self) -> Location {
        Location { file: self.sources.root(), pointer: Pointer::root() }
    }

    /// Returns what stands at a place.
    pub(crate) fn at(&self, place: &Location) -> Option<&Value> {
        place.pointer.get(self.sources.tree(place.file))
    }

    /// Returns where a reference in a file leads, where something is there.
    pub(crate) fn target(&self, file: FileId, reference: &str) -> Option<Location> {
        let (address, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = if address.is_empty() { file } else { self.sources.target(file, address)?.ok()? };
        let place = Location { file, pointer: Pointer::from_escaped(percent_decoded(fragment)) };
        self.at(&place).is_some().then_some(place)
    }

    /// Returns where the reference at a place leads, if one stands there.
    pub(crate) fn followed(&self, place: &Location) -> Option<Location> {
        self.target(place.file, self.at(place)?.get("$ref")?.as_str()?)
    }

    /// Names a place for people.
    pub(crate) fn show(&self, place: &Location) -> String {
        let file = if place.file == self.sources.root() { "" } else { self.sources.file(place.file).name() };
        format!("{file}#{}", place.pointer)
    }
}

/// Returns a member of what stands at a place.
pub(crate) fn join(place: &Location, key: &str) -> Location {
    Location { file: place.file, pointer: place.pointer.join(key) }
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

//! Finds what a reference names.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::Bundler;
use crate::diagnostic::Severity;
use crate::normalize::cx::form;
use crate::source::shape::{Child, Keys, Kind, members};
use crate::source::{FileId, Path, Pointer};

/// What a reference names.
#[derive(Clone, Debug)]
pub(super) struct Target<'s> {
    pub(super) file: FileId,
    pub(super) pointer: Pointer,
    pub(super) value: &'s Value,
}

impl Target<'_> {
    pub(super) fn shown(&self) -> String {
        format!("#{}", self.pointer)
    }
}

/// Why a reference is of no use.
pub(super) struct Problem {
    pub(super) severity: Severity,
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) help: Option<String>,
    /// The ring that the reference is of or leads into, as an index into `Rings`: each is reported once.
    pub(super) ring: Option<usize>,
}

impl Problem {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, code, message: message.into(), help: None, ring: None }
    }
}

/// The rings of references that have no structure between them.
#[derive(Default)]
pub(super) struct Rings {
    /// The ring that following references from a place ends in, for each place seen; `None` where they come to an end.
    chains: HashMap<(FileId, Pointer), Option<usize>>,
    /// The members of each ring, in words.
    members: Vec<String>,
    reported: HashSet<usize>,
}

impl Rings {
    /// Returns whether a ring is to be reported, which is so once.
    pub(super) fn report(&mut self, ring: usize) -> bool {
        self.reported.insert(ring)
    }
}

impl<'s> Bundler<'_, 's> {
    /// Finds what a reference in `file` names.
    pub(super) fn resolve(&mut self, file: FileId, reference: &str) -> Result<Target<'s>, Problem> {
        self.resolve_within(file, reference, 16)
    }

    /// `hops` bounds how many references a pointer may pass through on its way.
    fn resolve_within(&mut self, file: FileId, reference: &str, hops: usize) -> Result<Target<'s>, Problem> {
        let (address, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let (file, base) = self.base(file, address, reference)?;
        let dangling = || Problem::new("dangling-ref", format!("`{reference}` does not exist"));
        let decoded = decode(fragment);
        if decoded.is_empty() {
            return self.at(file, base).ok_or_else(dangling);
        }
        if !decoded.starts_with('/') {
            let anchor = self.anchors(file).get(&decoded).cloned();
            return anchor.and_then(|pointer| self.at(file, pointer)).ok_or_else(dangling);
        }
        let full = |text: &str| Pointer::from_escaped(format!("{base}{text}"));
        let found = self.at(file, full(&decoded)).or_else(|| self.at(file, full(fragment)));
        if let Some(found) = found {
            return Ok(found);
        }
        self.through(file, &full(&decoded), hops).ok_or_else(dangling)
    }

    /// Finds the file and the place in it that a fragment counts from.
    fn base(&mut self, file: FileId, address: &str, reference: &str) -> Result<(FileId, Pointer), Problem> {
        if address.is_empty() {
            return Ok((file, Pointer::root()));
        }
        // An identifier of a schema in hand (`$id`, `$self`) is no address to fetch.
        if let Some(pointer) = self.anchors(file).get(address).cloned() {
            return Ok((file, pointer));
        }
        match self.cx.sources.target(file, address) {
            Some(Ok(target)) if self.cx.sources.tree(target).is_null() => {
                Err(Problem::new("unusable-file", format!("`{reference}` names a file that cannot be used")))
            }
            Some(Ok(target)) => Ok((target, Pointer::root())),
            Some(Err(unreachable)) => {
                let message = format!("`{reference}` cannot be read: {}", unreachable.reason);
                let help = unreachable.help.map(str::to_owned);
                Err(Problem { severity: unreachable.severity, code: unreachable.code, message, help, ring: None })
            }
            None => Err(Problem::new("dangling-ref", format!("`{reference}` does not exist"))),
        }
    }

    fn at(&self, file: FileId, pointer: Pointer) -> Option<Target<'s>> {
        let value = pointer.get(self.cx.sources.tree(file))?;
        Some(Target { file, pointer, value })
    }

    /// Follows a pointer that passes through references.
    fn through(&mut self, file: FileId, pointer: &Pointer, hops: usize) -> Option<Target<'s>> {
        let mut target = self.at(file, Pointer::root())?;
        for segment in pointer.segments() {
            loop {
                let next = target.pointer.join(&segment);
                if let Some(found) = self.at(target.file, next) {
                    target = found;
                    break;
                }
                let reference = target.value.get("$ref")?.as_str()?;
                target = self.resolve_within(target.file, reference, hops.checked_sub(1)?).ok()?;
            }
        }
        Some(target)
    }

    /// Returns the ring that following references from here ends in, in time linear in the number of links over all calls.
    pub(super) fn ring(&mut self, target: &Target<'s>) -> Option<usize> {
        let mut trail = Vec::new();
        let mut on_trail = HashMap::new();
        let mut current = target.clone();
        let ring = loop {
            let place = (current.file, current.pointer.clone());
            if let Some(&known) = self.rings.chains.get(&place) {
                break known;
            }
            if let Some(&first) = on_trail.get(&place) {
                let members = self.in_words(&trail[first..]);
                self.rings.members.push(members);
                break Some(self.rings.members.len() - 1);
            }
            on_trail.insert(place.clone(), trail.len());
            trail.push(place);
            let Some(reference) = current.value.get("$ref").and_then(Value::as_str) else {
                break None;
            };
            match self.resolve(current.file, reference) {
                Ok(next) => current = next,
                Err(_) => break None,
            }
        };
        self.rings.chains.extend(trail.into_iter().map(|place| (place, ring)));
        ring
    }

    /// Names the members of a ring, or the first few of a large one, each with its file where there are several.
    fn in_words(&self, ring: &[(FileId, Pointer)]) -> String {
        const SHOWN: usize = 5;
        let several = ring.iter().any(|(file, _)| *file != self.cx.sources.root());
        let shown = |(file, pointer): &(FileId, Pointer)| {
            let name = if several { self.cx.sources.file(*file).name() } else { "" };
            format!("`{name}#{pointer}`")
        };
        let mut text: String = ring.iter().take(SHOWN).map(|member| shown(member) + " -> ").collect();
        if ring.len() > SHOWN {
            text.push_str(&format!("{} more -> ", ring.len() - SHOWN));
        }
        text + &ring.first().map(shown).unwrap_or_default()
    }

    /// Returns what is wrong with a reference into a ring.
    pub(super) fn in_ring(&self, ring: usize) -> Problem {
        let members = &self.rings.members[ring];
        let message = format!("these references lead only to each other: {members}");
        let help = Some("replace one of the references by what is meant".to_owned());
        Problem { severity: Severity::Error, code: "ref-cycle", message, help, ring: Some(ring) }
    }

    /// Checks that a target is what is due; `path` is the place of the reference.
    pub(super) fn check(&mut self, child: Child, target: Target<'s>, path: &Path<'_>) -> Result<Target<'s>, Problem> {
        let wrong =
            |what: &str, due: &str| Err(Problem::new("wrong-kind-ref", format!("`{}` is {what}, where {due} is due", target.shown())));
        match (child, target.value) {
            (Child::One(Kind::Text), Value::String(_)) | (Child::Map(_), Value::Object(_)) | (Child::List(_), Value::Array(_)) => {
                Ok(target)
            }
            (Child::One(Kind::Schema), Value::Bool(_)) => Ok(target),
            (Child::One(kind) | Child::List(kind), Value::Object(_)) if kind != Kind::Text => {
                match section_kind(&target.pointer).filter(|&actual| !is_alike(actual, kind)) {
                    Some(actual) => wrong(actual.words(), kind.words()),
                    None => self.check_ring(kind, target, path),
                }
            }
            (Child::One(kind), value) => wrong(form(value), kind.words()),
            (Child::List(_), value) => wrong(form(value), "a list"),
            (Child::Map(_) | Child::Leaf, value) => wrong(form(value), "an object"),
        }
    }

    /// Breaks a ring of references where a component of it is declared.
    fn check_ring(&mut self, kind: Kind, target: Target<'s>, path: &Path<'_>) -> Result<Target<'s>, Problem> {
        let place = path.to_pointer();
        let is_declaration =
            kind == Kind::Schema && place.as_str().matches('/').count() == 3 && place.as_str().starts_with("/components/schemas/");
        match self.ring(&target) {
            Some(ring) if is_declaration => Err(self.in_ring(ring)),
            Some(_) | None => Ok(target),
        }
    }

    /// Returns the places that a file gives names to.
    fn anchors(&mut self, file: FileId) -> &HashMap<String, Pointer> {
        let sources = self.cx.sources;
        self.anchors.entry(file).or_insert_with(|| {
            let mut found = HashMap::new();
            collect_anchors(sources.tree(file), Keys::Keywords, &Path::root(), &mut found);
            found
        })
    }
}

fn collect_anchors(value: &Value, keys: Keys, path: &Path<'_>, found: &mut HashMap<String, Pointer>) {
    for key in ["$anchor", "$dynamicAnchor", "$id", "$self"] {
        if keys == Keys::Keywords
            && let Some(Value::String(name)) = value.get(key)
        {
            found.entry(name.trim_end_matches('#').to_owned()).or_insert_with(|| path.to_pointer());
        }
    }
    members(value, keys, path, &mut |value, keys, path| collect_anchors(value, keys, path, found));
}

/// Returns the kind of what stands in a section of the components of a document, by its pointer alone.
fn section_kind(pointer: &Pointer) -> Option<Kind> {
    let mut segments = pointer.as_str().split('/').skip(1);
    let (parent, section, name, rest) = (segments.next()?, segments.next()?, segments.next(), segments.next());
    let child = match (parent, name, rest) {
        ("components", Some(_), None) => Kind::Components.child(section),
        ("definitions", None, None) => Child::Map(Kind::Schema),
        _ => return None,
    };
    match child {
        Child::Map(kind) => Some(kind),
        Child::Leaf | Child::One(_) | Child::List(_) => None,
    }
}

/// Callbacks and path items are maps of paths alike, and a 2.0 body parameter stands among the parameters.
fn is_alike(actual: Kind, due: Kind) -> bool {
    actual == due
}

fn decode(fragment: &str) -> String {
    crate::source::percent_decode(fragment)
}

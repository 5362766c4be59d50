//! Records the items whose names are not the plain casing of what the document calls them.

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::Diagnostic;
use crate::source::Location;

use super::scope::{Given, Obstacle};
use super::{Cx, Name, Rename};

impl Cx<'_> {
    /// Records a name that is not the plain casing of `wire`, and reports one that something else forced; `item` says whose it is.
    pub(super) fn note(&mut self, item: impl FnOnce() -> String, wire: &str, given: &Given, origin: &Location) {
        let Some(reason) = reason(wire, given) else { return };
        let rename = Rename { item: item(), wire: wire.to_owned(), name: given.name.clone(), reason, origin: Some(origin.clone()) };
        self.report(given.obstacle.is_some(), rename);
    }

    /// Records the name of an item that has no name of its own in the document, where something else forced it.
    pub(super) fn note_derived(&mut self, item: impl FnOnce() -> String, given: &Given, origin: &Location) {
        let forced = given.configured || given.obstacle.is_some();
        if forced {
            self.note(item, "", given, origin);
        }
    }

    /// Records the name of an item whose place is not known.
    pub(super) fn note_placeless(&mut self, item: impl FnOnce() -> String, wire: &str, given: &Given) {
        if let Some(reason) = reason(wire, given) {
            self.renames.push(Rename { item: item(), wire: wire.to_owned(), name: given.name.clone(), reason, origin: None });
        }
    }

    fn report(&mut self, forced: bool, rename: Rename) {
        if forced {
            let message = format!("{} is called `{}` in Rust: {}", rename.item, rename.name, rename.reason);
            let diagnostic = Diagnostic::note("renamed", message);
            self.diagnostics.push(match &rename.origin {
                Some(origin) => diagnostic.at(origin.clone()),
                None => diagnostic,
            });
        }
        self.renames.push(rename);
    }
}

/// Returns why a name is another than that of the document; `None` where it is the same but for case and separators.
fn reason(wire: &str, given: &Given) -> Option<String> {
    if let Some(obstacle) = &given.obstacle {
        return Some(match obstacle {
            Obstacle::Reserved(ident) => format!("`{ident}` has a meaning in Rust or in every generated crate"),
            Obstacle::Taken(ident) => format!("`{ident}` is taken"),
            Obstacle::Shared(ident) => format!("several would be called `{ident}`"),
        });
    }
    if is_plain(wire, &given.name) {
        return None;
    }
    let reason = if given.configured {
        "the configuration says so"
    } else if wire.trim().is_empty() {
        "the document's name is empty"
    } else {
        cause(wire, &given.name)
    };
    Some(reason.to_owned())
}

/// Returns which rule of [`super::words`] made another name of the document's.
fn cause(wire: &str, name: &Name) -> &'static str {
    let ident = name.0.strip_prefix("r#").unwrap_or(&name.0);
    let (said, own) = (letters(wire), letters(ident));
    let is_digit = |c: char| c.is_numeric();
    if said.starts_with(is_digit) && own.len() > said.len() && own.ends_with(&said) {
        "no name in Rust begins with a digit"
    } else if own.len() < said.len() && ident.len() > LONG {
        "the document's name is too long"
    } else if wire.is_ascii() || wire.chars().filter(|c| !c.is_ascii()).all(char::is_alphanumeric) && !ident.is_ascii() {
        "symbols that tell something are spelled out"
    } else if ident.is_ascii() && wire.chars().any(|c| !c.is_ascii() && c.is_alphanumeric()) {
        "the names of files and features are ASCII"
    } else {
        "characters that no name in Rust has are spelled out"
    }
}

/// Names of at least this length, in bytes, may have lost words.
const LONG: usize = 50;

/// Returns whether two names have the same letters and digits.
pub(super) fn is_plain(wire: &str, name: &Name) -> bool {
    let ident = name.0.strip_prefix("r#").unwrap_or(&name.0);
    if wire.is_ascii() && ident.is_ascii() {
        let letters =
            |text: &'_ str| text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()).collect::<Vec<_>>();
        return letters(wire) == letters(ident);
    }
    letters(wire) == letters(ident)
}

fn letters(text: &str) -> String {
    text.nfc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).nfc().collect()
}

//! Answers that differ from their document: what a tolerant client goes on with and reports, and the overlay that would mend the document.
//!
//! **Invariant:** an answer that fits its type costs nothing here. It is read strictly first, and only one that does not fit is read again.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::decode::{DecodeError, Deviation};
use crate::json;
use crate::model::Slot;
use crate::operation::Operation;
use crate::panics::named;
use crate::redact::Cloak;

/// A place where an answer differs from its type, and which a client built with [`tolerant`](crate::ClientBuilder::tolerant) read as an empty
/// value, or as what is plainly meant.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Drift<'a> {
    /// The operation that was called.
    pub operation: &'static Operation,
    /// The status of the answer.
    pub status: u16,
    /// What differs, and where.
    pub deviation: &'a Deviation,
}

/// The receiver of deviations, and the secrets to redact from them.
#[derive(Clone)]
pub(crate) struct Report {
    tell: Arc<dyn Fn(&Drift<'_>) + Send + Sync>,
    cloak: Cloak,
}

impl Report {
    pub(crate) fn new(tell: impl Fn(&Drift<'_>) + Send + Sync + 'static) -> Self {
        Self { tell: Arc::new(tell), cloak: Cloak::default() }
    }

    /// Returns a receiver that redacts the secrets of a call.
    pub(crate) fn hiding(&self, cloak: &Cloak) -> Self {
        Self { tell: Arc::clone(&self.tell), cloak: cloak.clone() }
    }
}

/// What a tolerant client reads of an answer: all of its body, or one item of a stream.
pub(crate) struct Tolerant<'a> {
    pub(crate) report: &'a Report,
    pub(crate) operation: &'static Operation,
    pub(crate) status: u16,
}

impl Tolerant<'_> {
    /// Reads JSON that could not be read strictly into what is blank; `None` where it is no JSON.
    pub(crate) fn read(&self, json: &[u8], slot: Slot<'_>) -> Option<()> {
        if json.is_empty() {
            self.tell(&nothing(&slot));
            return Some(());
        }
        json::fill_tolerant(json, slot, &mut self.telling()).ok()
    }

    /// Reads JSON that has to fit, and reports the texts that are kept although they are not of the form that their types declare.
    pub(crate) fn read_strictly(&self, json: &[u8], slot: Slot<'_>) -> Result<(), DecodeError> {
        json::fill_noting(json, slot, &mut self.telling())
    }

    /// Returns a function that reports deviations without the secrets of the call.
    fn telling(&self) -> impl FnMut(Deviation) {
        let mut known = None;
        move |mut deviation| {
            deviation.choose(self.operation, self.status);
            known.get_or_insert_with(|| self.report.cloak.known()).hide_in(&mut deviation);
            self.tell(&deviation);
        }
    }

    fn tell(&self, deviation: &Deviation) {
        let drift = Drift { operation: self.operation, status: self.status, deviation };
        trace(&drift);
        named("callback for deviations", || (self.report.tell)(&drift));
    }
}

/// An answer without a body where the type wants one.
fn nothing(slot: &Slot<'_>) -> Deviation {
    Deviation { pointer: String::new(), expected: slot.expected().to_owned(), found: "nothing".to_owned(), ..Deviation::default() }
}

/// Tells `tracing`, without what was found: it may be personal.
#[cfg(feature = "tracing")]
fn trace(drift: &Drift<'_>) {
    let Drift { operation, status, deviation } = drift;
    let Deviation { pointer, expected, schema, .. } = deviation;
    tracing::warn!(operation = operation.id, status, pointer, expected, schema, "the answer differs from its document");
}

#[cfg(not(feature = "tracing"))]
fn trace(_: &Drift<'_>) {}

/// Writes the overlay (OpenAPI Overlay 1.0.0, section 4.4) that makes a document allow a deviation.
pub(crate) fn overlay(deviation: &Deviation) -> Option<String> {
    let (is_null, is_missing) = (deviation.found == "null", deviation.found == "nothing");
    let (file, tokens) = split(&deviation.schema)?;
    let (title, actions) = match tokens.as_slice() {
        _ if !is_null && !is_missing => retyped(&tokens, deviation)?,
        // A property that need not be there may be null, too, in this client and in most.
        [schema @ .., keyword, property] if keyword == "properties" => {
            let parts = deviation.composed_of.iter().filter_map(|part| split(part)).filter(|(of, _)| *of == file).map(|(_, part)| part);
            let actions = requiring(schema, parts.collect(), property);
            (format!("`{property}` is not always there"), actions)
        }
        [.., keyword] if is_null && matches!(keyword.as_str(), "items" | "additionalProperties") => {
            // An extension, because `nullable` is of 3.0 alone and its successor in 3.1 would have to repeat the type.
            ("a null among the values".to_owned(), vec![(path(&tokens), "update: {x-nullable: true}".to_owned())])
        }
        _ => return None,
    };
    let text = |text: &str| serde_json::Value::String(text.to_owned()).to_string();
    let extends = if file.is_empty() { String::new() } else { format!("extends: {}\n", text(file)) };
    let mut overlay = format!("overlay: 1.0.0\ninfo:\n  title: {}\n  version: 1.0.0\n{extends}actions:\n", text(&title));
    for (target, action) in actions {
        let _ = write!(overlay, "  - target: {}\n    {action}\n", text(&target));
    }
    Some(overlay)
}

/// Splits an address into its file, empty for the first, and the tokens of its pointer.
fn split(address: &str) -> Option<(&str, Vec<String>)> {
    let (file, pointer) = address.split_once("#/")?;
    Some((file, pointer.split('/').map(crate::pointer::unescape).collect()))
}

/// Returns the actions that take a property out of `required`: of the schema that declares it, of the others that the object is composed
/// of, and of the members of `allOf` that declare nothing. An action that finds nothing changes nothing.
fn requiring(schema: &[String], mut parts: Vec<Vec<String>>, property: &str) -> Vec<(String, String)> {
    parts.retain(|part| part != schema);
    let without = |schema: &str| (format!("{schema}['required'][?@ == {}]", quoted(property)), "remove: true".to_owned());
    let composes = |part: &&Vec<String>| !matches!(part.as_slice(), [.., keyword, _] if keyword == "allOf");
    let own = schema.to_vec();
    let members = std::iter::once(&own).chain(&parts).filter(composes).map(|part| format!("{}['allOf'][*]", path(part)));
    let listed = std::iter::once(&own).chain(&parts).map(|part| path(part));
    listed.chain(members).map(|schema| without(&schema)).collect()
}

/// Returns the title and the actions that allow the type that was found as well as the declared one. `None` if the value is no JSON, or if
/// its schema is neither that of a property nor that of the elements or entries.
///
/// An overlay cannot move a schema into an `anyOf`. A scalar's schema is written anew, with both types. Where that would lose the properties of
/// an object or the elements of a list, any value is allowed.
fn retyped(tokens: &[String], deviation: &Deviation) -> Option<(String, Vec<(String, String)>)> {
    let (name, parent) = tokens.split_last()?;
    let is_property = parent.last().is_some_and(|keyword| keyword == "properties");
    if !is_property && !matches!(name.as_str(), "items" | "additionalProperties") {
        return None;
    }
    let kind = deviation.found_kind();
    let found = json_type(kind)?;
    // OpenAPI 2.0 has no choice of types. There a response has its schema without a media type, and the others are definitions.
    let is_swagger = tokens.first().is_some_and(|root| root == "definitions")
        || tokens.iter().any(|token| token == "responses")
            && !tokens.iter().any(|token| matches!(token.as_str(), "content" | "components"));
    let schema = match json_type(&deviation.expected) {
        Some(expected) if !is_swagger && !matches!(expected, "array" | "object") => {
            format!("{{anyOf: [{{type: {expected}}}, {{type: {found}}}]}}")
        }
        _ => "{}".to_owned(),
    };
    let update = format!("update: {{{}: {schema}}}", serde_json::Value::String(name.clone()));
    let title = format!("{kind} instead of {} in `{name}`", deviation.expected);
    Some((title, vec![(path(tokens), "remove: true".to_owned()), (path(parent), update)]))
}

/// Returns the type in JSON Schema of a kind of value, as an error names what was expected or found.
fn json_type(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "a boolean" => "boolean",
        "a list" => "array",
        "an object" => "object",
        _ if kind.contains("integer") => "integer",
        _ if kind.starts_with("a number") => "number",
        _ if kind.starts_with("a string") => "string",
        _ => return None,
    })
}

/// Writes a normalized path (RFC 9535, section 2.7).
fn path(tokens: &[String]) -> String {
    let mut path = String::from("$");
    let mut before = "";
    for token in tokens {
        // A status is the name of a member, although it is a number.
        let is_index = matches!(before, "allOf" | "anyOf" | "oneOf" | "prefixItems" | "parameters") && token.parse::<usize>().is_ok();
        let _ = if is_index { write!(path, "[{token}]") } else { write!(path, "[{}]", quoted(token)) };
        before = token;
    }
    path
}

fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\\', "\\\\").replace('\'', "\\'"))
}

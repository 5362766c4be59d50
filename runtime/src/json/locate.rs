//! Says where in a text a failure is: line, column and JSON pointer, and shows what is there. Runs once decoding is over.

use super::read::{Failure, Fault, Reader};
use crate::decode::{Declaration, DecodeError, Deviation, Place};
use crate::model::RecordMeta;
use crate::pointer::push;

/// How much of a scalar an error shows, in characters.
const EXCERPT: usize = 24;

/// Makes the error of a failure.
pub(super) fn error(text: &str, failure: Failure) -> DecodeError {
    let place = place(text, failure.offset);
    let mut deviations = deviations(text, vec![failure]);
    match deviations.pop() {
        Some(deviation) => DecodeError::located(deviation, place),
        None => DecodeError::new("", "JSON", "something else"),
    }
}

/// Describes failures, in the order of the text.
pub(super) fn deviations(text: &str, mut failures: Vec<Failure>) -> Vec<Deviation> {
    failures.sort_by_key(|failure| failure.offset);
    let mut locator = Locator { reader: Reader::new(text), failures: &failures, pointer: String::new(), found: Vec::new() };
    // A syntax error ends the walk with the pointer at its place.
    let walked = locator.value();
    if walked.is_err() || locator.found.len() < failures.len() {
        locator.reach(usize::MAX);
    }
    locator.found
}

struct Locator<'a> {
    reader: Reader<'a>,
    failures: &'a [Failure],
    pointer: String,
    found: Vec<Deviation>,
}

impl Locator<'_> {
    /// Walks over the next value until all failures are placed.
    fn value(&mut self) -> Result<(), Failure> {
        let first_byte = self.reader.peek()?;
        self.reach(self.reader.at());
        if self.found.len() == self.failures.len() {
            return Ok(());
        }
        let length = self.pointer.len();
        let mut first = true;
        match first_byte {
            b'{' => {
                self.reader.enter()?;
                while let Some(key) = self.reader.key(&mut first)? {
                    push(&mut self.pointer, &key);
                    self.value()?;
                    if self.found.len() == self.failures.len() {
                        return Ok(());
                    }
                    self.pointer.truncate(length);
                }
                Ok(())
            }
            b'[' => {
                self.reader.enter()?;
                for index in 0usize.. {
                    if !self.reader.item(&mut first)? {
                        break;
                    }
                    push(&mut self.pointer, &index.to_string());
                    self.value()?;
                    if self.found.len() == self.failures.len() {
                        return Ok(());
                    }
                    self.pointer.truncate(length);
                }
                Ok(())
            }
            _ => self.reader.skip(),
        }
    }

    /// Places the failures up to an offset at the present pointer.
    fn reach(&mut self, offset: usize) {
        while let Some(failure) = self.failures.get(self.found.len()).filter(|it| it.offset <= offset) {
            let deviation = describe(self.reader.text(), failure, self.pointer.clone());
            self.found.push(deviation);
        }
    }
}

fn describe(text: &str, failure: &Failure, mut pointer: String) -> Deviation {
    let rest = text.get(failure.offset..).unwrap_or_default();
    let (expected, found) = match failure.fault {
        Fault::Syntax(expected) => (expected, character(rest)),
        Fault::Expected(expected) if failure.secret => (expected, kind(rest).to_owned()),
        Fault::Expected(expected) => (expected, value(rest)),
        Fault::Missing { property, expected } => {
            push(&mut pointer, property);
            (expected, "nothing".to_owned())
        }
    };
    let mut declarations = failure.owner.map(|(record, depth)| declarations(record, depth, failure.outer, &pointer)).unwrap_or_default();
    let elsewhere = declarations.split_off(declarations.len().min(1));
    let (schema, composed_of) = declarations.pop().map(|it| (it.schema, it.composed_of)).unwrap_or_default();
    Deviation { pointer, expected: expected.to_owned(), found, schema, composed_of, elsewhere }
}

/// Returns where the document may declare a value: once for each object that the record around it stands for, and of these the ones that
/// stand where the value does.
fn declarations(record: &RecordMeta, depth: u16, outer: Option<&'static RecordMeta>, pointer: &str) -> Vec<Declaration> {
    let of = |places: &[(usize, &'static str)]| Declaration { schema: schema(record, places, depth, pointer), composed_of: parts(places) };
    let known = record.declarations();
    if known.len() <= 1 {
        return vec![of(known.first().copied().unwrap_or_default())];
    }
    let around = outer.map(RecordMeta::all_places).unwrap_or_default();
    let is_around = |place: &str| around.iter().any(|it| place.strip_prefix(&**it).is_some_and(|rest| rest.starts_with('/')));
    let closeness = |places: &[(usize, &'static str)]| {
        places.iter().map(|(_, place)| (is_around(place), in_common(place, pointer, depth))).max().unwrap_or_default()
    };
    let ranked: Vec<_> = known.into_iter().map(|places| (closeness(places), places)).collect();
    let most = ranked.iter().map(|(rank, _)| *rank).max();
    ranked.into_iter().filter(|(rank, _)| Some(*rank) == most).map(|(_, places)| of(places)).collect()
}

/// Returns how many steps to a value, from its end on, the place of a schema has as well.
fn in_common(place: &str, pointer: &str, depth: u16) -> usize {
    let tokens: Vec<&str> = pointer.split('/').skip(1).take(depth.into()).collect();
    let mut steps = place.rsplit('/').peekable();
    let mut count = 0;
    for token in tokens.iter().rev() {
        // A schema within `allOf` and the like is of the same value.
        while steps.peek().is_some_and(|step| is_number(step) || matches!(*step, "allOf" | "anyOf" | "oneOf" | "then" | "else")) {
            steps.next();
        }
        let step = steps.next();
        let is_same = match step {
            Some("items" | "prefixItems") => is_number(token),
            Some("additionalProperties") => true,
            Some(name) => name == *token && steps.next() == Some("properties"),
            None => false,
        };
        if !is_same {
            break;
        }
        count += 1;
    }
    count
}

fn is_number(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the schemas that an object is composed of, each once.
fn parts(places: &[(usize, &'static str)]) -> Vec<String> {
    let mut parts: Vec<String> = places.iter().map(|(_, place)| address(place)).collect();
    parts.sort();
    parts.dedup();
    parts
}

/// Writes a place as a reference does: a place in another file than the first has the file's name already.
fn address(place: &str) -> String {
    if place.is_empty() || place.starts_with('/') { format!("#{place}") } else { place.to_owned() }
}

/// Returns the place in the document of the schema of a value: the property of the record around it, and what lies below that.
fn schema(record: &RecordMeta, places: &[(usize, &'static str)], depth: u16, pointer: &str) -> String {
    let mut tokens = pointer.split('/').skip(1 + usize::from(depth));
    let property = tokens.next().unwrap_or_default();
    let name = crate::pointer::unescape(property);
    let mut schema;
    match record.fields.iter().position(|field| field.wire == name) {
        Some(index) => {
            schema = address(&record.place(places, index));
            schema.push_str("/properties/");
            schema.push_str(property);
        }
        // It is no property that the record declares.
        None => {
            schema = address(&record.place(places, 0));
            schema.push_str("/additionalProperties");
        }
    }
    for token in tokens {
        schema.push_str(if is_number(token) { "/items" } else { "/additionalProperties" });
    }
    schema
}

fn character(rest: &str) -> String {
    match rest.chars().next() {
        Some(char) if char.is_control() => format!("the character U+{:04X}", u32::from(char)),
        Some(char) => format!("`{char}`"),
        None => "the end of the text".to_owned(),
    }
}

fn kind(rest: &str) -> &'static str {
    match rest.as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b'"') => "a string",
        Some(b't') => "true",
        Some(b'f') => "false",
        Some(b'n') => "null",
        _ => "a number",
    }
}

fn value(rest: &str) -> String {
    let cut = |text: &str| match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    };
    let mut reader = Reader::new(rest);
    match rest.as_bytes().first() {
        Some(b'"') => match reader.string() {
            Ok(text) => format!("the string {:?}", cut(&text)),
            Err(_) => kind(rest).to_owned(),
        },
        Some(b'-' | b'0'..=b'9') => match reader.number() {
            Ok(text) => format!("the number {}", cut(text)),
            Err(_) => kind(rest).to_owned(),
        },
        _ => kind(rest).to_owned(),
    }
}

fn place(text: &str, offset: usize) -> Place {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Place { offset, line: before.bytes().filter(|byte| *byte == b'\n').count() + 1, column: before[line_start..].chars().count() + 1 }
}

//! The error of reading a value: where in the body, what was expected and what was found. **Invariant:** it never holds the
//! body, only a short excerpt of the scalar at fault.

use std::fmt;

use crate::operation::Operation;
use crate::redact::Known;

/// The reason a value could not be read.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError(Box<Parts>);

#[derive(Clone, PartialEq, Eq)]
struct Parts {
    deviation: Deviation,
    place: Option<Place>,
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) offset: usize,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// A difference between a value and its type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deviation {
    /// The JSON pointer (RFC 6901) of the place; empty for the whole body.
    pub pointer: String,
    /// What the type asks for: `a string`.
    pub expected: String,
    /// What is there instead, with a short excerpt of a scalar: `the number 12`.
    pub found: String,
    /// Where the document declares the value, as a JSON pointer with `#` before it: `#/components/schemas/Contact/properties/email`, and
    /// before that the file where it is not the first. Empty where the value is in no object of a type of its own.
    pub schema: String,
    /// The schemas that an object with this property is composed of, written as `schema` is: any of them may require it.
    pub(crate) composed_of: Vec<String>,
    /// Where else the document may declare the value, since it has the same object in several places.
    pub(crate) elsewhere: Vec<Declaration>,
}

/// A place where the document may declare a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Declaration {
    /// As [`Deviation::schema`].
    pub(crate) schema: String,
    /// As [`Deviation::composed_of`].
    pub(crate) composed_of: Vec<String>,
}

impl Deviation {
    /// Chooses the place in the operation that was called, of those where the document may declare the value.
    pub(crate) fn choose(&mut self, operation: &Operation, status: u16) {
        if self.elsewhere.is_empty() {
            return;
        }
        let mut own = "#/paths".to_owned();
        crate::pointer::push(&mut own, operation.path);
        crate::pointer::push(&mut own, &operation.method.to_ascii_lowercase());
        own.push('/');
        let closeness = |schema: &str| match schema.strip_prefix(&own) {
            Some(rest) => 1 + u8::from(rest.starts_with(&format!("responses/{status}/"))),
            None => 0,
        };
        let mut at = closeness(&self.schema);
        for other in std::mem::take(&mut self.elsewhere) {
            let here = closeness(&other.schema);
            if here > at {
                (at, self.schema, self.composed_of) = (here, other.schema, other.composed_of);
            }
        }
    }

    /// Returns the kind of the value that was found, without its content: `a string`.
    pub(crate) fn found_kind(&self) -> &str {
        let found = self.found.as_str();
        let prefixes = [("the string ", "a string"), ("the number ", "a number"), ("the text ", "a text")];
        match found {
            "true" | "false" => "a boolean",
            "null" | "nothing" | "a list" | "an object" | "a string" | "a number" | "the end of the text" => found,
            // The first character that is not valid JSON.
            _ if found.starts_with('`') || found.starts_with("the character ") => found,
            _ => prefixes.iter().find(|(prefix, _)| found.starts_with(prefix)).map_or("something else", |(_, kind)| kind),
        }
    }

    /// Returns an overlay (OpenAPI Overlay 1.0, as YAML) that makes the document allow what the server sent; `None` where the value is
    /// in no place of the document that is known.
    ///
    /// A property that is missing, or null, becomes optional; an item or an entry that is null may be null; a value of another type may have
    /// that type too.
    pub fn overlay(&self) -> Option<String> {
        crate::drift::overlay(self)
    }
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {}", self.expected, self.found)?;
        if self.pointer.is_empty() { Ok(()) } else { write!(f, " at `{}`", self.pointer) }
    }
}

impl DecodeError {
    /// Makes an error about the value at a JSON pointer.
    pub fn new(pointer: impl Into<String>, expected: impl Into<String>, found: impl Into<String>) -> Self {
        let deviation = Deviation { pointer: pointer.into(), expected: expected.into(), found: found.into(), ..Deviation::default() };
        Self(Box::new(Parts { deviation, place: None }))
    }

    pub(crate) fn located(deviation: Deviation, place: Place) -> Self {
        Self(Box::new(Parts { deviation, place: Some(place) }))
    }

    pub(crate) fn without_place(mut self) -> Self {
        self.0.place = None;
        self
    }

    /// Says that the value is of an operation's response.
    pub(crate) fn of(mut self, operation: &Operation, status: u16) -> Self {
        self.0.deviation.choose(operation, status);
        self
    }

    /// Removes secrets from the text of the error.
    pub(crate) fn hide(&mut self, known: &Known) {
        known.hide_in(&mut self.0.deviation);
    }

    /// Returns the JSON pointer (RFC 6901) of the value at fault; empty for the whole body.
    pub fn pointer(&self) -> &str {
        &self.0.deviation.pointer
    }

    /// Returns what the type asks for.
    pub fn expected(&self) -> &str {
        &self.0.deviation.expected
    }

    /// Returns what is there instead, with a short excerpt of a scalar.
    pub fn found(&self) -> &str {
        &self.0.deviation.found
    }

    /// Returns the kind of the value that was found, without its content: `a string`.
    pub fn found_kind(&self) -> &str {
        self.0.deviation.found_kind()
    }

    /// Returns where the document declares the value, as a JSON pointer with `#` before it; `None` where that is not known.
    pub fn schema(&self) -> Option<&str> {
        Some(self.0.deviation.schema.as_str()).filter(|schema| !schema.is_empty())
    }

    /// Returns an overlay (OpenAPI Overlay 1.0, as YAML) that makes the document allow what the server sent; `None` where the value is
    /// in no place of the document that is known.
    ///
    /// A property that is missing, or null, becomes optional; an item or an entry that is null may be null; a value of another type may have
    /// that type too.
    pub fn overlay(&self) -> Option<String> {
        self.0.deviation.overlay()
    }

    /// Returns the offset in bytes of the value at fault, where it was read from text.
    pub fn offset(&self) -> Option<usize> {
        self.0.place.map(|place| place.offset)
    }

    /// Returns the line of the value at fault, from 1, where it was read from text.
    pub fn line(&self) -> Option<usize> {
        self.0.place.map(|place| place.line)
    }

    /// Returns the column of the value at fault in characters, from 1, where it was read from text.
    pub fn column(&self) -> Option<usize> {
        self.0.place.map(|place| place.column)
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.deviation, f)?;
        match self.0.place {
            Some(place) => write!(f, " (line {}, column {})", place.line, place.column),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeError({self})")
    }
}

impl std::error::Error for DecodeError {}

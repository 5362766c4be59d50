//! What is told of a value that breaks rules.

use std::fmt;

use crate::operation::ParamLocation;

/// A rule that a value breaks. It does not contain the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub(super) place: Option<(ParamLocation, &'static str)>,
    pub(super) pointer: String,
    pub(super) keyword: &'static str,
    pub(super) limit: String,
    pub(super) undecided: bool,
}

impl Violation {
    /// Returns the parameter's wire name; empty for a body, and for a value that was checked by itself.
    pub fn parameter(&self) -> &'static str {
        self.place.map_or("", |(_, name)| name)
    }

    /// Returns where the parameter is; `None` for a body, and for a value that was checked by itself.
    pub fn location(&self) -> Option<ParamLocation> {
        self.place.map(|(location, _)| location)
    }

    /// Returns the JSON pointer (RFC 6901) of the place in the parameter or body; empty for the whole.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// Returns the keyword of the rule as JSON Schema names it: `maxLength`.
    pub fn keyword(&self) -> &'static str {
        self.keyword
    }

    /// Returns the value of the keyword as the document has it: `100`.
    pub fn limit(&self) -> &str {
        &self.limit
    }

    /// Returns whether the rule could not be decided: the pattern takes more steps than are allowed, or the value is too long for it. Such a
    /// value counts as a violation, so it is not sent; send it without the check to let the server decide.
    pub fn is_undecided(&self) -> bool {
        self.undecided
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some((ParamLocation::Field, name)) => write!(f, "field `{name}`")?,
            Some((_, name)) => write!(f, "parameter `{name}`")?,
            None => {}
        }
        let space = if self.place.is_some() { " " } else { "" };
        match (self.pointer.as_str(), self.place) {
            ("", None) => f.write_str("the value")?,
            ("", Some(_)) => {}
            (pointer, _) => write!(f, "{space}`{pointer}`")?,
        }
        let limit = &self.limit;
        match self.keyword {
            _ if self.undecided => write!(f, " is too hard to match against the pattern `{limit}`"),
            "minLength" => write!(f, " must have at least {limit} characters"),
            "maxLength" => write!(f, " must have at most {limit} characters"),
            "pattern" => write!(f, " must match the pattern `{limit}`"),
            "minimum" => write!(f, " must be at least {limit}"),
            "exclusiveMinimum" => write!(f, " must be more than {limit}"),
            "maximum" => write!(f, " must be at most {limit}"),
            "exclusiveMaximum" => write!(f, " must be less than {limit}"),
            "multipleOf" => write!(f, " must be a multiple of {limit}"),
            "minItems" => write!(f, " must have at least {limit} elements"),
            "maxItems" => write!(f, " must have at most {limit} elements"),
            "uniqueItems" => f.write_str(" must not have two elements that are the same"),
            "minProperties" => write!(f, " must have at least {limit} properties"),
            "maxProperties" => write!(f, " must have at most {limit} properties"),
            keyword => write!(f, " breaks `{keyword}: {limit}`"),
        }
    }
}

/// Every rule that a value breaks, in the value's order. `Display` lists them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Violations {
    list: Vec<Violation>,
    place: Option<(ParamLocation, &'static str)>,
    pointer: String,
}

impl Violations {
    /// Returns the violations.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.list.iter()
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Finds violations in a property or element.
    pub(super) fn within(&mut self, token: &str, find: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        crate::pointer::push(&mut self.pointer, token);
        find(self);
        self.pointer.truncate(length);
    }

    /// Finds violations in a parameter.
    pub(super) fn of_param(&mut self, location: ParamLocation, name: &'static str, find: impl FnOnce(&mut Self)) {
        let place = self.place.replace((location, name));
        find(self);
        self.place = place;
    }

    /// Adds a violation at the present place. The same rule may reach a value by two ways, such as a property and its named type.
    pub(super) fn add(&mut self, keyword: &'static str, limit: String, undecided: bool) {
        let violation = Violation { place: self.place, pointer: self.pointer.clone(), keyword, limit, undecided };
        let here = self.list.iter().rev().take_while(|known| known.pointer == violation.pointer && known.place == violation.place);
        if !here.into_iter().any(|known| *known == violation) {
            self.list.push(violation);
        }
    }

    /// Finds violations apart from those that are there.
    pub(super) fn aside(&mut self, find: impl FnOnce(&mut Self)) -> Vec<Violation> {
        let before = std::mem::take(&mut self.list);
        find(self);
        std::mem::replace(&mut self.list, before)
    }

    pub(super) fn extend(&mut self, more: Vec<Violation>) {
        self.list.extend(more);
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.list.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

//! A scope in which no two names are the same.
//!
//! **Invariants:** names are compared case-folded and without `r#`, so that files and readers tell them apart too. Every item gets the
//! name that stands first in its choices unless an item before it, or Rust itself, has it; a later item never takes away the natural
//! name of another by a number.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::Name;
use super::reserved::{can_be_raw, is_keyword};
use super::words::Words;

/// What kind of item a scope names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A struct, enum or alias.
    Type,
    /// A value of an enum.
    Value,
    /// A variant of a union.
    Variant,
    /// A field.
    Field,
    /// A parameter.
    Param,
    /// A method.
    Method,
    /// A static.
    Constant,
    /// The struct of a group.
    Group,
    /// A method that sets a credential.
    Scheme,
}

impl Kind {
    fn render(self, words: &Words) -> String {
        match self {
            Self::Type | Self::Value | Self::Variant | Self::Group => words.to_camel(),
            Self::Field | Self::Param | Self::Method | Self::Scheme => words.to_snake(),
            Self::Constant => words.to_shouty(),
        }
    }

    /// The word that makes a name of something that is none: before a number, and after a reserved name.
    fn word(self) -> &'static str {
        match self {
            Self::Type => "model",
            Self::Value => "value",
            Self::Variant => "variant",
            Self::Field => "field",
            Self::Param => "param",
            Self::Method => "call",
            Self::Constant => "operation",
            Self::Group => "api",
            Self::Scheme => "auth",
        }
    }
}

/// Who keeps a name that several items would have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ties {
    /// The first.
    First,
    /// None of them: all go on to their next choice, so that the order does not matter.
    Nobody,
}

/// What an item would like to be called.
#[derive(Clone, Debug, Default)]
pub(super) struct Request {
    /// The names, the best first. Never empty.
    pub(super) choices: Vec<Words>,
    /// A name that the configuration gives.
    pub(super) fixed: Option<String>,
    /// How many of the choices are as good as the first, so that nothing is reported.
    pub(super) natural: usize,
    /// The text that the last of the choices says, whose further names are not made yet: few are ever needed.
    pub(super) text: Option<String>,
}

impl Request {
    /// Makes a request of the choices.
    pub(super) fn new(choices: impl IntoIterator<Item = Words>) -> Self {
        let mut own: Vec<Words> = Vec::new();
        for choice in choices {
            if !choice.is_empty() && !own.contains(&choice) {
                own.push(choice);
            }
        }
        Self { choices: own, fixed: None, natural: 1, text: None }
    }

    /// Makes a request for what a text says; where that is taken, with a word for each symbol and for the case.
    pub(super) fn text(text: &str) -> Self {
        Self { choices: vec![super::words::words(text)], fixed: None, natural: 1, text: Some(text.to_owned()) }
    }

    /// Returns the request with all of its choices.
    pub(super) fn whole(mut self) -> Self {
        if let Some(text) = self.text.take() {
            self.choices.extend(Self::all(&text).choices.into_iter().skip(1));
        }
        self
    }

    fn all(text: &str) -> Self {
        let plain = super::words::words(text);
        let cased = super::words::cased(text, &plain);
        if super::words::has_symbols(text) {
            return Self::new([plain, super::words::spelled(text)].into_iter().chain(cased));
        }
        Self::new([plain].into_iter().chain(cased))
    }

    /// Sets the name that the configuration gives.
    pub(super) fn fixed(mut self, fixed: Option<&String>) -> Self {
        self.fixed = fixed.cloned();
        self
    }

    /// Sets how many of the choices are as good as the first.
    pub(super) fn natural(mut self, count: usize) -> Self {
        self.natural = count;
        self
    }
}

/// A name that was given.
#[derive(Clone, Debug)]
pub(super) struct Given {
    /// The name.
    pub(super) name: Name,
    /// Its words.
    pub(super) words: Words,
    /// What stood in the way of the first choice.
    pub(super) obstacle: Option<Obstacle>,
    /// Whether the configuration gives it.
    pub(super) configured: bool,
}

/// What stood in the way of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// The name is a keyword, or that of something in every generated crate.
    Reserved(String),
    /// Another item has it.
    Taken(String),
    /// Several items would have it, and none gets it.
    Shared(String),
}

/// A scope.
pub(super) struct Scope<'o> {
    kind: Kind,
    reserved: HashSet<&'static str>,
    outer: Option<&'o Taken>,
    taken: Taken,
}

/// The names that are taken.
#[derive(Default)]
pub(super) struct Taken(HashSet<String>);

impl Taken {
    /// Makes a set of the names of items.
    pub(super) fn of<'n>(names: impl Iterator<Item = &'n Name>) -> Self {
        Self(names.map(|name| fold(&name.0)).collect())
    }
}

impl<'o> Scope<'o> {
    /// Makes an empty scope.
    pub(super) fn new(kind: Kind, reserved: &[&'static str]) -> Self {
        Self { kind, reserved: reserved.iter().copied().collect(), outer: None, taken: Taken::default() }
    }

    /// Takes the names of another scope out of the choice.
    pub(super) fn within(mut self, outer: &'o Taken) -> Self {
        self.outer = Some(outer);
        self
    }

    /// Takes a name out of the choice.
    pub(super) fn occupy(&mut self, ident: &str) {
        self.taken.0.insert(fold(ident));
    }

    /// Returns whether the configuration may give this name.
    pub(super) fn accepts(&self, ident: &str) -> Result<(), Obstacle> {
        if self.reserved.contains(ident) || (is_keyword(ident) && !can_be_raw(ident)) {
            return Err(Obstacle::Reserved(ident.to_owned()));
        }
        let folded = fold(ident);
        let taken = self.taken.0.contains(&folded) || self.outer.is_some_and(|outer| outer.0.contains(&folded));
        if taken { Err(Obstacle::Taken(ident.to_owned())) } else { Ok(()) }
    }

    /// Gives each a name of its own; the choices are gone through level by level.
    pub(super) fn resolve(&mut self, requests: &[Request], ties: Ties) -> Vec<Given> {
        let mut given: Vec<Option<Given>> = vec![None; requests.len()];
        let mut obstacles: Vec<Option<Obstacle>> = vec![None; requests.len()];
        for (request, given) in requests.iter().zip(&mut given) {
            if let Some(fixed) = &request.fixed
                && self.accepts(fixed).is_ok()
            {
                let own = self.claim(fixed.clone(), super::words::words(fixed), None);
                *given = Some(Given { configured: true, ..own });
            }
        }
        let mut requests = Cow::Borrowed(requests);
        if self.kind == Kind::Method {
            requests = requests.iter().cloned().map(Request::whole).collect();
        }
        for level in 0.. {
            if level == 1 {
                let left = |(request, given): (&Request, &Option<Given>)| {
                    if given.is_none() { request.clone().whole() } else { Request::default() }
                };
                requests = requests.iter().zip(&given).map(left).collect();
            }
            if requests.iter().all(|request| request.choices.len() <= level) {
                break;
            }
            let tied = self.tied(&requests, &given, level, ties);
            for (index, request) in requests.iter().enumerate() {
                let Some(choice) = request.choices.get(level).filter(|_| given[index].is_none()) else { continue };
                // A method has a longer name that says more than a suffix does.
                let longer = self.kind == Kind::Method && request.choices.get(level + 1).is_some_and(|next| next != choice);
                if let (true, Err(obstacle)) = (longer, self.accepts(&self.render(choice))) {
                    obstacles[index].get_or_insert(obstacle);
                    continue;
                }
                match self.try_choice(choice, &tied) {
                    Ok((ident, words, reserved)) => {
                        let obstacle = obstacles[index].take().filter(|_| level >= request.natural).or(reserved);
                        given[index] = Some(self.claim(ident, words, obstacle));
                    }
                    Err(obstacle) => {
                        obstacles[index].get_or_insert(obstacle);
                    }
                }
            }
        }
        let numbered = given.into_iter().enumerate().map(|(index, given)| match given {
            Some(given) => given,
            None => self.number(&requests[index], ties, obstacles[index].take()),
        });
        numbered.collect()
    }

    /// Gives one item a name of its own.
    pub(super) fn resolve_one(&mut self, request: &Request) -> Given {
        let only = self.resolve(std::slice::from_ref(request), Ties::First).pop();
        only.expect("`resolve` returns a name for each request")
    }

    /// Returns the names at this level that several items would have.
    fn tied(&self, requests: &[Request], given: &[Option<Given>], level: usize, ties: Ties) -> HashSet<String> {
        if ties == Ties::First {
            return HashSet::new();
        }
        let mut counts: HashMap<String, usize> = HashMap::new();
        for (request, given) in requests.iter().zip(given) {
            if let (Some(choice), None) = (request.choices.get(level), given) {
                *counts.entry(fold(&self.render(choice))).or_default() += 1;
            }
        }
        counts.into_iter().filter(|(_, count)| *count > 1).map(|(ident, _)| ident).collect()
    }

    /// Returns the identifier for a choice: the plain one, or with a word after it where the plain one is reserved.
    fn try_choice(&self, words: &Words, tied: &HashSet<String>) -> Result<(String, Words, Option<Obstacle>), Obstacle> {
        let plain = self.render(words);
        let (ident, words, reserved) = match self.accepts(&plain) {
            Err(Obstacle::Reserved(reserved)) => {
                let words = words.with(self.kind.word());
                (self.render(&words), words, Some(Obstacle::Reserved(reserved)))
            }
            Err(taken @ (Obstacle::Taken(_) | Obstacle::Shared(_))) => return Err(taken),
            Ok(()) => (plain, words.clone(), None),
        };
        if !tied.is_empty() && tied.contains(&fold(&ident)) {
            return Err(Obstacle::Shared(ident));
        }
        self.accepts(&ident).map_err(|own| reserved.clone().unwrap_or(own))?;
        Ok((ident, words, reserved))
    }

    fn number(&mut self, request: &Request, ties: Ties, obstacle: Option<Obstacle>) -> Given {
        // Where nobody keeps a tied name, the last choice tells most.
        let base = match ties {
            Ties::First => request.choices.first(),
            Ties::Nobody => request.choices.last(),
        };
        let base = base.cloned().unwrap_or_else(|| Words::of([self.kind.word()]));
        let mut number = 1_u32;
        loop {
            let words = if number == 1 { base.clone() } else { base.with(&number.to_string()) };
            let ident = self.render(&words);
            if self.accepts(&ident).is_ok() {
                return self.claim(ident, words, obstacle);
            }
            number += 1;
        }
    }

    fn render(&self, words: &Words) -> String {
        let ident = self.kind.render(words);
        if ident.starts_with(|c: char| unicode_ident::is_xid_start(c)) {
            return ident;
        }
        self.kind.render(&Words::of([self.kind.word()]).then(words))
    }

    fn claim(&mut self, ident: String, words: Words, obstacle: Option<Obstacle>) -> Given {
        self.occupy(&ident);
        Given { name: Name::of(ident), words, obstacle, configured: false }
    }
}

/// Folds the case of an identifier. Upper case first: `ß` is `SS`, and `ſ` is `S`.
fn fold(ident: &str) -> String {
    let plain = ident.strip_prefix("r#").unwrap_or(ident);
    if plain.is_ascii() { plain.to_ascii_lowercase() } else { plain.to_uppercase().to_lowercase() }
}

//! Which event a request is.

use super::received::Received;
use super::scheme::Place;
use super::tree;

/// Where the names of events are, and which there are.
#[derive(Clone, Copy, Debug)]
pub struct Events {
    places: &'static [Place],
    names: &'static [&'static str],
    sent_as: &'static [(&'static str, &'static str)],
}

impl Events {
    /// Makes a table of the places that make up a name, and of the names in the document.
    pub const fn new(places: &'static [Place], names: &'static [&'static str]) -> Self {
        Self { places, names, sent_as: &[] }
    }

    /// Sets names that are sent as something else: what is sent, and the name in the document.
    #[must_use]
    pub const fn sent_as(mut self, sent_as: &'static [(&'static str, &'static str)]) -> Self {
        self.sent_as = sent_as;
        self
    }

    /// Returns the name in the document of the event that a request is; `None` where it has none of them.
    ///
    /// Names are compared without case and symbols, so that `issues` and `opened` of two places are `issues-opened`, and
    /// `contact.created` is `contactCreated`. Where no name has all places, the first ones are enough.
    pub fn name(&self, received: &Received<'_>) -> Option<&'static str> {
        let mut values: Vec<String> = Vec::with_capacity(self.places.len());
        for place in self.places {
            let value = match place {
                Place::Header(name) => received.headers.get(*name).and_then(|value| value.to_str().ok()).map(str::to_owned),
                Place::Json(pointer) => tree::find(received.body, pointer),
            };
            match value {
                Some(value) if !value.is_empty() => values.push(value),
                Some(_) | None => break,
            }
        }
        (1..=values.len()).rev().find_map(|count| self.find(&values[..count]))
    }

    fn find(&self, values: &[String]) -> Option<&'static str> {
        let sent = values.join("-");
        if let Some((_, name)) = self.sent_as.iter().find(|(as_sent, _)| *as_sent == sent) {
            return Some(name);
        }
        let exact = self.names.iter().find(|name| **name == sent);
        let same = || self.names.iter().find(|name| letters(name).eq(letters(&sent)));
        exact.or_else(same).copied()
    }
}

fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

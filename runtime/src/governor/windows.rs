//! Which of a server's limits apply to which operation.
//!
//! A limit that the server names ([`headers`](super::headers)) has one window. It applies to the operations whose last response named it.
//! A limit without a name belongs to the operation whose response reported it, until a second operation reports the same window: the same
//! limit, the same end to within a second, and fewer calls left than the first was told
//! ([`Window::is_same`](super::window::Window::is_same)). Then both share it. An operation leaves a shared window when one of its own
//! responses contradicts it, for good if that response leaves more calls than the window can have. An operation that was never called waits
//! for no unnamed limit.
//!
//! **Invariant:** there are at most [`MANY`] windows, however many limits a server names. The window that ends first is dropped first.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use super::gate::Gate;
use super::headers::Seen;
use super::window::{Contradiction, Moment};
use crate::operation::Operation;

/// How many windows are kept of one origin and connection.
pub(super) const MANY: usize = 64;

/// What windows are told apart by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Named(String),
    Unnamed(u64),
}

/// The windows of an origin and connection.
#[derive(Default)]
pub(super) struct Windows {
    /// The number of the next window without a name.
    next: u64,
    kept: HashMap<Key, Kept>,
    /// What holds for each operation. The document bounds their number.
    places: HashMap<usize, Place>,
}

struct Kept {
    gate: Arc<Gate>,
    /// How many operations it holds for.
    operations: usize,
    /// Whether it is of an operation that shares no window.
    is_alone: bool,
}

/// What is known of an operation.
#[derive(Default)]
struct Place {
    keys: Vec<Key>,
    /// Whether its window was shared and proved to be another.
    is_alone: bool,
}

impl Windows {
    /// Returns the windows that hold for an operation.
    pub(super) fn of(&self, op: &'static Operation) -> Vec<Arc<Gate>> {
        let keys = self.places.get(&id(op)).map_or(&[][..], |place| &place.keys);
        keys.iter().filter_map(|key| self.kept.get(key)).map(|kept| kept.gate.clone()).collect()
    }

    pub(super) fn gates(&self) -> impl Iterator<Item = &Arc<Gate>> {
        self.kept.values().map(|kept| &kept.gate)
    }

    /// Finds the windows that a response of an operation tells of, and puts the operation there.
    pub(super) fn place(&mut self, op: &'static Operation, seen: &[Seen], at: Moment, make: impl Fn() -> Gate) -> Vec<Arc<Gate>> {
        let mut keys = Vec::new();
        for seen in seen {
            let key = match &seen.name {
                Some(name) => Key::Named(name.clone()),
                None => self.unnamed(op, seen, at),
            };
            if !self.kept.contains_key(&key) {
                self.make_room(&keys);
                let is_alone = seen.name.is_none() && self.places.get(&id(op)).is_some_and(|place| place.is_alone);
                self.kept.insert(key.clone(), Kept { gate: Arc::new(make()), operations: 0, is_alone });
            }
            keys.push(key);
        }
        let gates = keys.iter().filter_map(|key| self.kept.get(key)).map(|kept| kept.gate.clone()).collect();
        self.move_to(op, keys);
        gates
    }

    /// Finds the window of a limit without a name.
    fn unnamed(&mut self, op: &'static Operation, seen: &Seen, at: Moment) -> Key {
        let place = self.places.entry(id(op)).or_default();
        let own = place.keys.iter().find(|key| matches!(key, Key::Unnamed(_)) && self.kept.contains_key(*key)).cloned();
        let own = own.and_then(|key| {
            let kept = self.kept.get(&key)?;
            if kept.operations < 2 {
                return Some((key, false));
            }
            match kept.gate.window().and_then(|window| window.is_contradicted(seen, at)) {
                None => Some((key, true)),
                Some(contradiction) => {
                    place.is_alone |= contradiction == Contradiction::More;
                    None
                }
            }
        });
        if let Some((key, true)) = own {
            return key;
        }
        let is_alone = place.is_alone;
        let own = own.map(|(key, _)| key);
        let is_same = |(key, kept): &(&Key, &Kept)| {
            matches!(key, Key::Unnamed(_))
                && !kept.is_alone
                && own.as_ref() != Some(*key)
                && kept.gate.window().is_some_and(|window| window.is_same(seen, at.now))
        };
        match self.kept.iter().find(is_same).filter(|_| !is_alone) {
            Some((key, _)) => key.clone(),
            None => own.unwrap_or_else(|| {
                self.next += 1;
                Key::Unnamed(self.next)
            }),
        }
    }

    /// Writes down which windows hold for an operation. One without a name that holds for none is forgotten.
    fn move_to(&mut self, op: &'static Operation, keys: Vec<Key>) {
        let place = self.places.entry(id(op)).or_default();
        if place.keys == keys {
            return;
        }
        for key in keys.iter().filter(|key| !place.keys.contains(key)) {
            if let Some(kept) = self.kept.get_mut(key) {
                kept.operations += 1;
            }
        }
        for key in place.keys.iter().filter(|key| !keys.contains(key)) {
            let Some(kept) = self.kept.get_mut(key) else { continue };
            kept.operations -= 1;
            if kept.operations == 0 && matches!(key, Key::Unnamed(_)) {
                self.kept.remove(key);
            }
        }
        place.keys = keys;
    }

    /// Forgets the window that ends first, where there are as many as can be kept.
    fn make_room(&mut self, but: &[Key]) {
        if self.kept.len() < MANY {
            return;
        }
        let end = |kept: &Kept| kept.gate.window().map_or(Duration::ZERO, |window| window.ends_at());
        let first = self.kept.iter().filter(|(key, _)| !but.contains(key)).min_by_key(|(_, kept)| end(kept)).map(|(key, _)| key.clone());
        let Some(first) = first else { return };
        self.kept.remove(&first);
        self.places.values_mut().for_each(|place| place.keys.retain(|key| *key != first));
    }
}

/// Operations are told apart by where they are: clients of several APIs may share a governor.
fn id(op: &'static Operation) -> usize {
    std::ptr::from_ref(op).addr()
}

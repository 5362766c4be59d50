//! Puts a tree together from what a parser finds, one node after the other.

use serde_json::map::Entry;
use serde_json::{Map, Value};

use super::super::pointer::Pointer;
use super::{Format, MAX_DEPTH, Oddity, Parsed};

/// A tree in the making. A parser calls it in the order of the text; it knows nothing of how the text is written.
pub(super) struct Builder {
    open: Vec<Open>,
    root: Option<Value>,
    /// What to do about the key `<<`.
    merge_keys: MergeKeys,
    /// How many nodes there are in the tree.
    nodes: usize,
    /// How many levels there are in it.
    height: usize,
    oddities: Vec<Oddity>,
}

/// What the key `<<` means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MergeKeys {
    /// It is a key like any other.
    Plain,
    /// It adds the members of another mapping (YAML's merge key).
    Merge,
}

/// A list or an object that is open.
struct Open {
    form: Form,
    /// How many nodes the tree had before this one.
    before: usize,
    /// How many levels there are in this one.
    height: usize,
}

enum Form {
    List(Vec<Value>),
    Object { map: Map<String, Value>, key: Option<String>, merged: Option<Value> },
}

/// What is open.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// Nothing: the root.
    Nothing,
    /// A list.
    List,
    /// An object, and a key is next.
    Object,
    /// An object, and the value of a key is next.
    Member,
}

/// What was closed.
pub(super) struct Closed {
    /// How many nodes it has.
    pub(super) nodes: usize,
    /// How many levels it has.
    pub(super) height: usize,
}

/// The tree would be too deep.
pub(super) struct TooDeep;

impl Builder {
    pub(super) fn new(merge_keys: MergeKeys) -> Self {
        Self { open: Vec::new(), root: None, merge_keys, nodes: 0, height: 0, oddities: Vec::new() }
    }

    pub(super) fn within(&self) -> Within {
        match self.open.last().map(|open| &open.form) {
            None => Within::Nothing,
            Some(Form::List(_)) => Within::List,
            Some(Form::Object { key: None, .. }) => Within::Object,
            Some(Form::Object { key: Some(_), .. }) => Within::Member,
        }
    }

    /// Returns how many nodes there are.
    pub(super) fn nodes(&self) -> usize {
        self.nodes
    }

    pub(super) fn open_list(&mut self) -> Result<(), TooDeep> {
        self.open(Form::List(Vec::new()))
    }

    pub(super) fn open_object(&mut self) -> Result<(), TooDeep> {
        self.open(Form::Object { map: Map::new(), key: None, merged: None })
    }

    fn open(&mut self, form: Form) -> Result<(), TooDeep> {
        if self.open.len() == MAX_DEPTH {
            return Err(TooDeep);
        }
        self.open.push(Open { form, before: self.nodes, height: 1 });
        Ok(())
    }

    /// Sets the key of the next value of the open object.
    pub(super) fn key(&mut self, text: String) {
        if let Some(Open { form: Form::Object { key, .. }, .. }) = self.open.last_mut() {
            *key = Some(text);
        }
    }

    /// Adds a scalar.
    pub(super) fn scalar(&mut self, value: Value) {
        self.nodes += 1;
        self.put(value, 0);
    }

    /// Adds a copy of a value that was closed.
    pub(super) fn copy(&mut self, value: Value, of: &Closed) -> Result<(), TooDeep> {
        if self.open.len() + of.height > MAX_DEPTH {
            return Err(TooDeep);
        }
        self.nodes += of.nodes;
        self.put(value, of.height);
        Ok(())
    }

    /// Closes the open list or object; `keep` gets its value before it goes to its place.
    pub(super) fn close(&mut self, keep: impl FnOnce(&Value, Closed)) {
        let Some(Open { form, before, height }) = self.open.pop() else { return };
        self.nodes += 1;
        let value = match form {
            Form::List(list) => Value::Array(list),
            Form::Object { mut map, merged, .. } => {
                if let Some(merged) = merged {
                    merge(&mut map, merged);
                }
                Value::Object(map)
            }
        };
        keep(&value, Closed { nodes: self.nodes - before, height });
        self.put(value, height);
    }

    /// Puts a value in its place.
    fn put(&mut self, value: Value, height: usize) {
        let Some(Open { form, height: around, .. }) = self.open.last_mut() else {
            self.root = Some(value);
            self.height = height;
            return;
        };
        *around = (*around).max(height + 1);
        match form {
            Form::List(list) => list.push(value),
            Form::Object { map, key, merged } => {
                let key = key.take().unwrap_or_default();
                if self.merge_keys == MergeKeys::Merge && key == "<<" && (value.is_object() || value.is_array()) {
                    *merged = Some(value);
                    return;
                }
                match map.entry(key) {
                    Entry::Vacant(free) => {
                        free.insert(value);
                    }
                    Entry::Occupied(mut taken) => {
                        let key = taken.key().clone();
                        taken.insert(value);
                        let message = format!("key `{}` is there twice, taking the last one", key.escape_debug());
                        let pointer = self.pointer().join(&key);
                        self.oddities.push(Oddity { pointer, code: "duplicate-key", message });
                    }
                }
            }
        }
    }

    /// Notes that the next value is odd.
    pub(super) fn odd(&mut self, code: &'static str, message: String) {
        let pointer = match self.open.last().map(|open| &open.form) {
            Some(Form::List(list)) => self.pointer().index(list.len()),
            Some(Form::Object { key: Some(key), .. }) => self.pointer().join(key),
            Some(Form::Object { key: None, .. }) | None => self.pointer(),
        };
        self.oddities.push(Oddity { pointer, code, message });
    }

    /// Returns the place of the innermost list or object that is open.
    fn pointer(&self) -> Pointer {
        let around = self.open.len().saturating_sub(1);
        self.open[..around].iter().fold(Pointer::root(), |pointer, open| match &open.form {
            Form::List(list) => pointer.index(list.len()),
            Form::Object { key, .. } => pointer.join(key.as_deref().unwrap_or_default()),
        })
    }

    /// Returns the parsed file; null where there was no value.
    pub(super) fn finish(self, format: Format) -> Parsed {
        Parsed { tree: self.root.unwrap_or_default(), levels: self.height, format, oddities: self.oddities }
    }
}

/// Adds the members of a merge key (`<<`) that the mapping does not have itself.
fn merge(map: &mut Map<String, Value>, merged: Value) {
    match merged {
        Value::Object(members) => {
            for (key, value) in members {
                map.entry(key).or_insert(value);
            }
        }
        // A list of mappings: the earlier wins. What is deeper in the list is no mapping.
        Value::Array(list) => {
            for (key, value) in list.into_iter().filter_map(into_object).flatten() {
                map.entry(key).or_insert(value);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn into_object(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(map) => Some(map),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => None,
    }
}

//! What a service keeps: rows in the order in which they came, and a clock that counts.

use super::exchange::Failure;
use serde_json::{Map, Value, json};

/// Counts time, a second for each look.
#[derive(Debug, Default)]
pub(crate) struct Clock(u64);

impl Clock {
    /// Returns a time later than every one before, in RFC 3339.
    pub(crate) fn now(&mut self) -> String {
        self.0 += 1;
        let (days, rest) = (self.0 / 86_400, self.0 % 86_400);
        format!("2026-02-{:02}T{:02}:{:02}:{:02}Z", 1 + days % 28, rest / 3600, rest / 60 % 60, rest % 60)
    }
}

/// How rows are identified.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ids {
    /// `con_0001`.
    Prefixed(&'static str),
    /// `1`.
    Counted,
}

/// Rows of one kind. **Invariant:** every row is an object with an `id` of its own.
#[derive(Debug)]
pub(crate) struct Table {
    ids: Ids,
    last: u64,
    rows: Vec<Value>,
}

impl Table {
    pub(crate) fn new(ids: Ids) -> Self {
        Table { ids, last: 0, rows: Vec::new() }
    }

    /// Makes the next id.
    pub(crate) fn next_id(&mut self) -> Value {
        self.last += 1;
        match self.ids {
            Ids::Prefixed(prefix) => json!(format!("{prefix}_{:04}", self.last)),
            Ids::Counted => json!(self.last),
        }
    }

    /// Adds a row, with an id where it has none, and returns it.
    pub(crate) fn insert(&mut self, mut row: Map<String, Value>) -> Value {
        if !row.contains_key("id") {
            let id = self.next_id();
            row.insert("id".to_owned(), id);
        }
        self.rows.push(Value::Object(row.clone()));
        Value::Object(row)
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Value> {
        self.rows.iter()
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.rows.iter_mut()
    }

    pub(crate) fn get(&self, kind: &str, id: &str) -> Result<&Value, Failure> {
        self.rows.iter().find(|row| id_of(row) == id).ok_or_else(|| Failure::missing(kind, id))
    }

    pub(crate) fn get_mut(&mut self, kind: &str, id: &str) -> Result<&mut Value, Failure> {
        self.rows.iter_mut().find(|row| id_of(row) == id).ok_or_else(|| Failure::missing(kind, id))
    }

    pub(crate) fn remove(&mut self, kind: &str, id: &str) -> Result<Value, Failure> {
        let at = self.rows.iter().position(|row| id_of(row) == id).ok_or_else(|| Failure::missing(kind, id))?;
        Ok(self.rows.remove(at))
    }

    pub(crate) fn retain(&mut self, keep: impl Fn(&Value) -> bool) {
        self.rows.retain(keep);
    }

    /// Returns the id of another row whose `field` has this value, letters' case aside.
    pub(crate) fn taken(&self, field: &str, value: &Value, but: Option<&str>) -> Option<String> {
        let same = |row: &&Value| match (row[field].as_str(), value.as_str()) {
            (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
            _ => false,
        };
        self.rows.iter().filter(same).map(id_of).find(|id| Some(id.as_str()) != but)
    }
}

/// Returns the id of a row as text.
pub(crate) fn id_of(row: &Value) -> String {
    match &row["id"] {
        Value::String(id) => id.clone(),
        other => other.to_string(),
    }
}

/// Tells whether a value is the number that a path or a query writes as `text`.
pub(crate) fn is_number(value: &Value, text: &str) -> bool {
    value.as_u64().is_some_and(|number| text.parse() == Ok(number))
}

/// Takes the object out of a value that is known to be one.
pub(crate) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        other => unreachable!("{other} is not an object"),
    }
}

/// Lays `over` upon `row`: what it has replaces what there is.
pub(crate) fn overlay(row: &mut Value, over: Map<String, Value>) {
    for (name, value) in over {
        row[name] = value;
    }
}

/// Gives `row` what `defaults` has and it has not.
pub(crate) fn fill(row: &mut Map<String, Value>, defaults: Value) {
    for (name, value) in object(defaults) {
        row.entry(name).or_insert(value);
    }
}

/// Applies a JSON Merge Patch (RFC 7396) to an object that stands below the patched one.
pub(crate) fn merge(target: &mut Value, patch: &Value) {
    match patch {
        Value::Object(changes) => {
            if !target.is_object() {
                *target = json!({});
            }
            for (name, change) in changes {
                if change.is_null() {
                    target.as_object_mut().map(|map| map.remove(name));
                } else {
                    merge(&mut target[name], change);
                }
            }
        }
        other => *target = other.clone(),
    }
}

/// A cut of a list.
pub(crate) struct Page {
    pub(crate) rows: Vec<Value>,
    /// Whether there are rows after these.
    pub(crate) more: bool,
}

/// Cuts the page after the row with the id `after`, or none where there is no such row.
pub(crate) fn page_after(rows: Vec<Value>, after: Option<&str>, limit: usize) -> Option<Page> {
    let start = match after {
        Some(after) => 1 + rows.iter().position(|row| id_of(row) == after)?,
        None => 0,
    };
    Some(page_from(&rows, start, limit))
}

/// Cuts the page that passes over `offset` rows.
pub(crate) fn page_from(rows: &[Value], offset: usize, limit: usize) -> Page {
    let page: Vec<Value> = rows.iter().skip(offset).take(limit).cloned().collect();
    Page { more: offset + page.len() < rows.len(), rows: page }
}

/// Reads a number from the query, within bounds, or says what is wrong with it.
pub(crate) fn number(text: Option<&str>, name: &str, default: usize, max: usize) -> Result<usize, Failure> {
    match text.map(str::parse::<usize>) {
        None => Ok(default),
        Some(Ok(number)) if number <= max => Ok(number),
        Some(_) => Err(Failure::invalid(&format!("/{name}"), &format!("must be a number up to {max}"))),
    }
}

/// Tells whether a time is not before another; both in RFC 3339, in UTC.
pub(crate) fn not_before(time: &Value, since: &str) -> bool {
    let seconds = |text: &str| text.get(..19).unwrap_or(text).to_owned();
    seconds(time.as_str().unwrap_or_default()) >= seconds(since)
}

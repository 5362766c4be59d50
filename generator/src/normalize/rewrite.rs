//! Walks a tree once and lets each step rewrite each object, the newest dialect first.

use serde_json::{Map, Value};

use super::cx::Cx;
use super::dialect::Dialect;
use super::{v3_1, v3_2};
use crate::source::Path;
use crate::source::shape::{Child, Kind, member};

/// Rewrites a value and all that is in it to what 3.0 can say.
pub(super) fn rewrite(value: &mut Value, child: Child, path: &Path<'_>, dialect: Dialect, cx: &mut Cx<'_>) {
    if child == Child::One(Kind::Schema)
        && let Value::Bool(truth) = value
    {
        *value = v3_1::boolean_schema(*truth);
    }
    match (child, value) {
        (Child::Leaf, _) | (_, Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {}
        (Child::One(kind) | Child::List(kind) | Child::Map(kind), Value::Array(list)) => {
            for (index, value) in list.iter_mut().enumerate() {
                rewrite(value, Child::One(kind), &path.index(index), dialect, cx);
            }
        }
        (child, Value::Object(map)) => {
            if let Child::One(kind) = child {
                v3_2::object(map, kind, path, cx);
                v3_1::object(map, kind, path, dialect, cx);
            }
            for (key, value) in map.iter_mut() {
                let child = member(child, key);
                if child != Child::Leaf {
                    rewrite(value, child, &path.key(key), dialect, cx);
                }
            }
        }
    }
}

/// Renames a member, keeping its place among the others, and records where it was.
pub(super) fn rename(map: &mut Map<String, Value>, from: &str, to: &str, path: &Path<'_>, cx: &mut Cx<'_>) {
    if !map.contains_key(from) {
        return;
    }
    cx.moved(&path.key(to), &path.key(from));
    let members = std::mem::take(map);
    map.extend(members.into_iter().map(|(key, value)| if key == from { (to.to_owned(), value) } else { (key, value) }));
}

//! JSON pointers (RFC 6901) into typed values.

use super::{Model, Record, Slot, Value, View, flags};
use crate::DecodeError;

/// Returns what a JSON pointer points at; `None` where there is nothing. The empty pointer is the value itself.
pub fn lookup<'a>(view: View<'a>, pointer: &str) -> Option<View<'a>> {
    let mut at = view;
    for token in tokens(pointer)? {
        at = step(at, &token)?;
    }
    match at {
        View::Absent => None,
        at => Some(at),
    }
}

fn tokens(pointer: &str) -> Option<Vec<String>> {
    (pointer.is_empty() || pointer.starts_with('/')).then(|| crate::pointer::tokens(pointer).collect())
}

fn step<'a>(view: View<'a>, token: &str) -> Option<View<'a>> {
    match view {
        View::List(list) => token.parse().ok().filter(|index| *index < list.len()).map(|index| list.at(index)),
        View::Any(Value::Array(list)) => list.get(token.parse::<usize>().ok()?).map(View::Any),
        View::Any(Value::Object(object)) => object.get(token).map(View::Any),
        view => {
            let mut found = None;
            super::entries(view, &mut |entry| {
                if entry.name == token {
                    found = Some(entry.view);
                }
                found.is_none()
            });
            found
        }
    }
}

/// Returns the slot that a JSON pointer points at, through optional values, flattened fields and the present arms of unions; `None` where
/// there is nothing, or an element of a list is asked for.
pub fn slot_at<'a>(slot: Slot<'a>, pointer: &str) -> Option<Slot<'a>> {
    let mut at = present(slot)?;
    for token in tokens(pointer)? {
        at = match at {
            Slot::Record(record) => present(field(record, &token)?)?,
            Slot::Map(map) => present(map.get(&token)?)?,
            Slot::Tuple(record) => present(super::tuple::position_slot(record, token.parse().ok()?)?)?,
            Slot::Any(Value::Object(object)) => Slot::Any(object.get_mut(&token)?),
            Slot::Any(Value::Array(list)) => Slot::Any(list.get_mut(token.parse::<usize>().ok()?)?),
            _ => return None,
        };
    }
    Some(at)
}

fn present(slot: Slot<'_>) -> Option<Slot<'_>> {
    match slot {
        Slot::Opt(opt) => present(opt.get()?),
        Slot::Union(union) => present(union.current()),
        slot => Some(slot),
    }
}

fn field<'a>(record: &'a mut dyn Record, token: &str) -> Option<Slot<'a>> {
    let fields = record.meta().fields;
    let own = fields.iter().position(|it| it.wire == token && it.flags & (flags::EXTRA | flags::FLATTEN) == 0);
    if let Some(index) = own {
        return Some(record.field_slot(index));
    }
    let spread = fields.iter().enumerate().filter(|(_, it)| it.flags & (flags::EXTRA | flags::FLATTEN) != 0);
    let holder = spread.map(|(index, _)| index).find(|index| step(record.field(*index), token).is_some())?;
    match present(record.field_slot(holder))? {
        Slot::Record(inner) => field(inner, token),
        Slot::Map(map) => map.get(token),
        Slot::Any(Value::Object(object)) => object.get_mut(token).map(Slot::Any),
        _ => None,
    }
}

/// Takes the elements out of the list that a JSON pointer points at; `None` where there is no list of this type.
pub fn take_list<T: Model>(slot: Slot<'_>, pointer: &str) -> Option<Vec<T>> {
    match slot_at(slot, pointer)? {
        Slot::List(list) => list.as_any().downcast_mut::<Vec<T>>().map(std::mem::take),
        Slot::Any(Value::Array(list)) => (list as &mut dyn std::any::Any).downcast_mut::<Vec<T>>().map(std::mem::take),
        _ => None,
    }
}

/// Tells for each arm of a union why it does not take a value; an arm that does is left out. Empty for a type that is no union.
pub fn explain_union<T: Model>(value: &Value) -> Vec<(&'static str, DecodeError)> {
    match T::blank().slot() {
        Slot::Union(union) => crate::json::explain(union, value),
        _ => Vec::new(),
    }
}

//! Lists whose elements each have a type of their own: a record that is read and written by position.

use super::{Record, Slot, View, flags};

/// Returns how many elements a tuple has: up to the last that is there or must be.
pub fn tuple_len(tuple: &dyn Record) -> usize {
    let fixed = fixed(tuple);
    let tail = tail_len(tuple, fixed);
    if tail > 0 {
        return fixed + tail;
    }
    let fields = tuple.meta().fields;
    let is_there = |index: &usize| fields[*index].flags & flags::REQUIRED != 0 || !matches!(tuple.field(*index), View::Absent);
    (0..fixed).rev().find(is_there).map_or(0, |index| index + 1)
}

/// Returns the element of a tuple at an index below [`tuple_len`]; [`View::Absent`], which stands for null, where a later one is there.
pub fn tuple_at(tuple: &dyn Record, index: usize) -> View<'_> {
    let fixed = fixed(tuple);
    if index < fixed {
        return tuple.field(index);
    }
    match tuple.field(fixed) {
        View::List(list) if index - fixed < list.len() => list.at(index - fixed),
        _ => View::Absent,
    }
}

/// Returns where the element of a tuple at an index goes; `None` for one after those that have a type of their own.
pub(super) fn position_slot(tuple: &mut dyn Record, index: usize) -> Option<Slot<'_>> {
    (index < fixed(tuple)).then(|| tuple.field_slot(index))
}

/// Returns how many elements have a type of their own: the tail, where there is one, comes last in the table.
pub(crate) fn fixed(tuple: &dyn Record) -> usize {
    let fields = tuple.meta().fields;
    fields.iter().position(|field| field.flags & flags::EXTRA != 0).unwrap_or(fields.len())
}

fn tail_len(tuple: &dyn Record, fixed: usize) -> usize {
    match tuple.field(fixed) {
        View::List(list) => list.len(),
        _ => 0,
    }
}

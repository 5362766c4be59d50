//! The properties of a value as they are sent: the one place that merges flattened fields, further properties and tags.

use std::collections::BTreeSet;

use super::{Argument, Record, UnionMeta, Value, View, flags};

/// A property that is sent.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    /// The wire name.
    pub name: &'a str,
    /// The value. [`View::Absent`] stands for null.
    pub view: View<'a>,
    /// What holds for the field, from [`flags`]; none for an entry of a map.
    pub flags: u8,
}

/// Calls `visit` with each property of a record, map, union arm or JSON object, until it returns false, and returns whether it never
/// did. Optional fields that are absent are left out, and no name comes twice.
pub fn entries<'a>(view: View<'a>, visit: &mut dyn FnMut(Entry<'a>) -> bool) -> bool {
    match view {
        View::Record(record) => record_entries(record, visit),
        View::Map(map) => {
            let mut going = true;
            map.each(&mut |name, view| {
                going = visit(Entry { name, view, flags: 0 });
                going
            });
            going
        }
        View::Any(Value::Object(object)) => object.iter().all(|(name, value)| visit(Entry { name, view: View::Any(value), flags: 0 })),
        View::Tagged { tag, value, union, arm } => tagged_entries(Tag { tag, value, union }, arm, visit),
        _ => true,
    }
}

/// Returns whether a view has properties.
pub(crate) fn is_object(view: View<'_>) -> bool {
    match view {
        View::Record(_) | View::Map(_) | View::Any(Value::Object(_)) => true,
        View::Tagged { arm, .. } => is_object(arm.view()),
        _ => false,
    }
}

fn record_entries<'a>(record: &'a dyn Record, visit: &mut dyn FnMut(Entry<'a>) -> bool) -> bool {
    let fields = record.meta().fields;
    let mut all = 0;
    for (index, field) in fields.iter().enumerate() {
        all |= field.flags;
        if field.flags & (flags::EXTRA | flags::FLATTEN) != 0 {
            continue;
        }
        let view = record.field(index);
        if matches!(view, View::Absent) && field.flags & flags::REQUIRED == 0 {
            continue;
        }
        if !visit(Entry { name: field.wire, view, flags: field.flags }) {
            return false;
        }
    }
    all & (flags::EXTRA | flags::FLATTEN) == 0 || spread_entries(record, visit)
}

/// Visits flattened fields, then the further properties; a declared name hides both.
fn spread_entries<'a>(record: &'a dyn Record, visit: &mut dyn FnMut(Entry<'a>) -> bool) -> bool {
    let fields = record.meta().fields;
    let declared = |flags: u8| flags & (flags::EXTRA | flags::FLATTEN) == 0;
    let mut taken: BTreeSet<&'a str> = fields.iter().filter(|it| declared(it.flags)).map(|it| it.wire).collect();
    for flag in [flags::FLATTEN, flags::EXTRA] {
        for (index, _) in fields.iter().enumerate().filter(|(_, it)| it.flags & flag != 0) {
            let going = entries(record.field(index), &mut |entry| !taken.insert(entry.name) || visit(entry));
            if !going {
                return false;
            }
        }
    }
    true
}

#[derive(Clone, Copy)]
struct Tag {
    tag: &'static str,
    value: &'static str,
    union: &'static UnionMeta,
}

impl Tag {
    fn arm(&self) -> Option<usize> {
        self.union.arms.iter().position(|arm| arm.tags.contains(&self.value))
    }

    /// Returns whether the arm may have another value than the first.
    fn is_open(&self) -> bool {
        self.arm().is_some_and(|arm| self.union.arms[arm].tags.len() > 1 || self.union.fallback == Some(arm))
    }

    /// Returns whether the arm is the one that a value is read into.
    fn stands_for(&self, own: &str) -> bool {
        let named = self.union.arms.iter().position(|arm| arm.tags.contains(&own));
        named.or(self.union.fallback.filter(|_| !own.is_empty())) == self.arm()
    }
}

/// Visits the tag, then the arm without it. Of nested unions on one tag the inner one knows the value best.
fn tagged_entries<'a>(tag: Tag, arm: &'a dyn Argument, visit: &mut dyn FnMut(Entry<'a>) -> bool) -> bool {
    let view = arm.view();
    if matches!(view, View::Tagged { tag: inner, .. } if inner == tag.tag) {
        return entries(view, visit);
    }
    let mut value = tag.value;
    if tag.is_open() {
        entries(view, &mut |entry| {
            match entry.view {
                View::Str(own) if entry.name == tag.tag && tag.stands_for(own) => value = own,
                _ => {}
            }
            entry.name != tag.tag
        });
    }
    visit(Entry { name: tag.tag, view: View::Str(value), flags: flags::REQUIRED })
        && entries(view, &mut |entry| entry.name == tag.tag || visit(entry))
}

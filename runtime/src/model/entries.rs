//! The properties of a value as they are sent: the one place that merges flattened fields, further properties and tags.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Argument, ArmMeta, ListView, Record, UnionMeta, Value, View, flags};

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
        View::Tagged { tag, index, union, arm } => tagged_entries(Tag { tag, index, union }, arm, visit),
        View::Merged(arms) => merged_entries(arms, visit),
        _ => true,
    }
}

/// Returns whether a view has properties.
pub(crate) fn is_object(view: View<'_>) -> bool {
    match view {
        View::Record(_) | View::Map(_) | View::Any(Value::Object(_)) | View::Merged(_) => true,
        View::Tagged { arm, .. } => is_object(arm.view()),
        _ => false,
    }
}

/// Returns whether a flattened field, or an arm of a union, has taken a property. The fields of the outermost record itself do not count.
pub(crate) fn takes(view: View<'_>, key: &str, outermost: bool) -> bool {
    match view {
        View::Record(record) => record.meta().fields.iter().enumerate().any(|(index, field)| {
            if field.flags & flags::FLATTEN != 0 {
                takes(record.field(index), key, false)
            } else {
                !outermost && (field.flags & flags::EXTRA != 0 || field.wire == key)
            }
        }),
        View::Map(_) | View::Any(_) => true,
        View::Tagged { tag, arm, .. } => tag == key || takes(arm.view(), key, false),
        View::Merged(arms) => (0..arms.len()).any(|arm| takes(arms.at(arm), key, false)),
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

/// Visits the properties of objects that are one: the first of each name.
fn merged_entries<'a>(arms: &'a dyn ListView, visit: &mut dyn FnMut(Entry<'a>) -> bool) -> bool {
    let mut taken = BTreeSet::new();
    (0..arms.len()).all(|arm| entries(arms.at(arm), &mut |entry| !taken.insert(entry.name) || visit(entry)))
}

#[derive(Clone, Copy)]
struct Tag {
    tag: &'static str,
    index: usize,
    union: &'static UnionMeta,
}

impl Tag {
    fn arm(self) -> &'static ArmMeta {
        &self.union.arms[self.index]
    }

    /// Returns whether the arm may have another value than the first, or the same in another form.
    fn is_open(self) -> bool {
        let arm = self.arm();
        arm.tags.len() > 1 || arm.is_bare || self.is_fallback()
    }

    /// Returns whether the arm is one that an object with this value is read into.
    ///
    /// An empty text in a required field is what a new value begins with: it stands for nothing yet.
    fn keeps(self, own: &Entry<'_>) -> bool {
        match tag_text(own.view) {
            Some(text) if text.is_empty() && own.flags & flags::REQUIRED != 0 => self.arm().has(&text),
            Some(text) => self.arm().has(&text) || (self.is_fallback() && self.union.arm(&text).is_none()),
            // Only a scalar can stand for another arm.
            None => self.is_fallback() && !matches!(own.view, View::Absent | View::Null),
        }
    }

    fn is_fallback(self) -> bool {
        self.union.fallback == Some(self.index)
    }

    /// Returns the first value that stands for the arm, as it is sent.
    fn view<'a>(self) -> View<'a> {
        let arm = self.arm();
        match (arm.is_bare, arm.tags.first().copied().unwrap_or_default()) {
            (false, text) => View::Str(text),
            (true, "true") => View::Bool(true),
            (true, "false") => View::Bool(false),
            (true, number) => View::Number(number),
        }
    }
}

/// Returns the text of a scalar, as the table of a union has it.
fn tag_text(view: View<'_>) -> Option<Cow<'_, str>> {
    Some(match view {
        View::Str(text) | View::Number(text) => text.into(),
        View::Any(Value::String(text)) => text.as_str().into(),
        View::Bool(value) => value.to_string().into(),
        View::Int(value) => value.to_string().into(),
        View::Uint(value) => value.to_string().into(),
        View::Float(value) => value.to_string().into(),
        View::Float32(value) => value.to_string().into(),
        View::Any(value @ (Value::Bool(_) | Value::Number(_))) => value.to_string().into(),
        _ => return None,
    })
}

/// Visits the tag, then the arm without it. Of nested unions on one tag the inner one knows the value best.
fn tagged_entries<'a>(tag: Tag, arm: &'a dyn Argument, visit: &mut dyn FnMut(Entry<'a>) -> bool) -> bool {
    let view = arm.view();
    if matches!(view, View::Tagged { tag: inner, .. } if inner == tag.tag) {
        return entries(view, visit);
    }
    let mut value = tag.view();
    if tag.is_open() {
        let is_whole = entries(view, &mut |entry| {
            if entry.name == tag.tag && tag.keeps(&entry) {
                value = entry.view;
            }
            entry.name != tag.tag
        });
        // An object without a tag is of the arm for other values, and stays without one.
        if is_whole && tag.is_fallback() {
            return entries(view, visit);
        }
    }
    visit(Entry { name: tag.tag, view: value, flags: flags::REQUIRED }) && entries(view, &mut |entry| entry.name == tag.tag || visit(entry))
}

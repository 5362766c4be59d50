//! `Debug` and `PartialEq` of records.

use std::fmt;

use super::{Record, View, flags};

/// Writes a record for `Debug`: the fields that are there, by wire name. Secrets are not shown.
///
/// # Errors
///
/// Returns the error of the formatter.
pub fn debug(record: &dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let meta = record.meta();
    let mut out = f.debug_struct(meta.name);
    for (index, field) in meta.fields.iter().enumerate() {
        let view = record.field(index);
        let name = match field.flags {
            flags if flags & flags::EXTRA != 0 => "(others)",
            flags if flags & flags::FLATTEN != 0 => "(flattened)",
            _ => field.wire,
        };
        match view {
            View::Absent => {}
            _ if field.flags & flags::SECRET != 0 => drop(out.field(name, &format_args!("[redacted]"))),
            view => drop(out.field(name, &Shown(view))),
        }
    }
    out.finish()
}

/// A view that is shown by `Debug`.
pub(crate) struct Shown<'a>(pub(crate) View<'a>);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            View::Absent => f.write_str("absent"),
            View::Null => f.write_str("null"),
            View::Bool(value) => fmt::Debug::fmt(&value, f),
            View::Int(value) => fmt::Debug::fmt(&value, f),
            View::Uint(value) => fmt::Debug::fmt(&value, f),
            View::Float(value) => fmt::Debug::fmt(&value, f),
            View::Float32(value) => fmt::Debug::fmt(&value, f),
            View::Number(text) => f.write_str(text),
            View::Str(text) => fmt::Debug::fmt(text, f),
            View::Text(text) => write!(f, "{text}"),
            View::Written(value) if value.is_secret() => f.write_str("[redacted]"),
            View::Written(value) => f.write_str(&value.text()),
            View::Bytes(bytes) => write!(f, "[{} bytes]", bytes.len()),
            View::File(file) => fmt::Debug::fmt(file, f),
            View::Any(value) => write!(f, "{value}"),
            View::List(list) => f.debug_list().entries((0..list.len()).map(|index| Shown(list.at(index)))).finish(),
            View::Map(map) => {
                let mut out = f.debug_map();
                map.each(&mut |key, value| {
                    out.entry(&key, &Shown(value));
                    true
                });
                out.finish()
            }
            View::Record(record) => debug(record, f),
            View::Tagged { arm, .. } => fmt::Debug::fmt(&Shown(arm.view()), f),
            View::Merged(arms) => f.debug_list().entries((0..arms.len()).map(|arm| Shown(arms.at(arm)))).finish(),
        }
    }
}

/// Returns whether two records are of one type and hold the same.
pub fn equal(a: &dyn Record, b: &dyn Record) -> bool {
    a.ty() == b.ty() && (0..a.meta().fields.len()).all(|index| same(a.field(index), b.field(index)))
}

fn same(a: View<'_>, b: View<'_>) -> bool {
    match (a, b) {
        (View::Absent, View::Absent) | (View::Null, View::Null) => true,
        (View::Bool(a), View::Bool(b)) => a == b,
        (View::Int(a), View::Int(b)) => a == b,
        (View::Uint(a), View::Uint(b)) => a == b,
        (View::Float(a), View::Float(b)) => a == b,
        (View::Float32(a), View::Float32(b)) => a == b,
        (View::Number(a), View::Number(b)) => a == b || crate::scalar::Decimal::same(a, b),
        (View::Str(a), View::Str(b)) => a == b,
        (View::Text(a), View::Text(b)) => a.to_string() == b.to_string(),
        (View::Written(a), View::Written(b)) => a.text() == b.text(),
        (View::Bytes(a), View::Bytes(b)) => a == b,
        (View::File(a), View::File(b)) => a == b,
        (View::Any(a), View::Any(b)) => a == b,
        (View::List(a), View::List(b)) | (View::Merged(a), View::Merged(b)) => {
            a.len() == b.len() && (0..a.len()).all(|index| same(a.at(index), b.at(index)))
        }
        (View::Map(_), View::Map(_)) => same_entries(a, b),
        (View::Record(a), View::Record(b)) => equal(a, b),
        (View::Tagged { index, arm, .. }, View::Tagged { index: other_index, arm: other, .. }) => {
            index == other_index && same(arm.view(), other.view())
        }
        _ => false,
    }
}

fn same_entries(a: View<'_>, b: View<'_>) -> bool {
    let mut left = Vec::new();
    let mut right = Vec::new();
    super::entries(a, &mut |entry| {
        left.push((entry.name, entry.view));
        true
    });
    super::entries(b, &mut |entry| {
        right.push((entry.name, entry.view));
        true
    });
    left.len() == right.len() && left.iter().zip(&right).all(|(a, b)| a.0 == b.0 && same(a.1, b.1))
}

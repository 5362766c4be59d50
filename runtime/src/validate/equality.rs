//! Equality of JSON values (JSON Schema 2020-12 core, section 4.2.2): numbers by their value, objects without their order.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::number::Number;
use super::walk::number_text;
use crate::model::{Value, View, entries, flags, is_object};

/// Writes a value in a form that equal values share.
pub(super) fn write(view: View<'_>, out: &mut String) {
    if let Some(text) = number_text(view) {
        let number = Number::read(&text).map_or(text, |number| number.canonical());
        // Writing to a `String` cannot fail.
        let _ = write!(out, "n{number};");
        return;
    }
    match view {
        View::Absent | View::Null | View::Any(Value::Null) => out.push('0'),
        View::Bool(value) | View::Any(&Value::Bool(value)) => out.push(if value { 't' } else { 'f' }),
        View::List(list) => list_of((0..list.len()).map(|index| list.at(index)), out),
        View::Any(Value::Array(list)) => list_of(list.iter().map(View::Any), out),
        // A file is the same as no other.
        View::File(file) => text(&format!("{:p}", std::ptr::from_ref(file)), out),
        view if is_object(view) => object(view, out),
        View::Tagged { arm, .. } => write(arm.view(), out),
        view => text(&super::walk::string_text(view).unwrap_or_default(), out),
    }
}

fn list_of<'a>(items: impl Iterator<Item = View<'a>>, out: &mut String) {
    out.push('[');
    items.for_each(|item| write(item, out));
    out.push(']');
}

fn object(view: View<'_>, out: &mut String) {
    let mut sorted = BTreeMap::new();
    entries(view, &mut |entry| {
        if entry.flags & flags::READ_ONLY == 0 {
            let mut value = String::new();
            write(entry.view, &mut value);
            sorted.insert(entry.name.to_owned(), value);
        }
        true
    });
    out.push('{');
    for (name, value) in sorted {
        text(&name, out);
        out.push_str(&value);
    }
    out.push('}');
}

/// The length goes first, so that no text can look like the end of another.
fn text(text: &str, out: &mut String) {
    let _ = write!(out, "s{}:{text}", text.len());
}

//! Walks a value and its rules side by side.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::equality;
use super::number::Number;
use super::table::{Arm, Kind, Node, Parts, Rule, Table};
use super::violation::Violations;
use crate::model::{Record, Value, View, entries, flags, is_object};

/// Adds every violation of a value.
pub(super) fn walk(table: &'static Table, node: u32, view: View<'_>, found: &mut Violations) {
    // Null is a value of no rule's kind, and what is absent has none.
    if matches!(view, View::Absent | View::Null | View::Any(Value::Null)) {
        return;
    }
    let mut next = table.node(node);
    while let Some(node) = next {
        check(table, node, view, found);
        next = table.node(node.also);
    }
}

fn check(table: &'static Table, node: &'static Node, view: View<'_>, found: &mut Violations) {
    rules(table, node.rules, view, found);
    match node.parts {
        Parts::None => {}
        Parts::Items(item) => {
            for index in 0..list_len(view).unwrap_or_default() {
                let Some(element) = list_at(view, index) else { continue };
                found.within(&index.to_string(), |found| walk(table, item, element, found));
            }
        }
        Parts::Elements(own, rest) => {
            for index in 0..list_len(view).unwrap_or_default() {
                let node = own.iter().find(|(at, _)| *at as usize == index).map_or(rest, |(_, node)| *node);
                let Some(element) = list_at(view, index) else { continue };
                found.within(&index.to_string(), |found| walk(table, node, element, found));
            }
        }
        Parts::Values(value) => {
            entries(view, &mut |entry| {
                found.within(entry.name, |found| walk(table, value, entry.view, found));
                true
            });
        }
        Parts::Fields(fields) => match view {
            View::Record(record) => record_fields(table, fields, record, found),
            View::Tagged { arm, .. } => check(table, node, arm.view(), found),
            _ => {}
        },
        Parts::Arms(arms) => union_arm(table, arms, view, found),
    }
}

fn record_fields(table: &'static Table, fields: &'static [(u32, u32)], record: &dyn Record, found: &mut Violations) {
    let meta = record.meta();
    for (index, node) in fields {
        let Some(field) = meta.fields.get(*index as usize) else { continue };
        // What only the server sets is not sent.
        if field.flags & flags::READ_ONLY != 0 {
            continue;
        }
        let view = record.field(*index as usize);
        if field.flags & (flags::EXTRA | flags::FLATTEN) != 0 {
            walk(table, *node, view, found);
        } else {
            found.within(field.wire, |found| walk(table, *node, view, found));
        }
    }
}

/// A value is valid where it is valid as one of the arms that it can be; else the arm that it comes closest to is told of.
fn union_arm(table: &'static Table, arms: &'static [Arm], view: View<'_>, found: &mut Violations) {
    if let View::Tagged { index, arm, .. } = view {
        if let Some(own) = arms.get(index) {
            walk(table, own.node, arm.view(), found);
        }
        return;
    }
    if let View::Merged(list) = view {
        (0..list.len()).for_each(|arm| union_arm(table, arms, list.at(arm), found));
        return;
    }
    let mut closest: Option<Vec<_>> = None;
    for arm in arms.iter().filter(|arm| fits(arm.kind, view)) {
        let violations = found.aside(|found| walk(table, arm.node, view, found));
        if closest.as_ref().is_none_or(|known| violations.len() < known.len()) {
            closest = Some(violations);
        }
    }
    found.extend(closest.unwrap_or_default());
}

fn fits(kind: Kind, view: View<'_>) -> bool {
    match kind {
        Kind::Any => true,
        Kind::Bool => matches!(view, View::Bool(_) | View::Any(Value::Bool(_))),
        Kind::Number => number_text(view).is_some(),
        Kind::Text => string_text(view).is_some(),
        Kind::List => list_len(view).is_some(),
        Kind::Map => matches!(view, View::Map(_) | View::Any(Value::Object(_))),
        Kind::Record(name) => matches!(view, View::Record(record) if record.meta().name == name),
    }
}

fn rules(table: &'static Table, rules: &'static [Rule], view: View<'_>, found: &mut Violations) {
    for rule in rules {
        match *rule {
            Rule::MinLength(limit) => at_least(length(view), limit, "minLength", found),
            Rule::MaxLength(limit) => at_most(length(view), limit, "maxLength", found),
            Rule::MinItems(limit) => at_least(list_len(view), limit, "minItems", found),
            Rule::MaxItems(limit) => at_most(list_len(view), limit, "maxItems", found),
            Rule::MinProperties(limit) => at_least(properties(view), limit, "minProperties", found),
            Rule::MaxProperties(limit) => at_most(properties(view), limit, "maxProperties", found),
            Rule::Pattern(index) => pattern(table, index, view, found),
            Rule::Minimum(limit) => number(view, limit, "minimum", found, |value, limit| value.compare(limit) != Ordering::Less),
            Rule::Maximum(limit) => number(view, limit, "maximum", found, |value, limit| value.compare(limit) != Ordering::Greater),
            Rule::ExclusiveMinimum(limit) => {
                number(view, limit, "exclusiveMinimum", found, |value, limit| value.compare(limit) == Ordering::Greater);
            }
            Rule::ExclusiveMaximum(limit) => {
                number(view, limit, "exclusiveMaximum", found, |value, limit| value.compare(limit) == Ordering::Less);
            }
            Rule::MultipleOf(step) => number(view, step, "multipleOf", found, Number::is_multiple_of),
            Rule::UniqueItems => unique(view, found),
        }
    }
}

fn at_least(count: Option<usize>, limit: u64, keyword: &'static str, found: &mut Violations) {
    if count.is_some_and(|count| (count as u64) < limit) {
        found.add(keyword, limit.to_string(), false);
    }
}

fn at_most(count: Option<usize>, limit: u64, keyword: &'static str, found: &mut Violations) {
    if count.is_some_and(|count| count as u64 > limit) {
        found.add(keyword, limit.to_string(), false);
    }
}

fn number(view: View<'_>, limit: &'static str, keyword: &'static str, found: &mut Violations, holds: fn(&Number, &Number) -> bool) {
    let value = number_text(view).and_then(|text| Number::read(&text));
    if let (Some(value), Some(bound)) = (value, Number::read(limit))
        && !holds(&value, &bound)
    {
        found.add(keyword, limit.to_owned(), false);
    }
}

fn pattern(table: &'static Table, index: u32, view: View<'_>, found: &mut Violations) {
    let (Some(pattern), Some(text)) = (table.patterns.get(index as usize), string_text(view)) else { return };
    match pattern.is_match(&text) {
        Some(true) => {}
        Some(false) => found.add("pattern", pattern.as_str().to_owned(), false),
        None => found.add("pattern", pattern.as_str().to_owned(), true),
    }
}

fn unique(view: View<'_>, found: &mut Violations) {
    let mut seen = BTreeSet::new();
    for element in (0..list_len(view).unwrap_or_default()).filter_map(|index| list_at(view, index)) {
        let mut text = String::new();
        equality::write(element, &mut text);
        if !seen.insert(text) {
            found.add("uniqueItems", "true".to_owned(), false);
            return;
        }
    }
}

/// The length of a string is the number of its characters (JSON Schema 2020-12 validation, section 6.3.1): Unicode code points.
fn length(view: View<'_>) -> Option<usize> {
    string_text(view).map(|text| text.chars().count())
}

fn properties(view: View<'_>) -> Option<usize> {
    let mut count = 0;
    is_object(view).then(|| {
        entries(view, &mut |entry| {
            count += usize::from(entry.flags & flags::READ_ONLY == 0);
            true
        });
    })?;
    Some(count)
}

fn list_len(view: View<'_>) -> Option<usize> {
    match view {
        View::List(list) => Some(list.len()),
        View::Any(Value::Array(list)) => Some(list.len()),
        View::Tagged { arm, .. } if !is_object(view) => list_len(arm.view()),
        _ => None,
    }
}

fn list_at(view: View<'_>, index: usize) -> Option<View<'_>> {
    match view {
        View::List(list) => Some(list.at(index)),
        View::Any(Value::Array(list)) => list.get(index).map(View::Any),
        View::Tagged { arm, .. } if !is_object(view) => list_at(arm.view(), index),
        _ => None,
    }
}

/// Returns a string as it is sent; `None` for what is none.
pub(super) fn string_text(view: View<'_>) -> Option<Cow<'_, str>> {
    Some(match view {
        View::Str(text) => text.into(),
        View::Any(Value::String(text)) => text.as_str().into(),
        View::Text(text) => text.to_string().into(),
        View::Written(value) => value.text().into(),
        View::Bytes(bytes) => crate::scalar::base64::encode(bytes).into(),
        View::Tagged { arm, .. } if !is_object(view) => return string_text(arm.view()),
        _ => return None,
    })
}

/// Returns a number as it is sent; `None` for what is none.
pub(super) fn number_text(view: View<'_>) -> Option<String> {
    Some(match view {
        View::Int(value) => value.to_string(),
        View::Uint(value) => value.to_string(),
        View::Float(value) if value.is_finite() => value.to_string(),
        View::Float32(value) if value.is_finite() => value.to_string(),
        View::Number(text) => text.to_owned(),
        View::Any(Value::Number(number)) => number.to_string(),
        View::Tagged { arm, .. } if !is_object(view) => return number_text(arm.view()),
        _ => return None,
    })
}

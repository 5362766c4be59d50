//! Scans a TOML configuration for locations. The location of a value is its key; the location of an element of a list is the element.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Key, Scan, clamp};

pub(super) fn scan(text: &str, scan: &mut Scan<'_>) {
    let Ok(table) = DeTable::parse(text) else { return };
    scan.open(None, table.span());
    members(table.get_ref(), scan);
    scan.close();
}

fn members(table: &DeTable<'_>, scan: &mut Scan<'_>) {
    for (name, value) in table {
        let key = key(name);
        scan.open(Some(key), value.span());
        within(value.get_ref(), scan);
        scan.close();
    }
}

fn key(name: &Spanned<Cow<'_, str>>) -> Key {
    let Range { start, end } = name.span();
    Key { at: clamp(start)..clamp(end), decoded: Some(name.get_ref().as_ref().into()) }
}

fn within(value: &DeValue<'_>, scan: &mut Scan<'_>) {
    match value {
        DeValue::Table(table) => members(table, scan),
        DeValue::Array(elements) => {
            for element in elements.iter() {
                scan.open(None, element.span());
                within(element.get_ref(), scan);
                scan.close();
            }
        }
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
    }
}

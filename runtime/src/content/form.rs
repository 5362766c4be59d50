//! Reads `application/x-www-form-urlencoded` (URL standard, section 5.1), with the conventions for what a form has no words for: a list is a
//! name that is repeated, or has brackets (`a[]`, `a[0]`); an object has its keys in brackets (`a[b]`), or is JSON text.

use std::collections::BTreeMap;

use crate::decode::DecodeError;
use crate::model::Slot;
use crate::operation::Param;
use crate::tree::{Element, fill_form};

/// How many brackets a name may have; further ones are part of the last key.
const MAX_DEPTH: usize = 32;

/// A value, or what is under a name with brackets.
#[derive(Default)]
struct Node {
    texts: Vec<String>,
    /// The keys in the order in which they came.
    keys: Vec<(String, Node)>,
    places: BTreeMap<String, usize>,
}

/// Fills a slot from a form.
///
/// # Errors
///
/// Returns an error for a field that is missing or is not of its type, and for percent-encoded bytes that are not UTF-8.
pub(crate) fn fill(text: &str, encodings: &[Param], slot: Slot<'_>) -> Result<(), DecodeError> {
    let mut root = Node::default();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (component(name)?, component(value)?);
        let node = path(&name).into_iter().fold(&mut root, Node::under);
        match encodings.iter().find(|it| it.name == name).and_then(delimiter) {
            Some(delimiter) => node.texts.extend(value.split(delimiter).map(str::to_owned)),
            None => node.texts.push(value),
        }
    }
    let mut form = Element::default();
    for (name, node) in root.keys {
        node.elements(&name, &mut form.children);
    }
    fill_form(&form, slot)
}

/// Decodes a name or a value.
fn component(text: &str) -> Result<String, DecodeError> {
    String::from_utf8(crate::url::decode_bytes(text)).map_err(|_| DecodeError::new("", "a form in UTF-8", "other bytes"))
}

/// Returns what stands between the elements of a list that has one name.
fn delimiter(param: &Param) -> Option<char> {
    (!param.explode && param.content_type.is_empty()).then(|| param.style.delimiter())
}

/// Splits `a[b][c]` into its keys. A name whose brackets do not close is one key.
fn path(name: &str) -> Vec<&str> {
    let Some((first, mut rest)) = name.split_once('[').filter(|(first, rest)| !first.is_empty() && rest.ends_with(']')) else {
        return vec![name];
    };
    let mut keys = vec![first];
    while let Some((key, after)) = rest.split_once("][").filter(|_| keys.len() < MAX_DEPTH) {
        keys.push(key);
        rest = after;
    }
    keys.push(&rest[..rest.len() - 1]);
    keys
}

impl Node {
    fn under(&mut self, key: &str) -> &mut Self {
        let next = self.keys.len();
        let place = *self.places.entry(key.to_owned()).or_insert(next);
        if place == next {
            self.keys.push((key.to_owned(), Self::default()));
        }
        &mut self.keys[place].1
    }

    /// Returns whether the keys are the indices of a list.
    fn is_list(&self) -> bool {
        let is_index = |(at, (key, _)): (usize, &(String, Self))| key.is_empty() || key.parse() == Ok(at);
        self.keys.iter().enumerate().all(is_index)
    }

    /// Adds the elements of a name: the items of a list are elements of the same name.
    fn elements(self, name: &str, out: &mut Vec<Element>) {
        let is_list = self.is_list();
        out.extend(self.texts.into_iter().map(|text| Element { local: name.to_owned(), text, ..Element::default() }));
        if is_list {
            self.keys.into_iter().for_each(|(_, node)| node.elements(name, out));
            return;
        }
        let mut object = Element { local: name.to_owned(), ..Element::default() };
        self.keys.into_iter().for_each(|(key, node)| node.elements(&key, &mut object.children));
        out.push(object);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::model::Model;
    use crate::operation::ParamStyle;

    #[derive(Clone)]
    struct Order {
        id: i64,
        paid: Option<bool>,
        tags: Vec<String>,
        codes: Vec<i64>,
        ship: Option<Ship>,
        lines: Vec<Ship>,
        rest: std::collections::BTreeMap<String, Value>,
    }

    crate::record!(Order {
        0 "id" id REQUIRED,
        1 "paid" paid OPTIONAL,
        2 "tags" tags OPTIONAL,
        3 "codes" codes OPTIONAL,
        4 "ship" ship OPTIONAL,
        5 "lines" lines OPTIONAL,
        6 "" rest EXTRA,
    });

    #[derive(Clone)]
    struct Ship {
        city: String,
        zip: Option<i64>,
    }

    crate::record!(Ship { 0 "city" city REQUIRED, 1 "zip" zip OPTIONAL });

    #[track_caller]
    fn check(text: &str, expected: &Value) {
        let mut order = Order::blank();
        let encodings = [Param::field("codes").style(ParamStyle::PipeDelimited, false)];
        let read = fill(text, &encodings, order.slot());
        assert_eq!(read.map_err(|error| error.to_string()), Ok(()), "{text}");
        let written = crate::json::to_vec(order.view()).expect("it can be written");
        let mut written: Value = serde_json::from_slice(&written).expect("it is JSON");
        if let Value::Object(object) = &mut written {
            object.retain(|_, value| value != &json!([]));
        }
        assert_eq!(&written, expected, "{text}");
    }

    #[test]
    fn fields_are_read_as_their_types() {
        check("id=7&paid=true&extra=a+b%26", &json!({"id": 7, "paid": true, "extra": "a b&"}));
        check("&id=7&&paid=&", &json!({"id": 7}));
    }

    #[test]
    fn lists_are_repeated_indexed_or_delimited() {
        let expected = json!({"id": 7, "tags": ["a", "b"]});
        for text in ["id=7&tags=a&tags=b", "id=7&tags[]=a&tags[]=b", "id=7&tags%5B0%5D=a&tags%5B1%5D=b", "id=7&tags=[\"a\",\"b\"]"] {
            check(text, &expected);
        }
        check("id=7&codes=1|2%7C3", &json!({"id": 7, "codes": [1, 2, 3]}));
    }

    #[test]
    fn objects_have_brackets_or_are_json() {
        check("id=7&ship[city]=Bern&ship[zip]=3000", &json!({"id": 7, "ship": {"city": "Bern", "zip": 3000}}));
        check("id=7&ship={\"city\":\"Bern\"}", &json!({"id": 7, "ship": {"city": "Bern"}}));
        let lines = json!({"id": 7, "lines": [{"city": "A", "zip": 1}, {"city": "B"}]});
        check("id=7&lines[0][city]=A&lines[0][zip]=1&lines[1][city]=B", &lines);
        check("id=7&lines={\"city\":\"A\",\"zip\":1}&lines={\"city\":\"B\"}", &lines);
    }

    #[test]
    fn what_does_not_fit_is_named() {
        for (text, pointer) in
            [("paid=true", "/id"), ("id=x", "/id"), ("id=7&ship[zip]=1", "/ship/city"), ("id=7&ship={\"zip\":1}", "/ship")]
        {
            let mut order = Order::blank();
            let error = fill(text, &[], order.slot()).expect_err("it does not fit");
            assert!(error.pointer().starts_with(pointer), "{text}: {error}");
        }
        assert!(fill("id=%ff", &[], Order::blank().slot()).is_err());
    }

    #[test]
    fn many_brackets_and_names_take_linear_time() {
        let deep = format!("id=7&a{}=1", "[b]".repeat(100_000));
        let wide: String = (0..100_000).map(|index| format!("&n{index}=1")).collect();
        for text in [deep, format!("id=7{wide}"), format!("id=7&{}", "[".repeat(100_000))] {
            assert!(fill(&text, &[], Order::blank().slot()).is_ok());
        }
    }
}

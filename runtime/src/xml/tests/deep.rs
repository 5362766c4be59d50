//! How much is read of deep unions.

use std::collections::BTreeMap;

use super::super::{from_slice, parse};
use crate::model::{Model, Value};
use crate::tree::{Reader, UNDECLARED};

/// A union in itself through properties, lists, maps and another union.
#[derive(Clone, Debug, PartialEq)]
enum Tree {
    Left(Box<Left>),
    Right(Box<Right>),
    Both(Box<Both>),
    Unknown(Value),
}

crate::untagged_union!(Tree { 0 Left, 1 Right, 2 Both; Unknown });

#[derive(Clone, Debug, PartialEq)]
enum Other {
    Left(Box<Left>),
    Named(BTreeMap<String, Tree>),
    Unknown(Value),
}

crate::untagged_union!(Other { 0 Left, 1 Named; Unknown });

#[derive(Clone)]
struct Left {
    next: Tree,
    value: i32,
}

#[derive(Clone)]
struct Right {
    next: Vec<Tree>,
    text: String,
}

#[derive(Clone)]
struct Both {
    next: Option<Other>,
    any: Value,
}

crate::record!(Left { 0 "next" next REQUIRED, 1 "value" value REQUIRED });
crate::record!(Right { 0 "next" next REQUIRED, 1 "text" text REQUIRED });
crate::record!(Both { 0 "next" next OPTIONAL, 1 "any" any REQUIRED });

/// A record whose flattened part declares the same property, so that what is read doubles at each level.
#[derive(Clone)]
struct Twice {
    next: Option<Box<Twice>>,
    again: Again,
}

#[derive(Clone)]
struct Again {
    next: Option<Box<Twice>>,
}

crate::record!(Twice { 0 "next" next OPTIONAL, 1 "" again FLATTEN });
crate::record!(Again { 0 "next" next OPTIONAL });

#[test]
fn what_several_fields_take_at_each_level_is_read_a_bounded_number_of_times() {
    let nested = |depth: usize| format!("<r>{}{}</r>", "<next>".repeat(depth), "</next>".repeat(depth));
    let small: Twice = from_slice(nested(3).as_bytes(), &UNDECLARED).expect("it is small");
    assert_eq!(small.again.next, small.next);
    let root = parse::parse(nested(100).as_bytes()).expect("it is XML");
    let reader = Reader::new(&UNDECLARED, &root);
    let error = reader.root(&root, Twice::blank().slot()).expect_err("it would be read 2^100 times");
    assert_eq!(error.expected(), "elements that fewer fields take at once");
    assert!(reader.steps() < 65 * root.count() + (1 << 12) + 200, "{}", reader.steps());
}

fn is_linear(before: &str, inner: &str, after: &str, most: f64) {
    let ratio = |depth| {
        let xml = format!("<root>{}{inner}{}</root>", before.repeat(depth), after.repeat(depth));
        let root = parse::parse(xml.as_bytes()).expect("it is XML");
        let reader = Reader::new(&UNDECLARED, &root);
        let mut value = Tree::blank();
        reader.root(&root, value.slot()).expect("a union takes all");
        let read: Tree = from_slice(xml.as_bytes(), &UNDECLARED).expect("a union takes all");
        assert_eq!(value, read);
        reader.steps() as f64 / root.count() as f64
    };
    let (shallow, deep) = (ratio(15), ratio(60));
    assert!(deep <= most && deep <= shallow * 1.1, "{before}{inner}{after}: {shallow:.1} and {deep:.1} times the elements");
}

#[test]
fn deep_unions_are_read_in_linear_time() {
    is_linear("<next>", "<value>1</value>", "</next>", 12.0);
    is_linear("<next>", "<value>1</value>", "</next><value>1</value>", 12.0);
    is_linear("<next>", "<text>1</text>", "</next><text>1</text>", 12.0);
    is_linear("<next>", "<value>x</value>", "</next><value>x</value>", 12.0);
    is_linear("<next>", "<any>x</any>", "</next><any/>", 12.0);
    is_linear("<other>", "<any>x</any>", "</other><any/>", 12.0);
}

#[test]
fn what_was_only_tried_is_read_when_it_is_chosen() {
    let text = |value: Tree| String::from_utf8(crate::json::to_vec(value.view()).expect("it can be written")).expect("JSON is UTF-8");
    let read = |xml: &str| text(from_slice::<Tree>(xml.as_bytes(), &UNDECLARED).expect("a union takes all"));
    assert_eq!(
        read("<r><next><next><value>1</value></next><text>a</text></next><text>b</text></r>"),
        r#"{"next":[{"next":[{"value":"1"}],"text":"a"}],"text":"b"}"#,
    );
    assert_eq!(read("<r><any><x>1</x></any><y>2</y></r>"), r#"{"any":{"x":"1"}}"#);
}

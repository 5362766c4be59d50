//! What deep and overlapping unions are read as, and how much of the text is read for it.

use std::collections::BTreeMap;

use super::super::decode::Decoder;
use super::super::locate;
use super::{Call, Dice, Mail, Status, from_slice};
use crate::model::{Model, Nullable, Value};
use crate::scalar::Decimal;

/// A union in itself through properties, lists, maps and another union, with arms that overlap.
#[derive(Clone, Debug, PartialEq)]
enum Tree {
    Leaf(Box<Leaf>),
    Pair(Box<Pair>),
    Many(Vec<Tree>),
    Named(BTreeMap<String, Tree>),
    Wrapped(Box<Wrapped>),
    Count(i64),
    Share(f64),
    Status(Status),
    Unknown(Value),
}

crate::untagged_union!(Tree { 0 Leaf, 1 Pair, 2 Many, 3 Named, 4 Wrapped, 5 Count, 6 Share, 7 Status; Unknown });

#[derive(Clone)]
struct Leaf {
    a: Option<Tree>,
    value: i32,
    status: Status,
}

crate::record!(Leaf { 0 "a" a OPTIONAL, 1 "value" value REQUIRED, 2 "status" status OPTIONAL });

#[derive(Clone)]
struct Pair {
    a: Tree,
    b: Nullable<Tree>,
    more: Option<Other>,
    extra: BTreeMap<String, Value>,
}

crate::record!(Pair { 0 "a" a REQUIRED, 1 "b" b REQUIRED, 2 "more" more OPTIONAL, 3 "" extra EXTRA | UNDECLARED });

/// Another union over the same arms, in another order.
#[derive(Clone, Debug, PartialEq)]
enum Other {
    Wrapped(Box<Wrapped>),
    Tree(Box<Tree>),
    Event(Box<Event>),
    Any(Value),
    Unknown(Value),
}

crate::untagged_union!(Other { 0 Wrapped, 1 Tree, 2 Event, 3 Any; Unknown });

/// A record with flattened parts: an optional one, a union, and a map.
#[derive(Clone)]
struct Wrapped {
    tags: Option<Other>,
    part: Option<Part>,
    event: Choice,
    rest: BTreeMap<String, Tree>,
}

crate::record!(Wrapped { 0 "tags" tags OPTIONAL, 1 "" part FLATTEN, 2 "" event FLATTEN, 3 "" rest EXTRA });

#[derive(Clone)]
struct Part {
    value: i64,
    more: Other,
    inner: Option<Inner>,
}

crate::record!(Part { 0 "value" value REQUIRED, 1 "more" more REQUIRED, 2 "" inner FLATTEN });

#[derive(Clone)]
struct Inner {
    status: Status,
    price: Decimal,
}

crate::record!(Inner { 0 "status" status REQUIRED, 1 "price" price OPTIONAL });

#[derive(Clone, Debug, PartialEq)]
enum Choice {
    Inner(Inner),
    Leaf(Box<Leaf>),
    Event(Box<Event>),
    Unknown(Value),
}

crate::untagged_union!(Choice { 0 Inner, 1 Leaf, 2 Event; Unknown });

/// A tagged union whose tag may be the last property.
#[derive(Clone, Debug, PartialEq)]
enum Event {
    Call(Call),
    Mail(Mail),
    Nested(Nesting),
    Pair(Box<Pair>),
    Unknown(Value),
}

crate::tagged_union!(Event by "type" { 0 Call "call", 1 Mail "mail", 2 Nested "nested", 3 Pair "tree"; Unknown });

#[derive(Clone)]
struct Nesting {
    a: Option<Box<Event>>,
    b: Vec<Other>,
}

crate::record!(Nesting { 0 "a" a OPTIONAL, 1 "b" b OPTIONAL });

/// A record that is flattened into itself by way of a property.
#[derive(Clone)]
struct Layer {
    a: Option<Box<Layer>>,
    part: Option<Content>,
    rest: Option<Inner>,
}

crate::record!(Layer { 0 "a" a OPTIONAL, 1 "" part FLATTEN, 2 "" rest FLATTEN });

#[derive(Clone)]
struct Content {
    b: Option<Box<Layer>>,
    more: Option<Other>,
    value: i32,
}

crate::record!(Content { 0 "b" b OPTIONAL, 1 "more" more OPTIONAL, 2 "value" value REQUIRED });

/// Writes a random value that often looks like one of the types above.
fn random(dice: &mut Dice, depth: usize, out: &mut String) {
    const KEYS: [&str; 12] = ["a", "b", "value", "more", "status", "type", "price", "seconds", "subject", "x", "\\u0061", "tags"];
    const SCALARS: [&str; 16] = [
        "1",
        "2",
        "-3",
        "2.5",
        "3.0",
        "1e400",
        "null",
        "true",
        "\"open\"",
        "\"closed\"",
        "\"lost\"",
        "\"call\"",
        "\"mail\"",
        "\"nested\"",
        "\"tree\"",
        "99999999999",
    ];
    match dice.below(if depth == 0 { 3 } else { 10 }) {
        0..3 => out.push_str(SCALARS[dice.below(SCALARS.len())]),
        3..5 => {
            out.push('[');
            for index in 0..dice.below(4) {
                out.push_str(if index > 0 { "," } else { " " });
                random(dice, depth - 1, out);
            }
            out.push(']');
        }
        _ => {
            out.push('{');
            for index in 0..dice.below(6) {
                out.push_str(if index > 0 { "," } else { "" });
                let key = KEYS[dice.below(KEYS.len())];
                out.push_str(&format!("\"{key}\": "));
                match key {
                    "value" | "seconds" if dice.below(3) > 0 => out.push('7'),
                    "status" | "type" | "subject" if dice.below(3) > 0 => out.push_str(SCALARS[8 + dice.below(7)]),
                    _ => random(dice, depth - 1, out),
                }
            }
            out.push('}');
        }
    }
}

/// What is read, strictly and tolerantly, with all that is reported; and how many bytes were read for it, those twice that were read twice.
fn read<T: Model + std::fmt::Debug>(text: &str, indexed: bool) -> (String, usize) {
    let run = |tolerant: bool| {
        let mut value = T::blank();
        let mut decoder = Decoder::new(text);
        decoder.reader.unindexed = !indexed;
        decoder.limit = usize::MAX;
        decoder.tolerant = tolerant;
        let result = decoder.root(value.slot()).map_err(|failure| locate::error(text, failure));
        let deviations = locate::deviations(text, std::mem::take(&mut decoder.noted));
        // What is left of a value that could not be read is nobody's.
        let read = result.map(|()| format!("{value:?} {deviations:?}"));
        (format!("{read:?}"), decoder.reader.work())
    };
    let ((strict, work), (tolerant, more)) = (run(false), run(true));
    (format!("{strict}\n{tolerant}"), work.max(more))
}

fn same<T: Model + std::fmt::Debug>(text: &str) {
    assert_eq!(read::<T>(text, true).0, read::<T>(text, false).0, "{text}");
}

/// Without the index every arm is tried with everything in it.
#[test]
fn the_index_does_not_change_which_arm_is_chosen() {
    let mut dice = Dice(11);
    for n in 0..2_000 {
        let mut text = String::new();
        random(&mut dice, 2 + n % 3, &mut text);
        same::<Tree>(&text);
        same::<Other>(&text);
        same::<Event>(&text);
        same::<Choice>(&text);
        same::<Wrapped>(&text);
        same::<Layer>(&text);
    }
}

/// Puts a text around another one again and again.
fn nested(before: &str, inner: &str, after: &str, depth: usize) -> String {
    format!("{}{inner}{}", before.repeat(depth), after.repeat(depth))
}

/// Asserts that the bytes read stay in proportion to the text, however deep it is.
fn is_linear<T: Model + std::fmt::Debug>(before: &str, inner: &str, after: &str, most: f64) {
    let ratio = |depth| {
        let text = nested(before, inner, after, depth);
        read::<T>(&text, true).1 as f64 / text.len() as f64
    };
    let (shallow, deep) = (ratio(15), ratio(60));
    assert!(deep <= most && deep <= shallow * 1.1, "{before}{inner}{after}: {shallow:.1} and {deep:.1} times the text");
}

#[test]
fn deep_unions_are_read_in_linear_time() {
    // Where the arms hold the same, where the last one fits, where the first one does with a doubt, and where none does.
    is_linear::<super::Chain>(r#"{"next":"#, "1", "}", 4.0);
    is_linear::<super::Chain>(r#"{"value":1,"next":"#, "1", "}", 4.0);
    is_linear::<super::Chain>(r#"{"next":"#, "null", r#","value":"x"}"#, 4.0);
    is_linear::<Tree>(r#"{"value":1,"a":"#, "1", "}", 12.0);
    is_linear::<Tree>(r#"{"value":1,"status":"lost","a":"#, "1", "}", 16.0);
    is_linear::<Tree>(r#"{"a":"#, "true", r#","b":null}"#, 12.0);
    is_linear::<Tree>(r#"{"b":2,"a":"#, r#"{"value":1e400}"#, r#","x":1}"#, 12.0);
    is_linear::<Tree>(r#"{"value":"x","a":"#, r#"{"value":1}"#, "}", 16.0);
    is_linear::<Tree>("[2.5,", "true", ",\"open\"]", 12.0);
    is_linear::<Tree>(r#"{"x":1,"y":"#, "true", "}", 16.0);
    is_linear::<Tree>(r#"[{"x":["#, "2", "]}]", 16.0);
}

#[test]
fn deep_unions_of_several_types_are_read_in_linear_time() {
    is_linear::<Other>(r#"{"more":"#, "1", r#","a":1,"b":2}"#, 16.0);
    is_linear::<Other>(r#"{"b":"#, r#"{"x":1}"#, r#","value":1}"#, 24.0);
    is_linear::<Other>(r#"{"type":"nested","b":["#, "true", "]}", 24.0);
}

#[test]
fn the_tag_may_be_the_last_property_at_every_level() {
    is_linear::<Event>(r#"{"a":"#, "null", r#","type":"nested"}"#, 4.0);
    is_linear::<Event>(r#"{"b":["#, r#"{"type":"call","seconds":1}"#, r#"],"type":"nested"}"#, 24.0);
    is_linear::<Other>(r#"{"b":["#, r#"{"type":"call","seconds":1}"#, r#"],"type":"nested"}"#, 24.0);
}

#[test]
fn deep_flattened_fields_are_read_in_linear_time() {
    is_linear::<Layer>(r#"{"a":"#, "null", r#","x":1}"#, 8.0);
    is_linear::<Layer>(r#"{"b":"#, "null", r#","value":1}"#, 8.0);
    is_linear::<Layer>(r#"{"b":"#, r#"{"more":{"a":1,"b":2},"value":1}"#, r#","value":1,"more":{"x":1}}"#, 16.0);
    is_linear::<Wrapped>(r#"{"value":1,"more":"#, "2", r#","status":"open"}"#, 24.0);
    is_linear::<Wrapped>(r#"{"tags":"#, "2", r#","status":"lost","x":1}"#, 24.0);
    is_linear::<super::flattened::Nested>(r#"{"next":"#, "null", r#","text":"t","last":true}"#, 6.0);
}

/// One level holds nearly everything.
#[test]
fn what_is_inside_is_passed_over_once_for_all_levels() {
    let long = format!("[{}1]", "1,".repeat(20_000));
    for (before, after) in [(r#"{"value":1,"status":"lost","a":"#, "}"), (r#"{"b":1,"a":"#, r#","x":{}}"#), ("[", "]"), (r#"{"x":"#, "}")] {
        let text = nested(before, &long, after, 60);
        let (_, work) = read::<Tree>(&text, true);
        assert!(work < 5 * text.len(), "{before}: {work} of {}", text.len());
    }
    let text = nested(r#"{"a":"#, r#"{"b":[["#, r#","type":"nested"}"#, 1).replace("[[", &format!("[{long}],\"type\":\"nested\"}}"));
    let (_, work) = read::<Event>(&text, true);
    assert!(work < 5 * text.len(), "{work} of {}", text.len());
}

macro_rules! wide {
    ($($arm:ident $index:literal $wire:literal),*) => {
        #[derive(Clone, Debug, PartialEq)]
        enum Wide {
            $($arm($arm),)*
            Unknown(Value),
        }

        crate::untagged_union!(Wide { $($index $arm),*; Unknown });

        $(
            #[derive(Clone)]
            struct $arm {
                own: Option<Box<Wide>>,
                kind: Status,
            }

            crate::record!($arm { 0 $wire own REQUIRED, 1 "kind" kind REQUIRED });
        )*
    };
}

wide!(A 0 "a", B 1 "b", C 2 "c", D 3 "d", E 4 "e", F 5 "f", G 6 "g", H 7 "h", I 8 "i", J 9 "j", K 10 "k", L 11 "l");

#[test]
fn an_arm_without_its_properties_is_not_tried() {
    is_linear::<Wide>(r#"{"kind":"open","l":"#, "null", "}", 4.0);
    is_linear::<Wide>(r#"{"l":"#, "null", r#","kind":"lost"}"#, 30.0);
}

#[test]
fn of_arms_that_fit_as_well_the_first_is_chosen() {
    // Both have a doubt; the second lacks a property, too.
    let chosen = |json: &str| format!("{:?}", from_slice::<Wide>(json.as_bytes()).expect("a union takes all"));
    assert_eq!(chosen(r#"{"kind":"open","b":null,"a":null}"#), r#"A(A { kind: "open" })"#);
    assert_eq!(chosen(r#"{"kind":"open","b":null}"#), r#"B(B { kind: "open" })"#);
    assert_eq!(chosen(r#"{"kind":"lost","b":null,"x":1}"#), r#"B(B { kind: "lost" })"#);
    assert_eq!(chosen(r#"{"kind":"open"}"#), r#"A(A { kind: "open" })"#);
    assert_eq!(chosen(r#"{"b":null}"#), r#"Unknown(Object {"b": Null})"#);
}

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
    let text = nested(r#"{"next":"#, "{}", "}", 3);
    let small: Twice = from_slice(text.as_bytes()).expect("it is small");
    assert_eq!(small.again.next, small.next);
    let text = nested(r#"{"next":"#, "{}", "}", 100);
    let mut value = Twice::blank();
    let mut decoder = Decoder::new(&text);
    let failure = decoder.root(value.slot()).expect_err("it would be read 2^100 times");
    assert!(decoder.reader.work() < 65 * text.len() + (1 << 16), "{}", decoder.reader.work());
    let error = locate::error(&text, failure);
    assert_eq!((error.expected(), error.found()), ("properties that fewer fields take at once", "an object"));
}

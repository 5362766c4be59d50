//! The arm that is chosen keeps the most.

use std::collections::BTreeMap;

use serde_json::json;

use super::super::decode::Decoder;
use super::{Dice, Status, from_slice, to_vec};
use crate::model::{Model, Nullable, Union, Value};

/// Arms that declare more and less of the same properties, with lists and maps of records in them.
#[derive(Clone, Debug, PartialEq)]
enum Thing {
    Bare(Bare),
    Priced(Priced),
    Nested(Box<Nested>),
    Deeper(Box<Deeper>),
    Labelled(Labelled),
    Whole(Box<Whole>),
    Unknown(Value),
}

crate::untagged_union!(Thing { 0 Bare, 1 Priced, 2 Nested, 3 Deeper, 4 Labelled, 5 Whole; Unknown });

#[derive(Clone)]
struct Bare {
    id: String,
}

crate::record!(Bare { 0 "id" id REQUIRED });

#[derive(Clone)]
struct Priced {
    id: String,
    price: f64,
    state: Option<Status>,
}

crate::record!(Priced { 0 "id" id REQUIRED, 1 "price" price REQUIRED, 2 "state" state OPTIONAL });

#[derive(Clone)]
struct Nested {
    id: Option<String>,
    parts: Vec<Bare>,
    owner: Option<Bare>,
}

crate::record!(Nested { 0 "id" id OPTIONAL, 1 "parts" parts OPTIONAL, 2 "owner" owner OPTIONAL });

#[derive(Clone)]
struct Deeper {
    parts: Vec<Priced>,
    owner: Option<Labelled>,
}

crate::record!(Deeper { 0 "parts" parts OPTIONAL, 1 "owner" owner OPTIONAL });

#[derive(Clone)]
struct Labelled {
    id: Nullable<String>,
    labels: BTreeMap<String, i64>,
}

crate::record!(Labelled { 0 "id" id OPTIONAL, 1 "" labels EXTRA });

/// A record with a flattened part and a flattened union.
#[derive(Clone)]
struct Whole {
    state: Status,
    part: Option<Priced>,
    rest: Rest,
}

crate::record!(Whole { 0 "state" state REQUIRED, 1 "" part FLATTEN, 2 "" rest FLATTEN });

#[derive(Clone, Debug, PartialEq)]
enum Rest {
    Few(Few),
    More(More),
    Unknown(Value),
}

crate::untagged_union!(Rest { 0 Few, 1 More; Unknown });

#[derive(Clone)]
struct Few {
    owner: Option<Bare>,
}

crate::record!(Few { 0 "owner" owner OPTIONAL });

#[derive(Clone)]
struct More {
    owner: Option<Bare>,
    note: Option<String>,
}

crate::record!(More { 0 "owner" owner OPTIONAL, 1 "note" note OPTIONAL });

fn random(dice: &mut Dice, depth: usize) -> Value {
    const KEYS: [&str; 7] = ["id", "price", "state", "parts", "owner", "note", "x"];
    let mut object = serde_json::Map::new();
    for _ in 0..dice.below(6) {
        let key = KEYS[dice.below(KEYS.len())];
        let value = match key {
            "id" | "note" => json!("i"),
            "price" => [json!(2), json!(2.5), json!("2")][dice.below(3)].clone(),
            "state" => [json!("open"), json!("lost"), json!(1)][dice.below(3)].clone(),
            _ if depth == 0 => json!(3),
            "parts" => (0..dice.below(3)).map(|_| random(dice, depth - 1)).collect(),
            _ => random(dice, depth - 1),
        };
        object.insert(key.to_owned(), value);
    }
    Value::Object(object)
}

/// Returns how many properties of a value are in another one, at all levels.
fn kept(from: &Value, to: &Value) -> usize {
    match (from, to) {
        (Value::Object(from), Value::Object(to)) => from.iter().filter_map(|(key, value)| Some(1 + kept(value, to.get(key)?))).sum(),
        (Value::Array(from), Value::Array(to)) => from.iter().zip(to).map(|(from, to)| kept(from, to)).sum(),
        _ => 0,
    }
}

fn written<T: Model>(value: &T) -> Value {
    serde_json::from_slice(&to_vec(value.view()).expect("it can be written")).expect("it is JSON")
}

fn check<T: Model>(value: &Value) {
    let text = value.to_string();
    let chosen: T = from_slice(text.as_bytes()).expect("a union takes all");
    let most = kept(value, &written(&chosen));
    for arm in 0..T::UNION.arms.len() {
        let mut other = T::blank();
        if Decoder::new(&text).root(Union::select(&mut other, arm)).is_ok() {
            let own = kept(value, &written(&other));
            assert!(own <= most, "{text}: {} keeps {own}, and {} was chosen", T::UNION.arms[arm].name, written(&chosen));
        }
    }
}

#[test]
fn no_arm_keeps_more_than_the_one_that_is_chosen() {
    let mut dice = Dice(5);
    for n in 0..20_000 {
        let value = random(&mut dice, n % 4);
        check::<Thing>(&value);
        check::<Rest>(&value);
        check::<Several>(&value);
    }
}

#[test]
fn doubts_only_decide_between_arms_that_keep_as_much() {
    let arm = |text: &str| from_slice::<Thing>(text.as_bytes()).expect("a union takes all");
    assert!(matches!(arm(r#"{"id":"i","price":1}"#), Thing::Priced(_)), "an integer for a number");
    assert!(matches!(arm(r#"{"id":"i","price":1,"state":"lost"}"#), Thing::Priced(_)), "a value that the enum does not list");
    assert!(matches!(arm(r#"{"id":"i"}"#), Thing::Bare(_)), "of equal arms the first");
    assert!(matches!(arm(r#"{"id":null}"#), Thing::Labelled(_)), "a null that is kept");
    assert!(matches!(arm(r#"{"id":"i","x":1}"#), Thing::Labelled(_)), "a map keeps what is not declared");
    assert!(matches!(arm(r#"{"parts":[{"id":"i","price":2}]}"#), Thing::Deeper(_)), "what is in a list counts");
    assert!(matches!(arm(r#"{"x":"y"}"#), Thing::Unknown(_)), "no arm takes any of it");
}

/// Arms of `anyOf`, several of which may hold at once.
#[derive(Clone, Debug, PartialEq)]
enum Several {
    Bare(Bare),
    Owned(Owned),
    Noted(Noted),
    Both(Vec<Several>),
    Unknown(Value),
}

crate::untagged_union!(Several { 0 Bare, 1 Owned, 2 Noted; Unknown } and Both);

#[derive(Clone)]
struct Owned {
    id: Option<String>,
    owner: Bare,
}

crate::record!(Owned { 0 "id" id OPTIONAL, 1 "owner" owner REQUIRED });

#[derive(Clone)]
struct Noted {
    note: Option<String>,
    price: Option<f64>,
}

crate::record!(Noted { 0 "note" note OPTIONAL, 1 "price" price OPTIONAL });

#[derive(Clone)]
struct Around {
    state: Option<Status>,
    held: Several,
    list: Vec<Several>,
}

crate::record!(Around { 0 "state" state OPTIONAL, 1 "" held FLATTEN, 2 "list" list OPTIONAL });

fn again<T: Model>(text: &str) -> T {
    let value: T = from_slice(text.as_bytes()).expect("it can be read");
    assert_eq!(written(&value), serde_json::from_str::<Value>(text).expect("it is JSON"));
    value
}

#[test]
fn arms_that_hold_at_once_lose_nothing() {
    assert!(matches!(again(r#"{"id":"i"}"#), Several::Bare(_)));
    assert!(matches!(again(r#"{"id":"i","owner":{"id":"o"}}"#), Several::Owned(_)));
    let Several::Both(arms) = again(r#"{"id":"i","note":"n","price":2.5}"#) else { panic!("two arms hold") };
    assert!(matches!(arms.as_slice(), [Several::Noted(_), Several::Bare(_)]), "{arms:?}");
    let Several::Both(arms) = again(r#"{"owner":{"id":"o"},"id":"i","note":"n"}"#) else { panic!("two arms hold") };
    assert!(matches!(arms.as_slice(), [Several::Owned(_), Several::Noted(_)]), "{arms:?}");
    let around: Around = again(r#"{"id":"i","note":"n","state":"open","list":[{"id":"i"},{"note":"n","id":"j"}]}"#);
    assert!(matches!((&around.held, around.list.as_slice()), (Several::Both(_), [Several::Bare(_), Several::Both(_)])));
    // A property that no arm declares is passed over, as everywhere, and makes no difference.
    let some: Several = from_slice(br#"{"id":"i","x":1}"#).expect("it can be read");
    assert!(matches!(some, Several::Bare(_)));
    // An arm that does not hold the value is no part of it.
    let some: Several = from_slice(br#"{"note":"n","owner":1,"price":1.5}"#).expect("it can be read");
    assert!(matches!(some, Several::Noted(_)));
}

#[test]
fn arms_that_hold_at_once_are_equal_and_shown_by_what_they_hold() {
    let (one, other): (Several, Several) = (again(r#"{"id":"i","note":"n"}"#), again(r#"{"note":"n","id":"i"}"#));
    assert_eq!(one, other);
    assert_ne!(one, again(r#"{"note":"m","id":"i"}"#));
    assert_eq!(format!("{one:?}"), r#"Both([Bare(Bare { id: "i" }), Noted(Noted { note: "n" })])"#);
}

/// A tagged union with an arm that no value of the tag stands for, and two that share one.
#[derive(Clone, Debug, PartialEq)]
enum Mixed {
    Owned(Owned),
    Noted(Noted),
    Text(String),
    Many(Vec<Bare>),
    Other(Labelled),
    Number(Numbered),
    Unknown(Value),
}

crate::tagged_union!(Mixed by "kind" { 0 Owned "a", 1 Noted "a", 2 Text, 3 Many, 4 Other, 5 Number 2 | true; Unknown });

#[derive(Clone)]
struct Numbered {
    kind: Value,
    id: Option<String>,
}

crate::record!(Numbered { 0 "kind" kind OPTIONAL, 1 "id" id OPTIONAL });

#[test]
fn tags_and_content_tell_arms_apart_in_one_union() {
    assert!(matches!(again(r#"{"kind":"a","owner":{"id":"o"}}"#), Mixed::Owned(_)));
    assert!(matches!(again(r#"{"kind":"a","note":"n"}"#), Mixed::Noted(_)));
    assert!(matches!(again(r#""text""#), Mixed::Text(_)));
    assert!(matches!(again(r#"[{"id":"i"}]"#), Mixed::Many(_)));
    assert!(matches!(again(r#"{"x":1}"#), Mixed::Other(_)));
    assert!(matches!(again(r#"{"kind":"c","x":"y"}"#), Mixed::Unknown(_)));
    assert!(matches!(again("5"), Mixed::Unknown(_)));
}

#[test]
fn tags_keep_their_type() {
    for text in [r#"{"kind":2,"id":"i"}"#, r#"{"kind":true,"id":"i"}"#, r#"{"kind":2.0}"#] {
        assert!(matches!(again(text), Mixed::Number(_)), "{text}");
    }
    let made = Mixed::Number(Numbered { kind: Value::Null, id: None });
    assert_eq!(written(&made), json!({"kind": 2}));
    assert_eq!(written(&Mixed::Owned(Owned { id: None, owner: Bare { id: "o".to_owned() } })), json!({"kind": "a", "owner": {"id": "o"}}));
}

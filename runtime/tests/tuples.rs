//! Lists whose elements each have a type of their own, and structs that keep what they do not declare.

use std::collections::BTreeMap;

use turnbuckle_runtime::model::{Model, lookup};
use turnbuckle_runtime::{Value, json};

#[derive(Clone)]
struct Point {
    longitude: f64,
    latitude: f64,
    altitude: Option<f64>,
    rest: Vec<Value>,
}

turnbuckle_runtime::tuple!(Point {
    0 "0" longitude REQUIRED,
    1 "1" latitude REQUIRED,
    2 "2" altitude OPTIONAL,
    3 "" rest EXTRA,
});

#[derive(Clone)]
struct Pair {
    key: Option<String>,
    value: Option<i64>,
}

turnbuckle_runtime::tuple!(Pair {
    0 "0" key OPTIONAL,
    1 "1" value OPTIONAL,
});

fn again<T: Model>(text: &str) -> Result<String, String> {
    let value: T = json::from_slice(text.as_bytes()).map_err(|error| error.to_string())?;
    let bytes = json::to_vec(value.view()).map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

#[test]
fn every_element_survives() {
    for text in ["[1.5,2.5]", "[1.5,2.5,3.5]", "[1.5,2.5,3.5,\"x\",[]]"] {
        assert_eq!(again::<Point>(text).as_deref(), Ok(text));
    }
    // An element that is not there is null where a later one is.
    assert_eq!(again::<Point>("[1.5,2.5,null,4]").as_deref(), Ok("[1.5,2.5,null,4]"));
    assert_eq!(again::<Pair>("[null,2]").as_deref(), Ok("[null,2]"));
    assert_eq!(again::<Pair>("[]").as_deref(), Ok("[]"));
    // Without a tail, further elements are read over.
    assert_eq!(again::<Pair>("[\"a\",2,3]").as_deref(), Ok("[\"a\",2]"));
}

#[test]
fn an_error_tells_the_place() {
    let error = |text: &str| json::from_slice::<Vec<Point>>(text.as_bytes()).map(|_| ()).map_err(|error| error.pointer().to_owned());
    assert_eq!(error("[[1.0]]"), Err("/0/1".to_owned()));
    assert_eq!(error("[[1.0, \"x\"]]"), Err("/0/1".to_owned()));
    assert_eq!(error("[{}]"), Err("/0".to_owned()));
}

#[test]
fn a_pointer_leads_to_an_element() {
    let point = Point { longitude: 1.5, latitude: 2.5, altitude: None, rest: vec![Value::Bool(true)] };
    let at = |pointer: &str| lookup(point.view(), pointer).map(|view| json::to_vec(view).map_err(|error| error.to_string()));
    assert_eq!(at("/1"), Some(Ok(b"2.5".to_vec())));
    assert_eq!(at("/3"), Some(Ok(b"true".to_vec())));
    assert_eq!(at("/9"), None);
}

#[cfg(feature = "serde")]
#[test]
fn serde_takes_a_list() {
    let point = Point { longitude: 1.5, latitude: 2.5, altitude: None, rest: vec![Value::Bool(true)] };
    let text = serde_json::to_string(&point).expect("a list is JSON");
    assert_eq!(text, "[1.5,2.5,null,true]");
    assert_eq!(serde_json::from_str::<Point>(&text).expect("it was written so"), point);
}

#[derive(Clone)]
struct Small {
    a: Option<String>,
    others: BTreeMap<String, Value>,
}

turnbuckle_runtime::record!(Small {
    0 "a" a OPTIONAL,
    1 "" others EXTRA | UNDECLARED,
});

#[derive(Clone)]
struct Large {
    a: Option<String>,
    b: Option<String>,
    others: BTreeMap<String, Value>,
}

turnbuckle_runtime::record!(Large {
    0 "a" a OPTIONAL,
    1 "b" b OPTIONAL,
    2 "" others EXTRA | UNDECLARED,
});

#[derive(Clone, Debug, PartialEq)]
enum Either {
    Small(Small),
    Large(Large),
    Unknown(Value),
}

turnbuckle_runtime::untagged_union!(Either { 0 Small, 1 Large; Unknown });

#[test]
fn what_is_kept_though_undeclared_counts_against_a_variant() {
    let either: Either = json::from_slice(br#"{"a":"x","b":"y"}"#).expect("it is one of them");
    assert!(matches!(either, Either::Large(_)), "{either:?}");
    assert_eq!(again::<Either>(r#"{"a":"x","b":"y","c":[1]}"#).as_deref(), Ok(r#"{"a":"x","b":"y","c":[1]}"#));
}

#[test]
fn a_union_tells_why_no_variant_takes_a_value() {
    let either: Either = json::from_slice(br#"{"a":1}"#).expect("a union keeps what it does not know");
    let reasons: Vec<String> = either.mismatches().iter().map(|(name, error)| format!("{name}: {error}")).collect();
    assert_eq!(reasons.len(), 2, "{reasons:?}");
    assert!(reasons.iter().all(|reason| reason.contains("/a")), "{reasons:?}");
}

#[derive(Clone, Debug, PartialEq)]
enum Corner {
    Origin,
    Tenth,
    Unknown(Value),
}

turnbuckle_runtime::json_enum!(Corner { Origin "[0,0]", Tenth "0.1"; Unknown });

#[test]
fn enums_of_any_values_are_open() {
    assert_eq!(again::<Vec<Corner>>("[[0,0],0.1,{\"a\":null}]").as_deref(), Ok("[[0,0],0.1,{\"a\":null}]"));
    assert_eq!(Corner::from(Value::from(0.1)), Corner::Tenth);
    assert_eq!(Corner::Origin.to_string(), "[0,0]");
}

//! Unions that lead back to themselves: reading ends, and what further alternatives hold is read.

use turnbuckle_behaviour::rings::models::{
    Behind, Branch, DefaultSelf, Everything, First, Flat, FlatFar, FlatNear, Hanging, Inline, Mixed, MutualOne, Own, Second, Tagged, Third,
};
use turnbuckle_behaviour::{read, round_trip};

#[test]
fn each_union_of_a_ring_has_the_alternatives_of_all() {
    assert!(matches!(round_trip(r#"["a",["b"]]"#), Own::List(_)));
    assert!(matches!(
        (round_trip("1"), round_trip(r#""a""#), round_trip("true")),
        (First::Integer(1), First::String(_), First::Boolean(true))
    ));
    assert!(matches!(
        (round_trip("1"), round_trip(r#""a""#), round_trip("true")),
        (Second::Integer(1), Second::String(_), Second::Boolean(true))
    ));
    assert!(matches!(
        (round_trip("1"), round_trip(r#""a""#), round_trip("true")),
        (Third::Integer(1), Third::String(_), Third::Boolean(true))
    ));
    assert!(matches!((round_trip("1.5"), round_trip(r#""a""#)), (Inline::Number(_), Inline::String(_))));
}

#[test]
fn a_tag_that_leads_back_is_kept_as_what_fits_none() {
    assert!(matches!(round_trip(r#"{"k":"Tagged"}"#), Tagged::Unknown(_)));
    assert!(matches!(round_trip(r#"{"k":"Leaf","size":1}"#), Tagged::Leaf(_)));
    assert!(matches!(round_trip(r#"{"k":"two"}"#), MutualOne::Unknown(_)));
    assert!(matches!(round_trip(r#"{"k":"leaf"}"#), MutualOne::Leaf(_)));
    assert!(matches!(round_trip(r#"{"k":"own"}"#), DefaultSelf::Unknown(_)));
    assert!(matches!(round_trip(r#"{"k":"Leaf"}"#), Mixed::Tagged(_)));
    assert!(matches!(round_trip(r#""text""#), Mixed::String(_)));
    assert!(matches!(round_trip(r#"{"k":"Mixed"}"#), Mixed::Unknown(_)));
}

#[test]
fn flattened_rings_end() {
    round_trip::<Flat>(r#"{"z":"1","m":"2"}"#);
    round_trip::<FlatFar>(r#"{"z":"1","m":"2"}"#);
    round_trip::<FlatNear>(r#"{"y":"1","n":"2"}"#);
    round_trip::<Behind>(r#"{"b":"1","c":"2"}"#);
}

#[test]
fn what_has_a_value_in_between_stays_as_it_is() {
    round_trip::<Branch>(r#"{"left":"a","right":{"left":{"left":"b"}}}"#);
    let value: Everything = read(r#"{"value":{"next":{"next":{"label":"c"}},"label":"a"}}"#);
    let chain = value.value.expect("it is there");
    assert_eq!(chain.label.as_deref(), Some("a"));
    round_trip::<Hanging>(r#"{"nets":{"a":{"b":{}},"c":{}},"knots":[[],[[]]]}"#);
}

#[test]
fn schemas_of_nothing_but_each_other_take_any_value() {
    for text in ["1", "null", r#""a""#, "[[]]", r#"{"k":{"k":1}}"#] {
        for property in ["all", "one", "any"] {
            let _ = read::<Everything>(&format!(r#"{{"{property}":{text}}}"#));
        }
    }
}

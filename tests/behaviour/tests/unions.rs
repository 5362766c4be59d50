//! What unions that no tag tells apart are read as, and what is written from them.

use turnbuckle_behaviour::unions::models::{
    Beside, Block, ByAge, ByColour, BySize, ClosedParts, Column, Either, Everything, Fault, Filter, Group, Keyed, Listed, Loose,
    MaybeParts, NestedUnion, Offer, Report, Scalar, Search, Three, ToldApart, Wrapped,
};
use turnbuckle_behaviour::{read, round_trip, written};

#[test]
fn an_arm_that_ignores_a_property_never_beats_one_that_declares_it() {
    for text in [r#"{"id":"p1","price":10.0}"#, r#"{"id":"p1","price":10.5,"phase":"new"}"#] {
        assert!(matches!(round_trip(text), Offer::Priced(_)), "{text}");
    }
    assert!(matches!(read(r#"{"id":"p1","price":10}"#), Offer::Priced(_)), "an integer is a number");
    assert!(matches!(round_trip(r#"{"id":"p1"}"#), Offer::Plain(_)));
    for text in [r#"{"status":"zzz"}"#, r#"{"count":5}"#, r#"{"count":5,"status":"a"}"#] {
        assert!(matches!(round_trip(text), Report::Counted(_)), "{text}");
    }
    assert!(matches!(read(r#"{"count":5.0}"#), Report::Counted(_)));
}

#[test]
fn what_is_in_lists_maps_and_properties_counts() {
    assert!(matches!(round_trip(r#"[{"id":"a","price":1.5}]"#), Listed::PricedList(_)));
    assert!(matches!(round_trip(r#"[{"id":"a"}]"#), Listed::PlainList(_)));
    assert!(matches!(round_trip("[]"), Listed::PlainList(_)), "of equal arms the first");
    assert!(matches!(round_trip(r#"{"k":{"id":"a","price":1.5}}"#), Keyed::PricedMap(_)));
    assert!(matches!(round_trip(r#"{"k":{"id":"a"}}"#), Keyed::PlainMap(_)));
    round_trip::<Everything>(r#"{"deep":{"of":{"of":{"id":"a","price":1.5}}}}"#);
    round_trip::<Everything>(r#"{"deep":{"of":{"of":{"id":"a"}}}}"#);
}

#[test]
fn a_map_takes_what_no_struct_declares_and_nothing_else() {
    assert!(matches!(round_trip(r#"{"id":"a","size":1.5}"#), Loose::Declared(_)));
    assert!(matches!(round_trip(r#"{"id":"a"}"#), Loose::Declared(_)));
    assert!(matches!(round_trip(r#"{"id":"a","stars":4}"#), Loose::Rated(_)));
    assert!(matches!(round_trip(r#"{"id":"a","stars":"many"}"#), Loose::AnyMap(_)));
    assert!(matches!(round_trip("{}"), Loose::AnyMap(_)));
}

#[test]
fn nested_and_flattened_unions_keep_the_most() {
    assert!(matches!(round_trip(r#"{"id":"a"}"#), NestedUnion::Plain(_)));
    assert!(matches!(round_trip(r#"{"id":"a","price":1.5}"#), NestedUnion::Variant2(_)));
    assert!(matches!(round_trip(r#""text""#), NestedUnion::Variant2(_)));
    // What fits no arm of the inner union fits none of the outer one.
    assert!(matches!(round_trip("true"), NestedUnion::Unknown(_)));
    round_trip::<Beside>(r#"{"own":"o","id":"a","price":1.5,"phase":"live"}"#);
    round_trip::<Beside>(r#"{"own":"o","id":"a"}"#);
    round_trip::<Wrapped>(r#"{"wrapper":1,"id":"a","price":1.5}"#);
}

#[test]
fn an_arm_that_takes_nothing_of_an_object_does_not_hold_it() {
    assert!(matches!(round_trip(r#"{"other":1}"#), Report::Unknown(_)));
    assert!(matches!(round_trip("{}"), Report::Named(_)));
}

#[test]
fn scalars_are_of_the_arm_without_a_doubt() {
    assert!(matches!(round_trip("5"), Scalar::Integer(5)));
    assert!(matches!(round_trip("5.5"), Scalar::Number(_)));
    assert!(matches!(round_trip(r#""2026-01-02""#), Scalar::Date(_)));
    assert!(matches!(round_trip(r#""soon""#), Scalar::Value(_)));
    assert!(matches!(round_trip(r#""later""#), Scalar::String(_)));
    assert!(matches!(round_trip("true"), Scalar::Unknown(_)));
}

#[test]
fn arms_of_any_of_hold_at_once() {
    assert!(matches!(round_trip(r#"{"colour":"red"}"#), Filter::ByColour(_)));
    assert!(matches!(round_trip(r#"{"size":1}"#), Filter::BySize(_)));
    let Filter::Several(parts) = round_trip(r#"{"colour":"red","size":1}"#) else { panic!("both hold") };
    assert!(matches!(parts.as_slice(), [Filter::ByColour(_), Filter::BySize(_)]));
    assert!(matches!(round_trip(r#"{"age":3,"nickname":"Rex"}"#), Search::ByAge(_)));
    assert!(matches!(round_trip(r#"{"kind":"dog","hunts":true}"#), Search::ByKind(_)));
    assert!(matches!(round_trip(r#"{"nickname":"Rex","kind":"dog","age":3}"#), Search::Several(_)));
    // An arm that lacks what it requires does not hold.
    assert!(matches!(read(r#"{"nickname":"Rex","kind":"dog"}"#), Search::ByKind(_)));
    let Three::Several(parts) = round_trip(r#"{"id":"i","a":"x","b":{"id":"j","b":"z","c":2},"c":1}"#) else { panic!("all hold") };
    assert_eq!(parts.len(), 3);
    assert!(matches!(round_trip(r#""text""#), Three::String(_)));
    let around: Group = round_trip(r#"{"label":"l","colour":"red","size":1}"#);
    assert!(written(&around).starts_with(r#"{"label":"l","#));
    round_trip::<Everything>(r#"{"maybe":null}"#);
    round_trip::<Everything>(r#"{"maybe":{"size":1,"colour":"red"}}"#);
    assert!(matches!(round_trip(r#"{"size":1,"colour":"red"}"#), MaybeParts::Several(_)));
}

#[test]
fn parts_that_are_made_by_hand_are_sent_as_one_object() {
    let colour = ByColour { colour: Some("red".to_owned()) };
    let size = BySize { size: Some(2) };
    let filter = Filter::Several(vec![colour.into(), size.into()]);
    assert_eq!(written(&filter), r#"{"colour":"red","size":2}"#);
    assert_eq!(read::<Filter>(&written(&filter)), filter);
    let mut age = ByAge::new(3);
    age.nickname = Some("Rex".to_owned());
    assert_eq!(written(&Search::from(age)), r#"{"age":3,"nickname":"Rex"}"#);
}

#[test]
fn arms_that_exclude_each_other_stay_one_of_several() {
    // Exhaustive matches: none of these has a variant for several at once.
    let told = |text: &str| match read(text) {
        ToldApart::Said(_) => "said",
        ToldApart::Drawn(_) => "drawn",
        ToldApart::Unknown(_) => "unknown",
    };
    assert_eq!((told(r#"{"sort":"said","text":"t"}"#), told(r#"{"sort":"drawn","width":1}"#)), ("said", "drawn"));
    let closed = |text: &str| match read(text) {
        ClosedParts::Left(_) => "left",
        ClosedParts::Right(_) => "right",
        ClosedParts::Unknown(_) => "unknown",
    };
    assert_eq!((closed(r#"{"l":"x"}"#), closed(r#"{"r":"x"}"#)), ("left", "right"));
    let either = |text: &str| match read(text) {
        Either::ByColour(_) => "colour",
        Either::BySize(_) => "size",
        Either::Unknown(_) => "unknown",
    };
    assert_eq!((either(r#"{"colour":"red"}"#), either(r#"{"size":1}"#)), ("colour", "size"));
}

#[test]
fn what_is_lost_inside_a_property_counts_less_than_the_property() {
    for text in [r#"{"note":{"text":[],"x":1,"y":2}}"#, r#"{"kind":"unlisted","note":{"text":[],"x":1,"y":{"z":[{"x":1}]}}}"#] {
        let Block::Note(note) = read(text) else { panic!("{text} is a note") };
        assert!(note.note.is_some_and(|note| note.text.is_some()), "{text}");
    }
    assert!(matches!(round_trip(r#"{"type":"unlisted","length":3}"#), Column::Plain(_)));
    assert!(matches!(round_trip(r#"{"type":"unlisted","table":"t"}"#), Column::Link(_)));
    assert!(
        matches!(read(r#"{"type":"link","formula":{"of":"a","x":1,"y":2}}"#), Column::Formula(_)),
        "a doubt costs less than a property"
    );
    assert!(matches!(read(r#"{"name":"n","details":[{"field":"f","x":1},{"y":2,"z":3}]}"#), Fault::Long(_)));
}

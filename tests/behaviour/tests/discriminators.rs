//! Unions that a property tells apart, whatever the document says of its values and wherever it says it.

use turnbuckle_behaviour::discriminators::models::{
    Animal, AnimalCat, AnimalOnOneProperty, AnimalWithoutInnerMapping, Bird, Creature, Half, Listed, Managed, MixedForms, Moth, Note,
    NoteBase, NumberedParent, NumberedParentBase, Off, On, Pythonic, Quoted, ResultModel, Retail, Scaled, SharedValue, Task, V1, Vendor,
    Versioned,
};
use turnbuckle_behaviour::{discriminators_2, round_trip, written};

#[test]
fn values_keep_their_type() {
    assert!(matches!(round_trip(r#"{"managed":true,"owner":"x"}"#), Task::Managed(_)));
    assert!(matches!(round_trip(r#"{"host":"h","managed":false}"#), Task::Unmanaged(_)));
    assert!(matches!(round_trip(r#"{"active":true,"since":1}"#), Pythonic::On(_)));
    assert!(matches!(round_trip(r#"{"active":false,"reason":"r"}"#), Pythonic::Off(_)));
    assert!(matches!(round_trip(r#"{"version":1,"a":"x"}"#), Versioned::V1(_)));
    assert!(matches!(round_trip(r#"{"version":2,"b":"y"}"#), Versioned::V2(_)));
    assert!(matches!(round_trip(r#"{"version":3}"#), Versioned::Unknown(_)));
    assert!(matches!(round_trip(r#"{"factor":0.5,"h":"x"}"#), Scaled::Half(_)));
    assert!(matches!(round_trip(r#"{"factor":-2.0,"t":"x"}"#), Scaled::Twice(_)));
    assert!(matches!(round_trip(r#"{"version":"1","a":"x"}"#), Quoted::Q1(_)));
    assert!(matches!(round_trip(r#"{"version":"true","b":"x"}"#), Quoted::Q2(_)));
    assert!(matches!(round_trip(r#"{"ok":false,"text":"t"}"#), ResultModel::Failure(_)));
    assert!(matches!(round_trip(r#"{"ok":true,"text":"t"}"#), ResultModel::Success(_)));
}

#[test]
fn values_made_by_hand_have_their_kind() {
    assert_eq!(written(&Task::from(Managed::default())), r#"{"managed":true}"#);
    assert_eq!(written(&Pythonic::from(On::default())), r#"{"active":true}"#);
    assert_eq!(written(&Off::default()), r#"{"active":false}"#);
    assert_eq!(written(&V1::default()), r#"{"version":1}"#);
    assert_eq!(written(&Scaled::from(Half::default())), r#"{"factor":0.5}"#);
    assert_eq!(written(&Vendor::from(Retail::default())), r#"{"kind":"shop"}"#);
    assert_eq!(written(&Note::from(NoteBase::new(7))), r#"{"kind":"plain","id":7}"#);
    assert_eq!(written(&NoteBase::new(7)), r#"{"kind":"plain","id":7}"#);
    assert_eq!(written(&NumberedParent::from(NumberedParentBase::default())), r#"{"type":0}"#);
    assert_eq!(written(&Creature::from(Moth::default())), r#"{"kind":"moth"}"#);
    let puppy = discriminators_2::models::Puppy::default();
    assert_eq!(written(&discriminators_2::models::Animal::from(puppy)), r##"{"kind":"#Example.Puppy"}"##);
}

#[test]
fn nested_unions_are_told_by_what_their_arms_say() {
    let Animal::Cat(AnimalCat::White(cat)) = round_trip(r#"{"sort":"cat","colour":"white","w":"1"}"#) else { panic!("a white cat") };
    assert_eq!(cat.w.as_deref(), Some("1"));
    assert!(matches!(round_trip(r#"{"b":"1","colour":"black","sort":"cat"}"#), Animal::Cat(AnimalCat::Black(_))));
    assert!(matches!(round_trip(r#"{"sort":"hound","name":"Rex"}"#), Animal::Hound(_)));
    assert!(matches!(round_trip(r#"{"sort":"cat","colour":"grey"}"#), Animal::Cat(AnimalCat::Unknown(_))));
    assert!(matches!(round_trip(r#"{"sort":"cow"}"#), Animal::Unknown(_)));
    assert!(matches!(round_trip(r#"{"sort":"cat","colour":"white","w":"1"}"#), AnimalWithoutInnerMapping::Cat(_)));
    assert!(matches!(round_trip(r#"{"sort":"owl","night":true}"#), AnimalOnOneProperty::Bird(Bird::Owl(_))));
    assert!(matches!(round_trip(r#"{"sort":"duck","pond":"p"}"#), AnimalOnOneProperty::Bird(Bird::Duck(_))));
    assert!(matches!(round_trip(r#"{"sort":"pike","fins":3}"#), AnimalOnOneProperty::Fish(_)));
    assert!(matches!(round_trip(r#"{"sort":"trout"}"#), AnimalOnOneProperty::Fish(_)));
}

#[test]
fn where_arms_share_a_value_what_they_hold_decides() {
    assert!(matches!(round_trip(r#"{"sort":"cat","colour":"white","w":"1"}"#), SharedValue::WhiteCat(_)));
    assert!(matches!(round_trip(r#"{"sort":"cat","colour":"black","b":"1"}"#), SharedValue::BlackCat(_)));
    assert!(matches!(round_trip(r#"{"sort":"hound","name":"Rex"}"#), SharedValue::Hound(_)));
}

#[test]
fn a_vendors_extension_names_the_kind() {
    assert!(matches!(round_trip(r#"{"kind":"shop","street":"s"}"#), Vendor::Retail(_)));
    assert!(matches!(round_trip(r#"{"kind":"web","id":"i"}"#), Vendor::Online(_)));
    assert!(matches!(round_trip(r#"{"kind":"Retail","id":"i"}"#), Vendor::Base(_)));
    use discriminators_2::models::Animal;
    assert!(matches!(round_trip(r##"{"kind":"#Example.Hound","packSize":3}"##), Animal::Hound(_)));
    assert!(matches!(round_trip(r##"{"kind":"#Example.Puppy","packSize":3,"name":"x"}"##), Animal::Puppy(_)));
    assert!(matches!(round_trip(r#"{"kind":"Cat","name":"x"}"#), Animal::Cat(_)));
    assert!(matches!(round_trip(r#"{"kind":"some","name":"x"}"#), Animal::Base(_)));
}

#[test]
fn children_that_add_nothing_are_kinds_of_their_own() {
    assert!(matches!(round_trip(r#"{"kind":"moth","name":"x"}"#), Creature::Moth(_)));
    assert!(matches!(round_trip(r#"{"kind":"Wasp","name":"x"}"#), Creature::Wasp(_)));
    assert!(matches!(round_trip(r#"{"kind":"Gnat","name":"x"}"#), Creature::Gnat(_)));
    assert!(matches!(round_trip(r#"{"kind":"Mayfly","name":"x"}"#), Creature::Mayfly(_)));
    assert!(matches!(round_trip(r#"{"kind":"Hornet","name":"x"}"#), Creature::Hornet(_)));
    assert!(matches!(round_trip(r#"{"kind":"Moth","name":"x"}"#), Creature::Base(_)), "the mapping has another value for it");
    let listed: Listed = round_trip(r#"{"kind":"ListedOne","label":"x"}"#);
    assert_eq!(listed.label.as_deref(), Some("x"));
    round_trip::<Listed>(r#"{"kind":"ListedTwo","label":"x","two":2}"#);
}

#[test]
fn a_mapping_may_name_the_parent() {
    assert!(matches!(round_trip(r#"{"kind":"plain","id":1}"#), Note::Base(_)));
    assert!(matches!(round_trip(r#"{"kind":"image","id":1,"url":"u"}"#), Note::Image(_)));
    assert!(matches!(round_trip(r#"{"kind":"video","id":1}"#), Note::Base(_)), "a kind that is not listed stays what it is");
    assert!(matches!(round_trip(r#"{"type":0,"id":"x"}"#), NumberedParent::Base(_)));
    assert!(matches!(round_trip(r#"{"type":1,"more":"x"}"#), NumberedParent::NumberedChild(_)));
    assert!(matches!(round_trip(r#"{"type":5,"id":"x"}"#), NumberedParent::Base(_)));
}

#[test]
fn what_the_property_cannot_tell_is_told_by_its_form() {
    assert!(matches!(round_trip(r#"{"sort":"hound","name":"Rex"}"#), MixedForms::Hound(_)));
    assert!(matches!(round_trip(r#""text""#), MixedForms::String(_)));
    assert!(matches!(round_trip(r#"["a","b"]"#), MixedForms::List(_)));
    assert!(matches!(round_trip(r#"{"a":1}"#), MixedForms::Labels(_)));
    assert!(matches!(round_trip(r#"{"sort":"cow"}"#), MixedForms::Unknown(_)));
    assert!(matches!(round_trip("true"), MixedForms::Unknown(_)));
    assert_eq!(written(&MixedForms::Labels([("a".to_owned(), 1)].into())), r#"{"a":1}"#);
}

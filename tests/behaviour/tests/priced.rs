//! An arm that declares a property is chosen before one that ignores it.

use turnbuckle_behaviour::priced::models::Thing;
use turnbuckle_behaviour::round_trip;

#[test]
fn the_arm_that_declares_the_property_is_chosen() {
    assert!(matches!(round_trip(r#"{"id":"a","price":1.5}"#), Thing::Priced(_)));
    assert!(matches!(round_trip(r#"{"id":"a"}"#), Thing::Plain(_)));
}

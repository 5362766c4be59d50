//! The variant for values that a discriminator does not list keeps the value that it was read with.

use turnbuckle_behaviour::fallback::models::Pet;
use turnbuckle_behaviour::round_trip;

#[test]
fn the_tag_of_the_default_variant_is_what_was_read() {
    for text in [
        r#"{}"#,
        r#"{"name":"n"}"#,
        r#"{"sort":"zzz"}"#,
        r#"{"sort":"","name":"n"}"#,
        r#"{"sort":true}"#,
        r#"{"sort":3}"#,
        r#"{"sort":{"a":1}}"#,
    ] {
        assert!(matches!(round_trip(text), Pet::Other(_)), "{text}");
    }
    assert!(matches!(round_trip(r#"{"sort":"lizard","tail":true}"#), Pet::Lizard(_)));
}

//! A key that matches no pattern may have any value, unless `additionalProperties` says otherwise (JSON Schema 2020-12, 10.3.2.2 and 10.3.2.3).

use turnbuckle_behaviour::patterns::models::{Keys, KeysObjectsValue, KeysTextsValue, Own, OwnValue};
use turnbuckle_behaviour::{read, round_trip};

#[test]
fn a_value_of_a_key_that_matches_no_pattern_is_kept() {
    for value in ["1", "-2.5", "true", r#"{"a":{"b":[]}}"#, r#"[1,"x"]"#, r#""text""#] {
        for property in ["texts", "absent", "kinds", "same", "objects", "own"] {
            round_trip::<Keys>(&format!(r#"{{"{property}":{{"other":{value}}}}}"#));
        }
        round_trip::<Keys>(&format!(r#"{{"beside":{{"id":"i","n1":4,"other":{value}}}}}"#));
    }
}

#[test]
fn a_value_of_a_key_that_matches_has_its_type() {
    let keys: Keys = read(r#"{"texts":{"t1":"x"},"closed":{"t1":"y"},"objects":{"o1":{"a":3}}}"#);
    assert!(matches!(&keys.texts.expect("it is there")["t1"], KeysTextsValue::String(text) if text == "x"));
    assert_eq!(keys.closed.expect("it is there")["t1"], "y");
    assert!(matches!(&keys.objects.expect("it is there")["o1"], KeysObjectsValue::Match(object) if object.a == Some(3)));
    let own: Own = round_trip(r#"{"o1":{"o2":{"x":1}}}"#);
    assert!(matches!(&own["o1"], OwnValue::Match(inner) if matches!(&inner["o2"], OwnValue::Match(_))));
}

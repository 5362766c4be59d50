//! Tests of flattened fields: what they take, which arms they make fit, and what writing them costs.

use super::*;

macro_rules! rest {
    ($($name:ident $ty:ty),*) => {
        $(
            #[derive(Clone)]
            struct $name {
                id: String,
                rest: $ty,
            }

            crate::record!($name { 0 "id" id REQUIRED, 1 "" rest FLATTEN });
        )*
    };
}

rest!(OfAny Value, OfMap BTreeMap<String, Value>, OfOptionalAny Option<Value>, OfOptionalMap Option<BTreeMap<String, Value>>);

#[test]
fn a_flattened_field_without_properties_of_its_own_takes_those_that_are_left() {
    let (json, left) = (r#"{"x":1,"id":"i","y":{"id":[2]}}"#.as_bytes(), json!({"x": 1, "y": {"id": [2]}}));
    let map: BTreeMap<String, Value> = left.as_object().expect("it is an object").clone().into_iter().collect();
    assert_eq!(from_slice::<OfAny>(json).map(|it| it.rest), Ok(left.clone()));
    assert_eq!(from_slice::<OfMap>(json).map(|it| it.rest), Ok(map.clone()));
    assert_eq!(from_slice::<OfOptionalAny>(json).map(|it| it.rest), Ok(Some(left)));
    assert_eq!(from_slice::<OfOptionalMap>(json).map(|it| it.rest), Ok(Some(map)));
    let json = br#"{"id":"i"}"#;
    assert_eq!(from_slice::<OfAny>(json).map(|it| it.rest), Ok(json!({})));
    assert_eq!(from_slice::<OfMap>(json).map(|it| it.rest), Ok(BTreeMap::new()));
    assert_eq!(from_slice::<OfOptionalAny>(json).map(|it| it.rest), Ok(None));
    assert_eq!(from_slice::<OfOptionalMap>(json).map(|it| it.rest), Ok(None));
    check::<OfAny>(r#"{"b":2,"id":"i"}"#, expect![[r#"{"id":"i","b":2}"#]]);
}

/// Arms with a flattened part, and with what the document says of other properties: nothing, a map, and nothing again.
#[derive(Clone, Debug, PartialEq)]
enum Sort {
    Open(Box<OpenNote>),
    Mapped(Box<MappedNote>),
    Closed(Box<ClosedNote>),
    Unknown(Value),
}

crate::untagged_union!(Sort { 0 Open, 1 Mapped, 2 Closed; Unknown });

#[derive(Clone)]
struct OpenNote {
    note: Note,
    others: BTreeMap<String, Value>,
}

#[derive(Clone)]
struct MappedNote {
    note: Note,
    labels: BTreeMap<String, Value>,
}

#[derive(Clone)]
struct ClosedNote {
    note: Note,
    last: bool,
}

crate::record!(OpenNote { 0 "" note FLATTEN, 1 "" others EXTRA | UNDECLARED });
crate::record!(MappedNote { 0 "" note FLATTEN, 1 "" labels EXTRA });
crate::record!(ClosedNote { 0 "" note FLATTEN, 1 "last" last OPTIONAL });

#[test]
fn an_arm_with_a_flattened_part_fits_better_where_its_document_says_what_else_there_is() {
    let arm = |json: &str| match from_slice::<Sort>(json.as_bytes()).expect("a union takes all") {
        Sort::Open(_) => "open",
        Sort::Mapped(_) => "mapped",
        Sort::Closed(_) => "closed",
        Sort::Unknown(_) => "unknown",
    };
    assert_eq!(arm(r#"{"text":"t"}"#), "open", "of equal ones the first");
    assert_eq!(arm(r#"{"text":"t","x":1}"#), "mapped", "the map is for it");
    assert_eq!(arm(r#"{"last":true,"text":"t"}"#), "closed", "it has a name for it");
    assert_eq!(arm(r#"{"last":true,"text":"t","x":1}"#), "mapped", "it keeps the most");
    assert_eq!(arm(r#"{"x":1}"#), "unknown");
}

#[derive(Clone)]
pub(super) struct Nested {
    next: Option<Box<Nested>>,
    note: Note,
    last: bool,
}

#[derive(Clone)]
struct Note {
    text: String,
}

crate::record!(Nested { 0 "next" next OPTIONAL, 1 "" note FLATTEN, 2 "last" last REQUIRED });
crate::record!(Note { 0 "text" text REQUIRED });

/// What stands before a flattened field is written once, or the time would be exponential in the depth.
#[test]
fn nested_records_with_flattened_fields_are_written_in_linear_time() {
    let link = |next| Nested { next, note: Note { text: "t".to_owned() }, last: false };
    let chain = (0..64).fold(link(None), |next, _| link(Some(Box::new(next))));
    let (inner, before, after) = (r#"{"last":false,"text":"t"}"#, r#"{"next":"#, r#","last":false,"text":"t"}"#);
    let written = to_vec(chain.view()).expect("it can be written");
    assert_eq!(String::from_utf8_lossy(&written), format!("{}{inner}{}", before.repeat(64), after.repeat(64)));
}

//! Tests of unions with arms that may be left out.

use serde_json::json;

use super::{Call, Mail, from_value, to_value};
use crate::model::{Model, Value};

/// Two unions of which one arm may be left out: of the first it is.
#[derive(Clone, Debug, PartialEq)]
enum Short {
    Text(String),
    #[cfg(not(test))]
    Mail(Mail),
    Unknown(Value),
}

crate::untagged_union!(Short {
    0 Text,
    #[cfg(not(test))]
    1 Mail,
    ; Unknown
});

#[derive(Clone, Debug, PartialEq)]
enum Long {
    Text(String),
    #[cfg(test)]
    Mail(Mail),
    Unknown(Value),
}

crate::untagged_union!(Long {
    0 Text,
    #[cfg(test)]
    1 Mail,
    ; Unknown
});

#[derive(Clone, Debug, PartialEq)]
enum ShortTagged {
    Call(Call),
    #[cfg(not(test))]
    Mail(Mail),
    Unknown(Value),
}

crate::tagged_union!(ShortTagged by "type" {
    0 Call "call",
    #[cfg(not(test))]
    1 Mail "mail",
    ; Unknown
});

#[test]
fn an_arm_that_is_left_out_is_kept_as_what_fits_none() {
    let mail = json!({"type": "mail", "subject": "a"});
    let parsed: Mail = from_value(&mail).expect("it is a mail");
    assert_eq!(from_value::<Long>(&mail).expect("a union takes all"), Long::Mail(parsed));
    assert_eq!(from_value::<Short>(&mail).expect("a union takes all"), Short::Unknown(mail.clone()));
    assert_eq!(from_value::<Short>(&json!("a")).expect("a union takes all"), Short::Text("a".to_owned()));
    assert_eq!(from_value::<ShortTagged>(&mail).expect("a union takes all"), ShortTagged::Unknown(mail.clone()));
    for table in [Short::UNION.arms, ShortTagged::UNION.arms] {
        assert_eq!(table.len(), 1);
    }
    assert_eq!(to_value(Short::Unknown(mail.clone()).view()).expect("it can be written"), mail);
}

//! Which schemes an operation asks for: the list is OR, the schemes of one object AND, `{}` optional, `[]` none, and the operation's word goes before
//! the root's.

use super::*;

static NONE: Operation = Operation::new("none", "GET", "/notes").security(&[]);
static MAYBE: Operation = Operation::new("maybe", "GET", "/notes").security(&[&[uses("key")], &[]]);
static BOTH: Operation = Operation::new("both", "GET", "/notes").security(&[&[uses("oauth"), uses("key")]]);
static EITHER: Operation = Operation::new("either", "GET", "/notes").security(&[&[uses("oauth"), uses("signed")], &[uses("key")]]);

/// Calls an operation with credentials for some schemes, and returns which headers went with it; the error where none went.
async fn sent(op: &'static Operation, schemes: &[&str]) -> Result<Vec<&'static str>, String> {
    let bench = Bench::new([ok()]);
    let credential = |scheme: &str| if scheme == "oauth" { Credential::bearer("t") } else { Credential::api_key("k") };
    let builder = schemes.iter().fold(bench.builder(), |builder, scheme| builder.credential(*scheme, credential(scheme)));
    let client = builder.build().expect("the values can be used");
    client.call::<Value, Value, ()>(op).await.map_err(|error| error.to_string())?;
    let request = bench.fake.requests().remove(0);
    Ok(["authorization", "x-key", "x-signature"].into_iter().filter(|name| request.headers.contains_key(*name)).collect())
}

#[tokio::test]
async fn an_operation_without_a_word_of_its_own_follows_the_root() {
    assert_eq!(sent(&READ, &["oauth", "key"]).await.expect("it is sent"), ["authorization"]);
    assert!(sent(&READ, &["key"]).await.is_err());
}

#[tokio::test]
async fn an_empty_list_takes_the_roots_security_away() {
    assert_eq!(sent(&NONE, &["oauth", "key"]).await.expect("it is sent"), [""; 0]);
    assert_eq!(sent(&NONE, &[]).await.expect("it is sent"), [""; 0]);
}

#[tokio::test]
async fn an_empty_object_makes_credentials_optional() {
    assert_eq!(sent(&MAYBE, &["key"]).await.expect("it is sent"), ["x-key"]);
    assert_eq!(sent(&MAYBE, &["oauth"]).await.expect("it is sent"), [""; 0]);
}

#[tokio::test]
async fn schemes_of_one_object_travel_together_or_not_at_all() {
    assert_eq!(sent(&BOTH, &["oauth", "key", "signed"]).await.expect("it is sent"), ["authorization", "x-key"]);
    assert!(sent(&BOTH, &["oauth"]).await.is_err());
    assert!(sent(&BOTH, &["key"]).await.is_err());
}

#[tokio::test]
async fn of_several_objects_the_first_that_is_complete_counts() {
    assert_eq!(sent(&EITHER, &["oauth", "signed", "key"]).await.expect("it is sent"), ["authorization", "x-signature"]);
    assert_eq!(sent(&EITHER, &["oauth", "key"]).await.expect("it is sent"), ["x-key"]);
    let error = sent(&EITHER, &["oauth"]).await.expect_err("neither is complete");
    assert!(error.contains("`oauth` and `signed`, or `key`"), "{error}");
}

//! Holds values against the rules of the CRM's description, through the generated crate.

use std::collections::BTreeMap;

use crm::contacts::ListContacts;
use crm::models::{Address, Condition, ConditionField, ConditionOperator, ConditionValue, ContactCreate, ContactSearch};
use crm::{Nullable, Validate};
use turnbuckle_tests::demo::{self, DemoServer};

async fn start() -> (DemoServer, crm::Client) {
    let server = demo::start().await;
    let builder = crm::Client::builder().base_url(server.url("crm")).api_key(demo::credentials::CRM_KEY);
    let client = builder.validate_requests().build().expect("the client is complete");
    (server, client)
}

/// A contact that breaks every rule it can.
fn wrong() -> ContactCreate {
    ContactCreate {
        tags: Some(vec!["a".to_owned(), "b".to_owned(), "a".to_owned()]),
        address: Nullable::Value(Address::new("1 Main Street", "Springfield", "usa")),
        ..ContactCreate::new("ann@example.com", "", "x".repeat(101))
    }
}

fn pointers<'v>(violations: impl IntoIterator<Item = &'v crm::runtime::validate::Violation>) -> Vec<(&'v str, &'v str)> {
    violations.into_iter().map(|violation| (violation.pointer(), violation.keyword())).collect()
}

const EXPECTED: [(&str, &str); 4] =
    [("/first_name", "minLength"), ("/last_name", "maxLength"), ("/tags", "uniqueItems"), ("/address/country", "pattern")];

#[tokio::test]
async fn a_body_that_breaks_rules_is_refused_before_anything_is_sent() {
    let (server, client) = start().await;
    let error = client.contacts().create(&wrong()).await.expect_err("the contact breaks rules");
    let violations = error.violations().expect("nothing else is wrong");
    assert_eq!(pointers(violations), EXPECTED);
    assert_eq!(
        violations.to_string(),
        "`/first_name` must have at least 1 characters; `/last_name` must have at most 100 characters; `/tags` must not have two elements \
         that are the same; `/address/country` must match the pattern `^[A-Z]{2}$`"
    );
    assert!(server.log().requests_to("crm").is_empty(), "nothing may be sent");
}

#[tokio::test]
async fn parameters_are_checked_too() {
    let (server, client) = start().await;
    let error = client.contacts().list(&ListContacts { limit: Some(0), ..Default::default() }).await.expect_err("the limit is too small");
    let violation = error.violations().and_then(|violations| violations.iter().next()).expect("a rule is broken");
    assert_eq!((violation.parameter(), violation.pointer(), violation.keyword(), violation.limit()), ("limit", "", "minimum", "1"));
    assert!(server.log().requests_to("crm").is_empty(), "nothing may be sent");
}

#[tokio::test]
async fn the_first_page_is_checked_before_a_stream_begins() {
    let (server, client) = start().await;
    let mut all = client.contacts().list(&ListContacts { limit: Some(101), ..Default::default() }).items();
    let error = all.try_next().await.expect_err("the limit is too large");
    assert!(error.violations().is_some());
    assert!(server.log().requests_to("crm").is_empty(), "nothing may be sent");
}

#[tokio::test]
async fn what_keeps_the_rules_is_sent() {
    let (server, client) = start().await;
    let contact =
        client.contacts().create(&ContactCreate::new("new@example.com", "Ann", "Lee")).await.expect("the contact keeps the rules");
    assert_eq!(contact.first_name, "Ann");
    assert_eq!(server.log().requests_to("crm").len(), 1);
    let mut all = client.contacts().list(&ListContacts { limit: Some(10), ..Default::default() }).items();
    assert!(all.try_next().await.expect("the pages keep the rules").is_some());
}

#[test]
fn values_are_checked_by_hand() {
    let violations = wrong().validate().expect_err("the contact breaks rules");
    assert_eq!(pointers(&violations), EXPECTED);
    assert!(ContactCreate::new("ann@example.com", "Ann", "Lee").validate().is_ok());
    let search = ContactSearch { r#where: Some(vec![condition(); 11]), limit: Some(101), ..Default::default() };
    assert_eq!(pointers(&search.validate().expect_err("it asks for too much")), [("/where", "maxItems"), ("/limit", "maximum")]);
    let list = ListContacts { limit: Some(0), ..Default::default() };
    assert_eq!(list.validate().expect_err("the limit is too small").to_string(), "parameter `limit` must be at least 1");
}

#[test]
fn lists_and_maps_of_models_are_checked() {
    let violations = vec![ContactCreate::new("a@example.com", "Ann", "Lee"), wrong()].validate().expect_err("the second breaks rules");
    assert_eq!(violations.iter().next().map(|violation| violation.pointer()), Some("/1/first_name"));
    let map = BTreeMap::from([("a/b".to_owned(), wrong())]);
    let violations = map.validate().expect_err("the value breaks rules");
    assert_eq!(violations.iter().next().map(|violation| violation.pointer()), Some("/a~1b/first_name"));
}

#[test]
fn decoding_never_checks() {
    let text = r#"{"email": "", "first_name": "", "last_name": "", "tags": ["a", "a"]}"#;
    let contact: ContactCreate = crm::runtime::json::from_slice(text.as_bytes()).expect("rules do not count here");
    assert_eq!(contact.validate().expect_err("they count here").len(), 3);
}

fn condition() -> Condition {
    Condition::new(ConditionField::Email, ConditionOperator::Eq, ConditionValue::from("a".to_owned()))
}

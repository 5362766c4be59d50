//! What the README shows of calls that are explained, watched and waited for, through a generated crate.

use std::sync::{Arc, Mutex, PoisonError};

use crm::contacts::ListContacts;
use crm::models::ContactCreate;
use crm::runtime::transport::{Fake, FakeAnswer};
use crm::{Client, ClientBuilder};

const PLANTED: &str = "planted-secret";

fn builder(answers: impl IntoIterator<Item = FakeAnswer>) -> (ClientBuilder, Fake) {
    let fake = Fake::new(answers);
    (Client::builder().api_key(PLANTED).transport(fake.clone()), fake)
}

fn empty_page() -> FakeAnswer {
    FakeAnswer::json(200, r#"{"data":[],"next_cursor":null}"#)
}

#[test]
fn a_call_of_a_generated_crate_is_explained_without_its_secrets() {
    let (builder, fake) = builder([]);
    let client = builder.build().expect("the values can be used");
    let call = client.contacts().list(&ListContacts { limit: Some(10), ..Default::default() });
    let (told, curl) = (call.explain().to_string(), call.to_curl());
    assert!(told.contains("[redacted]") && told.contains("limit=10") && told.contains("pages: the cursor at `/next_cursor`"), "{told}");
    assert!(curl.contains("\"${") && !curl.contains(PLANTED) && !told.contains(PLANTED), "{curl}");
    let call = client.contacts().create(&ContactCreate::new("ann@example.com", "Ann", "Lee"));
    assert!(call.to_curl().contains("--data-raw"), "{}", call.to_curl());
    assert_eq!(fake.requests().len(), 0, "nothing is sent");
}

#[tokio::test]
async fn a_generated_builder_takes_hooks() {
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let to = |seen: &Arc<Mutex<Vec<String>>>| {
        let seen = Arc::clone(seen);
        move |line: String| seen.lock().unwrap_or_else(PoisonError::into_inner).push(line)
    };
    let (request, response, attempt, old) = (to(&seen), to(&seen), to(&seen), to(&seen));
    let (builder, fake) = builder([empty_page().header("deprecation", "@1688169599")]);
    let client = builder
        .on_request(move |it| {
            it.headers.insert("traceparent", "00-1-2-01".parse().expect("a header"));
            request(format!("{:?}", it.headers));
        })
        .on_response(move |it| response(format!("{} {}", it.operation.id, it.status)))
        .on_deprecation(move |it| old(format!("{} is deprecated", it.operation.id)))
        .on_attempt(move |it| attempt(format!("{:?}", it.attributes())))
        .build()
        .expect("the values can be used");
    client.contacts().list(&ListContacts::default()).await.expect("it is a page");
    let seen = std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner));
    assert_eq!(seen.len(), 4, "{seen:?}");
    assert_eq!(seen[1..3], ["listContacts 200", "listContacts is deprecated"]);
    assert!(!seen.join("").contains(PLANTED), "{seen:?}");
    assert!(format!("{:?}", fake.requests()).contains("traceparent"));
}

#[test]
fn a_call_of_a_generated_crate_is_waited_for() {
    let (builder, _fake) = builder([empty_page(), empty_page()]);
    let client = builder.build().expect("the values can be used");
    assert_eq!(client.contacts().list(&ListContacts::default()).wait().expect("it is a page").data.len(), 0);
    assert_eq!(client.contacts().list(&ListContacts::default()).items().blocking().count(), 0);
}

//! What the README shows of tests that users write.

use std::time::Duration;

use crm::contacts::ListContacts;
use crm::models::ContactCreate;
use crm::runtime::clock::FakeClock;
use crm::runtime::transport::cassette::{Player, Recorder, Redaction};
use crm::runtime::transport::{Fake, FakeAnswer, FakeRequest, TransportErrorKind};

#[tokio::test]
async fn a_fake_answers_and_tells_what_was_sent() -> Result<(), Box<dyn std::error::Error>> {
    let (fake, clock) = (Fake::default(), FakeClock::new());
    fake.once("GET", "/contacts", FakeAnswer::status(429).header("retry-after", "7"));
    fake.on("GET", "/contacts", |request: &FakeRequest| match request.query("cursor").as_deref() {
        None => FakeAnswer::json(200, r#"{"data":[],"next_cursor":"a"}"#),
        Some(_) => FakeAnswer::json(200, r#"{"data":[],"next_cursor":null}"#),
    });
    fake.on("POST", "/contacts", FakeAnswer::error(TransportErrorKind::Broken));
    let client = crm::Client::builder().api_key("key").transport(fake.clone()).clock(clock.clone()).build()?;

    let contacts = client.contacts().list(&ListContacts::default()).items().all(100).await?;
    assert!(contacts.is_empty());
    assert_eq!(clock.slept(), [Duration::from_secs(7)]);

    let error = client.contacts().create(&ContactCreate::new("ada@example.com", "Ada", "Keller")).await.expect_err("it breaks");
    assert!(error.is_outcome_unknown());
    fake.assert_lines(&["GET /v1/contacts", "GET /v1/contacts", "GET /v1/contacts?cursor=a", "POST /v1/contacts"]);
    assert_eq!(fake.requests_to("POST", "/contacts")[0].json()["email"], "ada@example.com");
    fake.assert_done();
    Ok(())
}

#[tokio::test]
async fn a_recording_is_made_once_and_replayed() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::temp_dir().join(format!("turnbuckle-users-{}.json", std::process::id()));
    let vendor = Fake::new([FakeAnswer::json(200, r#"{"data":[],"next_cursor":null}"#)]);

    let recorder = Recorder::new(vendor, &path).redaction(Redaction::default().field("iban"));
    let client = crm::Client::builder().api_key("real-key").transport(recorder.clone()).build()?;
    client.contacts().list(&ListContacts::default()).await?;
    recorder.save()?;

    let player = Player::open(&path)?.redaction(Redaction::default().field("iban"));
    let client = crm::Client::builder().api_key("any").transport(player).build()?;
    client.contacts().list(&ListContacts::default()).await?;

    assert!(!std::fs::read_to_string(&path)?.contains("real-key"));
    std::fs::remove_file(path)?;
    Ok(())
}

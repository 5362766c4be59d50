use std::time::Duration;

use mailer::models::{MailingListInput, SubscriberInput};
use mailer::runtime::Retry;
use serde_json::json;
use turnbuckle_tests::demo::{self, Fault};

use crate::{json, start};

#[tokio::test]
async fn a_conflict_is_typed() {
    let (_server, client) = start().await;
    let error = client.lists().create(&MailingListInput::new("News", "A", "a@example.com")).await.expect_err("the name is taken");
    assert_eq!(error.api().map(json), Some(json!({"status": 409, "title": "Conflict", "detail": "Another list has this name."})));
}

#[tokio::test]
async fn an_invalid_body_names_the_fields() {
    let (_server, client) = start().await;
    let error = client.subscribers().add("lst_0003", &SubscriberInput::new("nobody")).await.expect_err("it is no address");
    let body = error.api().expect("the body is as described");
    assert_eq!((body.status, json(&body.errors)), (422, json!([{"field": "email", "message": "is not an e-mail address"}])));
}

#[tokio::test]
async fn a_key_in_the_query_is_in_no_error() {
    let server = demo::start().await;
    let client = mailer::Client::builder().base_url(server.url("mailer")).key("very-secret").build().expect("the client is complete");
    let error = client.lists().get("lst_0001").await.expect_err("the key is wrong");
    assert_eq!(error.status(), Some(401));
    assert!(!format!("{error} {error:?} {client:?}").contains("very-secret"));
    assert_eq!(server.log().requests()[0].target, "/lists/lst_0001?apikey=very-secret");
}

#[tokio::test]
async fn a_stalled_server_is_given_up() {
    let (server, client) = start().await;
    server.faults().fail_next("mailer", "GET", "/lists", Fault::Stall, 1);
    let call = client.lists().get("lst_0001").attempt_timeout(Duration::from_millis(20)).retry(Retry::never());
    assert!(call.await.expect_err("nothing comes").is_timeout());
}

#[tokio::test]
async fn half_an_answer_is_asked_for_again() {
    let (server, client) = start().await;
    server.faults().fail_next("mailer", "GET", "/lists", Fault::TruncatedBody, 1);
    assert_eq!(client.lists().get("lst_0001").await.expect("the second attempt succeeds").id, "lst_0001");
    assert_eq!(server.log().requests().len(), 2);
}

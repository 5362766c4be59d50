use mailer::models::{
    ImportSubscribersBody, ListSubscribersStatusItem, Subscriber, SubscriberInput, SubscriberStatus, SubscriberUpdate, UnsubscribeBody,
    UnsubscribeBodyReason,
};
use mailer::runtime::{FilePart, Nullable};
use mailer::subscribers::ListSubscribers;
use serde_json::json;
use turnbuckle_tests::demo::Fault;

use crate::{ids, json, last, last_body, start, targets};

fn ids_of(subscribers: &[Subscriber]) -> Vec<String> {
    subscribers.iter().map(|subscriber| subscriber.id.clone()).collect()
}

#[tokio::test]
async fn items_are_those_of_all_pages() {
    let (server, client) = start().await;
    let subscribers = client.subscribers().list("lst_0001", &ListSubscribers::default()).items().all(100).await.expect("they are listed");
    assert_eq!(ids_of(&subscribers), ids("sub", 1..=37));
    assert_eq!(targets(&server).len(), 4);
}

#[tokio::test]
async fn one_list_is_joined_and_another_repeated() {
    let (server, client) = start().await;
    let params = ListSubscribers {
        status: vec![ListSubscribersStatusItem::Pending, ListSubscribersStatusItem::Unsubscribed],
        tag: vec!["vip".to_owned(), "early".to_owned()],
        limit: Some(2),
        ..Default::default()
    };
    let subscribers = client.subscribers().list("lst_0001", &params).items().all(100).await.expect("they are listed");
    assert_eq!(ids_of(&subscribers), ids("sub", [5, 9, 25, 29]));
    let first = "/lists/lst_0001/subscribers?limit=2&status=pending,unsubscribed&tag=vip&tag=early";
    assert_eq!(targets(&server), [first.to_owned(), format!("{first}&offset=2")]);
}

#[tokio::test]
async fn a_subscriber_is_added_with_an_address_that_needs_encoding() {
    let (server, client) = start().await;
    let email = "a+b/ü?#%@example.com";
    let mut new = SubscriberInput::new(email);
    new.birthday = Nullable::Value("1990-12-01".parse().expect("it is a date"));
    let added = client.subscribers().add("lst_0003", &new).await.expect("the subscriber is added");
    assert_eq!(last_body(&server), json!({"email": email, "birthday": "1990-12-01"}));
    assert_eq!(
        json(&added),
        json!({
            "id": "sub_0041",
            "list_id": "lst_0003",
            "email": email,
            "name": null,
            "status": "subscribed",
            "tags": [],
            "merge_fields": {},
            "birthday": "1990-12-01",
            "rating": 2.5,
            "changed_at": added.changed_at.to_string(),
            "unsubscribe_reason": null,
        })
    );
    assert_eq!(client.subscribers().get("lst_0003", email).await.expect("the subscriber is there"), added);
}

#[tokio::test]
async fn a_put_is_repeated_when_its_answer_is_lost() {
    let (server, client) = start().await;
    server.faults().fail_next("mailer", "PUT", "/lists", Fault::ResetAfterWork, 1);
    let put = client.subscribers().put("lst_0003", "a@example.com", &SubscriberInput::new("a@example.com")).send().await;
    let put = put.expect("the second attempt succeeds");
    assert_eq!((put.status(), put.attempts().len()), (200, 1));
    assert_eq!(client.lists().get("lst_0003").await.expect("the list is there").stats.subscribed, 1);
}

#[tokio::test]
async fn an_addition_is_not_repeated_when_its_answer_is_lost() {
    let (server, client) = start().await;
    server.faults().fail_next("mailer", "POST", "/lists", Fault::ResetAfterWork, 1);
    let error = client.subscribers().add("lst_0003", &SubscriberInput::new("a@example.com")).await.expect_err("the connection breaks");
    assert!(error.is_outcome_unknown());
    assert_eq!(server.log().effects("addSubscriber"), 1);
}

#[tokio::test]
async fn null_clears_and_absent_leaves_alone() {
    let (server, client) = start().await;
    let before = client.subscribers().get("lst_0001", "subscriber1@example.com").await.expect("the subscriber is there");
    let update = SubscriberUpdate { name: Nullable::Null, status: Some(SubscriberStatus::Pending), ..Default::default() };
    let updated = client.subscribers().update("lst_0001", "subscriber1@example.com", &update).await.expect("the subscriber is changed");
    assert_eq!(last_body(&server), json!({"name": null, "status": "pending"}));
    let mut expected = before;
    expected.name = Nullable::Null;
    expected.status = SubscriberStatus::Pending;
    expected.changed_at = updated.changed_at.clone();
    assert_eq!(updated, expected);
}

#[tokio::test]
async fn a_removed_subscriber_is_gone() {
    let (_server, client) = start().await;
    let (list, email) = ("lst_0001", "subscriber2@example.com");
    client.subscribers().remove(list, email).await.expect("the subscriber is removed");
    assert_eq!(client.subscribers().get(list, email).await.expect_err("the subscriber is gone").status(), Some(404));
}

#[tokio::test]
async fn form_data_has_lists_joined_by_commas() {
    let (server, client) = start().await;
    let mut body = UnsubscribeBody::new("subscriber0@example.com");
    body.reason = Some(UnsubscribeBodyReason::TooOften);
    body.campaign_ids = Some(ids("cam", [1, 2]));
    let subscriber = client.subscribers().unsubscribe("lst_0001", &body).await.expect("the subscriber is off");
    assert_eq!(last(&server).header("content-type"), Some("application/x-www-form-urlencoded"));
    let sent: Vec<(String, String)> = form_urlencoded::parse(&last(&server).body).into_owned().collect();
    let expected = [("email", "subscriber0@example.com"), ("reason", "too_often"), ("campaign_ids", "cam_0001,cam_0002")];
    assert_eq!(sent, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let reason = subscriber.unsubscribe_reason.value().map(String::as_str);
    assert_eq!((subscriber.status, reason), (SubscriberStatus::Unsubscribed, Some("too_often")));
}

#[tokio::test]
async fn a_file_is_uploaded_with_fields() {
    let (_server, client) = start().await;
    let csv = "email,name\nnew@example.com,New\nsubscriber0@example.com,Changed\nnobody,Nobody\n";
    let mut body = ImportSubscribersBody::new(FilePart::from(csv).file_name("people.csv").content_type("text/csv"));
    body.update_existing = Some(true);
    body.tags = Some(vec!["import".to_owned(), "2026".to_owned()]);
    let import = client.subscribers().import("lst_0001", &body).await.expect("the file is imported");
    assert_eq!(
        json(&import),
        json!({
            "id": "imp_0001",
            "file_name": "people.csv",
            "added": 1,
            "updated": 1,
            "skipped": 0,
            "failed": [{"line": 4, "reason": "not an e-mail address"}],
        })
    );
    let changed = client.subscribers().get("lst_0001", "subscriber0@example.com").await.expect("the subscriber is there");
    assert_eq!(changed.tags, body.tags);
}

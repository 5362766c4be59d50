use crm::contacts::ListContacts;
use crm::models::{
    Address, Condition, ConditionField, ConditionOperator, ConditionValue, Contact, ContactCreate, ContactSearch, ContactUpdate,
    CustomFieldsValue, Lifecycle, Sort, SortDirection, SortField,
};
use crm::runtime::{Error, Nullable};
use serde_json::json;
use turnbuckle_tests::demo::Fault;

use crate::{ids, json, last, last_body, start, targets};

fn ids_of(contacts: &[Contact]) -> Vec<String> {
    contacts.iter().map(|contact| contact.id.clone()).collect()
}

#[tokio::test]
async fn a_list_is_a_page() {
    let (_server, client) = start().await;
    let params = ListContacts { limit: Some(3), ..Default::default() };
    let page = client.contacts().list(&params).await.expect("contacts are listed");
    assert_eq!(ids_of(&page.data), ids("con", 1..=3));
    assert_eq!(page.next_cursor.as_deref(), Some("636f6e5f30303033"));
}

#[tokio::test]
async fn items_are_those_of_all_pages() {
    let (server, client) = start().await;
    let contacts = client.contacts().list(&ListContacts::default()).items().all(100).await.expect("contacts are listed");
    assert_eq!(ids_of(&contacts), ids("con", 1..=25));
    assert_eq!(targets(&server), ["/contacts", "/contacts?cursor=636f6e5f30303130", "/contacts?cursor=636f6e5f30303230"]);
}

#[tokio::test]
async fn filters_go_to_every_page() {
    let (server, client) = start().await;
    let params = ListContacts {
        tag: vec!["vip".to_owned(), "news".to_owned()],
        limit: Some(3),
        updated_since: Some("2026-02-01T00:00:00Z".parse().expect("it is a time")),
        ..Default::default()
    };
    let contacts = client.contacts().list(&params).items().all(100).await.expect("contacts are listed");
    assert_eq!(ids_of(&contacts), ids("con", [1, 6, 11, 16, 21]));
    let filters = "tag=vip&tag=news&updated_since=2026-02-01T00%3A00%3A00Z";
    assert_eq!(targets(&server), [format!("/contacts?limit=3&{filters}"), format!("/contacts?limit=3&{filters}&cursor=636f6e5f30303131")]);
}

#[tokio::test]
async fn a_stream_goes_on_where_it_was_left() {
    let (_server, client) = start().await;
    let params = ListContacts { lifecycle: Some(Lifecycle::Customer), limit: Some(2), ..Default::default() };
    let mut items = client.contacts().list(&params).items();
    for id in ids("con", [3, 7, 11]) {
        assert_eq!(items.try_next().await.expect("the page is read").map(|contact| contact.id), Some(id));
    }
    let position = items.position().expect("there is more").to_string().parse().expect("a position can be kept as text");
    let rest = client.contacts().list(&params).resume(&position).items().all(100).await.expect("contacts are listed");
    assert_eq!(ids_of(&rest), ids("con", [15, 19, 23]));
}

#[tokio::test]
async fn a_contact_has_every_field() {
    let (_server, client) = start().await;
    let contact = client.contacts().get("con_0004").await.expect("the contact is there");
    assert_eq!(
        json(&contact),
        json!({
            "id": "con_0004",
            "created_at": "2026-02-01T00:00:16Z",
            "updated_at": "2026-02-01T00:00:16Z",
            "email": "contact3@example.com",
            "first_name": "Edsger",
            "last_name": "Keller",
            "phone": "+41 31 000 00 03",
            "fax": "+41 31 000 00 99",
            "lifecycle": "former",
            "tags": [],
            "company_id": null,
            "address": {"street": "Hauptstrasse 3", "city": "Bern", "postal_code": "3011", "country": "CH"},
            "custom_fields": {"newsletter": false, "score": 7.5},
        })
    );
    assert_eq!(contact.custom_fields.get("score"), Some(&Some(CustomFieldsValue::Number(7.5))));
}

#[tokio::test]
async fn a_contact_is_created_with_what_is_set() {
    let (server, client) = start().await;
    let mut new = ContactCreate::new("zoë@example.com", "Zoë", "O'Neil");
    new.company_id = Nullable::Value("com_0002".to_owned());
    new.address = Nullable::Value(Address::new("Rue 1", "Genève", "CH"));
    new.custom_fields = Some([("vip".to_owned(), Some(true.into())), ("old".to_owned(), None)].into());
    let created = client.contacts().create(&new).send().await.expect("the contact is created");
    assert_eq!(created.status(), 201);
    let location = created.headers().get("location").and_then(|value| value.to_str().ok());
    assert_eq!(location, Some(format!("{}/contacts/con_0026", server.url("crm")).as_str()));
    assert_eq!(
        last_body(&server),
        json!({
            "email": "zoë@example.com",
            "first_name": "Zoë",
            "last_name": "O'Neil",
            "company_id": "com_0002",
            "address": {"street": "Rue 1", "city": "Genève", "country": "CH"},
            "custom_fields": {"vip": true, "old": null},
        })
    );
    let stored = client.contacts().get("con_0026").await.expect("the contact is there");
    assert_eq!(stored, created.into_inner());
}

#[tokio::test]
async fn null_clears_and_absent_leaves_alone() {
    let (server, client) = start().await;
    let before = client.contacts().get("con_0010").await.expect("the contact is there");
    let update = ContactUpdate { phone: Nullable::Null, last_name: Some("Meier".to_owned()), ..Default::default() };
    let updated = client.contacts().update("con_0010", &update).await.expect("the contact is changed");
    assert_eq!(last_body(&server), json!({"last_name": "Meier", "phone": null}));
    assert_eq!(last(&server).header("content-type"), Some("application/merge-patch+json"));
    let mut expected = before.clone();
    expected.phone = Nullable::Null;
    expected.last_name = "Meier".to_owned();
    expected.updated_at = updated.updated_at.clone();
    assert_eq!(updated, expected);
    assert_ne!(before, expected);
}

#[tokio::test]
async fn a_search_has_its_cursor_in_the_body() {
    let (server, client) = start().await;
    let phases = vec!["lead".to_owned(), "customer".to_owned()];
    let condition = Condition::new(ConditionField::Lifecycle, ConditionOperator::In, ConditionValue::List(phases));
    let sort = Sort { direction: Some(SortDirection::Desc), ..Sort::new(SortField::CreatedAt) };
    let search = ContactSearch { r#where: Some(vec![condition]), sort: Some(sort), limit: Some(8), ..Default::default() };
    let found = client.contacts().search(&search).items().all(100).await.expect("contacts are found");
    assert_eq!(ids_of(&found), ids("con", (1..=25).rev().step_by(2)));
    assert_eq!(targets(&server), ["/contacts/search", "/contacts/search"]);
    assert_eq!(
        last_body(&server),
        json!({
            "where": [{"field": "lifecycle", "operator": "in", "value": ["lead", "customer"]}],
            "sort": {"field": "created_at", "direction": "desc"},
            "limit": 8,
            "cursor": "636f6e5f30303131",
        })
    );
}

#[tokio::test]
async fn a_deleted_contact_is_gone() {
    let (server, client) = start().await;
    client.contacts().delete("con_0005").await.expect("the contact is deleted");
    let error = client.contacts().get("con_0005").await.expect_err("the contact is gone");
    assert_eq!(error.status(), Some(404));
    assert_eq!(server.log().effects("deleteContact"), 1);
}

#[tokio::test]
async fn a_post_without_a_key_is_not_repeated_when_its_outcome_is_unknown() {
    let (server, client) = start().await;
    server.faults().fail_next("crm", "POST", "/contacts", Fault::ResetAfterWork, 1);
    let error = client.contacts().create(&ContactCreate::new("new@example.com", "New", "One")).await.expect_err("the connection breaks");
    assert!(error.is_outcome_unknown());
    assert_eq!((error.status(), error.attempts().len()), (None, 1));
    assert_eq!((server.log().effects("createContact"), server.log().requests().len()), (1, 1));
}

#[tokio::test]
async fn a_request_that_was_not_read_is_repeated() {
    let (server, client) = start().await;
    server.faults().fail_next("crm", "GET", "/contacts", Fault::DropBeforeRead, 2);
    let contact = client.contacts().get("con_0001").await.map_err(Error::erase).expect("the third attempt succeeds");
    assert_eq!(contact.id, "con_0001");
    assert_eq!(server.log().requests().len(), 3);
}

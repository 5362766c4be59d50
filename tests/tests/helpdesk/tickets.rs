use helpdesk::comments::ListComments;
use helpdesk::models::{
    AgentAuthor, Author, CommentCreate, ErrorModelCode, MergeTicketBody, Person, Priority, Ticket, TicketCreate, TicketStatus, TicketUpdate,
};
use helpdesk::runtime::Nullable;
use helpdesk::tickets::ListTickets;
use serde_json::json;
use turnbuckle_tests::demo;

use crate::{json, last, last_body, start};

fn ids_of(tickets: &[Ticket]) -> Vec<i64> {
    tickets.iter().map(|ticket| ticket.id).collect()
}

#[tokio::test]
async fn pages_are_counted() {
    let (server, client) = start().await;
    let params = ListTickets { per_page: Some(9), ..Default::default() };
    let tickets = client.tickets().list(&params).items().all(100).await.expect("tickets are listed");
    assert_eq!(ids_of(&tickets), (1..=23).collect::<Vec<_>>());
    let targets: Vec<String> = server.log().requests().into_iter().map(|request| request.target).collect();
    assert_eq!(targets, ["/tickets?per_page=9", "/tickets?per_page=9&page=2", "/tickets?per_page=9&page=3"]);
}

#[tokio::test]
async fn a_list_is_joined_by_pipes() {
    let (server, client) = start().await;
    let params =
        ListTickets { status: vec![TicketStatus::OnHold, TicketStatus::New], q: Some("printer fire".to_owned()), ..Default::default() };
    let page = client.tickets().list(&params).await.expect("tickets are listed");
    assert_eq!(ids_of(&page.tickets), [1, 13, 16]);
    assert_eq!(last(&server).target, "/tickets?status=on-hold%7Cnew&q=printer%20fire");
}

#[tokio::test]
async fn both_keys_are_sent() {
    let (server, client) = start().await;
    client.tickets().get(1).await.expect("the keys are taken");
    let request = last(&server);
    assert_eq!((request.header("x-account-id"), request.header("x-api-key")), (Some("acme"), Some("helpdesk-key")));
}

#[tokio::test]
async fn one_key_of_two_is_not_enough() {
    let server = demo::start().await;
    let client = helpdesk::Client::builder().base_url(server.url("helpdesk")).key("helpdesk-key").build().expect("the client is complete");
    let error = client.tickets().get(1).await.expect_err("a credential is missing");
    assert!(error.is_auth());
    assert_eq!(server.log().requests().len(), 0);
}

#[tokio::test]
async fn a_ticket_is_created_changed_and_deleted() {
    let (server, client) = start().await;
    let tickets = client.tickets();
    let mut new = TicketCreate::new("Smoke", "There is smoke.", Person::new("Ada", "ada@example.com"));
    new.priority = Some(Priority::Urgent);
    new.assignee_id = Nullable::Value(2);
    new.custom_fields = Some([("floor".to_owned(), json!({"number": 3})), ("old".to_owned(), json!(null))].into());
    let created = tickets.create(&new).await.expect("the ticket is created");
    let now = created.created_at.to_string();
    assert_eq!(
        json(&created),
        json!({
            "id": 24,
            "created_at": now,
            "updated_at": now,
            "subject": "Smoke",
            "description": "There is smoke.",
            "status": "new",
            "priority": "urgent",
            "requester": {"name": "Ada", "email": "ada@example.com"},
            "assignee_id": 2,
            "tags": [],
            "due_at": null,
            "custom_fields": {"floor": {"number": 3}, "old": null},
            "related_ids": [],
        })
    );
    let update = TicketUpdate { assignee_id: Nullable::Null, tags: Some(vec!["fire".to_owned()]), ..Default::default() };
    let updated = tickets.update(24, &update).await.expect("the ticket is changed");
    assert_eq!(last_body(&server), json!({"assignee_id": null, "tags": ["fire"]}));
    let mut expected = created;
    expected.assignee_id = Nullable::Null;
    expected.tags = vec!["fire".to_owned()];
    expected.updated_at = updated.updated_at.clone();
    assert_eq!(updated, expected);
    assert_eq!(tickets.get(24).await.expect("the ticket is there"), expected);
    tickets.delete(24).await.expect("the ticket is deleted");
    assert_eq!(tickets.get(24).await.expect_err("the ticket is gone").status(), Some(404));
}

#[tokio::test]
#[allow(deprecated, reason = "the operation is still there")]
async fn a_ticket_is_merged_into_another() {
    let (_server, client) = start().await;
    let merged = client.tickets().merge(2, &MergeTicketBody::new(1)).await.expect("the ticket is merged");
    assert_eq!(merged.id, 1);
    assert_eq!(client.tickets().get(2).await.expect("the ticket is there").status, TicketStatus::Closed);
}

#[tokio::test]
async fn a_closed_ticket_is_a_conflict() {
    let (_server, client) = start().await;
    let update = TicketUpdate { subject: Some("Again".to_owned()), ..Default::default() };
    let error = client.tickets().update(5, &update).await.expect_err("the ticket is closed");
    assert_eq!((error.status(), error.api().map(|body| &body.code)), (Some(409), Some(&ErrorModelCode::Conflict)));
    assert_eq!(error.request_id(), Some("1c5f2a7e-3a55-4c7e-9a0e-1f0f5f0a3b11"));
}

#[tokio::test]
async fn an_invalid_body_names_the_fields() {
    let (_server, client) = start().await;
    let error = client.tickets().create(&TicketCreate::new("", "", Person::new("Ada", "nobody"))).await;
    let error = error.expect_err("the body is invalid");
    let fields = error.api().and_then(|body| body.fields.as_ref()).map(|fields| fields.keys().cloned().collect::<Vec<_>>());
    assert_eq!(fields, Some(["description", "requester.email", "subject"].map(str::to_owned).to_vec()));
}

#[tokio::test]
async fn comments_come_in_pages_with_what_they_answer() {
    let (_server, client) = start().await;
    let params = ListComments { per_page: Some(6), ..Default::default() };
    let comments = client.comments().list(1, &params).items().all(100).await.expect("comments are listed");
    assert_eq!(comments.iter().map(|comment| comment.id).collect::<Vec<_>>(), (1..=13).collect::<Vec<_>>());
    let answered = comments[2].reply_to.value().expect("the third comment answers the second");
    assert_eq!(**answered, comments[1]);
    assert_eq!(comments[0].author, AgentAuthor::new(1).into());
    assert_eq!(comments[1].author, Person::new("Person 0", "person0@example.com").into());
}

#[tokio::test]
async fn a_comment_is_added_and_deleted() {
    let (server, client) = start().await;
    let mut new = CommentCreate::new("Water helps.");
    new.author = Some(Author::from(AgentAuthor::new(3)));
    new.reply_to_id = Nullable::Value(1);
    let added = client.comments().add(1, &new).await.expect("the comment is added");
    assert_eq!(last_body(&server), json!({"text": "Water helps.", "author": {"agent_id": 3}, "reply_to_id": 1}));
    assert_eq!(added.reply_to.value().map(|comment| comment.id), Some(1));
    client.comments().delete(1, added.id).await.expect("the comment is deleted");
    assert_eq!(server.log().effects("deleteComment"), 1);
}

use crm::activities::ListContactActivities;
use crm::models::{
    Activity, ActivityKind, CallActivity, CallActivityDirection, CallActivityOutcome, EmailActivity, MeetingActivity, NoteActivity,
};
use crm::runtime::{Nullable, jiff::Timestamp};
use serde_json::json;

use crate::{ids, json, last, last_body, start};

fn at(time: &str) -> Timestamp {
    time.parse().expect("it is a time")
}

/// Returns the identifier that every kind has.
fn id(activity: &Activity) -> &str {
    match activity {
        Activity::Call(call) => &call.id,
        Activity::Email(email) => &email.id,
        Activity::Meeting(meeting) => &meeting.id,
        Activity::Note(note) => &note.id,
        Activity::Unknown(_) => "unknown",
    }
}

#[tokio::test]
async fn every_kind_is_read() {
    let (_server, client) = start().await;
    let params = ListContactActivities { limit: Some(5), ..Default::default() };
    let activities =
        client.activities().list_contact_activities("con_0001", &params).items().all(100).await.expect("activities are listed");
    assert_eq!(activities.iter().map(id).collect::<Vec<_>>(), ids("act", (1..=12).rev()));
    assert!(matches!(&activities[..4], [Activity::Note(_), Activity::Meeting(_), Activity::Email(_), Activity::Call(_)]));
}

#[tokio::test]
async fn a_list_of_kinds_is_joined_by_commas() {
    let (server, client) = start().await;
    let params = ListContactActivities { kind: vec![ActivityKind::Call, ActivityKind::Note], ..Default::default() };
    let page = client.activities().list_contact_activities("con_0001", &params).await.expect("activities are listed");
    assert_eq!(page.data.iter().map(id).collect::<Vec<_>>(), ids("act", [12, 9, 8, 5, 4, 1]));
    assert_eq!(last(&server).target, "/contacts/con_0001/activities?kind=call,note");
}

#[tokio::test]
async fn a_call_is_written_and_read() {
    let (server, client) = start().await;
    let mut call = CallActivity::new("con_0003", at("2026-03-01T10:00:00Z"), CallActivityDirection::Inbound, 90);
    call.outcome = Nullable::Value(CallActivityOutcome::Voicemail);
    let created = client.activities().create(&call.into()).await.expect("the call is recorded");
    let body = json!({
        "contact_id": "con_0003",
        "happened_at": "2026-03-01T10:00:00Z",
        "kind": "call",
        "direction": "inbound",
        "duration_seconds": 90,
        "outcome": "voicemail",
    });
    assert_eq!(last_body(&server), body);
    assert_eq!(client.activities().get("act_0015").await.expect("the call is there"), created);
    let mut expected = body;
    expected["id"] = json!("act_0015");
    assert_eq!(json(&created), expected);
}

#[tokio::test]
async fn the_other_kinds_are_written_with_theirs() {
    let (server, client) = start().await;
    let (contact, when) = ("con_0003", at("2026-03-01T10:00:00Z"));
    let activities: [(Activity, _); 3] = [
        (EmailActivity::new(contact, when, "Hello").into(), json!({"kind": "email", "subject": "Hello"})),
        (
            MeetingActivity::new(contact, when, at("2026-03-01T11:00:00Z"), vec!["a@example.com".to_owned()]).into(),
            json!({"kind": "meeting", "ends_at": "2026-03-01T11:00:00Z", "attendees": ["a@example.com"]}),
        ),
        (NoteActivity::new(contact, when, "Nothing").into(), json!({"kind": "note", "text": "Nothing"})),
    ];
    for (activity, mut expected) in activities {
        client.activities().create(&activity).await.expect("the activity is recorded");
        expected["contact_id"] = json!("con_0003");
        expected["happened_at"] = json!("2026-03-01T10:00:00Z");
        assert_eq!(last_body(&server), expected);
    }
}

#[tokio::test]
async fn a_deleted_activity_is_gone() {
    let (_server, client) = start().await;
    client.activities().delete("act_0001").await.expect("the activity is deleted");
    assert_eq!(client.activities().get("act_0001").await.expect_err("the activity is gone").status(), Some(404));
}

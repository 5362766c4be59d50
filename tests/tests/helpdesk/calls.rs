use helpdesk::calls::ListCalls;
use helpdesk::models::{CallCreate, CallCreateDirection};
use helpdesk::runtime::{Nullable, jiff::Timestamp};
use serde_json::json;

use crate::{json, last, last_body, start};

#[tokio::test]
async fn items_are_those_of_all_pages() {
    let (_server, client) = start().await;
    let params = ListCalls { per_page: Some(5), ..Default::default() };
    let calls = client.calls().list(&params).items().all(100).await.expect("calls are listed");
    assert_eq!(calls.into_iter().map(|call| call.id).collect::<Vec<_>>(), (1..=12).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_day_is_a_date() {
    let (server, client) = start().await;
    let date = "2026-02-02".parse().expect("it is a date");
    let page = client.calls().list(&ListCalls { date: Some(date), ..Default::default() }).await.expect("calls are listed");
    assert_eq!(page.calls.into_iter().map(|call| call.id).collect::<Vec<_>>(), [4, 5, 6]);
    assert_eq!(last(&server).target, "/calls?date=2026-02-02");
}

#[tokio::test]
async fn a_call_is_logged() {
    let (server, client) = start().await;
    let at: Timestamp = "2026-03-01T10:00:00Z".parse().expect("it is a time");
    let mut new = CallCreate::new(CallCreateDirection::Inbound, "+41 1", "+41 2", at, 30);
    new.ticket_id = Nullable::Value(1);
    let call = client.calls().log(&new).await.expect("the call is logged");
    let mut expected = json!({
        "direction": "inbound", "from": "+41 1", "to": "+41 2", "started_at": "2026-03-01T10:00:00Z", "duration": 30, "ticket_id": 1,
    });
    assert_eq!(last_body(&server), expected);
    expected["id"] = json!(13);
    expected["agent_id"] = json!(null);
    expected["has_recording"] = json!(false);
    assert_eq!(json(&call), expected);
    assert_eq!(client.calls().get(13).await.expect("the call is there"), call);
}

#[tokio::test]
async fn a_recording_is_bytes() {
    let (_server, client) = start().await;
    let recording = client.calls().get_recording(1).await.expect("the call was recorded");
    assert_eq!(recording.media_type(), "audio/wav");
    let bytes = recording.bytes(1 << 20).await.expect("the file is read");
    assert_eq!((bytes.len(), &bytes[..4], &bytes[8..12]), (844, &b"RIFF"[..], &b"WAVE"[..]));
    assert_eq!(client.calls().get_recording(2).await.expect_err("the call was not recorded").status(), Some(404));
}

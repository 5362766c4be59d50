//! `helpdesk`: page numbers, streams, passwords.

use crate::client::{Api, answer, header, len, respond};
use serde_json::{Value, json};
use turnbuckle_tests::demo::start;

#[tokio::test]
async fn helpdesk_pages_by_number_and_streams_to_an_end() {
    let server = start().await;
    let helpdesk = Api::of(&server, "helpdesk");
    let (_, page) = helpdesk.get("/tickets?page=3").await;
    assert_eq!((len(&page["tickets"]), &page["total_pages"], &page["total"]), (3, &json!(3), &json!(23)));
    assert_eq!(helpdesk.get("/tickets?status=new%7Copen&per_page=100").await.1["total"], 10);
    let stream = respond(helpdesk.request("GET", "/events/tickets?limit=2").header("Last-Event-ID", "22")).await;
    assert_eq!(header(&stream, "content-type"), "text/event-stream");
    let text = stream.text().await.expect("the stream ends");
    assert!(text.contains("id: 23\nevent: ticket.created\ndata: {") && text.ends_with("data: [DONE]\n\n"), "{text}");
    let lines = respond(helpdesk.request("GET", "/exports/tickets")).await.text().await.expect("the export ends");
    let read = lines.lines().map(serde_json::from_str::<Value>).collect::<Result<Vec<_>, _>>();
    assert_eq!(read.expect("every line is JSON").len(), 23);
    let wav = respond(helpdesk.request("GET", "/calls/1/recording")).await.bytes().await.expect("the file is whole");
    assert_eq!((&wav[..4], wav.len()), (&b"RIFF"[..], 844));
}

#[tokio::test]
async fn helpdesk_takes_passwords_and_never_gives_them() {
    let server = start().await;
    let helpdesk = Api::of(&server, "helpdesk");
    let agent = json!({
        "id": 0, "name": "G", "email": "g@example.com", "role": "lead", "password": "correct horse", "active": true,
    });
    let (status, agent) = helpdesk.send("POST", "/agents", agent).await;
    assert_eq!((status, agent.get("password"), &agent["id"]), (201, None, &json!(12)));
    assert_eq!(answer(helpdesk.request("DELETE", "/agents/1")).await.0, 409);
    assert_eq!(helpdesk.send("PATCH", "/tickets/5", json!({"status": "open"})).await.0, 409);
    let (_, comment) = helpdesk.send("POST", "/tickets/1/comments", json!({"text": "x", "reply_to_id": 4})).await;
    assert_eq!(comment["reply_to"]["reply_to"]["id"], 3);
}

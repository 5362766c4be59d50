use std::time::Duration;

use helpdesk::models::TicketEvent as Event;
use helpdesk::runtime::EventStream;
use helpdesk::runtime::stream::Reconnect;
use helpdesk::tickets::{ExportTickets, ListTickets, StreamTicketEvents};
use turnbuckle_tests::demo::Fault;

use crate::{last, start};

#[tokio::test]
async fn events_are_typed_and_end_at_the_mark() {
    let (_server, client) = start().await;
    let mut events = client.tickets().stream_ticket_events(&StreamTicketEvents::default()).await.expect("the stream opens");
    let (mut created, mut commented, mut ids) = (Vec::new(), Vec::new(), Vec::new());
    while let Some(event) = events.try_next().await.expect("the event is read") {
        ids.push(event.id);
        match event.data {
            Event::TicketCreatedEvent(data) => created.push((event.name, data.ticket.id)),
            Event::TicketCommentedEvent(data) => commented.push((event.name, data.comment.id)),
            other => panic!("{other:?} did not happen"),
        }
    }
    assert_eq!(created, (1..=23).map(|id| ("ticket.created".to_owned(), id)).collect::<Vec<_>>());
    assert_eq!(commented, (1..=13).map(|id| ("ticket.commented".to_owned(), id)).collect::<Vec<_>>());
    assert_eq!(ids, (1..=36).map(|id| id.to_string()).collect::<Vec<_>>());
    assert_eq!(events.retry(), Some(Duration::from_millis(10)));
}

#[tokio::test]
async fn a_stream_goes_on_after_the_last_event() {
    let (server, client) = start().await;
    let params = StreamTicketEvents { last_event_id: Some("22".to_owned()), limit: Some(2) };
    let mut events = client.tickets().stream_ticket_events(&params).await.expect("the stream opens");
    let mut ids = Vec::new();
    while let Some(event) = events.try_next().await.expect("the event is read") {
        ids.push(event.id);
    }
    assert_eq!(ids, ["23", "24"]);
    let request = last(&server);
    assert_eq!((request.target.as_str(), request.header("last-event-id")), ("/events/tickets?limit=2", Some("22")));
    assert_eq!(request.header("accept").map(|accept| accept.contains("text/event-stream")), Some(true));
}

#[tokio::test]
async fn a_stream_that_breaks_is_opened_again_where_it_broke() {
    let (server, client) = start().await;
    let whole = ids(client.tickets().stream_ticket_events(&StreamTicketEvents::default()).await.expect("the stream opens")).await;
    server.faults().fail_next("helpdesk", "GET", "/events", Fault::TruncatedBody, 1);
    let broken = ids(client.tickets().stream_ticket_events(&StreamTicketEvents::default()).await.expect("the stream opens")).await;
    assert_eq!(broken, whole, "no event is lost, and none comes twice");
    assert!(last(&server).header("last-event-id").is_some());
}

async fn ids(mut events: EventStream<Event>) -> Vec<String> {
    let mut ids = Vec::new();
    while let Some(event) = events.try_next().await.expect("the event is read") {
        ids.push(event.id);
    }
    ids
}

#[tokio::test]
async fn a_stream_that_breaks_is_an_error_where_it_is_not_opened_again() {
    let (server, client) = start().await;
    server.faults().fail_next("helpdesk", "GET", "/events", Fault::TruncatedBody, 1);
    let call = client.tickets().stream_ticket_events(&StreamTicketEvents::default()).reconnect(Reconnect::never());
    let mut events = call.await.expect("the stream opens");
    let error = loop {
        match events.next().await {
            Some(Ok(_)) => {}
            Some(Err(error)) => break error,
            None => panic!("the break is passed over"),
        }
    };
    assert!(error.is_broken());
}

#[tokio::test]
async fn an_export_is_a_stream_of_tickets() {
    let (_server, client) = start().await;
    let all = client.tickets().list(&ListTickets::default()).items().all(100).await.expect("tickets are listed");
    let params = ExportTickets { updated_since: all[3].updated_at.value().copied() };
    let mut lines = client.tickets().export(&params).await.expect("the export begins");
    let mut exported = Vec::new();
    while let Some(ticket) = lines.try_next().await.expect("the line is read") {
        exported.push(ticket);
    }
    assert_eq!(exported, all[3..]);
}

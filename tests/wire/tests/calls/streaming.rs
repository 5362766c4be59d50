//! `streaming/sse.yaml`, whose events are texts before 3.2

use std::time::Duration;

use turnbuckle_runtime::EventStream;
use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::streaming_sse::Client as Events;

pub(crate) fn all(url: &str) -> Calls {
    let events = Events::builder().base_url(url).build().expect("the client is complete");
    calls![events; named, without_envelope, invalid_id, invalid_retry, retry, unnamed]
}

/// Reads the events to the end: names, identifiers, data.
async fn read(mut stream: EventStream<String>) -> Result<Vec<(String, String, String)>, turnbuckle_runtime::Error> {
    let mut events = Vec::new();
    while let Some(event) = stream.try_next().await? {
        events.push((event.name, event.id, event.data));
    }
    Ok(events)
}

fn event(name: &str, data: &str) -> (String, String, String) {
    (name.to_owned(), String::new(), data.to_owned())
}

async fn named(client: Events) -> Outcome {
    let events = read(client.streaming().named_receive().await?).await?;
    let created = event("responseCreated", r#"{"id": "resp_1"}"#);
    let hello = event("responseDelta", r#"{"delta": "Hello"}"#);
    let world = event("responseDelta", r#"{"delta": " world"}"#);
    assert_eq!(events, [created, hello, world, event("message", "[DONE]")]);
    Ok(())
}

async fn without_envelope(client: Events) -> Outcome {
    let events = read(client.streaming().data_without_envelope().await?).await?;
    assert_eq!(events, [event("withoutEnvelope", r#"{"metadata": {"source": "test"}, "contents": "world"}"#)]);
    Ok(())
}

async fn invalid_id(client: Events) -> Outcome {
    // HTML standard, section 9.2.6: an identifier with a NULL is ignored.
    let events = read(client.streaming().protocol_invalid_id().await?).await?;
    assert_eq!(events, [event("message", r#"{"message": "hello"}"#)]);
    Ok(())
}

async fn invalid_retry(client: Events) -> Outcome {
    let mut stream = client.streaming().protocol_invalid_retry().await?;
    assert_eq!(stream.try_next().await?.map(|event| event.data).as_deref(), Some(r#"{"message": "hello"}"#));
    assert_eq!(stream.retry(), None);
    Ok(())
}

async fn retry(client: Events) -> Outcome {
    let mut stream = client.streaming().protocol_retry().await?;
    assert_eq!(stream.try_next().await?.map(|event| event.data).as_deref(), Some(r#"{"message": "hello"}"#));
    assert_eq!(stream.retry(), Some(Duration::from_secs(1)));
    Ok(())
}

async fn unnamed(client: Events) -> Outcome {
    let events = read(client.streaming().unnamed_receive().await?).await?;
    let expected = ["one", "two", "three"].map(|text| event("message", &format!(r#"{{"desc": "{text}"}}"#)));
    assert_eq!(events, expected);
    Ok(())
}

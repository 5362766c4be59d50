//! `streaming/sse.yaml`, whose events have types since 3.2

use std::time::Duration;

use turnbuckle_runtime::model::Model;
use turnbuckle_runtime::{Error, EventStream};
use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::streaming_sse::Client;
use crate::api::streaming_sse::models::*;

pub(crate) fn all(url: &str) -> Calls {
    let client = Client::builder().base_url(url).build().expect("the client is complete");
    calls![client; named, without_envelope, invalid_id, invalid_retry, retry, unnamed]
}

/// Reads the events to the end: names, identifiers, data.
async fn read<T: Model>(mut stream: EventStream<T>) -> Result<Vec<(String, String, T)>, Error> {
    let mut events = Vec::new();
    while let Some(event) = stream.try_next().await? {
        events.push((event.name, event.id, event.data));
    }
    Ok(events)
}

fn event<T>(name: &str, data: T) -> (String, String, T) {
    (name.to_owned(), String::new(), data)
}

fn hello() -> ProtocolProtocolInfo {
    ProtocolProtocolInfo { message: "hello".to_owned() }
}

async fn named(client: Client) -> Outcome {
    let events = read(client.streaming().named_receive().await?).await?;
    let delta = |delta: &str| NamedReceiveResponseEvent::ResponseDelta(NamedResponseDelta { delta: delta.to_owned() });
    let created = NamedReceiveResponseEvent::ResponseCreated(NamedResponseCreated { id: "resp_1".to_owned() });
    // The document says that `[DONE]` is the end.
    let expected = [event("responseCreated", created), event("responseDelta", delta("Hello")), event("responseDelta", delta(" world"))];
    assert_eq!(events, expected);
    Ok(())
}

async fn without_envelope(client: Client) -> Outcome {
    let events = read(client.streaming().data_without_envelope().await?).await?;
    let data = DataWithoutEnvelopeResponseEventWithoutEnvelope {
        metadata: [("source".to_owned(), "test".to_owned())].into(),
        contents: "world".to_owned(),
    };
    assert_eq!(events, [event("withoutEnvelope", DataWithoutEnvelopeResponseEvent::WithoutEnvelope(data))]);
    Ok(())
}

async fn invalid_id(client: Client) -> Outcome {
    // HTML standard, section 9.2.6: an identifier with a NULL is ignored.
    let events = read(client.streaming().protocol_invalid_id().await?).await?;
    assert_eq!(events, [event("message", hello())]);
    Ok(())
}

async fn invalid_retry(client: Client) -> Outcome {
    let mut stream = client.streaming().protocol_invalid_retry().await?;
    assert_eq!(stream.try_next().await?.map(|event| event.data), Some(hello()));
    assert_eq!(stream.retry(), None);
    Ok(())
}

async fn retry(client: Client) -> Outcome {
    let mut stream = client.streaming().protocol_retry().await?;
    assert_eq!(stream.try_next().await?.map(|event| event.data), Some(hello()));
    assert_eq!(stream.retry(), Some(Duration::from_secs(1)));
    Ok(())
}

async fn unnamed(client: Client) -> Outcome {
    let events = read(client.streaming().unnamed_receive().await?).await?;
    let expected = ["one", "two", "three"].map(|text| event("message", UnnamedInfo { desc: text.to_owned() }));
    assert_eq!(events, expected);
    Ok(())
}

//! `streaming/jsonl.yaml`

use serde_json::json;
use turnbuckle_wire::{Calls, Outcome, calls};

use crate::api::streaming_jsonl::Client;

pub(crate) fn all(url: &str) -> Calls {
    let client = Client::builder().base_url(url).build().expect("the client is complete");
    calls![client; receive_lines, send_lines]
}

async fn receive_lines(client: Client) -> Outcome {
    let mut lines = client.streaming().basic_receive().await?;
    for text in ["one", "two", "three"] {
        assert_eq!(lines.try_next().await?, Some(json!({"desc": text})));
    }
    assert_eq!(lines.try_next().await?, None);
    Ok(())
}

async fn send_lines(client: Client) -> Outcome {
    let lines = "{\"desc\": \"one\"}\n{\"desc\": \"two\"}\n{\"desc\": \"three\"}";
    client.streaming().basic_send(lines).await?;
    Ok(())
}

//! Calls every operation of the helpdesk through the generated crate.

mod agents;
mod calls;
mod retries;
mod streams;
mod tickets;

use std::time::Duration;

use helpdesk::ClientBuilder;
use helpdesk::runtime::Retry;
use turnbuckle_tests::demo::{self, DemoServer, Recorded, credentials};

fn builder(server: &DemoServer) -> ClientBuilder {
    let builder = helpdesk::Client::builder().base_url(server.url("helpdesk"));
    builder.account(credentials::HELPDESK_ACCOUNT).key(credentials::HELPDESK_KEY)
}

/// Starts a server and a client with its keys that does not wait between attempts.
async fn start() -> (DemoServer, helpdesk::Client) {
    let server = demo::start().await;
    let client = builder(&server).retry(Retry::default().base_delay(Duration::ZERO)).build().expect("the client is complete");
    (server, client)
}

fn last(server: &DemoServer) -> Recorded {
    server.log().requests_to("helpdesk").pop().expect("there was a request")
}

/// Returns the body of the last request as JSON.
fn last_body(server: &DemoServer) -> serde_json::Value {
    serde_json::from_slice(&last(server).body).expect("the body is JSON")
}

/// Returns a value as it would be sent, with what the server sets.
fn json(value: &impl helpdesk::runtime::serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).expect("models can be written")
}

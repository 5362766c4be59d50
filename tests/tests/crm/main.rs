//! Calls every operation of the CRM through the generated crate.

mod activities;
mod attachments;
mod companies;
mod contacts;
mod credentials;
mod deals;
mod errors;
mod webhooks;

use std::time::Duration;

use crm::runtime::Retry;
use turnbuckle_tests::demo::{self, DemoServer, Recorded};

/// Starts a server and a client with its key that does not wait between attempts.
async fn start() -> (DemoServer, crm::Client) {
    let server = demo::start().await;
    let builder = crm::Client::builder().base_url(server.url("crm")).api_key(demo::credentials::CRM_KEY);
    let client = builder.retry(Retry::default().base_delay(Duration::ZERO)).build().expect("the client is complete");
    (server, client)
}

/// Returns the body of the last request as JSON.
fn last_body(server: &DemoServer) -> serde_json::Value {
    serde_json::from_slice(&last(server).body).expect("the body is JSON")
}

fn last(server: &DemoServer) -> Recorded {
    server.log().requests_to("crm").pop().expect("there was a request")
}

fn targets(server: &DemoServer) -> Vec<String> {
    server.log().requests_to("crm").into_iter().map(|request| request.target).collect()
}

/// Returns `con_0001` and so on for the numbers.
fn ids(prefix: &str, numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
    numbers.into_iter().map(|number| format!("{prefix}_{number:04}")).collect()
}

/// Returns a value as it would be sent, with what the server sets.
fn json(value: &impl crm::runtime::serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).expect("models can be written")
}

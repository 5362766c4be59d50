//! Calls every operation of the warehouse through the generated crate.

mod errors;
mod items;
mod places;
mod shipments;
mod stock;

use std::time::Duration;

use turnbuckle_tests::demo::{self, DemoServer, Recorded, credentials};
use warehouse::ClientBuilder;
use warehouse::runtime::Retry;

fn builder(server: &DemoServer) -> ClientBuilder {
    warehouse::Client::builder().base_url(server.url("warehouse")).retry(Retry::default().base_delay(Duration::ZERO))
}

/// Starts a server and a client with its token that does not wait between attempts.
async fn start() -> (DemoServer, warehouse::Client) {
    let server = demo::start().await;
    let client = builder(&server).token(credentials::WAREHOUSE_TOKEN).build().expect("the client is complete");
    (server, client)
}

fn last(server: &DemoServer) -> Recorded {
    server.log().requests_to("warehouse").pop().expect("there was a request")
}

/// Returns the body of the last request as JSON.
fn last_body(server: &DemoServer) -> serde_json::Value {
    serde_json::from_slice(&last(server).body).expect("the body is JSON")
}

/// Returns method and target of every request.
fn requests(server: &DemoServer) -> Vec<String> {
    server.log().requests_to("warehouse").into_iter().map(|request| format!("{} {}", request.method, request.target)).collect()
}

/// Returns a value as it would be sent, with what the server sets.
fn json(value: &impl warehouse::runtime::serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).expect("models can be written")
}

//! Calls every operation of the mailer through the generated crate.

mod campaigns;
mod errors;
mod lists;
mod subscribers;

use std::time::Duration;

use mailer::runtime::Retry;
use turnbuckle_tests::demo::{self, DemoServer, Recorded, credentials};

/// Starts a server and a client with its key that does not wait between attempts.
async fn start() -> (DemoServer, mailer::Client) {
    let server = demo::start().await;
    let builder = mailer::Client::builder().base_url(server.url("mailer")).key(credentials::MAILER_KEY);
    let client = builder.retry(Retry::default().base_delay(Duration::ZERO)).build().expect("the client is complete");
    (server, client)
}

fn last(server: &DemoServer) -> Recorded {
    server.log().requests_to("mailer").pop().expect("there was a request")
}

/// Returns the body of the last request as JSON.
fn last_body(server: &DemoServer) -> serde_json::Value {
    serde_json::from_slice(&last(server).body).expect("the body is JSON")
}

/// Returns path and query of every request, without the key, which is the last of the query.
fn targets(server: &DemoServer) -> Vec<String> {
    let key = format!("apikey={}", credentials::MAILER_KEY);
    let requests = server.log().requests_to("mailer").into_iter();
    requests.map(|request| request.target.strip_suffix(&key).map_or(String::new(), |rest| rest[..rest.len() - 1].to_owned())).collect()
}

/// Returns `lst_0001` and so on for the numbers.
fn ids(prefix: &str, numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
    numbers.into_iter().map(|number| format!("{prefix}_{number:04}")).collect()
}

/// Returns a value as it would be sent, with what the server sets.
fn json(value: &impl mailer::runtime::serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).expect("models can be written")
}

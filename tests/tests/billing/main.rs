//! Calls every operation of the billing service through the generated crate.

mod customers;
mod errors;
mod idempotency;
mod invoices;
mod payments;

use std::time::Duration;

use billing::ClientBuilder;
use billing::runtime::{DecimalString, Retry};
use turnbuckle_tests::demo::{self, DemoServer, Recorded, credentials};

fn builder(server: &DemoServer) -> ClientBuilder {
    billing::Client::builder().base_url(server.url("billing")).retry(Retry::default().base_delay(Duration::ZERO))
}

/// Starts a server and a client with its key that does not wait between attempts.
async fn start() -> (DemoServer, billing::Client) {
    let server = demo::start().await;
    let client = builder(&server).bearer(credentials::BILLING_KEY).build().expect("the client is complete");
    (server, client)
}

fn last(server: &DemoServer) -> Recorded {
    server.log().requests_to("billing").pop().expect("there was a request")
}

/// Returns the body of the last request, decoded.
fn last_form(server: &DemoServer) -> Vec<(String, String)> {
    form_urlencoded::parse(&last(server).body).into_owned().collect()
}

/// Returns what a form is expected to have.
fn form(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn targets(server: &DemoServer) -> Vec<String> {
    server.log().requests_to("billing").into_iter().map(|request| request.target).collect()
}

/// Returns `cus_0001` and so on for the numbers.
fn ids(prefix: &str, numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
    numbers.into_iter().map(|number| format!("{prefix}_{number:04}")).collect()
}

fn decimal(text: &str) -> DecimalString {
    text.parse().expect("it is a decimal number")
}

/// Returns a value as it would be sent, with what the server sets.
fn json(value: &impl billing::runtime::serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).expect("models can be written")
}

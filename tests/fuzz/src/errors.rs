//! Responses that are errors, with bodies of any media type: problem details (RFC 9457), the declared errors of services, pages for people.
//!
//! Whatever the body is, the error has the status, and says nothing of the credential.

use std::fmt::Debug;

use turnbuckle_runtime::output::ErrorBody;
use turnbuckle_runtime::{Call, Retry};

use crate::exchange::{Script, script};
use crate::json::client;
use crate::shown::{SECRET, block_on, check_error, check_requests, check_text};

/// Takes an input.
pub(crate) fn run(input: &[u8]) {
    block_on(read(&Script::read(input)));
}

async fn read(script: &Script<'_>) {
    let server = script.server();
    macro_rules! call {
        ($api:ident, $($credential:ident($($key:expr),*)).+, |$client:ident| $call:expr) => {{
            let builder = client!($api, server.clone(), $($credential($($key),*)).+).tolerant(|_| {});
            let $client = builder.retry(Retry::never()).build().expect("the client is complete");
            judge($call).await;
        }};
    }
    let new = crm::models::CompanyCreate::new("New Ltd", "new.example.com");
    match script.choice % 6 {
        0 => call!(crm, api_key(SECRET), |client| client.contacts().get("c")),
        1 => call!(crm, api_key(SECRET), |client| client.companies().create(&new)),
        2 => call!(billing, basic("me", SECRET), |client| client.invoices().download_invoice_pdf("i")),
        3 => call!(mailer, key(SECRET), |client| client.campaigns().get("c")),
        4 => call!(helpdesk, account("acme").key(SECRET), |client| client.tickets().stream_ticket_events(&Default::default())),
        _ => call!(warehouse, session(SECRET), |client| client.items().delete("i")),
    }
    check_requests(&server.seen(), 1, script.rest);
}

async fn judge<T: turnbuckle_runtime::output::Output, E: ErrorBody + Debug, P>(call: Call<'_, T, E, P>) {
    let Err(error) = call.send().await else { return };
    check_error(&error);
    if error.is_status() {
        assert!(error.status().is_some_and(|status| !(200..300).contains(&status)), "{error:?}");
    }
    // Members of another type than the standard's are left out, so these say nothing of a body that is no problem.
    if let Some(problem) = error.problem() {
        assert!(!problem.kind.is_empty() || error.body().windows(2).any(|pair| pair == b"\"\""), "{problem:?}");
    }
    if let Some(overlay) = error.overlay() {
        check_text(&overlay);
    }
    check_error(&error.erase());
}

/// Returns the corpus.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let problem = format!(
        r#"{{"type":"https://x.test/{SECRET}","title":"No {SECRET}","status":422,"detail":"{SECRET}","instance":"/x","errors":[{{"field":"/a","code":"{SECRET}","message":"m"}}]}}"#
    );
    let bodies = [
        ("409", "application/problem+json", problem.as_str()),
        ("200", "application/problem+json", problem.as_str()),
        ("401", "application/json", r#"{"error":{"type":"card_error","code":"declined","message":"no s3cr3t-7f9a2c51d0","param":null}}"#),
        (
            "400",
            "application/json",
            r#"{"error":"invalid_request","error_description":"s3cr3t-7f9a2c51d0","errors":[{"message":"a"},"b"]}"#,
        ),
        ("500", "text/html; charset=utf-8", "<!doctype html><title>s3cr3t-7f9a2c51d0</title>"),
        ("503", "application/xml", "<error><message>s3cr3t-7f9a2c51d0</message></error>"),
        ("418", "", "\u{0}\u{1b}[31m\r\n\u{202e}"),
        ("429", "application/json", r#"{"message":"slow down","detail":["s3cr3t-7f9a2c51d0"]}"#),
        ("404", "application/json", "[[[[[[[[[[{}]]]]]]]]]]"),
    ];
    let mut seeds = Vec::new();
    for (status, media_type, body) in bodies {
        for choice in 0..6 {
            let text = format!("{status}\ncontent-type: {media_type}\nx-request-id: {SECRET}\nretry-after: 3\n\n{body}");
            seeds.push(script(choice, choice, &[text.as_bytes()]));
        }
    }
    seeds
}

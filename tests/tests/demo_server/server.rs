//! All services: credentials, faults, and the end.

use crate::client::{Api, header, respond};
use serde_json::json;
use std::time::Duration;
use turnbuckle_tests::demo::{Fault, credentials, start};

#[tokio::test]
async fn every_service_asks_for_its_own_credentials() {
    let server = start().await;
    let http = crate::client::http();
    for (api, path) in [("crm", "contacts"), ("billing", "invoices"), ("mailer", "lists"), ("helpdesk", "tickets"), ("warehouse", "items")]
    {
        let response = respond(http.get(format!("{}/{path}", server.url(api)))).await;
        assert_eq!((response.status().as_u16(), header(&response, "www-authenticate").is_empty()), (401, false), "{api}");
    }
    let tickets = server.url("helpdesk") + "/tickets";
    let half = respond(http.get(&tickets).header("X-Api-Key", credentials::HELPDESK_KEY)).await;
    assert_eq!(half.status(), 401);
    let invoices = server.url("billing") + "/invoices";
    assert_eq!(respond(http.get(&invoices).basic_auth(credentials::BILLING_KEY, Some(""))).await.status(), 200);
    let items = server.url("warehouse") + "/items";
    let cookie = format!("other=1; wh_session={}", credentials::WAREHOUSE_SESSION);
    assert_eq!(respond(http.get(&items).header("Cookie", cookie)).await.status(), 200);
}

#[tokio::test]
async fn statuses_happen_as_often_as_asked() {
    let server = start().await;
    let crm = Api::of(&server, "crm");
    server.faults().fail_next("crm", "GET", "/contacts", Fault::Status(429, Some(7)), 2);
    for _ in 0..2 {
        let response = respond(crm.request("GET", "/contacts")).await;
        assert_eq!((response.status().as_u16(), header(&response, "retry-after")), (429, "7"));
        assert_eq!(header(&response, "content-type"), "application/problem+json");
    }
    assert_eq!(crm.get("/contacts").await.0, 200);
}

#[tokio::test]
async fn connections_break_before_or_after_the_work() {
    let server = start().await;
    let crm = Api::of(&server, "crm");
    let (faults, log) = (server.faults(), server.log());
    let create = |email: &str| crm.request("POST", "/contacts").json(&json!({"email": email, "first_name": "A", "last_name": "B"}));
    for (fault, done) in [(Fault::DropBeforeRead, 0), (Fault::ResetAfterWork, 1)] {
        faults.fail_next("crm", "POST", "/contacts", fault, 1);
        let failed = create("a@example.com").send().await.is_err_and(|error| error.is_request());
        assert_eq!((failed, log.effects("createContact")), (true, done), "{fault:?}");
    }
    faults.fail_next("crm", "POST", "/contacts", Fault::TruncatedBody, 1);
    let cut = respond(create("b@example.com")).await;
    assert_eq!(cut.status(), 201);
    assert!(cut.bytes().await.is_err());
    for (fault, email, done) in [(Fault::Stall, "c@example.com", 2), (Fault::StallAfterWork, "d@example.com", 3)] {
        faults.fail_next("crm", "POST", "/contacts", fault, 1);
        let failed = create(email).timeout(Duration::from_millis(300)).send().await;
        assert!(failed.is_err_and(|error| error.is_timeout()), "{fault:?}");
        assert_eq!(log.effects("createContact"), done);
    }
    let requests = log.requests_to("crm");
    assert_eq!((requests.len(), requests[0].method.as_str(), requests[0].body.len()), (5, "POST", 0));
    assert_eq!(requests[1].header("x-api-key"), Some(credentials::CRM_KEY));
}

#[tokio::test]
async fn dropping_the_server_stops_it() {
    let server = start().await;
    let crm = Api::of(&server, "crm");
    assert_eq!(crm.get("/contacts").await.0, 200);
    server.faults().fail_next("crm", "GET", "/contacts", Fault::Stall, 1);
    let stalled = tokio::spawn(crm.request("GET", "/contacts").send());
    while server.log().requests().len() < 2 {
        tokio::task::yield_now().await;
    }
    drop(server);
    assert!(stalled.await.expect("the task runs to its end").is_err());
    assert!(crate::client::http().get(format!("{}/contacts", crm.base)).send().await.is_err());
}

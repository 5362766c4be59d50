use std::time::Duration;

use crm::contacts::ListContacts;
use crm::models::{
    ContactCreate, Lifecycle, ProblemOrConflictProblem, ProblemOrValidationProblem,
    ProblemOrValidationProblemOrConflictProblem as CreateError,
};
use serde_json::json;
use turnbuckle_tests::demo::Fault;

use crate::{json, start};

#[tokio::test]
async fn not_found_is_a_problem() {
    let (_server, client) = start().await;
    let error = client.contacts().get("con_9999").await.expect_err("there is no such contact");
    let problem = error.api().expect("the body is as described");
    assert_eq!(
        json(problem),
        json!({
            "type": "https://crm.example.com/problems/not-found",
            "title": "Not found",
            "status": 404,
            "detail": "There is no contact `con_9999`.",
        })
    );
    let said = "Not found: There is no contact `con_9999`";
    assert_eq!(error.to_string(), format!("getContact (GET /contacts/{{contact_id}}): 404 Not Found: {said}"));
}

#[tokio::test]
async fn a_conflict_names_what_is_in_the_way() {
    let (_server, client) = start().await;
    let error = client.contacts().create(&ContactCreate::new("CONTACT4@example.com", "A", "B")).await.expect_err("the address is taken");
    assert_eq!(error.status(), Some(409));
    let Some(CreateError::ConflictProblem(problem)) = error.api() else { panic!("{:?} is no conflict", error.api()) };
    assert_eq!(problem.conflicting_id.as_deref(), Some("con_0005"));
    let error = client.companies().delete("com_0001").await.expect_err("contacts belong to the company");
    assert!(matches!(error.into_api(), Ok(ProblemOrConflictProblem::ConflictProblem(_))));
}

#[tokio::test]
async fn an_invalid_body_names_the_fields() {
    let (_server, client) = start().await;
    let error = client.contacts().create(&ContactCreate::new("nobody", "", "B")).await.expect_err("the body is invalid");
    let Some(CreateError::ValidationProblem(problem)) = error.api() else { panic!("{:?} is not about the body", error.api()) };
    let pointers: Vec<&str> = problem.errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!((problem.status, pointers), (422, vec!["/email", "/first_name"]));
}

#[tokio::test]
async fn a_value_that_the_document_does_not_list_is_sent_and_refused() {
    let (_server, client) = start().await;
    let params = ListContacts { lifecycle: Some(Lifecycle::from("ghost")), ..Default::default() };
    let error = client.contacts().list(&params).await.expect_err("the value is not known");
    let Some(ProblemOrValidationProblem::ValidationProblem(problem)) = error.api() else { panic!("{:?}", error.api()) };
    assert_eq!(json(&problem.errors), json!([{"pointer": "/lifecycle", "message": "is not known"}]));
}

#[tokio::test]
async fn a_rate_limit_that_stays_says_how_long() {
    let (server, client) = start().await;
    server.faults().fail_next("crm", "GET", "/contacts", Fault::Status(429, Some(3600)), 1);
    let error = client.contacts().get("con_0001").await.expect_err("the wait is too long");
    assert_eq!((error.status(), error.retry_after()), (Some(429), Some(Duration::from_secs(3600))));
    assert_eq!(error.api().map(|problem| problem.title.as_str()), Some("Too many requests"));
    assert_eq!(server.log().requests().len(), 1);
}

#[tokio::test]
async fn an_undeclared_status_keeps_the_bytes() {
    let (server, client) = start().await;
    server.faults().fail_next("crm", "GET", "/deals", Fault::Status(418, None), 1);
    let error = client.deals().get("dea_0001").await.expect_err("the server is a teapot");
    assert_eq!((error.status(), error.api()), (Some(418), None));
    assert_eq!(error.problem().and_then(|problem| problem.title).as_deref(), Some("Failed"));
}

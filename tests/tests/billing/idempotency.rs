use std::time::Duration;

use billing::models::{Currency, ErrorOrPaymentErrorOrConflictErrorResponse as Paying, PaymentCreate};
use billing::payments::{CapturePayment, CreatePayment};
use billing::runtime::Retry;
use turnbuckle_tests::demo::{DemoServer, Fault};

use crate::{decimal, start};

/// Returns the key of every request.
fn keys(server: &DemoServer) -> Vec<Option<String>> {
    server.log().requests().iter().map(|request| request.header("idempotency-key").map(str::to_owned)).collect()
}

fn payment() -> PaymentCreate {
    PaymentCreate::new(decimal("12.00"), Currency::Eur, "tok_visa")
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_with_the_same_key() {
    let (server, client) = start().await;
    server.faults().fail_next("billing", "POST", "/payments", Fault::ResetAfterWork, 1);
    let answer = client.payments().create(&payment(), &CreatePayment::default()).send().await.expect("the second attempt succeeds");
    assert_eq!(answer.headers().get("idempotent-replayed").map(|value| value.as_bytes()), Some(&b"true"[..]));
    assert_eq!(answer.attempts().len(), 1);
    assert_eq!(answer.value().id, "pay_0015");
    let keys = keys(&server);
    assert_eq!((keys.len(), keys[0].is_some(), keys[0] == keys[1]), (2, true, true));
    assert_eq!(server.log().effects("createPayment"), 1);
}

#[tokio::test]
async fn every_call_has_a_key_of_its_own() {
    let (server, client) = start().await;
    for _ in 0..2 {
        client.payments().create(&payment(), &CreatePayment::default()).await.expect("the payment is made");
    }
    let keys = keys(&server);
    assert_ne!(keys[0], keys[1]);
    assert_eq!(server.log().effects("createPayment"), 2);
}

#[tokio::test]
async fn a_key_of_the_callers_travels_with_every_attempt() {
    let (server, client) = start().await;
    server.faults().fail_next("billing", "POST", "/payments", Fault::TruncatedBody, 1);
    let params = CreatePayment { idempotency_key: Some("order-7".to_owned()) };
    client.payments().create(&payment(), &params).await.expect("the second attempt succeeds");
    client.payments().create(&payment(), &CreatePayment::default()).idempotency_key("order-7").await.expect("the key is known");
    assert_eq!(keys(&server), vec![Some("order-7".to_owned()); 3]);
    assert_eq!(server.log().effects("createPayment"), 1);
}

#[tokio::test]
async fn a_key_with_another_body_is_a_conflict() {
    let (_server, client) = start().await;
    let params = CreatePayment { idempotency_key: Some("order-8".to_owned()) };
    client.payments().create(&payment(), &params).await.expect("the payment is made");
    let other = PaymentCreate::new(decimal("13.00"), Currency::Eur, "tok_visa");
    let error = client.payments().create(&other, &params).await.expect_err("the key was used");
    let Some(Paying::ConflictErrorResponse(body)) = error.api() else { panic!("{:?} is no conflict", error.api()) };
    assert_eq!(body.error.code.as_str(), "idempotency_key_reused");
}

#[tokio::test]
async fn a_call_without_a_body_is_repeated_with_its_key() {
    let (server, client) = start().await;
    server.faults().fail_next("billing", "POST", "/payments", Fault::ResetAfterWork, 1);
    client.payments().capture("pay_0014", &CapturePayment::default()).await.expect("the second attempt succeeds");
    assert_eq!(server.log().effects("capturePayment"), 1);
}

#[tokio::test]
async fn a_call_that_is_given_up_names_its_key() {
    let (server, client) = start().await;
    server.faults().fail_next("billing", "POST", "/payments", Fault::ResetAfterWork, 1);
    let call = client.payments().create(&payment(), &CreatePayment::default());
    let error = call.retry(Retry::never()).await.expect_err("the connection breaks");
    assert!(error.is_outcome_unknown());
    let key = error.idempotency_key().expect("a key travelled").to_owned();
    let again = client.payments().create(&payment(), &CreatePayment::default()).idempotency_key(key).await.expect("the key is known");
    assert_eq!((again.id.as_str(), server.log().effects("createPayment")), ("pay_0015", 1));
}

#[tokio::test]
async fn a_delete_is_repeated_without_a_key() {
    let (server, client) = start().await;
    server.faults().fail_next("billing", "DELETE", "/invoices", Fault::DropBeforeRead, 1);
    client.invoices().delete("inv_0001").await.expect("the second attempt succeeds");
    assert_eq!(keys(&server), [None, None]);
}

#[tokio::test]
async fn retry_after_of_nothing_is_at_once() {
    let (server, client) = start().await;
    server.faults().fail_next("billing", "POST", "/payments", Fault::Status(429, Some(0)), 2);
    let answer = client.payments().create(&payment(), &CreatePayment::default()).send().await.expect("the third attempt succeeds");
    let attempts = answer.attempts().iter().map(|attempt| (attempt.status(), attempt.delay()));
    assert_eq!(attempts.collect::<Vec<_>>(), [(Some(429), Duration::ZERO); 2]);
}

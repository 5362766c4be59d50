use billing::customers::{CreateCustomer, ListCustomers};
use billing::invoices::PayInvoice;
use billing::models::{
    Currency, CustomerCreate, ErrorOrConflictErrorResponse as Conflicting, ErrorOrPaymentErrorOrConflictErrorResponse as Paying,
    PayInvoiceBody, PaymentCreate, PaymentErrorCode,
};
use billing::payments::CreatePayment;
use billing::refunds::CreateRefund;
use serde_json::json;
use turnbuckle_tests::demo;

use crate::{builder, decimal, json, start};

#[tokio::test]
async fn a_declined_card_is_typed() {
    let (_server, client) = start().await;
    let new = PaymentCreate::new(decimal("1.00"), Currency::Eur, "tok_declined");
    let error = client.payments().create(&new, &CreatePayment::default()).await.expect_err("the card is declined");
    assert_eq!(error.status(), Some(402));
    let Some(Paying::PaymentErrorResponse(body)) = error.api() else { panic!("{:?} is not about the payment", error.api()) };
    assert_eq!(
        json(body),
        json!({"error": {
            "type": "payment_error",
            "code": "card_declined",
            "message": "The payment failed: card_declined.",
            "decline_code": "do_not_honor",
            "retryable": false,
        }})
    );
    assert_eq!(body.error.code, PaymentErrorCode::CardDeclined);
}

#[tokio::test]
async fn a_state_that_does_not_fit_is_a_conflict() {
    let (_server, client) = start().await;
    let error = client.invoices().pay("inv_0001", &PayInvoiceBody::new("tok_visa"), &PayInvoice::default()).await;
    let error = error.expect_err("the invoice is a draft");
    let Some(Paying::ConflictErrorResponse(body)) = error.api() else { panic!("{:?} is no conflict", error.api()) };
    assert_eq!((error.status(), body.error.state.value().map(String::as_str)), (Some(409), Some("draft")));
}

#[tokio::test]
async fn a_field_is_named_as_in_the_form() {
    let (_server, client) = start().await;
    let mut new = CustomerCreate::new("A", "a@example.com");
    new.address = Some(billing::models::Address::new("", "B", "C"));
    let error = client.customers().create(&new, &CreateCustomer::default()).await.expect_err("the address is incomplete");
    let Some(Conflicting::ErrorResponse(body)) = error.api() else { panic!("{:?} is not about the form", error.api()) };
    assert_eq!((error.status(), body.error.param.value().map(String::as_str)), (Some(422), Some("address[line1]")));
}

#[tokio::test]
async fn a_refund_of_too_much_is_refused() {
    let (_server, client) = start().await;
    let mut refund = billing::models::RefundCreate::new("pay_0006");
    refund.amount = Some(decimal("1000000"));
    let error = client.refunds().create(&refund, &CreateRefund::default()).await.expect_err("it is too much");
    let Some(Conflicting::ConflictErrorResponse(body)) = error.api() else { panic!("{:?} is no conflict", error.api()) };
    assert_eq!(body.error.code.as_str(), "amount_too_large");
}

#[tokio::test]
async fn a_wrong_key_is_refused() {
    let server = demo::start().await;
    let client = builder(&server).bearer("wrong").build().expect("the client is complete");
    let error = client.customers().list(&ListCustomers::default()).await.expect_err("the key is wrong");
    assert!(error.is_auth());
    assert_eq!(error.api().map(|body| body.error.r#type.as_str()), Some("authentication_error"));
}

//! `billing`: nested forms, exact sums, idempotency keys, last ids.

use crate::client::{Api, answer, header, id, len, respond};
use serde_json::json;
use turnbuckle_tests::demo::start;

#[tokio::test]
async fn billing_reads_nested_forms_and_adds_up_exactly() {
    let server = start().await;
    let billing = Api::of(&server, "billing");
    let form = "name=Ada&email=ada%40example.com&address[line1]=1&address[city]=Bern&address[country]=CH&metadata[a]=b";
    let (status, customer) = billing.form("/customers", form).await;
    assert_eq!((status, &customer["address"]["city"], &customer["metadata"]["a"]), (201, &json!("Bern"), &json!("b")));
    let first = "lines[0][description]=x&lines[0][quantity]=3&lines[0][unit_amount]=0.1";
    let second = "lines[1][description]=y&lines[1][unit_amount]=19.99&lines[1][tax_rate]=8.1";
    let (status, invoice) = billing.form("/invoices", &format!("customer={}&{first}&{second}", id(&customer))).await;
    assert_eq!((status, &invoice["subtotal"], &invoice["tax"]), (201, &json!("20.29"), &json!("1.62")));
    let (pdf, pay) = (format!("/invoices/{}/pdf", id(&invoice)), format!("/invoices/{}/pay", id(&invoice)));
    assert_eq!(billing.get(&pdf).await.0, 409);
    assert_eq!(answer(billing.request("POST", &format!("/invoices/{}/finalize", id(&invoice)))).await.0, 200);
    let printed = respond(billing.request("GET", &pdf)).await;
    assert_eq!(header(&printed, "content-type"), "application/pdf");
    assert!(printed.bytes().await.expect("the file is whole").starts_with(b"%PDF-"));
    let (status, error) = billing.form(&pay, "source=tok_declined").await;
    assert_eq!((status, &error["error"]["code"]), (402, &json!("card_declined")));
    assert_eq!(billing.form(&pay, "source=tok_visa").await.1["status"], "paid");
    let (status, error) = billing.form(&pay, "source=tok_visa").await;
    assert_eq!((status, &error["error"]["state"]), (409, &json!("paid")));
    let (status, error) = billing.form("/payments", "amount=0&currency=eur&source=tok_visa").await;
    assert_eq!((status, &error["error"]["param"]), (422, &json!("amount")));
}

#[tokio::test]
async fn billing_does_nothing_twice_under_one_key() {
    let server = start().await;
    let billing = Api::of(&server, "billing");
    let form = "amount=10.00&currency=eur&source=tok_iban";
    let first = billing.form_with_key("/payments", form, "k").await;
    assert_eq!(first, billing.form_with_key("/payments", form, "k").await);
    assert_eq!((first.0, server.log().effects("createPayment")), (201, 1));
    let other = "amount=11.00&currency=eur&source=tok_iban";
    let (status, error) = billing.form_with_key("/payments", other, "k").await;
    assert_eq!((status, &error["error"]["code"]), (409, &json!("idempotency_key_reused")));
    let payment = format!("payment={}", id(&first.1));
    assert_eq!(billing.form("/refunds", &format!("{payment}&amount=4")).await.0, 201);
    let (status, error) = billing.form("/refunds", &format!("{payment}&amount=7")).await;
    assert_eq!((status, &error["error"]["code"]), (409, &json!("amount_too_large")));
    assert_eq!(billing.form("/refunds", &payment).await.1["amount"], "6.00");
}

#[tokio::test]
async fn billing_pages_after_the_last_id() {
    let server = start().await;
    let billing = Api::of(&server, "billing");
    let (_, first) = billing.get("/invoices").await;
    let (_, second) = billing.get(&format!("/invoices?starting_after={}", id(&first["data"][9]))).await;
    assert_eq!((len(&second["data"]), &first["has_more"], &second["has_more"]), (2, &json!(true), &json!(false)));
    assert_eq!(billing.get("/invoices?starting_after=inv_9999").await.0, 400);
}

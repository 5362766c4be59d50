use billing::models::{
    CardMethod, Currency, GetRefundExpandItem, PaymentCreate, PaymentMethod, PaymentStatus, RefundCreate, RefundPayment, RefundReason,
};
use billing::payments::{CapturePayment, CreatePayment, ListPayments};
use billing::refunds::{CreateRefund, GetRefund, ListRefunds};
use serde_json::json;

use crate::{decimal, form, ids, json, last, last_form, start};

#[tokio::test]
async fn items_are_those_of_all_pages() {
    let (_server, client) = start().await;
    let params = ListPayments { limit: Some(4), ..Default::default() };
    let payments = client.payments().list(&params).items().all(100).await.expect("payments are listed");
    assert_eq!(payments.into_iter().map(|payment| payment.id).collect::<Vec<_>>(), ids("pay", (1..=14).rev()));
}

#[tokio::test]
async fn a_list_repeats_its_name() {
    let (server, client) = start().await;
    let params = ListPayments { status: vec![PaymentStatus::Authorized, PaymentStatus::Refunded], ..Default::default() };
    let page = client.payments().list(&params).await.expect("payments are listed");
    assert_eq!(page.data.into_iter().map(|payment| payment.id).collect::<Vec<_>>(), ids("pay", [14]));
    assert_eq!(last(&server).target, "/payments?status=authorized&status=refunded");
}

#[tokio::test]
async fn a_payment_is_authorized_and_captured() {
    let (server, client) = start().await;
    let mut new = PaymentCreate::new(decimal("900719925474099.01"), Currency::Usd, "tok_visa");
    new.capture = Some(false);
    let payment = client.payments().create(&new, &CreatePayment::default()).await.expect("the payment is authorized");
    let sent = [("amount", "900719925474099.01"), ("currency", "usd"), ("source", "tok_visa"), ("capture", "false")];
    assert_eq!(last_form(&server), form(&sent));
    assert_eq!((&payment.amount, &payment.status), (&new.amount, &PaymentStatus::Authorized));
    let captured = client.payments().capture(&payment.id, &CapturePayment::default()).await.expect("the payment is captured");
    let mut expected = payment;
    expected.status = PaymentStatus::Succeeded;
    assert_eq!(captured, expected);
    assert_eq!(client.payments().get(&captured.id).await.expect("the payment is there"), expected);
}

#[tokio::test]
async fn methods_are_told_by_their_type() {
    let (_server, client) = start().await;
    let card = client.payments().get("pay_0001").await.expect("the payment is there");
    let PaymentMethod::CardMethod(CardMethod { brand, exp_year, .. }) = &card.method else { panic!("{:?} is no card", card.method) };
    assert_eq!((brand.as_str(), *exp_year), ("visa", 2030));
    let bank = client.payments().get("pay_0005").await.expect("the payment is there");
    assert_eq!(json(&bank.method), json!({"type": "bank", "bank_name": "Bank of Bern", "iban_last4": "0007"}));
}

#[tokio::test]
#[allow(deprecated, reason = "the operation is still there")]
async fn a_charge_is_a_payment() {
    let (_server, client) = start().await;
    let (charge, payment) = (client.payments().get_charge("pay_0002").await, client.payments().get("pay_0002").await);
    assert_eq!(charge.expect("the charge is there"), payment.expect("the payment is there"));
}

#[tokio::test]
async fn a_refund_is_created_and_listed() {
    let (_server, client) = start().await;
    let mut new = RefundCreate::new("pay_0006");
    new.amount = Some(decimal("0.50"));
    new.reason = Some(RefundReason::RequestedByCustomer);
    let refund = client.refunds().create(&new, &CreateRefund::default()).await.expect("the money goes back");
    assert_eq!(client.refunds().get(&refund.id, &GetRefund::default()).await.expect("the refund is there"), refund);
    let params = ListRefunds { payment: Some("pay_0006".to_owned()), limit: Some(1), ..Default::default() };
    let refunds = client.refunds().list(&params).items().all(100).await.expect("refunds are listed");
    assert_eq!(refunds.iter().map(|refund| refund.amount.as_str()).collect::<Vec<_>>(), ["0.50", "1.50"]);
    assert_eq!(refunds[0], refund);
}

#[tokio::test]
async fn what_is_expanded_is_typed() {
    let (_server, client) = start().await;
    let refund = client.refunds().create(&RefundCreate::new("pay_0006"), &CreateRefund::default()).await.expect("the money goes back");
    assert_eq!(refund.payment, RefundPayment::String("pay_0006".to_owned()));
    let params = GetRefund { expand: vec![GetRefundExpandItem::Payment] };
    let refund = client.refunds().get(&refund.id, &params).await.expect("the refund is there");
    let RefundPayment::Payment(payment) = refund.payment else { panic!("the payment is not expanded: {:?}", refund.payment) };
    assert_eq!(payment, client.payments().get("pay_0006").await.expect("the payment is there"));
}

#[tokio::test]
async fn the_balance_is_a_map_of_decimals() {
    let (_server, client) = start().await;
    let balance = client.balance().get().await.expect("the balance is there");
    let payments = client.payments().list(&ListPayments::default()).items().all(100).await.expect("payments are listed");
    let settled = payments.iter().filter(|payment| payment.status != PaymentStatus::Authorized);
    let chf: f64 = settled.filter(|p| p.currency == Currency::Chf).map(|p| p.amount.to_f64() - p.amount_refunded.to_f64()).sum();
    assert_eq!(balance.available.keys().collect::<Vec<_>>(), ["chf", "eur"]);
    assert_eq!(balance.available["chf"], decimal(&format!("{chf:.2}")));
}

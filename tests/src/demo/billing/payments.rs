//! Payments, refunds and the balance.

use super::{Billing, CURRENCIES, form, money, nowhere, page};
use crate::demo::exchange::{Conflict, Failure, Reply, Request};
use crate::demo::fields::{Field, Kind, accept_form, may, must};
use crate::demo::server::Context;
use crate::demo::table::fill;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const STATUSES: &[&str] = &["authorized", "succeeded", "refunded"];
const REASONS: &[&str] = &["requested_by_customer", "duplicate", "fraudulent"];

const CREATE_PAYMENT: &[Field] = &[
    must("amount", Kind::Decimal),
    must("currency", Kind::OneOf(CURRENCIES)),
    must("source", Kind::Filled),
    may("customer", Kind::Filled),
    may("capture", Kind::Bool),
    may("description", Kind::Text),
    may("metadata", Kind::TextMap),
];

const CREATE_REFUND: &[Field] =
    &[must("payment", Kind::Filled), may("amount", Kind::Decimal), may("reason", Kind::OneOf(REASONS)), may("metadata", Kind::TextMap)];

/// Tries to take money from a source.
pub(super) fn charge(source: &str) -> Result<(), Failure> {
    match source {
        "tok_visa" | "tok_iban" => Ok(()),
        "tok_declined" => Err(Failure::Declined("card_declined")),
        "tok_expired" => Err(Failure::Declined("expired_card")),
        "tok_insufficient" => Err(Failure::Declined("insufficient_funds")),
        _ => Err(Failure::invalid("/source", "is not a known token")),
    }
}

/// Says what a source is.
pub(super) fn method_of(source: &str) -> Value {
    match source {
        "tok_iban" => json!({"type": "bank", "bank_name": "Bank of Bern", "iban_last4": "0007"}),
        _ => {
            json!({"type": "card", "brand": "visa", "last4": "4242", "exp_month": 12, "exp_year": 2030})
        }
    }
}

impl Billing {
    /// Answers below `/payments`, and below `/charges`, its old name.
    pub(super) fn handle_payments(&mut self, request: &Request, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        match (request.method.as_str(), path) {
            ("GET", ["payments"]) => self.list_payments(request),
            ("POST", ["payments"]) => self.create_payment(request, cx),
            ("GET", [_, id]) => Ok(Reply::json(200, self.payments.get("payment", id)?)),
            ("POST", ["payments", id, "capture"]) => {
                let payment = self.payments.get_mut("payment", id)?;
                if payment["status"] != "authorized" {
                    let state = payment["status"].as_str().unwrap_or_default();
                    return Err(Failure::state("The payment is not only authorized.", state));
                }
                payment["status"] = json!("succeeded");
                cx.effect("capturePayment");
                Ok(Reply::json(200, payment))
            }
            _ => Err(nowhere()),
        }
    }

    fn list_payments(&self, request: &Request) -> Result<Reply, Failure> {
        let (customer, statuses) = (request.query("customer"), request.query_all("status"));
        if statuses.iter().any(|status| !STATUSES.contains(status)) {
            return Err(Failure::invalid("/status", "is not known"));
        }
        let fits = |payment: &&Value| {
            customer.is_none_or(|customer| payment["customer"] == customer)
                && (statuses.is_empty() || statuses.iter().any(|status| payment["status"] == *status))
        };
        page(request, self.payments.iter().rev().filter(fits).cloned().collect())
    }

    fn create_payment(&mut self, request: &Request, cx: &mut Context) -> Result<Reply, Failure> {
        let mut payment = accept_form(form(request)?, CREATE_PAYMENT)?;
        self.check_customer(payment.get("customer"))?;
        let amount = payment["amount"].as_str().and_then(money::cents).filter(|amount| *amount > 0);
        let amount = amount.ok_or_else(|| Failure::invalid("/amount", "must be more than nothing"))?;
        let source = payment.remove("source");
        let source = source.as_ref().and_then(Value::as_str).unwrap_or_default();
        charge(source)?;
        payment.insert("amount".to_owned(), json!(money::text(amount)));
        payment.insert("method".to_owned(), method_of(source));
        if payment.remove("capture") == Some(json!(false)) {
            payment.insert("status".to_owned(), json!("authorized"));
        }
        cx.effect("createPayment");
        let now = cx.clock.now();
        Ok(Reply::json(201, &self.add_payment(payment, &now)))
    }

    pub(super) fn add_payment(&mut self, mut payment: Map<String, Value>, now: &str) -> Value {
        let defaults = json!({
            "created": now, "livemode": false, "amount_refunded": "0.00", "status": "succeeded", "customer": null,
            "invoice": null, "description": null, "metadata": {},
        });
        fill(&mut payment, defaults);
        self.payments.insert(payment)
    }

    pub(super) fn handle_refunds(&mut self, request: &Request, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        match (request.method.as_str(), path) {
            ("GET", []) => {
                let payment = request.query("payment");
                let fits = |refund: &&Value| payment.is_none_or(|payment| refund["payment"] == payment);
                page(request, self.refunds.iter().rev().filter(fits).cloned().collect())
            }
            ("POST", []) => {
                let refund = accept_form(form(request)?, CREATE_REFUND)?;
                let now = cx.clock.now();
                let refund = self.add_refund(refund, &now)?;
                cx.effect("createRefund");
                Ok(Reply::json(201, &refund))
            }
            ("GET", [id]) => {
                let mut refund = self.refunds.get("refund", id)?.clone();
                if request.query_all("expand").contains(&"payment") {
                    refund["payment"] = self.payments.get("payment", refund["payment"].as_str().unwrap_or_default())?.clone();
                }
                Ok(Reply::json(200, &refund))
            }
            _ => Err(nowhere()),
        }
    }

    pub(super) fn add_refund(&mut self, mut refund: Map<String, Value>, now: &str) -> Result<Value, Failure> {
        let id = refund.get("payment").and_then(Value::as_str).unwrap_or_default();
        let payment = self.payments.get_mut("payment", id)?;
        if payment["status"] == "authorized" {
            return Err(Failure::state("The payment was not captured.", "authorized"));
        }
        let sum = |name: &str| payment[name].as_str().and_then(money::cents).unwrap_or(0);
        let (paid, back) = (sum("amount"), sum("amount_refunded"));
        let amount = refund.get("amount").and_then(Value::as_str).map_or(Some(paid - back), money::cents);
        let amount = amount.filter(|_| back < paid).unwrap_or(paid + 1);
        if amount < 1 {
            return Err(Failure::invalid("/amount", "must be more than nothing"));
        }
        if back + amount > paid {
            let message = format!("Only {} can go back.", money::text(paid - back));
            return Err(Failure::Conflict(Conflict { code: "amount_too_large", message, ..Conflict::default() }));
        }
        payment["amount_refunded"] = json!(money::text(back + amount));
        if back + amount == paid {
            payment["status"] = json!("refunded");
        }
        refund.insert("amount".to_owned(), json!(money::text(amount)));
        let currency = payment["currency"].clone();
        fill(&mut refund, json!({"created": now, "livemode": false, "currency": currency, "reason": null, "metadata": {}}));
        Ok(self.refunds.insert(refund))
    }

    pub(super) fn balance(&self) -> Reply {
        let mut sums: BTreeMap<&str, i128> = BTreeMap::new();
        for payment in self.payments.iter().filter(|payment| payment["status"] != "authorized") {
            let sum = |name: &str| payment[name].as_str().and_then(money::cents).unwrap_or(0);
            let currency = payment["currency"].as_str().unwrap_or_default();
            *sums.entry(currency).or_default() += sum("amount") - sum("amount_refunded");
        }
        let available = sums.into_iter().map(|(currency, sum)| (currency.to_owned(), json!(money::text(sum))));
        let available: Map<String, Value> = available.collect();
        Reply::json(200, &json!({"object": "balance", "available": available}))
    }
}

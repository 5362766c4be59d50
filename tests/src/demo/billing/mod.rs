//! Plays `specs/billing.json`: customers, invoices, payments and refunds.

mod invoices;
mod money;
mod payments;
mod pdf;
mod seed;

use super::credentials::BILLING_KEY;
use super::exchange::{Conflict, Failure, Reply, Request};
use super::fields::{Field, Kind, accept_form, may, must, null};
use super::form::nest;
use super::server::{Context, Service, pairs};
use super::table::{Clock, Ids, Table, fill, not_before, number, object, overlay, page_after};
use bytes::Bytes;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// `sk_test_demo:` in Base64.
const KEY_BASIC: &str = "Basic c2tfdGVzdF9kZW1vOg==";
const CURRENCIES: &[&str] = &["chf", "eur", "gbp", "usd"];

const ADDRESS: &[Field] = &[
    must("line1", Kind::Filled),
    null("line2", Kind::Text),
    must("city", Kind::Filled),
    null("postal_code", Kind::Text),
    must("country", Kind::Filled),
];

const CREATE_CUSTOMER: &[Field] = &[
    must("name", Kind::Filled),
    must("email", Kind::Email),
    may("address", Kind::Object(ADDRESS)),
    null("vat_id", Kind::Text),
    may("currency", Kind::OneOf(CURRENCIES)),
    may("metadata", Kind::TextMap),
];

const UPDATE_CUSTOMER: &[Field] = &[
    may("name", Kind::Filled),
    may("email", Kind::Email),
    may("address", Kind::Object(ADDRESS)),
    null("vat_id", Kind::Text),
    may("metadata", Kind::TextMap),
];

/// The state of the service.
pub(crate) struct Billing {
    customers: Table,
    invoices: Table,
    payments: Table,
    refunds: Table,
    numbered: usize,
    lines: usize,
    /// What was answered to each idempotency key at each path, and to which body.
    answered: HashMap<(String, String), (Bytes, Reply)>,
}

impl Billing {
    pub(crate) fn seeded(clock: &mut Clock) -> Self {
        let mut billing = Billing {
            customers: Table::new(Ids::Prefixed("cus")),
            invoices: Table::new(Ids::Prefixed("inv")),
            payments: Table::new(Ids::Prefixed("pay")),
            refunds: Table::new(Ids::Prefixed("ref")),
            numbered: 0,
            lines: 0,
            answered: HashMap::new(),
        };
        billing.seed(clock);
        billing
    }

    fn authorize(request: &Request) -> Result<(), Failure> {
        let sent = request.header("authorization").unwrap_or_default();
        if sent.strip_prefix("Bearer ") == Some(BILLING_KEY) || sent == KEY_BASIC {
            return Ok(());
        }
        Err(Failure::Unauthorized)
    }

    fn route(&mut self, request: &Request, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        match path.first().copied() {
            Some("customers") => self.handle_customers(request, &path[1..], cx),
            Some("invoices") => self.handle_invoices(request, &path[1..], cx),
            Some("payments" | "charges") => self.handle_payments(request, path, cx),
            Some("refunds") => self.handle_refunds(request, &path[1..], cx),
            Some("balance") if request.method == "GET" && path.len() == 1 => Ok(self.balance()),
            _ => Err(nowhere()),
        }
    }

    fn handle_customers(&mut self, request: &Request, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        match (request.method.as_str(), path) {
            ("GET", []) => self.list_customers(request),
            ("POST", []) => {
                let customer = accept_form(form(request)?, CREATE_CUSTOMER)?;
                self.check_email(&customer, None)?;
                cx.effect("createCustomer");
                let now = cx.clock.now();
                Ok(Reply::json(201, &self.add_customer(customer, &now)))
            }
            ("GET", [id]) => Ok(Reply::json(200, self.customers.get("customer", id)?)),
            ("POST", [id]) => {
                self.customers.get("customer", id)?;
                let changes = accept_form(form(request)?, UPDATE_CUSTOMER)?;
                self.check_email(&changes, Some(id))?;
                cx.effect("updateCustomer");
                let customer = self.customers.get_mut("customer", id)?;
                overlay(customer, changes);
                Ok(Reply::json(200, customer))
            }
            ("DELETE", [id]) => {
                self.customers.get("customer", id)?;
                if self.invoices.iter().any(|i| i["customer"] == *id && i["status"] == "open") {
                    return Err(Failure::state("The customer has an open invoice.", "open"));
                }
                self.customers.remove("customer", id)?;
                cx.effect("deleteCustomer");
                Ok(Reply::json(200, &json!({"id": id, "deleted": true})))
            }
            _ => Err(nowhere()),
        }
    }

    fn list_customers(&self, request: &Request) -> Result<Reply, Failure> {
        let email = request.query("email");
        let (from, until) = (request.query("created[gte]"), request.query("created[lt]"));
        let fits = |customer: &&Value| {
            email.is_none_or(|email| customer["email"] == email)
                && from.is_none_or(|from| not_before(&customer["created"], from))
                && until.is_none_or(|until| !not_before(&customer["created"], until))
        };
        page(request, self.customers.iter().rev().filter(fits).cloned().collect())
    }

    fn add_customer(&mut self, mut customer: Map<String, Value>, now: &str) -> Value {
        let defaults = json!({
            "created": now, "livemode": false, "address": null, "vat_id": null, "balance": "0.00",
            "currency": "eur", "metadata": {},
        });
        fill(&mut customer, defaults);
        self.customers.insert(customer)
    }

    fn check_email(&self, customer: &Map<String, Value>, id: Option<&str>) -> Result<(), Failure> {
        match customer.get("email").and_then(|email| self.customers.taken("email", email, id)) {
            Some(other) => Err(Failure::exists("Another customer has this e-mail address.", other)),
            None => Ok(()),
        }
    }

    /// Refuses the id of a customer that does not exist.
    fn check_customer(&self, id: Option<&Value>) -> Result<(), Failure> {
        match id.and_then(Value::as_str) {
            Some(id) if self.customers.get("customer", id).is_err() => Err(Failure::invalid("/customer", "is not the id of a customer")),
            _ => Ok(()),
        }
    }
}

impl Service for Billing {
    fn handle(&mut self, request: &Request, cx: &mut Context) -> Result<Reply, Failure> {
        Billing::authorize(request)?;
        let path: Vec<&str> = request.segments.iter().map(String::as_str).collect();
        let key = request.header("idempotency-key").filter(|_| request.method == "POST");
        let key = key.map(|key| (path.join("/"), key.to_owned()));
        if let Some((body, reply)) = key.as_ref().and_then(|key| self.answered.get(key)) {
            if *body == request.body {
                return Ok(reply.clone().header("idempotent-replayed", "true"));
            }
            let message = "The key was used with another body.".to_owned();
            return Err(Failure::Conflict(Conflict { code: "idempotency_key_reused", message, ..Conflict::default() }));
        }
        let result = self.route(request, &path, cx).map_err(|failure| match failure {
            Failure::Invalid(mut faults) if request.method == "GET" => Failure::BadRequest(faults.remove(0)),
            other => other,
        });
        // Only what was done is remembered, and payments that failed: those cost a try at the bank.
        let reply = match &result {
            Ok(reply) => Some(reply.clone()),
            Err(failure @ Failure::Declined(_)) => Some(self.refuse(failure)),
            Err(_) => None,
        };
        if let (Some(key), Some(reply)) = (key, reply) {
            self.answered.insert(key, (request.body.clone(), reply));
        }
        result
    }

    fn refuse(&self, failure: &Failure) -> Reply {
        let message = failure.detail();
        let error = match failure {
            Failure::Conflict(c) => json!({
                "type": "conflict", "code": c.code, "message": message, "state": c.state, "existing": c.existing,
            }),
            Failure::Declined(code) => json!({
                "type": "payment_error", "code": code, "message": message,
                "decline_code": (*code == "card_declined").then_some("do_not_honor"),
                "retryable": *code == "insufficient_funds",
            }),
            Failure::Unauthorized => json!({"type": "authentication_error", "message": message}),
            Failure::NotFound(_) => json!({"type": "not_found", "message": message}),
            Failure::TooMany => json!({"type": "rate_limit", "message": message}),
            Failure::Invalid(faults) => {
                let param = faults.first().map(|fault| bracketed(&fault.pointer));
                json!({"type": "invalid_request", "message": message, "param": param})
            }
            Failure::BadRequest(fault) => {
                json!({"type": "invalid_request", "message": message, "param": bracketed(&fault.pointer)})
            }
            Failure::Unsupported(_) | Failure::Other(_) => {
                json!({"type": "invalid_request", "message": message})
            }
        };
        failure.reply("application/json", "Bearer realm=\"billing\", Basic realm=\"billing\"", &json!({"error": error}))
    }
}

fn nowhere() -> Failure {
    Failure::NotFound("There is nothing at this path.".to_owned())
}

/// Reads the form of a request.
fn form(request: &Request) -> Result<Value, Failure> {
    request.expect_type("application/x-www-form-urlencoded")?;
    nest(&pairs(&String::from_utf8_lossy(&request.body)))
}

/// Writes a JSON pointer as the name of a form's field.
fn bracketed(pointer: &str) -> String {
    let mut names = pointer.split('/').filter(|name| !name.is_empty());
    let first = names.next().unwrap_or_default().to_owned();
    names.fold(first, |whole, name| format!("{whole}[{name}]"))
}

/// Answers with the page that the query asks for.
fn page(request: &Request, rows: Vec<Value>) -> Result<Reply, Failure> {
    let limit = number(request.query("limit"), "limit", 10, 100)?;
    if limit == 0 {
        return Err(Failure::invalid("/limit", "must be more than 0"));
    }
    let page = page_after(rows, request.query("starting_after"), limit)
        .ok_or_else(|| Failure::invalid("/starting_after", "is not an id of this list"))?;
    Ok(Reply::json(200, &json!({"object": "list", "data": page.rows, "has_more": page.more})))
}

/// Makes a row of an object literal.
fn row(value: Value) -> Map<String, Value> {
    object(value)
}

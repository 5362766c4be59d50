//! Invoices: drafted, finalized, paid, voided, printed.

use super::payments::{charge, method_of};
use super::{Billing, CURRENCIES, form, money, nowhere, page, pdf, row};
use crate::demo::exchange::{Failure, Reply, Request};
use crate::demo::fields::{Field, Kind, accept_form, may, must, null};
use crate::demo::server::Context;
use crate::demo::table::{fill, id_of, overlay};
use serde_json::{Map, Value, json};

const STATUSES: &[&str] = &["draft", "open", "paid", "void"];

const LINE: &[Field] = &[
    must("description", Kind::Filled),
    may("quantity", Kind::Integer),
    must("unit_amount", Kind::Decimal),
    null("tax_rate", Kind::Decimal),
];

const CREATE: &[Field] = &[
    must("customer", Kind::Filled),
    may("currency", Kind::OneOf(CURRENCIES)),
    must("lines", Kind::List(LINE)),
    null("due_date", Kind::Date),
    null("memo", Kind::Text),
    may("metadata", Kind::TextMap),
];

const UPDATE: &[Field] =
    &[may("lines", Kind::List(LINE)), null("due_date", Kind::Date), null("memo", Kind::Text), may("metadata", Kind::TextMap)];

impl Billing {
    pub(super) fn handle_invoices(&mut self, request: &Request, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        match (request.method.as_str(), path) {
            ("GET", []) => self.list_invoices(request),
            ("POST", []) => {
                let invoice = accept_form(form(request)?, CREATE)?;
                self.check_customer(invoice.get("customer"))?;
                let now = cx.clock.now();
                let invoice = self.add_invoice(invoice, &now)?;
                cx.effect("createInvoice");
                Ok(Reply::json(201, &invoice))
            }
            ("GET", [id]) => Ok(Reply::json(200, self.invoices.get("invoice", id)?)),
            ("POST", [id]) => self.update_invoice(request, id, cx),
            ("DELETE", [id]) => {
                self.expect(id, "draft")?;
                self.invoices.remove("invoice", id)?;
                cx.effect("deleteInvoice");
                Ok(Reply::json(200, &json!({"id": id, "deleted": true})))
            }
            ("POST", [id, "finalize"]) => {
                self.finalize(id)?;
                cx.effect("finalizeInvoice");
                Ok(Reply::json(200, self.invoices.get("invoice", id)?))
            }
            ("POST", [id, "void"]) => {
                self.expect(id, "open")?["status"] = json!("void");
                cx.effect("voidInvoice");
                Ok(Reply::json(200, self.invoices.get("invoice", id)?))
            }
            ("POST", [id, "pay"]) => {
                let payment = accept_form(form(request)?, &[must("source", Kind::Filled)])?;
                self.expect(id, "open")?;
                let now = cx.clock.now();
                self.settle(id, payment["source"].as_str().unwrap_or_default(), &now)?;
                cx.effect("payInvoice");
                Ok(Reply::json(200, self.invoices.get("invoice", id)?))
            }
            ("GET", [id, "pdf"]) => self.print(id),
            _ => Err(nowhere()),
        }
    }

    fn list_invoices(&self, request: &Request) -> Result<Reply, Failure> {
        let (customer, status) = (request.query("customer"), request.query("status"));
        if status.is_some_and(|status| !STATUSES.contains(&status)) {
            return Err(Failure::invalid("/status", "is not known"));
        }
        let fits = |invoice: &&Value| {
            customer.is_none_or(|customer| invoice["customer"] == customer) && status.is_none_or(|status| invoice["status"] == status)
        };
        page(request, self.invoices.iter().rev().filter(fits).cloned().collect())
    }

    /// Returns an invoice that is in this state.
    fn expect(&mut self, id: &str, status: &str) -> Result<&mut Value, Failure> {
        let invoice = self.invoices.get_mut("invoice", id)?;
        match invoice["status"].as_str() {
            Some(found) if found != status => Err(Failure::state(&format!("The invoice is not {status}."), found)),
            _ => Ok(invoice),
        }
    }

    pub(super) fn add_invoice(&mut self, mut invoice: Map<String, Value>, now: &str) -> Result<Value, Failure> {
        let sums = self.sums(invoice.get("lines"))?;
        invoice.extend(sums);
        let defaults = json!({
            "created": now, "livemode": false, "number": null, "status": "draft", "currency": "eur",
            "due_date": null, "paid_at": null, "payment": null, "memo": null, "metadata": {},
        });
        fill(&mut invoice, defaults);
        Ok(self.invoices.insert(invoice))
    }

    /// Works out lines and what they come to.
    fn sums(&mut self, lines: Option<&Value>) -> Result<Map<String, Value>, Failure> {
        let lines = lines.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        if lines.is_empty() {
            return Err(Failure::invalid("/lines", "must not be empty"));
        }
        let (mut subtotal, mut tax) = (0, 0);
        let mut done = Vec::new();
        for (i, line) in lines.iter().enumerate() {
            let quantity = line["quantity"].as_i64().unwrap_or(1);
            if quantity < 1 {
                return Err(Failure::invalid(&format!("/lines/{i}/quantity"), "must be more than nothing"));
            }
            let unit = line["unit_amount"].as_str().and_then(money::millionths);
            let rate = line["tax_rate"].as_str().and_then(money::millionths).unwrap_or(0);
            let net = money::times(unit.unwrap_or(0), quantity);
            let line_tax = money::percent(net, rate);
            (subtotal, tax) = (subtotal + net, tax + line_tax);
            self.lines += 1;
            let mut line = line.clone();
            line["id"] = json!(format!("lin_{:04}", self.lines));
            line["quantity"] = json!(quantity);
            line["amount"] = json!(money::text(net + line_tax));
            done.push(line);
        }
        Ok(row(json!({
            "lines": done,
            "subtotal": money::text(subtotal),
            "tax": money::text(tax),
            "total": money::text(subtotal + tax),
        })))
    }

    fn update_invoice(&mut self, request: &Request, id: &str, cx: &mut Context) -> Result<Reply, Failure> {
        self.expect(id, "draft")?;
        let mut changes = accept_form(form(request)?, UPDATE)?;
        if changes.contains_key("lines") {
            let sums = self.sums(changes.get("lines"))?;
            changes.extend(sums);
        }
        cx.effect("updateInvoice");
        let invoice = self.invoices.get_mut("invoice", id)?;
        overlay(invoice, changes);
        Ok(Reply::json(200, invoice))
    }

    pub(super) fn finalize(&mut self, id: &str) -> Result<(), Failure> {
        self.expect(id, "draft")?;
        self.numbered += 1;
        let number = format!("2026-{:04}", self.numbered);
        let invoice = self.invoices.get_mut("invoice", id)?;
        invoice["status"] = json!("open");
        invoice["number"] = json!(number);
        Ok(())
    }

    /// Pays an open invoice from a source.
    pub(super) fn settle(&mut self, id: &str, source: &str, now: &str) -> Result<(), Failure> {
        charge(source)?;
        let invoice = self.invoices.get("invoice", id)?.clone();
        let payment = json!({
            "amount": invoice["total"], "currency": invoice["currency"], "customer": invoice["customer"],
            "invoice": id, "method": method_of(source),
        });
        let payment = self.add_payment(row(payment), now);
        let invoice = self.invoices.get_mut("invoice", id)?;
        invoice["status"] = json!("paid");
        invoice["paid_at"] = json!(now);
        invoice["payment"] = json!(id_of(&payment));
        Ok(())
    }

    fn print(&self, id: &str) -> Result<Reply, Failure> {
        let invoice = self.invoices.get("invoice", id)?;
        let Some(number) = invoice["number"].as_str() else {
            return Err(Failure::state("A draft has no PDF.", "draft"));
        };
        let (total, currency) = (invoice["total"].as_str(), invoice["currency"].as_str());
        let text = format!("Invoice {number}: {} {}", total.unwrap_or_default(), currency.unwrap_or_default());
        let reply = Reply::bytes(200, "application/pdf", pdf::of_line(&text).into());
        Ok(reply.header("content-disposition", &format!("attachment; filename=\"{number}.pdf\"")))
    }
}

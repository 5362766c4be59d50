//! What the service knows at the start: 13 customers, 12 invoices, 14 payments, 2 refunds.

use super::payments::method_of;
use super::{Billing, row};
use crate::demo::table::{Clock, id_of};
use serde_json::json;

impl Billing {
    pub(super) fn seed(&mut self, clock: &mut Clock) {
        for i in 0..13 {
            let address =
                json!({"line1": format!("Hauptstrasse {i}"), "line2": null, "city": "Bern", "postal_code": "3011", "country": "CH"});
            let customer = json!({
                "name": format!("Customer {i}"),
                "email": format!("customer{i}@example.com"),
                "address": (i % 2 == 0).then_some(address),
                "vat_id": (i % 3 == 0).then(|| format!("CHE-000.000.{i:03}")),
                "balance": format!("{}.90", 10 * i),
                "currency": (["eur", "chf", "usd"][i % 3]),
                "metadata": {"number": i.to_string()},
            });
            self.add_customer(row(customer), &clock.now());
        }
        self.seed_invoices(clock);
        for i in 0..10 {
            let payment = json!({
                "amount": format!("{}.00", 10 * (i + 1)),
                "currency": (["eur", "chf"][i % 2]),
                "status": if i == 9 { "authorized" } else { "succeeded" },
                "customer": (i % 2 == 0).then(|| format!("cus_{:04}", i + 1)),
                "method": method_of(if i % 3 == 0 { "tok_iban" } else { "tok_visa" }),
                "description": (i % 2 == 0).then(|| format!("Order {i}")),
            });
            self.add_payment(row(payment), &clock.now());
        }
        for (payment, amount) in [("pay_0001", "5.00"), ("pay_0006", "1.50")] {
            let refund = json!({"payment": payment, "amount": amount, "reason": "duplicate"});
            self.add_refund(row(refund), &clock.now()).expect("the seed fits its own rules");
        }
    }

    /// Four invoices are drafts, three open, one is void, four are paid.
    fn seed_invoices(&mut self, clock: &mut Clock) {
        for i in 0..12 {
            let invoice = json!({
                "customer": format!("cus_{:04}", 1 + i % 5),
                "lines": [
                    {"description": "Engine, analytical", "quantity": i + 1, "unit_amount": "60.00", "tax_rate": "8.1"},
                    {"description": "Delivery", "quantity": 1, "unit_amount": "12.5", "tax_rate": null},
                ],
                "due_date": (i % 2 == 0).then(|| format!("2026-02-{:02}", i + 10)),
                "metadata": {"order": (40 + i).to_string()},
            });
            let now = clock.now();
            let invoice = self.add_invoice(row(invoice), &now).expect("the seed fits its own rules");
            let id = id_of(&invoice);
            if i % 3 != 0 {
                self.finalize(&id).expect("a new invoice is a draft");
            }
            if i % 3 == 1 {
                self.settle(&id, "tok_visa", &now).expect("a finalized invoice is open");
            }
            if i == 11 {
                self.invoices.iter_mut().filter(|row| row["id"] == *id).for_each(|row| row["status"] = json!("void"));
            }
        }
    }
}

//! The rules that the document gives for what is sent.

use turnbuckle_runtime::{validate_model, validate_params};
use turnbuckle_runtime::operation::ParamLocation;
use turnbuckle_runtime::validate::{Node, OperationRules, Parts, Pattern, Rule, Table};

use super::ClientBuilder;

static TABLE: Table = Table::new(&NODES, &PATTERNS, &OPERATIONS);

static NODES: [Node; 18] = [
    Node::new(&[], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(4, 2)]), 0),
    Node::new(&[Rule::MinLength(2), Rule::MaxLength(2)], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(0, 4), (2, 1), (5, 5)]), 0),
    Node::new(&[Rule::MinLength(1)], Parts::None, 0),
    Node::new(&[], Parts::None, 7),
    Node::new(&[Rule::MaxLength(500)], Parts::None, 0),
    Node::new(&[Rule::MaxProperties(20)], Parts::Values(6), 0),
    Node::new(&[], Parts::Fields(&[(0, 4), (2, 1), (4, 5)]), 0),
    Node::new(&[], Parts::Fields(&[(0, 4), (1, 10)]), 0),
    Node::new(&[Rule::Minimum("1")], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(2, 12), (5, 5)]), 0),
    Node::new(&[Rule::MinItems(1), Rule::MaxItems(50)], Parts::Items(9), 0),
    Node::new(&[], Parts::Fields(&[(0, 12), (3, 5)]), 0),
    Node::new(&[], Parts::Fields(&[(6, 5)]), 0),
    Node::new(&[], Parts::Fields(&[(3, 5)]), 0),
    Node::new(&[Rule::Minimum("1"), Rule::Maximum("100")], Parts::None, 0),
    Node::new(&[Rule::MaxLength(255)], Parts::None, 0),
];

static PATTERNS: [Pattern; 0] = [];

static OPERATIONS: [OperationRules; 14] = [
    OperationRules { method: "GET", path: "/customers", params: &[(ParamLocation::Query, "limit", 16)], bodies: &[] },
    OperationRules { method: "POST", path: "/customers", params: &[(ParamLocation::Header, "Idempotency-Key", 17)], bodies: &[("application/x-www-form-urlencoded", 3)] },
    OperationRules { method: "POST", path: "/customers/{customer_id}", params: &[(ParamLocation::Header, "Idempotency-Key", 17)], bodies: &[("application/x-www-form-urlencoded", 8)] },
    OperationRules { method: "GET", path: "/invoices", params: &[(ParamLocation::Query, "limit", 16)], bodies: &[] },
    OperationRules { method: "POST", path: "/invoices", params: &[(ParamLocation::Header, "Idempotency-Key", 17)], bodies: &[("application/x-www-form-urlencoded", 11)] },
    OperationRules { method: "POST", path: "/invoices/{invoice_id}", params: &[(ParamLocation::Header, "Idempotency-Key", 17)], bodies: &[("application/x-www-form-urlencoded", 13)] },
    OperationRules { method: "POST", path: "/invoices/{invoice_id}/finalize", params: &[(ParamLocation::Header, "Idempotency-Key", 17)], bodies: &[] },
    OperationRules { method: "POST", path: "/invoices/{invoice_id}/void", params: &[(ParamLocation::Header, "Idempotency-Key", 17)], bodies: &[] },
    OperationRules { method: "POST", path: "/invoices/{invoice_id}/pay", params: &[(ParamLocation::Header, "Idempotency-Key", 17)], bodies: &[] },
    OperationRules { method: "GET", path: "/payments", params: &[(ParamLocation::Query, "limit", 16)], bodies: &[] },
    OperationRules { method: "POST", path: "/payments", params: &[(ParamLocation::Header, "Idempotency-Key", 17)], bodies: &[("application/x-www-form-urlencoded", 14)] },
    OperationRules { method: "POST", path: "/payments/{payment_id}/capture", params: &[(ParamLocation::Header, "Idempotency-Key", 17)], bodies: &[] },
    OperationRules { method: "GET", path: "/refunds", params: &[(ParamLocation::Query, "limit", 16)], bodies: &[] },
    OperationRules { method: "POST", path: "/refunds", params: &[(ParamLocation::Header, "Idempotency-Key", 17)], bodies: &[("application/x-www-form-urlencoded", 15)] },
];

impl ClientBuilder {
    /// Checks every parameter and body against the rules of the document, and sends no request that breaks one: the error of the call
    /// then lists all of them, as `error.violations()`. Bodies that are streams are not checked. Default: no.
    #[must_use]
    pub fn validate_requests(self) -> Self {
        Self {
            inner: self.inner.validate_requests(&TABLE),
        }
    }
}

#[cfg(feature = "customers")]
validate_model!(super::models::TimeRange, TABLE, 0);

#[cfg(feature = "customers")]
validate_model!(super::models::Address, TABLE, 1);

#[cfg(feature = "customers")]
validate_model!(super::models::CustomerCreate, TABLE, 3);

#[cfg(feature = "customers")]
validate_model!(super::models::CustomerUpdate, TABLE, 8);

#[cfg(feature = "invoices")]
validate_model!(super::models::LineItemCreate, TABLE, 9);

#[cfg(feature = "invoices")]
validate_model!(super::models::InvoiceCreate, TABLE, 11);

#[cfg(feature = "invoices")]
validate_model!(super::models::InvoiceUpdate, TABLE, 13);

#[cfg(feature = "payments")]
validate_model!(super::models::PaymentCreate, TABLE, 14);

#[cfg(feature = "refunds")]
validate_model!(super::models::RefundCreate, TABLE, 15);

#[cfg(feature = "invoices")]
validate_model!(super::models::PayInvoiceBody, TABLE, 0);

#[cfg(feature = "customers")]
validate_params!(super::customers::ListCustomers, TABLE {
    Query "limit" limit 16,
});

#[cfg(feature = "customers")]
validate_params!(super::customers::CreateCustomer, TABLE {
    Header "Idempotency-Key" idempotency_key 17,
});

#[cfg(feature = "customers")]
validate_params!(super::customers::UpdateCustomer, TABLE {
    Header "Idempotency-Key" idempotency_key 17,
});

#[cfg(feature = "invoices")]
validate_params!(super::invoices::ListInvoices, TABLE {
    Query "limit" limit 16,
});

#[cfg(feature = "invoices")]
validate_params!(super::invoices::CreateInvoice, TABLE {
    Header "Idempotency-Key" idempotency_key 17,
});

#[cfg(feature = "invoices")]
validate_params!(super::invoices::UpdateInvoice, TABLE {
    Header "Idempotency-Key" idempotency_key 17,
});

#[cfg(feature = "invoices")]
validate_params!(super::invoices::FinalizeInvoice, TABLE {
    Header "Idempotency-Key" idempotency_key 17,
});

#[cfg(feature = "invoices")]
validate_params!(super::invoices::VoidInvoice, TABLE {
    Header "Idempotency-Key" idempotency_key 17,
});

#[cfg(feature = "invoices")]
validate_params!(super::invoices::PayInvoice, TABLE {
    Header "Idempotency-Key" idempotency_key 17,
});

#[cfg(feature = "payments")]
validate_params!(super::payments::ListPayments, TABLE {
    Query "limit" limit 16,
});

#[cfg(feature = "payments")]
validate_params!(super::payments::CreatePayment, TABLE {
    Header "Idempotency-Key" idempotency_key 17,
});

#[cfg(feature = "payments")]
validate_params!(super::payments::CapturePayment, TABLE {
    Header "Idempotency-Key" idempotency_key 17,
});

#[cfg(feature = "refunds")]
validate_params!(super::refunds::ListRefunds, TABLE {
    Query "limit" limit 16,
});

#[cfg(feature = "refunds")]
validate_params!(super::refunds::CreateRefund, TABLE {
    Header "Idempotency-Key" idempotency_key 17,
});

#[cfg(feature = "refunds")]
validate_params!(super::refunds::GetRefund, TABLE {});

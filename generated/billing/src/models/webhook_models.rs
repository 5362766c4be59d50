//! Models of webhooks.

use turnbuckle_runtime::record;
use turnbuckle_runtime::jiff::Timestamp;

use super::{Invoice, Payment};

/// Says that an invoice was paid.
#[derive(Clone)]
pub struct InvoiceEvent {
    /// Always `invoice.paid`.
    pub r#type: String,
    /// When it happened.
    pub timestamp: Timestamp,
    /// `data`
    pub data: Invoice,
}

record!(InvoiceEvent {
    0 "type" r#type REQUIRED,
    1 "timestamp" timestamp REQUIRED,
    2 "data" data REQUIRED,
});

/// Says that a payment did not go through.
#[derive(Clone)]
pub struct PaymentEvent {
    /// Always `payment.failed`.
    pub r#type: String,
    /// When it happened.
    pub timestamp: Timestamp,
    /// `data`
    pub data: Payment,
}

record!(PaymentEvent {
    0 "type" r#type REQUIRED,
    1 "timestamp" timestamp REQUIRED,
    2 "data" data REQUIRED,
});

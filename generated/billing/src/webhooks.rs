//! The events that the service sends.

use turnbuckle_runtime::{DecodeError, json, webhook, webhook_events};
use turnbuckle_runtime::model::Value;

use super::models::{InvoiceEvent, PaymentEvent};

/// How the service signs what it sends: as Standard Webhooks says.
pub use turnbuckle_runtime::webhook::STANDARD_WEBHOOKS as SIGNATURE;

/// Where the names of events are, and which there are.
static EVENTS: webhook::Events = webhook::Events::new(
    &[webhook::Place::Json("/type")],
    &["invoice.paid", "payment.failed"],
);

/// An event that the service sends.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Webhook {
    /// An invoice was paid
    InvoicePaid(Box<InvoiceEvent>),
    /// A payment did not go through
    PaymentFailed(Box<PaymentEvent>),
    /// An event that the document does not describe.
    Unlisted(Value),
}

impl Webhook {
    /// Reads an event by its name in the document. The body is not authenticated by this.
    ///
    /// # Errors
    ///
    /// Fails where the body is not what the document says of this event.
    #[inline]
    pub fn decode(name: &str, body: &[u8]) -> Result<Self, DecodeError> {
        Ok(
            match name {
                "invoice.paid" => Self::InvoicePaid(Box::new(json::from_slice(body)?)),
                "payment.failed" => {
                    Self::PaymentFailed(Box::new(json::from_slice(body)?))
                }
                _ => Self::Unlisted(json::from_slice(body)?),
            },
        )
    }
}

webhook_events!(Webhook, signed by SIGNATURE, named by EVENTS);

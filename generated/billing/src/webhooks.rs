//! The events that the service sends.

use turnbuckle_runtime::{DecodeError, Secret, json, webhook};
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
    /// Makes a verifier of the requests that the service signs with a secret.
    ///
    /// # Errors
    ///
    /// Fails where the secret is empty or not of the form that the service has.
    pub fn verifier(
        secret: impl Into<Secret>,
    ) -> Result<webhook::Verifier, webhook::SecretError> {
        webhook::Verifier::new(&SIGNATURE, secret)
    }

    /// Reads the event of a request that is authentic: of an `http::Request`, or of `(&parts, &body)`.
    ///
    /// # Errors
    ///
    /// Fails where the request is not authentic, and where the body is not what the document says of this event.
    pub fn receive<'r>(
        verifier: &webhook::Verifier,
        request: impl Into<webhook::Received<'r>>,
    ) -> Result<webhook::Delivery<Self>, webhook::ReceiveError> {
        let received = request.into();
        let verified = verifier.verify(received)?;
        Ok(webhook::Delivery::new(Self::from_request(received)?, verified))
    }

    /// Reads the event of a request: of an `http::Request`, or of `(&parts, &body)`. The request is not authenticated by this.
    ///
    /// # Errors
    ///
    /// Fails where the body is not what the document says of this event.
    pub fn from_request<'r>(
        request: impl Into<webhook::Received<'r>>,
    ) -> Result<Self, DecodeError> {
        let received = request.into();
        Self::decode(EVENTS.name(&received).unwrap_or_default(), received.body())
    }

    /// Reads a request that is authentic as the event of a name in the document, where that is known by the URL that it came to.
    ///
    /// # Errors
    ///
    /// Fails where the request is not authentic, and where the body is not what the document says of this event.
    pub fn receive_as<'r>(
        name: &str,
        verifier: &webhook::Verifier,
        request: impl Into<webhook::Received<'r>>,
    ) -> Result<webhook::Delivery<Self>, webhook::ReceiveError> {
        let received = request.into();
        let verified = verifier.verify(received)?;
        Ok(webhook::Delivery::new(Self::decode(name, received.body())?, verified))
    }

    /// Reads an event by its name in the document. The body is not authenticated by this.
    ///
    /// # Errors
    ///
    /// Fails where the body is not what the document says of this event.
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

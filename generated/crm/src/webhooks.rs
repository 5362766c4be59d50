//! The events that the service sends.

use turnbuckle_runtime::{DecodeError, json, webhook, webhook_events};
use turnbuckle_runtime::model::Value;

use super::models::{ContactCreatedEvent, DealStageChangedEvent};

/// How the service signs what it sends.
pub static SIGNATURE: webhook::Scheme = webhook::Scheme::new(
        webhook::Place::Header("x-crm-signature"),
        &[
            webhook::Signature::new(
                "",
                webhook::Algorithm::HmacSha256,
                webhook::Encoding::Hex,
                webhook::KeyForm::Text,
            ),
        ],
        &[webhook::Part::Body],
    )
    .id(&[webhook::Place::Json("/event_id")]);

/// Where the names of events are, and which there are.
static EVENTS: webhook::Events = webhook::Events::new(
    &[webhook::Place::Json("/type")],
    &["contactCreated", "dealStageChanged"],
);

/// An event that the service sends.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Webhook {
    /// A contact was created
    ///
    /// Sent within a minute of a contact's creation.
    ContactCreated(Box<ContactCreatedEvent>),
    /// A deal moved to another stage
    ///
    /// Sent whenever a deal's stage changes.
    DealStageChanged(Box<DealStageChangedEvent>),
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
                "contactCreated" => {
                    Self::ContactCreated(Box::new(json::from_slice(body)?))
                }
                "dealStageChanged" => {
                    Self::DealStageChanged(Box::new(json::from_slice(body)?))
                }
                _ => Self::Unlisted(json::from_slice(body)?),
            },
        )
    }
}

webhook_events!(Webhook, signed by SIGNATURE, named by EVENTS);

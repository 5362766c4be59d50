//! The events that the service sends.

use turnbuckle_runtime::{DecodeError, json};
use turnbuckle_runtime::model::Value;

use super::models::{ContactCreatedEvent, DealStageChangedEvent};

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

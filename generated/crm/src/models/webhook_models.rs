//! Models of webhooks.

use turnbuckle_runtime::{record, string_enum};
use turnbuckle_runtime::jiff::Timestamp;

use super::{Contact, Deal, DealStage};

/// Says that a contact was created.
#[derive(Clone)]
pub struct ContactCreatedEvent {
    /// Identifies the event; the same in every try to deliver it.
    pub event_id: String,
    /// Always `contact.created`.
    pub r#type: ContactCreatedEventType,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// `contact`
    pub contact: Contact,
}

record!(ContactCreatedEvent {
    0 "event_id" event_id REQUIRED,
    1 "type" r#type REQUIRED,
    2 "occurred_at" occurred_at REQUIRED,
    3 "contact" contact REQUIRED,
});

/// Says that a deal moved.
#[derive(Clone)]
pub struct DealStageChangedEvent {
    /// Identifies the event; the same in every try to deliver it.
    pub event_id: String,
    /// Always `deal.stage_changed`.
    pub r#type: DealStageChangedEventType,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// The stage it was in.
    pub from: DealStage,
    /// `deal`
    pub deal: Deal,
}

record!(DealStageChangedEvent {
    0 "event_id" event_id REQUIRED,
    1 "type" r#type REQUIRED,
    2 "occurred_at" occurred_at REQUIRED,
    3 "from" from REQUIRED,
    4 "deal" deal REQUIRED,
});

/// Always `contact.created`.
#[derive(Clone)]
pub enum ContactCreatedEventType {
    /// `contact.created`.
    ContactCreated,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(ContactCreatedEventType {
    ContactCreated "contact.created",
    ; Unknown
});

/// Always `deal.stage_changed`.
#[derive(Clone)]
pub enum DealStageChangedEventType {
    /// `deal.stage_changed`.
    DealStageChanged,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(DealStageChangedEventType {
    DealStageChanged "deal.stage_changed",
    ; Unknown
});

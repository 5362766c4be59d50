//! Models that no operation or webhook uses.

use turnbuckle_runtime::{record, string_enum};

/// Says that an item runs low.
#[derive(Clone)]
pub struct Alert {
    /// The item.
    pub sku: String,
    /// How many are left that are not set aside.
    pub available: i64,
    /// Below how many it runs low.
    pub reorder_level: i32,
}

record!(Alert {
    0 "sku" sku REQUIRED,
    1 "available" available REQUIRED,
    2 "reorder_level" reorder_level REQUIRED,
});

/// An event of the stream.
#[derive(Clone)]
pub struct StreamAlertsResponseEvent {
    /// Always `low_stock`.
    pub event: StreamAlertsResponseEventEvent,
    /// Identifies the event.
    pub id: Option<String>,
    /// The alert, in JSON.
    pub data: String,
}

record!(StreamAlertsResponseEvent {
    0 "event" event REQUIRED,
    1 "id" id OPTIONAL,
    2 "data" data REQUIRED,
});

/// Always `low_stock`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum StreamAlertsResponseEventEvent {
    /// `low_stock`.
    LowStock,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(StreamAlertsResponseEventEvent {
    LowStock "low_stock",
    ; Unknown
});

//! Models of the operations tagged `shipments`.

use turnbuckle_runtime::{default_by_blank, record, string_enum};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::jiff::civil::Date;
use turnbuckle_runtime::model::{Model, Nullable};

/// How far a shipment is.
#[derive(Clone)]
pub enum ShipmentStatus {
    /// `planned`.
    Planned,
    /// `packed`.
    Packed,
    /// `dispatched`.
    Dispatched,
    /// `cancelled`.
    Cancelled,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(ShipmentStatus {
    Planned "planned",
    Packed "packed",
    Dispatched "dispatched",
    Cancelled "cancelled",
    ; Unknown
});

/// So many of an item.
#[derive(Clone)]
pub struct ShipmentLine {
    /// The item.
    pub sku: String,
    /// How many.
    ///
    /// Valid: at least 1.
    pub quantity: i64,
}

record!(ShipmentLine {
    0 "sku" sku REQUIRED,
    1 "quantity" quantity REQUIRED,
});

impl ShipmentLine {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(sku: impl Into<String>, quantity: i64) -> Self {
        Self { sku: sku.into(), quantity }
    }
}

/// Whom it goes to.
#[derive(Clone)]
pub struct Recipient {
    /// The name.
    pub name: String,
    /// Street and number.
    pub street: String,
    /// City or town.
    pub city: String,
    /// Postal code.
    pub postal_code: String,
    /// Country, two letters of ISO 3166-1.
    ///
    /// Valid: matches `^[A-Z]{2}$`.
    pub country: String,
}

record!(Recipient {
    0 "name" name REQUIRED,
    1 "street" street REQUIRED,
    2 "city" city REQUIRED,
    3 "postal_code" postal_code REQUIRED,
    4 "country" country REQUIRED,
});

impl Recipient {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(
        name: impl Into<String>,
        street: impl Into<String>,
        city: impl Into<String>,
        postal_code: impl Into<String>,
        country: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            street: street.into(),
            city: city.into(),
            postal_code: postal_code.into(),
            country: country.into(),
        }
    }
}

/// A shipment to make.
#[derive(Clone)]
pub struct ShipmentInput {
    /// `recipient`
    pub recipient: Recipient,
    /// What is in it.
    ///
    /// Valid: at least 1 elements.
    pub lines: Vec<ShipmentLine>,
    /// When it must leave.
    pub ship_by: Nullable<Date>,
    /// A word to the packers.
    pub note: Nullable<String>,
}

record!(ShipmentInput {
    0 "recipient" recipient REQUIRED,
    1 "lines" lines REQUIRED,
    2 "ship_by" ship_by OPTIONAL,
    3 "note" note OPTIONAL,
});

impl ShipmentInput {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(recipient: Recipient, lines: Vec<ShipmentLine>) -> Self {
        Self {
            recipient,
            lines,
            ..Model::blank()
        }
    }
}

/// Changes to a shipment. Fields that are left out stay; `null` clears.
#[derive(Clone)]
pub struct ShipmentUpdate {
    /// The state to go to.
    pub status: Option<ShipmentUpdateStatus>,
    /// `recipient`
    pub recipient: Option<Recipient>,
    /// When it must leave; `null` for no date.
    pub ship_by: Nullable<Date>,
    /// A word to the packers; `null` for none.
    pub note: Nullable<String>,
}

record!(ShipmentUpdate {
    0 "status" status OPTIONAL,
    1 "recipient" recipient OPTIONAL,
    2 "ship_by" ship_by OPTIONAL,
    3 "note" note OPTIONAL,
});

default_by_blank!(ShipmentUpdate);

/// How a shipment leaves.
#[derive(Clone)]
pub struct DispatchInput {
    /// Who carries it.
    pub carrier: DispatchInputCarrier,
    /// The carrier's number.
    pub tracking_number: Option<String>,
}

record!(DispatchInput {
    0 "carrier" carrier REQUIRED,
    1 "tracking_number" tracking_number OPTIONAL,
});

impl DispatchInput {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(carrier: DispatchInputCarrier) -> Self {
        Self { carrier, ..Model::blank() }
    }
}

/// What leaves, or left.
#[derive(Clone)]
pub struct Shipment {
    /// `recipient`
    pub recipient: Recipient,
    /// What is in it.
    ///
    /// Valid: at least 1 elements.
    pub lines: Vec<ShipmentLine>,
    /// When it must leave.
    pub ship_by: Nullable<Date>,
    /// A word to the packers.
    pub note: Nullable<String>,
    /// Identifies the shipment.
    ///
    /// Set by the server; not sent.
    pub id: String,
    /// `status`
    pub status: ShipmentStatus,
    /// Who carries it.
    ///
    /// Set by the server; not sent.
    pub carrier: Nullable<ShipmentCarrier>,
    /// `tracking`
    pub tracking: Nullable<Tracking>,
    /// When it was created.
    ///
    /// Set by the server; not sent.
    pub created_at: Timestamp,
}

record!(Shipment [0 "/components/schemas/ShipmentInput", 4 "/components/schemas/Shipment/allOf/1", 9 "/components/schemas/Shipment"] {
    0 "recipient" recipient REQUIRED,
    1 "lines" lines REQUIRED,
    2 "ship_by" ship_by OPTIONAL,
    3 "note" note OPTIONAL,
    4 "id" id REQUIRED | READ_ONLY,
    5 "status" status REQUIRED,
    6 "carrier" carrier OPTIONAL | READ_ONLY,
    7 "tracking" tracking OPTIONAL,
    8 "created_at" created_at REQUIRED | READ_ONLY,
});

/// Where a shipment is.
#[derive(Clone)]
pub struct Tracking {
    /// The carrier's number.
    pub number: String,
    /// Where to look.
    pub url: Option<String>,
    /// When it left.
    pub dispatched_at: Timestamp,
}

record!(Tracking {
    0 "number" number REQUIRED,
    1 "url" url OPTIONAL,
    2 "dispatched_at" dispatched_at REQUIRED,
});

/// A page of shipments.
#[derive(Clone)]
pub struct ShipmentPage {
    /// The shipments of this page.
    pub data: Vec<Shipment>,
    /// The URL of the next page; `null` on the last.
    pub next: Nullable<String>,
}

record!(ShipmentPage {
    0 "data" data REQUIRED,
    1 "next" next OPTIONAL,
});

/// The state to go to.
#[derive(Clone)]
pub enum ShipmentUpdateStatus {
    /// `planned`.
    Planned,
    /// `packed`.
    Packed,
    /// `cancelled`.
    Cancelled,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(ShipmentUpdateStatus {
    Planned "planned",
    Packed "packed",
    Cancelled "cancelled",
    ; Unknown
});

/// Who carries it.
#[derive(Clone)]
pub enum DispatchInputCarrier {
    /// `post`.
    Post,
    /// `courier`.
    Courier,
    /// `freight`.
    Freight,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(DispatchInputCarrier {
    Post "post",
    Courier "courier",
    Freight "freight",
    ; Unknown
});

/// Who carries it.
pub type ShipmentCarrier = DispatchInputCarrier;

//! Models of the operations tagged `locations`.

use turnbuckle_runtime::{record, string_enum};
use turnbuckle_runtime::model::{Model, Nullable};

/// What kind of place it is.
#[derive(Clone)]
pub enum LocationKind {
    /// `hall`.
    Hall,
    /// `aisle`.
    Aisle,
    /// `shelf`.
    Shelf,
    /// `bin`.
    Bin,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(LocationKind {
    Hall "hall",
    Aisle "aisle",
    Shelf "shelf",
    Bin "bin",
    ; Unknown
});

/// A place where things lie.
#[derive(Clone)]
pub struct LocationInput {
    /// Its code; no other has it.
    ///
    /// Valid: at least 1 characters.
    pub code: String,
    /// `kind`
    pub kind: LocationKind,
    /// The place that it is in.
    pub parent_id: Nullable<String>,
    /// How many things fit.
    ///
    /// Valid: at least 0.
    pub capacity: Nullable<i64>,
    /// The least and the greatest temperature.
    ///
    /// Valid: exactly 2 elements.
    pub temperature_c: Option<Vec<f64>>,
}

record!(LocationInput {
    0 "code" code REQUIRED,
    1 "kind" kind REQUIRED,
    2 "parent_id" parent_id OPTIONAL,
    3 "capacity" capacity OPTIONAL,
    4 "temperature_c" temperature_c OPTIONAL,
});

impl LocationInput {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(code: impl Into<String>, kind: LocationKind) -> Self {
        Self {
            code: code.into(),
            kind,
            ..Model::blank()
        }
    }
}

/// A place where things lie.
#[derive(Clone)]
pub struct Location {
    /// Its code; no other has it.
    ///
    /// Valid: at least 1 characters.
    pub code: String,
    /// `kind`
    pub kind: LocationKind,
    /// The place that it is in.
    pub parent_id: Nullable<String>,
    /// How many things fit.
    ///
    /// Valid: at least 0.
    pub capacity: Nullable<i64>,
    /// The least and the greatest temperature.
    ///
    /// Valid: exactly 2 elements.
    pub temperature_c: Option<Vec<f64>>,
    /// Identifies the location.
    ///
    /// Set by the server; not sent.
    pub id: String,
    /// How many things lie there.
    ///
    /// Set by the server; not sent.
    pub occupied: i64,
}

record!(Location [0 "/components/schemas/LocationInput", 5 "/components/schemas/Location/allOf/1", 7 "/components/schemas/Location"] {
    0 "code" code REQUIRED,
    1 "kind" kind REQUIRED,
    2 "parent_id" parent_id OPTIONAL,
    3 "capacity" capacity OPTIONAL,
    4 "temperature_c" temperature_c OPTIONAL,
    5 "id" id REQUIRED | READ_ONLY,
    6 "occupied" occupied REQUIRED | READ_ONLY,
});

/// A page of locations.
#[derive(Clone)]
pub struct LocationPage {
    /// The locations of this page.
    pub data: Vec<Location>,
    /// The URL of the next page; `null` on the last.
    pub next: Nullable<String>,
}

record!(LocationPage {
    0 "data" data REQUIRED,
    1 "next" next OPTIONAL,
});

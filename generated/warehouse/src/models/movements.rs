//! Models of the operations tagged `movements`.

use turnbuckle_runtime::{record, string_enum, untagged_union};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::model::{Model, Nullable, Value};

/// What happened.
#[derive(Clone)]
pub enum MovementKind {
    /// `receipt`.
    Receipt,
    /// `pick`.
    Pick,
    /// `transfer`.
    Transfer,
    /// `adjustment`.
    Adjustment,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(MovementKind {
    Receipt "receipt",
    Pick "pick",
    Transfer "transfer",
    Adjustment "adjustment",
    ; Unknown
});

/// Something that happened to stock.
#[derive(Clone)]
pub struct MovementInput {
    /// `kind`
    pub kind: MovementKind,
    /// How many; may be less than nothing for an adjustment.
    pub quantity: i64,
    /// Where from.
    pub from: Nullable<String>,
    /// Where to.
    pub to: Nullable<String>,
    /// Why.
    pub reason: Nullable<String>,
    /// The lot, as its maker writes it.
    pub lot: Nullable<MovementInputLot>,
}

record!(MovementInput {
    0 "kind" kind REQUIRED,
    1 "quantity" quantity REQUIRED,
    2 "from" from OPTIONAL,
    3 "to" to OPTIONAL,
    4 "reason" reason OPTIONAL,
    5 "lot" lot OPTIONAL,
});

impl MovementInput {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(kind: MovementKind, quantity: i64) -> Self {
        Self {
            kind,
            quantity,
            ..Model::blank()
        }
    }
}

/// Something that happened to stock.
#[derive(Clone)]
pub struct Movement {
    /// `kind`
    pub kind: MovementKind,
    /// How many; may be less than nothing for an adjustment.
    pub quantity: i64,
    /// Where from.
    pub from: Nullable<String>,
    /// Where to.
    pub to: Nullable<String>,
    /// Why.
    pub reason: Nullable<String>,
    /// The lot, as its maker writes it.
    pub lot: Nullable<MovementInputLot>,
    /// Counts up from 1.
    ///
    /// Set by the server; not sent.
    pub id: i64,
    /// The item.
    ///
    /// Set by the server; not sent.
    pub sku: String,
    /// When it happened.
    ///
    /// Set by the server; not sent.
    pub at: Timestamp,
}

record!(Movement [0 "/components/schemas/MovementInput", 6 "/components/schemas/Movement/allOf/1", 9 "/components/schemas/Movement"] {
    0 "kind" kind REQUIRED,
    1 "quantity" quantity REQUIRED,
    2 "from" from OPTIONAL,
    3 "to" to OPTIONAL,
    4 "reason" reason OPTIONAL,
    5 "lot" lot OPTIONAL,
    6 "id" id REQUIRED | READ_ONLY,
    7 "sku" sku REQUIRED | READ_ONLY,
    8 "at" at REQUIRED | READ_ONLY,
});

/// The lot, as its maker writes it.
#[derive(Clone, Debug, PartialEq)]
pub enum MovementInputLot {
    /// `string`.
    String(String),
    /// `integer`.
    Integer(i64),
    /// A value that fits none of them.
    Unknown(Value),
}

untagged_union!(MovementInputLot {
    0 String,
    1 Integer,
    ; Unknown
});

impl From<String> for MovementInputLot {
    #[inline]
    fn from(value: String) -> Self {
        Self::String(value)
    }
}

impl From<&str> for MovementInputLot {
    #[inline]
    fn from(value: &str) -> Self {
        Self::String(value.to_owned())
    }
}

impl From<i64> for MovementInputLot {
    #[inline]
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

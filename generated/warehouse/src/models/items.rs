//! Models of the operations tagged `items`.

use std::collections::BTreeMap;

use turnbuckle_runtime::{DecimalString, default_by_blank, record, untagged_union};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::model::{Model, Nullable, Value};

/// How large something is.
#[derive(Clone)]
pub struct Dimensions {
    /// Length in millimetres.
    ///
    /// Valid: at least 0.
    pub length_mm: i32,
    /// Width in millimetres.
    ///
    /// Valid: at least 0.
    pub width_mm: i32,
    /// Height in millimetres.
    ///
    /// Valid: at least 0.
    pub height_mm: i32,
}

record!(Dimensions {
    0 "length_mm" length_mm REQUIRED,
    1 "width_mm" width_mm REQUIRED,
    2 "height_mm" height_mm REQUIRED,
});

impl Dimensions {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(length_mm: i32, width_mm: i32, height_mm: i32) -> Self {
        Self {
            length_mm,
            width_mm,
            height_mm,
        }
    }
}

/// What is known about an item.
#[derive(Clone)]
pub struct ItemInput {
    /// Identifies the item; no other has it.
    ///
    /// Valid: matches `^[A-Z0-9-]{3,20}$`.
    pub sku: String,
    /// Its name.
    ///
    /// Valid: at least 1 characters.
    pub name: String,
    /// More about it.
    pub description: Nullable<String>,
    /// How it is sorted.
    pub category_id: Nullable<String>,
    /// Its bar codes.
    ///
    /// Valid: no two elements the same.
    pub barcodes: Option<Vec<String>>,
    /// What it weighs, in kilograms.
    ///
    /// Valid: at least 0.
    pub weight_kg: Option<f64>,
    /// How large it is.
    pub dimensions: Nullable<Dimensions>,
    /// What one costs, in the account's currency.
    pub unit_cost: Option<DecimalString>,
    /// Below how many it runs low.
    ///
    /// Default: `0`.
    ///
    /// Valid: at least 0.
    pub reorder_level: Option<i32>,
    /// Whatever else there is to say, by key.
    pub attributes: Option<BTreeMap<String, ItemInputAttributesValue>>,
}

record!(ItemInput {
    0 "sku" sku REQUIRED,
    1 "name" name REQUIRED,
    2 "description" description OPTIONAL,
    3 "category_id" category_id OPTIONAL,
    4 "barcodes" barcodes OPTIONAL,
    5 "weight_kg" weight_kg OPTIONAL,
    6 "dimensions" dimensions OPTIONAL,
    7 "unit_cost" unit_cost OPTIONAL,
    8 "reorder_level" reorder_level OPTIONAL,
    9 "attributes" attributes OPTIONAL,
});

impl ItemInput {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(sku: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            sku: sku.into(),
            name: name.into(),
            ..Model::blank()
        }
    }
}

/// A thing that can be in stock.
#[derive(Clone)]
pub struct Item {
    /// Identifies the item; no other has it.
    ///
    /// Valid: matches `^[A-Z0-9-]{3,20}$`.
    pub sku: String,
    /// Its name.
    ///
    /// Valid: at least 1 characters.
    pub name: String,
    /// More about it.
    pub description: Nullable<String>,
    /// How it is sorted.
    pub category_id: Nullable<String>,
    /// Its bar codes.
    ///
    /// Valid: no two elements the same.
    pub barcodes: Option<Vec<String>>,
    /// What it weighs, in kilograms.
    ///
    /// Valid: at least 0.
    pub weight_kg: Option<f64>,
    /// How large it is.
    pub dimensions: Nullable<Dimensions>,
    /// What one costs, in the account's currency.
    pub unit_cost: Option<DecimalString>,
    /// Below how many it runs low.
    ///
    /// Default: `0`.
    ///
    /// Valid: at least 0.
    pub reorder_level: Option<i32>,
    /// Whatever else there is to say, by key.
    pub attributes: Option<BTreeMap<String, ItemInputAttributesValue>>,
    /// How many there are.
    ///
    /// Set by the server; not sent.
    pub on_hand: i64,
    /// How many of them are set aside.
    ///
    /// Set by the server; not sent.
    pub reserved: i64,
    /// When it was created.
    ///
    /// Set by the server; not sent.
    pub created_at: Timestamp,
    /// When it was last changed.
    ///
    /// Set by the server; not sent.
    pub updated_at: Timestamp,
}

record!(Item [0 "/components/schemas/ItemInput", 10 "/components/schemas/Item/allOf/1", 14 "/components/schemas/Item"] {
    0 "sku" sku REQUIRED,
    1 "name" name REQUIRED,
    2 "description" description OPTIONAL,
    3 "category_id" category_id OPTIONAL,
    4 "barcodes" barcodes OPTIONAL,
    5 "weight_kg" weight_kg OPTIONAL,
    6 "dimensions" dimensions OPTIONAL,
    7 "unit_cost" unit_cost OPTIONAL,
    8 "reorder_level" reorder_level OPTIONAL,
    9 "attributes" attributes OPTIONAL,
    10 "on_hand" on_hand REQUIRED | READ_ONLY,
    11 "reserved" reserved REQUIRED | READ_ONLY,
    12 "created_at" created_at REQUIRED | READ_ONLY,
    13 "updated_at" updated_at REQUIRED | READ_ONLY,
});

/// Which items to find.
#[derive(Clone)]
pub struct ItemQuery {
    /// Words in the name or the description.
    pub text: Option<String>,
    /// Only these items.
    ///
    /// Valid: at most 100 elements.
    pub skus: Option<Vec<String>>,
    /// Only items of these categories, and of those below them.
    pub category_ids: Option<Vec<String>>,
    /// Whether to find only what runs low.
    pub below_reorder_level: Option<bool>,
    /// `weight_kg`
    pub weight_kg: Option<Range>,
    /// How many at most.
    ///
    /// Default: `10`.
    ///
    /// Valid: at least 1, at most 100.
    pub limit: Option<i32>,
    /// Which page; taken from `next_token` of the page before.
    pub page_token: Option<String>,
}

record!(ItemQuery {
    0 "text" text OPTIONAL,
    1 "skus" skus OPTIONAL,
    2 "category_ids" category_ids OPTIONAL,
    3 "below_reorder_level" below_reorder_level OPTIONAL,
    4 "weight_kg" weight_kg OPTIONAL,
    5 "limit" limit OPTIONAL,
    6 "page_token" page_token OPTIONAL,
});

default_by_blank!(ItemQuery);

/// A span of numbers.
#[derive(Clone)]
pub struct Range {
    /// The least.
    pub min: Option<f64>,
    /// The most.
    pub max: Option<f64>,
}

record!(Range {
    0 "min" min OPTIONAL,
    1 "max" max OPTIONAL,
});

default_by_blank!(Range);

/// A page of items.
#[derive(Clone)]
pub struct ItemPage {
    /// The items of this page.
    pub data: Vec<Item>,
    /// The URL of the next page; `null` on the last, and where the items were found by a query.
    pub next: Nullable<String>,
    /// What to send as `page_token` for the next page; `null` on the last.
    pub next_token: Nullable<String>,
}

record!(ItemPage {
    0 "data" data REQUIRED,
    1 "next" next OPTIONAL,
    2 "next_token" next_token OPTIONAL,
});

/// The value.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemInputAttributesValue {
    /// `string`.
    String(String),
    /// `number`.
    Number(f64),
    /// `boolean`.
    Boolean(bool),
    /// A value that fits none of them.
    Unknown(Value),
}

untagged_union!(ItemInputAttributesValue {
    0 String,
    1 Number,
    2 Boolean,
    ; Unknown
});

impl From<String> for ItemInputAttributesValue {
    #[inline]
    fn from(value: String) -> Self {
        Self::String(value)
    }
}

impl From<&str> for ItemInputAttributesValue {
    #[inline]
    fn from(value: &str) -> Self {
        Self::String(value.to_owned())
    }
}

impl From<f64> for ItemInputAttributesValue {
    #[inline]
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<bool> for ItemInputAttributesValue {
    #[inline]
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

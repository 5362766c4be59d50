//! Models of the operations tagged `stock`.

use std::collections::BTreeMap;

use turnbuckle_runtime::record;

/// How much of an item lies where.
#[derive(Clone)]
pub struct Stock {
    /// The item.
    pub sku: String,
    /// How many there are.
    pub on_hand: i64,
    /// How many of them are set aside.
    pub reserved: i64,
    /// How many lie where, by location.
    pub locations: BTreeMap<String, i64>,
}

record!(Stock {
    0 "sku" sku REQUIRED,
    1 "on_hand" on_hand REQUIRED,
    2 "reserved" reserved REQUIRED,
    3 "locations" locations REQUIRED,
});

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

//! Models that no operation or webhook uses.

use turnbuckle_runtime::record;

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

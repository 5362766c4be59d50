//! Models that no operation or webhook uses.

use turnbuckle_runtime::record;
use turnbuckle_runtime::jiff::Timestamp;

/// When something was created and changed.
#[derive(Clone)]
pub struct Timestamps {
    /// When it was created.
    ///
    /// Set by the server; not sent.
    pub created_at: Timestamp,
    /// When it was last changed.
    ///
    /// Set by the server; not sent.
    pub updated_at: Timestamp,
}

record!(Timestamps [0 "schemas/common.yaml#/Timestamps"] {
    0 "created_at" created_at REQUIRED | READ_ONLY,
    1 "updated_at" updated_at REQUIRED | READ_ONLY,
});

/// Where a page stands.
#[derive(Clone)]
pub struct PageInfo {
    /// The number of this page, from 1.
    pub page: i32,
    /// How many things a page holds.
    pub per_page: i32,
    /// How many pages there are.
    pub total_pages: i32,
    /// How many things there are.
    pub total: i32,
}

record!(PageInfo [0 "schemas/common.yaml#/PageInfo"] {
    0 "page" page REQUIRED,
    1 "per_page" per_page REQUIRED,
    2 "total_pages" total_pages REQUIRED,
    3 "total" total REQUIRED,
});

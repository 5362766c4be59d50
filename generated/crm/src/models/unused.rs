//! Models that no operation or webhook uses.

use turnbuckle_runtime::record;
use turnbuckle_runtime::jiff::Timestamp;

/// What every stored thing has.
#[derive(Clone)]
pub struct Resource {
    /// Identifies the thing. Never changes.
    ///
    /// Set by the server; not sent.
    pub id: String,
    /// When it was created.
    ///
    /// Set by the server; not sent.
    pub created_at: Timestamp,
    /// When it was last changed.
    ///
    /// Set by the server; not sent.
    pub updated_at: Timestamp,
}

record!(Resource {
    0 "id" id REQUIRED | READ_ONLY,
    1 "created_at" created_at REQUIRED | READ_ONLY,
    2 "updated_at" updated_at REQUIRED | READ_ONLY,
});

/// What activities of every kind have.
#[derive(Clone)]
pub struct ActivityBase {
    /// Identifies the activity. Set by the service.
    ///
    /// Set by the server; not sent.
    pub id: String,
    /// The contact it was with.
    pub contact_id: String,
    /// When it happened.
    pub happened_at: Timestamp,
}

record!(ActivityBase {
    0 "id" id REQUIRED | READ_ONLY,
    1 "contact_id" contact_id REQUIRED,
    2 "happened_at" happened_at REQUIRED,
});

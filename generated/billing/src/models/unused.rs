//! Models that no operation or webhook uses.

use turnbuckle_runtime::record;
use turnbuckle_runtime::jiff::Timestamp;

/// What every stored thing has.
#[derive(Clone)]
pub struct RecordModel {
    /// Identifies the thing. Never changes.
    ///
    /// Set by the server; not sent.
    pub id: String,
    /// When it was created.
    ///
    /// Set by the server; not sent.
    pub created: Timestamp,
    /// Whether it is about real money.
    ///
    /// Set by the server; not sent.
    pub livemode: bool,
}

record!(RecordModel [0 "/components/schemas/Record"] {
    0 "id" id REQUIRED | READ_ONLY,
    1 "created" created REQUIRED | READ_ONLY,
    2 "livemode" livemode REQUIRED | READ_ONLY,
});

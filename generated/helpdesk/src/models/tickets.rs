//! Models of the operations tagged `tickets`.

use turnbuckle_runtime::record;

/// Merge
///
/// Where the ticket goes.
#[derive(Clone)]
pub struct MergeTicketBody {
    /// The ticket that stays.
    pub into: i64,
}

record!(MergeTicketBody {
    0 "into" into REQUIRED,
});

impl MergeTicketBody {
    /// Makes a value of what must be set.
    pub fn new(into: i64) -> Self {
        Self { into }
    }
}

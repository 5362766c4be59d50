//! Models of the operations tagged `calls`.

use turnbuckle_runtime::{record, string_enum};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::model::{Model, Nullable};

/// A phone call.
#[derive(Clone)]
pub struct CallModel {
    /// Who called.
    pub direction: CallCreateDirection,
    /// The number that called.
    pub from: String,
    /// The number that was called.
    pub to: String,
    /// When it began.
    pub started_at: Timestamp,
    /// How many seconds it took.
    ///
    /// Valid: at least 0.
    pub duration: i32,
    /// The agent who spoke.
    pub agent_id: Nullable<i64>,
    /// The ticket that it was about.
    pub ticket_id: Nullable<i64>,
    /// What was said.
    pub notes: Option<String>,
    /// Identifies the call.
    ///
    /// Set by the server; not sent.
    pub id: i64,
    /// Whether there is a recording.
    ///
    /// Set by the server; not sent.
    pub has_recording: bool,
}

record!(CallModel [0 "schemas/calls.yaml#/CallCreate", 8 "schemas/calls.yaml#/Call/allOf/1", 10 "schemas/calls.yaml#/Call"] {
    0 "direction" direction REQUIRED,
    1 "from" from REQUIRED,
    2 "to" to REQUIRED,
    3 "started_at" started_at REQUIRED,
    4 "duration" duration REQUIRED,
    5 "agent_id" agent_id OPTIONAL,
    6 "ticket_id" ticket_id OPTIONAL,
    7 "notes" notes OPTIONAL,
    8 "id" id REQUIRED | READ_ONLY,
    9 "has_recording" has_recording REQUIRED | READ_ONLY,
});

/// A call that took place.
#[derive(Clone)]
pub struct CallCreate {
    /// Who called.
    pub direction: CallCreateDirection,
    /// The number that called.
    pub from: String,
    /// The number that was called.
    pub to: String,
    /// When it began.
    pub started_at: Timestamp,
    /// How many seconds it took.
    ///
    /// Valid: at least 0.
    pub duration: i32,
    /// The agent who spoke.
    pub agent_id: Nullable<i64>,
    /// The ticket that it was about.
    pub ticket_id: Nullable<i64>,
    /// What was said.
    pub notes: Option<String>,
}

record!(CallCreate [0 "schemas/calls.yaml#/CallCreate"] {
    0 "direction" direction REQUIRED,
    1 "from" from REQUIRED,
    2 "to" to REQUIRED,
    3 "started_at" started_at REQUIRED,
    4 "duration" duration REQUIRED,
    5 "agent_id" agent_id OPTIONAL,
    6 "ticket_id" ticket_id OPTIONAL,
    7 "notes" notes OPTIONAL,
});

impl CallCreate {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(
        direction: CallCreateDirection,
        from: impl Into<String>,
        to: impl Into<String>,
        started_at: Timestamp,
        duration: i32,
    ) -> Self {
        Self {
            direction,
            from: from.into(),
            to: to.into(),
            started_at,
            duration,
            ..Model::blank()
        }
    }
}

/// A page of calls.
#[derive(Clone)]
pub struct CallPage {
    /// The number of this page, from 1.
    pub page: i32,
    /// How many things a page holds.
    pub per_page: i32,
    /// How many pages there are.
    pub total_pages: i32,
    /// How many things there are.
    pub total: i32,
    /// The calls of this page.
    pub calls: Vec<CallModel>,
}

record!(CallPage [0 "schemas/common.yaml#/PageInfo", 4 "schemas/calls.yaml#/CallPage/allOf/1", 5 "schemas/calls.yaml#/CallPage"] {
    0 "page" page REQUIRED,
    1 "per_page" per_page REQUIRED,
    2 "total_pages" total_pages REQUIRED,
    3 "total" total REQUIRED,
    4 "calls" calls REQUIRED,
});

/// Who called.
#[derive(Clone)]
pub enum CallCreateDirection {
    /// `inbound`.
    Inbound,
    /// `outbound`.
    Outbound,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(CallCreateDirection {
    Inbound "inbound",
    Outbound "outbound",
    ; Unknown
});

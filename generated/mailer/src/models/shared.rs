//! Models that several groups of operations share.

use turnbuckle_runtime::record;

/// What went wrong.
#[derive(Clone)]
pub struct ErrorModel {
    /// The HTTP status.
    pub status: i32,
    /// The kind of error.
    pub title: String,
    /// What is wrong this time.
    pub detail: Option<String>,
    /// Each field that is wrong.
    pub errors: Option<Vec<FieldError>>,
}

record!(ErrorModel [0 "/definitions/Error"] {
    0 "status" status REQUIRED,
    1 "title" title REQUIRED,
    2 "detail" detail OPTIONAL,
    3 "errors" errors OPTIONAL,
});

/// A field that is wrong.
#[derive(Clone)]
pub struct FieldError {
    /// The field.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

record!(FieldError [0 "/definitions/FieldError"] {
    0 "field" field REQUIRED,
    1 "message" message REQUIRED,
});

//! Models that several groups of operations share.

use turnbuckle_runtime::{errors, record};
use turnbuckle_runtime::model::Value;

/// What went wrong (RFC 9457).
#[derive(Clone)]
pub struct Problem {
    /// What kind of problem it is.
    pub r#type: Option<String>,
    /// The kind of problem, in words.
    pub title: String,
    /// The HTTP status.
    pub status: i32,
    /// What is wrong this time.
    pub detail: Option<String>,
    /// Each field that is wrong.
    pub errors: Option<Vec<FieldError>>,
}

record!(Problem {
    0 "type" r#type OPTIONAL,
    1 "title" title REQUIRED,
    2 "status" status REQUIRED,
    3 "detail" detail OPTIONAL,
    4 "errors" errors OPTIONAL,
});

/// What is wrong with one field.
#[derive(Clone)]
pub struct FieldError {
    /// The field.
    pub pointer: String,
    /// What is wrong with it.
    pub message: String,
}

record!(FieldError {
    0 "pointer" pointer REQUIRED,
    1 "message" message REQUIRED,
});

/// There is not enough stock, or too much.
#[cfg(
    any(
        feature = "items",
        feature = "movements",
        feature = "locations",
        feature = "categories",
        feature = "shipments"
    )
)]
#[derive(Clone)]
pub struct StockProblem {
    /// What kind of problem it is.
    pub r#type: Option<String>,
    /// The kind of problem, in words.
    pub title: String,
    /// The HTTP status.
    pub status: i32,
    /// What is wrong this time.
    pub detail: Option<String>,
    /// Each field that is wrong.
    pub errors: Option<Vec<FieldError>>,
    /// The item.
    pub sku: Option<String>,
    /// How many could be had.
    pub available: Option<i64>,
}

#[cfg(
    any(
        feature = "items",
        feature = "movements",
        feature = "locations",
        feature = "categories",
        feature = "shipments"
    )
)]
record!(StockProblem [0 "/components/schemas/Problem", 5 "/components/schemas/StockProblem/allOf/1", 7 "/components/schemas/StockProblem"] {
    0 "type" r#type OPTIONAL,
    1 "title" title REQUIRED,
    2 "status" status REQUIRED,
    3 "detail" detail OPTIONAL,
    4 "errors" errors OPTIONAL,
    5 "sku" sku OPTIONAL,
    6 "available" available OPTIONAL,
});

/// The error bodies of an operation, told by its statuses.
#[cfg(
    any(
        feature = "items",
        feature = "movements",
        feature = "categories",
        feature = "locations",
        feature = "shipments"
    )
)]
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemOrStockProblem {
    /// `Problem`.
    Problem(Problem),
    /// `StockProblem`.
    StockProblem(StockProblem),
    /// A body that is not as described.
    Other(Value),
}

#[cfg(
    any(
        feature = "items",
        feature = "movements",
        feature = "categories",
        feature = "locations",
        feature = "shipments"
    )
)]
errors!(ProblemOrStockProblem {
    0 Problem,
    1 StockProblem,
    ; Other
});

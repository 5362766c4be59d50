//! Models of the operations tagged `berths`.

use turnbuckle_runtime::{record, string_enum};

/// An object: `GetBerthsResponse`.
#[derive(Clone)]
pub struct GetBerthsResponse {
    /// `berths`
    pub berths: Vec<GetBerthsResponseBerth>,
    /// The URL of the next page.
    pub next: Option<String>,
}

record!(GetBerthsResponse [0 "/paths/~1berths/get/responses/200/schema"] {
    0 "berths" berths REQUIRED,
    1 "next" next REQUIRED,
});

/// An object: `GetBerthsResponseBerth`.
#[derive(Clone)]
pub struct GetBerthsResponseBerth {
    /// The number.
    pub id: i64,
    /// Where it is.
    pub quay: String,
    /// How long it is, in metres.
    pub length: f64,
    /// What it is for.
    pub kind: GetBerthsResponseBerthKind,
    /// What to know.
    pub note: Option<String>,
}

record!(GetBerthsResponseBerth [0 "/paths/~1berths/get/responses/200/schema/properties/berths/items"] {
    0 "id" id REQUIRED,
    1 "quay" quay REQUIRED,
    2 "length" length REQUIRED,
    3 "kind" kind REQUIRED,
    4 "note" note OPTIONAL,
});

/// What it is for.
#[derive(Clone)]
pub enum GetBerthsResponseBerthKind {
    /// `cargo`.
    Cargo,
    /// `ferry`.
    Ferry,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(GetBerthsResponseBerthKind {
    Cargo "cargo",
    Ferry "ferry",
    ; Unknown
});

/// An object: `GetBerthsError404`.
#[derive(Clone)]
pub struct GetBerthsError404 {
    /// Why.
    pub reason: String,
}

record!(GetBerthsError404 [0 "/paths/~1berths/get/responses/404/schema"] {
    0 "reason" reason REQUIRED,
});

/// An object: `PostBerthsBody`.
#[derive(Clone)]
pub struct PostBerthsBody {
    /// Where it is.
    pub quay: String,
}

record!(PostBerthsBody [0 "/paths/~1berths/post/parameters/0/schema"] {
    0 "quay" quay REQUIRED,
});

impl PostBerthsBody {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(quay: impl Into<String>) -> Self {
        Self { quay: quay.into() }
    }
}

/// An object: `PostBerthsResponse`.
#[derive(Clone)]
pub struct PostBerthsResponse {
    /// The number.
    pub id: i64,
    /// Where it is.
    pub quay: String,
}

record!(PostBerthsResponse [0 "/paths/~1berths/post/responses/200/schema"] {
    0 "id" id REQUIRED,
    1 "quay" quay REQUIRED,
});

/// An object: `DeleteBerthsByIdResponse`.
#[derive(Clone)]
pub struct DeleteBerthsByIdResponse {
    /// The number.
    pub id: i64,
}

record!(DeleteBerthsByIdResponse [0 "/paths/~1berths~1{id}/delete/responses/200/schema"] {
    0 "id" id REQUIRED,
});

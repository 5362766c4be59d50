//! Models of the operations tagged `plan`.

use turnbuckle_runtime::record;

/// An object: `GetPlanResponse`.
#[derive(Clone)]
pub struct GetPlanResponse {
    /// What it shows.
    pub title: Option<String>,
}

record!(GetPlanResponse [0 "/paths/~1plan/get/responses/200/schema"] {
    0 "title" title OPTIONAL,
});

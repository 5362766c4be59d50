//! Models of the operations tagged `deals`.

use turnbuckle_runtime::{DecimalString, default_by_blank, record};
use turnbuckle_runtime::jiff::civil::Date;
use turnbuckle_runtime::model::{Model, Nullable};

use super::{Deal, DealStage, Money};

/// A deal to create.
#[derive(Clone)]
pub struct DealCreate {
    /// What it is about.
    ///
    /// Valid: at least 1 characters.
    pub name: String,
    /// `stage`
    pub stage: Option<DealStage>,
    /// What it would bring.
    pub value: Nullable<Money>,
    /// How likely it is to be won.
    ///
    /// Default: `0.1`.
    ///
    /// Valid: at least 0, at most 1.
    pub probability: Option<f64>,
    /// When it should be closed.
    pub close_date: Nullable<Date>,
    /// The company that buys.
    pub company_id: Nullable<String>,
    /// The contacts involved.
    ///
    /// Valid: no two elements the same.
    pub contact_ids: Option<Vec<String>>,
}

record!(DealCreate {
    0 "name" name REQUIRED,
    1 "stage" stage OPTIONAL,
    2 "value" value OPTIONAL,
    3 "probability" probability OPTIONAL,
    4 "close_date" close_date OPTIONAL,
    5 "company_id" company_id OPTIONAL,
    6 "contact_ids" contact_ids OPTIONAL,
});

impl DealCreate {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Model::blank()
        }
    }
}

/// Changes to a deal. Fields that are left out stay; `null` clears.
#[derive(Clone)]
pub struct DealUpdate {
    /// What it is about.
    ///
    /// Valid: at least 1 characters.
    pub name: Option<String>,
    /// `stage`
    pub stage: Option<DealStage>,
    /// What it would bring; `null` for unknown.
    pub value: Nullable<Money>,
    /// How likely it is to be won.
    ///
    /// Valid: at least 0, at most 1.
    pub probability: Option<f64>,
    /// When it should be closed; `null` for no date.
    pub close_date: Nullable<Date>,
    /// The company that buys; `null` for none.
    pub company_id: Nullable<String>,
    /// The contacts involved.
    ///
    /// Valid: no two elements the same.
    pub contact_ids: Option<Vec<String>>,
}

record!(DealUpdate {
    0 "name" name OPTIONAL,
    1 "stage" stage OPTIONAL,
    2 "value" value OPTIONAL,
    3 "probability" probability OPTIONAL,
    4 "close_date" close_date OPTIONAL,
    5 "company_id" company_id OPTIONAL,
    6 "contact_ids" contact_ids OPTIONAL,
});

default_by_blank!(DealUpdate);

/// Which deals to list.
#[derive(Clone)]
pub struct DealFilter {
    /// `stage`
    pub stage: Option<DealStage>,
    /// Only deals with this company.
    pub company_id: Option<String>,
    /// Only deals that would bring this much at least.
    pub min_amount: Option<DecimalString>,
}

record!(DealFilter {
    0 "stage" stage OPTIONAL,
    1 "company_id" company_id OPTIONAL,
    2 "min_amount" min_amount OPTIONAL,
});

default_by_blank!(DealFilter);

/// A page of deals.
#[derive(Clone)]
pub struct DealPage {
    /// The deals of this page.
    pub data: Vec<Deal>,
    /// Where the next page begins; `null` on the last one.
    pub next_cursor: Option<String>,
}

record!(DealPage {
    0 "data" data REQUIRED,
    1 "next_cursor" next_cursor REQUIRED,
});

/// Stage change
///
/// Where a deal goes.
#[derive(Clone)]
pub struct MoveDealBody {
    /// The stage to go to.
    pub stage: DealStage,
}

record!(MoveDealBody [0 "/paths/~1deals~1{deal_id}~1stage/post/requestBody/content/application~1json/schema"] {
    0 "stage" stage REQUIRED,
});

impl MoveDealBody {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(stage: DealStage) -> Self {
        Self { stage }
    }
}

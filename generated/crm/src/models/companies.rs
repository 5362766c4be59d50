//! Models of the operations tagged `companies`.

use turnbuckle_runtime::{default_by_blank, errors, record, string_enum};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::model::{Model, Nullable, Value};

use super::{Address, ConflictProblem, Problem};

/// What a company does.
#[derive(Clone)]
pub enum Industry {
    /// `software`.
    Software,
    /// `manufacturing`.
    Manufacturing,
    /// `retail`.
    Retail,
    /// `health`.
    Health,
    /// `finance`.
    Finance,
    /// `other`.
    Other,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(Industry {
    Software "software",
    Manufacturing "manufacturing",
    Retail "retail",
    Health "health",
    Finance "finance",
    Other "other",
    ; Unknown
});

/// An organisation.
#[derive(Clone)]
pub struct Company {
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
    /// Its name.
    pub name: String,
    /// Its domain; no other company has it.
    pub domain: String,
    /// Its web site.
    pub website: Nullable<String>,
    /// `industry`
    pub industry: Industry,
    /// How many people work there.
    pub employees: Nullable<i32>,
    /// Its seat.
    pub address: Nullable<Address>,
    /// The company that it belongs to.
    pub parent_id: Nullable<String>,
}

record!(Company [0 "/components/schemas/Resource", 3 "/components/schemas/Company/allOf/1", 10 "/components/schemas/Company"] {
    0 "id" id REQUIRED | READ_ONLY,
    1 "created_at" created_at REQUIRED | READ_ONLY,
    2 "updated_at" updated_at REQUIRED | READ_ONLY,
    3 "name" name REQUIRED,
    4 "domain" domain REQUIRED,
    5 "website" website OPTIONAL,
    6 "industry" industry REQUIRED,
    7 "employees" employees OPTIONAL,
    8 "address" address OPTIONAL,
    9 "parent_id" parent_id OPTIONAL,
});

/// A company to create.
#[derive(Clone)]
pub struct CompanyCreate {
    /// Its name.
    ///
    /// Valid: at least 1 characters.
    pub name: String,
    /// Its domain; no other company may have it.
    pub domain: String,
    /// Its web site.
    pub website: Nullable<String>,
    /// `industry`
    pub industry: Option<Industry>,
    /// How many people work there.
    ///
    /// Valid: at least 0.
    pub employees: Nullable<i32>,
    /// Its seat.
    pub address: Nullable<Address>,
    /// The company that it belongs to.
    pub parent_id: Nullable<String>,
}

record!(CompanyCreate {
    0 "name" name REQUIRED,
    1 "domain" domain REQUIRED,
    2 "website" website OPTIONAL,
    3 "industry" industry OPTIONAL,
    4 "employees" employees OPTIONAL,
    5 "address" address OPTIONAL,
    6 "parent_id" parent_id OPTIONAL,
});

impl CompanyCreate {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(name: impl Into<String>, domain: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            domain: domain.into(),
            ..Model::blank()
        }
    }
}

/// Changes to a company. Fields that are left out stay; `null` clears.
#[derive(Clone)]
pub struct CompanyUpdate {
    /// Its name.
    ///
    /// Valid: at least 1 characters.
    pub name: Option<String>,
    /// Its domain.
    pub domain: Option<String>,
    /// Its web site, or `null` for none.
    pub website: Nullable<String>,
    /// `industry`
    pub industry: Option<Industry>,
    /// How many people work there; `null` for unknown.
    ///
    /// Valid: at least 0.
    pub employees: Nullable<i32>,
    /// Its seat, or `null` to forget it.
    pub address: Nullable<Address>,
    /// The company that it belongs to, or `null` for none.
    pub parent_id: Nullable<String>,
}

record!(CompanyUpdate {
    0 "name" name OPTIONAL,
    1 "domain" domain OPTIONAL,
    2 "website" website OPTIONAL,
    3 "industry" industry OPTIONAL,
    4 "employees" employees OPTIONAL,
    5 "address" address OPTIONAL,
    6 "parent_id" parent_id OPTIONAL,
});

default_by_blank!(CompanyUpdate);

/// A page of companies.
#[derive(Clone)]
pub struct CompanyPage {
    /// The companies of this page.
    pub data: Vec<Company>,
    /// Where the next page begins; `null` on the last one.
    pub next_cursor: Option<String>,
}

record!(CompanyPage {
    0 "data" data REQUIRED,
    1 "next_cursor" next_cursor REQUIRED,
});

/// The error bodies of an operation, told by its statuses.
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemOrConflictProblem {
    /// `Problem`.
    Problem(Problem),
    /// `ConflictProblem`.
    ConflictProblem(ConflictProblem),
    /// A body that is not as described.
    Other(Value),
}

errors!(ProblemOrConflictProblem {
    0 Problem,
    1 ConflictProblem,
    ; Other
});

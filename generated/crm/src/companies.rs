//! Operations tagged `companies`.

use turnbuckle_runtime::{Call, Paged, operation};
use turnbuckle_runtime::operation::Operation;

use super::models::{
    Company, CompanyCreate, CompanyPage, CompanyUpdate, Contact, ContactPage, Industry,
    Problem, ProblemOrConflictProblem, ProblemOrValidationProblem,
    ProblemOrValidationProblemOrConflictProblem,
};
use super::Client;

/// The organisations that contacts work for.
///
/// Obtain one with [`Client::companies`].
#[derive(Clone, Copy, Debug)]
pub struct Companies<'c>(pub(crate) &'c Client);

impl<'c> Companies<'c> {
    /// List companies
    ///
    /// Lists companies by name.
    ///
    /// `GET /companies`
    ///
    /// In pages by a cursor in `cursor`, as configured: `.items()` goes over the pages.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn list(
        &self,
        params: &ListCompanies,
    ) -> Call<'c, CompanyPage, ProblemOrValidationProblem, Paged<Company>> {
        self.0
            .inner
            .call(&LIST_COMPANIES)
            .query("cursor", &params.cursor)
            .query("limit", &params.limit)
            .query("industry", &params.industry)
    }

    /// Create a company
    ///
    /// Creates a company. No two companies may have the same domain.
    ///
    /// `POST /companies`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn create(
        &self,
        body: &CompanyCreate,
    ) -> Call<'c, Company, ProblemOrValidationProblemOrConflictProblem> {
        self.0.inner.call(&CREATE_COMPANY).body(body)
    }

    /// Get a company
    ///
    /// Returns one company.
    ///
    /// `GET /companies/{company_id}`
    ///
    /// * `company_id`: Which company.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get(&self, company_id: &str) -> Call<'c, Company, Problem> {
        self.0.inner.call(&GET_COMPANY).path("company_id", company_id)
    }

    /// Delete a company
    ///
    /// Deletes a company. Refused with `409` while contacts belong to it.
    ///
    /// `DELETE /companies/{company_id}`
    ///
    /// * `company_id`: Which company.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn delete(&self, company_id: &str) -> Call<'c, (), ProblemOrConflictProblem> {
        self.0.inner.call(&DELETE_COMPANY).path("company_id", company_id)
    }

    /// Change a company
    ///
    /// Changes the fields that are given. `null` clears a field.
    ///
    /// `PATCH /companies/{company_id}`
    ///
    /// * `company_id`: Which company.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn update(
        &self,
        company_id: &str,
        body: &CompanyUpdate,
    ) -> Call<'c, Company, ProblemOrValidationProblemOrConflictProblem> {
        self.0.inner.call(&UPDATE_COMPANY).path("company_id", company_id).body(body)
    }

    /// List the contacts of a company
    ///
    /// Lists the people who work for a company, oldest first.
    ///
    /// `GET /companies/{company_id}/contacts`
    ///
    /// * `company_id`: Which company.
    ///
    /// In pages by a cursor in `cursor`, as the names tell: `.items()` goes over the pages.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn list_contacts(
        &self,
        company_id: &str,
        params: &ListCompanyContacts,
    ) -> Call<'c, ContactPage, Problem, Paged<Contact>> {
        self.0
            .inner
            .call(&LIST_COMPANY_CONTACTS)
            .path("company_id", company_id)
            .query("cursor", &params.cursor)
            .query("limit", &params.limit)
    }
}

/// Optional parameters of [`Companies::list`].
#[derive(Clone, Debug, Default)]
pub struct ListCompanies {
    /// The `next_cursor` of the page before; leave it out for the first page.
    pub cursor: Option<String>,
    /// How many at most.
    ///
    /// Default: `10`.
    ///
    /// Valid: at least 1, at most 100.
    pub limit: Option<i32>,
    /// Only companies of this industry.
    pub industry: Option<Industry>,
}

/// Optional parameters of [`Companies::list_contacts`].
#[derive(Clone, Debug, Default)]
pub struct ListCompanyContacts {
    /// The `next_cursor` of the page before; leave it out for the first page.
    pub cursor: Option<String>,
    /// How many at most.
    ///
    /// Default: `10`.
    ///
    /// Valid: at least 1, at most 100.
    pub limit: Option<i32>,
}

static LIST_COMPANIES: Operation = Operation::new("listCompanies", "GET", "/companies")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(422), 1),
            (operation::Status::Code(429), 0),
        ],
    )
    .pages(operation::Pages {
        items: "/data",
        next: operation::NextPage::Cursor {
            param: "cursor",
            location: operation::ParamLocation::Query,
            cursor: "/next_cursor",
            more: "",
        },
    });

static CREATE_COMPANY: Operation = Operation::new("createCompany", "POST", "/companies")
    .body("application/json")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(409), 2),
            (operation::Status::Code(422), 1),
            (operation::Status::Code(429), 0),
        ],
    );

static GET_COMPANY: Operation = Operation::new(
        "getCompany",
        "GET",
        "/companies/{company_id}",
    )
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static DELETE_COMPANY: Operation = Operation::new(
        "deleteCompany",
        "DELETE",
        "/companies/{company_id}",
    )
    .accept("application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 1),
            (operation::Status::Code(429), 0),
        ],
    );

static UPDATE_COMPANY: Operation = Operation::new(
        "updateCompany",
        "PATCH",
        "/companies/{company_id}",
    )
    .body("application/merge-patch+json")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 2),
            (operation::Status::Code(422), 1),
            (operation::Status::Code(429), 0),
        ],
    );

static LIST_COMPANY_CONTACTS: Operation = Operation::new(
        "listCompanyContacts",
        "GET",
        "/companies/{company_id}/contacts",
    )
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    )
    .pages(operation::Pages {
        items: "/data",
        next: operation::NextPage::Cursor {
            param: "cursor",
            location: operation::ParamLocation::Query,
            cursor: "/next_cursor",
            more: "",
        },
    });

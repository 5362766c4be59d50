//! Operations tagged `deals`.

use turnbuckle_runtime::{Call, Paged, operation};
use turnbuckle_runtime::operation::Operation;

use super::models::{
    Deal, DealCreate, DealFilter, DealPage, DealUpdate, MoveDealBody, Problem,
    ProblemOrValidationProblem,
};
use super::Client;

/// Sales under way.
///
/// Obtain one with [`Client::deals`].
#[derive(Clone, Copy, Debug)]
pub struct Deals<'c>(pub(crate) &'c Client);

impl<'c> Deals<'c> {
    /// List deals
    ///
    /// Lists deals, oldest first.
    ///
    /// `GET /deals`
    ///
    /// In pages by a cursor in `cursor`, as configured: `.items()` goes over the pages.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn list(
        &self,
        params: &ListDeals,
    ) -> Call<'c, DealPage, ProblemOrValidationProblem, Paged<Deal>> {
        self.0
            .inner
            .call(&LIST_DEALS)
            .query("cursor", &params.cursor)
            .query("limit", &params.limit)
            .query("filter", &params.filter)
    }

    /// Create a deal
    ///
    /// Creates a deal.
    ///
    /// `POST /deals`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn create(
        &self,
        body: &DealCreate,
    ) -> Call<'c, Deal, ProblemOrValidationProblem> {
        self.0.inner.call(&CREATE_DEAL).body(body)
    }

    /// Get a deal
    ///
    /// Returns one deal.
    ///
    /// `GET /deals/{deal_id}`
    ///
    /// * `deal_id`: Which deal.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get(&self, deal_id: &str) -> Call<'c, Deal, Problem> {
        self.0.inner.call(&GET_DEAL).path("deal_id", deal_id)
    }

    /// Delete a deal
    ///
    /// Deletes a deal and its attachments.
    ///
    /// `DELETE /deals/{deal_id}`
    ///
    /// * `deal_id`: Which deal.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn delete(&self, deal_id: &str) -> Call<'c, (), Problem> {
        self.0.inner.call(&DELETE_DEAL).path("deal_id", deal_id)
    }

    /// Change a deal
    ///
    /// Changes the fields that are given. `null` clears a field.
    ///
    /// `PATCH /deals/{deal_id}`
    ///
    /// * `deal_id`: Which deal.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn update(
        &self,
        deal_id: &str,
        body: &DealUpdate,
    ) -> Call<'c, Deal, ProblemOrValidationProblem> {
        self.0.inner.call(&UPDATE_DEAL).path("deal_id", deal_id).body(body)
    }

    /// Move a deal to another stage
    ///
    /// Moves a deal to another stage. Use `updateDeal` instead, which can do more.
    ///
    /// `POST /deals/{deal_id}/stage`
    ///
    /// * `deal_id`: Which deal.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[deprecated]
    #[inline]
    pub fn r#move(
        &self,
        deal_id: &str,
        body: &MoveDealBody,
    ) -> Call<'c, Deal, ProblemOrValidationProblem> {
        self.0.inner.call(&MOVE_DEAL).path("deal_id", deal_id).body(body)
    }
}

/// Optional parameters of [`Deals::list`].
#[derive(Clone, Debug, Default)]
pub struct ListDeals {
    /// The `next_cursor` of the page before; leave it out for the first page.
    pub cursor: Option<String>,
    /// How many at most.
    ///
    /// Default: `10`.
    ///
    /// Valid: at least 1, at most 100.
    pub limit: Option<i32>,
    /// Which deals, one `filter[field]` for each condition.
    pub filter: Option<DealFilter>,
}

static LIST_DEALS: Operation = Operation::new("listDeals", "GET", "/deals")
    .params(
        &[
            operation::Param::query("filter")
                .style(operation::ParamStyle::DeepObject, true),
        ],
    )
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

static CREATE_DEAL: Operation = Operation::new("createDeal", "POST", "/deals")
    .body("application/json")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(422), 1),
            (operation::Status::Code(429), 0),
        ],
    );

static GET_DEAL: Operation = Operation::new("getDeal", "GET", "/deals/{deal_id}")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static DELETE_DEAL: Operation = Operation::new(
        "deleteDeal",
        "DELETE",
        "/deals/{deal_id}",
    )
    .accept("application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static UPDATE_DEAL: Operation = Operation::new("updateDeal", "PATCH", "/deals/{deal_id}")
    .body("application/merge-patch+json")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(422), 1),
            (operation::Status::Code(429), 0),
        ],
    );

static MOVE_DEAL: Operation = Operation::new(
        "moveDeal",
        "POST",
        "/deals/{deal_id}/stage",
    )
    .body("application/json")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(422), 1),
            (operation::Status::Code(429), 0),
        ],
    )
    .deprecated(true);

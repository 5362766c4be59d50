//! Operations tagged `refunds`.

use turnbuckle_runtime::{Call, Paged, operation};
use turnbuckle_runtime::operation::Operation;

use super::models::{
    ErrorOrConflictErrorResponse, ErrorResponse, GetRefundExpandItem, Refund,
    RefundCreate, RefundList,
};
use super::Client;

/// What is paid back.
///
/// Obtain one with [`Client::refunds`].
#[derive(Clone, Copy, Debug)]
pub struct Refunds<'c>(pub(crate) &'c Client);

impl<'c> Refunds<'c> {
    /// List refunds
    ///
    /// Lists refunds, latest first.
    ///
    /// `GET /refunds`
    ///
    /// In pages by the last identifier in `starting_after`, as the names tell: `.items()` goes over the pages.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn list(
        &self,
        params: &ListRefunds,
    ) -> Call<'c, RefundList, ErrorResponse, Paged<Refund>> {
        self.0
            .inner
            .call(&LIST_REFUNDS)
            .query("limit", &params.limit)
            .query("starting_after", &params.starting_after)
            .query("payment", &params.payment)
    }

    /// Refund a payment
    ///
    /// Pays back a payment, whole or in part. Refused with `409` where more would go back than came in.
    ///
    /// `POST /refunds`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn create(
        &self,
        body: &RefundCreate,
        params: &CreateRefund,
    ) -> Call<'c, Refund, ErrorOrConflictErrorResponse> {
        self.0
            .inner
            .call(&CREATE_REFUND)
            .body(body)
            .header("Idempotency-Key", &params.idempotency_key)
    }

    /// Get a refund
    ///
    /// Returns one refund.
    ///
    /// `GET /refunds/{refund_id}`
    ///
    /// * `refund_id`: Which refund.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get(
        &self,
        refund_id: &str,
        params: &GetRefund,
    ) -> Call<'c, Refund, ErrorResponse> {
        self.0
            .inner
            .call(&GET_REFUND)
            .path("refund_id", refund_id)
            .query("expand", &params.expand)
    }
}

/// Optional parameters of [`Refunds::list`].
#[derive(Clone, Debug, Default)]
pub struct ListRefunds {
    /// How many at most.
    ///
    /// Default: `10`.
    ///
    /// Valid: at least 1, at most 100.
    pub limit: Option<i32>,
    /// The `id` of the last thing of the page before.
    pub starting_after: Option<String>,
    /// Only refunds of this payment.
    pub payment: Option<String>,
}

/// Optional parameters of [`Refunds::create`].
#[derive(Clone, Debug, Default)]
pub struct CreateRefund {
    /// A key of your choice, new for each thing you want done.
    ///
    /// Valid: at most 255 characters.
    pub idempotency_key: Option<String>,
}

/// Optional parameters of [`Refunds::get`].
#[derive(Clone, Debug, Default)]
pub struct GetRefund {
    /// What is answered whole, in place of its id.
    pub expand: Vec<GetRefundExpandItem>,
}

static LIST_REFUNDS: Operation = Operation::new("listRefunds", "GET", "/refunds")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(400), 0),
            (operation::Status::Code(401), 0),
            (operation::Status::Code(429), 0),
        ],
    )
    .pages(operation::Pages {
        items: "/data",
        next: operation::NextPage::LastId {
            param: "starting_after",
            location: operation::ParamLocation::Query,
            id: "/id",
            more: "/has_more",
        },
    });

static CREATE_REFUND: Operation = Operation::new("createRefund", "POST", "/refunds")
    .body("application/x-www-form-urlencoded")
    .encodings(
        &[
            operation::Param::field("metadata")
                .style(operation::ParamStyle::DeepObject, true),
        ],
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(400), 0),
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 1),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    )
    .idempotency_header("Idempotency-Key");

static GET_REFUND: Operation = Operation::new("getRefund", "GET", "/refunds/{refund_id}")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

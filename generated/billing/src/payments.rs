//! Operations tagged `payments`.

use turnbuckle_runtime::{Call, Paged, operation};
use turnbuckle_runtime::operation::Operation;

use super::models::{
    ErrorOrConflictErrorResponse, ErrorOrPaymentErrorOrConflictErrorResponse,
    ErrorResponse, Payment, PaymentCreate, PaymentList, PaymentStatus,
};
use super::Client;

/// What is paid.
///
/// Obtain one with [`Client::payments`].
#[derive(Clone, Copy, Debug)]
pub struct Payments<'c>(pub(crate) &'c Client);

impl<'c> Payments<'c> {
    /// List payments
    ///
    /// Lists payments, latest first.
    ///
    /// `GET /payments`
    ///
    /// In pages by the last identifier in `starting_after`, as configured: `.items()` goes over the pages.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn list(
        &self,
        params: &ListPayments,
    ) -> Call<'c, PaymentList, ErrorResponse, Paged<Payment>> {
        self.0
            .inner
            .call(&LIST_PAYMENTS)
            .query("limit", &params.limit)
            .query("starting_after", &params.starting_after)
            .query("customer", &params.customer)
            .query("status", &params.status)
    }

    /// Take a payment
    ///
    /// Takes money from a source. In the sandbox the source decides what happens: `tok_visa` and `tok_iban` succeed,
    /// `tok_declined`, `tok_expired` and `tok_insufficient` fail with `402`.
    ///
    /// `POST /payments`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn create(
        &self,
        body: &PaymentCreate,
        params: &CreatePayment,
    ) -> Call<'c, Payment, ErrorOrPaymentErrorOrConflictErrorResponse> {
        self.0
            .inner
            .call(&CREATE_PAYMENT)
            .body(body)
            .header("Idempotency-Key", &params.idempotency_key)
    }

    /// Get a payment
    ///
    /// Returns one payment.
    ///
    /// `GET /payments/{payment_id}`
    ///
    /// * `payment_id`: Which payment.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get(&self, payment_id: &str) -> Call<'c, Payment, ErrorResponse> {
        self.0.inner.call(&GET_PAYMENT).path("payment_id", payment_id)
    }

    /// Capture a payment
    ///
    /// Takes the money of a payment that was created with `capture=false`.
    ///
    /// `POST /payments/{payment_id}/capture`
    ///
    /// * `payment_id`: Which payment.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn capture(
        &self,
        payment_id: &str,
        params: &CapturePayment,
    ) -> Call<'c, Payment, ErrorOrConflictErrorResponse> {
        self.0
            .inner
            .call(&CAPTURE_PAYMENT)
            .path("payment_id", payment_id)
            .header("Idempotency-Key", &params.idempotency_key)
    }

    /// Get a payment by its old name
    ///
    /// Returns one payment. Use `getPayment`; this goes away.
    ///
    /// `GET /charges/{payment_id}`
    ///
    /// * `payment_id`: Which payment.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[deprecated]
    #[inline]
    pub fn get_charge(&self, payment_id: &str) -> Call<'c, Payment, ErrorResponse> {
        self.0.inner.call(&GET_CHARGE).path("payment_id", payment_id)
    }
}

/// Optional parameters of [`Payments::list`].
#[derive(Clone, Debug, Default)]
pub struct ListPayments {
    /// How many at most.
    ///
    /// Default: `10`.
    ///
    /// Valid: at least 1, at most 100.
    pub limit: Option<i32>,
    /// The `id` of the last thing of the page before.
    pub starting_after: Option<String>,
    /// Only payments by this customer.
    pub customer: Option<String>,
    /// Only payments in one of these states.
    pub status: Vec<PaymentStatus>,
}

/// Optional parameters of [`Payments::create`].
#[derive(Clone, Debug, Default)]
pub struct CreatePayment {
    /// A key of your choice, new for each thing you want done.
    ///
    /// Valid: at most 255 characters.
    pub idempotency_key: Option<String>,
}

/// Optional parameters of [`Payments::capture`].
#[derive(Clone, Debug, Default)]
pub struct CapturePayment {
    /// A key of your choice, new for each thing you want done.
    ///
    /// Valid: at most 255 characters.
    pub idempotency_key: Option<String>,
}

static LIST_PAYMENTS: Operation = Operation::new("listPayments", "GET", "/payments")
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

static CREATE_PAYMENT: Operation = Operation::new("createPayment", "POST", "/payments")
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
            (operation::Status::Code(402), 1),
            (operation::Status::Code(409), 2),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    )
    .idempotency_header("Idempotency-Key");

static GET_PAYMENT: Operation = Operation::new(
        "getPayment",
        "GET",
        "/payments/{payment_id}",
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static CAPTURE_PAYMENT: Operation = Operation::new(
        "capturePayment",
        "POST",
        "/payments/{payment_id}/capture",
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 1),
            (operation::Status::Code(429), 0),
        ],
    )
    .idempotency_header("Idempotency-Key");

static GET_CHARGE: Operation = Operation::new(
        "getCharge",
        "GET",
        "/charges/{payment_id}",
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    )
    .deprecated(true);

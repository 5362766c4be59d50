//! Operations tagged `invoices`.

use turnbuckle_runtime::{Call, Download, Paged, operation};
use turnbuckle_runtime::operation::Operation;

use super::models::{
    Deleted, ErrorOrConflictErrorResponse, ErrorOrPaymentErrorOrConflictErrorResponse,
    ErrorResponse, Invoice, InvoiceCreate, InvoiceList, InvoiceStatus, InvoiceUpdate,
    PayInvoiceBody,
};
use super::Client;

/// What is owed.
///
/// Obtain one with [`Client::invoices`].
#[derive(Clone, Copy, Debug)]
pub struct Invoices<'c>(pub(crate) &'c Client);

impl<'c> Invoices<'c> {
    /// List invoices
    ///
    /// Lists invoices, latest first.
    ///
    /// `GET /invoices`
    ///
    /// In pages by the last identifier in `starting_after`, as configured: `.items()` goes over the pages.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn list(
        &self,
        params: &ListInvoices,
    ) -> Call<'c, InvoiceList, ErrorResponse, Paged<Invoice>> {
        self.0
            .inner
            .call(&LIST_INVOICES)
            .query("limit", &params.limit)
            .query("starting_after", &params.starting_after)
            .query("customer", &params.customer)
            .query("status", &params.status)
    }

    /// Create an invoice
    ///
    /// Drafts an invoice. Nothing is owed until it is finalized.
    ///
    /// `POST /invoices`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn create(
        &self,
        body: &InvoiceCreate,
        params: &CreateInvoice,
    ) -> Call<'c, Invoice, ErrorOrConflictErrorResponse> {
        self.0
            .inner
            .call(&CREATE_INVOICE)
            .body(body)
            .header("Idempotency-Key", &params.idempotency_key)
    }

    /// Get an invoice
    ///
    /// Returns one invoice.
    ///
    /// `GET /invoices/{invoice_id}`
    ///
    /// * `invoice_id`: Which invoice.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get(&self, invoice_id: &str) -> Call<'c, Invoice, ErrorResponse> {
        self.0.inner.call(&GET_INVOICE).path("invoice_id", invoice_id)
    }

    /// Change a draft
    ///
    /// Changes the fields that are given. Only a draft can be changed.
    ///
    /// `POST /invoices/{invoice_id}`
    ///
    /// * `invoice_id`: Which invoice.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn update(
        &self,
        invoice_id: &str,
        body: &InvoiceUpdate,
        params: &UpdateInvoice,
    ) -> Call<'c, Invoice, ErrorOrConflictErrorResponse> {
        self.0
            .inner
            .call(&UPDATE_INVOICE)
            .path("invoice_id", invoice_id)
            .body(body)
            .header("Idempotency-Key", &params.idempotency_key)
    }

    /// Delete a draft
    ///
    /// Deletes a draft. An invoice that was finalized can only be voided.
    ///
    /// `DELETE /invoices/{invoice_id}`
    ///
    /// * `invoice_id`: Which invoice.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn delete(
        &self,
        invoice_id: &str,
    ) -> Call<'c, Deleted, ErrorOrConflictErrorResponse> {
        self.0.inner.call(&DELETE_INVOICE).path("invoice_id", invoice_id)
    }

    /// Finalize a draft
    ///
    /// Gives the draft its number and makes it due.
    ///
    /// `POST /invoices/{invoice_id}/finalize`
    ///
    /// * `invoice_id`: Which invoice.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn finalize(
        &self,
        invoice_id: &str,
        params: &FinalizeInvoice,
    ) -> Call<'c, Invoice, ErrorOrConflictErrorResponse> {
        self.0
            .inner
            .call(&FINALIZE_INVOICE)
            .path("invoice_id", invoice_id)
            .header("Idempotency-Key", &params.idempotency_key)
    }

    /// Void an invoice
    ///
    /// Takes an open invoice back. It stays on record.
    ///
    /// `POST /invoices/{invoice_id}/void`
    ///
    /// * `invoice_id`: Which invoice.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn void(
        &self,
        invoice_id: &str,
        params: &VoidInvoice,
    ) -> Call<'c, Invoice, ErrorOrConflictErrorResponse> {
        self.0
            .inner
            .call(&VOID_INVOICE)
            .path("invoice_id", invoice_id)
            .header("Idempotency-Key", &params.idempotency_key)
    }

    /// Pay an invoice
    ///
    /// Takes what an open invoice asks for from a source.
    ///
    /// `POST /invoices/{invoice_id}/pay`
    ///
    /// * `invoice_id`: Which invoice.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn pay(
        &self,
        invoice_id: &str,
        body: &PayInvoiceBody,
        params: &PayInvoice,
    ) -> Call<'c, Invoice, ErrorOrPaymentErrorOrConflictErrorResponse> {
        self.0
            .inner
            .call(&PAY_INVOICE)
            .path("invoice_id", invoice_id)
            .body(body)
            .header("Idempotency-Key", &params.idempotency_key)
    }

    /// Download an invoice
    ///
    /// Returns the invoice as a PDF. A draft has none.
    ///
    /// `GET /invoices/{invoice_id}/pdf`
    ///
    /// * `invoice_id`: Which invoice.
    ///
    /// Headers of the answer: [`CONTENT_DISPOSITION`](super::headers::CONTENT_DISPOSITION), [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn download_invoice_pdf(
        &self,
        invoice_id: &str,
    ) -> Call<'c, Download, ErrorOrConflictErrorResponse> {
        self.0.inner.call(&DOWNLOAD_INVOICE_PDF).path("invoice_id", invoice_id)
    }
}

/// Optional parameters of [`Invoices::list`].
#[derive(Clone, Debug, Default)]
pub struct ListInvoices {
    /// How many at most.
    ///
    /// Default: `10`.
    ///
    /// Valid: at least 1, at most 100.
    pub limit: Option<i32>,
    /// The `id` of the last thing of the page before.
    pub starting_after: Option<String>,
    /// Only invoices of this customer.
    pub customer: Option<String>,
    /// Only invoices in this state.
    pub status: Option<InvoiceStatus>,
}

/// Optional parameters of [`Invoices::create`].
#[derive(Clone, Debug, Default)]
pub struct CreateInvoice {
    /// A key of your choice, new for each thing you want done.
    ///
    /// Valid: at most 255 characters.
    pub idempotency_key: Option<String>,
}

/// Optional parameters of [`Invoices::update`].
#[derive(Clone, Debug, Default)]
pub struct UpdateInvoice {
    /// A key of your choice, new for each thing you want done.
    ///
    /// Valid: at most 255 characters.
    pub idempotency_key: Option<String>,
}

/// Optional parameters of [`Invoices::finalize`].
#[derive(Clone, Debug, Default)]
pub struct FinalizeInvoice {
    /// A key of your choice, new for each thing you want done.
    ///
    /// Valid: at most 255 characters.
    pub idempotency_key: Option<String>,
}

/// Optional parameters of [`Invoices::void`].
#[derive(Clone, Debug, Default)]
pub struct VoidInvoice {
    /// A key of your choice, new for each thing you want done.
    ///
    /// Valid: at most 255 characters.
    pub idempotency_key: Option<String>,
}

/// Optional parameters of [`Invoices::pay`].
#[derive(Clone, Debug, Default)]
pub struct PayInvoice {
    /// A key of your choice, new for each thing you want done.
    ///
    /// Valid: at most 255 characters.
    pub idempotency_key: Option<String>,
}

static LIST_INVOICES: Operation = Operation::new("listInvoices", "GET", "/invoices")
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

static CREATE_INVOICE: Operation = Operation::new("createInvoice", "POST", "/invoices")
    .body("application/x-www-form-urlencoded")
    .encodings(
        &[
            operation::Param::field("lines")
                .style(operation::ParamStyle::DeepObject, true),
            operation::Param::field("metadata")
                .style(operation::ParamStyle::DeepObject, true),
        ],
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(400), 0),
            (operation::Status::Code(401), 0),
            (operation::Status::Code(409), 1),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    )
    .idempotency_header("Idempotency-Key");

static GET_INVOICE: Operation = Operation::new(
        "getInvoice",
        "GET",
        "/invoices/{invoice_id}",
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static UPDATE_INVOICE: Operation = Operation::new(
        "updateInvoice",
        "POST",
        "/invoices/{invoice_id}",
    )
    .body("application/x-www-form-urlencoded")
    .encodings(
        &[
            operation::Param::field("lines")
                .style(operation::ParamStyle::DeepObject, true),
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

static DELETE_INVOICE: Operation = Operation::new(
        "deleteInvoice",
        "DELETE",
        "/invoices/{invoice_id}",
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 1),
            (operation::Status::Code(429), 0),
        ],
    );

static FINALIZE_INVOICE: Operation = Operation::new(
        "finalizeInvoice",
        "POST",
        "/invoices/{invoice_id}/finalize",
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

static VOID_INVOICE: Operation = Operation::new(
        "voidInvoice",
        "POST",
        "/invoices/{invoice_id}/void",
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

static PAY_INVOICE: Operation = Operation::new(
        "payInvoice",
        "POST",
        "/invoices/{invoice_id}/pay",
    )
    .body("application/x-www-form-urlencoded")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(402), 1),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 2),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    )
    .idempotency_header("Idempotency-Key");

static DOWNLOAD_INVOICE_PDF: Operation = Operation::new(
        "downloadInvoicePdf",
        "GET",
        "/invoices/{invoice_id}/pdf",
    )
    .accept("application/pdf, application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 1),
            (operation::Status::Code(429), 0),
        ],
    );

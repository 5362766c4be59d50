//! Operations tagged `customers`.

use turnbuckle_runtime::{Call, Paged, operation};
use turnbuckle_runtime::operation::Operation;

use super::models::{
    Customer, CustomerCreate, CustomerList, CustomerUpdate, Deleted,
    ErrorOrConflictErrorResponse, ErrorResponse, TimeRange,
};
use super::Client;

/// Those who pay.
///
/// Obtain one with [`Client::customers`].
#[derive(Clone, Copy, Debug)]
pub struct Customers<'c>(pub(crate) &'c Client);

impl<'c> Customers<'c> {
    /// List customers
    ///
    /// Lists customers, latest first.
    ///
    /// `GET /customers`
    ///
    /// In pages by the last identifier in `starting_after`, as configured: `.items()` goes over the pages.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn list(
        &self,
        params: &ListCustomers,
    ) -> Call<'c, CustomerList, ErrorResponse, Paged<Customer>> {
        self.0
            .inner
            .call(&LIST_CUSTOMERS)
            .query("limit", &params.limit)
            .query("starting_after", &params.starting_after)
            .query("email", &params.email)
            .query("created", &params.created)
    }

    /// Create a customer
    ///
    /// Creates a customer.
    ///
    /// `POST /customers`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn create(
        &self,
        body: &CustomerCreate,
        params: &CreateCustomer,
    ) -> Call<'c, Customer, ErrorOrConflictErrorResponse> {
        self.0
            .inner
            .call(&CREATE_CUSTOMER)
            .body(body)
            .header("Idempotency-Key", &params.idempotency_key)
    }

    /// Get a customer
    ///
    /// Returns one customer.
    ///
    /// `GET /customers/{customer_id}`
    ///
    /// * `customer_id`: Which customer.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get(&self, customer_id: &str) -> Call<'c, Customer, ErrorResponse> {
        self.0.inner.call(&GET_CUSTOMER).path("customer_id", customer_id)
    }

    /// Change a customer
    ///
    /// Changes the fields that are given. An empty string clears a field that may be empty.
    ///
    /// `POST /customers/{customer_id}`
    ///
    /// * `customer_id`: Which customer.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn update(
        &self,
        customer_id: &str,
        body: &CustomerUpdate,
        params: &UpdateCustomer,
    ) -> Call<'c, Customer, ErrorOrConflictErrorResponse> {
        self.0
            .inner
            .call(&UPDATE_CUSTOMER)
            .path("customer_id", customer_id)
            .body(body)
            .header("Idempotency-Key", &params.idempotency_key)
    }

    /// Delete a customer
    ///
    /// Deletes a customer. Refused with `409` while an invoice is open.
    ///
    /// `DELETE /customers/{customer_id}`
    ///
    /// * `customer_id`: Which customer.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn delete(
        &self,
        customer_id: &str,
    ) -> Call<'c, Deleted, ErrorOrConflictErrorResponse> {
        self.0.inner.call(&DELETE_CUSTOMER).path("customer_id", customer_id)
    }
}

/// Optional parameters of [`Customers::list`].
#[derive(Clone, Debug, Default)]
pub struct ListCustomers {
    /// How many at most.
    ///
    /// Default: `10`.
    ///
    /// Valid: at least 1, at most 100.
    pub limit: Option<i32>,
    /// The `id` of the last thing of the page before.
    pub starting_after: Option<String>,
    /// Only the customer with exactly this address.
    pub email: Option<String>,
    /// Only customers created within this time.
    pub created: Option<TimeRange>,
}

/// Optional parameters of [`Customers::create`].
#[derive(Clone, Debug, Default)]
pub struct CreateCustomer {
    /// A key of your choice, new for each thing you want done.
    ///
    /// Valid: at most 255 characters.
    pub idempotency_key: Option<String>,
}

/// Optional parameters of [`Customers::update`].
#[derive(Clone, Debug, Default)]
pub struct UpdateCustomer {
    /// A key of your choice, new for each thing you want done.
    ///
    /// Valid: at most 255 characters.
    pub idempotency_key: Option<String>,
}

static LIST_CUSTOMERS: Operation = Operation::new("listCustomers", "GET", "/customers")
    .params(
        &[
            operation::Param::query("created")
                .style(operation::ParamStyle::DeepObject, true),
        ],
    )
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

static CREATE_CUSTOMER: Operation = Operation::new(
        "createCustomer",
        "POST",
        "/customers",
    )
    .body("application/x-www-form-urlencoded")
    .encodings(
        &[
            operation::Param::field("address")
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

static GET_CUSTOMER: Operation = Operation::new(
        "getCustomer",
        "GET",
        "/customers/{customer_id}",
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static UPDATE_CUSTOMER: Operation = Operation::new(
        "updateCustomer",
        "POST",
        "/customers/{customer_id}",
    )
    .body("application/x-www-form-urlencoded")
    .encodings(
        &[
            operation::Param::field("address")
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

static DELETE_CUSTOMER: Operation = Operation::new(
        "deleteCustomer",
        "DELETE",
        "/customers/{customer_id}",
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

//! Operations tagged `berths`.

use turnbuckle_runtime::{Call, Paged, operation};
use turnbuckle_runtime::operation::Operation;

use super::models::{
    DeleteBerthsByIdResponse, GetBerthsError404, GetBerthsResponse,
    GetBerthsResponseBerth, PostBerthsBody, PostBerthsResponse,
};
use super::Client;

/// Operations tagged `berths`.
///
/// Obtain one with [`Client::berths`].
#[derive(Clone, Copy, Debug)]
pub struct Berths<'c>(pub(crate) &'c Client);

impl<'c> Berths<'c> {
    /// Lists the berths.
    ///
    /// `GET /berths`
    ///
    /// In pages by the URL at `/next`, as the names tell: `.items()` goes over the pages.
    ///
    /// Headers of the answer: [`X_RATE_LEFT`](super::headers::X_RATE_LEFT), [`X_READ_AT`](super::headers::X_READ_AT).
    #[inline]
    pub fn get(
        &self,
        params: &GetBerths,
    ) -> Call<'c, GetBerthsResponse, GetBerthsError404, Paged<GetBerthsResponseBerth>> {
        self.0.inner.call(&GET_BERTHS).query("quay", &params.quay)
    }

    /// Adds a berth.
    ///
    /// `POST /berths`
    #[inline]
    pub fn post(&self, body: &PostBerthsBody) -> Call<'c, PostBerthsResponse> {
        self.0.inner.call(&POST_BERTHS).body(body)
    }

    /// Removes a berth.
    ///
    /// `DELETE /berths/{id}`
    ///
    /// * `id`: The number.
    #[inline]
    pub fn delete_by_id(&self, id: i64) -> Call<'c, DeleteBerthsByIdResponse> {
        self.0.inner.call(&DELETE_BERTHS_BY_ID).path("id", &id)
    }
}

/// Optional parameters of [`Berths::get`].
#[derive(Clone, Debug, Default)]
pub struct GetBerths {
    /// Only those at this quay.
    pub quay: Option<String>,
}

static GET_BERTHS: Operation = Operation::new("GET /berths", "GET", "/berths")
    .accept("application/vnd.harbour.v4+json")
    .errors(&[(operation::Status::Code(404), 0)])
    .pages(operation::Pages {
        items: "/berths",
        next: operation::NextPage::Url {
            url: "/next",
        },
    });

static POST_BERTHS: Operation = Operation::new("POST /berths", "POST", "/berths")
    .body("application/json")
    .accept("application/vnd.harbour.v4+json");

static DELETE_BERTHS_BY_ID: Operation = Operation::new(
        "DELETE /berths/{id}",
        "DELETE",
        "/berths/{id}",
    )
    .accept("application/vnd.harbour.v4+json");

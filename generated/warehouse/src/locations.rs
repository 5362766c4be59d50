//! Operations tagged `locations`.

use turnbuckle_runtime::{Call, Paged, operation};
use turnbuckle_runtime::operation::Operation;

use super::models::{
    Location, LocationInput, LocationPage, Problem, ProblemOrStockProblem,
};
use super::Client;

/// Halls, aisles and shelves.
///
/// Obtain one with [`Client::locations`].
#[derive(Clone, Copy, Debug)]
pub struct Locations<'c>(pub(crate) &'c Client);

impl<'c> Locations<'c> {
    /// List locations
    ///
    /// Lists locations by code.
    ///
    /// `GET /locations`
    ///
    /// In pages by the URL at `/next`, as the names tell: `.items()` goes over the pages.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn list(
        &self,
        params: &ListLocations,
    ) -> Call<'c, LocationPage, Problem, Paged<Location>> {
        self.0
            .inner
            .call(&LIST_LOCATIONS)
            .query("page_token", &params.page_token)
            .query("limit", &params.limit)
    }

    /// Create a location
    ///
    /// Creates a location.
    ///
    /// `POST /locations`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn create(
        &self,
        body: &LocationInput,
    ) -> Call<'c, Location, ProblemOrStockProblem> {
        self.0.inner.call(&CREATE_LOCATION).body(body)
    }

    /// Get a location
    ///
    /// Returns one location.
    ///
    /// `GET /locations/{location_id}`
    ///
    /// * `location_id`: Which location.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get(&self, location_id: &str) -> Call<'c, Location, Problem> {
        self.0.inner.call(&GET_LOCATION).path("location_id", location_id)
    }

    /// Delete a location
    ///
    /// Deletes a location. Refused with `409` while something lies there.
    ///
    /// `DELETE /locations/{location_id}`
    ///
    /// * `location_id`: Which location.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn delete(&self, location_id: &str) -> Call<'c, (), ProblemOrStockProblem> {
        self.0.inner.call(&DELETE_LOCATION).path("location_id", location_id)
    }

    /// Copy a location
    ///
    /// Makes a location like this one under another code.
    ///
    /// `COPY /locations/{location_id}`
    ///
    /// * `location_id`: Which location.
    /// * `code`: The code of the copy.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn copy(
        &self,
        location_id: &str,
        code: &str,
    ) -> Call<'c, Location, ProblemOrStockProblem> {
        self.0
            .inner
            .call(&COPY_LOCATION)
            .path("location_id", location_id)
            .query("code", code)
    }
}

/// Optional parameters of [`Locations::list`].
#[derive(Clone, Debug, Default)]
pub struct ListLocations {
    /// Which page. Part of `next`; never made by hand.
    pub page_token: Option<String>,
    /// How many at most.
    ///
    /// Default: `10`.
    ///
    /// Valid: at least 1, at most 100.
    pub limit: Option<i32>,
}

static LIST_LOCATIONS: Operation = Operation::new("listLocations", "GET", "/locations")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    )
    .pages(operation::Pages {
        items: "/data",
        next: operation::NextPage::Url {
            url: "/next",
        },
    });

static CREATE_LOCATION: Operation = Operation::new(
        "createLocation",
        "POST",
        "/locations",
    )
    .body("application/json")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(409), 1),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static GET_LOCATION: Operation = Operation::new(
        "getLocation",
        "GET",
        "/locations/{location_id}",
    )
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static DELETE_LOCATION: Operation = Operation::new(
        "deleteLocation",
        "DELETE",
        "/locations/{location_id}",
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

static COPY_LOCATION: Operation = Operation::new(
        "copyLocation",
        "COPY",
        "/locations/{location_id}",
    )
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 1),
            (operation::Status::Code(429), 0),
        ],
    );

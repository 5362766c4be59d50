//! Operations tagged `shipments`.

use turnbuckle_runtime::{Call, Paged, operation};
use turnbuckle_runtime::operation::Operation;

use super::models::{
    DispatchInput, Problem, ProblemOrStockProblem, Shipment, ShipmentInput, ShipmentPage,
    ShipmentStatus, ShipmentUpdate,
};
use super::Client;

/// What leaves.
///
/// Obtain one with [`Client::shipments`].
#[derive(Clone, Copy, Debug)]
pub struct Shipments<'c>(pub(crate) &'c Client);

impl<'c> Shipments<'c> {
    /// List shipments
    ///
    /// Lists shipments, oldest first.
    ///
    /// `GET /shipments`
    ///
    /// In pages by the URL at `/next`, as configured: `.items()` goes over the pages.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn list(
        &self,
        params: &ListShipments,
    ) -> Call<'c, ShipmentPage, Problem, Paged<Shipment>> {
        self.0
            .inner
            .call(&LIST_SHIPMENTS)
            .query("page_token", &params.page_token)
            .query("limit", &params.limit)
            .query("status", &params.status)
    }

    /// Create a shipment
    ///
    /// Sets stock aside for a shipment. Refused with `409` where there is not enough.
    ///
    /// `POST /shipments`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn create(
        &self,
        body: &ShipmentInput,
    ) -> Call<'c, Shipment, ProblemOrStockProblem> {
        self.0.inner.call(&CREATE_SHIPMENT).body(body)
    }

    /// Get a shipment
    ///
    /// Returns one shipment.
    ///
    /// `GET /shipments/{shipment_id}`
    ///
    /// * `shipment_id`: Which shipment.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get(&self, shipment_id: &str) -> Call<'c, Shipment, Problem> {
        self.0.inner.call(&GET_SHIPMENT).path("shipment_id", shipment_id)
    }

    /// Change a shipment
    ///
    /// Changes a shipment that has not left.
    ///
    /// `PATCH /shipments/{shipment_id}`
    ///
    /// * `shipment_id`: Which shipment.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn update(
        &self,
        shipment_id: &str,
        body: &ShipmentUpdate,
    ) -> Call<'c, Shipment, ProblemOrStockProblem> {
        self.0.inner.call(&UPDATE_SHIPMENT).path("shipment_id", shipment_id).body(body)
    }

    /// Dispatch a shipment
    ///
    /// Hands a packed shipment to the carrier.
    ///
    /// `POST /shipments/{shipment_id}/dispatch`
    ///
    /// * `shipment_id`: Which shipment.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn dispatch(
        &self,
        shipment_id: &str,
        body: &DispatchInput,
    ) -> Call<'c, Shipment, ProblemOrStockProblem> {
        self.0.inner.call(&DISPATCH_SHIPMENT).path("shipment_id", shipment_id).body(body)
    }

    /// Cancel a shipment
    ///
    /// Cancels a shipment that has not left. Use `updateShipment` with the status `cancelled`.
    ///
    /// `POST /shipments/{shipment_id}/cancel`
    ///
    /// * `shipment_id`: Which shipment.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[deprecated]
    #[inline]
    pub fn cancel(
        &self,
        shipment_id: &str,
    ) -> Call<'c, Shipment, ProblemOrStockProblem> {
        self.0.inner.call(&CANCEL_SHIPMENT).path("shipment_id", shipment_id)
    }
}

/// Optional parameters of [`Shipments::list`].
#[derive(Clone, Debug, Default)]
pub struct ListShipments {
    /// Which page. Part of `next`; never made by hand.
    pub page_token: Option<String>,
    /// How many at most.
    ///
    /// Default: `10`.
    ///
    /// Valid: at least 1, at most 100.
    pub limit: Option<i32>,
    /// Only shipments in this state.
    pub status: Option<ShipmentStatus>,
}

static LIST_SHIPMENTS: Operation = Operation::new("listShipments", "GET", "/shipments")
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

static CREATE_SHIPMENT: Operation = Operation::new(
        "createShipment",
        "POST",
        "/shipments",
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

static GET_SHIPMENT: Operation = Operation::new(
        "getShipment",
        "GET",
        "/shipments/{shipment_id}",
    )
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static UPDATE_SHIPMENT: Operation = Operation::new(
        "updateShipment",
        "PATCH",
        "/shipments/{shipment_id}",
    )
    .body("application/merge-patch+json")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 1),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static DISPATCH_SHIPMENT: Operation = Operation::new(
        "dispatchShipment",
        "POST",
        "/shipments/{shipment_id}/dispatch",
    )
    .body("application/json")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 1),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static CANCEL_SHIPMENT: Operation = Operation::new(
        "cancelShipment",
        "POST",
        "/shipments/{shipment_id}/cancel",
    )
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 1),
            (operation::Status::Code(429), 0),
        ],
    )
    .deprecated(true);

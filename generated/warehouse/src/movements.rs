//! Operations tagged `movements`.

use turnbuckle_runtime::{Call, JsonLines, operation};
use turnbuckle_runtime::operation::Operation;

use super::models::{Movement, MovementInput, Problem, ProblemOrStockProblem};
use super::Client;

/// What comes and goes.
///
/// Obtain one with [`Client::movements`].
#[derive(Clone, Copy, Debug)]
pub struct Movements<'c>(pub(crate) &'c Client);

impl<'c> Movements<'c> {
    /// Move stock
    ///
    /// Notes that stock came, went or was moved. Refused with `409` where there is not enough.
    ///
    /// `POST /items/{sku}/movements`
    ///
    /// * `sku`: Which item.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn move_stock(
        &self,
        sku: &str,
        body: &MovementInput,
    ) -> Call<'c, Movement, ProblemOrStockProblem> {
        self.0.inner.call(&MOVE_STOCK).path("sku", sku).body(body)
    }

    /// Follow movements
    ///
    /// Streams movements, oldest first, one `Movement` a line.
    ///
    /// `GET /movements`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn stream(
        &self,
        params: &StreamMovements,
    ) -> Call<'c, JsonLines<Movement>, Problem> {
        self.0
            .inner
            .call(&STREAM_MOVEMENTS)
            .query("since", &params.since)
            .query("sku", &params.sku)
    }
}

/// Optional parameters of [`Movements::stream`].
#[derive(Clone, Debug, Default)]
pub struct StreamMovements {
    /// Only movements after the one with this number.
    pub since: Option<i64>,
    /// Only movements of this item.
    pub sku: Option<String>,
}

static MOVE_STOCK: Operation = Operation::new(
        "moveStock",
        "POST",
        "/items/{sku}/movements",
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

static STREAM_MOVEMENTS: Operation = Operation::new(
        "streamMovements",
        "GET",
        "/movements",
    )
    .accept("application/jsonl, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    );

//! Operations tagged `stock`.

use turnbuckle_runtime::{Call, EventStream, operation};
use turnbuckle_runtime::operation::Operation;

use super::models::{Alert, Problem, Stock};
use super::Client;

/// What there is.
///
/// Obtain one with [`Client::stock`].
#[derive(Clone, Copy, Debug)]
pub struct StockApi<'c>(pub(crate) &'c Client);

impl<'c> StockApi<'c> {
    /// Get the stock of an item
    ///
    /// Tells how much of an item lies where.
    ///
    /// `GET /items/{sku}/stock`
    ///
    /// * `sku`: Which item.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get(&self, sku: &str) -> Call<'c, Stock, Problem> {
        self.0.inner.call(&GET_STOCK).path("sku", sku)
    }

    /// Follow alerts
    ///
    /// Streams an event for each item that runs low.
    ///
    /// `GET /alerts`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn stream_alerts(&self) -> Call<'c, EventStream<Alert>, Problem> {
        self.0.inner.call(&STREAM_ALERTS)
    }
}

static GET_STOCK: Operation = Operation::new("getStock", "GET", "/items/{sku}/stock")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static STREAM_ALERTS: Operation = Operation::new("streamAlerts", "GET", "/alerts")
    .accept("text/event-stream, application/problem+json")
    .errors(&[(operation::Status::Code(401), 0), (operation::Status::Code(429), 0)]);

//! Operations tagged `calls`.

use turnbuckle_runtime::{Call, Download, Paged, operation};
use turnbuckle_runtime::jiff::civil::Date;
use turnbuckle_runtime::operation::Operation;

use super::models::{CallCreate, CallModel, CallPage, ErrorModel};
use super::Client;

/// Phone calls.
///
/// Obtain one with [`Client::calls`].
#[derive(Clone, Copy, Debug)]
pub struct Calls<'c>(pub(crate) &'c Client);

impl<'c> Calls<'c> {
    /// List calls
    ///
    /// Lists calls, oldest first.
    ///
    /// `GET /calls`
    ///
    /// In pages by the number `page`, as configured: `.items()` and `.rev_items()` go over the pages.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn list(
        &self,
        params: &ListCalls,
    ) -> Call<'c, CallPage, ErrorModel, Paged<CallModel>> {
        self.0
            .inner
            .call(&LIST_CALLS)
            .query("page", &params.page)
            .query("per_page", &params.per_page)
            .query("agent_id", &params.agent_id)
            .query("date", &params.date)
    }

    /// Log a call
    ///
    /// Notes a call that took place.
    ///
    /// `POST /calls`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn log(&self, body: &CallCreate) -> Call<'c, CallModel, ErrorModel> {
        self.0.inner.call(&LOG_CALL).body(body)
    }

    /// Get a call
    ///
    /// Returns one call.
    ///
    /// `GET /calls/{call_id}`
    ///
    /// * `call_id`: Which call.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get(&self, call_id: i64) -> Call<'c, CallModel, ErrorModel> {
        self.0.inner.call(&GET_CALL).path("call_id", &call_id)
    }

    /// Download the recording of a call
    ///
    /// Returns the recording. Not every call has one.
    ///
    /// `GET /calls/{call_id}/recording`
    ///
    /// * `call_id`: Which call.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get_recording(&self, call_id: i64) -> Call<'c, Download, ErrorModel> {
        self.0.inner.call(&GET_CALL_RECORDING).path("call_id", &call_id)
    }
}

/// Optional parameters of [`Calls::list`].
#[derive(Clone, Debug, Default)]
pub struct ListCalls {
    /// Which page, from 1.
    ///
    /// Default: `1`.
    ///
    /// Valid: at least 1.
    pub page: Option<i32>,
    /// How many things a page holds.
    ///
    /// Default: `10`.
    ///
    /// Valid: at least 1, at most 100.
    pub per_page: Option<i32>,
    /// Only calls of this agent.
    pub agent_id: Option<i64>,
    /// Only calls of this day.
    pub date: Option<Date>,
}

static LIST_CALLS: Operation = Operation::new("listCalls", "GET", "/calls")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    )
    .pages(operation::Pages {
        items: "/calls",
        next: operation::NextPage::Page {
            param: "page",
            location: operation::ParamLocation::Query,
            first: 1,
            size: "per_page",
            pages: "/total_pages",
            total: "",
            more: "",
        },
    })
    .total("/total");

static LOG_CALL: Operation = Operation::new("logCall", "POST", "/calls")
    .body("application/json")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static GET_CALL: Operation = Operation::new("getCall", "GET", "/calls/{call_id}")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static GET_CALL_RECORDING: Operation = Operation::new(
        "getCallRecording",
        "GET",
        "/calls/{call_id}/recording",
    )
    .accept("audio/wav, application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

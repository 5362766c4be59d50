//! Operations tagged `tickets`.

use turnbuckle_runtime::{Call, EventStream, JsonLines, Paged, operation};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::operation::Operation;

use super::models::{
    ErrorModel, MergeTicketBody, Ticket, TicketCreate, TicketEvent, TicketPage,
    TicketStatus, TicketUpdate,
};
use super::Client;

/// What people need help with.
///
/// Obtain one with [`Client::tickets`].
#[derive(Clone, Copy, Debug)]
pub struct Tickets<'c>(pub(crate) &'c Client);

impl<'c> Tickets<'c> {
    /// List tickets
    ///
    /// Lists tickets, oldest first.
    ///
    /// `GET /tickets`
    ///
    /// In pages by the number `page`, as configured: `.items()` and `.rev_items()` go over the pages.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn list(
        &self,
        params: &ListTickets,
    ) -> Call<'c, TicketPage, ErrorModel, Paged<Ticket>> {
        self.0
            .inner
            .call(&LIST_TICKETS)
            .query("page", &params.page)
            .query("per_page", &params.per_page)
            .query("status", &params.status)
            .query("assignee_id", &params.assignee_id)
            .query("q", &params.q)
    }

    /// Create a ticket
    ///
    /// Opens a ticket.
    ///
    /// `POST /tickets`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn create(&self, body: &TicketCreate) -> Call<'c, Ticket, ErrorModel> {
        self.0.inner.call(&CREATE_TICKET).body(body)
    }

    /// Get a ticket
    ///
    /// Returns one ticket.
    ///
    /// `GET /tickets/{ticket_id}`
    ///
    /// * `ticket_id`: Which ticket.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get(&self, ticket_id: i64) -> Call<'c, Ticket, ErrorModel> {
        self.0.inner.call(&GET_TICKET).path("ticket_id", &ticket_id)
    }

    /// Delete a ticket
    ///
    /// Deletes a ticket with its comments.
    ///
    /// `DELETE /tickets/{ticket_id}`
    ///
    /// * `ticket_id`: Which ticket.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn delete(&self, ticket_id: i64) -> Call<'c, (), ErrorModel> {
        self.0.inner.call(&DELETE_TICKET).path("ticket_id", &ticket_id)
    }

    /// Change a ticket
    ///
    /// Changes the fields that are given. A closed ticket stays as it is.
    ///
    /// `PATCH /tickets/{ticket_id}`
    ///
    /// * `ticket_id`: Which ticket.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn update(
        &self,
        ticket_id: i64,
        body: &TicketUpdate,
    ) -> Call<'c, Ticket, ErrorModel> {
        self.0.inner.call(&UPDATE_TICKET).path("ticket_id", &ticket_id).body(body)
    }

    /// Merge a ticket into another
    ///
    /// Moves the comments of a ticket to another and closes it. Link tickets by `related_ids` instead.
    ///
    /// `POST /tickets/{ticket_id}/merge`
    ///
    /// * `ticket_id`: Which ticket.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[deprecated]
    #[inline]
    pub fn merge(
        &self,
        ticket_id: i64,
        body: &MergeTicketBody,
    ) -> Call<'c, Ticket, ErrorModel> {
        self.0.inner.call(&MERGE_TICKET).path("ticket_id", &ticket_id).body(body)
    }

    /// Follow what happens to tickets
    ///
    /// Streams events as they happen. The data of each is a `TicketEvent` in JSON; its `id` can be sent as
    /// `Last-Event-ID` to go on after it. The data `[DONE]` ends the stream.
    ///
    /// `GET /events/tickets`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn stream_ticket_events(
        &self,
        params: &StreamTicketEvents,
    ) -> Call<'c, EventStream<TicketEvent>, ErrorModel> {
        self.0
            .inner
            .call(&STREAM_TICKET_EVENTS)
            .header("Last-Event-ID", &params.last_event_id)
            .query("limit", &params.limit)
    }

    /// Export all tickets
    ///
    /// Returns all tickets as JSON Lines, one `Ticket` a line.
    ///
    /// `GET /exports/tickets`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn export(
        &self,
        params: &ExportTickets,
    ) -> Call<'c, JsonLines<Ticket>, ErrorModel> {
        self.0.inner.call(&EXPORT_TICKETS).query("updated_since", &params.updated_since)
    }
}

/// Optional parameters of [`Tickets::list`].
#[derive(Clone, Debug, Default)]
pub struct ListTickets {
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
    /// Only tickets in one of these states, separated by `|`.
    pub status: Vec<TicketStatus>,
    /// Only tickets of this agent.
    pub assignee_id: Option<i64>,
    /// Only tickets whose subject has these words.
    pub q: Option<String>,
}

/// Optional parameters of [`Tickets::stream_ticket_events`].
#[derive(Clone, Debug, Default)]
pub struct StreamTicketEvents {
    /// The last event that was seen.
    pub last_event_id: Option<String>,
    /// End the stream after so many events.
    ///
    /// Valid: at least 1.
    pub limit: Option<i32>,
}

/// Optional parameters of [`Tickets::export`].
#[derive(Clone, Debug, Default)]
pub struct ExportTickets {
    /// Only tickets changed at or after this time.
    pub updated_since: Option<Timestamp>,
}

static LIST_TICKETS: Operation = Operation::new("listTickets", "GET", "/tickets")
    .params(
        &[
            operation::Param::query("status")
                .style(operation::ParamStyle::PipeDelimited, false),
        ],
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    )
    .pages(operation::Pages {
        items: "/tickets",
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

static CREATE_TICKET: Operation = Operation::new("createTicket", "POST", "/tickets")
    .body("application/json")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static GET_TICKET: Operation = Operation::new("getTicket", "GET", "/tickets/{ticket_id}")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static DELETE_TICKET: Operation = Operation::new(
        "deleteTicket",
        "DELETE",
        "/tickets/{ticket_id}",
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static UPDATE_TICKET: Operation = Operation::new(
        "updateTicket",
        "PATCH",
        "/tickets/{ticket_id}",
    )
    .body("application/json")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static MERGE_TICKET: Operation = Operation::new(
        "mergeTicket",
        "POST",
        "/tickets/{ticket_id}/merge",
    )
    .body("application/json")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    )
    .deprecated(true);

static STREAM_TICKET_EVENTS: Operation = Operation::new(
        "streamTicketEvents",
        "GET",
        "/events/tickets",
    )
    .accept("text/event-stream, application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    )
    .stream_end("[DONE]");

static EXPORT_TICKETS: Operation = Operation::new(
        "exportTickets",
        "GET",
        "/exports/tickets",
    )
    .accept("application/x-ndjson, application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    );

//! Models of the operations tagged `tickets`.

use std::collections::BTreeMap;

use turnbuckle_runtime::{default_by_blank, record, string_enum, tagged_union};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::model::{Model, Nullable, Value};

use super::{Comment, Person};

/// How far a ticket is.
#[derive(Clone)]
pub enum TicketStatus {
    /// `new`.
    New,
    /// `open`.
    Open,
    /// `on-hold`.
    OnHold,
    /// `solved`.
    Solved,
    /// `closed`.
    Closed,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(TicketStatus {
    New "new",
    Open "open",
    OnHold "on-hold",
    Solved "solved",
    Closed "closed",
    ; Unknown
});

/// How much it matters.
#[derive(Clone)]
pub enum Priority {
    /// `low`.
    Low,
    /// `normal`.
    Normal,
    /// `high`.
    High,
    /// `urgent`.
    Urgent,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(Priority {
    Low "low",
    Normal "normal",
    High "high",
    Urgent "urgent",
    ; Unknown
});

/// What someone needs help with.
#[derive(Clone)]
pub struct Ticket {
    /// When it was created.
    ///
    /// Set by the server; not sent.
    pub created_at: Timestamp,
    /// When it was last changed.
    ///
    /// Set by the server; not sent.
    pub updated_at: Timestamp,
    /// Identifies the ticket.
    ///
    /// Set by the server; not sent.
    pub id: i64,
    /// What it is about.
    pub subject: String,
    /// What is wrong.
    pub description: String,
    /// `status`
    pub status: TicketStatus,
    /// `priority`
    pub priority: Priority,
    /// `requester`
    pub requester: Person,
    /// The agent who takes care.
    pub assignee_id: Nullable<i64>,
    /// Free labels.
    ///
    /// Valid: no two elements the same.
    pub tags: Vec<String>,
    /// When it should be solved.
    pub due_at: Nullable<Timestamp>,
    /// Fields of your own, by key.
    pub custom_fields: BTreeMap<String, Value>,
    /// Tickets that have to do with it.
    pub related_ids: Vec<i64>,
    /// How satisfied the requester is. Always `null` for tickets since 2025.
    ///
    /// Valid: at least 1, at most 5.
    #[deprecated]
    pub satisfaction: Nullable<i32>,
}

record!(Ticket [0 "schemas/common.yaml#/Timestamps", 2 "schemas/tickets.yaml#/Ticket/allOf/1", 14 "schemas/tickets.yaml#/Ticket"] {
    0 "created_at" created_at REQUIRED | READ_ONLY,
    1 "updated_at" updated_at REQUIRED | READ_ONLY,
    2 "id" id REQUIRED | READ_ONLY,
    3 "subject" subject REQUIRED,
    4 "description" description REQUIRED,
    5 "status" status REQUIRED,
    6 "priority" priority REQUIRED,
    7 "requester" requester REQUIRED,
    8 "assignee_id" assignee_id OPTIONAL,
    9 "tags" tags REQUIRED,
    10 "due_at" due_at OPTIONAL,
    11 "custom_fields" custom_fields REQUIRED,
    12 "related_ids" related_ids REQUIRED,
    13 "satisfaction" satisfaction OPTIONAL,
});

/// A ticket to open.
#[derive(Clone)]
pub struct TicketCreate {
    /// What it is about.
    ///
    /// Valid: 1 to 200 characters.
    pub subject: String,
    /// What is wrong.
    ///
    /// Valid: at least 1 characters.
    pub description: String,
    /// `requester`
    pub requester: Person,
    /// `priority`
    pub priority: Option<Priority>,
    /// The agent who takes care.
    pub assignee_id: Nullable<i64>,
    /// Free labels.
    ///
    /// Valid: no two elements the same.
    pub tags: Option<Vec<String>>,
    /// When it should be solved.
    pub due_at: Nullable<Timestamp>,
    /// Fields of your own, by key.
    pub custom_fields: Option<BTreeMap<String, Value>>,
    /// Tickets that have to do with it.
    pub related_ids: Option<Vec<i64>>,
}

record!(TicketCreate [0 "schemas/tickets.yaml#/TicketCreate"] {
    0 "subject" subject REQUIRED,
    1 "description" description REQUIRED,
    2 "requester" requester REQUIRED,
    3 "priority" priority OPTIONAL,
    4 "assignee_id" assignee_id OPTIONAL,
    5 "tags" tags OPTIONAL,
    6 "due_at" due_at OPTIONAL,
    7 "custom_fields" custom_fields OPTIONAL,
    8 "related_ids" related_ids OPTIONAL,
});

impl TicketCreate {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(
        subject: impl Into<String>,
        description: impl Into<String>,
        requester: Person,
    ) -> Self {
        Self {
            subject: subject.into(),
            description: description.into(),
            requester,
            ..Model::blank()
        }
    }
}

/// Changes to a ticket. Fields that are left out stay; `null` clears.
///
/// Valid: at least 1 properties.
#[derive(Clone)]
pub struct TicketUpdate {
    /// What it is about.
    ///
    /// Valid: 1 to 200 characters.
    pub subject: Option<String>,
    /// `status`
    pub status: Option<TicketStatus>,
    /// `priority`
    pub priority: Option<Priority>,
    /// The agent who takes care; `null` for none.
    pub assignee_id: Nullable<i64>,
    /// All labels.
    ///
    /// Valid: no two elements the same.
    pub tags: Option<Vec<String>>,
    /// When it should be solved; `null` for no date.
    pub due_at: Nullable<Timestamp>,
    /// The fields to change.
    pub custom_fields: Option<BTreeMap<String, Value>>,
    /// Tickets that have to do with it.
    pub related_ids: Option<Vec<i64>>,
}

record!(TicketUpdate [0 "schemas/tickets.yaml#/TicketUpdate"] {
    0 "subject" subject OPTIONAL,
    1 "status" status OPTIONAL,
    2 "priority" priority OPTIONAL,
    3 "assignee_id" assignee_id OPTIONAL,
    4 "tags" tags OPTIONAL,
    5 "due_at" due_at OPTIONAL,
    6 "custom_fields" custom_fields OPTIONAL,
    7 "related_ids" related_ids OPTIONAL,
});

default_by_blank!(TicketUpdate);

/// A page of tickets.
#[derive(Clone)]
pub struct TicketPage {
    /// The number of this page, from 1.
    pub page: i32,
    /// How many things a page holds.
    pub per_page: i32,
    /// How many pages there are.
    pub total_pages: i32,
    /// How many things there are.
    pub total: i32,
    /// The tickets of this page.
    pub tickets: Vec<Ticket>,
}

record!(TicketPage [0 "schemas/common.yaml#/PageInfo", 4 "schemas/tickets.yaml#/TicketPage/allOf/1", 5 "schemas/tickets.yaml#/TicketPage"] {
    0 "page" page REQUIRED,
    1 "per_page" per_page REQUIRED,
    2 "total_pages" total_pages REQUIRED,
    3 "total" total REQUIRED,
    4 "tickets" tickets REQUIRED,
});

/// Something that happened to a ticket; `type` tells what.
#[derive(Clone, Debug, PartialEq)]
pub enum TicketEvent {
    /// `TicketCreatedEvent`.
    TicketCreatedEvent(TicketCreatedEvent),
    /// `TicketChangedEvent`.
    TicketChangedEvent(TicketChangedEvent),
    /// `TicketCommentedEvent`.
    TicketCommentedEvent(TicketCommentedEvent),
    /// A value that fits none of them.
    Unknown(Value),
}

tagged_union!(TicketEvent by "type" {
    0 TicketCreatedEvent "ticket.created",
    1 TicketChangedEvent "ticket.changed",
    2 TicketCommentedEvent "ticket.commented",
    ; Unknown
});

impl From<TicketCreatedEvent> for TicketEvent {
    #[inline]
    fn from(value: TicketCreatedEvent) -> Self {
        Self::TicketCreatedEvent(value)
    }
}

impl From<TicketChangedEvent> for TicketEvent {
    #[inline]
    fn from(value: TicketChangedEvent) -> Self {
        Self::TicketChangedEvent(value)
    }
}

impl From<TicketCommentedEvent> for TicketEvent {
    #[inline]
    fn from(value: TicketCommentedEvent) -> Self {
        Self::TicketCommentedEvent(value)
    }
}

/// A ticket was opened.
#[derive(Clone)]
pub struct TicketCreatedEvent {
    /// Always `ticket.created`.
    pub r#type: TicketCreatedEventType,
    /// When it happened.
    pub at: Timestamp,
    /// `ticket`
    pub ticket: Ticket,
}

record!(TicketCreatedEvent [0 "schemas/events.yaml#/TicketCreatedEvent"] {
    0 "type" r#type REQUIRED,
    1 "at" at REQUIRED,
    2 "ticket" ticket REQUIRED,
});

/// A ticket was changed.
#[derive(Clone)]
pub struct TicketChangedEvent {
    /// Always `ticket.changed`.
    pub r#type: TicketChangedEventType,
    /// When it happened.
    pub at: Timestamp,
    /// `ticket`
    pub ticket: Ticket,
    /// The fields that changed.
    pub fields: Vec<String>,
}

record!(TicketChangedEvent [0 "schemas/events.yaml#/TicketChangedEvent"] {
    0 "type" r#type REQUIRED,
    1 "at" at REQUIRED,
    2 "ticket" ticket REQUIRED,
    3 "fields" fields REQUIRED,
});

/// Something was said about a ticket.
#[derive(Clone)]
pub struct TicketCommentedEvent {
    /// Always `ticket.commented`.
    pub r#type: TicketCommentedEventType,
    /// When it happened.
    pub at: Timestamp,
    /// The ticket.
    pub ticket_id: i64,
    /// `comment`
    pub comment: Comment,
}

record!(TicketCommentedEvent [0 "schemas/events.yaml#/TicketCommentedEvent"] {
    0 "type" r#type REQUIRED,
    1 "at" at REQUIRED,
    2 "ticket_id" ticket_id REQUIRED,
    3 "comment" comment REQUIRED,
});

/// Always `ticket.created`.
#[derive(Clone)]
pub enum TicketCreatedEventType {
    /// `ticket.created`.
    TicketCreated,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(TicketCreatedEventType {
    TicketCreated "ticket.created",
    ; Unknown
});

/// Always `ticket.changed`.
#[derive(Clone)]
pub enum TicketChangedEventType {
    /// `ticket.changed`.
    TicketChanged,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(TicketChangedEventType {
    TicketChanged "ticket.changed",
    ; Unknown
});

/// Always `ticket.commented`.
#[derive(Clone)]
pub enum TicketCommentedEventType {
    /// `ticket.commented`.
    TicketCommented,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(TicketCommentedEventType {
    TicketCommented "ticket.commented",
    ; Unknown
});

/// Merge
///
/// Where the ticket goes.
#[derive(Clone)]
pub struct MergeTicketBody {
    /// The ticket that stays.
    pub into: i64,
}

record!(MergeTicketBody [0 "paths/tickets-id-merge.yaml#/post/requestBody/content/application~1json/schema"] {
    0 "into" into REQUIRED,
});

impl MergeTicketBody {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(into: i64) -> Self {
        Self { into }
    }
}

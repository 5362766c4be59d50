//! Models that several groups of operations share.

use std::collections::BTreeMap;
use turnbuckle_runtime::{
    default_by_blank, record, string_enum, tagged_union, untagged_union,
};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::model::{Model, Nullable, Value};

#[cfg(any(feature = "tickets", feature = "unused-models"))]
/// How far a ticket is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TicketsTicketStatus {
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

#[cfg(any(feature = "tickets", feature = "unused-models"))]
string_enum!(TicketsTicketStatus {
    New "new",
    Open "open",
    OnHold "on-hold",
    Solved "solved",
    Closed "closed",
    ; Unknown
});

#[cfg(any(feature = "tickets", feature = "unused-models"))]
/// A page of tickets.
#[derive(Clone)]
pub struct TicketsTicketPage {
    /// The number of this page, from 1.
    pub page: i32,
    /// How many things a page holds.
    pub per_page: i32,
    /// How many pages there are.
    pub total_pages: i32,
    /// How many things there are.
    pub total: i32,
    /// The tickets of this page.
    pub tickets: Vec<TicketsTicket>,
}

#[cfg(any(feature = "tickets", feature = "unused-models"))]
record!(TicketsTicketPage {
    0 "page" page REQUIRED,
    1 "per_page" per_page REQUIRED,
    2 "total_pages" total_pages REQUIRED,
    3 "total" total REQUIRED,
    4 "tickets" tickets REQUIRED,
});

#[cfg(any(feature = "tickets", feature = "unused-models"))]
/// A ticket to open.
#[derive(Clone)]
pub struct TicketsTicketCreate {
    /// What it is about.
    ///
    /// Valid: 1 to 200 characters.
    pub subject: String,
    /// What is wrong.
    ///
    /// Valid: at least 1 characters.
    pub description: String,
    /// `requester`
    pub requester: CommonPerson,
    /// `priority`
    pub priority: Option<TicketsPriority>,
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

#[cfg(any(feature = "tickets", feature = "unused-models"))]
record!(TicketsTicketCreate {
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

#[cfg(any(feature = "tickets", feature = "unused-models"))]
impl TicketsTicketCreate {
    /// Makes a value of what must be set.
    pub fn new(
        subject: impl Into<String>,
        description: impl Into<String>,
        requester: CommonPerson,
    ) -> Self {
        Self {
            subject: subject.into(),
            description: description.into(),
            requester,
            ..Model::blank()
        }
    }
}

#[cfg(any(feature = "tickets", feature = "unused-models"))]
/// What someone needs help with.
#[derive(Clone)]
pub struct TicketsTicket {
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
    pub status: TicketsTicketStatus,
    /// `priority`
    pub priority: TicketsPriority,
    /// `requester`
    pub requester: CommonPerson,
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

#[cfg(any(feature = "tickets", feature = "unused-models"))]
record!(TicketsTicket {
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

#[cfg(any(feature = "tickets", feature = "unused-models"))]
/// Changes to a ticket. Fields that are left out stay; `null` clears.
#[derive(Clone)]
pub struct TicketsTicketUpdate {
    /// What it is about.
    ///
    /// Valid: 1 to 200 characters.
    pub subject: Option<String>,
    /// `status`
    pub status: Option<TicketsTicketStatus>,
    /// `priority`
    pub priority: Option<TicketsPriority>,
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

#[cfg(any(feature = "tickets", feature = "unused-models"))]
record!(TicketsTicketUpdate {
    0 "subject" subject OPTIONAL,
    1 "status" status OPTIONAL,
    2 "priority" priority OPTIONAL,
    3 "assignee_id" assignee_id OPTIONAL,
    4 "tags" tags OPTIONAL,
    5 "due_at" due_at OPTIONAL,
    6 "custom_fields" custom_fields OPTIONAL,
    7 "related_ids" related_ids OPTIONAL,
});

#[cfg(any(feature = "tickets", feature = "unused-models"))]
default_by_blank!(TicketsTicketUpdate);

#[cfg(any(feature = "comments", feature = "unused-models"))]
/// A page of comments.
#[derive(Clone)]
pub struct CommentsCommentPage {
    /// The number of this page, from 1.
    pub page: i32,
    /// How many things a page holds.
    pub per_page: i32,
    /// How many pages there are.
    pub total_pages: i32,
    /// How many things there are.
    pub total: i32,
    /// The comments of this page.
    pub comments: Vec<CommentsComment>,
}

#[cfg(any(feature = "comments", feature = "unused-models"))]
record!(CommentsCommentPage {
    0 "page" page REQUIRED,
    1 "per_page" per_page REQUIRED,
    2 "total_pages" total_pages REQUIRED,
    3 "total" total REQUIRED,
    4 "comments" comments REQUIRED,
});

#[cfg(any(feature = "comments", feature = "unused-models"))]
/// Something to say about a ticket.
#[derive(Clone)]
pub struct CommentsCommentCreate {
    /// What to say.
    ///
    /// Valid: at least 1 characters.
    pub text: String,
    /// Whether the requester sees it.
    ///
    /// Default: `true`.
    pub public: Option<bool>,
    /// `author`
    pub author: Option<CommentsAuthor>,
    /// The comment that it answers.
    pub reply_to_id: Nullable<i64>,
}

#[cfg(any(feature = "comments", feature = "unused-models"))]
record!(CommentsCommentCreate {
    0 "text" text REQUIRED,
    1 "public" public OPTIONAL,
    2 "author" author OPTIONAL,
    3 "reply_to_id" reply_to_id OPTIONAL,
});

#[cfg(any(feature = "comments", feature = "unused-models"))]
impl CommentsCommentCreate {
    /// Makes a value of what must be set.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Model::blank()
        }
    }
}

#[cfg(any(feature = "tickets", feature = "comments", feature = "unused-models"))]
/// Something that was said about a ticket.
#[derive(Clone)]
pub struct CommentsComment {
    /// Identifies the comment.
    ///
    /// Set by the server; not sent.
    pub id: i64,
    /// The ticket.
    ///
    /// Set by the server; not sent.
    pub ticket_id: i64,
    /// `author`
    pub author: CommentsAuthor,
    /// What was said.
    pub text: String,
    /// Whether the requester sees it.
    pub public: bool,
    /// What it answers.
    pub reply_to: Nullable<Box<CommentsComment>>,
    /// When it was said.
    ///
    /// Set by the server; not sent.
    pub created_at: Timestamp,
}

#[cfg(any(feature = "tickets", feature = "comments", feature = "unused-models"))]
record!(CommentsComment {
    0 "id" id REQUIRED | READ_ONLY,
    1 "ticket_id" ticket_id REQUIRED | READ_ONLY,
    2 "author" author REQUIRED,
    3 "text" text REQUIRED,
    4 "public" public REQUIRED,
    5 "reply_to" reply_to OPTIONAL,
    6 "created_at" created_at REQUIRED | READ_ONLY,
});

#[cfg(any(feature = "tickets", feature = "unused-models"))]
/// Something that happened to a ticket; `type` tells what.
#[derive(Clone, Debug, PartialEq)]
pub enum EventsTicketEvent {
    /// `events_TicketCreatedEvent`.
    EventsTicketCreatedEvent(EventsTicketCreatedEvent),
    /// `events_TicketChangedEvent`.
    EventsTicketChangedEvent(EventsTicketChangedEvent),
    /// `events_TicketCommentedEvent`.
    EventsTicketCommentedEvent(EventsTicketCommentedEvent),
    /// A value that fits none of them.
    Unknown(Value),
}

#[cfg(any(feature = "tickets", feature = "unused-models"))]
tagged_union!(EventsTicketEvent by "type" {
    0 EventsTicketCreatedEvent "ticket.created",
    1 EventsTicketChangedEvent "ticket.changed",
    2 EventsTicketCommentedEvent "ticket.commented",
    ; Unknown
});

#[cfg(any(feature = "tickets", feature = "unused-models"))]
impl From<EventsTicketCreatedEvent> for EventsTicketEvent {
    fn from(value: EventsTicketCreatedEvent) -> Self {
        Self::EventsTicketCreatedEvent(value)
    }
}

#[cfg(any(feature = "tickets", feature = "unused-models"))]
impl From<EventsTicketChangedEvent> for EventsTicketEvent {
    fn from(value: EventsTicketChangedEvent) -> Self {
        Self::EventsTicketChangedEvent(value)
    }
}

#[cfg(any(feature = "tickets", feature = "unused-models"))]
impl From<EventsTicketCommentedEvent> for EventsTicketEvent {
    fn from(value: EventsTicketCommentedEvent) -> Self {
        Self::EventsTicketCommentedEvent(value)
    }
}

#[cfg(any(feature = "calls", feature = "unused-models"))]
/// A page of calls.
#[derive(Clone)]
pub struct CallsCallPage {
    /// The number of this page, from 1.
    pub page: i32,
    /// How many things a page holds.
    pub per_page: i32,
    /// How many pages there are.
    pub total_pages: i32,
    /// How many things there are.
    pub total: i32,
    /// The calls of this page.
    pub calls: Vec<CallsCall>,
}

#[cfg(any(feature = "calls", feature = "unused-models"))]
record!(CallsCallPage {
    0 "page" page REQUIRED,
    1 "per_page" per_page REQUIRED,
    2 "total_pages" total_pages REQUIRED,
    3 "total" total REQUIRED,
    4 "calls" calls REQUIRED,
});

#[cfg(any(feature = "calls", feature = "unused-models"))]
/// A call that took place.
#[derive(Clone)]
pub struct CallsCallCreate {
    /// Who called.
    pub direction: CallsCallCreateDirection,
    /// The number that called.
    pub from: String,
    /// The number that was called.
    pub to: String,
    /// When it began.
    pub started_at: Timestamp,
    /// How many seconds it took.
    ///
    /// Valid: at least 0.
    pub duration: i32,
    /// The agent who spoke.
    pub agent_id: Nullable<i64>,
    /// The ticket that it was about.
    pub ticket_id: Nullable<i64>,
    /// What was said.
    pub notes: Option<String>,
}

#[cfg(any(feature = "calls", feature = "unused-models"))]
record!(CallsCallCreate {
    0 "direction" direction REQUIRED,
    1 "from" from REQUIRED,
    2 "to" to REQUIRED,
    3 "started_at" started_at REQUIRED,
    4 "duration" duration REQUIRED,
    5 "agent_id" agent_id OPTIONAL,
    6 "ticket_id" ticket_id OPTIONAL,
    7 "notes" notes OPTIONAL,
});

#[cfg(any(feature = "calls", feature = "unused-models"))]
impl CallsCallCreate {
    /// Makes a value of what must be set.
    pub fn new(
        direction: CallsCallCreateDirection,
        from: impl Into<String>,
        to: impl Into<String>,
        started_at: Timestamp,
        duration: i32,
    ) -> Self {
        Self {
            direction,
            from: from.into(),
            to: to.into(),
            started_at,
            duration,
            ..Model::blank()
        }
    }
}

#[cfg(any(feature = "calls", feature = "unused-models"))]
/// A phone call.
#[derive(Clone)]
pub struct CallsCall {
    /// Who called.
    pub direction: CallsCallCreateDirection,
    /// The number that called.
    pub from: String,
    /// The number that was called.
    pub to: String,
    /// When it began.
    pub started_at: Timestamp,
    /// How many seconds it took.
    ///
    /// Valid: at least 0.
    pub duration: i32,
    /// The agent who spoke.
    pub agent_id: Nullable<i64>,
    /// The ticket that it was about.
    pub ticket_id: Nullable<i64>,
    /// What was said.
    pub notes: Option<String>,
    /// Identifies the call.
    ///
    /// Set by the server; not sent.
    pub id: i64,
    /// Whether there is a recording.
    ///
    /// Set by the server; not sent.
    pub has_recording: bool,
}

#[cfg(any(feature = "calls", feature = "unused-models"))]
record!(CallsCall {
    0 "direction" direction REQUIRED,
    1 "from" from REQUIRED,
    2 "to" to REQUIRED,
    3 "started_at" started_at REQUIRED,
    4 "duration" duration REQUIRED,
    5 "agent_id" agent_id OPTIONAL,
    6 "ticket_id" ticket_id OPTIONAL,
    7 "notes" notes OPTIONAL,
    8 "id" id REQUIRED | READ_ONLY,
    9 "has_recording" has_recording REQUIRED | READ_ONLY,
});

#[cfg(any(feature = "agents", feature = "unused-models"))]
/// What an agent may do.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AgentsAgentRole {
    /// `agent`.
    Agent,
    /// `lead`.
    Lead,
    /// `admin`.
    Admin,
    /// A value that the document does not list.
    Unknown(String),
}

#[cfg(any(feature = "agents", feature = "unused-models"))]
string_enum!(AgentsAgentRole {
    Agent "agent",
    Lead "lead",
    Admin "admin",
    ; Unknown
});

#[cfg(any(feature = "agents", feature = "unused-models"))]
/// A page of agents.
#[derive(Clone)]
pub struct AgentsAgentPage {
    /// The number of this page, from 1.
    pub page: i32,
    /// How many things a page holds.
    pub per_page: i32,
    /// How many pages there are.
    pub total_pages: i32,
    /// How many things there are.
    pub total: i32,
    /// The agents of this page.
    pub agents: Vec<AgentsAgent>,
}

#[cfg(any(feature = "agents", feature = "unused-models"))]
record!(AgentsAgentPage {
    0 "page" page REQUIRED,
    1 "per_page" per_page REQUIRED,
    2 "total_pages" total_pages REQUIRED,
    3 "total" total REQUIRED,
    4 "agents" agents REQUIRED,
});

#[cfg(any(feature = "agents", feature = "unused-models"))]
/// Someone who helps.
#[derive(Clone)]
pub struct AgentsAgent {
    /// Identifies the agent. Set by the service.
    ///
    /// Set by the server; not sent.
    pub id: i64,
    /// The name.
    ///
    /// Valid: at least 1 characters.
    pub name: String,
    /// The address; no other agent has it.
    pub email: String,
    /// `role`
    pub role: AgentsAgentRole,
    /// The password. Taken, never given.
    ///
    /// Set by the client; not received.
    ///
    /// Valid: at least 8 characters.
    pub password: Option<String>,
    /// Languages spoken, as two letters of ISO 639-1.
    pub languages: Option<Vec<String>>,
    /// When the agent works, by day of the week.
    pub working_hours: Option<BTreeMap<String, AgentsHours>>,
    /// Whether the agent can sign in.
    ///
    /// Set by the server; not sent.
    pub active: bool,
    /// When the agent was last there.
    ///
    /// Set by the server; not sent.
    pub last_seen_at: Nullable<Timestamp>,
}

#[cfg(any(feature = "agents", feature = "unused-models"))]
record!(AgentsAgent {
    0 "id" id REQUIRED | READ_ONLY,
    1 "name" name REQUIRED,
    2 "email" email REQUIRED,
    3 "role" role REQUIRED,
    4 "password" password OPTIONAL | WRITE_ONLY | SECRET,
    5 "languages" languages OPTIONAL,
    6 "working_hours" working_hours OPTIONAL,
    7 "active" active REQUIRED | READ_ONLY,
    8 "last_seen_at" last_seen_at OPTIONAL | READ_ONLY,
});

#[cfg(any(feature = "agents", feature = "unused-models"))]
impl AgentsAgent {
    /// Makes a value of what must be set.
    pub fn new(
        name: impl Into<String>,
        email: impl Into<String>,
        role: AgentsAgentRole,
    ) -> Self {
        Self {
            name: name.into(),
            email: email.into(),
            role,
            ..Model::blank()
        }
    }
}

#[cfg(any(feature = "tickets", feature = "comments", feature = "unused-models"))]
/// Someone who asks for help.
#[derive(Clone)]
pub struct CommonPerson {
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The phone number.
    pub phone: Nullable<String>,
}

#[cfg(any(feature = "tickets", feature = "comments", feature = "unused-models"))]
record!(CommonPerson {
    0 "name" name REQUIRED,
    1 "email" email REQUIRED,
    2 "phone" phone OPTIONAL,
});

#[cfg(any(feature = "tickets", feature = "comments", feature = "unused-models"))]
impl CommonPerson {
    /// Makes a value of what must be set.
    pub fn new(name: impl Into<String>, email: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            email: email.into(),
            ..Model::blank()
        }
    }
}

#[cfg(any(feature = "tickets", feature = "unused-models"))]
/// How much it matters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TicketsPriority {
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

#[cfg(any(feature = "tickets", feature = "unused-models"))]
string_enum!(TicketsPriority {
    Low "low",
    Normal "normal",
    High "high",
    Urgent "urgent",
    ; Unknown
});

#[cfg(any(feature = "tickets", feature = "unused-models"))]
/// A ticket was opened.
#[derive(Clone)]
pub struct EventsTicketCreatedEvent {
    /// Always `ticket.created`.
    pub r#type: EventsTicketCreatedEventType,
    /// When it happened.
    pub at: Timestamp,
    /// `ticket`
    pub ticket: TicketsTicket,
}

#[cfg(any(feature = "tickets", feature = "unused-models"))]
record!(EventsTicketCreatedEvent {
    0 "type" r#type REQUIRED,
    1 "at" at REQUIRED,
    2 "ticket" ticket REQUIRED,
});

#[cfg(any(feature = "tickets", feature = "unused-models"))]
/// A ticket was changed.
#[derive(Clone)]
pub struct EventsTicketChangedEvent {
    /// Always `ticket.changed`.
    pub r#type: EventsTicketChangedEventType,
    /// When it happened.
    pub at: Timestamp,
    /// `ticket`
    pub ticket: TicketsTicket,
    /// The fields that changed.
    pub fields: Vec<String>,
}

#[cfg(any(feature = "tickets", feature = "unused-models"))]
record!(EventsTicketChangedEvent {
    0 "type" r#type REQUIRED,
    1 "at" at REQUIRED,
    2 "ticket" ticket REQUIRED,
    3 "fields" fields REQUIRED,
});

#[cfg(any(feature = "tickets", feature = "unused-models"))]
/// Something was said about a ticket.
#[derive(Clone)]
pub struct EventsTicketCommentedEvent {
    /// Always `ticket.commented`.
    pub r#type: EventsTicketCommentedEventType,
    /// When it happened.
    pub at: Timestamp,
    /// The ticket.
    pub ticket_id: i64,
    /// `comment`
    pub comment: CommentsComment,
}

#[cfg(any(feature = "tickets", feature = "unused-models"))]
record!(EventsTicketCommentedEvent {
    0 "type" r#type REQUIRED,
    1 "at" at REQUIRED,
    2 "ticket_id" ticket_id REQUIRED,
    3 "comment" comment REQUIRED,
});

#[cfg(any(feature = "tickets", feature = "comments", feature = "unused-models"))]
/// Who said it: an agent, or the one who asked.
#[derive(Clone, Debug, PartialEq)]
pub enum CommentsAuthor {
    /// `comments_AgentAuthor`.
    CommentsAgentAuthor(CommentsAgentAuthor),
    /// `common_Person`.
    CommonPerson(CommonPerson),
    /// A value that fits none of them.
    Unknown(Value),
}

#[cfg(any(feature = "tickets", feature = "comments", feature = "unused-models"))]
untagged_union!(CommentsAuthor {
    0 CommentsAgentAuthor,
    1 CommonPerson,
    ; Unknown
});

#[cfg(any(feature = "tickets", feature = "comments", feature = "unused-models"))]
impl From<CommentsAgentAuthor> for CommentsAuthor {
    fn from(value: CommentsAgentAuthor) -> Self {
        Self::CommentsAgentAuthor(value)
    }
}

#[cfg(any(feature = "tickets", feature = "comments", feature = "unused-models"))]
impl From<CommonPerson> for CommentsAuthor {
    fn from(value: CommonPerson) -> Self {
        Self::CommonPerson(value)
    }
}

#[cfg(any(feature = "tickets", feature = "comments", feature = "unused-models"))]
/// An agent who said something.
#[derive(Clone)]
pub struct CommentsAgentAuthor {
    /// The agent.
    pub agent_id: i64,
}

#[cfg(any(feature = "tickets", feature = "comments", feature = "unused-models"))]
record!(CommentsAgentAuthor {
    0 "agent_id" agent_id REQUIRED,
});

#[cfg(any(feature = "tickets", feature = "comments", feature = "unused-models"))]
impl CommentsAgentAuthor {
    /// Makes a value of what must be set.
    pub fn new(agent_id: i64) -> Self {
        Self { agent_id }
    }
}

#[cfg(any(feature = "agents", feature = "unused-models"))]
/// A span within a day.
#[derive(Clone)]
pub struct AgentsHours {
    /// When it begins.
    ///
    /// Valid: matches `^[0-2][0-9]:[0-5][0-9]$`.
    pub from: String,
    /// When it ends.
    ///
    /// Valid: matches `^[0-2][0-9]:[0-5][0-9]$`.
    pub to: String,
}

#[cfg(any(feature = "agents", feature = "unused-models"))]
record!(AgentsHours {
    0 "from" from REQUIRED,
    1 "to" to REQUIRED,
});

#[cfg(any(feature = "agents", feature = "unused-models"))]
impl AgentsHours {
    /// Makes a value of what must be set.
    pub fn new(from: impl Into<String>, to: impl Into<String>) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
        }
    }
}

/// What went wrong.
#[derive(Clone)]
pub struct CommonError {
    /// The kind of error.
    pub code: CommonErrorCode,
    /// What is wrong, in words.
    pub message: String,
    /// Names the request when you ask us about it.
    pub request_id: String,
    /// What is wrong, by field.
    pub fields: Option<BTreeMap<String, Vec<String>>>,
}

record!(CommonError {
    0 "code" code REQUIRED,
    1 "message" message REQUIRED,
    2 "request_id" request_id REQUIRED,
    3 "fields" fields OPTIONAL,
});

#[cfg(any(feature = "calls", feature = "unused-models"))]
/// Who called.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CallsCallCreateDirection {
    /// `inbound`.
    Inbound,
    /// `outbound`.
    Outbound,
    /// A value that the document does not list.
    Unknown(String),
}

#[cfg(any(feature = "calls", feature = "unused-models"))]
string_enum!(CallsCallCreateDirection {
    Inbound "inbound",
    Outbound "outbound",
    ; Unknown
});

#[cfg(any(feature = "tickets", feature = "unused-models"))]
/// Always `ticket.created`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum EventsTicketCreatedEventType {
    /// `ticket.created`.
    TicketCreated,
    /// A value that the document does not list.
    Unknown(String),
}

#[cfg(any(feature = "tickets", feature = "unused-models"))]
string_enum!(EventsTicketCreatedEventType {
    TicketCreated "ticket.created",
    ; Unknown
});

#[cfg(any(feature = "tickets", feature = "unused-models"))]
/// Always `ticket.changed`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum EventsTicketChangedEventType {
    /// `ticket.changed`.
    TicketChanged,
    /// A value that the document does not list.
    Unknown(String),
}

#[cfg(any(feature = "tickets", feature = "unused-models"))]
string_enum!(EventsTicketChangedEventType {
    TicketChanged "ticket.changed",
    ; Unknown
});

#[cfg(any(feature = "tickets", feature = "unused-models"))]
/// Always `ticket.commented`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum EventsTicketCommentedEventType {
    /// `ticket.commented`.
    TicketCommented,
    /// A value that the document does not list.
    Unknown(String),
}

#[cfg(any(feature = "tickets", feature = "unused-models"))]
string_enum!(EventsTicketCommentedEventType {
    TicketCommented "ticket.commented",
    ; Unknown
});

/// The kind of error.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CommonErrorCode {
    /// `unauthorized`.
    Unauthorized,
    /// `not_found`.
    NotFound,
    /// `conflict`.
    Conflict,
    /// `invalid`.
    Invalid,
    /// `too_many_requests`.
    TooManyRequests,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(CommonErrorCode {
    Unauthorized "unauthorized",
    NotFound "not_found",
    Conflict "conflict",
    Invalid "invalid",
    TooManyRequests "too_many_requests",
    ; Unknown
});

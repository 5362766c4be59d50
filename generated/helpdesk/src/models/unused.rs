//! Models that no operation or webhook uses.

use turnbuckle_runtime::record;
use turnbuckle_runtime::jiff::Timestamp;
use super::{
    AgentsAgent, AgentsAgentPage, AgentsAgentRole, AgentsHours, CallsCall,
    CallsCallCreate, CallsCallPage, CommentsAgentAuthor, CommentsAuthor, CommentsComment,
    CommentsCommentCreate, CommentsCommentPage, CommonError, CommonPerson,
    EventsTicketChangedEvent, EventsTicketCommentedEvent, EventsTicketCreatedEvent,
    EventsTicketEvent, TicketsPriority, TicketsTicket, TicketsTicketCreate,
    TicketsTicketPage, TicketsTicketStatus, TicketsTicketUpdate,
};

/// `Timestamps`, by another name.
pub type Timestamps = CommonTimestamps;

/// `PageInfo`, by another name.
pub type PageInfo = CommonPageInfo;

/// `Person`, by another name.
pub type Person = CommonPerson;

/// `TicketStatus`, by another name.
pub type TicketStatus = TicketsTicketStatus;

/// `Priority`, by another name.
pub type Priority = TicketsPriority;

/// `Ticket`, by another name.
pub type Ticket = TicketsTicket;

/// `TicketCreate`, by another name.
pub type TicketCreate = TicketsTicketCreate;

/// `TicketUpdate`, by another name.
pub type TicketUpdate = TicketsTicketUpdate;

/// `TicketPage`, by another name.
pub type TicketPage = TicketsTicketPage;

/// `TicketEvent`, by another name.
pub type TicketEvent = EventsTicketEvent;

/// `TicketCreatedEvent`, by another name.
pub type TicketCreatedEvent = EventsTicketCreatedEvent;

/// `TicketChangedEvent`, by another name.
pub type TicketChangedEvent = EventsTicketChangedEvent;

/// `TicketCommentedEvent`, by another name.
pub type TicketCommentedEvent = EventsTicketCommentedEvent;

/// `Comment`, by another name.
pub type Comment = CommentsComment;

/// `Author`, by another name.
pub type Author = CommentsAuthor;

/// `AgentAuthor`, by another name.
pub type AgentAuthor = CommentsAgentAuthor;

/// `CommentCreate`, by another name.
pub type CommentCreate = CommentsCommentCreate;

/// `CommentPage`, by another name.
pub type CommentPage = CommentsCommentPage;

/// `CallModel`, by another name.
pub type CallModel = CallsCall;

/// `CallCreate`, by another name.
pub type CallCreate = CallsCallCreate;

/// `CallPage`, by another name.
pub type CallPage = CallsCallPage;

/// `AgentRole`, by another name.
pub type AgentRole = AgentsAgentRole;

/// `Agent`, by another name.
pub type Agent = AgentsAgent;

/// `Hours`, by another name.
pub type Hours = AgentsHours;

/// `AgentPage`, by another name.
pub type AgentPage = AgentsAgentPage;

/// `ErrorModel`, by another name.
pub type ErrorModel = CommonError;

/// When something was created and changed.
#[derive(Clone)]
pub struct CommonTimestamps {
    /// When it was created.
    ///
    /// Set by the server; not sent.
    pub created_at: Timestamp,
    /// When it was last changed.
    ///
    /// Set by the server; not sent.
    pub updated_at: Timestamp,
}

record!(CommonTimestamps {
    0 "created_at" created_at REQUIRED | READ_ONLY,
    1 "updated_at" updated_at REQUIRED | READ_ONLY,
});

/// Where a page stands.
#[derive(Clone)]
pub struct CommonPageInfo {
    /// The number of this page, from 1.
    pub page: i32,
    /// How many things a page holds.
    pub per_page: i32,
    /// How many pages there are.
    pub total_pages: i32,
    /// How many things there are.
    pub total: i32,
}

record!(CommonPageInfo {
    0 "page" page REQUIRED,
    1 "per_page" per_page REQUIRED,
    2 "total_pages" total_pages REQUIRED,
    3 "total" total REQUIRED,
});

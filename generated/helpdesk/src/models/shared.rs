//! Models that several groups of operations share.

use std::collections::BTreeMap;

use turnbuckle_runtime::{record, string_enum, untagged_union};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::model::{Model, Nullable, Value};

/// Someone who asks for help.
#[cfg(any(feature = "tickets", feature = "comments"))]
#[derive(Clone)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// The phone number.
    pub phone: Nullable<String>,
}

#[cfg(any(feature = "tickets", feature = "comments"))]
record!(Person [0 "schemas/common.yaml#/Person"] {
    0 "name" name REQUIRED,
    1 "email" email REQUIRED,
    2 "phone" phone OPTIONAL,
});

#[cfg(any(feature = "tickets", feature = "comments"))]
impl Person {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(name: impl Into<String>, email: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            email: email.into(),
            ..Model::blank()
        }
    }
}

/// Something that was said about a ticket.
#[cfg(any(feature = "tickets", feature = "comments"))]
#[derive(Clone)]
pub struct Comment {
    /// Identifies the comment.
    ///
    /// Set by the server; not sent.
    pub id: i64,
    /// The ticket.
    ///
    /// Set by the server; not sent.
    pub ticket_id: i64,
    /// `author`
    pub author: Author,
    /// What was said.
    pub text: String,
    /// Whether the requester sees it.
    pub public: bool,
    /// What it answers.
    pub reply_to: Nullable<Box<Comment>>,
    /// When it was said.
    ///
    /// Set by the server; not sent.
    pub created_at: Timestamp,
}

#[cfg(any(feature = "tickets", feature = "comments"))]
record!(Comment [0 "schemas/comments.yaml#/Comment"] {
    0 "id" id REQUIRED | READ_ONLY,
    1 "ticket_id" ticket_id REQUIRED | READ_ONLY,
    2 "author" author REQUIRED,
    3 "text" text REQUIRED,
    4 "public" public REQUIRED,
    5 "reply_to" reply_to OPTIONAL,
    6 "created_at" created_at REQUIRED | READ_ONLY,
});

/// Who said it: an agent, or the one who asked.
#[cfg(any(feature = "tickets", feature = "comments"))]
#[derive(Clone, Debug, PartialEq)]
pub enum Author {
    /// `AgentAuthor`.
    Agent(AgentAuthor),
    /// `Person`.
    Person(Person),
    /// A value that fits none of them.
    Unknown(Value),
}

#[cfg(any(feature = "tickets", feature = "comments"))]
untagged_union!(Author {
    0 Agent,
    1 Person,
    ; Unknown
});

#[cfg(any(feature = "tickets", feature = "comments"))]
impl From<AgentAuthor> for Author {
    #[inline]
    fn from(value: AgentAuthor) -> Self {
        Self::Agent(value)
    }
}

#[cfg(any(feature = "tickets", feature = "comments"))]
impl From<Person> for Author {
    #[inline]
    fn from(value: Person) -> Self {
        Self::Person(value)
    }
}

/// An agent who said something.
#[cfg(any(feature = "tickets", feature = "comments"))]
#[derive(Clone)]
pub struct AgentAuthor {
    /// The agent.
    pub agent_id: i64,
}

#[cfg(any(feature = "tickets", feature = "comments"))]
record!(AgentAuthor [0 "schemas/comments.yaml#/AgentAuthor"] {
    0 "agent_id" agent_id REQUIRED,
});

#[cfg(any(feature = "tickets", feature = "comments"))]
impl AgentAuthor {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(agent_id: i64) -> Self {
        Self { agent_id }
    }
}

/// What went wrong.
#[cfg(
    any(feature = "tickets", feature = "comments", feature = "calls", feature = "agents")
)]
#[derive(Clone)]
pub struct ErrorModel {
    /// The kind of error.
    pub code: ErrorModelCode,
    /// What is wrong, in words.
    pub message: String,
    /// Names the request when you ask us about it.
    pub request_id: String,
    /// What is wrong, by field.
    pub fields: Option<BTreeMap<String, Vec<String>>>,
}

#[cfg(
    any(feature = "tickets", feature = "comments", feature = "calls", feature = "agents")
)]
record!(ErrorModel [0 "schemas/common.yaml#/Error"] {
    0 "code" code REQUIRED,
    1 "message" message REQUIRED,
    2 "request_id" request_id REQUIRED,
    3 "fields" fields OPTIONAL,
});

/// The kind of error.
#[cfg(
    any(feature = "tickets", feature = "comments", feature = "calls", feature = "agents")
)]
#[derive(Clone)]
pub enum ErrorModelCode {
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

#[cfg(
    any(feature = "tickets", feature = "comments", feature = "calls", feature = "agents")
)]
string_enum!(ErrorModelCode {
    Unauthorized "unauthorized",
    NotFound "not_found",
    Conflict "conflict",
    Invalid "invalid",
    TooManyRequests "too_many_requests",
    ; Unknown
});

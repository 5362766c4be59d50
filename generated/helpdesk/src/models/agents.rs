//! Models of the operations tagged `agents`.

use std::collections::BTreeMap;

use turnbuckle_runtime::{record, string_enum};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::model::{Model, Nullable};

/// What an agent may do.
#[derive(Clone)]
pub enum AgentRole {
    /// `agent`.
    Agent,
    /// `lead`.
    Lead,
    /// `admin`.
    Admin,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(AgentRole {
    Agent "agent",
    Lead "lead",
    Admin "admin",
    ; Unknown
});

/// Someone who helps.
#[derive(Clone)]
pub struct Agent {
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
    pub role: AgentRole,
    /// The password. Taken, never given.
    ///
    /// Set by the client; not received.
    ///
    /// Valid: at least 8 characters.
    pub password: Option<String>,
    /// Languages spoken, as two letters of ISO 639-1.
    pub languages: Option<Vec<String>>,
    /// When the agent works, by day of the week.
    pub working_hours: Option<BTreeMap<String, Hours>>,
    /// Whether the agent can sign in.
    ///
    /// Set by the server; not sent.
    pub active: bool,
    /// When the agent was last there.
    ///
    /// Set by the server; not sent.
    pub last_seen_at: Nullable<Timestamp>,
}

record!(Agent [0 "schemas/agents.yaml#/Agent"] {
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

impl Agent {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(
        name: impl Into<String>,
        email: impl Into<String>,
        role: AgentRole,
    ) -> Self {
        Self {
            name: name.into(),
            email: email.into(),
            role,
            ..Model::blank()
        }
    }
}

/// A span within a day.
#[derive(Clone)]
pub struct Hours {
    /// When it begins.
    ///
    /// Valid: matches `^[0-2][0-9]:[0-5][0-9]$`.
    pub from: String,
    /// When it ends.
    ///
    /// Valid: matches `^[0-2][0-9]:[0-5][0-9]$`.
    pub to: String,
}

record!(Hours [0 "schemas/agents.yaml#/Hours"] {
    0 "from" from REQUIRED,
    1 "to" to REQUIRED,
});

impl Hours {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(from: impl Into<String>, to: impl Into<String>) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
        }
    }
}

/// A page of agents.
#[derive(Clone)]
pub struct AgentPage {
    /// The number of this page, from 1.
    pub page: i32,
    /// How many things a page holds.
    pub per_page: i32,
    /// How many pages there are.
    pub total_pages: i32,
    /// How many things there are.
    pub total: i32,
    /// The agents of this page.
    pub agents: Vec<Agent>,
}

record!(AgentPage [0 "schemas/common.yaml#/PageInfo", 4 "schemas/agents.yaml#/AgentPage/allOf/1", 5 "schemas/agents.yaml#/AgentPage"] {
    0 "page" page REQUIRED,
    1 "per_page" per_page REQUIRED,
    2 "total_pages" total_pages REQUIRED,
    3 "total" total REQUIRED,
    4 "agents" agents REQUIRED,
});

//! Operations tagged `agents`.

use turnbuckle_runtime::{Call, Paged, operation};
use turnbuckle_runtime::operation::Operation;

use super::models::{Agent, AgentPage, AgentRole, ErrorModel};
use super::Client;

/// Those who help.
///
/// Obtain one with [`Client::agents`].
#[derive(Clone, Copy, Debug)]
pub struct Agents<'c>(pub(crate) &'c Client);

impl<'c> Agents<'c> {
    /// List agents
    ///
    /// Lists agents by name.
    ///
    /// `GET /agents`
    ///
    /// In pages by the number `page`, as the names tell: `.items()` and `.rev_items()` go over the pages.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn list(
        &self,
        params: &ListAgents,
    ) -> Call<'c, AgentPage, ErrorModel, Paged<Agent>> {
        self.0
            .inner
            .call(&LIST_AGENTS)
            .query("page", &params.page)
            .query("per_page", &params.per_page)
            .query("role", &params.role)
    }

    /// Create an agent
    ///
    /// Lets someone in.
    ///
    /// `POST /agents`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn create(&self, body: &Agent) -> Call<'c, Agent, ErrorModel> {
        self.0.inner.call(&CREATE_AGENT).body(body)
    }

    /// Get an agent
    ///
    /// Returns one agent.
    ///
    /// `GET /agents/{agent_id}`
    ///
    /// * `agent_id`: Which agent.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get(&self, agent_id: i64) -> Call<'c, Agent, ErrorModel> {
        self.0.inner.call(&GET_AGENT).path("agent_id", &agent_id)
    }

    /// Replace an agent
    ///
    /// Replaces what is known about an agent. The password stays where none is given.
    ///
    /// `PUT /agents/{agent_id}`
    ///
    /// * `agent_id`: Which agent.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn replace(&self, agent_id: i64, body: &Agent) -> Call<'c, Agent, ErrorModel> {
        self.0.inner.call(&REPLACE_AGENT).path("agent_id", &agent_id).body(body)
    }

    /// Deactivate an agent
    ///
    /// Locks someone out. Refused with `409` while open tickets are assigned.
    ///
    /// `DELETE /agents/{agent_id}`
    ///
    /// * `agent_id`: Which agent.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn deactivate(&self, agent_id: i64) -> Call<'c, (), ErrorModel> {
        self.0.inner.call(&DEACTIVATE_AGENT).path("agent_id", &agent_id)
    }
}

/// Optional parameters of [`Agents::list`].
#[derive(Clone, Debug, Default)]
pub struct ListAgents {
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
    /// Only agents in this role.
    pub role: Option<AgentRole>,
}

static LIST_AGENTS: Operation = Operation::new("listAgents", "GET", "/agents")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    )
    .pages(operation::Pages {
        items: "/agents",
        next: operation::NextPage::Page {
            param: "page",
            location: operation::ParamLocation::Query,
            first: 1,
            size: "per_page",
            pages: "/total_pages",
            total: "/total",
            more: "",
        },
    });

static CREATE_AGENT: Operation = Operation::new("createAgent", "POST", "/agents")
    .body("application/json")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(409), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static GET_AGENT: Operation = Operation::new("getAgent", "GET", "/agents/{agent_id}")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static REPLACE_AGENT: Operation = Operation::new(
        "replaceAgent",
        "PUT",
        "/agents/{agent_id}",
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

static DEACTIVATE_AGENT: Operation = Operation::new(
        "deactivateAgent",
        "DELETE",
        "/agents/{agent_id}",
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 0),
            (operation::Status::Code(429), 0),
        ],
    );

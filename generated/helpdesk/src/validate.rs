//! The rules that the document gives for what is sent.

use turnbuckle_runtime::{validate_model, validate_params};
use turnbuckle_runtime::operation::ParamLocation;
use turnbuckle_runtime::validate::{Node, OperationRules, Parts, Pattern, Rule, Table};

use super::ClientBuilder;

static TABLE: Table = Table::new(&NODES, &PATTERNS, &OPERATIONS);

static NODES: [Node; 16] = [
    Node::new(&[], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(0, 2), (1, 3), (5, 4)]), 0),
    Node::new(&[Rule::MinLength(1), Rule::MaxLength(200)], Parts::None, 0),
    Node::new(&[Rule::MinLength(1)], Parts::None, 0),
    Node::new(&[Rule::UniqueItems], Parts::None, 0),
    Node::new(&[Rule::MinProperties(1)], Parts::Fields(&[(0, 2), (4, 4)]), 0),
    Node::new(&[], Parts::Fields(&[(0, 3)]), 0),
    Node::new(&[], Parts::Fields(&[(4, 8)]), 0),
    Node::new(&[Rule::Minimum("0")], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(1, 3), (4, 10), (6, 13)]), 0),
    Node::new(&[Rule::MinLength(8)], Parts::None, 0),
    Node::new(&[], Parts::Fields(&[(0, 12), (1, 12)]), 0),
    Node::new(&[Rule::Pattern(0)], Parts::None, 0),
    Node::new(&[], Parts::Values(11), 0),
    Node::new(&[Rule::Minimum("1")], Parts::None, 0),
    Node::new(&[Rule::Minimum("1"), Rule::Maximum("100")], Parts::None, 0),
];

static PATTERNS: [Pattern; 1] = [
    Pattern::new("^[0-2][0-9]:[0-5][0-9]$", "^[0-2][0-9]:[0-5][0-9]$"),
];

static OPERATIONS: [OperationRules; 11] = [
    OperationRules { method: "GET", path: "/tickets", params: &[(ParamLocation::Query, "page", 14), (ParamLocation::Query, "per_page", 15)], bodies: &[] },
    OperationRules { method: "POST", path: "/tickets", params: &[], bodies: &[("application/json", 1)] },
    OperationRules { method: "PATCH", path: "/tickets/{ticket_id}", params: &[], bodies: &[("application/json", 5)] },
    OperationRules { method: "GET", path: "/tickets/{ticket_id}/comments", params: &[(ParamLocation::Query, "page", 14), (ParamLocation::Query, "per_page", 15)], bodies: &[] },
    OperationRules { method: "POST", path: "/tickets/{ticket_id}/comments", params: &[], bodies: &[("application/json", 6)] },
    OperationRules { method: "GET", path: "/events/tickets", params: &[(ParamLocation::Query, "limit", 14)], bodies: &[] },
    OperationRules { method: "GET", path: "/calls", params: &[(ParamLocation::Query, "page", 14), (ParamLocation::Query, "per_page", 15)], bodies: &[] },
    OperationRules { method: "POST", path: "/calls", params: &[], bodies: &[("application/json", 7)] },
    OperationRules { method: "GET", path: "/agents", params: &[(ParamLocation::Query, "page", 14), (ParamLocation::Query, "per_page", 15)], bodies: &[] },
    OperationRules { method: "POST", path: "/agents", params: &[], bodies: &[("application/json", 9)] },
    OperationRules { method: "PUT", path: "/agents/{agent_id}", params: &[], bodies: &[("application/json", 9)] },
];

impl ClientBuilder {
    /// Checks every parameter and body against the rules of the document, and sends no request that breaks one: the error of the call
    /// then lists all of them, as `error.violations()`. Bodies that are streams are not checked. Default: no.
    #[must_use]
    pub fn validate_requests(self) -> Self {
        Self {
            inner: self.inner.validate_requests(&TABLE),
        }
    }
}

#[cfg(any(feature = "tickets", feature = "comments"))]
validate_model!(super::models::Person, TABLE, 0);

#[cfg(feature = "tickets")]
validate_model!(super::models::TicketCreate, TABLE, 1);

#[cfg(feature = "tickets")]
validate_model!(super::models::TicketUpdate, TABLE, 5);

#[cfg(any(feature = "tickets", feature = "comments"))]
validate_model!(super::models::Author, TABLE, 0);

#[cfg(any(feature = "tickets", feature = "comments"))]
validate_model!(super::models::AgentAuthor, TABLE, 0);

#[cfg(feature = "comments")]
validate_model!(super::models::CommentCreate, TABLE, 6);

#[cfg(feature = "calls")]
validate_model!(super::models::CallCreate, TABLE, 7);

#[cfg(feature = "agents")]
validate_model!(super::models::Agent, TABLE, 9);

#[cfg(feature = "agents")]
validate_model!(super::models::Hours, TABLE, 11);

#[cfg(feature = "tickets")]
validate_model!(super::models::MergeTicketBody, TABLE, 0);

#[cfg(feature = "tickets")]
validate_params!(super::tickets::ListTickets, TABLE {
    Query "page" page 14,
    Query "per_page" per_page 15,
});

#[cfg(feature = "comments")]
validate_params!(super::comments::ListComments, TABLE {
    Query "page" page 14,
    Query "per_page" per_page 15,
});

#[cfg(feature = "tickets")]
validate_params!(super::tickets::StreamTicketEvents, TABLE {
    Query "limit" limit 14,
});

#[cfg(feature = "tickets")]
validate_params!(super::tickets::ExportTickets, TABLE {});

#[cfg(feature = "calls")]
validate_params!(super::calls::ListCalls, TABLE {
    Query "page" page 14,
    Query "per_page" per_page 15,
});

#[cfg(feature = "agents")]
validate_params!(super::agents::ListAgents, TABLE {
    Query "page" page 14,
    Query "per_page" per_page 15,
});

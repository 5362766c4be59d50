//! Plays `specs/helpdesk/helpdesk.yaml`: tickets, comments, calls and agents.

mod agents;
mod calls;
mod comments;
mod seed;
mod tickets;

use super::credentials::{HELPDESK_ACCOUNT, HELPDESK_KEY};
use super::exchange::{Failure, Reply, Request};
use super::server::{Context, Service};
use super::table::{Clock, Ids, Table, number, page_from};
use serde_json::{Map, Value, json};

/// The state of the service.
pub(crate) struct Helpdesk {
    tickets: Table,
    comments: Table,
    calls: Table,
    agents: Table,
    /// What happened to tickets, in order; an event's id is its place, from 1.
    events: Vec<Value>,
}

impl Helpdesk {
    pub(crate) fn seeded(clock: &mut Clock) -> Self {
        let mut helpdesk = Helpdesk {
            tickets: Table::new(Ids::Counted),
            comments: Table::new(Ids::Counted),
            calls: Table::new(Ids::Counted),
            agents: Table::new(Ids::Counted),
            events: Vec::new(),
        };
        helpdesk.seed(clock);
        helpdesk
    }

    /// Refuses the id of an agent that does not exist or is locked out.
    fn check_agent(&self, name: &str, id: Option<&Value>) -> Result<(), Failure> {
        let Some(id) = id.filter(|id| !id.is_null()) else {
            return Ok(());
        };
        match self.agents.get("agent", &id.to_string()) {
            Ok(agent) if agent["active"] == true => Ok(()),
            _ => Err(Failure::invalid(&format!("/{name}"), "is not the id of an active agent")),
        }
    }
}

impl Service for Helpdesk {
    fn handle(&mut self, request: &Request, cx: &mut Context) -> Result<Reply, Failure> {
        let account = request.header("x-account-id") == Some(HELPDESK_ACCOUNT);
        if !account || request.header("x-api-key") != Some(HELPDESK_KEY) {
            return Err(Failure::Unauthorized);
        }
        let path: Vec<&str> = request.segments.iter().map(String::as_str).collect();
        match (request.method.as_str(), path.as_slice()) {
            ("GET", ["events", "tickets"]) => self.stream_events(request),
            ("GET", ["exports", "tickets"]) => Ok(self.export(request)),
            (_, ["tickets", id, "comments", rest @ ..]) => self.handle_comments(request, id, rest, cx),
            (_, ["tickets", rest @ ..]) => self.handle_tickets(request, rest, cx),
            (_, ["calls", rest @ ..]) => self.handle_calls(request, rest, cx),
            (_, ["agents", rest @ ..]) => self.handle_agents(request, rest, cx),
            _ => Err(nowhere()),
        }
    }

    fn refuse(&self, failure: &Failure) -> Reply {
        let code = match failure {
            Failure::Unauthorized => "unauthorized",
            Failure::NotFound(_) => "not_found",
            Failure::Conflict(_) => "conflict",
            Failure::TooMany => "too_many_requests",
            Failure::BadRequest(_) | Failure::Invalid(_) | Failure::Unsupported(_) | Failure::Declined(_) | Failure::Other(_) => "invalid",
        };
        let request_id = "1c5f2a7e-3a55-4c7e-9a0e-1f0f5f0a3b11";
        let mut body = json!({"code": code, "message": failure.detail(), "request_id": request_id});
        if let Failure::Invalid(faults) = failure {
            let mut fields = Map::new();
            for fault in faults {
                let name = fault.pointer.trim_start_matches('/').replace('/', ".");
                let messages = fields.entry(name).or_insert_with(|| json!([]));
                messages.as_array_mut().map(|all| all.push(json!(fault.message))).unwrap_or_default();
            }
            body["fields"] = Value::Object(fields);
        }
        let challenge = "ApiKey realm=\"helpdesk\", header=\"X-Account-Id X-Api-Key\"";
        failure.reply("application/json", challenge, &body).header("x-request-id", request_id)
    }
}

fn nowhere() -> Failure {
    Failure::NotFound("There is nothing at this path.".to_owned())
}

/// Answers with the page that the query asks for, its rows under `name`.
fn page(request: &Request, name: &str, rows: &[Value]) -> Result<Reply, Failure> {
    let page = number(request.query("page"), "page", 1, 1_000_000)?;
    let per_page = number(request.query("per_page"), "per_page", 10, 100)?;
    for (value, name) in [(page, "page"), (per_page, "per_page")] {
        if value == 0 {
            return Err(Failure::invalid(&format!("/{name}"), "must be more than 0"));
        }
    }
    let shown = page_from(rows, (page - 1) * per_page, per_page);
    let mut body = json!({
        "page": page, "per_page": per_page, "total_pages": rows.len().div_ceil(per_page), "total": rows.len(),
    });
    body[name] = Value::Array(shown.rows);
    Ok(Reply::json(200, &body))
}

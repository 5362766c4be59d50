//! Those who help.

use super::{Helpdesk, nowhere, page};
use crate::demo::exchange::{Failure, Reply, Request};
use crate::demo::fields::{Field, Kind, accept, accept_at, may, must, read_only};
use crate::demo::server::Context;
use crate::demo::table::{fill, is_number, overlay};
use serde_json::{Map, Value, json};

const ROLES: &[&str] = &["agent", "lead", "admin"];
const DAYS: &[&str] = &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const AGENT: &[Field] = &[
    read_only("id"),
    must("name", Kind::Filled),
    must("email", Kind::Email),
    must("role", Kind::OneOf(ROLES)),
    may("password", Kind::Filled),
    may("languages", Kind::Texts),
    may("working_hours", Kind::AnyMap),
    read_only("active"),
    read_only("last_seen_at"),
];

impl Helpdesk {
    pub(super) fn handle_agents(&mut self, request: &Request, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        match (request.method.as_str(), path) {
            ("GET", []) => self.list_agents(request),
            ("POST", []) => {
                let agent = self.check(request, None)?;
                cx.effect("createAgent");
                Ok(Reply::json(201, &self.add_agent(agent)))
            }
            ("GET", [id]) => Ok(Reply::json(200, self.agents.get("agent", id)?)),
            ("PUT", [id]) => {
                self.agents.get("agent", id)?;
                let mut agent = self.check(request, Some(id))?;
                cx.effect("replaceAgent");
                fill(&mut agent, json!({"languages": [], "working_hours": {}}));
                let row = self.agents.get_mut("agent", id)?;
                overlay(row, agent);
                Ok(Reply::json(200, row))
            }
            ("DELETE", [id]) => self.deactivate(id, cx),
            _ => Err(nowhere()),
        }
    }

    fn list_agents(&self, request: &Request) -> Result<Reply, Failure> {
        let role = request.query("role");
        if role.is_some_and(|role| !ROLES.contains(&role)) {
            return Err(Failure::invalid("/role", "is not known"));
        }
        let fits = |agent: &&Value| role.is_none_or(|role| agent["role"] == role);
        let mut agents: Vec<Value> = self.agents.iter().filter(fits).cloned().collect();
        agents.sort_by_key(|agent| agent["name"].as_str().map(str::to_owned));
        page(request, "agents", &agents)
    }

    /// Reads an agent from a body. The password is taken and forgotten: nobody signs in here.
    fn check(&self, request: &Request, id: Option<&str>) -> Result<Map<String, Value>, Failure> {
        let mut agent = accept(request.json("application/json")?, AGENT)?;
        if let Some(other) = agent.get("email").and_then(|email| self.agents.taken("email", email, id)) {
            return Err(Failure::exists("Another agent has this e-mail address.", other));
        }
        if let Some(password) = agent.remove("password")
            && password.as_str().is_none_or(|password| password.chars().count() < 8)
        {
            return Err(Failure::invalid("/password", "must have 8 characters at least"));
        }
        let hours = agent.get("working_hours").and_then(Value::as_object);
        for (day, hours) in hours.into_iter().flatten() {
            if !DAYS.contains(&day.as_str()) {
                return Err(Failure::invalid(&format!("/working_hours/{day}"), "is not a day"));
            }
            accept_at(&format!("/working_hours/{day}"), hours.clone(), &[must("from", Kind::Filled), must("to", Kind::Filled)])?;
        }
        Ok(agent)
    }

    pub(super) fn add_agent(&mut self, mut agent: Map<String, Value>) -> Value {
        fill(&mut agent, json!({"languages": [], "working_hours": {}, "active": true, "last_seen_at": null}));
        self.agents.insert(agent)
    }

    fn deactivate(&mut self, id: &str, cx: &mut Context) -> Result<Reply, Failure> {
        self.agents.get("agent", id)?;
        let busy = |ticket: &Value| is_number(&ticket["assignee_id"], id) && ticket["status"] != "solved" && ticket["status"] != "closed";
        if self.tickets.iter().any(busy) {
            return Err(Failure::state("Open tickets are assigned to the agent.", "active"));
        }
        self.agents.get_mut("agent", id)?["active"] = json!(false);
        cx.effect("deactivateAgent");
        Ok(Reply::empty())
    }
}

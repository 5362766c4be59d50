//! Tickets, the stream of what happens to them, and their export.

use super::{Helpdesk, nowhere, page};
use crate::demo::exchange::{Failure, Reply, Request};
use crate::demo::fields::{Field, Kind, accept, may, must, null};
use crate::demo::server::Context;
use crate::demo::table::{fill, is_number, merge, not_before, overlay};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

const STATUSES: &[&str] = &["new", "open", "on-hold", "solved", "closed"];
const PRIORITIES: &[&str] = &["low", "normal", "high", "urgent"];

pub(super) const PERSON: &[Field] = &[must("name", Kind::Text), must("email", Kind::Email), null("phone", Kind::Text)];

const CREATE: &[Field] = &[
    must("subject", Kind::Filled),
    must("description", Kind::Filled),
    must("requester", Kind::Object(PERSON)),
    may("priority", Kind::OneOf(PRIORITIES)),
    null("assignee_id", Kind::Integer),
    may("tags", Kind::Texts),
    null("due_at", Kind::Time),
    may("custom_fields", Kind::AnyMap),
    may("related_ids", Kind::Integers),
];

const UPDATE: &[Field] = &[
    may("subject", Kind::Filled),
    may("status", Kind::OneOf(STATUSES)),
    may("priority", Kind::OneOf(PRIORITIES)),
    null("assignee_id", Kind::Integer),
    may("tags", Kind::Texts),
    null("due_at", Kind::Time),
    may("custom_fields", Kind::AnyMap),
    may("related_ids", Kind::Integers),
];

impl Helpdesk {
    pub(super) fn handle_tickets(&mut self, request: &Request, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        match (request.method.as_str(), path) {
            ("GET", []) => self.list_tickets(request),
            ("POST", []) => {
                let ticket = accept(request.json("application/json")?, CREATE)?;
                self.check_agent("assignee_id", ticket.get("assignee_id"))?;
                cx.effect("createTicket");
                let now = cx.clock.now();
                Ok(Reply::json(201, &self.add_ticket(ticket, &now)))
            }
            ("GET", [id]) => Ok(Reply::json(200, self.tickets.get("ticket", id)?)),
            ("PATCH", [id]) => self.update_ticket(request, id, cx),
            ("DELETE", [id]) => {
                self.tickets.remove("ticket", id)?;
                self.comments.retain(|comment| !is_number(&comment["ticket_id"], id));
                cx.effect("deleteTicket");
                Ok(Reply::empty())
            }
            ("POST", [id, "merge"]) => self.merge_ticket(request, id, cx),
            _ => Err(nowhere()),
        }
    }

    fn list_tickets(&self, request: &Request) -> Result<Reply, Failure> {
        let statuses = request.query_split("status", '|').unwrap_or_default();
        if statuses.iter().any(|status| !STATUSES.contains(&status.as_str())) {
            return Err(Failure::invalid("/status", "is not known"));
        }
        let assignee = request.query("assignee_id");
        let words = request.query("q").unwrap_or_default().to_lowercase();
        let fits = |ticket: &&Value| {
            let subject = ticket["subject"].as_str().unwrap_or_default().to_lowercase();
            (statuses.is_empty() || statuses.iter().any(|status| ticket["status"] == **status))
                && assignee.is_none_or(|assignee| is_number(&ticket["assignee_id"], assignee))
                && words.split_whitespace().all(|word| subject.contains(word))
        };
        page(request, "tickets", &self.tickets.iter().filter(fits).cloned().collect::<Vec<_>>())
    }

    pub(super) fn add_ticket(&mut self, mut ticket: Map<String, Value>, now: &str) -> Value {
        let defaults = json!({
            "status": "new", "priority": "normal", "assignee_id": null, "tags": [], "due_at": null,
            "custom_fields": {}, "related_ids": [], "created_at": now, "updated_at": now,
        });
        fill(&mut ticket, defaults);
        let ticket = self.tickets.insert(ticket);
        self.events.push(json!({"type": "ticket.created", "at": now, "ticket": ticket}));
        ticket
    }

    /// Returns a ticket that is not closed.
    fn unclosed(&mut self, id: &str) -> Result<&mut Value, Failure> {
        let ticket = self.tickets.get_mut("ticket", id)?;
        if ticket["status"] == "closed" {
            return Err(Failure::state("The ticket is closed.", "closed"));
        }
        Ok(ticket)
    }

    fn update_ticket(&mut self, request: &Request, id: &str, cx: &mut Context) -> Result<Reply, Failure> {
        self.unclosed(id)?;
        let mut changes = accept(request.json("application/json")?, UPDATE)?;
        if changes.is_empty() {
            return Err(Failure::invalid("", "must change something"));
        }
        self.check_agent("assignee_id", changes.get("assignee_id"))?;
        cx.effect("updateTicket");
        let now = cx.clock.now();
        let fields: Vec<String> = changes.keys().cloned().collect();
        let ticket = self.unclosed(id)?;
        if let Some(change) = changes.remove("custom_fields") {
            merge(&mut ticket["custom_fields"], &change);
        }
        overlay(ticket, changes);
        ticket["updated_at"] = json!(now);
        let ticket = ticket.clone();
        self.events.push(json!({"type": "ticket.changed", "at": now, "ticket": ticket, "fields": fields}));
        Ok(Reply::json(200, &ticket))
    }

    fn merge_ticket(&mut self, request: &Request, id: &str, cx: &mut Context) -> Result<Reply, Failure> {
        self.unclosed(id)?;
        let body = accept(request.json("application/json")?, &[must("into", Kind::Integer)])?;
        let into = &body["into"];
        if is_number(into, id) || self.tickets.get("ticket", &into.to_string()).is_err() {
            return Err(Failure::invalid("/into", "is not the id of another ticket"));
        }
        for comment in self.comments.iter_mut().filter(|comment| is_number(&comment["ticket_id"], id)) {
            comment["ticket_id"] = into.clone();
        }
        cx.effect("mergeTicket");
        self.unclosed(id)?["status"] = json!("closed");
        Ok(Reply::json(200, self.tickets.get("ticket", &into.to_string())?))
    }

    /// Answers with all events after the last that was seen, then with the end mark.
    pub(super) fn stream_events(&self, request: &Request) -> Result<Reply, Failure> {
        let seen = request.header("last-event-id").map_or(Ok(0), str::parse::<usize>);
        let seen = seen.map_err(|_| Failure::invalid("/Last-Event-ID", "is not the id of an event"))?;
        let limit = request.query("limit").map_or(Ok(usize::MAX), str::parse::<usize>);
        let limit = limit.map_err(|_| Failure::invalid("/limit", "is not a number"))?;
        let mut stream = "retry: 10\n\n: what happened to tickets\n\n".to_owned();
        for (i, event) in self.events.iter().enumerate().skip(seen).take(limit) {
            let kind = event["type"].as_str().unwrap_or_default();
            write!(stream, "id: {}\nevent: {kind}\n", i + 1).expect("writing to a string succeeds");
            // Some events are written over several lines, as servers may.
            let data = if i % 2 == 0 { event.to_string() } else { format!("{event:#}") };
            for line in data.lines() {
                writeln!(stream, "data: {line}").expect("writing to a string succeeds");
            }
            stream.push('\n');
        }
        stream.push_str("data: [DONE]\n\n");
        Ok(Reply::stream("text/event-stream", stream).header("cache-control", "no-store"))
    }

    pub(super) fn export(&self, request: &Request) -> Reply {
        let since = request.query("updated_since").unwrap_or_default();
        let tickets = self.tickets.iter().filter(|ticket| not_before(&ticket["updated_at"], since));
        Reply::stream("application/x-ndjson", tickets.map(|ticket| format!("{ticket}\n")).collect())
    }
}

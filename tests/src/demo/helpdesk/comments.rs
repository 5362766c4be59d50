//! What is said about tickets.

use super::tickets::PERSON;
use super::{Helpdesk, nowhere, page};
use crate::demo::exchange::{Failure, Reply, Request};
use crate::demo::fields::{Field, Kind, accept, accept_at, may, must, null};
use crate::demo::server::Context;
use crate::demo::table::{fill, is_number};
use serde_json::{Map, Value, json};

const CREATE: &[Field] =
    &[must("text", Kind::Filled), may("public", Kind::Bool), may("author", Kind::AnyMap), null("reply_to_id", Kind::Integer)];

impl Helpdesk {
    /// Answers below `/tickets/{ticket_id}/comments`.
    pub(super) fn handle_comments(&mut self, request: &Request, ticket: &str, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        self.tickets.get("ticket", ticket)?;
        match (request.method.as_str(), path) {
            ("GET", []) => {
                let of_ticket = self.comments.iter().filter(|comment| is_number(&comment["ticket_id"], ticket));
                page(request, "comments", &of_ticket.cloned().collect::<Vec<_>>())
            }
            ("POST", []) => {
                let comment = accept(request.json("application/json")?, CREATE)?;
                let now = cx.clock.now();
                let comment = self.add_comment(ticket, comment, &now)?;
                cx.effect("addComment");
                Ok(Reply::json(201, &comment))
            }
            ("DELETE", [id]) => {
                self.comments.remove("comment", id)?;
                cx.effect("deleteComment");
                Ok(Reply::empty())
            }
            _ => Err(nowhere()),
        }
    }

    pub(super) fn add_comment(&mut self, ticket: &str, mut comment: Map<String, Value>, now: &str) -> Result<Value, Failure> {
        if let Some(author) = comment.get("author") {
            let fields = if author.get("agent_id").is_some() { &[must("agent_id", Kind::Integer)][..] } else { PERSON };
            accept_at("/author", author.clone(), fields)?;
            self.check_agent("author/agent_id", author.get("agent_id"))?;
        }
        let answers = comment.remove("reply_to_id").filter(|id| !id.is_null());
        let answered = answers.map(|id| self.comments.get("comment", &id.to_string()).cloned()).transpose();
        let answered = answered.map_err(|_| Failure::invalid("/reply_to_id", "is not the id of a comment"))?;
        let ticket_id: u64 = ticket.parse().map_err(|_| Failure::missing("ticket", ticket))?;
        let defaults = json!({
            "ticket_id": ticket_id, "author": {"agent_id": 1}, "public": true, "reply_to": answered, "created_at": now,
        });
        fill(&mut comment, defaults);
        let comment = self.comments.insert(comment);
        self.events.push(json!({"type": "ticket.commented", "at": now, "ticket_id": ticket_id, "comment": comment}));
        Ok(comment)
    }
}

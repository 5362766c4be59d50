//! Calls, e-mails, meetings and notes.

use super::{Crm, nowhere, page};
use crate::demo::exchange::{Failure, Reply, Request};
use crate::demo::fields::{Field, Kind, accept, may, must, null, read_only};
use crate::demo::server::Context;
use serde_json::Value;

const KINDS: &[&str] = &["call", "email", "meeting", "note"];

const CALL: &[Field] = &[
    read_only("id"),
    must("contact_id", Kind::Text),
    must("happened_at", Kind::Time),
    must("kind", Kind::OneOf(&["call"])),
    must("direction", Kind::OneOf(&["inbound", "outbound"])),
    must("duration_seconds", Kind::Integer),
    null("outcome", Kind::OneOf(&["answered", "voicemail", "busy", "no_answer"])),
];

const EMAIL: &[Field] = &[
    read_only("id"),
    must("contact_id", Kind::Text),
    must("happened_at", Kind::Time),
    must("kind", Kind::OneOf(&["email"])),
    must("subject", Kind::Text),
    null("body", Kind::Text),
    may("opened", Kind::Bool),
];

const MEETING: &[Field] = &[
    read_only("id"),
    must("contact_id", Kind::Text),
    must("happened_at", Kind::Time),
    must("kind", Kind::OneOf(&["meeting"])),
    must("ends_at", Kind::Time),
    null("location", Kind::Text),
    must("attendees", Kind::Texts),
];

const NOTE: &[Field] = &[
    read_only("id"),
    must("contact_id", Kind::Text),
    must("happened_at", Kind::Time),
    must("kind", Kind::OneOf(&["note"])),
    must("text", Kind::Text),
    may("pinned", Kind::Bool),
];

impl Crm {
    pub(super) fn handle_activities(&mut self, request: &Request, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        match (request.method.as_str(), path) {
            ("POST", []) => {
                let activity = self.record_activity(request.json("application/json")?)?;
                cx.effect("createActivity");
                Ok(Reply::json(201, &activity))
            }
            ("GET", [id]) => Ok(Reply::json(200, self.activities.get("activity", id)?)),
            ("DELETE", [id]) => {
                self.activities.remove("activity", id)?;
                cx.effect("deleteActivity");
                Ok(Reply::empty())
            }
            _ => Err(nowhere()),
        }
    }

    pub(super) fn record_activity(&mut self, body: Value) -> Result<Value, Failure> {
        let fields = match body["kind"].as_str() {
            Some("call") => CALL,
            Some("email") => EMAIL,
            Some("meeting") => MEETING,
            Some("note") => NOTE,
            _ => {
                return Err(Failure::invalid("/kind", "is not one of call, email, meeting, note"));
            }
        };
        let activity = accept(body, fields)?;
        let contact = activity["contact_id"].as_str().unwrap_or_default();
        if self.contacts.get("contact", contact).is_err() {
            return Err(Failure::invalid("/contact_id", "is not the id of a contact"));
        }
        Ok(self.activities.insert(activity))
    }

    pub(super) fn list_contact_activities(&self, request: &Request, id: &str) -> Result<Reply, Failure> {
        self.contacts.get("contact", id)?;
        let kinds = request.query_split("kind", ',').unwrap_or_default();
        if kinds.iter().any(|kind| !KINDS.contains(&kind.as_str())) {
            return Err(Failure::invalid("/kind", "is not known"));
        }
        let fits =
            |activity: &&Value| activity["contact_id"] == id && (kinds.is_empty() || kinds.iter().any(|kind| activity["kind"] == **kind));
        page(request, self.activities.iter().rev().filter(fits).cloned().collect())
    }
}

//! Phone calls and their recordings.

use super::{Helpdesk, nowhere, page};
use crate::demo::exchange::{Failure, Reply, Request};
use crate::demo::fields::{Field, Kind, accept, may, must, null};
use crate::demo::server::Context;
use crate::demo::table::{fill, is_number};
use serde_json::{Map, Value, json};

const CREATE: &[Field] = &[
    must("direction", Kind::OneOf(&["inbound", "outbound"])),
    must("from", Kind::Text),
    must("to", Kind::Text),
    must("started_at", Kind::Time),
    must("duration", Kind::Integer),
    null("agent_id", Kind::Integer),
    null("ticket_id", Kind::Integer),
    may("notes", Kind::Text),
];

impl Helpdesk {
    pub(super) fn handle_calls(&mut self, request: &Request, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        match (request.method.as_str(), path) {
            ("GET", []) => self.list_calls(request),
            ("POST", []) => {
                let call = accept(request.json("application/json")?, CREATE)?;
                self.check_agent("agent_id", call.get("agent_id"))?;
                let ticket = call.get("ticket_id").filter(|id| !id.is_null());
                if ticket.is_some_and(|id| self.tickets.get("ticket", &id.to_string()).is_err()) {
                    return Err(Failure::invalid("/ticket_id", "is not the id of a ticket"));
                }
                cx.effect("logCall");
                Ok(Reply::json(201, &self.add_call(call)))
            }
            ("GET", [id]) => Ok(Reply::json(200, self.calls.get("call", id)?)),
            ("GET", [id, "recording"]) => {
                if self.calls.get("call", id)?["has_recording"] != true {
                    return Err(Failure::NotFound("The call was not recorded.".to_owned()));
                }
                Ok(Reply::bytes(200, "audio/wav", silence().into()))
            }
            _ => Err(nowhere()),
        }
    }

    fn list_calls(&self, request: &Request) -> Result<Reply, Failure> {
        let (agent, date) = (request.query("agent_id"), request.query("date").unwrap_or_default());
        let fits = |call: &&Value| {
            agent.is_none_or(|agent| is_number(&call["agent_id"], agent))
                && call["started_at"].as_str().is_some_and(|at| at.starts_with(date))
        };
        page(request, "calls", &self.calls.iter().filter(fits).cloned().collect::<Vec<_>>())
    }

    pub(super) fn add_call(&mut self, mut call: Map<String, Value>) -> Value {
        fill(&mut call, json!({"agent_id": null, "ticket_id": null, "has_recording": false}));
        self.calls.insert(call)
    }
}

/// Returns a tenth of a second of silence, at 8,000 samples of one byte a second.
fn silence() -> Vec<u8> {
    let samples: u32 = 800;
    let mut file = b"RIFF".to_vec();
    file.extend((36 + samples).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    for word in [1_u16, 1] {
        file.extend(word.to_le_bytes());
    }
    for rate in [8_000_u32, 8_000] {
        file.extend(rate.to_le_bytes());
    }
    for word in [1_u16, 8] {
        file.extend(word.to_le_bytes());
    }
    file.extend(b"data");
    file.extend(samples.to_le_bytes());
    file.resize(file.len() + 800, 0x80);
    file
}

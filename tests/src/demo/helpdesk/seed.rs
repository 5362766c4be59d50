//! What the service knows at the start: 11 agents, 23 tickets, 13 comments, 12 calls.

use super::Helpdesk;
use crate::demo::table::{Clock, object};
use serde_json::json;

impl Helpdesk {
    pub(super) fn seed(&mut self, clock: &mut Clock) {
        self.seed_agents(clock);
        self.seed_tickets(clock);
        self.seed_calls();
    }

    fn seed_agents(&mut self, clock: &mut Clock) {
        for i in 0..11 {
            let agent = json!({
                "name": format!("Agent {i:02}"),
                "email": format!("agent{i}@helpdesk.example.com"),
                "role": (["agent", "lead", "admin"][i % 3]),
                "languages": if i % 2 == 0 { vec!["en", "de"] } else { vec!["fr"] },
                "working_hours": {"monday": {"from": "08:00", "to": "17:00"}, "friday": {"from": "08:00", "to": "12:00"}},
                "last_seen_at": (i % 4 == 0).then(|| clock.now()),
            });
            self.add_agent(object(agent));
        }
    }

    fn seed_tickets(&mut self, clock: &mut Clock) {
        for i in 0..23 {
            let ticket = json!({
                "subject": format!("{} number {i}", ["Printer on fire", "No network", "Forgot my password"][i % 3]),
                "description": "It says so itself.",
                "status": (["new", "open", "on-hold", "solved", "closed"][i % 5]),
                "priority": (["low", "normal", "high", "urgent"][i % 4]),
                "requester": {"name": format!("Person {i}"), "email": format!("person{i}@example.com"), "phone": null},
                "assignee_id": (i % 2 == 0).then_some(1 + i % 3),
                "tags": if i % 3 == 0 { vec!["printer"] } else { vec![] },
                "due_at": (i % 4 == 1).then_some("2026-02-04T17:00:00Z"),
                "custom_fields": {"floor": i, "loud": i % 2 == 0},
                "related_ids": if i > 20 { vec![1, 2] } else { vec![] },
            });
            self.add_ticket(object(ticket), &clock.now());
        }
        for i in 0..13 {
            let author = if i % 2 == 0 { json!({"agent_id": 1}) } else { json!({"name": "Person 0", "email": "person0@example.com"}) };
            let comment = json!({
                "text": format!("Word {i}"), "public": i % 3 != 0, "author": author,
                "reply_to_id": (i > 0 && i < 4).then_some(i),
            });
            let now = clock.now();
            self.add_comment("1", object(comment), &now).expect("the seed fits its own rules");
        }
    }

    fn seed_calls(&mut self) {
        for i in 0..12 {
            let call = json!({
                "direction": (["inbound", "outbound"][i % 2]),
                "from": format!("+41 31 000 00 {i:02}"), "to": "+41 31 000 00 99",
                "started_at": format!("2026-02-{:02}T10:15:00Z", i / 3 + 1), "duration": 60 * i,
                "agent_id": (i % 2 == 0).then_some(1 + i % 3), "ticket_id": (i % 3 == 0).then_some(i + 1),
                "notes": "Put it out.", "has_recording": i % 4 == 0,
            });
            self.add_call(object(call));
        }
    }
}

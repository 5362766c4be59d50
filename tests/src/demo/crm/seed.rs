//! What the service knows at the start: 12 companies, 25 contacts, 11 deals, 14 activities.

use super::Crm;
use crate::demo::table::{Clock, object};
use serde_json::json;

const FIRST_NAMES: [&str; 5] = ["Ada", "Grace", "Alan", "Edsger", "Zoë"];
const LAST_NAMES: [&str; 5] = ["Keller", "Okafor", "Muster", "Lindqvist", "Tanaka"];
const TRADES: [&str; 6] = ["software", "manufacturing", "retail", "health", "finance", "other"];
const STAGES: [&str; 5] = ["qualified", "proposal", "negotiation", "won", "lost"];
const PHASES: [&str; 4] = ["lead", "prospect", "customer", "former"];

impl Crm {
    pub(super) fn seed(&mut self, clock: &mut Clock) {
        self.seed_companies(clock);
        self.seed_contacts(clock);
        self.seed_deals(clock);
        self.seed_activities();
    }

    fn seed_companies(&mut self, clock: &mut Clock) {
        for i in 0..12 {
            let name = format!("{} {}", LAST_NAMES[i % 5], ["Ltd", "AG", "GmbH"][i / 5]);
            let company = json!({
                "name": name,
                "domain": format!("company{i}.example.com"),
                "website": (i % 2 == 0).then(|| format!("https://company{i}.example.com")),
                "industry": TRADES[i % 6],
                "employees": (i % 3 != 0).then_some(10 * i),
                "parent_id": (i > 9).then_some("com_0001"),
            });
            self.add_company(object(company), &clock.now());
        }
    }

    fn seed_contacts(&mut self, clock: &mut Clock) {
        for i in 0..25 {
            let (first, last) = (FIRST_NAMES[i % 5], LAST_NAMES[i / 5]);
            let address = json!({"street": format!("Hauptstrasse {i}"), "city": "Bern", "postal_code": "3011", "country": "CH"});
            let mut contact = json!({
                "email": format!("contact{i}@example.com"),
                "first_name": first,
                "last_name": last,
                "phone": (i % 3 == 0).then(|| format!("+41 31 000 00 {i:02}")),
                "lifecycle": PHASES[i % 4],
                "tags": if i % 5 == 0 { vec!["vip", "news"] } else if i % 2 == 0 { vec!["news"] } else { vec![] },
                "company_id": (i % 4 != 3).then(|| format!("com_{:04}", 1 + i % 6)),
                "address": (i % 2 == 1).then_some(address),
                "custom_fields": {"score": 2.5 * f64::from(u8::try_from(i).unwrap_or(0)), "newsletter": i % 2 == 0},
            });
            if i == 3 {
                contact["fax"] = json!("+41 31 000 00 99");
            }
            self.add_contact(object(contact), &clock.now());
        }
    }

    fn seed_deals(&mut self, clock: &mut Clock) {
        for i in 0..11 {
            let deal = json!({
                "name": format!("{} engines", 5 * (i + 1)),
                "stage": STAGES[i % 5],
                "value": (i % 4 != 3).then(|| json!({"amount": format!("{}.50", 1000 * (i + 1)), "currency": "EUR"})),
                "probability": ([0.1, 0.25, 0.5, 1.0, 0.0][i % 5]),
                "close_date": (i % 2 == 0).then(|| format!("2026-03-{:02}", i + 1)),
                "company_id": format!("com_{:04}", 1 + i % 6),
                "contact_ids": [format!("con_{:04}", i + 1)],
            });
            self.add_deal(object(deal), &clock.now());
        }
    }

    fn seed_activities(&mut self) {
        for i in 0..14 {
            let at = format!("2026-01-{:02}T09:00:00Z", i + 1);
            let until = format!("2026-01-{:02}T10:00:00Z", i + 1);
            let mut activity = match i % 4 {
                0 => {
                    json!({"kind": "call", "direction": "outbound", "duration_seconds": 60 * i, "outcome": "answered"})
                }
                1 => {
                    json!({"kind": "email", "subject": "Your offer", "body": null, "opened": true})
                }
                2 => {
                    json!({"kind": "meeting", "ends_at": until, "location": null, "attendees": ["contact0@example.com"]})
                }
                _ => json!({"kind": "note", "text": "Wants an offer by Friday."}),
            };
            activity["contact_id"] = json!(if i < 12 { "con_0001" } else { "con_0002" });
            activity["happened_at"] = json!(at);
            self.record_activity(activity).expect("the seed fits its own rules");
        }
    }
}

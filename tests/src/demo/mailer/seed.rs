//! What the service knows at the start: 3 lists, 40 subscribers, 12 campaigns.

use super::Mailer;
use crate::demo::table::{Clock, id_of, object};
use serde_json::json;

impl Mailer {
    pub(super) fn seed(&mut self, clock: &mut Clock) {
        for (name, language) in [("News", Some("en")), ("Offers", None), ("Empty", Some("de"))] {
            let list = json!({
                "name": name, "from_name": "Ada of Engines", "from_email": "news@engines.example.com",
                "language": language, "double_opt_in": name == "News", "merge_fields": {"GREETING": "Hello"},
            });
            self.add_list(object(list), &clock.now());
        }
        for i in 0..40 {
            let list = if i < 37 { "lst_0001" } else { "lst_0002" };
            let subscriber = json!({
                "email": format!("subscriber{i}@example.com"),
                "name": (i % 3 != 0).then(|| format!("Subscriber {i}")),
                "status": (["subscribed", "subscribed", "subscribed", "pending", "unsubscribed"][i % 5]),
                "tags": if i % 4 == 0 { vec!["vip", "early"] } else { vec![] },
                "merge_fields": {"NUMBER": i.to_string()},
                "birthday": (i % 6 == 0).then(|| format!("1990-01-{:02}", i % 28 + 1)),
                "source": "form",
            });
            self.add_subscriber(list, object(subscriber), &clock.now());
        }
        for i in 0..12 {
            let content = if i % 2 == 0 {
                json!({"kind": "HtmlContent", "html": format!("<p>Number {i}</p>"), "text": format!("Number {i}")})
            } else {
                json!({"kind": "TemplateContent", "template_id": "tpl_0001", "variables": {"number": i.to_string()}})
            };
            let campaign = json!({
                "list_id": "lst_0001", "subject": format!("Number {i}"), "content": content,
                "send_at": (i % 4 == 3).then_some("2026-03-01T07:00:00Z"),
            });
            let campaign = self.add_campaign(object(campaign), &clock.now());
            if i % 3 == 0 {
                let now = clock.now();
                self.send_campaign(&id_of(&campaign), &now).expect("the campaign was just made");
            }
        }
    }
}

//! Those who are on a list.

use super::{Mailer, nowhere, page};
use crate::demo::exchange::{Failure, Reply, Request};
use crate::demo::fields::{Field, Kind, accept, is_email, may, must, null};
use crate::demo::server::{Context, pairs};
use crate::demo::table::{fill, id_of, not_before, overlay};
use serde_json::{Map, Value, json};

const STATUSES: &[&str] = &["subscribed", "unsubscribed", "pending", "bounced"];
const REASONS: &[&str] = &["no_interest", "too_often", "never_asked", "other"];

const SUBSCRIBER: &[Field] = &[
    must("email", Kind::Email),
    null("name", Kind::Text),
    may("status", Kind::OneOf(STATUSES)),
    may("tags", Kind::Texts),
    may("merge_fields", Kind::TextMap),
    null("birthday", Kind::Date),
    may("source", Kind::Text),
];

const UPDATE: &[Field] = &[
    null("name", Kind::Text),
    may("status", Kind::OneOf(STATUSES)),
    may("tags", Kind::Texts),
    may("merge_fields", Kind::TextMap),
    null("birthday", Kind::Date),
];

impl Mailer {
    /// Answers below `/lists/{list_id}` of a list that exists.
    pub(super) fn handle_subscribers(&mut self, request: &Request, list: &str, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        match (request.method.as_str(), path) {
            ("GET", ["subscribers"]) => self.list_subscribers(request, list),
            ("POST", ["subscribers"]) => {
                let subscriber = accept(request.json("application/json")?, SUBSCRIBER)?;
                let email = subscriber["email"].as_str().unwrap_or_default();
                if let Ok(id) = self.find(list, email) {
                    return Err(Failure::exists("The address is on the list already.", id));
                }
                cx.effect("addSubscriber");
                let now = cx.clock.now();
                Ok(Reply::json(201, &self.add_subscriber(list, subscriber, &now)))
            }
            ("GET", ["subscribers", email]) => {
                let id = self.find(list, email)?;
                Ok(Reply::json(200, self.subscribers.get("subscriber", &id)?))
            }
            ("PUT", ["subscribers", email]) => self.put_subscriber(request, list, email, cx),
            ("PATCH", ["subscribers", email]) => {
                let id = self.find(list, email)?;
                let changes = accept(request.json("application/json")?, UPDATE)?;
                cx.effect("updateSubscriber");
                self.change(&id, changes, cx)
            }
            ("DELETE", ["subscribers", email]) => {
                let id = self.find(list, email)?;
                self.subscribers.remove("subscriber", &id)?;
                cx.effect("removeSubscriber");
                Ok(Reply::empty())
            }
            ("POST", ["unsubscribe"]) => self.unsubscribe(request, list, cx),
            ("POST", ["imports"]) => self.import(request, list, cx),
            _ => Err(nowhere()),
        }
    }

    fn list_subscribers(&self, request: &Request, list: &str) -> Result<Reply, Failure> {
        let statuses = request.query_split("status", ',').unwrap_or_default();
        if statuses.iter().any(|status| !STATUSES.contains(&status.as_str())) {
            return Err(Failure::invalid("/status", "is not known"));
        }
        let tags = request.query_all("tag");
        let since = request.query("since_changed").unwrap_or_default();
        let fits = |subscriber: &&Value| {
            let has = |tag: &&str| subscriber["tags"].as_array().is_some_and(|tags| tags.contains(&json!(tag)));
            subscriber["list_id"] == list
                && (statuses.is_empty() || statuses.iter().any(|status| subscriber["status"] == **status))
                && tags.iter().all(has)
                && not_before(&subscriber["changed_at"], since)
        };
        page(request, &self.subscribers.iter().filter(fits).cloned().collect::<Vec<_>>())
    }

    /// Returns the id of a subscriber.
    fn find(&self, list: &str, email: &str) -> Result<String, Failure> {
        let fits = |s: &&Value| s["list_id"] == list && s["email"].as_str().is_some_and(|known| known.eq_ignore_ascii_case(email));
        self.subscribers.iter().find(fits).map(id_of).ok_or_else(|| Failure::missing("subscriber", email))
    }

    pub(super) fn add_subscriber(&mut self, list: &str, mut subscriber: Map<String, Value>, now: &str) -> Value {
        let defaults = json!({
            "list_id": list, "name": null, "status": "subscribed", "tags": [], "merge_fields": {}, "birthday": null,
            "rating": 2.5, "changed_at": now, "unsubscribe_reason": null,
        });
        fill(&mut subscriber, defaults);
        self.subscribers.insert(subscriber)
    }

    fn put_subscriber(&mut self, request: &Request, list: &str, email: &str, cx: &mut Context) -> Result<Reply, Failure> {
        let mut subscriber = accept(request.json("application/json")?, SUBSCRIBER)?;
        if subscriber["email"].as_str().is_none_or(|sent| !sent.eq_ignore_ascii_case(email)) {
            return Err(Failure::invalid("/email", "is not the address in the path"));
        }
        cx.effect("putSubscriber");
        match self.find(list, email) {
            Ok(id) => {
                fill(&mut subscriber, json!({"name": null, "status": "subscribed", "tags": [], "merge_fields": {}, "birthday": null}));
                self.change(&id, subscriber, cx)
            }
            Err(_) => {
                let now = cx.clock.now();
                Ok(Reply::json(201, &self.add_subscriber(list, subscriber, &now)))
            }
        }
    }

    fn change(&mut self, id: &str, changes: Map<String, Value>, cx: &mut Context) -> Result<Reply, Failure> {
        let subscriber = self.subscribers.get_mut("subscriber", id)?;
        overlay(subscriber, changes);
        subscriber["changed_at"] = json!(cx.clock.now());
        Ok(Reply::json(200, subscriber))
    }

    fn unsubscribe(&mut self, request: &Request, list: &str, cx: &mut Context) -> Result<Reply, Failure> {
        request.expect_type("application/x-www-form-urlencoded")?;
        let form = pairs(&String::from_utf8_lossy(&request.body));
        if let Some((unknown, _)) = form.iter().find(|(n, _)| !["email", "reason", "campaign_ids"].contains(&n.as_str())) {
            return Err(Failure::invalid(&format!("/{unknown}"), "is not known"));
        }
        let field = |name: &str| form.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
        let email = field("email").ok_or_else(|| Failure::invalid("/email", "is missing"))?;
        let reason = field("reason").unwrap_or("other");
        if !REASONS.contains(&reason) {
            return Err(Failure::invalid("/reason", "is not known"));
        }
        let campaigns = field("campaign_ids").unwrap_or_default();
        for campaign in campaigns.split(',').filter(|id| !id.is_empty()) {
            self.campaigns.get("campaign", campaign).map_err(|f| Failure::invalid("/campaign_ids", &f.detail()))?;
        }
        let id = self.find(list, email)?;
        cx.effect("unsubscribe");
        let mut changes = Map::new();
        changes.insert("status".to_owned(), json!("unsubscribed"));
        changes.insert("unsubscribe_reason".to_owned(), json!(reason));
        self.change(&id, changes, cx)
    }

    fn import(&mut self, request: &Request, list: &str, cx: &mut Context) -> Result<Reply, Failure> {
        request.expect_type("multipart/form-data")?;
        let file = request.part("file").ok_or_else(|| Failure::invalid("/file", "is missing"))?;
        let rows = read_csv(&file.bytes)?;
        let replace = request.part("update_existing").is_some_and(|part| part.bytes == "true");
        let tags = request.parts.iter().filter(|part| part.name == "tags");
        let tags: Value = tags.map(|part| String::from_utf8_lossy(&part.bytes).into_owned()).collect();
        let (mut added, mut updated, mut skipped, mut failed) = (0, 0, 0, Vec::new());
        cx.effect("importSubscribers");
        for Row { line, mut subscriber } in rows {
            subscriber.insert("tags".to_owned(), tags.clone());
            let email = subscriber.get("email").and_then(Value::as_str).unwrap_or_default();
            match self.find(list, email) {
                Ok(id) if replace => {
                    self.change(&id, subscriber, cx)?;
                    updated += 1;
                }
                Ok(_) => skipped += 1,
                Err(_) if is_email(email) => {
                    let now = cx.clock.now();
                    self.add_subscriber(list, subscriber, &now);
                    added += 1;
                }
                Err(_) => failed.push(json!({"line": line, "reason": "not an e-mail address"})),
            }
        }
        self.imports += 1;
        let import = json!({
            "id": format!("imp_{:04}", self.imports),
            "file_name": file.file_name.clone().unwrap_or_default(),
            "added": added,
            "updated": updated,
            "skipped": skipped,
            "failed": failed,
        });
        Ok(Reply::json(202, &import))
    }
}

/// A line of a CSV file, counted from 1, and the subscriber in it.
struct Row {
    line: usize,
    subscriber: Map<String, Value>,
}

/// Reads a CSV file without quotes: names of columns, then a line for each subscriber.
fn read_csv(bytes: &[u8]) -> Result<Vec<Row>, Failure> {
    let text = std::str::from_utf8(bytes).map_err(|_| Failure::invalid("/file", "is not UTF-8"))?;
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next().unwrap_or_default().split(',').map(str::trim).collect();
    if !columns.contains(&"email") {
        return Err(Failure::invalid("/file", "has no column `email`"));
    }
    let row = |line: &str| -> Map<String, Value> {
        let cells = columns.iter().zip(line.split(',').map(str::trim));
        let known = cells.filter(|(column, _)| ["email", "name"].contains(column));
        known.map(|(column, cell)| ((*column).to_owned(), json!(cell))).collect()
    };
    let numbered = (2..).zip(lines).filter(|(_, line)| !line.trim().is_empty());
    Ok(numbered.map(|(number, line)| Row { line: number, subscriber: row(line) }).collect())
}

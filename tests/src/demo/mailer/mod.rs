//! Plays `specs/mailer.yaml`: mailing lists, subscribers and campaigns.

mod campaigns;
mod seed;
mod subscribers;

use super::credentials::MAILER_KEY;
use super::exchange::{Failure, Reply, Request};
use super::fields::{Field, Kind, accept, may, must, null};
use super::server::{Context, Service};
use super::table::{Clock, Ids, Table, fill, number, object, overlay, page_from};
use serde_json::{Map, Value, json};

const LIST: &[Field] = &[
    must("name", Kind::Filled),
    must("from_name", Kind::Text),
    must("from_email", Kind::Email),
    null("language", Kind::Text),
    may("double_opt_in", Kind::Bool),
    may("merge_fields", Kind::TextMap),
];

/// The state of the service.
pub(crate) struct Mailer {
    lists: Table,
    subscribers: Table,
    campaigns: Table,
    imports: usize,
}

impl Mailer {
    pub(crate) fn seeded(clock: &mut Clock) -> Self {
        let mut mailer = Mailer {
            lists: Table::new(Ids::Prefixed("lst")),
            subscribers: Table::new(Ids::Prefixed("sub")),
            campaigns: Table::new(Ids::Prefixed("cam")),
            imports: 0,
        };
        mailer.seed(clock);
        mailer
    }

    fn handle_lists(&mut self, request: &Request, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        match (request.method.as_str(), path) {
            ("GET", []) => self.list_lists(request),
            ("POST", []) => {
                let list = accept(request.json("application/json")?, LIST)?;
                self.check_name(&list, None)?;
                cx.effect("createList");
                let now = cx.clock.now();
                let id = self.add_list(list, &now)["id"].clone();
                Ok(Reply::json(201, &self.counted(id.as_str().unwrap_or_default())?))
            }
            ("GET", [id]) => Ok(Reply::json(200, &self.counted(id)?)),
            ("PUT", [id]) => {
                self.lists.get("list", id)?;
                let mut changes = accept(request.json("application/json")?, LIST)?;
                self.check_name(&changes, Some(id))?;
                cx.effect("updateList");
                fill(&mut changes, defaults());
                overlay(self.lists.get_mut("list", id)?, changes);
                Ok(Reply::json(200, &self.counted(id)?))
            }
            ("DELETE", [id]) => {
                self.lists.remove("list", id)?;
                self.subscribers.retain(|subscriber| subscriber["list_id"] != *id);
                cx.effect("deleteList");
                Ok(Reply::empty())
            }
            (_, [id, rest @ ..]) => {
                self.lists.get("list", id)?;
                self.handle_subscribers(request, id, rest, cx)
            }
            _ => Err(nowhere()),
        }
    }

    fn list_lists(&self, request: &Request) -> Result<Reply, Failure> {
        let ids = self.lists.iter().map(super::table::id_of);
        let mut lists = ids.map(|id| self.counted(&id)).collect::<Result<Vec<Value>, Failure>>()?;
        lists.sort_by_key(|list| list["name"].as_str().map(str::to_owned));
        // A list cannot do without its required fields: those are always there.
        let required = ["id", "name", "from_name", "from_email", "created_at", "stats"];
        if let Some(fields) = request.query_split("fields", ',') {
            for list in lists.iter_mut().filter_map(Value::as_object_mut) {
                list.retain(|name, _| required.contains(&name.as_str()) || fields.contains(name));
            }
        }
        page(request, &lists)
    }

    fn add_list(&mut self, mut list: Map<String, Value>, now: &str) -> Value {
        list.insert("created_at".to_owned(), json!(now));
        list.insert("last_sent_at".to_owned(), Value::Null);
        fill(&mut list, defaults());
        self.lists.insert(list)
    }

    /// Returns a list as it is shown, with its figures.
    fn counted(&self, id: &str) -> Result<Value, Failure> {
        let mut list = object(self.lists.get("list", id)?.clone());
        let count = |status: &str| self.subscribers.iter().filter(|s| s["list_id"] == *id && s["status"] == status).count();
        let stats = json!({
            "subscribed": count("subscribed"),
            "unsubscribed": count("unsubscribed"),
            "last_sent_at": list.remove("last_sent_at"),
        });
        list.insert("stats".to_owned(), stats);
        Ok(Value::Object(list))
    }

    fn check_name(&self, list: &Map<String, Value>, id: Option<&str>) -> Result<(), Failure> {
        match list.get("name").and_then(|name| self.lists.taken("name", name, id)) {
            Some(other) => Err(Failure::exists("Another list has this name.", other)),
            None => Ok(()),
        }
    }
}

impl Service for Mailer {
    fn handle(&mut self, request: &Request, cx: &mut Context) -> Result<Reply, Failure> {
        if request.query("apikey") != Some(MAILER_KEY) {
            return Err(Failure::Unauthorized);
        }
        let path: Vec<&str> = request.segments.iter().map(String::as_str).collect();
        match (request.method.as_str(), path.as_slice()) {
            (_, ["lists", rest @ ..]) => self.handle_lists(request, rest, cx),
            (_, ["campaigns", rest @ ..]) => self.handle_campaigns(request, rest, cx),
            ("GET", ["reports"]) => self.reports(request),
            _ => Err(nowhere()),
        }
    }

    fn refuse(&self, failure: &Failure) -> Reply {
        let mut body = json!({"status": failure.status(), "title": failure.title(), "detail": failure.detail()});
        if let Failure::Invalid(faults) = failure {
            let errors = faults.iter().map(|fault| {
                let field = fault.pointer.trim_start_matches('/').replace('/', ".");
                json!({"field": field, "message": fault.message})
            });
            body["errors"] = errors.collect();
        }
        failure.reply("application/json", "ApiKey realm=\"mailer\"", &body)
    }
}

fn nowhere() -> Failure {
    Failure::NotFound("There is nothing at this path.".to_owned())
}

/// What a list has where nothing is said.
fn defaults() -> Value {
    json!({"language": null, "double_opt_in": true, "merge_fields": {}})
}

/// Answers with the page that the query asks for.
fn page(request: &Request, rows: &[Value]) -> Result<Reply, Failure> {
    let offset = number(request.query("offset"), "offset", 0, usize::MAX)?;
    let limit = number(request.query("limit"), "limit", 10, 100)?;
    if limit == 0 {
        return Err(Failure::invalid("/limit", "must be more than 0"));
    }
    let page = page_from(rows, offset, limit);
    Ok(Reply::json(200, &json!({"items": page.rows, "total": rows.len(), "offset": offset})))
}

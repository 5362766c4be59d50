//! Campaigns, and the figures of those that were sent.

use super::{Mailer, nowhere};
use crate::demo::exchange::{Failure, Reply, Request};
use crate::demo::fields::{Field, Kind, accept, accept_at, may, must, null};
use crate::demo::server::Context;
use crate::demo::table::{fill, id_of, number, overlay, page_after};
use serde_json::{Map, Value, json};

const STATUSES: &[&str] = &["draft", "scheduled", "sent"];
const METRICS: &[&str] = &["sent", "opened", "clicked", "bounced", "unsubscribed"];

const CREATE: &[Field] =
    &[must("list_id", Kind::Filled), must("subject", Kind::Filled), must("content", Kind::AnyMap), null("send_at", Kind::Time)];

const UPDATE: &[Field] = &[may("subject", Kind::Filled), may("content", Kind::AnyMap), null("send_at", Kind::Time)];

const HTML: &[Field] = &[must("kind", Kind::Text), may("preview", Kind::Text), must("html", Kind::Text), may("text", Kind::Text)];

const TEMPLATE: &[Field] =
    &[must("kind", Kind::Text), may("preview", Kind::Text), must("template_id", Kind::Text), may("variables", Kind::TextMap)];

impl Mailer {
    pub(super) fn handle_campaigns(&mut self, request: &Request, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        match (request.method.as_str(), path) {
            ("GET", []) => self.list_campaigns(request),
            ("POST", []) => {
                let campaign = accept(request.json("application/json")?, CREATE)?;
                check_content(campaign.get("content"))?;
                let list = campaign["list_id"].as_str().unwrap_or_default();
                self.lists.get("list", list).map_err(|_| Failure::invalid("/list_id", "is not the id of a list"))?;
                cx.effect("createCampaign");
                let now = cx.clock.now();
                Ok(Reply::json(201, &self.add_campaign(campaign, &now)))
            }
            ("GET", [id]) => Ok(Reply::json(200, self.campaigns.get("campaign", id)?)),
            ("PATCH", [id]) => {
                self.unsent(id)?;
                let changes = accept(request.json("application/json")?, UPDATE)?;
                check_content(changes.get("content"))?;
                cx.effect("updateCampaign");
                self.change_campaign(id, changes)
            }
            ("DELETE", [id]) => {
                self.unsent(id)?;
                self.campaigns.remove("campaign", id)?;
                cx.effect("deleteCampaign");
                Ok(Reply::empty())
            }
            ("POST", [id, "send"]) => {
                self.unsent(id)?;
                cx.effect("sendCampaign");
                let now = cx.clock.now();
                Ok(Reply::json(202, &self.send_campaign(id, &now)?))
            }
            ("POST", [id, "schedule"]) => {
                self.unsent(id)?;
                let changes = accept(request.json("application/json")?, &[must("send_at", Kind::Time)])?;
                cx.effect("scheduleCampaign");
                self.change_campaign(id, changes)
            }
            _ => Err(nowhere()),
        }
    }

    /// Answers with the list itself. The link to the next page is relative to this one, as RFC 8288 allows.
    fn list_campaigns(&self, request: &Request) -> Result<Reply, Failure> {
        let statuses = request.query_all("status");
        if statuses.iter().any(|status| !STATUSES.contains(status)) {
            return Err(Failure::invalid("/status", "is not known"));
        }
        let size = number(request.query("page_size"), "page_size", 5, 50)?;
        if size == 0 {
            return Err(Failure::invalid("/page_size", "must be more than 0"));
        }
        let fits = |c: &&Value| statuses.is_empty() || statuses.iter().any(|status| c["status"] == *status);
        let found: Vec<Value> = self.campaigns.iter().rev().filter(fits).cloned().collect();
        let total = found.len();
        let page =
            page_after(found, request.query("after"), size).ok_or_else(|| Failure::invalid("/after", "is not where a page begins"))?;
        let filter: String = statuses.iter().map(|status| format!("&status={status}")).collect();
        let first = format!("<campaigns?page_size={size}{filter}>; rel=\"first\"");
        let link = match page.rows.last().filter(|_| page.more) {
            Some(last) => {
                let after = id_of(last);
                format!("{first}, <campaigns?page_size={size}{filter}&after={after}>; title=\"later, older\"; rel=\"next\"")
            }
            None => first,
        };
        let reply = Reply::json(200, &Value::Array(page.rows));
        Ok(reply.header("link", &link).header("x-total-count", &total.to_string()))
    }

    pub(super) fn add_campaign(&mut self, mut campaign: Map<String, Value>, now: &str) -> Value {
        let scheduled = campaign.get("send_at").is_some_and(Value::is_string);
        let status = if scheduled { "scheduled" } else { "draft" };
        let defaults = json!({"send_at": null, "status": status, "sent_at": null, "emails_sent": 0, "created_at": now});
        fill(&mut campaign, defaults);
        self.campaigns.insert(campaign)
    }

    fn unsent(&self, id: &str) -> Result<(), Failure> {
        if self.campaigns.get("campaign", id)?["status"] == "sent" {
            return Err(Failure::state("The campaign was sent.", "sent"));
        }
        Ok(())
    }

    fn change_campaign(&mut self, id: &str, changes: Map<String, Value>) -> Result<Reply, Failure> {
        let campaign = self.campaigns.get_mut("campaign", id)?;
        overlay(campaign, changes);
        campaign["status"] = json!(if campaign["send_at"].is_null() { "draft" } else { "scheduled" });
        Ok(Reply::json(200, campaign))
    }

    pub(super) fn send_campaign(&mut self, id: &str, now: &str) -> Result<Value, Failure> {
        let list = self.campaigns.get("campaign", id)?["list_id"].clone();
        let sent = self.subscribers.iter().filter(|s| s["list_id"] == list && s["status"] == "subscribed").count();
        for list in self.lists.iter_mut().filter(|row| row["id"] == list) {
            list["last_sent_at"] = json!(now);
        }
        let campaign = self.campaigns.get_mut("campaign", id)?;
        campaign["status"] = json!("sent");
        campaign["sent_at"] = json!(now);
        campaign["emails_sent"] = json!(sent);
        Ok(campaign.clone())
    }

    pub(super) fn reports(&self, request: &Request) -> Result<Reply, Failure> {
        let ids = request.query_split("ids", '|').ok_or_else(|| Failure::invalid("/ids", "is missing"))?;
        let metrics = request.query_split("metrics", ' ').unwrap_or_default();
        if metrics.iter().any(|metric| !METRICS.contains(&metric.as_str())) {
            return Err(Failure::invalid("/metrics", "is not known"));
        }
        let mut reports = Vec::new();
        for id in ids {
            let campaign = self.campaigns.get("campaign", &id)?;
            let sent = campaign["emails_sent"].as_u64().unwrap_or(0);
            let wanted = METRICS.iter().enumerate().filter(|(_, m)| metrics.is_empty() || metrics.iter().any(|w| w == *m));
            let figures: Map<String, Value> = wanted.map(|(i, metric)| ((*metric).to_owned(), json!(sent >> i))).collect();
            reports.push(json!({"campaign_id": id, "figures": figures}));
        }
        Ok(Reply::json(200, &Value::Array(reports)))
    }
}

/// Checks content by its kind.
fn check_content(content: Option<&Value>) -> Result<(), Failure> {
    let Some(content) = content else {
        return Ok(());
    };
    let fields = match content["kind"].as_str() {
        Some("HtmlContent") => HTML,
        Some("TemplateContent") => TEMPLATE,
        _ => {
            return Err(Failure::invalid("/content/kind", "is not one of HtmlContent, TemplateContent"));
        }
    };
    accept_at("/content", content.clone(), fields).map(|_| ())
}

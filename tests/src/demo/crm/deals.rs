//! Deals and their attachments.

use super::{Crm, MERGE_PATCH, nowhere, page};
use crate::demo::exchange::{Failure, Reply, Request};
use crate::demo::fields::{Field, Kind, accept, may, must, null};
use crate::demo::server::Context;
use crate::demo::table::{fill, id_of, merge, object, overlay};
use serde_json::{Map, Value, json};

const STAGES: &[&str] = &["qualified", "proposal", "negotiation", "won", "lost"];
const MONEY: &[Field] = &[must("amount", Kind::Decimal), must("currency", Kind::Text)];

const CREATE: &[Field] = &[
    must("name", Kind::Filled),
    may("stage", Kind::OneOf(STAGES)),
    null("value", Kind::Object(MONEY)),
    may("probability", Kind::Number),
    null("close_date", Kind::Date),
    null("company_id", Kind::Text),
    may("contact_ids", Kind::Texts),
];

const UPDATE: &[Field] = &[
    may("name", Kind::Filled),
    may("stage", Kind::OneOf(STAGES)),
    null("value", Kind::AnyMap),
    may("probability", Kind::Number),
    null("close_date", Kind::Date),
    null("company_id", Kind::Text),
    may("contact_ids", Kind::Texts),
];

impl Crm {
    pub(super) fn handle_deals(&mut self, request: &Request, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        match (request.method.as_str(), path) {
            ("GET", []) => self.list_deals(request),
            ("POST", []) => {
                let deal = accept(request.json("application/json")?, CREATE)?;
                self.check_deal(&deal)?;
                cx.effect("createDeal");
                let now = cx.clock.now();
                Ok(Reply::json(201, &self.add_deal(deal, &now)))
            }
            ("GET", [id]) => Ok(Reply::json(200, self.deals.get("deal", id)?)),
            ("PATCH", [id]) => {
                self.deals.get("deal", id)?;
                let changes = accept(request.json(MERGE_PATCH)?, UPDATE)?;
                cx.effect("updateDeal");
                self.change_deal(id, changes, cx)
            }
            ("POST", [id, "stage"]) => {
                self.deals.get("deal", id)?;
                let changes = accept(request.json("application/json")?, &[must("stage", Kind::OneOf(STAGES))])?;
                cx.effect("moveDeal");
                self.change_deal(id, changes, cx)
            }
            ("DELETE", [id]) => {
                self.deals.remove("deal", id)?;
                self.attachments.retain(|attachment| attachment["deal_id"] != *id);
                cx.effect("deleteDeal");
                Ok(Reply::empty())
            }
            ("GET", [id, "attachments"]) => {
                self.deals.get("deal", id)?;
                let of_deal = self.attachments.iter().filter(|attachment| attachment["deal_id"] == *id);
                Ok(Reply::json(200, &of_deal.cloned().collect()))
            }
            ("POST", [id, "attachments"]) => self.upload(request, id, cx),
            _ => Err(nowhere()),
        }
    }

    fn list_deals(&self, request: &Request) -> Result<Reply, Failure> {
        if let Some(unknown) = request.query.iter().find(|(name, _)| {
            name.starts_with("filter") && !["filter[stage]", "filter[company_id]", "filter[min_amount]"].contains(&name.as_str())
        }) {
            return Err(Failure::invalid(&format!("/{}", unknown.0), "is not known"));
        }
        let (stage, company) = (request.query("filter[stage]"), request.query("filter[company_id]"));
        if stage.is_some_and(|stage| !STAGES.contains(&stage)) {
            return Err(Failure::invalid("/filter/stage", "is not known"));
        }
        let least = request.query("filter[min_amount]").map(str::parse::<f64>).transpose();
        let least = least.map_err(|_| Failure::invalid("/filter/min_amount", "is not a decimal number"))?;
        let amount = |deal: &Value| deal["value"]["amount"].as_str().and_then(|a| a.parse::<f64>().ok());
        let fits = |deal: &&Value| {
            stage.is_none_or(|stage| deal["stage"] == stage)
                && company.is_none_or(|company| deal["company_id"] == company)
                && least.is_none_or(|least| amount(deal).is_some_and(|amount| amount >= least))
        };
        page(request, self.deals.iter().filter(fits).cloned().collect())
    }

    pub(super) fn add_deal(&mut self, mut deal: Map<String, Value>, now: &str) -> Value {
        let defaults = json!({
            "stage": "qualified", "value": null, "probability": 0.1, "close_date": null, "company_id": null,
            "contact_ids": [], "created_at": now, "updated_at": now,
        });
        fill(&mut deal, defaults);
        self.deals.insert(deal)
    }

    fn change_deal(&mut self, id: &str, mut changes: Map<String, Value>, cx: &mut Context) -> Result<Reply, Failure> {
        self.check_deal(&changes)?;
        let deal = self.deals.get_mut("deal", id)?;
        if let Some(change) = changes.remove("value") {
            merge(&mut deal["value"], &change);
        }
        overlay(deal, changes);
        deal["updated_at"] = json!(cx.clock.now());
        Ok(Reply::json(200, deal))
    }

    fn check_deal(&self, deal: &Map<String, Value>) -> Result<(), Failure> {
        self.check_company(deal.get("company_id"))?;
        let contacts = deal.get("contact_ids").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        for (i, contact) in contacts.iter().enumerate() {
            if self.contacts.get("contact", contact.as_str().unwrap_or_default()).is_err() {
                return Err(Failure::invalid(&format!("/contact_ids/{i}"), "is not the id of a contact"));
            }
        }
        if let Some(probability) = deal.get("probability").and_then(Value::as_f64)
            && !(0.0..=1.0).contains(&probability)
        {
            return Err(Failure::invalid("/probability", "must be between 0 and 1"));
        }
        Ok(())
    }

    fn upload(&mut self, request: &Request, deal: &str, cx: &mut Context) -> Result<Reply, Failure> {
        self.deals.get("deal", deal)?;
        request.expect_type("multipart/form-data")?;
        let file = request.part("file").ok_or_else(|| Failure::invalid("/file", "is missing"))?;
        let title = request.part("title").map(|part| String::from_utf8_lossy(&part.bytes).into_owned());
        let labels = match request.part("labels") {
            Some(part) => serde_json::from_slice::<Vec<String>>(&part.bytes)
                .map_err(|_| Failure::invalid("/labels", "is not a JSON array of texts"))?,
            None => Vec::new(),
        };
        let attachment = json!({
            "deal_id": deal,
            "file_name": file.file_name.clone().unwrap_or_else(|| "unnamed".to_owned()),
            "content_type": file.content_type.clone().unwrap_or_else(|| "application/octet-stream".to_owned()),
            "size": file.bytes.len(),
            "title": title,
            "labels": labels,
            "created_at": cx.clock.now(),
        });
        cx.effect("uploadAttachment");
        let attachment = self.attachments.insert(object(attachment));
        self.files.insert(id_of(&attachment), file.bytes.clone());
        Ok(Reply::json(201, &attachment))
    }

    pub(super) fn handle_attachments(&mut self, request: &Request, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        match (request.method.as_str(), path) {
            ("GET", [id, "content"]) => {
                let attachment = self.attachments.get("attachment", id)?;
                let bytes = self.files.get(*id).cloned().unwrap_or_default();
                let name = attachment["file_name"].as_str().unwrap_or_default().replace(['"', '\\'], "_");
                let name: String = name.chars().filter(char::is_ascii).collect();
                let reply = Reply::bytes(200, "application/octet-stream", bytes);
                Ok(reply.header("content-disposition", &format!("attachment; filename=\"{name}\"")))
            }
            ("DELETE", [id]) => {
                self.attachments.remove("attachment", id)?;
                self.files.remove(*id);
                cx.effect("deleteAttachment");
                Ok(Reply::empty())
            }
            _ => Err(nowhere()),
        }
    }
}

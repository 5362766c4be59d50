//! Contacts, and the search for them.

use super::{ADDRESS, Crm, MERGE_PATCH, nowhere, page, page_of};
use crate::demo::exchange::{Failure, Reply, Request};
use crate::demo::fields::{Field, Kind, accept, may, must, null};
use crate::demo::server::Context;
use crate::demo::table::{fill, id_of, merge, not_before, overlay};
use serde_json::{Map, Value, json};

pub(super) const LIFECYCLES: &[&str] = &["lead", "prospect", "customer", "former"];

const CREATE: &[Field] = &[
    must("email", Kind::Email),
    must("first_name", Kind::Filled),
    must("last_name", Kind::Filled),
    null("phone", Kind::Text),
    may("lifecycle", Kind::OneOf(LIFECYCLES)),
    may("tags", Kind::Texts),
    null("company_id", Kind::Text),
    null("address", Kind::Object(ADDRESS)),
    may("custom_fields", Kind::AnyMap),
];

const UPDATE: &[Field] = &[
    may("email", Kind::Email),
    may("first_name", Kind::Filled),
    may("last_name", Kind::Filled),
    null("phone", Kind::Text),
    may("lifecycle", Kind::OneOf(LIFECYCLES)),
    null("tags", Kind::Texts),
    null("company_id", Kind::Text),
    // A merge patch may change parts of an address.
    null("address", Kind::AnyMap),
    null("custom_fields", Kind::AnyMap),
];

const SEARCH: &[Field] = &[
    may(
        "where",
        Kind::List(&[
            must("field", Kind::OneOf(&["email", "first_name", "last_name", "lifecycle", "tag", "company_id"])),
            must("operator", Kind::OneOf(&["eq", "ne", "contains", "in"])),
            must("value", Kind::Any),
        ]),
    ),
    may(
        "sort",
        Kind::Object(&[
            must("field", Kind::OneOf(&["created_at", "updated_at", "last_name", "email"])),
            may("direction", Kind::OneOf(&["asc", "desc"])),
        ]),
    ),
    may("limit", Kind::Integer),
    null("cursor", Kind::Text),
];

impl Crm {
    pub(super) fn handle_contacts(&mut self, request: &Request, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        match (request.method.as_str(), path) {
            ("GET", []) => self.list_contacts(request),
            ("POST", []) => self.create_contact(request, cx),
            ("POST", ["search"]) => self.search_contacts(request),
            ("GET", [id]) => Ok(Reply::json(200, self.contacts.get("contact", id)?)),
            ("PATCH", [id]) => self.update_contact(request, id, cx),
            ("DELETE", [id]) => {
                self.contacts.remove("contact", id)?;
                self.activities.retain(|activity| activity["contact_id"] != *id);
                cx.effect("deleteContact");
                Ok(Reply::empty())
            }
            ("GET", [id, "activities"]) => self.list_contact_activities(request, id),
            _ => Err(nowhere()),
        }
    }

    fn list_contacts(&self, request: &Request) -> Result<Reply, Failure> {
        let tags = request.query_all("tag");
        let lifecycle = request.query("lifecycle");
        if lifecycle.is_some_and(|l| !LIFECYCLES.contains(&l)) {
            return Err(Failure::invalid("/lifecycle", "is not known"));
        }
        let since = request.query("updated_since").unwrap_or_default();
        let fits = |contact: &&Value| {
            tags.iter().all(|tag| has(&contact["tags"], tag))
                && lifecycle.is_none_or(|l| contact["lifecycle"] == l)
                && not_before(&contact["updated_at"], since)
        };
        page(request, self.contacts.iter().filter(fits).cloned().collect())
    }

    fn create_contact(&mut self, request: &Request, cx: &mut Context) -> Result<Reply, Failure> {
        let contact = accept(request.json("application/json")?, CREATE)?;
        self.check_contact(&contact, None)?;
        cx.effect("createContact");
        let now = cx.clock.now();
        let contact = self.add_contact(contact, &now);
        let at = format!("{}/contacts/{}", request.base, id_of(&contact));
        Ok(Reply::json(201, &contact).header("location", &at))
    }

    pub(super) fn add_contact(&mut self, mut contact: Map<String, Value>, now: &str) -> Value {
        let defaults = json!({
            "phone": null, "lifecycle": "lead", "tags": [], "company_id": null, "address": null,
            "custom_fields": {}, "created_at": now, "updated_at": now,
        });
        fill(&mut contact, defaults);
        self.contacts.insert(contact)
    }

    fn update_contact(&mut self, request: &Request, id: &str, cx: &mut Context) -> Result<Reply, Failure> {
        self.contacts.get("contact", id)?;
        let mut changes = accept(request.json(MERGE_PATCH)?, UPDATE)?;
        self.check_contact(&changes, Some(id))?;
        cx.effect("updateContact");
        let contact = self.contacts.get_mut("contact", id)?;
        for (name, empty) in [("tags", json!([])), ("custom_fields", json!({}))] {
            if changes.get(name) == Some(&Value::Null) {
                changes.insert(name.to_owned(), empty);
            }
        }
        for name in ["address", "custom_fields"] {
            if let Some(change) = changes.get(name).filter(|c| c.as_object().is_some_and(|map| !map.is_empty())) {
                merge(&mut contact[name], change);
                changes.remove(name);
            }
        }
        overlay(contact, changes);
        contact["updated_at"] = json!(cx.clock.now());
        Ok(Reply::json(200, contact))
    }

    fn check_contact(&self, contact: &Map<String, Value>, id: Option<&str>) -> Result<(), Failure> {
        if let Some(email) = contact.get("email")
            && let Some(other) = self.contacts.taken("email", email, id)
        {
            return Err(Failure::exists("Another contact has this e-mail address.", other));
        }
        self.check_company(contact.get("company_id"))
    }

    /// Refuses the id of a company that does not exist.
    pub(super) fn check_company(&self, id: Option<&Value>) -> Result<(), Failure> {
        match id.and_then(Value::as_str) {
            Some(id) if self.companies.get("company", id).is_err() => Err(Failure::invalid("/company_id", "is not the id of a company")),
            _ => Ok(()),
        }
    }

    fn search_contacts(&self, request: &Request) -> Result<Reply, Failure> {
        let search = accept(request.json("application/json")?, SEARCH)?;
        let none = Vec::new();
        let conditions = search.get("where").and_then(Value::as_array).unwrap_or(&none);
        let fits = |contact: &&Value| conditions.iter().all(|condition| holds(condition, contact));
        let mut found: Vec<Value> = self.contacts.iter().filter(fits).cloned().collect();
        if let Some(sort) = search.get("sort") {
            let field = sort["field"].as_str().unwrap_or_default();
            found.sort_by_key(|contact| contact[field].as_str().map(str::to_lowercase));
            if sort["direction"] == "desc" {
                found.reverse();
            }
        }
        let limit = search.get("limit").map_or(Some(10), Value::as_u64).filter(|l| (1..=100).contains(l));
        let limit = limit.ok_or_else(|| Failure::invalid("/limit", "must be between 1 and 100"))?;
        let cursor = search.get("cursor").and_then(Value::as_str);
        page_of(found, cursor, usize::try_from(limit).unwrap_or(100))
    }
}

fn has(list: &Value, wanted: &str) -> bool {
    list.as_array().is_some_and(|values| values.iter().any(|value| value == wanted))
}

/// Tells whether a condition of a search holds.
fn holds(condition: &Value, contact: &Value) -> bool {
    let field = condition["field"].as_str().unwrap_or_default();
    let value = &condition["value"];
    let values = match &contact[if field == "tag" { "tags" } else { field }] {
        Value::Array(values) => values.clone(),
        one => vec![one.clone()],
    };
    match condition["operator"].as_str() {
        Some("eq") => values.contains(value),
        Some("ne") => !values.contains(value),
        Some("contains") => {
            let part = value.as_str().unwrap_or_default();
            values.iter().any(|v| v.as_str().is_some_and(|text| text.contains(part)))
        }
        Some("in") => value.as_array().is_some_and(|wanted| values.iter().any(|v| wanted.contains(v))),
        _ => false,
    }
}

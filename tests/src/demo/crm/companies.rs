//! Companies.

use super::{ADDRESS, Crm, MERGE_PATCH, nowhere, page};
use crate::demo::exchange::{Failure, Reply, Request};
use crate::demo::fields::{Field, Kind, accept, may, must, null};
use crate::demo::server::Context;
use crate::demo::table::{fill, merge, overlay};
use serde_json::{Map, Value, json};

const INDUSTRIES: &[&str] = &["software", "manufacturing", "retail", "health", "finance", "other"];

const CREATE: &[Field] = &[
    must("name", Kind::Filled),
    must("domain", Kind::Filled),
    null("website", Kind::Text),
    may("industry", Kind::OneOf(INDUSTRIES)),
    null("employees", Kind::Integer),
    null("address", Kind::Object(ADDRESS)),
    null("parent_id", Kind::Text),
];

const UPDATE: &[Field] = &[
    may("name", Kind::Filled),
    may("domain", Kind::Filled),
    null("website", Kind::Text),
    may("industry", Kind::OneOf(INDUSTRIES)),
    null("employees", Kind::Integer),
    null("address", Kind::AnyMap),
    null("parent_id", Kind::Text),
];

impl Crm {
    pub(super) fn handle_companies(&mut self, request: &Request, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        match (request.method.as_str(), path) {
            ("GET", []) => self.list_companies(request),
            ("POST", []) => {
                let company = accept(request.json("application/json")?, CREATE)?;
                self.check_domain(&company, None)?;
                cx.effect("createCompany");
                let now = cx.clock.now();
                Ok(Reply::json(201, &self.add_company(company, &now)))
            }
            ("GET", [id]) => Ok(Reply::json(200, self.companies.get("company", id)?)),
            ("PATCH", [id]) => self.update_company(request, id, cx),
            ("DELETE", [id]) => self.delete_company(id, cx),
            ("GET", [id, "contacts"]) => {
                self.companies.get("company", id)?;
                page(request, self.contacts.iter().filter(|contact| contact["company_id"] == *id).cloned().collect())
            }
            _ => Err(nowhere()),
        }
    }

    fn list_companies(&self, request: &Request) -> Result<Reply, Failure> {
        let industry = request.query("industry");
        if industry.is_some_and(|i| !INDUSTRIES.contains(&i)) {
            return Err(Failure::invalid("/industry", "is not known"));
        }
        let fits = |company: &&Value| industry.is_none_or(|i| company["industry"] == i);
        let mut companies: Vec<Value> = self.companies.iter().filter(fits).cloned().collect();
        companies.sort_by_key(|company| company["name"].as_str().map(str::to_owned));
        page(request, companies)
    }

    pub(super) fn add_company(&mut self, mut company: Map<String, Value>, now: &str) -> Value {
        let defaults = json!({
            "website": null, "industry": "other", "employees": null, "address": null, "parent_id": null,
            "created_at": now, "updated_at": now,
        });
        fill(&mut company, defaults);
        self.companies.insert(company)
    }

    fn update_company(&mut self, request: &Request, id: &str, cx: &mut Context) -> Result<Reply, Failure> {
        self.companies.get("company", id)?;
        let mut changes = accept(request.json(MERGE_PATCH)?, UPDATE)?;
        self.check_domain(&changes, Some(id))?;
        cx.effect("updateCompany");
        let company = self.companies.get_mut("company", id)?;
        if let Some(change) = changes.remove("address") {
            merge(&mut company["address"], &change);
        }
        overlay(company, changes);
        company["updated_at"] = json!(cx.clock.now());
        Ok(Reply::json(200, company))
    }

    fn delete_company(&mut self, id: &str, cx: &mut Context) -> Result<Reply, Failure> {
        self.companies.get("company", id)?;
        if let Some(contact) = self.contacts.iter().find(|contact| contact["company_id"] == id) {
            let contact = crate::demo::table::id_of(contact);
            return Err(Failure::exists("Contacts belong to this company.", contact));
        }
        self.companies.remove("company", id)?;
        cx.effect("deleteCompany");
        Ok(Reply::empty())
    }

    fn check_domain(&self, company: &Map<String, Value>, id: Option<&str>) -> Result<(), Failure> {
        match company.get("domain").and_then(|domain| self.companies.taken("domain", domain, id)) {
            Some(other) => Err(Failure::exists("Another company has this domain.", other)),
            None => Ok(()),
        }
    }
}

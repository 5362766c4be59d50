//! Plays `specs/crm.yaml`: contacts, companies, deals, activities and attachments.

mod activities;
mod companies;
mod contacts;
mod deals;
mod seed;

use super::credentials::{CRM_CLIENT_ID, CRM_CLIENT_SECRET, CRM_KEY};
use super::exchange::{Failure, Reply, Request};
use super::fields::Field;
use super::server::{Context, Service, pairs};
use super::table::{Clock, Ids, Table, number, page_after};
use bytes::Bytes;
use serde_json::{Value, json};
use std::collections::HashMap;

const MERGE_PATCH: &str = "application/merge-patch+json";
/// `crm-client:crm-secret` in Base64.
const CLIENT_BASIC: &str = "Basic Y3JtLWNsaWVudDpjcm0tc2VjcmV0";

const ADDRESS: &[Field] = &[
    super::fields::must("street", super::fields::Kind::Text),
    super::fields::must("city", super::fields::Kind::Text),
    super::fields::may("postal_code", super::fields::Kind::Text),
    super::fields::must("country", super::fields::Kind::Text),
];

/// The state of the service.
pub(crate) struct Crm {
    contacts: Table,
    companies: Table,
    deals: Table,
    activities: Table,
    attachments: Table,
    /// The bytes of attachments, by id.
    files: HashMap<String, Bytes>,
    tokens: Vec<String>,
    issued: usize,
}

impl Crm {
    pub(crate) fn seeded(clock: &mut Clock) -> Self {
        let mut crm = Crm {
            contacts: Table::new(Ids::Prefixed("con")),
            companies: Table::new(Ids::Prefixed("com")),
            deals: Table::new(Ids::Prefixed("dea")),
            activities: Table::new(Ids::Prefixed("act")),
            attachments: Table::new(Ids::Prefixed("att")),
            files: HashMap::new(),
            tokens: Vec::new(),
            issued: 0,
        };
        crm.seed(clock);
        crm
    }

    fn authorize(&self, request: &Request) -> Result<(), Failure> {
        let token = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        let by_token = token.is_some_and(|token| self.tokens.iter().any(|known| known == token));
        if by_token || request.header("x-api-key") == Some(CRM_KEY) {
            return Ok(());
        }
        Err(Failure::Unauthorized)
    }

    /// Issues an access token (RFC 6749 section 4.4). The client says who it is by Basic or in the body.
    fn issue_token(&mut self, request: &Request) -> Result<Reply, Failure> {
        request.expect_type("application/x-www-form-urlencoded")?;
        let form = pairs(&String::from_utf8_lossy(&request.body));
        let field = |name: &str| form.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
        let in_body = field("client_id") == Some(CRM_CLIENT_ID) && field("client_secret") == Some(CRM_CLIENT_SECRET);
        if !in_body && request.header("authorization") != Some(CLIENT_BASIC) {
            let reply = Reply::json(401, &json!({"error": "invalid_client"}));
            return Ok(reply.header("www-authenticate", "Basic realm=\"crm\""));
        }
        if field("grant_type") != Some("client_credentials") {
            return Ok(Reply::json(400, &json!({"error": "unsupported_grant_type"})));
        }
        self.issued += 1;
        let token = format!("crm-token-{}", self.issued);
        self.tokens.push(token.clone());
        let scope = field("scope").unwrap_or("crm.read crm.write");
        let body = json!({"access_token": token, "token_type": "Bearer", "expires_in": 3600, "scope": scope});
        Ok(Reply::json(200, &body).header("cache-control", "no-store"))
    }
}

impl Service for Crm {
    fn handle(&mut self, request: &Request, cx: &mut Context) -> Result<Reply, Failure> {
        let path: Vec<&str> = request.segments.iter().map(String::as_str).collect();
        if (request.method.as_str(), path.as_slice()) == ("POST", &["oauth", "token"]) {
            return self.issue_token(request);
        }
        self.authorize(request)?;
        match path.first().copied() {
            Some("contacts") => self.handle_contacts(request, &path[1..], cx),
            Some("companies") => self.handle_companies(request, &path[1..], cx),
            Some("deals") => self.handle_deals(request, &path[1..], cx),
            Some("activities") => self.handle_activities(request, &path[1..], cx),
            Some("attachments") => self.handle_attachments(request, &path[1..], cx),
            _ => Err(nowhere()),
        }
    }

    fn refuse(&self, failure: &Failure) -> Reply {
        let name = failure.title().to_lowercase().replace(' ', "-");
        let mut body = json!({
            "type": format!("https://crm.example.com/problems/{name}"),
            "title": failure.title(),
            "status": failure.status(),
            "detail": failure.detail(),
        });
        if let Failure::Invalid(faults) = failure {
            body["errors"] = faults.iter().map(|f| json!({"pointer": f.pointer, "message": f.message})).collect();
        }
        if let Failure::Conflict(conflict) = failure
            && let Some(existing) = &conflict.existing
        {
            body["conflicting_id"] = json!(existing);
        }
        failure.reply("application/problem+json", "Bearer realm=\"crm\", ApiKey realm=\"crm\"", &body)
    }

    fn revoke_tokens(&mut self) {
        self.tokens.clear();
    }
}

fn nowhere() -> Failure {
    Failure::NotFound("There is nothing at this path.".to_owned())
}

/// Answers with the page that the query asks for.
fn page(request: &Request, rows: Vec<Value>) -> Result<Reply, Failure> {
    let limit = number(request.query("limit"), "limit", 10, 100)?;
    page_of(rows, request.query("cursor"), limit)
}

/// Answers with a page. The cursor is the id of the last row before it, in hexadecimal: opaque, and
/// still right where rows before it are gone.
fn page_of(rows: Vec<Value>, cursor: Option<&str>, limit: usize) -> Result<Reply, Failure> {
    let bad = || Failure::invalid("/cursor", "is not the cursor of a page");
    if limit == 0 {
        return Err(Failure::invalid("/limit", "must be more than 0"));
    }
    let after = match cursor {
        Some(cursor) => Some(from_hex(cursor).ok_or_else(bad)?),
        None => None,
    };
    let page = page_after(rows, after.as_deref(), limit).ok_or_else(bad)?;
    let last = page.rows.last().map(super::table::id_of).filter(|_| page.more);
    let next = last.map(|id| id.bytes().map(|b| format!("{b:02x}")).collect::<String>());
    Ok(Reply::json(200, &json!({"data": page.rows, "next_cursor": next})))
}

fn from_hex(text: &str) -> Option<String> {
    let pairs = (0..text.len() / 2).map(|i| u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok());
    String::from_utf8(pairs.collect::<Option<Vec<u8>>>()?).ok()
}

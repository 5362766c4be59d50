//! Plays `specs/warehouse.yaml`: items, their stock, locations, categories and shipments.

mod items;
mod places;
mod seed;
mod shipments;
mod stock;

use super::credentials::{WAREHOUSE_SESSION, WAREHOUSE_TOKEN};
use super::exchange::{Failure, Reply, Request};
use super::server::{Context, Service};
use super::table::{Clock, Ids, Page, Table, id_of, number, page_after};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const MERGE_PATCH: &str = "application/merge-patch+json";

/// The state of the service.
pub(crate) struct Warehouse {
    /// The items; the `id` of a row is its SKU, and is not shown.
    items: Table,
    categories: Table,
    locations: Table,
    shipments: Table,
    movements: Table,
    /// How many of an item lie at a location, by SKU and by location.
    lying: BTreeMap<String, BTreeMap<String, i64>>,
}

impl Warehouse {
    pub(crate) fn seeded(clock: &mut Clock) -> Self {
        let mut warehouse = Warehouse {
            items: Table::new(Ids::Counted),
            categories: Table::new(Ids::Prefixed("cat")),
            locations: Table::new(Ids::Prefixed("loc")),
            shipments: Table::new(Ids::Prefixed("shp")),
            movements: Table::new(Ids::Counted),
            lying: BTreeMap::new(),
        };
        warehouse.seed(clock);
        warehouse
    }

    fn authorize(request: &Request) -> Result<(), Failure> {
        let token = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        let cookies = request.header("cookie").unwrap_or_default();
        let session = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
        let mut session = session.filter(|(name, _)| *name == "wh_session").map(|(_, value)| value);
        if token == Some(WAREHOUSE_TOKEN) || session.next() == Some(WAREHOUSE_SESSION) {
            return Ok(());
        }
        Err(Failure::Unauthorized)
    }
}

impl Service for Warehouse {
    fn handle(&mut self, request: &Request, cx: &mut Context) -> Result<Reply, Failure> {
        Warehouse::authorize(request)?;
        let path: Vec<&str> = request.segments.iter().map(String::as_str).collect();
        match (request.method.as_str(), path.as_slice()) {
            ("GET", ["items", sku, "stock"]) => Ok(Reply::json(200, &self.stock_of(sku)?)),
            ("POST", ["items", sku, "movements"]) => self.move_stock(request, sku, cx),
            ("GET", ["movements"]) => self.stream_movements(request),
            ("GET", ["alerts"]) => Ok(self.stream_alerts()),
            (_, ["items", rest @ ..]) => self.handle_items(request, rest, cx),
            (_, ["categories", rest @ ..]) => self.handle_categories(request, rest, cx),
            (_, ["locations", rest @ ..]) => self.handle_locations(request, rest, cx),
            (_, ["shipments", rest @ ..]) => self.handle_shipments(request, rest, cx),
            _ => Err(nowhere()),
        }
    }

    fn refuse(&self, failure: &Failure) -> Reply {
        let mut body = json!({
            "type": "about:blank", "title": failure.title(), "status": failure.status(), "detail": failure.detail(),
        });
        if let Failure::Invalid(faults) = failure {
            body["errors"] = faults.iter().map(|f| json!({"pointer": f.pointer, "message": f.message})).collect();
        }
        if let Failure::Conflict(conflict) = failure
            && let Some(available) = conflict.available
        {
            body["sku"] = json!(conflict.existing);
            body["available"] = json!(available);
        }
        failure.reply("application/problem+json", "Bearer realm=\"warehouse\"", &body)
    }
}

fn nowhere() -> Failure {
    Failure::NotFound("There is nothing at this path.".to_owned())
}

/// Cuts the page that begins after a token.
fn cut(rows: Vec<Value>, token: Option<&str>, limit: usize) -> Result<Page, Failure> {
    let bad = || Failure::invalid("/page_token", "is not where a page begins");
    if limit == 0 {
        return Err(Failure::invalid("/limit", "must be more than 0"));
    }
    let after = token.map(|token| token.strip_prefix("after:").ok_or_else(bad)).transpose()?;
    page_after(rows, after, limit).ok_or_else(bad)
}

/// Returns the token of the page after this one.
fn token_after(page: &Page) -> Option<String> {
    page.rows.last().filter(|_| page.more).map(|last| format!("after:{}", id_of(last)))
}

/// Answers with the page that the query asks for. Its `next` is this request's URL with another token.
fn page(request: &Request, rows: Vec<Value>, show: impl Fn(&Value) -> Value) -> Result<Reply, Failure> {
    let limit = number(request.query("limit"), "limit", 10, 100)?;
    let page = cut(rows, request.query("page_token"), limit)?;
    let next = token_after(&page).map(|token| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(request.query.iter().filter(|(name, _)| name != "page_token"));
        query.append_pair("page_token", &token);
        format!("{}/{}?{}", request.base, request.segments.join("/"), query.finish())
    });
    let shown: Vec<Value> = page.rows.iter().map(show).collect();
    Ok(Reply::json(200, &json!({"data": shown, "next": next})))
}

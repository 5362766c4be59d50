//! Items, and the search for them.

use super::{Warehouse, cut, nowhere, page, token_after};
use crate::demo::exchange::{Failure, Reply, Request};
use crate::demo::fields::{Field, Kind, accept, may, must, null};
use crate::demo::server::Context;
use crate::demo::table::{fill, id_of, object};
use serde_json::{Map, Value, json};

const DIMENSIONS: &[Field] = &[must("length_mm", Kind::Integer), must("width_mm", Kind::Integer), must("height_mm", Kind::Integer)];

const ITEM: &[Field] = &[
    must("sku", Kind::Filled),
    must("name", Kind::Filled),
    null("description", Kind::Text),
    null("category_id", Kind::Text),
    may("barcodes", Kind::Texts),
    may("weight_kg", Kind::Number),
    null("dimensions", Kind::Object(DIMENSIONS)),
    may("unit_cost", Kind::Decimal),
    may("reorder_level", Kind::Integer),
    may("attributes", Kind::AnyMap),
];

const QUERY: &[Field] = &[
    may("text", Kind::Text),
    may("skus", Kind::Texts),
    may("category_ids", Kind::Texts),
    may("below_reorder_level", Kind::Bool),
    may("weight_kg", Kind::Object(&[may("min", Kind::Number), may("max", Kind::Number)])),
    may("limit", Kind::Integer),
    may("page_token", Kind::Text),
];

impl Warehouse {
    pub(super) fn handle_items(&mut self, request: &Request, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        match (request.method.as_str(), path) {
            ("GET", []) => {
                let category = request.query("category_id");
                let fits = |item: &Value| category.is_none_or(|category| item["category_id"] == category);
                page(request, self.sorted_items(fits), |item| self.shown(item))
            }
            ("QUERY", []) => self.query_items(request),
            ("POST", []) => {
                let item = self.check_item(request)?;
                if let Some(other) = self.items.taken("sku", &item["sku"], None) {
                    return Err(Failure::exists("Another item has this SKU.", other));
                }
                cx.effect("createItem");
                let now = cx.clock.now();
                let item = self.add_item(item, &now);
                Ok(Reply::json(201, &self.shown(&item)))
            }
            ("GET", [sku]) => Ok(Reply::json(200, &self.shown(self.items.get("item", sku)?))),
            ("PUT", [sku]) => self.replace_item(request, sku, cx),
            ("DELETE", [sku]) => {
                self.items.get("item", sku)?;
                if self.on_hand(sku) != 0 {
                    return Err(Failure::state("There is stock of the item.", "in_stock"));
                }
                self.items.remove("item", sku)?;
                cx.effect("deleteItem");
                Ok(Reply::empty())
            }
            _ => Err(nowhere()),
        }
    }

    fn sorted_items(&self, fits: impl Fn(&Value) -> bool) -> Vec<Value> {
        let mut items: Vec<Value> = self.items.iter().filter(|item| fits(item)).cloned().collect();
        items.sort_by_key(id_of);
        items
    }

    /// Returns an item as it is shown, with its figures.
    pub(super) fn shown(&self, item: &Value) -> Value {
        let sku = id_of(item);
        let mut item = object(item.clone());
        item.remove("id");
        item.insert("on_hand".to_owned(), json!(self.on_hand(&sku)));
        item.insert("reserved".to_owned(), json!(self.reserved(&sku)));
        Value::Object(item)
    }

    fn check_item(&self, request: &Request) -> Result<Map<String, Value>, Failure> {
        let item = accept(request.json("application/json")?, ITEM)?;
        let sku = item["sku"].as_str().unwrap_or_default();
        let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
        if !(3..=20).contains(&sku.len()) || !sku.chars().all(fits) {
            return Err(Failure::invalid("/sku", "must be 3 to 20 capitals, digits and hyphens"));
        }
        if let Some(category) = item.get("category_id").and_then(Value::as_str) {
            let known = self.categories.get("category", category);
            known.map_err(|_| Failure::invalid("/category_id", "is not the id of a category"))?;
        }
        Ok(item)
    }

    pub(super) fn add_item(&mut self, mut item: Map<String, Value>, now: &str) -> Value {
        let sku = item["sku"].clone();
        let defaults = json!({
            "id": sku, "description": null, "category_id": null, "barcodes": [], "dimensions": null,
            "reorder_level": 0, "attributes": {}, "created_at": now, "updated_at": now,
        });
        fill(&mut item, defaults);
        self.items.insert(item)
    }

    fn replace_item(&mut self, request: &Request, sku: &str, cx: &mut Context) -> Result<Reply, Failure> {
        let created = self.items.get("item", sku)?["created_at"].clone();
        let mut item = self.check_item(request)?;
        if item["sku"] != sku {
            return Err(Failure::invalid("/sku", "is not the SKU in the path"));
        }
        cx.effect("replaceItem");
        item.insert("created_at".to_owned(), created);
        self.items.remove("item", sku)?;
        let now = cx.clock.now();
        let item = self.add_item(item, &now);
        Ok(Reply::json(200, &self.shown(&item)))
    }

    fn query_items(&self, request: &Request) -> Result<Reply, Failure> {
        let query = accept(request.json("application/json")?, QUERY)?;
        let text = query.get("text").and_then(Value::as_str).unwrap_or_default().to_lowercase();
        let skus = query.get("skus").and_then(Value::as_array);
        let categories = query.get("category_ids").and_then(Value::as_array);
        let low = query.get("below_reorder_level") == Some(&json!(true));
        let bound = |name: &str| query.get("weight_kg").and_then(|range| range[name].as_f64());
        let (least, most) = (bound("min"), bound("max"));
        let fits = |item: &Value| {
            let words = format!("{} {}", item["name"], item["description"]).to_lowercase();
            let weight = item["weight_kg"].as_f64();
            text.split_whitespace().all(|word| words.contains(word))
                && skus.is_none_or(|skus| skus.contains(&item["sku"]))
                && categories.is_none_or(|all| all.iter().any(|root| self.is_below(&item["category_id"], root)))
                && (!low || self.is_low(item))
                && least.is_none_or(|least| weight.is_some_and(|weight| weight >= least))
                && most.is_none_or(|most| weight.is_some_and(|weight| weight <= most))
        };
        let limit = query.get("limit").map_or(Some(10), Value::as_u64).filter(|limit| (1..=100).contains(limit));
        let limit = limit.ok_or_else(|| Failure::invalid("/limit", "must be between 1 and 100"))?;
        let token = query.get("page_token").and_then(Value::as_str);
        let page = cut(self.sorted_items(fits), token, usize::try_from(limit).unwrap_or(100))?;
        let shown: Vec<Value> = page.rows.iter().map(|item| self.shown(item)).collect();
        Ok(Reply::json(200, &json!({"data": shown, "next": null, "next_token": token_after(&page)})))
    }

    /// Tells whether a category is another one, or below it.
    fn is_below(&self, category: &Value, root: &Value) -> bool {
        let parent = category.as_str().and_then(|id| self.categories.get("category", id).ok());
        category == root && !root.is_null() || parent.is_some_and(|row| self.is_below(&row["parent_id"], root))
    }
}

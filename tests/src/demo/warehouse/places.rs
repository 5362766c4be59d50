//! Locations and categories.

use super::{Warehouse, nowhere, page};
use crate::demo::exchange::{Failure, Reply, Request};
use crate::demo::fields::{Field, Kind, accept, may, must, null};
use crate::demo::server::Context;
use crate::demo::table::{fill, id_of, object};
use serde_json::{Map, Value, json};

const LOCATION: &[Field] = &[
    must("code", Kind::Filled),
    must("kind", Kind::OneOf(&["hall", "aisle", "shelf", "bin"])),
    null("parent_id", Kind::Text),
    null("capacity", Kind::Integer),
    may("temperature_c", Kind::Numbers),
];

const CATEGORY: &[Field] = &[must("name", Kind::Filled), null("parent_id", Kind::Text)];

impl Warehouse {
    pub(super) fn handle_locations(&mut self, request: &Request, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        match (request.method.as_str(), path) {
            ("GET", []) => {
                let mut locations: Vec<Value> = self.locations.iter().cloned().collect();
                locations.sort_by_key(|location| location["code"].as_str().map(str::to_owned));
                page(request, locations, |location| self.with_occupied(location))
            }
            ("POST", []) => {
                let location = accept(request.json("application/json")?, LOCATION)?;
                let parent = location.get("parent_id").and_then(Value::as_str);
                if parent.is_some_and(|id| self.locations.get("location", id).is_err()) {
                    return Err(Failure::invalid("/parent_id", "is not the id of a location"));
                }
                self.check_code(&location["code"])?;
                cx.effect("createLocation");
                Ok(Reply::json(201, &self.add_location(location)))
            }
            ("GET", [id]) => Ok(Reply::json(200, &self.with_occupied(self.locations.get("location", id)?))),
            ("COPY", [id]) => {
                let mut copy = object(self.locations.get("location", id)?.clone());
                let code = request.query("code").filter(|code| !code.is_empty());
                let code = json!(code.ok_or_else(|| Failure::invalid("/code", "is missing"))?);
                self.check_code(&code)?;
                cx.effect("copyLocation");
                copy.remove("id");
                copy.insert("code".to_owned(), code);
                Ok(Reply::json(201, &self.add_location(copy)))
            }
            ("DELETE", [id]) => {
                let occupied = self.occupied(&id_of(self.locations.get("location", id)?));
                if occupied != 0 {
                    return Err(Failure::state("Something lies there.", "occupied"));
                }
                self.locations.remove("location", id)?;
                cx.effect("deleteLocation");
                Ok(Reply::empty())
            }
            _ => Err(nowhere()),
        }
    }

    fn check_code(&self, code: &Value) -> Result<(), Failure> {
        match self.locations.taken("code", code, None) {
            Some(other) => Err(Failure::exists("Another location has this code.", other)),
            None => Ok(()),
        }
    }

    pub(super) fn add_location(&mut self, mut location: Map<String, Value>) -> Value {
        fill(&mut location, json!({"parent_id": null, "capacity": null}));
        let location = self.locations.insert(location);
        self.with_occupied(&location)
    }

    fn occupied(&self, id: &str) -> i64 {
        self.lying.values().filter_map(|places| places.get(id)).sum()
    }

    fn with_occupied(&self, location: &Value) -> Value {
        let mut location = location.clone();
        location["occupied"] = json!(self.occupied(&id_of(&location)));
        location
    }

    pub(super) fn handle_categories(&mut self, request: &Request, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        match (request.method.as_str(), path) {
            ("GET", []) => Ok(Reply::json(200, &self.below(&Value::Null))),
            ("POST", []) => {
                let mut category = accept(request.json("application/json")?, CATEGORY)?;
                fill(&mut category, json!({"parent_id": null}));
                self.check_category(&category)?;
                cx.effect("createCategory");
                let category = self.categories.insert(category);
                Ok(Reply::json(201, &self.tree(&category)))
            }
            ("GET", [id]) => Ok(Reply::json(200, &self.tree(self.categories.get("category", id)?))),
            _ => Err(nowhere()),
        }
    }

    fn check_category(&self, category: &Map<String, Value>) -> Result<(), Failure> {
        let (name, parent) = (&category["name"], &category["parent_id"]);
        if parent.as_str().is_some_and(|id| self.categories.get("category", id).is_err()) {
            return Err(Failure::invalid("/parent_id", "is not the id of a category"));
        }
        match self.categories.iter().find(|row| row["name"] == *name && row["parent_id"] == *parent) {
            Some(other) => Err(Failure::exists("Another category there has this name.", id_of(other))),
            None => Ok(()),
        }
    }

    /// Returns the trees below a category, or all where it is `null`.
    fn below(&self, parent: &Value) -> Value {
        self.categories.iter().filter(|row| row["parent_id"] == *parent).map(|row| self.tree(row)).collect()
    }

    fn tree(&self, category: &Value) -> Value {
        let mut category = category.clone();
        category["children"] = self.below(&category["id"]);
        category
    }
}

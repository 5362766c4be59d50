//! Shipments: planned, packed, dispatched, cancelled.

use super::stock::short;
use super::{MERGE_PATCH, Warehouse, nowhere, page};
use crate::demo::exchange::{Failure, Reply, Request};
use crate::demo::fields::{Field, Kind, accept, may, must, null};
use crate::demo::server::Context;
use crate::demo::table::{fill, merge, overlay};
use serde_json::{Map, Value, json};

const STATUSES: &[&str] = &["planned", "packed", "dispatched", "cancelled"];

const RECIPIENT: &[Field] = &[
    must("name", Kind::Text),
    must("street", Kind::Text),
    must("city", Kind::Text),
    must("postal_code", Kind::Text),
    must("country", Kind::Text),
];

const CREATE: &[Field] = &[
    must("recipient", Kind::Object(RECIPIENT)),
    must("lines", Kind::List(&[must("sku", Kind::Text), must("quantity", Kind::Integer)])),
    null("ship_by", Kind::Date),
    null("note", Kind::Text),
];

const UPDATE: &[Field] = &[
    may("status", Kind::OneOf(&["planned", "packed", "cancelled"])),
    may("recipient", Kind::AnyMap),
    null("ship_by", Kind::Date),
    null("note", Kind::Text),
];

const DISPATCH: &[Field] = &[must("carrier", Kind::OneOf(&["post", "courier", "freight"])), may("tracking_number", Kind::Filled)];

impl Warehouse {
    pub(super) fn handle_shipments(&mut self, request: &Request, path: &[&str], cx: &mut Context) -> Result<Reply, Failure> {
        match (request.method.as_str(), path) {
            ("GET", []) => {
                let status = request.query("status");
                if status.is_some_and(|status| !STATUSES.contains(&status)) {
                    return Err(Failure::invalid("/status", "is not known"));
                }
                let fits = |shipment: &&Value| status.is_none_or(|status| shipment["status"] == status);
                page(request, self.shipments.iter().filter(fits).cloned().collect(), Value::clone)
            }
            ("POST", []) => {
                let shipment = accept(request.json("application/json")?, CREATE)?;
                let now = cx.clock.now();
                let shipment = self.add_shipment(shipment, &now)?;
                cx.effect("createShipment");
                Ok(Reply::json(201, &shipment))
            }
            ("GET", [id]) => Ok(Reply::json(200, self.shipments.get("shipment", id)?)),
            ("PATCH", [id]) => {
                self.waiting(id)?;
                let mut changes = accept(request.json(MERGE_PATCH)?, UPDATE)?;
                cx.effect("updateShipment");
                let shipment = self.waiting(id)?;
                if let Some(change) = changes.remove("recipient") {
                    merge(&mut shipment["recipient"], &change);
                }
                overlay(shipment, changes);
                Ok(Reply::json(200, shipment))
            }
            ("POST", [id, "dispatch"]) => self.dispatch(request, id, cx),
            ("POST", [id, "cancel"]) => {
                self.waiting(id)?["status"] = json!("cancelled");
                cx.effect("cancelShipment");
                Ok(Reply::json(200, self.shipments.get("shipment", id)?))
            }
            _ => Err(nowhere()),
        }
    }

    /// Returns a shipment that has neither left nor been cancelled.
    fn waiting(&mut self, id: &str) -> Result<&mut Value, Failure> {
        let shipment = self.shipments.get_mut("shipment", id)?;
        match shipment["status"].as_str() {
            Some(status @ ("dispatched" | "cancelled")) => Err(Failure::state("The shipment has left or was cancelled.", status)),
            _ => Ok(shipment),
        }
    }

    pub(super) fn add_shipment(&mut self, mut shipment: Map<String, Value>, now: &str) -> Result<Value, Failure> {
        let lines = shipment["lines"].as_array().map_or(&[][..], Vec::as_slice);
        if lines.is_empty() {
            return Err(Failure::invalid("/lines", "must not be empty"));
        }
        for (i, line) in lines.iter().enumerate() {
            let sku = line["sku"].as_str().unwrap_or_default();
            let known = self.items.get("item", sku);
            known.map_err(|_| Failure::invalid(&format!("/lines/{i}/sku"), "is not the SKU of an item"))?;
            let same = lines.iter().filter(|other| other["sku"] == sku);
            let wanted: i64 = same.filter_map(|line| line["quantity"].as_i64()).sum();
            if line["quantity"].as_i64() < Some(1) {
                return Err(Failure::invalid(&format!("/lines/{i}/quantity"), "must be more than nothing"));
            }
            let available = self.on_hand(sku) - self.reserved(sku);
            if wanted > available {
                return Err(short(sku, available));
            }
        }
        let defaults = json!({
            "ship_by": null, "note": null, "status": "planned", "carrier": null, "tracking": null, "created_at": now,
        });
        fill(&mut shipment, defaults);
        Ok(self.shipments.insert(shipment))
    }

    fn dispatch(&mut self, request: &Request, id: &str, cx: &mut Context) -> Result<Reply, Failure> {
        self.waiting(id)?;
        let how = accept(request.json("application/json")?, DISPATCH)?;
        let shipment = self.waiting(id)?.clone();
        if shipment["status"] != "packed" {
            return Err(Failure::state("The shipment is not packed.", "planned"));
        }
        let now = cx.clock.now();
        for line in shipment["lines"].as_array().into_iter().flatten() {
            self.pick(line["sku"].as_str().unwrap_or_default(), line["quantity"].as_i64().unwrap_or(0), &now)?;
        }
        cx.effect("dispatchShipment");
        let number = how.get("tracking_number").and_then(Value::as_str).map_or_else(|| format!("TRK-{id}"), str::to_owned);
        let shipment = self.shipments.get_mut("shipment", id)?;
        shipment["status"] = json!("dispatched");
        shipment["carrier"] = how["carrier"].clone();
        shipment["tracking"] = json!({
            "number": number, "url": format!("https://carrier.example.com/{number}"), "dispatched_at": now,
        });
        Ok(Reply::json(200, shipment))
    }
}
